-- Metrics of the data: freshness, coverage, and arrivals.
create or replace function ops.data_metrics()
returns setof ops.metric
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select m.metric, 'gauge', m.description, jsonb_build_object('relation', f.table_name, 'marketplace', f.marketplace), m.value
    from mart.data_freshness as f
    inner join core.marketplaces as place on place.marketplace = f.marketplace
    cross join lateral (
        values
            (
                'asinmart_data_freshness_timestamp_seconds', 'Newest observation in the table, else the start of its newest day.',
                extract(epoch from coalesce(f.newest_observation_at, f.newest_day::timestamp at time zone place.time_zone))
            ),
            ('asinmart_data_refreshed_timestamp_seconds', 'When a row of the table last changed.', extract(epoch from f.refreshed_at))
    ) as m (metric, description, value)
    where m.value is not null
    union all
    select
        'asinmart_observation_coverage_ratio', 'gauge', 'Share (0-1) of products observed on the newest day: of all, of tracked ones.',
        jsonb_build_object('marketplace', f.marketplace, 'products', s.products), s.value
    from mart.data_freshness as f
    cross join lateral (values ('all', f.observed_share), ('tracked', f.tracked_observed_share)) as s (products, value)
    where f.table_name = 'product_latest' and s.value is not null
    union all
    select m.metric, 'gauge', m.description, '{}', coalesce(m.value, 0)
    from ops.pipeline_status as p
    cross join lateral (
        values
            ('asinmart_data_version', 'Newest data version announced to caches.', p.data_version),
            ('asinmart_products', 'Products with at least one valid observation.', p.product_count),
            ('asinmart_runs_waiting', 'Runs that landed and wait for promotion.', p.waiting_runs),
            (
                'asinmart_oldest_waiting_run_timestamp_seconds', 'Since when the oldest of them waits; 0: none does.',
                extract(epoch from p.oldest_waiting_at)
            ),
            ('asinmart_runs_stopped', 'Runs that are FAILED or HALTED.', p.stopped_runs),
            ('asinmart_rejects_open', 'Rejected rows that are not settled.', p.open_rejects),
            ('asinmart_last_promotion_timestamp_seconds', 'When a run last reached core; 0: never.', extract(epoch from p.last_promoted_at))
    ) as m (metric, description, value)
    union all
    select
        'asinmart_source_rows_total', 'counter', 'Rows of all runs by source and outcome.',
        jsonb_build_object('source', r.source, 'outcome', o.outcome), sum(o.value)
    from core.ingest_runs as r
    cross join lateral (
        values ('accepted', r.accepted_count), ('duplicate', r.duplicate_count), ('rejected', r.rejected_count)
    ) as o (outcome, value)
    group by r.source, o.outcome
    union all
    select
        'asinmart_source_cost_total', 'counter', 'What sources charged.', jsonb_build_object('source', r.source, 'unit', 'usd'), sum(r.cost)
    from core.ingest_runs as r
    group by r.source;
$$;
comment on function ops.data_metrics() is 'Part of api.metrics: freshness, coverage, runs, sources.';
