begin;
set local search_path to extensions, public;
select plan(2);

-- Two sessions are needed to see one wait: tests/database/test_activity.py.
set local role asinmart_admin;
select is_empty('select 1 from ops.blocked_sessions as b where b.pid = pg_backend_pid()', 'a session that waits for nothing is not listed');
set local role asinmart_api;
select throws_ok('select 1 from ops.blocked_sessions', '42501', null, 'only an admin reads it: it shows what others ask');

select * from finish();
rollback;
