-- Never critical: without it reports are those by rules.
create or replace function ops.check_report_prose(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'report prose',
        case when d.is_on and (a.failed_count > 0 and a.failed_count >= a.succeeded_count or a.over_count > 0) then 'warning' else 'ok' end,
        case when d.is_on
            then format('%s of %s US dollars spent this month', round(s.cost, 2), s.budget)
                || format('; in the last 24 hours %s reports were written, %s refused', a.succeeded_count, a.refused_count)
                || case when a.failed_count > 0 then format(', %s failed: %s', a.failed_count, a.error) else '' end
                || case when a.over_count > 0 then format(', %s not asked: the budget is used up', a.over_count) else '' end
            else 'switched off'
        end,
        case
            when a.over_count > 0 then 'Reports by rules stand. To go on, raise report_prose_budget in ops.settings.'
            else 'Reports by rules stand. See core.report_prose, and ASINMART_LLM_... of the worker; to stop asking, set report_prose to off in ops.settings.'
        end
    from ops.report_prose_spending(p_now) as s
    cross join (select ops.setting('report_prose') = 'on' as is_on) as d
    cross join (
        select
            count(*) filter (where p.status = 'succeeded') as succeeded_count,
            count(*) filter (where p.status = 'refused') as refused_count,
            count(*) filter (where p.status = 'failed' and p.retry_at is null) as failed_count,
            count(*) filter (where p.status = 'over_budget') as over_count,
            (array_agg(p.error order by p.finished_at desc) filter (where p.status = 'failed' and p.retry_at is null))[1] as error
        from core.report_prose as p
        where p.started_at > p_now - interval '1 day'
    ) as a;
$$;
comment on function ops.check_report_prose(timestamptz) is 'Part of ops.doctor: reports by a language model, their cost and failures.';
