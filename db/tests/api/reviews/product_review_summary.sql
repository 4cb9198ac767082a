begin;
set local search_path to extensions, public;
\ir ../../support/core_reviews.psql
\ir ../../support/two_tenants.psql
select plan(4);

select
    pg_temp.reviewed('B0TESTA001', 'RTEST00001', 1, '2025-03-01'), pg_temp.reviewed('B0TESTA001', 'RTEST00002', 5, '2025-02-02', p_is_verified => false),
    pg_temp.reviewed('B0TESTA001', 'RTEST00003', 4, '2025-02-03'), pg_temp.seen('B0TESTA003', 'Kettle', 10, 5, 3);
set local role asinmart_api;
select is(
    (select s.body::jsonb -> 'data' from api.product_review_summary('B0TESTA001') as s) - 'months',
    '{
        "asin": "B0TESTA001", "marketplace": "US", "as_of": "2025-03-10", "review_count": 3, "stars_1_count": 1, "stars_2_count": 0,
        "stars_3_count": 0, "stars_4_count": 1, "stars_5_count": 1, "average_rating": 3.33, "verified_pct": 66.7, "negative_pct": 33.3,
        "newest_on": "2025-03-01", "oldest_on": "2025-02-02", "recent_review_count": 3, "recent_negative_count": 1,
        "recent_average_rating": 3.33
    }'::jsonb,
    'the summary has the figures of mart.review_summary'
);
select is(
    (select s.body::jsonb #> '{data,months}' from api.product_review_summary('B0TESTA001') as s),
    '[
        {"month": "2025-03-01", "review_count": 1, "stars_1_count": 1, "stars_2_count": 0, "stars_3_count": 0, "stars_4_count": 0,
            "stars_5_count": 0, "average_rating": 1.00, "verified_pct": 100.0},
        {"month": "2025-02-01", "review_count": 2, "stars_1_count": 0, "stars_2_count": 0, "stars_3_count": 0, "stars_4_count": 1,
            "stars_5_count": 1, "average_rating": 4.50, "verified_pct": 50.0}
    ]'::jsonb,
    'and its months, the newest first'
);
select is(
    (select s.body::jsonb -> 'data' from api.product_review_summary('B0TESTA003') as s) - 'stars_1_count' - 'stars_2_count' - 'stars_3_count'
        - 'stars_4_count' - 'stars_5_count',
    '{
        "asin": "B0TESTA003", "marketplace": "US", "as_of": null, "review_count": 0, "average_rating": null, "verified_pct": null,
        "negative_pct": null, "newest_on": null, "oldest_on": null, "recent_review_count": 0, "recent_negative_count": 0,
        "recent_average_rating": null, "months": []
    }'::jsonb,
    'a product without reviews has none'
);
select throws_ok($$select api.product_review_summary('B0TESTA009')$$, 'AM404', null, 'an unknown product is not found');

select * from finish();
rollback;
