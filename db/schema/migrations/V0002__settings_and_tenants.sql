create table ops.settings (
    name text primary key,
    value text not null,
    value_type text not null,
    min_value text,
    max_value text,
    description text not null,
    updated_at timestamptz not null default now(),
    constraint settings_value_type_check check (value_type in ('integer', 'number', 'interval', 'text')),
    constraint settings_bounds_check check ((value_type = 'text') = (min_value is null) and (min_value is null) = (max_value is null))
);
comment on table ops.settings is 'Thresholds and limits that operators may change; one row per setting. A value of the wrong type or out of bounds is refused.';
comment on column ops.settings.name is 'Setting name, snake_case.';
comment on column ops.settings.value is 'Value as text; ops.setting() reads it.';
comment on column ops.settings.value_type is 'Type of the value: integer, number, interval or text.';
comment on column ops.settings.min_value is 'Lowest allowed value; null for text.';
comment on column ops.settings.max_value is 'Highest allowed value; null for text.';
comment on column ops.settings.description is 'Purpose, unit and effect at the limit.';
comment on column ops.settings.updated_at is 'When the value last changed.';

insert into ops.settings (name, value, value_type, min_value, max_value, description) values
    ('reject_share_limit', '0.5', 'number', '0', '1', 'Highest share of rejected rows (0-1) of a run; above it the run stops before core as HALTED.'),
    ('promotion_slice_items', '200000', 'integer', '1', '10000000', 'Items of one run promoted in one transaction; a larger run is promoted slice by slice.'),
    ('alert_price_change_pct', '10', 'number', '0', '1000', 'Threshold in percent of price rules without their own; also for the featured offer''s price.'),
    ('alert_bsr_change_pct', '30', 'number', '0', '100000', 'Threshold in percent of rank rules without their own (rank in the smallest category).'),
    ('alert_rating_drop', '0.2', 'number', '0', '5', 'Threshold in stars (0-5) of rating rules without their own.'),
    ('alert_price_reach_days', '30', 'integer', '1', '90', 'Maximum age in days of the last known price that a price rule compares with when the previous observation has none.'),
    ('alert_suspect_price_factor', '100', 'number', '2', '1000000', 'A price that differs by this factor from the two known days before needs a second observation before it alerts.'),
    ('heartbeat_max_age', '3 minutes', 'interval', '1 second', '1 day', 'Maximum age of the watchdog heartbeat; health is critical when it is older.'),
    ('audit_sample_products', '200', 'integer', '1', '1000000', 'Products that audit-marts compares each night; another sample every day.'),
    ('audit_recent_days', '35', 'integer', '1', '3660', 'Days before today that audit-marts compares, in addition to one older month.'),
    ('history_retention', '7 days', 'interval', '1 hour', '10 years', 'How long cron.job_run_details, ops.job_runs, ops.refresh_log and cache invalidations are kept.'),
    ('quality_retention', '400 days', 'interval', '1 day', '100 years', 'How long ops.quality_checks is kept.'),
    ('quality_days', '3', 'integer', '1', '31', 'Complete days that check-data-quality measures each time, so that late data can change the result of a day.'),
    ('quality_baseline_days', '28', 'integer', '1', '365', 'Days before a day whose median is its baseline.'),
    ('quality_min_days', '7', 'integer', '1', '365', 'Fewest measured days for a baseline; without one only shares of failures are judged.'),
    ('quality_min_rows', '10', 'integer', '0', '1000000', 'Fewest rows for a judgement: smaller shares and counts with a lower baseline are not judged.'),
    ('quality_critical_factor', '3', 'number', '1', '100', 'Factor of the limit from which a deviation is critical instead of a warning.'),
    ('quality_row_count', '0.3', 'number', '0', '1', 'Fall of the products observed in a day against the usual number (0-1) that is a warning.'),
    ('quality_received_count', '0.3', 'number', '0', '1', 'Fall of the rows a source delivered in a day against the usual number (0-1) that is a warning.'),
    ('quality_null_share', '0.2', 'number', '0', '1', 'Rise of the share of rows without a value (0-1) above the usual share that is a warning.'),
    ('quality_coverage', '0.2', 'number', '0', '1', 'Share of products or days (0-1) that may be missing more than usual before it is a warning.'),
    ('quality_blocked_share', '0.2', 'number', '0', '1', 'Rise of the share of blocked pages (0-1) above the usual share that is a warning.'),
    ('quality_parse_error_share', '0.1', 'number', '0', '1', 'Rise of the share of unreadable pages (0-1) above the usual share that is a warning.'),
    ('quality_reject_share', '0.1', 'number', '0', '1', 'Rise of the share of rejected rows (0-1) above the usual share that is a warning.'),
    ('quality_duplicate_share', '0.5', 'number', '0', '1', 'Rise of the share of rows that core already held (0-1) above the usual share that is a warning.');

