begin;
set local search_path to extensions, public;
\ir ../support/reports.psql
set local role asinmart_owner;
select plan(4);

create function pg_temp.segments_of(p_period_type text, variadic p_starts date[])
returns setof text
language plpgsql
volatile
as $$
begin
    perform ops.promotion_scratch();
    insert into pg_temp.changed_reports (tenant_id, asin, marketplace, period_type, start_date)
    select pg_temp.default_tenant(), 'B0TESTA001', 'US', p_period_type, s.start_date from unnest(p_starts) as s (start_date);
    perform sqp.find_changed_segments();
    return query select c.segment_type || ' ' || c.period_start from pg_temp.changed_segments as c order by 1;
end;
$$;

select results_eq(
    $$select pg_temp.segments_of('WEEK', '2025-01-26')$$, array['monthly 2025-01-01', 'monthly 2025-02-01', 'weekly 2025-01-26', 'weekly 2025-02-02'],
    'a week changes itself, the month that it begins in, and the week and month that compare with them'
);
select results_eq(
    $$select pg_temp.segments_of('WEEK', '2025-01-05', '2025-01-12')$$,
    array['monthly 2025-01-01', 'monthly 2025-02-01', 'weekly 2025-01-05', 'weekly 2025-01-12', 'weekly 2025-01-19'], 'each segment once'
);
select results_eq($$select pg_temp.segments_of('MONTH', '2025-12-01')$$, array['monthly 2025-12-01', 'monthly 2026-01-01'], 'a month changes itself and the next, but no week');
select is_empty($$select pg_temp.segments_of('QUARTER', '2025-01-01')$$, 'a quarter changes none');

select * from finish();
rollback;
