-- All SQL of the loader: each query calls one function or reads one view.

-- name: start_run
select r.run_id, r.status, r.is_new
from ops.start_run(
    p_job_id => %(job_id)s,
    p_source => %(source)s,
    p_source_run_id => %(source_run_id)s,
    p_marketplace => %(marketplace)s,
    p_observed_at => %(observed_at)s,
    p_content_hash => %(content_hash)s,
    p_meta => %(meta)s,
    p_observed_on => %(observed_on)s,
    p_tenant => %(tenant)s
) as r;

-- name: copy_raw_events
copy staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
from stdin;

-- name: copy_rejected_events
copy staging_raw.rejected_events (
    job_id, item_no, stage, reason_code, detail, raw_text
)
from stdin;

-- name: store_texts
select s.stored_count, s.rejected_count
from staging_raw.store_texts(
    %(job_id)s, %(source)s, %(item_nos)s::integer[], %(items)s::text[],
    %(hashes)s::bytea[]
) as s;

-- name: land_run
select ops.land_run(%(job_id)s, %(item_count)s, %(byte_count)s, %(cost)s);

-- name: promote_run
select
    p.status, p.received_count, p.accepted_count, p.duplicate_count,
    p.rejected_count, p.changed_day_count, p.alert_count, p.has_more
from ops.promote_run(%(job_id)s) as p;

-- name: replay
select ops.replay(
    p_from => %(arrived_from)s, p_to => %(arrived_before)s, p_job_id => %(job_id)s
) as replay_id;

-- name: replayable_runs
select
    r.job_id as job, r.status, r.landed_at as landed, r.item_count as items,
    r.rejected_count as rejected
from ops.replayable_runs(
    p_from => %(arrived_from)s, p_to => %(arrived_before)s, p_job_id => %(job_id)s
) as r
order by r.place;

-- name: replay_progress
select
    p.requested_at, p.run_count, p.waiting_runs, p.stopped_runs, p.item_count,
    p.done_item_count, p.accepted_count, p.withdrawn_count, p.changed_day_count,
    p.alert_count, p.rejected_before, p.rejected_after, p.error
from ops.replay_progress as p
where p.replay_id = %(replay_id)s;

-- name: replayed_runs_to_see
select r.job_id as job, r.status, r.rejected_count as rejected, r.error
from core.ingest_runs as r
where r.replay_id = %(replay_id)s and r.status in ('PARTIAL', 'HALTED', 'FAILED')
order by r.id;

-- name: promote_next
select p.has_more from ops.promote_next() as p;

-- name: run_readings
select
    g.subject as "read", g.outcome, g.observation_count as observations,
    g.first_item_no as first_item, g.example
from ops.run_readings as g
where g.job_id = %(job_id)s
order by g.subject desc, g.observation_count desc, g.outcome;

-- name: preview_run
select
    p.item_no as item, p.asin, p.marketplace as shop, p.shop_from,
    p.date as day, p.time_from, p.status, p.price, p.currency_code as currency,
    p.bsr, p.rating, p.reviews_count as reviews, p.in_stock,
    left(p.title, 30) as title, coalesce(p.reject_detail, p.dropped) as remark
from ops.preview_run(%(job_id)s) as p;

-- name: run_rejects
select
    r.stage, r.reason_code, r.reject_count as rejected, r.first_item_no, r.example
from ops.run_rejects(%(job_id)s) as r;

-- name: run_state
select r.status, r.error
from core.ingest_runs as r
where r.job_id = %(job_id)s;

-- name: recent_runs
select
    r.job_id as job,
    r.status,
    r.started_at as started,
    r.item_count as items,
    r.received_count as received,
    r.accepted_count as accepted,
    r.duplicate_count as duplicate,
    r.rejected_count as rejected,
    r.alert_count as alerts,
    r.error
from core.ingest_runs as r
order by r.id desc
limit %(limit)s;

-- name: pipeline_status
select
    s.waiting_runs, s.oldest_waiting_at, s.stopped_runs, s.last_promoted_at,
    s.open_rejects, s.newest_day, s.product_count, s.last_heartbeat_at
from ops.pipeline_status as s;

-- name: job_health
select
    j.job_name as job,
    j.schedule,
    j.last_status,
    j.last_success_at as last_success,
    j.last_row_count as rows,
    j.consecutive_failures as failures,
    j.is_overdue as overdue,
    j.last_error
from ops.job_health as j
order by j.job_name;

-- name: doctor
select d.check_name as "check", d.status, d.detail, d.advice
from ops.doctor() as d;

-- name: marketplace_domain
select m.domain
from core.marketplaces as m
where m.marketplace = %(marketplace)s;

-- name: report_document
select ops.report_document(
    p_asin => %(asin)s, p_marketplace => %(marketplace)s, p_tenant => %(tenant)s,
    p_version => %(version)s, p_format => %(format)s
) as document;

-- name: one_snapshot
set transaction isolation level repeatable read;

-- name: plan_archives
select ops.plan_archives() as planned_count;

-- name: archive_work
select w.id, w.partition_name
from ops.archive_work() as w;

-- name: archived_partitions
select
    a.id, a.partition_name as "partition", a.status, a.row_count as rows,
    a.byte_count as bytes, a.path as file, a.verified_at as verified,
    a.dropped_at as dropped, a.error
from ops.archived_partitions as a
order by a.from_at, a.parent, a.id;

-- name: archive_of
select a.id, a.path
from ops.archived_partitions as a
where a.partition_name in (%(partition)s, 'partitions.' || %(partition)s)
    and a.status <> 'planned'
order by a.id desc
limit 1;

-- name: start_archive
select s.outcome, s.detail, s.partition_name, s.path, s.file_sha256, s.manifest
from ops.start_archive(p_id => %(id)s, p_instance_id => %(instance_id)s) as s;

-- name: read_archive
select r.rows_of, r.columns, r.row_count, r.row_bytes
from ops.read_archive(%(id)s) as r;

-- name: note_export
select ops.note_export(
    p_id => %(id)s, p_path => %(path)s, p_byte_count => %(byte_count)s,
    p_file_sha256 => %(file_sha256)s
);

-- name: checksum_rows
select ops.checksum_rows(
    p_id => %(id)s, p_rows => %(archived_rows)s::text[],
    p_checksum => %(checksum)s::numeric[]
) as checksum;

-- name: verify_archive
select ops.verify_archive(
    p_id => %(id)s, p_checksum => %(checksum)s::numeric[],
    p_file_sha256 => %(file_sha256)s, p_manifest => %(manifest)s
) as fault;

-- name: note_archive_error
select ops.note_archive_error(%(id)s, %(error)s);

-- name: start_restore
select ops.start_restore(
    p_id => %(id)s, p_file_sha256 => %(file_sha256)s, p_manifest => %(manifest)s,
    p_as => %(as_name)s
) as restored_table;

-- name: restore_rows
select ops.restore_rows(p_id => %(id)s, p_rows => %(archived_rows)s::text[]);

-- name: finish_restore
select ops.finish_restore(%(id)s) as row_count;
