"""The edge: nginx with the product's configuration before processes of the API.

The data and the attacks are those of tests/api/test_isolation.py.
"""

import csv
import io
import json
import os
import re
import select
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
import trustme

from api.http.conditional import SHARED_SECONDS
from api.problems import MEDIA_TYPE, PROBLEM_TYPES
from api.resources.common_models import ProblemDocument
from api.resources.table import ENDPOINTS
from tests.api.test_graphql import path_of as graphql
from tests.api.test_isolation import (
    Tenant,
    inhabited,
    path_of,
    readings,
)
from tests.support.access import bearer
from tests.support.api import DAY, MAIN, api_process, free_port, observe
from tests.support.databases import ROOT, Database, janitor, prepare_clone
from tests.support.edge import (
    NGINX,
    Edge,
    certify,
    edge,
    folder_of_edge,
    rendered,
)
from tests.support.operations import blocks
from tests.support.waiting import LIMIT, wait_until

PRODUCT = f"/v1/products/{MAIN}"
SITE = "https://app.example.com"
SETTINGS = {
    "API_TRUSTED_PROXIES": "127.0.0.1",
    "API_CORS_ORIGINS": SITE,
    "API_LIMIT_FREE": "1000000/minute",
    "API_LIMIT_ENTERPRISE": "1000000/minute",
    "API_LIMIT_FAILURES": "2/hour",
    "API_HSTS_SECONDS": "5",
}
READS = [e for e in ENDPOINTS if not e.is_change and not e.is_for_installation]
FORMS = ("application/json", "text/csv")
COMPARED = {"asin": MAIN, "range": "7d"}
# All gates of the micro-cache left open: who uses it, what is kept, and for whom.
OPEN_TO_ALL = {
    "proxy_cache $cache_zone;": "proxy_cache shared;",
    "proxy_no_cache $is_not_shared;": "",
    "proxy_ignore_headers Cache-Control;": "proxy_ignore_headers Cache-Control Vary;",
}
Callers = tuple[httpx.Client, ...]
# A path, a form, and the number of a caller.
Asked = tuple[str, str, int]


@dataclass(frozen=True)
class World:
    """Two processes of the API that let anybody read, an edge, and two tenants.

    `direct` are the two and a stranger, who ask the API itself.
    """

    database: Database
    redis_url: str
    urls: tuple[str, str]
    edge: Edge
    stranger: httpx.Client
    tenants: tuple[Tenant, Tenant]
    direct: tuple[httpx.Client, ...]


