-- Job: request the search query reports that are due, as many as each seller account may ask for, and enqueue them. Requests whose
-- task was lost are enqueued again.
create or replace function ops.plan_search_reports(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
begin
    -- Two plans at once would both use the rest of the limit.
    lock table sqp.report_requests in share update exclusive mode;
    insert into sqp.report_requests (
        tenant_id, region, marketplace, period_type, start_date, end_date, asins, failure_count, requested_at
    )
    select d.tenant_id, d.region, d.marketplace, d.period_type, d.start_date, d.end_date, d.asins, d.failure_count, p_now
    from ops.due_search_reports(p_now) as d
    inner join ops.search_reports_left(p_now) as l on l.tenant_id = d.tenant_id and l.region = d.region and d.place <= l.reports_left
    order by d.place, d.tenant_id, d.region;
    get diagnostics v_count = row_count;
    perform ops.requeue_search_reports(p_now);
    return row(v_count, false)::ops.job_slice;
end;
$$;
comment on function ops.plan_search_reports(timestamptz) is 'Job: requests the search query reports that are due, within the limit of a day.';
grant execute on function ops.plan_search_reports(timestamptz) to asinmart_admin;
