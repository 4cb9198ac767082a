-- One row, however many requests are concerned. Never critical: a refused credential does not take the API out of service.
create or replace function ops.check_search_reports(p_now timestamptz)
returns table (check_name text, status text, detail text, advice text)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    select
        'search reports',
        case when d.denials is not null or r.failed_count > 0 then 'warning' else 'ok' end,
        format('%s reports asked in the last 24 hours', r.asked_count)
            || coalesce('; access is denied: ' || d.denials, '')
            || case when r.failed_count > 0 then format('; %s failed in the last 24 hours: %s', r.failed_count, r.error) else '' end,
        case
            when d.denials is not null then 'Let the seller grant access again, then store the new credential with app.set_spapi_credential. Until then nothing is asked with it.'
            else 'See sqp.report_requests. Failed reports are asked again after 1, 3 and 7 days; Amazon announces no failures of its own.'
        end
    from (
        select string_agg(format('%s (%s): %s', t.name, c.region, c.access_error), '; ' order by t.name, c.region) as denials
        from app.spapi_credentials as c
        inner join app.tenants as t on t.tenant_id = c.tenant_id
        where c.is_active and c.access_state = 'denied'
    ) as d
    cross join (
        select
            count(*) filter (where q.asked_at > p_now - interval '1 day') as asked_count,
            count(*) filter (where q.state = 'failed' and q.finished_at > p_now - interval '1 day') as failed_count,
            (array_agg(q.error order by q.finished_at desc) filter (where q.state = 'failed' and q.finished_at > p_now - interval '1 day'))[1] as error
        from sqp.report_requests as q
    ) as r;
$$;
comment on function ops.check_search_reports(timestamptz) is 'Part of ops.doctor: credentials that Amazon refuses, and search query reports that failed.';
