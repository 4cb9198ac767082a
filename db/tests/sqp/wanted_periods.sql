begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

update ops.settings as s set value = case s.name when 'sqp_wanted_weeks' then '2' when 'sqp_wanted_months' then '1' when 'sqp_week_lag' then '10 days' else '49 days' end
where s.name in ('sqp_wanted_weeks', 'sqp_wanted_months', 'sqp_week_lag', 'sqp_month_lag');
create function pg_temp.periods(p_now timestamptz)
returns setof text
language sql
stable
as $$select concat_ws(' ', w.period_type, w.start_date, w.end_date, w.available_at at time zone 'UTC') from sqp.wanted_periods(p_now) as w$$;

select set_eq(
    $$select pg_temp.periods('2025-03-12 10:00+00')$$,
    array['WEEK 2025-03-02 2025-03-08 2025-03-19 00:00:00', 'WEEK 2025-02-23 2025-03-01 2025-03-12 00:00:00', 'MONTH 2025-02-01 2025-02-28 2025-04-19 00:00:00'],
    'the last weeks and months that are over are wanted, and available a while later'
);
select is((select max(w.start_date) from sqp.wanted_periods('2025-03-08 23:59:59+00') as w), '2025-02-23', 'a Saturday is still part of its week');
select is((select max(w.start_date) from sqp.wanted_periods('2025-03-09 00:00+00') as w), '2025-03-02', 'on Sunday the week is over');
select is(
    (select string_agg(w.start_date || ' ' || w.end_date, ', ') from sqp.wanted_periods('2024-03-31 23:59+00') as w where w.period_type = 'MONTH'),
    '2024-02-01 2024-02-29', 'months have their last day'
);
select is(
    (select string_agg(w.start_date || ' ' || w.end_date, ', ') from sqp.wanted_periods('2025-01-01 00:00+00') as w where w.period_type = 'MONTH'),
    '2024-12-01 2024-12-31', 'the month before January is December'
);
update ops.settings as s set value = '0' where s.name in ('sqp_wanted_weeks', 'sqp_wanted_months');
select is_empty($$select pg_temp.periods('2025-03-12 10:00+00')$$, 'no period is wanted where none is set');

select * from finish();
rollback;
