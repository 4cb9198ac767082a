-- Record how a fetch ended: p_status is landed, failed, or queued when it will be tried again; the failed run is then
-- removed from the fetch, but its cost is kept. Definer: the worker writes no table.
create or replace function ops.settle_fetch(
    p_id bigint,
    p_status text,
    p_job_id text default null,
    p_item_count integer default null,
    p_cost numeric default 0,
    p_error text default null,
    p_is_run_over boolean default false,
    p_now timestamptz default clock_timestamp()
)
returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
    update ops.fetches as f
    set status = p_status, job_id = p_job_id, item_count = p_item_count, cost = f.cost + p_cost, error = left(p_error, 500),
        source_run_id = case when p_is_run_over and p_status = 'queued' then null else f.source_run_id end,
        finished_at = case when p_status <> 'queued' then p_now end
    where f.id = p_id and f.status = 'running';
$$;
comment on function ops.settle_fetch(bigint, text, text, integer, numeric, text, boolean, timestamptz) is 'Records how a fetch ended.';
grant execute on function ops.settle_fetch(bigint, text, text, integer, numeric, text, boolean, timestamptz) to asinmart_worker;
