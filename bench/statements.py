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
