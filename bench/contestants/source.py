"""The source documents' own daily statements, which recompute all of history.

They run on the document's own tables, in a database of their own, in the order of its
section 8: deltas, comparison, rollups, alerts, latest. source_sql/ holds them with the
few repairs that make them run, each with its reason.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter

import psycopg

from bench.contestants import Arena
from bench.harness import databases
from bench.harness.compare_rows import Table
from bench.harness.databases import Addresses
from bench.harness.resources import Notes, Work

TITLE = "source statements"
NEEDS: tuple[str, ...] = ()

_FOLDER = Path(__file__).parent / "source_sql"
_STAGES = ("delta", "comparison", "rollup", "alerts", "latest")
_COPIES = (
    (
        "select asin, title from core.products order by asin",
        "core.products (asin, title)",
    ),
    (
        "select asin_main, asin_comp from core.competitor_links order by 1, 2",
        "core.competitor_links (asin_main, asin_comp)",
    ),
)
_DAYS = """
    select asin, date, price, bsr, round(rating, 1), reviews_count, buybox_price, job_id
    from core.product_metrics_daily
    where date between '{start}' and '{end}'
    order by date, asin
"""
_DAYS_INTO = (
    "core.product_metrics_daily"
    " (asin, date, price, bsr, rating, reviews_count, buybox_price, job_id)"
)
# Columns whose meaning differs from asinmart's are left out: reviews_delta,
# price_change_pct and bsr_change_pct of the rollup. For a product without an
# observation on the day the statements also make a rollup as of its last day; that row
# does not belong to the day.
_ROWS = {
    "delta": (
        "asin, price_delta, price_change_pct, bsr_delta, bsr_change_pct, rating_delta,"
        " reviews_delta, buybox_delta",
        "mart.product_metrics_delta_daily where date = %(day)s",
    ),
    "rollup": (
        """asin, rtrim("window", 'd')::smallint as window_days, price_avg, price_min,"""
        " price_max, bsr_avg, rating_avg",
        "mart.product_metrics_rollup where as_of = %(day)s",
    ),
    "comparison": (
        "asin_main, asin_comp, price_diff, bsr_gap, rating_diff, reviews_gap,"
        " buybox_diff",
        "mart.competitor_comparison_daily where date = %(day)s",
    ),
    "latest": (
        "asin, date, price, bsr, rating, reviews_count, buybox_price",
        "mart.mv_product_latest",
    ),
    "alerts": (
        "asin, kind",
        "core.alerts where details ->> 'date' = %(day)s::date::text",
    ),
}
# numeric(10,2), numeric(3,2): coarser than asinmart's.
_UNITS = {"price_avg": 0.01, "rating_avg": 0.01}


def prepare(arena: Arena) -> None:
    """Create the document's tables, copy the history, run its statements once."""
    own = databases.empty(arena.database, _own(arena).name)
    with psycopg.connect(own.owner, autocommit=True) as connection:
        connection.execute((_FOLDER / "schema.sql").read_bytes())
        for query, table in _COPIES:
            _copy(arena, connection, query, table)
        days = _DAYS.format(start=arena.scale.first_day, end=arena.scale.until)
        _copy(arena, connection, days, _DAYS_INTO)
        # A concurrent refresh needs a first, ordinary one to compare with.
        connection.execute("vacuum (analyze)")
        _run(connection, arena.scale.until)
        connection.execute("vacuum (analyze)")


def feed(arena: Arena, day: date) -> None:
    """Copy the day from asinmart's core."""
    with psycopg.connect(_own(arena).owner, autocommit=True) as connection:
        _copy(arena, connection, _DAYS.format(start=day, end=day), _DAYS_INTO)


@contextmanager
def opened(arena: Arena) -> Iterator[Work]:
    """Connect; each statement is a transaction, as in the document."""
    with psycopg.connect(_own(arena).owner, autocommit=True) as connection:
        yield lambda day: _run(connection, day)


def rows(arena: Arena, day: date) -> dict[str, Table]:
    """The rows of the day in the document's marts, in the comparable columns."""
    found: dict[str, Table] = {}
    with psycopg.connect(_own(arena).owner) as connection:
        for name, (columns, rest) in _ROWS.items():
            cursor = connection.execute(f"select {columns} from {rest}", {"day": day})
            found[name] = Table(
                columns=[column.name for column in cursor.description or ()],
                rows=cursor.fetchall(),
                units=_UNITS,
            )
    return found


def _own(arena: Arena) -> Addresses:
    return arena.database.named(f"{arena.database.name}_source")


def _run(connection: psycopg.Connection, day: date) -> Notes:
    took: Notes = {}
    for stage in _STAGES:
        started = perf_counter()
        statement = (_FOLDER / f"{stage}.sql").read_bytes()
        if stage == "rollup":
            for days in (7, 30, 90):
                connection.execute(statement, {"day": day, "days": days})
        else:
            connection.execute(statement)
        took[stage] = perf_counter() - started
    return took


def _copy(arena: Arena, connection: psycopg.Connection, query: str, table: str) -> None:
    """Stream a query's rows from asinmart's database into a table."""
    with (
        psycopg.connect(arena.database.owner) as there,
        there.cursor() as reading,
        connection.cursor() as writing,
        reading.copy(f"copy ({query}) to stdout (format binary)") as outgoing,
        writing.copy(f"copy {table} from stdin (format binary)") as incoming,
    ):
        for block in outgoing:
            incoming.write(block)
