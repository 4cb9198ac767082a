"""Who may: keys, tokens, roles and scopes, on the running application."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import httpx
import jwt
import psycopg
import pytest
from cryptography.hazmat.primitives import serialization

from api.auth import tokens
from api.auth.permissions import Requirement, check
from api.auth.principal import Caller
from api.auth.tokens import KeySet
from api.problems import Problem
from api.settings import Settings
from tests.api.test_graphql import path_of
from tests.api.test_products import assert_problem, offline
from tests.support.access import (
    AUDIENCE,
    ISSUER,
    SECRET,
    TENANT_A,
    TENANT_B,
    SigningKey,
    bearer,
    claims,
    hs256,
    key_server,
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
    settings_for,
)
from tests.support.databases import Database, wait_until

PATH = f"/v1/products/{MAIN}"
BATCH = "/v1/products/metrics:batch"
TOKENS = {"jwt_issuer": ISSUER, "jwt_audience": AUDIENCE, "jwt_secret": SECRET}


def closed(database_url: str, redis_url: str | None = None, **changes: Any) -> Settings:
    """Settings under which nobody comes in without credentials."""
    values: dict[str, Any] = {"anonymous_role": None} | changes
    return settings_for(database_url, redis_url, **values)


def served(settings: Settings, test: Callable[[Running], Awaitable[None]]) -> None:
    async def scenario() -> None:
        async with running(settings) as app:
            await test(app)

    asyncio.run(scenario())


@pytest.fixture
def tenants(database: str) -> str:
    """Two tenants, and one product for both to read."""
    make_tenants(database)
    observe(database, {MAIN: 20.0})
    return database


@pytest.fixture(scope="module")
def shared_tenants(shared_clone: Database) -> Database:
    """The same for tests that change nothing."""
    make_tenants(shared_clone.owner)
    observe(shared_clone.owner, {MAIN: 20.0})
    return shared_clone


# Without credentials, and with wrong ones.


def test_only_what_is_listed_as_public_is_open() -> None:
    async def test(app: Running) -> None:
        for path in ("/docs", "/openapi.json", "/problems/forbidden"):
            assert (await app.get(path)).status_code == 200
        assert (await app.get("/")).status_code == 307
        assert_problem(await app.get("/v1/health"), 503, "unavailable")
        for path in (
            PATH,
            f"{PATH}/metrics",
            "/v1/nothing",
            "/graphql",
            "/elsewhere",
            "//v1/products/x",
            "/docs/x",
        ):
            answer = await app.get(path)
            assert_problem(answer, 401, "unauthorized")
            assert answer.headers["www-authenticate"] == 'Bearer realm="asinmart"'
        assert_problem(await app.client.post(BATCH), 401, "unauthorized")

    served(closed(offline().database_url), test)


def test_every_documented_path_but_the_public_ones_asks_for_a_caller() -> None:
    async def test(app: Running) -> None:
        document = (await app.get("/openapi.json")).json()
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                is_open = operation["security"] == []
                assert is_open == path.startswith("/v1/health")
                if not is_open:
                    assert {"401", "403", "429"} <= set(operation["responses"])
                    url = path.replace("{asin}", MAIN)
                    answer = await app.client.request(method, url)
                    assert answer.status_code == 401

    served(closed(offline().database_url), test)


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer"},
        {"Authorization": "Basic dXNlcjpwYXNz"},
        {"Authorization": "sk_" + "0" * 64},
        {"Authorization": "Bearer sk_" + "0" * 63},
        {"Authorization": "Bearer sk_" + "G" * 64},
        {"Authorization": "Bearer xk_" + "0" * 64},
        {"Authorization": "Bearer a.b.c"},
        {"Authorization": "Bearer ..."},
        {"X-API-Key": ""},
        {"X-API-Key": "\xff\xfe"},
    ],
)
def test_what_is_no_key_is_refused_without_asking_postgres(
    headers: dict[str, str],
) -> None:
    async def test(app: Running) -> None:
        raw = {n.encode(): v.encode("latin-1") for n, v in headers.items()}
        answer = await app.client.get(PATH, headers=raw)
        assert_problem(answer, 401, "unauthorized")
        assert "www-authenticate" in answer.headers

    served(closed(offline().database_url), test)


def test_two_credentials_are_one_too_many() -> None:
    async def test(app: Running) -> None:
        key = "sk_" + "0" * 64
        answer = await app.get(PATH, **bearer(key), **{"X-API-Key": key})
        assert_problem(answer, 400, "bad-request")

    served(closed(offline().database_url), test)


def test_without_a_role_for_them_strangers_stay_outside_and_with_one_they_read(
    tenants: str, api_url: str
) -> None:
    async def test(app: Running) -> None:
        assert (await app.get(PATH)).status_code == 200

    served(closed(api_url, anonymous_role="viewer"), test)


def test_wrong_credentials_are_not_taken_for_none(tenants: str, api_url: str) -> None:
    async def test(app: Running) -> None:
        answer = await app.get(PATH, **bearer("sk_" + "0" * 64))
        assert_problem(answer, 401, "unauthorized")
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]

    served(closed(api_url, anonymous_role="viewer"), test)


def test_only_facts_for_callers_without_credentials_are_for_shared_caches(
    tenants: str, api_url: str, redis_url: str
) -> None:
    def words(answer: httpx.Response) -> str:
        assert answer.status_code == 200, answer.text
        return str(answer.headers["cache-control"]).partition(",")[0]

    async def test(app: Running) -> None:
        await app.is_synced()
        key = bearer(make_key(tenants))
        # The third comes from memory, by the fast path.
        sources = []
        for _ in range(3):
            answer = await app.get(PATH)
            assert words(answer) == "public"
            assert words(await app.get(PATH, **key)) == "private"
            sources.append(answer.headers["x-cache"])
        assert sources[-1] == "l1"
        for path, accept, expected in (
            (f"{PATH}/metrics", "text/csv", "public"),
            (f"/v1/competitions/{MAIN}", "*/*", "private"),
            ("/v1/products", "*/*", "private"),
            ("/v1/alerts", "*/*", "private"),
            (path_of("Product", {"asin": MAIN}), "*/*", "public"),
            (path_of("Competition", {"asin": MAIN}), "*/*", "private"),
        ):
            assert words(await app.get(path, Accept=accept)) == expected, path
            answer = await app.get(path, Accept=accept, **key)
            assert words(answer) == "private", path

    async def test_brief(app: Running) -> None:
        for _ in range(3):
            assert words(await app.get(PATH)) == "private"

    values: dict[str, Any] = {"anonymous_role": "viewer", "memory_bytes": 2**20}
    served(closed(api_url, redis_url, **values), test)
    served(closed(api_url, redis_url, **values, max_age=9), test_brief)


# API keys.


def test_a_key_comes_in_by_either_header(tenants: str, api_url: str) -> None:
    async def test(app: Running) -> None:
        key = make_key(tenants)
        for headers in (
            bearer(key),
            {"authorization": f"bearer  {key}"},
            {"X-API-Key": key},
        ):
            answer = await app.get(PATH, **headers)
            assert answer.status_code == 200
            assert "X-API-Key" in answer.headers["vary"]
            assert "Authorization" in answer.headers["vary"]
            assert "private" in answer.headers["cache-control"]

    served(closed(api_url), test)


def test_a_key_is_looked_up_once_for_many_and_a_wrong_one_too(
    tenants: str, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test(app: Running) -> None:
        asked = []
        fetch = app.database.fetch

        async def counted(query: str, parameters: Any) -> Any:
            if "find_api_key" in query:
                asked.append(parameters["key_hash"])
            return await fetch(query, parameters)

        monkeypatch.setattr(app.database, "fetch", counted)
        good, wrong = make_key(tenants), "sk_" + "1" * 64
        for key, status in ((good, 200), (wrong, 401)):
            answers = await asyncio.gather(
                *(app.get(PATH, **bearer(key)) for _ in range(20))
            )
            assert {answer.status_code for answer in answers} == {status}
            await app.get(PATH, **bearer(key))
        assert len(asked) == 2
        assert asked[0] == hashlib.sha256(good.encode()).digest()

    served(closed(api_url), test)


def test_a_key_ends_to_the_second_though_it_is_remembered(
    tenants: str, api_url: str
) -> None:
    async def test(app: Running) -> None:
        ends = datetime.now(UTC) + timedelta(seconds=4)
        key = make_key(tenants, expires_at=ends)
        assert (await app.get(PATH, **bearer(key))).status_code == 200
        await asyncio.sleep((ends - datetime.now(UTC)).total_seconds() + 0.05)
        assert_problem(await app.get(PATH, **bearer(key)), 401, "unauthorized")

    served(closed(api_url), test)


def test_the_keys_of_a_tenant_that_is_switched_off_stop_and_come_back(
    tenants: str, api_url: str
) -> None:
    async def test(app: Running) -> None:
        key = make_key(tenants)
        for is_active, status in ((True, 200), (False, 401), (True, 200)):
            await asyncio.to_thread(
                execute, tenants, "update app.tenants set is_active = %s", is_active
            )
            deadline = time.monotonic() + 4.5
            while (await app.get(PATH, **bearer(key))).status_code != status:
                assert time.monotonic() < deadline
                await asyncio.sleep(0.02)

    # The news brings the change before the key's life ends.
    served(closed(api_url, key_life=5), test)


def test_the_memory_of_keys_is_bounded(tenants: str, api_url: str) -> None:
    async def test(app: Running) -> None:
        identities = app.client._transport.app.state.identities  # type: ignore[attr-defined]
        keys = [make_key(tenants) for _ in range(8)]
        for key in keys:
            assert (await app.get(PATH, **bearer(key))).status_code == 200
        for number in range(8):
            await app.get(PATH, **bearer(f"sk_{number:064x}"))
        assert len(identities._known) == 5
        assert len(identities._refused) == 5
        assert (await app.get(PATH, **bearer(keys[0]))).status_code == 200

    served(closed(api_url, keys_kept=5), test)


def test_the_last_use_of_a_key_is_noted_in_batches(tenants: str, api_url: str) -> None:
    key, unused = make_key(tenants), make_key(tenants)

    async def test(app: Running) -> None:
        for _ in range(3):
            await app.get(PATH, **bearer(key))

    served(closed(api_url), test)
    with psycopg.connect(tenants) as connection:
        rows = connection.execute(
            "select k.key_prefix, k.last_used_at is not null from app.api_keys as k"
        ).fetchall()
    assert dict(rows) == {key[:11]: True, unused[:11]: False}


def test_while_postgres_is_away_known_keys_read_the_cache_and_others_are_told_to_wait(
    tenants: str, api_url: str, redis_url: str
) -> None:
    async def scenario() -> None:
        async with gate_to(api_url) as gate:
            settings = closed(gate.url, redis_url, key_life=0.5, poll_interval=60)
            async with running(settings) as app:
                await app.is_synced()
                key, other = make_key(tenants), make_key(tenants)
                assert (await app.get(PATH, **bearer(key))).status_code == 200
                await gate.shut()
                await asyncio.sleep(0.6)
                for _ in range(3):
                    answer = await app.get(PATH, **bearer(key))
                    assert answer.status_code == 200
                    assert answer.headers["x-cache"] == "hit"
                answer = await app.get(PATH, **bearer(other))
                assert_problem(answer, 503, "unavailable")

    asyncio.run(scenario())


def test_a_postgres_that_hangs_costs_a_known_key_a_second_once(
    tenants: str, api_url: str, redis_url: str
) -> None:
    async def scenario() -> None:
        async with gate_to(api_url) as gate:
            settings = closed(gate.url, redis_url, key_life=0.5, poll_interval=60)
            async with running(settings) as app:
                await app.is_synced()
                key = make_key(tenants)
                assert (await app.get(PATH, **bearer(key))).status_code == 200
                gate.block()
                await asyncio.sleep(0.6)
                started = time.monotonic()
                assert (await app.get(PATH, **bearer(key))).status_code == 200
                assert time.monotonic() - started < 10
                started = time.monotonic()
                for _ in range(10):
                    assert (await app.get(PATH, **bearer(key))).status_code == 200
                # Were the second paid each time, it would be ten.
                assert time.monotonic() - started < 5
                await gate.open()

    asyncio.run(scenario())


def is_refused(url: str, key: str) -> bool:
    return status(url, key) == 401


def test_a_revoked_key_is_refused_by_every_process_within_seconds(
    tenants: str, clone: Database, redis_url: str, tmp_path: Path
) -> None:
    key = make_key(tenants)
    with (
        api_process(clone, redis_url, tmp_path / "1.log") as (first, _),
        api_process(clone, redis_url, tmp_path / "2.log") as (second, _),
    ):
        assert [status(u, key) for u in (first, second)] == [200, 200]
        execute(clone.admin, "select app.revoke_api_key(k.id) from app.api_keys as k")
        for url in (first, second):
            wait_until(partial(is_refused, url, key), 30)
        # The same where no notification arrives: the listener's connection is cut.
        second_key = make_key(tenants)
        assert [status(u, second_key) for u in (first, second)] == [200, 200]
        execute(
            clone.superuser,
            "select pg_terminate_backend(a.pid) from pg_stat_activity as a "
            "where a.application_name = 'asinmart api listener' "
            "and a.datname = current_database()",
        )
        execute(clone.admin, "select app.revoke_api_key(k.id) from app.api_keys as k")
        for url in (first, second):
            wait_until(partial(is_refused, url, second_key), 30)
    for name in ("1.log", "2.log"):
        log = (tmp_path / name).read_text()
        assert key not in log
        assert key[3:] not in log


def status(url: str, key: str) -> int:
    """The status that a process answers a key with."""
    try:
        with urlopen(Request(f"{url}{PATH}", headers=bearer(key)), timeout=5) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


# Tokens.


def test_a_valid_token_comes_in_as_who_it_says(tenants: str, api_url: str) -> None:
    async def test(app: Running) -> None:
        answer = await app.get(PATH, **bearer(hs256()))
        assert answer.status_code == 200
        for audience in ([AUDIENCE], ["other", AUDIENCE]):
            token = hs256(aud=audience)
            assert (await app.get(PATH, **bearer(token))).status_code == 200

    served(closed(api_url, **TOKENS), test)


def encoded(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forged(header: dict[str, Any], payload: dict[str, Any], secret: bytes) -> str:
    """A token with any header, signed with HMAC whatever it says."""
    signed = f"{encoded(header)}.{encoded(payload)}"
    signature = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{encoded(signature)}"


now = int(time.time())
METADATA = {"tenant_id": str(TENANT_A), "role": "viewer"}


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(
            f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{encoded(claims())}.", id="none"
        ),
        pytest.param(
            f"{encoded({'alg': 'nOnE'})}.{encoded(claims())}.", id="none in other case"
        ),
        pytest.param(
            f"{encoded({'alg': 'HS256'})}.{encoded(claims())}.", id="no signature"
        ),
        pytest.param(hs256("another-secret-of-32-bytes-or-more!"), id="other secret"),
        pytest.param(
            forged({"alg": "HS512"}, claims(), SECRET.encode()), id="other algorithm"
        ),
        pytest.param(forged({"typ": "JWT"}, claims(), SECRET.encode()), id="no alg"),
        pytest.param(
            forged({"alg": ["HS256"]}, claims(), SECRET.encode()), id="a list of algs"
        ),
        pytest.param(
            forged({"alg": "HS256", "crit": ["x"], "x": 1}, claims(), SECRET.encode()),
            id="a critical extension that is not known",
        ),
        pytest.param(hs256(aud=None), id="no audience"),
        pytest.param(hs256(aud="other"), id="other audience"),
        pytest.param(hs256(aud=[]), id="no audience in the list"),
        pytest.param(hs256(aud={"asinmart": 1}), id="audience of a wrong type"),
        pytest.param(hs256(aud=[AUDIENCE, 7]), id="audience with a wrong type in it"),
        pytest.param(hs256(iss=None), id="no issuer"),
        pytest.param(hs256(iss="https://evil.example.com/"), id="other issuer"),
        pytest.param(hs256(iss=ISSUER.rstrip("/")), id="nearly the issuer"),
        pytest.param(hs256(exp=None), id="no end"),
        pytest.param(hs256(exp=now - 60), id="ended"),
        pytest.param(hs256(exp=str(now + 300)), id="end as text"),
        pytest.param(hs256(exp=True), id="end as truth"),
        pytest.param(
            forged({"alg": "HS256"}, claims(exp=float("inf")), SECRET.encode()),
            id="end at infinity",
        ),
        pytest.param(hs256(nbf=None), id="no beginning"),
        pytest.param(hs256(nbf=now + 3600), id="not begun"),
        pytest.param(hs256(nbf=[now]), id="beginning of a wrong type"),
        pytest.param(hs256(iat=now + 3600), id="made in the future"),
        pytest.param(hs256(sub=None), id="no subject"),
        pytest.param(hs256(sub=""), id="an empty subject"),
        pytest.param(
            forged({"alg": "HS256"}, claims(sub=7), SECRET.encode()),
            id="subject of a wrong type",
        ),
        pytest.param(hs256(sub="x" * 300), id="an endless subject"),
        pytest.param(hs256(app_metadata=None), id="no metadata"),
        pytest.param(hs256(app_metadata=["viewer"]), id="metadata of a wrong type"),
        pytest.param(hs256(app_metadata={"role": "viewer"}), id="no tenant"),
        pytest.param(
            hs256(app_metadata=METADATA | {"tenant_id": "x' or true --"}),
            id="a tenant that is none",
        ),
        pytest.param(
            hs256(app_metadata=METADATA | {"tenant_id": [str(TENANT_A)]}),
            id="a list of tenants",
        ),
        pytest.param(
            hs256(app_metadata=METADATA | {"tenant_id": str(TENANT_A)[:-1] + "f"}),
            id="a tenant that is not there",
        ),
        pytest.param(hs256(app_metadata={"tenant_id": str(TENANT_A)}), id="no role"),
        pytest.param(
            hs256(app_metadata=METADATA | {"role": "owner"}), id="no role of ours"
        ),
        pytest.param(
            hs256(app_metadata=METADATA | {"role": ["admin"]}), id="a list of roles"
        ),
        pytest.param(
            hs256(app_metadata=METADATA | {"scopes": "alerts"}), id="scopes as text"
        ),
        pytest.param(
            hs256(app_metadata=None, user_metadata=METADATA | {"role": "admin"}),
            id="metadata that users write",
        ),
        pytest.param(hs256()[:-3] + "AAA", id="a changed signature"),
        pytest.param("..", id="nothing"),
        pytest.param(f"{encoded(b'{')}.{encoded(b'{')}.AAAA", id="no JSON"),
        pytest.param(
            f"{encoded([])}.{encoded(claims())}.AAAA", id="a header that is a list"
        ),
    ],
)
def test_a_token_that_does_not_hold_is_refused(
    token: str, shared_tenants: Database
) -> None:
    async def test(app: Running) -> None:
        answer = await app.get(PATH, **bearer(token))
        problem = assert_problem(answer, 401, "unauthorized")
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]
        assert token not in json.dumps(problem)

    served(closed(shared_tenants.api, **TOKENS), test)


def test_tokens_are_refused_where_none_are_configured(
    tenants: str, api_url: str
) -> None:
    async def test(app: Running) -> None:
        answer = await app.get(PATH, **bearer(hs256()))
        assert_problem(answer, 401, "unauthorized")

    served(closed(api_url), test)


def test_a_token_ends_while_it_is_remembered(tenants: str, api_url: str) -> None:
    async def test(app: Running) -> None:
        ends = int(time.time()) + 5
        token = hs256(exp=ends)
        assert (await app.get(PATH, **bearer(token))).status_code == 200
        await asyncio.sleep(ends - time.time() + 0.1)
        answer = await app.get(PATH, **bearer(token))
        assert "expired" in assert_problem(answer, 401, "unauthorized")["detail"]

    served(closed(api_url, **TOKENS, jwt_leeway=0), test)


def test_a_user_that_is_switched_off_does_not_come_in_with_a_valid_token(
    tenants: str, api_url: str
) -> None:
    execute(
        tenants,
        "insert into app.users (tenant_id, email, is_active) values (%s, %s, false)",
        TENANT_A,
        "gone@example.com",
    )

    async def test(app: Running) -> None:
        for email, expected in (("Gone@example.com", 401), ("in@example.com", 200)):
            answer = await app.get(PATH, **bearer(hs256(email=email)))
            assert answer.status_code == expected

    served(closed(api_url, **TOKENS), test)


def test_key_sets_bind_the_algorithm_and_take_no_secret(
    tenants: str, api_url: str, tmp_path: Path
) -> None:
    rsa, curve = SigningKey("rsa"), SigningKey("ec", "ES256")
    other = SigningKey("rsa")
    public = rsa.private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    secret_in_set = {"kty": "oct", "kid": "oct", "k": encoded(SECRET.encode())}
    encryption = SigningKey("enc").jwk | {"use": "enc"}
    path = tmp_path / "keys.json"
    path.write_text(
        json.dumps({"keys": [rsa.jwk, curve.jwk, secret_in_set, encryption, 7]})
    )

    async def test(app: Running) -> None:
        for key in (rsa, curve):
            answer = await app.get(PATH, **bearer(key.sign()))
            assert answer.status_code == 200, answer.text
        for token in (
            # The public key, which everybody has, taken for a shared secret.
            forged({"alg": "HS256", "kid": "rsa"}, claims(), public),
            forged({"alg": "HS256", "kid": "oct"}, claims(), SECRET.encode()),
            jwt.encode(
                claims(), rsa.private, algorithm="PS256", headers={"kid": "rsa"}
            ),
            jwt.encode(
                claims(), rsa.private, algorithm="RS512", headers={"kid": "rsa"}
            ),
            other.sign(),
            rsa.sign({"kid": "ec"}),
            rsa.sign({"kid": "enc"}),
            jwt.encode(claims(), rsa.private, algorithm="RS256"),
            # A token that brings its own key, or says where one is.
            other.sign({"jwk": other.jwk}),
            other.sign({"jku": path.as_uri()}),
            rsa.sign({"kid": "../../../../dev/null"}),
            rsa.sign({"kid": "' union select 'x"}),
            rsa.sign({"kid": "rsa\0"}),
        ):
            answer = await app.get(PATH, **bearer(token))
            assert_problem(answer, 401, "unauthorized")
        # PyJWT writes no kid but text, so the header is made by hand.
        for kid in (7, None, ["rsa"], {"kid": "rsa"}):
            token = forged({"alg": "RS256", "kid": kid}, claims(), b"x" * 32)
            answer = await app.get(PATH, **bearer(token))
            assert_problem(answer, 401, "unauthorized")

    settings = closed(
        api_url, jwt_issuer=ISSUER, jwt_audience=AUDIENCE, jwt_jwks=str(path)
    )
    served(settings, test)


def with_keys(database_url: str, path: Path, *keys: SigningKey) -> Settings:
    """Settings under which tokens of these keys are taken."""
    path.write_text(json.dumps({"keys": [key.jwk for key in keys]}))
    return closed(
        database_url, jwt_issuer=ISSUER, jwt_audience=AUDIENCE, jwt_jwks=str(path)
    )


NONES = ["".join(letters) for letters in product(*zip("none", "NONE", strict=True))]


@pytest.mark.parametrize("by", ["secret", "key set"])
def test_no_spelling_of_none_is_an_algorithm(
    by: str, tenants: str, api_url: str, tmp_path: Path
) -> None:
    key = SigningKey("rsa")
    settings = closed(api_url, **TOKENS)
    if by == "key set":
        settings = with_keys(api_url, tmp_path / "keys.json", key)

    async def test(app: Running) -> None:
        signature = key.sign().rpartition(".")[2]
        for name in [*NONES, "none ", " none", "", "None\0", "n\u006fne"]:
            for header in ({"alg": name}, {"alg": name, "kid": "rsa"}):
                for end in ("", signature, encoded(b"x" * 32)):
                    token = f"{encoded(header)}.{encoded(claims())}.{end}"
                    answer = await app.get(PATH, **bearer(token))
                    assert answer.status_code == 401, header

    # Attempts that fail have a limit of their own.
    served(settings.model_copy(update={"limit_failures": "1000000/minute"}), test)


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_public_key_is_no_shared_secret_however_it_is_written(
    algorithm: str, tenants: str, api_url: str, tmp_path: Path
) -> None:
    key = SigningKey("key", algorithm)
    public = key.private.public_key()
    infos = serialization.PublicFormat.SubjectPublicKeyInfo
    written = [
        public.public_bytes(encoding, infos)
        for encoding in (serialization.Encoding.PEM, serialization.Encoding.DER)
    ]
    written += [written[0].strip(), written[0].replace(b"\n", b"\r\n")]
    written += [json.dumps(key.jwk).encode(), b"", b"key"]
    if algorithm == "RS256":
        form = serialization.PublicFormat.PKCS1
        written.append(public.public_bytes(serialization.Encoding.PEM, form))

    async def test(app: Running) -> None:
        assert (await app.get(PATH, **bearer(key.sign()))).status_code == 200
        for secret in written:
            for header in ({"alg": "HS256"}, {"alg": algorithm}):
                token = forged(header | {"kid": "key"}, claims(), secret)
                answer = await app.get(PATH, **bearer(token))
                assert_problem(answer, 401, "unauthorized")

    served(with_keys(api_url, tmp_path / "keys.json", key), test)


def test_no_token_says_where_its_key_is(
    tenants: str, api_url: str, tmp_path: Path
) -> None:
    key, other = SigningKey("key"), SigningKey("key")
    with key_server() as evil:
        evil.keys = [other.jwk]

        async def test(app: Running) -> None:
            for name in ("jku", "x5u"):
                token = other.sign({name: evil.url})
                assert (await app.get(PATH, **bearer(token))).status_code == 401
                # Nor does a good token lead anywhere.
                token = key.sign({name: evil.url, "x5c": ["x"], "jwk": other.jwk})
                assert (await app.get(PATH, **bearer(token))).status_code == 200
            for kid in (evil.url, str(tmp_path / "keys.json"), "KEY", "key "):
                token = other.sign({"kid": kid})
                assert (await app.get(PATH, **bearer(token))).status_code == 401
            assert evil.asked == 0

        served(with_keys(api_url, tmp_path / "keys.json", key), test)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "other"},
        {"aud": ["other", "asinmart2"]},
        {"iss": "https://login.example.com.evil.example/"},
        {"exp": int(time.time()) - 60},
        {"nbf": int(time.time()) + 3600},
    ],
)
def test_what_a_signed_token_claims_is_held_against_it(
    changes: dict[str, Any], shared_tenants: Database, tmp_path: Path
) -> None:
    key = SigningKey("key")

    async def test(app: Running) -> None:
        answer = await app.get(PATH, **bearer(key.sign(**changes)))
        assert_problem(answer, 401, "unauthorized")

    served(with_keys(shared_tenants.api, tmp_path / "keys.json", key), test)


def test_a_tenant_is_named_in_one_place_alone(
    tenants: str, api_url: str, tmp_path: Path
) -> None:
    """Wherever else another one stands, signed or not, nobody looks."""
    track = "insert into app.tracked_products (tenant_id, asin) values (%s, %s)"
    execute(tenants, track, TENANT_A, "B0OFAAAAAA")
    execute(tenants, track, TENANT_B, "B0OFBBBBBB")
    key, b = SigningKey("key"), str(TENANT_B)
    elsewhere = {"tenant_id": b, "app_metadata": {"tenant_id": b, "role": "admin"}}
    path = "/v1/tracked-products"

    async def test(app: Running) -> None:
        for token in (
            key.sign(),
            key.sign(tenant_id=b, tenant=b, org_id=b, user_metadata=elsewhere),
            key.sign({"tenant_id": b, "app_metadata": elsewhere["app_metadata"]}),
        ):
            for headers in (
                {},
                {"X-Tenant-Id": b, "X-Forwarded-User": b, "X-Role": "admin"},
                {"Cookie": f"tenant_id={b}"},
                {"X-Request-Id": b},
            ):
                answer = await app.get(path, **bearer(token), **headers)
                assert [t["asin"] for t in answer.json()["data"]] == ["B0OFAAAAAA"]
            answer = await app.get(f"{path}?tenant_id={b}", **bearer(token))
            assert_problem(answer, 422, "invalid-request")
            answer = await app.client.put(
                f"{path}/B0OFAAAAAA", json={"tenant_id": b}, headers=bearer(token)
            )
            assert_problem(answer, 403, "forbidden")
        # Changed after it was signed, or signed for A and sent with B's claims.
        head, _, signature = key.sign().split(".")
        theirs = encoded(claims(app_metadata=elsewhere["app_metadata"]))
        answer = await app.get(path, **bearer(f"{head}.{theirs}.{signature}"))
        assert_problem(answer, 401, "unauthorized")

    served(with_keys(api_url, tmp_path / "keys.json", key), test)


def test_a_new_key_is_found_and_unknown_names_do_not_flood_the_issuer(
    tenants: str, api_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = SigningKey("first"), SigningKey("second")
    seconds = [1000.0]
    monkeypatch.setattr(tokens, "monotonic", lambda: seconds[0])
    with key_server() as issuer:
        issuer.keys = [first.jwk]

        async def test(app: Running) -> None:
            assert (await app.get(PATH, **bearer(first.sign()))).status_code == 200
            assert issuer.asked == 1
            issuer.keys = [second.jwk]
            # Too early to ask again.
            assert (await app.get(PATH, **bearer(second.sign()))).status_code == 401
            for number in range(10):
                token = first.sign({"kid": f"guess-{number}"})
                assert (await app.get(PATH, **bearer(token))).status_code == 401
            assert issuer.asked == 1
            seconds[0] += 1
            token = second.sign(iat=now)
            assert (await app.get(PATH, **bearer(token))).status_code == 200
            assert issuer.asked == 2
            # The old key is gone from the set.
            token = first.sign(iat=now)
            assert (await app.get(PATH, **bearer(token))).status_code == 401
            # A set that cannot be read leaves the keys as they were.
            issuer.is_broken = True
            seconds[0] += 1
            token = first.sign(iat=now - 1)
            assert (await app.get(PATH, **bearer(token))).status_code == 401
            assert issuer.asked == 3
            token = second.sign(iat=now - 1)
            assert (await app.get(PATH, **bearer(token))).status_code == 200

        settings = closed(
            api_url,
            jwt_issuer=ISSUER,
            jwt_audience=AUDIENCE,
            jwt_jwks=issuer.url,
            jwt_refetch=1,
        )
        served(settings, test)


def test_without_any_key_of_the_issuer_clients_are_told_to_wait(
    tenants: str, api_url: str, tmp_path: Path
) -> None:
    async def test(app: Running) -> None:
        answer = await app.get(PATH, **bearer(SigningKey("x").sign()))
        assert_problem(answer, 503, "unavailable")

    settings = closed(
        api_url,
        jwt_issuer=ISSUER,
        jwt_audience=AUDIENCE,
        jwt_jwks=str(tmp_path / "missing.json"),
    )
    served(settings, test)


@pytest.mark.parametrize(
    "changes",
    [
        {"jwt_secret": SECRET},
        {"jwt_secret": SECRET, "jwt_issuer": ISSUER},
        {"jwt_secret": SECRET, "jwt_audience": AUDIENCE},
        {"jwt_secret": "short", "jwt_issuer": ISSUER, "jwt_audience": AUDIENCE},
        {**TOKENS, "jwt_jwks": "/keys.json"},
        {"key_life": 6},
        {"limit_free": "many"},
        {"anonymous_role": "owner"},
        {"trusted_proxies": "everybody"},
    ],
)
def test_half_a_configuration_is_refused_without_repeating_it(
    changes: dict[str, Any],
) -> None:
    with pytest.raises(ValueError) as caught:
        closed("postgresql://nowhere", **changes)
    assert SECRET not in str(caught.value)


def test_keys_do_not_come_over_an_open_line() -> None:
    with pytest.raises(SystemExit):
        KeySet("http://login.example.com/keys", 30)


# Roles and scopes.


@pytest.mark.parametrize(
    ("caller", "requirement", "is_allowed"),
    [
        (("viewer", "sk"), ("viewer", "alerts:read"), True),
        (("viewer", "sk"), ("operator", "alerts:write"), False),
        (("operator", "sk"), ("operator", "alerts:write"), True),
        (("operator", "sk"), ("admin", "keys:write"), False),
        (("admin", "ak"), ("operator", "alerts:write"), True),
        (("operator", "sk", "alerts:read"), ("operator", "alerts:write"), False),
        (("operator", "sk", "alerts:write"), ("operator", "alerts:write"), True),
        (("operator", "sk", "alerts"), ("operator", "alerts:write"), True),
        (("operator", "sk", "alert"), ("operator", "alerts:write"), False),
        (("operator", "sk", "products:read"), ("viewer", "alerts:read"), False),
        (("viewer", "pk"), ("viewer", "alerts:read"), False),
        (("viewer", "pk"), ("viewer", "products:read", True), True),
        (("viewer", "pk", "alerts"), ("viewer", "products:read", True), False),
    ],
)
def test_roles_and_scopes_decide(
    caller: tuple[Any, ...], requirement: tuple[Any, ...], is_allowed: bool
) -> None:
    role, kind, *scopes = caller
    who = Caller(
        tenant_id=TENANT_A,
        role=role,
        scopes=frozenset(scopes),
        key_prefix=f"{kind}_00000000",
    )
    if is_allowed:
        check(who, Requirement(*requirement))
        return
    with pytest.raises(Problem) as caught:
        check(who, Requirement(*requirement))
    assert caught.value.type.status == 403
    assert requirement[1] in caught.value.headers["WWW-Authenticate"]


async def let_in_and_remembered(app: Running, tenants: str) -> None:
    """Somebody who may has asked before, so that every cache holds the answers."""
    await app.is_synced()
    key = bearer(make_key(tenants))
    for path in (PATH, f"/v1/competitions/{MAIN}") * 3:
        assert (await app.get(path, **key)).status_code == 200


def test_public_keys_read_facts_about_products_and_nothing_else(
    tenants: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        await let_in_and_remembered(app, tenants)
        headers = bearer(make_key(tenants, kind="public"))
        for path in (PATH, f"{PATH}/metrics", f"{PATH}/deltas", f"{PATH}/rollups"):
            assert (await app.get(path, **headers)).status_code == 200
        batch = await app.client.post(BATCH, json={"asins": [MAIN]}, headers=headers)
        assert batch.status_code == 200
        answer = await app.get(f"/v1/competitions/{MAIN}", **headers)
        assert_problem(answer, 403, "forbidden")
        answer = await app.get(
            f"/v1/competitions/{MAIN}", **bearer(make_key(tenants, TENANT_B))
        )
        assert answer.status_code == 200

    served(closed(api_url, redis_url), test)


def test_a_restricted_key_reads_what_it_is_for(
    tenants: str, api_url: str, redis_url: str
) -> None:
    async def test(app: Running) -> None:
        await let_in_and_remembered(app, tenants)
        only_alerts = bearer(make_key(tenants, scopes=["alerts"]))
        answer = await app.get(PATH, **only_alerts)
        problem = assert_problem(answer, 403, "forbidden")
        assert "products:read" in problem["detail"]
        products = bearer(make_key(tenants, scopes=["products:read"]))
        assert (await app.get(PATH, **products)).status_code == 200
        answer = await app.get(f"/v1/competitions/{MAIN}", **products)
        assert_problem(answer, 403, "forbidden")

    served(closed(api_url, redis_url), test)
