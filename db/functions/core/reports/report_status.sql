-- thin_data: no competitor has a gap of the day, or a product was observed on less than half of the last 30 days.
create or replace function core.report_status(p_evidence jsonb)
returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
    select case
        when not coalesce(bool_or(c.claim ->> 'relation' = 'competitor_comparison'), false)
            or coalesce(bool_or((c.claim ->> 'value')::integer < 15) filter (where c.claim ->> 'metric' = 'observed_days_30d'), true)
            then 'thin_data'
        else 'complete'
    end
    from jsonb_array_elements(p_evidence) as c (claim);
$$;
comment on function core.report_status(jsonb) is 'Status of a competition report by its claims: complete or thin_data.';
