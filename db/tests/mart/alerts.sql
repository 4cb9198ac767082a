begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
\ir ../support/two_tenants.psql

select plan(6);

select pg_temp.seen('B0TESTA001', 'Gloves');
create temp table made as
select
    pg_temp.alerted(pg_temp.a(), 'B0TESTA001', '2025-03-10', jsonb_build_object('rule_id', r.id)) as id,
    r.name,
    r.sentence
from core.alert_rules as r
where r.tenant_id = pg_temp.a()
order by r.id
limit 1;
select pg_temp.alerted('00000000-0000-0000-0000-000000000001', 'B0TESTA002', '2025-03-10', '{"rule_id": 0}');
grant select on made to mart_reader, asinmart_admin;
set local role asinmart_admin;
select results_eq(
    $$select a.tenant_name, a.rule_name, a.rule_sentence, a.product_title, a.kind, a.date, a.currency_code, a.alert_title from mart.alerts as a where a.asin = 'B0TESTA001'$$,
    $$select 'tenant a', m.name, m.sentence, 'Gloves', 'PRICE_SPIKE', '2025-03-10'::date, 'USD', 'B0TESTA001' from made as m$$,
    'an alert has its rule, product and tenant'
);
select results_eq(
    $$select a.rule_name, a.tenant_name, a.product_title from mart.alerts as a where a.asin = 'B0TESTA002'$$, $$values (null, 'default', null)$$,
    'one of a deleted rule and an unknown product too'
);
set local role mart_reader;
select set_eq('select a.asin from mart.alerts as a', array['B0TESTA002'], 'mart_reader sees those of the default tenant');
reset role;
update ops.settings as s set value = 'all' where s.name = 'mart_reader_tenants';
set local role mart_reader;
select set_eq('select a.asin from mart.alerts as a', array['B0TESTA001', 'B0TESTA002'], 'or of all, by a setting');
set local role asinmart_api;
select is_empty('select a.asin from mart.alerts as a', 'a service without a tenant sees none');
set local app.tenant_id = '00000000-0000-0000-0000-00000000000a';
select set_eq('select a.asin from mart.alerts as a', array['B0TESTA001'], 'with one it sees those of that tenant');
select * from finish();
rollback;
