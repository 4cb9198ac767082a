"""The Redis client of a process, with a circuit breaker that all its users share.

A failed command opens the breaker for a moment: cache and rate limits then work without
Redis instead of waiting for it one after the other. A command that is merely late does
not count at first: on a busy machine this process often causes the delay.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

from redis.asyncio import Redis
from redis.asyncio.connection import Connection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from redis.maint_notifications import MaintNotificationsConfig

T = TypeVar("T")

PAUSE_AFTER_FAILURE = 1.0
LATE_IN_A_ROW = 3


class RedisClient:
    """One pool of connections to one Redis, for one process."""

    def __init__(self, url: str, *, timeout: float) -> None:
        """Prepare the pool; no connection is made yet.

        Readers wait for `timeout` seconds, see `in_time`. The sockets wait longer,
        because dropping thousands of keys takes time.
        """
        self._timeout = timeout
        self._late_in_a_row = 0
        self._server_run: str | None = None
        self.redis: Redis = Redis.from_url(
            url,
            socket_timeout=max(1.0, timeout),
            socket_connect_timeout=max(1.0, timeout),
            retry=Retry(NoBackoff(), 0),
            redis_connect_func=self._on_connect,
            maint_notifications_config=MaintNotificationsConfig(enabled=False),
        )
        self.retry_at = 0.0
        self.on_failure: Callable[[Exception], None] = lambda error: None

    async def close(self) -> None:
        """Close the connections."""
        await self.redis.aclose()

    @property
    def is_open(self) -> bool:
        """Whether the breaker is open: Redis failed a moment ago."""
        return monotonic() < self.retry_at

    async def in_time(self, command: Awaitable[T]) -> T:
        """Wait for a command, up to the timeout of a reader.

        If this process itself was delayed, the answer may already be in the socket: a
        few turns of the event loop read it. A plain timeout would discard it, and send
        the load of a busy moment to Postgres.
        """
        task = asyncio.ensure_future(command)
        await asyncio.wait({task}, timeout=self._timeout)
        for _ in range(3):
            if task.done():
                self._late_in_a_row = 0
                try:
                    return task.result()
                except RuntimeError as error:
                    # uvloop says so of a connection that was reset while it was idle.
                    raise RedisConnectionError(str(error)) from error
            await asyncio.sleep(0)
        task.cancel()
        raise RedisTimeoutError(f"Redis took longer than {self._timeout:g} s")

    def note_failure(self, error: Exception) -> None:
        """Count a failed command; several late ones in a row open the breaker."""
        if isinstance(error, RedisTimeoutError):
            self._late_in_a_row += 1
            if self._late_in_a_row < LATE_IN_A_ROW:
                return
        self.open_breaker(error)

    def open_breaker(self, error: Exception) -> None:
        """Stop using Redis for a moment."""
        self.retry_at = monotonic() + PAUSE_AFTER_FAILURE
        self.on_failure(error)

    async def remember_server(self) -> None:
        """Refuse connections to any other run of the server from now on.

        A pool reconnects silently, perhaps to a server that restarted from an old dump.
        Each start of Redis has another run_id.
        """
        self._server_run = str((await self.redis.info("server"))["run_id"])

    async def _on_connect(self, connection: Connection) -> None:
        await connection.on_connect()
        await connection.send_command("INFO", "server")
        info = re.search(rb"run_id:(\w+)", await connection.read_response())
        if self._server_run not in (None, info[1].decode() if info else ""):
            self._server_run = None
            error = RedisConnectionError("Redis was restarted")
            self.open_breaker(error)
            raise error