@pytest.fixture(scope="module")
def world(
    server: Database,
    template: str,
    addresses: dict[str, str],
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    number = 1 + int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
    redis_url = addresses["REDIS_URL"].removesuffix("/0") + f"/{number}"
    logs = tmp_path_factory.mktemp("edge")
    with janitor(server, f"edge_{worker_id}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        with (
            inhabited(database, redis_url) as found,
            api_process(database, redis_url, logs / "1.log", **SETTINGS) as (first, _),
            api_process(database, redis_url, logs / "2.log", **SETTINGS) as (second, _),
            edge(first, second) as running,
            running.client() as stranger,
            ExitStack() as stack,
        ):
            a, b, _ = found.tenants
            direct = [
                stack.enter_context(
                    httpx.Client(base_url=first, headers=headers, timeout=LIMIT)
                )
                for headers in (a.client.headers, b.client.headers, None)
            ]
            yield World(
                database,
                redis_url,
                (first, second),
                running,
                stranger,
                (through(running, a, stack), through(running, b, stack)),
                tuple(direct),
            )


def through(running: Edge, tenant: Tenant, stack: ExitStack) -> Tenant:
    """The same tenant, whose requests go through an edge."""
    client = running.client(authorization=tenant.client.headers["authorization"])
    return replace(tenant, client=stack.enter_context(client))


def key_of(tenant: Tenant) -> str:
    return str(tenant.client.headers["authorization"]).removeprefix("Bearer ")


def kept(answer: httpx.Response) -> str:
    return str(answer.headers["x-cache-status"])


def is_hit(client: httpx.Client, path: str, **headers: str) -> bool:
    return kept(client.get(path, headers=headers)) == "HIT"


def has_price(client: httpx.Client, price: float, path: str = PRODUCT) -> bool:
    return bool(client.get(path).json()["data"]["price"] == price)


def assert_problem(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    """The answer is of the edge itself, and a problem like those of the API."""
    assert "x-cache-status" not in answer.headers
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.headers["cache-control"] == "no-store"
    ProblemDocument.model_validate_json(answer.content)
    body: dict[str, object] = answer.json()
    assert body["type"] == f"/problems/{code}"
    assert body["title"] == PROBLEM_TYPES[code].title
    assert body["status"] == status
    assert re.fullmatch(r"[A-Z][^.]*\.", str(body["detail"])), body
    assert body["instance"] == f"urn:request:{answer.headers['x-request-id']}"
    assert answer.headers.get("retry-after") == (
        str(body["retry_after_seconds"]) if "retry_after_seconds" in body else None
    )
    return body


# The protocol.


def test_http_2_and_1_are_spoken_over_tls_alone(world: World) -> None:
    world.edge.authority.cert_pem.write_to_path(world.edge.folder / "authority")
    for version in ("1.1", "2"):
        done = subprocess.run(
            [
                *("curl", "--silent", "--show-error", f"--http{version}"),
                *("--cacert", world.edge.folder / "authority"),
                *("--write-out", "\n%{http_version} %{ssl_verify_result} %{http_code}"),
                f"{world.edge.url}{PRODUCT}",
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines()[-1] == f"{version} 0 200", done.stderr
    plain = httpx.get(f"http://127.0.0.1:{world.edge.port}{PRODUCT}")
    assert_problem(plain, 400, "bad-request")
    old = world.edge.trust()
    with pytest.warns(DeprecationWarning):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with (
        socket.create_connection(("127.0.0.1", world.edge.port)) as bare,
        pytest.raises(ssl.SSLError, match="alert protocol version"),
    ):
        old.wrap_socket(bare, server_hostname="localhost")


def test_every_answer_has_its_headers_once(world: World) -> None:
    for path in (PRODUCT, "/v1/nothing", "/edge/health", "/v1/metrics", "/docs"):
        answer = world.stranger.get(path, headers={"X-Request-Id": "of-the-client"})
        names = [name for name, _ in answer.headers.multi_items()]
        several = {"vary", "content-security-policy"} if path == "/docs" else {"vary"}
        assert (
            len(names) == len(set(names))
            or {name for name in names if names.count(name) > 1} <= several
        ), path
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["server"] == "nginx"
        assert answer.headers["x-request-id"] == "of-the-client"
    for strange in ("", "x y", "x" * 129, "{}"):
        answer = world.stranger.get("/v1/nothing", headers={"X-Request-Id": strange})
        made = answer.headers["x-request-id"]
        assert re.fullmatch("[0-9a-f]{32}", made)
        assert answer.json()["instance"] == f"urn:request:{made}"


def test_text_is_compressed_and_an_etag_still_fits_a_change(world: World) -> None:
    a, _ = world.tenants
    for path, accept in (
        ("/openapi.json", "*/*"),
        ("/docs/swagger-ui.css", "*/*"),
        (f"/v1/competitions/{MAIN}", "application/json"),
        ("/v1/products", "text/csv"),
    ):
        headers = {"Accept": accept, "Accept-Encoding": "gzip"}
        small = a.client.get(path, headers=headers)
        large = a.client.get(path, headers=headers | {"Accept-Encoding": "identity"})
        assert small.headers["content-encoding"] == "gzip", path
        assert "Accept-Encoding" in small.headers["vary"]
        assert "content-encoding" not in large.headers
        if "generated_at" not in large.text:
            assert small.content == large.content, path
    group = f"/v1/competitive-groups/{a.ids['/v1/competitive-groups']}"
    changed = a.client.patch(group, json={"description": "x" * 1000})
    assert changed.status_code == 200, changed.text
    read = a.client.get(group, headers={"Accept-Encoding": "gzip"})
    assert read.headers["content-encoding"] == "gzip"
    etag = read.headers["etag"]
    assert etag.startswith("W/")
    again = a.client.get(group, headers={"If-None-Match": etag})
    assert again.status_code == 304
    for description, status in (("y", 200), ("z", 412)):
        answer = a.client.patch(
            group, json={"description": description}, headers={"If-Match": etag}
        )
        assert answer.status_code == status, answer.text


def test_an_export_passes_whole_and_without_a_word_about_buffers(world: World) -> None:
    a, _ = world.tenants
    answer = a.client.get("/v1/products", headers={"Accept": "text/csv"})
    assert "x-accel-buffering" not in answer.headers
    direct = httpx.get(
        f"{world.urls[0]}/v1/products",
        headers={"Accept": "text/csv"} | bearer(key_of(a)),
    )
    assert direct.headers["x-accel-buffering"] == "no"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["asin"] for row in rows] == [
        row["asin"] for row in csv.DictReader(io.StringIO(direct.text))
    ]
    assert len(rows) > 2


def test_the_api_hears_the_address_of_the_client_and_no_other(world: World) -> None:
    def try_(client: httpx.Client, spoofed: str) -> int:
        headers = bearer(f"sk_{uuid4().hex * 2}") | {"X-Forwarded-For": spoofed}
        return client.get(PRODUCT, headers=headers).status_code

    with (
        world.edge.client("127.0.0.2") as guesser,
        world.edge.client("127.0.0.3") as other,
    ):
        # Each of the two processes allows two.
        codes = [try_(guesser, f"198.51.100.{n}") for n in range(8)]
        assert codes.count(401) <= 4
        assert codes[-1] == 429
        assert try_(other, "127.0.0.2") == 401


# The edge's own errors.


def test_an_error_of_the_edge_is_a_problem(world: World) -> None:
    ask = world.stranger.request
    large = ask("POST", "/graphql", content=b"x" * 65537)
    assert "65536" in str(assert_problem(large, 413, "body-too-large")["detail"])
    fits = ask("POST", "/graphql", content=b"x" * 65536)
    assert_problem_of_api(fits, 415)
    # What the API refuses itself reaches it.
    assert_problem_of_api(ask("GET", f"/v1/products?x={'y' * 3000}"), 414)
    heavy = {"x": "y" * 10_000, "z": "y" * 10_000}
    assert_problem_of_api(ask("GET", "/v1/score-weights", headers=heavy), 431)
    assert_problem(ask("GET", f"/v1/products?x={'y' * 17_000}"), 414, "uri-too-long")
    wide = ask("GET", PRODUCT, headers={"x": "y" * 17_000})
    assert_problem(wide, 431, "headers-too-large")
    for path in (
        "/v1/metrics",
        "/v1//metrics",
        "/v1/%6detrics",
        "/edge/problem",
        "/v1/metrics?x=1",
    ):
        assert_problem(ask("GET", path), 404, "not-found")
    refused = ask("TRACE", "/")
    assert_problem(refused, 405, "method-not-allowed")
    assert "GET" in refused.headers["allow"]
    with closing(world.edge.connect()) as bare:
        bare.sendall(b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n")
        answer = bare.recv(65536)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"type":"/problems/bad-request"' in answer


def assert_problem_of_api(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert kept(answer) in ("BYPASS", "MISS")


def test_a_flood_from_an_address_or_with_a_key_is_refused(world: World) -> None:
    a, b = (key_of(tenant) for tenant in world.tenants)
    first, _ = world.urls
    path = "/v1/score-weights"
    with (
        edge(first, EDGE_KEY_RATE="1") as running,
        running.client() as client,
    ):

        def third(key: str) -> httpx.Response:
            """The answer to the third of three requests within a second."""
            while True:
                began_at = monotonic()
                for form in (bearer(key), {"X-API-Key": key}):
                    client.get(path, headers=form)
                spaced = {"Authorization": f"bearer   {key}"}
                answer = client.get(path, headers=spaced)
                if monotonic() < began_at + 1:
                    return answer

        # One and one more at once.
        refused = third(a)
        assert_problem(refused, 429, "too-many-requests")
        assert refused.headers["retry-after"] == "1"
        assert client.get(path, headers=bearer(b)).status_code == 200
    with (
        edge(first, EDGE_ADDRESS_RATE="1", EDGE_TRUSTED_PROXIES="127.0.0.1") as running,
        running.client() as client,
    ):
        # Networks of 64 bits.
        home = [f"2001:db8:0:1::{n}" for n in range(9)]
        codes_of = [
            client.get(path, headers={"X-Forwarded-For": address}).status_code
            for address in home
        ]
        assert 429 in codes_of
        for other in ("2001:db8:0:2::1", "192.0.2.1", "192.0.2.2"):
            headers = {"X-Forwarded-For": other}
            assert client.get(path, headers=headers).status_code == 200


# Slow clients.


def test_slow_clients_are_cut_off_while_others_are_served(world: World) -> None:
    head = b"Host: localhost\r\n"
    page = b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\n" + head + b"\r\n"
    sent = [
        *([b"GET / HTTP/1.1\r\n" + head] * 10),
        b"POST /graphql HTTP/1.1\r\nContent-Length: 9\r\n" + head + b"\r\n{",
        # More than fits into the buffers of both sides, and no reading of it.
        page * 8,
    ]
    with (
        edge(world.urls[0], EDGE_CLIENT_TIMEOUT="1") as running,
        running.client() as other,
        ExitStack() as stack,
    ):
        poller = select.poll()
        for text in sent:
            slow = stack.enter_context(closing(running.connect(4096)))
            slow.sendall(text)
            poller.register(slow, select.POLLRDHUP)
        last_at = monotonic()
        left = len(sent)
        while left:
            assert other.get("/v1/health/live").status_code == 200
            for descriptor, _ in poller.poll(20):
                poller.unregister(descriptor)
                left -= 1
        # By itself nginx would wait for a minute.
        assert monotonic() < last_at + 45


def test_requests_under_way_are_counted(world: World) -> None:
    head = (
        b"POST /graphql HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    )
    with (
        edge(world.urls[0], EDGE_CONNECTIONS="1") as running,
        running.client() as client,
        closing(running.connect()) as slow,
    ):
        slow.sendall(head)
        # nginx asks for a body after it has counted the request: before that
        # the other request could be the first, and this one be refused.
        assert slow.recv(1024) == b"HTTP/1.1 100 Continue\r\n\r\n"
        refused = client.get("/v1/health/live")
        assert_problem(refused, 429, "too-many-requests")
        slow.sendall(b"{}")
        assert slow.recv(9) == b"HTTP/1.1 "
        wait_until(lambda: client.get("/v1/health/live").status_code == 200)


# The micro-cache.


def test_the_cache_keeps_what_the_api_calls_public(world: World) -> None:
    ask = world.stranger
    metrics = f"{PRODUCT}/metrics?range=7d"
    known = graphql("Product", {"asin": MAIN})
    for path in (PRODUCT, metrics, known, "/openapi.json", "/problems/not-found"):
        wait_until(partial(is_hit, ask, path))
    first = ask.get(PRODUCT)
    assert first.headers["cache-control"].startswith("public, max-age=")
    # What the answer was to somebody else is not told.
    hit = ask.get(PRODUCT, headers={"X-Request-Id": "mine"})
    while kept(hit) != "HIT":
        assert "ratelimit" in hit.headers
        hit = ask.get(PRODUCT, headers={"X-Request-Id": "mine"})
    assert not {"ratelimit", "ratelimit-policy"} & set(hit.headers)
    assert hit.headers["x-request-id"] == "mine"
    head = ask.head(PRODUCT)
    assert (head.content, head.headers["etag"]) == (b"", first.headers["etag"])
    same = ask.get(PRODUCT, headers={"If-None-Match": first.headers["etag"]})
    assert same.status_code == 304
    # What differs by more than the path is kept apart.
    wait_until(lambda: is_hit(ask, metrics, Accept="text/csv"))
    assert ask.get(metrics, headers={"Accept": "text/csv"}).text.startswith("asin,")
    assert ask.get(metrics).json()["data"]
    assert "access-control-allow-origin" not in ask.get(PRODUCT).headers
    allowed = ask.get(PRODUCT, headers={"Origin": SITE})
    assert allowed.headers["access-control-allow-origin"] == SITE
    for asin in (MAIN, "B0AAAA0001"):
        product = ask.get(graphql("Product", {"asin": asin})).json()["data"]["product"]
        assert product["summary"]["title"] == f"Kettle {asin}"


@contextmanager
def settled(world: World, path: str) -> Iterator[None]:
    """The micro-cache holds an answer before, and still the same one after."""
    wait_until(lambda: is_hit(world.stranger, path))
    before = world.stranger.get(path).json()["data"]
    yield
    assert world.stranger.get(path).json()["data"] == before


def test_the_cache_is_not_for_requests_with_credentials(world: World) -> None:
    a, _ = world.tenants
    key = key_of(a)
    with settled(world, PRODUCT):
        for headers in (
            bearer(key),
            {"X-API-Key": key},
            {"Authorization": "Basic eDp5"},
            {"Cookie": "session=1"},
            bearer("eyJ.eyJ.x"),
        ):
            for _ in range(2):
                answer = world.stranger.get(PRODUCT, headers=headers)
                assert kept(answer) == "BYPASS", headers
                assert "public" not in answer.headers["cache-control"] or (
                    "Cookie" in headers
                )
    known = graphql("Product", {"asin": MAIN})
    without_hash = re.sub("&vh=[0-9a-f]+", "", known)
    hidden = known.replace("?op=", "?%6fp=").replace("&vh=", "&%76h=")
    for path in (without_hash, hidden, PRODUCT):
        method = "POST" if path == PRODUCT else "GET"
        for _ in range(2):
            assert kept(world.stranger.request(method, path)) == "BYPASS", path
    # What the API does not call public passes by.
    for path in (
        f"/v1/competitions/{MAIN}",
        graphql("Competition", COMPARED),
        "/v1/products",
        "/v1/health",
        "/docs",
        "/v1/products/B0ABSENT00",
    ):
        answers = [world.stranger.get(path) for _ in range(3)]
        assert {kept(answer) for answer in answers} == {"MISS"}, path
        assert all(
            "public" not in answer.headers["cache-control"] for answer in answers
        )


def asked(tenant: Tenant) -> list[tuple[str, str]]:
    """The paths under which a tenant finds its own, and the others, with forms."""
    own = readings(tenant)
    paths = [
        (own.get(endpoint.operation_id, path_of(endpoint, tenant)), form)
        for endpoint in READS
        for form in FORMS[: 2 if endpoint.row else 1]
    ]
    for name, variables in (("Overview", {}), ("Competition", COMPARED)):
        paths.append((graphql(name, variables), FORMS[0]))
    return paths


def read(callers: Callers, paths: list[tuple[str, str]]) -> dict[Asked, httpx.Response]:
    """Let callers read the same, one after the other; return what each got."""
    return {
        (path, form, number): caller.get(path, headers={"Accept": form})
        for path, form in paths
        for number, caller in enumerate(callers)
    }


def differences(
    some: dict[Asked, httpx.Response], others: dict[Asked, httpx.Response]
) -> set[Asked]:
    return {each for each, answer in some.items() if said(answer) != said(others[each])}


def said(answer: httpx.Response) -> tuple[int, str]:
    """The status and the text, without what differs from one instant to the next."""
    text = re.sub(r'"(\w+_at|instance)":"[^"]*"', r'"\1"', answer.text)
    return answer.status_code, text


@pytest.fixture(scope="module")
def right(world: World) -> dict[Asked, httpx.Response]:
    """What two tenants and a stranger get of the API itself, by the first's paths."""
    return read(world.direct, asked(world.tenants[0]))


def test_no_answer_of_a_tenant_is_served_to_another(
    world: World, right: dict[Asked, httpx.Response]
) -> None:
    assert len(READS) > 35
    a, b = world.tenants
    answers = read((a.client, b.client, world.stranger), asked(a))
    assert differences(answers, right) == set()
    for (_, _, number), answer in answers.items():
        assert number == 2 or kept(answer) == "BYPASS"


def test_leaks_would_be_found(world: World, right: dict[Asked, httpx.Response]) -> None:
    a, b = world.tenants
    paths = [(path, form) for path, form in asked(a) if form == FORMS[0]]
    secrets = {
        (path, form, 1)
        for path, form in paths
        if said(right[path, form, 1]) != said(right[path, form, 0])
    }
    assert len(secrets) > 20
    with edge(*world.urls, faults=OPEN_TO_ALL) as careless, ExitStack() as stack:
        callers = tuple(through(careless, each, stack).client for each in (a, b))
        assert differences(read(callers, paths), right) == secrets


def test_a_change_is_seen_within_the_life_of_an_answer(world: World) -> None:
    known = graphql("Product", {"asin": MAIN})
    paths = (PRODUCT, f"{PRODUCT}/summary")
    for path in (*paths, known):
        wait_until(partial(is_hit, world.stranger, path))
    observe(world.database.owner, {MAIN: 77.0}, DAY + timedelta(days=5))
    for url in world.urls:
        with httpx.Client(base_url=url, timeout=LIMIT) as direct:
            wait_until(partial(has_price, direct, 77.0))
    changed_at = monotonic()
    while True:
        asked_at = monotonic()
        answer = world.stranger.get(PRODUCT)
        if answer.json()["data"]["price"] == 77.0:
            break
        assert asked_at < changed_at + SHARED_SECONDS
    # Nor is an older answer left for whoever asks first after a pause.
    wait_until(lambda: monotonic() > changed_at + SHARED_SECONDS)
    assert has_price(world.stranger, 77.0, paths[1])
    read = world.stranger.get(known).json()["data"]["product"]
    assert read["summary"]["price"] == 77.0


# The console.

PAGE = b"<p>of one session</p>" * 100


class Careless(BaseHTTPRequestHandler):
    """Stands for the API: says that each page of the console is public."""

    def do_GET(self) -> None:
        self.answer(200)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(303)

    def answer(self, status: int) -> None:
        self.send_response(status)
        kind = "text/javascript" if self.path.endswith(".js") else "text/html"
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(PAGE))),
            ("Cache-Control", "public, max-age=60"),
            ("Location", "/console"),
            ("X-Heard", self.headers.get("Cookie", "")),
        ):
            self.send_header(name, value)
        if "signed" in self.path:
            self.send_header("Set-Cookie", "session=a; Secure; HttpOnly")
            self.send_header("Set-Cookie", "theme=dark; Secure")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def careless() -> Iterator[httpx.Client]:
    """A browser without cookies before an edge whose API is careless."""
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), Careless) as upstream,
        edge(f"http://127.0.0.1:{upstream.server_port}") as running,
        running.client() as client,
    ):
        threading.Thread(target=upstream.serve_forever, daemon=True).start()
        try:
            yield client
        finally:
            upstream.shutdown()


