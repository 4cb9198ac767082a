create or replace function staging_raw.item_instant(p_payload jsonb)
returns timestamptz
language sql
immutable
parallel safe
as $$
    select case when p_payload ?| array[
        'scrapedAt', 'scraped_at', 'timestamp', 'crawledAt', 'fetchedAt', 'checked_at', 'timestamp_utc'
    ] then coalesce(
        staging_raw.parse_instant(p_payload -> 'scrapedAt'),
        staging_raw.parse_instant(p_payload -> 'scraped_at'),
        staging_raw.parse_instant(p_payload -> 'timestamp'),
        staging_raw.parse_instant(p_payload -> 'crawledAt'),
        staging_raw.parse_instant(p_payload -> 'fetchedAt'),
        staging_raw.parse_instant(p_payload -> 'checked_at'),
        staging_raw.parse_instant(p_payload -> 'timestamp_utc')
    ) end;
$$;
comment on function staging_raw.item_instant(jsonb) is 'Instant of observation of an item, under any of the usual keys; null without one.';
