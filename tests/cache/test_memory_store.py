"""Answers from the process itself: never older than what was announced, and bounded."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from api.cache.entry import Entry, encode
from api.cache.memory_store import OVERHEAD, MemoryStore
from api.cache.redis_store import Locked
from api.cache.watermarks import Watermarks, watermarks_path
from tests.support.access import bearer, make_key, make_tenants
from tests.support.api import (
    COMPETITOR,
    MAIN,
    LateAnswer,
    Running,
    count_fetches,
    execute,
    gate_to,
    observe,
    redis_server,
    running,
    settings_for,
    until,
)

PATH = f"/v1/products/{MAIN}"
SUMMARY = f"product:{MAIN}:US:summary"
ROOM = {"memory_bytes": 2**22}


async def source(app: Running, path: str = PATH, **headers: str) -> str:
    """Where the answer comes from."""
    return (await app.get(path, **headers)).headers["x-cache"]


async def warm(app: Running, path: str = PATH) -> None:
    """Wait until the answer comes from memory."""
    await until(lambda: app.memory.is_synced)
    await app.get(path)
    assert await source(app, path) == "l1"


def forbid_redis(app: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a request that asks Redis for the product."""
    get_many = app.cache.get_many

    async def get_others(keys: Sequence[str]) -> list[Entry | None]:
        assert SUMMARY not in keys, "Redis was asked for the product"
        return await get_many(keys)

    monkeypatch.setattr(app.cache, "get_many", get_others)


def test_a_second_request_asks_neither_redis_nor_postgres(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url, **ROOM)) as app:
            await app.is_synced()
            first = await app.get(PATH)
            assert first.headers["x-cache"] == "miss"
            calls = count_fetches(app, monkeypatch)
            forbid_redis(app, monkeypatch)
            second = await app.get(PATH)
            assert second.headers["x-cache"] == "l1"
            assert second.content == first.content
            for name in ("etag", "cache-control", "vary", "content-type"):
                assert second.headers[name] == first.headers[name]
            assert second.headers["x-request-id"] != first.headers["x-request-id"]
            etag = first.headers["etag"]
            for tag in (etag, f'"x", {etag.removeprefix("W/")}', "*"):
                unchanged = await app.get(PATH, **{"If-None-Match": tag})
                assert unchanged.status_code == 304
                assert unchanged.headers["etag"] == etag
                assert unchanged.content == b""
                assert "content-length" not in unchanged.headers
            changed = await app.get(PATH, **{"If-None-Match": '"other"'})
            assert changed.status_code == 200
            head = await app.client.head(PATH)
            assert head.headers["content-length"] == str(len(first.content))
            assert head.content == b""
            assert (await app.get(f"{PATH}?rnage=7d")).status_code == 422
            batch = await app.client.post(
                "/v1/products/metrics:batch", json={"asins": [MAIN]}
            )
            assert batch.headers["x-cache"] in ("miss", "hit")
            assert len(calls) <= 1

    asyncio.run(scenario())


def test_what_is_in_memory_asks_of_its_caller_what_its_route_asks(
    database: str, api_url: str
) -> None:
    observe(database, {MAIN: 20})
    make_tenants(database)
    secret = make_key(database)
    public = make_key(database, kind="public")
    of_alerts = make_key(database, scopes=["alerts"])
    of_products = make_key(database, scopes=["products"])
    comparison = f"/v1/competitions/{MAIN}"

    async def scenario() -> None:
        settings = settings_for(api_url, None, anonymous_role=None, **ROOM)
        async with running(settings) as app:
            await until(lambda: app.memory.is_synced)

            async def status(path: str, key: str) -> int:
                return (await app.get(path, **bearer(key))).status_code

            for path in (PATH, comparison):
                assert (await app.get(path)).status_code == 401
                for _ in range(3):
                    assert await status(path, secret) == 200
                assert (await app.get(path)).status_code == 401
                assert await status(path, "sk_" + "0" * 61) == 401
                assert await status(path, of_alerts) == 403
            assert await status(PATH, public) == 200
            assert await status(PATH, of_products) == 200
            assert await status(comparison, public) == 403
            assert await status(comparison, of_products) == 403

    asyncio.run(scenario())