create table app.tenants (
    tenant_id uuid primary key default gen_random_uuid(),
    name text not null,
    tier text not null default 'free',
    time_zone text not null default 'UTC',
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    constraint tenants_name_check check (name ~ '^\S(.*\S)?$' and length(name) <= 100),
    constraint tenants_tier_check check (tier in ('free', 'pro', 'enterprise')),
    -- An unknown zone raises error 22023 here, not later, when an hour of the day is computed.
    constraint tenants_time_zone_check check (timezone(time_zone, timestamptz '2000-01-01 00:00+00') is not null)
);
create unique index tenants_name_idx on app.tenants (lower(name));
comment on table app.tenants is 'A customer that tracks products: a seller, an agency''s client. One row per tenant.';
comment on column app.tenants.tenant_id is 'Tenant key, on every tenant-owned table.';
comment on column app.tenants.name is 'Display name, unique regardless of case; no spaces at its ends.';
comment on column app.tenants.tier is 'Rate limits: free, pro or enterprise.';
comment on column app.tenants.time_zone is 'IANA zone for hours of the day (active hours, digests).';
comment on column app.tenants.is_active is 'False: the tenant keeps its rows, but its rules are not evaluated and its users and keys have no access.';
comment on column app.tenants.created_at is 'When the tenant was created.';

insert into app.tenants (tenant_id, name)
values ('00000000-0000-0000-0000-000000000001', 'default');

create table app.users (
    id bigint generated always as identity primary key,
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    email text not null,
    display_name text,
    role text not null default 'viewer',
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    -- Foreign keys include the tenant: one to another tenant's row fails like one to a missing row.
    unique (id, tenant_id),
    constraint users_email_check check (email ~ '^[^@[:space:],]+@[^@[:space:],]+$'),
    constraint users_role_check check (role in ('viewer', 'operator', 'admin'))
);
create unique index users_tenant_id_email_idx on app.users (tenant_id, lower(email));
comment on table app.users is 'Users of a tenant: one row per person.';
comment on column app.users.id is 'User key.';
comment on column app.users.tenant_id is 'Tenant of the user.';
comment on column app.users.email is 'E-mail address, unique in the tenant regardless of case.';
comment on column app.users.display_name is 'Name to show; null: the address is shown.';
comment on column app.users.role is 'viewer reads, operator also changes watch lists, groups, rules and alerts, admin also users and keys.';
comment on column app.users.is_active is 'False: the user has no access.';
comment on column app.users.created_at is 'When the user was created.';

create table app.user_settings (
    user_id bigint not null,
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    time_zone text,
    language text not null default 'en',
    theme text not null default 'system',
    default_marketplace text,
    digest_hour smallint,
    updated_at timestamptz not null default now(),
    primary key (user_id, tenant_id),
    foreign key (user_id, tenant_id) references app.users (id, tenant_id) on delete cascade,
    constraint user_settings_time_zone_check check (time_zone is null or timezone(time_zone, timestamptz '2000-01-01 00:00+00') is not null),
    constraint user_settings_language_check check (language ~ '^[a-z]{2,3}(-[A-Z][A-Za-z]+)?$'),
    constraint user_settings_theme_check check (theme in ('system', 'light', 'dark')),
    constraint user_settings_digest_hour_check check (digest_hour between 0 and 23)
);
create index user_settings_tenant_id_idx on app.user_settings (tenant_id);
comment on table app.user_settings is 'Preferences of a user: at most one row per user; no row means the defaults.';
comment on column app.user_settings.user_id is 'User.';
comment on column app.user_settings.tenant_id is 'Tenant of the user.';
comment on column app.user_settings.time_zone is 'IANA zone of the user; null: the tenant''s.';
comment on column app.user_settings.language is 'Language tag such as en or pt-BR.';
comment on column app.user_settings.theme is 'system, light or dark.';
comment on column app.user_settings.default_marketplace is 'Marketplace shown first, see core.marketplaces; null: no preference.';
comment on column app.user_settings.digest_hour is 'Hour of the day, in the user''s time zone, for the daily digest; null: no digest.';
comment on column app.user_settings.updated_at is 'When it was last changed.';

