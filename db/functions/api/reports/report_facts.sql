-- Time is UTC, whatever the session's zone, so that a row renders to the same bytes everywhere.
create or replace function api.report_facts(p_report core.competition_reports)
returns table (place integer, name text, value text)
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    values
        (1, 'Product', p_report.asin_main),
        (2, 'Marketplace', p_report.marketplace),
        (3, 'Data as of', to_char(p_report.as_of, 'FMDD Mon YYYY')),
        (4, 'Report version', p_report.version::text),
        (5, 'Generated', to_char(p_report.generated_at at time zone 'UTC', 'FMDD Mon YYYY HH24:MI "UTC"')),
        (6, 'Depth', p_report.depth),
        (
            7, 'Sentences',
            case
                when p_report.based_on_version is null then 'by rules (' || p_report.model || ')'
                else format('by %s, over the figures of version %s', p_report.model, p_report.based_on_version)
            end
        );
$$;
comment on function api.report_facts(core.competition_reports) is 'What a report is about and how it was made, as names and values.';
grant execute on function api.report_facts(core.competition_reports) to asinmart_api;
