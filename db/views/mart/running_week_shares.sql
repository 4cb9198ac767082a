-- A week whose report has not come yet: own counts of the days that Data Kiosk has, over as many sevenths of the market's counts in the
-- last week that the product's reports know. The band is a 95 % Wilson interval whose lower end takes the market to be as large, and
-- whose upper end as small, as it was in any of the known weeks of the eight before. It takes the market to be even over the days of a
-- week. The week goes when its report comes. Weeks are looked for among those of a tenant, see mart.keyword_counts.
set role mart_owner;
create or replace view mart.running_week_shares as
with weeks as (
    select p.tenant_id, p.covers as asin, p.marketplace, w.start_date, count(*)::numeric as days_reported
    from app.tenants as n
    cross join lateral (
        select r.* from sqp.reported_periods as r
        where r.tenant_id = n.tenant_id and r.report = 'keyword_counts' and r.period_type = 'DAY'
        offset 0
    ) as p
    cross join lateral (select p.start_date - extract(dow from p.start_date)::integer as start_date) as w
    where not exists (
        select from sqp.asin_performance_data as a
        where a.tenant_id = p.tenant_id and a.asin = p.covers and a.marketplace = p.marketplace and a.period_type = 'WEEK'
            and a.start_date = w.start_date
    )
    group by p.tenant_id, p.covers, p.marketplace, w.start_date
),
own_weeks as (
    select w.*, k.query_keyword, k.impressions, k.clicks, k.cart_adds, k.purchases
    from weeks as w
    cross join lateral (
        select
            c.query_keyword,
            sum(c.impression_count) as impressions,
            sum(c.click_count) as clicks,
            sum(c.cart_add_count) as cart_adds,
            sum(c.purchase_count) as purchases
        from sqp.keyword_counts as c
        where c.tenant_id = w.tenant_id and c.asin = w.asin and c.marketplace = w.marketplace and c.period_type = 'DAY'
            and c.start_date between w.start_date and w.start_date + 6
        group by c.query_keyword
    ) as k
),
estimated as (
    select
        o.tenant_id,
        o.asin,
        o.marketplace,
        o.query_keyword,
        o.start_date,
        s.stage,
        o.days_reported,
        s.own_count,
        m.week_count,
        m.last_week,
        m.last_count,
        m.last_count * o.days_reported / 7 as last_base,
        m.most_count * o.days_reported / 7 as most_base,
        m.fewest_count * o.days_reported / 7 as fewest_base
    from own_weeks as o
    cross join lateral (
        values
            ('impression', o.impressions), ('click', o.clicks), ('cart add', o.cart_adds), ('purchase', o.purchases)
    ) as s (stage, own_count)
    cross join lateral (
        select
            count(*)::integer as week_count,
            max(t.start_date) as last_week,
            (array_agg(t.total order by t.start_date desc))[1]::numeric as last_count,
            max(t.total)::numeric as most_count,
            min(t.total)::numeric as fewest_count
        from (
            select
                a.start_date,
                case s.stage
                    when 'impression' then q.total_query_impression_count
                    when 'click' then q.total_click_count
                    when 'cart add' then q.total_cart_add_count
                    else q.total_purchase_count
                end as total
            from sqp.asin_performance_data as a
            inner join sqp.search_query_performance as q
                on q.tenant_id = a.tenant_id and q.asin_performance_id = a.id and q.search_query = o.query_keyword
            where a.tenant_id = o.tenant_id and a.asin = o.asin and a.marketplace = o.marketplace and a.period_type = 'WEEK'
                and a.start_date between o.start_date - 56 and o.start_date - 7
        ) as t
        where t.total > 0
    ) as m
    where s.own_count is not null and m.week_count > 0
)
select
    e.tenant_id,
    b.brand_id,
    e.asin,
    e.marketplace,
    e.query_keyword as search_query,
    e.stage,
    e.start_date,
    e.start_date + 6 as end_date,
    e.days_reported::integer as days_reported,
    e.own_count,
    e.last_count::bigint as market_week_count,
    e.last_week as market_week_start,
    e.week_count as market_weeks_known,
    round(100 * least(1, e.own_count / e.last_base), 2) as share_pct,
    round(100 * greatest(0, (
        l.share + 1.920729 / e.most_base - 1.959964 * sqrt((l.share * (1 - l.share) + 0.960365 / e.most_base) / e.most_base)
    ) / (1 + 3.841459 / e.most_base)), 2) as share_low_pct,
    round(100 * least(1, (
        h.share + 1.920729 / e.fewest_base + 1.959964 * sqrt((h.share * (1 - h.share) + 0.960365 / e.fewest_base) / e.fewest_base)
    ) / (1 + 3.841459 / e.fewest_base)), 2) as share_high_pct,
    true as is_estimated
from estimated as e
cross join lateral (select least(1, e.own_count / e.most_base) as share) as l
cross join lateral (select least(1, e.own_count / e.fewest_base) as share) as h
left join core.asin_brand_mapping as b on b.tenant_id = e.tenant_id and b.asin = e.asin and b.marketplace = e.marketplace and b.is_active;
comment on view mart.running_week_shares is 'One row per tenant, product, marketplace, search query, week without a report and stage: the share so far, estimated from daily own counts and the last known counts of the market.';
comment on column mart.running_week_shares.tenant_id is 'Tenant.';
comment on column mart.running_week_shares.brand_id is 'Brand that the product counts for, see mart.brands; null: none.';
comment on column mart.running_week_shares.asin is 'Product.';
comment on column mart.running_week_shares.marketplace is 'Marketplace code.';
comment on column mart.running_week_shares.search_query is 'Search query.';
comment on column mart.running_week_shares.stage is 'What is counted: impression, click, cart add or purchase.';
comment on column mart.running_week_shares.start_date is 'First day of the week, a Sunday.';
comment on column mart.running_week_shares.end_date is 'Last day of the week, a Saturday.';
comment on column mart.running_week_shares.days_reported is 'Days of the week that Data Kiosk has reported for the product, up to 7.';
comment on column mart.running_week_shares.own_count is 'Own count of these days; a day that does not list the query counts as 0.';
comment on column mart.running_week_shares.market_week_count is 'Count of all products in the last week that a report of the product knows; its part for days_reported of 7 days is the denominator of share_pct.';
comment on column mart.running_week_shares.market_week_start is 'First day of that week, at most eight weeks before.';
comment on column mart.running_week_shares.market_weeks_known is 'Weeks of the eight before whose market count is known; with one the band knows no change of the market.';
comment on column mart.running_week_shares.share_pct is 'own_count in percent of the market''s count so far, at most 100, 2 decimals.';
comment on column mart.running_week_shares.share_low_pct is 'Lower end of the 95 % band: Wilson interval over the largest of the known market counts, 2 decimals.';
comment on column mart.running_week_shares.share_high_pct is 'Upper end of it, over the smallest of them.';
comment on column mart.running_week_shares.is_estimated is 'Always true: the report of the week replaces the row.';
grant select on mart.running_week_shares to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
