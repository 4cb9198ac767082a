-- Archives that wait for somebody to make them. A partition that was dropped by hand or attached again needs none.
create or replace function ops.archive_work()
returns table (id bigint, parent text, partition_name text, relation_oid regclass, status text, requested_at timestamptz, error text)
language sql
stable
security definer  -- the caller reads no ledger
set search_path = pg_catalog, pg_temp
as $$
    select a.id, l.parent, l.partition_name, l.relation_oid, a.status, a.requested_at, a.error
    from ops.archives as a
    inner join ops.retention_log as l on l.id = a.id and l.dropped_at is null and l.reattached_at is null
    inner join pg_catalog.pg_class as c on c.oid = l.relation_oid and not c.relispartition
    where a.status in ('planned', 'exported')
    order by l.from_at, l.parent;
$$;
comment on function ops.archive_work() is 'Archives that wait to be exported or verified, the oldest days first.';
grant execute on function ops.archive_work() to asinmart_admin;
