"""Recommendations over HTTP: refresh, read, decide, and what became of actions."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest

from api.resources.common_models import ProblemDocument
from api.resources.recommendations import (
    RecommendationActionAnswer,
    RecommendationAnswer,
)
from tests.support.access import TENANT_A, TENANT_B, bearer, make_key, make_tenants
from tests.support.api import MAIN, Running, execute, running, settings_for

PEERS = ("B0TESTC001", "B0TESTC002", "B0TESTC003")
PATH = f"/v1/recommendations/{MAIN}"
# Price, rank and stars: the main product is dear, ranks worse and is not rated better.
MARKET = {
    MAIN: (25.0, 900, 4.2),
    PEERS[0]: (19.0, 100, 4.1),
    PEERS[1]: (20.0, 200, 4.3),
    PEERS[2]: (22.0, 300, 4.3),
}
LINK = "insert into core.competitor_links (tenant_id, asin_main, asin_comp) "


@dataclass(frozen=True)
class Shop:
    """A database in which two tenants compare the same product."""

    url: str
    api_url: str
    keys: dict[str, dict[str, str]]


def load(url: str, market: dict[str, tuple[float, int, float]], days: int) -> None:
    """Load the same values for each of the days that end yesterday."""
    today = datetime.now(UTC).date()
    items = [
        json.dumps(
            {
                "asin": asin,
                "observed_date": f"{today - timedelta(days=back)}",
                "price": price,
                "bsr": rank,
                "bsr_category": "Mugs",
                "rating": stars,
                "reviews_count": 100,
                "in_stock": True,
            }
        )
        for back in range(days, 0, -1)
        for asin, (price, rank, stars) in market.items()
    ]
    job = f"{len(items)} of {market[MAIN]}"
    with psycopg.connect(url, autocommit=True) as connection:
        with connection.transaction():
            connection.execute("select ops.start_run(%s, 'test')", [job])
            connection.execute(
                "insert into staging_raw.raw_events "
                "(job_id, item_no, source, payload, content_hash) "
                "select %s, i.n, 'test', i.item, sha256(i.item::text::bytea) "
                "from unnest(%s::jsonb[]) with ordinality as i (item, n)",
                [job, items],
            )
            connection.execute("select ops.land_run(%s, %s, 0)", [job, len(items)])
        [[status]] = connection.execute(
            "select r.status from ops.promote_run(%s) as r", [job]
        )
    assert status == "SUCCESS"


@pytest.fixture
def shop(database: str, api_url: str) -> Iterator[Shop]:
    make_tenants(database)
    load(database, MARKET, 20)
    for tenant, peers in ((TENANT_A, PEERS), (TENANT_B, PEERS[:1])):
        for peer in peers:
            execute(database, LINK + "values (%s, %s, %s)", tenant, MAIN, peer)
    keys = {
        "a": bearer(make_key(database, TENANT_A, role="operator")),
        "b": bearer(make_key(database, TENANT_B, role="operator")),
        "viewer": bearer(make_key(database, TENANT_A, role="viewer")),
    }
    yield Shop(database, api_url, keys)


def served(
    shop: Shop,
    redis_url: str,
    test: Callable[[Running], Awaitable[None]],
    **changes: Any,
) -> None:
    async def scenario() -> None:
        async with running(settings_for(shop.api_url, redis_url, **changes)) as app:
            app.client.headers.update(shop.keys["a"])
            await test(app)

    asyncio.run(scenario())


def data(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    return dict(response.json()["data"])


def problem(response: httpx.Response, status: int, words: str) -> None:
    assert response.status_code == status, response.text
    ProblemDocument.model_validate_json(response.content)
    assert words in response.json()["detail"]


def test_a_refresh_answers_at_once_and_only_changes_make_a_version(
    shop: Shop, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        problem(await app.get(PATH), 404, f"no recommendation for {MAIN}")
        made = await app.client.post(f"{PATH}:refresh")
        RecommendationAnswer.model_validate_json(made.content)
        found = data(made)
        [action] = found["actions"]
        assert (found["version"], found["status"]) == (1, "complete")
        assert (action["rule"], action["status"]) == ("price_above_peers", "pending")
        assert (action["current_value"], action["proposed_value"]) == ("25.00", "20.00")
        claims = {claim["id"]: claim for claim in found["evidence"]}
        assert set(action["claims"]) <= set(claims)
        assert claims["price_median"]["relation"] == "peer_benchmarks"
        read = await app.get(PATH)
        assert data(read) == found
        held = {"If-None-Match": read.headers["etag"]}
        assert (await app.client.get(PATH, headers=held)).status_code == 304
        assert data(await app.client.post(f"{PATH}:refresh"))["version"] == 1
        load(shop.url, MARKET | {MAIN: (40.0, 900, 4.2)}, 1)
        changed = data(await app.client.post(f"{PATH}:refresh"))
        assert (changed["version"], changed["earlier_actions"]) == (2, [])
        old = data(await app.get(f"/v1/recommendations/actions/{action['id']}"))
        assert old["status"] == "superseded"

    served(shop, redis_url, test)


def test_each_tenant_has_its_own(shop: Shop, redis_url: str) -> None:
    async def test(app: Running) -> None:
        [action] = data(await app.client.post(f"{PATH}:refresh"))["actions"]
        others = shop.keys["b"]
        problem(await app.client.get(PATH, headers=others), 404, "no recommendation")
        theirs = await app.client.post(f"{PATH}:refresh", headers=others)
        # One competitor is no middle.
        assert data(theirs)["actions"] == []
        path = f"/v1/recommendations/actions/{action['id']}"
        body = {"status": "approved"}
        refused = await app.client.patch(path, json=body, headers=others)
        problem(refused, 404, f"no action {action['id']}")
        problem(await app.client.get(path, headers=others), 404, "no action")
        viewer = shop.keys["viewer"]
        refused = await app.client.patch(path, json=body, headers=viewer)
        assert refused.status_code == 403
        assert data(await app.client.get(path, headers=viewer)) == action
        assert (await app.get(f"{PATH}:refresh")).status_code == 405
        nobody = await app.client.post(f"/v1/recommendations/{PEERS[0]}:refresh")
        problem(nobody, 404, "compared with nothing")

    served(shop, redis_url, test)


def test_an_action_is_approved_then_applied(shop: Shop, redis_url: str) -> None:
    async def test(app: Running) -> None:
        [action] = data(await app.client.post(f"{PATH}:refresh"))["actions"]
        path = f"/v1/recommendations/actions/{action['id']}"

        async def change(status: str, **more: Any) -> httpx.Response:
            headers = more.pop("headers", {})
            body = {"status": status, **more}
            return await app.client.patch(path, json=body, headers=headers)

        problem(await change("applied"), 409, "is pending, which cannot become applied")
        for body in ({}, {"status": "superseded"}, {"status": "approved", "id": 1}):
            refused = await app.client.patch(path, json=body)
            assert refused.status_code == 422, refused.text
        stale = await change("approved", headers={"If-Match": '"x"'})
        problem(stale, 412, "was changed since you read it")
        etag = (await app.get(path)).headers["etag"]
        approved = await change("approved", headers={"If-Match": etag})
        RecommendationActionAnswer.model_validate_json(approved.content)
        assert data(approved)["status"] == "approved"
        assert approved.headers["etag"] == (await app.get(path)).headers["etag"]
        future = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"
        problem(await change("applied", applied_at=future), 422, "cannot have been")
        applied = data(await change("applied"))
        assert applied["applied_at"] is not None
        assert data(await change("applied"))["applied_at"] == applied["applied_at"]
        problem(await change("rejected"), 409, "which cannot become rejected")
        # It stands: a refresh does not propose it again.
        again = data(await app.client.post(f"{PATH}:refresh"))
        assert (again["version"], again["actions"]) == (1, [applied])

    served(shop, redis_url, test)


def test_a_rejected_action_does_not_come_back(shop: Shop, redis_url: str) -> None:
    async def test(app: Running) -> None:
        [action] = data(await app.client.post(f"{PATH}:refresh"))["actions"]
        path = f"/v1/recommendations/actions/{action['id']}"
        rejected = await app.client.patch(path, json={"status": "rejected"})
        assert data(rejected)["status"] == "rejected"
        load(shop.url, MARKET | {MAIN: (25.01, 900, 3.0)}, 1)
        renewed = data(await app.client.post(f"{PATH}:refresh"))
        assert renewed["version"] == 2
        assert [a["rule"] for a in renewed["actions"]] == ["rating_below_peers"]

    served(shop, redis_url, test)


def test_refreshes_at_once_make_one_version(shop: Shop, redis_url: str) -> None:
    async def test(app: Running) -> None:
        answers = await asyncio.gather(
            *(app.client.post(f"{PATH}:refresh") for _ in range(4))
        )
        assert len({answer.content for answer in answers}) == 1
        assert data(answers[0])["version"] == 1
        key = {"Idempotency-Key": '"once"'}
        first, second = [
            await app.client.post(f"{PATH}:refresh", headers=key) for _ in range(2)
        ]
        assert first.content == second.content
        assert second.headers["idempotent-replayed"] == "true"

    served(shop, redis_url, test)


def test_graphql_reads_the_same(shop: Shop, redis_url: str) -> None:
    async def test(app: Running) -> None:
        found = data(await app.client.post(f"{PATH}:refresh"))
        query = (
            f'{{ recommendation(asin: "{MAIN}") '
            "{ version evidence actions { rule proposed_value reason { text } } } }"
        )
        answer = await app.client.post("/graphql", json={"query": query})
        read = data(answer)["recommendation"]
        [action] = found["actions"]
        assert read["evidence"] == found["evidence"]
        assert read["actions"] == [
            {
                "rule": action["rule"],
                "proposed_value": action["proposed_value"],
                "reason": {"text": action["reason"]["text"]},
            }
        ]

    served(shop, redis_url, test, environment="development")
