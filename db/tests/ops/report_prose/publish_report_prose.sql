begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(8);

select pg_temp.report();
select pg_temp.attempt();
create function pg_temp.publish(p_answer jsonb) returns text language sql as $$
    select concat_ws(' ', o.version, o.faults #>> '{0,code}')
    from core.report_prose as p cross join lateral ops.publish_report_prose(p, p_answer, pg_temp.now()) as o
    where p.asin_main = 'B0MAIN0001'
$$;
select is(pg_temp.publish(null), 'not_as_asked', 'no answer is a fault');
select is(pg_temp.publish(pg_temp.answer('It has 5 of {price:B0MAIN0001}.')), 'digit', 'so is a lie');
select is(pg_temp.publish(pg_temp.answer('{title:B0MAIN0001} costs {price:B0MAIN0001}.')), '2', 'a right answer is the next version');
select results_eq(
    $$select n.depth, n.model, n.based_on_version, n.status, n.as_of, n.data_version, n.evidence, n.charts, n.summary #>> '{position,0,text}' from core.competition_reports as n where n.version = 2$$,
    $$select r.depth, 'm', r.version, r.status, r.as_of, r.data_version, r.evidence, r.charts, 'Acme Mug, blue costs 24.99 USD.' from core.competition_reports as r where r.version = 1$$,
    'with the evidence of the first'
);
select is((select r.summary from core.competition_reports as r where r.version = 1), pg_temp.summary(), 'which stays as it was');
select is(
    (select i.product_keys from ops.cache_invalidations as i order by i.id desc limit 1), array['B0MAIN0001:US'], 'caches drop the report'
);
select pg_temp.report(1, 'B0MAIN0002');
select pg_temp.attempt('{"asin_main": "B0MAIN0002"}');
select is(
    (
        select o.faults #>> '{0,code}' from core.report_prose as p
        cross join lateral ops.publish_report_prose(p, pg_temp.answer('{title:B0MAIN0001} has {rating:B0MAIN0001}.'), pg_temp.now()) as o
        where p.asin_main = 'B0MAIN0002'
    ),
    'slot_unknown', 'only claims that the sentences by rules state may be used'
);
select is(pg_temp.publish(pg_temp.answer('{title:B0MAIN0001} costs {price:B0MAIN0001}.')), 'superseded', 'an answer about an older version is not published');

select * from finish();
rollback;
