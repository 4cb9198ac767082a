create or replace function api.metrics(p_now timestamptz default now())
returns setof ops.metric
language sql
stable
security definer  -- the caller need not be able to read core and ops
set search_path = pg_catalog, pg_temp
as $$
    select * from ops.check_metrics(p_now)
    union all
    select * from ops.job_metrics(p_now)
    union all
    select * from ops.source_metrics(p_now)
    union all
    select * from ops.server_metrics(p_now)
    union all
    select * from ops.data_metrics()
    union all
    select * from ops.alert_metrics()
    union all
    select * from ops.notification_metrics();
$$;
comment on function api.metrics(timestamptz) is 'Metrics of the database for Prometheus: one row per sample. Labels never name a product or a tenant.';
grant execute on function api.metrics(timestamptz) to asinmart_api;
