begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(4);

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other'), ('00000000-0000-0000-0000-0000000000b2', 'third');
update core.alert_rules set is_active = false;
select pg_temp.rule('one', 'price'), pg_temp.rule('two', 'price', '{"min_change": 2}'), pg_temp.rule('off', 'price', '{"is_active": false}');
select pg_temp.rule('theirs', 'price', '{"tenant_id": "00000000-0000-0000-0000-0000000000b1", "scope_type": "tracked"}');
select pg_temp.rule('of an inactive tenant', 'price', '{"tenant_id": "00000000-0000-0000-0000-0000000000b2", "scope_type": "tracked"}');
update app.tenants set is_active = false where name = 'third';
select ops.promotion_scratch();
select core.load_rules();
select results_eq(
    'select r.name, r.limit_pct, r.limit_change from pg_temp.evaluated_rules as r order by r.name',
    $$values ('one', 10::numeric, null::numeric), ('theirs', 10, null), ('two', null, 2)$$,
    'active rules of active tenants are loaded, with their own thresholds or the default'
);
select is((select r.change_key from pg_temp.evaluated_rules as r where r.name = 'one'), 'price:previous:0::1', 'each rule has the kind of change that it watches');
select ops.promotion_scratch();
select core.load_rules((select array_agg(r.id) from core.alert_rules as r where r.name in ('one', 'off')));
select results_eq('select r.name from pg_temp.evaluated_rules as r', $$values ('one')$$, 'only the given rules are loaded');
select ops.promotion_scratch();
select core.load_rules('{}');
select is_empty('table pg_temp.evaluated_rules', 'an empty list loads none');

select * from finish();
rollback;
