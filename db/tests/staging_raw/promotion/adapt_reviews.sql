begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/reviews.psql
set local role asinmart_owner;
select plan(8);

update ops.settings set value = '1' where name = 'reject_share_limit';
update ops.settings set value = '2' where name = 'promotion_slice_items';

-- Products and reviews of three sources in one run, in slices.
select pg_temp.land_run('m1', array[
    pg_temp.observed('B0TESTA001', '2025-03-10', '{"price": 10}'), pg_temp.review('RTEST00001'),
    '{"statusCode": 200, "statusMessage": "FOUND", "asin": "B0TESTA001", "domainCode": "com", "reviewId": "RTEST00002", "rating": "1.0 out of 5 stars",
        "date": "Reviewed in Canada on May 5, 2024"}'::jsonb,
    '{"type": "review", "id": "RTEST00003", "productAsin": "B0TESTA001", "score": 3, "url": "https://www.amazon.com/gp/customer-reviews/RTEST00003",
        "dateAndLocation": "Reviewed in the United States on May 6, 2024"}'::jsonb,
    pg_temp.review('RTEST00004', '{"ratingScore": "six"}')
]);
select is((ops.promote_run('m1')).has_more, true, 'a run of reviews is promoted in slices');
select lives_ok($$select pg_temp.promote('m1')$$, 'up to its end');
select results_eq(
    'select r.review_id, r.rating, r.reviewed_on, r.country_code from core.reviews as r order by 1',
    $$
        values
            ('RTEST00001', 4::smallint, '2025-03-01'::date, 'US'), ('RTEST00002', 1::smallint, '2024-05-05', 'CA'),
            ('RTEST00003', 3::smallint, '2024-05-06', 'US')
    $$,
    'the reviews of each source are kept'
);
select set_eq('select s.asin, s.price from core.product_snapshots as s', $$values ('B0TESTA001', 10.00)$$, 'and the products beside them');
select results_eq(
    'select r.status, r.received_count, r.accepted_count, r.duplicate_count, r.rejected_count from core.ingest_runs as r',
    $$values ('PARTIAL', 5, 4, 0, 1)$$, 'what was received is accepted, a duplicate or rejected'
);

-- An adapter that raises on one item.
create function pg_temp.raising() returns text language sql as $$
    select replace(pg_get_functiondef('staging_raw.from_junglee_review'::regproc), '''array'' then jsonb_array_length(', '''array'' then (p_payload ->> ''raises'')::integer + jsonb_array_length(');
$$;
do $$ begin execute pg_temp.raising(); end $$;
select pg_temp.land_run('m2', array[
    pg_temp.review('RTEST00010', '{"raises": "0"}'), pg_temp.review('RTEST00011', '{"raises": "x"}'), pg_temp.review('RTEST00012', '{"raises": "1"}')
]);
select lives_ok($$select pg_temp.promote('m2')$$, 'an error of an adapter does not fail the run');
select results_eq(
    $$select e.item_no, e.stage, e.reason_code, left(e.detail, 47) from staging_raw.rejected_events as e where e.job_id = 'm2'$$,
    $$values (2, 'adapt', 'adapter_failed', 'the adapter for junglee_review raised 22P02: in')$$, 'its item alone is rejected'
);
select set_eq(
    $$select r.review_id from core.reviews as r where r.job_id = 'm2'$$, array['RTEST00010', 'RTEST00012'], 'the others are kept'
);

select * from finish();
rollback;
