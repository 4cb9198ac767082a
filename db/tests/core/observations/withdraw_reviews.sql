begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
\ir ../../support/reviews.psql
set local role asinmart_owner;
select plan(13);

update ops.settings set value = '1' where name = 'reject_share_limit';
-- An adapter that reads another id where the item says so.
create temp table adapter on commit drop as select pg_get_functiondef('staging_raw.from_junglee_review'::regproc) as definition;
create function pg_temp.mend(p_from text, p_to text) returns void language plpgsql as $$
begin
    execute (select replace(a.definition, p_from, p_to) from adapter as a);
end;
$$;
create temp view reviews as select r.review_id, r.rating, r.job_id from core.reviews as r order by r.review_id;

select pg_temp.land_run('w1', array[pg_temp.review('RTEST00001', '{"ratingScore": 1}')], p_observed_at => '2025-03-10 18:00+00');
select pg_temp.land_run('w2', array[
    pg_temp.review('RTEST00001', '{"mended": "RTEST00009"}'), pg_temp.review('RTEST00002'), pg_temp.review('RTEST00003', '{"mended": ""}')
], p_observed_at => '2025-03-11 18:00+00');
select lives_ok($$select pg_temp.promote('w1'), pg_temp.promote('w2')$$, 'two runs are promoted');
select results_eq(
    'select * from reviews', $$values ('RTEST00001', 4::smallint, 'w2'), ('RTEST00002', 4::smallint, 'w2'), ('RTEST00003', 4::smallint, 'w2')$$, 'the later counts'
);

create temp table before on commit drop as select r.ctid as place, r.* from core.reviews as r;
select results_eq(
    $$select p.status, p.accepted_count, p.duplicate_count from pg_temp.replay('w2') as p$$, $$values ('SUCCESS', 0, 3)$$, 'a replay that gives the same changes nothing'
);
select results_eq('select r.ctid, r.* from core.reviews as r order by r.review_id', 'select * from before as b order by b.review_id', 'and writes no row');

select pg_temp.mend($$staging_raw.parse_text(p_payload ->> 'reviewId') as review_id$$, $$nullif(coalesce(p_payload ->> 'mended', p_payload ->> 'reviewId'), '') as review_id$$);
select lives_ok($$select ops.replay(p_from => '2000-01-01')$$, 'all runs are to be replayed');
select lives_ok($$select pg_temp.promote(r.job_id) from core.ingest_runs as r order by r.landed_at, r.job_id$$, 'with a corrected adapter');
select lives_ok($$select pg_temp.promote(r.job_id) from core.ingest_runs as r where r.status = 'LANDED'$$, 'an earlier run once more');
select results_eq(
    'select * from reviews', $$values ('RTEST00001', 1::smallint, 'w1'), ('RTEST00002', 4::smallint, 'w2'), ('RTEST00009', 4::smallint, 'w2')$$,
    'what its items no longer give is withdrawn, and what an earlier run said of it stands again'
);
select results_eq(
    $$select r.received_count, r.accepted_count + r.duplicate_count, r.rejected_count from core.ingest_runs as r where r.job_id = 'w2'$$, 'values (3, 2, 1)',
    'the counts of the run are those of the replay'
);
select is((select sum(p.withdrawn_count) from ops.replay_progress as p), 2::numeric, 'withdrawn reviews are counted');
select ok(
    (select v.data_version = (select max(c.id) from ops.cache_invalidations as c) from ops.product_versions as v where v.asin = 'B0TESTA001'),
    'its product has a new version'
);

-- An item that was read as a product and is a review.
select pg_temp.load_run('w3', '{"asin": "B0TESTA005", "scraped_at": "2025-03-10T18:00:00Z", "price": 10}');
do $$ begin
    execute replace(pg_get_functiondef('staging_raw.payload_shape'::regproc), 'return case', 'return case when p_payload ->> ''asin'' = ''B0TESTA005'' then ''axesso_review''');
    execute replace(pg_get_functiondef('staging_raw.from_axesso_review'::regproc), 'p_payload ->> ''reviewId''', '''RTEST00005''');
    execute replace(pg_get_functiondef('staging_raw.from_axesso_review'::regproc), 'p_payload ->> ''rating''', '''5''');
end $$;
select lives_ok($$select pg_temp.replay('w3')$$, 'a run whose item is another thing now');
select results_eq(
    $$
        select (select count(*) from core.product_snapshots as s where s.asin = 'B0TESTA005'),
            (select string_agg(r.review_id, ' ') from core.reviews as r where r.asin = 'B0TESTA005')
    $$,
    $$values (0::bigint, 'RTEST00005')$$, 'gives the review and withdraws the observation'
);

select * from finish();
rollback;
