begin;
set local search_path to extensions, public;
select plan(3);

select ok(ops.is_alive(pg_backend_pid(), now()), 'an existing session is alive');
-- No backend has this number: the largest there can be is 4194304.
select ok(not ops.is_alive(99999999, now()), 'a missing session is not alive');
select ok(not ops.is_alive(pg_backend_pid(), '2001-01-01'), 'a session that started later is another one');

select * from finish();
rollback;
