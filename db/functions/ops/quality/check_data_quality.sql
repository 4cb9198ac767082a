-- Job: write the measurements of the last complete days into ops.quality_checks. A day is measured again while it is
-- among the last quality_days, since late data may arrive; unchanged results are not written again.
create or replace function ops.check_data_quality(p_now timestamptz default now())
returns ops.job_slice
language plpgsql
volatile
security definer  -- asinmart_admin runs jobs manually and owns nothing
set search_path = pg_catalog, pg_temp
as $$
declare
    v_days integer := ops.setting('quality_days')::integer;
    v_row_count bigint;
begin
    with found as materialized (
        select (j.measure).*, j.value, j.baseline, j.threshold, j.status, j.detail from ops.judge_quality(p_now) as j
    ),
    gone as (
        delete from ops.quality_checks as q
        using ops.last_complete_day(p_now) as l
        where coalesce(l.marketplace, '') = coalesce(q.marketplace, '')
            and q.date > l.date - v_days
            and q.date <= l.date
            and not exists (
                select from found as f
                where f.date = q.date and f.check_name = q.check_name and f.subject = q.subject
                    and coalesce(f.marketplace, '') = coalesce(q.marketplace, '')
            )
        returning q.id
    ),
    written as (
        insert into ops.quality_checks as q (
            date, marketplace, check_name, subject, value, baseline, threshold, status, detail, checked_at
        )
        select f.date, f.marketplace, f.check_name, f.subject, f.value, f.baseline, f.threshold, f.status, f.detail, p_now
        from found as f
        on conflict on constraint quality_checks_key do update
        set value = excluded.value, baseline = excluded.baseline, threshold = excluded.threshold,
            status = excluded.status, detail = excluded.detail, checked_at = excluded.checked_at
        where (q.value, q.baseline, q.threshold, q.status, q.detail)
            is distinct from (excluded.value, excluded.baseline, excluded.threshold, excluded.status, excluded.detail)
        returning q.id
    )
    select (select count(*) from gone) + (select count(*) from written) into v_row_count;
    return row(v_row_count, false)::ops.job_slice;
end;
$$;
comment on function ops.check_data_quality(timestamptz) is 'Job: compares measurements of the last days with their baselines.';
grant execute on function ops.check_data_quality(timestamptz) to asinmart_admin;
