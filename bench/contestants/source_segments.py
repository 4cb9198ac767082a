"""The materialized view of the source document on brand product segments.

It lives on the document's own tables, in a database of its own, and computes all of
history at every refresh. source_sql/segments.sql holds it with the few repairs that
make it run, each with its reason.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter

import psycopg

from bench.harness import databases
from bench.harness.compare_rows import Table
from bench.harness.databases import Addresses
from bench.harness.resources import Notes, Work

TITLE = "materialized view"

_FILE = Path(__file__).parent / "source_sql" / "segments.sql"
_MAPPING = """
    select m.asin, m.brand_id, m.is_active
    from core.asin_brand_mapping as m
    where m.marketplace = 'US'
"""
_MAPPING_INTO = "public.asin_brand_mapping (asin, brand_id, is_active)"
_REPORTS = """
    select a.id, a.asin, a.start_date, a.end_date, a.first_reported_at, a.reported_at
    from sqp.asin_performance_data as a
    where a.period_type = 'WEEK' and a.start_date between '{start}' and '{end}'
    order by a.id
"""
_REPORTS_INTO = (
    "sqp.asin_performance_data (id, asin, start_date, end_date, created_at, updated_at)"
)
_COLUMNS = """
    asin_performance_id, search_query, total_query_impression_count,
    asin_impression_count, total_click_count, asin_click_count, total_cart_add_count,
    asin_cart_add_count, total_purchase_count, asin_purchase_count,
    asin_median_purchase_price
"""
_QUERIES = """
    select {columns}
    from sqp.search_query_performance as q
    where q.asin_performance_id in (
        select a.id from sqp.asin_performance_data as a
        where a.period_type = 'WEEK' and a.start_date between '{start}' and '{end}'
    )
    order by q.asin_performance_id, q.search_query
"""
_GIVE_SCHEMA = "alter schema public owner to asinmart_owner"
_REFRESH = "refresh materialized view public.brand_product_segments"
_REFRESH_CONCURRENTLY = (
    "refresh materialized view concurrently public.brand_product_segments"
)
_REFRESH_CHANGED = "select public.refresh_brand_product_segments_incremental()"
# Its weeks begin on the Monday before the Sunday that a report begins with; where there
# is nothing to divide by it says 0, asinmart null.
ROWS = """
    select
        s.brand_id, s.asin, s.segment_type,
        s.period_start + case s.segment_type when 'weekly' then 6 else 0 end
            as period_start,
        s.total_impressions::bigint, s.asin_impressions::bigint,
        s.total_clicks::bigint, s.asin_clicks::bigint, s.total_cart_adds::bigint,
        s.asin_cart_adds::bigint, s.total_purchases::bigint, s.asin_purchases::bigint,
        s.impression_share_pct, s.click_share_pct, s.cart_add_share_pct,
        s.purchase_share_pct, s.ctr_pct, s.cvr_pct, s.avg_purchase_price,
        s.data_points_count::integer, s.earliest_date, s.latest_date
    from public.brand_product_segments as s
"""


def prepare(database: Addresses, *, start: date, end: date) -> None:
    """Create the document's tables, copy the reports of these weeks, fill the view."""
    own = databases.empty(database, _own(database).name)
    with psycopg.connect(own.superuser, autocommit=True) as connection:
        connection.execute(_GIVE_SCHEMA)
    with psycopg.connect(own.owner, autocommit=True) as connection:
        connection.execute(_FILE.read_bytes())
        _copy(database, connection, _MAPPING, _MAPPING_INTO)
    feed(database, start=start, end=end)
    with psycopg.connect(own.owner, autocommit=True) as connection:
        connection.execute("vacuum (analyze)")
        connection.execute(_REFRESH)
        connection.execute("vacuum (analyze)")


def feed(database: Addresses, *, start: date, end: date) -> None:
    """Copy the reports of these weeks from asinmart's tables."""
    days = {"start": start, "end": end}
    rows = _QUERIES.format(columns=_COLUMNS, **days)
    rows_into = f"sqp.search_query_performance ({_COLUMNS})"
    with psycopg.connect(_own(database).owner, autocommit=True) as connection:
        _copy(database, connection, _REPORTS.format(**days), _REPORTS_INTO)
        _copy(database, connection, rows, rows_into)


def drop(database: Addresses) -> None:
    """Drop its database."""
    databases.dropped(database, _own(database).name)


@contextmanager
def rebuilding(database: Addresses) -> Iterator[Work]:
    """Connect; the work is a refresh that locks readers out, then one that does not."""
    with psycopg.connect(_own(database).owner, autocommit=True) as connection:

        def work(concurrently: bool) -> Notes:
            connection.execute(_REFRESH_CONCURRENTLY if concurrently else _REFRESH)
            return {}

        yield work


@contextmanager
def refreshing(database: Addresses) -> Iterator[Work]:
    """Connect; the work is the document's incremental refresh."""
    with psycopg.connect(_own(database).owner, autocommit=True) as connection:

        def work() -> Notes:
            started = perf_counter()
            connection.execute(_REFRESH_CHANGED)
            return {"refresh": perf_counter() - started}

        yield work


def rows(database: Addresses) -> Table:
    """All segments, in the comparable columns."""
    with psycopg.connect(_own(database).owner) as connection:
        cursor = connection.execute(ROWS)
        columns = [column.name for column in cursor.description or ()]
        return Table(columns=columns, rows=cursor.fetchall(), units={})


def address(database: Addresses) -> str:
    """The URL of its database, for the owner."""
    return _own(database).owner


def _own(database: Addresses) -> Addresses:
    return database.named(f"{database.name}_source")


def _copy(
    database: Addresses, connection: psycopg.Connection, query: str, table: str
) -> None:
    """Stream a query's rows from asinmart's database into a table."""
    with (
        psycopg.connect(database.owner) as there,
        there.cursor() as reading,
        connection.cursor() as writing,
        reading.copy(f"copy ({query}) to stdout (format binary)") as outgoing,
        writing.copy(f"copy {table} from stdin (format binary)") as incoming,
    ):
        for block in outgoing:
            incoming.write(block)
