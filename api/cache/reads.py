"""Reads of announced facts, which a standby may answer instead of the primary.

What such an answer contains changes only together with the data version, and it brings
its version along, from the same snapshot. So an answer of the standby is right if its
version is the newest that this machine knows: the listener has read it from the
primary, or a process of this machine has served it. An older one has not replayed what
was announced; a newer one may not be visible on the primary yet. In both cases, and
after every failure, the primary answers. So it does while the listener is not in step,
because then the process does not know the newest version.

Nothing else is read from the standby. What a tenant changes does not move the version,
so the standby could not tell whether it has the change.

A promoted standby goes on with a history of its own, in which the same version can mean
other data. So each statement asks whether its server is a standby.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
import structlog
from psycopg.rows import TupleRow

from api import queries
from api.cache.invalidation import Listener
from api.cache.memory_store import MemoryStore
from api.database import Database
from api.problems import Problem
from common.queries import wrap

log = structlog.get_logger()

# Why the primary answers. Of these, `ahead`, `refused` and `unsynced` pass by
# themselves, or concern one statement; with another the standby is left alone.
REASONS = (
    "ahead", "behind", "cancelled", "promoted", "refused", "unavailable", "unsynced"
)  # fmt: skip
PASSING = ("ahead", "refused", "unsynced")
# Seconds until a standby that lags is asked again; each time twice as long.
SHORTEST_PAUSE = 0.05
_CANCELLED = ("40001", "57014")
# The watermark of everything that is read here, so that nothing goes back on a machine.
_WATERMARK = "reads"


@dataclass(eq=False)
class Reads:
    """Sends the reads of one process to the standby, if there is one, or the primary.

    `fault` is the reason why the standby is not asked. While there is one, a task looks
    whether it has passed, every `longest_pause` seconds or sooner; so no request waits
    for a standby that is known to be down.
    """

    primary: Database
    standby: Database | None
    memory: MemoryStore
    listener: Listener
    longest_pause: float
    fault: str | None = "unavailable"
    version: int = 0
    replayed_at: float = 0.0
    read_counts: dict[str, int] = field(
        default_factory=lambda: {"primary": 0, "standby": 0}
    )
    fallback_counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(REASONS, 0)
    )
    _pause: float = 0.0
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    async def fetch(self, query: str, parameters: Mapping[str, Any]) -> list[TupleRow]:
        """Return the rows of a call, whose first column is the data version.

        Raises Problem as `Database.fetch` of the primary does.
        """
        if self.standby is None:
            return await self.primary.fetch(query, parameters)
        rows = await self._ask(self.standby, query, parameters)
        self.read_counts["standby" if rows else "primary"] += 1
        if not rows:
            rows = await self.primary.fetch(query, parameters)
            self.memory.watermarks.raise_to(_WATERMARK, rows[0][0])
        return rows

    async def fetch_list(
        self, query: str, parameters: Mapping[str, Any]
    ) -> list[TupleRow]:
        """Return the rows of a call that has no version, see `fetch`."""
        if self.standby is None:
            return await self.primary.fetch(query, parameters)
        rows = await self.fetch(wrap(queries.WITH_VERSION, query), parameters)
        return [row[1:] for row in rows]

    async def _ask(
        self, standby: Database, query: str, parameters: Mapping[str, Any]
    ) -> list[TupleRow]:
        """Return the rows of the standby; none if the primary must answer."""
        rows: list[TupleRow] = []
        reason = self.fault if self.memory.is_synced else "unsynced"
        if reason is None:
            rows, reason = await self._try(standby, query, parameters)
            if reason is None:
                return rows
            if reason not in PASSING:
                self._leave_alone(reason)
        self.fallback_counts[reason] += 1
        return []

    async def _try(
        self, standby: Database, query: str, parameters: Mapping[str, Any]
    ) -> tuple[list[TupleRow], str | None]:
        """Return the rows of the standby, and the reason not to use them."""
        work = standby.fetch(wrap(queries.ON_STANDBY, query), parameters)
        try:
            rows = await standby.within_deadline(work)
        except (Problem, psycopg.Error) as error:
            cause = error.__cause__ if isinstance(error, Problem) else error
            if isinstance(cause, psycopg.Error) and cause.sqlstate in _CANCELLED:
                return [], "cancelled"
            is_outage = isinstance(error, Problem) and error.type.code == "unavailable"
            return [], "unavailable" if is_outage else "refused"
        if not rows:
            return [], "promoted"
        newest = max(self.listener.version, self.memory.watermarks.highest)
        self.version = rows[0][0]
        if self.version == newest:
            return rows, None
        return rows, "behind" if self.version < newest else "ahead"

    def _leave_alone(self, reason: str) -> None:
        if self.fault is None:
            log.info("standby_not_used", reason=reason, version=self.version)
            self.fault = reason
            is_lagging = reason == "behind"
            self._pause = SHORTEST_PAUSE if is_lagging else self.longest_pause
            self._wake.set()

    async def run(self) -> None:
        """Look at the standby now and then, until cancelled."""
        while self.standby is not None:
            self._wake.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pause):
                    await self._wake.wait()
                    continue
            await self._look(self.standby)

    async def _look(self, standby: Database) -> None:
        """Note how far the standby is, and whether it may be asked."""
        rows, reason = await self._try(standby, queries.STANDBY_STATE, {})
        if rows:
            self.replayed_at = rows[0][1] or 0.0
        if reason == "promoted":
            await standby.reconnect()
        if reason is None or reason in PASSING:
            if self.fault is not None:
                log.info("standby_used", version=self.version)
            self.fault = None
            self._pause = self.longest_pause
        elif self.fault is None:
            self._leave_alone(reason)
        else:
            self.fault = reason
            self._pause = min(2 * self._pause or SHORTEST_PAUSE, self.longest_pause)
