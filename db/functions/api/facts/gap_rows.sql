create or replace function api.gap_rows(p_body json)
returns json
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(json_agg(
        json_build_object(
            'asin_main', p_body #> '{data,main,asin}', 'asin_comp', c.competitor -> 'asin',
            'marketplace', p_body #> '{meta,marketplace}', 'currency', p_body #> '{meta,currency}',
            'title', c.competitor -> 'title', 'date', g.gap -> 'date',
            'price_diff', g.gap -> 'price_diff', 'price_diff_pct', g.gap -> 'price_diff_pct', 'bsr_gap', g.gap -> 'bsr_gap',
            'is_same_bsr_category', g.gap -> 'is_same_bsr_category', 'rating_diff', g.gap -> 'rating_diff',
            'reviews_gap', g.gap -> 'reviews_gap', 'buybox_diff', g.gap -> 'buybox_diff'
        )
        order by c.place, g.place
    ), '[]')
    from json_array_elements(p_body #> '{data,competitors}') with ordinality as c (competitor, place)
    cross join lateral json_array_elements(
        case json_typeof(c.competitor -> 'gaps') when 'array' then c.competitor -> 'gaps' else '[]' end
    ) with ordinality as g (gap, place);
$$;
comment on function api.gap_rows(json) is 'The answer about competitors as flat rows: one row per competitor and day.';
grant execute on function api.gap_rows(json) to asinmart_api;
