-- A row of an SP-API report as its adapter can read it: the row itself, or what is left of it without any number where a field cannot be
-- read, with the fault. The slow path of staging_raw.adapt_reports.
create or replace function staging_raw.readable_report(p_payload jsonb)
returns jsonb
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case
        when f.fault is null then p_payload
        else (p_payload || jsonb_build_object(
            'reportSpecification', case jsonb_typeof(p_payload -> 'reportSpecification')
                when 'object' then (p_payload -> 'reportSpecification') - 'dataStartTime' - 'dataEndTime'
            end,
            'dataByAsin', jsonb_build_object(
                'asin', p_payload #>> '{dataByAsin,asin}',
                'searchQueryData', jsonb_build_object('searchQuery', p_payload #>> '{dataByAsin,searchQueryData,searchQuery}'),
                'fault', f.fault
            )
        ))
    end
    from (select staging_raw.report_fault(p_payload) as fault offset 0) as f;
$$;
comment on function staging_raw.readable_report(jsonb) is 'Row of a report without the numbers of a row that cannot be read, with the fault.';
