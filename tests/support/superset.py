"""A Superset with the project's dashboards, made and started as `make bi` does it.

`make bi-test` installs it into .local/bi/venv from requirements-bi.lock.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.support.databases import ROOT, read_env

SECONDS = 300
# The functions of deploy/local/bi, with a state of the test's own.
PREPARE = """
source deploy/local/common.sh
state=$1 postgres_port=$2
mkdir -p "$state/log" "$state/bi"
ln -sfn "$root/.local/bi/venv" "$state/bi/venv"
superset_environment
prepare_superset
start_superset
"""
STOP = "source deploy/local/common.sh; state=$1; stop_superset"


@dataclass(frozen=True, kw_only=True)
class Superset:
    """Its address, the password of `admin`, and a client that is signed in."""

    url: str
    password: str
    client: httpx.Client

    def listed(self, kind: str) -> list[dict[str, Any]]:
        """List all charts, datasets or databases."""
        answer = self.client.get(f"/api/v1/{kind}/", params={"q": "(page_size:500)"})
        found: list[dict[str, Any]] = answer.raise_for_status().json()["result"]
        assert len(found) < 500
        return found

    def one(self, kind: str, number: int) -> dict[str, Any]:
        """Return one of them with all that is known about it."""
        answer = self.client.get(f"/api/v1/{kind}/{number}")
        found: dict[str, Any] = answer.raise_for_status().json()["result"]
        return found

    def data(self, context: dict[str, Any]) -> httpx.Response:
        """Run the queries of a chart."""
        return self.client.post("/api/v1/chart/data", json=context)

    def read_from(self, url: str) -> None:
        """Let all datasets read from another address."""
        [database] = self.listed("database")
        answer = self.client.put(
            f"/api/v1/database/{database['id']}", json={"sqlalchemy_uri": url}
        )
        assert answer.is_success, answer.text


@contextmanager
def running(folder: Path, *, mart: str, port: int) -> Iterator[Superset]:
    """Start one with a fresh metadata database; stops it afterwards."""
    bash(PREPARE, folder, port, mart=mart)
    try:
        secrets = read_env(folder / "bi" / "secrets")
        number = (folder / "bi" / "port").read_text().strip()
        url = f"http://127.0.0.1:{number}"
        password = secrets["SUPERSET_ADMIN_PASSWORD"]
        with httpx.Client(base_url=url, timeout=SECONDS) as client:
            answer = client.post(
                "/api/v1/security/login",
                json={"username": "admin", "password": password, "provider": "db"},
            )
            token = answer.raise_for_status().json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            # Its session is in a cookie by now.
            answer = client.get("/api/v1/security/csrf_token/")
            client.headers["X-CSRFToken"] = answer.raise_for_status().json()["result"]
            yield Superset(url=url, password=password, client=client)
    finally:
        bash(STOP, folder, port, mart=mart)


def bash(script: str, folder: Path, port: int, *, mart: str) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script, "bash", str(folder), str(port)],
        cwd=ROOT,
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(folder),
            "MART_DATABASE_URL": mart,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
