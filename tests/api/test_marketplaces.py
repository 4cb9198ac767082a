"""Marketplaces and their categories."""

from tests.api.test_products import market, served
from tests.support.api import (
    Running,
    settings_for,
)

market = market


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

    served(settings_for(api_url, None, environment="development"), test)
