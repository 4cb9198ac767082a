begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

create view pg_temp.noted as
select distinct d.asin_main, d.asin_comp, d.marketplace from ops.dirty_pairs as d;

insert into core.competitor_links (asin_main, asin_comp, marketplace) values
    ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA001', 'B0TESTA003', 'DE');
select set_eq(
    'table pg_temp.noted', $$values ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA001', 'B0TESTA003', 'DE')$$,
    'a new link records its pair'
);
delete from ops.dirty_pairs;
update core.competitor_links set asin_comp = 'B0TESTA004' where asin_comp = 'B0TESTA002';
select set_eq(
    'table pg_temp.noted', $$values ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA001', 'B0TESTA004', 'US')$$,
    'a changed link records the old and the new pair'
);
delete from ops.dirty_pairs;
delete from core.competitor_links where marketplace = 'DE';
select set_eq('table pg_temp.noted', $$values ('B0TESTA001', 'B0TESTA003', 'DE')$$, 'a deleted link records its pair');
delete from ops.dirty_pairs;
delete from core.competitor_links where asin_main = 'B0TESTA099';
select is_empty('table pg_temp.noted', 'a statement without rows records nothing');
select throws_ok(
    $$insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA001')$$, '23514', null,
    'a product cannot be its own competitor'
);

select * from finish();
rollback;
