create table core.notifications (
    id uuid primary key default gen_random_uuid(),
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    channel_id bigint not null,
    kind text not null,
    alert_id bigint,
    alert_date date,
    told_id bigint,
    from_alert_id bigint,
    to_alert_id bigint,
    alert_count integer not null default 1,
    content jsonb,
    status text not null default 'pending',
    attempts integer not null default 0,
    due_at timestamptz not null,
    claimed_at timestamptz,
    sent_at timestamptz,
    response_status integer,
    error text,
    created_at timestamptz not null,
    unique (channel_id, told_id),
    unique (channel_id, to_alert_id),
    foreign key (channel_id, tenant_id) references app.notification_channels (id, tenant_id) on delete cascade,
    constraint notifications_kind_check check (
        case kind
            when 'alert' then num_nulls(alert_id, alert_date) = 0 and num_nonnulls(from_alert_id, to_alert_id) = 0
            when 'digest' then num_nulls(from_alert_id, to_alert_id, content) = 0 and num_nonnulls(alert_id, alert_date) = 0
            else false
        end
    ),
    constraint notifications_status_check check (status in ('pending', 'sending', 'sent', 'failed', 'dead', 'cancelled'))
);
create index notifications_channel_id_idx on core.notifications (channel_id, tenant_id);
create index notifications_alert_id_idx on core.notifications (alert_id);
create index notifications_tenant_id_idx on core.notifications (tenant_id, created_at);
create index notifications_open_idx on core.notifications (due_at) where status in ('pending', 'sending', 'failed');
create index notifications_created_at_idx on core.notifications (created_at);
comment on table core.notifications is 'Messages, sent or pending: one row per message to one channel. Old ones are deleted after notification_retention.';
comment on column core.notifications.id is 'Message key, the same in every attempt: the webhook-id header, the Message-ID of an e-mail.';
comment on column core.notifications.tenant_id is 'Tenant of the channel.';
comment on column core.notifications.channel_id is 'Channel of the message.';
comment on column core.notifications.kind is 'alert: one alert; digest: all alerts of a day for digests.';
comment on column core.notifications.alert_id is 'Alert of the message, see core.alerts.id; null for a digest.';
comment on column core.notifications.alert_date is 'Day of that alert, by which core.alerts is partitioned; null for a digest.';
comment on column core.notifications.told_id is 'Number of the message about that alert: the alert''s id, or its told_id when it was notified again; null for a digest.';
comment on column core.notifications.from_alert_id is 'A digest contains alerts with an id greater than this; null for an alert.';
comment on column core.notifications.to_alert_id is 'Highest id of the alerts in a digest; null for an alert.';
comment on column core.notifications.alert_count is 'Number of alerts in it.';
comment on column core.notifications.content is 'Title, text and data of a digest when it was created; null for an alert, which is read when it is sent.';
comment on column core.notifications.status is 'pending (waits for due_at), sending (a worker has it), sent, failed (will be tried again), dead (given up, see error), cancelled (the alert or the channel no longer needs it).';
comment on column core.notifications.attempts is 'Attempts so far.';
comment on column core.notifications.due_at is 'Earliest time of sending: when it was queued, the start of the rule''s active hours, or the next attempt.';
comment on column core.notifications.claimed_at is 'Start of the last attempt; null: none yet.';
comment on column core.notifications.sent_at is 'When the receiver accepted it; null: not yet.';
comment on column core.notifications.response_status is 'Status code of the receiver''s last answer (HTTP or SMTP); null: no answer.';
comment on column core.notifications.error is 'Why the last attempt failed, or why it was cancelled; null otherwise.';
comment on column core.notifications.created_at is 'When it was queued.';

alter table core.notifications enable row level security;
alter table core.notifications force row level security;

alter table app.notification_channels add column digested_at timestamptz;
comment on column app.notification_channels.digested_at is 'When its last digest was due, even if it was empty; null: none yet.';

alter table ops.heartbeats add column detail text;
comment on column ops.heartbeats.detail is 'Why the sender runs but does not work; null: it works.';
comment on column ops.heartbeats.name is 'Sender: watchdog or worker.';

create table ops.instance (
    is_only boolean primary key default true,
    instance_id text not null,
    database_oid oid not null,
    system_identifier text,
    timeline text,
    claimed_at timestamptz not null,
    constraint instance_is_only_check check (is_only)
);
comment on table ops.instance is 'Installation that owns this database, at most one row. A copy of the database does not match it and sends nothing.';
comment on column ops.instance.is_only is 'Always true: there is one row.';
comment on column ops.instance.instance_id is 'The ASINMART_INSTANCE_ID of the workers that may send from here.';
comment on column ops.instance.database_oid is 'Identifier of the database when it was claimed; CREATE DATABASE and pg_restore give another one.';
comment on column ops.instance.system_identifier is 'Identifier of the cluster when it was claimed; another server has another one. Null: not readable here.';
comment on column ops.instance.timeline is 'Timeline of the write-ahead log when it was claimed; a physical restore and a failover begin a new one. Null: not readable here.';
comment on column ops.instance.claimed_at is 'When it was claimed.';

