"""The tasks' connections to Postgres, and the one function that calls SQL."""

from typing import Any, TypeAlias

import psycopg
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool

from worker.settings import Settings

Connection: TypeAlias = psycopg.Connection[DictRow]
Pool: TypeAlias = ConnectionPool[Connection]


def make_pool(settings: Settings) -> Pool:
    """Make the pool, not opened yet; it replaces dead connections silently."""
    return ConnectionPool(
        settings.database_url,
        connection_class=psycopg.Connection[DictRow],
        kwargs={
            "autocommit": True,
            "row_factory": dict_row,
            "application_name": "asinmart worker",
            "connect_timeout": 10,
        },
        min_size=1,
        max_size=settings.concurrency + 1,
        timeout=10,
        check=ConnectionPool.check_connection,
        open=False,
    )


def call(pool: Pool, query: str, **parameters: Any) -> DictRow:
    """Run a query of one row in a transaction of its own."""
    with pool.connection() as connection:
        row = connection.execute(query, parameters).fetchone()
    assert row is not None
    return row
