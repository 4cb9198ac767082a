"""Fills a migrated database with a made-up history, set by set inside the server.

The daily rows follow from hashes (bench/data/history.sql); every mart is then filled
from its own definition, month by month, and left as daily batches would leave it: rows
of a day stand together, statistics are fresh, nothing waits to be refreshed.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg
from psycopg import sql

from bench.data import fill_queries
from bench.harness.databases import ROOT

UNTIL = date(2025, 6, 12)
SQL_FILE = Path(__file__).with_name("history.sql")

# Marts, and the columns that their rows are stored in order of.
_MARTS = (
    ("product_metrics_delta_daily", ("date", "asin")),
    ("product_metrics_rollup", ("as_of", "asin", "window_days")),
    ("competitor_comparison_daily", ("date", "asin_main", "asin_comp")),
)
# Longer than any gap of the made-up market; prunes partitions.
_REACH = timedelta(days=45)


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How much history: every product is observed on nearly every day until `until`."""

    products: int
    days: int
    until: date = UNTIL

    def __str__(self) -> str:
        """The name of the size, such as 5000x365."""
        return f"{self.products}x{self.days}"

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
    """A short name for everything that a filled database depends on."""
    found = hashlib.sha256()
    files = [*(ROOT / "db").rglob("*.sql"), SQL_FILE, Path(__file__)]
    for path in sorted([*files, Path(fill_queries.__file__)]):
        if "tests" not in path.parts:
            found.update(path.read_bytes())
    return found.hexdigest()[:10]


def fill(
    url: str, scale: Scale, *, on_step: Callable[[str], None] = lambda _: None
) -> None:
    """Fill an empty migrated database, as its owner."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in fill_queries.FILL_SETTINGS:
            connection.execute(setting)
        connection.execute(SQL_FILE.read_bytes())
        size = {"products": scale.products, "first_day": scale.first_day}
        on_step("products")
        for statement in fill_queries.FILL_PRODUCTS:
            connection.execute(statement, size)
        for start, end in scale.months():
            on_step(f"{start:%Y-%m} days")
            _ensure_partitions(connection, start)
            insert_days(connection, scale, start, end)
            # The definitions below are planned for this month as it is.
            connection.execute(fill_queries.ANALYZE_DAILY)
            for mart, order in _MARTS:
                on_step(f"{start:%Y-%m} {mart}")
                connection.execute(
                    _from_definition(mart, order),
                    {"from": start, "to": end, "history_from": start - _REACH},
                )
        on_step("newest days")
        connection.execute(fill_queries.FILL_LATEST)
        for statement in fill_queries.FORGET_NOTES:
            connection.execute(statement)
        on_step("vacuum")
        connection.execute("vacuum (analyze)")


def insert_days(
    connection: psycopg.Connection, scale: Scale, start: date, end: date
) -> None:
    """Write the daily rows of some days into core, as a promotion would."""
    connection.execute(
        fill_queries.INSERT_DAYS, {"products": scale.products, "from": start, "to": end}
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
        for (line,) in cursor.execute(fill_queries.DAY_ITEMS, values):
            file.write(line.encode() + b"\n")
            count += 1
    return count


def _ensure_partitions(connection: psycopg.Connection, day: date) -> None:
    for parent in fill_queries.PARTITIONED:
        connection.execute(
            "select ops.ensure_partition(%(parent)s, %(day)s)",
            {"parent": parent, "day": day},
        )


def _from_definition(mart: str, order: tuple[str, ...]) -> sql.Composed:
    arguments = "%(from)s, %(to)s"
    if mart == "product_metrics_delta_daily":
        arguments += ", %(history_from)s"
    return sql.SQL(
        "insert into mart.{mart} select f.* from definitions.{mart}({arguments}) as f "
        "order by {order}"
    ).format(
        mart=sql.Identifier(mart),
        arguments=sql.SQL(arguments),
        order=sql.SQL(", ").join(sql.Identifier("f", column) for column in order),
    )
