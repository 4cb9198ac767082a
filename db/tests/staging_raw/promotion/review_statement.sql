begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/reviews.psql
set local role asinmart_owner;
select plan(16);

update ops.settings set value = '1' where name = 'reject_share_limit';
create temp view rejects as
select e.job_id, e.item_no, e.stage, e.reason_code, e.detail from staging_raw.rejected_events as e order by e.item_no;

-- Every reject has its code and sentence.
select pg_temp.load_run(
    'r1', pg_temp.review('', '{}'), pg_temp.review('r-1'), pg_temp.review('RTEST00003', '{"productAsin": null, "reviewCategoryUrl": null}'),
    pg_temp.review('RTEST00004', '{"productAsin": "B0TEST"}'), pg_temp.review('RTEST00005', '{"ratingScore": null}'),
    pg_temp.review('RTEST00006', '{"ratingScore": "4.5"}'), pg_temp.review('RTEST00007', '{"ratingScore": 0}'),
    pg_temp.review('RTEST00008', '{"reviewCategoryUrl": "https://www.amazon.example/product-reviews/B0TESTA001"}'),
    pg_temp.review('RTEST00009', '{"scrapedAt": "2999-01-01T00:00:00Z"}'), pg_temp.review('RTEST00010')
);
select results_eq(
    'select r.item_no, r.stage, r.reason_code, r.detail from rejects as r',
    $$
        values
            (1, 'check', 'review_id_missing', 'the item has no review id'),
            (2, 'check', 'review_id_invalid', '''r-1'' is no id of a review: 5 to 30 capital letters and digits'),
            (3, 'check', 'asin_missing', 'no ASIN in the item or its url'),
            (4, 'check', 'asin_invalid', '''B0TEST'' is not an ASIN: 10 capital letters and digits'),
            (5, 'check', 'rating_missing', 'the review has no rating'),
            (6, 'check', 'rating_invalid', '''4.5'' is no whole number of stars from 1 to 5'),
            (7, 'check', 'rating_invalid', '''0'' is no whole number of stars from 1 to 5'),
            (8, 'check', 'shop_unknown',
                'amazon.example is not a shop in core.marketplaces; if it is another name of one, add it to core.marketplace_names'),
            (9, 'check', 'observed_in_future', format('observed at %s, which is in the future', '2999-01-01T00:00:00Z'::timestamptz))
    $$,
    'each has a sentence'
);
select set_eq('select r.review_id from core.reviews as r', array['RTEST00010'], 'the others are kept');
select results_eq(
    $$select r.received_count, r.accepted_count, r.duplicate_count, r.rejected_count from core.ingest_runs as r where r.job_id = 'r1'$$,
    'values (10, 1, 0, 9)', 'each item counts once'
);
select pg_temp.land_run('r2', array[pg_temp.review('RTEST00020'), pg_temp.review('RTEST00021', '{"reviewCategoryUrl": null}')], 'DE');
select lives_ok($$select pg_temp.promote('r2')$$, 'a run of another shop is promoted');
select results_eq(
    $$select r.item_no, r.reason_code, r.detail from rejects as r where r.job_id = 'r2'$$,
    $$values (1, 'marketplace_mismatch', 'the url says US, the run was loaded for DE')$$, 'an address of another shop than the run''s'
);
select set_eq(
    $$select r.marketplace from core.reviews as r where r.job_id = 'r2'$$, array['DE'], 'without an address the run says the shop, never the reviewer''s country'
);

-- A field that cannot be read is null, and says why.
select pg_temp.load_run(
    'r3',
    pg_temp.review('RTEST00030', '{"date": null, "reviewedIn": "Reviewed in Narnia on Xtober 2, 2025", "isVerified": "perhaps", "reviewReaction": "Many found this helpful"}'),
    pg_temp.review('RTEST00031', '{"date": "2999-01-01"}'), pg_temp.review('RTEST00032', '{"date": "1901-01-01"}'),
    pg_temp.review('RTEST00033', '{"date": null, "reviewedIn": null}')
);
select results_eq(
    $$
        select r.review_id, r.rating, r.is_verified, r.reviewed_on, r.country_code, r.helpful_count
        from core.reviews as r where r.job_id = 'r3' order by 1
    $$,
    $$
        values
            ('RTEST00030', 4::smallint, null::boolean, null::date, null::text, null::integer), ('RTEST00031', 4::smallint, true, null, 'US', null),
            ('RTEST00032', 4::smallint, true, null, 'US', null), ('RTEST00033', 4::smallint, true, null, null, null)
    $$,
    'what cannot be read is null'
);
select results_eq(
    $$
        select g.outcome, g.observation_count, replace(g.example, U&'\00A0', '_') from ops.run_readings as g
        where g.job_id = 'r3' and g.subject = 'dropped' order by 1
    $$,
    $$
        values
            ('country_code names no known country', 1::bigint,
                'B0TESTA001 country_code: Reviewed_in_Narnia_on_Xtober_2,_2025 names no known country'),
            ('helpful_count is not a count', 1, 'B0TESTA001 helpful_count: Many_found_this_helpful is not a count'),
            ('is_verified is neither true nor false', 1, 'B0TESTA001 is_verified: perhaps is neither true nor false'),
            ('reviewed_on has no readable day', 1,
                'B0TESTA001 reviewed_on: Reviewed_in_Narnia_on_Xtober_2,_2025 has no readable day'),
            ('reviewed_on is after the review was seen', 1, 'B0TESTA001 reviewed_on: 2999-01-01 is after the review was seen'),
            ('reviewed_on is before any review', 1, 'B0TESTA001 reviewed_on: 1901-01-01 is before any review')
    $$,
    'the ledger says why, once a kind'
);

-- Country and day.
select pg_temp.land_run('r4', array[
    pg_temp.review('RTEST00040', '{"date": null, "reviewedIn": "Rezension aus Deutschland vom 26. Mai 2022"}'),
    pg_temp.review('RTEST00041', jsonb_build_object('date', null, 'reviewedIn', U&'2022\5E743\670826\65E5\306B\65E5\672C\3067\30EC\30D3\30E5\30FC\6E08\307F')),
    pg_temp.review('RTEST00042', '{"date": "2022-01-02", "reviewedIn": null, "country": "Netherlands"}'),
    pg_temp.review('RTEST00043', '{"date": "2022-01-02", "reviewedIn": null, "countryCode": "GB"}'),
    pg_temp.review('RTEST00044', '{"date": "nonsense"}'),
    pg_temp.review('RTEST00045', jsonb_build_object('date', null, 'reviewedIn', U&'Rese\00F1ado en los Estados Unidos el 5 de mayo de 2021'))
], p_observed_at => '2025-04-01 03:00+00');
select lives_ok($$select pg_temp.promote('r4')$$, 'a run with a time is promoted');
select results_eq(
    $$select r.review_id, r.reviewed_on, r.country_code from core.reviews as r where r.job_id = 'r4' order by 1$$,
    $$
        values
            ('RTEST00040', '2022-05-26'::date, 'DE'), ('RTEST00041', '2022-03-26', 'JP'), ('RTEST00042', '2022-01-02', 'NL'),
            ('RTEST00043', '2022-01-02', 'UK'), ('RTEST00044', '2025-03-01', 'US'), ('RTEST00045', '2021-05-05', 'US')
    $$,
    'country and day come from the line of the page, or from fields of their own'
);
select set_eq(
    $$select r.first_seen_on, r.last_seen_on from core.reviews as r where r.job_id = 'r4'$$, $$values ('2025-03-31'::date, '2025-03-31'::date)$$,
    'it is seen on the day that the time of the run is in the shop'
);
select set_eq(
    $$select g.outcome from ops.run_readings as g where g.job_id = 'r4'$$, array['US by url', 'run'], 'the ledger says where shop and time come from'
);
select pg_temp.load_run('r5', pg_temp.review('RTEST00050', '{"reviewCategoryUrl": null, "statusCode": 200, "domainCode": "co.uk", "asin": "B0TESTA001", "rating": "5.0 out of 5 stars"}'));
select results_eq(
    $$select r.marketplace, r.rating from core.reviews as r where r.job_id = 'r5'$$, $$values ('UK', 5::smallint)$$, 'a field says the shop where nothing else does'
);
select pg_temp.load_run('r6', pg_temp.review('RTEST00060', '{"statusCode": 200, "domainCode": "example", "asin": "B0TESTA001", "rating": "5.0 out of 5 stars"}'));
select results_eq(
    $$select r.reason_code, left(r.detail, 28) from rejects as r where r.job_id = 'r6'$$, $$values ('shop_unknown', '''example'' is not a shop in c')$$,
    'a shop that is not known is none'
);
select pg_temp.load_run('r7', pg_temp.review('RTEST00070', '{"reviewUrl": "https://www.amazon.com/gp/customer-reviews/R1?ASIN=B0TESTA002"}'));
select is((select r.variant_asin from core.reviews as r where r.job_id = 'r7'), 'B0TESTA002', 'the variant that was reviewed is kept beside the product');
select pg_temp.load_run('r8', pg_temp.review('RTEST00080', jsonb_build_object('reviewDescription', repeat('many words ', 200000))));
select is((select length(r.text) from core.reviews as r where r.job_id = 'r8'), 2199999, 'a text of any length is kept');

select * from finish();
rollback;
