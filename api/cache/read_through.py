"""Where an answer comes from: memory, Redis, a computation under way, or Postgres."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from hashlib import blake2b
from time import monotonic, time
from typing import NamedTuple

import structlog

from api.cache.batch_loader import BatchLoader, CachedQuery
from api.cache.entry import Entry
from api.cache.invalidation import Listener
from api.cache.memory_store import MemoryStore
from api.cache.redis_store import CacheUnavailable, Locked, RedisStore
from api.database import Database
from api.problems import Problem

log = structlog.get_logger()

ABSENT_LIFE = timedelta(seconds=5)
REFRESHES_AT_ONCE = 4
REFRESH_LOCK_SECONDS = 10.0
COLD_LOCK_SECONDS = 1.0
# How long to wait for another process that computes the same, and how often to look.
LONGEST_WAIT = 0.2
SHORTEST_LOOK = 0.002
LONGEST_LOOK = 0.02


class CacheResult(NamedTuple):
    """An answer and where it came from.

    That is `l1` (this process), `hit` (Redis), `stale` (either, past its soft life),
    `miss` (Postgres, and kept) or `bypass` (Postgres, because Redis cannot be used).
    """

    entry: Entry
    source: str


def make_entry(
    question: CachedQuery, version: int, data_version: int | None, body: bytes | None
) -> Entry:
    """Return the entry for what Postgres answered; no body means no such product.

    The ETag follows from the data version and the question, so that two processes, and
    an answer refreshed without a change, agree on it; what stands behind # in a key is
    the cache's own affair. An absent product is remembered for a few seconds only, to
    keep scanners off the database.
    """
    created = time()
    if body is None:
        return Entry(version, created, created + ABSENT_LIFE.total_seconds(), b"", b"")
    place = question.key.partition("#")[0]
    digest = blake2b(f"{data_version}|{place}".encode(), digest_size=9)
    return Entry(
        version=version,
        created=created,
        soft_until=created + question.soft_life.total_seconds(),
        etag=b'W/"%b"' % digest.hexdigest().encode(),
        body=body,
    )


class ReadThroughCache:
    """Answers questions for one process."""

    def __init__(
        self,
        database: Database,
        memory: MemoryStore,
        cache: RedisStore | None,
        listener: Listener,
    ) -> None:
        """Take the parts; nothing is asked yet."""
        self._database = database
        self._memory = memory
        self._cache = cache
        self._listener = listener
        self._loader = BatchLoader(database)
        self._flights: dict[str, asyncio.Task[CacheResult]] = {}
        self._refreshes: dict[str, asyncio.Task[None]] = {}
        self.counts = dict.fromkeys(
            ("refreshed", "refresh_failed", "awaited", "awaited_in_vain"), 0
        )

    async def close(self) -> None:
        """Wait for what is under way to end."""
        tasks = [*self._flights.values(), *self._refreshes.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._loader.close()

    async def get(self, question: CachedQuery) -> CacheResult:
        """Return the answer; raises Problem 503 when no store can give one."""
        served = self._recall(question)
        if served is not None:
            return served
        if self._cache is None:
            return await self._get_without_trust(question)
        try:
            entry = await self._cache.get(question.key)
        except CacheUnavailable:
            return await self._get_without_trust(question)
        if entry is None or not self._is_known_to_hold(question.key, entry):
            return await self._compute(question)
        self._keep(question.key, entry)
        if time() < entry.soft_until:
            return CacheResult(entry, "hit")
        self._refresh_soon(question)
        return CacheResult(entry, "stale")

    def _recall(self, question: CachedQuery) -> CacheResult | None:
        """Answer from this process, if it can."""
        kept = self._memory.get(question.key)
        if kept is None:
            return None
        if time() < kept.entry.soft_until:
            return CacheResult(kept.entry, "l1")
        self._refresh_soon(question)
        return CacheResult(kept.entry, "stale")

    def _keep(self, key: str, entry: Entry) -> None:
        """Keep what is about to be served, and say at which version it was."""
        self._memory.watermarks.raise_to(key, entry.version)
        self._memory.put(key, entry)

    def _is_known_to_hold(self, key: str, entry: Entry) -> bool:
        """Tell whether what Redis has is not older than what was served already.

        A process that cannot use Redis now answers from Postgres, perhaps before
        anybody has told Redis of the change.
        """
        return entry.version >= self._memory.watermarks.of(key)

    async def _get_without_trust(self, question: CachedQuery) -> CacheResult:
        """Ask Postgres; when it is down, an old answer is better than none."""
        try:
            return await self._compute(question)
        except Problem as problem:
            if problem.type.code != "unavailable":
                raise
            entry = await self._get_stale(question)
            if entry is None:
                raise
            return CacheResult(entry, "stale")

    async def _get_stale(self, question: CachedQuery) -> Entry | None:
        """Return what is left of an answer, trusted or not; the newer of two."""
        kept = self._memory.get_stale(question.key)
        stored = None
        if self._cache is not None:
            with suppress(CacheUnavailable):
                stored = await self._cache.get_stale(question.key)
        if kept is None or (stored is not None and stored.version > kept.version):
            return stored
        return kept

    async def get_parts(
        self, questions: Sequence[CachedQuery]
    ) -> tuple[list[Entry], str]:
        """Return the entries of parts of products of one marketplace, in their order.

        What the caches lack comes from Postgres in one statement. The source is that of
        the worst of them: bypass, miss, stale, hit, l1.
        """
        found: dict[str, CacheResult] = {}
        lacking: dict[str, CachedQuery] = {}
        for question in questions:
            served = self._recall(question)
            if served is not None:
                found[question.key] = served
            else:
                lacking[question.key] = question
        if lacking and self._cache is not None:
            with suppress(CacheUnavailable):
                stored = await self._cache.get_many(list(lacking))
                for (key, question), entry in zip(
                    list(lacking.items()), stored, strict=True
                ):
                    if entry is None or not self._is_known_to_hold(question.key, entry):
                        continue
                    self._keep(key, entry)
                    is_fresh = time() < entry.soft_until
                    if not is_fresh:
                        self._refresh_soon(question)
                    found[key] = CacheResult(entry, "hit" if is_fresh else "stale")
                    del lacking[key]
        if lacking:
            found |= await self._get_lacking(list(lacking.values()))
        sources = {served.source for served in found.values()}
        source = next(
            name for name in ("bypass", "miss", "stale", "hit", "l1") if name in sources
        )
        return [found[question.key].entry for question in questions], source

    async def _get_lacking(
        self, lacking: Sequence[CachedQuery]
    ) -> Mapping[str, CacheResult]:
        try:
            return await self._database.within_deadline(self._compute_many(lacking))
        except Problem as problem:
            if problem.type.code != "unavailable":
                raise
            old = await asyncio.gather(*(self._get_stale(q) for q in lacking))
            kept = [CacheResult(entry, "stale") for entry in old if entry is not None]
            if len(kept) < len(lacking):
                raise
            return {q.key: served for q, served in zip(lacking, kept, strict=True)}

    async def _compute_many(
        self, lacking: Sequence[CachedQuery]
    ) -> Mapping[str, CacheResult]:
        rows = await self._loader.ask_many(lacking)
        entries = [
            (question.key, make_entry(question, *row))
            for question, row in zip(lacking, rows, strict=True)
        ]
        source = await self._store(entries)
        return {key: CacheResult(entry, source) for key, entry in entries}

    async def _store(
        self, entries: Sequence[tuple[str, Entry]], token: str | None = None
    ) -> str:
        """Keep computed entries of one version; return the source to name for them."""
        is_stored = self._cache is not None and await self._cache.put(
            entries, token=token
        )
        for key, entry in entries:
            self._keep(key, entry)
        if self._cache is None and self._memory.applied is not None:
            is_stored = self._memory.max_bytes > 0
        return "miss" if is_stored else "bypass"

    async def _compute(
        self, question: CachedQuery, *, is_locked: bool = False
    ) -> CacheResult:
        """Answer from Postgres, together with everybody who asks the same meanwhile.

        Whoever joins a computation that began before an invalidation was announced must
        not be given what it read: the answer's version tells, and the loop asks anew.
        """
        while (flight := self._flights.get(question.key)) is not None:
            floor = await self._floor(question.key)
            served = await self._database.within_deadline(flight)
            if served.entry.version >= floor:
                return served
        flight = asyncio.create_task(self._fly(question, is_locked))
        self._flights[question.key] = flight
        return await self._database.within_deadline(flight)

    async def _floor(self, key: str) -> int:
        """Return the newest data version this process can know to be announced."""
        floor = max(self._listener.version, self._memory.watermarks.of(key))
        if self._cache is not None and self._cache.is_synced:
            with suppress(CacheUnavailable):
                floor = max(floor, await self._cache.fence())
        return floor

    async def _fly(self, question: CachedQuery, is_locked: bool) -> CacheResult:
        cache = self._cache
        token = None
        try:
            if cache is not None and cache.is_synced and not is_locked:
                with suppress(CacheUnavailable):
                    token, entry = await self._agree(question, cache)
                    if entry is not None:
                        self._keep(question.key, entry)
                        return CacheResult(entry, "hit")
            entry = make_entry(question, *await self._loader.ask(question))
            source = await self._store([(question.key, entry)], token)
            return CacheResult(entry, source)
        except Exception:
            if cache is not None and token is not None:
                await cache.unlock(question.key, token)
            raise
        finally:
            del self._flights[question.key]

    async def _agree(self, question: CachedQuery, cache: RedisStore) -> Locked:
        """Agree with the other processes on who computes: whoever gets the token.

        Or nobody, if one has come to its end since we looked, or does while we wait.
        """
        token, entry = await cache.lock(question.key, COLD_LOCK_SECONDS)
        if entry is not None and self._is_fresh(question, entry):
            if token is not None:
                await cache.unlock(question.key, token)
            return Locked(None, entry)
        if token is not None:
            return Locked(token, None)
        return Locked(None, await self._await_neighbour(question, cache))

    async def _await_neighbour(
        self, question: CachedQuery, cache: RedisStore
    ) -> Entry | None:
        """Wait for the process that computes the same answer just now, a moment.

        None when it is not worth waiting any longer: it took too long, or it is through
        and what it computed was refused as too old.
        """
        deadline = monotonic() + LONGEST_WAIT
        pause = SHORTEST_LOOK
        while monotonic() < deadline:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_LOOK)
            entry, is_locked = await cache.get_awaited(question.key)
            if entry is not None and self._is_known_to_hold(question.key, entry):
                self.counts["awaited"] += 1
                return entry
            if not is_locked:
                break
        self.counts["awaited_in_vain"] += 1
        return None

    def _refresh_soon(self, question: CachedQuery) -> None:
        """Renew an answer in the background, once over all processes."""
        if (
            question.key in self._refreshes
            or len(self._refreshes) >= REFRESHES_AT_ONCE
            or self._database.is_down
        ):
            return
        task = asyncio.create_task(self._refresh(question))
        self._refreshes[question.key] = task

    async def _refresh(self, question: CachedQuery) -> None:
        try:
            if self._cache is None:
                await self._compute(question)
            else:
                await self._refresh_alone(question, self._cache)
        except Problem as problem:
            self.counts["refresh_failed"] += 1
            log.warning("refresh_failed", key=question.key, error=problem.detail)
        except Exception:
            self.counts["refresh_failed"] += 1
            log.exception("refresh_failed", key=question.key)
        else:
            self.counts["refreshed"] += 1
        finally:
            del self._refreshes[question.key]

    async def _refresh_alone(self, question: CachedQuery, cache: RedisStore) -> None:
        """Compute anew, unless another process does or has done so.

        Without Redis to ask every process refreshes for itself.
        """
        token = None
        try:
            if self._is_taken_over(question, await cache.get(question.key)):
                return
            token, entry = await cache.lock(question.key, REFRESH_LOCK_SECONDS)
            # Whoever held the lock before may have done it already.
            if token is None or self._is_taken_over(question, entry):
                return
            await self._compute(question, is_locked=True)
        except CacheUnavailable:
            await self._compute(question)
        finally:
            if token is not None:
                await cache.unlock(question.key, token)

    def _is_fresh(self, question: CachedQuery, entry: Entry) -> bool:
        return time() < entry.soft_until and self._is_known_to_hold(question.key, entry)

    def _is_taken_over(self, question: CachedQuery, entry: Entry | None) -> bool:
        """Take over what another process has refreshed."""
        if entry is None or not self._is_fresh(question, entry):
            return False
        self._keep(question.key, entry)
        return True