def test_the_age_of_an_answer_from_memory_goes_on(database: str, api_url: str) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, None, **ROOM)) as app:
            await warm(app)
            kept = app.memory.get(SUMMARY)
            assert kept is not None
            kept.entry = replace(kept.entry, created=kept.entry.created - 100)
            kept.headers_until = 0
            answer = await app.get(PATH)
            assert 100 <= int(answer.headers["age"]) <= 102
            max_age = 60 + int(answer.headers["age"])
            assert f"max-age={max_age}," in answer.headers["cache-control"]

    asyncio.run(scenario())


@pytest.mark.parametrize("with_redis", [True, False])
def test_a_load_drops_from_memory_the_answers_about_its_products_and_no_others(
    with_redis: bool, database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20, COMPETITOR: 30})

    async def scenario() -> None:
        url = redis_url if with_redis else None
        settings = settings_for(api_url, url, poll_interval=60, **ROOM)
        async with running(settings) as app:
            await warm(app)
            await warm(app, f"/v1/products/{COMPETITOR}")
            await warm(app, f"{PATH}/metrics?range=7d")
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            await until(lambda: app.memory.applied == version)
            assert app.memory.get_stale(SUMMARY) is None
            assert await source(app, f"/v1/products/{COMPETITOR}") == "l1"
            assert await app.price() == 25
            assert await source(app, f"{PATH}/metrics?range=7d") != "l1"

    asyncio.run(scenario())


def test_what_was_read_before_an_invalidation_is_not_kept_after_it(
    database: str, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, None, **ROOM)) as app:
            await until(lambda: app.memory.is_synced)
            late = LateAnswer(app, monkeypatch)
            slow = asyncio.create_task(app.price())
            await late.reached.wait()
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            await until(lambda: app.memory.applied == version)
            joined = asyncio.create_task(app.price())
            await asyncio.sleep(0.05)
            late.go_on.set()
            # Whoever asked before may have the old answer; after it nobody.
            assert await slow == 20
            assert app.memory.refused_count == 1
            assert await joined == 25
            assert await app.price() == 25
            assert await source(app) == "l1"

    asyncio.run(scenario())


def test_what_was_read_from_redis_before_an_invalidation_is_not_kept_after_it(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url, **ROOM)) as app:
            await app.is_synced()
            await app.price()
            await app.memory.apply(0, [[SUMMARY]])
            reached, go_on = asyncio.Event(), asyncio.Event()
            get_many = app.cache.get_many

            async def get_late(keys: Sequence[str]) -> list[Entry | None]:
                entries = await get_many(keys)
                if not reached.is_set():
                    reached.set()
                    await go_on.wait()
                return entries

            monkeypatch.setattr(app.cache, "get_many", get_late)
            slow = asyncio.create_task(app.price())
            await reached.wait()
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            await until(lambda: app.memory.applied == version)
            go_on.set()
            assert await slow == 20
            assert app.memory.get_stale(SUMMARY) is None
            assert await app.price() == 25

    asyncio.run(scenario())


def test_an_answer_long_in_redis_comes_into_memory(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url, **ROOM)) as one:
            await one.is_synced()
            assert await source(one) == "miss"
            for price in (30, 31, 32):
                await asyncio.to_thread(observe, database, {COMPETITOR: price})
            async with running(settings_for(api_url, redis_url, **ROOM)) as two:
                await two.is_synced()
                await until(lambda: two.memory.is_synced)
                assert await source(two) == "hit"
                assert await source(two) == "l1"

    asyncio.run(scenario())


