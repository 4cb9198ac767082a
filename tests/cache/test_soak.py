"""Readers never go back in time and never see old news, whatever happens to Redis.

Two API processes, one Redis, changes fifty times a second. Each reader goes from one
process to the other as it likes, and remembers what it has seen.
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from redis import Redis

from tests.support.api import RedisServer, api_process, observe, redis_server
from tests.support.databases import Database
from tests.support.waiting import LIMIT

POLL_INTERVAL = 1.0
# As long as a process trusts what it has without having read on, and a little more.
LONGEST_LAG = 3 * POLL_INTERVAL + 0.5
PRODUCTS = [f"B0TEST{number:04}" for number in range(12)]
READERS = 8
CHANGES_A_SECOND = 50
REAL_LOAD_EVERY = 200
QUIET = 2.0

# What a promotion does to one product, as far as the API can see it.
CHANGE = """
    with changed as (
        insert into ops.cache_invalidations (created_at, product_keys, pair_keys)
        values (clock_timestamp(), array[%(asin)s || ':US'], '{}')
        returning id
    ),
    versions as (
        update ops.product_versions as v
        set data_version = c.id
        from changed as c
        where v.asin = %(asin)s
    ),
    latest as (
        update mart.product_latest as l
        set price = %(price)s
        where l.asin = %(asin)s
    )
    select pg_notify('asinmart_invalidation', c.id::text) from changed as c
