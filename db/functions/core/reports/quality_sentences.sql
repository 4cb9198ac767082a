-- Sentences about rank, rating and stock. Ranks of two categories, or of unknown ones, are never compared.
create or replace function core.quality_sentences(
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
            (p_values ->> ('bsr_gap:' || r.asin))::integer as bsr_gap,
            case abs((p_values ->> ('bsr_gap:' || r.asin))::integer) when 1 then 'place' else 'places' end as places,
            (p_values ->> ('is_same_bsr_category:' || r.asin))::boolean as is_same_category,
            (p_values ->> ('rating_diff:' || r.asin))::numeric as rating_diff,
            p_values ->> ('bsr_gap.direction:' || r.asin) as trend
        from unnest(p_rivals) with ordinality as r (asin, place)
    ),
    products as (
        select m.asin, m.asin = p_asin_main as is_main, m.place::integer as place
        from unnest(p_asin_main || p_rivals) with ordinality as m (asin, place)
    )
    select 'rank', 1, 'neutral', format('{title:%1$s} ranks {bsr:%1$s} in {bsr_category:%1$s}.', p_asin_main)
    union all
    select 'rank', 1 + p.place, 'neutral',
        format('{title:%s} shares its rank with another variation: it is the rank of the family.', p.asin)
    from products as p
    where (p_values ->> ('is_rank_inherited:' || p.asin))::boolean
    union all
    select 'rank', 100 + r.place,
        case when r.is_same_category then case sign(r.bsr_gap) when -1 then 'good' when 1 then 'bad' else 'neutral' end else 'neutral' end,
        format(
            case
                when not r.is_same_category
                    then '{title:%1$s} is ranked in another category, {bsr_category:%1$s}, with {bsr:%1$s}: the ranks are not comparable.'
                when r.bsr_gap < 0 then 'It ranks better than {title:%1$s}, by {bsr_gap:%1$s|abs} ' || r.places || '.'
                when r.bsr_gap > 0 then 'It ranks worse than {title:%1$s}, by {bsr_gap:%1$s|abs} ' || r.places || '.'
                else 'It ranks the same as {title:%1$s}.'
            end,
            r.asin
        )
    from rivals as r
    where r.bsr_gap is not null and r.is_same_category is not null
    union all
    select 'rank', 200 + r.place, case r.trend when 'rising' then 'bad' else 'good' end,
        format(
            case r.trend
                when 'rising' then 'It has lost ground to {title:%1$s} over the last month, by {bsr_gap.change_30d:%1$s|abs} places.'
                else 'It has gained on {title:%1$s} over the last month, by {bsr_gap.change_30d:%1$s|abs} places.'
            end,
            r.asin
        )
    from rivals as r
    where r.trend in ('rising', 'falling') and p_values ? ('bsr_gap.change_30d:' || r.asin)
    union all
    select 'rating', 1, 'neutral',
        format(
            case
                when not p_values ? ('reviews_count:' || p_asin_main) then '{title:%1$s} has {rating:%1$s}.'
                when p_values ->> ('reviews_count:' || p_asin_main) = '1'
                    then '{title:%1$s} has {rating:%1$s} from {reviews_count:%1$s} rating.'
                else '{title:%1$s} has {rating:%1$s} from {reviews_count:%1$s} ratings.'
            end,
            p_asin_main
        )
    union all
    select 'rating', 1 + r.place, case sign(r.rating_diff) when 1 then 'good' when -1 then 'bad' else 'neutral' end,
        format(
            case sign(r.rating_diff)
                when 1 then '{title:%1$s} is rated lower, by {rating_diff:%1$s|abs}.'
                when -1 then '{title:%1$s} is rated higher, by {rating_diff:%1$s|abs}.'
                else '{title:%1$s} is rated the same.'
            end,
            r.asin
        )
    from rivals as r
    where r.rating_diff is not null
    union all
    select 'stock', 0, 'bad', format('{title:%s} is out of stock.', p_asin_main)
    where not (p_values ->> ('in_stock:' || p_asin_main))::boolean
    union all
    select 'stock', p.place, case when p.is_main then 'bad' else 'good' end,
        format('{title:%1$s} was out of stock on {out_of_stock_days_30d:%1$s} of {known_stock_days_30d:%1$s} observed days of the last month.', p.asin)
    from products as p
    where (p_values ->> ('out_of_stock_days_30d:' || p.asin))::integer > 0
    union all
    select 'stock', 100 + p.place, case when p.is_main then 'bad' else 'neutral' end,
        format(
            'The featured offer of {title:%1$s} had {buybox_seller_count_30d:%1$s} sellers in the last month; the latest held it on '
                || '{buybox_share_pct_30d:%1$s} of the days.',
            p.asin
        )
    from products as p
    where (p_values ->> ('buybox_seller_count_30d:' || p.asin))::integer > 1 and p_values ? ('buybox_share_pct_30d:' || p.asin);
end;
$$;
comment on function core.quality_sentences(jsonb, text, text[]) is 'Sentences of a competition report about rank, rating and stock.';
