begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
select plan(10);

select is_empty('select 1 from mart.data_freshness', 'without data there are no rows');
select pg_temp.load_run(
    'f1', pg_temp.observed('B0TESTA001', (now() at time zone 'America/Los_Angeles')::date, '{"price": 1}'),
    pg_temp.observed('B0TESTA002', (now() at time zone 'America/Los_Angeles')::date - 1, '{"price": 1}'),
    pg_temp.observed('B0TESTA003', (now() at time zone 'America/Los_Angeles')::date - 2, '{"price": 1}'),
    '{"asin": "B0TESTA001", "observed_date": "2025-03-10", "price": 1, "url": "https://www.amazon.de/dp/B0TESTA001"}'
);
select results_eq(
    $$select f.newest_day = (now() at time zone 'America/Los_Angeles')::date, f.product_count, f.stale_product_count, f.refreshed_at from mart.data_freshness as f where f.marketplace = 'US' and f.table_name = 'product_latest'$$,
    $$values (true, 3::bigint, 1::bigint, now())$$,
    'a product not seen since the day before yesterday is stale'
);
select results_eq(
    $$select f.newest_day, f.product_count, f.stale_product_count from mart.data_freshness as f where f.marketplace = 'DE' and f.table_name = 'product_latest'$$,
    $$values ('2025-03-10'::date, 1::bigint, 1::bigint)$$,
    'each marketplace has its own rows'
);
create temp view today as select (now() at time zone 'America/Los_Angeles')::date as date;
select results_eq(
    $$select f.table_name, f.newest_day = t.date, f.is_late, f.expected_day = t.date - 1 from mart.data_freshness as f cross join today as t where f.marketplace = 'US' order by 1$$,
    $$values ('product_latest', true, false, true), ('product_metrics_delta_daily', true, false, true), ('product_metrics_rollup', true, false, true)$$,
    'each table of the marketplace has a row that shows whether yesterday is there'
);
select is((select bool_and(f.is_late) from mart.data_freshness as f where f.marketplace = 'DE'), true, 'a table without yesterday is late');
insert into app.tracked_products (asin) values ('B0TESTA001'), ('B0TESTA002'), ('B0TESTA008');
insert into app.tracked_products (asin, is_active) values ('B0TESTA003', false);
select results_eq(
    $$select f.observed_share, f.tracked_product_count, f.tracked_observed_share from mart.data_freshness as f where f.marketplace = 'US' and f.table_name = 'product_metrics_rollup'$$,
    $$values (0.3333, 3::bigint, 0.3333)$$,
    'of three products and of three tracked ones, one was observed on the newest day'
);
delete from mart.product_days as d using today as t where d.date = t.date;
select is(
    (
        select string_agg(f.table_name || ' ' || t.date - f.newest_day, ', ' order by f.table_name)
        from mart.data_freshness as f cross join today as t where f.marketplace = 'US' and f.table_name ~ 'product_metrics'
    ),
    'product_metrics_delta_daily 1, product_metrics_rollup 1', 'a table without its newest day is marked'
);
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002'), ('B0TESTA002', 'B0TESTA003');
select pg_temp.load_run(
    'f2', pg_temp.observed('B0TESTA002', (now() at time zone 'America/Los_Angeles')::date, '{"price": 1, "bsr": 2, "bsr_category": "Mugs"}')
);
select ops.refresh_benchmarks();
select results_eq(
    $$select f.newest_day = t.date, f.product_count, f.observed_share, f.stale_since_at from mart.data_freshness as f cross join today as t where f.table_name = 'competitor_comparison_daily'$$,
    $$values (true, 1::bigint, 1.0000, null::timestamptz)$$,
    'for comparisons, main products with a competitor are counted'
);
set local role mart_reader;
select is(
    (select f.product_count from mart.data_freshness as f where f.table_name = 'competitor_comparison_daily'),
    1::bigint, 'readers of mart, who read no pairs in core, see them counted too'
);
set local role asinmart_owner;
insert into ops.cache_invalidations (created_at, product_keys, pair_keys) values ('2025-03-10 00:00+00', '{}', '{}');
select results_eq(
    $$select f.product_count, f.stale_since_at from mart.data_freshness as f where f.table_name = 'category_benchmarks'$$,
    $$values (1::bigint, '2025-03-10 00:00+00'::timestamptz)$$,
    'benchmarks show since when they are out of date'
);

select * from finish();
rollback;
