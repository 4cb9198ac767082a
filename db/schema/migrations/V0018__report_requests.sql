-- Search query reports that are asked from Amazon: credentials of sellers, and the ledger of requests.

alter table core.marketplaces add column spapi_region text;
alter table core.marketplaces add constraint marketplaces_spapi_region_check check (spapi_region in ('na', 'eu', 'fe'));
comment on column core.marketplaces.spapi_region is 'Region of the Selling Partner API: na, eu or fe; null: not known, no report is asked.';
comment on constraint marketplaces_spapi_region_check on core.marketplaces is 'The Selling Partner API has the regions na, eu and fe.';
update core.marketplaces
set spapi_region = case
    when marketplace in ('US', 'CA', 'MX', 'BR') then 'na'
    when marketplace in ('UK', 'IE', 'DE', 'FR', 'IT', 'ES', 'NL', 'BE', 'SE', 'PL', 'TR', 'AE', 'SA', 'EG', 'ZA', 'IN') then 'eu'
    when marketplace in ('SG', 'JP', 'AU') then 'fe'
end;
grant update (spapi_region) on core.marketplaces to asinmart_admin;

create table app.spapi_credentials (
    tenant_id uuid not null references app.tenants on delete cascade,
    region text not null,
    client_id text not null,
    is_active boolean not null default true,
    access_state text not null default 'unknown',
    access_error text,
    access_checked_at timestamptz,
    paused_until_at timestamptz,
    stored_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    primary key (tenant_id, region),
    constraint spapi_credentials_region_check check (region in ('na', 'eu', 'fe')),
    constraint spapi_credentials_access_state_check check (access_state in ('unknown', 'granted', 'denied'))
);
comment on table app.spapi_credentials is 'Seller accounts whose reports are asked from Amazon: one row per tenant and region of the Selling Partner API. Their secrets cannot be read.';
comment on column app.spapi_credentials.tenant_id is 'Tenant whose account it is.';
comment on column app.spapi_credentials.region is 'Region of the Selling Partner API: na, eu or fe.';
comment on column app.spapi_credentials.client_id is 'Client id of the application at Login with Amazon.';
comment on column app.spapi_credentials.is_active is 'False: nothing is asked with it.';
comment on column app.spapi_credentials.access_state is 'unknown (not used since it was stored), granted, or denied: then nothing is asked until it is stored again.';
comment on column app.spapi_credentials.access_error is 'How Amazon refused it; null otherwise.';
comment on column app.spapi_credentials.access_checked_at is 'When Amazon last accepted or refused it; null: not used since it was stored.';
comment on column app.spapi_credentials.paused_until_at is 'Amazon asked for slower requests: no new report is asked before; null: it did not.';
comment on column app.spapi_credentials.stored_at is 'When its secrets were last stored.';
comment on column app.spapi_credentials.created_at is 'When it was first stored.';

create table app.spapi_secrets (
    tenant_id uuid not null references app.tenants on delete cascade,
    region text not null,
    client_secret text not null,
    refresh_token text not null,
    primary key (tenant_id, region),
    foreign key (tenant_id, region) references app.spapi_credentials on delete cascade
);
comment on table app.spapi_secrets is 'Secrets of app.spapi_credentials. No role but the owner may read them; a worker gets those of a request that it has claimed.';
comment on column app.spapi_secrets.tenant_id is 'Tenant.';
comment on column app.spapi_secrets.region is 'Region of the Selling Partner API.';
comment on column app.spapi_secrets.client_secret is 'Client secret of the application at Login with Amazon.';
comment on column app.spapi_secrets.refresh_token is 'Refresh token by which the seller let the application in.';
revoke all on app.spapi_secrets from asinmart_admin;

