-- Makes every cache drop what it holds, in the API's processes and in Redis. For a database that is another than the one they
-- followed, see ops.claim_instance: the last changes of the other one may be missing here, and this one would give their versions
-- to other changes. So the versions go on after a gap that is larger than any loss, and the earlier invalidations go: a cache that
-- cannot read on from its cursor clears itself. Waits for a promotion, because versions commit in order.
create or replace function ops.clear_caches(p_now timestamptz)
returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    c_gap constant bigint := bigint '1000000';
    v_sequence constant text := pg_get_serial_sequence('ops.cache_invalidations', 'id');
    v_version bigint;
begin
    perform ops.lock_promotion(true);
    perform setval(v_sequence, nextval(v_sequence) + c_gap);
    delete from ops.cache_invalidations;
    insert into ops.cache_invalidations (created_at, product_keys, pair_keys)
    values (p_now, '{}', '{}')
    returning id into v_version;
    perform pg_notify('asinmart_invalidation', v_version::text);
    return v_version;
end;
$$;
comment on function ops.clear_caches(timestamptz) is 'Makes every cache drop what it holds; returns the new data version.';
