"""A real Prometheus with the product's configuration and rules, made quick.

Scrapes, evaluations and `for` take a second or less, and ranges are some seconds, so
that a test sees an alert fire and end. Thresholds stay as they are.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from urllib.request import urlopen

import yaml

from api.settings import DEFAULT_TENANT
from tests.support.access import make_key
from tests.support.api import api_process, free_port
from tests.support.databases import ROOT, Database
from tests.support.waiting import LIMIT, wait_until

FOLDER = ROOT / "deploy" / "prometheus"
RULES = FOLDER / "rules"
SCRAPE_INTERVAL = "500ms"
# Of six samples or more, so that a scrape that comes late leaves no gap.
RANGE = "10s"
# Scrapes so quick would reach the limits of a key.
NO_LIMITS = {
    f"API_LIMIT_{tier}": "1000000/minute" for tier in ("FREE", "PRO", "ENTERPRISE")
}


@dataclass(frozen=True)
class Sample:
    """A sample of an instant query."""

    labels: dict[str, str]
    value: float


class Prometheus:
    """Asks a running Prometheus."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str, **parameters: str) -> Any:
        """Return `data` of an answer of the HTTP API."""
        with urlopen(f"{self.url}/api/v1/{path}?{urlencode(parameters)}") as answer:
            return json.load(answer)["data"]

    def query(self, expression: str) -> list[Sample]:
        """Return the samples of an expression now, in the order of its answer."""
        found = self.get("query", query=expression)
        if found["resultType"] == "scalar":
            return [Sample({}, float(found["result"][1]))]
        return [
            Sample(sample["metric"], float(sample["value"][1]))
            for sample in found["result"]
        ]

    def names(self) -> set[str]:
        """Return the names of all metrics that were ever scraped or recorded."""
        return set(self.get("label/__name__/values"))

    def firing(self) -> list[dict[str, str]]:
        """Return the labels of the alerts that fire."""
        return [
            alert["labels"]
            for alert in self.get("alerts")["alerts"]
            if alert["state"] == "firing"
        ]

    def is_firing(self, name: str, **labels: str) -> bool:
        wanted = {"alertname": name, **labels}.items()
        return any(wanted <= found.items() for found in self.firing())

    def wait_for_alert(self, name: str, **labels: str) -> None:
        """Return as soon as the alert fires."""
        wait_until(lambda: self.is_firing(name, **labels))

    def wait_for_end(self, name: str, **labels: str) -> None:
        """Return as soon as the alert no longer fires."""
        wait_until(lambda: not self.is_firing(name, **labels))

    def wait_for_scrapes(self) -> None:
        """Return when the last scrape of every target succeeded."""
        faults: list[str] = []

        def is_complete() -> bool:
            targets = self.get("targets")["activeTargets"]
            faults[:] = [t["lastError"] for t in targets if t["health"] != "up"]
            return bool(targets) and not faults

        try:
            wait_until(is_complete)
        except AssertionError:
            raise AssertionError(f"not scraped: {faults}") from None


def quick_rules(text: str) -> str:
    """Return a file of rules with short `for` and ranges."""
    text = re.sub(r"^(\s+for:) \w+$", r"\1 1s", text, flags=re.M)
    text = re.sub(r"^\s+keep_firing_for: \w+\n", "", text, flags=re.M)
    return re.sub(r"\[\d\w*\]", f"[{RANGE}]", text)


def quick_configuration(
    targets: Mapping[str, Sequence[str]], rules: Path, key_file: Path
) -> dict[str, Any]:
    """Return prometheus.yml for these addresses by job; other jobs are left out."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    found["global"] |= {
        "scrape_interval": SCRAPE_INTERVAL,
        "evaluation_interval": SCRAPE_INTERVAL,
    }
    found["rule_files"] = [f"{rules}/*.yml"]
    jobs = {job["job_name"]: job for job in found["scrape_configs"]}
    assert targets.keys() <= jobs.keys(), "prometheus.yml has other jobs"
    for name, job in jobs.items():
        job.pop("dns_sd_configs", None)
        job["static_configs"] = [{"targets": list(targets.get(name, ()))}]
        if "authorization" in job:
            job["authorization"]["credentials_file"] = str(key_file)
        # A target that hangs must not cost the samples of a whole range.
        job["scrape_timeout"] = SCRAPE_INTERVAL
    found["scrape_configs"] = [jobs[name] for name in targets]
    return found


@contextmanager
def _serving(
    command: Sequence[str | Path], log: Path, url: str, **environment: str
) -> Iterator[None]:
    """Run a server until the block ends; wait until the URL answers."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )

    def answers() -> bool:
        assert server.poll() is None, log.read_text()
        try:
            urlopen(url).close()
        except OSError:
            return False
        return True

    try:
        wait_until(answers)
        yield
    finally:
        server.terminate()
        server.wait(LIMIT)