create table sqp.report_requests (
    tenant_id uuid not null references app.tenants on delete cascade,
    id bigint generated always as identity,
    region text not null,
    marketplace text not null references core.marketplaces,
    period_type text not null,
    start_date date not null,
    end_date date not null,
    asins text[] not null,
    state text not null default 'queued',
    failure_count smallint not null default 0,
    attempts integer not null default 0,
    error_count integer not null default 0,
    report_id text,
    document_id text,
    job_id text,
    error text,
    requested_at timestamptz not null,
    started_at timestamptz,
    asked_at timestamptz,
    finished_at timestamptz,
    next_attempt_at timestamptz,
    primary key (tenant_id, id),
    constraint report_requests_region_check check (region in ('na', 'eu', 'fe')),
    constraint report_requests_period_check check (
        case period_type
            when 'WEEK' then extract(dow from start_date) = 0 and end_date = start_date + 6
            when 'MONTH' then start_date = date_trunc('month', start_date)::date
                and end_date = (date_trunc('month', start_date) + interval '1 month - 1 day')::date
            else false
        end
    ),
    constraint report_requests_asins_check check (
        cardinality(asins) > 0 and array_position(asins, null) is null and length(array_to_string(asins, ' ')) <= 200
    ),
    constraint report_requests_state_check check (
        state in ('queued', 'requested', 'loaded', 'no_data_yet', 'failed', 'access_denied')
    )
);
create index report_requests_period_idx on sqp.report_requests (tenant_id, marketplace, period_type, start_date);
create index report_requests_open_idx on sqp.report_requests (tenant_id, region) where state in ('queued', 'requested');
create index report_requests_asked_at_idx on sqp.report_requests (tenant_id, region, asked_at);
create index report_requests_marketplace_idx on sqp.report_requests (marketplace);
create unique index report_requests_report_id_idx on sqp.report_requests (tenant_id, region, report_id);
comment on table sqp.report_requests is 'Search Query Performance reports asked from Amazon: one row per request.';
comment on column sqp.report_requests.tenant_id is 'Tenant.';
comment on column sqp.report_requests.id is 'Request number.';
comment on column sqp.report_requests.region is 'Region of the credential, see app.spapi_credentials.';
comment on column sqp.report_requests.marketplace is 'Marketplace code.';
comment on column sqp.report_requests.period_type is 'WEEK (Sunday to Saturday) or MONTH.';
comment on column sqp.report_requests.start_date is 'First day of the period.';
comment on column sqp.report_requests.end_date is 'Last day of the period.';
comment on column sqp.report_requests.asins is 'Products of the report, 200 characters at most.';
comment on column sqp.report_requests.state is 'queued (waits for the worker), requested (Amazon makes it), loaded (see job_id), no_data_yet (Amazon cancelled it), failed, access_denied.';
comment on column sqp.report_requests.failure_count is 'Earlier requests for these products and this period that brought nothing; sets the time until the next one.';
comment on column sqp.report_requests.attempts is 'Attempts of the worker, each look at a report in progress among them.';
comment on column sqp.report_requests.error_count is 'Errors in a row since the last step that succeeded.';
comment on column sqp.report_requests.report_id is 'Amazon''s number of the report, stored as soon as it is known: a later attempt resumes it instead of asking again. Null: not known.';
comment on column sqp.report_requests.document_id is 'Amazon''s number of the finished document; null: not finished.';
comment on column sqp.report_requests.job_id is 'Ingest run of the document, see core.ingest_runs; null: none.';
comment on column sqp.report_requests.error is 'What went wrong last; null: nothing.';
comment on column sqp.report_requests.requested_at is 'When it was planned.';
comment on column sqp.report_requests.started_at is 'Start of the last attempt; null: none yet.';
comment on column sqp.report_requests.asked_at is 'When it was sent to Amazon, which counts against the limit of a day; null: it was not.';
comment on column sqp.report_requests.finished_at is 'When it ended; null: it has not.';
comment on column sqp.report_requests.next_attempt_at is 'When its products may be asked again that have no report by then; null: it has not ended, or access was denied.';

do $$
declare
    v_table text;
begin
    foreach v_table in array array['app.spapi_credentials', 'app.spapi_secrets', 'sqp.report_requests']
    loop
        execute format('alter table %s enable row level security', v_table);
        execute format('alter table %s force row level security', v_table);
    end loop;
end;
$$;
grant select on app.spapi_credentials, sqp.report_requests to mart_owner;

insert into ops.settings (name, value, value_type, min_value, max_value, description) values
    ('sqp_wanted_weeks', '12', 'integer', '0', '520', 'Weeks before today of which Search Query Performance reports are wanted.'),
    ('sqp_wanted_months', '3', 'integer', '0', '120', 'Months before the present one of which Search Query Performance reports are wanted.'),
    ('sqp_reports_per_day', '20', 'integer', '0', '1000', 'Search Query Performance reports asked in 24 hours for one seller account; Amazon''s own limit is 20, shared by all applications of the seller.'),
    ('sqp_week_lag', '10 days', 'interval', '0 days', '90 days', 'How long after its end Amazon reports a week; it is not asked before.'),
    ('sqp_month_lag', '49 days', 'interval', '0 days', '180 days', 'How long after its end Amazon reports a month; it is not asked before.');

comment on constraint spapi_credentials_region_check on app.spapi_credentials is 'The region is na, eu or fe.';
comment on constraint spapi_credentials_access_state_check on app.spapi_credentials is 'access_state is unknown, granted or denied.';
comment on constraint report_requests_region_check on sqp.report_requests is 'The region is na, eu or fe.';
comment on constraint report_requests_period_check on sqp.report_requests is 'A week runs from Sunday to Saturday, a month from its first to its last day.';
comment on constraint report_requests_asins_check on sqp.report_requests is 'ASINs with spaces between them have 200 characters at most: 18 of them.';
comment on constraint report_requests_state_check on sqp.report_requests is 'state is queued, requested, loaded, no_data_yet, failed or access_denied.';
