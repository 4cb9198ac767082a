"""A database with the data of two tenants, and the logins that read its mart."""

import os
from collections.abc import Iterator

import pytest

from tests.support.databases import Database, janitor, prepare_clone
from tests.support.listings import Mart, mart_of
from tests.support.tenancy import A, World, connect, two_tenants

# Otherwise mart_reader sees no alerts of these tenants.
SHOW_ALL = "update ops.settings set value = 'all' where name = 'mart_reader_tenants'"


@pytest.fixture(scope="session")
def world(server: Database, template: str) -> Iterator[World]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    with janitor(server, f"connect_{worker}_{os.getpid()}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        with connect(database.superuser) as superuser:
            # pgTAP, whose views everybody may read, is of the tests alone.
            superuser.execute("drop schema extensions cascade")
        with two_tenants(database) as found:
            with connect(database.owner) as owner:
                owner.execute(SHOW_ALL)
            yield found


@pytest.fixture(params=["mart_reader", "tenant"])
def reader(request: pytest.FixtureRequest, world: World) -> str:
    """URL of a login that reads mart: of all products, then of one tenant's."""
    if request.param == "mart_reader":
        return world.database.mart
    return world.logins[A]


@pytest.fixture
def mart(reader: str) -> Mart:
    with connect(reader) as connection:
        return mart_of(connection)
