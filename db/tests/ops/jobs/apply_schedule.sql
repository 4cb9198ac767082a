begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(1);

-- With pg_cron: tests/pipeline/test_jobs.py, in the one database that it works in.
select lives_ok($$select ops.apply_schedule('rotate-history')$$, 'without pg_cron there is nothing to do');

select * from finish();
rollback;
