"""What several tests need and no fixture gives: addresses, waiting, whole databases."""

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_UN, flock
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql
from pytest_postgresql.janitor import DatabaseJanitor

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".local" / "test"


@dataclass(frozen=True, kw_only=True)
class Database:
    """One database as each role sees it: URLs for psycopg and psql."""

    owner: str
    superuser: str
    loader: str
    api: str
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


def wait_until(condition: Callable[[], object], timeout: float = 10) -> None:
    """Return as soon as the condition holds; fail after so many seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, f"still not true after {timeout} s"
        time.sleep(0.05)


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


def janitor(
    server: Database, name: str, template: str | None = None
) -> DatabaseJanitor:
    parts = urlsplit(server.superuser)
    assert parts.username and parts.hostname and parts.port
    return DatabaseJanitor(
        user=parts.username,
        password=parts.password,
        host=parts.hostname,
        port=parts.port,
        dbname=name,
        template_dbname=template,
    )


def migrate(database: Database) -> None:
    """Run deploy/migrate, the script that `make up` and docker compose run."""
    superuser = urlsplit(database.superuser)
    passwords = {
        f"ASINMART_{role.upper()}_PASSWORD": str(urlsplit(url).password)
        for role, url in vars(database).items()
    }
    done = subprocess.run(
        [ROOT / "deploy" / "migrate"],
        env=passwords
        | {
            "PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}",
            "PGHOST": str(superuser.hostname),
            "PGPORT": str(superuser.port),
            "PGUSER": str(superuser.username),
            "PGPASSWORD": str(superuser.password),
            "PGOPTIONS": "-c client_min_messages=warning",
            "ASINMART_DATABASE": database.name,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(
            f"deploy/migrate failed:\n{done.stdout}{done.stderr}", pytrace=False
        )


def own(database: Database) -> None:
    """Give a clone what the template cannot pass on: its owner and its search path."""
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        name = sql.Identifier(database.name)
        connection.execute(
            sql.SQL("alter database {} owner to asinmart_owner").format(name)
        )
        connection.execute(
            sql.SQL(
                'alter database {} set search_path to "$user", public, extensions'
            ).format(name)
        )
