-- asinmart_admin changes rules and tenants with plain SQL, of one tenant at a time: row-level security lets it change only
-- rows of the tenant in app.tenant_id, although it reads all.
grant insert, update, delete on core.alert_rules to asinmart_admin;
grant insert, delete on core.alert_rule_channels to asinmart_admin;
grant update (name, tier, time_zone, is_active) on app.tenants to asinmart_admin;

-- The job id comes first now.
drop function if exists ops.replay(timestamptz, timestamptz, text, timestamptz);

-- A dump has the name of a partition, not its number in the catalog: a restored database has other numbers.
alter table ops.retention_log alter column relation_oid type regclass;
