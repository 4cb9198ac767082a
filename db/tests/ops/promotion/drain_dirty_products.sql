begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select ops.promotion_scratch();
insert into ops.dirty_products (asin, marketplace) values ('B0TESTA001', 'US'), ('B0TESTA001', 'US'), ('B0TESTA002', 'US');
insert into pg_temp.changed_products (asin, marketplace) values ('B0TESTA002', 'US');
select ops.drain_dirty_products();
select results_eq(
    'select p.asin from pg_temp.changed_products as p order by p.asin', $$values ('B0TESTA001'), ('B0TESTA002')$$,
    'the products are moved, each once'
);
select is_empty('select 1 from ops.dirty_products', 'the products are no longer queued');

select * from finish();
rollback;
