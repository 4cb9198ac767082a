-- All SQL of the measurements. Contestants keep their own; bench/data/queries.sql fills
-- the histories, bench/suites/alert_rules.sql makes tenants and rules.
--
-- Names in braces stand for identifiers, lists of values or another query.

-- name: databases
select d.datname from pg_database as d;

-- name: create_database
create database {name} owner asinmart_owner template {template} strategy file_copy;

-- name: rename_database
alter database {old} rename to {new};

-- name: drop_database
drop database if exists {name} with (force);

-- name: checkpoint
checkpoint;

-- name: wal_bytes
select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint;

-- name: is_vacuuming
select exists (
    select from pg_stat_activity as a where a.backend_type = 'autovacuum worker'
);

-- name: server_version
show server_version;

-- name: settings
select s.name, current_setting(s.name)
from pg_settings as s
where s.name in (
    'fsync', 'synchronous_commit', 'full_page_writes', 'wal_compression',
    'shared_buffers', 'work_mem', 'max_wal_size', 'jit', 'autovacuum',
    'max_parallel_workers_per_gather', 'random_page_cost', 'data_checksums'
)
order by s.name;

-- name: listen
listen asinmart_invalidation;

-- name: stage_ms
select r.stage_ms
from core.ingest_runs as r
where r.job_id = %(job_id)s;

-- name: run_counts
select r.status, r.received_count
from core.ingest_runs as r
where r.job_id = %(job_id)s;

-- name: wrong_days
-- Counts the rows of the day that only core has, or only the market.
with wanted as (
    select
        asin, date, price, list_price, buybox_price, buybox_seller, bsr, bsr_category,
        bsr_main, rating, reviews_count, in_stock, status, observed_at
    from bench.days(%(products)s, %(day)s, %(day)s)
),
kept as (
    select
        asin, date, price, list_price, buybox_price, buybox_seller, bsr, bsr_category,
        bsr_main, rating, reviews_count, in_stock, status, observed_at
    from core.product_metrics_daily
    where date = %(day)s
)
select
    (select count(*) from (table wanted except all table kept) as m)
    + (select count(*) from (table kept except all table wanted) as u);

-- name: audit
select a.table_name, a.missing_count, a.unexpected_count
from ops.audit(%(day)s, %(day)s) as a;

-- name: vacuum
vacuum;

-- name: pairs
select p.asin_main, p.asin_comp
from core.competitor_pairs as p
where p.marketplace = 'US'
order by hashtext(p.asin_comp)
limit %(count)s;

-- name: latest_of_product
-- The next three are the queries of section 9 of the first source document, with
-- asinmart's names: the key has a marketplace, and "today" is the last day of the
-- made-up history.
select p.asin, p.title, p.brand, p.category, p.image_url,
    l.date, l.price, l.bsr, l.rating, l.reviews_count, l.buybox_price
from core.products as p
inner join mart.mv_product_latest as l
    on l.asin = p.asin and l.marketplace = p.marketplace
where p.asin = $1 and p.marketplace = 'US';

-- name: days_of_pair
select *
from mart.competitor_comparison_daily
where asin_main = $1 and asin_comp = $2 and marketplace = 'US'
    and date >= $3::date - 30
order by date desc;

-- name: alerts_since_evening
select asin, kind, details, detected_at
from core.alerts
where detected_at >= $1::date + time '21:00' - interval '1 day'
order by detected_at desc;

-- name: add_tenant
-- A tenant that tracks the main products of some pairs, and compares them.
with made as (
    select app.create_tenant('Tenant with a login') as tenant_id
),
tracked as (
    insert into app.tracked_products (tenant_id, asin)
    select distinct m.tenant_id, k.asin
    from made as m
    cross join unnest(%(mains)s::text[]) as k (asin)
),
linked as (
    insert into core.competitor_links (tenant_id, asin_main, asin_comp)
    select m.tenant_id, k.asin_main, k.asin_comp
    from made as m
    cross join unnest(%(mains)s::text[], %(comps)s::text[]) as k (asin_main, asin_comp)
)
select m.tenant_id from made as m;

-- name: create_login
select l.role_name, l.password from app.create_tenant_role(%(tenant_id)s) as l;

-- name: drop_login
select app.drop_tenant_role(%(role_name)s);

-- name: analyze_tenants
analyze app.tracked_products, core.competitor_links;

-- name: tenant_latest
-- What the hot queries are to a tenant's login, which reads the views of mart alone.
select p.asin, p.title, p.brand, p.category, p.image_url,
    l.date, l.price, l.bsr, l.rating, l.reviews_count, l.buybox_price
from mart.products as p
inner join mart.mv_product_latest as l
    on l.asin = p.asin and l.marketplace = p.marketplace
where p.asin = $1 and p.marketplace = 'US';

-- name: tenant_alerts
select asin, kind, message, detected_at
from mart.alerts
where detected_at >= $1::date + time '21:00' - interval '1 day'
order by detected_at desc;

