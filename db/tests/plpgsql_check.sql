-- Migrations do not check bodies, which refer to tables and functions only by name: here each body is checked, with all
-- warnings. Trigger functions are checked for each of their tables, after the temporary tables of a promotion are created.
begin;
-- Must run before the first PL/pgSQL function of the session; later the extension refuses.
load 'plpgsql_check';
set local search_path to extensions, public;
select plan(2);

select ops.promotion_scratch();
create temp table found on commit drop as
select f.oid::regprocedure::text as function_name, t.tgrelid::regclass::text as table_name, c.message
from pg_proc as f
inner join pg_language as l on l.oid = f.prolang and l.lanname = 'plpgsql'
left join (
    select distinct on (g.tgfoid, g.tgrelid) g.tgfoid, g.tgrelid, g.tgnewtable, g.tgoldtable
    from pg_trigger as g
    where not g.tgisinternal and g.tgparentid = 0
    order by g.tgfoid, g.tgrelid, g.tgname
) as t on t.tgfoid = f.oid
cross join lateral plpgsql_check_function(
    f.oid, coalesce(t.tgrelid, 0), all_warnings := true, newtable := t.tgnewtable, oldtable := t.tgoldtable
) as c (message)
where f.pronamespace::regnamespace::text in ('staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'sqp');

select is_empty('table found', 'no PL/pgSQL function has a fault or a warning');

create function ops.tap_faulty() returns integer language plpgsql volatile as 'begin return (select x.no_such_column from core.products as x); end;';
select isnt_empty(
    $$select c from plpgsql_check_function('ops.tap_faulty()'::regprocedure, all_warnings := true) as c$$, 'a faulty function would be found'
);

select * from finish();
rollback;
