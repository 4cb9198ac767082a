-- The time of observation that an item gives, unparsed, under any of the usual keys. Blank cells do not count. PL/pgSQL, because
-- in a statement of its own it would cost a small run more to plan than its items to adapt.
create or replace function staging_raw.item_time(p_item jsonb)
returns text
language plpgsql
immutable
strict
parallel safe
as $$
begin
    return case when p_item ?| array[
        'scrapedAt', 'scraped_at', 'timestamp', 'timestamp_utc', 'crawledAt', 'crawled_at', 'fetchedAt', 'fetched_at', 'checked_at',
        'checkedAt', 'observed_at', 'observedAt', 'observed_date', 'captured_at', 'capturedAt', 'collected_at', 'collectedAt',
        'retrieved_at', 'retrievedAt', 'scrape_date', 'scrapeDate', 'snapshot_date', 'last_checked_at', 'snapshot_updated_at', 'datetime',
        'dateTime', 'date_time', 'date', 'Date', 'Timestamp', 'TIMESTAMP', 'scraped_on', 'scrapedOn', 'scrapeTime', 'scrape_time',
        'extracted_at', 'extractedAt', 'crawl_date', 'crawlDate', 'crawl_time', 'crawlTime', 'request_timestamp',
        'requested_at', 'last_checked', 'lastChecked', 'last_updated', 'lastUpdated', 'last_update', 'lastUpdate', 'updatedAt', 'updated_at', 'ts'
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
        staging_raw.parse_text(p_item ->> 'date_time'), staging_raw.parse_text(p_item ->> 'date'), staging_raw.parse_text(p_item ->> 'Date'),
        staging_raw.parse_text(p_item ->> 'Timestamp'), staging_raw.parse_text(p_item ->> 'TIMESTAMP'),
        staging_raw.parse_text(p_item ->> 'scraped_on'), staging_raw.parse_text(p_item ->> 'scrapedOn'),
        staging_raw.parse_text(p_item ->> 'scrapeTime'), staging_raw.parse_text(p_item ->> 'scrape_time'),
        staging_raw.parse_text(p_item ->> 'extracted_at'), staging_raw.parse_text(p_item ->> 'extractedAt'),
        staging_raw.parse_text(p_item ->> 'crawl_date'), staging_raw.parse_text(p_item ->> 'crawlDate'),
        staging_raw.parse_text(p_item ->> 'crawl_time'), staging_raw.parse_text(p_item ->> 'crawlTime'),
        staging_raw.parse_text(p_item ->> 'request_timestamp'), staging_raw.parse_text(p_item ->> 'requested_at'),
        staging_raw.parse_text(p_item ->> 'last_checked'), staging_raw.parse_text(p_item ->> 'lastChecked'),
        staging_raw.parse_text(p_item ->> 'last_updated'), staging_raw.parse_text(p_item ->> 'lastUpdated'),
        staging_raw.parse_text(p_item ->> 'last_update'), staging_raw.parse_text(p_item ->> 'lastUpdate'),
        staging_raw.parse_text(p_item ->> 'updatedAt'), staging_raw.parse_text(p_item ->> 'updated_at'),
        staging_raw.parse_text(p_item ->> 'ts')
    ) end;
end;
$$;
comment on function staging_raw.item_time(jsonb) is 'Time of observation as the item writes it, under any of the usual keys; null without one.';
