"""The worker process: a queue in Postgres, groups of tasks, and a heartbeat.

It works only for the database that its installation has claimed. On any other it stays
alive, does nothing, and reports the reason in its log and to ops.doctor().
"""

import asyncio
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import UUID

import psycopg
import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker
from psycopg_pool import PoolTimeout

from common.logging import configure_logging
from worker import queries
from worker.database import Pool, call, make_pool
from worker.retries import GiveUp, NotYet, Retries, TryAgain
from worker.settings import Settings, load_settings
from worker.tasks.archive import archive
from worker.tasks.fetch import fetch
from worker.tasks.notify import notify
from worker.tasks.report_prose import report_prose
from worker.tasks.search_reports import search_report

log = structlog.get_logger()

_DATABASE_ERRORS = (psycopg.Error, PoolTimeout, ConnectorException, OSError)


def make_app(settings: Settings, pool: Pool) -> App:
    """Make the queue's application with its tasks."""
    app = App(
        connector=PsycopgConnector(
            conninfo=settings.database_url,
            # The library refers to its tables without a schema.
            kwargs={
                "options": "-c search_path=procrastinate",
                "application_name": "asinmart worker queue",
                "connect_timeout": 10,
            },
            min_size=1,
            max_size=6,
            timeout=10,
        )
    )
    retries = Retries(settings)

    @app.task(name="notify", queue="notify", retry=retries)
    def notify_task(notification_id: str) -> str:
        return notify(pool, settings, UUID(notification_id))

    @app.task(name="fetch", queue="fetch", retry=retries, pass_context=True)
    def fetch_task(context: JobContext, fetch_id: int) -> str:
        return fetch(pool, settings, fetch_id, attempt=context.job.attempts + 1)

    @app.task(name="search_report", queue="reports", retry=retries)
    def search_report_task(tenant_id: str, request_id: int) -> str:
        return search_report(pool, settings, UUID(tenant_id), request_id)

    @app.task(name="report_prose", queue="prose", retry=retries)
    def report_prose_task(**report: Any) -> str:
        return report_prose(pool, settings, report=report)

    @app.task(name="archive", queue="archive", retry=retries)
    def archive_task(archive_id: int) -> str:
        return archive(settings, archive_id)

    return app


def note_failures(pool: Pool) -> Callable[[Callable[[], Any], JobContext, Worker], Any]:
    """Make the middleware that records and logs the errors of tasks."""

    def middleware(call_next: Callable[[], Any], context: JobContext, _: Worker) -> Any:
        job = context.job
        try:
            result = call_next()
        except NotYet as error:
            log.info("task_postponed", task=job.task_name, id=job.id, reason=str(error))
            raise
        except Exception as error:
            is_final = context.task.get_retry_exception(error, job) is None
            is_known = isinstance(error, TryAgain | GiveUp)
            log.warning(
                "task_failed",
                task=job.task_name,
                id=job.id,
                error=str(error),
                is_final=is_final,
                exc_info=not is_known,
            )
            with suppress(*_DATABASE_ERRORS):
                call(
                    pool,
                    queries.NOTE_TASK_FAILURE,
                    task_id=job.id,
                    task_name=job.task_name,
                    attempt=job.attempts + 1,
                    error=str(error) or type(error).__name__,
                    is_final=is_final,
                )
            raise
        log.info("task_done", task=job.task_name, id=job.id, result=result)
        return result

    return middleware


