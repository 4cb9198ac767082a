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
    ('alert_price_change_pct', '10', 'PRICE_SPIKE: absolute price change against the previous observed day, in percent; more than this fires.'),
    ('alert_bsr_change_pct', '30', 'BSR_DROP: absolute change of the rank in the smallest category, in percent; more than this fires.'),
    ('alert_rating_drop', '0.2', 'RATING_DROP: fall of the star rating (0-5) that fires.'),
    ('heartbeat_max_age', '3 minutes', 'Health turns red when the watchdog heartbeat is older.'),
    ('audit_sample_products', '200', 'Products that audit-marts compares each night; other ones every day.'),
    ('audit_recent_days', '35', 'Days before today that audit-marts compares, beside one older month.'),
    ('history_retention', '7 days', 'How long cron.job_run_details, ops.job_runs and cache invalidations are kept.');

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
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    primary key (asin, marketplace, tenant_id),
    constraint tracked_products_price_threshold_check check (price_change_threshold_pct > 0),
    constraint tracked_products_bsr_threshold_check check (bsr_change_threshold_pct > 0)
);
create index tracked_products_tenant_id_idx on app.tracked_products (tenant_id);
comment on table app.tracked_products is 'Watch list: one row a tenant and product, with the tenant''s own thresholds.';
comment on column app.tracked_products.tenant_id is 'Who tracks it.';
comment on column app.tracked_products.asin is 'Product tracked; it may not have been observed yet.';
comment on column app.tracked_products.marketplace is 'Marketplace code, see core.marketplaces.';
comment on column app.tracked_products.price_change_threshold_pct is 'Percent; null means the default in ops.settings.';
comment on column app.tracked_products.bsr_change_threshold_pct is 'Percent; null means the default in ops.settings.';
comment on column app.tracked_products.tracking_frequency is 'How often the product is to be fetched.';
comment on column app.tracked_products.notes is 'Free text of the tenant.';
comment on column app.tracked_products.is_active is 'False: no fetches and no alerts.';
comment on column app.tracked_products.created_at is 'When tracking began.';

alter table app.tracked_products enable row level security;
alter table app.tracked_products force row level security;
