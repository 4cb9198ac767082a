-- The segments that the reports in pg_temp.changed_reports change: their own week, the month it lies in, and the next week and month,
-- which compare with them.
create or replace function sqp.find_changed_segments()
returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    insert into pg_temp.changed_segments (tenant_id, asin, marketplace, segment_type, period_start)
    select distinct c.tenant_id, c.asin, c.marketplace, k.segment_type, k.period_start
    from pg_temp.changed_reports as c
    cross join lateral (
        values
            (case c.period_type when 'WEEK' then 'weekly' end, c.start_date),
            (case c.period_type when 'WEEK' then 'weekly' end, c.start_date + 7),
            ('monthly', date_trunc('month', c.start_date)::date),
            ('monthly', (date_trunc('month', c.start_date) + interval '1 month')::date)
    ) as k (segment_type, period_start)
    where c.period_type in ('WEEK', 'MONTH') and k.segment_type is not null;
$$;
comment on function sqp.find_changed_segments() is 'Notes the segments that changed reports change.';