async def run(settings: Settings) -> None:
    """Work until a signal stops the process; wait while the database is unreachable."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # The loop's own pool is sized by the number of processors, not by waiting tasks.
    threads = settings.concurrency + 2
    loop.set_default_executor(ThreadPoolExecutor(threads, "task"))
    log.info("worker_started", instance_id=settings.instance_id)
    with make_pool(settings) as pool:
        while not stop.is_set():
            try:
                await _work(settings, pool, stop)
            except _DATABASE_ERRORS as error:
                log.warning("database_unreachable", error=str(error).strip())
            await _wait(stop, min(settings.poll_interval, 5.0))
        log.info("worker_stopped")


async def _work(settings: Settings, pool: Pool, stop: asyncio.Event) -> None:
    """Work while the database is reachable and claimed by this installation."""
    fault = await asyncio.to_thread(_beat, pool, settings)
    if fault is not None:
        log.warning("worker_idle", reason=fault)
        await _wait(stop, settings.heartbeat_interval)
        return
    app = make_app(settings, pool)
    async with app.open_async():
        leave = asyncio.Event()
        workers = [
            Worker(
                app,
                queues=[queue],
                name=queue,
                concurrency=concurrency,
                fetch_job_polling_interval=settings.poll_interval,
                update_heartbeat_interval=settings.heartbeat_interval,
                stalled_worker_timeout=settings.stalled_after,
                install_signal_handlers=False,
                task_middleware=[note_failures(pool)],
            )
            for queue, concurrency in (
                ("notify", settings.notify_concurrency),
                ("fetch", settings.fetch_concurrency),
                ("reports", settings.report_concurrency),
                ("prose", settings.prose_concurrency),
                ("archive", settings.archive_concurrency),
            )
        ]
        works = [
            asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]
            for worker in workers
        ]
        keepers = [
            asyncio.create_task(_keep_beating(settings, pool, leave)),
            asyncio.create_task(_keep_house(settings, pool)),
        ]
        stopping = asyncio.create_task(stop.wait())
        leaving = asyncio.create_task(leave.wait())
        await asyncio.wait(
            [*works, *keepers, stopping, leaving], return_when=asyncio.FIRST_COMPLETED
        )
        for task in (*keepers, stopping, leaving):
            task.cancel()
        # A worker whose connection dies while it registers loses the cancellation: the
        # library takes the error for one to retry. The stop request stays.
        for worker, work in zip(workers, works, strict=True):
            worker.stop()  # type: ignore[no-untyped-call]
            work.cancel()
        _, running = await asyncio.wait(works, timeout=settings.shutdown_timeout)
        if running and stop.is_set():
            # A thread cannot be stopped, and a fetch may wait for an hour. Its task
            # stays as if the process had died, and the next worker requeues it.
            log.warning("tasks_abandoned")
            os._exit(0)
        await asyncio.gather(*works, *keepers, return_exceptions=True)


def _beat(pool: Pool, settings: Settings) -> str | None:
    fault: str | None = call(pool, queries.BEAT, instance_id=settings.instance_id)[
        "fault"
    ]
    return fault


async def _keep_beating(settings: Settings, pool: Pool, leave: asyncio.Event) -> None:
    while True:
        await asyncio.sleep(settings.heartbeat_interval)
        try:
            if await asyncio.to_thread(_beat, pool, settings) is not None:
                leave.set()
        except _DATABASE_ERRORS as error:
            log.warning("heartbeat_failed", error=str(error).strip())


async def _keep_house(settings: Settings, pool: Pool) -> None:
    """Requeue the tasks of dead workers, and messages without a task."""
    while True:
        try:
            rescued = await asyncio.to_thread(
                call, pool, queries.RESCUE_TASKS, silence=settings.stalled_after
            )
            requeued = await asyncio.to_thread(
                call, pool, queries.REQUEUE_NOTIFICATIONS
            )
            if rescued["task_count"] or requeued["task_count"]:
                log.info(
                    "tasks_requeued",
                    rescued=rescued["task_count"],
                    requeued=requeued["task_count"],
                )
        except _DATABASE_ERRORS as error:
            log.warning("housekeeping_failed", error=str(error).strip())
        await asyncio.sleep(settings.housekeeping_interval)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def main() -> None:
    """Run the worker until SIGTERM or SIGINT."""
    settings = load_settings()
    configure_logging(settings.log_level)
    asyncio.run(run(settings))
