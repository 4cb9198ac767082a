-- Sentences about the features of the listings and about reviews.
create or replace function core.listing_sentences(
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
    with features as (
        select
            v.value as verdict,
            string_agg(format('{%s}', replace(v.key, 'verdict.', 'feature_name.')), ', ' order by v.key) as slots
        from jsonb_each_text(p_values) as v (key, value)
        where v.key like 'verdict.%' and split_part(v.key, ':', 2) = p_asin_main
        group by v.value
    ),
    words as (
        select
            split_part(split_part(v.key, ':', 1), '.', 2) as word,
            row_number() over (order by v.key)::integer as place
        from jsonb_each_text(p_values) as v (key, value)
        where v.key like 'word.%'
    ),
    rivals as (
        select
            r.asin,
            r.place::integer as place,
            (p_values ->> ('negative_pct:' || r.asin))::numeric as negative_pct,
            (p_values ->> ('negative_pct:' || p_asin_main))::numeric as own_pct
        from unnest(p_rivals) with ordinality as r (asin, place)
    )
    select 'features', 1, 'neutral',
        format(
            'It shares {shared_count:%1$s} features with all competitors and states {differs_count:%1$s} that one of them states otherwise or '
                || 'not at all.',
            p_asin_main
        )
    where p_values ? ('shared_count:' || p_asin_main)
    union all
    select 'features', case f.verdict when 'missing' then 2 else 3 end, case f.verdict when 'missing' then 'bad' else 'good' end,
        case f.verdict when 'missing' then 'Competitors state what its listing does not: ' else 'Its listing alone states: ' end || f.slots || '.'
    from features as f
    union all
    select 'reviews', 1, 'neutral',
        format('Of {review_count:%1$s} reviews that were loaded, {negative_pct:%1$s} have one or two stars.', p_asin_main)
    where p_values ? ('negative_pct:' || p_asin_main)
    union all
    select 'reviews', 1 + r.place, case when r.negative_pct > r.own_pct then 'good' else 'bad' end,
        format('Of the reviews of {title:%1$s}, {negative_pct:%1$s} of {review_count:%1$s} have one or two stars.', r.asin)
    from rivals as r
    where abs(r.negative_pct - r.own_pct) >= 5
    union all
    select 'reviews', 100 + w.place, 'neutral',
        format(
            'Its reviews use the word {word.%1$s:%2$s} more often: in {main_pct.%1$s:%2$s} of them, against {comp_pct.%1$s:%2$s}.',
            w.word, p_asin_main
        )
    from words as w;
end;
$$;
comment on function core.listing_sentences(jsonb, text, text[]) is 'Sentences of a competition report about features and reviews.';
