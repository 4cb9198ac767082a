"""Two tenants in one database, with rows in every table, and their logins."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import Connection

from tests.support.databases import Database
from tests.support.waiting import wait_until

A = "00000000-0000-0000-0000-0000000000aa"
B = "00000000-0000-0000-0000-0000000000bb"
FILL = """
    insert into app.tenants (tenant_id, name) values
        ('{a}', 'tenant a'), ('{b}', 'tenant b');
    insert into app.users (tenant_id, email) values
        ('{a}', 'one@example.org'), ('{b}', 'one@example.org');
    insert into app.user_settings (user_id, tenant_id)
    select u.id, u.tenant_id from app.users as u;
    insert into app.tracked_products (tenant_id, asin, marketplace) values
        ('{a}', 'B0AAAA0001', 'US'), ('{a}', 'B0AAAA0002', 'US'),
        ('{a}', 'B0SHARED01', 'US'), ('{b}', 'B0SHARED01', 'US'),
        ('{b}', 'B0BBBB0001', 'US'), ('{b}', 'B0SHARED01', 'UK');
    update app.tracked_products set created_at = now() - interval '3 days';
    insert into core.competitor_links (tenant_id, asin_main, asin_comp) values
        ('{a}', 'B0AAAA0001', 'B0AAAA0003'), ('{b}', 'B0BBBB0001', 'B0BBBB0003'),
        ('{a}', 'B0SHARED01', 'B0AAAA0003'), ('{b}', 'B0SHARED01', 'B0BBBB0003');
    with made as (
        insert into core.competitive_groups (tenant_id, name, asin_main) values
            ('{a}', 'rivals', 'B0AAAA0002'), ('{b}', 'rivals', 'B0BBBB0001')
        returning id, tenant_id
    )
    insert into core.competitive_group_members (group_id, tenant_id, asin)
    select m.id, m.tenant_id,
        case m.tenant_id when '{a}' then 'B0AAAA0004' else 'B0BBBB0004' end
    from made as m;
    insert into app.notification_channels (tenant_id, name, channel_type, target)
    select t.tenant_id, 'mail', 'email', 'x@example.org'
    from app.tenants as t
    where t.tenant_id in ('{a}', '{b}');
    insert into core.alert_rule_channels (tenant_id, rule_id, channel_id)
    select c.tenant_id, min(r.id), c.id
    from app.notification_channels as c
    inner join core.alert_rules as r on r.tenant_id = c.tenant_id
    group by c.tenant_id, c.id;
    insert into core.notifications (
        tenant_id, channel_id, kind, alert_id, alert_date, due_at, created_at
    )
    select c.tenant_id, c.id, 'alert', 1, '2025-03-10', now(), now()
    from app.notification_channels as c;
    insert into app.idempotency_keys (
        tenant_id, route, key, fingerprint, claim, claimed_at, expires_at
    )
    select t.tenant_id, 'POST /v1/alert-rules', 'x', sha256('x'), gen_random_uuid(),
        now(), now() + interval '1 day'
    from app.tenants as t;
    select app.create_api_key(t.tenant_id, 'shop') from app.tenants as t;
    insert into app.api_usage_logs (
        tenant_id, endpoint, status, latency_ms, byte_count, is_cache_hit
    )
    select t.tenant_id, 'GET /v1/health', 200, 1, 1, false from app.tenants as t;
    insert into app.tenant_score_weights (tenant_id, metric, weight)
    values ('{a}', 'price', 1), ('{b}', 'price', 2);
    insert into core.report_requests (
        tenant_id, asin_main, marketplace, depth, requested_at
    )
    values
        ('{a}', 'B0AAAA0001', 'US', 'basic', now()),
        ('{b}', 'B0BBBB0001', 'US', 'basic', now());
