-- Run a registered job to its end, slice by slice, each in a transaction of its own. A job that is busy elsewhere is skipped,
-- not queued. What happened stands in ops.job_runs even when the job fails; then it raises nothing, so that pg_cron goes on.
-- Unless it runs by hand it leaves what remains after its turn to its next run: the scheduler may be waiting for it, and with
-- it the watchdog and the heartbeat.
-- No SET clause and no definer: a procedure that commits may have neither, so every name is qualified.
-- Raises AM404 when there is no such job.
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
    v_message text;
    v_code text;
    v_until timestamptz := timestamptz 'infinity';
    v_lock_timeout text := pg_catalog.current_setting('lock_timeout');
    v_key bigint := pg_catalog.hashtextextended('asinmart.job.' || p_job_name, 0);
begin
    select j.* into v_job from ops.jobs as j where j.job_name = p_job_name;
    if not found then
        raise exception 'there is no job named %', p_job_name
            using errcode = 'AM404', hint = 'Look at ops.jobs for the names.';
    end if;
    if not pg_catalog.pg_try_advisory_lock(v_key) then
        insert into ops.job_runs (job_name, finished_at, status, triggered_by)
        values (p_job_name, pg_catalog.clock_timestamp(), 'skipped', p_triggered_by);
        return;
    end if;
    perform pg_catalog.set_config('lock_timeout', (extract(epoch from v_job.lock_timeout) * 1000)::integer::text, false);
    insert into ops.job_runs (job_name, triggered_by) values (p_job_name, p_triggered_by) returning id into v_run_id;
    commit;
    if p_triggered_by <> 'manual' then
        v_until := pg_catalog.clock_timestamp() + v_job.turn;
    end if;

    loop
        begin
            execute pg_catalog.format(
                'select s.row_count, s.has_more from %s() as s', v_job.function_name::pg_catalog.regproc
            ) into v_row_count, v_has_more;
            v_rows := v_rows + coalesce(v_row_count, 0);
        -- Others do not include a cancel, by the watchdog or a timeout: named, so that it is written down like any failure.
        exception when others or query_canceled then
            get stacked diagnostics v_message = message_text, v_code = returned_sqlstate;
        end;
        commit;
        exit when v_message is not null or not v_has_more or pg_catalog.clock_timestamp() > v_until;
    end loop;

    update ops.job_runs as r
    set finished_at = pg_catalog.clock_timestamp(),
        status = case when v_message is null then 'succeeded' else 'failed' end,
        row_count = v_rows, error = v_message, error_code = v_code
    where r.id = v_run_id;
    perform pg_catalog.set_config('lock_timeout', v_lock_timeout, false);
    commit;
    perform pg_catalog.pg_advisory_unlock(v_key);

    if p_job_name = 'watchdog' then
        call ops.run_overdue_jobs();
    end if;
end;
$$;
comment on procedure ops.run_job(text, text) is 'Runs a registered job to its end and writes what happened into ops.job_runs.';
grant execute on procedure ops.run_job(text, text) to asinmart_admin;
