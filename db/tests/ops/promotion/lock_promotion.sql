begin;
set local search_path to extensions, public;
select plan(5);

create view pg_temp.held as
select l.mode
from pg_locks as l
where l.relation = 'ops.promotion_lock'::regclass and l.pid = pg_backend_pid() and l.granted
    -- The planner may open the table to look at it.
    and l.mode <> 'AccessShareLock';
select is_empty('table pg_temp.held', 'at first the lock is free');
select lives_ok('select ops.lock_promotion(false)', 'a free lock is taken');
select results_eq('table pg_temp.held', $$values ('ExclusiveLock')$$, 'it is held until the transaction ends');
select lives_ok('select ops.lock_promotion(true)', 'the session that holds it can take it again');
select is_empty(
    $$
        select r.rolname from pg_roles as r
        where not r.rolsuper and r.rolname not in ('asinmart_owner', 'pg_write_all_data')
            and has_table_privilege(r.oid, 'ops.promotion_lock', 'insert, update, delete, truncate, references, trigger')
    $$,
    'no role but the owner can lock the table against promotion'
);

select * from finish();
rollback;
