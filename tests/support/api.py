"""The running application, loads and failing servers for the tests of the API."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
import pytest
from redis import Redis
from redis.exceptions import RedisError

from api import queries
from api.application import create_app
from api.cache.invalidation import Listener
from api.cache.memory_store import MemoryStore
from api.cache.reads import Reads
from api.cache.redis_store import RedisStore
from api.database import Database
from api.settings import Settings
from demo.client import ask
from tests.support.databases import ROOT
from tests.support.databases import Database as TestDatabase
from tests.support.waiting import LIMIT, wait_until
from tests.support.waiting import until as until

MAIN = "B0TESTMAIN"
COMPETITOR = "B0TESTCOMP"
DAY = date(2026, 6, 15)


@dataclass(frozen=True)
class Running:
    """A started application and its client."""

    client: httpx.AsyncClient
    database: Database
    memory: MemoryStore
    cache: RedisStore
    listener: Listener
    reads: Reads

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers=headers)

    async def price(self, asin: str = MAIN) -> float:
        """The product's price in the answer."""
        response = await self.get(f"/v1/products/{asin}")
        assert response.status_code == 200, response.text
        return float(response.json()["data"]["price"])

    async def is_synced(self) -> None:
        await until(lambda: self.cache.is_synced)


class LateAnswer:
    """Delays the first answer of Postgres until `go_on` is set."""

    def __init__(self, app: Running, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached = asyncio.Event()
        self.go_on = asyncio.Event()
        self._fetch = app.database.fetch
        monkeypatch.setattr(app.database, "fetch", self._fetch_late)

    async def _fetch_late(self, query: str, parameters: Any) -> Any:
        rows = await self._fetch(query, parameters)
        if not self.reached.is_set():
            self.reached.set()
            await self.go_on.wait()
        return rows


def count_fetches(
    app: Running, monkeypatch: pytest.MonkeyPatch, calls: list[str] | None = None
) -> list[str]:
    """Record the queries of the application from now on, except its usage log."""
    counted = [] if calls is None else calls
    fetch = app.database.fetch

    async def fetch_counted(query: str, parameters: Any) -> Any:
        if query != queries.LOG_CALLS:
            counted.append(query)
        return await fetch(query, parameters)

    monkeypatch.setattr(app.database, "fetch", fetch_counted)
    return counted


def settings_for(database_url: str, redis_url: str | None, **changes: Any) -> Settings:
    """Settings that detect faults within a second or two.

    The memory cache is off, so that tests see Redis at work; its own tests turn it on.
    """
    values: dict[str, Any] = {
        "poll_interval": 0.5,
        # Tests about a slow Redis set less; on a busy machine the test itself is slow.
        "redis_timeout": 10.0,
        "pool_timeout": 2.0,
        "memory_bytes": 0,
        "anonymous_role": "viewer",
        "limit_anonymous": "1000000/minute",
    } | changes
    return Settings(database_url=database_url, redis_url=redis_url, **values)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Running]:
    """Run the application in this process."""
    app = create_app(settings)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://api") as client,
    ):
        state = app.state
        parts = (state.database, state.memory, state.cache, state.listener, state.reads)
        yield Running(client, *parts)


def item(asin: str, price: float, day: date = DAY) -> dict[str, Any]:
    """A product as an actor delivers it."""
    return {
        "asin": asin,
        "title": f"Kettle {asin}",
        "url": f"https://www.amazon.com/dp/{asin}",
        "brand": "Alderwick",
        "breadCrumbs": "Home & Kitchen > Kettles",
        "price": {"value": price, "currency": "$"},
        "inStock": True,
        "inStockText": "In Stock",
        "seller": {"name": "Alderwick", "id": "A0TEST"},
        "stars": 4.5,
        "reviewsCount": 120,
        "bestsellerRanks": [
            {"rank": 900, "category": "Home & Kitchen"},
            {"rank": 12, "category": "Kettles"},
        ],
        "scrapedAt": f"{day}T20:00:00.000Z",
    }


