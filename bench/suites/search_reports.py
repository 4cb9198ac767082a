"""Measures brand segments beside the source's own materialized view of them.

Both get the same reports: asinmart as files, the view as rows that are copied from
asinmart's tables, which is not measured. After each week all segments are compared.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from psycopg import sql

from bench import queries
from bench.contestants import source_segments
from bench.data.reports import Reports, write_documents
from bench.harness.compare_rows import Table, differences
from bench.harness.databases import Addresses, BenchError
from bench.harness.resources import Cost, Notes, Server, Work, measured
from bench.suites import mart_queries, pipeline
from bench.suites.daily_batch import summary
from loader.database import connected

_KEYS = 100
_QUARTER = timedelta(days=12 * 7)
# By title: the query, and whether it takes a product.
_QUERIES = {
    "weeks of a product, a quarter": (queries.SEGMENTS_OF_PRODUCT, True),
    "months of a brand, a quarter": (queries.MONTHS_OF_BRAND, False),
}

Step = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A database with reports, and a folder for files."""

    database: Addresses
    reports: Reports
    folder: Path

    @property
    def first_day(self) -> date:
        """The first day of the reports."""
        return next(self.reports.starts())


def rebuilt(
    server: Server, shelf: Shelf, *, repeats: int, on_step: Step = lambda _: None
) -> list[dict[str, Any]]:
    """Compute all segments from the rows of all reports; ratios are to asinmart."""
    costs: dict[str, list[Cost]] = {"asinmart": [], "lock": [], "concurrently": []}
    for _ in range(repeats):
        on_step("asinmart: all segments")
        with psycopg.connect(shelf.database.superuser, autocommit=True) as connection:
            connection.execute(queries.FORGET_SEGMENTS)
            connection.execute(queries.VACUUM)
        costs["asinmart"].append(measured(server, _rebuilding, (shelf,), ()))
        check(shelf)
        for name in ("lock", "concurrently"):
            on_step(f"{source_segments.TITLE}: refresh, {name}")
            opening = (shelf.database,)
            working = (name == "concurrently",)
            cost = measured(server, source_segments.rebuilding, opening, working)
            costs[name].append(cost)
    titles = {
        "asinmart": "asinmart, `ops.rebuild_slice`",
        "lock": f"{source_segments.TITLE}, refresh",
        "concurrently": f"{source_segments.TITLE}, refresh concurrently",
    }
    return _compared(costs, titles)


def weeks(
    server: Server, shelf: Shelf, *, repeats: int, on_step: Step = lambda _: None
) -> list[dict[str, Any]]:
    """Add weeks from files, and to the source's view; ratios are to asinmart."""
    costs: dict[str, list[Cost]] = {"asinmart": [], "source": []}
    size = 0
    for number in range(repeats):
        week = shelf.reports.next_week + timedelta(days=7 * number)
        cost, size = _week(server, shelf, week, on_step)
        costs["asinmart"].append(cost)
        on_step(f"{source_segments.TITLE}: {week}")
        source_segments.feed(shelf.database, start=week, end=week)
        opening = (shelf.database,)
        costs["source"].append(
            measured(server, source_segments.refreshing, opening, ())
        )
        check(shelf)
    titles = {"asinmart": "asinmart, from the file", "source": source_segments.TITLE}
    found = _compared(costs, titles)
    found[0]["file_bytes"] = size
    return found


def lengths(
    shelves: Mapping[int, tuple[Server, Shelf]],
    *,
    repeats: int,
    on_step: Step = lambda _: None,
) -> list[dict[str, Any]]:
    """Add the same weeks to histories in turn; ratios are to the shortest."""
    costs: dict[int, list[Cost]] = {count: [] for count in shelves}
    for number in range(repeats):
        for count, (server, shelf) in shelves.items():
            week = shelf.reports.next_week + timedelta(days=7 * number)
            costs[count].append(_week(server, shelf, week, on_step)[0])
    found = _compared(costs, {count: f"{count} weeks" for count in shelves})
    for row, count in zip(found, shelves, strict=True):
        row["weeks"] = count
    return found


