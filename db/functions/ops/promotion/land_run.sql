-- Mark a run as complete in staging: it waits for promotion once the caller commits.
-- Raises AM409 unless the run is being loaded. Definer: the loader does not write core.
create or replace function ops.land_run(
    p_job_id text,
    p_item_count integer,
    p_byte_count bigint,
    p_cost numeric default 0
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.ingest_runs as r
    set status = 'LANDED', landed_at = clock_timestamp(), queued_at = clock_timestamp(), item_count = p_item_count,
        byte_count = p_byte_count, cost = p_cost
    where r.job_id = p_job_id and r.status = 'LOADING';
    if not found then
        raise exception 'run % is not being loaded', p_job_id
            using errcode = 'AM409', hint = 'Open it with ops.start_run in the same transaction.';
    end if;
end;
$$;
comment on function ops.land_run(text, integer, bigint, numeric) is 'Marks a run as complete in staging, ready for promotion.';
grant execute on function ops.land_run(text, integer, bigint, numeric) to asinmart_loader, asinmart_worker, asinmart_admin;