create table ops.queue_migrations (
    name text primary key,
    applied_at timestamptz not null default now()
);
comment on table ops.queue_migrations is 'Migrations of the library procrastinate that schema procrastinate contains; a new queue contains all of them.';
comment on column ops.queue_migrations.name is 'File of the library, without .sql.';
comment on column ops.queue_migrations.applied_at is 'When it was applied.';

create table ops.task_failures (
    id bigint generated always as identity primary key,
    task_id bigint not null,
    task_name text not null,
    attempt integer not null,
    error text not null,
    is_final boolean not null,
    failed_at timestamptz not null default clock_timestamp()
);
create index task_failures_task_id_idx on ops.task_failures (task_id, id desc);
create index task_failures_failed_at_idx on ops.task_failures (failed_at);
comment on table ops.task_failures is 'Failed attempts of the worker''s tasks: one row per attempt. ops.task_executions shows the last one of each task.';
comment on column ops.task_failures.id is 'Row key.';
comment on column ops.task_failures.task_id is 'Task, see ops.task_executions.';
comment on column ops.task_failures.task_name is 'Kind of task.';
comment on column ops.task_failures.attempt is 'Number of the attempt, from 1.';
comment on column ops.task_failures.error is 'The error, as one sentence.';
comment on column ops.task_failures.is_final is 'True: given up, a dead letter.';
comment on column ops.task_failures.failed_at is 'When it failed.';

create table ops.fetches (
    id bigint generated always as identity primary key,
    purpose text not null,
    marketplace text not null references core.marketplaces,
    actor text not null,
    asins text[] not null,
    status text not null default 'queued',
    attempts integer not null default 0,
    source_run_id text,
    job_id text,
    item_count integer,
    cost numeric(12, 4) not null default 0,
    error text,
    requested_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    constraint fetches_purpose_check check (purpose in ('products', 'health')),
    constraint fetches_asins_check check (cardinality(asins) between 1 and 1000),
    constraint fetches_status_check check (status in ('queued', 'running', 'landed', 'failed', 'refused'))
);
create index fetches_requested_at_idx on ops.fetches (requested_at);
create index fetches_open_idx on ops.fetches (id) where status in ('queued', 'running');
create index fetches_marketplace_idx on ops.fetches (marketplace);
create index fetches_source_run_id_idx on ops.fetches (source_run_id);
comment on table ops.fetches is 'Ledger of fetches: one row per slice of products requested from a source.';
comment on column ops.fetches.id is 'Fetch number.';
comment on column ops.fetches.purpose is 'products (due products) or health (a small sample of the tracked ones).';
comment on column ops.fetches.marketplace is 'Marketplace of all its products.';
comment on column ops.fetches.actor is 'Apify actor that fetches them, owner/name.';
comment on column ops.fetches.asins is 'The products.';
comment on column ops.fetches.status is 'queued, running, landed (its run waits for promotion or is promoted), failed (see error), refused (a limit was reached before it began).';
comment on column ops.fetches.attempts is 'Attempts so far.';
comment on column ops.fetches.source_run_id is 'The run at the source, stored as soon as it has begun: a later attempt resumes it instead of paying for another. Null: no run began.';
comment on column ops.fetches.job_id is 'Ingest run of the fetch, see core.ingest_runs; null: none.';
comment on column ops.fetches.item_count is 'Items received; null: none yet.';
comment on column ops.fetches.cost is 'What the source charged, US dollars, including failed runs.';
comment on column ops.fetches.error is 'Why it failed or was refused; null otherwise.';
comment on column ops.fetches.requested_at is 'When it was requested.';
comment on column ops.fetches.started_at is 'Start of the last attempt; null: none yet.';
comment on column ops.fetches.finished_at is 'When it landed or was given up.';

insert into ops.settings (name, value, value_type, min_value, max_value, description) values
    ('alert_digest_hour', '7', 'integer', '0', '23', 'Hour of the day (0-23) in the tenant''s time zone at which send-alert-digests sends its digests.'),
    ('notification_retention', '90 days', 'interval', '1 day', '10 years', 'How long sent, dead and cancelled rows of core.notifications are kept.'),
    ('task_retention', '7 days', 'interval', '1 hour', '10 years', 'How long finished tasks of the worker, their failures and finished fetches are kept; dead letters four times as long.'),
    ('worker_max_age', '2 minutes', 'interval', '10 seconds', '1 day', 'The doctor warns when the last heartbeat of the worker is older and tasks are due.'),
    ('fetch_actor', 'junglee/amazon-crawler', 'text', null, null, 'Apify actor that fetch-products and fetch-health-sample use.'),
    ('fetch_slice_size', '100', 'integer', '1', '1000', 'Maximum of products of one fetch; the slices of a marketplace are about equal.'),
    ('fetch_sample_size', '10', 'integer', '0', '1000', 'Products of each marketplace that fetch-health-sample requests.'),
    ('fetch_daily_products', '10000', 'integer', '0', '10000000', 'Maximum of products requested in a day (UTC); above it no fetch is enqueued or started.'),
    ('fetch_daily_cost', '25', 'number', '0', '100000', 'Maximum cost of the runs of a day (UTC), US dollars; above it no fetch is enqueued or started.');

grant select on core.marketplaces to asinmart_worker;
grant insert on staging_raw.raw_events, staging_raw.rejected_events to asinmart_worker;
