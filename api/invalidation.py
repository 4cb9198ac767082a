"""The listener: drops from the cache what the database says has changed.

What happened is in ops.cache_invalidations, numbered in commit order; NOTIFY only
wakes the listener early. So it listens first and then reads on from the cursor in
Redis, after every connect, every notification and every few seconds regardless: a
notification that got lost, or came while nobody listened, costs one poll interval.

Several processes share the cursor. Each applies what it finds beyond it; applying twice
drops keys that would have been made again, nothing worse, and the cursor only moves up.

The cursor is no use in three cases, and then everything goes, see `Cache.reset`: a mark
is missing (Redis was emptied); a mark is ahead of the database (another database, or
one restored to an earlier day); the database has already trimmed what came after it.
"""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

import psycopg
import structlog
from psycopg.rows import TupleRow
from redis.exceptions import RedisError

from api import queries
from api.cache import Cache, Position
from api.database import KEEPALIVE, Database
from api.entries import affected_keys
from api.settings import Settings

log = structlog.get_logger()

SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 32.0
READ_TOGETHER = 50


class Listener:
    """Follows the invalidations for one process, on a connection of its own.

    Its own, because a pooled connection would forget the LISTEN, and a busy pool would
    keep the invalidations waiting.
    """

    def __init__(
        self, settings: Settings, database: Database, cache: Cache | None
    ) -> None:
        """Take the parts; `run` connects."""
        self._settings = settings
        self._database = database
        self._cache = cache
        self._wake = asyncio.Event()
        self._caught_up_at: float | None = None
        self.version = 0
        self.is_connected = False
        self.on_access: Callable[[str], None] = lambda tenant_id: None
        if cache is not None:
            cache.on_need = self._wake.set

    @property
    def seconds_behind(self) -> float | None:
        """Seconds since the listener last stood where the database stands."""
        if self._caught_up_at is None:
            return None
        return round(monotonic() - self._caught_up_at, 1)

    async def run(self) -> None:
        """Listen until cancelled; every failure is logged and tried again."""
        pause = SHORTEST_PAUSE
        while True:
            started = monotonic()
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning("listener_disconnected", error=str(error), retry_in=pause)
            except Exception:
                log.exception("listener_failed", retry_in=pause)
            if self.is_connected:
                self.is_connected = False
                if monotonic() - started > LONGEST_PAUSE:
                    pause = SHORTEST_PAUSE
            await asyncio.sleep(pause * random.uniform(0.8, 1.0))
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(
            self._settings.database_url,
            autocommit=True,
            application_name="asinmart api listener",
            client_encoding="utf8",
            **KEEPALIVE,  # type: ignore[arg-type]
        )
        try:
            connection.add_notify_handler(self._notified)
            await connection.execute(queries.LISTEN)
            await connection.execute(queries.LISTEN_TO_ACCESS)
            self.is_connected = True
            log.info("listener_connected")
            await self._database.recover()
            while True:
                await self._catch_up(connection)
                await self._wait(connection)
        finally:
            await connection.close()

    def _notified(self, notification: psycopg.Notify) -> None:
        if notification.channel == "asinmart_access":
            self.on_access(notification.payload)
        else:
            self._wake.set()

    async def _wait(self, connection: psycopg.AsyncConnection[TupleRow]) -> None:
        """Wait for a notification, for the cache to ask, or for the next poll."""
        pause = self._settings.poll_interval
        if self._cache is not None and not self._cache.in_step:
            pause = min(pause, max(0.01, self._cache.retry_at - monotonic()))
        loop = asyncio.get_running_loop()
        loop.add_reader(connection.fileno(), self._wake.set)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()
        finally:
            loop.remove_reader(connection.fileno())

    async def _catch_up(self, connection: psycopg.AsyncConnection[TupleRow]) -> None:
        if self._cache is None or monotonic() < self._cache.retry_at:
            await self._read_versions(connection)
            return
        try:
            while not await self._follow(connection, self._cache):
                continue
        except RedisError as error:
            self._cache.distrust(error)
        else:
            self._cache.mark_in_step()
            self._caught_up_at = monotonic()

    async def _follow(
        self, connection: psycopg.AsyncConnection[TupleRow], cache: Cache
    ) -> bool:
        """Apply the next invalidations; return whether that was all of them.

        The order of the reads matters. The marks come before the version: they are
        never ahead of it then, unless the database went back. The invalidations come
        before the oldest one there is: rows trimmed in between are noticed.
        """
        position = await cache.position()
        rows: list[Any] = []
        if position.applied is not None:
            cursor = await connection.execute(
                queries.INVALIDATIONS_AFTER,
                {"after": position.applied, "limit": READ_TOGETHER},
            )
            rows = await cursor.fetchall()
        version, oldest = await self._read_versions(connection)
        if _is_lost(position, version, oldest):
            log.warning(
                "cache_cleared",
                fence=position.fence,
                applied=position.applied,
                version=version,
                oldest_invalidation=oldest,
            )
            return await cache.reset(position, version)
        applied = position.applied or 0
        for invalidation_id, products, pairs in rows:
            await cache.apply(invalidation_id, affected_keys(products, pairs))
            log.info("invalidated", version=invalidation_id, products=len(products))
            applied = invalidation_id
        return applied >= version

    async def _read_versions(
        self, connection: psycopg.AsyncConnection[TupleRow]
    ) -> tuple[int, int | None]:
        """Read where the database stands, and the oldest invalidation it remembers.

        A notification seen before this read is covered by it: what it announces was
        committed, so it counts in the version. One seen during or after it wakes us.
        """
        self._wake.clear()
        cursor = await connection.execute(queries.VERSIONS)
        row = await cursor.fetchone()
        assert row is not None
        self.version = row[0]
        return row[0], row[1]


def _is_lost(position: Position, version: int, oldest: int | None) -> bool:
    """Tell whether the cursor says nothing about what the cache holds."""
    if position.fence is None or position.applied is None:
        return True
    if position.fence > version or position.applied > version:
        return True
    is_trimmed = oldest is None or oldest > position.applied + 1
    return position.applied < version and is_trimmed
