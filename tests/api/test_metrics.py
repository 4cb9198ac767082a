"""What monitors are told: metrics in Prometheus' format, health, readiness, log."""

import asyncio
import json
import logging
from typing import Any

import pytest
import structlog
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families

from api.graphql.operations import operations
from api.observability.health import NEEDED_SCHEMA_VERSION
from api.observability.metrics import BUCKETS, MetricsCollector
from api.resources import monitoring
from api.settings import DEFAULT_TENANT, Settings
from common.logging import configure_logging, mask
from tests.support.access import TENANT_A, bearer, make_key, make_tenants
from tests.support.api import (
    COMPETITOR,
    MAIN,
    Running,
    execute,
    gate_to,
    observe,
    running,
    settings_for,
    until,
)
from tests.support.databases import ROOT

PATH = f"/v1/products/{MAIN}"
HANDLER = "/v1/products/{asin}"


def settings_of(url: str, redis_url: str | None, **changes: Any) -> Settings:
    """Settings with which whoever asks may read metrics."""
    return settings_for(url, redis_url, anonymous_role="admin", **changes)


async def told(app: Running) -> dict[str, Metric]:
    """The metrics by name, as Prometheus reads them."""
    answer = await app.get("/v1/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["cache-control"] == "no-store"
    return {m.name: m for m in text_string_to_metric_families(answer.text)}


def value(metric: Metric, name: str | None = None, **labels: str) -> float:
    """The one sample of a metric that has these labels."""
    [found] = [
        sample.value
        for sample in metric.samples
        if sample.name == (name or sample.name)
        and labels.items() <= sample.labels.items()
    ]
    return float(found)


def test_every_series_of_requests_begins_at_zero(api_url: str) -> None:
    async def scenario() -> None:
        async with running(settings_of(api_url, None)) as app:
            metrics = await told(app)
            requests = metrics["http_requests"]
            for status in ("2xx", "3xx", "4xx", "5xx"):
                labels = {"handler": HANDLER, "method": "GET", "status": status}
                assert value(requests, **labels) == 0
            for result in ("l1", "hit", "stale", "miss", "bypass"):
                assert value(metrics["asinmart_cache_requests"], result=result) == 0
            durations = metrics["http_request_duration_seconds"]
            assert value(durations, f"{durations.name}_count", handler=HANDLER) == 0

    asyncio.run(scenario())


def test_requests_are_counted_by_path_status_and_source(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})
    settings = settings_of(api_url, redis_url, memory_bytes=2**20)

    async def scenario() -> None:
        async with running(settings) as app:
            await app.is_synced()
            await until(lambda: app.memory.is_synced)
            first = await app.get(PATH)
            for _ in range(3):
                await app.get(PATH)
            await app.get(PATH, **{"If-None-Match": first.headers["etag"]})
            await app.client.head(PATH)
            await app.get(f"{PATH}?rnage=7d")
            await app.get("/v1/products/B0TESTNONE")
            await app.get("/nowhere")
            metrics = await told(app)
            requests = metrics["http_requests"]
            for method, status, number in (
                ("GET", "2xx", 4),
                ("GET", "3xx", 1),
                ("GET", "4xx", 2),
                ("HEAD", "2xx", 1),
            ):
                labels = {"handler": HANDLER, "method": method, "status": status}
                assert value(requests, **labels) == number
            assert value(requests, handler="none", status="4xx") == 1
            sources = metrics["asinmart_cache_requests"]
            assert value(sources, result="l1") == 5
            assert value(sources, result="miss") == 2
            highr = metrics["http_request_duration_highr_seconds"]
            assert value(highr, f"{highr.name}_count") == 9
            assert value(highr, f"{highr.name}_bucket", le="+Inf") == 9
            assert value(metrics["asinmart_memory_entries"]) == 2
            assert value(metrics["asinmart_cache_in_step"], store="redis") == 1

    asyncio.run(scenario())


