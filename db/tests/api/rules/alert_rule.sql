begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(3);

insert into core.alert_rules (tenant_id, name, rule_type) values (pg_temp.a(), 'mine', 'price'), (pg_temp.b(), 'theirs', 'stock');
create temp table made as select r.id, r.name from core.alert_rules as r where r.name in ('mine', 'theirs');
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;

set local role asinmart_api;
select is(api.alert_rule(pg_temp.a(), pg_temp.id_of('mine'))::jsonb #>> '{data,name}', 'mine', 'a tenant reads its rule');
select throws_ok($$select api.alert_rule(pg_temp.a(), pg_temp.id_of('theirs'))$$, 'AM404', null, 'another tenant does not find the rule');
select throws_ok('select api.alert_rule(pg_temp.a(), 4000000000)', 'AM404', 'there is no alert rule 4000000000', 'a missing rule is not found');

select * from finish();
rollback;
