"""Metrics in the Prometheus text format: of this process and of the database.

Requests are counted in plain lists: a counter of the client library would cost as much
as a memory hit. The library formats them when Prometheus scrapes. Each process has its
own numbers and is scraped at its own address; metrics of the database are the same from
every process.

No label names a product or a tenant, because their number has no bound.
"""

import asyncio
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, groupby
from time import monotonic, time
from typing import Any

import structlog
from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from starlette.responses import Response

from api import queries
from api.cache.read_through import SOURCES
from api.database import Database
from api.observability.parts import Parts
from api.problems import Problem

log = structlog.get_logger()

BUCKETS = (
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075,
    0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 10.0,
)  # fmt: skip
COARSE = (0.005, 0.05, 0.1, 0.5, 1.0, 5.0)
DATABASE_SECONDS = 10.0


@dataclass(eq=False, slots=True)
class Series:
    """Requests of one handler, method and status group."""

    seconds: float = 0.0
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))


@dataclass(eq=False, slots=True)
class OperationCall:
    """A request of GraphQL: the operation's name, its cost, its calls of Postgres."""

    op: str
    cost: int = 0
    sql_calls: int = 0


@dataclass(eq=False, slots=True)
class Operation:
    """Requests of one GraphQL operation; of cacheable ones by the source in X-Cache."""

    series: dict[int, Series] = field(
        default_factory=lambda: {status: Series() for status in (2, 3, 4, 5)}
    )
    cost: int = 0
    sql_calls: int = 0
    sources: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SOURCES, 0))


