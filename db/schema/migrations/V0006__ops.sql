create table ops.jobs (
    job_name text primary key,
    schedule text not null,
    default_schedule text not null,
    function_name text not null,
    description text not null,
    max_staleness interval not null,
    max_runtime interval not null,
    lock_timeout interval not null default '5 seconds',
    turn interval not null default '1 minute',
    is_active boolean not null default true,
    paused_at timestamptz,
    paused_by name,
    registered_at timestamptz not null default now()
);
comment on table ops.jobs is 'Registry of scheduled jobs; db/jobs has one file per job. Changed by ops.pause_job, ops.resume_job and ops.reschedule_job; migrations keep their changes.';
comment on column ops.jobs.job_name is 'Name in this table and in cron.job.';
comment on column ops.jobs.schedule is 'Cron expression in force, UTC.';
comment on column ops.jobs.default_schedule is 'Cron expression of db/jobs. A schedule that differs from it was set by ops.reschedule_job and is kept.';
comment on column ops.jobs.function_name is 'Function without arguments that does one slice of the work and returns ops.job_slice.';
comment on column ops.jobs.description is 'Purpose of the job.';
comment on column ops.jobs.max_staleness is 'The watchdog runs the job when its last success is older.';
comment on column ops.jobs.max_runtime is 'The watchdog cancels a run that takes longer.';
comment on column ops.jobs.lock_timeout is 'How long a statement of the job waits for a lock.';
comment on column ops.jobs.turn is 'How long a scheduled run starts new slices before it leaves the rest to the next run; a manual run goes on to the end.';
comment on column ops.jobs.is_active is 'False: paused. Only a manual ops.run_job runs it; pg_cron does not schedule it, and the watchdog does not run it.';
comment on column ops.jobs.paused_at is 'When ops.pause_job paused it; null: active, or paused without that function.';
comment on column ops.jobs.paused_by is 'Login that paused it; null: active, or paused without ops.pause_job.';
comment on column ops.jobs.registered_at is 'When the job was first registered; max_staleness is counted from then until its first success.';

create type ops.job_slice as (
    row_count bigint,
    has_more boolean
);
comment on type ops.job_slice is 'Result of one slice of a job: rows written, and whether to call it again.';

create table ops.job_runs (
    id bigint generated always as identity primary key,
    job_name text not null,
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    status text not null default 'running',
    triggered_by text not null default 'schedule',
    row_count bigint not null default 0,
    error text,
    error_code text,
    pid integer not null default pg_backend_pid(),
    constraint job_runs_status_check check (status in ('running', 'succeeded', 'failed', 'skipped')),
    constraint job_runs_triggered_by_check check (triggered_by in ('schedule', 'watchdog', 'manual'))
);
create index job_runs_job_name_started_at_idx on ops.job_runs (job_name, started_at desc);
-- Two sessions cannot run a job at the same time, even if neither sees the row of the other.
create unique index job_runs_running_idx on ops.job_runs (job_name) where status = 'running';
comment on table ops.job_runs is 'Ledger of job runs: one row per run. pg_cron''s own history is deleted and lacks the results.';
comment on column ops.job_runs.id is 'Run key.';
comment on column ops.job_runs.job_name is 'Job.';
comment on column ops.job_runs.started_at is 'Start.';
comment on column ops.job_runs.finished_at is 'End; null while running or after a crash.';
comment on column ops.job_runs.status is 'running, succeeded, failed, or skipped because another session ran the job or held a lock; error has the reason.';
comment on column ops.job_runs.triggered_by is 'schedule (pg_cron), watchdog (overdue) or manual.';
comment on column ops.job_runs.row_count is 'Rows written by the run.';
comment on column ops.job_runs.error is 'Message of the failure, or the reason for skipping it.';
comment on column ops.job_runs.error_code is 'SQLSTATE of the failure or skip.';
comment on column ops.job_runs.pid is 'Process number of its session.';

-- A table lock, not an advisory lock: any login that knows the key can take the latter. This table lock requires the right
-- to change the table, which only the owner has.
create table ops.promotion_lock (
    is_only boolean primary key
);
comment on table ops.promotion_lock is 'Holds no rows. A session that changes core and mart locks this table (ops.lock_promotion), so that one promotion or refresh runs at a time.';
comment on column ops.promotion_lock.is_only is 'Never used; the table has no rows.';

create table ops.heartbeats (
    name text primary key,
    beat_at timestamptz not null
) with (fillfactor = 50);
comment on table ops.heartbeats is 'Heartbeats; one row per sender.';
comment on column ops.heartbeats.name is 'Sender: watchdog.';
comment on column ops.heartbeats.beat_at is 'Last heartbeat.';

