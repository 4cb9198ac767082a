-- The source has started: from now on a worker that dies costs nothing, since the next one resumes this run.
-- Definer: the worker writes no table.
create or replace function ops.note_fetch_run(
    p_id bigint,
    p_source_run_id text
)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
    update ops.fetches as f set source_run_id = p_source_run_id where f.id = p_id and f.status = 'running';
$$;
comment on function ops.note_fetch_run(bigint, text) is 'Records the run at the source that a fetch waits for.';
grant execute on function ops.note_fetch_run(bigint, text) to asinmart_worker;
