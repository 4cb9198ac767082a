-- A part at a time, compared products first: reading the features of a product takes milliseconds, and a first load, or a change of a
-- unit, has all products. The rest waits for the next promotion or for ops.refresh_dirty, a minute at most.
create or replace function ops.drain_dirty_features(p_limit integer default 500)
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
        where d.ctid = any (array(
            select n.ctid
            from ops.dirty_features as n
            left join compared as c on c.asin = n.asin and c.marketplace = n.marketplace
            order by c.asin is null, n.asin, n.marketplace
            limit p_limit
        ))
        returning d.asin, d.marketplace
    )
    insert into pg_temp.changed_features (asin, marketplace)
    select distinct t.asin, t.marketplace from taken as t;
$$;
comment on function ops.drain_dirty_features(integer) is 'Moves products whose features are to be read again into the promotion.';
