begin;
set local search_path to extensions, public;
\ir ../support/core_reviews.psql
select plan(5);

select
    pg_temp.reviewed('B0TESTA001', 'RTEST00001', 1, '2024-12-10'), pg_temp.reviewed('B0TESTA001', 'RTEST00002', 2, '2024-12-11'),
    pg_temp.reviewed('B0TESTA001', 'RTEST00003', 5, '2025-03-10', p_is_verified => false),
    pg_temp.reviewed('B0TESTA001', 'RTEST00004', 5, '2024-01-01', p_is_verified => null, p_last_seen_on => '2025-03-11'),
    pg_temp.reviewed('B0TESTA001', 'RTEST00005', 4, null), pg_temp.reviewed('B0TESTA001', 'RTEST00006', 3, '2025-03-11'),
    pg_temp.reviewed('B0TESTA001', 'RTEST00001', 3, p_marketplace => 'DE'),
    pg_temp.reviewed('B0TESTA002', 'RTEST00007', 4, null, p_is_verified => null);

select results_eq(
    $$
        select s.as_of, s.review_count, s.stars_1_count, s.stars_2_count, s.stars_3_count, s.stars_4_count, s.stars_5_count, s.average_rating
        from mart.review_summary as s where s.asin = 'B0TESTA001' and s.marketplace = 'US'
    $$,
    $$values ('2025-03-11'::date, 6::bigint, 1::bigint, 1::bigint, 1::bigint, 1::bigint, 2::bigint, 3.33)$$, 'reviews are counted by stars'
);
select results_eq(
    $$select s.verified_pct, s.negative_pct, s.newest_on, s.oldest_on from mart.review_summary as s where s.asin = 'B0TESTA001' and s.marketplace = 'US'$$,
    $$values (80.0, 33.3, '2025-03-11'::date, '2024-01-01'::date)$$, 'one that does not say whether it is verified is in no share of that'
);
-- Of 90 days up to 2025-03-11 the first is 2024-12-12.
select results_eq(
    $$
        select s.recent_review_count, s.recent_negative_count, s.recent_average_rating
        from mart.review_summary as s where s.asin = 'B0TESTA001' and s.marketplace = 'US'
    $$,
    $$values (2::bigint, 0::bigint, 4.00)$$, 'the last 90 days end with the day on which its reviews were last seen'
);
select results_eq(
    $$select s.review_count, s.verified_pct, s.newest_on, s.recent_review_count, s.recent_average_rating from mart.review_summary as s where s.asin = 'B0TESTA002'$$,
    $$values (1::bigint, null::numeric, null::date, 0::bigint, null::numeric)$$, 'what is unknown is null'
);
select set_eq(
    'select s.asin, s.marketplace from mart.review_summary as s', $$values ('B0TESTA001', 'US'), ('B0TESTA001', 'DE'), ('B0TESTA002', 'US')$$,
    'each product and marketplace is a row'
);

select * from finish();
rollback;
