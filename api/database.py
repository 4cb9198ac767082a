"""The connection pool; every query of a request goes through it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any, NoReturn, TypeVar

import psycopg
from psycopg.adapt import Buffer, Loader
from psycopg.rows import TupleRow, tuple_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from api import queries
from api.problems import from_database_error, unavailable
from api.settings import Settings
from common.queries import wrap

T = TypeVar("T")

# Seconds between attempts to connect while requests wait for a connection.
RECONNECT_PAUSE = 0.5

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
# The queries that were sent for one piece of work, if they are counted.
calls: ContextVar[list[str] | None] = ContextVar("calls", default=None)
_transaction: ContextVar[psycopg.AsyncConnection[TupleRow] | None] = ContextVar(
    "transaction", default=None
)

_CONNECTION_ERRORS = (psycopg.OperationalError, psycopg.InterfaceError)
# The server ended the statement, on a standby also for replay; the connection is alive.
_CANCELLED = (psycopg.errors.QueryCanceled, psycopg.errors.SerializationFailure)

# A dead peer is noticed within some 20 seconds, also while a query waits for it.
KEEPALIVE = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15000,
}


class BytesLoader(Loader):
    """Loads text as the bytes that Postgres sent: bodies are never decoded."""

    def load(self, data: Buffer) -> bytes:
        """Return the value's bytes."""
        return bytes(data)


