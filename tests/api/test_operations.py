"""The state of the installation and the rejects over HTTP, for who runs it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from api.resources.operations import (
    OperationsAnswer,
    QueuedReplayAnswer,
    Reject,
    RejectList,
)
from api.settings import DEFAULT_TENANT
from tests.support.access import TENANT_A, bearer, make_key, make_tenants
from tests.support.api import Running, execute, running, settings_for

STAGED = """
    with opened as (select r.run_id from ops.start_run(%(job)s, 'test') as r)
    insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    select %(job)s, i.item_no, 'test', i.item, ''
    from opened as o
    cross join jsonb_array_elements(%(items)s) with ordinality as i (item, item_no)
"""
READABLE = {"asin": "B0GOOD0001", "observed_date": "2025-03-10", "price": 9}
UNREADABLE: dict[str, Any] = {"asin": "B0BADD0001", "hello": 1}
LONG: dict[str, Any] = {"hello": "x" * 5000}
Headers = dict[str, str]


def load(url: str, job: str, *items: dict[str, Any]) -> None:
    """Load and promote a run of these items."""
    values = {"job": job, "items": Jsonb(list(items))}
    with psycopg.connect(url) as connection:
        connection.execute(STAGED, values)
        connection.execute("select ops.land_run(%s, %s, 0)", [job, len(items)])
        connection.commit()
        connection.execute("select ops.promote_run(%s)", [job])


@pytest.fixture
def keys(database: str) -> Iterator[dict[str, Headers]]:
    make_tenants(database)
    limit = "update ops.settings set value = '1' where name = 'reject_share_limit'"
    execute(database, limit)
    load(database, "run-1", READABLE, UNREADABLE, LONG)
    load(database, "run-2", UNREADABLE)
    yield {
        "viewer": bearer(make_key(database, DEFAULT_TENANT, role="viewer")),
        "operator": bearer(make_key(database, DEFAULT_TENANT, role="operator")),
        "admin": bearer(make_key(database, DEFAULT_TENANT, "admin", role="admin")),
        "tenant": bearer(make_key(database, TENANT_A, "admin", role="admin")),
    }


def served(api_url: str, test: Callable[[Running], Awaitable[None]]) -> None:
    async def scenario() -> None:
        async with running(settings_for(api_url, None)) as app:
            await test(app)

    asyncio.run(scenario())


def test_operations_are_one_document_for_admins(
    keys: dict[str, Headers], api_url: str
) -> None:
    async def test(app: Running) -> None:
        answer = await app.client.get("/v1/operations", headers=keys["admin"])
        assert answer.status_code == 200, answer.text
        OperationsAnswer.model_validate_json(answer.content)
        found = answer.json()["data"]
        names = [check["name"] for check in found["checks"]]
        assert "runs waiting" in names and "promotion" in names
        order = ["critical", "warning", "ok"]
        ranks = [order.index(check["status"]) for check in found["checks"]]
        assert ranks == sorted(ranks)
        assert "promote-pending-runs" in [job["name"] for job in found["jobs"]]
        assert found["promotion"]["waiting_run_count"] == 0
        assert found["promotion"]["open_reject_count"] == 3
        groups = [(g["job_id"], g["code"], g["count"]) for g in found["rejects"]]
        assert groups == [("run-2", "shape_unknown", 1), ("run-1", "shape_unknown", 2)]
        assert found["rejects"][0]["sample"] == '{"asin": "B0BADD0001", "hello": 1}'
        for role in ("operator", "tenant"):
            refused = await app.client.get("/v1/operations", headers=keys[role])
            assert refused.status_code == 403, role

    served(api_url, test)


def test_rejects_have_their_originals_page_by_page(
    keys: dict[str, Headers], api_url: str
) -> None:
    async def test(app: Running) -> None:
        headers = keys["operator"]
        whole = await app.client.get("/v1/rejects", headers=headers)
        assert whole.status_code == 200, whole.text
        RejectList.model_validate_json(whole.content)
        found = [Reject.model_validate(row) for row in whole.json()["data"]]
        assert [reject.job_id for reject in found] == ["run-2", "run-1", "run-1"]
        assert found[0].payload == UNREADABLE and found[0].asin == UNREADABLE["asin"]
        [long] = [reject for reject in found if reject.payload_is_cut]
        assert long.payload.startswith('{"hello": "x') and len(long.payload) == 4096
        first = await app.client.get("/v1/rejects?limit=2", headers=headers)
        second = await app.client.get(first.links["next"]["url"], headers=headers)
        rows = first.json()["data"] + second.json()["data"]
        assert rows == whole.json()["data"]
        for query, count in (
            ("job_id=run-1", 2),
            ("code=shape_unknown", 3),
            ("code=json_invalid", 0),
        ):
            some = await app.client.get(f"/v1/rejects?{query}", headers=headers)
            assert len(some.json()["data"]) == count, query
        for role in ("viewer", "tenant"):
            refused = await app.client.get("/v1/rejects", headers=keys[role])
            assert refused.status_code == 403, role

    served(api_url, test)


def test_a_replay_queues_runs_and_says_which(
    keys: dict[str, Headers], api_url: str, database: str
) -> None:
    async def test(app: Running) -> None:
        async def replay(role: str = "operator", **body: Any) -> Any:
            path = "/v1/rejects:replay"
            return await app.client.post(path, json=body, headers=keys[role])

        answer = await replay(job_id="run-1")
        assert answer.status_code == 200, answer.text
        QueuedReplayAnswer.model_validate_json(answer.content)
        [run] = answer.json()["data"]["runs"]
        assert (run["job_id"], run["item_count"]) == ("run-1", 3)
        assert run["reject_count"] == 2
        again = await replay(job_id="run-1")
        assert again.json() == answer.json()
        by_code = (await replay(code="shape_unknown")).json()["data"]
        assert [run["job_id"] for run in by_code["runs"]] == ["run-2"]
        assert by_code["has_more"] is False
        shown = await app.client.get("/v1/jobs/run-2", headers=keys["operator"])
        assert shown.json()["data"]["status"] == "LANDED"
        for body, status in (
            ({"job_id": "run-9"}, 404),
            ({"code": "no_such_code"}, 404),
            ({}, 422),
            ({"job_id": "run-1", "code": "shape_unknown"}, 422),
            ({"job_id": None}, 422),
            ({"job": "run-1"}, 422),
        ):
            assert (await replay(**body)).status_code == status, body
        for role in ("viewer", "tenant"):
            assert (await replay(role, job_id="run-1")).status_code == 403, role

    served(api_url, test)
    execute(database, "select ops.promote_pending()")
    execute(database, "select ops.promote_pending()")
    with psycopg.connect(database) as connection:
        states = connection.execute(
            "select r.job_id, r.status from core.ingest_runs as r order by r.job_id"
        ).fetchall()
    assert states == [("run-1", "PARTIAL"), ("run-2", "PARTIAL")]
