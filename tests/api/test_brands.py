"""Brands over HTTP: lists, filters, text formats, GraphQL, and the cache."""

import asyncio
import csv
import io
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

from api import queries
from api.resources.brands import BrandQuery, Coverage, QueryChange, Segment
from api.resources.common_models import ProblemDocument
from tests.support.access import TENANT_A, TENANT_B, bearer, make_key, make_tenants
from tests.support.api import (
    LateAnswer,
    Running,
    count_fetches,
    data_version,
    execute,
    observe,
    running,
    settings_for,
    until,
)
from tests.support.brands import SUNDAY, brand_of, line, report

SHARED, OWN, LAST = "B0SHARED01", "B0AAAA0001", "B0AAAA0002"
NEXT = SUNDAY + timedelta(days=7)
KEPT = (
    *("segments", "segments/metadata", "performance"),
    *("queries", "queries/changes", "queries/products"),
)
LISTS = (*KEPT, "coverage")
QUERIES = ("vitamin d3 drops", "vitamin kids", "Alderwick drops", "salt and pepper")


@dataclass(frozen=True)
class Brands:
    """A database in which two tenants have a brand and report the same product."""

    url: str
    api_url: str
    a: UUID
    b: UUID
    keys: dict[UUID, dict[str, str]]

    def path(self, what: str = "", brand: UUID | None = None) -> str:
        return f"/v1/brands/{brand or self.a}" + (f"/{what}" if what else "")


@pytest.fixture
def brands(database: str, api_url: str) -> Iterator[Brands]:
    make_tenants(database)
    observe(database, {SHARED: 1.0, OWN: 1.0, LAST: 1.0})
    a = brand_of(database, TENANT_A, "Alderwick", SHARED, OWN, LAST)
    b = brand_of(database, TENANT_B, "Alderwick", SHARED)
    volumes = (900, 800, 700, 600)
    week = [
        line(SHARED, query, volume=volume)
        for query, volume in zip(QUERIES, volumes, strict=True)
    ]
    week += [line(OWN, QUERIES[0], own=20), line(LAST, QUERIES[1], own=2)]
    report(database, "tenant a", {SUNDAY: week, NEXT: [line(SHARED, "late", own=5)]})
    report(database, "tenant b", {SUNDAY: [line(SHARED, "of b", own=999)]})
    keys = {t: bearer(make_key(database, t)) for t in (TENANT_A, TENANT_B)}
    yield Brands(database, api_url, a, b, keys)


def served(
    brands: Brands,
    redis_url: str | None,
    test: Callable[[Running], Awaitable[None]],
    **changes: Any,
) -> None:
    async def scenario() -> None:
        settings = settings_for(brands.api_url, redis_url, **changes)
        async with running(settings) as app:
            app.client.headers.update(brands.keys[TENANT_A])
            if redis_url:
                await app.is_synced()
            await test(app)

    asyncio.run(scenario())


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    ProblemDocument.model_validate_json(response.content)
    found = dict(response.json())
    assert found["type"] == f"/problems/{code}"
    return found


async def all_of(app: Running, path: str, **query: Any) -> list[dict[str, Any]]:
    """All rows of a list, page by page by its links."""
    found: list[dict[str, Any]] = []
    answer = await app.client.get(path, params=query)
    while True:
        assert answer.status_code == 200, answer.text
        found += answer.json()["data"]
        if "next" not in answer.links:
            return found
        answer = await app.client.get(answer.links["next"]["url"])
        assert len(found) < 1000


async def caught_up(app: Running, brands: Brands) -> None:
    """Wait until the listener has applied all that is announced."""
    with psycopg.connect(brands.url) as connection:
        version = data_version(connection)
    await until(lambda: app.listener.version >= version)
    await app.is_synced()


def test_lists_show_a_tenants_own_reports_alone(brands: Brands, redis_url: str) -> None:
    async def test(app: Running) -> None:
        [brand] = (await app.get("/v1/brands")).json()["data"]
        assert brand == (await app.get(brands.path())).json()["data"]
        assert (brand["id"], brand["product_count"]) == (str(brands.a), 3)
        newest = (brand["latest_week"], brand["latest_month"])
        assert newest == (str(NEXT), str(NEXT.replace(day=1)))
        found = await all_of(app, brands.path("segments"), limit=2)
        own = [(s["asin"], s["period_start"], s["asin_impressions"]) for s in found]
        assert own == [
            (SHARED, str(NEXT), 5),
            (OWN, str(SUNDAY), 20),
            (LAST, str(SUNDAY), 2),
            (SHARED, str(SUNDAY), 200),
        ]
        headers = brands.keys[TENANT_B]
        path = brands.path("segments", brands.b)
        theirs = await app.client.get(path, headers=headers)
        assert [s["asin_impressions"] for s in theirs.json()["data"]] == [999]
        for what in ("", *LISTS):
            for brand_id in (brands.b, uuid4()):
                answer = await app.get(brands.path(what, brand_id))
                detail = problem(answer, 404, "not-found")["detail"]
                assert detail.startswith(f"there is no brand {brand_id}".capitalize())
        assert (await app.get("/v1/brands/x/segments")).status_code == 404

    served(brands, redis_url, test)


