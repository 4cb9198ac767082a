-- One promotion or refresh at a time, in any session: runs are promoted in order, and data versions commit in order.
-- p_wait false returns false at once when another session holds it. Held until the transaction ends.
create or replace function ops.promotion_lock(p_wait boolean)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    c_key constant bigint := hashtextextended('asinmart.promotion', 0);
begin
    if p_wait then
        perform pg_advisory_xact_lock(c_key);
        return true;
    end if;
    return pg_try_advisory_xact_lock(c_key);
end;
$$;
comment on function ops.promotion_lock(boolean) is 'Takes the lock under which core and mart are changed.';
