begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(4);

select is(core.render_thresholds(pg_temp.rule_row('price', '{"threshold_pct": 10.50}')), 'more than 10.5 %', 'a percentage must be exceeded');
select is(core.render_thresholds(pg_temp.rule_row('price', '{"min_change": 2.00}')), 'at least 2', 'a smallest change must be met');
select is(core.render_thresholds(pg_temp.rule_row('price', '{"threshold_pct": 10, "min_change": 2}')), 'more than 10 % and at least 2', 'both thresholds together');
select is(core.render_thresholds(pg_temp.rule_row('stock', '{}')), null, 'a rule without thresholds has no text');

select * from finish();
rollback;
