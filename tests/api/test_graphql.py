"""GraphQL: known operations over the calls of REST, their limits, who may what."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import psycopg
import pytest

from api.graphql.cost import COST_LIMIT
from api.graphql.operations import Operation, operations, prepare
from api.graphql.schema import ASINS_LIMIT
from api.problems import Problem
from tests.support.access import TENANT_A, TENANT_B, bearer, make_key, make_tenants
from tests.support.api import (
    COMPETITOR,
    DAY,
    MAIN,
    Running,
    execute,
    observe,
    running,
    settings_for,
)
from tests.support.databases import ROOT

ABSENT = "B0ABSENT00"
DAYS = 12
BY_NAME: dict[str, Operation] = {op.name: op for op in operations().values()}


@pytest.fixture
def market(database: str) -> str:
    """Two products over some days; two tenants, of whom A compares and is alerted."""
    make_tenants(database)
    execute(
        database,
        "insert into core.alert_rules (tenant_id, name, rule_type, threshold_pct) "
        "values (%s, 'any price', 'price', 1)",
        TENANT_A,
    )
    execute(
        database,
        "insert into app.tracked_products (tenant_id, asin, marketplace) "
        "values (%s, %s, 'US')",
        TENANT_A,
        MAIN,
    )
    execute(
        database,
        "insert into core.competitor_links (tenant_id, asin_main, asin_comp, "
        "marketplace) values (%s, %s, %s, 'US')",
        TENANT_A,
        MAIN,
        COMPETITOR,
    )
    for day in range(DAYS):
        prices = {MAIN: 20.0 + day, COMPETITOR: 30.0 - day}
        observe(database, prices, DAY + timedelta(days=day))
    execute(database, "select ops.refresh_dirty()")
    return database


@pytest.fixture
def keys(market: str) -> Iterator[dict[str, dict[str, str]]]:
    """Headers of callers by what they are."""
    yield {
        "a": bearer(make_key(market, TENANT_A, role="operator")),
        "b": bearer(make_key(market, TENANT_B, role="operator")),
        "viewer": bearer(make_key(market, TENANT_A, role="viewer")),
        "public": bearer(make_key(market, TENANT_A, "public")),
        "products": bearer(
            make_key(market, TENANT_A, role="operator", scopes=["products"])
        ),
    }


def served(
    url: str,
    redis_url: str | None,
    test: Callable[[Running], Awaitable[None]],
    **changes: Any,
) -> None:
    async def scenario() -> None:
        async with running(settings_for(url, redis_url, **changes)) as app:
            if redis_url:
                await app.is_synced()
            await test(app)

    asyncio.run(scenario())


def path_of(name: str, variables: dict[str, Any] | None = None, **more: str) -> str:
    """The path of a GET of a known operation."""
    query = {"op": BY_NAME[name].op} | more
    if variables is not None:
        text = json.dumps(variables, separators=(",", ":"))
        query |= {"variables": text, "vh": sha256(text.encode()).hexdigest()}
    return f"/graphql?{urlencode(query | more)}"


def raw_path(variables: str) -> str:
    """The path of a GET whose variables are any text."""
    op = BY_NAME["Product"].op
    return f"/graphql?{urlencode({'op': op, 'variables': variables})}"


async def ask(
    app: Running, query: str, headers: dict[str, str] | None = None, **variables: Any
) -> httpx.Response:
    """Send a document, as one may in development."""
    return await app.client.post(
        "/graphql", json={"query": query, "variables": variables}, headers=headers
    )


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = dict(response.json())
    assert body["type"] == f"/problems/{code}"
    return body


def test_a_known_operation_answers_what_rest_answers(
    market: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        answer = await app.get(path_of("Product", {"asin": MAIN, "range": "7d"}))
        assert answer.status_code == 200, answer.text
        product = answer.json()["data"]["product"]
        rest = (await app.get(f"/v1/products/{MAIN}")).json()
        for name, value in product["summary"].items():
            if name != "meta":
                assert value == rest["data"][name], name
        assert product["summary"]["meta"]["as_of"] == rest["meta"]["as_of"]
        for part, rows in (("metrics", "days"), ("deltas", "days")):
            rest = (await app.get(f"/v1/products/{MAIN}/{part}?range=7d")).json()
            for row, whole in zip(product[part][rows], rest["data"][rows], strict=True):
                assert row == {name: whole[name] for name in row}
        rest = (await app.get(f"/v1/products/{MAIN}/rollups")).json()
        assert [w["window_days"] for w in product["rollups"]["windows"]] == [
            w["window_days"] for w in rest["data"]["windows"]
        ]

    served(api_url, redis_url, test)


def test_what_is_not_known_is_null_and_left_out_of_lists(
    market: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        for asked in (ABSENT, ABSENT):
            answer = await app.get(path_of("Product", {"asin": asked}))
            assert answer.json() == {"data": {"product": None}}
        answer = await app.client.post(
            "/graphql",
            json={
                "op": BY_NAME["Products"].op,
                "variables": {"asins": [MAIN, ABSENT, COMPETITOR.lower(), MAIN]},
            },
        )
        found = answer.json()["data"]["products"]
        assert [product["asin"] for product in found] == [MAIN, COMPETITOR]

    served(api_url, redis_url, test)


def test_a_root_field_is_one_call_of_the_database_at_most(
    market: str, api_url: str, redis_url: str, keys: dict[str, dict[str, str]]
) -> None:
    everything = """
        summary { price } metrics(range: "7d") { days { price } }
        month: metrics { days { price } } deltas { days { date } }
        rollups { windows { price_avg } }
    """
    many = f'query {{ products(asins: ["{MAIN}", "{COMPETITOR}"]) {{ {everything} }} }}'

    async def test(app: Running) -> None:
        cold = await ask(app, many)
        assert cold.status_code == 200, cold.text
        assert cold.headers["x-sql-calls"] == "1"
        warm = await ask(app, many)
        assert warm.headers["x-sql-calls"] == "0"
        assert warm.json() == cold.json()
        two = await ask(
            app,
            "{ alerts(limit: 3) { data { title } page { has_more } } "
            "alert_rules { data { name channel_ids } } }",
            keys["a"],
        )
        assert two.headers["x-sql-calls"] == "2", two.text

    served(api_url, redis_url, test, environment="development")


def test_a_matrix_is_read_like_a_comparison(
    market: str, api_url: str, redis_url: str, keys: dict[str, dict[str, str]]
) -> None:
    asked = "{ asin_main columns { metric } rows { asin cells { value z } } }"

    async def test(app: Running) -> None:
        for name, rivals in (("a", [COMPETITOR]), ("b", [])) * 2:
            text = f'{{ competition_matrix(asin: "{MAIN}") {asked} }}'
            answer = await ask(app, text, keys[name])
            matrix = answer.json()["data"]["competition_matrix"]
            assert [row["asin"] for row in matrix["rows"]] == [MAIN, *rivals]
            assert len(matrix["rows"][0]["cells"]) == len(matrix["columns"])
        absent = '{ competition_matrix(asin: "B0ABSENT00") { asin_main } }'
        nothing = await ask(app, absent, keys["a"])
        assert nothing.json()["data"] == {"competition_matrix": None}

    served(api_url, redis_url, test, environment="development")


def test_a_get_is_kept_and_revalidated_like_the_others(
    market: str, api_url: str, redis_url: str
) -> None:
    path = path_of("Product", {"asin": MAIN})

    async def test(app: Running) -> None:
        first = await app.get(path)
        assert first.headers["x-cache"] == "miss"
        assert "max-age" in first.headers["cache-control"]
        assert "public" in first.headers["cache-control"]
        assert "x-sql-calls" not in first.headers
        again = await app.get(path, **{"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["x-cache"] in ("l1", "hit")
        observe(market, {MAIN: 99.0}, DAY + timedelta(days=DAYS))
        deadline = asyncio.get_running_loop().time() + 10
        while True:
            changed = await app.get(path, **{"If-None-Match": first.headers["etag"]})
            if changed.status_code == 200:
                break
            assert asyncio.get_running_loop().time() < deadline
            await asyncio.sleep(0.05)
        assert changed.json()["data"]["product"]["summary"]["price"] == 99.0
        posted = await app.client.post(
            "/graphql",
            json={"op": BY_NAME["Product"].op, "variables": {"asin": MAIN}},
        )
        assert posted.json() == changed.json()
        assert posted.headers["cache-control"] == "no-store"

    served(api_url, redis_url, test)


def test_tenants_see_their_own_and_nothing_of_each_other(
    market: str, api_url: str, redis_url: str, keys: dict[str, dict[str, str]]
) -> None:
    overview = path_of("Overview", {})
    compared = path_of("Competition", {"asin": MAIN, "range": "7d"})

    async def test(app: Running) -> None:
        own = (await app.client.get(overview, headers=keys["a"])).json()["data"]
        assert own["alerts"]["data"]
        assert [p["asin"] for p in own["tracked_products"]["data"]] == [MAIN]
        assert "any price" in {rule["name"] for rule in own["alert_rules"]["data"]}
        other = await app.client.get(overview, headers=keys["b"])
        seen = other.json()["data"]
        assert seen["alerts"]["data"] == seen["tracked_products"]["data"] == []
        assert "any price" not in {rule["name"] for rule in seen["alert_rules"]["data"]}
        assert other.headers["cache-control"] == "private, no-cache"
        for headers, rivals in ((keys["a"], [COMPETITOR]), (keys["b"], [])) * 2:
            answer = (await app.client.get(compared, headers=headers)).json()["data"]
            found = [c["asin"] for c in answer["competition"]["competitors"]]
            assert found == rivals
        alert = own["alerts"]["data"][0]["id"]
        marking = {"op": BY_NAME["AcknowledgeAlert"].op, "variables": {"id": alert}}
        foreign = await app.client.post("/graphql", json=marking, headers=keys["b"])
        problem(foreign, 404, "not-found")
        marked = await app.client.post("/graphql", json=marking, headers=keys["a"])
        assert marked.json()["data"] == {
            "acknowledge_alert": {"id": alert, "acknowledged": True, "is_read": True}
        }

    served(api_url, redis_url, test)


def test_roles_and_scopes_are_those_of_rest(
    market: str, api_url: str, keys: dict[str, dict[str, str]]
) -> None:
    marking = {"op": BY_NAME["AcknowledgeAlert"].op, "variables": {"id": 1}}
    overview = path_of("Overview")
    product = path_of("Product", {"asin": MAIN})

    async def test(app: Running) -> None:
        anonymous = await app.get(overview)
        problem(anonymous, 401, "unauthorized")
        for who in ("public", "products"):
            refused = await app.client.get(overview, headers=keys[who])
            problem(refused, 403, "forbidden")
            assert "alerts:read" in refused.headers["www-authenticate"]
            known = await app.client.get(product, headers=keys[who])
            assert known.status_code == 200, known.text
        refused = await app.client.post(
            "/graphql", json=marking, headers=keys["viewer"]
        )
        problem(refused, 403, "forbidden")
        own = await ask(
            app,
            "{ product_search(tracked: true) { data { asin } } }",
            keys["public"],
        )
        problem(own, 403, "forbidden")
        hidden = await ask(
            app,
            "query ($no: Boolean!) { ... @include(if: $no) { ...f } } "
            "fragment f on Query { alerts { data { title } } }",
            keys["public"],
            no=False,
        )
        problem(hidden, 403, "forbidden")

    served(api_url, None, test, anonymous_role=None, environment="development")


def test_what_acts_is_one_transaction(
    market: str, api_url: str, keys: dict[str, dict[str, str]]
) -> None:
    with psycopg.connect(market) as connection:
        [[alert]] = connection.execute("select min(id) from core.alerts")

    async def test(app: Running) -> None:
        failed = await ask(
            app,
            "mutation ($id: Long!) { acknowledge_alert(id: $id) { id } "
            "resolve_alert(id: 999999) { id } }",
            keys["a"],
            id=alert,
        )
        problem(failed, 404, "not-found")

    served(api_url, None, test, environment="development")
    with psycopg.connect(market) as connection:
        [[acknowledged]] = connection.execute(
            "select acknowledged from core.alerts where id = %s", [alert]
        )
    assert acknowledged is False


def offline(test: Callable[[Running], Awaitable[None]], **changes: Any) -> None:
    """Run a test that needs no database: nothing listens there."""
    served("postgresql://nobody@127.0.0.1:1/nowhere", None, test, **changes)


def test_only_known_operations_are_taken() -> None:
    async def test(app: Running) -> None:
        unknown = sha256(b"{ __typename }").hexdigest()
        problem(await app.get(f"/graphql?op={unknown}"), 404, "unknown-operation")
        problem(await app.get("/graphql"), 422, "invalid-request")
        problem(await app.get("/graphql?op=x&op=x"), 422, "invalid-request")
        problem(await app.get("/graphql?query={__typename}"), 422, "invalid-request")
        for query in ("{ __typename }", "{ __schema { types { name } } }"):
            problem(await ask(app, query), 404, "unknown-operation")
        marking = path_of("AcknowledgeAlert", {"id": 1})
        refused = await app.get(marking)
        problem(refused, 405, "method-not-allowed")
        assert refused.headers["allow"] == "POST"
        put = await app.client.put("/graphql", json={})
        problem(put, 405, "method-not-allowed")

    offline(test)


def test_variables_are_judged_before_anything_is_asked() -> None:
    faulty: tuple[tuple[str, Any], ...] = (
        ("Product", {}),
        ("Product", {"asin": None}),
        ("Product", {"asin": 7}),
        ("Product", {"asin": "short"}),
        ("Product", {"asin": MAIN, "range": "8d"}),
        ("Product", {"asin": MAIN, "range": "30d' or 1=1 --"}),
        ("Product", {"asin": MAIN, "marketplace": "'; drop table x"}),
        ("Product", {"asin": MAIN, "other": 1}),
        ("Products", {"asins": []}),
        ("Products", {"asins": [MAIN, None]}),
        ("Products", {"asins": [MAIN, "x\0"]}),
        ("Overview", {"limit": 0}),
        ("Overview", {"limit": "20"}),
        ("Overview", {"limit": 10**30}),
    )

    async def test(app: Running) -> None:
        for name, variables in faulty:
            body = {"op": BY_NAME[name].op, "variables": variables}
            answer = await app.client.post("/graphql", json=body)
            document = problem(answer, 422, "invalid-request")
            assert document["errors"], variables
        for path in (
            path_of("Product", {"asin": MAIN}, vh="0" * 64),
            raw_path("[]"),
            raw_path("{"),
            raw_path("[" * 600),
        ):
            problem(await app.get(path), 422, "invalid-request")
        nested = "[" * 20_000 + "]" * 20_000
        deep = json.dumps({"op": BY_NAME["Product"].op, "variables": {"asin": 0}})
        deep = deep.replace(": 0", f": {nested}")
        for content in (
            deep,
            "[]",
            json.dumps([{"op": BY_NAME["Overview"].op}] * 2),
            '{"op": 5}',
            "null",
            "{",
        ):
            answer = await app.client.post(
                "/graphql",
                content=content,
                headers={"Content-Type": "application/json"},
            )
            problem(answer, 422, "invalid-request")
        text = await app.client.post("/graphql", content="{ __typename }")
        problem(text, 415, "media-type-not-supported")

    offline(test)


def test_depth_and_cost_have_limits() -> None:
    gaps = f'competition(asin: "{MAIN}", range: "90d") {{ competitors {{ gaps '
    gaps += "{ date } } }"
    bombs = {
        "ranges": "{" + "".join(f"c{n}: {gaps} " for n in range(2)) + "}",
        "aliases": "{"
        + "".join(f'p{n}: product(asin: "{MAIN}") {{ asin }} ' for n in range(60))
        + "}",
        "doubling": "{ "
        + f'product(asin: "{MAIN}") {{ ...f0 }} }} '
        + " ".join(
            f"fragment f{n} on ProductParts {{ "
            f'a{n}: metrics(range: "90d") {{ days {{ date }} }} '
            f"...f{n + 1} ...f{n + 1} }}"
            for n in range(25)
        )
        + " fragment f25 on ProductParts { asin }",
        "rows": "{ alerts(limit: 200) { data { title } } "
        "b: alerts(limit: 200, unread: true) { data { title } } "
        "notifications(limit: 200) { data { status } } "
        "tracked_products(limit: 200) { data { asin } } "
        "alert_rules(limit: 200) { data { name } } }",
    }
    wrong = {
        "cycle": "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
        "unused": "{ __typename } fragment a on Query { __typename }",
        "no field": "{ product_of_others { asin } }",
        "literal": "{ alert(id: 1.5) { id } }",
        "two": "query a { __typename } query b { __typename }",
        "subscription": "subscription { alerts { data { title } } }",
        "empty": "",
        "injection": '{ product(asin: "\'; drop table core.products; --") { asin } }',
        "tokens": "{" + " a" * 5000 + "}",
        "nested": "{ product " * 900 + "}" * 900,
    }

    async def test(app: Running) -> None:
        for name, query in bombs.items():
            answer = await ask(app, query)
            document = problem(answer, 422, "operation-too-costly")
            assert document["cost"] > COST_LIMIT, name
        for query in wrong.values():
            problem(await ask(app, query), 422, "invalid-request")
        many = await app.client.post(
            "/graphql",
            json={
                "op": BY_NAME["Products"].op,
                "variables": {"asins": [MAIN] * (ASINS_LIMIT + 1)},
            },
        )
        assert many.status_code == 422

    offline(test, environment="development")
    deep = prepare("{ competitive_groups { data { members { asin } } } }")
    assert deep.bind({}).measure(deep.definition).depth == 4


def test_a_document_that_is_too_deep_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr("api.graphql.operations.DEPTH_LIMIT", 3)
    with pytest.raises(Problem, match="4 fields deep"):
        prepare("{ competitive_groups { data { members { asin } } } }").bind({})


def test_developers_may_look_around() -> None:
    async def test(app: Running) -> None:
        answer = await ask(app, "{ __schema { queryType { name } } __typename }")
        assert answer.json()["data"]["__typename"] == "Query"
        page = await app.get("/graphql")
        assert page.headers["content-type"].startswith("text/html")

    offline(test, environment="development")


def test_the_page_lists_every_operation_by_its_op() -> None:
    text = (ROOT / "docs" / "graphql.md").read_text()
    for op, operation in operations().items():
        [line] = [line for line in text.splitlines() if f"`{op}`" in line]
        assert operation.name in line
    assert len(operations()) == len(list(Path(ROOT, "api/graphql/documents").iterdir()))


def test_every_readable_endpoint_is_a_field() -> None:
    from api.graphql.schema import MUTATION_ROOTS, QUERY_ROOTS
    from api.resources.table import ENDPOINTS

    read = [e for e in ENDPOINTS if not e.is_change and not e.is_cached]
    assert len(QUERY_ROOTS) == len(read) + 5
    assert set(MUTATION_ROOTS) == {"read_alert", "acknowledge_alert", "resolve_alert"}
