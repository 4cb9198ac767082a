begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(8);

insert into core.alert_rules (tenant_id, name, rule_type) values (pg_temp.a(), 'mine', 'price'), (pg_temp.b(), 'theirs', 'stock');
create temp table made as select r.id, r.name from core.alert_rules as r where r.name in ('mine', 'theirs');
grant select on made to asinmart_api;
create function pg_temp.id_of(p_name text) returns bigint language sql stable as $$select m.id from made as m where m.name = p_name$$;

create temp table before as select api.alert_rule_item(r)::jsonb as rule from core.alert_rules as r where r.name = 'mine';
grant select on before to asinmart_api;
set local role asinmart_api;
create temp table after as select api.update_alert_rule(pg_temp.a(), pg_temp.id_of('mine'), '{"threshold_pct": 8, "id": 1, "tenant_id": null}')::jsonb -> 'data' as rule;
select is(
    (select a.rule - array['threshold_pct', 'sentence', 'updated_at'] from after as a), (select b.rule - array['threshold_pct', 'sentence', 'updated_at'] from before as b),
    'fields missing in the body stay'
);
select matches((select a.rule ->> 'sentence' from after as a), '8', 'the sentence of the rule is updated');
select is(api.update_alert_rule(pg_temp.a(), pg_temp.id_of('mine'), '{"threshold_pct": null}')::jsonb #> '{data,threshold_pct}', 'null', 'null is stored as a value');
select throws_ok($$select api.update_alert_rule(pg_temp.a(), pg_temp.id_of('mine'), '{}', array['x'])$$, 'AM412', null, 'an outdated ETag is refused');
select lives_ok($$select api.update_alert_rule(pg_temp.a(), pg_temp.id_of('mine'), '{}', array[md5(api.alert_rule(pg_temp.a(), pg_temp.id_of('mine')))])$$, 'the current ETag is accepted');
select throws_ok($$select api.update_alert_rule(pg_temp.a(), pg_temp.id_of('theirs'), '{}')$$, 'AM404', null, 'another tenant does not find the rule');
select throws_ok($$select api.update_alert_rule(pg_temp.a(), pg_temp.id_of('mine'), '{"name": "Rank"}')$$, 'AM409', null, 'a rule name is unique for the tenant');
select throws_ok($$select api.update_alert_rule(pg_temp.a(), pg_temp.id_of('mine'), '{"direction": "left"}')$$, 'AM422', null, 'an invalid rule is refused');

select * from finish();
rollback;
