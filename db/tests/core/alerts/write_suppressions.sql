begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/rules.psql
select plan(9);

create temp table ids as
select r.name, pg_temp.rule(r.name, r.rule_type) as id
from (values ('price', 'price'), ('undercut', 'undercut'), ('list', 'bestseller_list')) as r (name, rule_type);
-- One day of B0TESTA001, with the outcome for each of its rules.
create function pg_temp.judge(p_outcomes jsonb, p_is_news boolean default true, p_is_pair_only boolean default false)
returns void
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    perform core.load_rules();
    insert into pg_temp.rule_days (asin, marketplace, date, base_date, span, is_news, is_pair_only, is_history)
    values ('B0TESTA001', 'US', '2025-03-02', '2025-03-01', 1, p_is_news, p_is_pair_only, false);
    insert into pg_temp.rule_matches (rule_id, tenant_id, asin, marketplace, kind, date, is_news, is_history, old_value, new_value, change_pct, outcome)
    select r.id, r.tenant_id, 'B0TESTA001', 'US', core.alert_kind(r.rule_type), '2025-03-02', p_is_news, false, 1, 2, 100, o.value
    from jsonb_each_text(p_outcomes) as o
    inner join pg_temp.evaluated_rules as r on r.name = o.key;
    perform core.write_suppressions('job', '2025-03-03 12:00+00');
end;
$$;
create function pg_temp.silent()
returns text
language sql
stable
as $$
    select string_agg(i.name || ' ' || s.reason, ', ' order by i.name) from core.alert_suppressions as s inner join ids as i on i.id = s.rule_id;
$$;

select pg_temp.judge('{"price": "confirm", "undercut": "rearm", "list": "snooze"}');
select is(pg_temp.silent(), 'list snooze, price confirm, undercut rearm', 'a suppression is stored with its reason');
create temp table before as select s.ctid as place, s.* from core.alert_suppressions as s;
select pg_temp.judge('{"price": "confirm", "undercut": "rearm", "list": "snooze"}');
select results_eq('select s.ctid as place, s.* from core.alert_suppressions as s', 'table before', 'the same again writes nothing');
select is((select sum(t.alert_count) from ops.alert_totals as t where t.outcome = 'suppressed'), 3::numeric, 'the totals count each suppression once');
select pg_temp.judge('{"price": "cooldown", "undercut": "alert"}');
select is(pg_temp.silent(), 'list snooze, price cooldown', 'a day evaluated again keeps the newest reason, and no suppression of an alert');
select pg_temp.judge('{}', true, true);
select is(pg_temp.silent(), 'list snooze, price cooldown', 'a day evaluated only for undercutting keeps its other suppressions');
select pg_temp.judge('{}', false);
select is(pg_temp.silent(), 'list snooze, price cooldown', 'a day that is not news keeps its suppressions');
select pg_temp.judge('{}');
select is(pg_temp.silent(), 'list snooze', 'a condition that no longer holds loses its suppression, except those of lists');
select pg_temp.judge('{"price": "told", "undercut": "alert"}');
select is(pg_temp.silent(), 'list snooze', 'a notified match is no suppression');
select results_eq(
    'select distinct s.tableoid::regclass::text, s.job_id from core.alert_suppressions as s', $$values ('partitions.alert_suppressions_2025_03', 'job')$$, 'suppressions are in the partition of their day'
);

select * from finish();
rollback;
