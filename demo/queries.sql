-- All SQL of the demo but the README's first query, docs/first-query.sql.

-- name: link_competitors
insert into core.competitor_links (asin_main, asin_comp, marketplace)
select l.asin_main, l.asin_comp, %(marketplace)s
from unnest(%(mains)s::text[], %(competitors)s::text[]) as l (asin_main, asin_comp)
on conflict do nothing;

-- name: run
select
    r.status,
    r.received_count,
    r.accepted_count,
    r.duplicate_count,
    r.rejected_count,
    r.duration_ms,
    r.finished_at,
    r.error
from core.ingest_runs as r
where r.job_id = %(job_id)s;

-- name: promoted_by
-- The job ledger has who triggered it: pg_cron, the watchdog, or a manual call.
select j.triggered_by
from core.ingest_runs as r
inner join ops.job_runs as j
    on j.job_name = 'promote-pending-runs'
    and r.finished_at between j.started_at and coalesce(j.finished_at, 'infinity')
where r.job_id = %(job_id)s
order by j.started_at desc
limit 1;

-- name: is_promoting
select exists (
    select from ops.job_runs as j
    where j.job_name = 'promote-pending-runs'
        and j.status = 'running'
        and j.started_at > now() - interval '10 minutes'
);

-- name: rejects
select j.reason_code, j.reject_count, j.first_item_no, j.example
from ops.run_rejects(%(job_id)s) as j
order by j.first_item_no;

-- name: alerts_by_kind
select a.kind, count(*)
from core.alerts as a
inner join app.tenants as t on t.tenant_id = a.tenant_id and t.name = 'default'
where a.date = %(date)s and a.marketplace = %(marketplace)s
group by a.kind
order by count(*) desc, a.kind;

-- name: top_alerts
-- At most two of each kind: else the widest moves of one kind hide the others.
select t.severity, t.kind, t.asin, t.title
from (
    select
        a.severity,
        a.kind,
        a.asin,
        a.title,
        abs(a.change_pct) as width,
        row_number() over (
            partition by a.kind
            order by
                array_position(
                    array['critical', 'high', 'medium', 'low'], a.severity
                ),
                abs(a.change_pct) desc nulls last,
                a.asin
        ) as place
    from core.alerts as a
    inner join app.tenants as d on d.tenant_id = a.tenant_id and d.name = 'default'
    where a.date = %(date)s and a.marketplace = %(marketplace)s
) as t
where t.place <= 2
order by
    array_position(array['critical', 'high', 'medium', 'low'], t.severity),
    t.width desc nulls last,
    t.kind;

-- name: product_with_history
-- Of the products with days without a price, the one that had the most prices.
select h.asin, h.title, h.currency_code
from mart.product_daily as h
where h.marketplace = %(marketplace)s and h.date between %(first_day)s and %(last_day)s
group by h.asin, h.title, h.currency_code
having count(h.price) < %(last_day)s::date - %(first_day)s::date + 1
order by count(distinct h.price) desc, h.asin
limit 1;

-- name: price_history
select h.date, h.price
from mart.product_daily as h
where h.asin = %(asin)s
    and h.marketplace = %(marketplace)s
    and h.date between %(first_day)s and %(last_day)s
    and h.price is not null;

-- name: evidence
select
    p.price as price_before,
    d.price as price_after,
    p.bsr as bsr_before,
    d.bsr as bsr_after,
    p.rating as rating_before,
    d.rating as rating_after,
    p.buybox_seller as seller_before,
    d.buybox_seller as seller_after,
    m.stock_change,
    c.price_diff,
    array(
        select a.kind
        from core.alerts as a
        where a.asin = d.asin and a.marketplace = d.marketplace and a.date = d.date
    ) as alert_kinds
from core.product_metrics_daily as d
left join mart.product_metrics_delta_daily as m
    on m.asin = d.asin and m.marketplace = d.marketplace and m.date = d.date
left join core.product_metrics_daily as p
    on p.asin = m.asin
    and p.marketplace = m.marketplace
    and p.date = m.previous_date
left join mart.competitor_comparison_daily as c
    on c.asin_main = %(other_asin)s
    and c.asin_comp = d.asin
    and c.marketplace = d.marketplace
    and c.date = d.date
where d.asin = %(asin)s
    and d.marketplace = %(marketplace)s
    and d.date = %(date)s;

-- name: make_tenant
select app.create_tenant(%(name)s, 'pro')
where not exists (select from app.tenants as t where t.name = %(name)s);

-- name: track_products
insert into app.tracked_products (
    tenant_id, asin, price_change_threshold_pct, created_at
)
select t.tenant_id, p.asin, p.own_limit, %(since)s::date
from app.tenants as t
cross join unnest(%(asins)s::text[], %(limits)s::numeric[]) as p (asin, own_limit)
where t.name = %(name)s
on conflict (asin, marketplace, tenant_id) do nothing;

