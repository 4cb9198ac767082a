begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

create temp view told as select m.metric, m.labels, m.value from ops.check_metrics('2025-03-10 12:00+00') as m;
select set_eq(
    $$select t.labels ->> 'check', t.value from told as t where t.metric = 'asinmart_check_status'$$,
    $$
        select d.check_name, case d.status when 'ok' then 0 when 'warning' then 1 else 2 end::double precision
        from ops.doctor('2025-03-10 12:00+00') as d
    $$,
    'every check of the doctor has a series'
);
select is(
    (select sum(t.value) from told as t where t.metric = 'asinmart_checks'), (select count(*)::double precision from ops.doctor('2025-03-10 12:00+00')),
    'every check is counted once'
);
select set_eq(
    $$select t.labels ->> 'status' from told as t where t.metric = 'asinmart_checks'$$, array['ok', 'warning', 'critical'], 'a status without a check has 0'
);

select * from finish();
rollback;
