-- What language models have cost in the calendar month (UTC) of p_now, calls under way at the most they can cost.
create or replace function ops.report_prose_spending(p_now timestamptz)
returns table (attempt_count bigint, cost numeric, budget numeric)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select count(*), coalesce(sum(r.cost), 0), ops.setting('report_prose_budget')::numeric
    from core.report_prose as r
    where r.started_at >= date_trunc('month', p_now at time zone 'UTC') at time zone 'UTC' and r.status <> 'over_budget';
$$;
comment on function ops.report_prose_spending(timestamptz) is 'Calls of language models in the month, their cost and the budget.';
