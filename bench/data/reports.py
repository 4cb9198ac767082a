"""Fills a migrated database with made-up Search Query Performance reports.

Rows follow from hashes (bench/data/reports.sql); sums and segments are then made by the
functions that promote reports. The database is left as weekly loads leave it: rows of a
report are stored together, statistics are fresh, no key is dirty.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import psycopg

from bench.data import queries

UNTIL = date(2025, 6, 8)
SQL_FILE = Path(__file__).with_name("reports.sql")


@dataclass(frozen=True, kw_only=True)
class Reports:
    """How many reports: one a product and week, of `queries` rows, until `until`."""

    products: int
    weeks: int
    queries: int = 100
    until: date = UNTIL

    def __str__(self) -> str:
        """The name of the size, such as 102x20x100."""
        return f"{self.products}x{self.weeks}x{self.queries}"

    @property
    def rows(self) -> int:
        """The number of rows of all reports."""
        return self.products * self.weeks * self.queries

    @property
    def next_week(self) -> date:
        """The first day of the week after the last one."""
        return self.until + timedelta(days=7)

    def starts(self) -> Iterator[date]:
        """The first day of each week."""
        for number in range(self.weeks):
            yield self.until - timedelta(days=7 * (self.weeks - 1 - number))


def fill(
    url: str, reports: Reports, *, on_step: Callable[[str], None] = lambda _: None
) -> None:
    """Fill an empty migrated database, as its owner."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(queries.FILL_SETTINGS)
        connection.execute(SQL_FILE.read_bytes())
        connection.execute(
            queries.INSERT_REPORT_PRODUCTS,
            {"products": reports.products, "first_day": reports.until},
        )
        size = {"products": reports.products, "queries": reports.queries}
        for week in reports.starts():
            on_step(f"week {week}")
            connection.execute(queries.INSERT_REPORTS, size | {"week": week})
            connection.execute(queries.INSERT_REPORT_ROWS, size | {"week": week})
        on_step("statistics")
        connection.execute(queries.VACUUM)
        on_step("sums of reports")
        with connection.transaction():
            connection.execute(queries.SCRATCH)
            connection.execute(queries.REFRESH_REPORT_TOTALS)
        on_step("segments")
        connection.execute(queries.MAP_BRANDS)
        connection.execute(queries.REFRESH_DIRTY)
        connection.execute(queries.FORGET_CHANGES)
        on_step("vacuum")
        connection.execute(queries.VACUUM)


def write_documents(
    connection: psycopg.Connection, reports: Reports, week: date, path: Path
) -> int:
    """Write a week's reports, one document a line; return the number of rows."""
    values = {"products": reports.products, "queries": reports.queries, "week": week}
    with (
        path.open("wb") as file,
        connection.transaction(),
        connection.cursor(name="documents") as cursor,
    ):
        cursor.itersize = 10
        for (document,) in cursor.execute(queries.WEEK_DOCUMENTS, values):
            file.write(document.encode() + b"\n")
    return reports.products * reports.queries
