create table ops.jobs (
    job_name text primary key,
    schedule text not null,
    function_name text not null,
    description text not null,
    max_staleness interval not null,
    max_runtime interval not null,
    lock_timeout interval not null default '5 seconds',
    is_active boolean not null default true,
    registered_at timestamptz not null default now()
);
comment on table ops.jobs is 'Registry of scheduled jobs; db/jobs has one file a job.';
comment on column ops.jobs.job_name is 'Name here and in cron.job.';
comment on column ops.jobs.schedule is 'Cron expression in UTC.';
comment on column ops.jobs.function_name is 'Function without arguments that does one slice of the work and returns ops.job_slice.';
comment on column ops.jobs.description is 'What it is for.';
comment on column ops.jobs.max_staleness is 'The watchdog runs the job when its last success is older.';
comment on column ops.jobs.max_runtime is 'The watchdog cancels a run that takes longer.';
comment on column ops.jobs.lock_timeout is 'How long a statement of the job waits for a lock.';
comment on column ops.jobs.is_active is 'False: neither scheduled nor caught up.';
comment on column ops.jobs.registered_at is 'When the job was first registered: it cannot be overdue before it had the time to run.';

create type ops.job_slice as (
    row_count bigint,
    has_more boolean
);
comment on type ops.job_slice is 'What one slice of a job did: rows written, and whether to call it again.';

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
comment on table ops.job_runs is 'Ledger of job runs: pg_cron''s own history forgets and cannot say what a run achieved.';
comment on column ops.job_runs.id is 'Run key.';
comment on column ops.job_runs.job_name is 'Job.';
comment on column ops.job_runs.started_at is 'Start.';
comment on column ops.job_runs.finished_at is 'End; null while running or after a crash.';
comment on column ops.job_runs.status is 'running, succeeded, failed, or skipped because the job was busy.';
comment on column ops.job_runs.triggered_by is 'schedule (pg_cron), watchdog (caught up) or manual.';
comment on column ops.job_runs.row_count is 'Rows the run wrote.';
comment on column ops.job_runs.error is 'Message of the failure.';
comment on column ops.job_runs.error_code is 'SQLSTATE of the failure.';
comment on column ops.job_runs.pid is 'Backend that ran it.';

create table ops.heartbeats (
    name text primary key,
    beat_at timestamptz not null
) with (fillfactor = 50);
comment on table ops.heartbeats is 'Signs of life; one row a sender.';
comment on column ops.heartbeats.name is 'Sender: watchdog.';
comment on column ops.heartbeats.beat_at is 'Last sign.';

create table ops.partition_policies (
    parent text primary key,
    months_ahead integer not null default 3,
    retain_months integer,
    constraint partition_policies_months_ahead_check check (months_ahead >= 0),
    constraint partition_policies_retain_months_check check (retain_months > 0)
);
comment on table ops.partition_policies is 'Partitioned tables and how they are kept; monthly, by the parent''s partition key.';
comment on column ops.partition_policies.parent is 'Qualified name of the partitioned table.';
comment on column ops.partition_policies.months_ahead is 'Months to have ready after the current one.';
comment on column ops.partition_policies.retain_months is 'Months to keep; null: for ever.';
insert into ops.partition_policies (parent) values
    ('staging_raw.raw_events'), ('core.product_snapshots'), ('core.product_metrics_daily'), ('core.alerts'),
    ('mart.product_metrics_delta_daily'), ('mart.product_metrics_rollup'), ('mart.competitor_comparison_daily');

create table ops.dirty_days (
    asin text not null,
    marketplace text not null,
    date date not null,
    level text not null,
    noted_at timestamptz not null default now(),
    constraint dirty_days_level_check check (level in ('snapshot', 'daily'))
);
comment on table ops.dirty_days is 'Product days written by others than the promotion, waiting for the next refresh; append-only, emptied by it.';
comment on column ops.dirty_days.asin is 'Product.';
comment on column ops.dirty_days.marketplace is 'Marketplace code.';
comment on column ops.dirty_days.date is 'Day.';
comment on column ops.dirty_days.level is 'snapshot: the daily row must be made anew; daily: only what follows from it.';
comment on column ops.dirty_days.noted_at is 'When it was noted.';

create table ops.dirty_pairs (
    asin_main text not null,
    asin_comp text not null,
    marketplace text not null,
    noted_at timestamptz not null default now()
);
comment on table ops.dirty_pairs is 'Competitor pairs that were linked or unlinked, waiting for the next refresh.';
comment on column ops.dirty_pairs.asin_main is 'Main product.';
comment on column ops.dirty_pairs.asin_comp is 'Competitor.';
comment on column ops.dirty_pairs.marketplace is 'Marketplace of both.';
comment on column ops.dirty_pairs.noted_at is 'When it was noted.';

