"""The read-through cache: memory, then Redis, then Postgres."""

from collections.abc import Sequence
from contextlib import suppress
from time import time

from api.cache.batch_loader import BatchLoader, CachedQuery
from api.cache.entry import Entry
from api.cache.invalidation import Listener
from api.cache.memory_store import MemoryStore
from api.cache.reads import Reads
from api.cache.redis_store import CacheUnavailable, RedisStore
from api.cache.refresh import Refresher
from api.cache.single_flight import CacheResult, SingleFlight
from api.database import Database
from api.problems import Problem

# From the best source to the worst.
SOURCES = ("l1", "hit", "stale", "miss", "bypass")


class ReadThroughCache:
    """Answers the queries of one process."""

    def __init__(
        self,
        database: Database,
        memory: MemoryStore,
        cache: RedisStore | None,
        listener: Listener,
        reads: Reads,
    ) -> None:
        """Take the parts; nothing is read yet."""
        self._memory = memory
        self._cache = cache
        self.flights = SingleFlight(
            database, memory, cache, listener, BatchLoader(database, reads)
        )
        self.refresher = Refresher(database, memory, cache, self.flights)

    async def close(self) -> None:
        """Cancel the loads and refreshes that are under way."""
        await self.refresher.close()
        await self.flights.close()

    async def get(self, query: CachedQuery) -> CacheResult:
        """Return one answer; a memory hit needs no list."""
        kept = self._memory.get(query.key)
        if kept is not None:
            return self._result(query, kept.entry, "l1")
        results = await self._read_or_load([query])
        return results[query.key]

    async def get_parts(
        self, queries: Sequence[CachedQuery]
    ) -> tuple[list[Entry], str]:
        """Return the entries of queries in their order, and the worst of their sources.

        The queries must be parts of products of one marketplace: Postgres answers those
        that no store holds in one statement. Raises Problem 503 when neither Postgres
        nor a store can answer.
        """
        results: dict[str, CacheResult] = {}
        missing: dict[str, CachedQuery] = {}
        for query in queries:
            kept = self._memory.get(query.key)
            if kept is None:
                missing[query.key] = query
            else:
                results[query.key] = self._result(query, kept.entry, "l1")
        if missing:
            results |= await self._read_or_load(list(missing.values()))
        sources = (result.source for result in results.values())
        worst = max(sources, key=SOURCES.index)
        return [results[query.key].entry for query in queries], worst

    async def _read_or_load(
        self, queries: Sequence[CachedQuery]
    ) -> dict[str, CacheResult]:
        """Return what Redis holds, and load the rest."""
        try:
            if self._cache is None:
                raise CacheUnavailable
            entries = await self._cache.get_many([query.key for query in queries])
        except CacheUnavailable:
            return await self._load_or_get_stale(queries)
        results: dict[str, CacheResult] = {}
        missing: list[CachedQuery] = []
        for query, entry in zip(queries, entries, strict=True):
            if entry is None or not self._memory.accept(query.key, entry):
                missing.append(query)
            else:
                results[query.key] = self._result(query, entry, "hit")
        if missing:
            results |= await self.flights.load_many(missing)
        return results

    def _result(self, query: CachedQuery, entry: Entry, source: str) -> CacheResult:
        """Return an entry; past its soft life it is stale and will be refreshed."""
        if time() < entry.soft_until:
            return CacheResult(entry, source)
        self.refresher.refresh_soon(query)
        return CacheResult(entry, "stale")

    async def _load_or_get_stale(
        self, queries: Sequence[CachedQuery]
    ) -> dict[str, CacheResult]:
        """Load; if Postgres is down, an old answer is better than none."""
        try:
            return await self.flights.load_many(queries)
        except Problem as problem:
            if problem.type.code != "unavailable":
                raise
            stale = await self._get_stale(queries)
            results = {
                query.key: CacheResult(entry, "stale")
                for query, entry in zip(queries, stale, strict=True)
                if entry is not None
            }
            if len(results) < len(queries):
                raise
            return results

    async def _get_stale(self, queries: Sequence[CachedQuery]) -> list[Entry | None]:
        """Return the newer entry of the two stores, whether in step or not."""
        stored: list[Entry | None] = [None] * len(queries)
        if self._cache is not None:
            with suppress(CacheUnavailable):
                stored = await self._cache.get_stale([query.key for query in queries])
        kept = [self._memory.get_stale(query.key) for query in queries]
        return [
            old
            if old is not None and (new is None or new.version <= old.version)
            else new
            for old, new in zip(kept, stored, strict=True)
        ]
