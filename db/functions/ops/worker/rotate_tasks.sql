-- Delete old notifications, tasks with their events and failures, and fetches. Dead letters stay four times as long.
-- Deleting the notification of an alert is safe: alerts that wait for a digest are much younger, and an alert is raised
-- once. Returns the number of rows.
create or replace function ops.rotate_tasks(p_now timestamptz)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_tasks_before timestamptz := p_now - ops.setting('task_retention')::interval;
    v_letters_before timestamptz := p_now - 4 * ops.setting('task_retention')::interval;
    v_rows bigint;
    v_total bigint := bigint '0';
begin
    delete from core.notifications as n
    where n.created_at < p_now - ops.setting('notification_retention')::interval and n.status in ('sent', 'dead', 'cancelled');
    get diagnostics v_rows = row_count;
    v_total := v_total + v_rows;
    -- A fetch counts against the limits of its day only.
    delete from ops.fetches as f
    where f.finished_at < case when f.status = 'failed' then v_letters_before else v_tasks_before end;
    get diagnostics v_rows = row_count;
    v_total := v_total + v_rows;
    delete from ops.task_failures as f where f.failed_at < v_letters_before;
    get diagnostics v_rows = row_count;
    v_total := v_total + v_rows;
    if to_regclass('procrastinate.procrastinate_jobs') is null then
        return v_total;
    end if;
    delete from procrastinate.procrastinate_jobs as j
    where j.status in ('succeeded', 'failed', 'cancelled', 'aborted')
        and (
            select max(e.at) from procrastinate.procrastinate_events as e where e.job_id = j.id
        ) < case when j.status = 'failed' then v_letters_before else v_tasks_before end;
    get diagnostics v_rows = row_count;
    return v_total + v_rows;
end;
$$;
comment on function ops.rotate_tasks(timestamptz) is 'Deletes old notifications, tasks and fetches.';
