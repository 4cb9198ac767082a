"""Fills a migrated database with a made-up history, set by set inside the server.

The daily rows follow from hashes (bench/data/history.sql). Every mart is then filled
from its own definition, month by month, and left as daily batches leave it: rows of a
day are stored together, statistics are fresh, no key is dirty.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg
from psycopg import sql

from bench.data import queries
from bench.harness.databases import ROOT

UNTIL = date(2025, 6, 12)
SQL_FILE = Path(__file__).with_name("history.sql")

_PARTITIONED = (
    "core.product_metrics_daily",
    "core.alerts",
    "mart.product_days",
    "mart.competitor_comparison_daily",
)
_LINKS = (
    queries.INSERT_PRODUCTS,
    queries.INSERT_FEATURES,
    queries.INSERT_LINKS,
    queries.INSERT_VERSIONS,
)
_GROUPS = (
    queries.INSERT_PRODUCTS,
    queries.SET_PARENTS,
    queries.INSERT_FEATURES,
    queries.INSERT_GROUPS,
    queries.INSERT_VERSIONS,
)
_MARTS = {
    "product days": queries.INSERT_PRODUCT_DAYS,
    "comparisons": queries.INSERT_COMPARISONS,
}
_FAMILY_SIZE = 5
# Longer than any gap of the made-up market; the limit prunes partitions.
_REACH = timedelta(days=45)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How much history: every product is observed on nearly every day until `until`.

    Products are compared in families of a main product and four competitors that are
    linked to it; with `group_size`, in competitive groups of so many of one tenant.
    """

    products: int
    days: int
    until: date = UNTIL
    group_size: int | None = None

    def __str__(self) -> str:
        """The name of the size, such as 5000x365."""
        groups = f"x{self.group_size}" if self.group_size else ""
        return f"{self.products}x{self.days}{groups}"

    @property
    def groups(self) -> int:
        """The number of families or groups, of which the last may be incomplete."""
        return -(-self.products // (self.group_size or _FAMILY_SIZE))

    @property
    def first_day(self) -> date:
        """The first day of the history."""
        return self.until - timedelta(days=self.days - 1)

    def months(self) -> Iterator[tuple[date, date]]:
        """First and last day of each month, or part of one, in the history."""
        start = self.first_day
        while start <= self.until:
            following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
            yield start, min(self.until, following - timedelta(days=1))
            start = following


def digest() -> str:
    """A short hash of all files that a filled database depends on."""
    found = hashlib.sha256()
    files = [*(ROOT / "db").rglob("*.sql"), *Path(__file__).parent.glob("*.sql")]
    for path in sorted([*files, *Path(__file__).parent.glob("*.py")]):
        if "tests" not in path.parts:
            found.update(path.read_bytes())
    return found.hexdigest()[:10]


def fill(
    url: str, scale: Scale, *, on_step: Callable[[str], None] = lambda _: None
) -> None:
    """Fill an empty migrated database, as its owner."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(queries.FILL_SETTINGS)
        connection.execute(SQL_FILE.read_bytes())
        size = {"products": scale.products, "first_day": scale.first_day}
        on_step("products")
        connection.execute(
            sql.SQL(queries.SET_FAMILY_SIZE).format(
                size=scale.group_size or _FAMILY_SIZE
            )
        )
        for query in _GROUPS if scale.group_size else _LINKS:
            connection.execute(query, size)
        connection.execute(queries.ANALYZE_PRODUCTS)
        for start, end in scale.months():
            on_step(f"{start:%Y-%m} days")
            _ensure_partitions(connection, start)
            insert_days(connection, scale, start, end)
            # Fresh statistics of this month for the plans of the definitions below.
            connection.execute(queries.ANALYZE_DAYS)
            month = {"from": start, "to": end, "history_from": start - _REACH}
            for mart, query in _MARTS.items():
                on_step(f"{start:%Y-%m} {mart}")
                connection.execute(query, month)
        on_step("newest days")
        connection.execute(queries.INSERT_LATEST)
        connection.execute(queries.FORGET_CHANGES)
        on_step("vacuum")
        connection.execute(queries.VACUUM)


def insert_days(
    connection: psycopg.Connection, scale: Scale, start: date, end: date
) -> None:
    """Write the daily rows of some days into core, as a promotion would."""
    connection.execute(
        queries.INSERT_DAYS, {"products": scale.products, "from": start, "to": end}
    )


def write_items(
    connection: psycopg.Connection, scale: Scale, day: date, path: Path, *, size: int
) -> int:
    """Write a day as JSON lines of about `size` bytes; return the number of items."""
    count = 0
    with (
        path.open("wb") as file,
        connection.cursor(name="items") as cursor,
        connection.transaction(),
    ):
        cursor.itersize = 5000
        values = {"products": scale.products, "day": day, "item_bytes": size}
        for (line,) in cursor.execute(queries.DAY_ITEMS, values):
            file.write(line.encode() + b"\n")
            count += 1
    return count


def _ensure_partitions(connection: psycopg.Connection, day: date) -> None:
    for parent in _PARTITIONED:
        connection.execute(queries.ENSURE_PARTITION, {"parent": parent, "day": day})
