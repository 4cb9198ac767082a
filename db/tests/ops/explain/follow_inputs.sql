begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(4);

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
create function pg_temp.day(p_step_no integer, p_column text)
returns ops.explain_node
language sql
as $$
    select jsonb_populate_record(null::ops.explain_node, jsonb_build_object(
        'step_no', p_step_no, 'level', 1, 'relation', 'mart.product_metrics_delta_daily', 'column_name', p_column, 'operation', l.operation,
        'arguments', l.arguments, 'value', to_jsonb(d) -> p_column, 'row_values', to_jsonb(d),
        'key', jsonb_build_object('asin', d.asin, 'marketplace', d.marketplace, 'date', d.date)
    ))
    from mart.product_metrics_delta_daily as d
    inner join ops.lineage as l on l.relation = 'mart.product_metrics_delta_daily' and l.column_name = p_column
    where d.asin = 'B0TESTA001' and d.date = '2025-03-02';
$$;
create temp table day as select pg_temp.day(1, 'price_delta') as cell;
select results_eq(
    $$select f.step_no, f.parent_no, f.ref_no, f.level, f.relation, f.key ->> 'date', f.value, f.operation
        from day as d cross join lateral ops.follow_inputs(array[d.cell], array[d.cell]) as f$$,
    $$values (2, 1, 1, 2, 'core.product_metrics_daily', '2025-03-02', '25.00'::jsonb, 'value'),
        (3, 1, 2, 2, 'core.product_metrics_daily', '2025-03-01', '20.00', 'value')$$, 'both arguments, numbered after what is known'
);
select results_eq(
    $$select f.step_no, f.same_as from day as d
        cross join lateral ops.follow_inputs(array[d.cell, pg_temp.day(2, 'price_change_pct')], array[d.cell, pg_temp.day(2, 'price_change_pct')]) as f$$,
    $$values (3, null::integer), (4, null), (5, 3), (6, 4)$$, 'a cell that is there already refers to it'
);
select is_empty($$select 1 from ops.follow_inputs(array[pg_temp.cell(1, '2025-03-01', 'price')], '{}')$$, 'what was read from a payload has no inputs here');
select is_empty($$select 1 from ops.follow_inputs('{}', '{}')$$, 'no cell, no input');

select * from finish();
rollback;