create table ops.partition_policies (
    parent text primary key,
    partition_by text not null default 'month',
    premake interval not null default '3 months',
    retain interval,
    drop_after interval not null default '7 days',
    horizon date,
    is_active boolean not null default true,
    constraint partition_policies_partition_by_check check (partition_by in ('month', 'day')),
    constraint partition_policies_premake_check check (premake >= interval '0'),
    constraint partition_policies_retain_check check (retain >= interval '1 day'),
    constraint partition_policies_drop_after_check check (drop_after >= interval '0')
);
comment on table ops.partition_policies is 'Partitioned tables and their retention: one row per table; every partitioned table must have one.';
comment on column ops.partition_policies.parent is 'Qualified name of the partitioned table.';
comment on column ops.partition_policies.partition_by is 'Length of a partition: month or day, in UTC.';
comment on column ops.partition_policies.premake is 'How far ahead partitions are created.';
comment on column ops.partition_policies.retain is 'How long rows are kept: a partition is detached when all of it is older; null: for ever.';
comment on column ops.partition_policies.drop_after is 'How long a detached partition is kept before it is dropped; until then it can be attached again.';
comment on column ops.partition_policies.horizon is 'First day that is kept: retention removed older days, which are neither written nor audited; null: nothing was removed. Set by ops.apply_retention.';
comment on column ops.partition_policies.is_active is 'False: no partition is created ahead, detached or dropped; a run still creates the partition it needs.';
insert into ops.partition_policies (parent) values
    ('staging_raw.raw_events'), ('core.product_snapshots'), ('core.product_metrics_daily'), ('core.alerts'), ('core.alert_suppressions'),
    ('mart.product_metrics_delta_daily'), ('mart.product_metrics_rollup'), ('mart.competitor_comparison_daily');
insert into ops.partition_policies (parent, partition_by, premake, retain, drop_after) values
    ('app.api_usage_logs', 'day', '7 days', '30 days', '1 day');

create table ops.retention_log (
    id bigint generated always as identity primary key,
    parent text not null,
    partition_name text not null,
    relation_oid oid not null,
    bound text not null,
    from_at timestamptz not null,
    to_at timestamptz not null,
    row_estimate bigint,
    total_bytes bigint not null,
    cause text not null default 'retention',
    attempted_at timestamptz not null,
    error text,
    detached_at timestamptz,
    dropped_at timestamptz,
    reattached_at timestamptz,
    constraint retention_log_cause_check check (cause in ('retention', 'operator'))
);
create unique index retention_log_open_idx on ops.retention_log (relation_oid)
    where dropped_at is null and reattached_at is null;
comment on table ops.retention_log is 'Ledger of retention: one row per partition that was removed or is being removed.';
comment on column ops.retention_log.id is 'Row key.';
comment on column ops.retention_log.parent is 'Table it was a partition of.';
comment on column ops.retention_log.partition_name is 'The partition.';
comment on column ops.retention_log.relation_oid is 'Identifier of the partition in the catalog: another table may get its name.';
comment on column ops.retention_log.bound is 'Its bound, in the syntax of ALTER TABLE ... ATTACH PARTITION.';
comment on column ops.retention_log.from_at is 'Lower bound; for days, midnight in UTC.';
comment on column ops.retention_log.to_at is 'Upper bound, exclusive.';
comment on column ops.retention_log.row_estimate is 'Rows by the statistics at the time of the decision; null: never analyzed.';
comment on column ops.retention_log.total_bytes is 'Size with indexes at the time of the decision.';
comment on column ops.retention_log.cause is 'retention; or operator: found half detached, then only finalized and never dropped by retention.';
comment on column ops.retention_log.attempted_at is 'When the last step was attempted; the next attempt comes three minutes later at the earliest.';
comment on column ops.retention_log.error is 'Error of that step; null when it succeeded.';
comment on column ops.retention_log.detached_at is 'When it was found to be detached.';
comment on column ops.retention_log.dropped_at is 'When it was dropped.';
comment on column ops.retention_log.reattached_at is 'When ops.reattach_partition attached it again.';

create table ops.dirty_days (
    asin text not null,
    marketplace text not null,
    date date not null,
    level text not null,
    noted_at timestamptz not null default now(),
    constraint dirty_days_level_check check (level in ('snapshot', 'daily'))
);
comment on table ops.dirty_days is 'Product days that sessions other than the promotion wrote; append-only. The next refresh takes and deletes them.';
comment on column ops.dirty_days.asin is 'Product.';
comment on column ops.dirty_days.marketplace is 'Marketplace code.';
comment on column ops.dirty_days.date is 'Day.';
comment on column ops.dirty_days.level is 'snapshot: the daily row must be recomputed; daily: only the marts.';
comment on column ops.dirty_days.noted_at is 'When it was recorded.';

create table ops.dirty_pairs (
    asin_main text not null,
    asin_comp text not null,
    marketplace text not null,
    noted_at timestamptz not null default now()
);
comment on table ops.dirty_pairs is 'Competitor pairs that were linked or unlinked, for the next refresh.';
comment on column ops.dirty_pairs.asin_main is 'Main product.';
comment on column ops.dirty_pairs.asin_comp is 'Competitor.';
comment on column ops.dirty_pairs.marketplace is 'Marketplace of both.';
comment on column ops.dirty_pairs.noted_at is 'When it was recorded.';

create table ops.dirty_products (
    asin text not null,
    marketplace text not null,
    noted_at timestamptz not null default now()
);
comment on table ops.dirty_products is 'Products changed outside of the promotion, to be announced to caches by the next refresh.';
comment on column ops.dirty_products.asin is 'Product.';
comment on column ops.dirty_products.marketplace is 'Marketplace code.';
comment on column ops.dirty_products.noted_at is 'When it was recorded.';

