begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(12);

create function pg_temp.verdict(p_check_name text, p_value numeric, p_baseline numeric, p_whole numeric)
returns text
language sql
stable
as $$select v.status from ops.quality_verdict(p_check_name, p_value, p_baseline, p_whole, 10, 3) as v$$;

select is(pg_temp.verdict('row_count', 71, 100, null), 'ok', 'slightly fewer rows than usual are ok');
select is(pg_temp.verdict('row_count', 69, 100, null), 'warning', 'far fewer rows are a warning');
select is(pg_temp.verdict('received_count', 0, 100, null), 'critical', 'no rows are critical');
select is(pg_temp.verdict('row_count', 900, 100, null), 'ok', 'more rows than usual are ok');
select is(pg_temp.verdict('row_count', 0, null, null), 'ok', 'without a baseline a count is ok');
select is(pg_temp.verdict('row_count', 0, 9, null), 'ok', 'a count with a low baseline is ok');
select is(pg_temp.verdict('coverage', 0.7, 0.95, 100), 'warning', 'coverage is judged by the missing share');
select is(pg_temp.verdict('null_share', 0.5, 0.1, 100), 'warning', 'missing values are judged by their increase');
select is(pg_temp.verdict('null_share', 1, null, 100), 'ok', 'values that a source never gave have no baseline');
select is(pg_temp.verdict('reject_share', 0.2, null, 100), 'warning', 'many rejects are judged without a history');
select is(pg_temp.verdict('blocked_share', 1, 0, 9), 'ok', 'a share of a few pages is not judged');
select throws_ok($$select pg_temp.verdict('no_such', 1, 0, 9)$$, 'AM404', null, 'each check has a limit in ops.settings');

select * from finish();
rollback;
