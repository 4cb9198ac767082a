"""All SQL of the loader: each entry calls one function or reads one view."""

START_RUN = """
    select r.run_id, r.status, r.is_new
    from ops.start_run(
        p_job_id => %(job_id)s,
        p_source => %(source)s,
        p_source_run_id => %(source_run_id)s,
        p_marketplace => %(marketplace)s,
        p_observed_at => %(observed_at)s,
        p_content_hash => %(content_hash)s,
        p_meta => %(meta)s,
        p_observed_on => %(observed_on)s
    ) as r
"""

COPY_RAW_EVENTS = """
    copy staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    from stdin
"""

COPY_REJECTED_EVENTS = """
    copy staging_raw.rejected_events (
        job_id, item_no, stage, reason_code, detail, raw_text
    )
    from stdin
"""

STORE_TEXTS = """
    select s.stored_count, s.rejected_count
    from staging_raw.store_texts(
        %(job_id)s, %(source)s, %(item_nos)s::integer[], %(items)s::text[],
        %(hashes)s::bytea[]
    ) as s
"""

LAND_RUN = """
    select ops.land_run(%(job_id)s, %(item_count)s, %(byte_count)s, %(cost)s)
"""

PROMOTE_RUN = """
    select
        p.status, p.received_count, p.accepted_count, p.duplicate_count,
        p.rejected_count, p.changed_day_count, p.alert_count, p.has_more
    from ops.promote_run(%(job_id)s) as p
"""

REPLAY = """
    select ops.replay(
        p_from => %(arrived_from)s, p_to => %(arrived_before)s, p_job_id => %(job_id)s
    ) as replay_id
"""

REPLAYABLE_RUNS = """
    select
        r.job_id as job, r.status, r.landed_at as landed, r.item_count as items,
        r.rejected_count as rejected
    from ops.replayable_runs(
        p_from => %(arrived_from)s, p_to => %(arrived_before)s, p_job_id => %(job_id)s
    ) as r
    order by r.place
"""

REPLAY_PROGRESS = """
    select
        p.requested_at, p.run_count, p.waiting_runs, p.stopped_runs, p.item_count,
        p.done_item_count, p.accepted_count, p.withdrawn_count, p.changed_day_count,
        p.alert_count, p.rejected_before, p.rejected_after, p.error
    from ops.replay_progress as p
    where p.replay_id = %(replay_id)s
"""

REPLAYED_RUNS_TO_SEE = """
    select r.job_id as job, r.status, r.rejected_count as rejected, r.error
    from core.ingest_runs as r
    where r.replay_id = %(replay_id)s and r.status in ('PARTIAL', 'HALTED', 'FAILED')
    order by r.id
"""

PROMOTE_NEXT = "select p.has_more from ops.promote_next() as p"

RUN_READINGS = """
    select
        g.subject as "read", g.outcome, g.observation_count as observations,
        g.first_item_no as first_item, g.example
    from ops.run_readings as g
    where g.job_id = %(job_id)s
    order by g.subject desc, g.observation_count desc, g.outcome
"""

PREVIEW_RUN = """
    select
        p.item_no as item, p.asin, p.marketplace as shop, p.shop_from,
        p.date as day, p.time_from, p.status, p.price, p.currency_code as currency,
        p.bsr, p.rating, p.reviews_count as reviews, p.in_stock,
        left(p.title, 30) as title, coalesce(p.reject_detail, p.dropped) as remark
    from ops.preview_run(%(job_id)s) as p
"""

RUN_REJECTS = """
    select
        r.stage, r.reason_code, r.reject_count as rejected, r.first_item_no, r.example
    from ops.run_rejects(%(job_id)s) as r
"""

RUN_STATE = """
    select r.status, r.error
    from core.ingest_runs as r
    where r.job_id = %(job_id)s
"""

RECENT_RUNS = """
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
    limit %(limit)s
"""

PIPELINE_STATUS = """
    select
        s.waiting_runs, s.oldest_waiting_at, s.stopped_runs, s.last_promoted_at,
        s.open_rejects, s.newest_day, s.product_count, s.last_heartbeat_at
    from ops.pipeline_status as s
"""

JOB_HEALTH = """
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
    order by j.job_name
"""

DOCTOR = """
    select d.check_name as "check", d.status, d.detail, d.advice
    from ops.doctor() as d
"""

MARKETPLACE_DOMAIN = """
    select m.domain
    from core.marketplaces as m
    where m.marketplace = %(marketplace)s
"""