create table ops.cache_invalidations (
    id bigint generated always as identity primary key,
    created_at timestamptz not null default now(),
    job_id text,
    product_keys text[] not null,
    pair_keys text[] not null
);
create index cache_invalidations_created_at_idx on ops.cache_invalidations (created_at);
comment on table ops.cache_invalidations is 'Keys that caches must drop: one row per refresh. Listeners read this table; NOTIFY only wakes them.';
comment on column ops.cache_invalidations.id is 'Data version: grows with every refresh, in commit order.';
comment on column ops.cache_invalidations.created_at is 'Time of the refresh.';
comment on column ops.cache_invalidations.job_id is 'Ingest run of the change; null for manual changes.';
comment on column ops.cache_invalidations.product_keys is 'asin:marketplace of every product whose API responses changed.';
comment on column ops.cache_invalidations.pair_keys is 'asin_main:asin_comp:marketplace of every comparison that changed.';

create table ops.product_versions (
    asin text not null,
    marketplace text not null,
    data_version bigint not null,
    changed_at timestamptz not null,
    primary key (asin, marketplace)
) with (fillfactor = 70);
comment on table ops.product_versions is 'Data version at which the API responses about a product last changed; the ETag follows from it.';
comment on column ops.product_versions.asin is 'Product.';
comment on column ops.product_versions.marketplace is 'Marketplace code.';
comment on column ops.product_versions.data_version is 'ops.cache_invalidations.id of the last change.';
comment on column ops.product_versions.changed_at is 'Time of that change.';

create table ops.refresh_log (
    id bigint generated always as identity primary key,
    view_name text not null,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    status text not null,
    data_version bigint not null,
    row_count bigint,
    duration_ms numeric not null,
    error text,
    error_code text,
    constraint refresh_log_status_check check (status in ('succeeded', 'failed'))
);
create index refresh_log_view_name_id_idx on ops.refresh_log (view_name, id desc);
comment on table ops.refresh_log is 'One row per refresh of a materialized view, including failed ones.';
comment on column ops.refresh_log.id is 'Refresh key.';
comment on column ops.refresh_log.view_name is 'The view in mart that shows it.';
comment on column ops.refresh_log.started_at is 'Start.';
comment on column ops.refresh_log.finished_at is 'End.';
comment on column ops.refresh_log.status is 'succeeded, or failed: the view then keeps its previous rows.';
comment on column ops.refresh_log.data_version is 'Data version that the refresh includes, see ops.cache_invalidations.id.';
comment on column ops.refresh_log.row_count is 'Rows of the view after the refresh; null when it failed.';
comment on column ops.refresh_log.duration_ms is 'Duration, milliseconds.';
comment on column ops.refresh_log.error is 'Message of the failure; null after success.';
comment on column ops.refresh_log.error_code is 'SQLSTATE of the failure; null after success.';

create table ops.quality_checks (
    id bigint generated always as identity primary key,
    date date not null,
    marketplace text,
    check_name text not null,
    subject text not null,
    value numeric not null,
    baseline numeric,
    threshold numeric not null,
    status text not null,
    detail text not null,
    checked_at timestamptz not null,
    constraint quality_checks_key unique nulls not distinct (check_name, marketplace, subject, date),
    constraint quality_checks_status_check check (status in ('ok', 'warning', 'critical'))
);
create index quality_checks_date_idx on ops.quality_checks (date);
comment on table ops.quality_checks is 'Measurements of the data of each day with their baselines: one row per check, marketplace, subject and day.';
comment on column ops.quality_checks.id is 'Row key.';
comment on column ops.quality_checks.date is 'Measured day: in the time zone of the marketplace, or in UTC without one.';
comment on column ops.quality_checks.marketplace is 'Marketplace code; null: the check is about a source, for all marketplaces.';
comment on column ops.quality_checks.check_name is 'Measurement: row_count, null_share, coverage, blocked_share, parse_error_share, received_count, reject_share or duplicate_share.';
comment on column ops.quality_checks.subject is 'Subject of the measurement: a table, a column, a set of products, or a source.';
comment on column ops.quality_checks.value is 'A number of rows when check_name ends in _count, else a share 0-1.';
comment on column ops.quality_checks.baseline is 'Usual value: the median of the days before, of the same weekday when there are enough; null: too little history.';
comment on column ops.quality_checks.threshold is 'Allowed deviation from the baseline, from ops.settings: a share 0-1.';
comment on column ops.quality_checks.status is 'ok, warning (beyond the threshold), or critical (beyond quality_critical_factor times the threshold).';
comment on column ops.quality_checks.detail is 'The finding, as one sentence.';
comment on column ops.quality_checks.checked_at is 'When the check last changed the row.';

create type ops.quality_measure as (
    date date,
    marketplace text,
    check_name text,
    subject text,
    part numeric,
    whole numeric,
    usual numeric
);
comment on type ops.quality_measure is 'One measurement of a day: part of whole, or a number when whole is null; usual is set when the baseline is not a median of other days.';