create table ops.dirty_products (
    asin text not null,
    marketplace text not null,
    noted_at timestamptz not null default now()
);
comment on table ops.dirty_products is 'Products described anew by others than the promotion, waiting to be announced to caches.';
comment on column ops.dirty_products.asin is 'Product.';
comment on column ops.dirty_products.marketplace is 'Marketplace code.';
comment on column ops.dirty_products.noted_at is 'When it was noted.';

create table ops.cache_invalidations (
    id bigint generated always as identity primary key,
    created_at timestamptz not null default now(),
    job_id text,
    product_keys text[] not null,
    pair_keys text[] not null
);
create index cache_invalidations_created_at_idx on ops.cache_invalidations (created_at);
comment on table ops.cache_invalidations is 'One row a refresh: what caches must drop. Listeners catch up from here; NOTIFY only wakes them.';
comment on column ops.cache_invalidations.id is 'Data version: grows with every refresh, in commit order.';
comment on column ops.cache_invalidations.created_at is 'When.';
comment on column ops.cache_invalidations.job_id is 'Ingest run behind it; null for hand edits.';
comment on column ops.cache_invalidations.product_keys is 'asin:marketplace of every product whose answers changed.';
comment on column ops.cache_invalidations.pair_keys is 'asin_main:asin_comp:marketplace of every comparison that changed.';

create table ops.product_versions (
    asin text not null,
    marketplace text not null,
    data_version bigint not null,
    changed_at timestamptz not null,
    primary key (asin, marketplace)
) with (fillfactor = 70);
comment on table ops.product_versions is 'Data version at which the answers about a product last changed; the ETag follows from it.';
comment on column ops.product_versions.asin is 'Product.';
comment on column ops.product_versions.marketplace is 'Marketplace code.';
comment on column ops.product_versions.data_version is 'ops.cache_invalidations.id of the last change.';
comment on column ops.product_versions.changed_at is 'When that was.';

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
comment on table ops.replays is 'One row a replay that was asked for, with what it has changed so far.';
comment on column ops.replays.id is 'Replay number.';
comment on column ops.replays.requested_at is 'When it was asked for.';
comment on column ops.replays.arrived_from_at is 'Items that arrived from this instant on; null: no bound.';
comment on column ops.replays.arrived_before_at is 'Items that arrived before this instant; null: no bound.';
comment on column ops.replays.job_id is 'The one run it was asked for; null: a range.';
comment on column ops.replays.run_count is 'Runs it put back.';
comment on column ops.replays.accepted_count is 'Observations that it added to or changed in core.';
comment on column ops.replays.withdrawn_count is 'Observations and list places that it removed, since their items no longer give them.';
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
comment on table ops.replayed_runs is 'What the ledger said of each run before a replay put it back: one row a replay and run.';
comment on column ops.replayed_runs.replay_id is 'Replay.';
comment on column ops.replayed_runs.place is 'Order in the replay, from 1: that of first promotion.';
comment on column ops.replayed_runs.job_id is 'Ingest run.';
comment on column ops.replayed_runs.status is 'Its status before.';
comment on column ops.replayed_runs.finished_at is 'When its promotion before had ended.';
comment on column ops.replayed_runs.received_count is 'Observations offered, before.';
comment on column ops.replayed_runs.accepted_count is 'Observations that had added to or changed core, before.';
comment on column ops.replayed_runs.duplicate_count is 'Observations that core already held, before.';
comment on column ops.replayed_runs.rejected_count is 'Observations rejected, before.';
comment on column ops.replayed_runs.changed_day_count is 'Daily rows changed, before.';
comment on column ops.replayed_runs.alert_count is 'Alerts raised, before.';
comment on column ops.replayed_runs.withdrawn_count is 'Rows of core that its latest pass through the replay removed.';

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
comment on table ops.audit_results is 'What the nightly audit found: a mart against its definition for a sample; one row a mart and range of days.';
comment on column ops.audit_results.id is 'Result key.';
comment on column ops.audit_results.audited_at is 'When.';
comment on column ops.audit_results.table_name is 'Mart.';
comment on column ops.audit_results.from_date is 'First day compared.';
comment on column ops.audit_results.to_date is 'Last day compared.';
comment on column ops.audit_results.product_count is 'Products in the sample.';
comment on column ops.audit_results.row_count is 'Rows of the mart that were compared.';
comment on column ops.audit_results.missing_count is 'Rows that the definition has and the mart has not.';
comment on column ops.audit_results.unexpected_count is 'Rows that the mart has and the definition has not.';
comment on column ops.audit_results.resolved_at is 'When ops.rebuild_marts had mended these days; null while open.';

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
comment on type ops.promotion_result is 'What one call of ops.promote_run did.';

grant select on ops.product_versions, ops.cache_invalidations, ops.heartbeats, ops.jobs, ops.job_runs to asinmart_api;
grant select on ops.settings to asinmart_loader, asinmart_api;
grant select, update on ops.settings to asinmart_admin;
grant insert, update on ops.job_runs to asinmart_admin;
