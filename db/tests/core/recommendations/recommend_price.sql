begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(15);

select is(pg_temp.found('recommend_price'), null, 'a price at the middle of the competitors is no reason to act');

-- 25 against a median of 20: 25 % above, of which 10 % are allowed.
select is(
    pg_temp.found('recommend_price', '{"price": 25, "price_above_median_pct": 25, "bsr": 900, "rating_shortfall": 0.03}'),
    'price_above_peers: 25 -> 20, 1.00', 'a dear product with a worse rank and no better rating comes down to the middle'
);
select is(
    pg_temp.found('recommend_price', '{"price": 22, "price_above_median_pct": 10, "bsr": 900}'), null, 'exactly the threshold is not above it'
);
select is(
    pg_temp.found('recommend_price', '{"price": 23, "price_above_median_pct": 15, "bsr": 900}'),
    'price_above_peers: 23 -> 20, 0.75', 'half a threshold more gives a strength of 0.75'
);
select is(
    pg_temp.found('recommend_price', '{"price": 25, "price_above_median_pct": 25, "bsr": 200}'), null, 'a rank that is no worse justifies the price'
);
select is(
    pg_temp.found('recommend_price', '{"price": 25, "price_above_median_pct": 25, "bsr": 900, "rating_shortfall": -0.1}'), null, 'so does a better rating'
);
select is(
    pg_temp.found('recommend_price', '{"price": 25, "price_above_median_pct": 25, "bsr": 900, "rating_shortfall": null}'), null, 'an unknown rating is no worse one'
);
select is(
    pg_temp.found('recommend_price', '{"price": 25, "price_above_median_pct": 25, "bsr": null}'), null, 'an unknown rank is no worse one'
);
select is(
    pg_temp.found('recommend_price', '{"price": 25, "price_above_median_pct": 25, "bsr": 900, "priced_count": 1}'), null, 'one price is no middle'
);
select is(
    pg_temp.found('recommend_price', '{"price": 25, "price_above_median_pct": 25, "bsr": 900, "ranked_count": 2}'),
    'price_above_peers: 25 -> 20, 0.67', 'two competitors with a rank give two thirds'
);
select is(
    pg_temp.found('recommend_price', '{"price": 25, "price_above_median_pct": 25, "bsr": 900, "is_price_suspect": true}'), null, 'a suspect price gives no action'
);
select is(
    pg_temp.found('recommend_price', '{"price": 25, "price_above_median_pct": 25, "bsr": 900, "status": "price_hidden"}'), null, 'nor does one that was not on offer'
);

-- 15.20 against a lowest of 19: 20 % below, of which 15 % are allowed.
select is(
    pg_temp.found('recommend_price', '{"price": 15.20, "price_below_min_pct": 20, "rating_shortfall": -0.3}'),
    'price_below_peers: 15.20 -> 19, 0.67', 'a product far below the cheapest with a better rating goes up to that'
);
select is(
    pg_temp.found('recommend_price', '{"price": 15.20, "price_below_min_pct": 20, "rating_shortfall": 0}'), null, 'without a better rating it stays cheap'
);
select is(
    pg_temp.found('recommend_price', '{"price": 16.15, "price_below_min_pct": 15, "rating_shortfall": -0.3}'), null, 'exactly the threshold is not below it'
);

select * from finish();
rollback;
