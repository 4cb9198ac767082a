begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

select ops.ensure_partition('core.product_metrics_daily', '2025-03-01');
select ops.ensure_partition('core.product_metrics_daily', '2025-04-01');
create function pg_temp.known_rows(p_name text)
returns real
language sql
volatile
as $$
    select c.reltuples from pg_class as c where c.oid = p_name::regclass;
$$;
insert into core.product_metrics_daily (asin, marketplace, date, price)
select 'B0TEST' || lpad(n::text, 4, '0'), 'US', '2025-03-01', n from generate_series(1, 500) as n;
insert into core.product_metrics_daily (asin, marketplace, date, price)
select 'B0TEST' || lpad(n::text, 4, '0'), 'US', '2025-04-01', n from generate_series(1, 500) as n;
select ops.analyze_grown('core.product_metrics_daily', '2025-03-15', '2025-03-16');
select is(pg_temp.known_rows('partitions.product_metrics_daily_2025_03'), 500::real, 'a new partition is analyzed');
select is(pg_temp.known_rows('partitions.product_metrics_daily_2025_04'), (-1)::real, 'partitions of other months are not');
insert into core.product_metrics_daily (asin, marketplace, date, price)
select 'B0TEST' || lpad(n::text, 4, '0'), 'US', '2025-03-02', n from generate_series(1, 20) as n;
select ops.analyze_grown('core.product_metrics_daily', '2025-03-01', '2025-04-30');
select is(pg_temp.known_rows('partitions.product_metrics_daily_2025_03'), 500::real, 'a few more rows do not cause an analyze');
insert into core.product_metrics_daily (asin, marketplace, date, price)
select 'B0TEST' || lpad(n::text, 4, '0'), 'US', '2025-03-03', n from generate_series(1, 5000) as n;
select ops.analyze_grown('core.product_metrics_daily', '2025-03-01', '2025-04-30');
select is(pg_temp.known_rows('partitions.product_metrics_daily_2025_03'), 5520::real, 'a partition that grew by half is analyzed again');

select * from finish();
rollback;
