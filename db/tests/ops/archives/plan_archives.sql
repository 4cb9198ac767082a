begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(5);

select pg_temp.detach() as id \gset
select is(ops.plan_archives('2025-01-01 01:00+00'), 0, 'what is in line is not planned twice');
select results_eq(
    $$select j.task_name, j.queue_name, j.args, j.queueing_lock from procrastinate.procrastinate_jobs as j where j.task_name = 'archive'$$,
    format($$values ('archive'::varchar, 'archive'::varchar, '{"archive_id": %1$s}'::jsonb, 'archive:%1$s')$$, :'id'), 'the worker has one task'
);
select is(ops.plan_archives('2025-01-01 21:00+00'), 1, 'one that is not archived within a day is queued again');
update ops.archives set status = 'planned';
update ops.partition_policies set is_archived = false;
select is(ops.plan_archives('2025-02-01 00:00+00'), 0, 'a policy that does not archive plans nothing');
set local role asinmart_admin;
select lives_ok('select ops.plan_archives()', 'an admin can run it');

select * from finish();
rollback;
