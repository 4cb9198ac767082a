begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(9);

select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('price', '{}'))$$, $$values (10::numeric, null::numeric)$$, 'a price rule without thresholds uses the setting');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('buybox_price', '{}'))$$, $$values (10::numeric, null::numeric)$$, 'a buy box price rule uses the same setting');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('bsr', '{}'))$$, $$values (30::numeric, null::numeric)$$, 'a rank rule uses the setting for ranks');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('rating', '{}'))$$, $$values (null::numeric, 0.2)$$, 'a rating rule uses the setting for its smallest change');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('price', '{"min_change": 1}'))$$, $$values (null::numeric, 1::numeric)$$, 'with one threshold of its own a rule uses no default');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('rating', '{"threshold_pct": 5}'))$$, $$values (5::numeric, null::numeric)$$, 'this holds for either threshold');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('reviews', '{}'))$$, $$values (null::numeric, null::numeric)$$, 'rules about the number of ratings have no default');
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('undercut', '{}'))$$, $$values (null::numeric, null::numeric)$$, 'undercut rules have no default');
update ops.settings set value = '3' where name = 'alert_price_change_pct';
select results_eq($$select * from core.rule_thresholds(pg_temp.rule_row('price', '{}'))$$, $$values (3::numeric, null::numeric)$$, 'a changed setting applies at once');

select * from finish();
rollback;