def test_memory_follows_postgres_while_redis_is_away(
    database: str, api_url: str, tmp_path: Path
) -> None:
    observe(database, {MAIN: 20})

    async def scenario(redis: Any) -> None:
        async with running(settings_for(api_url, redis.url, **ROOM)) as app:
            await app.is_synced()
            await warm(app)
            redis.kill()
            assert await source(app) == "l1"
            version = await asyncio.to_thread(observe, database, {MAIN: 25})
            await until(lambda: app.memory.applied == version)
            assert await app.price() == 25
            await until(lambda: app.memory.is_synced)
            assert await source(app) == "l1"
            await asyncio.to_thread(redis.start)
            await app.is_synced()
            assert await app.price() == 25

    with redis_server(tmp_path) as redis:
        asyncio.run(scenario(redis))


def test_a_process_that_has_not_heard_yet_does_not_answer_from_memory(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with gate_to(api_url) as gate:
            deaf = settings_for(
                api_url, redis_url, listen_database_url=gate.url, **ROOM
            )
            hearing = settings_for(api_url, redis_url, **ROOM)
            async with running(deaf) as one, running(hearing) as two:
                assert one.memory.watermarks.is_shared
                await one.is_synced()
                await two.is_synced()
                await warm(one)
                await warm(two)
                gate.block()
                version = await asyncio.to_thread(observe, database, {MAIN: 25})
                await until(lambda: two.memory.applied == version)
                assert await two.price() == 25
                # It stands where it stood, and knows that it does.
                assert one.memory.applied != version
                assert one.memory.get_stale(SUMMARY) is not None
                assert await one.price() == 25
                await gate.open()
                await until(lambda: one.memory.applied == version)
                assert await one.price() == 25
                assert await source(one) == "l1"

    asyncio.run(scenario())


def test_trust_in_memory_ends_soon_after_the_listener_has_lost_postgres(
    database: str, api_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with gate_to(api_url) as gate:
            deaf = settings_for(api_url, None, listen_database_url=gate.url, **ROOM)
            async with running(deaf) as app:
                await warm(app)
                await gate.shut()
                await asyncio.to_thread(observe, database, {MAIN: 25})
                await until(lambda: not app.memory.is_synced, timeout=30)
                assert await app.price() == 25

    asyncio.run(scenario())


def test_a_connection_that_falls_silent_is_replaced_within_seconds(
    database: str, api_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with gate_to(api_url) as gate:
            settings = settings_for(api_url, None, listen_database_url=gate.url, **ROOM)
            async with running(settings) as app:
                await warm(app)
                gate.silence()
                version = await asyncio.to_thread(observe, database, {MAIN: 25})
                await until(lambda: app.memory.applied == version, timeout=30)
                assert await app.price() == 25
                assert app.listener.is_connected

    asyncio.run(scenario())


def test_with_postgres_away_memory_is_better_than_nothing(
    database: str, api_url: str
) -> None:
    observe(database, {MAIN: 20, COMPETITOR: 30})

    async def scenario() -> None:
        async with (
            gate_to(api_url) as gate,
            running(settings_for(gate.url, None, **ROOM)) as app,
        ):
            await warm(app)
            await gate.shut()
            await until(lambda: not app.memory.is_synced)
            answer = await app.get(PATH)
            assert answer.status_code == 200
            assert answer.headers["x-cache"] == "stale"
            other = await app.get(f"/v1/products/{COMPETITOR}")
            assert other.status_code == 503
            await gate.open()
            await until(lambda: app.memory.is_synced, timeout=20)
            assert await app.price() == 20

    asyncio.run(scenario())


def test_past_its_soft_life_an_answer_is_served_once_more_and_refreshed(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        settings = settings_for(api_url, redis_url, **ROOM)
        async with running(settings) as one, running(settings) as two:
            await one.is_synced()
            await two.is_synced()
            await warm(one)
            await warm(two)
            with Redis.from_url(redis_url) as redis:
                for app in (one, two):
                    kept = app.memory.get(SUMMARY)
                    assert kept is not None
                    old = replace(kept.entry, soft_until=time.time() - 1)
                    kept.entry = old
                redis.set(SUMMARY, encode(old))
            calls = count_fetches(one, monkeypatch)
            count_fetches(two, monkeypatch, calls)
            stale = await asyncio.gather(*(source(app) for app in [one, two] * 20))
            assert set(stale) <= {"stale", "l1", "hit"}
            assert stale[0] == "stale"
            for app in (one, two):
                deadline = time.monotonic() + 5
                while await source(app) != "l1":
                    assert time.monotonic() < deadline
                    await asyncio.sleep(0.01)
            assert len(calls) == 1

    asyncio.run(scenario())


def test_that_there_is_no_such_product_is_remembered_briefly(
    database: str, api_url: str, redis_url: str
) -> None:
    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url, **ROOM)) as app:
            await app.is_synced()
            for expected in ("miss", "l1"):
                answer = await app.get(PATH)
                assert answer.status_code == 404
                assert answer.headers["x-cache"] == expected
            kept = app.memory.get(SUMMARY)
            assert kept is not None
            assert kept.hard_until - time.time() <= 10
            version = await asyncio.to_thread(observe, database, {MAIN: 20})
            await until(lambda: app.memory.applied == version)
            assert await app.price() == 20

    asyncio.run(scenario())


def test_a_cold_key_is_computed_once_over_all_processes(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})
    # Five hundred requests in one event loop may keep each other waiting, and the
    # listener too, without which nobody trusts Redis for long.
    settings = settings_for(
        api_url, redis_url, redis_timeout=10, poll_interval=60, **ROOM
    )
    monkeypatch.setattr("api.cache.single_flight.LONGEST_WAIT", 10.0)
    monkeypatch.setattr("api.cache.single_flight.COLD_LOCK_SECONDS", 30.0)

    async def scenario() -> None:
        async with running(settings) as one, running(settings) as two:
            await one.is_synced()
            await two.is_synced()
            calls = count_fetches(one, monkeypatch)
            count_fetches(two, monkeypatch, calls)
            prices = await asyncio.gather(*(app.price() for app in [one, two] * 250))
            assert set(prices) == {20.0}
            assert len(calls) == 1

    asyncio.run(scenario())


def test_who_gets_the_lock_late_takes_what_its_holder_has_stored(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})
    settings = settings_for(api_url, redis_url, poll_interval=60, **ROOM)

    async def scenario() -> None:
        async with running(settings) as early, running(settings) as late:
            await early.is_synced()
            await late.is_synced()
            calls = count_fetches(early, monkeypatch)
            count_fetches(late, monkeypatch, calls)
            lock = late.cache.lock

            async def lock_late(key: str, seconds: float) -> Locked:
                """Have the other process come to its end after we found nothing."""
                assert await early.price() == 20
                return await lock(key, seconds)

            monkeypatch.setattr(late.cache, "lock", lock_late)
            assert await source(late) == "hit"
            assert len(calls) == 1
            # The lock that nobody needed is free again.
            assert (await lock(SUMMARY, 30)).token is not None

    asyncio.run(scenario())


