"""All SQL of the measurements; what contestants run lies with each of them."""

STAGE_MS = """
    select r.stage_ms from core.ingest_runs as r where r.job_id = %(job_id)s
"""

RUN_COUNTS = """
    select r.status, r.received_count
    from core.ingest_runs as r
    where r.job_id = %(job_id)s
"""

_COMPARED = """
    asin, date, price, list_price, buybox_price, buybox_seller, bsr, bsr_category,
    bsr_main, rating, reviews_count, in_stock, status, observed_at
"""

# Rows of the day that core has and the market has not, or the other way round.
WRONG_DAYS = f"""
    with wanted as (
        select {_COMPARED}
        from bench.days(%(products)s, %(day)s, %(day)s)
    ),
    kept as (
        select {_COMPARED} from core.product_metrics_daily where date = %(day)s
    )
    select
        (select count(*) from (table wanted except all table kept) as m)
        + (select count(*) from (table kept except all table wanted) as u)
"""

AUDIT = """
    select a.table_name, a.missing_count, a.unexpected_count
    from ops.audit(%(day)s, %(day)s) as a
"""

# The three queries of section 9 of the first source document, with our names: the key
# has a marketplace, and "today" is the last day of the made-up history.
HOT_QUERIES: dict[str, tuple[tuple[str, ...], str]] = {
    "latest of a product": (
        ("main",),
        """
        select p.asin, p.title, p.brand, p.category, p.image_url,
            l.date, l.price, l.bsr, l.rating, l.reviews_count, l.buybox_price
        from core.products as p
        inner join mart.mv_product_latest as l
            on l.asin = p.asin and l.marketplace = p.marketplace
        where p.asin = $1 and p.marketplace = 'US'
        """,
    ),
    "a pair, 30 days": (
        ("main", "comp", "day"),
        """
        select *
        from mart.competitor_comparison_daily
        where asin_main = $1 and asin_comp = $2 and marketplace = 'US'
            and date >= $3::date - 30
        order by date desc
        """,
    ),
    "alerts of a day": (
        ("day",),
        """
        select asin, kind, details, detected_at
        from core.alerts
        where detected_at >= $1::date + time '21:00' - interval '1 day'
        order by detected_at desc
        """,
    ),
}

PAIRS = """
    select p.asin_main, p.asin_comp
    from core.competitor_pairs as p
    where p.marketplace = 'US'
    order by hashtext(p.asin_comp)
    limit %(count)s
"""

SETTINGS = """
    select s.name, current_setting(s.name)
    from pg_settings as s
    where s.name in (
        'fsync', 'synchronous_commit', 'full_page_writes', 'wal_compression',
        'shared_buffers', 'work_mem', 'max_wal_size', 'jit', 'autovacuum',
        'max_parallel_workers_per_gather', 'random_page_cost', 'data_checksums'
    )
    order by s.name
"""

