"""Entries in the memory of this process, in front of Redis.

The promise is that of `api.cache.redis_store`: a value computed before an invalidation
is never served after it. Two marks of the process keep it:

- `fence`, the newest invalidation that this process has begun to apply. It is raised
  before the keys are dropped, and refuses every value of a lower version after that.
- `applied`, the newest invalidation whose keys are all dropped.

An entry is served only while the process is in step: its listener has lately compared
`applied` with Postgres; and only while no process of this machine has served the
product at a newer version (see `api.cache.watermarks`). Redis plays no part in this:
without it, memory follows Postgres by itself.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic, time

import structlog

from api.cache.entry import Entry
from api.cache.watermarks import Watermarks, slot_of

log = structlog.get_logger()

LOOKED_UP_TOGETHER = 2000
# Bytes of an entry besides its body: the objects around it, and ready headers.
OVERHEAD = 1400
Headers = list[tuple[bytes, bytes]]


@dataclass(eq=False, slots=True)
class MemoryEntry:
    """An answer in memory, with the headers it was last sent with."""

    entry: Entry
    size: int
    slot: int
    hard_until: float
    headers: Headers = field(default_factory=list)
    headers_until: float = 0.0


@dataclass(eq=False)
class MemoryStore:
    """The entries of one process; the least recently used are evicted first.

    Nothing is kept if either limit is 0.
    """

    watermarks: Watermarks
    max_bytes: int
    max_entries: int
    trust_seconds: float
    byte_count: int = 0
    evicted_count: int = 0
    refused_count: int = 0
    fence: int = 0
    applied: int | None = None
    _kept: OrderedDict[str, MemoryEntry] = field(default_factory=OrderedDict)
    _trusted_until: float = 0.0

    def __post_init__(self) -> None:
        """Let `max_bytes` alone say whether anything is kept."""
        if not self.max_entries:
            self.max_bytes = 0

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._kept)

    @property
    def is_synced(self) -> bool:
        """Whether entries may be served."""
        return self.applied is not None and monotonic() < self._trusted_until

    def mark_in_step(self, since: float) -> None:
        """Note that `applied` was the version of Postgres, at a time of `monotonic`."""
        self._trusted_until = since + self.trust_seconds

    def get(self, key: str) -> MemoryEntry | None:
        """Return the entry of a key, fresh or stale, if it may be served."""
        kept = self._kept.get(key)
        if (
            kept is None
            or self.applied is None
            or self.watermarks.view[kept.slot] > self.applied
            or monotonic() >= self._trusted_until
        ):
            return None
        if time() >= kept.hard_until:
            self._forget(key)
            return None
        self._kept.move_to_end(key)
        return kept

    def get_stale(self, key: str) -> Entry | None:
        """Return the entry of a key, in step or not: for when Postgres is down."""
        kept = self._kept.get(key)
        return kept.entry if kept is not None else None

    def is_current(self, key: str, entry: Entry) -> bool:
        """Whether an entry of Redis is as new as what this machine served last.

        A process that cannot use Redis answers from Postgres, perhaps before a listener
        has dropped the key in Redis.
        """
        return entry.version >= self.watermarks.of(key)

    def is_fresh(self, key: str, entry: Entry) -> bool:
        """Whether an entry of Redis is current and within its soft life."""
        return time() < entry.soft_until and self.is_current(key, entry)

    def accept(self, key: str, entry: Entry) -> bool:
        """Keep an entry of Redis that is about to be served; False if not current."""
        served = self.watermarks.view[slot_of(key)]
        if entry.version < served:
            return False
        if entry.version > served:
            self.watermarks.raise_to(key, entry.version)
        self.put(key, entry)
        return True

    def keep(self, key: str, entry: Entry) -> None:
        """Store an entry that is about to be served, and record its version."""
        self.watermarks.raise_to(key, entry.version)
        self.put(key, entry)

    def put(self, key: str, entry: Entry) -> bool:
        """Store an entry, unless a later invalidation was already applied."""
        if not self.max_bytes or self.applied is None:
            return False
        if entry.version < self.fence:
            self.refused_count += 1
            return False
        size = len(entry.body) + len(key) + OVERHEAD
        # One entry must not push out all others.
        if size > self.max_bytes // 8:
            return False
        self._forget(key)
        # Kept for twice its soft life, because a stale entry is served too.
        hard_until = 2 * entry.soft_until - entry.created
        self._kept[key] = MemoryEntry(entry, size, slot_of(key), hard_until)
        self.byte_count += size
        while self.byte_count > self.max_bytes or len(self._kept) > self.max_entries:
            _, oldest = self._kept.popitem(last=False)
            self.byte_count -= oldest.size
            self.evicted_count += 1
        return True

    async def apply(self, invalidation_id: int, groups: Iterable[list[str]]) -> None:
        """Drop the keys of an invalidation; repeatable at any point.

        An invalidation may name a million keys, so other tasks run in between.
        """
        self.fence = max(self.fence, invalidation_id)
        looked_at = 0
        for group in groups if self._kept else ():
            for key in group:
                self._forget(key)
            looked_at += len(group)
            if looked_at >= LOOKED_UP_TOGETHER:
                looked_at = 0
                await asyncio.sleep(0)
        self.applied = max(self.applied or 0, invalidation_id)

    def reset(self, version: int) -> None:
        """Drop every entry and start again at a version.

        At the start, and when the database was restored to an earlier version or has
        trimmed invalidations that this process has not read.
        """
        if self.applied is not None:
            log.warning("memory_cleared", applied=self.applied, version=version)
        self._kept.clear()
        self.byte_count = 0
        self.fence = self.applied = version

    def _forget(self, key: str) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self.byte_count -= kept.size
