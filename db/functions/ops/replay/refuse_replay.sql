-- Raises the reason why there is no run to replay: always AM404 or AM409.
create or replace function ops.refuse_replay(p_job_id text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_status text;
begin
    if p_job_id is null then
        raise exception 'staging holds no run that arrived in this range'
            using errcode = 'AM404', hint = 'Compare core.ingest_runs.started_at; items that retention dropped are gone.';
    end if;
    select r.status into v_status from core.ingest_runs as r where r.job_id = p_job_id;
    if not found then
        raise exception 'there is no run %', p_job_id
            using errcode = 'AM404', hint = 'Look up the job id in core.ingest_runs or with asinmart status. A range of arrival is ops.replay(p_from => ..., p_to => ...).';
    end if;
    if v_status = 'LOADING' then
        raise exception 'run % is still loading', p_job_id using errcode = 'AM409', hint = 'Wait until it has landed.';
    end if;
    raise exception 'staging no longer holds the items of run %', p_job_id
        using errcode = 'AM409', hint = 'Retention removed them: attach their partition with ops.reattach_partition, or load the source again under another job id.';
end;
$$;
comment on function ops.refuse_replay(text) is 'Raises the reason why a replay has no runs.';
