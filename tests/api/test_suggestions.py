"""Competitor suggestions over HTTP: pages, reasons, other tenants, text formats."""

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable, Iterator
from uuid import UUID

import pytest

from api.resources.suggestions import CompetitorSuggestion
from tests.support.access import TENANT_A, TENANT_B, bearer, make_key, make_tenants
from tests.support.api import Running, execute, observe, running, settings_for

MAIN, NEAR, FAR, OTHER = "B0MAIN0001", "B0NEAR0001", "B0FARR0001", "B0OTHER001"
PATH = f"/v1/products/{MAIN}/competitor-suggestions"
Headers = dict[str, str]


@pytest.fixture
def keys(database: str) -> Iterator[dict[UUID, Headers]]:
    make_tenants(database)
    observe(database, {MAIN: 100.0, NEAR: 100.0, FAR: 120.0, OTHER: 100.0})
    execute(
        database,
        """
        update core.products set category = 'Mugs', category_path = 'Home > Mugs'
        where asin <> 'B0OTHER001'
        """,
    )
    execute(
        database,
        f"""
        insert into app.tracked_products (tenant_id, asin, marketplace)
        values ('{TENANT_A}', '{MAIN}', 'US')
        """,
    )
    yield {
        t: bearer(make_key(database, t, role="operator")) for t in (TENANT_A, TENANT_B)
    }


def served(api_url: str, test: Callable[[Running], Awaitable[None]]) -> None:
    async def scenario() -> None:
        async with running(settings_for(api_url, None)) as app:
            await test(app)

    asyncio.run(scenario())


def test_suggestions_come_best_first_page_by_page(
    keys: dict[UUID, Headers], api_url: str
) -> None:
    async def test(app: Running) -> None:
        headers = keys[TENANT_A]
        whole = await app.client.get(PATH, headers=headers)
        assert whole.status_code == 200, whole.text
        found = whole.json()
        assert [row["asin"] for row in found["data"]] == [NEAR, FAR]
        assert [row["is_in_price_band"] for row in found["data"]] == [True, True]
        assert found["data"][0]["price_ratio"] == 1.0
        assert found["meta"] == {"competitor_count": 0}
        first = await app.client.get(PATH, params={"limit": 1}, headers=headers)
        second = await app.client.get(first.links["next"]["url"], headers=headers)
        pages = first.json()["data"] + second.json()["data"]
        assert pages == found["data"]
        assert "next" not in second.links

    served(api_url, test)


def test_a_tenant_that_does_not_track_the_product_gets_none(
    keys: dict[UUID, Headers], api_url: str
) -> None:
    async def test(app: Running) -> None:
        answer = await app.client.get(PATH, headers=keys[TENANT_B])
        assert answer.status_code == 200
        assert answer.json()["data"] == []

    served(api_url, test)


def test_an_unknown_product_is_a_404(keys: dict[UUID, Headers], api_url: str) -> None:
    async def test(app: Running) -> None:
        path = "/v1/products/B0NOTHERE1/competitor-suggestions"
        answer = await app.client.get(path, headers=keys[TENANT_A])
        assert answer.status_code == 404, answer.text
        assert "B0NOTHERE1" in answer.json()["detail"]

    served(api_url, test)


def test_a_compared_product_is_no_longer_suggested(
    keys: dict[UUID, Headers], api_url: str
) -> None:
    async def test(app: Running) -> None:
        headers = keys[TENANT_A]
        link = f"/v1/competitor-links/{MAIN}/{NEAR}"
        assert (await app.client.put(link, headers=headers)).status_code == 200
        found = (await app.client.get(PATH, headers=headers)).json()
        assert [row["asin"] for row in found["data"]] == [FAR]
        assert found["meta"] == {"competitor_count": 1}

    served(api_url, test)


def test_the_list_is_available_as_csv(keys: dict[UUID, Headers], api_url: str) -> None:
    async def test(app: Running) -> None:
        headers = keys[TENANT_A] | {"Accept": "text/csv"}
        answer = await app.client.get(PATH, headers=headers)
        assert answer.status_code == 200, answer.text
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert [row["asin"] for row in rows] == [NEAR, FAR]
        assert list(rows[0]) == list(CompetitorSuggestion.model_fields)

    served(api_url, test)