"""


@dataclass
class Course:
    """What was changed when, and what was seen."""

    committed: dict[str, list[float]] = field(default_factory=dict)
    is_over: threading.Event = field(default_factory=threading.Event)
    sources: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    worst_lag: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def saw(
        self, asin: str, price: int, asked_at: float, before: int, source: str
    ) -> None:
        """Judge a price that a reader was told."""
        times = self.committed[asin]
        if price < before:
            self.wrong.append(
                f"{asin} went back from {before} to {price} by {source} "
                f"after {self.faults}"
            )
        if price < len(times):
            lag = asked_at - times[price]
            self.worst_lag = max(self.worst_lag, lag)
            if lag > LONGEST_LAG:
                self.wrong.append(f"{asin} was {lag:.1f} s old at {price}")


def change(database: Database, course: Course) -> None:
    """Change products, one after the other, as promotions do under their lock."""
    dice = random.Random(1)
    number = 0
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        started = time.monotonic()
        while not course.is_over.is_set():
            number += 1
            asin = dice.choice(PRODUCTS)
            times = course.committed[asin]
            price = len(times) + 1
            if number % REAL_LOAD_EVERY:
                connection.execute(CHANGE, {"asin": asin, "price": price})
            else:
                observe(database.owner, {asin: price})
            times.append(time.monotonic())
            ahead = number / CHANGES_A_SECOND - (time.monotonic() - started)
            if ahead > 0:
                time.sleep(ahead)
            elif ahead < -1:
                started = time.monotonic() - number / CHANGES_A_SECOND


async def read(course: Course, addresses: list[str], dice: random.Random) -> None:
    """Ask for products, now here, now there, and judge every answer."""
    seen: dict[str, tuple[int, bytes]] = {}
    lines = [
        await asyncio.open_connection(parts.hostname, parts.port)
        for parts in map(urlsplit, addresses)
    ]
    while not course.is_over.is_set():
        asin = dice.choice(PRODUCTS)
        before, etag = seen.get(asin, (0, b""))
        reader, writer = dice.choice(lines)
        condition = b""
        if etag and dice.random() < 0.3:
            condition = b"If-None-Match: %b\r\n" % etag
        path = f"/v1/products/{asin}".encode()
        asked_at = time.monotonic()
        writer.write(b"GET %b HTTP/1.1\r\nHost: api\r\n%b\r\n" % (path, condition))
        try:
            async with asyncio.timeout(LIMIT):
                head = await reader.readuntil(b"\r\n\r\n")
        except TimeoutError:
            course.wrong.append(f"no answer for {asin} in {LIMIT} s")
            break
        status = int(head[9:12])
        headers = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:] if line)
        body = await reader.readexactly(int(headers.get(b"content-length", 0)))
        course.statuses[status] += 1
        source = headers.get(b"x-cache", b"none").decode()
        course.sources[source] += 1
        if status == 200:
            price = round(json.loads(body)["data"]["price"])
            seen[asin] = (price, headers[b"etag"])
            course.saw(asin, price, asked_at, before, source)
        elif status == 304:
            course.saw(asin, before, asked_at, before, source)
        else:
            course.wrong.append(f"{status}: {body[:300]!r}")
        await asyncio.sleep(dice.random() * 0.01)
    for _, writer in lines:
        writer.close()


def break_things(
    course: Course,
    database: Database,
    redis: RedisServer,
    processes: list[subprocess.Popen[bytes]],
    seconds: float,
) -> None:
    """Do to Redis, listeners and processes what can happen to them."""
    dice = random.Random(2)

    def kill() -> None:
        redis.kill()
        time.sleep(dice.uniform(0, 1))
        redis.start()

    def freeze() -> None:
        redis.freeze()
        time.sleep(dice.uniform(0.1, 2))
        redis.thaw()

    def fill() -> None:
        with Redis.from_url(redis.url) as client:
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("maxmemory", "1")
            time.sleep(1)
            client.config_set("maxmemory", "0")

    def flush() -> None:
        with Redis.from_url(redis.url) as client:
            client.flushall()

    def overwrite() -> None:
        with Redis.from_url(redis.url) as client:
            key = f"product:{dice.choice(PRODUCTS)}:US:summary"
            for name in (key, "asinmart:fence", "asinmart:applied"):
                if dice.random() < 0.5:
                    # Together, or the API puts something there in between.
                    client.pipeline().delete(name).rpush(name, "a list").execute()

    def hang_up() -> None:
        with psycopg.connect(database.superuser, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(a.pid) from pg_stat_activity as a "
                "where a.datname = current_database() "
                "and a.application_name = 'asinmart api listener'"
            )

    def stop() -> None:
        process = dice.choice(processes)
        process.send_signal(signal.SIGSTOP)
        time.sleep(dice.uniform(0.1, POLL_INTERVAL))
        process.send_signal(signal.SIGCONT)

    faults: list[Callable[[], None]] = [
        kill,
        freeze,
        fill,
        flush,
        overwrite,
        hang_up,
        stop,
    ]
    deadline = time.monotonic() + seconds
    try:
        while not course.wrong and time.monotonic() < deadline:
            for fault in dice.sample(faults, len(faults)):
                fault()
                course.faults[fault.__name__] += 1
                if course.wrong or time.monotonic() > deadline:
                    break
                time.sleep(dice.uniform(0.2, QUIET))
    except Exception as error:
        course.wrong.append(f"things could not be broken: {error!r}")
    finally:
        course.is_over.set()


@pytest.fixture
def broken_redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as server:
        yield server


@pytest.mark.parametrize(
    "seconds",
    [
        20,
        pytest.param(
            float(os.environ.get("SOAK_SECONDS", 600)), marks=pytest.mark.soak
        ),
    ],
)
def test_no_reader_goes_back_in_time_or_hears_old_news(
    seconds: float, clone: Database, broken_redis: RedisServer, tmp_path: Path
) -> None:
    course = Course()
    observe(clone.owner, dict.fromkeys(PRODUCTS, 1))
    course.committed = {asin: [time.monotonic()] for asin in PRODUCTS}
    environment = {"API_POLL_INTERVAL": str(POLL_INTERVAL)}
    with ExitStack() as stack:
        servers = [
            stack.enter_context(
                api_process(
                    clone, broken_redis.url, tmp_path / f"{name}.log", **environment
                )
            )
            for name in ("one", "two")
        ]
        addresses = [url for url, _ in servers]
        processes = [process for _, process in servers]
        threads = [
            threading.Thread(target=change, args=(clone, course)),
            threading.Thread(
                target=break_things,
                args=(course, clone, broken_redis, processes, seconds),
            ),
        ]
        for thread in threads:
            thread.start()

        async def read_all() -> None:
            await asyncio.gather(
                *(
                    read(course, addresses, random.Random(seed))
                    for seed in range(READERS)
                )
            )

        try:
            asyncio.run(read_all())
        finally:
            course.is_over.set()
            for thread in threads:
                thread.join()
    changes = sum(map(len, course.committed.values()))
    print(
        f"\n{sum(course.statuses.values())} answers {dict(course.statuses)}, "
        f"{dict(course.sources)}, {changes} changes, faults {dict(course.faults)}, "
        f"oldest news {course.worst_lag:.2f} s"
    )
    assert course.wrong == []
    assert changes > seconds * CHANGES_A_SECOND / 4
    assert set(course.sources) >= {"l1", "hit", "miss", "bypass"}
    assert set(course.statuses) == {200, 304}
