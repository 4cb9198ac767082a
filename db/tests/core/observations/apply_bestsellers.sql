begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(9);

create view pg_temp.lists as
select b.category, b.date, b.rank, b.asin, b.price, b.job_id from core.bestseller_snapshots as b;

select pg_temp.load_run('b1', '{"slug": "gloves", "snapshot_date": "2025-03-10", "products": [
    {"asin": "B0TESTA001", "rank": 1, "price": 10, "title": "One"},
    {"asin": "B0TESTA002", "rank": 2, "title": "Two"}
]}');
select results_eq(
    'select b.category, b.date, b.rank, b.asin, b.price from pg_temp.lists as b order by b.rank',
    $$values ('gloves', '2025-03-10'::date, 1, 'B0TESTA001', 10::numeric), ('gloves', '2025-03-10', 2, 'B0TESTA002', null)$$,
    'a list item gives one row per product'
);
select results_eq(
    $$select d.asin, d.bsr, d.price from core.product_metrics_daily as d order by d.asin$$,
    $$values ('B0TESTA001', null::integer, 10::numeric), ('B0TESTA002', null, null)$$,
    'a place on a list is not the product''s own rank'
);
select pg_temp.load_run('b2', '{"slug": "mittens", "snapshot_date": "2025-03-10", "products": [{"asin": "B0TESTA001", "rank": 5, "price": 10}]}');
select results_eq(
    $$select b.category, b.rank from pg_temp.lists as b where b.asin = 'B0TESTA001' order by b.category$$,
    $$values ('gloves', 1), ('mittens', 5)$$,
    'a product can be on several lists on one day'
);
select pg_temp.load_run('b3', '{"slug": "gloves", "snapshot_date": "2025-03-10", "products": [{"asin": "B0TESTA001", "rank": 3, "price": 10}]}');
select results_eq(
    $$select b.rank, b.job_id from pg_temp.lists as b where b.asin = 'B0TESTA001' and b.category = 'gloves'$$,
    $$values (3, 'b3')$$,
    'a corrected list replaces the place'
);
select pg_temp.load_run('b4', '{"slug": "gloves", "snapshot_date": "2025-03-10", "products": [
    {"asin": "B0TESTA003", "rank": 8}, {"asin": "B0TESTA003", "rank": 9}
]}');
select results_eq(
    $$select b.rank from pg_temp.lists as b where b.asin = 'B0TESTA003'$$, $$values (9)$$,
    'of two places of one product on one list the later element counts'
);
select pg_temp.load_run('b5', '{"slug": "gloves", "snapshot_date": "2025-03-11", "products": [{"asin": "B0TESTA001", "rank": 3}, {"asin": "B0TESTA004", "rank": 0}]}');
select is(
    (select count(*) from pg_temp.lists as b where b.date = '2025-03-11'), 1::bigint,
    'an invalid place is rejected, the others are kept'
);
select pg_temp.replay('b2');
select results_eq(
    $$select b.rank, b.job_id from pg_temp.lists as b where b.category = 'mittens'$$, $$values (5, 'b2')$$,
    'a replay changes nothing'
);

select pg_temp.load_run('c1', '{"slug": "caps", "updatedAt": "2025-03-10T18:00:00Z", "products": [{"asin": "B0TESTA004", "rank": 2}]}');
select pg_temp.load_run('c2', '{"slug": "caps", "updatedAt": "2025-03-10T17:00:00Z", "products": [{"asin": "B0TESTA004", "rank": 7}]}');
select results_eq(
    $$select b.rank, b.job_id from pg_temp.lists as b where b.asin = 'B0TESTA004'$$, $$values (2, 'c1')$$,
    'a list seen earlier on the day and arriving later replaces nothing'
);

select pg_temp.load_run('d1', '{"asin": "B0TESTA005", "scraped_at": "2025-03-10T17:00:00Z", "status": "blocked", "list_category": "caps", "list_rank": 1}');
select is_empty($$select 1 from pg_temp.lists as b where b.asin = 'B0TESTA005'$$, 'a failed page has no place on a list');

select * from finish();
rollback;
