begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

-- tests/monitoring fills the queue.
select is((select c.check_name from ops.check_notify_queue(now()) as c), 'notify queue', 'the queue has one row');
select ok((select c.status = 'ok' and c.detail ~ '^\d\.\d % full$' from ops.check_notify_queue(now()) as c), 'a queue that is read is ok, and no session is named');

select * from finish();
rollback;
