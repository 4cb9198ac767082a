begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(3);

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
    $$select e.step_no, e.rank, e.job_id from ops.stated_events(array[pg_temp.cell(5, '2025-03-02', 'price')], false) as e$$, $$values (5, 0, 's1')$$,
    'first the event of the row'
);
select results_eq(
    $$select r.item_no from ops.stated_events(array[pg_temp.cell(5, '2025-03-02', 'price')], true) as e
        inner join staging_raw.raw_events as r on r.id = e.raw_event_id order by e.rank$$, 'values (1), (1)',
    'then other items of the run about the product, and those of its other observations'
);
select is_empty($$select 1 from ops.stated_events('{}', true)$$, 'no cell, no event');

select * from finish();
rollback;
