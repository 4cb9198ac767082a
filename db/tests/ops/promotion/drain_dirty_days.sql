begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

select ops.promotion_scratch();
insert into ops.dirty_days (asin, marketplace, date, level) values
    ('B0TESTA001', 'US', '2025-03-10', 'snapshot'), ('B0TESTA001', 'US', '2025-03-10', 'snapshot'),
    ('B0TESTA002', 'US', '2025-03-10', 'daily'), ('B0TESTA003', 'US', '2025-03-10', 'snapshot');
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTA003', 'US', '2025-03-10');
select ops.drain_dirty_days('snapshot');
select results_eq(
    'select c.asin from pg_temp.changed_days as c order by c.asin', $$values ('B0TESTA001'), ('B0TESTA003')$$,
    'the days of a level are moved, each once, in addition to known ones'
);
select results_eq('select d.asin from ops.dirty_days as d', $$values ('B0TESTA002')$$, 'days of the other level stay');
select ops.drain_dirty_days('daily');
select is_empty('select 1 from ops.dirty_days', 'until that level is moved');
select is((select count(*) from pg_temp.changed_days), 3::bigint, 'days of the second level are moved too');

select * from finish();
rollback;
