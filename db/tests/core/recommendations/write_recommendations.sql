begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(24);

select pg_temp.dear_market();
create function pg_temp.day(p_date date, p_price numeric, p_values jsonb default '{}') returns void language sql as $$
    select pg_temp.load_run(
        'day ' || p_date,
        pg_temp.observed('B0TESTMAIN', p_date, jsonb_build_object('price', p_price, 'bsr', 900, 'bsr_category', 'Mugs', 'rating', 4.2, 'reviews_count', 100, 'in_stock', true) || p_values),
        pg_temp.observed('B0TESTC001', p_date, '{"price": 19, "bsr": 100, "bsr_category": "Mugs", "rating": 4.1, "reviews_count": 90, "in_stock": true}'),
        pg_temp.observed('B0TESTC002', p_date, '{"price": 20, "bsr": 200, "bsr_category": "Mugs", "rating": 4.3, "reviews_count": 110, "in_stock": true}'),
        pg_temp.observed('B0TESTC003', p_date, '{"price": 22, "bsr": 300, "bsr_category": "Mugs", "rating": 4.3, "reviews_count": 120, "in_stock": true}')
    );
$$;
select is(pg_temp.renew('2025-03-31 20:00+00'), 1, 'the first look makes a version');
select is(pg_temp.actions(), '1 price_above_peers pending', 'with its actions');
select results_eq(
    'select r.version, r.model, r.status, r.as_of, r.generated_at from core.recommendations as r',
    $$values (1, 'rules-v1', 'complete', '2025-03-30'::date, '2025-03-31 20:00+00'::timestamptz)$$, 'and says what it is about'
);
create temp table first as select r.xmin::text as row_version from core.recommendations as r;
select pg_temp.day('2025-03-31', 25.01);
select is(pg_temp.renew('2025-04-01 20:00+00'), 0, 'a cent makes no version');
select results_eq('select r.xmin::text from core.recommendations as r', 'table first', 'and leaves the row as it is');
select is((select c.checked_at from core.recommendation_checks as c), '2025-04-01 20:00+00'::timestamptz, 'but it was looked at');

-- Ln 30 / ln 1.1 is 1.91 steps above that of 25.
select pg_temp.day('2025-04-01', 30);
select is(pg_temp.renew('2025-04-02 20:00+00'), 1, 'other evidence does');
select is(pg_temp.actions(), '1 price_above_peers superseded, 2 price_above_peers pending', 'it supersedes what nobody decided on');
select pg_temp.decide('price_above_peers', '2025-04-02 21:00+00', 'rejected');
select is(pg_temp.renew('2025-04-02 22:00+00'), 0, 'a decision makes no version');
select pg_temp.day('2025-04-02', 30.01);
select is(pg_temp.renew('2025-04-03 20:00+00'), 0, 'what was rejected does not come back for a cent');
select pg_temp.day('2025-04-03', 30.01, '{"rating": 3.0}');
select is(pg_temp.renew('2025-04-04 20:00+00'), 1, 'a new action makes a version');
select is(
    pg_temp.actions(), '1 price_above_peers superseded, 2 price_above_peers rejected, 3 rating_below_peers pending', 'without the rejected one'
);
select pg_temp.day('2025-04-04', 36, '{"rating": 3.0}');
select is(pg_temp.renew('2025-04-05 20:00+00'), 1, 'the rejected one comes back');
select is(
    pg_temp.actions(),
    '1 price_above_peers superseded, 2 price_above_peers rejected, 3 rating_below_peers superseded, 4 price_above_peers pending, 4 rating_below_peers pending',
    'when its evidence has changed, in the order of priority'
);
select pg_temp.decide('price_above_peers', '2025-04-05 21:00+00', 'approved', 'applied');
select pg_temp.day('2025-04-05', 50, '{"rating": 4.2}');
select is(pg_temp.renew('2025-04-06 20:00+00'), 1, 'an action whose reason is gone is no longer proposed');
select is(
    (select string_agg(concat_ws(' ', a.version, a.rule, a.status), ', ' order by a.id) from core.recommendation_actions as a where a.version >= 4),
    '4 price_above_peers applied, 4 rating_below_peers superseded', 'and one that was applied is not proposed while it stands, whatever the price'
);
insert into core.action_outcomes (action_id, tenant_id, metric, unit, peer_count, verdict, reason, other_action_count, products, measured_at)
select a.id, a.tenant_id, 'rank', 'percent', 0, 'cannot tell', 'Few.', 0, '[]', '2025-04-20' from core.recommendation_actions as a where a.status = 'applied';
select is(pg_temp.renew('2025-04-06 22:00+00'), 1, 'when it has been followed up');
select is(
    (select string_agg(concat_ws(' ', a.version, a.rule, a.status), ', ' order by a.id) from core.recommendation_actions as a where a.version = 6),
    '6 price_above_peers pending', 'the field is free again'
);
select is(pg_temp.renew('2025-05-31 20:00+00'), 1, 'a product that is no longer observed');
select is((select r.status from core.recommendations as r order by r.version desc limit 1), 'thin_data', 'gets a version that says so');
select is(pg_temp.renew('2025-06-30 20:00+00'), 0, 'once');
select is((select string_agg(a.status, ' ') from core.recommendation_actions as a where a.version = 6), 'superseded', 'and nothing is proposed any more');
select is(core.write_recommendations(null, null, null, '2025-06-30'), 0, 'no products, no versions');
select is_empty(
    $$
        select c.claim ->> 'id' from core.recommendations as r
        cross join lateral jsonb_array_elements(r.evidence) as c (claim)
        where c.claim ->> 'relation' = 'peer_benchmarks' and c.claim ->> 'id' = 'price_median'
            and (c.claim ->> 'value')::numeric <> (
                select b.price_median from mart.peer_benchmarks as b where b.asin_main = r.asin and b.date = (c.claim -> 'key' ->> 'date')::date
            )
    $$,
    'a claim is its cell, also of earlier versions'
);

select * from finish();
rollback;