-- name: tenant_changes
select *
from mart.product_metrics_delta_daily
where asin = $1 and marketplace = 'US' and date = $2::date;

-- name: tenant_windows
select *
from mart.product_metrics_rollup
where asin = $1 and marketplace = 'US' and as_of = $2::date;

-- name: tenant_summary
select *
from mart.product_summary
where asin = $1 and marketplace = 'US';

-- name: prepare
prepare {name} as {query};

-- name: explain
explain (analyze, buffers, timing off, format json) execute {name} ({values});

-- name: switch_rules
-- Switches the 20 rules and the loose one on or off.
update core.alert_rules as r
set is_active = case when r.name = 'loose' then %(loose)s else %(twenty)s end;

-- name: alerts_of_day
select count(*)
from core.alerts as a
where a.date = %(day)s;

-- name: alerts_of_source
-- Alerts of a day that the source statements raise too. They know two kinds and no cooldown, and compare with the day
-- before alone, where a price is compared with the last known one here.
select f.asin, f.kind
from (
    select a.asin, a.marketplace, a.date, a.kind from core.alerts as a
    union all
    select s.asin, s.marketplace, s.date, s.kind from core.alert_suppressions as s where s.reason = 'cooldown'
) as f
inner join mart.product_metrics_delta_daily as d
    on d.asin = f.asin and d.marketplace = f.marketplace and d.date = f.date
where f.date = %(day)s and d.date = %(day)s
    and (f.kind = 'BSR_DROP' or f.kind = 'PRICE_SPIKE' and d.price_change_pct is not null);

-- name: alerts_for_digest
select count(*)
from core.alerts as a
inner join core.alert_rules as r on r.id = a.rule_id and r.delivery = 'digest'
inner join core.alert_rule_channels as k on k.rule_id = r.id;

-- name: time_digest
with started as materialized (
    select clock_timestamp() as at
),
made as materialized (
    select (ops.send_alert_digests(s.at + interval '2 days')).row_count as messages
    from started as s
)
select extract(epoch from clock_timestamp() - s.at)
from started as s
cross join made as m
where m.messages >= 0;

-- name: alerts_in_digests
select coalesce(sum(n.alert_count), 0)
from core.notifications as n
where n.kind = 'digest';

-- name: make_peer_table
create schema if not exists peers;
drop table if exists peers.raw_events;
create table peers.raw_events (
    like staging_raw.raw_events
    including defaults including identity including generated including indexes
);

-- name: insert_peer_event
insert into peers.raw_events (job_id, item_no, source, payload, content_hash)
values (%s, %s, %s, %s, %s);

-- name: cast_peer_events
-- ADBC's binary COPY has no jsonb: it fills a temporary table with the text.
insert into peers.raw_events (job_id, item_no, source, payload, content_hash)
select job_id, item_no, source, payload::jsonb, content_hash
from adbc_items;

-- name: stored_events
-- Hashes payloads by value: a loader that parses items makes 10.0 of 10.00.
select
    count(*), sum(jsonb_hash_extended(payload, item_no)), count(distinct content_hash)
from {table}
where job_id = %(job_id)s;

-- name: call_product
-- This one and the next run in pgbench, which replaces :number.
select * from api.product('B' || lpad(:number::text, 9, '0'), 'US', interval '24 hours');

-- name: call_product_metrics
select *
from api.product_metrics(
    'B' || lpad(:number::text, 9, '0'), 'US', 30, interval '24 hours'
);

-- name: segments_of_product
-- What opens below a row of a brand's table: the weeks of a product, in a quarter.
select *
from mart.brand_product_segments
where brand_id = $1 and asin = $2 and segment_type = 'weekly'
    and period_start between $3 and $4
order by period_start;

-- name: months_of_brand
select *
from mart.brand_product_segments
where brand_id = $1 and segment_type = 'monthly' and period_start between $2 and $3
order by asin, period_start;

-- name: brand_products
select m.brand_id, m.asin
from core.asin_brand_mapping as m
order by hashtext(m.asin)
limit %(count)s;

-- name: segments
-- In the columns that the source's view has too.
select
    s.brand_id, s.asin, s.segment_type, s.period_start, s.total_impressions,
    s.asin_impressions, s.total_clicks, s.asin_clicks, s.total_cart_adds,
    s.asin_cart_adds, s.total_purchases, s.asin_purchases, s.impression_share_pct,
    s.click_share_pct, s.cart_add_share_pct, s.purchase_share_pct, s.ctr_pct, s.cvr_pct,
    s.avg_purchase_price, s.data_points_count, s.earliest_date, s.latest_date
from sqp.brand_product_segments as s;

-- name: forget_segments
delete from sqp.brand_product_segments;
update sqp.asin_performance_data
set query_count = 0, total_impressions = null, asin_impressions = null,
    total_clicks = null, asin_clicks = null, total_cart_adds = null,
    asin_cart_adds = null, total_purchases = null, asin_purchases = null,
    priced_purchases = null, purchase_value = null, smallest_impressions = null;

