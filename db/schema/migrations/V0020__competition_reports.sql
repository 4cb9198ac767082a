alter table core.competitive_groups
    add column analysis_frequency interval not null default interval '1 day',
    add constraint competitive_groups_analysis_frequency_check check (analysis_frequency >= interval '1 hour');
comment on column core.competitive_groups.analysis_frequency is 'How often a new version of the competition report of its main product is due.';
comment on constraint competitive_groups_analysis_frequency_check on core.competitive_groups is 'analysis_frequency is an hour or more, such as PT6H, P1D or P7D.';

alter table core.competitive_group_members
    add column stopped_on date,
    add column removed_at timestamptz,
    add constraint competitive_group_members_stopped_check check (not is_active or (stopped_on is null and removed_at is null));
comment on column core.competitive_group_members.stopped_on is 'Last day of its comparisons, marketplace time: when it was paused or removed; null: it is active, or never was.';
comment on column core.competitive_group_members.removed_at is 'When it was removed from the group; its comparisons up to stopped_on stay. Null: it is a member.';
comment on constraint competitive_group_members_stopped_check on core.competitive_group_members is 'An active member was neither paused nor removed.';

create table app.tenant_score_weights (
    tenant_id uuid not null references app.tenants on delete cascade,
    metric text not null references mart.score_weights,
    weight numeric not null,
    primary key (tenant_id, metric),
    constraint tenant_score_weights_weight_check check (weight >= 0)
);
create index tenant_score_weights_metric_idx on app.tenant_score_weights (metric);
comment on table app.tenant_score_weights is 'Weights of the composite score that a tenant has set for itself: one row per tenant and metric. The others are those of mart.score_weights.';
comment on column app.tenant_score_weights.tenant_id is 'Tenant.';
comment on column app.tenant_score_weights.metric is 'price, bsr, rating or reviews.';
comment on column app.tenant_score_weights.weight is 'Relative weight; they need not add up to 1.';
comment on constraint tenant_score_weights_weight_check on app.tenant_score_weights is 'weight is 0 or more.';
comment on constraint tenant_score_weights_metric_fkey on app.tenant_score_weights is 'metric is price, bsr, rating or reviews.';
alter table app.tenant_score_weights enable row level security;
alter table app.tenant_score_weights force row level security;

create table core.competition_reports (
    asin_main text not null,
    marketplace text not null references core.marketplaces,
    tenant_id uuid not null references app.tenants on delete cascade,
    version integer not null,
    depth text not null,
    model text not null default 'rules-v1',
    based_on_version integer,
    status text not null,
    as_of date not null,
    data_version bigint not null,
    summary jsonb not null,
    evidence jsonb not null,
    charts jsonb not null default '{}',
    execution_time_seconds numeric not null,
    generated_at timestamptz not null,
    primary key (asin_main, marketplace, tenant_id, version),
    constraint competition_reports_version_check check (version > 0),
    constraint competition_reports_depth_check check (depth in ('basic', 'standard', 'comprehensive')),
    constraint competition_reports_status_check check (status in ('complete', 'thin_data')),
    constraint competition_reports_based_on_check check ((model = 'rules-v1') = (based_on_version is null))
);
create index competition_reports_tenant_id_idx on core.competition_reports (tenant_id, generated_at);
create index competition_reports_marketplace_idx on core.competition_reports (marketplace);
comment on table core.competition_reports is 'Competition reports: one row per tenant, main product and version. Rows are never changed, see core.tg_competition_reports__refuse_change.';
comment on column core.competition_reports.asin_main is 'Main product.';
comment on column core.competition_reports.marketplace is 'Marketplace code.';
comment on column core.competition_reports.tenant_id is 'Tenant whose competitors it compares.';
comment on column core.competition_reports.version is 'Version of the report, from 1 for each tenant and main product.';
comment on column core.competition_reports.depth is 'basic (position, price, rank, rating), standard (also trends, stock, features and reviews) or comprehensive (also every competitor in every dimension).';
comment on column core.competition_reports.model is 'rules-v1: sentences by SQL rules; else the language model that wrote the sentences over the same evidence.';
comment on column core.competition_reports.based_on_version is 'Version by rules whose evidence it has; null: it is by rules.';
comment on column core.competition_reports.status is 'complete; thin_data: a product was observed on less than half of the 30 days, or no competitor has data of the day.';
comment on column core.competition_reports.as_of is 'Newest observed day of the main product: the day that the report is about.';
comment on column core.competition_reports.data_version is 'Data version of the installation when it was made.';
comment on column core.competition_reports.summary is 'Sections and their sentences: {section: [{"template", "text", "claims", "tone"}]}. A template has a slot {claim id} for each figure.';
comment on column core.competition_reports.evidence is 'Claims: [{"id", "metric", "definition", "relation", "key", "column", "value", "unit", "text", "asin", "asin_comp"}]; each value is one cell of a relation of mart.';
comment on column core.competition_reports.charts is 'Series of the last 90 days for its pictures: {"dates", "products": [{"asin", "title", "is_main", "price", "bsr"}]}.';
comment on column core.competition_reports.execution_time_seconds is 'Seconds that making it took.';
comment on column core.competition_reports.generated_at is 'When it was made.';
alter table core.competition_reports enable row level security;
alter table core.competition_reports force row level security;

