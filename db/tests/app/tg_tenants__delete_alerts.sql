begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
\ir ../support/rules.psql
select plan(4);

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'goes');
insert into app.tracked_products (tenant_id, asin, marketplace) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTA001', 'US');
delete from core.alert_rules;
select pg_temp.rule('theirs', 'price', '{"tenant_id": "00000000-0000-0000-0000-0000000000b1", "scope_type": "tracked", "cooldown": "3 days"}'), pg_temp.rule('ours', 'price', '{"cooldown": "3 days"}');
select pg_temp.rule('late', 'price', '{"tenant_id": "00000000-0000-0000-0000-0000000000b1", "scope_type": "tracked", "confirm_count": 2, "confirm_window": 2}');
select pg_temp.load_days('2025-03-01', '{"B0TESTA001": [100, 200]}');
select is((select count(distinct a.tenant_id) from core.alerts as a), 2::bigint, 'two tenants have alerts');
delete from app.tenants where name = 'goes';
select is((select string_agg(distinct r.name, ' ') from core.alerts as a left join core.alert_rules as r on r.id = a.rule_id), 'ours', 'deleting a tenant deletes its alerts');
select is_empty('table core.alert_suppressions', 'deleting a tenant deletes its suppressions');
select is((select count(*) from core.alert_states as s), 1::bigint, 'deleting a tenant deletes the states of its rules');

select * from finish();
rollback;
