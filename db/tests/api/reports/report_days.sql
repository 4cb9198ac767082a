begin;
set local search_path to extensions, public;
select plan(4);

create function pg_temp.days(p_first date, p_last date) returns text language sql as $$
    select string_agg(d.label || ' ' || d.position_pct, ', ' order by d.day)
    from api.report_days(jsonb_build_object('dates', (select jsonb_agg(g::date) from generate_series(p_first::timestamp, p_last::timestamp, interval '1 day') as g))) as d;
$$;
select is(pg_temp.days('2026-01-30', '2026-02-02'), '30 Jan 12.5, 31 Jan 37.5, 1 Feb 62.5, 2 Feb 87.5', 'few days are all named, at their middle');
select is(
    pg_temp.days('2026-08-31', '2026-11-28'), '5 Sep 6.11, 19 Sep 21.67, 3 Oct 37.22, 17 Oct 52.78, 31 Oct 68.33, 14 Nov 83.89, 28 Nov 99.44',
    'of a quarter every other week is, up to the last day'
);
select is(pg_temp.days('2026-01-30', '2026-01-30'), '30 Jan 50', 'one day is in the middle');
select is_empty($$select api.report_days('{}')$$, 'no days, no ticks');

select * from finish();
rollback;
