-- Returns a page of the search queries of a brand in the newest period of each marketplace, or in all periods of a range of days, each
-- beside the same query in the period p_periods_back before. That period counts only if it was reported and lists the query: what a report
-- does not list is unknown. Sorts by the change of the brand's clicks or purchases; unknown changes come last.
-- Raises AM404 when the tenant does not have the brand, AM422 for an unknown sort or a filter that api.query_filter refuses.
create or replace function api.brand_query_changes(
    p_tenant_id uuid,
    p_id uuid,
    p_period_type text default 'WEEK',
    p_from date default null,
    p_to date default null,
    p_filter text default null,
    p_marketplace text default null,
    p_sort text default 'click_change',
    p_periods_back integer default 1,
    p_after jsonb default null,
    p_limit integer default 50
)
returns table (data text, next_key text, meta text)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan  -- a plan for the given filters
as $$
declare
    v_filter jsonpath := api.query_filter(p_filter);
    v_length interval := case p_period_type
        when 'WEEK' then interval '7 days' when 'MONTH' then interval '1 month' when 'QUARTER' then interval '3 months'
    end;
    v_back interval := v_length * p_periods_back;
    v_is_by_clicks boolean := ltrim(p_sort, '-') = 'click_change';
    v_sign integer := case when p_sort like '-%' then -1 else 1 end;
begin
    if ltrim(p_sort, '-') not in ('click_change', 'purchase_change') then
        raise exception 'changes cannot be sorted by %', p_sort
            using errcode = 'AM422', hint = 'Sort by click_change or purchase_change, or by -click_change or -purchase_change.';
    end if;
    perform api.act_as(p_tenant_id);
    perform api.check_brand(p_id);
    return query
    with reported as (
        select
            r.marketplace, r.start_date, (r.start_date + v_length)::date as next_date,
            max(r.start_date) over (partition by r.marketplace) as newest_date
        from sqp.brand_period_reports as r
        where r.tenant_id = p_tenant_id and r.brand_id = p_id and r.period_type = p_period_type
            and (p_marketplace is null or r.marketplace = p_marketplace)
    ),
    periods as (
        select s.marketplace, s.start_date, bool_or(s.is_asked) as is_asked
        from reported as r
        cross join lateral (values (r.marketplace, r.start_date, true), (r.marketplace, (r.start_date - v_back)::date, false))
            as s (marketplace, start_date, is_asked)
        where case
            when p_from is null and p_to is null then r.start_date = r.newest_date
            else r.start_date >= coalesce(p_from, '-infinity') and r.next_date - 1 <= coalesce(p_to, 'infinity')
        end
        group by s.marketplace, s.start_date
    ),
    listed as (
        select p.is_asked, f.query, (f.query).marketplace, (f.query).search_query, (f.query).start_date
        from periods as p
        cross join lateral (
            select q as query
            from mart.brand_queries as q
            where q.tenant_id = p_tenant_id and q.brand_id = p_id and q.period_type = p_period_type
                and q.marketplace = p.marketplace and q.start_date = p.start_date
                and (v_filter is null or to_jsonb(q.search_query) @@ v_filter)
            offset 0
        ) as f
    ),
    compared as (
        select
            l.query, e.query as previous, l.start_date, l.marketplace, l.search_query,
            (l.query).brand_clicks - (e.query).brand_clicks as click_change,
            (l.query).brand_purchases - (e.query).brand_purchases as purchase_change
        from listed as l
        left join listed as e
            on e.marketplace = l.marketplace and e.search_query = l.search_query and e.start_date = (l.start_date - v_back)::date
        where l.is_asked
    ),
    page as (
        select c.*, v.value, row_number() over (order by v.value nulls last, c.start_date desc, c.marketplace, c.search_query) as place
        from compared as c
        cross join lateral (select v_sign * case when v_is_by_clicks then c.click_change else c.purchase_change end as value) as v
        where p_after is null
            or (v.value is null, coalesce(v.value, 0), (p_after ->> 1)::date - c.start_date, c.marketplace, c.search_query)
                > (p_after ->> 0 is null, coalesce((p_after ->> 0)::bigint, 0), 0, p_after ->> 2, p_after ->> 3)
        order by v.value nulls last, c.start_date desc, c.marketplace, c.search_query
        limit p_limit + 1
    )
    select
        coalesce(json_agg(row_to_json(i) order by r.place) filter (where r.place <= p_limit), '[]')::text,
        case when count(*) > p_limit then
            (array_agg(jsonb_build_array(r.value, r.start_date, r.marketplace, r.search_query) order by r.place))[p_limit]::text
        end,
        '{}'
    from page as r
    cross join lateral (
        select
            r.search_query, r.marketplace, (r.query).period_type, r.start_date as period_start, (r.query).end_date as period_end,
            (r.previous).start_date as previous_period_start, (r.query).is_branded,
            (r.query).search_query_volume, (r.previous).search_query_volume as previous_search_query_volume,
            (r.query).brand_impressions, (r.previous).brand_impressions as previous_brand_impressions,
            (r.query).impression_share_pct, (r.previous).impression_share_pct as previous_impression_share_pct,
            (r.query).brand_clicks, (r.previous).brand_clicks as previous_brand_clicks,
            (r.query).click_share_pct, (r.previous).click_share_pct as previous_click_share_pct,
            (r.query).brand_cart_adds, (r.previous).brand_cart_adds as previous_brand_cart_adds,
            (r.query).cart_add_share_pct, (r.previous).cart_add_share_pct as previous_cart_add_share_pct,
            (r.query).brand_purchases, (r.previous).brand_purchases as previous_brand_purchases,
            (r.query).purchase_share_pct, (r.previous).purchase_share_pct as previous_purchase_share_pct,
            r.click_change, r.purchase_change,
            (r.query).lost_stage, (r.previous).lost_stage as previous_lost_stage
    ) as i;
end;
$$;
comment on function api.brand_query_changes(uuid, uuid, text, date, date, text, text, text, integer, jsonb, integer)
    is 'A page of the search queries of a brand, each beside an earlier period.';
grant execute on function api.brand_query_changes(uuid, uuid, text, date, date, text, text, text, integer, jsonb, integer) to asinmart_api;
