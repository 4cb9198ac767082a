-- The code of docs/errors.md for an observation that must be rejected as a whole; null for a valid one. An invalid
-- field alone is only dropped, see staging_raw.field_faults. p_host is the host of the url; p_unread_time a time that
-- cannot be read; p_foreign_currency the currency when nothing else identifies the shop and US does not fit;
-- p_unknown_shop the shop of a field when it is unknown. No SET clause: it must inline.
create or replace function staging_raw.reject_code(
    p_asin text,
    p_url_marketplace text,
    p_run_marketplace text,
    p_host text,
    p_unread_time text,
    p_foreign_currency text,
    p_unknown_shop text,
    p_seen_at timestamptz,
    p_now timestamptz
)
returns text
language sql
stable
parallel safe
as $$
    select case
        when p_asin is null then 'asin_missing'
        when p_asin !~ '^[A-Z0-9]{10}$' then 'asin_invalid'
        when p_url_marketplace <> p_run_marketplace then 'marketplace_mismatch'
        when p_url_marketplace is null and p_host ~ '(^|\.)(amazon|amzn)\.|^a\.co$' then 'shop_unknown'
        when p_unknown_shop is not null or p_foreign_currency is not null then 'shop_unknown'
        when p_unread_time is not null then 'time_unreadable'
        when p_seen_at > p_now + interval '1 day' then 'observed_in_future'
        when p_seen_at < '2000-01-01 00:00:00+00' then 'observed_too_early'
    end;
$$;
comment on function staging_raw.reject_code(text, text, text, text, text, text, text, timestamptz, timestamptz) is 'Code of the reason to reject an observation; null for a valid one.';
