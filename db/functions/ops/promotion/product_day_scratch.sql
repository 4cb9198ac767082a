-- The temporary tables in which mart.product_days is refreshed. ops.promotion_scratch calls this once a session and empties the tables
-- afterwards; the register at each table is explained there.
create or replace function ops.product_day_scratch()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
    -- A row: an observed day whose row of mart.product_days is computed again; days that are gone are added last.
    -- is_changed: it changed itself, or the observed day before it. is_few: the product has few such days.
    -- Written by mart.find_refreshed_days, mart.refresh_product_days. Read by core.find_alerted_days, core.find_pair_days,
    -- core.find_rule_days, mart.delete_product_days, mart.read_day_rows, mart.read_day_values, mart.refresh_product_days,
    -- mart.sum_day_windows, mart.write_product_days, ops.refresh_marts.
    create temp table refreshed_days (
        asin text,
        marketplace text,
        date date,
        is_changed boolean,
        is_few boolean
    ) on commit delete rows;
    -- A row: a day of refreshed_days whose windows are summed from stored windows; columns as in mart.product_days.
    -- was_offered: the product was offered on previous_date.
    -- Written by mart.read_day_values. Read by core.find_undercut_changes, mart.read_day_values, mart.refresh_product_days,
    -- mart.sum_day_windows.
    create temp table day_values (
        id integer primary key,
        asin text,
        marketplace text,
        date date,
        previous_date date,
        price bigint,
        price_delta bigint,
        buybox_price bigint,
        buybox_delta bigint,
        bsr integer,
        bsr_delta integer,
        rating smallint,
        rating_delta smallint,
        reviews_count integer,
        reviews_delta integer,
        is_buybox_seller_changed boolean,
        stock_change text,
        is_bsr_category_changed boolean,
        bsr_category_last text,
        was_offered boolean
    ) on commit delete rows;
    -- A row: the row of mart.product_days of a day in refreshed_days.
    -- Written by mart.read_day_rows, mart.sum_day_windows. Read by core.find_confirmation_bases, core.find_rule_days,
    -- core.find_undercut_changes, mart.refresh_product_days, mart.write_product_days.
    create temp table day_rows (
        like mart.product_days
    ) on commit delete rows;
end;
$$;
comment on function ops.product_day_scratch() is 'Creates the temporary tables in which mart.product_days is refreshed.';
