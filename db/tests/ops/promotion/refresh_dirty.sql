begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/differences.psql
\ir ../../support/versions.psql
select plan(19);

set local role asinmart_owner;
select pg_temp.load_run(
    'd1', pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10, "title": "One"}'), pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 20}'),
    pg_temp.observed('B0TESTA002', '2025-03-11', '{"price": 5}')
);
create temp table before on commit drop as select * from pg_temp.row_versions();
select is(ops.refresh_dirty(), 0, 'without manual changes nothing is refreshed');
select set_eq('select * from pg_temp.row_versions()', 'table before', 'then nothing is written');

update core.product_snapshots set price = 16 where asin = 'B0TESTA001' and date = '2025-03-10';
select is(ops.refresh_dirty(), 1, 'a manually corrected observation changes its day');
select is(
    (select d.price_change_pct from mart.product_metrics_delta_daily as d where d.asin = 'B0TESTA001' and d.date = '2025-03-11'), 25.00,
    'it changes the delta of the next day'
);
select is_empty('select * from pg_temp.differences()', 'all tables equal their definitions');
select results_eq(
    'select i.job_id, i.product_keys from ops.cache_invalidations as i order by i.id desc limit 1', $$values (null::text, array['B0TESTA001:US'])$$,
    'only the product concerned is announced'
);
delete from core.product_snapshots where asin = 'B0TESTA001' and date = '2025-03-11';
select is(ops.refresh_dirty(), 1, 'deleting an observation manually deletes its day');
select is((select l.date from mart.product_latest as l where l.asin = 'B0TESTA001'), '2025-03-10'::date, 'the day is deleted from all marts');
select is_empty('select * from pg_temp.differences()', 'all tables equal their definitions');
insert into core.product_snapshots (asin, marketplace, scraped_at, date, status, price, source, job_id)
values ('B0TESTA001', 'US', '2025-03-09 12:00-07', '2025-03-09', 'ok', 8, 'hand', 'hand');
select is(ops.refresh_dirty(), 1, 'adding an observation manually adds its day');
select is_empty('select * from pg_temp.differences()', 'all tables equal their definitions');
update core.product_snapshots set price = price;
select is(ops.refresh_dirty(), 0, 'rows written unchanged change no day');

-- A daily row that was written manually is kept, although no observation supports it.
update core.product_metrics_daily set price = 77 where asin = 'B0TESTA002';
select is(ops.refresh_dirty(), 1, 'a manually corrected daily row is a changed day');
select results_eq(
    $$select d.price, l.price from core.product_metrics_daily as d inner join mart.product_latest as l using (asin) where d.asin = 'B0TESTA002'$$,
    $$values (77::numeric, 77::numeric)$$,
    'it is kept and reaches the marts'
);
update core.products set title = 'Renamed' where asin = 'B0TESTA002';
select is(ops.refresh_dirty(), 0, 'a manually described product changes no day');
select is(
    (select i.product_keys from ops.cache_invalidations as i order by i.id desc limit 1), array['B0TESTA002:US'], 'the product is announced'
);
update core.products set title = 'Renamed again' where asin = 'B0TESTA002';
reset role;
set local role asinmart_admin;
select lives_ok('select ops.refresh_dirty()', 'an admin can refresh');
select throws_ok('select ops.refresh_marts(null, now())', '42501', null, 'an admin cannot refresh without the lock');
set local role asinmart_api;
select throws_ok('select ops.refresh_dirty()', '42501', null, 'the API cannot refresh');

select * from finish();
rollback;