"""
ITEMS = """
    with observed as (
        select p.asin, p.domain, d.day, p.n
        from (
            select 'B0CCCC' || lpad(n::text, 4, '0') as asin, 'com' as domain, n
            from generate_series(1, 150) as n
            union all
            select k.prefix || lpad(n::text, 4, '0'), 'com', n
            from (values ('B0AAAA'), ('B0BBBB')) as k (prefix)
            cross join generate_series(1, 4) as n
            union all
            values ('B0SHARED01', 'com', 1), ('B0SHARED01', 'co.uk', 1)
        ) as p
        cross join (values ('2025-03-09'), ('2025-03-10'), ('2025-03-11')) as d (day)
    )
    insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    select 'r1', row_number() over (), 'test', jsonb_build_object(
        'asin', o.asin, 'url', 'https://www.amazon.' || o.domain,
        'observed_date', o.day,
        'price', o.n + 10, 'bsr', o.n + 100, 'bsr_category', 'Mugs',
        'title', o.asin || ' at ' || o.domain, 'rating', 4, 'reviews_count', o.n
    ), ''
    from observed as o
"""
LISTED = """
    insert into core.product_features (
        asin, marketplace, bullets, attributes, extracted_at
    )
    select p.asin, p.marketplace, jsonb_build_array(p.title), '{"Color": "Red"}', now()
    from core.products as p;
    insert into core.bestseller_snapshots (
        asin, marketplace, category, date, rank, listed_at, job_id
    )
    select p.asin, p.marketplace, 'Mugs', '2025-03-10', row_number() over (), now(),
        'r1'
    from core.products as p;
    insert into core.reviews (
        asin, marketplace, review_id, rating, text, reviewed_on, first_seen_on,
        last_seen_on, source, job_id, raw_event_id
    )
    select p.asin, p.marketplace, 'R' || p.asin || n, n, p.title || ' mugs',
        '2025-03-10', '2025-03-10', '2025-03-10', 'test', 'r1', 0
    from core.products as p
    cross join generate_series(1, 3) as n;
    insert into core.categories (marketplace, category_path, name, level)
    select m.marketplace, 'Mugs', 'Mugs', 1 from core.marketplaces as m;
    insert into core.bestseller_lists (marketplace, category, category_path)
    select 'US', 'Mugs', 'Mugs';
    update core.products set category = 'Mugs', category_path = 'Mugs';
    insert into core.listing_changes (
        asin, marketplace, field, changed_at, old_value, new_value, raw_event_id, job_id
    )
    select p.asin, p.marketplace, 'title', now(), 'Old', p.title, 1, 'r1'
    from core.products as p;
    select ops.refresh_dirty()
"""
BRANDS = """
    with made as (
        insert into core.brands (tenant_id, brand_name)
        select t.tenant_id, 'Brand' from app.tenants as t
        where t.tenant_id in (%(a)s, %(b)s)
        returning id, tenant_id
    ),
    terms as (
        insert into core.brand_terms (tenant_id, brand_id, term)
        select m.tenant_id, m.id, 'brnad' from made as m
    )
    insert into core.asin_brand_mapping (tenant_id, asin, marketplace, brand_id)
    select m.tenant_id, p.asin, 'US', m.id
    from made as m
    cross join lateral (
        values
            (case m.tenant_id when %(a)s then 'B0AAAA0001' else 'B0BBBB0001' end),
            ('B0SHARED01')
    ) as p (asin)
"""
# Secrets by which the other tenant, and everybody else, is recognised to read them.
CREDENTIALS = """
    with stored as (
        select app.set_spapi_credential(
            t.tenant_id, 'na', 'client-of-' || t.tenant_id::text,
            'SELLERSECRET-' || t.tenant_id::text, 'SELLERTOKEN-' || t.tenant_id::text
        )
        from app.tenants as t
        where t.tenant_id in (%(a)s, %(b)s)
    )
    select count(*) from stored as s;
