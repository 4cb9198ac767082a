"""A request that acts, sent twice, acts once; whatever dies in between."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from api.settings import Settings
from tests.api.test_auth import closed
from tests.api.test_products import assert_problem
from tests.support.access import TENANT_B, bearer, make_key, make_tenants
from tests.support.acting_app import CLAIM_SECONDS, PATH, SETUP, make_acting
from tests.support.api import api_process, execute, gate_to
from tests.support.databases import ROOT, Database
from tests.support.waiting import wait_until

KEY = '"8e03978e-40d5-43dd-bc93-6894a57f9324"'


@pytest.fixture
def acting(clone: Database) -> str:
    """Two tenants, and something to do; the key of an operator of the first."""
    make_tenants(clone.owner)
    execute(clone.superuser, SETUP)
    return make_key(clone.owner, role="operator")


def served(
    settings: Settings, test: Callable[[httpx.AsyncClient], Awaitable[None]]
) -> None:
    async def scenario() -> None:
        app = make_acting(settings)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app), base_url="http://api"
            ) as client,
        ):
            await test(client)

    asyncio.run(scenario())


def sent(key: str, idempotency_key: str | None = KEY) -> dict[str, str]:
    headers = bearer(key) | {"Content-Type": "application/json"}
    if idempotency_key is not None:
        headers["Idempotency-Key"] = idempotency_key
    return headers


def body(name: str = "a", pause: float = 0) -> dict[str, Any]:
    return {"name": name, "pause": pause}


def acts(url: str) -> dict[str, int]:
    """How often each thing was done."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("select a.name from public.acts as a").fetchall()
    return dict(Counter(name for (name,) in rows))


def test_the_same_request_again_gives_the_stored_answer(
    acting: str, clone: Database
) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        first = await client.post(PATH, json=body(), headers=sent(acting))
        assert first.status_code == 201
        assert "idempotent-replayed" not in first.headers
        for _ in range(2):
            again = await client.post(PATH, json=body(), headers=sent(acting))
            assert again.status_code == 201
            assert again.content == first.content
            assert again.headers["location"] == first.headers["location"]
            assert again.headers["content-type"] == first.headers["content-type"]
            assert again.headers["content-length"] == first.headers["content-length"]
            assert again.headers["idempotent-replayed"] == "true"
            assert again.headers["x-request-id"] != first.headers["x-request-id"]
            assert len(again.headers.get_list("ratelimit")) == 1
        other = await client.post(PATH, json=body(), headers=sent(acting, '"other"'))
        assert other.content != first.content

    served(closed(clone.api), test)
    assert acts(clone.superuser) == {"a": 2}


def test_a_key_is_a_quoted_string_and_there_must_be_one(
    acting: str, clone: Database
) -> None:
    wrong = (
        *(None, "", '""', "8e03978e", "'8e03978e'", '"8e03978e', '"a"b"'),
        *('"a"; b=1', '"a", "b"', '"\\a"', f'"{"x" * 256}"'),
    )

    async def test(client: httpx.AsyncClient) -> None:
        for given in wrong:
            answer = await client.post(PATH, json=body(), headers=sent(acting, given))
            assert_problem(answer, 400, "idempotency-key-required")

    served(closed(clone.api), test)
    assert acts(clone.superuser) == {}


def test_any_character_that_a_string_may_hold_is_good(
    acting: str, clone: Database
) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        for given in ('"a b"', '"\\"\\\\"', '"x\'; drop table app.tenants; --"'):
            answer = await client.post(PATH, json=body(), headers=sent(acting, given))
            assert answer.status_code == 201

    served(closed(clone.api), test)


def test_a_key_stands_for_one_request(acting: str, clone: Database) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        await client.post(PATH, json=body(), headers=sent(acting))
        for path, content in (
            (PATH, json.dumps(body("b"))),
            (PATH, json.dumps(body()) + " "),
            (f"{PATH}?x=1", json.dumps(body())),
        ):
            answer = await client.post(path, content=content, headers=sent(acting))
            assert_problem(answer, 422, "idempotency-key-reused")

    served(closed(clone.api), test)
    assert acts(clone.superuser) == {"a": 1}


def test_each_tenant_has_its_own_keys(acting: str, clone: Database) -> None:
    other = make_key(clone.owner, TENANT_B, role="operator")

    async def test(client: httpx.AsyncClient) -> None:
        first = await client.post(PATH, json=body(), headers=sent(acting))
        second = await client.post(PATH, json=body(), headers=sent(other))
        assert "idempotent-replayed" not in second.headers
        assert first.content != second.content

    served(closed(clone.api), test)
    # Row-level security keeps them apart, not the functions alone.
    with psycopg.connect(clone.api) as connection:
        query = "select count(*) from app.idempotency_keys"
        assert connection.execute(query).fetchone() == (0,)
        connection.execute("select api.act_as(%s)", [TENANT_B])
        assert connection.execute(query).fetchone() == (1,)


def test_who_may_not_act_is_not_told_what_others_did(
    acting: str, clone: Database
) -> None:
    viewer = make_key(clone.owner)

    async def test(client: httpx.AsyncClient) -> None:
        await client.post(PATH, json=body(), headers=sent(acting))
        answer = await client.post(PATH, json=body(), headers=sent(viewer))
        assert_problem(answer, 403, "forbidden")

    served(closed(clone.api), test)