-- name: rebuild_segments
select ops.rebuild_slice(%(from)s, %(to)s);

-- name: tenant_of_session
select set_config('app.tenant_id', min(t.tenant_id::text), false) from app.tenants as t;

-- name: set_role
set role {role};

-- name: create_tenant_role
select r.role_name
from app.tenants as t
cross join lateral app.create_tenant_role(t.tenant_id) as r;

-- name: drop_tenant_roles
select app.drop_tenant_role(r.role_name) from app.tenant_roles as r;

-- name: report_rows
select count(*) from sqp.search_query_performance as q;

-- name: scores_of_day
-- This one and the next four run as prepared statements.
select s.* from core.competitor_scores_daily as s where s.date = $1;

-- name: due_reports
select d.* from ops.due_reports($1) as d;

-- name: scores_of_group
select s.*
from mart.competitor_scores_daily as s
where s.asin_main = $1 and s.marketplace = 'US' and s.date = $2;

-- name: read_report
select r.* from api.competition_report($1, $2, 'US', interval '24 hours') as r;

-- name: write_report
-- As a page or as Markdown, where the API has these.
select api.report_document($1, $2, 'US', null, $3);

-- name: explain_cell
select e.* from mart.explain($1, $2, $3) as e;

-- name: suggestions_of_product
select s.*
from mart.competitor_suggestions as s
where s.asin_main = $1 and s.marketplace = 'US';

-- name: feature_matrix_of_group
select f.* from mart.feature_matrix as f where f.asin_main = $1 and f.marketplace = 'US';

-- name: has_object
-- A function by its name, a table or view by its name.
select
    to_regclass(%(name)s) is not null
    or exists (
        select
        from pg_catalog.pg_proc as p
        where p.pronamespace::regnamespace::text || '.' || p.proname = %(name)s
    );

-- name: newest_day
select max(l.date) from mart.product_latest as l;

-- name: observed_members
-- What has a score on a day: products of groups with a competitor.
select count(distinct m.asin)
from (
    select g.id, g.asin_main as asin from core.competitive_groups as g
    union all
    select c.group_id, c.asin from core.competitive_group_members as c
) as m
inner join core.product_metrics_daily as d on d.asin = m.asin
where d.marketplace = 'US' and d.date = %(day)s
    and exists (select from core.competitive_group_members as c where c.group_id = m.id);

-- name: set_report_batch
update ops.settings set value = %(count)s where name = 'report_batch';

-- name: forget_others
-- Notes main products without a report as looked at, so that they are not due.
insert into ops.report_checks (asin_main, marketplace, tenant_id, checked_at)
select g.asin_main, g.marketplace, g.tenant_id, %(now)s
from core.competitive_groups as g
on conflict do nothing;

-- name: generate_reports
select g.row_count, g.has_more from ops.generate_reports(%(now)s) as g;

-- name: reports_of_version
-- Reports, those with a sentence that has an empty slot, failed attempts, claims.
select
    count(*),
    count(*) filter (where r.summary::text ~ '"text": "[^"]*[{]'),
    (select count(*) from ops.report_checks as c where c.error is not null),
    coalesce(round(avg(jsonb_array_length(r.evidence)), 1), 0)::float8
from core.competition_reports as r
where r.version = %(version)s;

-- name: reported_products
select r.tenant_id::text, r.asin_main
from core.competition_reports as r
where r.version = 1 and r.asin_main < bench.asin_at(%(products)s)
order by hashtext(r.asin_main)
limit %(count)s;

-- name: claims_of_metric
-- The cells behind a claim of the first version of reports.
select c.relation_name, c.row_key, c.column_name
from mart.report_claims as c
where c.version = 1 and c.metric = %(metric)s
    and c.asin_main < bench.asin_at(%(products)s)
order by hashtext(c.row_key)
limit %(count)s;

-- name: set_attributes
-- Five attributes a product, of which four in five have each.
update core.product_features as f
set attributes = (
    select jsonb_object_agg(a.name, a.words)
    from (
        values
            (1, 'Material', (array['Steel', 'Bamboo', 'Plastic', 'Glass'])[1 + v.number %% 4]),
            (2, 'Color', (array['Black', 'White', 'Red'])[1 + v.number %% 3]),
            (3, 'Item Weight', 100 + v.number %% 900 || ' g'),
            (4, 'Capacity', 1 + v.number %% 5 || ' Liters'),
            (5, 'Special Feature', 'Thing ' || v.number %% 7)
    ) as a (place, name, words)
    where (v.number + a.place) %% 5 > 0
)
from bench.products(%(products)s) as v
where f.asin = v.asin and f.marketplace = 'US';

-- name: track_products
insert into app.tracked_products (tenant_id, asin, marketplace)
select t.tenant_id, m.asin, 'US'
from (select min(t.tenant_id::text)::uuid as tenant_id from app.tenants as t) as t
cross join (
    select c.asin from core.competitive_group_members as c order by hashtext(c.asin)
    limit %(count)s
) as m
on conflict do nothing
returning asin;
