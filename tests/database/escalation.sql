-- What an attacker puts into its temporary schema before it calls or reads anything: run by tests/database/test_escalation.py as each
-- login. Whatever of it runs as somebody else says so in a warning.
create function pg_temp.spy() returns pg_catalog.bool language plpgsql volatile as $spy$
begin
    if current_user operator(pg_catalog.<>) session_user then
        raise warning 'escalated to %', current_user;
    end if;
    return true;
end;
$spy$;
-- A table whose trigger, default and check spy, for names that functions use for tables of their own.
create function pg_temp.spy_on_rows() returns trigger language plpgsql as $spy$
begin
    perform pg_temp.spy();
    return new;
end;
$spy$;

do $arm$
declare
    v_name pg_catalog.text;
    v_row record;
begin
    -- Relations of the catalog, and every table of ours by its bare name.
    for v_row in
        select c.relname, n.nspname, n.nspname = 'pg_catalog' as is_catalog
        from pg_catalog.pg_class as c
        inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        where c.relkind in ('r', 'v', 'p', 'm')
            and (n.nspname = 'pg_catalog' or n.nspname in ('staging_raw', 'core', 'mart', 'ops', 'app', 'sqp', 'procrastinate'))
        order by n.nspname = 'pg_catalog' desc
    loop
        begin
            if v_row.is_catalog and pg_catalog.has_table_privilege(session_user, pg_catalog.format('pg_catalog.%I', v_row.relname), 'select') then
                execute pg_catalog.format(
                    'create view pg_temp.%1$I as select x.* from pg_catalog.%1$I as x where pg_temp.spy()', v_row.relname
                );
            else
                execute pg_catalog.format('create table pg_temp.%I (asin pg_catalog.text check (pg_temp.spy()))', v_row.relname);
                execute pg_catalog.format(
                    'create trigger spy before insert on pg_temp.%I for each statement execute function pg_temp.spy_on_rows()', v_row.relname
                );
            end if;
        exception when others then
            null;
        end;
    end loop;

    -- Functions by the names that ours call, with the arguments that those take.
    for v_row in
        select p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid) as arguments, p.prorettype::pg_catalog.regtype as result, p.proretset
        from pg_catalog.pg_proc as p
        where p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace and p.prokind = 'f'
            and exists (
                select from pg_catalog.pg_proc as o
                inner join pg_catalog.pg_namespace as n on n.oid = o.pronamespace
                where n.nspname in ('core', 'mart', 'ops', 'app', 'api', 'sqp', 'staging_raw', 'accounts')
                    and pg_catalog.strpos(o.prosrc, p.proname operator(pg_catalog.||) '(') operator(pg_catalog.>) 0
            )
    loop
        begin
            execute pg_catalog.format(
                'create function pg_temp.%I(%s) returns %s %s language plpgsql as %L', v_row.proname, v_row.arguments,
                case when v_row.proretset then 'setof' else '' end, v_row.result, 'begin perform pg_temp.spy(); return; end'
            );
        exception when others then
            null;
        end;
    end loop;
    for v_name in select unnest(array['=', '<>', '<', '>', '||', '->', '->>', '~'])
    loop
        execute pg_catalog.format(
            'create function pg_temp.spy_operator_%s(pg_catalog.text, pg_catalog.text) returns pg_catalog.text language plpgsql as %L',
            pg_catalog.md5(v_name), 'begin perform pg_temp.spy(); return $1; end'
        );
        execute pg_catalog.format(
            'create operator pg_temp.%s (leftarg = pg_catalog.text, rightarg = pg_catalog.text, function = pg_temp.spy_operator_%s)',
            v_name, pg_catalog.md5(v_name)
        );
    end loop;

    -- Types last, since they change what the lines above would mean: every base type as a domain whose check spies.
    for v_name in
        select t.typname
        from pg_catalog.pg_type as t
        where t.typnamespace = 'pg_catalog'::pg_catalog.regnamespace and t.typtype in ('b', 'r') and t.typelem = 0
            and t.typname not in ('pg_node_tree', 'pg_ndistinct', 'pg_dependencies', 'pg_mcv_list', 'pg_brin_bloom_summary', 'pg_brin_minmax_multi_summary')
    loop
        begin
            execute pg_catalog.format('create domain pg_temp.%1$I as pg_catalog.%1$I check (pg_temp.spy())', v_name);
        exception when others then
            null;
        end;
    end loop;
end;
$arm$;
