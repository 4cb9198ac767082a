begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(3);

select ops.promotion_scratch();
select pg_temp.rule('price', 'price', '{"threshold_pct": 10, "severity": "high"}');
select core.load_rules();
insert into pg_temp.rule_matches (
    rule_id, tenant_id, asin, marketplace, kind, date, base_date, is_news, is_history, direction, old_value, new_value, change_pct, threshold_pct, outcome
)
select r.id, r.tenant_id, m.asin, 'US', 'PRICE_SPIKE', '2025-03-02', '2025-03-01', true, false, -1, 1000, m.price, m.pct, 10, m.outcome
from core.alert_rules as r
cross join (values ('B0TESTA001', 850, -15.00, 'alert'), ('B0TESTA002', 700.04, -30.00, 'alert'), ('B0TESTA003', 700, -30.00, 'alert'), ('B0TESTA004', 1, -99.90, 'rearm')) as m (asin, price, pct, outcome)
where r.name = 'price';
select results_eq(
    $$select w.asin, w.severity, w.details ? 'is_threefold' from core.rendered_alerts('alert') as w order by w.asin$$,
    $$values ('B0TESTA001', 'high', false), ('B0TESTA002', 'high', false), ('B0TESTA003', 'critical', true)$$,
    'exactly three times the threshold raises the severity by one level'
);
select is((select w.title from core.rendered_alerts('alert') as w where w.asin = 'B0TESTA001'), 'Price down 15.00 %: B0TESTA001', 'a match has the texts of its alert');
select results_eq($$select w.asin from core.rendered_alerts('rearm') as w$$, $$values ('B0TESTA004')$$, 'only matches with the given outcome are returned');

select * from finish();
rollback;