def observe(url: str, prices: Mapping[str, float], day: date = DAY) -> int:
    """Load and promote one observation a product; return the data version it made."""
    job_id = f"test:{time.monotonic_ns()}"
    with psycopg.connect(url) as connection:
        connection.execute("select ops.start_run(%s, 'test')", [job_id])
        for item_no, (asin, price) in enumerate(prices.items(), 1):
            payload = json.dumps(item(asin, price, day))
            connection.execute(
                "insert into staging_raw.raw_events "
                "(job_id, item_no, source, payload, content_hash) "
                "values (%s, %s, 'test', %s, sha256(%s::bytea))",
                [job_id, item_no, payload, payload.encode()],
            )
        connection.execute("select ops.land_run(%s, %s, 0)", [job_id, len(prices)])
        connection.commit()
        [[status]] = connection.execute(
            "select r.status from ops.promote_run(%s) as r", [job_id]
        )
        assert status == "SUCCESS"
        return data_version(connection)


def data_version(connection: psycopg.Connection) -> int:
    [[version]] = connection.execute("select api.data_version()")
    return int(version)


def execute(url: str, statement: str, *values: object) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement, values)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def api_process(
    database: TestDatabase,
    redis_url: str,
    log_file: Path,
    app: str = "api.app:app",
    sources: str | None = None,
    **changes: str | None,
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run the API as its own process on a free port; give its URL and the process.

    `changes` are environment variables, None for one that is not set; `app` is
    another application to run, `sources` another checkout.
    """
    port = free_port()
    variables: dict[str, str | None] = {
        **os.environ,
        "API_DATABASE_URL": database.api,
        "REDIS_URL": redis_url,
        "API_ANONYMOUS_ROLE": "viewer",
        "API_LIMIT_ANONYMOUS": "1000000/minute",
        "API_REDIS_TIMEOUT": "1",
        **changes,
    }
    with log_file.open("wb") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "uvicorn", app, "--port", str(port)),
                "--no-proxy-headers",
            ],
            cwd=sources or ROOT,
            env={name: value for name, value in variables.items() if value is not None},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        assert server.poll() is None, log_file.read_text()
        try:
            return ask(url, "/v1/health").status in (200, 503)
        except OSError:
            return False

    try:
        wait_until(answers)
        yield url, server
    finally:
        server.terminate()
        server.wait(LIMIT)


class RedisServer:
    """A Redis of the test's own, which can be killed, frozen and restarted."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", ""]
        self.process = subprocess.Popen(
            [*command, "--bind", "127.0.0.1", "--dir", str(self.directory)],
            stdout=subprocess.DEVNULL,
        )
        with Redis.from_url(self.url) as client:

            def answers() -> bool:
                with suppress(RedisError):
                    return bool(client.ping())
                return False

            wait_until(answers)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def redis_server(directory: Path) -> Iterator[RedisServer]:
    server = RedisServer(directory)
    server.start()
    try:
        yield server
    finally:
        server.kill()


class AuthMiddleware:
    """A proxy before Postgres that can be shut (connections end) or blocked (silence).

    It can also be silent to existing connections and open to new ones, like a firewall
    that has forgotten a connection.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        assert parts.hostname and parts.port
        self._target = (parts.hostname, parts.port)
        self._port = free_port()
        user = parts.netloc.rpartition("@")[0]
        self.url = urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{self._port}"))
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_open = asyncio.Event()
        self._silenced: set[asyncio.StreamReader] = set()
        self._readers: set[asyncio.StreamReader] = set()

    def silence(self) -> None:
        """Forward nothing more of the existing connections."""
        self._silenced |= self._readers

    async def open(self) -> None:
        self._is_open.set()
        if self._server is None:
            self._server = await asyncio.start_server(
                self._serve, "127.0.0.1", self._port
            )

    def block(self) -> None:
        self._is_open.clear()

    async def shut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._writers:
            writer.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(*self._target)
        except OSError:
            writer.close()
            return
        self._writers |= {writer, far_writer}
        for source, sink in ((reader, far_writer), (far_reader, writer)):
            task = asyncio.create_task(self._pass_on(source, sink))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass_on(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter
    ) -> None:
        try:
            self._readers.add(source)
            while data := await source.read(65536):
                await self._is_open.wait()
                if source in self._silenced:
                    continue
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        finally:
            sink.close()
            self._writers.discard(sink)


@asynccontextmanager
async def gate_to(url: str) -> AsyncIterator[AuthMiddleware]:
    gate = AuthMiddleware(url)
    await gate.open()
    try:
        yield gate
    finally:
        await gate.shut()
