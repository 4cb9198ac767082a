"""Loads answers from Postgres, one load a key at a time.

Requests for a key that is being loaded share the result (single flight). A load that
began before an invalidation may return an older value, so a request that joins one
compares versions and, if need be, loads again. Processes agree by a lock in Redis: one
of them loads, the others wait a moment for the entry that it stores.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from time import monotonic, time
from typing import NamedTuple

from api.cache.batch_loader import BatchLoader, CachedQuery
from api.cache.entry import Entry
from api.cache.invalidation import Listener
from api.cache.memory_store import MemoryStore
from api.cache.redis_store import CacheUnavailable, Locked, RedisStore
from api.database import Database

ABSENT_LIFE = timedelta(seconds=5)
COLD_LOCK_SECONDS = 1.0
# Seconds to wait for another process that loads the same entry, and between looks.
LONGEST_WAIT = 0.2
SHORTEST_LOOK = 0.002
LONGEST_LOOK = 0.02


class CacheResult(NamedTuple):
    """An answer and its source.

    The source is `l1` (this process), `hit` (Redis), `stale` (either, past its soft
    life), `miss` (Postgres, then stored) or `bypass` (Postgres, not stored).
    """

    entry: Entry
    source: str


def make_entry(
    query: CachedQuery, version: int, data_version: int | None, body: bytes | None
) -> Entry:
    """Return the entry for an answer of Postgres; without a body it says "not found".

    The ETag is a hash of the data version and the query, so that two processes, and a
    refresh that changed nothing, agree on it; the part of a key behind # is internal to
    the cache. "Not found" lives for a few seconds only: it keeps scanners off the
    database.
    """
    created = time()
    if body is None:
        return Entry(version, created, created + ABSENT_LIFE.total_seconds(), b"", b"")
    place = query.key.partition("#")[0]
    digest = blake2b(f"{data_version}|{place}".encode(), digest_size=9)
    return Entry(
        version=version,
        created=created,
        soft_until=created + query.soft_life.total_seconds(),
        etag=b'W/"%b"' % digest.hexdigest().encode(),
        body=body,
    )


@dataclass(eq=False)
class SingleFlight:
    """Loads and stores the answers of one process."""

    database: Database
    memory: MemoryStore
    cache: RedisStore | None
    listener: Listener
    loader: BatchLoader
    awaited_count: int = 0
    awaited_in_vain_count: int = 0
    _flights: dict[str, asyncio.Task[CacheResult]] = field(default_factory=dict)

    async def close(self) -> None:
        """Cancel the loads that are under way."""
        flights = [*self._flights.values()]
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)
        await self.loader.close()

    async def load(self, query: CachedQuery, *, is_locked: bool = False) -> CacheResult:
        """Load one answer, or join a load of it; raises Problem as `fetch` does.

        With `is_locked` the caller holds the lock of the key in Redis.
        """
        while (flight := self._flights.get(query.key)) is not None:
            announced = await self._announced_version(query.key)
            result = await self.database.within_deadline(flight)
            if result.entry.version >= announced:
                return result
        flight = asyncio.create_task(self._fly(query, is_locked))
        self._flights[query.key] = flight
        return await self.database.within_deadline(flight)

    async def load_many(self, queries: Sequence[CachedQuery]) -> dict[str, CacheResult]:
        """Load parts of products of one marketplace; several in one statement."""
        if len(queries) == 1:
            return {queries[0].key: await self.load(queries[0])}
        return await self.database.within_deadline(self._load_together(queries))

    async def _load_together(
        self, queries: Sequence[CachedQuery]
    ) -> dict[str, CacheResult]:
        rows = await self.loader.ask_many(queries)
        entries = [
            (query.key, make_entry(query, *row))
            for query, row in zip(queries, rows, strict=True)
        ]
        source = await self._store(entries)
        return {key: CacheResult(entry, source) for key, entry in entries}

    async def _announced_version(self, key: str) -> int:
        """Return the newest data version that this process knows."""
        version = max(self.listener.version, self.memory.watermarks.of(key))
        if self.cache is not None and self.cache.is_synced:
            with suppress(CacheUnavailable):
                version = max(version, await self.cache.fence())
        return version

    async def _fly(self, query: CachedQuery, is_locked: bool) -> CacheResult:
        cache = self.cache
        token = None
        try:
            if cache is not None and cache.is_synced and not is_locked:
                with suppress(CacheUnavailable):
                    token, entry = await self._agree(query, cache)
                    if entry is not None:
                        self.memory.keep(query.key, entry)
                        return CacheResult(entry, "hit")
            entry = make_entry(query, *await self.loader.ask(query))
            source = await self._store([(query.key, entry)], token)
            return CacheResult(entry, source)
        except Exception:
            if cache is not None and token is not None:
                await cache.unlock(query.key, token)
            raise
        finally:
            del self._flights[query.key]

    async def _store(
        self, entries: Sequence[tuple[str, Entry]], token: str | None = None
    ) -> str:
        """Store loaded entries of one version; return their source."""
        is_stored = self.cache is not None and await self.cache.put(
            entries, token=token
        )
        for key, entry in entries:
            self.memory.keep(key, entry)
        if self.cache is None and self.memory.applied is not None:
            is_stored = self.memory.max_bytes > 0
        return "miss" if is_stored else "bypass"

    async def _agree(self, query: CachedQuery, cache: RedisStore) -> Locked:
        """Agree with the other processes on the one that loads: it gets the token.

        Without a token the entry is one that another process has stored, if it came in
        time.
        """
        token, entry = await cache.lock(query.key, COLD_LOCK_SECONDS)
        if entry is not None and self.memory.is_fresh(query.key, entry):
            if token is not None:
                await cache.unlock(query.key, token)
            return Locked(None, entry)
        if token is not None:
            return Locked(token, None)
        return Locked(None, await self._await_neighbour(query, cache))

    async def _await_neighbour(
        self, query: CachedQuery, cache: RedisStore
    ) -> Entry | None:
        """Wait a moment for the process that is loading the same answer.

        None after too long a wait, or when its lock is gone and its entry was refused
        as too old.
        """
        deadline = monotonic() + LONGEST_WAIT
        pause = SHORTEST_LOOK
        while monotonic() < deadline:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_LOOK)
            entry, is_locked = await cache.get_awaited(query.key)
            if entry is not None and self.memory.is_current(query.key, entry):
                self.awaited_count += 1
                return entry
            if not is_locked:
                break
        self.awaited_in_vain_count += 1
        return None
