-- The history of a Keepa product, one row per instant at which one of its series changed. "slots" has the last value of
-- each series by its number, so that a row is the state known to Keepa at that instant. Series read: 0 Amazon, 1 new, 2
-- used, 3 sales rank, 4 list price, 11 to 14 offer counts, 16 rating, 17 review count and 18 buy box; the buy box comes
-- as triples (minute, price, shipping), the others as pairs. "seller" is the winner of the buy box by
-- buyBoxSellerIdHistory; -1 and -2 mean no seller and become null.
create or replace function staging_raw.keepa_history(p_product jsonb)
returns table (minute numeric, slots jsonb, seller text)
language sql
immutable
parallel safe
as $$
    with values as (
        select
            series.slot,
            (e.place - 1) / series.width as point,
            (e.place - 1) % series.width as field,
            e.value
        from (
            select n.slot, case when n.slot = 18 then 3 else 2 end as width
            from unnest(array[0, 1, 2, 3, 4, 11, 12, 13, 14, 16, 17, 18]) as n (slot)
        ) as series
        cross join lateral jsonb_array_elements(case
            when jsonb_typeof(p_product -> 'csv' -> series.slot) = 'array' then p_product -> 'csv' -> series.slot
            else '[]'
        end) with ordinality as e (value, place)
        where (e.place - 1) % series.width < 2
        union all
        select 100, (e.place - 1) / 2, (e.place - 1) % 2, e.value
        from jsonb_array_elements(case
            when jsonb_typeof(p_product -> 'buyBoxSellerIdHistory') = 'array' then p_product -> 'buyBoxSellerIdHistory'
            else '[]'
        end) with ordinality as e (value, place)
    ),
    points as (
        select distinct on (p.slot, p.minute) p.slot, p.minute, p.value
        from (
            select
                v.slot,
                v.point,
                max(case when v.field = 0 and v.value #>> '{}' ~ '^[0-9]{1,9}$' then (v.value #>> '{}')::numeric end) as minute,
                max(case when v.field = 1 then v.value #>> '{}' end) as value
            from values as v
            group by v.slot, v.point
        ) as p
        where p.minute > 0 and p.value is not null
        order by p.slot, p.minute, p.point desc
    ),
    known as (
        select m.minute, s.slot, p.value, count(p.value) over (partition by s.slot order by m.minute) as run
        from (select distinct p.minute from points as p) as m
        cross join (select distinct p.slot from points as p) as s
        left join points as p on p.minute = m.minute and p.slot = s.slot
    ),
    filled as (
        select k.minute, k.slot, max(k.value) over (partition by k.slot, k.run) as value
        from known as k
    )
    select
        f.minute,
        jsonb_object_agg(
            f.slot, case when f.value ~ '^-?[0-9]{1,15}$' then f.value::numeric end
        ) filter (where f.slot < 100),
        max(f.value) filter (where f.slot = 100 and f.value ~ '^[A-Z0-9]{5,}$')
    from filled as f
    group by f.minute;
$$;
comment on function staging_raw.keepa_history(jsonb) is 'Instants at which a series of a Keepa product changed, with the last value of every series.';
