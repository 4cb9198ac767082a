begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

select ops.ensure_partition('core.product_metrics_daily', '2024-02-29'), ops.ensure_partition('mart.product_days', '2024-05-01');
select ops.ensure_partition('core.product_metrics_daily', '2024-05-02'), ops.ensure_partition('core.product_snapshots', '2024-01-01');
select results_eq(
    $$select m.month from ops.mart_months(null, '2024-12-31') as m (month)$$, array['2024-02-01', '2024-05-01']::date[],
    'months with daily facts or marts, each once, oldest first'
);
select results_eq($$select m.month from ops.mart_months('2024-02-29', '2024-04-30') as m (month)$$, array['2024-02-01'::date], 'a range gives the months that it touches');
select is_empty($$select m.month from ops.mart_months('2024-03-01', '2024-04-30') as m (month)$$, 'a range gives no other months');
select results_eq($$select m.month from ops.mart_months('2024-03-01', '2024-05-01') as m (month)$$, array['2024-05-01'::date], 'the last day of the range is included');
select cmp_ok((select count(*) from ops.mart_months()), '>', 2::bigint, 'without a range it gives all months');

select * from finish();
rollback;
