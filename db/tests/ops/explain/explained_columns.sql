begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select is(ops.explained_columns('mart.competitor_comparison', '{price_diff_pct}'), '{asin_comp,asin_main,date,marketplace,price_diff_pct}', 'the cell and the key');
select is(ops.explained_columns('mart.product_metrics_delta_daily', '{bsr_delta}'), '{asin,bsr_delta,date,is_bsr_category_changed,marketplace,previous_date}',
    'also the columns by which input rows are found');
select is(ops.explained_columns('core.product_snapshots', '{price}'), '{asin,job_id,marketplace,price,raw_event_id,scraped_at}', 'of facts also their origin');

select * from finish();
rollback;