"""
REQUESTS = """
    insert into sqp.report_requests (
        tenant_id, region, marketplace, period_type, start_date, end_date, asins,
        requested_at
    )
    select t.tenant_id, 'na', 'US', 'WEEK', '2025-03-02', '2025-03-08',
        array[case t.tenant_id when %(a)s then 'B0AAAA0001' else 'B0BBBB0001' end],
        now()
    from app.tenants as t
    where t.tenant_id in (%(a)s, %(b)s)
    order by t.tenant_id
"""
REPORT = """
    insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    select %(job)s, row_number() over (), 'test', jsonb_build_object(
        'reportSpecification', jsonb_build_object(
            'reportType', 'GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT',
            'reportOptions', jsonb_build_object('reportPeriod', 'WEEK'),
            'dataStartTime', '2025-03-09', 'dataEndTime', '2025-03-15',
            'marketplaceIds', jsonb_build_array('ATVPDKIKX0DER')
        ),
        'dataByAsin', jsonb_build_object(
            'asin', a.asin, 'startDate', '2025-03-09', 'endDate', '2025-03-15',
            'searchQueryData', jsonb_build_object('searchQuery', 'mug'),
            'impressionData', jsonb_build_object(
                'totalQueryImpressionCount', 100, 'asinImpressionCount', 5,
                'asinImpressionShare', 0.5
            )
        )
    ), ''
    from unnest(%(asins)s::text[]) as a (asin)
"""
# A row whose counts are not those of the reports, and whose shares are not its own.
BRAND_VIEW = """
    insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    select %(job)s, 1, 'test', jsonb_build_object(
        'reportMetadata', '{"Brand": ["Brand"], "Reporting Range": ["Weekly"]}'::jsonb,
        'Search Query', 'mug', 'Impressions: Total Count', '900',
        'Impressions: Brand Count', '90', 'Impressions: Brand Share %%', '5.0',
        'Reporting Date', '2025-03-15'
    ), ''
"""
OTHER_REPORTS = """
    with named as (
        select
            a.asin,
            jsonb_build_object(
                'dataStartTime', '2025-03-09', 'dataEndTime', '2025-03-15',
                'marketplaceIds', jsonb_build_array('ATVPDKIKX0DER')
            ) as header,
            'GET_BRAND_ANALYTICS_SEARCH_' as brand_report,
            '{"reportOptions": {"reportPeriod": "WEEK"}}'::jsonb as week
        from unnest(%(asins)s::text[]) as a (asin)
    ),
    reported as (
        select
            n.asin, 1 as place,
            jsonb_build_object(
                'reportSpecification', n.header || n.week || jsonb_build_object(
                    'reportType', n.brand_report || 'CATALOG_PERFORMANCE_REPORT'
                ),
                'dataByAsin', jsonb_build_object(
                    'asin', n.asin, 'clickData', jsonb_build_object(
                        'clickCount', 5, 'clickRate', 0.5
                    )
                )
            ) as item
        from named as n
        union all
        select
            n.asin, 2,
            jsonb_build_object(
                'reportSpecification', n.header || n.week || jsonb_build_object(
                    'reportType', n.brand_report || 'TERMS_REPORT'
                ),
                'dataByDepartmentAndSearchTerm', jsonb_build_object(
                    'departmentName', 'Home', 'searchTerm', 'mug',
                    'clickedAsin', n.asin, 'clickShare', %(share)s::numeric
                )
            )
        from named as n
        union all
        select
            n.asin, g.place,
            jsonb_build_object(
                'reportSpecification', n.header || jsonb_build_object(
                    'reportType', 'GET_SALES_AND_TRAFFIC_REPORT',
                    'reportOptions', '{"asinGranularity": "PARENT"}'::jsonb
                ),
                g.name, jsonb_build_object('date', '2025-03-09', 'parentAsin', n.asin)
            )
        from named as n
        cross join (
            values (3, 'salesAndTrafficByDate'), (4, 'salesAndTrafficByAsin')
        ) as g (place, name)
        where n.asin <> 'B0SHARED01' or g.place = 4
        union all
        select
            n.asin, 5,
            jsonb_build_object(
                'startDate', '2025-03-16', 'endDate', '2025-03-16',
                'metrics', jsonb_build_array(jsonb_build_object(
                    'groupByKey', jsonb_build_object('asin', n.asin),
                    'metrics', jsonb_build_object('search', jsonb_build_object(
                        'query', jsonb_build_array('{
                            "queryKeyword": "mug", "priceAndCountMetrics": {
                                "impressionsWithPrice": {"unitsWithValue": {"units": 1}}
                            }
                        }'::jsonb)
                    ))
                ))
            )
        from named as n
    )
    insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    select %(job)s, row_number() over (order by r.place, r.asin), 'test', r.item, ''
    from reported as r
