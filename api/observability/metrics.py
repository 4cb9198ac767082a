"""Metrics in the Prometheus text format: of this process and of the database.

Requests are counted in plain lists: a counter of the client library would cost as much
as a memory hit. The library formats them when Prometheus scrapes. Each process has its
own numbers and is scraped at its own address; metrics of the database are the same from
every process.

No label names a product or a tenant: their number has no bound.
"""

import asyncio
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby
from time import monotonic, time
from typing import TYPE_CHECKING, Any

import structlog
from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import Metric
from starlette.responses import Response

from api import queries
from api.cache.invalidation import Listener
from api.cache.memory_store import MemoryStore
from api.cache.read_through import ReadThroughCache
from api.cache.redis_store import RedisStore
from api.database import Database
from api.problems import Problem

if TYPE_CHECKING:
    from api.auth.middleware import Access

log = structlog.get_logger()

BUCKETS = (
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075,
    0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 10.0,
)  # fmt: skip
COARSE = (0.005, 0.05, 0.1, 0.5, 1.0, 5.0)
SOURCES = ("l1", "hit", "stale", "miss", "bypass")
DATABASE_SECONDS = 10.0


class Series:
    """Requests of one handler, method and status group."""

    __slots__ = ("buckets", "seconds")

    def __init__(self) -> None:
        """Count nothing yet."""
        self.seconds = 0.0
        self.buckets = [0] * (len(BUCKETS) + 1)


