begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

create view pg_temp.noted as
select distinct d.asin_main, d.asin_comp, d.marketplace from ops.dirty_pairs as d;

insert into core.competitive_groups (name, asin_main, marketplace) values ('rivals', 'B0TESTA001', 'US');
select is_empty('table pg_temp.noted', 'a new group has no pairs yet');
insert into core.competitive_group_members (group_id, asin)
select g.id, a.asin from core.competitive_groups as g cross join (values ('B0TESTA002'), ('B0TESTA003')) as a (asin);
delete from ops.dirty_pairs;

update core.competitive_groups set is_active = false;
select set_eq(
    'table pg_temp.noted', $$values ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA001', 'B0TESTA003', 'US')$$,
    'a deactivated group records all its pairs'
);
delete from ops.dirty_pairs;
update core.competitive_groups set asin_main = 'B0TESTA002';
select set_eq(
    'table pg_temp.noted',
    $$values
        ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA001', 'B0TESTA003', 'US'), ('B0TESTA002', 'B0TESTA003', 'US')
    $$,
    'another main product records the old and the new pairs'
);
delete from ops.dirty_pairs;
update core.competitive_groups set marketplace = 'DE';
select set_eq(
    'table pg_temp.noted', $$values ('B0TESTA002', 'B0TESTA003', 'US'), ('B0TESTA002', 'B0TESTA003', 'DE')$$,
    'another marketplace records the old and the new pairs'
);
delete from ops.dirty_pairs;
delete from core.competitive_groups;
select set_eq(
    'table pg_temp.noted', $$values ('B0TESTA002', 'B0TESTA003', 'DE')$$, 'a deleted group records its pairs'
);
select is_empty('select 1 from core.competitive_group_members', 'its members are deleted with it');

select * from finish();
rollback;
