-- Returns the statement that finds the keys of a page of api.products: [value, asin], sorted. The statement contains
-- conditions only for the filters that are given; all values are parameters, $1 to $12: marketplace, limit, key of the
-- row before the page, words, prefix of an ASIN, brand, category, lowest and highest price, in stock, unlisted,
-- matching ASINs (used when there are few).
-- Raises AM422 for an unknown sort.
create or replace function api.products_statement(p_asked jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    v_sort text := ltrim(p_asked ->> 'sort', '-');
    v_direction text := case when p_asked ->> 'sort' ~ '^(-|relevance$)' then 'desc' else 'asc' end;
    v_beyond text := case v_direction when 'desc' then '<' else '>' end;
    v_products text := 'core.products as p left join mart.product_latest as l on l.asin = p.asin and l.marketplace = p.marketplace';
    v_value text;
    v_first text;
    v_page text;
    v_filters text := concat(
        case p_asked -> 'is_few'
            when 'true' then ' and p.asin = any ($12)'
            -- Same expression as in the index core.products_words_idx.
            when 'false' then format(
                ' and (to_tsvector(''simple'', coalesce(p.title, '''') || '' '' || coalesce(p.brand, '''') || '' '' || coalesce(p.category, ''''))'
                || ' @@ $4%s)',
                case when p_asked -> 'is_prefix' = 'true' then ' or p.asin ^@ $5' end
            )
        end,
        case when p_asked ? 'brand' then ' and p.brand = $6' end,
        case when p_asked ? 'category' then ' and p.category = $7' end,
        case when p_asked ? 'price_min' then ' and l.price >= $8' end,
        case when p_asked ? 'price_max' then ' and l.price <= $9' end,
        case when p_asked ? 'in_stock' then ' and l.in_stock = $10' end,
        case when p_asked ? 'is_unlisted' then ' and p.is_unlisted = $11' end,
        case when p_asked ? 'is_tracked' then
            case when p_asked -> 'is_tracked' = 'true' then ' and ' else ' and not ' end
            || 'exists (select from app.tracked_products as t where t.asin = p.asin and t.marketplace = p.marketplace)'
        end
    );
begin
    if v_sort = 'asin' then
        v_page := format(
            'select jsonb_build_array(p.asin) as key from %s
            where p.marketplace = $1 and ($3 is null or p.asin %s $3 ->> 0)%s order by p.asin %s limit $2',
            v_products, v_beyond, v_filters, v_direction
        );
    elsif v_sort = 'price_change_pct' then
        v_page := format(
            'select jsonb_build_array(d.price_change_pct, d.asin) as key
            from mart.product_metrics_delta_daily as d
            inner join core.products as p on p.asin = d.asin and p.marketplace = d.marketplace
            inner join mart.product_latest as l on l.asin = d.asin and l.marketplace = d.marketplace
            where d.marketplace = $1 and d.date = (select max(n.date) from mart.product_latest as n where n.marketplace = $1)
                and d.price_change_pct <> 0 and ($3 is null or (d.price_change_pct, d.asin) %s (($3 ->> 0)::numeric, $3 ->> 1))%s
            order by d.price_change_pct %s, d.asin %s limit $2',
            v_beyond, v_filters, v_direction, v_direction
        );
    else
        v_value := case v_sort
            when 'price' then 'price' when 'bsr' then 'bsr' when 'reviews' then 'reviews_count' when 'latest_date' then 'date'
            when 'relevance' then 'reviews_count'
        end;
        if v_value is null then
            raise exception 'products cannot be sorted by %', v_sort
                using errcode = 'AM422', hint = 'Sort by asin, bsr, price, reviews, latest_date, price_change_pct or relevance.';
        end if;
        if v_sort = 'relevance' then
            v_first := format(
                '(select jsonb_build_array(2147483647, p.asin) as key
                from %s where $3 is null and p.marketplace = $1 and p.asin = $5%s) union all ',
                v_products, v_filters
            );
            v_filters := v_filters || ' and p.asin is distinct from $5';
        end if;
        v_page := concat(
            'select u.key from (',
            v_first,
            -- Past the last known value only products without a value are left.
            case when p_asked -> 'is_past_known' is distinct from 'true' then format(
                '(select jsonb_build_array(l.%1$s, l.asin) as key
                from mart.product_latest as l
                inner join core.products as p on p.asin = l.asin and p.marketplace = l.marketplace
                where l.marketplace = $1 and l.%1$s is not null and ($3 is null or (l.%1$s, l.asin) %2$s (($3 ->> 0)::%3$s, $3 ->> 1))%4$s
                order by l.%1$s %5$s, l.asin %5$s limit $2) union all ',
                v_value, v_beyond, case v_value when 'price' then 'numeric' when 'date' then 'date' else 'integer' end, v_filters, v_direction
            ) end,
            format(
                '(select jsonb_build_array(null, p.asin) as key
                from %s where p.marketplace = $1 and l.%s is null%s%s order by p.asin %s limit $2)) as u limit $2',
                v_products, v_value, case when p_asked -> 'is_past_known' = 'true' then format(' and p.asin %s $3 ->> 1', v_beyond) end, v_filters, v_direction
            )
        );
    end if;
    return 'select array_agg(k.key) from (' || v_page || ') as k';
end;
$$;
comment on function api.products_statement(jsonb) is 'The statement that finds the keys of a page of api.products.';
grant execute on function api.products_statement(jsonb) to asinmart_api;
