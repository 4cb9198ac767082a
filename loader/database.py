"""Connects to Postgres, and turns its errors into sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row

from loader.errors import LoaderError

Connection: TypeAlias = psycopg.Connection[DictRow]

_NOT_MIGRATED = ("42883", "42P01", "42703", "3F000")
_SERVER_GONE = ("57P01", "57P02", "57P03", "08000", "08003", "08006")
_NOTHING_KEPT = (
    "Nothing of the batch under way was kept; run the same command again once the"
    " database is back."
)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Connect in autocommit, so that only the code opens transactions."""
    try:
        connection = psycopg.connect(
            url,
            autocommit=True,
            row_factory=dict_row,
            application_name="asinmart",
            client_encoding="utf8",
            connect_timeout=10,
        )
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        raise _unreachable(url, error) from None
    with connection:
        yield connection


def in_sentences(error: psycopg.Error) -> LoaderError:
    """Turn an error of the database into two sentences: the error and the advice."""
    code = error.sqlstate or ""
    message = error.diag.message_primary or _first_line(error)
    if code.startswith("AM"):
        return LoaderError(_sentence(message), advice=error.diag.message_hint)
    if code in _NOT_MIGRATED:
        return LoaderError(
            f"The database lacks what this version needs: {message}.",
            advice=(
                "Run `make up`, or `pgmigrate -d db/schema -c CONNECTION -t latest"
                " migrate` for a database of your own."
            ),
        )
    if code == "42501":
        return LoaderError(
            f"The database refuses: {message}.",
            advice=(
                "Connect as a member of the role asinmart_loader (grant"
                " asinmart_loader to ...)."
            ),
        )
    if code in _SERVER_GONE or (
        not code and isinstance(error, psycopg.OperationalError)
    ):
        return LoaderError(
            f"The connection to the database was lost: {message.rstrip('.')}.",
            advice=_NOTHING_KEPT,
        )
    return LoaderError(
        f"The database reports: {message.rstrip('.')} (SQLSTATE {code or 'unknown'}).",
        advice="Nothing of the batch under way was kept; see `asinmart doctor`.",
    )


def rows(connection: Connection, query: str, **parameters: Any) -> list[DictRow]:
    """Run a query and give its rows."""
    return connection.execute(query, parameters).fetchall()


def row(connection: Connection, query: str, **parameters: Any) -> DictRow | None:
    """Run a query and give its only row, or None."""
    return connection.execute(query, parameters).fetchone()


def _unreachable(url: str, error: psycopg.Error) -> LoaderError:
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # The address itself is not repeated: it may hold a password.
        return LoaderError(
            "The database address cannot be read.",
            advice="Write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE.",
        )
    place = str(parts.get("host") or "the local socket")
    if parts.get("port"):
        place += f":{parts['port']}"
    name = parts.get("dbname") or "the default database"
    reason = _first_line(error).rsplit("failed: ", 1)[-1].removeprefix("FATAL:").strip()
    return LoaderError(
        f"Cannot connect to {name} at {place}: {reason.rstrip('.?')}.",
        advice="Start it with `make up`, or correct LOADER_DATABASE_URL.",
    )


def _first_line(error: psycopg.Error) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].strip() if lines else type(error).__name__


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."
