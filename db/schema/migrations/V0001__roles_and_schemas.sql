-- Schemas. Roles belong to the whole server; its administrator creates them with deploy/bootstrap.sql.
do $$
begin
    if to_regnamespace('accounts') is null or to_regrole('asinmart_admin') is null then
        raise exception 'the roles of asinmart are missing, or schema accounts'
            using hint = 'As the administrator of the server run deploy/bootstrap.sql first, or deploy/migrate for all of it.';
    end if;
end;
$$;

create schema staging_raw;
create schema core;
create schema mart;
create schema app;
create schema ops;
create schema api;
create schema definitions;
create schema partitions;

comment on schema staging_raw is 'Items as received from sources: immutable JSON, rejects, and the adapters that read it.';
comment on schema core is 'Typed facts: products, observations, daily metrics, competitors, alerts, ingest runs.';
comment on schema mart is 'Published tables and views for analysts, BI tools and the API. One grain per table.';
comment on schema app is 'Tenants, their users, keys, logins and watch lists.';
comment on schema ops is 'Operation: jobs, ledgers, partitions, settings, promotion, health.';
comment on schema api is 'Functions that return the JSON of each REST endpoint.';
comment on schema definitions is 'The definition of each derived table, as a function of a date range.';
comment on schema partitions is 'Partitions of every partitioned table; read the parent instead.';

-- No role may call a function until its file grants it.
alter default privileges revoke execute on functions from public;

grant usage on schema staging_raw, core, ops to asinmart_loader;
grant usage on schema api, mart, core, app, ops to asinmart_api;
grant usage on schema staging_raw, core, mart, app, ops to asinmart_worker;
grant usage on schema mart to mart_reader, tenant_reader;
grant usage on schema staging_raw, core, mart, app, ops, api, definitions, partitions to asinmart_admin;

alter default privileges in schema mart grant select on tables to mart_reader, asinmart_api, asinmart_admin;
alter default privileges in schema staging_raw, core, ops, app, definitions, partitions
    grant select on tables to asinmart_admin;