class Database:
    """Runs the calls of `api.queries`; its errors are problems, ready to answer."""

    def __init__(self, settings: Settings) -> None:
        """Prepare the pool; no connection is made yet."""
        self._settings = settings
        self._down_until = 0.0
        self._answered_at = 0.0
        self._session = {
            "tenant_id": str(settings.tenant_id),
            "statement_timeout": f"{settings.statement_timeout:g}s",
        }
        self.is_pooled = False
        self.query_count = 0
        self.query_seconds = 0.0
        self.error_count = 0
        self._reconnecting: asyncio.Task[None] | None = None
        self._pool = AsyncConnectionPool(
            settings.database_url,
            min_size=1,
            max_size=settings.pool_max_size,
            open=False,
            timeout=settings.pool_timeout,
            # The pool's own pauses between attempts cannot be cut short, and while one
            # lasts it makes no new attempt. So it gives up at once; then each request,
            # `recover` and `_reconnect` make it try again.
            reconnect_timeout=0,
            reconnect_failed=self._reconnect_later,
            configure=self._configure,
            kwargs={
                "autocommit": True,
                "application_name": "asinmart api",
                "client_encoding": "utf8",
                **KEEPALIVE,
            },
        )

    async def open(self) -> None:
        """Start the pool without waiting: the API starts while Postgres is down."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Close every connection."""
        if self._reconnecting is not None:
            self._reconnecting.cancel()
            await asyncio.wait({self._reconnecting})
        await self._pool.close()

    async def _configure(self, connection: psycopg.AsyncConnection[TupleRow]) -> None:
        """Set the tenant and the timeout, once a connection.

        Behind a pooler each transaction may run in another session: settings and
        prepared statements would be lost, or left to other clients. Then nothing is
        prepared, and each call sends the settings, see `_fetch_from`.
        """
        self.is_pooled = await is_pooled(connection)
        if self.is_pooled:
            connection.prepare_threshold = None
        else:
            await connection.execute(queries.SESSION, self._session)
        connection.adapters.register_loader("text", BytesLoader)

    @property
    def is_down(self) -> bool:
        """Whether Postgres was found unreachable within the last second."""
        return monotonic() < self._down_until

    async def recover(self) -> None:
        """Connect at once: another connection to Postgres has just succeeded."""
        self._down_until = 0.0
        await self._pool.check()

    async def reconnect(self) -> None:
        """Replace every connection: the address may lead to another server now."""
        await self._pool.drain()

    async def _reconnect_later(self, _: AsyncConnectionPool[Any]) -> None:
        if self._reconnecting is None or self._reconnecting.done():
            self._reconnecting = asyncio.create_task(self._reconnect())

    async def _reconnect(self) -> None:
        """Try again for the requests that wait; a later one tries by itself."""
        await asyncio.sleep(RECONNECT_PAUSE)
        if self._pool.get_stats()["requests_waiting"]:
            await self._pool.check()

    async def fetch(self, query: str, parameters: Mapping[str, Any]) -> list[TupleRow]:
        """Return the rows of one call.

        Raises Problem: the error of the function (AMnnn), or 503 when Postgres cannot
        be reached, refuses the login or takes too long.
        """
        if self.is_down:
            raise unavailable("The database cannot be reached; try again shortly.")
        started = monotonic()
        try:
            rows = await self._fetch(query, parameters)
        except psycopg.Error as error:
            self.error_count += 1
            # Overload also ends in a PoolTimeout; then others were answered meanwhile.
            if isinstance(error, PoolTimeout) and self._answered_at < started:
                self._mark_down()
            _raise_problem(error)
        finally:
            self.query_count += 1
            self.query_seconds += monotonic() - started
        self._answered_at = monotonic()
        return rows

    async def change(self, query: str, parameters: Mapping[str, Any]) -> list[TupleRow]:
        """Return the rows of a call that changes something; it is sent only once.

        A query that may be repeated comes first, to find and replace a dead connection.
        Raises Problem as `fetch` does.
        """
        if _transaction.get() is not None:
            return await self.fetch(query, parameters)
        await self.fetch(queries.PING, {})
        async with self.transaction():
            return await self.fetch(query, parameters)

    async def _fetch(self, query: str, parameters: Mapping[str, Any]) -> list[TupleRow]:
        """Run the call, once more when the connection turns out to be dead.

        After a restart of Postgres every pooled connection is dead; reads can be
        repeated, so one check of the pool spares the clients an error each.
        """
        if (connection := _transaction.get()) is not None:
            return await self._fetch_from(connection, query, parameters)
        try:
            async with self._pool.connection() as connection:
                return await self._fetch_from(connection, query, parameters)
        except _CONNECTION_ERRORS as error:
            if isinstance(error, (PoolTimeout, *_CANCELLED)):
                raise
        try:
            await self._pool.check()
            async with self._pool.connection() as connection:
                return await self._fetch_from(connection, query, parameters)
        except _CONNECTION_ERRORS as error:
            if not isinstance(error, _CANCELLED):
                self._mark_down()
            raise

    async def _fetch_from(
        self,
        connection: psycopg.AsyncConnection[TupleRow],
        query: str,
        parameters: Mapping[str, Any],
    ) -> list[TupleRow]:
        """Run the call under the name of its request, if there is one.

        So pg_stat_activity and the log of Postgres name the request, like the API's
        log.
        """
        if (counted := calls.get()) is not None:
            counted.append(query)
        if (name := request_id.get()) is not None:
            query = wrap(queries.WITH_REQUEST_NAME, query)
            parameters = {**parameters, "request_name": f"asinmart api {name}"[:63]}
        async with connection.cursor(row_factory=tuple_row) as cursor:
            if connection.prepare_threshold is not None:
                await cursor.execute(query, parameters)
            else:
                # One round trip and one transaction, with which the settings end.
                async with connection.pipeline():
                    await connection.execute(queries.TRANSACTION, self._session)
                    await cursor.execute(query, parameters)
            return await cursor.fetchall()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Run everything that is fetched inside as one transaction.

        An exception inside rolls it back. Raises Problem 503 when Postgres goes away;
        then it is unknown whether the transaction was committed.
        """
        if self.is_down:
            raise unavailable("The database cannot be reached; try again shortly.")
        try:
            async with self._pool.connection() as connection, connection.transaction():
                token = _transaction.set(connection)
                try:
                    yield
                finally:
                    _transaction.reset(token)
        except psycopg.Error as error:
            _raise_problem(error)

    async def within_deadline(self, work: Awaitable[T]) -> T:
        """Wait for work on the database up to a deadline: Postgres may hang.

        The work goes on when the wait ends. Cancelling it would not help: psycopg then
        asks the server to cancel and waits for that server.
        """
        task = asyncio.ensure_future(work)
        task.add_done_callback(_look_away)
        started = monotonic()
        done, _ = await asyncio.wait({task}, timeout=self._settings.answer_timeout)
        if done:
            return task.result()
        if self._answered_at < started:
            self._mark_down()
        raise unavailable("The database took too long to answer; try again shortly.")

    def _mark_down(self) -> None:
        self._down_until = monotonic() + 1.0


async def is_pooled(connection: psycopg.AsyncConnection[TupleRow]) -> bool:
    """Whether a pooler is in between: it reports an invented process id."""
    cursor = await connection.execute(queries.BACKEND, prepare=False)
    row = await cursor.fetchone()
    return row is None or row[0] != connection.info.backend_pid


def _raise_problem(error: psycopg.Error) -> NoReturn:
    """Raise the problem for an error of Postgres, or a bug of the API as it is."""
    problem = from_database_error(error)
    if problem is None:
        raise error
    raise problem from error


def _look_away(task: "asyncio.Future[Any]") -> None:
    """Retrieve the exception, in case no request waits for it any more."""
    if not task.cancelled():
        task.exception()
