begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select is(
    ops.notify_task('00000000-0000-0000-0000-00000000000a', '2025-03-10 12:00+00') - 'scheduled_at',
    '{"task": "notify", "queue": "notify", "args": {"notification_id": "00000000-0000-0000-0000-00000000000a"}, "queueing_lock": "notify:00000000-0000-0000-0000-00000000000a"}',
    'a message is one task, and waits at most once'
);
select is(ops.enqueue(jsonb_build_array(ops.notify_task(gen_random_uuid(), now()))), 1, 'the task can be enqueued');

select * from finish();
rollback;