# Three tenants that track everything, and twenty rules of all types between them; the
# last set adds one so loose that it alerts about nearly every product, to a digest.
RULES_SETUP = (
    "insert into app.tenants (name) select 'Tenant ' || n from generate_series(1, 3) n",
    "delete from core.alert_rules",
    """
    insert into app.tracked_products (tenant_id, asin, marketplace)
    select t.tenant_id, p.asin, p.marketplace
    from app.tenants as t
    cross join core.products as p
    where t.name like 'Tenant %'
    """,
    """
    insert into core.alert_rules (
        tenant_id, name, rule_type, metric, scope_type, scope_category, scope_brand,
        scope_marketplace, direction, threshold_pct, min_change, compare_with,
        window_days, rearm, cooldown, confirm_count, confirm_window, max_per_day,
        delivery
    )
    select
        t.tenant_id, r.rule_type || ' ' || row_number() over (), r.rule_type, r.metric,
        r.scope_type, r.scope_category, r.scope_brand, r.scope_marketplace,
        r.direction, r.threshold_pct, r.min_change, r.compare_with, r.window_days,
        r.rearm, r.cooldown::interval, r.confirm_count, r.confirm_window,
        r.max_per_day, r.delivery
    from (values
        (1, 'price', null, 'tracked', null, null, null, 'both', 10, null,
         'previous', null, 'every_crossing', null, 1, 1, null::integer, 'instant'),
        (2, 'price', null, 'tracked', null, null, 'US', 'down', 5, 1,
         'average', 30, 'every_crossing', null, 1, 1, null, 'instant'),
        (3, 'price', null, 'tracked', null, null, null, 'both', 8, null,
         'previous', null, 'every_crossing', '3 days', 2, 3, null, 'instant'),
        (1, 'bsr', null, 'tracked', null, null, null, 'both', 30, null,
         'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
        (2, 'bsr', null, 'tracked', null, null, null, 'up', 50, null,
         'average', 7, 'new_extreme', null, 1, 1, 1000, 'instant'),
        (3, 'bsr', null, 'category', 'Shelf 3', null, null, 'both', 10, null,
         'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
        (1, 'rating', null, 'tracked', null, null, null, 'down', null, 0.2,
         'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
        (2, 'rating', null, 'brand', null, 'brand 7', null, 'both', null, 0.1,
         'average', 90, 'once', null, 1, 1, null, 'instant'),
        (3, 'reviews', null, 'tracked', null, null, null, 'up', null, 50,
         'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
        (1, 'buybox_price', null, 'tracked', null, null, null, 'both', 10, null,
         'previous', null, 'every_crossing', null, 1, 1, 100, 'instant'),
        (2, 'buybox_seller', null, 'tracked', null, null, null, 'both', null, null,
         'previous', null, 'after_cooldown', '7 days', 1, 1, null, 'instant'),
        (3, 'buybox_seller', null, 'tracked', null, null, null, 'both', null, null,
         'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
        (1, 'stock', null, 'tracked', null, null, null, 'down', null, null,
         'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
        (2, 'stock', null, 'tracked', null, null, null, 'both', null, null,
         'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
        (1, 'extreme', 'price', 'tracked', null, null, null, 'down', null, null,
         'extreme', 90, 'every_crossing', null, 1, 1, null, 'instant'),
        (2, 'extreme', 'bsr', 'tracked', null, null, null, 'both', null, null,
         'extreme', 30, 'every_crossing', null, 1, 1, 500, 'instant'),
        (3, 'extreme', 'price', 'tracked', null, null, null, 'both', 5, null,
         'extreme', 30, 'every_crossing', null, 1, 1, null, 'instant'),
        (1, 'undercut', null, 'tracked', null, null, null, 'both', 5, null,
         'previous', null, 'every_crossing', null, 1, 1, null, 'instant'),
        (2, 'price', null, 'category', 'Shelf 9', null, null, 'both', 3, null,
         'previous', null, 'every_crossing', null, 1, 1, null, 'digest'),
        (3, 'price', null, 'brand', null, 'Brand 11', null, 'up', 2, null,
         'previous', null, 'every_crossing', null, 1, 1, null, 'digest')
    ) as r (
        number, rule_type, metric, scope_type, scope_category, scope_brand,
        scope_marketplace, direction, threshold_pct, min_change, compare_with,
        window_days, rearm, cooldown, confirm_count, confirm_window, max_per_day,
        delivery
    )
    inner join app.tenants as t on t.name = 'Tenant ' || r.number
    """,
    """
    insert into core.alert_rules (
        tenant_id, name, rule_type, threshold_pct, delivery
    )
    select t.tenant_id, 'loose', 'bsr', 0, 'digest'
    from app.tenants as t
    where t.name = 'Tenant 1'
    """,
    """
    insert into app.notification_channels (
        tenant_id, name, channel_type, target, created_at
    )
    select t.tenant_id, 'mail', 'email', 'someone@example.com', '2025-01-01'
    from app.tenants as t
    where t.name = 'Tenant 1'
    """,
    """
    insert into core.alert_rule_channels (rule_id, channel_id, tenant_id)
    select r.id, c.id, c.tenant_id
    from app.notification_channels as c
    inner join core.alert_rules as r on r.tenant_id = c.tenant_id
    where r.delivery = 'digest'
    """,
    "analyze app.tracked_products, core.alert_rules",
)

# The twenty, and the loose one: on or off.
RULES_SWITCH = """
    update core.alert_rules as r
    set is_active = case when r.name = 'loose' then %(loose)s else %(twenty)s end
"""

ALERTS_OF_DAY = "select count(*) from core.alerts as a where a.date = %(day)s"

ALERTS_FOR_DIGEST = """
    select count(*)
    from core.alerts as a
    inner join core.alert_rules as r on r.id = a.rule_id and r.delivery = 'digest'
    inner join core.alert_rule_channels as k on k.rule_id = r.id
"""

TIMED_DIGEST = """
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
    where m.messages >= 0
"""

DIGESTED = """
    select coalesce(sum(n.alert_count), 0)
    from core.notifications as n
    where n.kind = 'digest'
"""
