begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(5);

select pg_temp.load_run(
    's1', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 20, "rating": 4.5, "reviews_count": 10}'), pg_temp.observed('B0TESTA001', '2025-03-02', '{"price": 25}')
);
-- A cell of a snapshot, as mart.explain_row numbers it.
create function pg_temp.cell(p_step_no integer, p_date date, p_column text)
returns ops.explain_node
language sql
as $$
    select jsonb_populate_record(null::ops.explain_node, jsonb_build_object(
        'step_no', p_step_no, 'level', 3, 'relation', 'core.product_snapshots', 'column_name', p_column, 'operation', 'read',
        'arguments', jsonb_build_array(p_column), 'value', to_jsonb(s) -> p_column, 'row_values', to_jsonb(s),
        'key', jsonb_build_object('asin', s.asin, 'marketplace', s.marketplace, 'scraped_at', s.scraped_at)
    ))
    from core.product_snapshots as s
    where s.asin = 'B0TESTA001' and s.date = p_date;
$$;
select results_eq(
    $$select r.parent_no, r.value, r.payload_path, r.payload_value, r.item_no, r.adapter, r.how
        from ops.read_payloads(array[pg_temp.cell(5, '2025-03-01', 'price'), pg_temp.cell(6, '2025-03-02', 'price')]) as r order by 1$$,
    $$values (5, '20.00'::jsonb, '$.price', '20'::jsonb, 1, 'staging_raw.from_observation', 'read here'),
        (6, '25.00', '$.price', '25', 2, 'staging_raw.from_observation', 'read here')$$, 'the value of each cell and its place'
);
select results_eq(
    $$select r.value, r.payload_path, r.how from ops.read_payloads(array[pg_temp.cell(5, '2025-03-02', 'rating')]) as r$$,
    $$values (null::jsonb, null::text, 'the item states no value')$$, 'a value that the item does not state'
);
select is((select r.value from ops.read_payloads(array[pg_temp.cell(5, '2025-03-02', 'rating')], true) as r), '4.50', 'another item of the product states one');
select format('drop table %s', i.inhrelid::regclass) from pg_inherits as i where i.inhparent = 'staging_raw.raw_events'::regclass \gexec
select results_eq(
    $$select r.parent_no, r.adapter, r.how from ops.read_payloads(array[pg_temp.cell(5, '2025-03-01', 'price')]) as r$$,
    $$values (5, null::text, 'its payload was dropped by retention')$$, 'a payload that is gone says so'
);
select is_empty('select 1 from ops.read_payloads(''{}'')', 'no cell, no payload');

select * from finish();
rollback;
