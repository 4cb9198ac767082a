begin;
set local search_path to extensions, public;
select plan(50);

create function pg_temp.checked(
    p_values jsonb,
    p_at timestamptz default '2025-03-10 12:00+00',
    p_url_marketplace text default null,
    p_run_marketplace text default null
)
returns table (code text, detail text)
language sql
stable
as $$
    select c.code, c.detail
    from jsonb_populate_record(null::staging_raw.observation, '{"asin": "B0TESTA001"}' || p_values) as o
    cross join lateral staging_raw.check_observation(o, p_url_marketplace, p_run_marketplace, p_at, '2025-03-10 12:00+00') as c;
$$;

select is((select c.code from pg_temp.checked(t.given::jsonb) as c), t.code, t.description)
from (values
    ('{}', null, 'an observation without values can be true'),
    ('{"asin": null}', 'asin_missing', 'without an ASIN it is of no product'),
    ('{"asin": ""}', 'asin_invalid', 'an empty text is no ASIN'),
    ('{"asin": "b0testa001"}', 'asin_invalid', 'nor are small letters'),
    ('{"asin": "B0TESTA0011"}', 'asin_invalid', 'nor eleven characters'),
    ('{"asin": "B0TEST-001"}', 'asin_invalid', 'nor other characters'),
    ('{"asin": "B0TESTA001\n"}', 'asin_invalid', 'nor one with a line end'),
    ('{"asin": "0306406152"}', null, 'an ISBN-10 is an ASIN'),
    ('{"price": -0.01}', 'price_negative', 'a price is not negative'),
    ('{"list_price": -1}', 'price_negative', 'nor is a list price'),
    ('{"buybox_price": -1}', 'price_negative', 'nor that of the featured offer'),
    ('{"price": 0}', null, 'a price of 0 is unknown, not false'),
    ('{"price": 9999999999.99}', null, 'the highest price the table holds is a price'),
    ('{"price": 9999999999.994}', null, 'also where it is rounded to that'),
    ('{"price": 9999999999.995}', 'price_too_large', 'what is rounded beyond it is not'),
    ('{"price": 10000000000}', 'price_too_large', 'nor is one beyond'),
    ('{"list_price": 1e300}', 'price_too_large', 'far beyond neither'),
    ('{"buybox_price": 1e10}', 'price_too_large', 'nor for the featured offer'),
    ('{"rating": 5}', null, 'five stars are the most'),
    ('{"rating": 5.01}', 'rating_out_of_range', 'more are none'),
    ('{"rating": -0.1}', 'rating_out_of_range', 'less than none neither'),
    ('{"bsr": 1}', null, 'the best rank is 1'),
    ('{"bsr": 0}', 'rank_out_of_range', 'not 0'),
    ('{"bsr_main": 0}', 'rank_out_of_range', 'nor in the main category'),
    ('{"list_rank": 0}', 'rank_out_of_range', 'nor on a list'),
    ('{"bsr": 2147483647}', null, 'the largest rank the table holds is a rank'),
    ('{"bsr": 2147483648}', 'rank_out_of_range', 'one beyond is not'),
    ('{"bsr_main": 2147483648}', 'rank_out_of_range', 'nor in the main category'),
    ('{"list_rank": 2147483648}', 'rank_out_of_range', 'nor on a list'),
    ('{"reviews_count": 0}', null, 'no reviews are a count'),
    ('{"reviews_count": -1}', 'count_out_of_range', 'less are not'),
    ('{"offers_count": -1}', 'count_out_of_range', 'nor offers'),
    ('{"reviews_count": 2147483647}', null, 'the largest count the table holds is one'),
    ('{"reviews_count": 2147483648}', 'count_out_of_range', 'one beyond is not'),
    ('{"offers_count": 9223372036854775807}', 'count_out_of_range', 'far beyond neither'),
    ('{"asin": "x", "price": -1, "rating": 9}', 'asin_invalid', 'of several faults the first is told'),
    ('{"status": "blocked", "price": null}', null, 'a failed observation can be true')
) as t (given, code, description);

select is((select c.code from pg_temp.checked('{}', '2025-03-11 12:00+00') as c), null, 'a day ahead is a clock that is off');
select is(
    (select c.code from pg_temp.checked('{}', '2025-03-11 12:00:01+00') as c), 'observed_in_future', 'more is the future'
);
select is((select c.code from pg_temp.checked('{}', '2000-01-01 00:00+00') as c), null, 'the year 2000 can be');
select is((select c.code from pg_temp.checked('{}', '1999-12-31 23:59+00') as c), 'observed_too_early', 'before it cannot');
select is((select c.code from pg_temp.checked('{}', '2025-03-10 12:00+00', 'US', 'US') as c), null, 'url and run may agree on a marketplace');
select is((select c.code from pg_temp.checked('{}', '2025-03-10 12:00+00', 'DE', null) as c), null, 'the run need not name one');
select is((select c.code from pg_temp.checked('{}', '2025-03-10 12:00+00', null, 'DE') as c), null, 'nor the url');
select is((select c.code from pg_temp.checked('{}', '2025-03-10 12:00+00', 'DE', 'US') as c), 'marketplace_mismatch', 'they must not differ');

select matches((select c.detail from pg_temp.checked('{"price": -3}') as c), '^price -3 is negative$', 'the detail has the value');
select matches((select c.detail from pg_temp.checked('{"bsr_main": 0, "bsr": 7}') as c), '^rank 0 ', 'and of several the one at fault');
select matches((select c.detail from pg_temp.checked('{"reviews_count": 3, "offers_count": -2}') as c), '^count -2 ', 'also of counts');
select matches((select c.detail from pg_temp.checked('{"list_price": 1e11, "price": 1}') as c), '^price 100000000000 ', 'and of prices');
select ok(
    length((select c.detail from pg_temp.checked(jsonb_build_object('asin', repeat('x', 9999))) as c)) < 200,
    'a value of any length makes a short sentence'
);

select * from finish();
rollback;
