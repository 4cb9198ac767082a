-- The day that a report made again for the same day compares with: the same as the version before did.
create or replace function core.report_day_before(
    p_report core.competition_reports,
    p_as_of date
)
returns date
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select max((c.claim ->> 'value')::date)
    from jsonb_array_elements(p_report.evidence) as c (claim)
    where p_report.as_of = p_as_of and c.claim ->> 'id' = 'previous.date:' || p_report.asin_main;
$$;
comment on function core.report_day_before(core.competition_reports, date) is 'Day before, as a report of the same day states it; null: none.';
