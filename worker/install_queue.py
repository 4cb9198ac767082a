"""Installs the queue: the library's own tables, in schema procrastinate.

`python -m worker.install_queue CONNECTION`, as the owner of the database;
deploy/migrate does. Run again it does nothing, or what the pinned version of the
library adds to the one that is installed.
"""

import sys
from pathlib import Path
from typing import Any

import psycopg
from procrastinate.schema import SchemaManager

from worker import queries


def install(conninfo: str) -> bool:
    """Bring the queue to the version of the library; False when it has it already.

    Each migration commits by itself: a value new to an enum can only be used then. So
    a second connection holds the lock that keeps others out meanwhile.
    """
    with (
        psycopg.connect(conninfo, application_name="asinmart queue") as turn,
        psycopg.connect(
            conninfo, autocommit=True, application_name="asinmart queue"
        ) as connection,
    ):
        turn.execute(queries.LOCK_QUEUE)
        done = {
            name for (name,) in connection.execute(queries.QUEUE_MIGRATIONS).fetchall()
        }
        missing = [path for path in migrations() if path.stem not in done]
        if not done:
            _apply(connection, SchemaManager.get_schema().encode(), missing)
        else:
            for path in missing:
                _apply(connection, path.read_bytes(), [path])
    return bool(missing)


def migrations() -> list[Path]:
    """List the library's migrations in their order."""
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _apply(
    connection: psycopg.Connection[Any], script: bytes, holds: list[Path]
) -> None:
    with connection.transaction():
        connection.execute(queries.QUEUE_SCHEMA)
        connection.execute(queries.QUEUE_SEARCH_PATH)
        connection.execute(script)
        connection.execute(queries.OWN_SEARCH_PATH)
        connection.execute(queries.PIN_QUEUE_FUNCTIONS)
        connection.execute(queries.GRANT_QUEUE)
        for path in holds:
            connection.execute(queries.NOTE_QUEUE_MIGRATION, {"name": path.stem})


if __name__ == "__main__":
    is_changed = install(sys.argv[1] if len(sys.argv) > 1 else "")
    print("queue installed" if is_changed else "queue is up to date")
