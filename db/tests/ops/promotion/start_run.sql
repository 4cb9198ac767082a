begin;
set local search_path to extensions, public;
select plan(17);

set local role asinmart_loader;
select results_eq(
    $$select s.status, s.is_new, s.run_id is not null from ops.start_run('s1', 'file', null, 'US', '2025-03-10 12:00+00', 'abc', '{"file": "x.json"}') as s$$,
    $$values ('LOADING', true, true)$$,
    'a loader opens a run'
);
select results_eq(
    $$
        select r.source, r.marketplace, r.observed_at, r.content_hash, r.meta, r.status, r.item_count, r.attempts
        from core.ingest_runs as r where r.job_id = 's1'
    $$,
    $$values ('file', 'US', '2025-03-10 12:00+00'::timestamptz, 'abc', '{"file": "x.json"}'::jsonb, 'LOADING', 0, 0)$$,
    'the run has the given details'
);
select results_eq(
    $$select s.status, s.is_new, s.run_id from ops.start_run('s1', 'file', null, 'US', '2025-03-10 12:00+00', 'abc') as s$$,
    $$select 'LOADING', false, r.id from core.ingest_runs as r where r.job_id = 's1'$$,
    'the same batch again is not new'
);
select throws_ok($$select ops.start_run('s1', 'file', p_content_hash => 'other')$$, 'AM409', null, 'one job id cannot have two contents');
select throws_ok($$select ops.start_run('s1', 'file')$$, 'AM409', null, 'a missing hash differs from a hash');
select is((select s.is_new from ops.start_run('s2', 'apify:x') as s), true, 'a run without a hash is accepted');
select is((select s.is_new from ops.start_run('s2', 'apify:x') as s), false, 'it is recognized by its job id');
select throws_ok($$select ops.start_run('s3', 'file', p_marketplace => 'XX')$$, 'AM422', null, 'an unknown marketplace is refused');
select throws_ok($$select ops.start_run('s3', 'file', p_marketplace => 'us')$$, 'AM422', null, 'a marketplace must be in upper case');
select throws_ok($$select ops.start_run('', 'file')$$, 'AM422', null, 'a run needs a job id');
select throws_ok($$select ops.start_run(null, 'file')$$, 'AM422', null, 'a null job id is refused');
select throws_ok(
    $$select ops.start_run('s3', 'file', p_observed_at => now() + interval '25 hours')$$, 'AM422', null, 'a time in the future is refused'
);
select is(
    (select s.is_new from ops.start_run('s3', 'file', p_observed_at => now() + interval '23 hours') as s), true,
    'a time up to a day ahead is accepted'
);
select throws_ok($$select ops.start_run('s4', null)$$, '23502', null, 'a run needs a source');
select lives_ok(
    $$insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash) values ('s1', 1, 'file', '{}', '\x00')$$,
    'the partition for its items exists'
);
reset role;
set local role asinmart_api;
select throws_ok($$select ops.start_run('s5', 'file')$$, '42501', null, 'the API cannot open runs');
set local role mart_reader;
select throws_ok($$select ops.start_run('s5', 'file')$$, '42501', null, 'a reader cannot open runs');

select * from finish();
rollback;
