begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(5);

create temp view lines as select c.check_name, c.status, c.detail from ops.check_server() as c;
select results_eq(
    'select l.check_name, l.status from lines as l order by 1', $$values ('connections', 'ok'), ('database size', 'ok'), ('transaction ids', 'ok')$$,
    'a server with room is ok'
);
select ok((select l.detail ~ '^\d+ of \d+$' from lines as l where l.check_name = 'connections'), 'connections are counted');
select ok((select l.detail ~ '^\d+ % of those before a wraparound are used in database \w+$' from lines as l where l.check_name = 'transaction ids'), 'so are transaction ids, in the worst database');
select ok((select l.detail ~ '^\d+\.\d GB, no limit is set$' from lines as l where l.check_name = 'database size'), 'without a limit any size is ok');
update ops.settings set value = '0.001' where name = 'database_max_gb';
select is((select l.status from lines as l where l.check_name = 'database size'), 'critical', 'a database above its limit is critical');

select * from finish();
rollback;
