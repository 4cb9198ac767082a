-- A local day lies within a day of its UTC date, so the first local day with all its observations is the one after the
-- horizon of the snapshots. Older days are frozen: computed again, a daily row would lose the values of dropped
-- snapshots.
create or replace function ops.first_open_day()
returns date
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select greatest(ops.horizon('core.product_snapshots') + 1, ops.horizon('core.product_metrics_daily'));
$$;
comment on function ops.first_open_day() is 'First day that observations may still change; older ones are rejected as too_old.';