create table ops.replays (
    id bigint generated always as identity primary key,
    requested_at timestamptz not null default now(),
    arrived_from_at timestamptz,
    arrived_before_at timestamptz,
    job_id text,
    run_count integer not null,
    accepted_count bigint not null default 0,
    withdrawn_count bigint not null default 0,
    changed_day_count bigint not null default 0,
    alert_count bigint not null default 0
);
comment on table ops.replays is 'One row per requested replay, with its changes so far.';
comment on column ops.replays.id is 'Replay number.';
comment on column ops.replays.requested_at is 'When it was requested.';
comment on column ops.replays.arrived_from_at is 'Only items that arrived at or after this instant; null: no bound.';
comment on column ops.replays.arrived_before_at is 'Only items that arrived before this instant; null: no bound.';
comment on column ops.replays.job_id is 'The run to replay; null: all runs of the range.';
comment on column ops.replays.run_count is 'Runs that it queued again.';
comment on column ops.replays.accepted_count is 'Observations that it added to or changed in core.';
comment on column ops.replays.withdrawn_count is 'Observations and list positions that it removed, since their items no longer give them.';
comment on column ops.replays.changed_day_count is 'Daily rows that it added, changed or removed.';
comment on column ops.replays.alert_count is 'Alerts that it raised.';

create table ops.replayed_runs (
    replay_id bigint not null references ops.replays on delete cascade,
    place integer not null,
    job_id text not null,
    status text not null,
    finished_at timestamptz,
    received_count integer not null,
    accepted_count integer not null,
    duplicate_count integer not null,
    rejected_count integer not null,
    changed_day_count integer not null,
    alert_count integer not null,
    withdrawn_count integer not null default 0,
    primary key (replay_id, place),
    unique (replay_id, job_id)
);
comment on table ops.replayed_runs is 'State of each run before a replay queued it again: one row per replay and run.';
comment on column ops.replayed_runs.replay_id is 'Replay.';
comment on column ops.replayed_runs.place is 'Order in the replay, from 1: the order of first promotion.';
comment on column ops.replayed_runs.job_id is 'Ingest run.';
comment on column ops.replayed_runs.status is 'Status before the replay.';
comment on column ops.replayed_runs.finished_at is 'End of its promotion before the replay.';
comment on column ops.replayed_runs.received_count is 'Observations offered before the replay.';
comment on column ops.replayed_runs.accepted_count is 'Observations that added to or changed core before the replay.';
comment on column ops.replayed_runs.duplicate_count is 'Observations that core already held before the replay.';
comment on column ops.replayed_runs.rejected_count is 'Observations rejected before the replay.';
comment on column ops.replayed_runs.changed_day_count is 'Daily rows changed before the replay.';
comment on column ops.replayed_runs.alert_count is 'Alerts raised before the replay.';
comment on column ops.replayed_runs.withdrawn_count is 'Rows of core that its last promotion in the replay removed.';

create table ops.audit_results (
    id bigint generated always as identity primary key,
    audited_at timestamptz not null,
    table_name text not null,
    from_date date not null,
    to_date date not null,
    product_count integer not null,
    row_count bigint not null,
    missing_count bigint not null,
    unexpected_count bigint not null,
    resolved_at timestamptz
);
create index audit_results_open_idx on ops.audit_results (audited_at)
    where missing_count + unexpected_count > 0 and resolved_at is null;
comment on table ops.audit_results is 'Differences that the nightly audit found between a mart and its definition, for a sample: one row per mart and range of days.';
comment on column ops.audit_results.id is 'Result key.';
comment on column ops.audit_results.audited_at is 'Time of the audit.';
comment on column ops.audit_results.table_name is 'Mart.';
comment on column ops.audit_results.from_date is 'First day compared.';
comment on column ops.audit_results.to_date is 'Last day compared.';
comment on column ops.audit_results.product_count is 'Products in the sample.';
comment on column ops.audit_results.row_count is 'Rows of the mart that were compared.';
comment on column ops.audit_results.missing_count is 'Rows of the definition that the mart lacks.';
comment on column ops.audit_results.unexpected_count is 'Rows of the mart that the definition lacks.';
comment on column ops.audit_results.resolved_at is 'When ops.rebuild_marts repaired these days; null while open.';

create table ops.run_readings (
    job_id text not null references core.ingest_runs (job_id) on delete cascade,
    subject text not null,
    outcome text not null,
    observation_count bigint not null,
    first_item_no integer not null,
    example text,
    primary key (job_id, subject, outcome),
    constraint run_readings_subject_check check (subject in ('time', 'shop', 'dropped'))
);
comment on table ops.run_readings is 'How times, shops and fields of a run were read in its latest promotion: one row per run, subject and outcome.';
comment on column ops.run_readings.job_id is 'Ingest run.';
comment on column ops.run_readings.subject is 'time: source of the time; shop: the shop and its source; dropped: a field with an invalid value.';
comment on column ops.run_readings.outcome is 'item, run or arrival; a marketplace with url, run, field, currency or default; a field with the fault of its value.';
comment on column ops.run_readings.observation_count is 'Number of such observations.';
comment on column ops.run_readings.first_item_no is 'Position of the first such item.';
comment on column ops.run_readings.example is 'The first dropped value, with its ASIN; null for times and shops.';
grant select on ops.run_readings to asinmart_loader;

