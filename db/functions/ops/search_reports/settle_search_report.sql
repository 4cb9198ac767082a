-- Record what an attempt has come to; an attempt that another one has followed changes nothing and gets null, others the number of
-- errors in a row. p_state: queued or requested (it goes on), loaded, no_data_yet or failed (products that still have no report may be
-- asked again after 1, then 3, then 7 days), access_denied (closes every open request of the credential, unless that was replaced
-- meanwhile). p_was_asked: false when Amazon certainly has not taken the request. p_paused_until_at: no new report is asked before.
-- Definer: the worker writes no table.
create or replace function ops.settle_search_report(
    p_tenant_id uuid,
    p_id bigint,
    p_attempt integer,
    p_state text,
    p_error text default null,
    p_report_id text default null,
    p_document_id text default null,
    p_job_id text default null,
    p_was_asked boolean default true,
    p_is_fault boolean default false,
    p_paused_until_at timestamptz default null,
    p_now timestamptz default clock_timestamp()
)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_request sqp.report_requests;
    v_access text := case when p_state = 'access_denied' then 'denied' when p_was_asked and not p_is_fault then 'granted' end;
    v_is_current boolean;
begin
    update sqp.report_requests as r
    set state = p_state, error = left(p_error, 500), report_id = coalesce(p_report_id, r.report_id),
        document_id = coalesce(p_document_id, r.document_id), job_id = coalesce(p_job_id, r.job_id),
        asked_at = case when p_was_asked then r.asked_at end,
        error_count = case when p_is_fault then r.error_count + 1 else 0 end,
        finished_at = case when p_state not in ('queued', 'requested') then p_now end,
        next_attempt_at = case
            when p_state in ('loaded', 'failed', 'no_data_yet')
                then p_now + make_interval(days => (array[1, 3, 7])[least(r.failure_count, 2) + 1])
        end
    where r.tenant_id = p_tenant_id and r.id = p_id and r.attempts = p_attempt and r.state in ('queued', 'requested')
    returning r.* into v_request;
    if not found then
        return null;
    end if;

    update app.spapi_credentials as c
    set access_state = coalesce(v_access, c.access_state),
        access_error = case when v_access = 'denied' then left(p_error, 500) else c.access_error end,
        access_checked_at = case when v_access is null then c.access_checked_at else p_now end,
        paused_until_at = coalesce(p_paused_until_at, c.paused_until_at)
    where c.tenant_id = p_tenant_id and c.region = v_request.region and c.stored_at <= v_request.started_at
        and (v_access = 'denied' or v_access = 'granted' and c.access_state = 'unknown' or p_paused_until_at is not null);
    v_is_current := found;

    if p_state = 'access_denied' and v_is_current then
        update sqp.report_requests as r
        set state = 'access_denied', error = left(p_error, 500), finished_at = p_now
        where r.tenant_id = p_tenant_id and r.region = v_request.region and r.state in ('queued', 'requested');
    elsif p_state = 'access_denied' then
        update sqp.report_requests as r
        set state = case when r.asked_at is null then 'queued' else 'requested' end, error = null, finished_at = null
        where r.tenant_id = p_tenant_id and r.id = p_id;
    end if;
    return v_request.error_count;
end;
$$;
comment on function ops.settle_search_report(uuid, bigint, integer, text, text, text, text, text, boolean, boolean, timestamptz, timestamptz) is 'Records what an attempt at a search query report has come to.';
grant execute on function ops.settle_search_report(uuid, bigint, integer, text, text, text, text, text, boolean, boolean, timestamptz, timestamptz) to asinmart_worker;
