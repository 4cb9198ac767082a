-- Returns how many search query reports each seller account of the tenant may still ask for, and what waits: one item a region with a
-- stored credential. The limit is one of any 24 hours, so it refills report by report as each becomes a day old. A credential that asks
-- for nothing (switched off, refused, tenant switched off) has nothing left. Reports that are due are counted from the coverage, as many as
-- ask for 18 products each: ops.due_search_reports, which plans them, looks at all tenants and may split them after failures.
create or replace function api.search_report_quota(
    p_tenant_id uuid,
    p_now timestamptz default now()
)
returns text
language plpgsql
volatile
security definer  -- requests and credentials of all tenants are not for the API: only figures of this tenant leave
set search_path = pg_catalog, pg_temp
as $$
begin
    perform api.act_as(p_tenant_id);
    return (
        select json_build_object('data', coalesce(json_agg(r order by r.region), '[]'))::text
        from (
            select
                c.region,
                array(
                    select m.marketplace from core.marketplaces as m where m.spapi_region = c.region order by m.marketplace
                ) as marketplaces,
                c.is_active, c.access_state, c.access_error,
                case when c.paused_until_at > p_now then c.paused_until_at end as paused_until_at,
                ops.setting('sqp_reports_per_day')::integer as allowed_count,
                l.asked_count as used_count, coalesce(l.reports_left, 0) as left_count,
                q.next_refill_at, q.last_refill_at, q.queued_count, q.requested_count, q.oldest_open_at,
                case when l.region is null then 0 else v.due_count end as due_count, v.not_asked_count, v.next_attempt_at
            from app.spapi_credentials as c
            left join ops.search_reports_left(p_now) as l on l.tenant_id = c.tenant_id and l.region = c.region
            cross join lateral (
                select
                    min(x.asked_at) filter (where x.asked_at > p_now - interval '1 day') + interval '1 day' as next_refill_at,
                    max(x.asked_at) filter (where x.asked_at > p_now - interval '1 day') + interval '1 day' as last_refill_at,
                    count(*) filter (where x.state = 'queued') as queued_count,
                    count(*) filter (where x.state = 'requested') as requested_count,
                    min(x.requested_at) filter (where x.state in ('queued', 'requested')) as oldest_open_at
                from sqp.report_requests as x
                where x.tenant_id = c.tenant_id and x.region = c.region
            ) as q
            cross join lateral (
                select
                    coalesce(sum(ceil(g.due_count / 18.0)), 0)::integer as due_count,
                    coalesce(sum(g.not_asked_count), 0) as not_asked_count,
                    min(g.next_attempt_at) as next_attempt_at
                from (
                    select
                        count(*) filter (
                            where p.available_at <= p_now
                                and (w.state = 'not_asked' or w.state in ('no_data_yet', 'failed') and w.next_attempt_at <= p_now)
                        ) as due_count,
                        count(*) filter (where w.state = 'not_asked') as not_asked_count,
                        min(w.next_attempt_at) filter (where w.next_attempt_at > p_now) as next_attempt_at
                    from sqp.coverage as w
                    inner join core.marketplaces as m on m.marketplace = w.marketplace and m.spapi_region = c.region
                    left join sqp.wanted_periods(p_now) as p on p.period_type = w.period_type and p.start_date = w.start_date
                    where w.tenant_id = c.tenant_id
                    group by w.marketplace, w.period_type, w.start_date
                ) as g
            ) as v
            where c.tenant_id = p_tenant_id
        ) as r
    );
end;
$$;
comment on function api.search_report_quota(uuid, timestamptz) is 'What each seller account of a tenant may still ask of search query reports, when the limit refills, and what waits.';
grant execute on function api.search_report_quota(uuid, timestamptz) to asinmart_api;
