set role asinmart_monitor;
-- Entries of pg_cron whose role does not exist. Dynamic SQL, because schema cron exists in one database of a server only. No row
-- where the administrator of the server did not let this function see the entries of all roles.
create or replace function ops.orphaned_jobs()
returns table (job_id bigint, job_name text, login text, is_active boolean)
language plpgsql
stable
security definer  -- a policy of pg_cron hides the jobs of other roles from the owner
set search_path = pg_catalog, pg_temp
as $$
declare
    v_table oid := (
        select c.oid from pg_catalog.pg_class as c
        inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        where n.nspname = 'cron' and c.relname = 'job' and has_schema_privilege(n.oid, 'usage')
    );
begin
    if v_table is null or not has_table_privilege(v_table, 'select') then
        return;
    end if;
    -- A loop over the few rows, because plpgsql_check does not see what RETURN QUERY EXECUTE returns.
    for job_id, job_name, login, is_active in execute format($sql$
        select j.jobid, j.jobname::text, j.username, j.active
        from %s as j
        where not exists (select from pg_catalog.pg_roles as r where r.rolname = j.username)
        order by j.jobid
    $sql$, v_table::regclass) loop
        return next;
    end loop;
end;
$$;
comment on function ops.orphaned_jobs() is 'Jobs in pg_cron that belong to a role that was dropped.';
revoke execute on function ops.orphaned_jobs() from public;
grant execute on function ops.orphaned_jobs() to asinmart_owner;
reset role;
