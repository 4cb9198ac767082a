begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(5);

create temp view line as select c.status, c.detail, c.advice from ops.check_report_prose(pg_temp.now()) as c;
select results_eq('select l.status, l.detail from line as l', $$values ('ok', 'switched off')$$, 'switched off, there is nothing to check');
update ops.settings as s set value = 'on' where s.name = 'report_prose';
select pg_temp.report(v) from generate_series(1, 4) as v;
select pg_temp.attempt('{"version": 1, "status": "succeeded", "prose_version": 2, "cost": 0.254}');
select results_eq(
    'select l.status, l.detail from line as l', $$values ('ok', '0.25 of 10 US dollars spent this month; in the last 24 hours 1 reports were written, 0 refused')$$,
    'it says what was spent'
);
select pg_temp.attempt('{"version": 2, "status": "failed", "error": "The endpoint answers 401.", "cost": 0}');
select results_eq(
    'select l.status, substring(l.detail from ''refused.*'') from line as l', $$values ('warning', 'refused, 1 failed: The endpoint answers 401.')$$,
    'failures that keep the upper hand are a warning'
);
select pg_temp.attempt('{"version": 3, "status": "over_budget", "cost": 0}');
select matches((select l.detail from line as l), 'the budget is used up$', 'so is a budget that is used up');
select matches((select l.advice from line as l), 'report_prose_budget', 'with what to do');

select * from finish();
rollback;
