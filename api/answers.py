"""Where an answer comes from: the cache, a computation under way, or Postgres."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b
from time import time
from typing import Any, NamedTuple

import structlog

from api import queries
from api.cache import Cache, CacheUnavailable
from api.database import Database
from api.entries import Entry
from api.invalidation import Listener
from api.problems import Problem

log = structlog.get_logger()

ABSENT_LIFE = timedelta(seconds=5)
REFRESHES_AT_ONCE = 4
REFRESH_LOCK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Question:
    """One thing a client can ask: its place in the cache, the call that answers it."""

    key: str
    query: str
    parameters: Mapping[str, Any]
    soft_life: timedelta


class Served(NamedTuple):
    """An answer and where it came from: hit, stale, miss or bypass."""

    entry: Entry
    source: str


def make_entry(
    question: Question, version: int, data_version: int | None, body: bytes | None
) -> Entry:
    """Return the entry for what Postgres answered; no body means no such product.

    The ETag follows from the data version and the question, so that two processes, and
    an answer refreshed without a change, agree on it. An absent product is remembered
    for a few seconds only, to keep scanners off the database.
    """
    created = time()
    if body is None:
        return Entry(version, created, created + ABSENT_LIFE.total_seconds(), b"", b"")
    digest = blake2b(f"{data_version}|{question.key}".encode(), digest_size=9)
    return Entry(
        version=version,
        created=created,
        soft_until=created + question.soft_life.total_seconds(),
        etag=b'W/"%b"' % digest.hexdigest().encode(),
        body=body,
    )


class Answers:
    """Answers questions for one process."""

    def __init__(
        self, database: Database, cache: Cache | None, listener: Listener
    ) -> None:
        """Take the parts; nothing is asked yet."""
        self._database = database
        self._cache = cache
        self._listener = listener
        self._flights: dict[str, asyncio.Task[Served]] = {}
        self._refreshes: dict[str, asyncio.Task[None]] = {}

    async def close(self) -> None:
        """Wait for what is under way to end."""
        tasks = [*self._flights.values(), *self._refreshes.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def get(self, question: Question) -> Served:
        """Return the answer; raises Problem 503 when neither store can give one."""
        if self._cache is None:
            return await self._compute(question)
        try:
            entry = await self._cache.get(question.key)
        except CacheUnavailable:
            return await self._get_without_trust(question, self._cache)
        if entry is None:
            return await self._compute(question)
        if time() < entry.soft_until:
            return Served(entry, "hit")
        self._refresh_soon(question, self._cache)
        return Served(entry, "stale")

    async def _get_without_trust(self, question: Question, cache: Cache) -> Served:
        """Ask Postgres; when it is down, an old answer is better than none."""
        try:
            return await self._compute(question)
        except Problem as problem:
            if problem.type.code != "unavailable":
                raise
            try:
                entry = await cache.get_anyway(question.key)
            except CacheUnavailable:
                raise problem from None
            if entry is None:
                raise
            return Served(entry, "stale")

    async def get_metrics(
        self, asins: Sequence[str], questions: Sequence[Question]
    ) -> tuple[list[Entry], str]:
        """Return the entries of many products' metrics, of one range, in their order.

        What the cache lacks comes from Postgres in one statement. The source is that of
        the worst of them: bypass, miss, stale, hit.
        """
        found: dict[str, Entry] = {}
        source = "bypass"
        if self._cache is not None:
            try:
                entries = await self._cache.get_many([q.key for q in questions])
            except CacheUnavailable:
                pass
            else:
                source = "hit"
                for asin, question, entry in zip(
                    asins, questions, entries, strict=True
                ):
                    if entry is None:
                        continue
                    found[asin] = entry
                    if time() >= entry.soft_until:
                        source = "stale"
                        self._refresh_soon(question, self._cache)
        lacking = {
            asin: question
            for asin, question in zip(asins, questions, strict=True)
            if asin not in found
        }
        if lacking:
            try:
                computed, is_stored = await self._database.within_deadline(
                    self._compute_metrics(lacking)
                )
            except Problem as problem:
                if self._cache is None or problem.type.code != "unavailable":
                    raise
                try:
                    old = await asyncio.gather(
                        *(self._cache.get_anyway(q.key) for q in lacking.values())
                    )
                except CacheUnavailable:
                    raise problem from None
                kept = [entry for entry in old if entry is not None]
                if len(kept) < len(lacking):
                    raise
                computed = dict(zip(lacking, kept, strict=True))
                source = "stale"
            else:
                source = "miss" if is_stored else "bypass"
            found.update(computed)
        return [found[asin] for asin in asins], source

    async def _compute_metrics(
        self, lacking: Mapping[str, Question]
    ) -> tuple[dict[str, Entry], bool]:
        parameters = dict(next(iter(lacking.values())).parameters)
        del parameters["asin"]
        parameters["asins"] = list(lacking)
        rows = await self._database.fetch(queries.METRICS_OF_MANY, parameters)
        computed = {}
        for version, data_version, body, asin_bytes in rows:
            asin = asin_bytes.decode()
            computed[asin] = make_entry(lacking[asin], version, data_version, body)
        is_stored = self._cache is not None and await self._cache.put(
            [(lacking[asin].key, entry) for asin, entry in computed.items()]
        )
        return computed, is_stored

    async def _compute(self, question: Question) -> Served:
        """Answer from Postgres, together with everybody who asks the same meanwhile.

        Whoever joins a computation that began before an invalidation was announced must
        not be given what it read: the answer's version tells, and the loop asks anew.
        """
        while (flight := self._flights.get(question.key)) is not None:
            floor = await self._floor()
            served = await self._database.within_deadline(flight)
            if served.entry.version >= floor:
                return served
        flight = asyncio.create_task(self._fly(question))
        self._flights[question.key] = flight
        return await self._database.within_deadline(flight)

    async def _floor(self) -> int:
        """Return the newest data version this process can know to be announced."""
        floor = self._listener.version
        if self._cache is not None and self._cache.in_step:
            with suppress(CacheUnavailable):
                floor = max(floor, await self._cache.fence())
        return floor

    async def _fly(self, question: Question) -> Served:
        try:
            [row] = await self._database.fetch(question.query, question.parameters)
            entry = make_entry(question, *row)
            is_stored = self._cache is not None and await self._cache.put(
                [(question.key, entry)]
            )
            return Served(entry, "miss" if is_stored else "bypass")
        finally:
            del self._flights[question.key]

    def _refresh_soon(self, question: Question, cache: Cache) -> None:
        """Renew an answer in the background, once over all processes."""
        if (
            question.key in self._refreshes
            or len(self._refreshes) >= REFRESHES_AT_ONCE
            or self._database.is_down
        ):
            return
        task = asyncio.create_task(self._refresh(question, cache))
        self._refreshes[question.key] = task

    async def _refresh(self, question: Question, cache: Cache) -> None:
        try:
            token = await cache.lock(question.key, REFRESH_LOCK_SECONDS)
            if token is None:
                return
            try:
                # Whoever held the lock before may have done it already.
                entry = await cache.get(question.key)
                if entry is None or time() >= entry.soft_until:
                    await self._compute(question)
            finally:
                await cache.unlock(question.key, token)
        except CacheUnavailable:
            pass
        except Problem as problem:
            log.warning("refresh_failed", key=question.key, error=problem.detail)
        except Exception:
            log.exception("refresh_failed", key=question.key)
        finally:
            del self._refreshes[question.key]