def test_who_waits_for_another_process_does_not_wait_long(
    database: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {MAIN: 20})
    settings = settings_for(api_url, redis_url, **ROOM)

    async def scenario() -> None:
        async with running(settings) as app:
            await app.is_synced()
            # A process that died while it held the lock.
            token = (await app.cache.lock(SUMMARY, 30)).token
            assert token is not None
            started = time.monotonic()
            assert await app.price() == 20
            assert 0.1 < time.monotonic() - started < 10
            # One that is through but had nothing to store: nobody waits for more.
            monkeypatch.setattr("api.cache.single_flight.LONGEST_WAIT", 10.0)
            await app.memory.apply(0, [[SUMMARY]])
            with Redis.from_url(redis_url) as redis:
                redis.delete(SUMMARY)
            slow = asyncio.create_task(app.price())
            await asyncio.sleep(0.02)
            await app.cache.unlock(SUMMARY, token)
            started = time.monotonic()
            assert await slow == 20
            assert time.monotonic() - started < 5

    asyncio.run(scenario())


def test_a_refused_write_gives_the_lock_back(
    database: str, api_url: str, redis_url: str
) -> None:
    async def scenario() -> None:
        async with running(settings_for(api_url, redis_url, poll_interval=60)) as app:
            await app.is_synced()
            await app.cache.apply(5, [])
            token = (await app.cache.lock(SUMMARY, 30)).token
            assert (await app.cache.lock(SUMMARY, 30)).token is None
            old = Entry(4, 0.0, 60.0, b"", b"old")
            await app.cache.put([(SUMMARY, old)], token="somebody else's")
            assert (await app.cache.lock(SUMMARY, 30)).token is None
            await app.cache.put([(SUMMARY, old)], token=token)
            assert await app.cache.get(SUMMARY) is None
            assert (await app.cache.lock(SUMMARY, 30)).token is not None

    asyncio.run(scenario())