def test_a_request_that_is_refused_did_nothing_and_may_be_sent_again(
    acting: str, clone: Database
) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        for _ in range(2):
            answer = await client.post(PATH, json=body("refused"), headers=sent(acting))
            assert_problem(answer, 409, "conflict")
        answer = await client.post(PATH, content=b"{", headers=sent(acting))
        assert answer.status_code == 500
        answer = await client.post(PATH, json=body(), headers=sent(acting))
        assert answer.status_code == 201

    served(closed(clone.api), test)
    assert acts(clone.superuser) == {"a": 1}


def test_a_key_is_free_again_when_its_time_is_over(
    acting: str, clone: Database
) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        await client.post(PATH, json=body(), headers=sent(acting))
        await asyncio.to_thread(
            execute, clone.owner, "update app.idempotency_keys set expires_at = now()"
        )
        answer = await client.post(PATH, json=body("b"), headers=sent(acting))
        assert answer.status_code == 201

    served(closed(clone.api), test)
    assert acts(clone.superuser) == {"a": 1, "b": 1}


def test_of_requests_at_the_same_time_one_acts_and_the_others_wait_or_are_told(
    acting: str, clone: Database, redis_url: str, tmp_path: Path
) -> None:
    with (
        acting_process(clone, redis_url, tmp_path / "1.log") as (one, _),
        acting_process(clone, redis_url, tmp_path / "2.log") as (two, _),
        ThreadPoolExecutor(8) as clients,
    ):
        for number in range(5):
            key, name = f'"key-{number}"', f"name-{number}"

            def send(url: str, key: str = key, name: str = name) -> httpx.Response:
                return httpx.post(
                    f"{url}{PATH}", json=body(name, 0.2), headers=sent(acting, key)
                )

            answers = list(clients.map(send, [one, two] * 4))
            statuses = Counter(answer.status_code for answer in answers)
            assert statuses[201] >= 1
            assert set(statuses) <= {201, 409}
            for answer in answers:
                if answer.status_code == 409:
                    assert_problem(answer, 409, "idempotency-key-in-use")
                    assert answer.headers["retry-after"] == "1"
            assert send(one).headers["idempotent-replayed"] == "true"
    assert acts(clone.superuser) == {f"name-{n}": 1 for n in range(5)}


def acting_process(database: Database, redis_url: str, log: Path) -> Any:
    return api_process(
        database,
        redis_url,
        log,
        app="tests.support.acting_app:served",
        PYTHONPATH=str(ROOT),
    )


def test_a_process_killed_while_it_acts_has_done_nothing_and_another_does_it(
    acting: str, clone: Database, redis_url: str, tmp_path: Path
) -> None:
    with (
        acting_process(clone, redis_url, tmp_path / "1.log") as (one, process),
        acting_process(clone, redis_url, tmp_path / "2.log") as (two, _),
        ThreadPoolExecutor(1) as clients,
    ):

        def send(url: str) -> httpx.Response:
            return httpx.post(
                f"{url}{PATH}", json=body("slow", 1), headers=sent(acting), timeout=10
            )

        lost = clients.submit(send, one)
        claimed = "select 1 from app.idempotency_keys as k"
        with psycopg.connect(clone.superuser, autocommit=True) as watcher:
            wait_until(lambda: watcher.execute(claimed.encode()).fetchone())
        process.kill()
        with pytest.raises(httpx.TransportError):
            lost.result()
        killed = time.monotonic()
        assert_problem(send(two), 409, "idempotency-key-in-use")
        while (answer := send(two)).status_code == 409:
            assert time.monotonic() - killed < CLAIM_SECONDS + 60
            time.sleep(0.1)
        assert answer.status_code == 201
        assert send(two).content == answer.content
    assert acts(clone.superuser) == {"slow": 1}


def test_who_lost_its_claim_undoes_what_it_did(acting: str, clone: Database) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        slow = asyncio.create_task(
            client.post(PATH, json=body("slow", 1), headers=sent(acting))
        )
        await asyncio.sleep(0.4)
        await asyncio.to_thread(
            execute,
            clone.owner,
            "update app.idempotency_keys set claimed_at = now() - interval '1 hour'",
        )
        other = await client.post(PATH, json=body("other"), headers=sent(acting))
        assert other.status_code == 201
        assert_problem(await slow, 409, "conflict")
        again = await client.post(PATH, json=body("other"), headers=sent(acting))
        assert again.content == other.content

    served(closed(clone.api), test)
    assert acts(clone.superuser) == {"other": 1}


def test_a_postgres_that_goes_away_in_between_leaves_nothing_half_done(
    acting: str, clone: Database
) -> None:
    async def scenario() -> None:
        async with gate_to(clone.api) as gate:

            async def test(client: httpx.AsyncClient) -> None:
                slow = asyncio.create_task(
                    client.post(PATH, json=body("slow", 1), headers=sent(acting))
                )
                await asyncio.sleep(0.4)
                await gate.shut()
                assert_problem(await slow, 503, "unavailable")
                await gate.open()
                deadline = time.monotonic() + 10
                while True:
                    answer = await client.post(
                        PATH, json=body("slow", 1), headers=sent(acting)
                    )
                    if answer.status_code == 201:
                        break
                    assert time.monotonic() < deadline, answer.text
                    await asyncio.sleep(0.2)

            app = make_acting(closed(gate.url))
            async with (
                app.router.lifespan_context(app),
                httpx.AsyncClient(
                    transport=httpx.ASGITransport(app), base_url="http://api"
                ) as client,
            ):
                await test(client)

    asyncio.run(scenario())
    assert acts(clone.superuser) == {"slow": 1}
