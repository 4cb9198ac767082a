-- The order of day and month in the dates of a run, when they are written as 20/11/2026: that of the run's
-- --date-order, else that of a date of the run with only one reading; '' when no date decides it, or when dates
-- contradict each other. Only runs whose first items have such dates are searched.
create or replace function staging_raw.date_order(
    p_run core.ingest_runs,
    p_is_renamed boolean default false
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
    c_form constant text := '^[[:space:]]*([0-9]{1,2})[/-]([0-9]{1,2})[/-][12][0-9]{3}';
    v_has_day_first boolean;
    v_has_month_first boolean;
begin
    if p_run.meta ? 'date_order' then
        return p_run.meta ->> 'date_order';
    end if;
    if not exists (
        select from staging_raw.raw_events as r
        where r.job_id = p_run.job_id and r.item_no <= 20
            and r.fetched_at between p_run.started_at - interval '1 day' and p_run.landed_at + interval '1 day'
            and staging_raw.item_time(case when p_is_renamed then staging_raw.rename_columns(r.payload) else r.payload end) ~ c_form
    ) then
        return '';
    end if;
    select bool_or(p.parts[1]::integer > 12), bool_or(p.parts[2]::integer > 12) into v_has_day_first, v_has_month_first
    from staging_raw.raw_events as r
    cross join lateral regexp_match(
        staging_raw.item_time(case when p_is_renamed then staging_raw.rename_columns(r.payload) else r.payload end), c_form
    ) as p (parts)
    where r.job_id = p_run.job_id
        and r.fetched_at between p_run.started_at - interval '1 day' and p_run.landed_at + interval '1 day';
    return case
        when v_has_day_first and not v_has_month_first then 'dmy'
        when v_has_month_first and not v_has_day_first then 'mdy'
        else ''
    end;
end;
$$;
comment on function staging_raw.date_order(core.ingest_runs, boolean) is 'Order of day and month in the dates of a run: dmy, mdy, or empty when unknown.';
