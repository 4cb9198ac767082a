"""The batch loader: one call of Postgres at a time, for all queries that wait.

A call costs several times more than computing one answer: a message each way, a plan, a
snapshot. So one call runs at a time, and queries that arrive meanwhile are batched into
the next. There is no added latency when idle, and the cost of an answer falls with the
load. It also leaves connections to other work when a promotion has invalidated
everything at once. If Postgres is slow, the next call begins before the last one ends.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg
import structlog

from api import queries
from api.cache.reads import Reads
from api.database import Database
from api.problems import Problem

log = structlog.get_logger()

CALLS_AT_ONCE = 1
MOST_TOGETHER = 16
# Seconds for which a call counts as under way.
LONGEST_TURN = 0.02

# Version of the database, data version and body of an answer; None: no such product.
Row = tuple[int, int | None, bytes | None]
Waiting = tuple["CachedQuery", "asyncio.Future[Row]"]


@dataclass(frozen=True, slots=True)
class CachedQuery:
    """A query of a client: its cache key, and the SQL call that answers it.

    A query with a `part`, as `api.product_parts` names it, can be batched with others.
    """

    key: str
    query: str
    parameters: Mapping[str, Any]
    soft_life: timedelta
    part: str | None = None


@dataclass(eq=False)
class BatchLoader:
    """Loads answers for one process."""

    database: Database
    reads: Reads
    _turns: int = 0
    _waiting: list[Waiting] = field(default_factory=list)
    _calls: set[asyncio.Task[None]] = field(default_factory=set)

    async def close(self) -> None:
        """Cancel the calls that are under way."""
        self._waiting.clear()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    async def ask(self, question: CachedQuery) -> Row:
        """Return the row of one answer; raises Problem as `Database.fetch` does."""
        if question.part is None or self.database.is_down:
            return await self._ask_alone(question)
        if self._turns >= CALLS_AT_ONCE:
            row: asyncio.Future[Row] = asyncio.get_running_loop().create_future()
            self._waiting.append((question, row))
            return await row
        end = self._begin()
        try:
            return await self._ask_alone(question)
        finally:
            end()

    async def ask_many(self, questions: Sequence[CachedQuery]) -> list[Row]:
        """Return the rows of parts of products of one marketplace, in one call."""
        parameters = {
            "asins": [question.parameters["asin"] for question in questions],
            "parts": [question.part for question in questions],
            "days": [question.parameters.get("days") for question in questions],
            "marketplace": questions[0].parameters["marketplace"],
            "soft_life": questions[0].soft_life,
        }
        rows = await self.reads.fetch(queries.PRODUCT_PARTS, parameters)
        by_place = {place: (version, data, body) for version, data, body, place in rows}
        return [by_place[place] for place in range(1, len(questions) + 1)]

    async def _ask_alone(self, question: CachedQuery) -> Row:
        # What has no part belongs to a tenant.
        source = self.database if question.part is None else self.reads
        [row] = await source.fetch(question.query, question.parameters)
        version, data_version, body = row
        return version, data_version, body

    def _begin(self) -> Callable[[], None]:
        """Count one more call as under way, until the returned function is called.

        Then the next call begins. A slow call soon stops counting: its connection may
        be dead without notice, and the waiting queries should try another one.
        """
        is_over = False

        def end() -> None:
            nonlocal is_over
            late.cancel()
            if not is_over:
                is_over = True
                self._turns -= 1
                if self._waiting and self._turns < CALLS_AT_ONCE:
                    self._call_together()

        self._turns += 1
        late = asyncio.get_running_loop().call_later(LONGEST_TURN, end)
        return end

    def _call_together(self) -> None:
        """Begin a call for the waiting queries, as many as fit into one."""
        marketplace = self._waiting[0][0].parameters["marketplace"]
        together: list[Waiting] = []
        others: list[Waiting] = []
        for one in self._waiting:
            is_of_it = one[0].parameters["marketplace"] == marketplace
            fits = is_of_it and len(together) < MOST_TOGETHER
            (together if fits else others).append(one)
        self._waiting = others
        # It serves several requests, so it carries the name of none of them.
        call = asyncio.get_running_loop().create_task(
            self._answer(together, self._begin()), context=Context()
        )
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _answer(
        self, together: Sequence[Waiting], end: Callable[[], None]
    ) -> None:
        rows: Sequence[Row | Exception]
        try:
            rows = await self._ask_together([question for question, _ in together])
        except Exception as error:
            rows = [error] * len(together)
        finally:
            end()
        for (_, waiting), row in zip(together, rows, strict=True):
            if waiting.done():
                continue
            if isinstance(row, Exception):
                waiting.set_exception(row)
            else:
                waiting.set_result(row)

    async def _ask_together(
        self, questions: Sequence[CachedQuery]
    ) -> Sequence[Row | Exception]:
        """Ask in one call; if one query makes it fail, ask each on its own."""
        try:
            return await self.ask_many(questions)
        except Problem as problem:
            if problem.type.code == "unavailable":
                raise
            reason = problem.detail
        except psycopg.Error as error:
            reason = str(error)
        log.warning("batch_failed", queries=len(questions), error=reason)
        rows: list[Row | Exception] = []
        for question in questions:
            try:
                rows.append(await self._ask_alone(question))
            except Exception as error:
                rows.append(error)
        return rows
