-- Dismiss the open rejects of a run: they are not replayed, and no longer keep the run's items from retention. Returns
-- their number. Raises AM404 for an unknown run.
create or replace function ops.dismiss_rejects(
    p_job_id text,
    p_now timestamptz default now()
)
returns integer
language plpgsql
volatile
security definer  -- asinmart_admin may dismiss rejects but does not write staging
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
begin
    if not exists (select from core.ingest_runs as r where r.job_id = p_job_id) then
        raise exception 'there is no run %', p_job_id
            using errcode = 'AM404', hint = 'Look up the job id in core.ingest_runs or with asinmart status.';
    end if;
    update staging_raw.rejected_events as e
    set resolved_at = p_now
    where e.job_id = p_job_id and e.resolved_at is null;
    get diagnostics v_count = row_count;
    return v_count;
end;
$$;
comment on function ops.dismiss_rejects(text, timestamptz) is 'Marks the open rejects of a run as dismissed.';
grant execute on function ops.dismiss_rejects(text, timestamptz) to asinmart_admin;