def test_lists_are_filtered(brands: Brands, redis_url: str) -> None:
    async def test(app: Running) -> None:
        async def found(what: str, member: str, **query: Any) -> list[Any]:
            rows = await all_of(app, brands.path(what), **query)
            return [row[member] for row in rows]

        assert await found("segments", "asin", asin=OWN.lower()) == [OWN]
        window = {"from": NEXT, "to": NEXT + timedelta(days=6)}
        assert await found("segments", "asin", **window) == [SHARED]
        [month] = set(await found("segments", "segment_type", type="monthly"))
        assert month == "monthly"
        assert await found("segments/metadata", "asin") == [SHARED, OWN, LAST]
        assert await found("segments/metadata", "asin", **window) == [SHARED]
        assert await found("queries", "search_query") == ["late", *QUERIES]
        for query, wanted in (
            ('vitamin AND "d3 drops"', [QUERIES[0]]),
            ("VITAMIN !kids", [QUERIES[0]]),
            ("(kids OR pepper) NOT vitamin", [QUERIES[3]]),
            ("nothing", []),
        ):
            for limit in (1, 50):
                rows = await found("queries", "search_query", filter=query, limit=limit)
                assert rows == wanted, query
        assert await found("queries", "search_query", is_branded="true") == [QUERIES[2]]
        stages = {"lost_stage": "impression", "limit": 1}
        assert await found("queries", "search_query", **stages) == ["late"]
        assert await found("queries", "search_query", period_type="MONTH") == []
        assert await found("queries/products", "asin", search_query=QUERIES[1]) == [
            SHARED,
            LAST,
        ]
        assert await found("queries/products", "search_query", asin=OWN, limit=1) == [
            QUERIES[0]
        ]
        week = {"from": SUNDAY, "to": NEXT, "limit": 2}
        states = {"asin": OWN} | week
        assert await found("coverage", "state", **states) == ["reported"]
        assert await found("coverage", "asin", **week) == [OWN, LAST, SHARED]
        later = {"from": NEXT, "to": NEXT + timedelta(days=6)}
        assert await found("coverage", "state", **later) == [
            "not_asked",
            "not_asked",
            "reported",
        ]
        assert await found("coverage", "asin", state="reported", **later) == [SHARED]
        totals = await all_of(app, brands.path("performance"))
        assert [(p["total_impressions"], p["brand_impressions"]) for p in totals] == [
            (1000, 5),
            # Two of four queries have two products: the market counts once.
            (4000, 222),
        ]

    served(brands, redis_url, test)


def test_queries_stand_beside_the_week_before(brands: Brands, redis_url: str) -> None:
    moved = {QUERIES[0]: 3, QUERIES[1]: 9, QUERIES[3]: 5}
    later = [
        line(SHARED, query, own_clicks=clicks, own_purchases=9 - clicks)
        for query, clicks in moved.items()
    ]
    report(brands.url, "tenant a", {NEXT: [*later, line(SHARED, "late")]})

    async def test(app: Running) -> None:
        async def found(**query: Any) -> list[tuple[Any, ...]]:
            rows = await all_of(app, brands.path("queries/changes"), **query)
            return [
                (row["search_query"], row["click_change"], row["previous_brand_clicks"])
                for row in rows
            ]

        # The first two had two products of the brand, with five clicks each.
        first, second, last = (
            (QUERIES[0], -7, 10),
            (QUERIES[1], -1, 10),
            (QUERIES[3], 0, 5),
        )
        unknown = ("late", None, None)
        for limit in (1, 50):
            assert await found(limit=limit) == [first, second, last, unknown]
            wanted = [last, second, first, unknown]
            assert await found(limit=limit, sort="-click_change") == wanted
            # They have gained 4 and 3 purchases, and lost 2.
            wanted = [second, last, first, unknown]
            assert await found(limit=limit, sort="purchase_change") == wanted
            wanted = [first, last, second, unknown]
            assert await found(limit=limit, sort="-purchase_change") == wanted
        assert await found(filter="vitamin !kids") == [first]
        assert await found(to=NEXT - timedelta(days=1), filter="kids") == [
            (QUERIES[1], None, None)
        ]
        assert await found(marketplace="DE") == []
        assert await found(period_type="MONTH") == []
        answer = await app.get(brands.path("queries/changes") + "?sort=volume")
        fault = problem(answer, 422, "invalid-request")["errors"][0]
        assert fault["parameter"] == "sort"

    served(brands, redis_url, test)