def test_requests_of_graphql_are_counted_by_operation(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})
    op = next(op for op, known in operations().items() if known.name == "Product")
    settings = settings_of(api_url, redis_url, environment="development")

    async def scenario() -> None:
        async with running(settings) as app:
            await app.is_synced()
            before = await told(app)
            names = {sample.labels["op"] for sample in before["gql_cost"].samples}
            assert names == {known.name for known in operations().values()}
            assert value(before["gql_requests"], op="Product", status="5xx") == 0
            for variables in (f'{{"asin":"{MAIN}"}}', f'{{"asin":"{MAIN}"}}', "{}"):
                await app.client.get(
                    "/graphql", params={"op": op, "variables": variables}
                )
            query = f'query Hidden {{ product(asin: "{MAIN}") {{ asin }} }}'
            await app.client.post("/graphql", json={"query": query})
            metrics = await told(app)
            requests = metrics["gql_requests"]
            assert value(requests, op="Product", status="2xx") == 2
            assert value(requests, op="Product", status="4xx") == 1
            assert value(requests, op="other", status="2xx") == 1, "no name of a client"
            calls = metrics["gql_sql_calls"]
            assert value(calls, op="Product") == 1, "the second came from Redis"
            assert value(metrics["gql_cost"], op="Product") > 1
            sources = metrics["gql_cache_requests"]
            assert value(sources, op="Product", result="hit") == 1
            durations = metrics["gql_request_duration_seconds"]
            assert value(durations, f"{durations.name}_count", op="Product") == 3

    asyncio.run(scenario())


def test_what_the_database_knows_is_read_at_most_every_few_seconds(
    database: str, api_url: str
) -> None:
    observe(database, {MAIN: 20, COMPETITOR: 30})

    async def scenario() -> None:
        async with running(settings_of(api_url, None)) as app:
            metrics = await told(app)
            assert value(metrics["asinmart_products"]) == 2
            assert value(metrics["asinmart_data_version"]) == 1
            name = "asinmart_data_freshness_timestamp_seconds"
            assert value(metrics[name], relation="product_latest") > 1.7e9
            name = "asinmart_job_last_success_timestamp_seconds"
            assert {sample.labels["job"] for sample in metrics[name].samples} >= {
                "promote-pending-runs",
                "watchdog",
            }
            assert value(metrics["asinmart_database_up"]) == 1
            name = "asinmart_notifications"
            assert value(metrics[name], channel="email", outcome="dead") == 0
            assert value(metrics["asinmart_usage_calls"], outcome="dropped") == 0
            assert value(metrics["asinmart_usage_calls_waiting"]) >= 0
            assert value(metrics["asinmart_limits_shared"]) == 0
            # Beside this process alone: memory, Python's own collector.
            assert "process_resident_memory_bytes" in metrics
            await asyncio.to_thread(observe, database, {MAIN: 21})
            assert value((await told(app))["asinmart_data_version"]) == 1

    asyncio.run(scenario())


def test_without_the_database_the_rest_is_told(database: str, api_url: str) -> None:
    async def scenario() -> None:
        async with (
            gate_to(api_url) as gate,
            running(settings_of(gate.url, None)) as app,
        ):
            await gate.shut()
            metrics = await told(app)
            assert value(metrics["asinmart_database_up"]) == 0
            assert "http_requests" in metrics
            assert (await app.get("/v1/health/live")).status_code == 200
            ready = await app.get("/v1/health/ready")
            assert ready.status_code == 503
            assert ready.headers["content-type"] == "application/problem+json"

    asyncio.run(scenario())


def test_no_label_names_a_product_or_a_tenant(
    database: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_of(api_url, redis_url)) as app:
            await app.get(PATH)
            await app.get("/v1/products/B0TESTNONE")
            await app.get(f"/no/{MAIN}")
            text = (await app.get("/v1/metrics")).text
            assert "B0TEST" not in text
            assert "tenant" not in text

    asyncio.run(scenario())


def test_only_an_admin_of_the_installation_reads_metrics(
    database: str, api_url: str
) -> None:
    make_tenants(database)
    keys = {
        403: [
            make_key(database, TENANT_A, "admin", role="admin"),
            make_key(database, DEFAULT_TENANT, role="operator"),
            make_key(database, DEFAULT_TENANT, "admin", role="admin", scopes=["x"]),
        ],
        200: [
            make_key(
                database, DEFAULT_TENANT, "admin", role="admin", scopes=["metrics"]
            )
        ],
    }

    async def scenario() -> None:
        settings = settings_for(api_url, None, anonymous_role=None)
        async with running(settings) as app:
            assert (await app.get("/v1/metrics")).status_code == 401
            for status, some in keys.items():
                for key in some:
                    answer = await app.get("/v1/metrics", **bearer(key))
                    assert answer.status_code == status

    asyncio.run(scenario())


def test_a_histogram_counts_what_lies_at_or_below_each_bound() -> None:
    metrics = MetricsCollector()
    for seconds in (0.0005, 0.0006, 0.2, 99):
        metrics.count("/x", "GET", 200, b"", seconds)
    text = asyncio.run(metrics.text()).decode()
    families = {m.name: m for m in text_string_to_metric_families(text)}
    highr = families["http_request_duration_highr_seconds"]
    below = {
        sample.labels["le"]: sample.value
        for sample in highr.samples
        if sample.name.endswith("_bucket")
    }
    assert len(below) == len(BUCKETS) + 1
    assert (below["0.0005"], below["0.001"], below["0.25"]) == (1, 2, 3)
    assert (below["10"], below["+Inf"]) == (3, 4)


