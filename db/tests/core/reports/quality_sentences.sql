begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(13);

create function pg_temp.said(p_values jsonb, p_section text) returns text[] language sql stable as $$
    select array_agg(s.tone || ' ' || s.template order by s.place)
    from core.quality_sentences(p_values, 'M', array['A', 'B']) as s
    where s.section = p_section;
$$;
select is((pg_temp.said('{}', 'rank'))[1], 'neutral {title:M} ranks {bsr:M} in {bsr_category:M}.', 'the own rank and its category');
select is(
    (pg_temp.said('{"bsr_gap:A": -10, "is_same_bsr_category:A": true, "bsr_gap:B": 1, "is_same_bsr_category:B": true}', 'rank'))[2:],
    array['good It ranks better than {title:A}, by {bsr_gap:A|abs} places.', 'bad It ranks worse than {title:B}, by {bsr_gap:B|abs} place.'],
    'a lower rank is better'
);
select is(
    (pg_temp.said('{"bsr_gap:A": 0, "is_same_bsr_category:A": true}', 'rank'))[2:], array['neutral It ranks the same as {title:A}.'], 'or the same'
);
select is(
    (pg_temp.said('{"bsr_gap:A": -10, "is_same_bsr_category:A": false}', 'rank'))[2:],
    array['neutral {title:A} is ranked in another category, {bsr_category:A}, with {bsr:A}: the ranks are not comparable.'],
    'ranks of two categories are not compared'
);
select is((pg_temp.said('{"bsr_gap:A": -10}', 'rank'))[2:], '{}', 'ranks of unknown categories are not compared, and not called another''s');
select is(
    (pg_temp.said('{"is_rank_inherited:M": true, "is_rank_inherited:A": true, "is_rank_inherited:B": false}', 'rank'))[2:],
    array[
        'neutral {title:M} shares its rank with another variation: it is the rank of the family.',
        'neutral {title:A} shares its rank with another variation: it is the rank of the family.'
    ],
    'inherited ranks are said to be'
);
select is(
    (pg_temp.said('{"bsr_gap.direction:A": "rising", "bsr_gap.change_30d:A": 9, "bsr_gap.direction:B": "falling", "bsr_gap.change_30d:B": -9}', 'rank'))[2:],
    array[
        'bad It has lost ground to {title:A} over the last month, by {bsr_gap.change_30d:A|abs} places.',
        'good It has gained on {title:B} over the last month, by {bsr_gap.change_30d:B|abs} places.'
    ],
    'a rising gap of ranks is bad'
);
select is(
    array[(pg_temp.said('{"reviews_count:M": 130}', 'rating'))[1], (pg_temp.said('{"reviews_count:M": 1}', 'rating'))[1], (pg_temp.said('{}', 'rating'))[1]],
    array[
        'neutral {title:M} has {rating:M} from {reviews_count:M} ratings.', 'neutral {title:M} has {rating:M} from {reviews_count:M} rating.',
        'neutral {title:M} has {rating:M}.'
    ],
    'the own rating'
);
select is(
    (pg_temp.said('{"rating_diff:A": 0.2, "rating_diff:B": -0.2}', 'rating'))[2:],
    array['good {title:A} is rated lower, by {rating_diff:A|abs}.', 'bad {title:B} is rated higher, by {rating_diff:B|abs}.'],
    'a higher rating is better'
);
select is((pg_temp.said('{"rating_diff:A": 0}', 'rating'))[2:], array['neutral {title:A} is rated the same.'], 'or the same; without a gap nothing is said');
select is(
    pg_temp.said('{"in_stock:M": false, "out_of_stock_days_30d:M": 2, "out_of_stock_days_30d:A": 1, "out_of_stock_days_30d:B": 0}', 'stock'),
    array[
        'bad {title:M} is out of stock.',
        'bad {title:M} was out of stock on {out_of_stock_days_30d:M} of {known_stock_days_30d:M} observed days of the last month.',
        'good {title:A} was out of stock on {out_of_stock_days_30d:A} of {known_stock_days_30d:A} observed days of the last month.'
    ],
    'stock lost is bad for the main product and good of a competitor'
);
select is(
    pg_temp.said('{"buybox_seller_count_30d:M": 2, "buybox_share_pct_30d:M": 60, "buybox_seller_count_30d:A": 3, "buybox_share_pct_30d:A": 50, "buybox_seller_count_30d:B": 1, "buybox_share_pct_30d:B": 100}', 'stock'),
    array[
        'bad The featured offer of {title:M} had {buybox_seller_count_30d:M} sellers in the last month; the latest held it on {buybox_share_pct_30d:M} of the days.',
        'neutral The featured offer of {title:A} had {buybox_seller_count_30d:A} sellers in the last month; the latest held it on {buybox_share_pct_30d:A} of the days.'
    ],
    'a featured offer with several sellers'
);
select is(pg_temp.said('{"in_stock:M": true, "buybox_seller_count_30d:M": 2}', 'stock'), null, 'without a seller of the day no share is stated');

select * from finish();
rollback;
