-- Why an observation is of no use as a whole: a code of docs/errors.md, null for none. What is wrong with a single field takes that
-- field alone, see staging_raw.field_faults. p_host is the host of its url, p_unread_time a time that it gives and that cannot be
-- read, p_foreign_currency its currency where nothing else tells the shop and US cannot be, p_unknown_shop the shop that a field
-- names where no table knows it. No SET clause: it must inline.
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
comment on function staging_raw.reject_code(text, text, text, text, text, text, text, timestamptz, timestamptz) is 'Code of the reason to reject an observation; null for none.';
