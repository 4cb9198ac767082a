begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select ops.ensure_partition('staging_raw.raw_events', '2025-03-01');
insert into staging_raw.raw_events (job_id, item_no, source, fetched_at, payload, content_hash)
select 'a1', n, 'test', '2025-03-01 00:00+00', '{"asin": "B0TESTA001", "url": "u"}', '\x00' from generate_series(1, 500) as n;
select ops.analyze_statement('staging_raw.raw_events') \gexec
create temp view known as
select s.attname::text as name from pg_stats as s where s.schemaname = 'staging_raw' and s.tablename = 'raw_events' and s.inherited;
select bag_eq(
    'table known', array['id', 'job_id', 'item_no', 'source', 'fetched_at', 'asin', 'url'], 'all columns are analyzed except JSON and bytes'
);
select ops.ensure_partition('core.product_metrics_daily', '2025-03-01');
insert into core.product_metrics_daily (asin, marketplace, date) select 'B0TEST' || lpad(n::text, 4, '0'), 'US', '2025-03-01' from generate_series(1, 500) as n;
select ops.analyze_statement('core.product_metrics_daily') \gexec
select isnt_empty(
    $$select 1 from pg_stats as s where s.schemaname = 'core' and s.tablename = 'product_metrics_daily' and s.attname = 'asin' and s.inherited and s.n_distinct < 0$$,
    'the table as a whole has its number of products'
);
select is(
    ops.analyze_statement('core.alerts') ~ '^analyze only ', current_setting('server_version_num')::integer >= 180000,
    'the partitions are left out when the version allows it'
);

select * from finish();
rollback;
