begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(3);

create or replace function staging_raw.from_observation(p_payload jsonb, p_decimal_sign text default '')
returns setof staging_raw.observation
language sql
immutable
as $$
    select (jsonb_populate_record(
        null::staging_raw.observation,
        p_payload || jsonb_build_object('price', 10 / (p_payload ->> 'price')::integer, 'status', 'ok')
    )).*;
$$;
select pg_temp.land_run('c1', array(
    select pg_temp.observed('B0TESTA001', '2025-03-01'::date + n, jsonb_build_object('price', n % 3)) from generate_series(1, 9) as n
) || '{"hello": "world"}'::jsonb);
select ops.promotion_scratch();
update core.ingest_runs set promoted_item_no = 1;
select staging_raw.adapt_one_by_one(r, 'observation', array[2, 3, 4, 5, 6, 7, 8], now()) from core.ingest_runs as r where r.job_id = 'c1';
select results_eq(
    'select o.item_no, o.reject_code from pg_temp.observations as o order by o.item_no',
    $$values (2, null), (3, 'adapter_failed'), (4, null), (5, null), (6, 'adapter_failed'), (7, null), (8, null)$$,
    'each item of the slice is adapted separately, and rejected when the adapter raises an error'
);
select matches(
    (select o.reject_detail from pg_temp.observations as o where o.item_no = 3), '^the adapter for observation raised 22012: division by zero$',
    'the reject has code and message'
);
select is(
    (select o.raw_event_id from pg_temp.observations as o where o.item_no = 6),
    (select r.id from staging_raw.raw_events as r where r.job_id = 'c1' and r.item_no = 6),
    'the reject refers to its item'
);

select * from finish();
rollback;
