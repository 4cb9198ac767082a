-- The temporary table in which reviews are promoted. ops.promotion_scratch calls this once a session and empties the table afterwards; the
-- register at each table is explained there.
create or replace function ops.review_scratch()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    -- A row: a review that a slice offers. reject_code is null where it is accepted. seen_on: its day, in the time zone of the marketplace.
    -- Written by staging_raw.review_statement. Read by core.apply_reviews, core.withdraw_observations, core.withdraw_reviews,
    -- ops.note_readings, ops.preview_run, staging_raw.adapt_run, staging_raw.count_received, staging_raw.reject_unread_items.
    create temp table review_rows (
        raw_event_id bigint,
        item_no integer,
        item_source text,
        marketplace text,
        seen_on date,
        reject_code text,
        reject_detail text,
        time_from text,
        shop_from text,
        faults text[],
        review_id text,
        asin text,
        variant_asin text,
        rating numeric,
        title text,
        text text,
        is_verified boolean,
        reviewed_on date,
        country_code text,
        variant text,
        helpful_count bigint,
        image_count integer
    ) on commit delete rows;
end;
$$;
comment on function ops.review_scratch() is 'Creates the temporary table in which reviews are promoted.';
