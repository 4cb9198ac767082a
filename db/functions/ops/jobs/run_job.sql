-- Run a registered job to its end, slice by slice, each in its own transaction. A job that runs in another session, or
-- whose first slice needs a lock that another session holds (AM409), is skipped, not queued. The result is recorded in
-- ops.job_runs even when the job fails; no error is raised then, so that pg_cron goes on. A paused job runs manually
-- only.
-- A scheduled run has a limited turn and leaves the remaining work to the next run: the scheduler may be waiting for
-- it, and with it the watchdog and the heartbeat.
-- No SET clause and no definer: a procedure that commits may have neither, so every name is qualified.
-- Raises AM404 for an unknown job.
create or replace procedure ops.run_job(
    p_job_name text,
    p_triggered_by text default 'schedule'
)
language plpgsql
as $$
declare
    v_job ops.jobs;
    v_run_id bigint;
    v_row_count bigint;
    v_has_more boolean;
    v_rows bigint := bigint '0';
    v_slices integer := 0;
    v_status text := 'succeeded';
    v_message text;
    v_code text;
    v_until timestamptz := timestamptz 'infinity';
    v_lock_timeout text := pg_catalog.current_setting('lock_timeout');
begin
    v_run_id := ops.start_job(p_job_name, p_triggered_by);
    commit;
    if v_run_id is null then
        return;
    end if;
    select j.* into v_job from ops.jobs as j where j.job_name = p_job_name;
    perform pg_catalog.set_config('lock_timeout', (extract(epoch from v_job.lock_timeout) * 1000)::integer::text, false);
    if p_triggered_by <> 'manual' then
        v_until := pg_catalog.clock_timestamp() + v_job.turn;
    elsif not v_job.is_active then
        raise notice 'job % is paused; it runs this once, by hand', p_job_name;
    end if;

    loop
        begin
            execute pg_catalog.format(
                'select s.row_count, s.has_more from %s() as s', v_job.function_name::pg_catalog.regproc
            ) into v_row_count, v_has_more;
            v_rows := v_rows + coalesce(v_row_count, 0);
            v_slices := v_slices + 1;
        exception
            when sqlstate 'AM409' then
                v_has_more := false;
                if v_slices = 0 then
                    get stacked diagnostics v_message = message_text, v_code = returned_sqlstate;
                    v_status := 'skipped';
                end if;
            -- "when others" does not catch query_canceled, raised by the watchdog or a timeout, so it is listed: every
            -- failure must be recorded.
            when others or query_canceled then
                get stacked diagnostics v_message = message_text, v_code = returned_sqlstate;
                v_status := 'failed';
        end;
        commit;
        exit when v_message is not null or not v_has_more or pg_catalog.clock_timestamp() > v_until
            or p_triggered_by <> 'manual' and not (select j.is_active from ops.jobs as j where j.job_name = p_job_name);
    end loop;

    perform ops.finish_job(v_run_id, v_status, v_rows, v_message, v_code);
    perform pg_catalog.set_config('lock_timeout', v_lock_timeout, false);
    commit;

    if p_job_name = 'watchdog' then
        call ops.run_overdue_jobs();
    end if;
end;
$$;
comment on procedure ops.run_job(text, text) is 'Runs a registered job to its end and records the result in ops.job_runs.';
grant execute on procedure ops.run_job(text, text) to asinmart_admin;
