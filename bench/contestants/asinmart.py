"""asinmart from typed observations to marts, alerts and NOTIFY: ops.refresh_marts.

The day arrives as rows of core.product_metrics_daily, the input of all contestants.
Triggers note them in ops.dirty_days, where the refresh finds them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

import psycopg

from bench import queries
from bench.contestants import Arena
from bench.data import history
from bench.harness.compare_rows import COMPARISON, DELTA, LATEST, ROLLUP, Table
from bench.harness.resources import Notes, Work

TITLE = "asinmart"
NEEDS: tuple[str, ...] = ()

# Like ops.refresh_dirty, but it also returns the times of the stages.
_FOLD = (
    "select ops.lock_promotion(true)",
    "select ops.promotion_scratch()",
    "select ops.refresh_marts(null, %(now)s)",
)

_ROWS = {
    "delta": (DELTA, "mart.product_metrics_delta_daily", "date"),
    "rollup": (ROLLUP, "mart.product_metrics_rollup", "as_of"),
    "comparison": (COMPARISON, "mart.competitor_comparison_daily", "date"),
}


def prepare(arena: Arena) -> None:
    """Do nothing: the history is already in its tables."""


def feed(arena: Arena, day: date) -> None:
    """Write the day's rows into core, from which all contestants copy them."""
    with psycopg.connect(arena.database.owner, autocommit=True) as connection:
        history.insert_days(connection, arena.scale, day, day)


@contextmanager
def opened(arena: Arena) -> Iterator[Work]:
    """Connect, like pg_cron's worker."""
    with psycopg.connect(arena.database.owner) as connection:

        def fold(day: date) -> Notes:
            # The evening of that day; only alerts carry this time.
            now = datetime.combine(day, time(20), UTC)
            for statement in _FOLD:
                found = connection.execute(statement, {"now": now}).fetchone()
            connection.commit()
            assert found is not None
            stages = found[0]["stage_ms"].items()
            return {stage: float(ms) / 1000 for stage, ms in stages}

        yield fold


def rows(arena: Arena, day: date) -> dict[str, Table]:
    """The rows of the day in the marts."""
    found: dict[str, Table] = {}
    with psycopg.connect(arena.database.owner) as connection:
        for name, (columns, table, day_column) in _ROWS.items():
            query = f"select {', '.join(columns)} from {table} where {day_column} = %s"
            found[name] = Table(
                columns=columns, rows=connection.execute(query, [day]).fetchall()
            )
        query = f"select {', '.join(LATEST)} from mart.product_latest"
        found["latest"] = Table(
            columns=LATEST, rows=connection.execute(query).fetchall()
        )
        alerts = connection.execute(queries.ALERTS_OF_SOURCE, {"day": day}).fetchall()
        found["alerts"] = Table(columns=("asin", "kind"), rows=alerts)
    return found
