begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(9);

select is(pg_temp.found('recommend_reviews'), null, 'a rating like the others is no reason to act');
select is(
    pg_temp.found('recommend_reviews', '{"rating": 4.0, "rating_shortfall": 0.2}'), 'rating_below_peers: 4.0 -> 4.2, 0.50', 'a fifth of a star below the mean is one'
);
select is(
    pg_temp.found('recommend_reviews', '{"rating": 3.8, "rating_shortfall": 0.4}'), 'rating_below_peers: 3.8 -> 4.2, 1.00', 'twice as much is as sure as it gets'
);
select is(pg_temp.found('recommend_reviews', '{"rating": 4.01, "rating_shortfall": 0.19}'), null, 'less is not');
select is(pg_temp.found('recommend_reviews', '{"rating": 3.8, "rating_shortfall": 0.4, "rated_count": 1}'), null, 'one rating is no mean');
select is(
    pg_temp.found('recommend_reviews', '{"reviews_count": 20, "reviews_share_pct": 20}'), 'reviews_too_few: 20 -> 100, 0.63', 'less than a quarter of the middle is few'
);
select is(pg_temp.found('recommend_reviews', '{"reviews_count": 25, "reviews_share_pct": 25}'), null, 'a quarter is not');
select is(pg_temp.found('recommend_reviews', '{"reviews_count": 0, "reviews_share_pct": 0}'), 'reviews_too_few: 0 -> 100, 1.00', 'none is');
select is(pg_temp.found('recommend_reviews', '{"reviews_count": null, "reviews_share_pct": null}'), null, 'an unknown number is not few');

select * from finish();
rollback;