create table app.api_keys (
    id bigint generated always as identity primary key,
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
    name text not null,
    key_type text not null,
    key_prefix text not null,
    key_hash bytea not null unique,
    role text not null,
    scopes text[] not null default '{}',
    tier text,
    created_by_user_id bigint,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    -- A deleted user leaves the keys that it created.
    foreign key (created_by_user_id, tenant_id) references app.users (id, tenant_id) on delete set null (created_by_user_id),
    constraint api_keys_name_check check (name ~ '^\S(.*\S)?$' and length(name) <= 100),
    constraint api_keys_key_type_check check (key_type in ('public', 'secret', 'admin')),
    constraint api_keys_key_prefix_check check (key_prefix ~ ('^' || left(key_type, 1) || 'k_[0-9a-f]{8}$')),
    constraint api_keys_key_hash_check check (length(key_hash) = 32),
    constraint api_keys_role_check check (role in ('viewer', 'operator', 'admin')),
    constraint api_keys_key_type_role_check check (
        case key_type when 'public' then role = 'viewer' when 'secret' then role <> 'admin' else true end
    ),
    constraint api_keys_scopes_check check (array_position(scopes, null) is null),
    constraint api_keys_tier_check check (tier in ('free', 'pro', 'enterprise')),
    constraint api_keys_expires_at_check check (expires_at > created_at)
);
create index api_keys_tenant_id_idx on app.api_keys (tenant_id);
create index api_keys_created_by_user_id_idx on app.api_keys (created_by_user_id, tenant_id);
comment on table app.api_keys is 'Keys of the REST API: one row per key, including revoked ones. The key itself is returned once, by app.create_api_key, and not stored.';
comment on column app.api_keys.id is 'Key of the row.';
comment on column app.api_keys.tenant_id is 'Tenant of the key.';
comment on column app.api_keys.name is 'Purpose of the key, in the tenant''s words.';
comment on column app.api_keys.key_type is 'public (pk_: may be in a web page, reads only), secret (sk_: servers) or admin (ak_: also users and keys).';
comment on column app.api_keys.key_prefix is 'First 11 characters of the key, to distinguish keys; not secret and not unique.';
comment on column app.api_keys.key_hash is 'SHA-256 of the key. The key is random and long, so a slow hash would add nothing.';
comment on column app.api_keys.role is 'Permissions of the key: viewer, operator or admin, as in app.users.';
comment on column app.api_keys.scopes is 'Parts of the API that the key is restricted to; empty: everything that its role allows.';
comment on column app.api_keys.tier is 'Rate limits of the key: free, pro or enterprise; null: the tenant''s.';
comment on column app.api_keys.created_by_user_id is 'User that created it; null: an administrator of the database, or a deleted user.';
comment on column app.api_keys.created_at is 'When it was created.';
comment on column app.api_keys.expires_at is 'End of validity; null: none.';
comment on column app.api_keys.revoked_at is 'When it was revoked; null: it is not revoked.';
comment on column app.api_keys.last_used_at is 'Last use, accurate to 15 minutes; null: never.';

-- Roles belong to the whole server, tenants to this database: in another database the same role may be another tenant's.
create table app.tenant_roles (
    role_name name primary key,
    tenant_id uuid not null references app.tenants on delete cascade,
    created_at timestamptz not null default now()
);
create index tenant_roles_tenant_id_idx on app.tenant_roles (tenant_id);
comment on table app.tenant_roles is 'SQL logins of tenants: one row per role. A session of such a role acts for its tenant, whatever its settings are.';
comment on column app.tenant_roles.role_name is 'Role of the server, created by app.create_tenant_role. It does not contain the tenant''s name, since every login can read the names of roles.';
comment on column app.tenant_roles.tenant_id is 'Tenant of the role.';
comment on column app.tenant_roles.created_at is 'When it was created.';

