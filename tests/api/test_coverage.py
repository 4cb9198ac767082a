"""Coverage of days and the quota of search query reports over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from api.resources.coverage import CoverageDaysAnswer
from api.resources.search_reports import SearchReportQuotaAnswer
from tests.support.access import TENANT_A, TENANT_B, bearer, make_key, make_tenants
from tests.support.api import Running, execute, observe, running, settings_for

SEEN, TRACKED = "B0SEEN0001", "B0TRAC0001"
# The newest day that is complete wherever in the world.
DAY = datetime.now(UTC).date() - timedelta(days=2)
Headers = dict[str, str]


@pytest.fixture
def keys(database: str) -> Iterator[dict[UUID, Headers]]:
    make_tenants(database)
    for ago in (3, 1):
        observe(database, {SEEN: 1.0, TRACKED: 2.0}, DAY - timedelta(days=ago))
    observe(database, {SEEN: 1.0}, DAY)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "insert into app.tracked_products (tenant_id, asin, created_at) "
            "values (%s, %s, %s)",
            [TENANT_A, TRACKED, datetime.now(UTC) - timedelta(days=30)],
        )
        connection.execute(
            "select app.set_spapi_credential(%s, 'na', 'client', 'secret', 'token')",
            [TENANT_A],
        )
    yield {
        t: bearer(make_key(database, t, role="viewer")) for t in (TENANT_A, TENANT_B)
    }


def served(api_url: str, test: Callable[[Running], Awaitable[None]]) -> None:
    async def scenario() -> None:
        async with running(settings_for(api_url, None)) as app:
            await test(app)

    asyncio.run(scenario())


def test_each_day_says_what_was_due_and_what_was_observed(
    keys: dict[UUID, Headers], api_url: str
) -> None:
    async def test(app: Running) -> None:
        path = f"/v1/coverage/days?from={DAY - timedelta(days=3)}&to={DAY}"
        for tenant, products, expected in (
            (TENANT_A, "tracked", [(1, 1), (1, 0), (1, 1), (1, 0)]),
            (TENANT_B, "known", [(2, 2), (2, 0), (2, 2), (2, 1)]),
        ):
            answer = await app.client.get(path, headers=keys[tenant])
            assert answer.status_code == 200, answer.text
            found = CoverageDaysAnswer.model_validate_json(answer.content)
            counts = [(d.expected_count, d.observed_count) for d in found.data]
            assert counts == expected
            assert [d.missing_count for d in found.data] == [e - o for e, o in expected]
            assert found.meta.products == products
            assert {d.marketplace for d in found.data} == {"US"}

    served(api_url, test)


def test_without_a_period_there_are_ninety_days(
    keys: dict[UUID, Headers], api_url: str
) -> None:
    async def test(app: Running) -> None:
        headers = keys[TENANT_A]
        for query, days in (("", 90), ("?marketplace=us", 90), ("?marketplace=DE", 0)):
            answer = await app.client.get(f"/v1/coverage/days{query}", headers=headers)
            assert len(answer.json()["data"]) == days

    served(api_url, test)


@pytest.mark.parametrize(
    "query",
    [
        "from=2025-01-01&to=2026-01-02",
        "from=2025-01-02&to=2025-01-01",
        "from=2020-01-01",
        "from=yesterday",
        "marketplace=XX",
    ],
)
def test_a_period_that_cannot_be_is_refused(
    keys: dict[UUID, Headers], api_url: str, query: str
) -> None:
    async def test(app: Running) -> None:
        path = f"/v1/coverage/days?{query}"
        answer = await app.client.get(path, headers=keys[TENANT_A])
        assert answer.status_code == 422, answer.text

    served(api_url, test)


def test_the_quota_is_that_of_the_tenants_own_accounts(
    keys: dict[UUID, Headers], api_url: str, database: str
) -> None:
    execute(
        database,
        f"""
        insert into sqp.report_requests (
            tenant_id, region, marketplace, period_type, start_date, end_date, asins,
            state, requested_at, asked_at
        )
        values ('{TENANT_A}', 'na', 'US', 'WEEK', '2025-03-02', '2025-03-08',
            array['{TRACKED}'], 'requested', now(), now())
        """,
    )

    async def test(app: Running) -> None:
        path = "/v1/search-report-quota"
        answer = await app.client.get(path, headers=keys[TENANT_A])
        assert answer.status_code == 200, answer.text
        assert "secret" not in answer.text and "token" not in answer.text
        SearchReportQuotaAnswer.model_validate_json(answer.content)
        [quota] = answer.json()["data"]
        assert quota["region"] == "na" and "US" in quota["marketplaces"]
        assert (quota["allowed_count"], quota["used_count"]) == (20, 1)
        assert (quota["left_count"], quota["requested_count"]) == (19, 1)
        refill = datetime.fromisoformat(quota["next_refill_at"])
        assert timedelta(hours=23) < refill - datetime.now(UTC) <= timedelta(days=1)
        other = await app.client.get(path, headers=keys[TENANT_B])
        assert other.json() == {"data": []}

    served(api_url, test)