class MetricsCollector:
    """Collects the metrics of one process."""

    def __init__(self) -> None:
        """Count nothing yet."""
        self._series: dict[tuple[str, str, int], Series] = {}
        self._sources = dict.fromkeys((name.encode() for name in SOURCES), 0)
        self._parts: (
            tuple[
                Database,
                MemoryStore,
                RedisStore | None,
                Listener,
                ReadThroughCache,
                Access,
            ]
            | None
        ) = None
        self._known: list[Metric] = []
        self._is_known = False
        self._known_until = 0.0
        self._asking: asyncio.Task[None] | None = None
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    def watch(
        self,
        database: Database,
        memory: MemoryStore,
        cache: RedisStore | None,
        listener: Listener,
        answers: ReadThroughCache,
        access: "Access",
    ) -> None:
        """Take the parts whose state is exported."""
        self._parts = (database, memory, cache, listener, answers, access)

    def expect(self, handlers: Iterable[tuple[str, str]]) -> None:
        """Begin the series of these paths and methods at 0."""
        for handler, method in handlers:
            for status in (2, 3, 4, 5):
                self._series.setdefault((handler, method, status), Series())

    def count(
        self, handler: str, method: str, status: int, source: bytes, seconds: float
    ) -> None:
        """Note one request."""
        key = (handler, method, status // 100)
        series = self._series.get(key)
        if series is None:
            series = self._series[key] = Series()
        series.seconds += seconds
        series.buckets[bisect_left(BUCKETS, seconds)] += 1
        if source in self._sources:
            self._sources[source] += 1

    async def text(self) -> bytes:
        """Return all metrics; those of the database are some seconds old at most."""
        if self._asking is None and monotonic() >= self._known_until:
            self._asking = asyncio.create_task(self._ask())
        if self._asking is not None:
            await asyncio.shield(self._asking)
        return generate_latest(self._registry)

    async def _ask(self) -> None:
        try:
            if self._parts is None:
                return
            database = self._parts[0]
            started = time()
            rows = await database.within_deadline(database.fetch(queries.METRICS, {}))
            self._known = list(_metrics_of(rows))
            self._known.append(
                _gauge(
                    "asinmart_database_metrics_timestamp_seconds",
                    "When the metrics of the database were read.",
                    started,
                )
            )
            self._is_known = True
            self._known_until = monotonic() + DATABASE_SECONDS
        except Problem as problem:
            # Old timestamps and totals stay true; asinmart_database_up is 0.
            self._is_known = False
            self._known_until = monotonic() + 1.0
            log.warning("database_metrics_failed", error=problem.detail)
        finally:
            self._asking = None

    # What the library calls.

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics."""
        yield from self._requests()
        if self._parts is not None:
            yield from self._state(*self._parts)
        yield from self._known

    def _requests(self) -> Iterator[Metric]:
        requests = Metric(
            "http_requests", "Requests by path, status and method.", "counter"
        )
        durations = Metric(
            "http_request_duration_seconds",
            "Time to the last byte of the response, by path and method.",
            "histogram",
        )
        everything = Series()
        merged: dict[tuple[str, str], Series] = {}
        for (handler, method, status), series in sorted(self._series.items()):
            requests.add_sample(
                "http_requests_total",
                {"handler": handler, "status": f"{status}xx", "method": method},
                sum(series.buckets),
            )
            for into in (merged.setdefault((handler, method), Series()), everything):
                into.seconds += series.seconds
                for place, number in enumerate(series.buckets):
                    into.buckets[place] += number
        for (handler, method), series in merged.items():
            labels = {"handler": handler, "method": method}
            _add_histogram(durations, labels, series, COARSE)
        yield requests
        yield durations
        highr = Metric(
            "http_request_duration_highr_seconds",
            "Time to the last byte of the response, for all requests.",
            "histogram",
        )
        _add_histogram(highr, {}, everything, BUCKETS)
        yield highr
        yield _counter(
            "asinmart_cache_requests_total",
            "Responses by the source in X-Cache.",
            *(({"result": k.decode()}, v) for k, v in self._sources.items()),
        )

    def _state(
        self,
        database: Database,
        memory: MemoryStore,
        cache: RedisStore | None,
        listener: Listener,
        answers: ReadThroughCache,
        access: "Access",
    ) -> Iterator[Metric]:
        yield _counter(
            "asinmart_cache_refreshes_total",
            "Background refreshes of stale entries, by outcome.",
            ({"outcome": "done"}, answers.refresher.done_count),
            ({"outcome": "failed"}, answers.refresher.failed_count),
        )
        yield _counter(
            "asinmart_cache_waits_total",
            "Waits for another process that loads the same entry, by outcome.",
            ({"outcome": "answered"}, answers.flights.awaited_count),
            ({"outcome": "in_vain"}, answers.flights.awaited_in_vain_count),
        )
        yield _counter(
            "asinmart_cache_errors_total",
            "Redis commands that failed or timed out.",
            ({}, cache.error_count if cache is not None else 0),
        )
        yield _gauge(
            "asinmart_cache_in_step",
            "1 while entries of this store may be served.",
            ({"store": "memory"}, memory.is_synced),
            ({"store": "redis"}, cache is not None and cache.is_synced),
        )
        yield _gauge(
            "asinmart_memory_bytes",
            "Size of the memory cache in bytes.",
            memory.byte_count,
        )
        yield _gauge(
            "asinmart_memory_limit_bytes",
            "Limit of the memory cache in bytes.",
            memory.max_bytes,
        )
        yield _gauge(
            "asinmart_memory_entries", "Entries in the memory cache.", len(memory)
        )
        yield _counter(
            "asinmart_memory_evictions_total",
            "Entries evicted because the memory cache was full.",
            ({}, memory.evicted_count),
        )
        yield _counter(
            "asinmart_memory_refusals_total",
            "Entries refused because a newer invalidation was applied before them.",
            ({}, memory.refused_count),
        )
        yield _counter(
            "asinmart_invalidations_applied_total",
            "Invalidations applied by this process.",
            ({}, listener.applied_count),
        )
        yield _gauge(
            "asinmart_listener_connected",
            "1 while the listener is connected to Postgres.",
            listener.is_connected,
        )
        yield _gauge(
            "asinmart_listener_notified",
            "1 while the listener receives notifications; 0 while it polls.",
            listener.is_connected and listener.is_notified,
        )
        behind = listener.seconds_behind
        yield _gauge(
            "asinmart_listener_caught_up_timestamp_seconds",
            "When the listener last caught up with the database; 0 for never.",
            0 if behind is None else time() - behind,
        )
        usage = access.usage
        yield _counter(
            "asinmart_usage_calls_total",
            "Calls for app.api_usage_logs, written, or dropped from a full queue.",
            ({"outcome": "written"}, usage.written),
            ({"outcome": "dropped"}, usage.dropped),
        )
        yield _gauge(
            "asinmart_usage_calls_waiting",
            "Calls in the queue for app.api_usage_logs.",
            usage.waiting,
        )
        yield _gauge(
            "asinmart_limits_shared",
            "1 while Redis counts the rate limits; 0 while each process counts alone.",
            not access.limits.is_alone,
        )
        yield _gauge(
            "asinmart_database_up",
            "1 if the last query for metrics of the database succeeded.",
            self._is_known,
        )
        queries_done = Metric(
            "asinmart_database_query_duration_seconds",
            "Duration of database queries, including the wait for a connection.",
            "summary",
        )
        queries_done.add_sample(f"{queries_done.name}_count", {}, database.query_count)
        queries_done.add_sample(f"{queries_done.name}_sum", {}, database.query_seconds)
        yield queries_done
        yield _counter(
            "asinmart_database_errors_total",
            "Database queries that failed.",
            ({}, database.error_count),
        )


def _metric(name: str, text: str, kind: str, samples: Iterable[Any]) -> Metric:
    metric = Metric(name.removesuffix("_total"), text, kind)
    for sample in samples:
        labels, value = sample if isinstance(sample, tuple) else ({}, sample)
        metric.add_sample(name, labels, value)
    return metric


def _gauge(name: str, text: str, *samples: Any) -> Metric:
    return _metric(name, text, "gauge", samples)


def _counter(name: str, text: str, *samples: Any) -> Metric:
    return _metric(name, text, "counter", samples)


def _add_histogram(
    metric: Metric, labels: dict[str, str], series: Series, bounds: Iterable[float]
) -> None:
    numbers = dict(zip((*BUCKETS, float("inf")), series.buckets, strict=True))
    total = sum(series.buckets)
    for bound in (*bounds, float("inf")):
        below = sum(number for limit, number in numbers.items() if limit <= bound)
        name = "+Inf" if bound == float("inf") else f"{bound:g}"
        metric.add_sample(f"{metric.name}_bucket", {**labels, "le": name}, below)
    metric.add_sample(f"{metric.name}_count", labels, total)
    metric.add_sample(f"{metric.name}_sum", labels, series.seconds)


def _metrics_of(rows: Iterable[Any]) -> Iterator[Metric]:
    """Turn rows of api.metrics, ordered by name, into metrics."""
    for (name, kind, text), samples in groupby(rows, key=lambda row: row[:3]):
        yield _metric(
            name.decode(),
            text.decode(),
            kind.decode(),
            [(labels, value) for *_, labels, value in samples],
        )


async def metrics_response(metrics: MetricsCollector) -> Response:
    """Answer with the metrics of this process and of the database."""
    return Response(
        await metrics.text(),
        headers={"Cache-Control": "no-store"},
        media_type=CONTENT_TYPE_PLAIN_0_0_4,
    )
