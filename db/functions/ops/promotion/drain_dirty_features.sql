-- Compared products at once, of the others a part: reading the features of a product takes half a millisecond, and a first load, or a
-- change of a unit, has all of them. The rest waits for the next promotion or for ops.refresh_dirty, a minute at most.
create or replace function ops.drain_dirty_features(p_limit integer default 2000)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with compared as (
        select p.asin_main as asin, p.marketplace from core.compared_pairs as p
        union
        select p.asin_comp, p.marketplace from core.compared_pairs as p
    ),
    taken as (
        delete from ops.dirty_features as d
        where d.ctid = any (array(select n.ctid from ops.dirty_features as n limit p_limit))
            or exists (select from compared as c where c.asin = d.asin and c.marketplace = d.marketplace)
        returning d.asin, d.marketplace
    )
    insert into pg_temp.changed_features (asin, marketplace)
    select distinct t.asin, t.marketplace from taken as t;
$$;
comment on function ops.drain_dirty_features(integer) is 'Moves products whose features are to be read again into the promotion.';
