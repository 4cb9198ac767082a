begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(6);

create temp table made as select pg_temp.alerted(pg_temp.a(), 'B0TESTA001', '2025-03-10') as id;
grant select on made to asinmart_api;
set local role asinmart_api;
create function pg_temp.marked(p_mark text, p_now timestamptz default '2025-03-11 00:00+00') returns text language sql as $$
    select concat_ws(' ', a.d ->> 'is_read', a.d ->> 'acknowledged', a.d ->> 'is_resolved', (a.d ->> 'resolved_at')::timestamptz at time zone 'UTC')
    from (select api.mark_alert(pg_temp.a(), m.id, p_mark, p_now)::jsonb -> 'data' as d from made as m) as a;
$$;
select is(pg_temp.marked('read'), 'true false false', 'read marks the alert as read and nothing more');
select is(pg_temp.marked('acknowledge'), 'true true false', 'acknowledge marks the alert as read and acknowledged');
select is(pg_temp.marked('resolve'), 'true true true 2025-03-11 00:00:00', 'resolve records the time');
select is(pg_temp.marked('resolve', '2025-03-12 00:00+00'), 'true true true 2025-03-11 00:00:00', 'once');
select throws_ok($$select pg_temp.marked('forget')$$, 'AM422', 'there is no mark forget', 'an unknown mark is refused');
select throws_ok($$select api.mark_alert(pg_temp.b(), m.id, 'read') from made as m$$, 'AM404', null, 'another tenant cannot mark the alert');

select * from finish();
rollback;
