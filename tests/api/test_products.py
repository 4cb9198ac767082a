"""The contract of the REST API: answers, validators, refusals and their description."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest

from api.application import create_app
from api.http.parameters import MarketplaceParameters, read_asin, read_fact_query
from api.problems import PROBLEM_TYPES, Problem, from_database_error
from api.resources.common_models import ProblemDocument
from api.resources.monitoring import Health
from api.resources.products import MetricsBatchAnswer
from api.resources.table import CACHED_ENDPOINTS, ENDPOINTS
from api.settings import Settings
from tests.support.api import (
    COMPETITOR,
    DAY,
    MAIN,
    Running,
    execute,
    gate_to,
    observe,
    running,
    settings_for,
)
from tests.support.databases import ROOT

PATH = f"/v1/products/{MAIN}"
BATCH = "/v1/products/metrics:batch"
ABSENT = "B0ABSENT00"
HISTORY_DAYS = 12


@pytest.fixture
def market(database: str) -> str:
    """Two products that compete, over some days."""
    for day in range(HISTORY_DAYS):
        prices = {MAIN: 20.0 + day, COMPETITOR: 30.0 - day}
        observe(database, prices, DAY + timedelta(days=day))
    execute(
        database,
        "insert into core.competitor_links (asin_main, asin_comp, marketplace) "
        "values (%s, %s, 'US')",
        MAIN,
        COMPETITOR,
    )
    execute(database, "select ops.refresh_dirty()")
    return database


def served(settings: Settings, test: Callable[[Running], Awaitable[None]]) -> None:
    """Run a test against the application, its cache in step if it has one."""

    async def scenario() -> None:
        async with running(settings) as app:
            if settings.redis_url:
                await app.is_synced()
            await test(app)

    asyncio.run(scenario())


def offline() -> Settings:
    """Settings for what needs no database: nothing listens there."""
    return settings_for("postgresql://nobody@127.0.0.1:1/nowhere", None)


def assert_problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"] == f"/problems/{code}"
    assert problem["title"] == PROBLEM_TYPES[code].title
    assert problem["status"] == status
    assert problem["detail"].endswith(".")
    assert problem["instance"] == f"urn:request:{response.headers['x-request-id']}"
    return dict(problem)


def test_every_answer_is_what_the_document_says(
    market: str, api_url: str, redis_url: str
) -> None:
    with psycopg.connect(market) as owner:
        owner.execute(
            "select core.make_competition_report("
            "'00000000-0000-0000-0000-000000000001', %s, 'US', 'standard', now())",
            [MAIN],
        )

    async def test(app: Running) -> None:
        for endpoint in CACHED_ENDPOINTS:
            answer = await app.get(endpoint.path.format(asin=MAIN))
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "application/json"
            assert endpoint.model is not None
            endpoint.model.model_validate_json(answer.content, strict=False)
        batch = await app.client.post(BATCH, json={"asins": [MAIN, ABSENT]})
        document = (await app.get("/openapi.json")).json()
        assert document["paths"][BATCH]["post"]["operationId"] == "get_metrics_batch"
        MetricsBatchAnswer.model_validate_json(batch.content)
        Health.model_validate_json((await app.get("/v1/health")).content)
        ProblemDocument.model_validate_json((await app.get("/v1/x")).content)

    served(settings_for(api_url, redis_url), test)


def test_answers_hold_what_was_loaded(
    market: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        product = (await app.get(PATH)).json()
        assert product["data"]["price"] == 20 + HISTORY_DAYS - 1
        assert product["meta"]["currency"] == "USD"
        assert product["meta"]["stale_at"] > product["meta"]["generated_at"]
        week = (await app.get(f"{PATH}/metrics?range=7d")).json()["data"]
        assert [day["price"] for day in week["days"]] == [25, 26, 27, 28, 29, 30, 31]
        month = (await app.get(f"{PATH}/metrics")).json()["data"]
        assert month["range_days"] == 30
        assert len(month["days"]) == HISTORY_DAYS
        deltas = (await app.get(f"{PATH}/deltas?range=7d")).json()["data"]
        assert {day["price_delta"] for day in deltas["days"]} == {1.0}
        rollups = (await app.get(f"{PATH}/rollups")).json()["data"]
        assert [window["window_days"] for window in rollups["windows"]] == [7, 30, 90]
        compared = (await app.get(f"/v1/competitions/{MAIN}?range=7d")).json()["data"]
        [competitor] = compared["competitors"]
        assert competitor["asin"] == COMPETITOR
        assert len(competitor["gaps"]) == 7
        matrix = (await app.get(f"/v1/competitions/{MAIN}/matrix")).json()["data"]
        assert [row["asin"] for row in matrix["rows"]] == [MAIN, COMPETITOR]
        column = [each["metric"] for each in matrix["columns"]].index("price")
        values = [row["cells"][column]["value"] for row in matrix["rows"]]
        assert values == [product["data"]["price"], competitor["price"]]

    served(settings_for(api_url, redis_url), test)


def test_the_body_is_byte_for_byte_what_postgres_built(
    market: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        answer = await app.get(f"{PATH}/metrics?range=7d")
        assert b'"rating":4.50' in answer.content
        assert json.loads(answer.content)["data"]["days"][0]["rating"] == 4.5

    served(settings_for(api_url, redis_url), test)


def test_summary_and_product_are_one_answer(
    market: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        one, two = await app.get(PATH), await app.get(f"{PATH}/summary")
        assert one.content == two.content
        assert one.headers["etag"] == two.headers["etag"]
        assert two.headers["x-cache"] == "hit"

    served(settings_for(api_url, redis_url), test)


def test_an_etag_is_answered_with_304_without_postgres(
    market: str, api_url: str, redis_url: str
) -> None:
    async def scenario() -> None:
        async with gate_to(api_url) as gate:
            settings = settings_for(gate.url, redis_url, poll_interval=60)
            async with running(settings) as app:
                await app.is_synced()
                first = await app.get(PATH)
                await gate.shut()
                etag = first.headers["etag"]
                assert etag.startswith('W/"')
                for sent in (etag, etag.removeprefix("W/"), f'"x", {etag}', "*"):
                    answer = await app.get(PATH, **{"If-None-Match": sent})
                    assert answer.status_code == 304
                    assert answer.content == b""
                    for name in ("etag", "cache-control", "vary", "age", "x-cache"):
                        assert name in answer.headers
                assert (await app.get(PATH, **{"If-None-Match": '"x"'})).is_success

    asyncio.run(scenario())


def test_an_etag_changes_with_the_data_and_differs_between_questions(
    market: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        before = (await app.get(PATH)).headers["etag"]
        other = (await app.get(f"{PATH}/metrics?range=7d")).headers["etag"]
        third = (await app.get(f"{PATH}/metrics?range=30d")).headers["etag"]
        assert len({before, other, third}) == 3
        day = DAY + timedelta(days=HISTORY_DAYS)
        version = await asyncio.to_thread(observe, market, {COMPETITOR: 9.0}, day)
        while app.listener.version < version or not app.cache.is_synced:
            await asyncio.sleep(0.01)
        assert (await app.get(PATH)).headers["etag"] == before
        day += timedelta(days=1)
        version = await asyncio.to_thread(observe, market, {MAIN: 99.0}, day)
        while (await app.get(PATH)).json()["meta"]["data_version"] < version:
            await asyncio.sleep(0.01)
        assert (await app.get(PATH)).headers["etag"] != before

    served(settings_for(api_url, redis_url), test)


def test_freshness_headers_add_up(market: str, api_url: str, redis_url: str) -> None:
    async def test(app: Running) -> None:
        await app.get(PATH)
        await asyncio.sleep(1.1)
        answer = await app.get(PATH)
        age = int(answer.headers["age"])
        assert age >= 1
        assert f"max-age={age + 60}" in answer.headers["cache-control"]
        assert "public" in answer.headers["cache-control"]
        assert "stale-while-revalidate=300" in answer.headers["cache-control"]

    served(settings_for(api_url, redis_url), test)


def test_head_is_get_without_the_body(
    market: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        for path in (PATH, f"/v1/products/{ABSENT}", "/v1/nothing", "/openapi.json"):
            whole, head = await app.get(path), await app.client.head(path)
            assert head.status_code == whole.status_code
            assert head.content == b""
            assert head.headers["content-length"] == whole.headers["content-length"]
            assert head.headers.get("etag") == whole.headers.get("etag")

    served(settings_for(api_url, redis_url), test)


def test_lower_case_is_the_same_question(
    market: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        upper = await app.get(f"{PATH}?marketplace=US")
        lower = await app.get(f"{PATH.lower()}?marketplace=us")
        assert lower.headers["x-cache"] == "hit"
        assert lower.content == upper.content

    served(settings_for(api_url, redis_url), test)


def test_another_marketplace_is_another_product(
    market: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        answer = await app.get(f"{PATH}?marketplace=DE")
        assert "DE" in assert_problem(answer, 404, "not-found")["detail"]
        assert answer.headers["x-cache"] == "miss"

    served(settings_for(api_url, redis_url), test)


def test_a_batch_joins_the_answers_of_its_products(
    market: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        single = await app.get(f"{PATH}/metrics?range=7d")
        asked = {"asins": [ABSENT, COMPETITOR, MAIN.lower(), MAIN], "range": "7d"}
        sources = []
        for _ in range(2):
            answer = await app.client.post(BATCH, json=asked)
            assert answer.status_code == 200
            sources.append(answer.headers["x-cache"])
            batch = answer.json()
            assert [one["meta"]["asin"] for one in batch["data"]] == [COMPETITOR, MAIN]
            assert batch["missing"] == [ABSENT]
            assert batch["meta"] == {
                "marketplace": "US",
                "range": "7d",
                "found_count": 2,
                "missing_count": 1,
            }
            assert single.content in answer.content
            assert answer.headers["cache-control"] == "no-store"
        assert sources == ["miss", "hit"]
        cached = await app.get(f"/v1/products/{COMPETITOR}/metrics?range=7d")
        assert cached.headers["x-cache"] == "hit"

    served(settings_for(api_url, redis_url), test)


def test_a_batch_takes_five_hundred_asins_in_one_statement(
    market: str, api_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asins = [MAIN, *(f"B{number:09d}" for number in range(499))]

    async def test(app: Running) -> None:
        calls = []
        fetch = app.database.fetch

        async def counted(query: str, parameters: Any) -> Any:
            calls.append(query)
            return await fetch(query, parameters)

        monkeypatch.setattr(app.database, "fetch", counted)
        answer = await app.client.post(BATCH, json={"asins": asins})
        assert answer.json()["missing"] == asins[1:]
        assert len(calls) == 1

    served(settings_for(api_url, redis_url), test)


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/v1/products/B0SHORT", "asin"),
        ("/v1/products/B0TESTMAIN1", "asin"),
        ("/v1/products/B0TEST%20AIN", "asin"),
        ("/v1/products/B0TEST%00AIN", "asin"),
        ("/v1/products/B0TESTMAI%C3%9F", "asin"),
        (f"{PATH}?marketplace=USA", "marketplace"),
        (f"{PATH}?marketplace=", "marketplace"),
        (f"{PATH}?marketplace=U%27", "marketplace"),
        (f"{PATH}?marketplace=US&marketplace=DE", "marketplace"),
        (f"{PATH}?range=7d", "range"),
        (f"{PATH}/metrics?range=8d", "range"),
        (f"{PATH}/metrics?range=", "range"),
        (f"{PATH}/metrics?rnage=7d", "rnage"),
        (f"{PATH}/rollups?range=7d", "range"),
        (f"/v1/competitions/{MAIN}?limit=1", "limit"),
        (f"/v1/competitions/{MAIN}/matrix?range=7d", "range"),
        ("/v1/health?verbose=1", "verbose"),
        (f"{BATCH}?range=7d", "range"),
    ],
)
def test_a_wrong_parameter_is_named(path: str, parameter: str) -> None:
    async def test(app: Running) -> None:
        if path.startswith(BATCH):
            answer = await app.client.post(path, json={"asins": [MAIN]})
        else:
            answer = await app.get(path)
        problem = assert_problem(answer, 422, "invalid-request")
        assert [fault["parameter"] for fault in problem["errors"]] == [parameter]

    served(offline(), test)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (b"", [""]),
        (b"[", [""]),
        (b"[]", [""]),
        (b"\xff", [""]),
        (b"{}", ["/asins"]),
        (b'{"asins": []}', ["/asins"]),
        (b'{"asins": "B0TESTMAIN"}', ["/asins"]),
        (
            b'{"asins": ["B0TESTMAIN", "x", 7, null]}',
            ["/asins/1", "/asins/2", "/asins/3"],
        ),
        (b'{"asins": ["B0TESTMAIN"], "range": "8d"}', ["/range"]),
        (b'{"asins": ["B0TESTMAIN"], "range": ["7d"]}', ["/range"]),
        (b'{"asins": ["B0TESTMAIN"], "days": 7}', ["/days"]),
        (json.dumps({"asins": ["B0TESTMAIN"] * 501}).encode(), ["/asins"]),
    ],
)
def test_a_wrong_body_is_refused_place_by_place(
    body: bytes, pointers: list[str]
) -> None:
    async def test(app: Running) -> None:
        answer = await app.client.post(
            BATCH, content=body, headers={"Content-Type": "application/json"}
        )
        problem = assert_problem(answer, 422, "invalid-request")
        assert [fault["pointer"] for fault in problem["errors"]] == pointers

    served(offline(), test)


def test_refusals_of_method_type_size_and_path_are_problems() -> None:
    async def test(app: Running) -> None:
        assert_problem(await app.get("/v1/nothing"), 404, "not-found")
        assert_problem(await app.get(f"{PATH}/"), 404, "not-found")
        for method, path, allowed in (
            ("POST", PATH, "GET, HEAD"),
            ("DELETE", "/v1/health", "GET, HEAD"),
            ("GET", BATCH, "POST"),
            ("DELETE", BATCH, "POST"),
        ):
            answer = await app.client.request(method, path)
            assert_problem(answer, 405, "method-not-allowed")
            assert answer.headers["allow"] == allowed
        text = await app.client.post(BATCH, content=b"{}")
        assert_problem(text, 415, "media-type-not-supported")
        large = await app.client.post(
            BATCH,
            content=b" " * 70_000,
            headers={"Content-Type": "application/json"},
        )
        assert_problem(large, 413, "body-too-large")

    served(offline(), test)


def test_a_mistake_of_ours_is_a_500_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def test(app: Running) -> None:
        async def broken(question: object) -> None:
            raise RuntimeError("secret detail")

        monkeypatch.setattr(app.client._transport.app.state.answers, "get", broken)  # type: ignore[attr-defined]
        answer = await app.get(PATH)
        assert_problem(answer, 500, "internal-error")
        assert "secret" not in answer.text

    served(offline(), test)


def test_every_problem_type_has_a_page() -> None:
    async def test(app: Running) -> None:
        for code, problem in PROBLEM_TYPES.items():
            page = await app.get(f"/problems/{code}")
            assert page.status_code == 200
            assert problem.advice in page.text
        assert_problem(await app.get("/problems/none"), 404, "not-found")

    served(offline(), test)


def test_every_problem_type_is_in_the_errors_page_and_met_by_a_test() -> None:
    page = (ROOT / "docs" / "errors.md").read_text()
    asserted = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    for code, problem in PROBLEM_TYPES.items():
        assert f"| `/problems/{code}` | {problem.status} |" in page
        met = re.search(rf'\b{problem.status},\s*"{code}",?\s*\)', asserted)
        assert met, f"no test meets {code}"


@pytest.mark.parametrize(
    ("code", "status"),
    [("AM403", 403), ("AM404", 404), ("AM409", 409), ("AM422", 422), ("AM503", 503)],
)
def test_a_function_that_raises_am_codes_decides_the_status(
    code: str, status: int, superuser_url: str
) -> None:
    with (
        psycopg.connect(superuser_url) as connection,
        pytest.raises(psycopg.Error) as caught,
    ):
        connection.execute(
            f"do $$ begin raise exception 'no such thing %', 7 "
            f"using errcode = '{code}', hint = 'Look elsewhere.'; end $$"
        )
    problem = from_database_error(caught.value)
    assert problem is not None
    assert problem.type.status == status
    assert problem.detail == "No such thing 7. Look elsewhere."


def test_any_other_database_error_is_a_mistake_of_ours(superuser_url: str) -> None:
    with (
        psycopg.connect(superuser_url) as connection,
        pytest.raises(psycopg.Error) as caught,
    ):
        connection.execute("select 1 / 0")
    assert from_database_error(caught.value) is None


def test_a_request_id_is_taken_when_it_is_sane_and_made_otherwise() -> None:
    async def test(app: Running) -> None:
        sane = await app.get("/v1/nothing", **{"X-Request-Id": "job-7.a_B"})
        assert sane.headers["x-request-id"] == "job-7.a_B"
        for odd in ("", "a b", 'x"}', "x" * 129, "a;b"):
            answer = await app.get("/v1/nothing", **{"X-Request-Id": odd})
            assert answer.headers["x-request-id"] != odd
            assert len(answer.headers["x-request-id"]) == 32

    served(offline(), test)


def test_the_document_lists_every_operation_with_its_problems() -> None:
    document = create_app(offline()).openapi()
    assert document["openapi"].startswith("3.1")
    operations = {
        operation["operationId"]: (path, operation)
        for path, methods in document["paths"].items()
        for operation in methods.values()
    }
    assert sorted(operations) == sorted(
        [endpoint.operation_id for endpoint in ENDPOINTS]
        + ["get_health", "get_liveness", "get_metrics", "get_metrics_batch"]
        + ["get_readiness", "get_graphql", "post_graphql"]
    )
    shared = document["components"]["responses"]
    with_names = {endpoint.path for endpoint in ENDPOINTS if endpoint.is_named_in_body}
    assert with_names == {"/v1/rejects:replay"}
    with_names.add("/graphql")
    for path, operation in operations.values():
        statuses = set(operation["responses"])
        assert statuses & {"200", "201", "202", "204"}
        assert {"422", "500"} <= statuses
        # These two answer whatever the state of the database.
        is_always_there = path in ("/v1/health/live", "/v1/metrics")
        assert ("503" in statuses) != is_always_there
        assert ("404" in statuses) == ("{" in path or path in with_names)
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                place = response["$ref"].removeprefix("#/components/responses/")
                [media_type] = shared[place]["content"]
                assert media_type == "application/problem+json"
        in_path = [
            p["name"] for p in operation.get("parameters", []) if p["in"] == "path"
        ]
        assert in_path == re.findall(r"{(\w+)}", path)
        if "requestBody" in operation:
            media_types = operation["requestBody"]["content"]
            assert list(media_types) == ["application/json"]
    for reference in references(document):
        kind, name = reference.removeprefix("#/components/").split("/")
        assert name in document["components"][kind]


def references(node: Any) -> set[str]:
    """Every $ref of a document."""
    if isinstance(node, dict):
        found = {node["$ref"]} if "$ref" in node else set()
        return found.union(*(references(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(references(value) for value in node))
    return set()


def test_the_docs_page_is_served_and_the_root_leads_to_the_console() -> None:
    async def test(app: Running) -> None:
        assert (await app.get("/docs")).status_code == 200
        root = await app.get("/")
        assert root.headers["location"] == "/console"

    served(offline(), test)


def test_an_isbn_is_an_asin_and_keeps_its_leading_zero() -> None:
    assert read_asin("0306406152") == "0306406152"
    assert read_asin("b0testmain") == "B0TESTMAIN"


def test_a_query_string_has_a_limit_before_it_is_remembered() -> None:
    with pytest.raises(Problem):
        read_fact_query(MarketplaceParameters, b"&" * 300)
