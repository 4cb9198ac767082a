-- Metrics of runs and sources of the last day. A run that is replayed changes its status, so runs are a gauge. Quotas are those of
-- ops.settings; of search reports it is the account that has asked most, because no label names a tenant.
create or replace function ops.source_metrics(p_now timestamptz)
returns setof ops.metric
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'asinmart_runs_finished', 'gauge', 'Runs that ended in the last 24 hours, by status.', jsonb_build_object('status', s.status), count(r.id)
    from unnest(array['SUCCESS', 'PARTIAL', 'FAILED', 'HALTED']) as s (status)
    left join core.ingest_runs as r on r.status = s.status and coalesce(r.finished_at, r.queued_at, r.started_at) > p_now - interval '1 day'
    group by s.status
    union all
    select
        'asinmart_fetches_failed', 'gauge', 'Fetches that failed for good in the last 24 hours, without a later one of the marketplace that landed.',
        '{}', count(*)
    from ops.fetches as f
    where f.status = 'failed' and f.finished_at > p_now - interval '1 day'
        and not exists (
            select from ops.fetches as later
            where later.marketplace = f.marketplace and later.status = 'landed' and later.finished_at > f.finished_at
        )
    union all
    select
        'asinmart_source_access_denied', 'gauge', '1 while a source refuses our credentials.', jsonb_build_object('source', a.source),
        a.is_denied::integer
    from (
        select 'apify' as source, exists (select from ops.sources as s where s.source = 'apify' and s.status = 'access_denied') as is_denied
        union all
        select 'amazon', exists (select from app.spapi_credentials as c where c.is_active and c.access_state = 'denied')
    ) as a
    union all
    select m.metric, 'gauge', m.description, jsonb_build_object('quota', q.quota), m.value
    from (
        select 'fetch_cost' as quota, s.cost as used, ops.setting('fetch_daily_cost')::numeric as allowed from ops.fetch_spending(p_now) as s
        union all
        select 'fetch_products', s.product_count, ops.setting('fetch_daily_products')::numeric from ops.fetch_spending(p_now) as s
        union all
        select 'search_reports', coalesce(max(l.asked_count), 0), ops.setting('sqp_reports_per_day')::numeric from ops.search_reports_left(p_now) as l
        union all
        select 'report_prose', s.cost, s.budget from ops.report_prose_spending(p_now) as s
        union all
        select 'database_size', pg_database_size(current_database()), ops.setting('database_max_gb')::numeric * 1e9
    ) as q
    cross join lateral (
        values
            ('asinmart_quota_used', 'What a limit of ops.settings counts: products, reports, US dollars or bytes.', q.used),
            ('asinmart_quota_limit', 'That limit; 0: nothing is allowed, or for database_size, no limit is set.', q.allowed)
    ) as m (metric, description, value);
$$;
comment on function ops.source_metrics(timestamptz) is 'Part of api.metrics: runs and sources of the last day, quotas.';
