begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
\ir ../support/two_tenants.psql
set local role asinmart_owner;
select plan(20);

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

-- Sub-scores, ranks by score, ties, and what has no score. Weights as they are in the beginning: 0.3, 0.3, 0.2, 0.2.
update mart.score_weights set weight = case when metric in ('price', 'bsr') then 0.3 else 0.2 end;
select results_eq(
    $$select s.price_score, s.bsr_score, s.rating_score, s.reviews_score, s.score_rank from mart.competitor_scores_daily as s where s.date = '2025-03-10' order by s.asin$$,
    $$values (80.6, 19.4, 50.0, 25.0, 2::bigint), (50.0, 80.6, 80.6, 75.0, 1), (19.4, 50.0, 19.4, null, 3)$$,
    'a sub-score is 50 + 25 z, turned so that higher is better; the best score has rank 1'
);
select results_eq(
    $$select s.price_score, s.composite_score, s.score_rank from mart.competitor_scores_daily as s where s.date = '2025-03-11'$$,
    $$values (null::numeric, null::numeric, null::bigint)$$, 'a group of one has neither'
);
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA031', 'B0TESTA032'), ('B0TESTA031', 'B0TESTA033'), ('B0TESTA031', 'B0TESTA034'), ('B0TESTA031', 'B0TESTA035');
select pg_temp.write_day('B0TESTA031', '2025-03-10', '{"price": 10, "bsr": 50, "bsr_category": "Mugs"}');
select pg_temp.write_day('B0TESTA032', '2025-03-10', '{"price": 10, "bsr": 50, "bsr_category": "Mugs"}');
select pg_temp.write_day('B0TESTA033', '2025-03-10', '{"price": 10, "bsr": 80, "bsr_category": "Mugs"}');
select pg_temp.write_day('B0TESTA034', '2025-03-10', '{}');
select pg_temp.write_day('B0TESTA035', '2025-03-10', '{"bsr": 1, "bsr_category": "Cups"}');
create function pg_temp.of_ties() returns setof mart.competitor_scores_daily language sql stable as $$
    select s.* from mart.competitor_scores_daily as s where s.asin_main = 'B0TESTA031' order by s.asin;
$$;
select results_eq(
    'select s.asin, s.group_size, s.price_rank, s.price_z, s.price_score from pg_temp.of_ties() as s',
    $$values ('B0TESTA031', 5::bigint, 1::bigint, null::numeric, null::numeric), ('B0TESTA032', 5, 1, null, null), ('B0TESTA033', 5, 1, null, null),
        ('B0TESTA034', 5, null, null, null), ('B0TESTA035', 5, null, null, null)$$,
    'equal prices have no variance: no score, and no division by zero'
);
-- Ranks 50, 50, 80: mean 60, deviation 14.14.
select results_eq(
    'select s.bsr_rank, s.bsr_z, s.composite_score, s.score_rank from pg_temp.of_ties() as s',
    $$values (1::bigint, -0.707, 67.7, 1::bigint), (1, -0.707, 67.7, 1), (3, 1.414, 14.7, 3), (null, null, null, null), (null, null, null, null)$$,
    'equals share a rank, and the next ones follow at their distance; a rank of another category than the main product''s does not count'
);

-- Ranks that variations inherit from their parent.
select ok((select bool_and(not s.is_rank_inherited) from pg_temp.of_ties() as s where s.asin <> 'B0TESTA034'), 'the rank of a product without variations is its own');
select is((select s.is_rank_inherited from pg_temp.of_ties() as s where s.asin = 'B0TESTA034'), null, 'without a rank there is none to inherit');
update core.products set parent_asin = 'B0TESTA030' where asin in ('B0TESTA031', 'B0TESTA032', 'B0TESTA033');
select results_eq(
    'select s.is_rank_inherited from pg_temp.of_ties() as s', $$values (true), (true), (false), (null), (false)$$,
    'variations of one parent with the same rank in the same category have the rank of the family'
);
update core.product_metrics_daily set bsr_category = 'Cups' where asin = 'B0TESTA032';
select results_eq('select s.is_rank_inherited from pg_temp.of_ties() as s', $$values (false), (false), (false), (null), (false)$$, 'in another category it is their own');

-- Tenants: competitors and weights are their own.
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values
    (pg_temp.a(), 'B0TESTA001', 'B0TESTA002'), (pg_temp.b(), 'B0TESTA001', 'B0TESTA002'), (pg_temp.b(), 'B0TESTA001', 'B0TESTA003');
insert into app.tenant_score_weights (tenant_id, metric, weight) values (pg_temp.a(), 'price', 0), (pg_temp.a(), 'bsr', 1), (pg_temp.a(), 'rating', 0), (pg_temp.a(), 'reviews', 0);
select results_eq(
    $$select s.tenant_id, s.asin, s.group_size, s.composite_score, s.score_rank from mart.competitor_scores_daily as s where s.date = '2025-03-10' and s.asin_main = 'B0TESTA001' and s.tenant_id in (pg_temp.a(), pg_temp.b()) order by 1, 2$$,
    $$
        values (pg_temp.a(), 'B0TESTA001', 2::bigint, 25.0, 2::bigint), (pg_temp.a(), 'B0TESTA002', 2, 75.0, 1), (pg_temp.b(), 'B0TESTA001', 3, 45.0, 2),
            (pg_temp.b(), 'B0TESTA002', 3, 70.3, 1), (pg_temp.b(), 'B0TESTA003', 3, 30.9, 3)
    $$,
    'the same pair has the scores of each tenant''s competitors and weights'
);
update app.tenant_score_weights set weight = case metric when 'price' then 1 else 0 end where tenant_id = pg_temp.a();
select results_eq(
    $$select s.asin, s.composite_score from mart.competitor_scores_daily as s where s.date = '2025-03-10' and s.tenant_id = pg_temp.a() order by 1$$,
    $$values ('B0TESTA001', 75.0), ('B0TESTA002', 25.0)$$, 'changed weights take effect at once'
);
select throws_ok($$update app.tenant_score_weights set weight = -1$$, '23514', null, 'a negative weight of a tenant is refused');
set local role mart_reader;
select is_empty(
    $$select 1 from mart.competitor_scores_daily as s where s.tenant_id in (pg_temp.a(), pg_temp.b())$$, 'a reader of mart sees the scores of the default tenant alone'
);

select * from finish();
rollback;
