-- A part of a long list at a time: after a change of a name or a unit it has every product.
create or replace function ops.drain_dirty_features(p_limit integer default 10000)
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with taken as (
        delete from ops.dirty_features as d
        where d.ctid = any (array(select n.ctid from ops.dirty_features as n limit p_limit))
        returning d.asin, d.marketplace
    )
    insert into pg_temp.changed_features (asin, marketplace)
    select t.asin, t.marketplace from taken as t
    except
    select c.asin, c.marketplace from pg_temp.changed_features as c;
$$;
comment on function ops.drain_dirty_features(integer) is 'Moves products whose features are to be read again into the promotion.';
