"""The API reads facts from a real standby, and never an answer that is too old.

To see the tests fail: let `Reads._try` accept any version, or let it judge before the
standby has answered; send everything to the standby; ask no more whether the server is
a standby.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from demo.client import ask
from tests.support.api import (
    MAIN,
    RedisServer,
    Running,
    api_process,
    gate_to,
    observe,
    redis_server,
    running,
    settings_for,
    until,
)
from tests.support.databases import Database
from tests.support.standby import Pair, connect, one, pair
from tests.support.waiting import wait_until

pytestmark = pytest.mark.drill

OTHER = "B0TESTMORE"
PRODUCT = f"/v1/products/{MAIN}"
FACTS = (
    (PRODUCT, "json"),
    (f"{PRODUCT}/summary", "json"),
    (f"{PRODUCT}/metrics?range=30d", "json"),
    (f"{PRODUCT}/metrics?from=2026-06-01&to=2026-06-15", "json"),
    (f"{PRODUCT}/metrics?range=30d", "csv"),
    (f"{PRODUCT}/deltas?range=7d", "json"),
    (f"{PRODUCT}/rollups", "json"),
    ("/v1/products", "json"),
    ("/v1/products?q=kettle", "json"),
    ("/v1/products", "csv"),
)
OTHERS = tuple(
    (path, "json")
    for path in (
        f"/v1/competitions/{MAIN}?range=7d",
        f"{PRODUCT}/reviews",
        "/v1/products?tracked=true",
        "/v1/marketplaces",
        "/v1/tracked-products",
        "/v1/alert-rules",
        "/v1/alerts",
        "/v1/brands",
    )
)

LOCK = "lock table {} in access exclusive mode"


@pytest.fixture(scope="module")
def servers(server: Database) -> Iterator[Pair]:
    with pair(server, has_cron=False) as made:
        observe(made.at_primary.owner, {MAIN: 10, OTHER: 20})
        made.until_replayed()
        yield made


@asynccontextmanager
async def application(
    servers: Pair, read_url: str | None = None, **changes: Any
) -> AsyncIterator[Running]:
    """The application with the standby in use, without any cache."""
    patient = {"poll_interval": 1.0, "answer_timeout": 30.0, "pool_timeout": 10.0}
    url = read_url or servers.at_standby.api
    settings = settings_for(
        servers.at_primary.api, None, read_database_url=url, **patient | changes
    )
    async with running(settings) as app:
        await in_use(app)
        yield app


async def in_use(app: Running) -> None:
    """Wait until the standby is asked and answers."""

    async def is_used() -> bool:
        before = app.reads.read_counts["standby"]
        # No cache holds lists of products.
        await data(app, "/v1/products")
        return app.reads.read_counts["standby"] > before

    await until(is_used)


@contextmanager
def paused_replay(servers: Pair) -> Iterator[None]:
    with connect(servers.at_standby.superuser) as standby:
        standby.execute("select pg_wal_replay_pause()")
        state = "select pg_get_wal_replay_pause_state()"
        wait_until(lambda: standby.execute(state).fetchone() == ("paused",))
        try:
            yield
        finally:
            standby.execute("select pg_wal_replay_resume()")


async def data(app: Running, path: str, form: str = "json") -> Any:
    response = await app.get(path, accept="text/csv" if form == "csv" else "*/*")
    assert response.status_code == 200, (path, response.text)
    return response.text if form == "csv" else response.json()["data"]


def test_facts_come_from_the_standby_and_everything_else_from_the_primary(
    servers: Pair,
) -> None:
    async def scenario() -> None:
        async with running(settings_for(servers.at_primary.api, None)) as alone:
            wanted = {asked: await data(alone, *asked) for asked in (*FACTS, *OTHERS)}
            assert alone.reads.read_counts == {"primary": 0, "standby": 0}
        async with application(servers) as app:
            for asked in FACTS:
                await in_use(app)
                before = app.reads.read_counts.copy()
                assert await data(app, *asked) == wanted[asked], asked
                assert app.reads.read_counts["standby"] > before["standby"], asked
            before = app.reads.read_counts.copy()
            for asked in OTHERS:
                assert await data(app, *asked) == wanted[asked], asked
            assert app.reads.read_counts == before
            sessions = (
                "select count(*) from pg_stat_activity as a "
                "where a.usename = 'asinmart_api' and a.application_name ~ '^asinmart'"
            )
            assert one(servers.at_standby.superuser, sessions) > 0
            batch = {"asins": [MAIN, OTHER, "B0NOTHERE1"]}
            await in_use(app)
            before = app.reads.read_counts.copy()
            response = await app.client.post("/v1/products/metrics:batch", json=batch)
            assert response.json()["missing"] == ["B0NOTHERE1"]
            assert app.reads.read_counts["standby"] == before["standby"] + 1
            # What the standby cannot answer for sure, the primary refuses.
            assert (await app.get("/v1/products/B0NOTHERE1")).status_code == 404
            assert (await app.get("/v1/products?cursor=x")).status_code == 422

    asyncio.run(scenario())


class Readers:
    """Clients that read without a pause, and check each answer.

    A request that begins when the process knows a version must not be answered with an
    older price, nor with one older than an answer that came before it began.
    """

    def __init__(self, app: Running) -> None:
        self.app = app
        self.prices = {app.listener.version: 0.0}
        self.answer_count = 0
        self._newest = 0.0
        self._is_over = False

    async def _price(self, number: int) -> float:
        if number % 2:
            return float((await data(self.app, PRODUCT))["price"])
        rows = await data(self.app, "/v1/products?sort=asin")
        return float(next(row["price"] for row in rows if row["asin"] == MAIN))

    async def _read(self, number: int) -> None:
        while not self._is_over:
            version = self.app.listener.version
            known = max(p for v, p in self.prices.items() if v <= version)
            floor = max(known, self._newest)
            price = await self._price(number)
            assert price >= floor, f"{price} after {floor}"
            self._newest = max(self._newest, price)
            self.answer_count += 1
            # With answers from memory nothing else would run.
            await asyncio.sleep(0.01)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._read(number)) for number in range(6)]
        try:
            yield
        finally:
            self._is_over = True
            await asyncio.gather(*tasks)

    async def some_more(self) -> None:
        wanted = self.answer_count + 30
        await until(lambda: self.answer_count >= wanted)


@pytest.mark.parametrize("memory_bytes", [0, 10**6])
def test_what_was_announced_is_answered_although_the_standby_has_not_replayed_it(
    servers: Pair, memory_bytes: int
) -> None:
    async def scenario() -> None:
        async with application(servers, memory_bytes=memory_bytes) as app:
            readers = Readers(app)
            async with readers.at_work():
                for round_no in range(4):
                    price = 100.0 + 10 * memory_bytes + round_no
                    with paused_replay(servers):
                        version = await asyncio.to_thread(
                            observe, servers.at_primary.owner, {MAIN: price}
                        )
                        readers.prices[version] = price
                        await until(lambda v=version: app.listener.version >= v)
                        assert (await data(app, PRODUCT))["price"] == price
                        await readers.some_more()
                        health = (await app.get("/v1/health")).json()["standby"]
                        assert health["status"] == "behind"
                        assert health["data_version"] < version
                    await until(lambda: app.reads.fault is None)
                    if not memory_bytes:
                        await in_use(app)
                    await readers.some_more()
            assert app.reads.fallback_counts["behind"] > 0
            assert app.database.error_count == 0

    asyncio.run(scenario())


def test_a_version_that_was_not_announced_yet_comes_from_the_primary(
    servers: Pair,
) -> None:
    async def scenario() -> None:
        async with (
            gate_to(servers.at_primary.api) as gate,
            # The listener still counts as in step for three polls.
            application(
                servers, listen_database_url=gate.url, poll_interval=20.0
            ) as app,
        ):
            gate.block()
            version = await asyncio.to_thread(
                observe, servers.at_primary.owner, {MAIN: 5000}
            )
            await asyncio.to_thread(servers.until_replayed)
            assert app.listener.version < version
            assert (await data(app, PRODUCT))["price"] == 5000
            assert app.reads.fallback_counts["ahead"] == 1
            # The primary has shown it, so it is known on this machine now.
            assert (await data(app, PRODUCT))["price"] == 5000
            assert app.reads.fallback_counts["ahead"] == 1
            await gate.open()

    asyncio.run(scenario())


def test_an_own_change_is_read_back_at_once_from_every_process(
    servers: Pair, tmp_path: Path
) -> None:
    (tmp_path / "redis").mkdir()
    with ExitStack() as stack:
        redis: RedisServer = stack.enter_context(redis_server(tmp_path / "redis"))
        urls = [
            stack.enter_context(
                api_process(
                    servers.at_primary,
                    redis.url,
                    tmp_path / f"{number}.log",
                    API_READ_DATABASE_URL=servers.at_standby.api,
                    API_ANONYMOUS_ROLE="operator",
                )
            )[0]
            for number in (1, 2)
        ]
        for url in urls:
            wait_until(partial(uses_standby, url))
        with paused_replay(servers), httpx.Client() as client:
            for asin in (MAIN, OTHER):
                for writer in urls:
                    path = f"/v1/tracked-products/{asin}"
                    assert client.put(f"{writer}{path}", json={}).status_code == 200
                    for reader in urls:
                        listed = client.get(f"{reader}/v1/products?tracked=true").json()
                        assert asin in [row["asin"] for row in listed["data"]]
                        assert client.get(f"{reader}{path}").status_code == 200
                    assert client.delete(f"{writer}{path}").status_code == 204
                    for reader in urls:
                        assert client.get(f"{reader}{path}").status_code == 404


def uses_standby(url: str) -> bool:
    return bool(ask(url, "/v1/health").document()["standby"]["status"] == "used")


def test_no_reader_sees_an_error_when_the_standby_dies_and_it_is_used_again(
    servers: Pair,
) -> None:
    async def scenario() -> None:
        async with application(servers) as app:
            readers = Readers(app)
            async with readers.at_work():
                await readers.some_more()
                await asyncio.to_thread(servers.standby.kill)
                await readers.some_more()
                await until(lambda: app.reads.fault == "unavailable")
                before = app.reads.read_counts["standby"]
                await readers.some_more()
                assert app.reads.read_counts["standby"] == before
                await asyncio.to_thread(servers.standby.start)
                await in_use(app)
                await readers.some_more()
            assert app.reads.fallback_counts["unavailable"] > 0
            assert app.database.error_count == 0

    asyncio.run(scenario())


def test_a_standby_that_falls_silent_costs_a_reader_half_of_its_time_once(
    servers: Pair,
) -> None:
    async def scenario() -> None:
        async with (
            gate_to(servers.at_standby.api) as gate,
            application(
                servers, gate.url, answer_timeout=6.0, poll_interval=5.0
            ) as app,
        ):
            gate.block()
            assert (await data(app, PRODUCT))["price"]
            assert app.reads.fault == "unavailable"
            before = app.reads.fallback_counts["unavailable"]
            assert (await data(app, PRODUCT))["price"]
            assert app.reads.fallback_counts["unavailable"] == before + 1
            await gate.open()
            await in_use(app)

    asyncio.run(scenario())


def test_a_query_that_replay_cancels_is_answered_by_the_primary(servers: Pair) -> None:
    conflicts = (
        "select c.confl_lock from pg_stat_database_conflicts as c "
        "where c.datname = current_database()"
    )
    standby = servers.at_standby.superuser

    async def scenario() -> None:
        async with application(servers) as app:
            before = one(standby, conflicts)
            with connect(servers.at_primary.superuser) as other:
                # Replay holds this lock on the standby and the query waits for it; then
                # replay wants a table that the query has locked already.
                other.execute("begin")
                other.execute(LOCK.format("core.products").encode())
                flush(servers)
                task = asyncio.create_task(app.get(PRODUCT))
                waits = (
                    "select count(*) from pg_stat_activity as a "
                    "where a.wait_event_type = 'Lock'"
                )
                await until(lambda: one(standby, waits) > 0)
                other.execute(LOCK.format("mart.product_latest").encode())
                flush(servers)
                await until(lambda: one(standby, conflicts) > before)
                other.execute("rollback")
            assert (await task).status_code == 200
            assert app.reads.fallback_counts["cancelled"] == 1
            await in_use(app)

    with connect(standby) as session:
        session.execute("alter system set max_standby_streaming_delay = 0")
        session.execute("select pg_reload_conf()")
    asyncio.run(scenario())


def flush(servers: Pair) -> None:
    """Send what was written so far to the standby."""
    with connect(servers.at_primary.superuser) as primary:
        primary.execute("select pg_switch_wal()")
    servers.until_replayed()


def test_a_server_that_is_no_standby_is_not_read(servers: Pair) -> None:
    """A promoted standby, or an address of the primary itself."""

    async def scenario() -> None:
        settings = settings_for(
            servers.at_primary.api, None, read_database_url=servers.at_primary.api
        )
        async with running(settings) as app:
            await until(lambda: app.reads.fault == "promoted")
            assert (await data(app, PRODUCT))["price"]
            assert app.reads.read_counts == {"primary": 1, "standby": 0}

    asyncio.run(scenario())


def doctor(url: str) -> tuple[str, str, str | None]:
    query = (
        "select d.status, d.detail, d.advice from ops.doctor() as d "
        "where d.check_name = 'replication'"
    )
    with psycopg.connect(url) as connection:
        [(status, detail, advice)] = connection.execute(query.encode()).fetchall()
    return status, detail, advice


def test_the_doctor_reports_standbys_and_slots_that_nobody_uses(
    servers: Pair, tmp_path: Path
) -> None:
    wait_until(lambda: doctor(servers.at_primary.admin)[1].startswith("standby "))
    status, detail, advice = doctor(servers.at_primary.admin)
    assert (status, advice) == ("ok", None)
    assert detail.endswith(" behind")
    assert doctor(servers.at_standby.admin)[0] == "ok"
    assert doctor(servers.at_standby.admin)[1].startswith("this server is a standby; ")
    servers.standby.stop()
    try:
        wait_until(lambda: doctor(servers.at_primary.admin)[0] == "warning")
        _, detail, advice = doctor(servers.at_primary.admin)
        assert detail.startswith("slot standby_1 is not in use and keeps ")
        assert advice is not None
        assert "select pg_drop_replication_slot('standby_1')" in advice
    finally:
        servers.standby.start()
    wait_until(lambda: doctor(servers.at_primary.admin)[0] == "ok")
