begin;
set local search_path to extensions, public;
select plan(3);

set local role asinmart_admin;
select is_empty(
    'select 1 from ops.long_transactions as t where t.pid = pg_backend_pid()', 'the session that asks is not listed'
);
select is_empty(
    $$select t.kind from ops.long_transactions as t where t.kind not in ('session', 'prepared transaction', 'replication slot')$$,
    'a row is a session, a prepared transaction or a replication slot'
);
set local role asinmart_loader;
select throws_ok('select 1 from ops.long_transactions', '42501', null, 'only an admin reads it: it shows what others ask');

select * from finish();
rollback;
