begin;
set local search_path to extensions, public;
select plan(4);

-- Other sessions of the server come and go; tests/monitoring holds one open.
select is(
    (select p.proowner::regrole::text from pg_proc as p where p.oid = 'ops.open_transactions()'::regprocedure), 'asinmart_monitor',
    'it sees the sessions of all roles through a role of its own'
);
set local role asinmart_owner;
select is_empty('select t.pid from ops.open_transactions() as t where t.pid = pg_backend_pid()', 'the transaction that asks is not one of them');
select is_empty(
    'select t.pid from ops.open_transactions() as t where t.started_at is null or t.holder is null or (t.pid is null) <> (t.transaction_name is not null)',
    'each has an age and a holder: a session or the name of a prepared transaction'
);
set local role asinmart_admin;
select throws_ok('select ops.open_transactions()', '42501', null, 'others see it in the doctor only');

select * from finish();
rollback;
