begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
set local role asinmart_owner;
\ir ../support/recommendations.psql
select plan(12);

select pg_temp.dear_market();
create function pg_temp.seen() returns jsonb language sql as $$
    select to_jsonb(b) from mart.peer_benchmarks as b where b.asin_main = 'B0TESTMAIN' and b.date = '2025-04-01';
$$;
update core.products set title = repeat('x', 80), image_url = 'x' where asin = 'B0TESTMAIN';
update core.products set title = repeat('x', 10 * right(asin, 1)::integer) where asin like 'B0TESTC%';
insert into core.product_features (asin, marketplace, bullets, extracted_at)
values ('B0TESTMAIN', 'US', '["a"]', now()), ('B0TESTC001', 'US', '["a", "b"]', now()), ('B0TESTC002', 'US', '[]', now());
select pg_temp.load_run(
    'the day',
    pg_temp.observed('B0TESTMAIN', '2025-04-01', '{"price": 30, "bsr": 50, "bsr_category": "Mugs", "rating": 4.0, "reviews_count": 30, "in_stock": true}'),
    pg_temp.observed('B0TESTC001', '2025-04-01', '{"price": 10, "bsr": 10, "bsr_category": "Mugs", "rating": 4.5, "reviews_count": 60, "in_stock": true}'),
    pg_temp.observed('B0TESTC002', '2025-04-01', '{"price": 25, "bsr": 20, "bsr_category": "Cups", "rating": 4.0, "reviews_count": 40, "in_stock": true}'),
    pg_temp.observed('B0TESTC003', '2025-04-01', '{"price": 1, "bsr": 30, "bsr_category": "Cups", "in_stock": false}')
);
-- Prices 10 and 25, for the third is out of stock: median 17.50; 30 is 71.43 % above it.
select is(
    (select jsonb_object_agg(v.key, v.value) from jsonb_each(pg_temp.seen()) as v where v.key ~ 'price'),
    '{"priced_count": 2, "price_median": 17.50, "price_min": 10.00, "price_max": 25.00, "price_above_median_pct": 71.43, "price_below_min_pct": -200.00}'::jsonb,
    'prices at which competitors can be bought'
);
select is(
    (select jsonb_object_agg(v.key, v.value) from jsonb_each(pg_temp.seen()) as v where v.key ~ 'bsr|ranked|categorised'),
    '{"ranked_count": 1, "bsr_median": 10, "categorised_count": 3, "common_bsr_category": "Cups", "common_bsr_category_count": 2}'::jsonb,
    'ranks of one category, and the category of most'
);
-- Mean of 4.5 and 4.0; of 60 and 40 the lower is the middle, of which 30 are 75 %.
select is(
    (select jsonb_object_agg(v.key, v.value) from jsonb_each(pg_temp.seen()) as v where v.key ~ 'rat(ed|ing)_|review'),
    '{"rated_count": 2, "rating_mean": 4.25, "rating_shortfall": 0.25, "reviewed_count": 2, "reviews_median": 40, "reviews_share_pct": 75.0}'::jsonb, 'ratings'
);
select is(
    (select jsonb_object_agg(v.key, v.value) from jsonb_each(pg_temp.seen()) as v where v.key ~ 'title|bullet|image|pictured'),
    '{"title_length": 80, "titled_count": 3, "title_length_median": 20, "bullet_count": 1, "bulleted_count": 2, "bullet_count_median": 0, "has_image": true,
        "pictured_count": 0}'::jsonb,
    'listings as last seen'
);
select is(
    (select jsonb_object_agg(v.key, v.value) from jsonb_each(pg_temp.seen()) as v where v.key ~ 'missed|competitor_count|observed'),
    '{"missed_days_30d": 0, "competitor_count": 3, "observed_count": 3}'::jsonb, 'no day out of stock'
);
update core.products set image_url = null where asin = 'B0TESTMAIN';
select is(pg_temp.seen() -> 'has_image', 'false', 'a listing that was seen without an image has none');
update core.products set title = null where asin = 'B0TESTMAIN';
select is(pg_temp.seen() -> 'has_image', 'null', 'one that was not seen may have one');
select pg_temp.load_run('out', pg_temp.observed('B0TESTMAIN', '2025-04-02', '{"in_stock": false}'), pg_temp.observed('B0TESTC001', '2025-04-02', '{"price": 10, "in_stock": true}'));
select is((select b.missed_days_30d from mart.peer_benchmarks as b where b.date = '2025-04-02'), 1, 'one day out of stock while a competitor was not');
select pg_temp.load_run('late', pg_temp.observed('B0TESTMAIN', '2025-04-30', '{"in_stock": false}'), pg_temp.observed('B0TESTC001', '2025-04-30', '{"in_stock": false}'));
select results_eq(
    $$select b.missed_days_30d, b.observed_count, b.price_median, b.price_above_median_pct from mart.peer_benchmarks as b where b.date = '2025-04-30'$$,
    $$values (1, 1, null::numeric, null::numeric)$$, 'a day without a competitor in stock is not missed, and one without prices has no middle'
);
select pg_temp.load_run('later', pg_temp.observed('B0TESTMAIN', '2025-05-02', '{"price": 9}'));
select results_eq(
    $$select b.missed_days_30d, b.observed_count, b.common_bsr_category, b.common_bsr_category_count from mart.peer_benchmarks as b where b.date = '2025-05-02'$$,
    $$values (0, 0, null::text, 0)$$, 'the window has 30 days, and a day without competitors has none'
);
-- Links and groups of a tenant are one set; those of another tenant are another.
insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-0000000000b1', 'other');
insert into core.competitor_links (tenant_id, asin_main, asin_comp) values ('00000000-0000-0000-0000-0000000000b1', 'B0TESTMAIN', 'B0TESTC003');
insert into core.competitive_groups (name, asin_main) values ('mugs', 'B0TESTMAIN');
insert into core.competitive_group_members (group_id, asin) select g.id, a from core.competitive_groups as g cross join unnest(array['B0TESTC001', 'B0TESTC009']) as a;
select results_eq(
    $$select b.tenant_id::text, b.competitor_count, b.priced_count from mart.peer_benchmarks as b where b.date = '2025-04-01' order by 1$$,
    $$values ('00000000-0000-0000-0000-000000000001', 4, 2), ('00000000-0000-0000-0000-0000000000b1', 1, 0)$$, 'each tenant has its own competitors'
);
set local role mart_reader;
select is((select count(distinct b.tenant_id) from mart.peer_benchmarks as b), 1::bigint, 'a reader of mart sees the default tenant');

select * from finish();
rollback;
