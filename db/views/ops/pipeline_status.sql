create or replace view ops.pipeline_status as
select
    (select count(*) from core.ingest_runs as r where r.status = 'LANDED') as waiting_runs,
    (select min(r.queued_at) from core.ingest_runs as r where r.status = 'LANDED') as oldest_waiting_at,
    (select count(*) from core.ingest_runs as r where r.status in ('FAILED', 'HALTED')) as stopped_runs,
    (select max(r.finished_at) from core.ingest_runs as r where r.status in ('SUCCESS', 'PARTIAL')) as last_promoted_at,
    (select count(*) from staging_raw.rejected_events as e where e.resolved_at is null) as open_rejects,
    (select max(l.date) from mart.product_latest as l) as newest_day,
    (select count(*) from mart.product_latest) as product_count,
    (select coalesce(max(i.id), 0) from ops.cache_invalidations as i) as data_version,
    (select h.beat_at from ops.heartbeats as h where h.name = 'watchdog') as last_heartbeat_at;
comment on view ops.pipeline_status is 'State of the pipeline: one row.';
comment on column ops.pipeline_status.waiting_runs is 'Runs that landed and wait for promotion.';
comment on column ops.pipeline_status.oldest_waiting_at is 'Since when the oldest of them has waited; null: none waits.';
comment on column ops.pipeline_status.stopped_runs is 'Runs that are FAILED or HALTED.';
comment on column ops.pipeline_status.last_promoted_at is 'When a run last reached core.';
comment on column ops.pipeline_status.open_rejects is 'Rejects in staging_raw.rejected_events that are still open.';
comment on column ops.pipeline_status.newest_day is 'Newest observed day of any product.';
comment on column ops.pipeline_status.product_count is 'Products with at least one valid observation.';
comment on column ops.pipeline_status.data_version is 'Newest data version announced to caches.';
comment on column ops.pipeline_status.last_heartbeat_at is 'Last heartbeat of the watchdog.';
grant select on ops.pipeline_status to asinmart_loader, asinmart_api, asinmart_admin;