def test_wrong_parameters_are_explained(brands: Brands) -> None:
    wrong = [
        ("filter=a+AND", "filter", "character 6: a word is missing at the end"),
        ("filter=(a", "filter", "character 1: this ( is not closed"),
        ("filter=%22a", "filter", "character 1: this quote is not closed"),
        ("filter=" + "x" * 501, "filter", "500"),
        ("filter=", "filter", "filter"),
        ("lost_stage=nowhere", "lost_stage", "lost_stage"),
        ("period_type=DAY", "period_type", "period_type"),
        ("from=yesterday", "from", "from"),
        ("first=2026-01-01", "first", "accepts"),
        ("marketplace=XX", "marketplace", "not known"),
    ]

    async def test(app: Running) -> None:
        for query, where, words in wrong:
            path = f"{brands.path('queries')}?{query}"
            answer = await app.get(path)
            found = problem(answer, 422, "invalid-request")
            assert words in found["detail"], found
            if "character" in words:
                assert 'vitamin AND "d3 drops" AND !kids' in found["detail"]
            else:
                assert found["errors"][0]["parameter"] == where
            text = await app.get(path, Accept="text/csv")
            assert text.json()["detail"] == found["detail"]

    served(brands, None, test)


def test_lists_are_available_as_text(brands: Brands, redis_url: str) -> None:
    async def test(app: Running) -> None:
        for what, model in (
            ("segments", Segment),
            ("queries", BrandQuery),
            ("queries/changes", QueryChange),
            ("coverage", Coverage),
        ):
            rows = await all_of(app, brands.path(what))
            answer = await app.get(brands.path(what), Accept="text/csv")
            assert answer.headers["content-type"].startswith("text/csv")
            table = list(csv.DictReader(io.StringIO(answer.text)))
            assert list(table[0]) == list(model.model_fields)
            assert len(table) == len(rows)
            lines = await app.get(brands.path(what), Accept="application/x-ndjson")
            assert [json.loads(each) for each in lines.text.splitlines()] == rows
            for row, cells in zip(rows, table, strict=True):
                for name, value in row.items():
                    if isinstance(value, str | int) and not isinstance(value, bool):
                        assert cells[name] == str(value)
                    elif value is None:
                        assert cells[name] == ""

    served(brands, redis_url, test)


