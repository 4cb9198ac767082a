-- Roles and schemas. Roles belong to the whole cluster, so they are made only where they are missing.
-- They cannot log in: whoever runs the system gives a login (or a member) to the ones it needs.
do $$
declare
    v_role text;
begin
    foreach v_role in array array[
        'asinmart_loader', 'asinmart_api', 'asinmart_worker',
        'mart_reader', 'tenant_reader', 'asinmart_admin'
    ]
    loop
        begin
            execute format('create role %I nologin', v_role);
        exception when duplicate_object or unique_violation then
            -- It is there, or a migration of another database of this cluster is making it right now.
            null;
        end;
    end loop;
end;
$$;

-- What a login of the role itself starts with; a member with a login of its own brings its own (docs/operations.md).
alter role mart_reader set default_transaction_read_only = on;
alter role mart_reader set statement_timeout = '60s';
alter role mart_reader set idle_in_transaction_session_timeout = '60s';
alter role mart_reader set search_path = mart;
alter role mart_reader connection limit 40;

comment on role asinmart_loader is 'Writes staging_raw and opens ingest runs; knows nothing about products.';
comment on role asinmart_api is 'Calls api functions, and reads and writes what they do; of tenants'' rows those of the tenant it acts for.';
comment on role asinmart_worker is 'Runs side effects: fetches, notifications, reports.';
comment on role mart_reader is 'BI tools and analysts: reads mart and nothing else.';
comment on role tenant_reader is 'BI of tenants: reads what mart holds of the products and pairs of one tenant. Made members by app.create_tenant_role.';
comment on role asinmart_admin is 'DBAs: reads everything, runs and repairs jobs.';

create schema staging_raw;
create schema core;
create schema mart;
create schema app;
create schema ops;
create schema api;
create schema definitions;
create schema partitions;

comment on schema staging_raw is 'What sources delivered, as received: immutable JSON, rejects, and the adapters that read it.';
comment on schema core is 'Typed facts: products, observations, daily metrics, competitors, alerts, ingest runs.';
comment on schema mart is 'Published tables and views for analysts, BI tools and the API. One grain a table.';
comment on schema app is 'Tenants, their users and watch lists, and who may come in for them.';
comment on schema ops is 'Operation: jobs, ledgers, partitions, settings, promotion, health.';
comment on schema api is 'Functions that return the JSON of each REST endpoint.';
comment on schema definitions is 'The one definition of each derived table, as a function of a date range.';
comment on schema partitions is 'Partitions of every partitioned table; read the parent instead.';

-- A function is callable by nobody until its file grants it.
alter default privileges revoke execute on functions from public;

grant usage on schema staging_raw, core, ops to asinmart_loader;
grant usage on schema api, mart, core, app, ops to asinmart_api;
grant usage on schema staging_raw, core, mart, app, ops to asinmart_worker;
grant usage on schema mart to mart_reader, tenant_reader;
grant usage on schema staging_raw, core, mart, app, ops, api, definitions, partitions to asinmart_admin;

alter default privileges in schema mart grant select on tables to mart_reader, asinmart_api, asinmart_admin;
alter default privileges in schema staging_raw, core, ops, app, definitions, partitions
    grant select on tables to asinmart_admin;
