begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(11);

create function pg_temp.said(p_values jsonb, p_section text) returns text[] language sql stable as $$
    select array_agg(s.tone || ' ' || s.template order by s.place)
    from core.conclusion_sentences(p_values, 'M', array['A', 'B']) as s
    where s.section = p_section;
$$;
select is(
    pg_temp.said(
        '{"price_rank:M": 1, "price_rank:A": 2, "price_rank:B": 3, "bsr_rank:M": 1, "bsr_rank:A": 2, "is_same_bsr_category:A": true,
            "rating_rank:M": 1, "rating_rank:A": 2, "reviews_rank:M": 1, "reviews_rank:B": 2}', 'strengths'
    ),
    array[
        'good It is the cheapest of the group, at {price:M}.', 'good It has the best rank of the group, {bsr:M}.',
        'good It is the best rated of the group, with {rating:M}.', 'good It has the most ratings of the group, {reviews_count:M}.'
    ],
    'first places are strengths'
);
select is(
    pg_temp.said(
        '{"price_rank:M": 3, "price_rank:A": 1, "price_rank:B": 2, "bsr_rank:M": 2, "bsr_rank:A": 1, "is_same_bsr_category:A": true,
            "rating_rank:M": 3, "rating_rank:A": 2, "rating_rank:B": 1, "reviews_rank:M": 2, "reviews_rank:B": 1}', 'weaknesses'
    ),
    array[
        'bad It is the dearest of the group, at {price:M}.', 'bad It has the worst rank of the group, {bsr:M}.',
        'bad It is the worst rated of the group, with {rating:M}.', 'bad It has the fewest ratings of the group, {reviews_count:M}.'
    ],
    'last places are weaknesses'
);
select is(
    coalesce(pg_temp.said('{"price_rank:M": 1, "price_rank:A": 1, "price_rank:B": 3, "rating_rank:M": 2, "rating_rank:A": 2, "rating_rank:B": 1}', 'strengths'), '{}')
        || coalesce(pg_temp.said('{"price_rank:M": 1, "price_rank:A": 1, "price_rank:B": 3, "rating_rank:M": 2, "rating_rank:A": 2, "rating_rank:B": 1}', 'weaknesses'), '{}'),
    '{}', 'a place that is shared is neither'
);
select is(
    coalesce(pg_temp.said('{"price_rank:M": 1}', 'strengths'), '{}') || coalesce(pg_temp.said('{"price_rank:M": 1}', 'weaknesses'), '{}'), '{}',
    'nor is one without competitors'
);
select is(
    pg_temp.said('{"bsr_rank:M": 1, "bsr_rank:A": 2, "is_same_bsr_category:A": true, "bsr_rank:B": 3, "is_same_bsr_category:B": false}', 'strengths'), null,
    'a place by rank does not count among ranks of two categories'
);
select is(
    pg_temp.said('{"bsr_rank:M": 1, "bsr_rank:A": 2, "is_same_bsr_category:A": true, "bsr_rank:B": 3}', 'strengths'), null,
    'nor when a category is unknown'
);
select is(
    pg_temp.said('{"in_stock:M": true, "in_stock:A": false, "in_stock:B": true}', 'insights') || coalesce(pg_temp.said('{"in_stock:M": false, "in_stock:A": false}', 'insights'), '{}'),
    array['good {title:A} is out of stock: its buyers have to look elsewhere.'],
    'a competitor that is sold out is a chance, if the main product is not'
);
select is(
    pg_temp.said('{"bsr_gap:A": -5, "is_same_bsr_category:A": true, "price_diff:A": 2, "bsr_gap:B": 5, "is_same_bsr_category:B": true, "price_diff:B": -2}', 'insights'),
    array[
        'good It ranks better than {title:A} although it costs {price_diff:A|abs} more: buyers accept its price.',
        'bad It ranks worse than {title:B} although it costs {price_diff:B|abs} less: price is not what holds it back.'
    ],
    'rank against price'
);
select is(pg_temp.said('{"bsr_gap:A": -5, "is_same_bsr_category:A": false, "price_diff:A": 2}', 'insights'), null, 'never with ranks of two categories');
select is(
    pg_temp.said('{"price_diff:A": 2, "rating_diff:A": -0.3, "price_diff:B": 2, "rating_diff:B": 0.3}', 'insights'),
    array['bad {title:A} is both cheaper, by {price_diff:A|abs}, and better rated, by {rating_diff:A|abs}.'], 'price and rating together'
);
select is(
    pg_temp.said('{"bsr_change_pct_30d:M": -20}', 'insights') || pg_temp.said('{"bsr_change_pct_30d:M": 20}', 'insights') || coalesce(pg_temp.said('{"bsr_change_pct_30d:M": 19}', 'insights'), '{}'),
    array['good Its rank improved by {bsr_change_pct_30d:M|abs} within the last month.', 'bad Its rank worsened by {bsr_change_pct_30d:M|abs} within the last month.'],
    'the own rank, from 20 % on'
);

select * from finish();
rollback;
