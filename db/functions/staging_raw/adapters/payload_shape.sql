-- Returns the adapter that reads an item, by its keys; null when there is none. A review is tested before a failed fetch,
-- which would say of its product that it is gone. A failed fetch is tested first, except
-- for a rank log, whose adapter reads failed rows itself; then the most common shape. Empty cells of a CSV are missing
-- keys, so no test may require a value that can be blank.
-- An item whose price is under a name that its adapter does not read goes to named_columns or to no adapter. The lookup
-- in ops.column_names comes last, for items without a known shape.
create or replace function staging_raw.payload_shape(p_payload jsonb)
returns text
language plpgsql
stable
strict
parallel safe
as $$
begin
    -- Decompresses the payload once instead of once per test.
    p_payload := p_payload || '{}';
    return case
        when jsonb_typeof(p_payload) <> 'object' then null
        when p_payload ? 'reportSpecification' then case p_payload #>> '{reportSpecification,reportType}'
            when 'GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT' then 'search_query_report'
            when 'GET_BRAND_ANALYTICS_SEARCH_CATALOG_PERFORMANCE_REPORT' then 'search_catalog_report'
            when 'GET_BRAND_ANALYTICS_SEARCH_TERMS_REPORT' then 'search_terms_report'
            when 'GET_SALES_AND_TRAFFIC_REPORT' then 'sales_and_traffic_report'
        end
        when p_payload ?| array['reportMetadata', 'Search Query'] then 'search_query_sheet'
        when p_payload ?& array['startDate', 'endDate', 'metrics'] then 'seller_analytics'
        when p_payload ?| array['reviewId', 'reviewTitle', 'reviewDescription', 'reviewedIn', 'dateAndLocation']
            or p_payload ->> 'type' = 'review' then case
            when p_payload ?| array['statusCode', 'statusMessage', 'domainCode', 'numberOfHelpful'] then 'axesso_review'
            when p_payload ?| array['ratingScore', 'reviewDescription', 'reviewedIn', 'reviewUrl'] then 'junglee_review'
            when p_payload ?| array['dateAndLocation', 'productAsin', 'score', 'type'] then 'epctex_review'
        end
        when staging_raw.item_failure(p_payload) is not null and not p_payload ?& array['timestamp_utc', 'asin'] then 'failed_fetch'
        when p_payload ? 'breadCrumbs' and p_payload ? 'price' and not p_payload ? 'bestsellerPageData' then 'junglee_product'
        when p_payload ? 'bestsellerPageData' then 'junglee_bestseller'
        when p_payload ?& array['statusMessage', 'statusCode'] then 'axesso_product'
        when p_payload ? 'products' then case
            when p_payload ? 'tokensLeft' or p_payload -> 'products' -> 0 ?& array['asin', 'csv'] then 'keepa_product'
            when p_payload ?| array['slug', 'category', 'snapshot_date', 'updatedAt'] then 'bestseller_list'
        end
        when p_payload -> 'deals' ? 'dr' then 'keepa_deals'
        when p_payload -> 'stats' ? 'current' or p_payload ?& array['asin', 'csv'] then 'keepa_product'
        when p_payload ? 'current_price' and p_payload ?| array['asin', 'amazon_url'] then 'price_observation'
        when p_payload ?& array['timestamp_utc', 'asin'] then 'rank_log'
        when p_payload ?| array['final_price', 'initial_price'] and p_payload ?| array[
            'root_bs_rank', 'bs_rank', 'buybox_prices', 'buybox_seller', 'seller_name', 'number_of_sellers', 'reviews_count',
            'availability', 'is_available', 'timestamp'
        ] then 'brightdata_product'
        when p_payload -> 'price' ? 'current_price' or p_payload -> 'result' -> 0 -> 'price' ? 'current_price' then 'buddy_product'
        when jsonb_typeof(p_payload -> 'sellers') = 'array' and p_payload ? 'asin' and not p_payload ? 'price' then 'seller_offers'
        when p_payload ? 'featureBullets' or (p_payload ->> 'type' = 'product' and p_payload ? 'url') then 'epctex_product'
        when jsonb_typeof(p_payload -> 'price') = 'array' and (p_payload -> 'price')::text ~ '[1-9]' then null
        when ((p_payload ->> 'price' is null or staging_raw.is_unknown(p_payload ->> 'price') or p_payload ->> 'price' ~ '^0*[.,]?0*$')
                and staging_raw.has_other_price(p_payload))
            or (
                jsonb_typeof(p_payload -> 'price') = 'object'
                and not p_payload -> 'price' ?| array['value', 'amount', 'min', 'price']
                and (p_payload -> 'price')::text ~ '[1-9]'
            )
            then case when staging_raw.has_named_columns(p_payload) then 'named_columns' end
        when p_payload ?| array['breadCrumbs', 'thumbnailImage', 'starsBreakdown', 'bestsellerRanks', 'inStockText', 'reviewsLink']
            and p_payload ?| array['asin', 'url'] then 'junglee_product'
        when p_payload ?& array['date', 'available'] then 'price_log'
        when p_payload ?| array['asin', 'url'] and p_payload ?| array[
            'scraped_at', 'observed_date', 'status', 'bsr', 'bsr_data', 'reviews_count', 'in_stock', 'buybox_price'
        ] then case when not staging_raw.has_other_columns(p_payload) then 'observation' else 'named_columns' end
        when p_payload ?| array['asin', 'url'] and p_payload ?| array['review_count', 'category_path'] then 'product_sheet'
        when p_payload ?| array['asin', 'url'] and p_payload ? 'price'
            then case when not staging_raw.has_other_columns(p_payload) then 'observation' else 'named_columns' end
        when staging_raw.has_named_columns(p_payload) then 'named_columns'
        when staging_raw.has_report_titles(p_payload) then 'search_query_sheet'
    end;
end;
$$;
comment on function staging_raw.payload_shape(jsonb) is 'Name of the source shape of an item; null for an unknown one.';
