begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(17);

set local role asinmart_owner;
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002');
select pg_temp.load_run(
    'a1', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 10, "bsr": 3, "rating": 4.5, "reviews_count": 5, "in_stock": true, "buybox_seller": "A, \"1\""}'),
    pg_temp.observed('B0TESTA001', '2025-04-02', '{"price": 11.1, "bsr": 7, "rating": 4.4, "in_stock": false}'),
    pg_temp.observed('B0TESTA002', '2025-04-02', '{"price": 9, "bsr": 1}'), pg_temp.observed('B0TESTA002', '2025-04-03', '{"status": "blocked"}')
);
create temp view audit as
select a.table_name, a.row_count, a.missing_count, a.unexpected_count from ops.audit() as a;
select results_eq(
    'table audit',
    $$values
        ('mart.product_days', 3::bigint, 0::bigint, 0::bigint), ('mart.competitor_comparison_daily', 1, 0, 0), ('core.product_metrics_daily', 3, 0, 0), ('mart.product_latest', 2, 0, 0)
    $$,
    'marts that equal their definitions have no missing and no unexpected rows'
);
select results_eq(
    $$select a.row_count from ops.audit('2025-04-01', '2025-04-30') as a$$, $$values (2::bigint), (1), (2), (2)$$, 'a range of days can be audited'
);
update mart.product_days set price_delta = 99 where asin = 'B0TESTA001' and date = '2025-04-02';
delete from mart.competitor_comparison_daily;
insert into mart.product_latest (asin, marketplace, date, status) values ('B0TESTA009', 'US', '2025-03-01', 'ok');
select results_eq(
    'select a.missing_count, a.unexpected_count from audit as a', $$values (1::bigint, 1::bigint), (1, 0), (0, 0), (0, 1)$$,
    'a wrong row is missing and unexpected, a lost one missing, a left-over one unexpected'
);
select results_eq(
    $$select a.missing_count from ops.audit('2025-03-01', '2025-03-31') as a$$, $$values (0::bigint), (0), (0), (0)$$, 'differences are counted within the range'
);
delete from mart.product_latest where asin = 'B0TESTA009';
update core.product_metrics_daily set date = date where asin = 'B0TESTA001';
update core.product_metrics_daily set price = 8 where asin = 'B0TESTA002';
select results_eq(
    'select a.row_count, a.missing_count + a.unexpected_count from audit as a', $$values (0::bigint, 0::bigint), (0, 0), (0, 0), (0, 0)$$,
    'products that wait for a refresh, and their pairs, are left out'
);
select ops.refresh_dirty();
select cmp_ok((select sum(a.row_count) from audit as a), '>', 7::numeric, 'after the refresh they are compared again');
select is((select sum(a.missing_count + a.unexpected_count) from audit as a), 0::numeric, 'a refresh of the products repairs the difference');
delete from mart.product_days where asin = 'B0TESTA002';
select results_eq(
    $$select a.row_count, a.missing_count from ops.audit(p_asins => array['B0TESTA001']) as a$$,
    $$values (2::bigint, 0::bigint), (1, 0), (2, 0), (1, 0)$$, 'some products can be audited'
);
select is(
    (select sum(a.missing_count) from ops.audit(p_asins => array['B0TESTA002', 'B0TESTA007']) as a), 1::numeric, 'differences of other products are found'
);
select is((select a.missing_count from ops.audit('2090-01-01', '2090-12-31') as a limit 1), 0::bigint, 'days without data have no differences');
create temp view daily as
select a.row_count, a.missing_count, a.unexpected_count from audit as a where a.table_name = 'core.product_metrics_daily';
select results_eq(
    'table daily', $$values (2::bigint, 0::bigint, 0::bigint)$$, 'daily rows that were changed manually are not compared with their observations'
);
select pg_temp.load_run('a2', pg_temp.observed('B0TESTA003', '2025-03-01', '{"price": 5}'), pg_temp.observed('B0TESTA003', '2025-03-02', '{"price": 6}'));
delete from core.product_metrics_daily where asin = 'B0TESTA003' and date = '2025-03-01';
select ops.refresh_dirty();
select results_eq('table daily', $$values (3::bigint, 1::bigint, 0::bigint)$$, 'a manually deleted daily row is missing');
select pg_temp.replay('a2');
select results_eq('table daily', $$values (4::bigint, 0::bigint, 0::bigint)$$, 'a replay restores it');
-- A difference that a fault of asinmart would cause.
set local asinmart.is_promoting to 'on';
update core.product_metrics_daily set price = 7 where asin = 'B0TESTA003' and date = '2025-03-02';
select results_eq('table daily', $$values (4::bigint, 1::bigint, 1::bigint)$$, 'a row that differs from its observations is found');
set local asinmart.is_promoting to 'off';
update ops.partition_policies set horizon = '2025-03-02' where parent = 'core.product_snapshots';
select results_eq(
    'table daily', $$values (1::bigint, 0::bigint, 0::bigint)$$, 'days that retention closed are not compared: their observations may be dropped'
);
set local role asinmart_admin;
select lives_ok('select ops.audit()', 'an admin can audit');
set local role asinmart_api;
select throws_ok('select ops.audit()', '42501', null, 'the API cannot audit');

select * from finish();
rollback;
