begin;
set local search_path to extensions, public;
select plan(1);

select is(ops.cron_schema(), (select 'cron'::name from pg_extension as e where e.extname = 'pg_cron'), 'pg_cron has a schema when it is installed');

select * from finish();
rollback;