def test_first_pages_are_cached_until_the_brand_changes(
    brands: Brands, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes: tuple[Callable[[], None], ...] = (
        lambda: report(brands.url, "tenant a", {NEXT: [line(SHARED, "late", own=6)]}),
        lambda: execute(
            brands.url,
            "update core.brands set display_name = 'ACME' where id = %s",
            brands.a,
        ),
        lambda: execute(
            brands.url,
            "insert into core.brand_terms (tenant_id, brand_id, term) "
            "values (%s, %s, 'alder')",
            TENANT_A,
            brands.a,
        ),
        lambda: execute(
            brands.url,
            "update core.asin_brand_mapping set is_active = false "
            "where tenant_id = %s and asin = %s",
            TENANT_A,
            OWN,
        ),
    )

    async def test(app: Running) -> None:
        async def source(what: str, tenant: UUID = TENANT_A) -> str:
            brand = brands.a if tenant == TENANT_A else brands.b
            path = brands.path(what, brand)
            answer = await app.client.get(path, headers=brands.keys[tenant])
            assert answer.status_code == 200, answer.text
            return answer.headers["x-cache"]

        for change in changes:
            for what in KEPT:
                for tenant in (TENANT_A, TENANT_B):
                    await source(what, tenant)
                    assert await source(what, tenant) == "hit"
            change()
            execute(brands.url, "select ops.refresh_dirty()")
            await caught_up(app, brands)
            for what in KEPT:
                # Of the changed brand all, of the other tenant's none.
                assert await source(what) == "miss"
                assert await source(what, TENANT_B) == "hit"
        calls = count_fetches(app, monkeypatch)
        for what in KEPT:
            await source(what)
        assert calls == []
        # Read again and again are first pages; other pages, and texts, are not kept.
        first = await app.get(brands.path("segments") + "?limit=1")
        second = await app.get(first.links["next"]["url"])
        assert second.headers["x-cache"] == "bypass"
        filtered = await app.get(brands.path("queries") + "?filter=vitamin")
        assert filtered.headers["x-cache"] == "bypass"
        held = {"If-None-Match": first.headers["etag"]}
        again = await app.get(brands.path("segments") + "?limit=1", **held)
        assert (again.status_code, again.headers["x-cache"]) == (304, "hit")
        assert again.headers["cache-control"] == "private, no-cache"

    served(brands, redis_url, test)


def test_a_page_from_before_a_change_is_not_kept_after_it(
    brands: Brands, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test(app: Running) -> None:
        path = f"{brands.path('segments')}?from={NEXT}"
        # The key is known then: the next call of Postgres is that of the list.
        assert (await app.get("/v1/brands")).status_code == 200
        late = LateAnswer(app, monkeypatch)
        reading = asyncio.create_task(app.get(path))
        await late.reached.wait()
        report(brands.url, "tenant a", {NEXT: [line(SHARED, "late", own=7)]})
        await caught_up(app, brands)
        late.go_on.set()
        assert (await reading).status_code == 200
        [segment] = (await app.get(path)).json()["data"]
        assert segment["asin_impressions"] == 7

    served(brands, redis_url, test)


def test_without_redis_nothing_is_kept(brands: Brands) -> None:
    async def test(app: Running) -> None:
        for _ in range(2):
            answer = await app.get(brands.path("segments"))
            assert answer.headers["x-cache"] == "bypass"

    served(brands, None, test, memory_bytes=2**20)


def test_graphql_reads_the_same(brands: Brands, redis_url: str) -> None:
    text = """
        query ($brand_id: String!, $filter: String, $from: Date) {
            brands { data { id } }
            brand(brand_id: $brand_id) { brand_name }
            brand_segments(brand_id: $brand_id, type: "weekly", from: $from) {
                data { asin total_impressions }
            }
            brand_queries(brand_id: $brand_id, filter: $filter) {
                data { search_query }
            }
            brand_performance(brand_id: $brand_id) { data { brand_impressions } }
        }
    """

    async def test(app: Running) -> None:
        async def ask(**variables: Any) -> httpx.Response:
            body = {"query": text, "variables": variables}
            return await app.client.post("/graphql", json=body)

        own = await ask(brand_id=str(brands.a), filter="pepper", **{"from": str(NEXT)})
        assert own.json()["data"] == {
            "brands": {"data": [{"id": str(brands.a)}]},
            "brand": {"brand_name": "Alderwick"},
            "brand_segments": {"data": [{"asin": SHARED, "total_impressions": 1000}]},
            "brand_queries": {"data": [{"search_query": QUERIES[3]}]},
            "brand_performance": {
                "data": [{"brand_impressions": 5}, {"brand_impressions": 222}]
            },
        }
        foreign = (await ask(brand_id=str(brands.b))).json()["data"]
        assert foreign.pop("brands") == {"data": [{"id": str(brands.a)}]}
        assert set(foreign.values()) == {None}
        problem(await ask(brand_id="x"), 422, "invalid-request")
        wrong = await ask(brand_id=str(brands.a), filter="a OR")
        assert "character 5" in problem(wrong, 422, "invalid-request")["detail"]

    served(brands, redis_url, test, environment="development")


def test_scopes_name_brands(brands: Brands) -> None:
    async def test(app: Running) -> None:
        for kind, scopes, status in (
            ("secret", ["brands:read"], 200),
            ("secret", ["products"], 403),
            ("public", ["brands:read"], 403),
        ):
            key = make_key(brands.url, TENANT_A, kind, scopes=scopes)
            answer = await app.client.get(brands.path("segments"), headers=bearer(key))
            assert answer.status_code == status, (kind, scopes)

    served(brands, None, test)


def test_every_list_is_one_call_of_the_database(
    brands: Brands, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test(app: Running) -> None:
        calls = count_fetches(app, monkeypatch)
        for what in LISTS:
            await app.get(brands.path(what))
        assert len([call for call in calls if call != queries.FIND_API_KEY]) == len(
            LISTS
        )

    served(brands, None, test)
