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
select t.line
from (select api.explain('00000000-0000-0000-0000-000000000001', 'product_daily', '{"asin": "B0TESTA001", "marketplace": "US", "date": "2025-03-02"}', 'price')::json
    as body) as j
cross join lateral (values
    (is(j.body -> 'data' ->> 'value', '25.00', 'the cell')), (is(json_array_length(j.body -> 'data' -> 'steps'), 4, 'its steps')),
    (is((select array_agg(k order by k) from json_object_keys(j.body -> 'data' -> 'steps' -> 0) as k), (
        select array_agg(case a.name when 'column_name' then 'column' else a.name end order by case a.name when 'column_name' then 'column' else a.name end)
        from pg_proc as p cross join lateral unnest(p.proargnames[4:]) as a (name) where p.oid = 'mart.explain'::regproc
    ), 'each with all columns of mart.explain'))
) as t (line);
select throws_ok($$select api.explain('00000000-0000-0000-0000-000000000001', 'product_daily', '{"asin": "B0TESTA009", "marketplace": "US", "date": "2025-03-02"}', 'price')$$,
    'AM404', 'product_daily has no row with this key', 'a row that is not there');

select * from finish();
rollback;
