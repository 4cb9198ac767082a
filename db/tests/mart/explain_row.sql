begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
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
select is(
    (select array_agg(e.relation order by e.step_no) from mart.explain_row('mart.product_daily', '{"asin": "B0TESTA001", "marketplace": "US", "date": "2025-03-01"}',
        '{"asin": "B0TESTA001", "marketplace": "US", "date": "2025-03-01", "price": 20}', 'price') as e),
    array['mart.product_daily', 'core.product_metrics_daily', 'core.product_snapshots', 'staging_raw.raw_events'], 'from a given row to the raw event'
);
select is((select e.is_equal from mart.explain_row('mart.product_daily', '{}', '{"asin": "B0TESTA001", "marketplace": "US", "date": "2025-03-01", "price": 21}', 'price') as e
    where e.level = 0), false, 'a row that is made up does not equal what it is computed from');
select throws_ok($$select * from mart.explain_row('core.product_snapshots', '{}', '{"raw_event_id": 1}', 'price')$$, 'AM422', null,
    'rows outside mart are refused: they would name raw events');
reset role;
create role tap_tenant;
grant tenant_reader to tap_tenant;
grant usage on schema extensions to tap_tenant;
set local role tap_tenant;
select is((select count(*)::integer from mart.explain_row('mart.product_daily', '{}', '{"asin": "B0TESTA001", "marketplace": "US", "date": "2025-03-01", "price": 20}', 'price') as e
    where e.level > 0), 0, 'a tenant finds nothing below a row of a product that it may not see');

select throws_ok(
    $$select * from mart.explain_row('mart.competitor_scores_daily', '{}', '{"tenant_id": "00000000-0000-0000-0000-00000000000b", "asin_main": "B0TESTA001"}', 'group_size')$$,
    'AM404', null, 'nor below a row of another tenant, which would name its competitors'
);

select * from finish();
rollback;
