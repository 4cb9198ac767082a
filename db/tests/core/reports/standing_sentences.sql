begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(12);

create function pg_temp.said(p_values jsonb, p_section text) returns text[] language sql stable as $$
    select array_agg(s.tone || ' ' || s.template order by s.place)
    from core.standing_sentences('{"title:M": "Main", "title:A": "A", "title:B": "B"}'::jsonb || p_values, 'M', array['A', 'B']) as s
    where s.section = p_section;
$$;
select is(
    pg_temp.said('{"score_rank:M": 1, "group_size:M": 3, "composite_score:M": 70, "composite_score:A": 40, "composite_score:B": 50, "rank_if_weights_move:M": "1"}', 'position'),
    array[
        'good {title:M} has a composite score of {composite_score:M} and ranks {score_rank:M} of {group_size:M}.',
        'neutral Next is {title:B} with {composite_score:B}.',
        'neutral It would keep its rank, {rank_if_weights_move:M}, if the weight of any one metric moved by a fifth.'
    ],
    'the first of a group'
);
select is(
    pg_temp.said('{"score_rank:M": 3, "group_size:M": 3, "composite_score:M": 30, "composite_score:A": 40, "composite_score:B": 40, "rank_if_weights_move:M": "2-3"}', 'position'),
    array[
        'bad {title:M} has a composite score of {composite_score:M} and ranks {score_rank:M} of {group_size:M}.',
        'neutral The best of the others is {title:A} with {composite_score:A}.',
        'neutral If the weight of any one metric moved by a fifth, its rank would be within {rank_if_weights_move:M}.'
    ],
    'the last of a group; of equals the first by ASIN is named'
);
select is(
    (pg_temp.said('{"score_rank:M": 2, "group_size:M": 3}', 'position'))[1],
    'neutral {title:M} has a composite score of {composite_score:M} and ranks {score_rank:M} of {group_size:M}.', 'the middle is neither good nor bad'
);
select is(pg_temp.said('{"group_size:M": 1}', 'position'), array['neutral No competitor was observed on {date:M}.'], 'a group of one has no position');
select is(pg_temp.said('{"group_size:M": 3}', 'position') , array['neutral It would keep its rank, {rank_if_weights_move:M}, if the weight of any one metric moved by a fifth.'],
    'a main product without a score: the sentence lacks its claim and is left out later');
select is(
    pg_temp.said('{"price:M": 10, "price_rank:M": 2, "group_size:M": 3}', 'price'),
    array['neutral {title:M} costs {price:M}, place {price_rank:M} of {group_size:M} from cheap to dear.'], 'the price has its place'
);
select is(pg_temp.said('{"price:M": 10, "price_rank:M": 1, "group_size:M": 1}', 'price'), array['neutral {title:M} costs {price:M}.'], 'a group of one has no places');
select is(pg_temp.said('{}', 'price'), array['neutral {title:M} shows no price.'], 'nor has a product without a price');
select is(
    pg_temp.said('{"price_change_pct_30d:M": -5, "price:M": 1}', 'price') || pg_temp.said('{"price_change_pct_30d:M": 5, "price:M": 1}', 'price')
        || pg_temp.said('{"price_change_pct_30d:M": 0.99, "price:M": 1}', 'price'),
    array[
        'neutral {title:M} costs {price:M}.', 'neutral Its own price fell by {price_change_pct_30d:M|abs} within the last month.',
        'neutral {title:M} costs {price:M}.', 'neutral Its own price rose by {price_change_pct_30d:M|abs} within the last month.',
        'neutral {title:M} costs {price:M}.'
    ],
    'its own price rose or fell, from 1 % on'
);
select is(
    (pg_temp.said('{"price:M": 10, "price_diff:A": 4, "price_diff:B": -0.5}', 'price'))[2:],
    array[
        'bad {title:A} is cheaper, by {price_diff:A|abs}: {price_diff_pct:A|abs} of its price.',
        'good {title:B} is dearer, by {price_diff:B|abs}: {price_diff_pct:B|abs} of its price.'
    ],
    'main minus competitor above 0: the competitor is cheaper, which is bad'
);
select is((pg_temp.said('{"price:M": 10, "price_diff:A": 0}', 'price'))[2:], array['neutral {title:A} costs the same.'], 'or equal; without a gap nothing is said');
select is(
    (pg_temp.said('{"price:M": 10, "price_diff_pct.direction:A": "rising", "price_diff_pct.direction:B": "falling"}', 'price'))[2:]
        || (pg_temp.said('{"price:M": 10, "price_diff_pct.direction:A": "steady", "price_diff_pct.direction:B": "no clear trend"}', 'price'))[2:],
    array[
        'bad It has become dearer against {title:A} over the last month, by {price_diff_pct.change_30d:A|abs} percentage points.',
        'good It has become cheaper against {title:B} over the last month, by {price_diff_pct.change_30d:B|abs} percentage points.'
    ],
    'trends that are one'
);

select * from finish();
rollback;