class MetricsCollector:
    """Collects the metrics of one process.

    `parts` are those of the running application, whose state is exported.
    """

    def __init__(self) -> None:
        """Count nothing yet."""
        self.parts: Parts | None = None
        self._series: dict[tuple[str, str, int], Series] = {}
        self._sources = dict.fromkeys((name.encode() for name in SOURCES), 0)
        self._operations: dict[str, Operation] = {}
        self._known: list[Metric] = []
        self._is_known = False
        self._known_until = 0.0
        self._asking: asyncio.Task[None] | None = None
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    def expect(
        self, handlers: Iterable[tuple[str, str]], operations: Iterable[str] = ()
    ) -> None:
        """Start the series of these paths and methods and operations at 0."""
        for op in operations:
            self._operations.setdefault(op, Operation())
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

    def count_operation(
        self, call: OperationCall, status: int, source: bytes, seconds: float
    ) -> None:
        """Note one request of GraphQL."""
        operation = self._operations.setdefault(call.op, Operation())
        series = operation.series.setdefault(status // 100, Series())
        series.seconds += seconds
        series.buckets[bisect_left(BUCKETS, seconds)] += 1
        operation.cost += call.cost
        operation.sql_calls += call.sql_calls
        name = source.decode()
        if name in operation.sources:
            operation.sources[name] += 1

    async def text(self) -> bytes:
        """Return all metrics; those of the database are some seconds old at most."""
        if (
            self.parts is not None
            and self._asking is None
            and monotonic() >= self._known_until
        ):
            self._asking = asyncio.create_task(self._ask(self.parts.database))
        if self._asking is not None:
            await asyncio.shield(self._asking)
        return generate_latest(self._registry)

    async def _ask(self, database: Database) -> None:
        try:
            started = time()
            rows = await database.within_deadline(database.fetch(queries.METRICS, {}))
            self._known = [
                *_metrics_of(rows),
                GaugeMetricFamily(
                    "asinmart_database_metrics_timestamp_seconds",
                    "When the metrics of the database were read.",
                    started,
                ),
            ]
            self._is_known = True
            self._known_until = monotonic() + DATABASE_SECONDS
        except Problem as problem:
            # Old timestamps and totals stay true; asinmart_database_up is 0.
            self._is_known = False
            self._known_until = monotonic() + 1.0
            log.warning("database_metrics_failed", error=problem.detail)
        finally:
            self._asking = None

    def collect(self) -> Iterator[Metric]:
        """Yield all metrics; the registry calls it."""
        yield from self._requests()
        yield from self._graphql()
        if self.parts is not None:
            yield from self._state(self.parts)
        yield from self._known

    def _requests(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "http_requests_total",
            "Requests by path, status and method.",
            labels=("handler", "status", "method"),
        )
        durations = HistogramMetricFamily(
            "http_request_duration_seconds",
            "Time to the last byte of the response, by path and method.",
            labels=("handler", "method"),
        )
        everything = Series()
        merged: dict[tuple[str, str], Series] = {}
        for (handler, method, status), series in sorted(self._series.items()):
            labels = (handler, f"{status}xx", method)
            requests.add_metric(labels, sum(series.buckets))
            for into in (merged.setdefault((handler, method), Series()), everything):
                into.seconds += series.seconds
                for place, number in enumerate(series.buckets):
                    into.buckets[place] += number
        for handled, series in merged.items():
            durations.add_metric(handled, _buckets(series, COARSE), series.seconds)
        yield requests
        yield durations
        yield HistogramMetricFamily(
            "http_request_duration_highr_seconds",
            "Time to the last byte of the response, for all requests.",
            _buckets(everything, BUCKETS),
            everything.seconds,
        )
        yield _counter(
            "asinmart_cache_requests_total",
            "Responses by the source in X-Cache.",
            result={name.decode(): count for name, count in self._sources.items()},
        )

    def _graphql(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "gql_requests_total",
            "Requests of GraphQL by operation and status.",
            labels=("op", "status"),
        )
        durations = HistogramMetricFamily(
            "gql_request_duration_seconds",
            "Time to the last byte of the response, by operation.",
            labels=("op",),
        )
        sources = CounterMetricFamily(
            "gql_cache_requests_total",
            "Responses of GraphQL by operation and the source in X-Cache.",
            labels=("op", "result"),
        )
        costs = CounterMetricFamily(
            "gql_cost_total", "Cost of the accepted requests.", labels=("op",)
        )
        calls = CounterMetricFamily(
            "gql_sql_calls_total", "Calls of Postgres.", labels=("op",)
        )
        for op, operation in sorted(self._operations.items()):
            merged = Series()
            for status, series in operation.series.items():
                requests.add_metric((op, f"{status}xx"), sum(series.buckets))
                merged.seconds += series.seconds
                for place, number in enumerate(series.buckets):
                    merged.buckets[place] += number
            durations.add_metric((op,), _buckets(merged, COARSE), merged.seconds)
            for source, number in operation.sources.items():
                sources.add_metric((op, source), number)
            costs.add_metric((op,), operation.cost)
            calls.add_metric((op,), operation.sql_calls)
        yield from (requests, durations, sources, costs, calls)

    def _state(self, parts: Parts) -> Iterator[Metric]:
        database, memory, cache = parts.database, parts.memory, parts.cache
        listener, usage, reads = parts.listener, parts.usage, parts.reads
        refresher, flights = parts.answers.refresher, parts.answers.flights
        yield _counter(
            "asinmart_cache_refreshes_total",
            "Background refreshes of stale entries, by outcome.",
            outcome={"done": refresher.done_count, "failed": refresher.failed_count},
        )
        yield _counter(
            "asinmart_cache_waits_total",
            "Waits for another process that loads the same entry, by outcome.",
            outcome={
                "answered": flights.awaited_count,
                "in_vain": flights.awaited_in_vain_count,
            },
        )
        yield _counter(
            "asinmart_cache_errors_total",
            "Redis commands that failed or timed out.",
            cache.error_count if cache is not None else 0,
        )
        yield _gauge(
            "asinmart_cache_in_step",
            "1 while entries of this store may be served.",
            store={
                "memory": memory.is_synced,
                "redis": cache is not None and cache.is_synced,
            },
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
            memory.evicted_count,
        )
        yield _counter(
            "asinmart_memory_refusals_total",
            "Entries refused because a newer invalidation was applied before them.",
            memory.refused_count,
        )
        yield _counter(
            "asinmart_invalidations_applied_total",
            "Invalidations applied by this process.",
            listener.applied_count,
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
        yield _counter(
            "asinmart_fact_reads_total",
            "Reads of facts, by the server that answered.",
            server=reads.read_counts,
        )
        yield _counter(
            "asinmart_standby_fallbacks_total",
            "Reads that the primary answered although there is a standby, by reason.",
            reason=reads.fallback_counts,
        )
        yield _gauge(
            "asinmart_standby_used",
            "1 while facts are read from the standby.",
            reads.standby is not None and reads.fault is None,
        )
        yield _gauge(
            "asinmart_standby_data_version",
            "Newest data version seen at the standby; 0 for none.",
            reads.version,
        )
        yield _gauge(
            "asinmart_standby_replayed_timestamp_seconds",
            "Commit time of the last transaction that the standby has replayed.",
            reads.replayed_at,
        )
        yield _counter(
            "asinmart_usage_calls_total",
            "Calls for app.api_usage_logs, written, or dropped from a full queue.",
            outcome={"written": usage.written, "dropped": usage.dropped},
        )
        yield _gauge(
            "asinmart_usage_calls_waiting",
            "Calls in the queue for app.api_usage_logs.",
            usage.waiting,
        )
        yield _gauge(
            "asinmart_limits_shared",
            "1 while Redis counts the rate limits; 0 while each process counts alone.",
            not parts.limits.is_alone,
        )
        yield _gauge(
            "asinmart_database_up",
            "1 if the last query for metrics of the database succeeded.",
            self._is_known,
        )
        yield SummaryMetricFamily(
            "asinmart_database_query_duration_seconds",
            "Duration of database queries, including the wait for a connection.",
            database.query_count,
            database.query_seconds,
        )
        yield _counter(
            "asinmart_database_errors_total",
            "Database queries that failed.",
            database.error_count,
        )


def _family(
    kind: Any,
    name: str,
    text: str,
    value: float | None = None,
    **by_label: dict[str, int],
) -> Metric:
    """Return a metric with one value, or with one for each value of its label."""
    metric: Any = kind(name, text, value, labels=tuple(by_label) or None)
    for values in by_label.values():
        for label, number in values.items():
            metric.add_metric((label,), number)
    return metric  # type: ignore[no-any-return]


_counter = partial(_family, CounterMetricFamily)
_gauge = partial(_family, GaugeMetricFamily)


def _buckets(series: Series, bounds: Sequence[float]) -> list[tuple[str, float]]:
    """Return the number of requests that took up to each bound, and of all."""
    *counts, total = accumulate(series.buckets)
    below = dict(zip(BUCKETS, counts, strict=True))
    return [*((f"{bound:g}", below[bound]) for bound in bounds), ("+Inf", total)]


def _metrics_of(rows: Iterable[Any]) -> Iterator[Metric]:
    """Turn rows of api.metrics, ordered by name, into metrics."""
    for (name, kind, text), samples in groupby(rows, key=lambda row: row[:3]):
        full_name = name.decode()
        metric = Metric(full_name.removesuffix("_total"), text.decode(), kind.decode())
        for *_, labels, value in samples:
            metric.add_sample(full_name, labels, value)
        yield metric


async def metrics_response(metrics: MetricsCollector) -> Response:
    """Return the metrics of this process and of the database."""
    return Response(
        await metrics.text(),
        headers={"Cache-Control": "no-store"},
        media_type=CONTENT_TYPE_PLAIN_0_0_4,
    )
