begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
select plan(8);

insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002'), ('B0TESTA001', 'B0TESTA003'), ('B0TESTA001', 'B0TESTA004');
select pg_temp.write_day('B0TESTA001', '2025-03-10', '{"price": 10, "bsr": 300, "rating": 4.0, "reviews_count": 100}');
select pg_temp.write_day('B0TESTA002', '2025-03-10', '{"price": 20, "bsr": 100, "rating": 5.0, "reviews_count": 300}');
select pg_temp.write_day('B0TESTA003', '2025-03-10', '{"price": 30, "bsr": 200, "rating": 3.0}');
select pg_temp.write_day('B0TESTA001', '2025-03-11', '{"price": 10}');
select pg_temp.write_day('B0TESTA009', '2025-03-10', '{"price": 1}');

select results_eq(
    $$
        select s.asin, s.is_main, s.group_size, s.price_rank, s.bsr_rank, s.rating_rank, s.reviews_rank
        from mart.competitor_scores_daily as s where s.date = '2025-03-10' order by s.asin
    $$,
    $$values
        ('B0TESTA001', true, 3::bigint, 1::bigint, 3::bigint, 2::bigint, 2::bigint),
        ('B0TESTA002', false, 3, 2, 1, 1, 1), ('B0TESTA003', false, 3, 3, 2, 3, null)
    $$,
    'rank 1 has the lowest price, best rank, best rating or most ratings; an unknown value has no rank'
);
select results_eq(
    $$select s.price_z, s.bsr_z, s.rating_z, s.reviews_z from mart.competitor_scores_daily as s where s.date = '2025-03-10' order by s.asin$$,
    $$values (-1.225, 1.225, 0.000, -1.000), (0.000, -1.225, 1.225, 1.000), (1.225, 0.000, -1.225, null)$$,
    'z-scores are distances from the mean in standard deviations of the group'
);
select results_eq(
    $$select s.asin, s.composite_score from mart.competitor_scores_daily as s where s.date = '2025-03-10' order by s.asin$$,
    $$values ('B0TESTA001', 45.0), ('B0TESTA002', 70.3), ('B0TESTA003', 30.9)$$,
    'the score is the weighted mean of 50 + 25 z over the known metrics, where a higher z is better'
);
select results_eq(
    $$select s.group_size, s.price_rank, s.price_z, s.composite_score from mart.competitor_scores_daily as s where s.date = '2025-03-11'$$,
    $$values (1::bigint, 1::bigint, null::numeric, null::numeric)$$,
    'a group of one has no scores'
);
update mart.score_weights set weight = case metric when 'price' then 1 else 0 end;
select results_eq(
    $$select s.composite_score from mart.competitor_scores_daily as s where s.date = '2025-03-10' order by s.asin$$,
    $$values (80.6), (50.0), (19.4)$$,
    'weights take effect at once'
);
update mart.score_weights set weight = 0;
select is(
    (select count(*) from mart.competitor_scores_daily as s where s.composite_score is not null), 0::bigint, 'without weights there is no score'
);
update mart.score_weights set weight = 1 where metric = 'price';
select pg_temp.write_day('B0TESTA0' || n, '2025-03-12', '{"price": 10}') from generate_series(10, 19) as n;
insert into core.competitor_links (asin_main, asin_comp) select 'B0TESTA010', 'B0TESTA0' || n from generate_series(11, 20) as n;
select pg_temp.write_day('B0TESTA020', '2025-03-12', '{"price": 100000}');
select results_eq(
    $$select s.price_z, s.composite_score from mart.competitor_scores_daily as s where s.asin_main = 'B0TESTA010' and s.asin = 'B0TESTA020'$$,
    $$values (3.162, 0.0)$$,
    'an outlier gets no less than 0'
);
select throws_ok($$update mart.score_weights set weight = -1$$, '23514', null, 'a negative weight is refused');

select * from finish();
rollback;
