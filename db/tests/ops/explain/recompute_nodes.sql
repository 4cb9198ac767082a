begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(6);

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
create function pg_temp.leaf(p_value text) returns ops.explain_node language sql
as $$select jsonb_populate_record(null::ops.explain_node, jsonb_build_object('step_no', 2, 'parent_no', 1, 'ref_no', 1, 'level', 4,
    'relation', 'staging_raw.raw_events', 'adapter', 'staging_raw.from_observation', 'value', p_value::jsonb, 'how', 'read here'))$$;
select results_eq(
    $$select r.recomputed, r.is_equal, r.how from ops.recompute_nodes(array[pg_temp.cell(1, '2025-03-01', 'price'), pg_temp.leaf('20')]) as r order by r.step_no$$,
    $$values ('20'::jsonb, true, '20, as the adapter reads it'), (null, null, 'read here')$$, 'a cell from the value below it; 20 is 20.00'
);
select is((select r.is_equal from ops.recompute_nodes(array[pg_temp.cell(1, '2025-03-01', 'price'), pg_temp.leaf('21')]) as r where r.step_no = 1), false,
    'another value is not equal');
select is((select r.how from ops.recompute_nodes(array[pg_temp.cell(1, '2025-03-01', 'price')]) as r), 'read from a payload that is no longer there',
    'a payload that is gone');
select is((select r.how from ops.recompute_nodes(array[pg_temp.cell(1, '2025-03-01', 'scraped_at'), pg_temp.leaf('null')]) as r where r.step_no = 1),
    'the item states no instant: it is that of its day, its run or its arrival', 'an item without an instant');
select ok((select r.how from ops.recompute_nodes(array[pg_temp.cell(1, '2025-03-01', 'status'), pg_temp.leaf('"no_offer"')]) as r where r.step_no = 1)
    like 'the adapter reads no_offer; then the promotion%', 'a status that the promotion settles');
select is((select r.definition from ops.recompute_nodes(array[pg_temp.cell(1, '2025-03-01', 'price')]) as r),
    (select col_description(a.attrelid, a.attnum) from pg_attribute as a where a.attrelid = 'core.product_snapshots'::regclass and a.attname = 'price'),
    'the definition is the comment of the column');

select * from finish();
rollback;
