create or replace function ops.drain_dirty_pairs()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with taken as (
        delete from ops.dirty_pairs as d
        returning d.asin_main, d.asin_comp, d.marketplace
    )
    insert into pg_temp.changed_pairs (asin_main, asin_comp, marketplace)
    select distinct t.asin_main, t.asin_comp, t.marketplace from taken as t;
$$;
comment on function ops.drain_dirty_pairs() is 'Moves the competitor pairs that triggers marked as changed into the promotion.';
