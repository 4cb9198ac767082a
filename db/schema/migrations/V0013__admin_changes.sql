-- The job id comes first now.
drop function if exists ops.replay(timestamptz, timestamptz, text, timestamptz);

-- A dump has the name of a partition, not its number in the catalog: a restored database has other numbers.
alter table ops.retention_log alter column relation_oid type regclass;
