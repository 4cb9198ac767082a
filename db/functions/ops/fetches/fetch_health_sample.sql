-- Job: fetch a few tracked products of each marketplace, others each time, in the regular way, so that a failing source
-- is noticed before the night's fetches.
create or replace function ops.fetch_health_sample(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    v_marketplaces text[];
    v_asins text[];
begin
    select array_agg(s.marketplace), array_agg(s.asin)
    into v_marketplaces, v_asins
    from (
        select
            t.marketplace, t.asin,
            row_number() over (partition by t.marketplace order by md5(t.asin || p_now::text)) as place
        from (
            select distinct t.marketplace, t.asin
            from app.tracked_products as t
            inner join app.tenants as n on n.tenant_id = t.tenant_id and n.is_active
            where t.is_active
        ) as t
    ) as s
    where s.place <= ops.setting('fetch_sample_size')::integer;
    return row(ops.enqueue_fetches('health', v_marketplaces, v_asins, p_now), false)::ops.job_slice;
end;
$$;
comment on function ops.fetch_health_sample(timestamptz) is 'Job: enqueues a fetch of a few tracked products of each marketplace.';
grant execute on function ops.fetch_health_sample(timestamptz) to asinmart_admin;
