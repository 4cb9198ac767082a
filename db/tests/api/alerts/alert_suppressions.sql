begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(7);

select ops.ensure_partition('core.alert_suppressions', '2025-03-10');
insert into core.alert_rules (tenant_id, name, rule_type) values (pg_temp.a(), 'mine', 'price');
insert into core.alert_suppressions (tenant_id, rule_id, asin, marketplace, kind, date, reason, detected_at)
select pg_temp.a(), r.id, v.asin, 'US', v.kind, v.date, v.reason, now()
from core.alert_rules as r
cross join (values
    ('B0TESTA001', 'PRICE_SPIKE', '2025-03-10'::date, 'snooze'), ('B0TESTA001', 'BSR_DROP', '2025-03-10', 'quota'), ('B0TESTA002', 'PRICE_SPIKE', '2025-03-11', 'rearm')
) as v (asin, kind, date, reason)
where r.name = 'mine';
insert into core.alert_suppressions (tenant_id, rule_id, asin, marketplace, kind, date, reason, detected_at)
values (pg_temp.b(), 999, 'B0TESTB001', 'US', 'PRICE_SPIKE', '2025-03-10', 'snooze', now());
set local role asinmart_api;
select is((select pg_temp.items(s.data, 'reason') from api.alert_suppressions(pg_temp.a()) as s), 'rearm snooze quota', 'suppressions are sorted by day, newest first');
select is((select pg_temp.items(s.data, 'rule_name') from api.alert_suppressions(pg_temp.a(), 'snooze') as s), 'mine', 'a suppression has the name of its rule');
select is((select pg_temp.items(s.data, 'explanation') from api.alert_suppressions(pg_temp.a(), 'snooze') as s), 'The rule or the product was snoozed.', 'a suppression has its reason');
select is((select pg_temp.items(s.data, 'rule_name') from api.alert_suppressions(pg_temp.b()) as s), null, 'a suppression of a deleted rule has no rule name');
select is((select pg_temp.items(s.data, 'reason') from api.alert_suppressions(pg_temp.a(), p_kind => 'PRICE_SPIKE', p_asin => 'B0TESTA001', p_marketplace => 'US', p_since => '2025-03-10', p_until => '2025-03-10') as s), 'snooze', 'filters are combined');
select is((select pg_temp.items(s.data, 'reason') from api.alert_suppressions(pg_temp.a(), p_rule_id => 999) as s), null, 'another tenant''s rule has no suppressions here');
select results_eq(
    $$
        select pg_temp.items(a.data, 'reason'), pg_temp.items(b.data, 'reason')
        from api.alert_suppressions(pg_temp.a(), p_limit => 1) as a cross join lateral api.alert_suppressions(pg_temp.a(), p_after => a.next_key::jsonb, p_limit => 5) as b
    $$,
    $$values ('rearm', 'snooze quota')$$, 'pages follow each other'
);

select * from finish();
rollback;
