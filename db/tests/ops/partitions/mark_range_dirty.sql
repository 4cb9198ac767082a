begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(4);

insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002');
select pg_temp.load_run(
    'n1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 1}'), pg_temp.observed('B0TESTA002', '2025-03-10', '{"price": 2}'),
    pg_temp.observed('B0TESTA001', '2025-04-10', '{"price": 3}'), pg_temp.observed('B0TESTA003', '2025-03-11', '{"price": 4}')
);
select ops.mark_range_dirty('2025-03-01', '2025-04-01');
select results_eq(
    'select d.asin, d.date, d.level from ops.dirty_days as d order by d.asin',
    $$values ('B0TESTA001', date '2025-03-10', 'daily'), ('B0TESTA002', '2025-03-10', 'daily'), ('B0TESTA003', '2025-03-11', 'daily')$$, 'each day of the range is recorded once'
);
select is_empty('select 1 from ops.dirty_pairs', 'a pair that is still compared is not recorded');
-- As if the marts had been detached when a day and a link were deleted.
delete from ops.dirty_days;
delete from core.product_metrics_daily where asin = 'B0TESTA001' and date = '2025-03-10' or asin = 'B0TESTA003';
delete from core.competitor_links;
delete from ops.dirty_days;
delete from ops.dirty_pairs;
select ops.mark_range_dirty('2025-03-01', '2025-04-01');
select ops.refresh_dirty();
select is_empty(
    $$
        select m.asin from mart.product_days as m where m.asin = 'B0TESTA001' and m.date = '2025-03-10' or m.asin = 'B0TESTA003'
        union all select c.asin_main from mart.competitor_comparison_daily as c
    $$,
    'rows that only marts have are deleted by the refresh'
);
select is((select count(*) from ops.audit() as a where a.table_name ~ '^mart\.' and a.missing_count + a.unexpected_count > 0),
    0::bigint, 'the marts equal their definitions');

select * from finish();
rollback;
