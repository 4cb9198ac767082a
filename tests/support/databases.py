"""Addresses, locks and whole databases for tests."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_UN, flock
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql
from pytest_postgresql.janitor import DatabaseJanitor

from tests.support.waiting import wait_until as wait_until

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".local" / "test"


@dataclass(frozen=True, kw_only=True)
class Database:
    """The URLs of one database for each role."""

    owner: str
    superuser: str
    loader: str
    api: str
    worker: str
    mart: str
    admin: str

    @property
    def name(self) -> str:
        return urlsplit(self.owner).path.removeprefix("/")

    def named(self, name: str) -> "Database":
        """Another database of the same server."""
        return Database(
            **{
                role: urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
                for role, url in vars(self).items()
            }
        )


def read_env(path: Path) -> dict[str, str]:
    """Read the `export NAME='value'` lines that `make up` and `make test` write."""
    return dict(re.findall(r"^export (\w+)='(.*)'$", path.read_text(), re.MULTILINE))


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock file, so that pytest's workers take turns."""
    with path.open("w") as file:
        flock(file, LOCK_EX)
        try:
            yield
        finally:
            flock(file, LOCK_UN)


def manifest_folders() -> list[Path]:
    """List the folders that migrations.yml applies after a migration, in its order."""
    base = ROOT / "db" / "schema"
    folders = re.findall(
        r"^ +- (\.\./\S+)$", (base / "migrations.yml").read_text(), re.M
    )
    return [(base / folder).resolve() for folder in folders]


def apply_folder(connection: psycopg.Connection, folder: Path) -> None:
    """Run every file of a folder in name order, as the migrations do."""
    connection.execute("set check_function_bodies = off")
    for path in sorted(folder.glob("*.sql")):
        connection.execute(path.read_bytes())


class Clones(DatabaseJanitor):
    """Makes databases that belong to asinmart_owner, by copying files.

    Copying is four times as fast as the server's own choice, which writes all pages to
    its log; the checkpoints it asks for cost nothing where fsync is off.
    """

    def _build_create_database_sql(self) -> sql.Composed:
        created = super()._build_create_database_sql()
        return created + sql.SQL(" owner asinmart_owner strategy file_copy")


def janitor(server: Database, name: str, template: str | None = None) -> Clones:
    """Make and drop a database of the server, a copy of a template if one is named."""
    parts = urlsplit(server.superuser)
    assert parts.username and parts.hostname and parts.port
    return Clones(
        user=parts.username,
        password=parts.password,
        host=parts.hostname,
        port=parts.port,
        dbname=name,
        template_dbname=template,
    )


def migrate(database: Database, sources: Path = ROOT) -> None:
    """Run deploy/migrate, the script that `make up` and docker compose run.

    `sources` is another checkout.
    """
    # Roles belong to the whole server: two migrations at once would both create them.
    with one_at_a_time(STATE / "migrate.lock"):
        done = subprocess.run(
            [sources / "deploy" / "migrate"],
            env=migration_environment(database),
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        pytest.fail(
            f"deploy/migrate failed:\n{done.stdout}{done.stderr}", pytrace=False
        )


def migration_environment(database: Database) -> dict[str, str]:
    """The environment in which deploy/migrate works on a database."""
    superuser = urlsplit(database.superuser)
    passwords = {
        f"ASINMART_{role.upper()}_PASSWORD": str(urlsplit(url).password)
        for role, url in vars(database).items()
    }
    return passwords | {
        "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
        "PGHOST": str(superuser.hostname),
        "PGPORT": str(superuser.port),
        "PGUSER": str(superuser.username),
        "PGPASSWORD": str(superuser.password),
        "PGOPTIONS": "-c client_min_messages=warning",
        "ASINMART_DATABASE": database.name,
    }


def prepare_clone(database: Database) -> None:
    """Set search path and privileges, which a copy does not take from its template."""
    name = sql.Identifier(database.name)
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute(
            sql.SQL(
                'alter database {} set search_path to "$user", public, extensions'
            ).format(name)
        )
        connection.execute(
            sql.SQL("revoke temporary on database {} from public").format(name)
        )


def grant_temporary(database: Database) -> None:
    """Let every login make temporary objects, as PostgreSQL does by default.

    Attacks become easier, which proves that the functions alone resist them.
    """
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute(
            sql.SQL("grant temporary on database {} to public").format(
                sql.Identifier(database.name)
            )
        )


def grant_advisory_locks(database: Database) -> None:
    """Let the owner take advisory locks, with which tests hold sessions.

    The product uses none, so deploy/bootstrap.sql revokes them from all roles.
    """
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute(
            """
            do $$
            begin
                execute (
                    select string_agg(
                        format('grant execute on function %s to asinmart_owner',
                            p.oid::regprocedure), ';'
                    )
                    from pg_proc as p
                    where p.pronamespace = 'pg_catalog'::regnamespace
                        and p.proname ~ '^pg_(try_)?advisory_'
                );
            end;
            $$
            """
        )
