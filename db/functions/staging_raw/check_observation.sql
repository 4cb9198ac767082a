-- Why an observation is of no use as a whole: one row with a code of docs/errors.md and a sentence, or none. What is wrong with a
-- single field takes that field alone, see staging_raw.field_faults. p_host is the host of its url, p_unread_time a time that it
-- gives and that cannot be read, p_foreign_currency its currency where nothing else tells the shop and US cannot be.
create or replace function staging_raw.check_observation(
    p_row staging_raw.observation,
    p_url_marketplace text,
    p_run_marketplace text,
    p_host text,
    p_unread_time text,
    p_seen_at timestamptz,
    p_now timestamptz,
    p_foreign_currency text default null
)
returns table (code text, detail text)
language plpgsql
stable
as $$
begin
    code := case
        when p_row.asin is null then 'asin_missing'
        when p_row.asin !~ '^[A-Z0-9]{10}$' then 'asin_invalid'
        when p_url_marketplace <> p_run_marketplace then 'marketplace_mismatch'
        when p_url_marketplace is null and p_host ~ '(^|\.)(amazon|amzn)\.|^a\.co$' then 'shop_unknown'
        when p_foreign_currency is not null then 'shop_unknown'
        when p_unread_time is not null then 'time_unreadable'
        when p_seen_at > p_now + interval '1 day' then 'observed_in_future'
        when p_seen_at < '2000-01-01 00:00:00+00' then 'observed_too_early'
    end;
    if code is null then
        return;
    end if;
    detail := case code
        when 'asin_missing' then 'no ASIN in the item or its url'
        when 'asin_invalid' then format('%L is not an ASIN: 10 capital letters and digits', left(p_row.asin, 50))
        when 'marketplace_mismatch'
            then format('the url says %s, the run was loaded for %s', p_url_marketplace, p_run_marketplace)
        when 'shop_unknown' then case
            when p_url_marketplace is null and p_host ~ '(^|\.)(amazon|amzn)\.|^a\.co$' then format('%s is no shop of core.marketplaces; if it is another name of one, add it to core.marketplace_names', left(p_host, 100))
            else format('the price is in %s and nothing names the shop: load the file with --marketplace', left(p_foreign_currency, 20))
        end
        when 'time_unreadable' then format(
            '%L is no time that can be read%s', left(p_unread_time, 100),
            case when p_unread_time ~ '^[[:space:]]*[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}'
                then ': load the file with --date-order dmy or mdy, since nothing in it tells day and month apart' else '' end
        )
        when 'observed_in_future' then format('observed at %s, which is still to come', p_seen_at)
        else format('observed at %s, before any Amazon data can be', p_seen_at)
    end;
    return next;
end;
$$;
comment on function staging_raw.check_observation(staging_raw.observation, text, text, text, text, timestamptz, timestamptz, text) is 'Reason to reject an observation, or no row.';