-- name: link_for_tenant
insert into core.competitor_links (tenant_id, asin_main, asin_comp)
select t.tenant_id, k.asin, %(comp)s
from app.tenants as t
inner join app.tracked_products as k on k.tenant_id = t.tenant_id
where t.name = %(name)s and k.asin = %(main)s
on conflict do nothing;

-- name: make_channel
-- One channel for every rule. A new port changes its address; the secret stays.
with channel as (
    insert into app.notification_channels as c (
        tenant_id, name, channel_type, target, secret
    )
    select t.tenant_id, 'demo', 'webhook', %(target)s, %(secret)s
    from app.tenants as t
    where t.name = %(name)s
    on conflict (tenant_id, name) do update set target = excluded.target
    returning c.id, c.tenant_id, c.secret
),
bound as (
    insert into core.alert_rule_channels (rule_id, channel_id, tenant_id)
    select r.id, c.id, c.tenant_id
    from channel as c
    inner join core.alert_rules as r on r.tenant_id = c.tenant_id
    on conflict do nothing
)
select c.secret from channel as c;

-- name: alerts_of_tenants
select t.name, a.severity, r.name, a.title
from core.alerts as a
inner join app.tenants as t on t.tenant_id = a.tenant_id
inner join core.alert_rules as r on r.id = a.rule_id
where t.name = any (%(names)s) and a.date = %(date)s
order by
    t.name,
    array_position(array['critical', 'high', 'medium', 'low'], a.severity),
    a.id;

-- name: alerted_of_price
select t.name
from core.alerts as a
inner join app.tenants as t on t.tenant_id = a.tenant_id
where t.name = any (%(names)s)
    and a.date = %(date)s
    and a.asin = %(asin)s
    and a.kind = 'PRICE_SPIKE';

-- name: deliveries
select n.id::text as id, n.status, a.title, n.error
from core.notifications as n
inner join app.tenants as t on t.tenant_id = n.tenant_id
inner join core.alerts as a on a.id = n.alert_id and a.date = n.alert_date
where t.name = %(name)s and n.alert_date = %(date)s
order by n.alert_id;

-- name: make_login
select l.role_name, l.password
from app.tenants as t
cross join lateral app.create_tenant_role(t.tenant_id) as l
where t.name = %(name)s;

-- name: drop_login
select app.drop_tenant_role(%(role)s);

-- name: revoke_keys
select app.revoke_api_key(k.id)
from app.tenants as t
inner join app.api_keys as k on k.tenant_id = t.tenant_id
where t.name = %(name)s and k.name = %(key_name)s and k.revoked_at is null;

-- name: make_key
select
    t.name,
    %(role)s::text as role,
    app.create_api_key(
        t.tenant_id, %(key_name)s, %(key_type)s, %(role)s, p_expires_at => now() + interval '7 days'
    ) as key
from app.tenants as t
where t.name = %(name)s;

-- name: brand_month
select
    s.asin,
    s.asin_impressions as impressions,
    s.impression_share_pct as impression_share,
    s.impression_share_change as impression_change,
    s.impression_share_trend as impression_trend,
    s.click_share_pct as click_share,
    s.click_share_change as click_change,
    s.click_share_trend as click_trend
from mart.brands as b
inner join mart.brand_product_segments as s
    on s.tenant_id = b.tenant_id and s.brand_id = b.brand_id
where b.tenant_name = %(tenant)s
    and b.brand_name = %(brand)s
    and s.marketplace = %(marketplace)s
    and s.segment_type = 'monthly'
    and s.period_start = %(month)s
order by s.asin_impressions desc, s.asin;

-- name: brand_month_state
select
    count(*) as product_count,
    min(s.data_points_count) as report_count,
    bool_and(s.is_complete) as is_complete,
    bool_and(s.is_estimated) as is_estimated
from mart.brands as b
inner join mart.brand_product_segments as s
    on s.tenant_id = b.tenant_id and s.brand_id = b.brand_id
where b.tenant_name = %(tenant)s
    and b.brand_name = %(brand)s
    and s.marketplace = %(marketplace)s
    and s.segment_type = 'monthly'
    and s.period_start = %(month)s;

-- name: brand_query
select
    q.start_date,
    q.lost_stage,
    q.total_impressions as impressions,
    q.brand_impressions as own_impressions,
    q.total_clicks as clicks,
    q.brand_clicks as own_clicks,
    q.total_cart_adds as cart_adds,
    q.brand_cart_adds as own_cart_adds,
    q.total_purchases as purchases,
    q.brand_purchases as own_purchases,
    q.impression_share_pct as impression_share,
    q.click_share_pct as click_share,
    q.cart_add_share_pct as cart_add_share,
    q.purchase_share_pct as purchase_share
