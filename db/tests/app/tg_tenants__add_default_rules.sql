begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

insert into app.tenants (name) values ('other'), ('third');
select is(
    (select count(*) from core.alert_rules as r inner join app.tenants as t on t.tenant_id = r.tenant_id where t.name in ('other', 'third')), 16::bigint,
    'each new tenant has the default rules'
);

insert into app.tenants (name) select 'none' where false;
select is((select count(distinct r.tenant_id) from core.alert_rules as r), 3::bigint, 'no other tenant has rules');

select * from finish();
rollback;
