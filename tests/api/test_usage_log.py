"""Who called what: complete after a load, bounded without Postgres, in nobody's way."""

import asyncio
import json
import tracemalloc
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from api.auth.principal import Caller
from api.auth.usage_log import KEPT, UsageLog
from api.database import Database as ApiDatabase
from api.database import request_id
from tests.api.test_auth import BATCH, PATH, TOKENS, closed, served
from tests.api.test_products import assert_problem, offline
from tests.support.access import (
    TENANT_A,
    TENANT_B,
    bearer,
    hs256,
    make_key,
    make_tenants,
)
from tests.support.api import (
    MAIN,
    Running,
    api_process,
    execute,
    gate_to,
    observe,
    running,
)
from tests.support.databases import Database


@pytest.fixture
def tenants(database: str) -> str:
    """Two tenants, and one product for both to read."""
    make_tenants(database)
    observe(database, {MAIN: 20.0})
    return database


def logged(url: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "select u.tenant_id, u.subject, u.key_prefix, u.endpoint, u.status, "
            "u.byte_count, u.is_cache_hit, u.latency_ms > 0, "
            "u.called_at > now() - interval '1 minute' "
            "from app.api_usage_logs as u order by u.id"
        ).fetchall()


def test_every_call_is_a_row_that_says_who_what_and_how_it_went(
    tenants: str, api_url: str, redis_url: str
) -> None:
    key, other = make_key(tenants), make_key(tenants, TENANT_B)
    sizes = []

    async def test(app: Running) -> None:
        await app.is_synced()
        for headers in (bearer(key), {"X-API-Key": other}, bearer(hs256())):
            answer = await app.get(PATH, **headers)
            sizes.append(len(answer.content))
        etag = {"If-None-Match": answer.headers["etag"]}
        await app.get(PATH, **bearer(key), **etag)
        await app.client.head(PATH, headers=bearer(key))
        await app.get("/v1/products/no/such/path", **bearer(key))
        await app.get(f"{PATH}?x=secret", **bearer(key))
        await app.client.post(BATCH, json={"asins": [MAIN]}, headers=bearer(key))
        # Nobody's: without credentials, with wrong ones, of what is public.
        await app.get(PATH)
        await app.get(PATH, **bearer("sk_" + "0" * 64))
        await app.get("/v1/health")

    served(closed(api_url, redis_url, **TOKENS), test)
    rows = logged(tenants)
    assert all(row[7:] == (True, True) for row in rows)
    product = "/v1/products/{asin}"
    prefix = key[:11]
    assert [row[:5] for row in rows] == [
        (TENANT_A, None, prefix, f"GET {product}", 200),
        (TENANT_B, None, other[:11], f"GET {product}", 200),
        (TENANT_A, "user-7", None, f"GET {product}", 200),
        (TENANT_A, None, prefix, f"GET {product}", 304),
        (TENANT_A, None, prefix, f"HEAD {product}", 200),
        (TENANT_A, None, prefix, "GET (none)", 404),
        (TENANT_A, None, prefix, f"GET {product}", 422),
        (TENANT_A, None, prefix, f"POST {BATCH}", 200),
    ]
    assert [row[5] for row in rows[:5]] == [*sizes, 0, 0]
    assert [row[6] for row in rows[:6]] == [False, True, True, True, True, False]
    assert "secret" not in str(rows)


def test_a_refusal_for_the_rate_is_logged_too(tenants: str, api_url: str) -> None:
    async def test(app: Running) -> None:
        headers = bearer(make_key(tenants, tier="free"))
        for _ in range(3):
            await app.get(PATH, **headers)

    served(closed(api_url, limit_free="2/hour"), test)
    assert [row[4] for row in logged(tenants)] == [200, 200, 429]


def test_after_a_load_over_two_processes_and_their_end_no_call_is_missing(
    tenants: str, clone: Database, redis_url: str, tmp_path: Path
) -> None:
    key = make_key(tenants)

    async def load(url: str) -> Counter[int]:
        async with httpx.AsyncClient(base_url=url, timeout=20) as client:

            async def some() -> list[int]:
                answers = [
                    await client.get(PATH, headers=bearer(key)) for _ in range(50)
                ]
                return [answer.status_code for answer in answers]

            statuses = await asyncio.gather(*(some() for _ in range(10)))
            return Counter(status for some in statuses for status in some)

    with (
        api_process(clone, redis_url, tmp_path / "1.log") as (one, _),
        api_process(clone, redis_url, tmp_path / "2.log") as (two, _),
    ):

        async def both() -> None:
            first, second = await asyncio.gather(load(one), load(two))
            assert first == second == {200: 500}

        asyncio.run(both())
    assert Counter(row[4] for row in logged(tenants)) == {200: 1000}


def test_while_postgres_is_away_calls_wait_and_then_are_written(
    tenants: str, api_url: str, redis_url: str
) -> None:
    async def scenario() -> None:
        async with gate_to(api_url) as gate:
            settings = closed(gate.url, redis_url, poll_interval=60)
            async with running(settings) as app:
                await app.is_synced()
                key = bearer(make_key(tenants))
                assert (await app.get(PATH, **key)).status_code == 200
                await gate.shut()
                for _ in range(20):
                    assert (await app.get(PATH, **key)).status_code == 200
                await asyncio.sleep(1.2)
                assert usage_of(app).waiting == 21
                await gate.open()
                while usage_of(app).waiting:
                    await asyncio.sleep(0.05)
            assert usage_of(app).dropped == 0

    asyncio.run(scenario())
    assert [row[4] for row in logged(tenants)] == [200] * 21


def usage_of(app: Running) -> UsageLog:
    usage: UsageLog = app.client._transport.app.state.usage  # type: ignore[attr-defined]
    return usage