"""
ALERT = """
    insert into core.alerts (
        tenant_id, rule_id, asin, marketplace, kind, date, title, message
    )
    select t.tenant_id, coalesce((select min(r.id) from core.alert_rules as r), 0),
        case t.tenant_id when %(a)s then 'B0AAAA0001' else 'B0BBBB0001' end,
        'US', 'STOCK_CHANGE', '2025-03-10', 'x', 'x'
    from app.tenants as t
    where t.tenant_id in (%(a)s, %(b)s)
"""
SUPPRESSION = """
    insert into core.alert_suppressions (
        tenant_id, rule_id, asin, marketplace, kind, date, reason, detected_at
    )
    select t.tenant_id, 0,
        case t.tenant_id when %(a)s then 'B0AAAA0001' else 'B0BBBB0001' end,
        'US', 'STOCK_CHANGE', '2025-03-10', 'snooze', now()
    from app.tenants as t
    where t.tenant_id in (%(a)s, %(b)s)
"""

RECOMMENDED = """
    with products as (
        select t.tenant_id,
            case t.tenant_id when %(a)s then 'B0AAAA0001' else 'B0BBBB0001' end as asin,
            jsonb_build_object(
                'text', t.tenant_id, 'claims', '{}'::jsonb, 'tone', 'bad'
            ) as said
        from app.tenants as t
        where t.tenant_id in (%(a)s, %(b)s)
    ),
    checked as (
        insert into core.recommendation_checks (
            asin, marketplace, tenant_id, checked_at
        )
        select p.asin, 'US', p.tenant_id, now() from products as p
    ),
    made as (
        insert into core.recommendations (
            asin, marketplace, tenant_id, version, status, data_version, summary,
            evidence, fingerprint, generated_at
        )
        select p.asin, 'US', p.tenant_id, 1, 'complete', 1, jsonb_build_array(p.said),
            jsonb_build_array(jsonb_build_object('id', 'x', 'value', p.asin)), '{}',
            now()
        from products as p
    ),
    proposed as (
        insert into core.recommendation_actions (
            asin, marketplace, tenant_id, version, rule, target_field, unit, priority,
            confidence, reason, expected_effect, claims, fingerprint, proposed_at,
            status, decided_at, applied_at
        )
        select p.asin, 'US', p.tenant_id, 1, 'out_of_stock', 'stock', 'days', 1, 1,
            p.said, p.said, '[]', '{}', now(), 'applied', now(), now()
        from products as p
        returning id, tenant_id
    )
    insert into core.action_outcomes (
        action_id, tenant_id, metric, unit, peer_count, verdict, reason,
        other_action_count, products, measured_at
    )
    select p.id, p.tenant_id, 'rank', 'percent', 0, 'cannot tell', 'Few.', 0, '[]',
        now()
    from proposed as p
