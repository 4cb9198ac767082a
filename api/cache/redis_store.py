"""Entries in Redis, which may fail, stall, lose data or restart from an old dump.

Two promises are kept here and in `api.cache.invalidation`. No failure of Redis reaches
a client; and a value computed before an invalidation is never served after it. The
second rests on two marks in Redis itself, shared by all processes:

- `asinmart:fence`, the newest data version known to the cache. An invalidation raises
  it *before* it drops its keys. A value is stored only if it was computed at this
  version or later: a process that read Postgres before the invalidation and writes
  after it is refused. A missing fence (Redis was emptied) refuses every write, until a
  listener has restored it: after a flush the age of a value is unknown.
- `asinmart:applied`, the newest invalidation whose keys are all dropped: where
  listeners catch up from. It moves only after the last key of an invalidation is gone.

A process reads Redis only while it is in step: its listener has lately compared
`applied` with Postgres, and Redis has not failed since. A lost connection could mean
that Redis restarted from an old dump, so reads go to Postgres until the listener has
reached Redis and caught up. Every connection checks that it talks to the same run of
the server as the listener did, see `api.redis_client`.

With an eviction policy that may evict the two marks (allkeys-*), each such eviction
clears the cache; volatile-* policies never evict them, as only entries expire. The
scripts need Redis 7 or newer, and all keys on one node.
"""

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import chain, islice
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, NoReturn

import structlog
from redis.exceptions import RedisError, ResponseError

from api.cache.entry import Entry, decode, encode
from api.redis_client import RedisClient

log = structlog.get_logger()
Read = tuple[bytes | None, int]

READ_TOGETHER = 128
DROP_TOGETHER = 2000
NO_ANSWER = "Redis does not answer"
LUA = Path(__file__).with_name("lua")


class CacheUnavailable(Exception):
    """Redis cannot be used now; the answer must come from Postgres."""


class Position(NamedTuple):
    """The two marks in Redis; None when missing or unreadable."""

    fence: int | None
    applied: int | None
    raw: tuple[bytes, bytes]


class Locked(NamedTuple):
    """The result of taking a lock: a token if it was free, and the entry so far."""

    token: str | None
    entry: Entry | None


