-- Sentences about score and price. p_values: value of each claim by its id; p_rivals: competitors with claims.
create or replace function core.standing_sentences(
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
    with main as (
        select
            (p_values ->> ('score_rank:' || p_asin_main))::integer as score_rank,
            (p_values ->> ('group_size:' || p_asin_main))::integer as group_size,
            (p_values ->> ('price_rank:' || p_asin_main))::integer as price_rank,
            (p_values ->> ('price_change_pct_30d:' || p_asin_main))::numeric as price_change_pct
    ),
    rivals as (
        select
            r.asin,
            r.place::integer as place,
            (p_values ->> ('composite_score:' || r.asin))::numeric as score,
            (p_values ->> ('price_diff:' || r.asin))::numeric as price_diff,
            p_values ->> ('price_diff_pct.direction:' || r.asin) as trend
        from unnest(p_rivals) with ordinality as r (asin, place)
    )
    select 'position', 1, case m.score_rank when 1 then 'good' when m.group_size then 'bad' else 'neutral' end,
        format('{title:%1$s} has a composite score of {composite_score:%1$s} and ranks {score_rank:%1$s} of {group_size:%1$s}.', p_asin_main)
    from main as m
    where m.score_rank is not null and m.group_size > 1
    union all
    select 'position', 2, 'neutral',
        format(case when m.score_rank = 1 then 'Next is' else 'The best of the others is' end || ' {title:%1$s} with {composite_score:%1$s}.', best.asin)
    from main as m
    cross join lateral (
        select r.asin from rivals as r where r.score is not null order by r.score desc, r.asin limit 1
    ) as best
    where m.score_rank is not null
    union all
    select 'position', 3, 'neutral',
        format(
            case
                when p_values ->> ('rank_if_weights_move:' || p_asin_main) ~ '-'
                    then 'If the weight of any one metric moved by a fifth, its rank would be within {rank_if_weights_move:%s}.'
                else 'It would keep its rank, {rank_if_weights_move:%s}, if the weight of any one metric moved by a fifth.'
            end,
            p_asin_main
        )
    from main as m
    where m.group_size > 1
    union all
    select 'position', 4, 'neutral', format('No competitor was observed on {date:%s}.', p_asin_main)
    from main as m
    where m.group_size = 1
    union all
    select 'price', 1, 'neutral',
        format('{title:%1$s} costs {price:%1$s}', p_asin_main)
            || case
                when m.price_rank is not null and m.group_size > 1
                    then format(', place {price_rank:%1$s} of {group_size:%1$s} from cheap to dear.', p_asin_main)
                else '.'
            end
    from main as m
    where p_values ? ('price:' || p_asin_main)
    union all
    select 'price', 2, 'neutral', format('{title:%s} shows no price.', p_asin_main)
    where not p_values ? ('price:' || p_asin_main)
    union all
    select 'price', 3, 'neutral',
        format(
            case sign(m.price_change_pct)
                when 1 then 'Its own price rose by {price_change_pct_30d:%s|abs} within the last month.'
                else 'Its own price fell by {price_change_pct_30d:%s|abs} within the last month.'
            end,
            p_asin_main
        )
    from main as m
    where abs(m.price_change_pct) >= 1
    union all
    select 'price', 10 + r.place,
        case sign(r.price_diff) when 1 then 'bad' when -1 then 'good' else 'neutral' end,
        format(
            case sign(r.price_diff)
                when 1 then '{title:%1$s} is cheaper, by {price_diff:%1$s|abs}: {price_diff_pct:%1$s|abs} of its price.'
                when -1 then '{title:%1$s} is dearer, by {price_diff:%1$s|abs}: {price_diff_pct:%1$s|abs} of its price.'
                else '{title:%1$s} costs the same.'
            end,
            r.asin
        )
    from rivals as r
    where r.price_diff is not null
    union all
    select 'price', 100 + r.place,
        case r.trend when 'rising' then 'bad' else 'good' end,
        format(
            case r.trend
                when 'rising' then 'It has become dearer against {title:%1$s} over the last month, by {price_diff_pct.change_30d:%1$s|abs} percentage points.'
                else 'It has become cheaper against {title:%1$s} over the last month, by {price_diff_pct.change_30d:%1$s|abs} percentage points.'
            end,
            r.asin
        )
    from rivals as r
    where r.trend in ('rising', 'falling');
end;
$$;
comment on function core.standing_sentences(jsonb, text, text[]) is 'Sentences of a competition report about score and price.';