@contextmanager
def prometheus(
    directory: Path,
    targets: Mapping[str, Sequence[str]],
    key_file: Path,
    rules: Path = RULES,
) -> Iterator[Prometheus]:
    """Run Prometheus over targets (`host:port` by the job of prometheus.yml)."""
    quick = directory / "rules"
    quick.mkdir()
    for path in rules.glob("*.yml"):
        (quick / path.name).write_text(quick_rules(path.read_text()))
    port = free_port()
    found = quick_configuration(
        {**targets, "prometheus": [f"127.0.0.1:{port}"]}, quick, key_file
    )
    settings = directory / "prometheus.yml"
    settings.write_text(yaml.safe_dump(found))
    url = f"http://127.0.0.1:{port}"
    command = [
        "prometheus",
        f"--config.file={settings}",
        f"--storage.tsdb.path={directory / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=warn",
    ]
    with _serving(command, directory / "prometheus.log", f"{url}/-/ready"):
        yield Prometheus(url)


@contextmanager
def postgres_exporter(directory: Path, url: str) -> Iterator[str]:
    """Run the exporter of a Postgres server, and give its address."""
    port = free_port()
    address = f"127.0.0.1:{port}"
    parts = urlsplit(url)
    source = urlunsplit(parts._replace(scheme="postgresql", query="sslmode=disable"))
    with _serving(
        ["prometheus-postgres-exporter", f"--web.listen-address={address}"],
        directory / "postgres_exporter.log",
        f"http://{address}/",
        DATA_SOURCE_NAME=source,
    ):
        yield address


@contextmanager
def redis_exporter(directory: Path, url: str) -> Iterator[str]:
    """Run the exporter of a Redis server, and give its address."""
    port = free_port()
    address = f"127.0.0.1:{port}"
    parts = urlsplit(url)
    with _serving(
        [
            *("prometheus-redis-exporter", f"-web.listen-address={address}"),
            f"-redis.addr=redis://{parts.hostname}:{parts.port}",
        ],
        directory / "redis_exporter.log",
        f"http://{address}/",
        REDIS_PASSWORD=parts.password or "",
    ):
        yield address


@dataclass(frozen=True)
class Monitored:
    """An API process, exporters, and the Prometheus that scrapes them."""

    prometheus: Prometheus
    api: str
    process: subprocess.Popen[bytes]


@contextmanager
def monitored(
    directory: Path,
    database: Database,
    redis_url: str,
    rules: Path = RULES,
    **environment: str | None,
) -> Iterator[Monitored]:
    """Run an API process, both exporters and Prometheus; wait until all are scraped.

    `environment` are variables of the API process, None for one that is not set.
    """
    key_file = directory / "key"
    key_file.write_text(
        make_key(
            database.owner, DEFAULT_TENANT, "admin", role="admin", scopes=["metrics"]
        )
    )
    with ExitStack() as stack:
        api, process = stack.enter_context(
            api_process(
                database,
                redis_url,
                directory / "api.log",
                "tests.support.watched_app:app",
                str(ROOT),
                **(NO_LIMITS | environment),
            )
        )
        targets = {
            "asinmart-api": [urlsplit(api).netloc],
            "postgres": [
                stack.enter_context(postgres_exporter(directory, database.superuser))
            ],
            "redis": [stack.enter_context(redis_exporter(directory, redis_url))],
        }
        asked = stack.enter_context(prometheus(directory, targets, key_file, rules))
        asked.wait_for_scrapes()
        yield Monitored(asked, api, process)
