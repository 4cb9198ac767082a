"""The listener: drops entries from memory and Redis that changed in the database.

Changes are in ops.cache_invalidations, numbered in commit order; NOTIFY only wakes the
listener early. So it listens first and then reads on from its cursors, after every
connect, every notification and every few seconds regardless: a notification that is
lost, or comes while the listener is disconnected, costs one poll interval.

There are two cursors, each stored with its entries: one in the process for its memory,
one in Redis that several processes share. Each process applies the invalidations after
either; applying one twice only drops keys that would be loaded again, and the cursors
only move up. Memory comes first and does not wait for Redis.

A cursor is useless in three cases, and then all entries are dropped, see
`RedisStore.reset`: a mark is missing (Redis was emptied); a mark is ahead of the
database (another database, or one restored to an earlier day); the database has already
trimmed the invalidations after it.

A connection can fall silent without ending; then the next poll gets no answer in time,
and the listener hangs up and connects anew. Behind a pooler that gives each transaction
another session (PgBouncer in transaction mode), LISTEN succeeds and no notification
arrives: so the listener sends itself a notification through the pool, and polls more
often when it does not arrive.
"""

import asyncio
import os
import random
import secrets
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

import psycopg
import structlog
from psycopg.rows import TupleRow
from redis.exceptions import RedisError

from api import queries
from api.cache.entry import affected_keys
from api.cache.memory_store import MemoryStore
from api.cache.redis_store import Position, RedisStore
from api.database import KEEPALIVE, Database, is_pooled
from api.problems import Problem
from api.settings import Settings

log = structlog.get_logger()
T = TypeVar("T")

SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 32.0
INVALIDATIONS_TOGETHER = 50
# Without notifications the listener polls once a second, which costs two small queries.
POLL_WITHOUT_NOTIFY = 1.0
SHORTEST_PATIENCE = 1.0
CHECK_SECONDS = 1.0
# PostgreSQL before 15.16, 16.12, 17.8 and 18.2 says so when VACUUM removed what the
# queue of notifications refers to. Every LISTEN fails then, until the queue's tail
# moves, which this needs no listener for.
QUEUE_IS_STUCK = "could not access status of transaction"


