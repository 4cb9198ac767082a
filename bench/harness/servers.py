"""The HTTP contestants beside asinmart's API, each with servers of its own.

All read the same database through as many connections, and all listen on loopback.
Their requests differ only in form: PostGraphile gets a GraphQL query.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import orjson

from api.resources.products import MetricsDay, Product
from bench.harness.databases import ROOT, Addresses, BenchError
from bench.harness.resources import Processes
from bench.harness.wrk import Request

POOL_SIZE = 8
# The way of an answer: from memory of the process, from Redis, from Postgres.
HOT, REDIS, COLD = "hot", "Redis", "cold"
KINDS = ("product", "metrics")

NODE_FOLDER = ROOT / ".local" / "bench" / "postgraphile"
_NODE_SOURCES = Path(__file__).parents[1] / "contestants" / "postgraphile"
PEER_SCHEMA = _NODE_SOURCES / "schema.sql"

_START_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Place:
    """What every contestant gets: URLs, and a folder for its log."""

    # The database for asinmart's API and for the owner, to whom no policy applies.
    api: str
    owner: str
    # Without the number of a database: each contestant has one of its own.
    redis: str
    folder: Path
    # The Python that has the contestants' packages.
    python: str = sys.executable


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """How a contestant is started, and how its requests and answers look."""

    name: str
    title: str
    # The ways by which it can answer.
    ways: tuple[str, ...]
    command: Callable[[Place, int, int], list[str]]
    variables: Callable[[Place, str], dict[str, str]]
    request: Callable[[str, str], Request]
    # The data of an answer, in the form of asinmart's answer.
    data: Callable[[str, Any], Any]
    missing: Callable[[], str | None]


@dataclass(frozen=True, kw_only=True)
class Serving:
    """A contestant whose servers run."""

    contestant: Contestant
    url: str
    processes: Processes


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The response to one request; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def place(database: Addresses, folder: Path) -> Place:
    """The place that `make bench` prepares, from its environment."""
    missing = [n for n in ("API_DATABASE_URL", "REDIS_URL") if not os.environ.get(n)]
    if missing:
        raise BenchError(f"{missing[0]} is not set. Run `make bench`.")
    api = urlsplit(os.environ["API_DATABASE_URL"])
    return Place(
        api=urlunsplit(api._replace(path=f"/{database.name}")),
        owner=database.owner,
        redis=os.environ["REDIS_URL"].rpartition("/")[0],
        folder=folder,
    )


def versions() -> dict[str, str]:
    """The versions of the contestants' software."""
    found = {}
    for name in ("fastapi", "uvicorn", "uvloop", "pydantic", "asyncpg", "redis"):
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    if program := node():
        package = NODE_FOLDER / "node_modules" / "postgraphile" / "package.json"
        found["postgraphile"] = orjson.loads(package.read_bytes())["version"]
        asked = subprocess.run([program, "--version"], capture_output=True, check=True)
        found["node"] = asked.stdout.decode().strip().removeprefix("v")
    return found


