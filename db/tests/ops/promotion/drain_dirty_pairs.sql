begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select ops.promotion_scratch();
insert into ops.dirty_pairs (asin_main, asin_comp, marketplace) values
    ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA001', 'B0TESTA002', 'DE');
select ops.drain_dirty_pairs();
select results_eq(
    'select p.asin_main, p.asin_comp, p.marketplace from pg_temp.changed_pairs as p order by p.marketplace',
    $$values ('B0TESTA001', 'B0TESTA002', 'DE'), ('B0TESTA001', 'B0TESTA002', 'US')$$,
    'the pairs are moved, each once'
);
select is_empty('select 1 from ops.dirty_pairs', 'the pairs are no longer queued');

select * from finish();
rollback;
