begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select is(
    (select count(*) from pg_extension as e where e.extname = 'pg_cron'), 0::bigint, 'pg_cron is not installed for these tests'
);
select results_eq(
    'select c.check_name, c.status, c.detail from ops.check_scheduler(now()) as c',
    $$values ('scheduler', 'warning', 'pg_cron is not installed in this database')$$,
    'its absence is a warning: another scheduler may be in use'
);

select * from finish();
rollback;
