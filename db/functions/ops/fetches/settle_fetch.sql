-- Record how a fetch ended: p_status is landed, failed, denied (it failed because the source refuses access), or queued
-- when it will be tried again; the failed run is then removed from the fetch, but its cost is kept. Whether the source
-- lets us in is kept too. Definer: the worker writes no table.
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
    with settled as (
        select f.id from ops.fetches as f
        where f.id = p_id and f.status = 'running' and p_status in ('landed', 'denied')
    )
    insert into ops.sources as s (source, status, error, changed_at, checked_at)
    select
        'apify', case p_status when 'denied' then 'access_denied' else 'ok' end,
        case p_status when 'denied' then left(p_error, 500) end, p_now, p_now
    from settled
    on conflict (source) do update
    set status = excluded.status, error = excluded.error, checked_at = excluded.checked_at,
        changed_at = case when s.status = excluded.status then s.changed_at else excluded.changed_at end;

    update ops.fetches as f
    set status = case p_status when 'denied' then 'failed' else p_status end,
        job_id = p_job_id, item_count = p_item_count, cost = f.cost + p_cost, error = left(p_error, 500),
        source_run_id = case when p_is_run_over and p_status = 'queued' then null else f.source_run_id end,
        finished_at = case when p_status <> 'queued' then p_now end
    where f.id = p_id and f.status = 'running';
$$;
comment on function ops.settle_fetch(bigint, text, text, integer, numeric, text, boolean, timestamptz) is 'Records how a fetch ended.';
grant execute on function ops.settle_fetch(bigint, text, text, integer, numeric, text, boolean, timestamptz) to asinmart_worker;
