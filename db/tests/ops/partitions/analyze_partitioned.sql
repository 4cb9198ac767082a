begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

create temp table parents on commit drop as
select p.parent, s.last_analyze from ops.partition_policies as p left join pg_stat_all_tables as s on s.relid = p.parent::regclass;
create function pg_temp.analyze_all()
returns bigint
language plpgsql
volatile
as $$
declare
    v_slice ops.job_slice;
    v_total bigint := 0;
begin
    loop
        v_slice := ops.analyze_partitioned();
        v_total := v_total + v_slice.row_count;
        exit when not v_slice.has_more;
    end loop;
    return v_total;
end;
$$;
select cmp_ok(pg_temp.analyze_all(), '>=', (select count(*) from parents as p where p.last_analyze is null), 'every table that was never analyzed is analyzed');
select is((ops.analyze_partitioned()).row_count, 0::bigint, 'a table that was just analyzed is not due');
select is((ops.analyze_partitioned(now() + interval '1 day')).row_count, 0::bigint, 'an unchanged table is not due a day later');
set local role asinmart_admin;
select lives_ok('select ops.analyze_partitioned()', 'an admin can run it');

select * from finish();
rollback;
