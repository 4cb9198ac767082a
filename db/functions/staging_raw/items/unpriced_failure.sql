-- Failure that an item without a numeric price reports in fields that have other meanings beside a price.
create or replace function staging_raw.unpriced_failure(p_item jsonb)
returns text
language plpgsql
stable
strict
parallel safe
as $$
declare
    -- Names with several meanings: a failure only if the value is a known word of failure or an error code.
    v_doubtful constant text[] := array['Status', 'STATUS', 'state', 'State', 'result', 'code', 'message', 'warning', 'statusText'];
    v_other constant text[] := v_doubtful || array[
        'response_status', 'responseStatus', 'ok', 'is_valid', 'isValid', 'Error', 'ERROR', 'errorMsg', 'errorDescription', 'scrapeError',
        'fetch_error', 'crawl_error', 'response', 'meta', 'metadata'
    ];
    v_price text := p_item ->> 'price';
    v_key text;
    v_value text;
    v_known text;
    v_failure text;
begin
    if jsonb_typeof(p_item) <> 'object' or translate(v_price, '0123456789', '') <> v_price
        or p_item ?| array['breadCrumbs', 'products', 'current_price', 'stats'] then
        return null;
    end if;
    if p_item ?| v_other then
        v_failure := coalesce(
            staging_raw.stated_failure(jsonb_strip_nulls(jsonb_build_object(
                'status_code', coalesce(p_item -> 'response_status', p_item -> 'responseStatus'),
                'success', coalesce(p_item -> 'ok', p_item -> 'is_valid', p_item -> 'isValid'),
                'error', coalesce(
                    p_item -> 'Error', p_item -> 'ERROR', p_item -> 'errorMsg', p_item -> 'errorDescription', p_item -> 'scrapeError',
                    p_item -> 'fetch_error', p_item -> 'crawl_error'
                )
            ))),
            staging_raw.stated_failure(p_item -> 'response'),
            staging_raw.stated_failure(p_item -> 'meta'),
            staging_raw.stated_failure(p_item -> 'metadata')
        );
        foreach v_key in array v_doubtful loop
            exit when v_failure is not null;
            continue when jsonb_typeof(p_item -> v_key) not in ('string', 'number');
            v_value := staging_raw.parse_text(p_item ->> v_key);
            v_known := coalesce(staging_raw.phrase_meaning('status', v_value), staging_raw.title_failure(v_value));
            v_failure := case
                when v_known in ('blocked', 'delisted', 'parse_error') then v_known
                when v_known = 'failed' or v_value ~ '^[45][0-9]{2}([.]0)?$'
                    or v_value ~* '\m(status|http|error|code)\M[^0-9]{0,12}\m[45][0-9]{2}\M'
                    then staging_raw.failure_status(v_value)
            end;
        end loop;
        if v_failure is not null then
            return v_failure;
        end if;
    end if;
    if concat(
        p_item ->> 'rating', p_item ->> 'stars', p_item ->> 'bsr', p_item ->> 'rank', p_item ->> 'productRating',
        p_item ->> 'buybox_price', p_item ->> 'bestsellerRanks'
    ) <> '' then
        return null;
    end if;
    v_failure := coalesce(
        staging_raw.title_failure(p_item ->> 'title'),
        staging_raw.title_failure(v_price),
        staging_raw.title_failure(p_item ->> 'availability')
    );
    -- A query is expensive, so it runs only when the other conditions hold.
    if v_failure is null and p_item ?& array['title', 'price']
        and staging_raw.parse_text(p_item ->> 'title') is null and staging_raw.parse_text(v_price) is null
        and (p_item ->> 'status' in ('no_offer', 'out_of_stock', 'price_hidden')) is not true then
        perform
        from jsonb_each_text(p_item) as field
        where field.key not in (
            'asin', 'url', 'title', 'price', 'marketplace', 'domain', 'country', 'currency', 'status', 'source', 'input', 'date',
            'observed_date', 'scraped_at', 'scrapedAt', 'timestamp', 'crawledAt', 'fetchedAt', 'checked_at'
        )
        and staging_raw.parse_text(field.value) is not null;
        return case when not found then 'parse_error' end;
    end if;
    return v_failure;
end;
$$;
comment on function staging_raw.unpriced_failure(jsonb) is 'blocked, delisted or parse_error, from other fields of an item without a price; null without a failure.';
