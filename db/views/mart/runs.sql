set role mart_owner;
create or replace view mart.runs as
select
    r.id as run_id,
    r.job_id,
    r.source,
    r.source_run_id,
    r.status,
    r.marketplace,
    r.started_at,
    r.landed_at,
    r.finished_at,
    r.item_count,
    r.received_count,
    r.accepted_count,
    r.duplicate_count,
    r.rejected_count,
    round(r.rejected_count * 100.0 / nullif(r.received_count, 0), 2) as rejected_pct,
    r.changed_day_count,
    r.alert_count,
    r.byte_count,
    r.cost,
    r.duration_ms,
    r.attempts,
    r.error_code,
    r.error
from core.ingest_runs as r
-- A tenant's login that somebody made a member of mart_reader does not see what others load.
where not (select app.reads_as_tenant());
comment on view mart.runs is 'One row per batch from a source: what arrived, what was accepted and rejected, and what it cost.';
comment on column mart.runs.run_id is 'Run key, in the order of opening.';
comment on column mart.runs.job_id is 'Idempotency key of the batch.';
comment on column mart.runs.source is 'Where the batch came from, such as file or apify:<actor>.';
comment on column mart.runs.source_run_id is 'Run identifier of the source; null for files.';
comment on column mart.runs.status is 'LOADING, LANDED (waits for promotion), SUCCESS, PARTIAL (some rejects), HALTED (too many rejects) or FAILED (see error).';
comment on column mart.runs.marketplace is 'Marketplace that the caller named; null: decided by each item.';
comment on column mart.runs.started_at is 'When loading began.';
comment on column mart.runs.landed_at is 'When staging was complete; null: not yet.';
comment on column mart.runs.finished_at is 'When promotion ended, in success or not; null: not yet.';
comment on column mart.runs.item_count is 'Items in the source.';
comment on column mart.runs.received_count is 'Observations offered: one an item, one an element of a list item.';
comment on column mart.runs.accepted_count is 'Observations that added to or changed the facts.';
comment on column mart.runs.duplicate_count is 'Observations that were known already.';
comment on column mart.runs.rejected_count is 'Observations that were rejected, each with a reason.';
comment on column mart.runs.rejected_pct is 'Rejected in percent of received, 2 decimals; null: none received.';
comment on column mart.runs.changed_day_count is 'Daily rows that the run added, changed or removed.';
comment on column mart.runs.alert_count is 'Alerts that the run raised.';
comment on column mart.runs.byte_count is 'Bytes read from the source, decompressed.';
comment on column mart.runs.cost is 'What the source charged, US dollars.';
comment on column mart.runs.duration_ms is 'Milliseconds that promotion took; null: not promoted.';
comment on column mart.runs.attempts is 'Promotion attempts, the successful one included.';
comment on column mart.runs.error_code is 'SQLSTATE of the last failed attempt; null after success.';
comment on column mart.runs.error is 'Message of the last failed attempt; null after success.';
grant select on mart.runs to mart_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
