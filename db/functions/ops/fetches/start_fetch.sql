-- Start a fetch, or resume one whose worker died: source_run_id is then the run to wait for. Outcomes: start; over
-- (landed, failed or refused before, or no such fetch); refused (the limit of the day's cost is reached, or the source
-- refuses access); held (this
-- database belongs to another installation). detail gives the reason. Definer: the worker writes no table.
create or replace function ops.start_fetch(
    p_id bigint,
    p_instance_id text,
    p_now timestamptz default clock_timestamp()
)
returns table (
    outcome text, detail text, marketplace text, domain text, actor text, asins text[], source_run_id text
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_fetch ops.fetches;
    v_reason text := ops.instance_fault(p_instance_id);
begin
    if v_reason is not null then
        return query select 'held', v_reason, null::text, null::text, null::text, null::text[], null::text;
        return;
    end if;
    select f.* into v_fetch from ops.fetches as f where f.id = p_id for update;
    if not found or v_fetch.status not in ('queued', 'running') then
        return query select 'over', coalesce(v_fetch.status, 'gone'), null::text, null::text, null::text, null::text[], null::text;
        return;
    end if;
    if v_fetch.source_run_id is null then
        select case when s.cost >= ops.setting('fetch_daily_cost')::numeric then s.limit_reason end into v_reason
        from ops.fetch_spending(p_now) as s;
        v_reason := coalesce(v_reason, ops.source_refusal('apify', true, p_now));
    end if;
    if v_reason is not null then
        update ops.fetches as f set status = 'refused', error = v_reason, finished_at = p_now where f.id = p_id;
        return query select 'refused', v_reason, null::text, null::text, null::text, null::text[], null::text;
        return;
    end if;
    update ops.fetches as f
    set status = 'running', attempts = f.attempts + 1, started_at = p_now, error = null
    where f.id = p_id;
    return query select 'start', null::text, v_fetch.marketplace, m.domain, v_fetch.actor, v_fetch.asins, v_fetch.source_run_id
    from core.marketplaces as m
    where m.marketplace = v_fetch.marketplace;
end;
$$;
comment on function ops.start_fetch(bigint, text, timestamptz) is 'Starts a fetch or resumes it, or returns why it must not run.';
grant execute on function ops.start_fetch(bigint, text, timestamptz) to asinmart_worker;
