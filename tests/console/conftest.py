"""One demo market, one server and one browser for the tests that look at pages."""

import hashlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql
from redis import Redis

from api.settings import DEFAULT_TENANT
from tests.support import demo_market
from tests.support.access import make_key
from tests.support.api import api_process
from tests.support.browser import chromium
from tests.support.databases import (
    ROOT,
    STATE,
    Database,
    janitor,
    one_at_a_time,
    prepare_clone,
)
from tests.support.pages import Console


@pytest.fixture(scope="session")
def demo_template(
    server: Database, template: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Name of a database with the demo market: made once a day, for all workers."""
    digest = hashlib.sha256(template.encode())
    for path in sorted((ROOT / "demo").glob("*")):
        digest.update(path.read_bytes() if path.is_file() else b"")
    digest.update(inspect.getsource(demo_market).encode())
    digest.update(f"{demo_market.demo_market().products.until}".encode())
    name = f"asinmart_demo_{digest.hexdigest()[:12]}"
    with (
        one_at_a_time(STATE / "demo-template.lock"),
        psycopg.connect(server.superuser, autocommit=True) as superuser,
    ):
        found = superuser.execute("select datname from pg_database")
        known = {row[0] for row in found if row[0].startswith("asinmart_demo_")}
        if name not in known:
            for old in known:
                janitor(server, old).drop()
            building = janitor(server, "asinmart_demo_building", template)
            building.init()
            database = server.named(building.dbname)
            prepare_clone(database)
            demo_market.load_market(database, tmp_path_factory.mktemp("demo"))
            superuser.execute(
                sql.SQL("alter database {} rename to {}").format(
                    sql.Identifier(building.dbname), sql.Identifier(name)
                )
            )
    return name


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all windows."""
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed (Debian's package chromium)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        yield found
        found.close()


@pytest.fixture(scope="module")
def console(
    browser: Browser,
    server: Database,
    demo_template: str,
    addresses: dict[str, str],
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Console]:
    """The console over the demo market, and keys of its tenants."""
    number = 1 + int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
    redis_url = addresses["REDIS_URL"].removesuffix("/0") + f"/{number}"
    with Redis.from_url(redis_url) as client:
        client.flushdb()
    log = tmp_path_factory.mktemp("console") / "api.log"
    with janitor(server, f"console_{worker_id}", demo_template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        keys = keys_of(database)
        with api_process(
            database,
            redis_url,
            log,
            API_LIMIT_PRO="1000000/minute",
            API_LIMIT_FREE="1000000/minute",
        ) as (url, _):
            yield Console(browser, url, database, keys)


def keys_of(database: Database) -> dict[str, str]:
    """A key of each tenant of the demo, and of an admin of the installation."""
    with psycopg.connect(database.owner) as owner:
        find = "select t.name, t.tenant_id from app.tenants as t"
        tenants: dict[str, Any] = dict(owner.execute(find).fetchall())
    keys = {
        name: make_key(database.owner, tenant, role="operator")
        for name, tenant in tenants.items()
    }
    admin = make_key(database.owner, DEFAULT_TENANT, kind="admin", role="admin")
    return keys | {"admin": admin}


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where the pages are kept as pictures, to be looked at."""
    folder = STATE / "console"
    folder.mkdir(exist_ok=True)
    return folder
