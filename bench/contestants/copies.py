"""Tables of the contestants in asinmart's database, each in a schema of its own.

Their history is a copy of asinmart's marts, because they would compute the same rows.
Each copy has a unique index like theirs.
"""

from datetime import date

import psycopg

from bench.contestants import Arena
from bench.harness.compare_rows import COMPARISON, DELTA, LATEST, ROLLUP, Table

# Columns beside the compared ones; the key; the copied rows.
_TABLES = {
    "delta": (
        (*DELTA, "marketplace", "date"),
        ("asin", "marketplace", "date"),
        "mart.product_metrics_delta_daily",
    ),
    "rollup": (
        (*ROLLUP, "marketplace", "as_of"),
        ("asin", "marketplace", "as_of", "window_days"),
        "mart.product_metrics_rollup",
    ),
    "comparison": (
        (*COMPARISON, "marketplace", "date"),
        ("asin_main", "asin_comp", "marketplace", "date"),
        "mart.competitor_comparison_daily",
    ),
    "latest": (
        (*LATEST, "marketplace"),
        ("asin", "marketplace"),
        "mart.product_latest",
    ),
}
_COMPARED = {
    "delta": (DELTA, "where date = %(day)s"),
    "rollup": (ROLLUP, "where as_of = %(day)s"),
    "comparison": (COMPARISON, "where date = %(day)s"),
    "latest": (LATEST, ""),
}


def make(arena: Arena, schema: str) -> None:
    """Create the schema with a copy of each mart."""
    with psycopg.connect(arena.database.owner, autocommit=True) as connection:
        connection.execute(f"create schema {schema}")
        for name, (columns, key, mart) in _TABLES.items():
            table = f"{schema}.{name}"
            connection.execute(
                f"create table {table} as select {', '.join(columns)} from {mart}"
            )
            connection.execute(f"create unique index on {table} ({', '.join(key)})")
            connection.execute(f"vacuum (analyze) {table}")


def rows(arena: Arena, schema: str, day: date) -> dict[str, Table]:
    """The rows of the day in the schema's tables."""
    found: dict[str, Table] = {}
    with psycopg.connect(arena.database.owner) as connection:
        for name, (columns, where) in _COMPARED.items():
            query = f"select {', '.join(columns)} from {schema}.{name} {where}"
            cursor = connection.execute(query, {"day": day})
            found[name] = Table(columns=columns, rows=cursor.fetchall())
    return found
