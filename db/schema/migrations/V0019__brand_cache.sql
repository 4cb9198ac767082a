-- Answers about a brand are cached: an invalidation names the brands that changed too.
alter table ops.cache_invalidations add column brand_keys text[] not null default '{}';
comment on column ops.cache_invalidations.brand_keys is 'tenant:brand of every brand whose API responses changed.';

-- Brands whose API responses changed otherwise than by a report: renamed or deleted, or with a product more or less.
create table ops.dirty_brands (
    tenant_id uuid not null,
    brand_id uuid not null,
    noted_at timestamptz not null default now()
);
comment on table ops.dirty_brands is 'Brands of a tenant that changed, waiting to be announced to caches.';
comment on column ops.dirty_brands.tenant_id is 'Tenant.';
comment on column ops.dirty_brands.brand_id is 'Brand; it may be deleted.';
comment on column ops.dirty_brands.noted_at is 'When it was noted.';
alter table ops.dirty_brands enable row level security;
alter table ops.dirty_brands force row level security;

-- It returns brand_keys now.
drop function if exists api.invalidations_after(bigint, integer);

-- Lists of a brand's search queries go from period to period.
create index asin_performance_data_tenant_id_idx on sqp.asin_performance_data (tenant_id, period_type, start_date);
