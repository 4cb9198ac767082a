"""What waits for Postgres goes together: fewer calls, each the answer it would get."""

import asyncio
from typing import Any

import httpx
import pytest

from api import queries
from api.cache import batch_loader
from tests.support.api import (
    Running,
    count_fetches,
    execute,
    observe,
    running,
    settings_for,
    until,
)

ASINS = [f"B0TOGETH{number:02}" for number in range(40)]
PATHS = [
    f"/v1/products/{asin}{part}"
    for asin in ASINS
    for part in ("", "/metrics?range=30d", "/deltas?range=7d", "/rollups")
]


async def get_all(app: Running, paths: list[str]) -> list[httpx.Response]:
    return list(await asyncio.gather(*(app.get(path) for path in paths)))


def data(response: httpx.Response) -> Any:
    assert response.status_code == 200, response.text
    return response.json()["data"]


def test_questions_that_wait_share_a_call_and_get_what_each_would_get_alone(
    database: str, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, {asin: 10 + n for n, asin in enumerate(ASINS)})
    monkeypatch.setattr(batch_loader, "LONGEST_TURN", 60)

    async def scenario() -> None:
        async with running(settings_for(api_url, None)) as app:
            alone = [await app.get(path) for path in PATHS]
            calls = count_fetches(app, monkeypatch)
            together = await get_all(app, PATHS)
            assert [data(r) for r in together] == [data(r) for r in alone]
            assert [r.headers["etag"] for r in together] == [
                r.headers["etag"] for r in alone
            ]
            shared = [query for query in calls if query == queries.PRODUCT_PARTS]
            assert len(calls) - len(shared) == batch_loader.CALLS_AT_ONCE
            waited = len(PATHS) - batch_loader.CALLS_AT_ONCE
            assert len(shared) == -(-waited // batch_loader.MOST_TOGETHER)
            # Afterwards a lone question is asked alone again.
            calls.clear()
            await app.get(PATHS[0])
            assert calls == [queries.PRODUCT]

    asyncio.run(scenario())


def test_only_questions_of_one_marketplace_go_together(
    database: str, api_url: str
) -> None:
    observe(database, dict.fromkeys(ASINS, 10))

    async def scenario() -> None:
        async with running(settings_for(api_url, None)) as app:
            paths = [
                f"/v1/products/{asin}?marketplace={place}"
                for asin in ASINS[:10]
                for place in ("US", "DE")
            ]
            answers = await get_all(app, paths)
            assert [r.status_code for r in answers] == [200, 404] * 10

    asyncio.run(scenario())


def test_a_question_that_fails_takes_no_other_with_it(
    database: str, api_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    observe(database, dict.fromkeys(ASINS, 10))
    bad = ASINS[7]
    execute(
        database,
        """
        alter function api.product_rollups(text, text, interval) rename to real_rollups;
        create function api.product_rollups(
            p_asin text, p_marketplace text, p_soft_life interval
        )
        returns table (data_version bigint, body text, computed_at_version bigint)
        language plpgsql
        stable
        as $$
        begin
            if p_asin = 'B0TOGETH07' then
                perform 1 / 0;
            end if;
            return query
            select r.data_version, r.body, r.computed_at_version
            from api.real_rollups(p_asin, p_marketplace, p_soft_life) as r;
        end;
        $$;
        grant execute on function api.product_rollups(text, text, interval)
        to asinmart_api;
        """,
    )

    async def scenario() -> None:
        async with running(settings_for(api_url, None)) as app:
            answers = await get_all(app, PATHS)
            for path, answer in zip(PATHS, answers, strict=True):
                wanted = 500 if path == f"/v1/products/{bad}/rollups" else 200
                assert answer.status_code == wanted, (path, answer.text)

    asyncio.run(scenario())
    told = capsys.readouterr().out
    assert "batch_failed" in told and "division by zero" in told


def test_calls_that_hang_do_not_hold_up_what_comes_after(
    database: str, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe(database, dict.fromkeys(ASINS, 10))

    async def scenario() -> None:
        async with running(settings_for(api_url, None)) as app:
            hanging, others = PATHS[: batch_loader.CALLS_AT_ONCE], PATHS[8:]
            fetch, is_alive = app.database.fetch, asyncio.Event()
            asked: list[str] = []

            async def fetch_late(query: str, parameters: Any) -> Any:
                if "api.product" in query and len(asked) < len(hanging):
                    asked.append(query)
                    await is_alive.wait()
                return await fetch(query, parameters)

            monkeypatch.setattr(app.database, "fetch", fetch_late)
            late = asyncio.create_task(get_all(app, hanging))
            await until(lambda: len(asked) == len(hanging))
            answers = await get_all(app, others)
            assert {r.status_code for r in answers} == {200}
            assert not late.done()
            is_alive.set()
            assert {r.status_code for r in await late} == {200}

    asyncio.run(scenario())