class RedisStore:
    """The entries in one Redis, for one process."""

    def __init__(
        self, client: RedisClient, *, namespace: str, trust_seconds: float
    ) -> None:
        """Take the client; when it fails, the store is no longer in step."""
        self._client = client
        self._redis = client.redis
        self._in_time = client.in_time
        client.on_failure = self._lose_trust
        self._namespace = namespace
        self._fence = f"{namespace}asinmart:fence"
        self._applied = f"{namespace}asinmart:applied"
        self._trust_seconds = trust_seconds
        # Each script is one atomic step in Redis.
        self._store, self._lock, self._unlock, self._apply, self._reset = (
            self._redis.register_script((LUA / f"{name}.lua").read_text())
            for name in ("store", "lock", "unlock", "apply", "reset")
        )
        self._in_step_at: float | None = None
        self._write_fault: str | None = None
        self._wanted: dict[str, list[asyncio.Future[Read | None]]] = {}
        self._reading: asyncio.Task[None] | None = None
        self.fault: str | None = "the listener has not caught up yet"
        self.error_count = 0
        self.on_need: Callable[[], None] = lambda: None

    async def close(self) -> None:
        """Wait for the read that is under way; the client stays open."""
        if self._reading is not None:
            await self._reading

    # Trust.

    @property
    def is_synced(self) -> bool:
        """Whether entries may be served."""
        return (
            self._in_step_at is not None
            and monotonic() - self._in_step_at < self._trust_seconds
        )

    @property
    def faults(self) -> list[str]:
        """Return sentences about what is wrong with the cache, if anything."""
        faults = [self._write_fault] if self._write_fault else []
        if not self.is_synced:
            faults.append(self.fault or "the listener has not caught up lately")
        return faults

    def mark_in_step(self, since: float | None = None) -> None:
        """Note that the listener had caught up with Postgres at the time `since`."""
        if self._in_step_at is None:
            log.info("cache_in_step")
        self._in_step_at = monotonic() if since is None else since
        self.fault = None

    @property
    def retry_at(self) -> float:
        """Return when Redis may be asked again, as a time of `monotonic`."""
        return self._client.retry_at

    def mark_unsynced(self, error: Exception) -> None:
        """Stop using Redis until the listener has caught up again."""
        self._client.open_breaker(error)

    def _lose_trust(self, error: Exception) -> None:
        """Stop reading; only the log gets the error, because it names an address."""
        if self._in_step_at is not None or self.fault != NO_ANSWER:
            log.warning("cache_out_of_step", error=str(error) or type(error).__name__)
            self._in_step_at = None
        self.fault = NO_ANSWER
        self.on_need()

    def _failed(self, error: Exception) -> None:
        self.error_count += 1
        self._client.note_failure(error)

    # Reading.

    async def get(self, key: str) -> Entry | None:
        """Return the entry of a key; raises CacheUnavailable unless in step."""
        [entry] = await self.get_many([key])
        return entry

    def get_many(self, keys: Sequence[str]) -> Awaitable[list[Entry | None]]:
        """Return the entries of keys; raises CacheUnavailable unless in step."""
        if not self.is_synced:
            raise CacheUnavailable
        return self.get_stale(keys)

    async def get_stale(self, keys: Sequence[str]) -> list[Entry | None]:
        """Return the entries of keys, in step or not: for when Postgres is down."""
        reads = [self._read(self._namespace + key) for key in keys]
        entries: list[Entry | None] = []
        for read in reads:
            raw, holds_at = await read or _unavailable()
            entries.append(decode(raw, holds_at) if raw is not None else None)
        return entries

    async def get_awaited(self, key: str) -> tuple[Entry | None, bool]:
        """Return the entry of a key, and whether a process holds its lock.

        Both come from one read. Raises CacheUnavailable unless in step.
        """
        if not self.is_synced:
            raise CacheUnavailable
        reads = (self._read(self._namespace + key), self._read(self._lock_name(key)))
        raw, holds_at = await reads[0] or _unavailable()
        token, _ = await reads[1] or _unavailable()
        return decode(raw, holds_at) if raw is not None else None, token is not None

    async def fence(self) -> int:
        """Return the newest data version the cache knows; 0 when it knows none."""
        fence, _ = await self._read(self._fence) or _unavailable()
        return _number(fence) or 0

    def _read(self, name: str) -> "asyncio.Future[Read | None]":
        """Read one value, and `applied` at that instant; None when Redis fails.

        Requests that arrive while one read is under way share the next: under load one
        MGET serves dozens of requests, and without load none waits. MGET also reads a
        key of another type as missing.
        """
        future: asyncio.Future[Read | None]
        future = asyncio.get_running_loop().create_future()
        self._wanted.setdefault(name, []).append(future)
        if self._reading is None:
            self._reading = asyncio.create_task(self._read_wanted())
        return future

    async def _read_wanted(self) -> None:
        """Read until no request waits; those of a read that fails get None."""
        try:
            while self._wanted:
                names = list(islice(self._wanted, READ_TOGETHER))
                futures = [self._wanted.pop(name) for name in names]
                try:
                    values: list[Any] = await self._in_time(
                        self._redis.mget([self._applied, *names])
                    )
                except (RedisError, OSError) as error:
                    self._failed(error)
                    # The reads that wait behind the failure would only fail later.
                    futures += self._wanted.values()
                    self._wanted.clear()
                    for future in chain.from_iterable(futures):
                        if not future.done():
                            future.set_result(None)
                else:
                    holds_at = _number(values.pop(0)) or 0
                    for waiting, value in zip(futures, values, strict=True):
                        for future in waiting:
                            if not future.done():
                                future.set_result((value, holds_at))
        finally:
            self._reading = None

    # Writing back.

    async def put(
        self, entries: Sequence[tuple[str, Entry]], *, token: str | None = None
    ) -> bool:
        """Store entries of one version; False means that Redis does not work.

        An entry lives twice its soft life, give or take a tenth: entries made together
        should not die together. With a token the lock of the first key is given back
        in the same step, whether the entries were stored or refused.
        """
        if not self.is_synced:
            return False
        try:
            for start in range(0, len(entries), 64):
                keys: list[str] = [self._fence, self._lock_name(entries[0][0])]
                values: list[Any] = [entries[0][1].version, token or ""]
                for key, entry in entries[start : start + 64]:
                    soft_life = max(0.001, entry.soft_until - entry.created)
                    keys.append(self._namespace + key)
                    values.append(int(soft_life * 2000 * random.uniform(0.9, 1.1)))
                    values.append(encode(entry))
                if await self._in_time(self._store(keys=keys, args=values)) == -1:
                    self.on_need()
        except ResponseError as error:
            # Redis works but refuses, most likely because it is full: its entries can
            # still be read.
            if self._write_fault is None:
                log.warning("cache_refuses_writes", error=str(error))
            self._write_fault = "Redis refuses writes"
            return False
        except (RedisError, OSError) as error:
            self._failed(error)
            return False
        self._write_fault = None
        return True

    async def lock(self, key: str, seconds: float) -> Locked:
        """Lock a key, unless any process is loading it now.

        Raises CacheUnavailable when Redis does not work or refuses: then the caller
        loads without the lock.
        """
        keys = [self._lock_name(key), self._applied, self._namespace + key]
        life = int(seconds * 1000)
        try:
            token, applied, raw = await self._in_time(
                self._lock(keys=keys, args=[secrets.token_hex(8), life])
            )
        except ResponseError:
            raise CacheUnavailable from None
        except (RedisError, OSError) as error:
            self._failed(error)
            raise CacheUnavailable from None
        entry = decode(raw, _number(applied) or 0) if raw is not None else None
        return Locked(token.decode() if token is not None else None, entry)

    async def unlock(self, key: str, token: str) -> None:
        """Release the lock, unless it ran out and another process has it now."""
        try:
            await self._in_time(self._unlock(keys=[self._lock_name(key)], args=[token]))
        except (RedisError, OSError) as error:
            self._failed(error)

    def _lock_name(self, key: str) -> str:
        return f"{self._namespace}asinmart:refresh:{key}"

    # For the listener.

    async def position(self) -> Position:
        """Read the marks, and remember the run of the server that holds them."""
        await self._client.remember_server()
        marks: list[Any] = await self._redis.mget([self._fence, self._applied])
        fence, applied = marks
        raw = (fence or b"", applied or b"")
        return Position(_number(fence), _number(applied), raw)

    async def apply(self, invalidation_id: int, groups: Iterable[list[str]]) -> None:
        """Raise the fence, drop the keys, move the cursor; repeatable at any point.

        The keys come in groups and go in chunks: an invalidation may name a million.
        """
        marks = [self._fence, self._applied]
        keys = list(marks)
        for group in groups:
            keys += [self._namespace + key for key in group]
            if len(keys) >= DROP_TOGETHER:
                await self._apply(keys=keys, args=[invalidation_id, "more"])
                keys = list(marks)
        await self._apply(keys=keys, args=[invalidation_id, "done"])

    async def reset(self, seen: Position, version: int) -> bool:
        """Drop every entry and start again at a version; False if a mark has moved.

        For a cursor that is missing, ahead of the database or older than its
        invalidations: then the changed keys are unknown, so all entries go, and only a
        SCAN finds them. The fence moves first, as always; the cursor is restored last,
        so that the next process does the work if this one dies.
        """
        marks = [self._fence, self._applied]
        if not await self._reset(keys=marks, args=[*seen.raw, version]):
            return False
        for kind in ("product:*", "compare:*", "brand:*"):
            found: list[bytes] = []
            pattern = self._namespace + kind
            async for key in self._redis.scan_iter(match=pattern, count=1000):
                found.append(key)
                if len(found) == DROP_TOGETHER:
                    await self._redis.unlink(*found)
                    found.clear()
            if found:
                await self._redis.unlink(*found)
        await self._apply(keys=marks, args=[version, "done"])
        return True


def _unavailable() -> NoReturn:
    raise CacheUnavailable


def _number(raw: bytes | None) -> int | None:
    return int(raw) if raw is not None and raw.isdigit() else None
