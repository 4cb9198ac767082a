begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

create function pg_temp.said(p_values jsonb, p_section text) returns text[] language sql stable as $$
    select array_agg(s.tone || ' ' || s.template order by s.place)
    from core.listing_sentences(p_values, 'M', array['A', 'B']) as s
    where s.section = p_section;
$$;
select is(
    pg_temp.said('{"shared_count:M": 3, "verdict.Lid:M": "missing", "verdict.Color:M": "missing", "verdict.Spoon:M": "unique"}', 'features'),
    array[
        'neutral It shares {shared_count:M} features with all competitors and states {differs_count:M} that one of them states otherwise or not at all.',
        'bad Competitors state what its listing does not: {feature_name.Color:M}, {feature_name.Lid:M}.', 'good Its listing alone states: {feature_name.Spoon:M}.'
    ],
    'features that are shared, missing and unique'
);
select is(pg_temp.said('{"price:M": 3}', 'features'), null, 'without features nothing is said of them');
select is(
    (pg_temp.said('{"negative_pct:M": 10}', 'reviews'))[1], 'neutral Of {review_count:M} reviews that were loaded, {negative_pct:M} have one or two stars.', 'the own reviews'
);
select is(
    (pg_temp.said('{"negative_pct:M": 10, "negative_pct:A": 15, "negative_pct:B": 4}', 'reviews'))[2:],
    array[
        'good Of the reviews of {title:A}, {negative_pct:A} of {review_count:A} have one or two stars.', 'bad Of the reviews of {title:B}, {negative_pct:B} of {review_count:B} have one or two stars.'
    ],
    'competitors whose share differs by five points: more bad ones of theirs are good'
);
select is((pg_temp.said('{"negative_pct:M": 10, "negative_pct:A": 14.9}', 'reviews'))[2:], '{}', 'not by less');
select is(
    pg_temp.said('{"word.lid:M": "lid"}', 'reviews'),
    array['neutral Its reviews use the word {word.lid:M} more often: in {main_pct.lid:M} of them, against {comp_pct.lid:M}.'], 'words that set its reviews apart'
);

select * from finish();
rollback;
