-- The reason for a reject as a sentence: the value found, and how to fix it. Arguments as in staging_raw.reject_code.
create or replace function staging_raw.reject_detail(
    p_code text,
    p_asin text,
    p_url_marketplace text,
    p_run_marketplace text,
    p_host text,
    p_unread_time text,
    p_foreign_currency text,
    p_unknown_shop text,
    p_seen_at timestamptz
)
returns text
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case p_code
        when 'asin_missing' then 'no ASIN in the item or its url'
        when 'asin_invalid' then format('%L is not an ASIN: 10 capital letters and digits', left(p_asin, 50))
        when 'marketplace_mismatch'
            then format('the url says %s, the run was loaded for %s', p_url_marketplace, p_run_marketplace)
        when 'shop_unknown' then case
            when p_url_marketplace is null and p_host ~ '(^|\.)(amazon|amzn)\.|^a\.co$'
                then format('%s is not a shop in core.marketplaces; if it is another name of one, add it to core.marketplace_names', left(p_host, 100))
            when p_unknown_shop is not null
                then format('%L is not a shop in core.marketplaces; if it is another name of one, add it to core.marketplace_names', left(p_unknown_shop, 100))
            else format('the price is in %s and the item names no shop: load the file with --marketplace', left(p_foreign_currency, 20))
        end
        when 'time_unreadable' then format(
            '%L cannot be read as a time%s', left(p_unread_time, 100),
            case when p_unread_time ~ '^[[:space:]]*[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}'
                then ', because the order of day and month is unknown: load the file with --date-order dmy or mdy' else '' end
        )
        when 'observed_in_future' then format('observed at %s, which is in the future', p_seen_at)
        when 'observed_too_early' then format('observed at %s, before any Amazon data can exist', p_seen_at)
    end;
$$;
comment on function staging_raw.reject_detail(text, text, text, text, text, text, text, text, timestamptz) is 'Reason for the reject of an observation as a sentence; null without a reason.';
