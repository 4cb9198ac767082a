-- Make this database the one that installation p_instance_id sends and fetches from. For an admin, after a restore, a
-- failover or a move, once the old database is certain to be out of use. Caches that followed the old one are cleared. Raises AM422
-- without a name.
-- Definer: an admin owns nothing.
create or replace function ops.claim_instance(
    p_instance_id text,
    p_now timestamptz default now()
)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_before ops.instance;
begin
    if coalesce(p_instance_id, '') = '' then
        raise exception 'an installation needs a name'
            using errcode = 'AM422', hint = 'Pass the ASINMART_INSTANCE_ID of its workers.';
    end if;
    select i.* into v_before from ops.instance as i;
    insert into ops.instance as i (instance_id, database_oid, system_identifier, timeline, claimed_at)
    select p_instance_id, s.database_oid, s.system_identifier, s.timeline, p_now
    from ops.server_identity() as s
    on conflict (is_only) do update
    set instance_id = excluded.instance_id, database_oid = excluded.database_oid,
        system_identifier = excluded.system_identifier, timeline = excluded.timeline, claimed_at = excluded.claimed_at;
    if exists (
        select
        from ops.instance as i
        where (i.database_oid, i.system_identifier, i.timeline)
            is distinct from (v_before.database_oid, v_before.system_identifier, v_before.timeline)
            and v_before.is_only
    ) then
        perform ops.clear_caches(p_now);
    end if;
end;
$$;
comment on function ops.claim_instance(text, timestamptz) is 'Makes this database the one that an installation sends from.';
grant execute on function ops.claim_instance(text, timestamptz) to asinmart_admin;
