begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(12);

select pg_temp.dear_market();
create function pg_temp.seen(p_asin text default 'B0TESTMAIN', p_now timestamptz default '2025-03-31 20:00+00')
returns core.recommendation_subject language sql as $$
    select s from core.recommendation_subjects(array['00000000-0000-0000-0000-000000000001'::uuid], array[p_asin], array['US'], p_now) as s;
$$;
select results_eq(
    $$
        select s.as_of, s.days_old, s.currency_code, s.price, s.bsr, s.rating, s.observed_days, s.expected_days, s.status
        from pg_temp.seen() as s
    $$,
    $$values ('2025-03-30'::date, 1, 'USD', 25.00, 900, 4.20, 30, 30, 'ok')$$, 'a product has the values of its newest day'
);
select results_eq(
    $$
        select s.competitor_count, s.observed_count, s.price_median, s.price_min, s.price_above_median_pct, s.bsr_median, s.rating_mean, s.bsr_avg_30d
        from pg_temp.seen() as s
    $$,
    $$values (3, 3, 20.00, 19.00, 25.00, 200, 4.23, 900.00)$$, 'beside those of its competitors'
);
select results_eq(
    $$select s.is_unlisted, s.is_fetch_failing, s.is_price_suspect, s.missed_days_30d, s.known_stock_days_30d from pg_temp.seen() as s$$,
    $$values (false, false, false, 0, 30)$$, 'and nothing is wrong with them'
);
select is((pg_temp.seen(p_now => '2025-04-06 20:00+00')).days_old, 7, 'its age is in days of the marketplace');
select is((pg_temp.seen(p_now => '2025-04-06 03:00+00')).days_old, 6, 'which begin later than those of UTC');
select results_eq(
    $$select s.as_of, s.price, s.observed_count, s.is_fetch_failing from pg_temp.seen('B0TESTNONE') as s$$,
    $$values (null::date, null::numeric, 0, false)$$, 'a product that was never observed has a row without values'
);
select is((pg_temp.seen('B0TESTC001')).competitor_count, null, 'a product without competitors has none');

select pg_temp.load_run('blocked', pg_temp.observed('B0TESTMAIN', '2025-03-31', '{"status": "blocked"}'));
select results_eq(
    $$select s.as_of, s.is_fetch_failing from pg_temp.seen() as s$$, $$values ('2025-03-30'::date, true)$$, 'a failed look after the newest day is noted'
);
select pg_temp.load_run('delisted', pg_temp.observed('B0TESTMAIN', '2025-04-01', '{"status": "delisted"}'));
select is((pg_temp.seen()).is_unlisted, true, 'so is a listing that is gone');

-- A hundredth of the price of all days before: an error of the page.
select pg_temp.load_run(
    'error', pg_temp.observed('B0TESTMAIN', '2025-04-02', '{"price": 25}'), pg_temp.observed('B0TESTC001', '2025-04-02', '{"price": 0.19}')
);
select is((pg_temp.seen()).is_price_suspect, true, 'a suspect price of a competitor makes prices suspect');
select pg_temp.load_run(
    'again', pg_temp.observed('B0TESTMAIN', '2025-04-03', '{"price": 25}'), pg_temp.observed('B0TESTC001', '2025-04-03', '{"price": 0.19}')
);
select is((pg_temp.seen()).is_price_suspect, false, 'a second observation confirms it');
select pg_temp.load_run('own', pg_temp.observed('B0TESTMAIN', '2025-04-04', '{"price": 2500}'));
select is((pg_temp.seen()).is_price_suspect, true, 'and so does one of its own');

select * from finish();
rollback;
