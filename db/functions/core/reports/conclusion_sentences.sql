-- Strengths and weaknesses: where the main product is first or last of those with a value. Insights: two facts that explain each
-- other. A place by rank counts only where all ranks are known to be of one category; a place that is shared is no strength.
create or replace function core.conclusion_sentences(
    p_values jsonb,
    p_asin_main text,
    p_rivals text[]
)
returns table (section text, place integer, tone text, template text)
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- planning costs more than running
as $$
begin
    return query
    with rivals as (
        select
            r.asin,
            r.place::integer as place,
            (p_values ->> ('price_diff:' || r.asin))::numeric as price_diff,
            case when (p_values ->> ('is_same_bsr_category:' || r.asin))::boolean
                then (p_values ->> ('bsr_gap:' || r.asin))::integer
            end as bsr_gap,
            (p_values ->> ('is_same_bsr_category:' || r.asin))::boolean as is_same_category,
            (p_values ->> ('rating_diff:' || r.asin))::numeric as rating_diff,
            (p_values ->> ('in_stock:' || r.asin))::boolean as in_stock
        from unnest(p_rivals) with ordinality as r (asin, place)
    ),
    places as (
        select
            w.metric,
            w.place,
            w.best,
            w.worst,
            (p_values ->> (w.metric || ':' || p_asin_main))::integer as own_place,
            others.first_place,
            others.last_place
        from (
            values
                ('price_rank', 1, 'It is the cheapest of the group, at {price:%s}.', 'It is the dearest of the group, at {price:%s}.'),
                ('bsr_rank', 2, 'It has the best rank of the group, {bsr:%s}.', 'It has the worst rank of the group, {bsr:%s}.'),
                ('rating_rank', 3, 'It is the best rated of the group, with {rating:%s}.', 'It is the worst rated of the group, with {rating:%s}.'),
                ('reviews_rank', 4, 'It has the most ratings of the group, {reviews_count:%s}.', 'It has the fewest ratings of the group, {reviews_count:%s}.')
        ) as w (metric, place, best, worst)
        cross join lateral (
            select min(v.place) as first_place, max(v.place) as last_place
            from rivals as r
            cross join lateral (select (p_values ->> (w.metric || ':' || r.asin))::integer as place) as v
        ) as others
        where w.metric <> 'bsr_rank'
            or (select bool_and(coalesce(r.is_same_category, not p_values ? ('bsr_rank:' || r.asin))) from rivals as r)
    )
    select 'strengths', p.place, 'good', format(p.best, p_asin_main)
    from places as p
    where p.own_place < p.first_place
    union all
    select 'weaknesses', p.place, 'bad', format(p.worst, p_asin_main)
    from places as p
    where p.own_place > p.last_place
    union all
    select 'insights', r.place, 'good', format('{title:%s} is out of stock: its buyers have to look elsewhere.', r.asin)
    from rivals as r
    where not r.in_stock and (p_values ->> ('in_stock:' || p_asin_main))::boolean
    union all
    select 'insights', 100 + r.place, 'good',
        format('It ranks better than {title:%1$s} although it costs {price_diff:%1$s|abs} more: buyers accept its price.', r.asin)
    from rivals as r
    where r.bsr_gap < 0 and r.price_diff > 0
    union all
    select 'insights', 200 + r.place, 'bad',
        format('It ranks worse than {title:%1$s} although it costs {price_diff:%1$s|abs} less: price is not what holds it back.', r.asin)
    from rivals as r
    where r.bsr_gap > 0 and r.price_diff < 0
    union all
    select 'insights', 300 + r.place, 'bad',
        format('{title:%1$s} is both cheaper, by {price_diff:%1$s|abs}, and better rated, by {rating_diff:%1$s|abs}.', r.asin)
    from rivals as r
    where r.price_diff > 0 and r.rating_diff < 0
    union all
    select 'insights', 400, case when m.change < 0 then 'good' else 'bad' end,
        format(
            case when m.change < 0 then 'Its rank improved by {bsr_change_pct_30d:%s|abs} within the last month.'
                else 'Its rank worsened by {bsr_change_pct_30d:%s|abs} within the last month.'
            end,
            p_asin_main
        )
    from (select (p_values ->> ('bsr_change_pct_30d:' || p_asin_main))::numeric as change) as m
    where abs(m.change) >= 20;
end;
$$;
comment on function core.conclusion_sentences(jsonb, text, text[]) is 'Strengths, weaknesses and insights of a competition report.';
