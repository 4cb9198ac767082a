-- Enqueue the tasks of open requests that have none: new ones, and those whose task was lost with the queue. Amazon takes 15 requests
-- at once and then one a minute, so the tasks of an account are spread. Returns their number.
create or replace function ops.requeue_search_reports(p_now timestamptz)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tasks jsonb;
begin
    if to_regclass('procrastinate.procrastinate_jobs') is null then
        return 0;
    end if;
    with lost as (
        select r.tenant_id, r.id, row_number() over (partition by r.tenant_id, r.region order by r.id) as place
        from sqp.report_requests as r
        where r.state in ('queued', 'requested')
            and not exists (
                select from procrastinate.procrastinate_jobs as j
                where j.status in ('todo', 'doing') and j.queueing_lock = 'search_report:' || r.id
            )
    )
    select
        jsonb_agg(
            jsonb_build_object(
                'task', 'search_report', 'queue', 'reports', 'args', jsonb_build_object('tenant_id', l.tenant_id, 'request_id', l.id),
                'queueing_lock', 'search_report:' || l.id, 'scheduled_at', p_now + greatest(l.place - 15, 0) * interval '1 minute'
            )
            order by l.place, l.tenant_id, l.id
        ) into v_tasks
    from lost as l;
    return case when v_tasks is null then 0 else ops.enqueue(v_tasks) end;
end;
$$;
comment on function ops.requeue_search_reports(timestamptz) is 'Enqueues open requests of search query reports that have no task.';
