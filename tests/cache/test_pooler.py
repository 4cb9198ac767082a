"""Behind PgBouncer: in transaction mode LISTEN gets nothing and sessions are shared."""

import asyncio
from pathlib import Path

import psycopg
import pytest

from api.problems import Problem
from api.settings import DEFAULT_TENANT
from tests.support.api import MAIN, execute, observe, running, settings_for
from tests.support.pgbouncer import PROGRAM, pgbouncer
from tests.support.waiting import LIMIT, until

PATH = f"/v1/products/{MAIN}"
ROOM = {"memory_bytes": 2**20}
# Beyond every wait: what arrives was not polled.
SELDOM = 10 * LIMIT

pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason="pgbouncer is missing: apt-get install pgbouncer"
)


def test_a_listener_behind_a_pooler_says_so_and_polls(
    database: str, api_url: str, redis_url: str, tmp_path: Path
) -> None:
    observe(database, {MAIN: 20})

    async def scenario(url: str) -> None:
        settings = settings_for(url, redis_url, poll_interval=SELDOM, **ROOM)
        async with running(settings) as app:
            await app.is_synced()
            assert not app.listener.is_notified
            health = (await app.get("/v1/health")).json()
            assert health["status"] == "degraded"
            assert any("API_LISTEN_DATABASE_URL" in r for r in health["reasons"])
            assert not health["listener"]["is_notified"]
            for price in (25, 26, 27):
                await app.price()
                version = await asyncio.to_thread(observe, database, {MAIN: price})
                await until(lambda v=version: app.memory.applied == v)
                assert await app.price() == price

    with pgbouncer(api_url, tmp_path) as url:
        asyncio.run(scenario(url))


def test_with_a_direct_address_to_listen_on_news_come_at_once(
    database: str, api_url: str, tmp_path: Path
) -> None:
    observe(database, {MAIN: 20})

    async def scenario(url: str) -> None:
        settings = settings_for(
            url, None, listen_database_url=api_url, poll_interval=SELDOM, **ROOM
        )
        async with running(settings) as app:
            await until(lambda: app.memory.is_synced)
            assert app.listener.is_notified
            assert await app.price() == 20
            assert app.database.is_pooled
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            await until(lambda: app.memory.applied == version)
            assert await app.price() == 25
            reasons = (await app.get("/v1/health")).json()["reasons"]
            assert not any("pooler" in reason for reason in reasons)

    with pgbouncer(api_url, tmp_path) as url:
        asyncio.run(scenario(url))


def test_in_session_mode_notifications_arrive(
    database: str, api_url: str, tmp_path: Path
) -> None:
    async def scenario(url: str) -> None:
        async with running(
            settings_for(url, None, poll_interval=SELDOM, **ROOM)
        ) as app:
            await until(lambda: app.memory.is_synced)
            assert app.listener.is_notified
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            await until(lambda: app.memory.applied == version)

    with pgbouncer(api_url, tmp_path, mode="session", sessions=10) as url:
        asyncio.run(scenario(url))


def test_every_call_through_a_pooler_has_its_settings_and_leaves_none(
    database: str, api_url: str, tmp_path: Path
) -> None:
    observe(database, {MAIN: 20})
    asked = (
        "select current_setting('app.tenant_id', true), "
        "current_setting('statement_timeout')"
    )

    # A stall of the server or the pooler must not end a call. The timeout is one that
    # Postgres shows in milliseconds.
    patient = {
        "statement_timeout": 171.5,
        "answer_timeout": LIMIT,
        "pool_timeout": LIMIT,
    }

    async def scenario(url: str) -> None:
        async with running(settings_for(url, None, **patient)) as app:
            # More calls than a statement needs to be prepared, over few sessions.
            answers = await asyncio.gather(
                *(app.database.fetch(asked, {}) for _ in range(60))
            )
            expected = (str(DEFAULT_TENANT).encode(), b"171500ms")
            assert {tuple(row) for [row] in answers} == {expected}
            for _ in range(20):
                assert await app.price() == 20
            with pytest.raises(psycopg.errors.DivisionByZero):
                await app.database.fetch("select 1 / 0", {})
            assert await app.price() == 20
        hasty = patient | {"statement_timeout": 0.5}
        async with running(settings_for(url, None, **hasty)) as app:
            with pytest.raises(Problem, match="too long"):
                await app.database.fetch(
                    "select pg_sleep(%(seconds)s)", {"seconds": LIMIT}
                )
        # Another client, in the session that the API used.
        with psycopg.connect(url, autocommit=True) as stranger:
            for _ in range(10):
                [row] = stranger.execute(asked, prepare=False).fetchall()
                assert row[0] in (None, "")
                assert row[1] == "0"
                [row] = stranger.execute(
                    "select count(*) from pg_prepared_statements", prepare=False
                ).fetchall()
                assert row == (0,)

    with pgbouncer(api_url, tmp_path, sessions=1) as url:
        asyncio.run(scenario(url))


def test_a_pooler_that_restarts_costs_no_answer(
    database: str, superuser_url: str, api_url: str, tmp_path: Path
) -> None:
    observe(database, {MAIN: 20})

    async def scenario(url: str) -> None:
        async with running(settings_for(url, None)) as app:
            assert await app.price() == 20
            await asyncio.to_thread(
                execute,
                superuser_url,
                "select pg_terminate_backend(a.pid) from pg_stat_activity as a "
                "where a.datname = current_database() and a.pid <> pg_backend_pid()",
            )
            assert await app.price() == 20

    with pgbouncer(api_url, tmp_path) as url:
        asyncio.run(scenario(url))
