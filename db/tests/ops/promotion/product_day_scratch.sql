begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

select lives_ok('select ops.promotion_scratch()', 'the temporary tables are created with those of a promotion');
select bag_eq(
    $$select attname, atttypid from pg_attribute where attrelid = 'pg_temp.day_rows'::regclass and attnum > 0$$,
    $$select attname, atttypid from pg_attribute where attrelid = 'mart.product_days'::regclass and attnum > 0 and not attisdropped$$,
    'pg_temp.day_rows has the columns of mart.product_days'
);
insert into pg_temp.refreshed_days (asin) values ('B0TESTA001');
insert into pg_temp.day_values (id) values (1);
insert into pg_temp.day_rows (asin, marketplace, date, observed_days_7, observed_days_30, observed_days_90, price_days_7, price_days_30,
    price_days_90, bsr_days_7, bsr_days_30, bsr_days_90, rating_days_7, rating_days_30, rating_days_90, has_one_bsr_category_7,
    has_one_bsr_category_30, has_one_bsr_category_90)
values ('B0TESTA001', 'US', '2025-03-01', 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, true, true, true);
select ops.promotion_scratch();
select is((select count(*) from pg_temp.refreshed_days), 0::bigint, 'a second call empties the days to compute');
select is((select count(*) from pg_temp.day_values), 0::bigint, 'and their values');
select is((select count(*) from pg_temp.day_rows), 0::bigint, 'and their rows');
select throws_ok('select ops.product_day_scratch()', '42P07', null, 'alone it creates them once');

select * from finish();
rollback;