@contextmanager
def serving(
    contestant: Contestant, place: Place, way: str, *, workers: int = 1
) -> Iterator[Serving]:
    """Run its servers until the block ends; raises BenchError if they do not answer."""
    port = _free_port()
    log = place.folder / f"{contestant.name} {way}.log"
    kept = {"PATH", "HOME", "LANG", "LC_ALL"}
    variables = {name: os.environ[name] for name in kept & os.environ.keys()}
    variables |= contestant.variables(place, way) | {"PORT": str(port)}
    variables["WORKERS"] = str(workers)
    with log.open("wb") as output:
        process = subprocess.Popen(
            contestant.command(place, port, workers),
            cwd=ROOT,
            env=variables,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(contestant, process, url, log)
        yield Serving(contestant=contestant, url=url, processes=Processes(process.pid))
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ask(url: str, request: Request) -> Reply:
    """Send one request; raises OSError when no server answers."""
    asked = urllib.request.Request(url + request.path)
    if request.etag:
        asked.add_header("If-None-Match", request.etag)
    if request.body:
        asked.data = request.body.encode()
        asked.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(asked, timeout=10) as response:
            return _reply(response)
    except urllib.error.HTTPError as error:
        with error:
            return _reply(error)


def _reply(response: Any) -> Reply:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Reply(status=response.status, headers=headers, body=response.read())


def _wait_until_it_answers(
    contestant: Contestant, process: subprocess.Popen[bytes], url: str, log: Path
) -> None:
    deadline = time.monotonic() + _START_SECONDS
    request = contestant.request("product", "B000000000")
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if ask(url, request).status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    said = log.read_text(errors="replace").strip().splitlines()
    raise BenchError(
        f"{contestant.title} does not answer: {said[-1][:300] if said else '?'}"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _uvicorn(app: str, *options: str) -> Callable[[Place, int, int], list[str]]:
    def command(place: Place, port: int, workers: int) -> list[str]:
        start = [place.python, "-m", "uvicorn", app, "--port", str(port)]
        # The options of `make up`, for all contestants alike.
        start += ["--workers", str(workers), "--no-proxy-headers"]
        return [*start, *options]

    return command


def _get(kind: str, asin: str) -> Request:
    path = f"/v1/products/{asin}"
    return Request(path=path if kind == "product" else f"{path}/metrics?range=30d")


def _enveloped(kind: str, document: Any) -> Any:
    return document["data"]


def _asinmart_variables(place: Place, way: str) -> dict[str, str]:
    """The settings of `make up`, without its rate limits."""
    variables = {
        "API_DATABASE_URL": place.api,
        "API_ANONYMOUS_ROLE": "viewer",
        "API_LIMIT_ANONYMOUS": "1000000000/minute",
    }
    if way != HOT:
        variables["API_MEMORY_BYTES"] = "0"
    if way != COLD:
        variables["REDIS_URL"] = f"{place.redis}/0"
    return variables


def _cache_aside_variables(place: Place, way: str) -> dict[str, str]:
    variables = {"DATABASE_URL": place.owner, "POOL_SIZE": str(POOL_SIZE)}
    if way != COLD:
        variables["REDIS_URL"] = f"{place.redis}/1"
    return variables


def _missing_cache_aside() -> str | None:
    for need in ("asyncpg", "greenlet", "sqlalchemy"):
        if find_spec(need) is None:
            return f"no package {need}"
    return None


def node() -> str | None:
    """The Node.js that PostGraphile was installed with, or None."""
    found = sorted(NODE_FOLDER.glob("node_modules/node-linux-*/bin/node"))
    if not (NODE_FOLDER / "node_modules" / "postgraphile").exists() or not found:
        return None
    return str(found[0])


def _missing_postgraphile() -> str | None:
    return None if node() else "it could not be installed, see .local/bench/log/npm.log"


def _postgraphile_command(place: Place, port: int, workers: int) -> list[str]:
    # Node.js looks for packages beside the file that imports them.
    script = shutil.copy(_NODE_SOURCES / "server.mjs", NODE_FOLDER)
    return [str(node()), str(script)]


def _postgraphile_variables(place: Place, way: str) -> dict[str, str]:
    return {
        "DATABASE_URL": place.owner,
        "POOL_SIZE": str(POOL_SIZE),
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
    }


def _camel(name: str) -> str:
    """A name in PostGraphile's spelling."""
    camel = re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)
    return re.sub(r"\d[a-z]", lambda match: match[0].upper(), camel)


def _fields(names: Any) -> str:
    return " ".join(f"{name}: {_camel(name)}" for name in names)


_GRAPHQL = {
    "product": "query Product($asin: String!) { "
    'data: productByAsinAndMarketplace(asin: $asin, marketplace: "US") '
    f"{{ {_fields(Product.model_fields)} }} }}",
    "metrics": "query Metrics($asin: String!) { "
    'data: productDays(pAsin: $asin, pMarketplace: "US", pRangeDays: 30) '
    f"{{ nodes {{ {_fields(MetricsDay.model_fields)} }} }} }}",
}


def _post(kind: str, asin: str) -> Request:
    body = {"query": _GRAPHQL[kind], "variables": {"asin": asin}}
    return Request(path="/graphql", body=orjson.dumps(body).decode())


def _unwrapped(kind: str, document: Any) -> Any:
    if "errors" in document:
        raise BenchError(f"PostGraphile said: {document['errors'][0]['message']}")
    data = document["data"]["data"]
    return data if kind == "product" else {"range_days": 30, "days": data["nodes"]}


ASINMART = Contestant(
    name="asinmart",
    title="asinmart",
    ways=(HOT, REDIS, COLD),
    command=_uvicorn("api.app:app"),
    variables=_asinmart_variables,
    request=_get,
    data=_enveloped,
    missing=lambda: None,
)
CACHE_ASIDE = Contestant(
    name="cache_aside",
    title="FastAPI + SQLAlchemy + Redis",
    ways=(REDIS, COLD),
    command=_uvicorn("bench.contestants.cache_aside:app", "--no-access-log"),
    variables=_cache_aside_variables,
    request=_get,
    data=_enveloped,
    missing=_missing_cache_aside,
)
POSTGRAPHILE = Contestant(
    name="postgraphile",
    title="PostGraphile",
    ways=(COLD,),
    command=_postgraphile_command,
    variables=_postgraphile_variables,
    request=_post,
    data=_unwrapped,
    missing=_missing_postgraphile,
)
BARE = Contestant(
    name="bare",
    title="bare uvicorn",
    ways=(HOT,),
    command=_uvicorn("bench.contestants.hello:app", "--no-access-log"),
    variables=lambda place, way: {},
    request=_get,
    data=_enveloped,
    missing=lambda: None,
)
