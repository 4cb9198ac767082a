-- Job: let the rules look at the main products that are due, and follow up applied actions.
create or replace function core.refresh_recommendations(
    p_now timestamptz default now(),
    p_limit integer default 200
)
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    v_due_count integer;
    v_count integer;
    v_outcome_count integer;
begin
    -- Before anything else: a session that renews one product takes it before it locks actions.
    lock table core.recommendations in share update exclusive mode;
    v_outcome_count := core.measure_action_outcomes(p_now, p_limit);
    select
        count(*)::integer, core.write_recommendations(array_agg(d.tenant_id), array_agg(d.asin), array_agg(d.marketplace), p_now)
    into v_due_count, v_count
    from core.due_recommendations(p_now, p_limit) as d;
    return row(v_count + v_outcome_count, v_due_count = p_limit)::ops.job_slice;
end;
$$;
comment on function core.refresh_recommendations(timestamptz, integer) is 'Job: writes new versions of recommendations for main products that are due, and follows up applied actions.';
grant execute on function core.refresh_recommendations(timestamptz, integer) to asinmart_admin;
