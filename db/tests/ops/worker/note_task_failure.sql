begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select ops.note_task_failure(7, 'notify', 2, repeat('x', 2000), true);
select results_eq(
    'select f.task_id, f.task_name, f.attempt, length(f.error), f.is_final from ops.task_failures as f',
    $$values (7::bigint, 'notify', 2, 1000, true)$$, 'a failure is recorded with a limited length'
);
set local role asinmart_worker;
select lives_ok($$select ops.note_task_failure(7, 'notify', 3, 'x', true)$$, 'a worker can record failures');
select throws_ok('select 1 from ops.task_failures', '42501', null, 'a worker cannot read failures');

select * from finish();
rollback;
