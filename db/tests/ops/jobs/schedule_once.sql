begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(1);

select is(ops.schedule_once('tap', 'select 1'), false, 'where there is no pg_cron nothing can be scheduled');

select * from finish();
rollback;
