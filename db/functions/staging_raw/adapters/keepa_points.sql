-- The states of a Keepa product, one row per instant: each change of a series in csv, and the last update, from stats
-- or, without stats, from the last values of the series. slots is null when the item has neither. "slots" has the
-- values by the number of their series; "is_last" marks the newest row, which the other fields of the item describe.
create or replace function staging_raw.keepa_points(p_product jsonb, p_answered_at timestamptz)
returns table (
    is_last boolean,
    seen_at timestamptz,
    slots jsonb,
    seller text,
    availability text,
    is_used boolean,
    buybox_price numeric,
    offers_count numeric
)
language sql
immutable
parallel safe
as $$
    with answer as (
        select
            p_product -> 'stats' as stats,
            jsonb_typeof(p_product -> 'stats' -> 'current') = 'array' as has_stats,
            coalesce(
                staging_raw.keepa_instant(p_product -> 'lastUpdate'),
                staging_raw.keepa_instant(p_product -> 'stats' -> 'lastBuyBoxUpdate'),
                p_answered_at
            ) as at
    ),
    history as (
        select
            staging_raw.keepa_instant(to_jsonb(h.minute)) as at,
            h.slots,
            h.seller,
            row_number() over (order by h.minute desc) as back
        from staging_raw.keepa_history(p_product) as h
        where jsonb_typeof(p_product -> 'csv') = 'array'
    )
    select
        h.back = 1 and a.has_stats is not true and coalesce(a.at <= h.at, true), h.at, h.slots, h.seller, null, false,
        null::numeric, null::numeric
    from history as h
    cross join answer as a
    where a.has_stats is not true or h.at is distinct from a.at
    union all
    select true, a.at, h.slots, h.seller, null, false, null, null
    from history as h
    cross join answer as a
    where a.has_stats is not true and h.back = 1 and h.at < a.at
    union all
    select
        true,
        a.at,
        (select jsonb_object_agg(e.place - 1, e.value) from jsonb_array_elements(a.stats -> 'current') with ordinality as e (value, place)),
        substring(a.stats ->> 'buyBoxSellerId' from '^[A-Z0-9]{5,}$'),
        a.stats ->> 'buyBoxAvailabilityMessage',
        coalesce(a.stats ->> 'buyBoxIsUsed' = 'true', false),
        staging_raw.keepa_value(a.stats -> 'buyBoxPrice'),
        staging_raw.keepa_value(a.stats -> 'totalOfferCount')
    from answer as a
    where a.has_stats
    union all
    select true, a.at, null, null, null, false, null, null
    from answer as a
    where a.has_stats is not true and not exists (select from history as h);
$$;
comment on function staging_raw.keepa_points(jsonb, timestamptz) is 'Instants of a Keepa product with its values at each: its history and its last state.';