def test_a_database_that_was_restored_empties_memory_and_lowers_the_floor(
    database: str, api_url: str
) -> None:
    version = observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_for(api_url, None, **ROOM)) as app:
            await warm(app)
            await app.memory.apply(900, [])
            app.memory.watermarks.raise_to(SUMMARY, 900)
            await until(lambda: app.memory.applied == version)
            assert app.memory.watermarks.of(SUMMARY) == version
            assert len(app.memory) == 0
            await warm(app)

    asyncio.run(scenario())


def test_history_trimmed_before_it_was_read_empties_memory(
    database: str, api_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with gate_to(api_url) as gate:
            settings = settings_for(api_url, None, listen_database_url=gate.url, **ROOM)
            async with running(settings) as app:
                await warm(app)
                await gate.shut()
                await asyncio.to_thread(observe, database, {MAIN: 22})
                version = await asyncio.to_thread(observe, database, {COMPETITOR: 30})
                await asyncio.to_thread(
                    execute,
                    database,
                    "delete from ops.cache_invalidations where id < %s",
                    version,
                )
                await gate.open()
                await until(lambda: app.memory.applied == version)
                assert await app.price() == 22

    asyncio.run(scenario())


def entry(size: int, version: int = 1) -> Entry:
    now = time.time()
    return Entry(version, now, now + 60, b'W/"x"', b"x" * size)


@pytest.fixture
def watermarks() -> Watermarks:
    return Watermarks(None)


def memory_of(watermarks: Watermarks, **limits: int) -> MemoryStore:
    values = {"max_bytes": 10**6, "max_entries": 1000} | limits
    memory = MemoryStore(
        watermarks,
        max_bytes=values["max_bytes"],
        max_entries=values["max_entries"],
        trust_seconds=60,
    )
    memory.reset(1)
    memory.mark_in_step(time.monotonic())
    return memory


def test_memory_is_bounded_in_entries_and_gives_up_the_longest_unused(
    watermarks: Watermarks,
) -> None:
    memory = memory_of(watermarks, max_entries=3)
    for key in "abc":
        assert memory.put(key, entry(10))
    assert memory.get("a") is not None
    assert memory.put("d", entry(10))
    assert [key for key in "abcd" if memory.get(key)] == ["a", "c", "d"]
    assert memory.evicted_count == 1


def test_memory_is_bounded_in_bytes_and_counts_them_right(
    watermarks: Watermarks,
) -> None:
    memory = memory_of(watermarks, max_bytes=100_000)
    for number in range(1000):
        memory.put(f"{number % 300:04}", entry(number % 7000))
        assert memory.byte_count <= 100_000
    kept = [memory.get(f"{number:04}") for number in range(300)]
    assert memory.byte_count == sum(k.size for k in kept if k is not None)
    assert not memory.put("too large", entry(100_000 // 8))
    assert memory.put("fits", entry(100_000 // 8 - OVERHEAD - 10))


def test_memory_without_room_keeps_nothing(watermarks: Watermarks) -> None:
    for limits in ({"max_bytes": 0}, {"max_entries": 0}):
        memory = memory_of(watermarks, **limits)
        assert not memory.put("a", entry(1))
        assert memory.get("a") is None


def test_while_an_invalidation_is_under_way_nothing_older_is_taken(
    watermarks: Watermarks,
) -> None:
    async def scenario() -> None:
        memory = memory_of(watermarks)
        groups = [[f"{number}" for number in range(5000)], ["gone"]]
        for key in ("kept", "gone"):
            memory.put(key, entry(1))
        applying = asyncio.create_task(memory.apply(2, groups))
        await asyncio.sleep(0)
        assert (memory.fence, memory.applied) == (2, 1)
        assert not memory.put("late", entry(1, version=1))
        assert memory.put("new", entry(1, version=2))
        # Somebody has been told of the change before this process was through.
        watermarks.raise_to("gone", 2)
        assert memory.get("gone") is None
        assert memory.get("kept") is not None
        await applying
        assert memory.get("kept") is not None
        assert memory.get_stale("gone") is None
        assert memory.get("new") is not None

    asyncio.run(scenario())


def test_the_floor_is_shared_by_all_who_open_it_and_goes_with_the_last(
    tmp_path: Path,
) -> None:
    path = tmp_path / "watermarks"
    one, two = Watermarks(path), Watermarks(path)
    one.raise_to(SUMMARY, 7)
    assert two.of(SUMMARY) == 7
    two.raise_to(SUMMARY, 5)
    assert one.of(SUMMARY) == one.highest == 7
    one.close()
    three = Watermarks(path)
    assert three.of(SUMMARY) == 7
    three.raise_to(f"product:{COMPETITOR}:US:summary", 2)
    three.lower_to(3)
    assert two.of(SUMMARY) == 3
    assert two.of(f"product:{COMPETITOR}:US:summary") == 2
    two.close()
    three.close()
    assert not path.exists()


def test_all_answers_about_a_product_have_one_floor(watermarks: Watermarks) -> None:
    watermarks.raise_to(SUMMARY, 7)
    assert watermarks.of(f"product:{MAIN}:US:metrics:daily:7d") == 7
    assert watermarks.of(f"product:{MAIN}:DE:summary") == 0


def test_a_floor_that_cannot_be_shared_is_one_of_its_own(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"somebody else's")
    link = tmp_path / "link"
    link.symlink_to(target)
    for path in (link, tmp_path / "no" / "folder", tmp_path):
        watermarks = Watermarks(path)
        assert not watermarks.is_shared
        watermarks.raise_to(SUMMARY, 4)
        assert watermarks.of(SUMMARY) == 4
        watermarks.close()
    assert target.read_bytes() == b"somebody else's"


def test_what_redis_has_is_not_served_below_what_was_served_already(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with gate_to(api_url) as gate:
            # Neither hears of the change, so Redis keeps what it has.
            settings = settings_for(
                api_url,
                redis_url,
                listen_database_url=gate.url,
                poll_interval=60,
                **ROOM,
            )
            async with running(settings) as one, running(settings) as two:
                await one.is_synced()
                await two.is_synced()
                await warm(one)
                gate.block()
                await asyncio.to_thread(observe, database, {MAIN: 25})
                assert await two.price() == 20
                # One of them loses Redis for a moment, and reads Postgres.
                one.cache.mark_unsynced(ConnectionError("lost"))
                await one.memory.apply(0, [[SUMMARY]])
                assert await one.price() == 25
                assert two.cache.is_synced
                assert await two.price() == 25
                batch = await two.client.post(
                    "/v1/products/metrics:batch", json={"asins": [MAIN]}
                )
                assert b'"data_version" : 2' in batch.content
                await gate.open()

    asyncio.run(scenario())


def test_databases_and_namespaces_have_floors_of_their_own() -> None:
    url = "postgresql://u:secret@host:5432/db"
    other = "postgresql://v:other@host:5432/db"
    assert watermarks_path(url, "") == watermarks_path(other, "")
    assert watermarks_path(url, "") != watermarks_path(url, "tenant:x:")
    assert watermarks_path(url, "") != watermarks_path(url.replace("/db", "/dc"), "")
    assert "secret" not in str(watermarks_path(url, ""))
