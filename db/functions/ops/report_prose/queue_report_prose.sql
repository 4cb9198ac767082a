-- Enqueue the newest report by rules of each tenant and main product for a language model, if none was asked about it, when this is
-- switched on (ops.settings, report_prose). A report older than a day is left as it is. Also those whose task was lost with the queue:
-- an attempt that is to be followed by another, or that has run for an hour. Returns the number of new tasks.
create or replace function ops.queue_report_prose(p_now timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tasks jsonb;
begin
    if ops.setting('report_prose') <> 'on' or to_regclass('procrastinate.procrastinate_jobs') is null then
        return 0;
    end if;
    with waiting as (
        select r.tenant_id, r.asin_main, r.marketplace, r.version, a.retry_at, k.queueing_lock
        from core.competition_reports as r
        inner join app.tenants as t on t.tenant_id = r.tenant_id and t.is_active
        cross join lateral (
            select format('report_prose:%s:%s:%s:%s', r.tenant_id, r.marketplace, r.asin_main, r.version) as queueing_lock
        ) as k
        left join lateral (
            select p.status, p.started_at, p.retry_at
            from core.report_prose as p
            where p.tenant_id = r.tenant_id and p.asin_main = r.asin_main and p.marketplace = r.marketplace and p.version = r.version
            order by p.attempt desc
            limit 1
        ) as a on true
        where r.model = 'rules-v1' and r.generated_at > p_now - interval '1 day'
            and (a.status is null or a.retry_at is not null or a.status = 'running' and a.started_at < p_now - interval '1 hour')
            and not exists (
                select from core.competition_reports as n
                where n.tenant_id = r.tenant_id and n.asin_main = r.asin_main and n.marketplace = r.marketplace and n.version > r.version
            )
            and not exists (
                select from procrastinate.procrastinate_jobs as j
                where j.status in ('todo', 'doing') and j.queueing_lock = k.queueing_lock
            )
    )
    select
        jsonb_agg(
            jsonb_build_object(
                'task', 'report_prose', 'queue', 'prose', 'queueing_lock', w.queueing_lock, 'scheduled_at', w.retry_at,
                'args', jsonb_build_object(
                    'tenant_id', w.tenant_id, 'asin_main', w.asin_main, 'marketplace', w.marketplace, 'version', w.version
                )
            )
            order by w.tenant_id, w.marketplace, w.asin_main
        ) into v_tasks
    from waiting as w;
    return case when v_tasks is null then 0 else ops.enqueue(v_tasks) end;
end;
$$;
comment on function ops.queue_report_prose(timestamptz) is 'Enqueues new reports by rules for a language model, when that is switched on.';
