"""Installs the queue: the library's own tables, in schema procrastinate.

deploy/migrate runs `python -m worker.install_queue CONNECTION` as the owner of the
database. A second run does nothing, or applies the migrations that the pinned version
of the library adds to the installed one.
"""

import sys
from pathlib import Path
from typing import Any

import psycopg
from procrastinate.schema import SchemaManager

from worker import queries


def install(conninfo: str) -> bool:
    """Migrate the queue to the version of the library; False if it is up to date.

    Each migration commits by itself, because a new value of an enum can be used only
    after that. So a second connection holds the lock against concurrent installers.
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