from mart.brands as b
inner join mart.brand_queries as q
    on q.tenant_id = b.tenant_id and q.brand_id = b.brand_id
where b.tenant_name = %(tenant)s
    and b.brand_name = %(brand)s
    and q.marketplace = %(marketplace)s
    and q.period_type = 'WEEK'
    and q.search_query = %(query)s
    and q.start_date = any (%(weeks)s)
order by q.start_date;

-- name: brand_coverage
select
    c.period_start as start_date,
    count(*) filter (where c.state = 'reported') as reported_count,
    count(*) filter (where c.state = 'not_listed') as not_listed_count,
    count(*) filter (where c.state = 'not_asked') as not_asked_count
from mart.brands as b
inner join mart.brand_coverage as c
    on c.tenant_id = b.tenant_id and c.brand_id = b.brand_id
where b.tenant_name = %(tenant)s
    and b.brand_name = %(brand)s
    and c.marketplace = %(marketplace)s
    and c.period_type = 'WEEK'
    and c.period_start = any (%(weeks)s)
group by c.period_start
order by c.period_start;

-- name: brand_arrivals
select
    a.start_date,
    min(a.first_reported_at) as first_reported_at,
    array_agg(distinct a.job_id order by a.job_id) as job_ids
from app.tenants as t
inner join sqp.asin_performance_data as a on a.tenant_id = t.tenant_id
where t.name = %(tenant)s
    and a.marketplace = %(marketplace)s
    and a.period_type = 'WEEK'
    and a.start_date = any (%(weeks)s)
group by a.start_date
order by a.start_date;

-- name: restated_week
-- What the last report of a week replaced, and the purchases before and after it.
with versions as (
    select
        v.start_date,
        v.asin_purchases,
        v.known_from_at,
        v.known_until_at,
        max(v.known_until_at) over () as replaced_at
    from mart.brands as b
    inner join mart.brand_query_versions as v
        on v.tenant_id = b.tenant_id and v.brand_id = b.brand_id
    where b.tenant_name = %(tenant)s
        and b.brand_name = %(brand)s
        and v.marketplace = %(marketplace)s
        and v.period_type = 'WEEK'
        and v.start_date = %(week)s
)
select
    v.start_date as start,
    count(*) filter (where v.known_until_at = v.replaced_at) as row_count,
    sum(v.asin_purchases) filter (
        where v.known_from_at < v.replaced_at
            and (v.known_until_at is null or v.known_until_at = v.replaced_at)
    ) as purchases_before,
    sum(v.asin_purchases) filter (where v.known_until_at is null) as purchases_after
from versions as v
group by v.start_date;

-- name: unlisted_product
select
    count(*) filter (where c.state = 'not_listed') as not_listed_count,
    (
        select max(s.period_start)
        from mart.brand_product_segments as s
        where s.tenant_id = b.tenant_id
            and s.brand_id = b.brand_id
            and s.asin = %(asin)s
            and s.marketplace = %(marketplace)s
            and s.segment_type = 'weekly'
    ) as last_week
from mart.brands as b
inner join mart.brand_coverage as c
    on c.tenant_id = b.tenant_id and c.brand_id = b.brand_id
where b.tenant_name = %(tenant)s
    and b.brand_name = %(brand)s
    and c.asin = %(asin)s
    and c.marketplace = %(marketplace)s
    and c.period_type = 'WEEK'
    and c.period_start = any (%(weeks)s)
group by b.tenant_id, b.brand_id;

-- name: brand_rows
-- Without a condition: the login alone decides which rows there are.
select 'brands', count(*) from mart.brands
union all
select 'brand_performance', count(*) from mart.brand_performance
union all
select 'brand_product_segments', count(*) from mart.brand_product_segments
union all
select 'brand_queries', count(*) from mart.brand_queries
union all
select 'brand_query_versions', count(*) from mart.brand_query_versions
union all
select 'brand_coverage', count(*) from mart.brand_coverage;

-- name: make_group
with made as (
    insert into core.competitive_groups (name, asin_main, marketplace)
    values (%(name)s, %(main)s, %(marketplace)s)
    on conflict (tenant_id, name) do nothing
    returning id, tenant_id, asin_main, marketplace
)
insert into core.competitive_group_members (group_id, tenant_id, asin)
select m.id, m.tenant_id, l.asin_comp
from made as m
inner join core.competitor_links as l
    on l.tenant_id = m.tenant_id
    and l.asin_main = m.asin_main
    and l.marketplace = m.marketplace;