CONSOLE = ("/console", "/console/", "/console/products?q=a", "/console/static/a.js")


@pytest.mark.parametrize("path", CONSOLE)
def test_nothing_of_the_console_is_kept(careless: httpx.Client, path: str) -> None:
    # Another page of a careless API would be, so it is the path that counts.
    wait_until(partial(is_hit, careless, "/consoles"))
    for _ in range(3):
        answer = careless.get(path)
        assert kept(answer) == "BYPASS"
        assert answer.headers["cache-control"] == "public, max-age=60"
        assert answer.content == PAGE


def test_the_console_sets_and_hears_its_cookies(careless: httpx.Client) -> None:
    answer = careless.post("/console/signed", data={"key": "sk_a"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
    assert answer.headers.get_list("set-cookie") == [
        "session=a; Secure; HttpOnly",
        "theme=dark; Secure",
    ]
    heard = careless.get("/console", headers={"Cookie": "session=a"})
    assert heard.headers["x-heard"] == "session=a"
    careless.cookies.clear()


@pytest.mark.parametrize("path", CONSOLE)
def test_pages_of_the_console_are_not_compressed(
    careless: httpx.Client, path: str
) -> None:
    headers = {"Accept-Encoding": "gzip"}
    assert careless.get("/consoles", headers=headers).headers["content-encoding"]
    answer = careless.get(path, headers=headers)
    is_script = path.endswith(".js")
    assert (answer.headers.get("content-encoding") == "gzip") == is_script
    # The block that switches it off keeps what holds for all answers.
    assert "strict-transport-security" in answer.headers
    assert "x-request-id" in answer.headers


# Operation.


def test_the_log_has_the_request_and_no_secrets(world: World) -> None:
    a, _ = world.tenants
    name = uuid4().hex
    path = f"{PRODUCT}?token={name}"
    a.client.get(path, headers={"X-Request-Id": name})

    def line() -> str | None:
        lines = world.edge.log.read_text().splitlines()
        return next((line for line in lines if name in line), None)

    wait_until(line)
    logged = line()
    assert logged is not None
    assert logged.count(name) == 1
    assert key_of(a)[:12] not in logged
    found = json.loads(logged)
    assert found["request_id"] == name
    assert (found["path"], found["status"]) == (PRODUCT, 422)
    assert found["address"] == "127.0.0.1"


def test_a_new_certificate_is_served_without_a_restart(world: World) -> None:
    with (
        edge(world.urls[0], EDGE_WATCH_SECONDS="0.1") as running,
        running.client() as client,
    ):

        def serial() -> object:
            with closing(running.connect()) as bare:
                return (bare.getpeercert() or {})["serialNumber"]

        before = serial()
        certify(running.authority, running.folder)
        wait_until(lambda: serial() != before)
        assert client.get("/edge/health").json() == {"status": "ok"}


def test_one_template_renders_both_forms_of_http_2() -> None:
    older = rendered(EDGE_NGINX_VERSION="1.25.0", EDGE_LISTEN="443 [::]:443")
    newer = rendered(EDGE_NGINX_VERSION="1.25.1", EDGE_LISTEN="443 [::]:443")
    assert "listen 443 ssl http2; listen [::]:443 ssl http2;\n" in older
    assert "listen 443 ssl; listen [::]:443 ssl; http2 on;\n" in newer
    assert (
        older.replace("ssl http2; listen", "ssl; listen").replace(
            "ssl http2;\n", "ssl; http2 on;\n"
        )
        == newer
    )
    version = rendered(EDGE_NGINX_VERSION="1.26.3")
    assert version == rendered(EDGE_NGINX_VERSION="1.30.6")


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("EDGE_CACHE_SECONDS", "11", "1 to 10 seconds"),
        ("EDGE_CACHE_SECONDS", "0", "1 to 10 seconds"),
        ("EDGE_SERVER_NAME", "a; return 200", "the name of a host"),
        ("EDGE_UPSTREAMS", "api:8000;", "addresses of the API"),
        ("EDGE_KEY", "key.pem", "the path of a file"),
        ("EDGE_TRUSTED_PROXIES", "all", "networks such as"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(name: str, value: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is '.*'; it must be {words}"):
        rendered(**{name: value})


def test_the_page_of_the_edge_starts_one(world: World) -> None:
    [block] = blocks("edge.md")
    port = free_port()
    with folder_of_edge() as folder:
        certify(world.edge.authority, folder)
        text = block.text
        for example, real in (
            ("/etc/asinmart/edge.crt", f"{folder}/certificate"),
            ("/etc/asinmart/edge.key", f"{folder}/key"),
            ("EDGE_LISTEN='443'", f"EDGE_LISTEN='127.0.0.1:{port}'"),
            ("127.0.0.1:8000", urlsplit(world.urls[0]).netloc),
            ("\ndeploy/", "\nexec deploy/"),
        ):
            assert example in text
            text = text.replace(example, real)
        shell = subprocess.Popen(
            ["bash", "-euc", text],
            env={
                "PATH": f"{os.environ['PATH']}:/usr/sbin",
                "EDGE_FOLDER": str(folder / "run"),
            },
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        url = f"https://localhost:{port}/v1/health/live"
        with httpx.Client(verify=world.edge.trust(), timeout=LIMIT) as client:

            def answers() -> bool:
                assert shell.poll() is None
                with suppress(httpx.TransportError):
                    return client.get(url).is_success
                return False

            try:
                wait_until(answers)
            finally:
                shell.terminate()
                assert shell.wait(LIMIT) == 0


@pytest.mark.parametrize("name", ["EDGE_CERTIFICATE", "EDGE_UPSTREAMS"])
def test_the_edge_does_not_start_without(name: str, tmp_path: Path) -> None:
    certify(trustme.CA(), tmp_path)
    settings = {
        "EDGE_CERTIFICATE": f"{tmp_path}/certificate",
        "EDGE_KEY": f"{tmp_path}/key",
        "EDGE_UPSTREAMS": "127.0.0.1:1",
        name: "absent.invalid:1",
    }
    done = subprocess.run(
        [NGINX / "run"],
        env={"PATH": f"{os.environ['PATH']}:/usr/sbin", "EDGE_FOLDER": str(tmp_path)}
        | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.search(f"^error: .*; .*{name}", done.stderr.splitlines()[-1])


def test_a_process_of_the_api_dies_and_the_other_serves(
    world: World, tmp_path: Path
) -> None:
    tenant, _ = world.tenants
    path = "/v1/score-weights"
    start = partial(api_process, world.database, world.redis_url)
    with (
        start(tmp_path / "1.log", **SETTINGS) as (first_url, first),
        start(tmp_path / "2.log", **SETTINGS) as (second_url, second),
        edge(first_url, second_url) as running,
        ExitStack() as stack,
    ):
        client = through(running, tenant, stack).client
        first.kill()
        first.wait()
        for _ in range(20):
            assert client.get(path).status_code == 200
        assert client.post("/v1/alert-rules", json={}).status_code == 422
        second.kill()
        second.wait()
        gone = client.get(path)
        assert_problem(gone, 502, "unavailable")
        assert gone.headers["retry-after"] == "2"
        assert client.get("/edge/health").status_code == 200


def test_an_edge_without_an_api_says_so() -> None:
    with edge(f"http://127.0.0.1:{free_port()}") as early, early.client() as client:
        gone = client.get("/v1/score-weights")
    assert_problem(gone, 502, "unavailable")
