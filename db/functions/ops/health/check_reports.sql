-- Reports that lack their data say so to who asks for them; this is about those that fail for another reason.
create or replace function ops.check_reports()
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'reports',
        case when count(*) > 0 then 'warning' else 'ok' end,
        case when count(*) > 0 then format('of %s main products no report could be made: %s', count(*), min(r.error)) else 'none failed' end,
        'See ops.report_checks where error is not null. The job generate-reports tries again when the report is due or requested.'
    from ops.report_checks as r
    where r.error like 'making the report failed: %';
$$;
comment on function ops.check_reports() is 'Part of ops.doctor: competition reports that could not be made.';
