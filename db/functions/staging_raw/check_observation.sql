-- What cannot be true of an observation: one row with a code of docs/errors.md and a sentence, or none.
create or replace function staging_raw.check_observation(
    p_row staging_raw.observation,
    p_url_marketplace text,
    p_run_marketplace text,
    p_seen_at timestamptz,
    p_now timestamptz
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
        when p_seen_at > p_now + interval '1 day' then 'observed_in_future'
        when p_seen_at < '2000-01-01 00:00:00+00' then 'observed_too_early'
        when least(p_row.price, p_row.list_price, p_row.buybox_price) < 0 then 'price_negative'
        -- Prices are rounded to cents later: half a cent below 1e10 is 1e10 by then.
        when greatest(p_row.price, p_row.list_price, p_row.buybox_price) >= 9999999999.995 then 'price_too_large'
        when p_row.rating < 0 or p_row.rating > 5 then 'rating_out_of_range'
        when least(p_row.bsr, p_row.bsr_main, p_row.list_rank) < 1
            or greatest(p_row.bsr, p_row.bsr_main, p_row.list_rank) > 2147483647 then 'rank_out_of_range'
        when least(p_row.reviews_count, p_row.offers_count) < 0
            or greatest(p_row.reviews_count, p_row.offers_count) > 2147483647 then 'count_out_of_range'
    end;
    if code is null then
        return;
    end if;
    detail := case code
        when 'asin_missing' then 'no ASIN in the item or its url'
        when 'asin_invalid' then format('%L is not an ASIN: 10 capital letters and digits', left(p_row.asin, 50))
        when 'marketplace_mismatch'
            then format('the url says %s, the run was loaded for %s', p_url_marketplace, p_run_marketplace)
        when 'observed_in_future' then format('observed at %s, which is still to come', p_seen_at)
        when 'observed_too_early' then format('observed at %s, before any Amazon data can be', p_seen_at)
        when 'price_negative'
            then format('price %s is negative', least(p_row.price, p_row.list_price, p_row.buybox_price))
        when 'price_too_large'
            then format('price %s is beyond 9999999999.99', greatest(p_row.price, p_row.list_price, p_row.buybox_price))
        when 'rating_out_of_range' then format('rating %s is not within 0 and 5', p_row.rating)
        when 'rank_out_of_range' then format('rank %s is not a rank', case
            when least(p_row.bsr, p_row.bsr_main, p_row.list_rank) < 1 then least(p_row.bsr, p_row.bsr_main, p_row.list_rank)
            else greatest(p_row.bsr, p_row.bsr_main, p_row.list_rank)
        end)
        else format('count %s is not a count', case
            when least(p_row.reviews_count, p_row.offers_count) < 0 then least(p_row.reviews_count, p_row.offers_count)
            else greatest(p_row.reviews_count, p_row.offers_count)
        end)
    end;
    return next;
end;
$$;
comment on function staging_raw.check_observation(staging_raw.observation, text, text, timestamptz, timestamptz) is 'Reason to reject an observation, or no row.';
