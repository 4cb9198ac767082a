begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

create view pg_temp.noted as
select distinct d.asin_main, d.asin_comp, d.marketplace from ops.dirty_pairs as d;

insert into core.competitive_groups (name, asin_main, marketplace) values ('rivals', 'B0TESTA001', 'US');
insert into core.competitive_groups (name, asin_main, marketplace) values ('others', 'B0TESTA009', 'DE');
insert into core.competitive_group_members (group_id, asin)
select g.id, a.asin
from core.competitive_groups as g
cross join (values ('B0TESTA001'), ('B0TESTA002'), ('B0TESTA003')) as a (asin)
where g.name = 'rivals';
select set_eq(
    'table pg_temp.noted', $$values ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA001', 'B0TESTA003', 'US')$$,
    'new members record their pairs with the main product, never a pair with itself'
);
delete from ops.dirty_pairs;
update core.competitive_group_members set is_active = false where asin = 'B0TESTA002';
select set_eq('table pg_temp.noted', $$values ('B0TESTA001', 'B0TESTA002', 'US')$$, 'a paused member records its pair');
delete from ops.dirty_pairs;
update core.competitive_group_members set asin = 'B0TESTA004' where asin = 'B0TESTA002';
select set_eq(
    'table pg_temp.noted', $$values ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA001', 'B0TESTA004', 'US')$$,
    'a replaced member records both pairs'
);
delete from ops.dirty_pairs;
update core.competitive_group_members set group_id = (select g.id from core.competitive_groups as g where g.name = 'others')
where asin = 'B0TESTA004';
select set_eq(
    'table pg_temp.noted', $$values ('B0TESTA001', 'B0TESTA004', 'US'), ('B0TESTA009', 'B0TESTA004', 'DE')$$,
    'a member moved to another group records the pairs of both groups'
);
delete from ops.dirty_pairs;
delete from core.competitive_group_members where asin = 'B0TESTA003';
select set_eq('table pg_temp.noted', $$values ('B0TESTA001', 'B0TESTA003', 'US')$$, 'a removed member records its pair');

select * from finish();
rollback;
