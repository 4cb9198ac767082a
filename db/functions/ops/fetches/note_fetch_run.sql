-- The source has begun: from now on a worker that dies costs nothing, the next one takes up this run.
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
comment on function ops.note_fetch_run(bigint, text) is 'Writes down which run at the source a fetch waits for.';
grant execute on function ops.note_fetch_run(bigint, text) to asinmart_worker;
