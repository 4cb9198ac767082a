begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(4);

insert into core.alert_rules (tenant_id, name, rule_type) values (pg_temp.a(), 'mine', 'price'), (pg_temp.b(), 'theirs', 'stock');
create temp table made as select r.id, r.name from core.alert_rules as r where r.name in ('mine', 'theirs');
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;

set local role asinmart_api;
select is((select count(*) from api.alert_rules(pg_temp.a()) as r cross join lateral json_array_elements(r.data::json)), 9::bigint, 'a tenant lists its rules, including the default ones');
select is((select pg_temp.items(r.data, 'name') from api.alert_rules(pg_temp.a(), p_rule_type => 'stock') as r), 'Stock', 'rules are filtered by type, within the tenant');
select is((select pg_temp.items(r.data, 'name') from api.alert_rules(pg_temp.a(), p_is_active => false) as r), 'Buy box price', 'rules are filtered by state');
select results_eq(
    $$
        select pg_temp.items(b.data, 'name'), b.next_key
        from api.alert_rules(pg_temp.a(), p_limit => 8) as a cross join lateral api.alert_rules(pg_temp.a(), p_after => a.next_key::jsonb, p_limit => 8) as b
    $$,
    $$values ('mine', null::text)$$, 'pages follow each other, oldest first'
);

select * from finish();
rollback;
