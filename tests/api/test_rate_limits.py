"""How much: rate limits, sizes, and what every answer tells browsers."""

import asyncio
import re
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from redis import Redis

from api.auth.credentials import address_of
from api.auth.rate_limits import BUCKETS_KEPT, policy
from tests.api.test_auth import BATCH, PATH, TOKENS, closed, served
from tests.api.test_products import assert_problem, offline
from tests.support.access import TENANT_B, bearer, hs256, make_key, make_tenants
from tests.support.api import (
    MAIN,
    Running,
    api_process,
    observe,
    redis_server,
    settings_for,
)
from tests.support.databases import Database


@pytest.fixture
def tenants(database: str) -> str:
    """Two tenants, and one product for both to read."""
    make_tenants(database, tier="free")
    observe(database, {MAIN: 20.0})
    return database


def state_of(answer: httpx.Response) -> tuple[str, int, int]:
    """The policy, r and t of RateLimit."""
    found = re.fullmatch(r'"([a-z-]+)";r=(\d+);t=(\d+)', answer.headers["ratelimit"])
    assert found, answer.headers["ratelimit"]
    return found[1], int(found[2]), int(found[3])


def test_the_headers_count_down_and_the_refusal_agrees_with_them(
    tenants: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        await app.is_synced()
        headers = bearer(make_key(tenants))
        left = []
        for _ in range(5):
            answer = await app.get(PATH, **headers)
            assert answer.status_code == 200
            assert answer.headers["ratelimit-policy"] == (
                '"free";q=5;w=3600, "free-tenant";q=25;w=3600'
            )
            name, r, t = state_of(answer)
            assert name == "free"
            assert 1 <= t <= 3600
            left.append(r)
        assert left == [4, 3, 2, 1, 0]
        answer = await app.get(PATH, **headers)
        problem = assert_problem(answer, 429, "too-many-requests")
        name, r, t = state_of(answer)
        assert (name, r) == ("free", 0)
        assert answer.headers["retry-after"] == str(t)
        assert problem["retry_after_seconds"] == t
        # Another key of the tenant has a limit of its own, to the tenant's.
        for _ in range(4):
            other = bearer(make_key(tenants))
            for _ in range(5):
                assert (await app.get(PATH, **other)).status_code == 200
        answer = await app.get(PATH, **bearer(make_key(tenants)))
        problem = assert_problem(answer, 429, "too-many-requests")
        assert state_of(answer)[:2] == ("free-tenant", 0)
        assert "tenant" in problem["detail"]
        # The other tenant has not noticed anything.
        other = bearer(make_key(tenants, TENANT_B))
        assert (await app.get(PATH, **other)).status_code == 200

    served(closed(api_url, redis_url, limit_free="5/hour"), test)


def test_when_the_window_ends_requests_pass_again(tenants: str, api_url: str) -> None:
    async def test(app: Running) -> None:
        headers = bearer(make_key(tenants))
        answer = await app.get(PATH, **headers)
        while answer.status_code == 200:
            answer = await app.get(PATH, **headers)
        await asyncio.sleep(int(answer.headers["retry-after"]))
        assert (await app.get(PATH, **headers)).status_code == 200

    served(closed(api_url, limit_free="3/2seconds"), test)


def test_each_tier_has_its_limit_and_a_key_may_have_its_own(
    tenants: str, api_url: str
) -> None:
    async def test(app: Running) -> None:
        for tier, q in ((None, 120), ("pro", 1200), ("enterprise", 12000)):
            answer = await app.get(PATH, **bearer(make_key(tenants, tier=tier)))
            assert f";q={q};w=60, " in answer.headers["ratelimit-policy"]
            assert f";q={5 * q};w=60" in answer.headers["ratelimit-policy"]
        answer = await app.get(PATH, **bearer(hs256()))
        assert ";q=120;w=60" in answer.headers["ratelimit-policy"]

    served(closed(api_url, **TOKENS), test)


def test_a_user_has_one_limit_whatever_token_it_brings(
    tenants: str, api_url: str
) -> None:
    async def test(app: Running) -> None:
        for number in range(3):
            token = hs256(iat=int(time.time()) - number)
            assert state_of(await app.get(PATH, **bearer(token)))[1] == 2 - number
        assert (await app.get(PATH, **bearer(hs256()))).status_code == 429
        other = hs256(sub="user-8")
        assert (await app.get(PATH, **bearer(other))).status_code == 200

    served(closed(api_url, limit_free="3/hour", **TOKENS), test)


def test_strangers_are_limited_by_their_address(tenants: str, api_url: str) -> None:
    settings = closed(
        api_url,
        anonymous_role="viewer",
        limit_anonymous="2/hour",
        trusted_proxies="10.0.0.0/8, 127.0.0.1",
    )

    async def test(app: Running) -> None:
        for address in ("203.0.113.7", "203.0.113.8"):
            for expected in (200, 200, 429):
                answer = await app.get(PATH, **{"X-Forwarded-For": address})
                assert answer.status_code == expected
                assert state_of(answer)[0] == "anonymous"

    served(settings, test)


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "address"),
    [
        ("198.51.100.1", [], "198.51.100.1"),
        ("198.51.100.1", ["203.0.113.7"], "198.51.100.1"),
        ("10.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("10.0.0.1", ["1.1.1.1, 203.0.113.7"], "203.0.113.7"),
        ("10.0.0.1", ["1.1.1.1", "203.0.113.7, 10.0.0.2"], "203.0.113.7"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["rubbish"], "rubbish"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("::ffff:198.51.100.1", [], "198.51.100.1"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", ["203.0.113.7"], "2001:db8:1:2::"),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(
    peer: str, forwarded_for: list[str], address: str
) -> None:
    settings = closed("postgresql://nowhere", trusted_proxies="10.0.0.0/8")
    scope = {
        "client": (peer, 1),
        "headers": [(b"x-forwarded-for", value.encode()) for value in forwarded_for],
    }
    assert address_of(scope, settings) == address


def test_a_server_process_does_not_believe_its_neighbours(
    tenants: str, clone: Database, redis_url: str, tmp_path: Path
) -> None:
    changes = {"API_LIMIT_ANONYMOUS": "3/hour"}
    with api_process(clone, redis_url, tmp_path / "api.log", **changes) as (url, _):
        statuses = [
            httpx.get(f"{url}{PATH}", headers={"X-Forwarded-For": f"1.1.1.{n}"})
            for n in range(5)
        ]
    assert [a.status_code for a in statuses] == [200, 200, 200, 429, 429]


def test_guessing_keys_is_stopped_without_asking_postgres(
    tenants: str, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test(app: Running) -> None:
        known = bearer(make_key(tenants))
        assert (await app.get(PATH, **known)).status_code == 200
        asked = 0
        fetch = app.database.fetch

        async def counted(query: str, parameters: Any) -> Any:
            nonlocal asked
            asked += 1
            return await fetch(query, parameters)

        monkeypatch.setattr(app.database, "fetch", counted)
        statuses: Counter[int] = Counter()
        for number in range(20):
            answer = await app.get(PATH, **bearer(f"sk_{number:064x}"))
            statuses[answer.status_code] += 1
        assert statuses == {401: 5, 429: 15}
        assert asked == 5
        assert_problem(answer, 429, "too-many-requests")
        # Who is known already is not held up by the guesses of a neighbour.
        assert (await app.get(PATH, **known)).status_code == 200

    served(closed(api_url, limit_failures="5/hour"), test)


def spend(url: str, key: str, requests: int) -> Counter[int]:
    """Send requests over one connection; return how often each status came."""
    parts = urlsplit(url)
    connection = HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    statuses: Counter[int] = Counter()
    for _ in range(requests):
        connection.request("GET", PATH, headers=bearer(key))
        answer = connection.getresponse()
        answer.read()
        statuses[answer.status] += 1
    connection.close()
    return statuses


def test_four_processes_share_a_limit_with_and_without_redis(
    tenants: str, clone: Database, tmp_path: Path
) -> None:
    limit = 400
    changes = {"API_LIMIT_PRO": f"{limit}/hour", "API_PROCESSES": "4"}
    first, second = (make_key(tenants, tier="pro") for _ in range(2))
    with (
        redis_server(tmp_path) as redis,
        api_process(clone, redis.url, tmp_path / "1", **changes) as (one, _),
        api_process(clone, redis.url, tmp_path / "2", **changes) as (two, _),
        api_process(clone, redis.url, tmp_path / "3", **changes) as (three, _),
        api_process(clone, redis.url, tmp_path / "4", **changes) as (four, _),
        ThreadPoolExecutor(4) as clients,
    ):
        for key, is_redis_there in ((first, True), (second, False)):
            if not is_redis_there:
                redis.kill()
            spent = clients.map(
                lambda url, key=key: spend(url, key, 150), (one, two, three, four)
            )
            statuses: Counter[int] = sum(spent, Counter())
            assert set(statuses) == {200, 429}
            assert limit * 0.9 <= statuses[200] <= limit * 1.01, is_redis_there


def test_redis_killed_and_emptied_leaves_the_limit_where_it_was(
    tenants: str, api_url: str, tmp_path: Path
) -> None:
    with redis_server(tmp_path) as redis:

        async def test(app: Running) -> None:
            await app.is_synced()
            headers = bearer(make_key(tenants))
            statuses: Counter[int] = Counter()
            for number in range(160):
                if number == 30:
                    redis.kill()
                if number == 60:
                    await asyncio.to_thread(redis.start)
                    await asyncio.sleep(1.1)
                if number == 80:
                    with Redis.from_url(redis.url) as client:
                        client.flushall()
                answer = await app.get(PATH, **headers)
                statuses[answer.status_code] += 1
            assert statuses == {200: 100, 429: 60}

        served(closed(api_url, redis.url, limit_free="100/hour"), test)


def test_a_redis_that_hangs_costs_one_request_its_patience(
    tenants: str, api_url: str, tmp_path: Path
) -> None:
    with redis_server(tmp_path) as redis:

        async def test(app: Running) -> None:
            await app.is_synced()
            headers = bearer(make_key(tenants))
            assert (await app.get(PATH, **headers)).status_code == 200
            redis.freeze()
            started = time.monotonic()
            for _ in range(40):
                assert (await app.get(PATH, **headers)).status_code == 200
            # Each would wait twice as long as this allows for, were there no breaker.
            assert time.monotonic() - started < 40 * 0.5 / 2
            redis.thaw()

        settings = closed(api_url, redis.url, limit_free="100/hour", redis_timeout=0.5)
        served(settings, test)


def test_a_busy_key_asks_redis_once_for_fifty_requests(
    tenants: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        await app.is_synced()
        headers = bearer(make_key(tenants, tier="enterprise"))
        await app.get(PATH, **headers)
        with Redis.from_url(redis_url) as client:
            before = client.info("commandstats")["cmdstat_incrby"]["calls"]
            for _ in range(200):
                await app.get(PATH, **headers)
            asked = client.info("commandstats")["cmdstat_incrby"]["calls"] - before
        assert asked <= 2

    served(closed(api_url, redis_url), test)


def test_what_is_remembered_of_addresses_is_bounded() -> None:
    limit = policy("anonymous", "1/hour")
    for number in range(BUCKETS_KEPT + 10):
        limit.bucket(str(number))
    assert len(limit.buckets) <= BUCKETS_KEPT


# Sizes.


def test_what_is_too_long_is_a_problem_that_says_so() -> None:
    async def test(app: Running) -> None:
        answer = await app.get(f"{PATH}?marketplace={'x' * 3000}")
        assert_problem(answer, 414, "uri-too-long")
        answer = await app.get(f"/v1/{'x' * 3000}")
        assert_problem(answer, 414, "uri-too-long")
        answer = await app.get(PATH, **{"X-Long": "x" * 20_000})
        assert_problem(answer, 431, "headers-too-large")
        answer = await app.get(PATH, **{f"X-{n}": "x" for n in range(70)})
        assert_problem(answer, 431, "headers-too-large")
        # A body that tells its length is refused before it is read.
        for path in (BATCH, "/v1/nothing", PATH):
            answer = await app.client.post(path, content=b" " * 70_000)
            assert_problem(answer, 413, "body-too-large")

        async def endless() -> Any:
            for _ in range(1000):
                yield b" " * 1000

        answer = await app.client.post(
            BATCH, content=endless(), headers={"Content-Type": "application/json"}
        )
        assert_problem(answer, 413, "body-too-large")

    served(offline(), test)


def test_a_real_server_refuses_what_is_too_long_too(
    tenants: str, clone: Database, redis_url: str, tmp_path: Path
) -> None:
    with api_process(clone, redis_url, tmp_path / "api.log") as (url, _):
        assert httpx.get(f"{url}{PATH}?x={'x' * 5000}").status_code == 414
        headers = {"X-Long": "x" * 30_000}
        assert httpx.get(f"{url}{PATH}", headers=headers).status_code == 431
        parts = urlsplit(url)
        with socket.create_connection((parts.hostname, parts.port), 10) as client:
            client.sendall(
                b"POST /v1/products/metrics:batch HTTP/1.1\r\nHost: x\r\n"
                b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            client.sendall((b"10000\r\n" + b" " * 65536 + b"\r\n") * 2)
            assert client.recv(4096).startswith(b"HTTP/1.1 413 ")


# Browsers.


def test_every_answer_carries_the_headers_that_protect() -> None:
    async def test(app: Running) -> None:
        for path in (PATH, "/v1/nothing", "/docs", "/v1/health", "/problems/x", "/"):
            headers = (await app.get(path)).headers
            assert headers["x-content-type-options"] == "nosniff"
            policies = headers.get_list("content-security-policy")
            assert policies[-1] == "frame-ancestors 'none'"
            assert headers["referrer-policy"] == "no-referrer"
            assert "strict-transport-security" not in headers
            assert not any(n.startswith("access-control") for n in headers)

    served(offline(), test)


def test_https_is_asked_for_where_that_is_set() -> None:
    settings = closed("postgresql://nobody@127.0.0.1:1/nowhere", hsts_seconds=86400)

    async def test(app: Running) -> None:
        headers = (await app.get("/docs")).headers
        assert headers["strict-transport-security"].startswith("max-age=86400")

    served(settings, test)


def preflight(origin: str, headers: str = "authorization") -> dict[str, str]:
    return {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": headers,
    }


def test_browsers_of_configured_sites_may_ask_and_no_others() -> None:
    ours, theirs = "https://app.example.com", "https://evil.example.com"
    settings = settings_for(
        "postgresql://nobody@127.0.0.1:1/nowhere",
        None,
        anonymous_role=None,
        cors_origins=f"{ours},https://two.example.com",
    )

    async def test(app: Running) -> None:
        # A preflight brings no credentials, and needs none.
        answer = await app.client.options(
            BATCH, headers=preflight(ours, "authorization,idempotency-key,if-match")
        )
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == ours
        assert "Origin" in answer.headers["vary"]
        assert "access-control-allow-credentials" not in answer.headers
        for origin, asked in ((theirs, "authorization"), (ours, "x-evil")):
            answer = await app.client.options(BATCH, headers=preflight(origin, asked))
            assert answer.status_code == 403
        assert (
            "access-control-allow-origin"
            not in (await app.client.options(BATCH, headers=preflight(theirs))).headers
        )
        # Refusals can be read by the site too.
        answer = await app.get(PATH, Origin=ours)
        assert_problem(answer, 401, "unauthorized")
        assert answer.headers["access-control-allow-origin"] == ours
        assert "RateLimit" in answer.headers["access-control-expose-headers"]
        answer = await app.get(PATH, Origin=theirs)
        assert "access-control-allow-origin" not in answer.headers

    served(settings, test)


def test_without_configuration_no_site_may_ask() -> None:
    async def test(app: Running) -> None:
        answer = await app.client.options(
            BATCH, headers=preflight("https://app.example.com")
        )
        assert_problem(answer, 405, "method-not-allowed")

    served(offline(), test)
