begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(1);

select is(ops.schedule_once('tap', 'select 1'), false, 'without pg_cron nothing is scheduled');

select * from finish();
rollback;
