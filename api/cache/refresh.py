"""Refreshes entries past their soft life in the background, once over all processes."""

import asyncio
from dataclasses import dataclass, field

import structlog

from api.cache.batch_loader import CachedQuery
from api.cache.entry import Entry
from api.cache.memory_store import MemoryStore
from api.cache.redis_store import CacheUnavailable, RedisStore
from api.cache.single_flight import SingleFlight
from api.database import Database
from api.problems import Problem

log = structlog.get_logger()

REFRESHES_AT_ONCE = 4
REFRESH_LOCK_SECONDS = 10.0


@dataclass(eq=False)
class Refresher:
    """Refreshes the entries that one process has served stale."""

    database: Database
    memory: MemoryStore
    cache: RedisStore | None
    flights: SingleFlight
    done_count: int = 0
    failed_count: int = 0
    _refreshes: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def close(self) -> None:
        """Cancel the refreshes that are under way."""
        refreshes = [*self._refreshes.values()]
        for refresh in refreshes:
            refresh.cancel()
        await asyncio.gather(*refreshes, return_exceptions=True)

    def refresh_soon(self, query: CachedQuery) -> None:
        """Begin a refresh, unless one of this key, or enough others, are under way."""
        if (
            query.key in self._refreshes
            or len(self._refreshes) >= REFRESHES_AT_ONCE
            or self.database.is_down
        ):
            return
        self._refreshes[query.key] = asyncio.create_task(self._refresh(query))

    async def _refresh(self, query: CachedQuery) -> None:
        try:
            if self.cache is None:
                await self.flights.load(query)
            else:
                await self._refresh_once(query, self.cache)
        except Problem as problem:
            self.failed_count += 1
            log.warning("refresh_failed", key=query.key, error=problem.detail)
        except Exception:
            self.failed_count += 1
            log.exception("refresh_failed", key=query.key)
        else:
            self.done_count += 1
        finally:
            del self._refreshes[query.key]

    async def _refresh_once(self, query: CachedQuery, cache: RedisStore) -> None:
        """Load anew, unless another process does so or has done so.

        Without a working Redis each process refreshes for itself.
        """
        token = None
        try:
            if self._take_over(query, await cache.get(query.key)):
                return
            token, entry = await cache.lock(query.key, REFRESH_LOCK_SECONDS)
            # The last holder of the lock may have refreshed it since the first read.
            if token is None or self._take_over(query, entry):
                return
            await self.flights.load(query, is_locked=True)
        except CacheUnavailable:
            await self.flights.load(query)
        finally:
            if token is not None:
                await cache.unlock(query.key, token)

    def _take_over(self, query: CachedQuery, entry: Entry | None) -> bool:
        """Keep an entry that another process has refreshed; False if it has not."""
        if entry is None or not self.memory.is_fresh(query.key, entry):
            return False
        self.memory.keep(query.key, entry)
        return True
