-- Refresh the marts for rows of core that other sessions than the promotion changed; returns the number of days that
-- changed.
create or replace function ops.refresh_dirty(p_now timestamptz default now())
returns integer
language plpgsql
volatile
security definer  -- an admin may refresh but does not write core
set search_path = pg_catalog, pg_temp
set jit = off  -- as in ops.promote_run
as $$
begin
    if not exists (select from ops.dirty_days)
        and not exists (select from ops.dirty_pairs)
        and not exists (select from ops.dirty_products)
        and not exists (select from ops.dirty_brand_products)
        and not exists (select from ops.dirty_brands)
        and not exists (select from ops.dirty_features)
        and not exists (select from ops.dirty_rules) then
        return 0;
    end if;
    perform ops.lock_promotion(true);
    perform ops.promotion_scratch();
    return (ops.refresh_marts(null, p_now) ->> 'changed_days')::integer;
end;
$$;
comment on function ops.refresh_dirty(timestamptz) is 'Refreshes the marts for rows of core that were changed manually.';
grant execute on function ops.refresh_dirty(timestamptz) to asinmart_admin;