def note(usage: UsageLog, number: int) -> None:
    caller = Caller(tenant_id=TENANT_A, role="viewer", subject=f"user-{number}")
    usage.note(
        {"caller": caller},
        method="GET",
        status=200,
        latency_ms=1.25,
        byte_count=number,
        cache="hit",
    )


def test_what_waits_is_bounded_and_what_does_not_fit_is_counted() -> None:
    async def scenario() -> None:
        database = ApiDatabase(offline())
        usage = UsageLog(database)
        tracemalloc.start()
        for number in range(KEPT + 500):
            note(usage, number)
        used, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert usage.waiting == KEPT
        assert usage.dropped == 500
        assert used < 20_000_000
        await usage.close()
        assert usage.dropped == KEPT + 500
        await database.close()

    asyncio.run(scenario())


def test_a_day_without_a_partition_loses_its_calls_and_nothing_else(
    tenants: str, api_url: str
) -> None:
    execute(
        tenants,
        "do $$ declare v_name text; begin "
        "for v_name in select c.oid::regclass::text from pg_class as c "
        "inner join pg_inherits as i on i.inhrelid = c.oid "
        "where i.inhparent = 'app.api_usage_logs'::regclass "
        "loop execute 'drop table ' || v_name; end loop; end $$",
    )

    async def test(app: Running) -> None:
        key = bearer(make_key(tenants))
        for _ in range(3):
            assert (await app.get(PATH, **key)).status_code == 200
        while not usage_of(app).dropped:
            await asyncio.sleep(0.05)
        assert usage_of(app).dropped == 3
        assert (await app.get(PATH, **key)).status_code == 200

    served(closed(api_url), test)
    assert logged(tenants) == []


def test_a_slow_postgres_holds_up_no_request(
    tenants: str, api_url: str, redis_url: str
) -> None:
    """Somebody locks the log: nothing can be written, everything is answered."""

    async def test(app: Running) -> None:
        await app.is_synced()
        key = bearer(make_key(tenants))
        assert (await app.get(PATH, **key)).status_code == 200
        async with await psycopg.AsyncConnection.connect(tenants) as locker:
            await locker.execute("lock table app.api_usage_logs in share mode")
            for _ in range(100):
                answer = await app.get(PATH, **key)
                assert answer.headers["x-cache"] in ("hit", "miss")
            await asyncio.sleep(1.2)
            async with asyncio.timeout(0.5):
                assert (await app.get(PATH, **key)).status_code == 200
        while usage_of(app).written < 102:
            await asyncio.sleep(0.05)

    served(closed(api_url, redis_url), test)
    assert len(logged(tenants)) == 102


# The request's id, everywhere.


def test_postgres_knows_which_request_it_works_for(
    tenants: str, superuser_url: str, api_url: str
) -> None:
    execute(
        superuser_url,
        "create function public.who(p_pause float8) returns text language plpgsql "
        "as $$ begin perform pg_sleep(p_pause); "
        "return current_setting('application_name'); end $$",
    )

    async def test(app: Running) -> None:
        async def ask(name: str | None, pause: float = 0) -> str:
            request_id.set(name)
            [(found,)] = await app.database.fetch(
                "select public.who(%(pause)s)", {"pause": pause}
            )
            return str(found.decode())

        found = await asyncio.gather(*(ask(f"r-{n}", 0.05) for n in range(20)))
        assert found == [f"asinmart api r-{n}" for n in range(20)]
        # Whoever has no request is called what the connection is called.
        assert await ask(None) == "asinmart api"
        assert await ask("x" * 128) == f"asinmart api {'x' * 50}"
        slow = asyncio.create_task(ask("watched", 0.5))
        await asyncio.sleep(0.2)
        async with await psycopg.AsyncConnection.connect(superuser_url) as connection:
            cursor = await connection.execute(
                "select a.state from pg_stat_activity as a "
                "where a.application_name = 'asinmart api watched'"
            )
            assert await cursor.fetchone() == ("active",)
        await slow

    served(closed(api_url), test)


def test_secrets_are_in_no_log_and_no_answer(
    tenants: str, clone: Database, redis_url: str, tmp_path: Path
) -> None:
    key, token = make_key(tenants), hs256()
    wrong = [f"sk_{'7' * 64}", token[:-4] + "AAAA", "not-a-key-at-all"]
    log = tmp_path / "api.log"
    answers = []
    changes = {"API_LOG_LEVEL": "DEBUG"} | {
        f"API_{name.upper()}": value for name, value in TOKENS.items()
    }
    with api_process(clone, redis_url, log, **changes) as (url, _):
        for credential in (key, token, *wrong):
            for headers in (bearer(credential), {"X-API-Key": credential}):
                answers.append(httpx.get(f"{url}{PATH}", headers=headers))
    texts = [log.read_text(), *(a.text + str(a.headers) for a in answers)]
    with psycopg.connect(clone.superuser) as connection:
        rows = connection.execute("select u::text from app.api_usage_logs as u")
        texts += [str(row) for row in rows]
    signature = token.rpartition(".")[2]
    for text in texts:
        for secret in (key, key[11:], signature, TOKENS["jwt_secret"], *wrong):
            assert secret not in text
    assert len(answers) == 10
    for answer in answers[4:]:
        assert answer.status_code == 401
        json.loads(answer.text)


def test_a_problem_names_its_request_whoever_refuses_it() -> None:
    async def test(app: Running) -> None:
        answer = await app.get(PATH, **{"X-Request-Id": "mine-1"})
        problem = assert_problem(answer, 401, "unauthorized")
        assert problem["instance"] == "urn:request:mine-1"

    served(closed(offline().database_url), test)
