begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(7);

create function pg_temp.keep(p_daily interval, p_days interval, p_comparison interval)
returns void
language sql
volatile
as $$
    update ops.partition_policies as p
    set retain = case p.parent
        when 'core.product_metrics_daily' then p_daily
        when 'mart.product_days' then p_days
        when 'mart.competitor_comparison_daily' then p_comparison
    end;
$$;
select is_empty('select ops.retention_conflicts()', 'tables without retention cause no conflict');
select pg_temp.keep('2 years', null, '1 year');
select results_eq(
    'select c.parent, c.reason from ops.retention_conflicts() as c',
    $$values (
        'core.product_metrics_daily',
        'mart.product_days is kept for ever and needs 90 more days of core.product_metrics_daily before that: shorten its retain, or keep core.product_metrics_daily for ever (retain null)'
    )$$,
    'a mart must not be kept longer than its source'
);
select pg_temp.keep('1 year', '1 year', '1 year');
select results_eq(
    'select c.reason from ops.retention_conflicts() as c',
    $$values ('mart.product_days is kept 1 year and needs 90 more days of core.product_metrics_daily before that: shorten its retain, or keep core.product_metrics_daily at least 1 year 90 days')$$,
    'a window of the oldest day of a mart must not be cut'
);
select pg_temp.keep('15 months', '1 year', '15 months');
select is_empty('select ops.retention_conflicts()', 'ninety more days are enough; a comparison needs only the day itself');
select pg_temp.keep('15 months', '1 year', '16 months');
select results_eq('select c.parent from ops.retention_conflicts() as c', $$values ('core.product_metrics_daily')$$, 'it does need the day itself');
update ops.partition_policies set is_active = false where parent = 'core.product_metrics_daily';
select is_empty('select ops.retention_conflicts()', 'an inactive policy causes no conflict');
select pg_temp.keep('15 months', '1 year', '15 months');
update ops.partition_policies set is_active = parent <> 'mart.product_days';
select results_eq(
    $$select c.reason ~ '^mart.product_days is kept for ever' from ops.retention_conflicts() as c$$, 'values (true)',
    'a mart with an inactive policy is kept'
);

select * from finish();
rollback;
