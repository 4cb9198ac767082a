begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-000000000002', 'other');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values
    ('00000000-0000-0000-0000-000000000001', 'B0TESTA001', 'B0TESTA002'), ('00000000-0000-0000-0000-000000000002', 'B0TESTA001', 'B0TESTA002');
insert into core.competitive_groups (name, asin_main) values ('g', 'B0TESTA001');
insert into core.competitive_group_members (group_id, asin)
select g.id, a.asin from core.competitive_groups as g cross join (values ('B0TESTA001'), ('B0TESTA002'), ('B0TESTA003')) as a (asin);
select results_eq(
    'select p.asin_comp from core.competitor_pairs as p order by p.asin_comp', $$values ('B0TESTA002'), ('B0TESTA003')$$,
    'pairs are the union of links and members of all tenants, each once, never a product with itself'
);
update core.competitive_group_members set is_active = false where asin = 'B0TESTA003';
select results_eq('select p.asin_comp from core.competitor_pairs as p', $$values ('B0TESTA002')$$, 'inactive members are excluded');
update core.competitive_group_members set is_active = true;
update core.competitive_groups set is_active = false;
select results_eq('select p.asin_comp from core.competitor_pairs as p', $$values ('B0TESTA002')$$, 'inactive groups are excluded');

select * from finish();
rollback;
