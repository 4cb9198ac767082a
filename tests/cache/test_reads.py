"""Without a usable standby everything comes from the primary, and no client notices.

tests/replica has a real standby.
"""

import asyncio

import pytest

from api.cache.watermarks import watermarks_path
from tests.support.api import MAIN, free_port, observe, running, settings_for, until

PRODUCT = f"/v1/products/{MAIN}"


def nobody(url: str) -> str:
    """The address of a server that is not there."""
    login, _, rest = url.rpartition("@")
    return f"{login}@127.0.0.1:{free_port()}/{rest.rpartition('/')[2]}"


@pytest.mark.parametrize("reason", ["promoted", "unavailable"])
def test_the_primary_answers_for_a_server_that_is_no_standby(
    database: str, api_url: str, reason: str
) -> None:
    observe(database, {MAIN: 20})
    url = api_url if reason == "promoted" else nobody(api_url)
    settings = settings_for(
        api_url, None, read_database_url=url, anonymous_role="admin"
    )

    async def scenario() -> None:
        async with running(settings) as app:
            assert await app.price() == 20
            await until(lambda: app.reads.fault == reason and app.memory.is_synced)
            for path in (PRODUCT, f"{PRODUCT}/rollups", "/v1/products"):
                response = await app.get(path)
                assert response.status_code == 200, response.text
            assert app.reads.read_counts["standby"] == 0
            assert app.reads.fallback_counts[reason] >= 3
            health = await app.get("/v1/health")
            assert health.json()["standby"] == {"status": reason, "data_version": 0}
            assert not [r for r in health.json()["reasons"] if "standby" in r]
            metrics = (await app.get("/v1/metrics")).text
            assert "asinmart_standby_used 0.0" in metrics

    asyncio.run(scenario())


def test_without_the_setting_there_is_no_standby(database: str, api_url: str) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, None, read_database_url="")) as app:
            assert await app.price() == 20
            health = (await app.get("/v1/health")).json()["standby"]
            assert health == {"status": "not configured", "data_version": 0}
            assert app.reads.read_counts == {"primary": 0, "standby": 0}

    asyncio.run(scenario())


def test_an_address_of_two_servers_is_one_place_for_watermarks() -> None:
    hosts = "db1:5432,db2:5433/asinmart?target_session_attrs=read-write"
    one, other = (f"postgresql://{login}@{hosts}" for login in ("a:b", "a:c"))
    assert watermarks_path(one, "") == watermarks_path(other, "")
    assert watermarks_path(one, "") != watermarks_path(f"postgresql://a:b@{hosts}1", "")


def test_the_standby_gets_half_of_the_time_that_a_caller_waits() -> None:
    settings = settings_for("one", None, read_database_url="two", answer_timeout=6)
    assert settings.of_standby.database_url == "two"
    assert settings.of_standby.answer_timeout == 3