create table core.report_requests (
    id bigint generated always as identity,
    tenant_id uuid not null references app.tenants on delete cascade,
    asin_main text not null,
    marketplace text not null references core.marketplaces,
    depth text not null,
    status text not null default 'queued',
    requested_at timestamptz not null,
    finished_at timestamptz,
    version integer,
    error text,
    primary key (id, tenant_id),
    constraint report_requests_depth_check check (depth in ('basic', 'standard', 'comprehensive')),
    constraint report_requests_status_check check (status in ('queued', 'succeeded', 'failed'))
);
create unique index report_requests_queued_idx on core.report_requests (asin_main, marketplace, tenant_id, depth) where status = 'queued';
create index report_requests_tenant_id_idx on core.report_requests (tenant_id, requested_at);
create index report_requests_marketplace_idx on core.report_requests (marketplace);
comment on table core.report_requests is 'Requests for a new report version; the job generate-reports answers them. One row per request.';
comment on column core.report_requests.id is 'Request key, the job id of the REST API.';
comment on column core.report_requests.tenant_id is 'Tenant that asked.';
comment on column core.report_requests.asin_main is 'Main product.';
comment on column core.report_requests.marketplace is 'Marketplace code.';
comment on column core.report_requests.depth is 'basic, standard or comprehensive.';
comment on column core.report_requests.status is 'queued, succeeded or failed.';
comment on column core.report_requests.requested_at is 'When it was asked for.';
comment on column core.report_requests.finished_at is 'When it was answered; null: not yet.';
comment on column core.report_requests.version is 'Version that answers it; null: none yet.';
comment on column core.report_requests.error is 'Why it failed; null: it did not.';
comment on constraint report_requests_depth_check on core.report_requests is 'depth is basic, standard or comprehensive.';
alter table core.report_requests enable row level security;
alter table core.report_requests force row level security;

-- For ranks that variations inherit.
create index products_parent_asin_idx on core.products (parent_asin, marketplace) where parent_asin is not null;

-- Scores belong to tenants now: their competitors and their weights.
drop view if exists mart.competitor_scores_daily;
drop view if exists core.competitor_scores_daily;

grant select on app.tenant_score_weights, core.competition_reports, core.report_requests to asinmart_api, mart_owner;
grant insert, update, delete on app.tenant_score_weights to asinmart_api;
grant insert on core.report_requests to asinmart_api;

create table ops.report_checks (
    asin_main text not null,
    marketplace text not null,
    tenant_id uuid not null references app.tenants on delete cascade,
    checked_at timestamptz not null,
    error text,
    primary key (asin_main, marketplace, tenant_id)
);
create index report_checks_tenant_id_idx on ops.report_checks (tenant_id);
comment on table ops.report_checks is 'When the job generate-reports last made or compared the report of a main product: one row per tenant and main product.';
comment on column ops.report_checks.asin_main is 'Main product.';
comment on column ops.report_checks.marketplace is 'Marketplace code.';
comment on column ops.report_checks.tenant_id is 'Tenant.';
comment on column ops.report_checks.checked_at is 'When it was last made, or found to be the same as the latest version.';
comment on column ops.report_checks.error is 'Why the last attempt failed; null: it did not.';
alter table ops.report_checks enable row level security;
alter table ops.report_checks force row level security;

insert into ops.settings (name, value, value_type, min_value, max_value, description) values
    ('report_requests_per_day', '500', 'integer', '1', '1000000', 'Competition reports that a tenant may request in 24 hours, beside the scheduled ones.'),
    ('report_batch', '100', 'integer', '1', '10000', 'Competition reports made in one transaction.');
