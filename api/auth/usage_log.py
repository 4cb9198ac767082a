"""The usage log: one row a call, written to Postgres in batches.

A request puts a tuple into a bounded queue and goes on. Once a second one statement
writes the queue. While Postgres is down the queue fills; then calls are dropped and
counted, and requests are not affected. A killed process loses the unwritten calls of
one second; one that stops writes them first.
"""

import asyncio
from collections import deque
from contextlib import suppress
from functools import lru_cache
from time import time

import orjson
import structlog
from starlette.types import Scope

from api import queries
from api.auth.principal import Caller
from api.database import Database
from api.problems import Problem

log = structlog.get_logger()

KEPT = 20_000
WRITTEN_TOGETHER = 1_000
PAUSE = 1.0
LAST_WORDS = 3.0
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NOT_CACHED = frozenset({None, "miss", "bypass"})

# tenant, seconds since 1970, subject, key prefix, endpoint, status, milliseconds,
# bytes, whether a cache answered: a row as it is sent. It has only texts and numbers,
# so that the garbage collector skips it.
Call = tuple[str, float, str | None, str | None, str, int, float, int, bool]


class UsageLog:
    """The calls of one process that are not yet written."""

    def __init__(self, database: Database, *, kept: int = KEPT) -> None:
        """Take the database; nothing is written before `open`."""
        self._database = database
        self._kept = kept
        self._calls: deque[Call] = deque()
        self._sending = 0
        self._writing: asyncio.Task[None] | None = None
        self._ending = asyncio.Event()
        self.dropped = 0
        self.written = 0

    def open(self) -> None:
        """Start to write regularly."""
        self._writing = asyncio.create_task(self._write_now_and_then())

    async def close(self) -> None:
        """Write the rest, for some seconds at most."""
        self._ending.set()
        if self._writing is not None:
            # The batch that is being written is finished, not cut off.
            await asyncio.wait({self._writing}, timeout=LAST_WORDS)
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
        self.dropped += len(self._calls)
        if self.dropped:
            log.warning("usage_dropped", calls=self.dropped)

    @property
    def waiting(self) -> int:
        """The number of calls that are not yet written."""
        return len(self._calls) + self._sending

    def note(
        self,
        scope: Scope,
        *,
        method: str,
        status: int,
        latency_ms: float,
        byte_count: int,
        cache: str | None,
    ) -> None:
        """Note a call, if it has a caller."""
        caller: Caller | None = scope.get("caller")
        if caller is None:
            return
        if len(self._calls) >= self._kept:
            self.dropped += 1
            return
        self._calls.append(
            (
                _text(caller.tenant_id),
                time(),
                caller.subject,
                caller.key_prefix,
                _endpoint(method, getattr(scope.get("route"), "path", None)),
                status,
                latency_ms,
                byte_count,
                cache not in NOT_CACHED,
            )
        )

    async def _write_now_and_then(self) -> None:
        while not self._ending.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(PAUSE):
                    await self._ending.wait()
            while await self._write():
                continue

    async def _write(self) -> bool:
        """Write one batch; return whether another full one may be waiting.

        While Postgres is down the calls stay in the queue. Calls that Postgres refuses,
        perhaps because a partition is missing, are dropped: it would refuse them again.
        """
        calls = [
            self._calls.popleft()
            for _ in range(min(len(self._calls), WRITTEN_TOGETHER))
        ]
        if not calls:
            return False
        self._sending = len(calls)
        rows = orjson.dumps(calls).decode()
        try:
            await self._database.fetch(queries.LOG_CALLS, {"calls": rows})
        except Problem as problem:
            if problem.type.code == "unavailable":
                room = max(0, self._kept - len(self._calls))
                self.dropped += max(0, len(calls) - room)
                self._calls.extendleft(reversed(calls[:room]))
            else:
                self.dropped += len(calls)
                log.warning("usage_refused", error=problem.detail, calls=len(calls))
            return False
        except asyncio.CancelledError:
            # It may have been written, and a call must not be logged twice.
            self.dropped += len(calls)
            raise
        except Exception:
            self.dropped += len(calls)
            log.exception("usage_refused", calls=len(calls))
            return False
        finally:
            self._sending = 0
        self.written += len(calls)
        return len(calls) == WRITTEN_TOGETHER


# The text of a tenant's id is made once.
_text = lru_cache(maxsize=10_000)(str)


@lru_cache(maxsize=1024)
def _endpoint(method: str, path: str | None) -> str:
    """Return the method and path of an endpoint, without any text of the client."""
    return f"{method if method in METHODS else 'OTHER'} {path or '(none)'}"
