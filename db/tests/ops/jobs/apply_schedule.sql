begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(1);

-- tests/pipeline/test_jobs.py tests this with pg_cron, which works in one database only.
select lives_ok($$select ops.apply_schedule('rotate-history')$$, 'without pg_cron nothing happens');

select * from finish();
rollback;