"""


@dataclass(frozen=True, kw_only=True)
class World:
    """A database of two tenants, each with an SQL login of its own."""

    database: Database
    logins: dict[str, str]

    def urls(self) -> dict[str, str]:
        """Name every login but the owner's and the superuser's."""
        services = vars(self.database)
        return {
            **{r: services[r] for r in ("loader", "api", "worker", "mart", "admin")},
            "tenant a": self.logins[A],
            "tenant b": self.logins[B],
        }


def connect(url: str) -> Connection[Any]:
    return psycopg.connect(url, autocommit=True)


@contextmanager
def two_tenants(database: Database) -> Iterator[World]:
    """Fill a database and make its logins, which belong to the whole server."""
    with connect(database.owner) as owner:
        owner.execute(FILL.format(a=A, b=B).encode())
        with owner.transaction():
            owner.execute("select ops.start_run('r1', 'test')")
            done = owner.execute(ITEMS)
            owner.execute("select ops.land_run('r1', %s, 0)", [done.rowcount])
        owner.execute("select ops.promote_run('r1')")
        owner.execute("select ops.refresh_benchmarks()")
        # Reports of each tenant: one that it asked for, one that is due.
        owner.execute("select ops.generate_reports()")
        owner.execute(LISTED)
        owner.execute(BRANDS, {"a": A, "b": B})
        owner.execute(CREDENTIALS, {"a": A, "b": B})
        owner.execute(REQUESTS, {"a": A, "b": B})
        for tenant, asin in ((A, "B0AAAA0001"), (B, "B0BBBB0001")):
            asins = [asin, "B0SHARED01"]
            with owner.transaction():
                owner.execute(
                    "select ops.start_run(%s, 'test', p_tenant => %s)", [asin, tenant]
                )
                owner.execute(REPORT, {"job": asin, "asins": asins})
                owner.execute("select ops.land_run(%s, 2, 0)", [asin])
            owner.execute("select ops.promote_run(%s)", [asin])
            job = f"brand of {asin}"
            with owner.transaction():
                owner.execute(
                    "select ops.start_run(%s, 'test', p_tenant => %s)", [job, tenant]
                )
                owner.execute(BRAND_VIEW, {"job": job})
                owner.execute("select ops.land_run(%s, 1, 0)", [job])
            owner.execute("select ops.promote_run(%s)", [job])
            # The second time with another share: the first row is kept as replaced.
            for share in (0.25, 0.5):
                job = f"{asin} {share}"
                with owner.transaction():
                    owner.execute(
                        "select ops.start_run(%s, 'test', p_tenant => %s)",
                        [job, tenant],
                    )
                    done = owner.execute(
                        OTHER_REPORTS, {"job": job, "asins": asins, "share": share}
                    )
                    owner.execute(
                        "select ops.land_run(%s, %s, 0)", [job, done.rowcount]
                    )
                owner.execute("select ops.promote_run(%s)", [job])
        owner.execute("select ops.ensure_partition('core.alerts', '2025-03-10')")
        owner.execute(
            "select ops.ensure_partition('core.alert_suppressions', '2025-03-10')"
        )
        owner.execute(ALERT, {"a": A, "b": B})
        owner.execute(SUPPRESSION, {"a": A, "b": B})
        owner.execute(RECOMMENDED, {"a": A, "b": B})
        owner.execute("analyze")
    logins = {tenant: make_login(database, tenant) for tenant in (A, B)}
    try:
        yield World(database=database, logins=logins)
    finally:
        with connect(database.admin) as admin:
            for url in logins.values():
                drop_login(admin, role_of(url))


def drop_login(admin: Connection[Any], role: str) -> None:
    """Drop a login after its sessions, whose temporary tables it owns, have ended."""
    sessions = "select from pg_stat_activity as s where s.usename = %s"
    wait_until(lambda: admin.execute(sessions, [role]).rowcount == 0)
    admin.execute("select app.drop_tenant_role(%s)", [role])


def role_of(url: str) -> str:
    return str(urlsplit(url).username)


def make_login(database: Database, tenant: str) -> str:
    """Make a login as a DBA does."""
    made = "select m.role_name, m.password from app.create_tenant_role(%s) as m"
    with connect(database.admin) as admin:
        [(role, password)] = admin.execute(made, [tenant])
    parts = urlsplit(database.owner)
    place = f"{role}:{password}@{parts.hostname}:{parts.port}"
    return urlunsplit(parts._replace(netloc=place))
