-- The time that an item gives for its observation, as it stands there, under any of the usual keys. Blank cells are none.
create or replace function staging_raw.item_time(p_item jsonb)
returns text
language sql
immutable
parallel safe
as $$
    select case when p_item ?| array[
        'scrapedAt', 'scraped_at', 'timestamp', 'timestamp_utc', 'crawledAt', 'crawled_at', 'fetchedAt', 'fetched_at', 'checked_at',
        'checkedAt', 'observed_at', 'observedAt', 'observed_date', 'captured_at', 'capturedAt', 'collected_at', 'collectedAt',
        'retrieved_at', 'retrievedAt', 'scrape_date', 'scrapeDate', 'snapshot_date', 'last_checked_at', 'snapshot_updated_at', 'datetime',
        'dateTime', 'date_time', 'date', 'Date'
    ] then coalesce(
        staging_raw.parse_text(p_item ->> 'scrapedAt'), staging_raw.parse_text(p_item ->> 'scraped_at'),
        staging_raw.parse_text(p_item ->> 'timestamp'), staging_raw.parse_text(p_item ->> 'timestamp_utc'),
        staging_raw.parse_text(p_item ->> 'crawledAt'), staging_raw.parse_text(p_item ->> 'crawled_at'),
        staging_raw.parse_text(p_item ->> 'fetchedAt'), staging_raw.parse_text(p_item ->> 'fetched_at'),
        staging_raw.parse_text(p_item ->> 'checked_at'), staging_raw.parse_text(p_item ->> 'checkedAt'),
        staging_raw.parse_text(p_item ->> 'observed_at'), staging_raw.parse_text(p_item ->> 'observedAt'),
        staging_raw.parse_text(p_item ->> 'observed_date'), staging_raw.parse_text(p_item ->> 'captured_at'),
        staging_raw.parse_text(p_item ->> 'capturedAt'), staging_raw.parse_text(p_item ->> 'collected_at'),
        staging_raw.parse_text(p_item ->> 'collectedAt'), staging_raw.parse_text(p_item ->> 'retrieved_at'),
        staging_raw.parse_text(p_item ->> 'retrievedAt'), staging_raw.parse_text(p_item ->> 'scrape_date'),
        staging_raw.parse_text(p_item ->> 'scrapeDate'), staging_raw.parse_text(p_item ->> 'snapshot_date'),
        staging_raw.parse_text(p_item ->> 'last_checked_at'), staging_raw.parse_text(p_item ->> 'snapshot_updated_at'),
        staging_raw.parse_text(p_item ->> 'datetime'), staging_raw.parse_text(p_item ->> 'dateTime'),
        staging_raw.parse_text(p_item ->> 'date_time'), staging_raw.parse_text(p_item ->> 'date'), staging_raw.parse_text(p_item ->> 'Date')
    ) end;
$$;
comment on function staging_raw.item_time(jsonb) is 'Time of observation as the item writes it, under any of the usual keys; null when it gives none.';