def test_ready_means_that_postgres_has_the_schema_and_tells_of_the_rest(
    database: str, superuser_url: str, api_url: str, redis_url: str
) -> None:
    observe(database, {MAIN: 20})

    async def scenario() -> None:
        async with running(settings_of(api_url, redis_url)) as app:
            await app.is_synced()
            live = await app.get("/v1/health/live")
            monitoring.Liveness.model_validate_json(live.content)
            ready = await app.get("/v1/health/ready")
            assert ready.status_code == 200
            monitoring.Readiness.model_validate_json(ready.content)
            assert ready.json()["redis"] == "ok"
            assert ready.json()["database"]["last_promoted_at"]
            # A dead scheduler and a lost Redis are told, but cured elsewhere.
            await asyncio.to_thread(execute, database, "delete from ops.heartbeats")
            app.cache.mark_unsynced(ConnectionError("gone"))
            ready = await app.get("/v1/health/ready")
            assert ready.status_code == 200
            assert ready.json()["database"]["scheduler"] == "late"
            await asyncio.to_thread(
                execute,
                superuser_url,
                "delete from public.schema_version where version >= %s",
                NEEDED_SCHEMA_VERSION,
            )
            refused = await app.get("/v1/health/ready")
            assert refused.status_code == 503
            assert "migrations" in refused.json()["detail"]

    asyncio.run(scenario())


def test_the_needed_schema_version_is_one_there_is() -> None:
    folder = ROOT / "db" / "schema" / "migrations"
    versions = {int(path.name[1:5]) for path in folder.glob("V*.sql")}
    assert NEEDED_SCHEMA_VERSION in versions


def test_only_some_answers_from_memory_are_logged_and_every_other_one(
    database: str, api_url: str
) -> None:
    observe(database, {MAIN: 20})
    settings = settings_of(api_url, None, memory_bytes=2**20, log_one_hot_in=10)

    async def scenario() -> list[Any]:
        async with running(settings) as app:
            await until(lambda: app.memory.is_synced)
            with structlog.testing.capture_logs() as lines:
                for _ in range(41):
                    await app.get(PATH)
                await app.get("/v1/products/B0TESTNONE")
                await app.get("/v1/products/B0TESTNONE")
            return [line for line in lines if line["event"] == "request"]

    lines = asyncio.run(scenario())
    hot = [line for line in lines if line["cache"] == "l1" and line["status"] == 200]
    assert len(hot) == 4
    assert hot[0]["route"] == HANDLER
    assert hot[0]["asin"] == MAIN
    assert hot[0]["is_cache_hit"]
    assert [line["status"] for line in lines].count(404) == 2
    for line in lines:
        for name in ("request_id", "job_id", "asin", "latency_ms", "status", "route"):
            assert name in line


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("geheim", "connection to postgresql://asinmart_api:geheim@db:5432/x failed"),
        ("geheim", "redis://:geheim@127.0.0.1/0 refused"),
        ("0123456789abcdef", "the key sk_0123456789abcdef is not known"),
        ("eyJhbGciOi", "Authorization: Bearer eyJhbGciOi.eyJzdWIi.c2ln"),
        ("geheim", "password=geheim host=db"),
        ("c2VjcmV0", "whsec_c2VjcmV0c2VjcmV0"),
    ],
)
def test_secrets_are_masked_wherever_they_stand(secret: str, text: str) -> None:
    line = mask(None, "", {"event": text, "nested": {"list": [text]}, "number": 7})
    assert secret not in json.dumps(line)
    assert line["number"] == 7


def test_values_under_the_name_of_a_secret_are_masked() -> None:
    line = mask(None, "", {"api_key": "abc", "password": "abc", "cache": "l1"})
    assert line == {"api_key": "***", "password": "***", "cache": "l1"}


def test_what_libraries_log_is_masked_too(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers[:]
    try:
        configure_logging("INFO")
        url = "postgresql://u:geheim@h/d"
        logging.getLogger("psycopg.pool").warning("error connecting to %s", url)
        try:
            raise ValueError(url)
        except ValueError:
            structlog.get_logger().exception("failed", error=url)
        out = capsys.readouterr().out
    finally:
        logging.getLogger().handlers = before
        structlog.reset_defaults()
    assert "error connecting" in out
    assert "geheim" not in out
