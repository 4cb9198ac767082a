begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

insert into core.competitive_groups (name, asin_main, marketplace) values ('jp', 'B0TESTA001', 'JP');
insert into core.competitive_group_members (group_id, asin, is_active)
select g.id, a.asin, a.is_active
from core.competitive_groups as g
cross join (values ('B0TESTA002', true), ('B0TESTA003', false)) as a (asin, is_active);
create view pg_temp.members as select m.asin, m.is_active, m.stopped_on, m.removed_at from core.competitive_group_members as m;

select results_eq(
    'select m.asin, m.stopped_on from pg_temp.members as m order by m.asin', $$values ('B0TESTA002', null::date), ('B0TESTA003', null)$$,
    'a new member has no last day, also one that is paused from the start'
);
update core.competitive_group_members set is_active = false;
select results_eq(
    'select m.asin, m.stopped_on from pg_temp.members as m order by m.asin',
    $$values ('B0TESTA002', (now() at time zone 'Asia/Tokyo')::date), ('B0TESTA003', null)$$,
    'a member that is paused keeps the day, marketplace time; one that was paused already is as before'
);
update core.competitive_group_members set is_active = false, removed_at = now();
select is(
    (select m.stopped_on from pg_temp.members as m where m.asin = 'B0TESTA002'), (now() at time zone 'Asia/Tokyo')::date,
    'a paused member that is removed keeps its last day'
);
update core.competitive_group_members set is_active = true;
select results_eq(
    'select m.asin, m.stopped_on, m.removed_at from pg_temp.members as m order by m.asin',
    $$values ('B0TESTA002', null::date, null::timestamptz), ('B0TESTA003', null, null)$$,
    'a member that is active again has no last day and is not removed'
);
select throws_ok(
    $$insert into core.competitive_group_members (group_id, asin, stopped_on) select g.id, 'B0TESTA009', '2025-01-01' from core.competitive_groups as g$$,
    '23514', null, 'an active member cannot have a last day'
);

select * from finish();
rollback;