def timed(
    shelf: Shelf, *, with_source: bool, on_step: Step = lambda _: None
) -> list[dict[str, Any]]:
    """Explain the segment queries as the owner, as the API, and as a tenant's login."""
    on_step("segment queries")
    found = []
    with psycopg.connect(shelf.database.superuser, autocommit=True) as connection:
        values = _values(connection, shelf.reports)
        with _tenant_role(connection) as role:
            for reader, name in (
                ("owner", "asinmart_owner"),
                ("API", "asinmart_api"),
                ("tenant's login", role),
            ):
                connection.execute(
                    sql.SQL(queries.SET_ROLE).format(role=sql.Identifier(name))
                )
                found += _explained(connection, f"asinmart, {reader}", name, values)
                connection.execute("reset role")
    if with_source:
        own = source_segments.address(shelf.database)
        with psycopg.connect(own, autocommit=True) as connection:
            connection.execute("set search_path to public")
            title = source_segments.TITLE
            found += _explained(connection, title, "source", values)
    return found


def check(shelf: Shelf) -> None:
    """Raise BenchError when the segments differ from the source's view."""
    with psycopg.connect(shelf.database.owner, autocommit=True) as connection:
        cursor = connection.execute(queries.SEGMENTS)
        columns = [column.name for column in cursor.description or ()]
        ours = Table(columns=columns, rows=cursor.fetchall())
    if not ours.rows:
        raise BenchError("there are no segments.")
    theirs = source_segments.rows(shelf.database)
    wrong = differences({"segments": ours}, {"segments": theirs})
    if wrong:
        raise BenchError(
            f"asinmart and the {source_segments.TITLE} disagree: {'; '.join(wrong)}."
        )


def _week(server: Server, shelf: Shelf, week: date, on_step: Step) -> tuple[Cost, int]:
    """Load and promote a week from a file; return the cost and the file's size."""
    on_step(f"asinmart, {shelf.reports.weeks} weeks of history: {week}")
    path = shelf.folder / f"{shelf.reports}-{week}.json"
    with psycopg.connect(shelf.database.owner, autocommit=True) as connection:
        count = write_documents(connection, shelf.reports, week, path)
        before = _count(connection)
        size = path.stat().st_size
        job_id = f"bench-{week}-reports"
        cost = measured(server, _loading, (shelf,), (path, job_id))
        path.unlink()
        added = _count(connection) - before
    if added != count:
        raise BenchError(f"{count} rows of {week} were sent, {added} are kept.")
    return cost, size


@contextmanager
def _loading(shelf: Shelf) -> Iterator[Work]:
    with connected(shelf.database.loader) as connection:
        yield lambda path, job_id: pipeline.loaded(connection, path, job_id)


@contextmanager
def _rebuilding(shelf: Shelf) -> Iterator[Work]:
    with psycopg.connect(shelf.database.owner, autocommit=True) as connection:

        def work() -> Notes:
            started = perf_counter()
            values = {"from": shelf.first_day, "to": shelf.reports.next_week}
            connection.execute(queries.REBUILD_SEGMENTS, values)
            return {"rebuild": perf_counter() - started}

        yield work


@contextmanager
def _tenant_role(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """Make a login of the tenant that has the reports, and drop it at the end."""
    connection.execute(queries.TENANT_OF_SESSION)
    row = connection.execute(queries.CREATE_TENANT_ROLE).fetchone()
    assert row is not None
    try:
        yield row[0]
    finally:
        connection.execute("reset role")
        connection.execute(queries.DROP_TENANT_ROLES)


def _values(
    connection: psycopg.Connection[Any], reports: Reports
) -> list[tuple[Any, ...]]:
    keys = connection.execute(queries.BRAND_PRODUCTS, {"count": _KEYS}).fetchall()
    return [(*key, reports.until - _QUARTER, reports.until) for key in keys]


def _explained(
    connection: psycopg.Connection[Any],
    title: str,
    name: str,
    values: Sequence[Sequence[Any]],
) -> list[dict[str, Any]]:
    found = []
    for number, (what, (query, is_of_product)) in enumerate(_QUERIES.items()):
        # The source's view has the same name in schema public.
        text = query if name != "source" else query.replace("mart.", "public.")
        given = [row if is_of_product else (row[0], *row[2:]) for row in values]
        row = mart_queries.explained(connection, f"{name}_{number}", text, given)
        found.append({"query": what, "title": title} | row)
    return found


def _count(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute(queries.REPORT_ROWS).fetchone()
    assert row is not None
    return int(row[0])


def _compared(
    costs: Mapping[Any, Sequence[Cost]], titles: Mapping[Any, str]
) -> list[dict[str, Any]]:
    """Medians by title, and their multiple of the first."""
    found = [{"title": titles[name]} | summary(costs[name]) for name in costs]
    first = found[0]
    for row in found:
        row["ratio"] = round(row["seconds"] / first["seconds"], 3)
        row["cpu_ratio"] = round(row["cpu_seconds"] / first["cpu_seconds"], 3)
    return found
