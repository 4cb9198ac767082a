"""No answer computed before an invalidation is served after it: step by step."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import psycopg
import pytest
import structlog
import uvloop
from redis import Redis

from api.cache.entry import Entry, affected_keys, decode, encode, namespace
from api.cache.redis_store import CacheUnavailable, Locked, RedisStore
from api.redis_client import RedisClient
from api.settings import DEFAULT_TENANT
from tests.support.api import (
    COMPETITOR,
    MAIN,
    Running,
    count_fetches,
    data_version,
    execute,
    observe,
    running,
    settings_for,
    until,
)

SUMMARY = f"product:{MAIN}:US:summary"
FENCE = "asinmart:fence"
APPLIED = "asinmart:applied"


class WaitPoint:
    """Holds the first who comes to write an answer back, until told to go on."""

    def __init__(self, app: Running, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached = asyncio.Event()
        self.go_on = asyncio.Event()
        self._put = app.cache.put
        monkeypatch.setattr(app.cache, "put", self._put_late)

    async def _put_late(
        self, entries: Sequence[tuple[str, Entry]], *, token: str | None = None
    ) -> bool:
        if not self.reached.is_set():
            self.reached.set()
            await self.go_on.wait()
        return await self._put(entries, token=token)


def marks(redis: Redis) -> tuple[int, int]:
    fence, applied = redis.mget([FENCE, APPLIED])
    return int(fence or -1), int(applied or -1)


async def applied(redis: Redis, version: int) -> None:
    await until(lambda: marks(redis)[1] >= version)


def test_a_second_request_is_answered_by_redis_alone(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            first = await app.get(f"/v1/products/{MAIN}")
            second = await app.get(f"/v1/products/{MAIN}")
            assert first.headers["x-cache"] == "miss"
            assert second.headers["x-cache"] == "hit"
            assert first.content == second.content
            assert first.headers["etag"] == second.headers["etag"]

    asyncio.run(scenario())


def test_a_load_drops_the_answers_about_its_products_and_no_others(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20, COMPETITOR: 30})

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            assert await app.price() == 20
            assert await app.price(COMPETITOR) == 30
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            with Redis.from_url(redis_url) as redis:
                await applied(redis, version)
                assert not redis.exists(SUMMARY)
                assert redis.exists(f"product:{COMPETITOR}:US:summary")
            assert await app.price() == 25

    asyncio.run(scenario())


def test_a_comparison_is_dropped_when_a_competitor_changes(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20, COMPETITOR: 30})
    execute(
        database,
        "insert into core.competitor_links (asin_main, asin_comp, marketplace) "
        "values (%s, %s, 'US')",
        MAIN,
        COMPETITOR,
    )
    execute(database, "select ops.refresh_dirty()")

    async def competitor_price(app: Running) -> Any:
        answer = await app.get(f"/v1/competitions/{MAIN}?range=7d")
        [competitor] = answer.json()["data"]["competitors"]
        matrix = (await app.get(f"/v1/competitions/{MAIN}/matrix")).json()["data"]
        [row] = [row for row in matrix["rows"] if row["asin"] == COMPETITOR]
        assert row["cells"][0]["value"] == competitor["price"]
        return competitor["price"]

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            assert await competitor_price(app) == 30
            version = await asyncio.to_thread(observe, database, {COMPETITOR: 18})
            with Redis.from_url(redis_url) as redis:
                await applied(redis, version)
            assert await competitor_price(app) == 18

    asyncio.run(scenario())


def test_a_comparison_with_nobody_is_dropped_when_its_product_changes(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def price(app: Running) -> Any:
        answer = await app.get(f"/v1/competitions/{MAIN}")
        return answer.json()["data"]["main"]["price"]

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            assert await price(app) == 20
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            with Redis.from_url(redis_url) as redis:
                await applied(redis, version)
            assert await price(app) == 25

    asyncio.run(scenario())


def test_a_reader_that_writes_back_after_an_invalidation_is_refused(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            point = WaitPoint(app, monkeypatch)
            slow = asyncio.create_task(app.price())
            await point.reached.wait()
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            with Redis.from_url(redis_url) as redis:
                await applied(redis, version)
                point.go_on.set()
                assert await slow == 20
                assert not redis.exists(SUMMARY)
            assert await app.price() == 25

    asyncio.run(scenario())


def test_a_request_after_an_invalidation_does_not_join_a_reading_from_before_it(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            point = WaitPoint(app, monkeypatch)
            slow = asyncio.create_task(app.price())
            await point.reached.wait()
            early = asyncio.create_task(app.price())
            await asyncio.sleep(0.05)
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            with Redis.from_url(redis_url) as redis:
                await applied(redis, version)
            late = asyncio.create_task(app.price())
            await asyncio.sleep(0.05)
            point.go_on.set()
            assert await slow == 20
            assert await early == 20
            assert await late == 25

    asyncio.run(scenario())


def test_a_slow_reader_does_not_overwrite_a_newer_answer_not_yet_announced(
    api_url: str, redis_url: str
) -> None:
    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            for version, body in ((8, b"new"), (7, b"old")):
                entry = Entry(version, 0.0, 60.0, b"", body)
                await app.cache.put([(SUMMARY, entry)])
            kept = await app.cache.get(SUMMARY)
            assert kept is not None
            assert kept.body == b"new"

    asyncio.run(scenario())


def test_a_terminated_listener_reconnects_and_catches_up(
    database: str, superuser_url: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        # With so long a poll only the reconnection can bring the news.
        settings = settings_for(api_url, redis_url, poll_interval=60)
        async with running(settings) as app:
            await app.is_synced()
            assert await app.price() == 20
            await asyncio.to_thread(
                execute,
                superuser_url,
                "select pg_terminate_backend(a.pid) from pg_stat_activity as a "
                "where a.datname = current_database() "
                "and a.application_name = 'asinmart api listener'",
            )
            await until(lambda: not app.listener.is_connected)
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            with Redis.from_url(redis_url) as redis:
                await applied(redis, version)
            assert await app.price() == 25
            health = (await app.get("/v1/health")).json()
            assert health["listener"]["is_connected"]

    asyncio.run(scenario())


def test_a_listener_that_finds_the_queue_stuck_moves_it_on_and_listens_again(
    database: str, superuser_url: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})
    # What a LISTEN says once VACUUM removed the states of queued transactions. Servers
    # that the tests run on are too new to lose them, so a function says it once.
    stick = """
        alter function api.oldest_invalidation() rename to oldest_invalidation_;
        create sequence ops.tries;
        grant usage on sequence ops.tries to asinmart_api;
        create function api.oldest_invalidation() returns bigint
        language plpgsql volatile security definer as $$
        begin
            if nextval('ops.tries') = 1 then
                raise exception 'could not access status of transaction 14279685'
                    using errcode = '58P01',
                    detail = 'Could not open file "pg_xact/000D": No such file.';
            end if;
            return api.oldest_invalidation_();
        end;
        $$;
        grant execute on function api.oldest_invalidation() to asinmart_api;
    """

    async def scenario() -> list[Any]:
        settings = settings_for(api_url, redis_url, poll_interval=60)
        async with running(settings) as app:
            await app.is_synced()
            with structlog.testing.capture_logs() as lines:
                await asyncio.to_thread(execute, database, stick)
                version = await asyncio.to_thread(observe, database, {MAIN: 25})
                with Redis.from_url(redis_url) as redis:
                    await applied(redis, version)
            assert app.listener.is_connected
            assert await app.price() == 25
            return list(lines)

    events = [(line["event"], line) for line in asyncio.run(scenario())]
    names = [name for name, _ in events]
    moved = dict(events)["notify_queue_advanced"]
    assert 0 <= moved["usage"] < 1
    assert names.index("listener_disconnected") < names.index("notify_queue_advanced")
    assert names.index("notify_queue_advanced") < names.index("listener_connected")


def test_a_lost_notification_is_made_up_for_by_the_next_poll(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            assert await app.price() == 20
            with Redis.from_url(redis_url) as redis:
                assert redis.exists(SUMMARY)
                await asyncio.to_thread(
                    execute,
                    database,
                    "insert into ops.cache_invalidations (product_keys, pair_keys) "
                    "values (array[%s], '{}')",
                    f"{MAIN}:US",
                )
                await until(lambda: not redis.exists(SUMMARY), timeout=30)

    asyncio.run(scenario())


def test_a_notification_brings_the_news_long_before_the_next_poll(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        settings = settings_for(api_url, redis_url, poll_interval=60)
        async with running(settings) as app:
            await app.is_synced()
            for price in (21.0, 22.0, 23.0):
                await app.price()
                version = await asyncio.to_thread(observe, database, {MAIN: price})
                with Redis.from_url(redis_url) as redis:
                    await applied(redis, version)
                assert await app.price() == price

    asyncio.run(scenario())


def test_after_a_flush_nothing_read_before_an_invalidation_comes_back(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        settings = settings_for(api_url, redis_url, poll_interval=60)
        async with running(settings) as app:
            await app.is_synced()
            point = WaitPoint(app, monkeypatch)
            slow = asyncio.create_task(app.price())
            await point.reached.wait()
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            with Redis.from_url(redis_url) as redis:
                await applied(redis, version)
                redis.flushdb()
                point.go_on.set()
                assert await slow == 20
                # The refused write itself has the listener put the marks back.
                await until(lambda: marks(redis) == (version, version))
                assert not redis.exists(SUMMARY)
            assert await app.price() == 25
            again = await app.get(f"/v1/products/{MAIN}")
            assert again.headers["x-cache"] == "hit"

    asyncio.run(scenario())


@pytest.mark.parametrize("mark", [FENCE, APPLIED])
def test_a_lost_mark_clears_the_cache(
    mark: str, database: str, api_url: str, redis_url: str
) -> None:
    version = observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            await app.price()
            with Redis.from_url(redis_url) as redis:
                redis.set("another:application", "stays")
                redis.delete(mark)
                await until(lambda: marks(redis) == (version, version))
                assert not redis.exists(SUMMARY)
                assert redis.get("another:application") == b"stays"

    asyncio.run(scenario())


@pytest.mark.parametrize("mark", [FENCE, APPLIED])
def test_a_mark_of_another_type_reads_as_missing(
    mark: str, database: str, api_url: str, redis_url: str
) -> None:
    version = observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            with Redis.from_url(redis_url) as redis:
                redis.delete(mark)
                redis.rpush(mark, "not", "a", "number")
                assert await app.price() == 20
                await until(lambda: redis.type(mark) == b"string")
                await until(lambda: marks(redis) == (version, version))
                await app.price()
                again = await app.get(f"/v1/products/{MAIN}")
                assert again.headers["x-cache"] == "hit"

    asyncio.run(scenario())


def test_a_cache_of_another_database_is_cleared(
    database: str, api_url: str, redis_url: str
) -> None:
    version = observe(database, {MAIN: 20})
    with Redis.from_url(redis_url) as redis:
        redis.mset({FENCE: 900, APPLIED: 900})
        stranger = Entry(900, 0.0, 4e9, b'W/"x"', b'{"data":{"price":1}}')
        redis.set(SUMMARY, encode(stranger))

        async def scenario() -> None:
            async with running(settings_for(api_url, redis_url)) as app:
                await app.is_synced()
                assert marks(redis) == (version, version)
                assert await app.price() == 20

        asyncio.run(scenario())


def test_a_cursor_older_than_the_history_clears_the_cache(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})
    observe(database, {MAIN: 22})
    # What is left of the history says nothing about the main product.
    version = observe(database, {COMPETITOR: 30})
    execute(database, "delete from ops.cache_invalidations where id < %s", version)
    with Redis.from_url(redis_url) as redis:
        redis.mset({FENCE: 1, APPLIED: 1})
        old = Entry(1, 0.0, 4e9, b'W/"x"', b'{"data":{"price":20}}')
        redis.set(SUMMARY, encode(old))

        async def scenario() -> None:
            async with running(settings_for(api_url, redis_url)) as app:
                await app.is_synced()
                assert await app.price() == 22

        asyncio.run(scenario())


def test_an_interrupted_invalidation_guards_writes_and_is_done_again(
    api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.cache.redis_store.DROP_TOGETHER", 10)
    products = [f"B{number:09d}:US" for number in range(30)]
    last = f"product:{products[-1]}:summary"

    def breaks_off() -> Any:
        yield from list(affected_keys(products, []))[:15]
        raise ConnectionError("the process dies here")

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url, poll_interval=60)) as app:
            await app.is_synced()
            with Redis.from_url(redis_url) as redis:
                assert marks(redis) == (0, 0)
                await app.cache.put([(last, Entry(0, 0.0, 60.0, b"", b"old"))])
                with pytest.raises(ConnectionError):
                    await app.cache.apply(5, breaks_off())
                assert marks(redis) == (5, 0)
                await app.cache.put([(SUMMARY, Entry(4, 0.0, 60.0, b"", b"old"))])
                assert not redis.exists(SUMMARY)
                assert redis.exists(last)
                await app.cache.apply(5, affected_keys(products, []))
                assert marks(redis) == (5, 5)
                assert not redis.exists(last)

    asyncio.run(scenario())


def test_a_cold_key_asked_for_by_many_at_once_is_computed_once(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            calls = count_fetches(app, monkeypatch)
            prices = await asyncio.gather(*(app.price() for _ in range(300)))
            assert set(prices) == {20.0}
            assert len(calls) == 1

    asyncio.run(scenario())


def test_past_its_soft_life_an_answer_is_served_and_refreshed_once_over_all_processes(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})
    settings = settings_for(api_url, redis_url)

    async def scenario() -> None:
        async with running(settings) as one, running(settings) as two:
            await one.is_synced()
            await two.is_synced()
            first = await one.get(f"/v1/products/{MAIN}")
            with Redis.from_url(redis_url) as redis:
                grow_old(redis)
                calls = count_fetches(one, monkeypatch)
                count_fetches(two, monkeypatch, calls)
                # Everybody reads before the refresh can be through.
                answers = await asyncio.gather(
                    *(app.get(f"/v1/products/{MAIN}") for app in [one, two] * 20)
                )
                assert answers[0].headers["x-cache"] == "stale"
                assert {answer.status_code for answer in answers} == {200}
                await until(lambda: stored(redis).body != first.content)
            assert len(calls) == 1
            again = await two.get(f"/v1/products/{MAIN}")
            assert again.headers["x-cache"] == "hit"
            assert again.headers["etag"] == first.headers["etag"]

    asyncio.run(scenario())


def test_whoever_gets_the_lock_late_finds_the_answer_refreshed(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})
    settings = settings_for(api_url, redis_url)

    async def scenario() -> None:
        async with running(settings) as one, running(settings) as two:
            await one.is_synced()
            await two.is_synced()
            first = await one.get(f"/v1/products/{MAIN}")
            with Redis.from_url(redis_url) as redis:
                grow_old(redis)
                is_refreshed, is_locked = asyncio.Event(), asyncio.Event()
                lock = two.cache.lock

                async def lock_late(key: str, seconds: float) -> Locked:
                    await is_refreshed.wait()
                    locked = await lock(key, seconds)
                    assert locked.token is not None
                    is_locked.set()
                    return locked

                monkeypatch.setattr(two.cache, "lock", lock_late)
                calls = count_fetches(two, monkeypatch)
                await two.get(f"/v1/products/{MAIN}")
                await one.get(f"/v1/products/{MAIN}")
                await until(lambda: stored(redis).body != first.content)
                await until(lambda: not redis.keys("asinmart:refresh:*"))
                is_refreshed.set()
                await is_locked.wait()
                await until(lambda: not redis.keys("asinmart:refresh:*"))
            assert calls == []

    asyncio.run(scenario())


def test_an_absent_product_is_seen_as_soon_as_it_is_announced(
    database: str, api_url: str, redis_url: str
) -> None:
    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url)) as app:
            await app.is_synced()
            sources = []
            for _ in range(2):
                answer = await app.get(f"/v1/products/{MAIN}")
                assert answer.status_code == 404
                sources.append(answer.headers["x-cache"])
            assert sources == ["miss", "hit"]
            version = await asyncio.to_thread(observe, database, {MAIN: 20})
            with Redis.from_url(redis_url) as redis:
                await applied(redis, version)
            assert await app.price() == 20

    asyncio.run(scenario())


@pytest.mark.parametrize("memory_bytes", [0, 2**20])
def test_no_client_goes_back_in_time_while_loads_and_readers_race(
    memory_bytes: int, database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 1})
    settings = settings_for(api_url, redis_url, memory_bytes=memory_bytes)
    seconds = 5.0

    async def scenario() -> None:
        async with running(settings) as one, running(settings) as two:
            await one.is_synced()
            await two.is_synced()
            is_over = asyncio.Event()
            read = 0

            async def read_on(dice: random.Random) -> None:
                nonlocal read
                newest = 0.0
                while not is_over.is_set():
                    price = await dice.choice((one, two)).price()
                    assert price >= newest
                    newest = price
                    read += 1
                    await asyncio.sleep(dice.random() * 0.01)

            async def load_on() -> float:
                price = 1.0
                deadline = time.monotonic() + seconds
                try:
                    # However busy the machine is, there is something to race with.
                    while time.monotonic() < deadline or price <= 10:
                        price += 1
                        await asyncio.to_thread(observe, database, {MAIN: price})
                finally:
                    is_over.set()
                return price

            readers = [read_on(random.Random(seed)) for seed in range(8)]
            loading = asyncio.create_task(load_on())
            await asyncio.gather(*readers)
            loaded = await loading
            assert loaded > 10
            assert read > 100
            version = newest_version(database)
            with Redis.from_url(redis_url) as redis:
                await applied(redis, version)
            # Each process hears of it by itself.
            for app in (one, two):
                await until(lambda m=app.memory: (m.applied or 0) >= version)
            assert await one.price() == await two.price() == loaded

    asyncio.run(scenario())


@asynccontextmanager
async def store(url: str, name: str = "") -> AsyncIterator[RedisStore]:
    client = RedisClient(url, timeout=1)
    yield RedisStore(client, namespace=name, trust_seconds=60)
    await client.close()


def test_tenants_do_not_share_keys(redis_url: str) -> None:
    other = DEFAULT_TENANT.__class__(int=7)
    assert namespace(DEFAULT_TENANT) == ""

    async def scenario() -> None:
        async with store(redis_url) as one, store(redis_url, namespace(other)) as two:
            for cache in (one, two):
                await cache.reset(await cache.position(), 3)
                cache.mark_in_step()
            assert await one.put([(SUMMARY, Entry(3, 0.0, 60.0, b"", b"ours"))])
            assert await two.get(SUMMARY) is None
            await two.apply(4, [[SUMMARY]])
            assert await one.get(SUMMARY) is not None

    asyncio.run(scenario())


def test_a_cache_that_is_not_in_step_is_not_read(redis_url: str) -> None:
    async def scenario() -> None:
        async with store(redis_url) as cache:
            with pytest.raises(CacheUnavailable):
                await cache.get(SUMMARY)
            assert not await cache.put([(SUMMARY, Entry(3, 0.0, 60.0, b"", b"old"))])

    asyncio.run(scenario())


def test_a_read_on_a_connection_that_was_reset_while_idle_gets_no_answer_of_redis(
    redis_url: str,
) -> None:
    async def look() -> None:
        client = RedisClient(redis_url, timeout=1.0)
        cache = RedisStore(client, namespace="reset:", trust_seconds=60.0)
        cache.mark_in_step()
        assert await cache.get("key") is None
        pool: Any = client.redis.connection_pool
        for connection in pool._available_connections:
            # What uvloop does when the peer resets the connection.
            connection._writer.transport._force_close(ConnectionResetError())
        await asyncio.sleep(0.01)
        try:
            # Without an answer the request would wait for ever.
            async with asyncio.timeout(10):
                with pytest.raises(CacheUnavailable):
                    await cache.get("key")
            assert client.is_open
        finally:
            await client.close()

    # The API runs on uvloop, and only its closed connections refuse to be written to.
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(look())


def test_an_entry_survives_the_round_trip_and_foreign_bytes_are_no_entry() -> None:
    entry = Entry(
        2**40, 1.5, 2.5, b'W/"abc"', '{"title":"Wasserkocher, 1,7 l ü"}'.encode()
    )
    assert decode(encode(entry)) == entry
    for foreign in (b"", b"AM1\n", b'{"json": true}' * 5, b"\0" * 64):
        assert decode(foreign) is None


def test_an_invalidation_names_every_key_once() -> None:
    keys = [
        key
        for group in affected_keys(
            [f"{MAIN}:US"],
            [
                f"{MAIN}:{COMPETITOR}:US",
                f"{COMPETITOR}:{MAIN}:US",
                f"{MAIN}:B000000001:DE",
            ],
        )
        for key in group
    ]
    assert len(keys) == len(set(keys))
    assert SUMMARY in keys
    assert f"product:{MAIN}:US:delta:daily:90d" in keys
    assert f"compare:{COMPETITOR}:all:US:7d" in keys
    assert f"compare:{MAIN}:all:DE:30d" in keys
    assert f"product:{COMPETITOR}:US:summary" not in keys


def grow_old(redis: Redis) -> None:
    """Put the end of the stored answer's soft life into the past."""
    redis.set(SUMMARY, encode(replace(stored(redis), soft_until=time.time() - 1)))


def stored(redis: Redis) -> Entry:
    raw = redis.get(SUMMARY)
    assert isinstance(raw, bytes)
    entry = decode(raw)
    assert entry is not None
    return entry


def newest_version(url: str) -> int:
    with psycopg.connect(url) as connection:
        return data_version(connection)
