begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(5);

select pg_temp.land_run('p1', array(
    select pg_temp.observed('B0TESTA001', '2025-03-01'::date + n, jsonb_build_object('price', n + 1)) from generate_series(0, 9) as n
));
select pg_temp.promote('p1');
set local role asinmart_api;
create function pg_temp.parts(p_asins text[], p_parts text[], p_days integer[])
returns table (place bigint, body jsonb)
language sql
stable
as $$
    select a.place, a.body::jsonb #- '{meta,generated_at}' #- '{meta,stale_at}'
    from api.product_parts(p_asins, p_parts, p_days, 'US', '24 hours') as a
    order by a.place;
$$;
select results_eq(
    $$
        select p.place, p.body
        from pg_temp.parts(
            array_fill('B0TESTA001'::text, array[4]), '{summary,metrics,deltas,rollups}', '{null,7,30,null}'
        ) as p
    $$,
    $$
        select w.place, w.body::jsonb #- '{meta,generated_at}' #- '{meta,stale_at}'
        from (
            select 1::bigint, s.body from api.product('B0TESTA001', 'US', '24 hours') as s
            union all
            select 2, m.body from api.product_metrics('B0TESTA001', 'US', 7, '24 hours') as m
            union all
            select 3, d.body from api.product_deltas('B0TESTA001', 'US', 30, '24 hours') as d
            union all
            select 4, r.body from api.product_rollups('B0TESTA001', 'US', '24 hours') as r
        ) as w (place, body)
        order by w.place
    $$,
    'each part equals the answer of its own function, in the order of the request'
);
select results_eq(
    $$
        select p.place, p.body #>> '{data,range_days}'
        from pg_temp.parts('{B0TESTA001,B0TESTA001}', '{metrics,metrics}', '{7,30}') as p
    $$,
    $$values (1::bigint, '7'), (2, '30')$$, 'one part can be requested with several ranges'
);
select results_eq(
    $$select p.place, p.body is null from pg_temp.parts('{B0TESTA009,B0TESTA001}', '{summary,summary}', '{null,null}') as p$$,
    $$values (1::bigint, true), (2, false)$$, 'an unknown product has no body, and the others have theirs'
);
select results_eq(
    $$select p.place, p.body is null from pg_temp.parts('{B0TESTA001}', '{report}', '{null}') as p$$,
    $$values (1::bigint, true)$$, 'an unknown part has no body'
);
select is_empty($$select 1 from pg_temp.parts('{}', '{}', '{}')$$, 'an empty request has an empty answer');

select * from finish();
rollback;
