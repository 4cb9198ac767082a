begin;
set local search_path to extensions, public;
select plan(4);

create view pg_temp.held as
select l.granted
from pg_locks as l
where l.locktype = 'advisory' and l.pid = pg_backend_pid() and l.database = (select d.oid from pg_database as d where d.datname = current_database());
select is_empty('table pg_temp.held', 'nothing is held before');
select is(ops.promotion_lock(false), true, 'a free lock is taken');
select is((select count(*) from pg_temp.held), 1::bigint, 'and held until the transaction ends');
select is(ops.promotion_lock(true), true, 'whoever holds it may take it again');

select * from finish();
rollback;
