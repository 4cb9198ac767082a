create table ops.settings (
    name text primary key,
    value text not null,
    description text not null,
    updated_at timestamptz not null default now()
);
comment on table ops.settings is 'Thresholds and limits that operators may change; one row a setting.';
comment on column ops.settings.name is 'Setting name, snake_case.';
comment on column ops.settings.value is 'Value as text; ops.setting() casts it.';
comment on column ops.settings.description is 'What it does, unit and what happens at the limit.';
comment on column ops.settings.updated_at is 'When the value last changed.';

insert into ops.settings (name, value, description) values
    ('reject_share_limit', '0.5', 'A run whose share of rejected rows (0-1) is above this stops before core and waits as HALTED.'),
    ('promotion_slice_items', '200000', 'Items of one run promoted in one transaction; a larger run is promoted slice by slice.'),
    ('alert_price_change_pct', '10', 'Percent beyond which a price rule without a threshold of its own alerts; also of the featured offer''s price.'),
    ('alert_bsr_change_pct', '30', 'Percent beyond which a rank rule without a threshold of its own alerts (rank in the smallest category).'),
    ('alert_rating_drop', '0.2', 'Stars (0-5) from which a rating rule without a threshold of its own alerts.'),
    ('heartbeat_max_age', '3 minutes', 'Health turns red when the watchdog heartbeat is older.'),
    ('audit_sample_products', '200', 'Products that audit-marts compares each night; other ones every day.'),
    ('audit_recent_days', '35', 'Days before today that audit-marts compares, beside one older month.'),
    ('history_retention', '7 days', 'How long cron.job_run_details, ops.job_runs, ops.refresh_log and cache invalidations are kept.'),
    ('quality_retention', '400 days', 'How long ops.quality_checks is kept.'),
    ('quality_days', '3', 'Complete days that check-data-quality judges each time; late data changes the verdict of a day within them.'),
    ('quality_baseline_days', '28', 'Days before a day whose median is what is usual for it.'),
    ('quality_min_days', '7', 'With fewer measured days before it a day has no usual value, and only shares of failures are judged.'),
    ('quality_min_rows', '10', 'Shares of fewer rows, and counts that are usually lower, are not judged.'),
    ('quality_critical_factor', '3', 'So many times the limit is critical, where the limit itself is a warning.'),
    ('quality_row_count', '0.3', 'Fall of the products observed in a day against the usual number (0-1) that is a warning.'),
    ('quality_received_count', '0.3', 'Fall of the rows a source delivered in a day against the usual number (0-1) that is a warning.'),
    ('quality_null_share', '0.2', 'Rise of the share of rows without a value (0-1) above the usual share that is a warning.'),
    ('quality_coverage', '0.2', 'Share of products or days (0-1) that may be missing more than usual before it is a warning.'),
    ('quality_blocked_share', '0.2', 'Rise of the share of blocked pages (0-1) above the usual share that is a warning.'),
    ('quality_parse_error_share', '0.1', 'Rise of the share of unreadable pages (0-1) above the usual share that is a warning.'),
    ('quality_reject_share', '0.1', 'Rise of the share of rejected rows (0-1) above the usual share that is a warning.'),
    ('quality_duplicate_share', '0.5', 'Rise of the share of rows that core already held (0-1) above the usual share that is a warning.');

create table app.tenants (
    tenant_id uuid primary key default gen_random_uuid(),
    name text not null unique,
    is_active boolean not null default true,
    created_at timestamptz not null default now()
);
comment on table app.tenants is 'Whoever tracks products: a seller, an agency client. One row a tenant.';
comment on column app.tenants.tenant_id is 'Tenant key, on every tenant-owned table.';
comment on column app.tenants.name is 'Display name, unique.';
comment on column app.tenants.is_active is 'False: the tenant keeps its rows but nothing is evaluated for it.';
comment on column app.tenants.created_at is 'When the tenant was made.';

insert into app.tenants (tenant_id, name)
values ('00000000-0000-0000-0000-000000000001', 'default');

create table app.tracked_products (
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants,
    asin text not null,
    marketplace text not null default 'US',
    price_change_threshold_pct numeric,
    bsr_change_threshold_pct numeric,
    tracking_frequency interval not null default '24 hours',
    notes text,
    snooze_ends_at timestamptz,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    primary key (asin, marketplace, tenant_id),
    constraint tracked_products_asin_check check (asin ~ '^[A-Z0-9]{10}$'),
    constraint tracked_products_tracking_frequency_check check (tracking_frequency >= interval '1 hour'),
    constraint tracked_products_price_threshold_check check (price_change_threshold_pct > 0),
    constraint tracked_products_bsr_threshold_check check (bsr_change_threshold_pct > 0)
);
create index tracked_products_tenant_id_idx on app.tracked_products (tenant_id);
comment on table app.tracked_products is 'Watch list: one row a tenant and product, with the tenant''s own thresholds.';
comment on column app.tracked_products.tenant_id is 'Who tracks it.';
comment on column app.tracked_products.asin is 'Product tracked; it may not have been observed yet.';
comment on column app.tracked_products.marketplace is 'Marketplace code, see core.marketplaces.';
comment on column app.tracked_products.price_change_threshold_pct is 'Percent, instead of that of the tenant''s price rules for everything tracked; null: theirs counts.';
comment on column app.tracked_products.bsr_change_threshold_pct is 'Percent, instead of that of the tenant''s rank rules for everything tracked; null: theirs counts.';
comment on column app.tracked_products.tracking_frequency is 'How often the product is to be fetched.';
comment on column app.tracked_products.notes is 'Free text of the tenant.';
comment on column app.tracked_products.snooze_ends_at is 'Until then no rule alerts about the product; null: not snoozed.';
comment on column app.tracked_products.is_active is 'False: no fetches and no alerts.';
comment on column app.tracked_products.created_at is 'When tracking began.';

alter table app.tracked_products enable row level security;
alter table app.tracked_products force row level security;

-- No foreign key and no index beyond what is asked: a row is written for every call. One key column is the time, because
-- the table is partitioned by it.
create table app.api_usage_logs (
    id bigint generated always as identity,
    tenant_id uuid not null,
    called_at timestamptz not null default now(),
    subject text,
    key_prefix text,
    endpoint text not null,
    status smallint not null,
    latency_ms real not null,
    byte_count integer not null,
    is_cache_hit boolean not null,
    primary key (called_at, id)
) partition by range (called_at);
create index api_usage_logs_tenant_id_idx on app.api_usage_logs (tenant_id, called_at);
comment on table app.api_usage_logs is 'Calls of the REST API: one row a call; by day.';
comment on column app.api_usage_logs.id is 'Order of arrival; with called_at the key.';
comment on column app.api_usage_logs.tenant_id is 'Tenant that called.';
comment on column app.api_usage_logs.called_at is 'When; the partition key.';
comment on column app.api_usage_logs.subject is 'Who called, as the token names it; null for a call with a key alone.';
comment on column app.api_usage_logs.key_prefix is 'Public prefix of the API key; null for a call with a token.';
comment on column app.api_usage_logs.endpoint is 'Method and route template, such as GET /v1/products/{asin}: never a value.';
comment on column app.api_usage_logs.status is 'HTTP status answered.';
comment on column app.api_usage_logs.latency_ms is 'Milliseconds from request to answer, in the server.';
comment on column app.api_usage_logs.byte_count is 'Bytes of the body answered.';
comment on column app.api_usage_logs.is_cache_hit is 'Whether the answer came from a cache.';

alter table app.api_usage_logs enable row level security;
alter table app.api_usage_logs force row level security;
