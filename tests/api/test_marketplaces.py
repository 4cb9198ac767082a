"""Marketplaces and their categories; codes of no marketplace are refused."""

from uuid import UUID

import pytest

from api.cache.marketplaces import Marketplaces
from api.resources.endpoint import Endpoint
from api.resources.table import ENDPOINTS
from tests.api.test_products import ABSENT, BATCH, assert_problem, market, served
from tests.support.api import (
    COMPETITOR,
    MAIN,
    Running,
    count_fetches,
    execute,
    settings_for,
)

market = market
OF_MARKETPLACE = [
    endpoint
    for endpoint in ENDPOINTS
    if "marketplace" in endpoint.parameters.model_fields
]


def path_of(endpoint: Endpoint) -> str:
    path = endpoint.path.replace("{asin}", MAIN).replace("{asin_main}", MAIN)
    path = path.replace("{brand_id:uuid}", f"{UUID(int=1)}")
    return path.replace("{asin_comp}", COMPETITOR)


def test_marketplaces_and_categories_are_listed(market: str, api_url: str) -> None:
    async def test(app: Running) -> None:
        found = (await app.get("/v1/marketplaces?limit=200")).json()
        codes = [row["marketplace"] for row in found["data"]]
        assert codes == sorted(codes) and {"US", "UK", "JP"} <= set(codes)
        assert set(found["meta"]) == {
            *("data_version", "computed_at_version", "generated_at", "stale_at")
        }
        page = (await app.get("/v1/categories?limit=1")).json()
        [category] = page["data"]
        assert category["category"] == "Kettles"
        assert category["product_count"] == 2
        assert category["price_median"] == 25
        assert page["meta"]["as_of"] == category["newest_day"]
        assert page["page"]["next_cursor"] is None
        one = (await app.get("/v1/categories?category=Kettles")).json()["data"]
        assert one == [category]
        for query in ("category=Mugs", "marketplace=DE"):
            assert (await app.get(f"/v1/categories?{query}")).json()["data"] == []
        text = (await app.get("/v1/categories", Accept="text/csv")).text
        head, row = text.splitlines()
        assert head.startswith("marketplace,category,product_count,")
        assert row.startswith("US,Kettles,2,")

    served(settings_for(api_url, None), test)


def test_pages_of_marketplaces_follow_each_other(market: str, api_url: str) -> None:
    async def test(app: Running) -> None:
        all_of = (await app.get("/v1/marketplaces?limit=200")).json()["data"]
        seen, path = [], "/v1/marketplaces?limit=7"
        while path:
            answer = await app.get(path)
            seen += answer.json()["data"]
            path = answer.links["next"]["url"] if "next" in answer.links else ""
        assert seen == all_of

    served(settings_for(api_url, None), test)


def test_graphql_reads_marketplaces_and_categories(market: str, api_url: str) -> None:
    query = """{
        marketplaces(limit: 1) { data { marketplace currency_code } meta { stale_at } }
        categories(marketplace: "US") { data { category product_count bsr_best } }
    }"""

    async def test(app: Running) -> None:
        answer = await app.client.post("/graphql", json={"query": query})
        data = answer.json()["data"]
        assert data["marketplaces"]["data"][0]["marketplace"] == "AE"
        assert data["marketplaces"]["meta"]["stale_at"]
        assert data["categories"]["data"] == [
            {"category": "Kettles", "product_count": 2, "bsr_best": 12}
        ]
        for field in (
            f'product(asin: "{MAIN}", marketplace: "ZZ") {{ asin }}',
            f'products(asins: ["{MAIN}"], marketplace: "ZZ") {{ asin }}',
            f'competition(asin: "{MAIN}", marketplace: "ZZ") {{ range_days }}',
            'product_search(marketplace: "ZZ") { data { asin } }',
        ):
            asked = {"query": f"{{ {field} }}"}
            refused = await app.client.post("/graphql", json=asked)
            assert_problem(refused, 422, "invalid-request")

    served(settings_for(api_url, None, environment="development"), test)


def test_every_path_refuses_a_code_of_no_marketplace(market: str, api_url: str) -> None:
    async def test(app: Running) -> None:
        for endpoint in OF_MARKETPLACE:
            for code in ("zz", "XX"):
                answer = await app.client.request(
                    endpoint.method,
                    f"{path_of(endpoint)}?marketplace={code}",
                    json={} if endpoint.body else None,
                )
                problem = assert_problem(answer, 422, "invalid-request")
                assert problem["detail"].startswith(f"Marketplace {code.upper()} is")
                assert " UK, US" in problem["detail"]
                assert problem["detail"].endswith("See /v1/marketplaces.")
                [fault] = problem["errors"]
                assert fault["parameter"] == "marketplace"
        batch = {"asins": [MAIN, ABSENT]}
        refused = await app.client.post(f"{BATCH}?marketplace=ZZ", json=batch)
        assert_problem(refused, 422, "invalid-request")
        csv = await app.get("/v1/products?marketplace=ZZ", Accept="text/csv")
        assert_problem(csv, 422, "invalid-request")

    assert len(OF_MARKETPLACE) > 12
    served(settings_for(api_url, None, anonymous_role="operator"), test)


def test_a_new_marketplace_is_accepted_without_a_restart(
    market: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        for path in ("/v1/products", f"/v1/products/{MAIN}"):
            refused = await app.get(f"{path}?marketplace=ZZ")
            assert_problem(refused, 422, "invalid-request")
        execute(
            market,
            "insert into core.marketplaces (marketplace, country, domain, "
            "currency_code, decimal_sign, time_zone, amazon_marketplace_id) "
            "values ('ZZ', 'Zedland', 'amazon.zz', 'EUR', '.', 'UTC', 'AZZ')",
        )
        listed = await app.get("/v1/products?marketplace=ZZ")
        assert listed.json()["data"] == []
        assert listed.json()["meta"]["currency"] == "EUR"
        answer = await app.get(f"/v1/products/{MAIN}?marketplace=ZZ")
        assert_problem(answer, 404, "not-found")

    served(settings_for(api_url, redis_url), test)


def test_a_known_marketplace_costs_no_further_call(
    market: str, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test(app: Running) -> None:
        await app.get("/v1/products")
        calls = count_fetches(app, monkeypatch)
        for _ in range(3):
            await app.get("/v1/products")
        assert len(calls) == 3
        known = Marketplaces(app.database)
        await known.check("US")
        await known.check(None)
        await known.check("DE")
        assert len(calls) == 4

    served(settings_for(api_url, None), test)
