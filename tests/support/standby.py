"""A primary and its standby, made by the commands of docs/operations/replica.md."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.support.crash_server import CrashServer, programs_of
from tests.support.databases import Database, migrate
from tests.support.operations import Block, blocks
from tests.support.waiting import wait_until

PAGE = "replica.md"
NAME = "asinmart"
PASSWORD = "of-the-standby"
Connection = psycopg.Connection[Any]


def connect(url: str) -> Connection:
    return psycopg.connect(url, autocommit=True)


def one(url: str, query: str, *values: object) -> Any:
    """The first column of the only row."""
    with connect(url) as connection:
        [row] = connection.execute(query.encode(), values).fetchall()
    return row[0]


def commands(section: str, words: str = "") -> Block:
    """The block of the page that has these words."""
    [found] = [block for block in blocks(PAGE, section) if words in block.text]
    return found


@dataclass(frozen=True)
class Pair:
    """Two servers with the same database: a primary and its standby at first."""

    primary: CrashServer
    standby: CrashServer

    @property
    def at_primary(self) -> Database:
        return self.primary.maintenance.named(NAME)

    @property
    def at_standby(self) -> Database:
        return self.standby.maintenance.named(NAME)

    def both(self, role: str, session: str) -> str:
        """An address of both servers, for sessions that may write, or at a standby."""
        parts = urlsplit(str(getattr(self.at_primary, role)))
        hosts = f"{parts.netloc},127.0.0.1:{self.standby.port}"
        query = f"target_session_attrs={session}"
        return urlunsplit(parts._replace(netloc=hosts, query=query))

    def until_replayed(self) -> None:
        """Wait until the standby has all that the primary has committed."""
        behind = "select pg_last_wal_replay_lsn() >= %s::pg_lsn"
        position = one(self.at_primary.superuser, "select pg_current_wal_lsn()::text")
        wait_until(lambda: one(self.at_standby.superuser, behind, position))


def make_standby(server: CrashServer, primary: CrashServer) -> None:
    """Copy the primary into a server without data, and start it as its standby."""
    place = f"127.0.0.1:{primary.port}"
    server.run(
        commands("Set up a standby", "pg_basebackup").text,
        REPLICATION_URL=f"postgresql://asinmart_replication:{PASSWORD}@{place}",
        STANDBY_DIRECTORY=str(server.data),
    )
    with (server.data / "postgresql.conf").open("a") as file:
        file.write(f"\nport = {server.port}\n")
    server.start()


@contextmanager
def pair(server: Database, *, has_cron: bool) -> Iterator[Pair]:
    """A primary with a migrated database, and a standby; pg_cron may run its jobs."""
    programs = programs_of(server)
    primary = CrashServer(server, programs)
    try:
        primary.start()
        if has_cron:
            with (primary.data / "postgresql.conf").open("a") as file:
                file.write(f"\ncron.database_name = '{NAME}'\n")
            primary.stop()
            primary.start()
        migrate(primary.maintenance.named(NAME))
        primary.run(
            commands("Set up a standby", "create role").text,
            PRIMARY_URL=primary.maintenance.superuser,
            REPLICATION_PASSWORD=PASSWORD,
        )
        standby = CrashServer(server, programs, is_empty=True)
        try:
            make_standby(standby, primary)
            yield Pair(primary, standby)
        finally:
            standby.remove()
    finally:
        primary.remove()
