"""DuckDB over Parquet: the least time that the arithmetic takes.

It has no server, no index, no durability and no concurrent readers. It reads the day's
rows and the last 90 days from Parquet and writes the results to Parquet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import psycopg

from bench.contestants import Arena
from bench.harness.compare_rows import COMPARISON, DELTA, LATEST, ROLLUP, Table
from bench.harness.resources import Notes, Work

TITLE = "DuckDB over Parquet"
NEEDS = ("duckdb",)

_SQL = Path(__file__).parent / "duckdb_sql"
_DAYS = """
    select
        asin, date, price, bsr, bsr_category, rating, reviews_count, buybox_price,
        buybox_seller, in_stock
    from core.product_metrics_daily
    where date between '{start}' and '{end}'
    order by date, asin
"""
_TYPES = (
    "{'asin': 'VARCHAR', 'date': 'DATE', 'price': 'DECIMAL(12, 2)', 'bsr': 'INTEGER', "
    "'bsr_category': 'VARCHAR', 'rating': 'DECIMAL(3, 2)', 'reviews_count': 'INTEGER', "
    "'buybox_price': 'DECIMAL(12, 2)', 'buybox_seller': 'VARCHAR', "
    "'in_stock': 'BOOLEAN'}"
)
_COLUMNS = {
    "delta": DELTA,
    "rollup": ROLLUP,
    "comparison": COMPARISON,
    "latest": LATEST,
}


def prepare(arena: Arena) -> None:
    """Write the history as Parquet, a file a month, and the competitor pairs."""
    for start, end in arena.scale.months():
        name = f"days/{start:%Y-%m}"
        _export(arena, _DAYS.format(start=start, end=end), name, _TYPES)
    _export(
        arena,
        "select asin_main, asin_comp from core.competitor_pairs",
        "pairs",
        "{'asin_main': 'VARCHAR', 'asin_comp': 'VARCHAR'}",
    )
    _export(
        arena,
        "select asin, date, price, bsr, rating, reviews_count, buybox_price"
        " from mart.product_latest",
        "latest",
        "{'asin': 'VARCHAR', 'date': 'DATE', 'price': 'DECIMAL(12, 2)', "
        "'bsr': 'INTEGER', 'rating': 'DECIMAL(3, 2)', 'reviews_count': 'INTEGER', "
        "'buybox_price': 'DECIMAL(12, 2)'}",
    )


def feed(arena: Arena, day: date) -> None:
    """Export the day from asinmart's core."""
    _export(arena, _DAYS.format(start=day, end=day), f"days/{day}", _TYPES)


@contextmanager
def opened(arena: Arena) -> Iterator[Work]:
    """Import DuckDB and open it in memory."""
    import duckdb

    folder = _folder(arena)
    with duckdb.connect() as connection:

        def fold(day: date) -> Notes:
            # File names contain the month: files older than the windows are not opened.
            oldest = f"{day - timedelta(days=90):%Y-%m}"
            files = [
                str(path)
                for path in (folder / "days").glob("*.parquet")
                if path.stem[:7] >= oldest
            ]
            values = {"day": day}
            connection.execute(
                "create temp table days as select * from read_parquet(?) "
                "where date > ?::date - 90 and date <= ?",
                [files, day, day],
            )
            for name in _COLUMNS:
                query = (_SQL / f"{name}.sql").read_text()
                query = query.replace("{folder}", str(folder))
                result = folder / name / f"{day}.parquet"
                result.parent.mkdir(exist_ok=True)
                connection.execute(
                    f"copy ({query}) to '{result}' (format parquet)", values
                )
            (folder / "latest" / f"{day}.parquet").replace(folder / "latest.parquet")
            return {}

        yield fold


def rows(arena: Arena, day: date) -> dict[str, Table]:
    """The rows of the day in its files."""
    import duckdb

    folder = _folder(arena)
    found: dict[str, Table] = {}
    with duckdb.connect() as connection:
        for name, columns in _COLUMNS.items():
            stem = "latest" if name == "latest" else f"{name}/{day}"
            query = f"select {', '.join(columns)} from '{folder / stem}.parquet'"
            found[name] = Table(
                columns=columns, rows=connection.execute(query).fetchall()
            )
    return found


def _folder(arena: Arena) -> Path:
    return arena.folder / "duckdb"


def _export(arena: Arena, query: str, name: str, types: str) -> None:
    """Write a query's rows as one Parquet file."""
    import duckdb

    path = _folder(arena) / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.with_suffix(".csv")
    with (
        psycopg.connect(arena.database.owner) as connection,
        connection.cursor() as cursor,
        cursor.copy(f"copy ({query}) to stdout (format csv)") as copy,
        text.open("wb") as file,
    ):
        for block in copy:
            file.write(block)
    with duckdb.connect() as converting:
        converting.execute(
            f"copy (select * from read_csv('{text}', header = false, "
            f"columns = {types}, nullstr = '')) to '{path}' (format parquet)"
        )
    text.unlink()
