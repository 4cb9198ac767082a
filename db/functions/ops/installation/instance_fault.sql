-- Returns the reason why workers of this installation may not send or fetch from this database; null when they may.
create or replace function ops.instance_fault(p_instance_id text)
returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when i.instance_id is null then 'this database belongs to no installation'
        when i.instance_id is distinct from p_instance_id
            then format('this database belongs to installation %s, not to %s', i.instance_id, coalesce(p_instance_id, 'one without a name'))
        when i.database_oid <> s.database_oid
            then format('this database is a copy: database %s was claimed, this is %s', i.database_oid, s.database_oid)
        when i.system_identifier <> s.system_identifier
            then format('this database is a copy on another server: system %s was claimed, this is %s', i.system_identifier, s.system_identifier)
        when i.timeline <> s.timeline
            then format('this database was restored, or its server failed over: timeline %s was claimed, this is %s', i.timeline, s.timeline)
    end
    from ops.server_identity() as s
    left join ops.instance as i on true;
$$;
comment on function ops.instance_fault(text) is 'Reason why this installation may not send from this database; null when it may.';
