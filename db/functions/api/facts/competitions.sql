-- Compares the main product with each competitor: newest values, scores, and the gaps of the range. A product without
-- competitors gets an answer with an empty list.
-- Row-level security limits the pairs to those of the tenant; the facts about products are shared by all tenants.
create or replace function api.competitions(
    p_tenant_id uuid,
    p_asin text,
    p_marketplace text,
    p_range_days integer,
    p_soft_life interval
)
returns table (data_version bigint, body text, computed_at_version bigint)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running; partitions are pruned at run time
as $$
begin
    perform api.act_as(p_tenant_id);
    return query
    select a.data_version, a.body, a.computed_at_version
    from core.product_summary as main
    left join ops.product_versions as v on v.asin = main.asin and v.marketplace = main.marketplace
    cross join lateral (
        select coalesce(json_agg(r order by r.asin), '[]') as competitors
        from (
            select
                s.asin, s.title, s.brand, s.latest_date, s.price, s.bsr, s.bsr_category, s.rating, s.reviews_count, s.in_stock,
                (
                    select json_agg(g order by g.date)
                    from (
                        select
                            d.date, d.price_diff, d.price_diff_pct, d.bsr_gap, d.is_same_bsr_category, d.rating_diff,
                            d.reviews_gap, d.buybox_diff
                        from mart.competitor_comparison_daily as d
                        where d.asin_main = p_asin
                            and d.asin_comp = pair.asin_comp
                            and d.marketplace = p_marketplace
                            and d.date > main.latest_date - p_range_days
                            and d.date <= main.latest_date
                    ) as g
                ) as gaps,
                (
                    select json_agg(g order by g.metric)
                    from (
                        select t.metric, t.direction, t.slope_per_day, t.change_30d, t.days
                        from core.competitor_trends as t
                        where t.asin_main = p_asin
                            and t.asin_comp = pair.asin_comp
                            and t.marketplace = p_marketplace
                            and t.date = main.latest_date
                    ) as g
                ) as trends
            from core.competitor_pairs as pair
            inner join core.product_summary as s on s.asin = pair.asin_comp and s.marketplace = pair.marketplace
            where pair.asin_main = p_asin and pair.marketplace = p_marketplace
        ) as r
    ) as field
    cross join lateral (
        select coalesce(json_agg(r order by r.composite_score desc nulls last, r.asin), '[]') as scores
        from (
            select
                c.asin, c.is_main, c.group_size, c.composite_score, c.score_rank, s.rank_if_weights_move,
                c.price_score, c.bsr_score, c.rating_score, c.reviews_score,
                c.price_rank, c.bsr_rank, c.rating_rank, c.reviews_rank, c.price_z, c.bsr_z, c.rating_z, c.reviews_z,
                c.is_rank_inherited
            from core.competitor_scores_daily as c
            left join core.competitor_sensitivity as s
                on s.tenant_id = c.tenant_id and s.asin_main = c.asin_main and s.asin = c.asin and s.marketplace = c.marketplace
                and s.date = c.date and s.asin_main = p_asin and s.marketplace = p_marketplace and s.date = main.latest_date
                and s.tenant_id = p_tenant_id
            where c.tenant_id = p_tenant_id and c.asin_main = p_asin and c.marketplace = p_marketplace and c.date = main.latest_date
        ) as r
    ) as standing
    cross join (
        select max(w.data_version) as data_version
        from core.competitor_pairs as pair
        inner join ops.product_versions as w on w.asin = pair.asin_comp and w.marketplace = pair.marketplace
        where pair.asin_main = p_asin and pair.marketplace = p_marketplace
    ) as theirs
    cross join lateral api.answer(
        json_build_object(
            'main', json_build_object(
                'asin', main.asin, 'title', main.title, 'brand', main.brand, 'latest_date', main.latest_date,
                'price', main.price, 'bsr', main.bsr, 'bsr_category', main.bsr_category, 'rating', main.rating,
                'reviews_count', main.reviews_count, 'in_stock', main.in_stock
            ),
            'range_days', p_range_days,
            'competitors', field.competitors,
            'scores', standing.scores
        ),
        main.asin, main.marketplace, greatest(v.data_version, theirs.data_version, 0), main.latest_date, p_soft_life
    ) as a
    where main.asin = p_asin and main.marketplace = p_marketplace;
end;
$$;
comment on function api.competitions(uuid, text, text, integer, interval) is 'A main product against a tenant''s competitors of it: newest values, scores, gaps of the range.';
grant execute on function api.competitions(uuid, text, text, integer, interval) to asinmart_api;
