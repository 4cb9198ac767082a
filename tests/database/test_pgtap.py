"""Each file of db/tests runs under pg_prove in a migrated database and rolls back."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.support.databases import ROOT, Database, janitor, prepare_clone

ROLES = ("asinmart_loader", "asinmart_api", "asinmart_admin", "mart_reader")
FILES = sorted((ROOT / "db" / "tests").rglob("*.sql"))


@pytest.fixture(scope="module")
def pgtap_database(server: Database, template: str) -> Iterator[Database]:
    name = f"pgtap_{os.environ.get('PYTEST_XDIST_WORKER', 'master')}_{os.getpid()}"
    with janitor(server, name, template):
        database = server.named(name)
        prepare_clone(database)
        # pgTAP compares sets in temporary tables, as the role that a test acts as.
        grant = "grant temporary on database {} to {}"
        with psycopg.connect(database.superuser, autocommit=True) as connection:
            connection.execute(
                sql.SQL(grant).format(
                    sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, ROLES))
                )
            )
        yield database


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: str(path.relative_to(ROOT / "db" / "tests"))
)
def test_the_database_keeps_its_promises(pgtap_database: Database, path: Path) -> None:
    superuser = urlsplit(pgtap_database.superuser)
    done = subprocess.run(
        ["pg_prove", "--verbose", "--dbname", pgtap_database.name, path],
        env=os.environ
        | {
            "PGHOST": str(superuser.hostname),
            "PGPORT": str(superuser.port),
            "PGUSER": str(superuser.username),
            "PGPASSWORD": str(superuser.password),
        },
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{done.stdout}{done.stderr}", pytrace=False)
