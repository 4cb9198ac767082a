begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

insert into core.competitive_groups (name, asin_main) values ('one', 'B0TESTA001'), ('two', 'B0TESTA001');
insert into core.competitive_group_members (group_id, asin)
select g.id, m.asin from core.competitive_groups as g cross join (values ('B0TESTA002'), ('B0TESTA003')) as m (asin);
select results_eq(
    'select p.asin_comp, p.last_date from core.comparison_pairs as p order by 1', $$values ('B0TESTA002', 'infinity'::date), ('B0TESTA003', 'infinity')$$,
    'a pair stands there once, without a last day while it is compared'
);
update core.competitive_group_members set is_active = false where asin = 'B0TESTA003' or group_id = (select min(g.id) from core.competitive_groups as g);
update core.competitive_group_members as m set stopped_on = case when m.group_id = (select min(g.id) from core.competitive_groups as g) then '2025-03-01'::date else '2025-03-09' end
where m.stopped_on is not null;
select results_eq(
    'select p.asin_comp, p.last_date from core.comparison_pairs as p order by 1', $$values ('B0TESTA002', 'infinity'::date), ('B0TESTA003', '2025-03-09')$$,
    'one that was paused has its last day: the latest of all groups, unless one still compares it'
);
update core.competitive_groups set is_active = false;
select is_empty('select 1 from core.comparison_pairs', 'groups that are off have none');

select * from finish();
rollback;