create table app.tracked_products (
    tenant_id uuid not null default '00000000-0000-0000-0000-000000000001' references app.tenants on delete cascade,
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
-- For the lowest thresholds of alert rules, see core.load_watched_changes.
create index tracked_products_thresholds_idx on app.tracked_products (price_change_threshold_pct, bsr_change_threshold_pct)
where num_nonnulls(price_change_threshold_pct, bsr_change_threshold_pct) > 0;
comment on table app.tracked_products is 'Watch list: one row per tenant and product, with the tenant''s own thresholds.';
comment on column app.tracked_products.tenant_id is 'Tenant that tracks the product.';
comment on column app.tracked_products.asin is 'Product tracked; it may not have been observed yet.';
comment on column app.tracked_products.marketplace is 'Marketplace code, see core.marketplaces.';
comment on column app.tracked_products.price_change_threshold_pct is 'Percent, in place of the threshold of the tenant''s price rules about all tracked products; null: that threshold applies.';
comment on column app.tracked_products.bsr_change_threshold_pct is 'Percent, in place of the threshold of the tenant''s rank rules about all tracked products; null: that threshold applies.';
comment on column app.tracked_products.tracking_frequency is 'Interval at which the product should be fetched.';
comment on column app.tracked_products.notes is 'Free text of the tenant.';
comment on column app.tracked_products.snooze_ends_at is 'No rule alerts about the product until then; null: not snoozed.';
comment on column app.tracked_products.is_active is 'False: no fetches and no alerts.';
comment on column app.tracked_products.created_at is 'When tracking began.';

-- Every call writes a row, so there is no foreign key and only one more index. The time is part of the key, because the
-- table is partitioned by it.
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
comment on table app.api_usage_logs is 'Calls of the REST API: one row per call; partitioned by day.';
comment on column app.api_usage_logs.id is 'Order of arrival; the key together with called_at.';
comment on column app.api_usage_logs.tenant_id is 'Tenant that called.';
comment on column app.api_usage_logs.called_at is 'Time of the call; the partition key.';
comment on column app.api_usage_logs.subject is 'Subject of the token; null for a call with a key.';
comment on column app.api_usage_logs.key_prefix is 'Public prefix of the API key; null for a call with a token.';
comment on column app.api_usage_logs.endpoint is 'Method and route template, such as GET /v1/products/{asin}: never a value.';
comment on column app.api_usage_logs.status is 'HTTP status of the response.';
comment on column app.api_usage_logs.latency_ms is 'Milliseconds from request to response, in the server.';
comment on column app.api_usage_logs.byte_count is 'Bytes of the response body.';
comment on column app.api_usage_logs.is_cache_hit is 'Whether the response came from a cache.';

create table app.idempotency_keys (
    tenant_id uuid not null references app.tenants on delete cascade,
    route text not null,
    key text not null,
    fingerprint bytea not null,
    claim uuid not null,
    claimed_at timestamptz not null,
    settled_at timestamptz,
    status smallint,
    headers text,
    body bytea,
    expires_at timestamptz not null,
    primary key (tenant_id, route, key),
    constraint idempotency_keys_key_check check (length(key) between 1 and 255),
    constraint idempotency_keys_fingerprint_check check (length(fingerprint) = 32),
    constraint idempotency_keys_settled_check check (
        (settled_at is null) = (status is null) and (settled_at is null) = (headers is null) and (settled_at is null) = (body is null)
    )
);
create index idempotency_keys_expires_at_idx on app.idempotency_keys (expires_at);
comment on table app.idempotency_keys is 'Requests of the REST API that change data, by their Idempotency-Key: one row per request, so that a repeated request gets the same response.';
comment on column app.idempotency_keys.tenant_id is 'Tenant of the request.';
comment on column app.idempotency_keys.route is 'Method and route template.';
comment on column app.idempotency_keys.key is 'Idempotency-Key that the client generated.';
comment on column app.idempotency_keys.fingerprint is 'SHA-256 of the whole request: another request with the same key is an error of the client.';
comment on column app.idempotency_keys.claim is 'Identifies the attempt that works on the request; an attempt that lost its claim cannot store a response.';
comment on column app.idempotency_keys.claimed_at is 'When the attempt began. A claim that is not settled in time can be taken over.';
comment on column app.idempotency_keys.settled_at is 'When the response was stored, in the transaction of the change; null: nothing was changed yet.';
comment on column app.idempotency_keys.status is 'HTTP status of the response; null: not settled.';
comment on column app.idempotency_keys.headers is 'Headers of the response, as JSON; null: not settled.';
comment on column app.idempotency_keys.body is 'Body of the response; null: not settled.';
comment on column app.idempotency_keys.expires_at is 'The key may be used for another request from then on; rotate-history deletes the row.';
grant select, insert, update, delete on app.idempotency_keys to asinmart_api;

do $$
declare
    v_table text;
begin
    foreach v_table in array array[
        'app.tenants', 'app.users', 'app.user_settings', 'app.api_keys', 'app.tenant_roles', 'app.tracked_products',
        'app.api_usage_logs', 'app.idempotency_keys'
    ]
    loop
        execute format('alter table %s enable row level security', v_table);
        execute format('alter table %s force row level security', v_table);
    end loop;
end;
$$;