-- name: request_report
insert into core.report_requests (tenant_id, asin_main, marketplace, depth, requested_at)
values (
    '00000000-0000-0000-0000-000000000001', %(main)s, %(marketplace)s, 'standard', now()
)
on conflict (asin_main, marketplace, tenant_id, depth) where status = 'queued' do nothing;

-- name: is_report_requested
select exists (
    select from core.report_requests as q
    where q.tenant_id = '00000000-0000-0000-0000-000000000001'
        and q.asin_main = %(main)s
        and q.marketplace = %(marketplace)s
        and q.status = 'queued'
);

-- name: make_reports
call ops.run_job('generate-reports', 'manual');

-- name: make_recommendations
call ops.run_job('refresh-recommendations', 'manual');

-- name: renew_recommendation
select core.write_recommendations(
    array['00000000-0000-0000-0000-000000000001'::uuid],
    array[%(main)s::text],
    array[%(marketplace)s::text],
    now()
);

-- name: standings
select
    coalesce(d.title, s.asin),
    d.price,
    d.bsr,
    d.rating,
    s.composite_score,
    s.score_rank,
    v.rank_if_weights_move
from mart.competition_reports as r
inner join mart.competitor_scores_daily as s
    on s.tenant_id = r.tenant_id
    and s.asin_main = r.asin_main
    and s.marketplace = r.marketplace
    and s.date = r.as_of
inner join mart.competitor_sensitivity as v
    on v.tenant_id = s.tenant_id
    and v.asin_main = s.asin_main
    and v.asin = s.asin
    and v.marketplace = s.marketplace
    and v.date = s.date
inner join mart.product_daily as d
    on d.asin = s.asin and d.marketplace = s.marketplace and d.date = s.date
where r.asin_main = %(main)s
    and r.marketplace = %(marketplace)s
    and r.tenant_id = '00000000-0000-0000-0000-000000000001'
    and r.version = (
        select max(l.version)
        from mart.competition_reports as l
        where l.asin_main = r.asin_main
            and l.marketplace = r.marketplace
            and l.tenant_id = r.tenant_id
    )
order by s.score_rank, s.asin;

-- name: planted_change
select
    v.version - 1 as from_version,
    v.version as to_version,
    count(d.claim_id) as difference_count,
    max(d.sentence) filter (where d.claim_id = 'price:' || %(rival)s) as sentence,
    max(d.new_text) filter (where d.claim_id = 'price:' || %(rival)s) as new_text
from (
    select max(r.version) as version
    from mart.competition_reports as r
    where r.asin_main = %(main)s
        and r.marketplace = %(marketplace)s
        and r.tenant_id = '00000000-0000-0000-0000-000000000001'
) as v
cross join lateral mart.diff_reports(
    %(main)s, v.version - 1, v.version, %(marketplace)s
) as d
group by v.version;

-- name: report_changes
select s.sentence
from mart.report_sentences as s
where s.asin_main = %(main)s
    and s.marketplace = %(marketplace)s
    and s.tenant_id = '00000000-0000-0000-0000-000000000001'
    and s.section = 'changes'
    and s.version = (
        select max(r.version)
        from mart.competition_reports as r
        where r.asin_main = s.asin_main
            and r.marketplace = s.marketplace
            and r.tenant_id = s.tenant_id
    )
order by s.position_no;

-- name: advice
select a.priority, a.target_field, a.reason
from mart.recommendation_actions as a
where a.asin = %(main)s
    and a.marketplace = %(marketplace)s
    and a.tenant_id = '00000000-0000-0000-0000-000000000001'
    and a.status = 'pending'
order by a.priority, a.action_id
limit 3;

-- name: explained_claims
with claims as materialized (
    select c.claim_id, c.relation_name, c.row_key::jsonb as key, c.column_name
    from mart.report_claims as c
    where c.asin_main = %(main)s
        and c.marketplace = %(marketplace)s
        and c.tenant_id = '00000000-0000-0000-0000-000000000001'
        and c.version = (
            select max(r.version)
            from mart.competition_reports as r
            where r.asin_main = c.asin_main
                and r.marketplace = c.marketplace
                and r.tenant_id = c.tenant_id
        )
),
steps as materialized (
    select c.claim_id, e.raw_event_id, e.is_equal
    from claims as c
    cross join lateral mart.explain(c.relation_name, c.key, c.column_name) as e
),
explained as (
    select
        s.claim_id,
        count(s.raw_event_id) as item_count,
        bool_and(coalesce(s.is_equal, true)) as is_equal
    from steps as s
    group by s.claim_id
)
select
    count(*) as claim_count,
    count(*) filter (where e.item_count > 0) as resolved_count,
    count(*) filter (where e.is_equal) as equal_count,
    (select count(distinct s.raw_event_id) from steps as s) as item_count
from explained as e;
