"""Servers and databases of the tests.

`make test` starts Postgres and Redis and writes their addresses to .local/test/env. The
schema is migrated once, into a template database. A test with the fixture `database`
gets a clone of its own, which is dropped afterwards.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import hypothesis
import psycopg
import pytest
from psycopg import sql
from redis import Redis

from tests.support.databases import (
    ROOT,
    STATE,
    Database,
    grant_advisory_locks,
    janitor,
    migrate,
    one_at_a_time,
    prepare_clone,
    read_env,
)

ADDRESSES = "ASINMART_TEST_ENV"

# The time of an example depends on the machine, not on the code.
hypothesis.settings.register_profile("asinmart", deadline=None)
hypothesis.settings.load_profile("asinmart")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres",
        choices=("local", "container"),
        default="local",
        help="the server that `make test` started, or a throw-away container",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start the container once, in the process that starts the workers."""
    if config.getoption("--postgres") == "local" or ADDRESSES in os.environ:
        return
    from tests.support import postgres_container

    try:
        container = postgres_container.start()
    except RuntimeError as error:
        raise pytest.UsageError(str(error)) from None
    config.add_cleanup(container.stop)
    found = read_env(STATE / "env") | postgres_container.addresses(container)
    path = STATE / "container-env"
    path.write_text("".join(f"export {name}='{found[name]}'\n" for name in found))
    os.environ[ADDRESSES] = str(path)


@pytest.fixture(scope="session")
def addresses() -> dict[str, str]:
    path = Path(os.environ.get(ADDRESSES, STATE / "env"))
    if not path.exists():
        pytest.fail(
            "no test servers: run `make test`, or `KEEP=1 make test` to keep them"
        )
    return read_env(path)


@pytest.fixture(scope="session")
def server(addresses: dict[str, str]) -> Database:
    """The server's maintenance database, as every role."""
    found = Database(
        owner=addresses["DATABASE_URL"],
        superuser=addresses["SUPERUSER_DATABASE_URL"],
        loader=addresses["LOADER_DATABASE_URL"],
        api=addresses["API_DATABASE_URL"],
        worker=addresses["WORKER_DATABASE_URL"],
        mart=addresses["MART_DATABASE_URL"],
        admin=addresses["ADMIN_DATABASE_URL"],
    )
    try:
        psycopg.connect(found.superuser, connect_timeout=30).close()
    except psycopg.OperationalError as error:
        pytest.fail(f"the test server is not running ({error}): run `make test`")
    return found


@pytest.fixture(scope="session")
def template(server: Database) -> str:
    """Name of the migrated database: made once, and kept until the SQL changes."""
    digest = hashlib.sha256()
    made_of = [
        *(ROOT / "db").rglob("*"),
        *(ROOT / "deploy").glob("*"),
        *(ROOT / "worker").glob("[iq]*.py"),
        ROOT / "requirements.lock",
    ]
    for path in sorted(made_of):
        if path.is_file() and "tests" not in path.parts:
            digest.update(f"{path}\n".encode() + path.read_bytes())
    name = f"asinmart_template_{digest.hexdigest()[:12]}"
    with (
        one_at_a_time(STATE / "template.lock"),
        psycopg.connect(server.superuser, autocommit=True) as connection,
    ):
        known = {
            row[0] for row in connection.execute("select datname from pg_database")
        }
        if name not in known:
            for old in known:
                if old.startswith("asinmart_template_") or old == "asinmart_building":
                    janitor(server, old).drop()
            building = server.named("asinmart_building")
            migrate(building)
            grant_advisory_locks(building)
            with psycopg.connect(building.superuser) as inside:
                inside.execute("create schema extensions")
                inside.execute("grant usage on schema extensions to public")
                inside.execute("create extension pgtap schema extensions")
                inside.execute("create extension plpgsql_check schema extensions")
            connection.execute(
                sql.SQL("alter database asinmart_building rename to {}").format(
                    sql.Identifier(name)
                )
            )
    return name


@pytest.fixture
def clone(server: Database, template: str) -> Iterator[Database]:
    """A database of the test's own, freshly migrated, as every role."""
    with janitor(server, f"test_{uuid4().hex[:12]}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        yield database


@pytest.fixture(scope="module")
def shared_clone(server: Database, template: str) -> Iterator[Database]:
    """A database for the tests of a module that only read what its fixtures made."""
    with janitor(server, f"test_{uuid4().hex[:12]}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        yield database


@pytest.fixture
def database(clone: Database) -> str:
    """URL of the test's own database as asinmart_owner."""
    return clone.owner


@pytest.fixture
def superuser_url(clone: Database) -> str:
    return clone.superuser


@pytest.fixture
def loader_url(clone: Database) -> str:
    return clone.loader


@pytest.fixture
def api_url(clone: Database) -> str:
    return clone.api


@pytest.fixture
def worker_url(clone: Database) -> str:
    return clone.worker


@pytest.fixture
def mart_url(clone: Database) -> str:
    return clone.mart


@pytest.fixture
def admin_url(clone: Database) -> str:
    return clone.admin


@pytest.fixture
def empty_database(server: Database) -> Iterator[Database]:
    """A name without a database; dropped afterwards."""
    name = f"test_{uuid4().hex[:12]}"
    yield server.named(name)
    janitor(server, name).drop()


@pytest.fixture
def cron_database(server: Database) -> Iterator[Database]:
    """The one database that pg_cron works in, migrated anew, its jobs scheduled."""
    database = server.named("asinmart_cron")
    with (
        one_at_a_time(STATE / "cron.lock"),
        psycopg.connect(database.superuser, autocommit=True) as superuser,
    ):
        # Emptied, not dropped: pg_cron stops for good when its connection is cut.
        superuser.execute("create extension if not exists pg_cron")
        forget(superuser)
        migrate(database)
        yield database
        forget(superuser)


def forget(connection: psycopg.Connection) -> None:
    """Stop pg_cron's jobs and drop everything that a migration made."""
    connection.execute("select cron.unschedule(j.jobid) from cron.job as j")
    connection.execute(
        "select pg_terminate_backend(a.pid, 5000) from pg_stat_activity as a "
        "where a.datname = current_database() and a.pid <> pg_backend_pid() "
        "and a.backend_type <> 'pg_cron launcher'"
    )
    connection.execute("delete from cron.job_run_details")
    schemas = connection.execute(
        "select n.nspname from pg_namespace as n where n.nspname !~ '^pg_' "
        "and n.nspname not in ('cron', 'information_schema')"
    )
    for (schema,) in schemas.fetchall():
        connection.execute(
            sql.SQL("drop schema {} cascade").format(sql.Identifier(schema))
        )
    connection.execute("create schema public authorization pg_database_owner")
    connection.execute("grant usage on schema public to public")


@pytest.fixture
def redis_url(addresses: dict[str, str], worker_id: str) -> str:
    """URL of an empty Redis database that no other worker uses."""
    number = 1 + int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
    url = addresses["REDIS_URL"].removesuffix("/0") + f"/{number}"
    with Redis.from_url(url) as client:
        client.flushdb()
    return url
