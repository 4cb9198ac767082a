-- Reports that each seller account may still ask for: those asked in the last 24 hours, and those that wait to be asked, count. Amazon
-- does not say when its day begins, and in no 24 hours are more asked than in one of its days.
create or replace function ops.search_reports_left(p_now timestamptz)
returns table (tenant_id uuid, region text, asked_count bigint, reports_left bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select c.tenant_id, c.region, u.asked_count, greatest(ops.setting('sqp_reports_per_day')::bigint - u.asked_count, 0)
    from app.spapi_credentials as c
    cross join lateral (
        select count(*) as asked_count
        from sqp.report_requests as r
        where r.tenant_id = c.tenant_id and r.region = c.region
            and (r.asked_at > p_now - interval '1 day' or r.state = 'queued')
    ) as u
    where c.is_active and c.access_state <> 'denied'
        and exists (select from app.tenants as t where t.tenant_id = c.tenant_id and t.is_active);
$$;
comment on function ops.search_reports_left(timestamptz) is 'How many search query reports each seller account may still ask for.';
