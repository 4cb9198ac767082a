-- Job: fetch the tracked products that are due, those that have waited longest first.
create or replace function ops.fetch_products(p_now timestamptz default now())
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
    select array_agg(d.marketplace order by d.due_at, d.asin, d.marketplace), array_agg(d.asin order by d.due_at, d.asin, d.marketplace)
    into v_marketplaces, v_asins
    from ops.due_products(p_now) as d;
    return row(ops.enqueue_fetches('products', v_marketplaces, v_asins, p_now), false)::ops.job_slice;
end;
$$;
comment on function ops.fetch_products(timestamptz) is 'Job: enqueues fetches of tracked products that are due.';
grant execute on function ops.fetch_products(timestamptz) to asinmart_admin;
