"""During an upgrade the API of an earlier release and the new one work side by side.

The database is upgraded first, then one API process after the other. So each released
API serves the new schema. The new API serves a released schema, or its readiness says
which schema it needs. Releases are the tags of this repository.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.access import bearer, make_key, make_tenants
from tests.support.api import COMPETITOR, MAIN, api_process, observe
from tests.support.databases import ROOT, Database, migrate

pytestmark = pytest.mark.soak
# What stands in an address; other resources do not exist and are answered with 404.
VALUES = {
    **{"asin": MAIN, "id": "1", "job_id": "none", "op": "none"},
    **{"brand_id": "00000000-0000-0000-0000-000000000001", "column": "price"},
    **{"relation": "product_latest", "key": f'{{"asin":"{MAIN}","marketplace":"US"}}'},
}
# Facts about the process and the moment.
NOT_COMPARED = ("/v1/health", "/v1/metrics")


def git(*arguments: str) -> bytes:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, check=False
    )
    return b"" if done.returncode else done.stdout


def releases() -> list[str]:
    """Tags of releases; the environment's RELEASE names another commit to try."""
    tags = git("tag", "--list", "v*", "--sort=version:refname").decode().split()
    return [*tags, *filter(None, [os.environ.get("RELEASE")])]


@pytest.fixture(params=releases() or ["none"])
def sources(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A released version's sources."""
    if request.param == "none":
        pytest.skip("this clone has no tag of a release: git fetch --tags")
    folder = tmp_path / "release"
    folder.mkdir()
    subprocess.run(
        ["tar", "-x", "-C", folder], input=git("archive", request.param), check=True
    )
    return folder


def addresses(url: str) -> Iterator[str]:
    """Each address that the API at `url` documents for reading."""
    for path, methods in httpx.get(f"{url}/openapi.json").json()["paths"].items():
        if "get" in methods:
            required = {
                parameter["name"]: VALUES[parameter["name"]]
                for parameter in methods["get"].get("parameters", [])
                if parameter.get("required") and parameter["in"] == "query"
            }
            yield str(httpx.URL(path.format_map(VALUES), params=required))


def answer(url: str, address: str, key: str) -> tuple[int, Any]:
    """The status and what the answer says, without the instant at which it ages."""
    response = httpx.get(f"{url}{address}", headers=bearer(key), timeout=30)
    assert response.status_code < 500, f"{address}: {response.text}"
    body = response.json()
    return response.status_code, body.get("data") if response.is_success else None


def serve_alike(database: Database, old: Path, logs: Path) -> None:
    """Start both versions; what the old one answers, the new one answers too."""
    make_tenants(database.owner)
    observe(database.owner, {MAIN: 24.5, COMPETITOR: 23.0})
    key = make_key(database.owner, role="operator")
    with ExitStack() as stack:
        before, after = (
            stack.enter_context(
                api_process(
                    database, "", logs / f"{name}.log", sources=str(at), REDIS_URL=None
                )
            )[0]
            for name, at in (("before", old), ("after", ROOT))
        )
        for product, url in ((MAIN, before), (COMPETITOR, after)):
            tracked = httpx.post(
                f"{url}/v1/tracked-products:batch",
                headers=bearer(key),
                json={"products": [{"asin": product}]},
            )
            assert tracked.is_success, tracked.text
        compared = [
            address
            for address in addresses(before)
            if not address.startswith(NOT_COMPARED)
        ]
        answers = {address: answer(before, address, key) for address in compared}
        assert {f"/v1/products/{MAIN}", "/v1/tracked-products"} <= answers.keys()
        for address, expected in answers.items():
            assert answer(after, address, key) == expected, address


def test_a_released_api_serves_the_new_schema(
    clone: Database, sources: Path, tmp_path: Path
) -> None:
    serve_alike(clone, sources, tmp_path)


def test_the_new_api_serves_a_released_schema_or_says_what_it_needs(
    empty_database: Database, sources: Path, tmp_path: Path
) -> None:
    migrate(empty_database, sources)
    log = tmp_path / "ready.log"
    with api_process(empty_database, "", log, REDIS_URL=None) as (url, _):
        ready = httpx.get(f"{url}/v1/health/ready")
    if ready.status_code == 503:
        assert "run the migrations" in ready.json()["detail"]
    else:
        serve_alike(empty_database, sources, tmp_path)
