begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/reviews.psql
set local role asinmart_owner;
select plan(16);

create temp view reviews as
select r.review_id, r.asin, r.rating, r.helpful_count, r.first_seen_on, r.last_seen_on, r.job_id from core.reviews as r order by r.review_id;
create function pg_temp.counts(p_job_id text) returns text language sql as $$
    select concat_ws(' ', r.received_count, r.accepted_count, r.duplicate_count, r.rejected_count) from core.ingest_runs as r where r.job_id = p_job_id;
$$;
create function pg_temp.load(p_job_id text, p_observed_at timestamptz, variadic p_items jsonb[]) returns text language plpgsql as $$
begin
    perform pg_temp.land_run(p_job_id, p_items, p_observed_at => p_observed_at);
    perform pg_temp.promote(p_job_id);
    return pg_temp.counts(p_job_id);
end;
$$;

select is(
    pg_temp.load('a1', '2025-03-10 18:00+00', pg_temp.review('RTEST00001'), pg_temp.review('RTEST00002', '{"ratingScore": 2}'), pg_temp.review('RTEST00001')),
    '3 2 1 0', 'a review that an export has twice is one review and one duplicate'
);
select results_eq(
    'select r.* from reviews as r',
    $$
        values
            ('RTEST00001', 'B0TESTA001', 4::smallint, null::integer, '2025-03-10'::date, '2025-03-10'::date, 'a1'),
            ('RTEST00002', 'B0TESTA001', 2::smallint, null, '2025-03-10', '2025-03-10', 'a1')
    $$,
    'each review is a row'
);
select set_eq('select v.asin, v.marketplace from ops.product_versions as v', $$values ('B0TESTA001', 'US')$$, 'its product has a new version');
create temp table before on commit drop as select r.ctid as place, r.* from core.reviews as r;
select is(
    pg_temp.load('a2', '2025-03-10 20:00+00', pg_temp.review('RTEST00001'), pg_temp.review('RTEST00002', '{"ratingScore": 2}')), '2 0 2 0',
    'the same reviews again on one day are duplicates'
);
select results_eq(
    'select r.ctid, r.* from core.reviews as r order by r.review_id', 'select * from before as b order by b.review_id', 'and write no row'
);
select is(
    (select count(*) from ops.cache_invalidations as c where c.job_id = 'a2'), 0::bigint, 'nor do they make a new version'
);
select is(pg_temp.load('a3', '2025-03-10 21:00+00', pg_temp.review('RTEST00001', '{"reviewReaction": "7 people found this helpful"}')), '1 1 0 0', 'a change is accepted');
select results_eq(
    $$select r.helpful_count, r.job_id from reviews as r where r.review_id = 'RTEST00001'$$, $$values (7, 'a3')$$, 'of two on one day the later arrival counts'
);
select is(pg_temp.load('a4', '2025-03-12 20:00+00', pg_temp.review('RTEST00001', '{"reviewReaction": "7 people found this helpful"}')), '1 1 0 0', 'a later day is noted');
select results_eq(
    $$select r.first_seen_on, r.last_seen_on, r.job_id from reviews as r where r.review_id = 'RTEST00001'$$,
    $$values ('2025-03-10'::date, '2025-03-12'::date, 'a4')$$, 'as the last on which it was seen'
);
select is(pg_temp.load('a5', '2025-03-01 20:00+00', pg_temp.review('RTEST00001', '{"ratingScore": 1}')), '1 1 0 0', 'an older export that arrives late');
select results_eq(
    $$select r.rating, r.first_seen_on, r.last_seen_on, r.job_id from reviews as r where r.review_id = 'RTEST00001'$$,
    $$values (4::smallint, '2025-03-01'::date, '2025-03-12'::date, 'a4')$$, 'only moves the day on which it was first seen'
);
select is(pg_temp.load('a6', '2025-03-02 20:00+00', pg_temp.review('RTEST00001', '{"ratingScore": 1}')), '1 0 1 0', 'one between them says nothing new');
select is(
    pg_temp.load('a7', '2025-03-13 20:00+00', pg_temp.review('RTEST00001', '{"productAsin": "B0TESTA002"}')), '1 1 0 0', 'a review that is found on another product''s page'
);
select results_eq(
    $$select r.asin, (select count(*) from ops.product_versions as v where v.data_version = (select max(c.id) from ops.cache_invalidations as c)) from reviews as r where r.review_id = 'RTEST00001'$$,
    $$values ('B0TESTA002', 2::bigint)$$, 'belongs to that, and both products have a new version'
);
select pg_temp.land_run('a8', array[pg_temp.review('RTEST00001', '{"reviewCategoryUrl": "https://www.amazon.de/product-reviews/B0TESTA001"}')]);
select is((pg_temp.promote('a8')).accepted_count, 1, 'in another shop it is another row');

select * from finish();
rollback;