create table ops.column_names (
    column_name text primary key,
    -- Same expression as in staging_raw.fold_name, which does not exist yet at this point; a test compares the two.
    folded_name text not null generated always as (
        regexp_replace(
            lower(regexp_replace(
                column_name, '[[:space:]_(\[-](in[[:space:]_]+)?(usd|eur|gbp|jpy|inr|cad|aud|brl|mxn|sek|pln|try|aed|sar|sgd|egp)[)\]]?[[:space:]]*$', '', 'i'
            )),
            U&'[][[:space:][:punct:]$\00A0\00A3\00A5\20A0-\20CF\200B-\200F\202A-\202E\2060\FEFF\FFE5]+', '', 'g'
        )
    ) stored,
    standard_name text not null,
    priority smallint not null default 20,
    source text not null default 'plain',
    constraint column_names_folded_name_key unique (folded_name),
    constraint column_names_folded_name_check check (folded_name <> ''),
    constraint column_names_standard_name_check check (standard_name in (
        'asin', 'availability', 'brand', 'bsr', 'bsr_category', 'buybox_price', 'buybox_seller', 'category_path', 'condition',
        'coupon', 'currency', 'date', 'image_url', 'in_stock', 'is_prime', 'list_price', 'locale', 'manufacturer',
        'is_new', 'is_used', 'model', 'offers_count', 'parent_asin', 'price', 'rating', 'reviews_count', 'scraped_at', 'timestamp',
        'title', 'url', 'used_price'
    ))
);
comment on table ops.column_names is 'Column names of sheets and exports with our name for each; one row per name. A new row makes files with that name readable.';
comment on column ops.column_names.column_name is 'Name as people write it; case, spaces, punctuation and a currency at its end do not matter.';
comment on column ops.column_names.folded_name is 'Form of the name that is compared.';
comment on column ops.column_names.standard_name is 'Key of the plain form that the column becomes; locale is the end of the shop''s domain.';
comment on column ops.column_names.priority is 'Of several non-empty columns with one standard name, the one with the lowest priority is used.';
comment on column ops.column_names.source is 'Origin of the name: plain for people, or the name of a tool.';
insert into ops.column_names (column_name, standard_name, priority, source) values
    ('asin', 'asin', 10, 'plain'),
    ('Product ASIN', 'asin', 10, 'plain'),
    ('ASIN Code', 'asin', 10, 'plain'),
    ('Amazon ASIN', 'asin', 10, 'plain'),
    ('asin_id', 'asin', 10, 'plain'),
    ('Child ASIN', 'asin', 10, 'plain'),
    ('ASIN-Nummer', 'asin', 10, 'plain'),
    ('ASIN/ISBN-10', 'asin', 10, 'plain'),
    ('ISBN-10', 'asin', 20, 'plain'),
    ('url', 'url', 10, 'plain'),
    ('Product URL', 'url', 10, 'plain'),
    ('Product Link', 'url', 10, 'plain'),
    ('Link', 'url', 10, 'plain'),
    ('Amazon URL', 'url', 10, 'plain'),
    ('Amazon Link', 'url', 10, 'plain'),
    ('Detail Page URL', 'url', 10, 'plain'),
    ('itemDetailUrl', 'url', 10, 'plain'),
    ('Produkt-URL', 'url', 10, 'plain'),
    ('Lien', 'url', 10, 'plain'),
    ('Product Page', 'url', 10, 'plain'),
    ('Item URL', 'url', 10, 'plain'),
    ('ASIN URL', 'url', 10, 'plain'),
    ('Source URL', 'url', 20, 'plain'),
    ('Enlace', 'url', 10, 'plain'),
    ('URL: Amazon', 'url', 10, 'Keepa'),
    ('Locale', 'locale', 10, 'Keepa'),
    ('title', 'title', 10, 'plain'),
    ('Product Title', 'title', 10, 'plain'),
    ('Product Name', 'title', 10, 'plain'),
    ('Produktname', 'title', 10, 'plain'),
    ('Produkttitel', 'title', 10, 'plain'),
    ('Titel', 'title', 10, 'plain'),
    ('Titre', 'title', 10, 'plain'),
    (U&'T\00EDtulo', 'title', 10, 'plain'),
    ('Titolo', 'title', 10, 'plain'),
    ('Item Name', 'title', 10, 'plain'),
    (U&'\5546\54C1\540D', 'title', 10, 'plain'),
    ('Name', 'title', 20, 'plain'),
    ('Product', 'title', 20, 'plain'),
    ('Product Details', 'title', 20, 'Helium 10'),
    ('sale price', 'price', 10, 'plain'),
    ('Deal Price', 'price', 10, 'plain'),
    ('Offer Price', 'price', 10, 'plain'),
    ('Promo Price', 'price', 10, 'plain'),
    ('Angebotspreis', 'price', 10, 'plain'),
    ('price', 'price', 20, 'plain'),
    ('current price', 'price', 20, 'plain'),
    ('final price', 'price', 20, 'plain'),
    ('Price Now', 'price', 20, 'plain'),
    ('Selling Price', 'price', 20, 'plain'),
    ('Our Price', 'price', 20, 'plain'),
    ('Product Price', 'price', 20, 'plain'),
    ('Price Amount', 'price', 20, 'plain'),
    ('Amazon Price', 'price', 20, 'plain'),
    ('Actual Price', 'price', 20, 'plain'),
    ('Preis', 'price', 20, 'plain'),
    ('Aktueller Preis', 'price', 20, 'plain'),
    ('Verkaufspreis', 'price', 20, 'plain'),
    ('Prix', 'price', 20, 'plain'),
    ('Prix actuel', 'price', 20, 'plain'),
    ('Precio', 'price', 20, 'plain'),
    ('Precio actual', 'price', 20, 'plain'),
    ('Prezzo', 'price', 20, 'plain'),
    ('Prezzo attuale', 'price', 20, 'plain'),
    (U&'Pre\00E7o', 'price', 20, 'plain'),
    (U&'Pre\00E7o atual', 'price', 20, 'plain'),
    ('Prijs', 'price', 20, 'plain'),
    ('Pris', 'price', 20, 'plain'),
    ('Cena', 'price', 20, 'plain'),
    ('Fiyat', 'price', 20, 'plain'),
    (U&'\4FA1\683C', 'price', 20, 'plain'),
    (U&'\8CA9\58F2\4FA1\683C', 'price', 20, 'plain'),
    (U&'\4EF7\683C', 'price', 20, 'plain'),
    (U&'\552E\4EF7', 'price', 20, 'plain'),
    (U&'\0627\0644\0633\0639\0631', 'price', 20, 'plain'),
    ('price.value', 'price', 20, 'flattened JSON'),
    ('price.current_price', 'price', 20, 'flattened JSON'),
    ('price.current', 'price', 20, 'flattened JSON'),
    ('price.raw', 'price', 20, 'flattened JSON'),
    ('price.price', 'price', 20, 'flattened JSON'),
    ('Amazon: Current', 'price', 10, 'Keepa'),
    ('New: Current', 'price', 20, 'Keepa'),
    ('Buy Box: Current', 'buybox_price', 10, 'Keepa'),
    ('Buy Box Price', 'buybox_price', 20, 'plain'),
    ('Buy Box', 'buybox_seller', 20, 'Helium 10'),
    ('Lowest New Price', 'price', 30, 'plain'),
    ('Listing Price', 'price', 30, 'plain'),
    ('New Price', 'price', 30, 'plain'),
    ('list price', 'list_price', 10, 'plain'),
    ('RRP', 'list_price', 10, 'plain'),
    ('MSRP', 'list_price', 10, 'plain'),
    ('UVP', 'list_price', 10, 'plain'),
    ('Was Price', 'list_price', 10, 'plain'),
    ('Strikethrough Price', 'list_price', 10, 'plain'),
    ('Original Price', 'list_price', 10, 'plain'),
    ('Initial Price', 'list_price', 10, 'plain'),
    ('Regular Price', 'list_price', 10, 'plain'),
    ('Retail Price', 'list_price', 10, 'plain'),
    ('before_price', 'list_price', 10, 'plain'),
    ('price.before_price', 'list_price', 10, 'plain'),
    (U&'Prix conseill\00E9', 'list_price', 10, 'plain'),
    ('Precio recomendado', 'list_price', 10, 'plain'),
    (U&'\5B9A\4FA1', 'list_price', 10, 'plain'),
    ('List Price: Current', 'list_price', 10, 'Keepa'),
    ('used price', 'used_price', 10, 'plain'),
    ('Used Price (lowest)', 'used_price', 10, 'plain'),
    ('Gebrauchtpreis', 'used_price', 10, 'plain'),
    ('Used: Current', 'used_price', 10, 'Keepa'),
    ('condition', 'condition', 10, 'plain'),
    ('Item Condition', 'condition', 10, 'plain'),
    ('Offer Condition', 'condition', 10, 'plain'),
    ('Condition Type', 'condition', 10, 'plain'),
    ('Buy Box Condition', 'condition', 20, 'plain'),
    ('is used', 'is_used', 10, 'plain'),
    ('is new', 'is_new', 10, 'plain'),
    ('Zustand', 'condition', 10, 'plain'),
    (U&'\00C9tat', 'condition', 10, 'plain'),
    ('Estado del producto', 'condition', 10, 'plain'),
    ('Condizione', 'condition', 10, 'plain'),
    (U&'\30B3\30F3\30C7\30A3\30B7\30E7\30F3', 'condition', 10, 'plain'),
    ('currency', 'currency', 10, 'plain'),
    ('Currency Code', 'currency', 10, 'plain'),
    ('Price Currency', 'currency', 10, 'plain'),
    ('price.symbol', 'currency', 10, 'plain'),
    (U&'W\00E4hrung', 'currency', 10, 'plain'),
    ('Devise', 'currency', 10, 'plain'),
    ('Moneda', 'currency', 10, 'plain'),
    ('Valuta', 'currency', 10, 'plain'),
    ('bsr', 'bsr', 10, 'plain'),
    ('Best Sellers Rank', 'bsr', 10, 'plain'),
    ('Best Seller Rank', 'bsr', 10, 'plain'),
    ('Amazon Best Sellers Rank', 'bsr', 10, 'plain'),
    ('Sales Rank', 'bsr', 10, 'plain'),
    ('Amazon Bestseller-Rang', 'bsr', 10, 'plain'),
    ('Verkaufsrang', 'bsr', 10, 'plain'),
    ('Current BSR', 'bsr', 10, 'plain'),
    ('Amazon Sales Rank', 'bsr', 10, 'plain'),
    ('Rank', 'bsr', 20, 'Jungle Scout'),
    ('Sales Rank: Current', 'bsr', 10, 'Keepa'),
    ('BSR Category', 'bsr_category', 10, 'plain'),
    ('Sales Rank: Reference', 'bsr_category', 10, 'Keepa'),
    ('rating', 'rating', 10, 'plain'),
    ('Stars', 'rating', 10, 'plain'),
    ('Star Rating', 'rating', 10, 'plain'),
    ('Average Rating', 'rating', 10, 'plain'),
    ('Avg Rating', 'rating', 10, 'plain'),
    ('Review Rating', 'rating', 10, 'plain'),
    ('Bewertung', 'rating', 10, 'plain'),
    ('Note moyenne', 'rating', 10, 'plain'),
    (U&'Valoraci\00F3n', 'rating', 10, 'plain'),
    ('reviews.rating', 'rating', 10, 'plain'),
    ('Ratings', 'rating', 10, 'Helium 10'),
    ('reviews count', 'reviews_count', 10, 'plain'),
    ('Review Count', 'reviews_count', 10, 'plain'),
    ('Reviews', 'reviews_count', 10, 'plain'),
    ('Number of Reviews', 'reviews_count', 10, 'plain'),
    ('Num Reviews', 'reviews_count', 10, 'plain'),
    ('Total Reviews', 'reviews_count', 10, 'plain'),
    ('Ratings Count', 'reviews_count', 10, 'plain'),
    ('Rating Count', 'reviews_count', 10, 'plain'),
    ('Ratings Total', 'reviews_count', 10, 'plain'),
    ('Number of Ratings', 'reviews_count', 10, 'plain'),
    ('Anzahl Bewertungen', 'reviews_count', 10, 'plain'),
    ('Anzahl der Bewertungen', 'reviews_count', 10, 'plain'),
    ('Nombre d''avis', 'reviews_count', 10, 'plain'),
    (U&'N\00FAmero de rese\00F1as', 'reviews_count', 10, 'plain'),
    ('reviews.total_reviews', 'reviews_count', 10, 'plain'),
    ('Reviews Count (total)', 'reviews_count', 20, 'Helium 10'),
    ('Reviews: Review Count', 'reviews_count', 10, 'Keepa'),
    ('Reviews: Rating Count', 'reviews_count', 10, 'Keepa'),
    ('offers count', 'offers_count', 10, 'plain'),
    ('Number of Sellers', 'offers_count', 10, 'plain'),
    ('Active Sellers', 'offers_count', 10, 'plain'),
    ('Sellers', 'offers_count', 10, 'plain'),
    ('Seller Count', 'offers_count', 10, 'plain'),
    ('Offer Count', 'offers_count', 10, 'plain'),
    ('Number of Offers', 'offers_count', 10, 'plain'),
    ('Total Sellers', 'offers_count', 10, 'plain'),
    ('Total Offer Count', 'offers_count', 10, 'Keepa'),
    ('Buy Box Seller', 'buybox_seller', 10, 'plain'),
    ('Buy Box Owner', 'buybox_seller', 10, 'plain'),
    ('Buy Box Winner', 'buybox_seller', 10, 'plain'),
    ('Buy Box: Buy Box Seller', 'buybox_seller', 10, 'Keepa'),
    ('brand', 'brand', 10, 'plain'),
    ('Brand Name', 'brand', 10, 'plain'),
    ('Marke', 'brand', 10, 'plain'),
    ('Marque', 'brand', 10, 'plain'),
    ('Marca', 'brand', 10, 'plain'),
    ('Merk', 'brand', 10, 'plain'),
    (U&'\30D6\30E9\30F3\30C9', 'brand', 10, 'plain'),
    (U&'\54C1\724C', 'brand', 10, 'plain'),
    ('manufacturer', 'manufacturer', 10, 'plain'),
    ('Hersteller', 'manufacturer', 10, 'plain'),
    ('Fabricant', 'manufacturer', 10, 'plain'),
    ('Fabricante', 'manufacturer', 10, 'plain'),
    ('model', 'model', 10, 'plain'),
    ('Model Number', 'model', 10, 'plain'),
    ('Modell', 'model', 10, 'plain'),
    ('Item Model Number', 'model', 10, 'plain'),
    ('category path', 'category_path', 10, 'plain'),
    ('Category', 'category_path', 10, 'plain'),
    ('Category Tree', 'category_path', 10, 'plain'),
    ('Kategorie', 'category_path', 10, 'plain'),
    (U&'Cat\00E9gorie', 'category_path', 10, 'plain'),
    (U&'Categor\00EDa', 'category_path', 10, 'plain'),
    ('Categoria', 'category_path', 10, 'plain'),
    ('Categories: Tree', 'category_path', 5, 'Keepa'),
    ('Categories: Root', 'category_path', 20, 'Keepa'),
    ('image url', 'image_url', 10, 'plain'),
    ('Image', 'image_url', 10, 'plain'),
    ('Main Image', 'image_url', 10, 'plain'),
    ('Thumbnail', 'image_url', 10, 'plain'),
    ('Image Link', 'image_url', 10, 'plain'),
    ('Bild', 'image_url', 10, 'plain'),
    ('parent asin', 'parent_asin', 10, 'plain'),
    ('availability', 'availability', 10, 'plain'),
    ('Stock Status', 'availability', 10, 'plain'),
    ('Availability Status', 'availability', 10, 'plain'),
    (U&'Verf\00FCgbarkeit', 'availability', 10, 'plain'),
    (U&'Disponibilit\00E9', 'availability', 10, 'plain'),
    ('Disponibilidad', 'availability', 10, 'plain'),
    (U&'Disponibilit\00E0', 'availability', 10, 'plain'),
    (U&'\5728\5EAB\72B6\6CC1', 'availability', 10, 'plain'),
    ('in stock', 'in_stock', 10, 'plain'),
    ('is_in_stock', 'in_stock', 10, 'plain'),
    ('Is Available', 'in_stock', 10, 'plain'),
    ('Available', 'in_stock', 10, 'plain'),
    ('Auf Lager', 'in_stock', 10, 'plain'),
    ('Stock', 'in_stock', 20, 'plain'),
    ('Availability Text', 'availability', 10, 'plain'),
    ('In Stock Text', 'availability', 10, 'plain'),
    ('Quantity Available', 'in_stock', 20, 'plain'),
    ('coupon', 'coupon', 10, 'plain'),
    ('is prime', 'is_prime', 10, 'plain'),
    ('Prime', 'is_prime', 10, 'plain'),
    ('scraped at', 'scraped_at', 10, 'plain'),
    ('Scrape Date', 'scraped_at', 10, 'plain'),
    ('Scraped Date', 'scraped_at', 10, 'plain'),
    ('Crawl Time', 'scraped_at', 10, 'plain'),
    ('Collected At', 'scraped_at', 10, 'plain'),
    ('Captured At', 'scraped_at', 10, 'plain'),
    ('Retrieved At', 'scraped_at', 10, 'plain'),
    ('Observed At', 'scraped_at', 10, 'plain'),
    ('Datetime', 'scraped_at', 10, 'plain'),
    ('Checked At', 'scraped_at', 10, 'plain'),
    ('Last Checked', 'scraped_at', 10, 'plain'),
    ('Fetched At', 'scraped_at', 10, 'plain'),
    ('Extraction Date', 'scraped_at', 10, 'plain'),
    ('Erfasst am', 'scraped_at', 10, 'plain'),
    ('date', 'date', 10, 'plain'),
    ('Day', 'date', 10, 'plain'),
    ('Datum', 'date', 10, 'plain'),
    ('Fecha', 'date', 10, 'plain'),
    ('Data', 'date', 10, 'plain'),
    ('Observed Date', 'date', 10, 'plain'),
    ('Snapshot Date', 'date', 10, 'plain'),
    (U&'\65E5\4ED8', 'date', 10, 'plain'),
    (U&'\65E5\671F', 'date', 10, 'plain'),
    ('timestamp', 'timestamp', 10, 'plain'),
    ('Zeitstempel', 'timestamp', 10, 'plain'),
    ('Scraped On', 'scraped_at', 10, 'plain'),
    ('Captured On', 'scraped_at', 10, 'plain'),
    ('Scrape Time', 'scraped_at', 10, 'plain'),
    ('Crawl Date', 'scraped_at', 10, 'plain'),
    ('Crawled At', 'scraped_at', 10, 'plain'),
    ('Extracted At', 'scraped_at', 10, 'plain'),
    ('Time', 'scraped_at', 20, 'plain'),
    ('Last Update', 'scraped_at', 20, 'plain'),
    ('Last Updated', 'scraped_at', 20, 'plain'),
    ('Updated At', 'scraped_at', 30, 'plain'),
    ('Checked On', 'scraped_at', 10, 'plain');

create type ops.promotion_result as (
    job_id text,
    status text,
    received_count integer,
    accepted_count integer,
    duplicate_count integer,
    rejected_count integer,
    changed_day_count integer,
    alert_count integer,
    has_more boolean
);
comment on type ops.promotion_result is 'Result of one call of ops.promote_run.';

grant select on ops.product_versions, ops.cache_invalidations, ops.heartbeats, ops.jobs, ops.job_runs to asinmart_api;
grant select on ops.settings to asinmart_loader, asinmart_api;
grant select, update (value) on ops.settings to asinmart_admin;
grant update (premake, retain, drop_after, is_active) on ops.partition_policies to asinmart_admin;
grant select on ops.column_names to asinmart_loader;
grant insert, update, delete on ops.column_names to asinmart_admin;
