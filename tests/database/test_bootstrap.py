"""deploy/bootstrap.sql, run by an administrator who is not a superuser."""

import os
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from tests.support.databases import ROOT, STATE, Database, one_at_a_time

ROLES = (
    "asinmart_owner", "asinmart_loader", "asinmart_api", "asinmart_worker",
    "mart_reader", "tenant_reader", "asinmart_admin", "asinmart_accounts",
    "mart_owner", "asinmart_monitor",
)  # fmt: skip
STATE_OF_THE_DATABASE = """
    select d.datdba::regrole::text,
        has_schema_privilege('asinmart_owner', 'public', 'create'),
        has_schema_privilege('public', 'public'::regnamespace::oid, 'create'),
        has_database_privilege('public', d.oid, 'temporary'),
        to_regprocedure('accounts.drop_login(text)') is not null
    from pg_database as d
    where d.datname = current_database()
"""


@pytest.fixture
def managed(server: Database) -> Iterator[Database]:
    """A name without a database, and as its superuser a login with CREATEROLE only.

    The roles of the product exist already, and to make them it would need a server of
    its own; so it is given the right over them that their maker has.
    """
    name = f"managed_{uuid4().hex[:8]}"
    login = sql.Identifier(name)
    version = "current_setting('server_version_num')::integer"
    with psycopg.connect(server.superuser, autocommit=True) as superuser:
        superuser.execute(
            sql.SQL("create role {} login createrole createdb password 'm'").format(
                login
            )
        )
        [(number,)] = superuser.execute(f"select {version}".encode()).fetchall()
        if number >= 160000:
            superuser.execute(
                sql.SQL(
                    "grant {} to {} with admin true, inherit false, set false"
                ).format(sql.SQL(", ").join(map(sql.Identifier, ROLES)), login)
            )
        parts = urlsplit(server.superuser)
        url = parts._replace(
            netloc=f"{name}:m@{parts.hostname}:{parts.port}", path=f"/{name}"
        )
        try:
            yield Database(**vars(server.named(name)) | {"superuser": url.geturl()})
        finally:
            superuser.execute(sql.SQL("drop database if exists {}").format(login))
            superuser.execute(sql.SQL("drop owned by {} cascade").format(login))
            superuser.execute(sql.SQL("drop role {}").format(login))


def test_an_administrator_who_is_no_superuser_prepares_a_database(
    server: Database, managed: Database
) -> None:
    administrator = urlsplit(managed.superuser)
    passwords = {
        f"ASINMART_{role.upper()}_PASSWORD": str(urlsplit(url).password)
        for role, url in vars(managed).items()
    }
    # Twice, as every upgrade runs it again; and other tests change the roles too.
    with one_at_a_time(STATE / "migrate.lock"):
        for _ in range(2):
            done = subprocess.run(
                [
                    *("psql", "-Xq", "-v", f"database={managed.name}"),
                    *("-f", ROOT / "deploy" / "bootstrap.sql"),
                ],
                env=os.environ
                | passwords
                | {
                    "PGHOST": str(administrator.hostname),
                    "PGPORT": str(administrator.port),
                    "PGUSER": str(administrator.username),
                    "PGPASSWORD": str(administrator.password),
                    "PGDATABASE": "postgres",
                },
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            assert "WARNING" not in done.stderr, done.stderr
    with psycopg.connect(server.named(managed.name).superuser) as superuser:
        found = superuser.execute(STATE_OF_THE_DATABASE.encode()).fetchone()
    assert found == ("asinmart_owner", True, False, False, True)
