begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(1);

-- orphaned_jobs.sql has jobs.
select results_eq(
    'select c.check_name, c.status, c.detail from ops.check_dropped_roles() as c',
    $$values ('dropped roles', 'ok', 'no job belongs to a role that was dropped')$$, 'without jobs the check is ok'
);

select * from finish();
rollback;