@dataclass(eq=False)
class Listener:
    """Follows the invalidations for one process, on a connection of its own.

    A pooled connection would forget the LISTEN, and a busy pool would delay the
    invalidations.
    """

    settings: Settings
    database: Database
    memory: MemoryStore
    cache: RedisStore | None
    on_access: Callable[[str], None] = lambda tenant_id: None
    version: int = 0
    applied_count: int = 0
    is_connected: bool = False
    is_notified: bool = False
    _caught_up_at: float | None = None
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Let the cache ask for the next comparison with Postgres."""
        if self.cache is not None:
            self.cache.on_need = self._wake.set

    @property
    def seconds_behind(self) -> float | None:
        """Seconds since the listener last caught up with the database."""
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
                if QUEUE_IS_STUCK in str(error):
                    await self._advance_queue()
            except Exception:
                log.exception("listener_failed", retry_in=pause)
            self.is_connected = False
            if self._caught_up_at is not None and self._caught_up_at >= started:
                pause = SHORTEST_PAUSE
            await asyncio.sleep(pause * random.uniform(0.8, 1.0))
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _advance_queue(self) -> None:
        # If this fails too, the next attempt to connect comes here again.
        with suppress(Problem):
            [(usage,)] = await self.database.fetch(queries.ADVANCE_NOTIFY_QUEUE, {})
            log.warning("notify_queue_advanced", usage=usage)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(
            self.settings.listen_database_url or self.settings.database_url,
            autocommit=True,
            application_name="asinmart api listener",
            client_encoding="utf8",
            **KEEPALIVE,  # type: ignore[arg-type]
        )
        try:
            self.is_notified = await self._is_notified(connection)
            if self.is_notified:
                connection.add_notify_handler(self._notified)
                await self._execute(connection, queries.LISTEN)
                await self._execute(connection, queries.LISTEN_TO_ACCESS)
            self.is_connected = True
            log.info("listener_connected", is_notified=self.is_notified)
            await self.database.recover()
            while True:
                while not await self._follow(connection):
                    continue
                await self._wait(connection)
        finally:
            await connection.close()

    def _notified(self, notification: psycopg.Notify) -> None:
        if notification.channel == "asinmart_access":
            self.on_access(notification.payload)
        else:
            self._wake.set()

    async def _is_notified(self, connection: psycopg.AsyncConnection[TupleRow]) -> bool:
        """Whether notifications arrive here; only a pooler can keep them away.

        The name of the channel is unique, because a pooler leaves the LISTEN behind in
        a session that another client uses later.
        """
        if not await self._in_time(connection, is_pooled(connection)):
            return True
        connection.prepare_threshold = None
        channel = f"asinmart_check_{secrets.token_hex(8)}"
        is_heard = False

        def hear(notify: psycopg.Notify) -> None:
            nonlocal is_heard
            is_heard = is_heard or notify.channel == channel

        connection.add_notify_handler(hear)
        await self._execute(connection, f"listen {channel}")
        with suppress(Problem):
            await self.database.fetch(queries.NOTIFY, {"channel": channel})
        deadline = monotonic() + CHECK_SECONDS
        while not is_heard and (left := deadline - monotonic()) > 0:
            self._wake.clear()
            if await self._is_readable(connection, left):
                await self._execute(connection, "select")
        await self._execute(connection, f"unlisten {channel}")
        connection.remove_notify_handler(hear)
        if not is_heard:
            log.warning(
                "listener_polls",
                reason="a pooler in between does not deliver notifications",
                advice="give API_LISTEN_DATABASE_URL an address of Postgres itself",
            )
        return is_heard

    async def _wait(self, connection: psycopg.AsyncConnection[TupleRow]) -> None:
        """Wait for a notification, for the cache to ask, or for the next poll."""
        pause = self.settings.poll_interval
        if not self.is_notified:
            pause = min(pause, POLL_WITHOUT_NOTIFY)
        if self.cache is not None and not self.cache.is_synced:
            pause = min(pause, max(0.01, self.cache.retry_at - monotonic()))
        await self._is_readable(connection, pause)

    async def _is_readable(
        self, connection: psycopg.AsyncConnection[TupleRow], seconds: float
    ) -> bool:
        """Wait until data arrives, or until the listener is woken."""
        loop = asyncio.get_running_loop()
        loop.add_reader(connection.fileno(), self._wake.set)
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return False
        finally:
            loop.remove_reader(connection.fileno())
        return True

    async def _in_time(
        self, connection: psycopg.AsyncConnection[TupleRow], work: Awaitable[T]
    ) -> T:
        """Wait for a small statement, and hang up when no answer comes.

        The network may have lost the connection without notice. A cancelled statement
        would wait for the server; closing the socket ends it at once.
        """
        task = asyncio.ensure_future(work)
        try:
            patience = max(SHORTEST_PATIENCE, self.settings.poll_interval)
            await asyncio.wait({task}, timeout=patience)
        finally:
            if not task.done():
                with (
                    suppress(OSError),
                    socket.socket(fileno=os.dup(connection.fileno())) as line,
                ):
                    line.shutdown(socket.SHUT_RDWR)
                await asyncio.wait({task})
        return task.result()

    async def _follow(self, connection: psycopg.AsyncConnection[TupleRow]) -> bool:
        """Apply the next invalidations; return whether that was all of them.

        The order of the reads matters. The marks are read before the version, so they
        are ahead of it only if the database went back. The invalidations are read
        before the oldest one, so rows that are trimmed in between are noticed.
        """
        started = monotonic()
        cache, position = await self._cache_position()
        floor = self.memory.watermarks.highest
        cursors = [self.memory.applied]
        if position is not None:
            cursors.append(position.applied)
        known = [cursor for cursor in cursors if cursor is not None]
        rows: list[Any] = []
        if known:
            after = {"after": min(known), "limit": INVALIDATIONS_TOGETHER}
            query = queries.INVALIDATIONS_AFTER
            rows = await (await self._execute(connection, query, after)).fetchall()
        version, oldest = await self._read_versions(connection)
        is_done = await self._follow_in_memory(rows, version, oldest, floor)
        if is_done:
            self.memory.mark_in_step(started)
            self._caught_up_at = started
        if cache is None or position is None:
            return is_done
        try:
            is_cache_done = await self._follow_in_cache(
                cache, position, rows, version, oldest
            )
        except RedisError as error:
            cache.mark_unsynced(error)
            return is_done
        if is_cache_done:
            cache.mark_in_step(started)
        return is_done and is_cache_done

    async def _cache_position(self) -> tuple[RedisStore | None, Position | None]:
        """Read the marks in Redis, unless its breaker is open."""
        cache = self.cache
        if cache is None or monotonic() < cache.retry_at:
            return None, None
        try:
            return cache, await cache.position()
        except RedisError as error:
            cache.mark_unsynced(error)
            return None, None

    async def _follow_in_memory(
        self, rows: list[Any], version: int, oldest: int | None, floor: int
    ) -> bool:
        memory = self.memory
        if floor > version:
            log.warning("watermark_lowered", watermark=floor, version=version)
            memory.watermarks.lower_to(version)
        if _is_lost(memory.applied, version, oldest):
            memory.reset(version)
        for invalidation_id, products, pairs, brands in rows:
            if invalidation_id > (memory.applied or 0):
                await memory.apply(
                    invalidation_id, affected_keys(products, pairs, brands)
                )
                self.applied_count += 1
                log.info("invalidated", version=invalidation_id, products=len(products))
        return (memory.applied or 0) >= version

    async def _follow_in_cache(
        self,
        cache: RedisStore,
        position: Position,
        rows: list[Any],
        version: int,
        oldest: int | None,
    ) -> bool:
        is_ahead = position.fence is None or position.fence > version
        if is_ahead or _is_lost(position.applied, version, oldest):
            log.warning(
                "cache_cleared",
                fence=position.fence,
                applied=position.applied,
                version=version,
                oldest_invalidation=oldest,
            )
            return await cache.reset(position, version)
        applied = position.applied or 0
        for invalidation_id, products, pairs, brands in rows:
            if invalidation_id > applied:
                await cache.apply(
                    invalidation_id, affected_keys(products, pairs, brands)
                )
                applied = invalidation_id
        return applied >= version

    async def _execute(
        self,
        connection: psycopg.AsyncConnection[TupleRow],
        query: str,
        parameters: dict[str, int] | None = None,
    ) -> psycopg.AsyncCursor[TupleRow]:
        return await self._in_time(connection, connection.execute(query, parameters))

    async def _read_versions(
        self, connection: psycopg.AsyncConnection[TupleRow]
    ) -> tuple[int, int | None]:
        """Read the data version of the database, and its oldest invalidation.

        A notification that arrived before this read is covered by it, because its
        change was committed. One that arrives during or after it wakes the listener.
        """
        self._wake.clear()
        cursor = await self._execute(connection, queries.VERSIONS)
        [(version, oldest)] = await cursor.fetchall()
        self.version = version
        return version, oldest


def _is_lost(applied: int | None, version: int, oldest: int | None) -> bool:
    """Whether a cursor is useless, so that all entries must go."""
    if applied is None or applied > version:
        return True
    is_trimmed = oldest is None or oldest > applied + 1
    return applied < version and is_trimmed
