#!/usr/bin/env python3
"""Runs the whole system of docker-compose.yml and sees each container recover.

`make compose-test` builds the images, starts the system under a name of its own with
secrets, ports and volumes of its own, loads products, reads them through the edge over
TLS, kills one container after the other, and stops everything. The commands are those
of docs/operations/compose.md. It needs a docker engine with compose, openssl and psql,
and nothing of this project. The last lines are a table of the steps; each failed step
is one sentence. Exit status 1 if there is one.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".local" / "compose-test"
PAGE = ROOT / "docs" / "operations" / "compose.md"
# Two checkouts on one machine have names, networks and ports of their own.
DIGEST = hashlib.sha256(str(ROOT).encode()).digest()
FRONT = f"10.213.{DIGEST[0]}"
# In seconds; for machines that are busy with other things.
LIMIT = 300.0
BUILD_LIMIT = 3600.0
PAUSE = 0.2

ASIN = "B0COMPOSE1"
TARGETS = {"asinmart-api": 2, "postgres": 1, "redis": 1, "prometheus": 1}

# Runs in the loader's container. A client prepares a statement once; others then occupy
# the server's session in which it was prepared, so that it has to run in another one.
PREPARED = """
import psycopg
url = "postgresql://mart_reader@pgbouncer:6432/asinmart"
def client():
    return psycopg.connect(url, autocommit=True)
def run(one):
    return one.execute("select pg_backend_pid()", prepare=True).fetchone()[0]
first = client()
seen, others = {run(first)}, []
while len(seen) < 2:
    assert len(others) < 15, "the statement never ran in a second session"
    others.append(client())
    others[-1].autocommit = False
    others[-1].execute("select 1")
    seen.add(run(first))
print(len(seen))
"""


class Fault(Exception):
    """One sentence about what does not work."""


@dataclass
class Result:
    """The outcome of a step; a note says what was measured."""

    step: str
    seconds: float
    fault: str | None
    note: str = ""


@dataclass
class Container:
    """A container of the system."""

    id: str
    service: str
    name: str


@dataclass
class System:
    """The running system: commands of docker compose, and reads as a client does."""

    ports: dict[str, int]
    key: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the system under test, over those of .env.example."""
        return {
            **os.environ,
            # A .env of this checkout belongs to another system.
            "COMPOSE_ENV_FILES": ".env.example",
            "COMPOSE_PROJECT_NAME": f"asinmart-test-{DIGEST.hex()[:8]}",
            "ASINMART_SECRETS": str(STATE / "secrets"),
            "ASINMART_FRONT_NETWORK": FRONT,
            **{f"ASINMART_{n.upper()}_PORT": str(p) for n, p in self.ports.items()},
        }

    def compose(
        self,
        *arguments: str,
        stdin: str = "",
        limit: float = LIMIT,
        more: Mapping[str, str] | None = None,
    ) -> str:
        """Run docker compose and return what it prints."""
        return run(
            ["docker", "compose", *arguments],
            env={**self.environment, **(more or {})},
            stdin=stdin,
            limit=limit,
        )

    def page(self, section: str, limit: float = LIMIT) -> str:
        """Run the commands of a section of the page, and return what they print."""
        text = PAGE.read_text().partition(f"\n## {section}\n")[2].partition("\n## ")[0]
        commands = "".join(re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S))
        for name, own in {
            ".local/compose/": f"{STATE}/secrets/",
            "export.json": str(STATE / "export.json"),
            "localhost:8443": f"localhost:{self.ports['edge']}",
            "-p 6432": f"-p {self.ports['pgbouncer']}",
        }.items():
            commands = commands.replace(name, own)
        return run(
            ["bash", "-euo", "pipefail", "-c", commands],
            what=f"'{section}' of docs/operations/compose.md",
            env={**self.environment, "API_KEY": self.key},
            limit=limit,
        )

    def psql(self, query: str, role: str = "asinmart_admin") -> str:
        """Run a query as a role, beside the server."""
        where = ("exec", "-T", "postgres", "psql", "-XAtq", "-d", "asinmart")
        script = f"\\set ON_ERROR_STOP on\nset role {role};\n{query};\n"
        return self.compose(*where, stdin=script).strip()

    def secret(self, name: str) -> str:
        """Read a secret of the system under test."""
        return (STATE / "secrets" / name).read_text().strip()

    def containers(self) -> list[Container]:
        """List what runs, in the order of the compose file's dependencies."""
        lines = self.compose("ps", "--format", "json").splitlines()
        found = [json.loads(line) for line in lines]
        return [Container(c["ID"], c["Service"], c["Name"]) for c in found]

    def get(self, path: str, *, key: str | None = None) -> tuple[int, Any]:
        """Ask the edge over TLS, trusting its certificate alone."""
        trust = ssl.create_default_context(cafile=STATE / "secrets/edge_certificate")
        request = Request(f"https://localhost:{self.ports['edge']}{path}")
        if key := self.key if key is None else key:
            request.add_header("Authorization", f"Bearer {key}")
        try:
            with urlopen(request, timeout=10, context=trust) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            return error.code, None
        except (URLError, OSError, ValueError):
            return 0, None

    def is_reading(self) -> bool:
        """Whether the read path answers, past every cache."""
        return self.get(f"/v1/products?q={ASIN}&limit=1")[0] == 200

    def price(self) -> float | None:
        """Return the product's price as a client sees it, None if it sees none."""
        status, body = self.get(f"/v1/products/{ASIN}")
        return find_price(body) if status == 200 else None

    def load(self, price: float, at: datetime) -> None:
        """Send one observation through the loader; pg_cron promotes it."""
        item = {
            "asin": ASIN,
            "marketplace": "US",
            "scraped_at": at.isoformat(),
            "title": "Kettle, 1.7 l",
            "price": price,
            "currency": "USD",
            "bsr": 120,
        }
        (STATE / "export.json").write_text(json.dumps([item]))
        self.page("Load data")

    def prometheus(self, path: str) -> Any:
        """Return `data` of an answer of Prometheus, None if there is none."""
        url = f"http://127.0.0.1:{self.ports['prometheus']}/api/v1/{path}"
        try:
            with urlopen(url, timeout=10) as answer:
                return json.load(answer)["data"]
        except (OSError, ValueError):
            return None

    def targets_up(self) -> bool:
        """Whether Prometheus scrapes every target, and the exporters their servers."""
        found = self.prometheus("targets?state=active")
        if found is None:
            return False
        up = [t["labels"]["job"] for t in found["activeTargets"] if t["health"] == "up"]
        if {job: up.count(job) for job in TARGETS} != TARGETS:
            return False
        answers = [self.prometheus(f"query?query={n}") for n in ("pg_up", "redis_up")]
        return all(
            answer and [sample["value"][1] for sample in answer["result"]] == ["1"]
            for answer in answers
        )


def find_price(body: Any) -> float | None:
    """Find the first member called price in an answer."""
    if isinstance(body, dict):
        if isinstance(price := body.get("price"), int | float | str):
            return float(price)
        body = list(body.values())
    if isinstance(body, list):
        found = (find_price(member) for member in body)
        return next((price for price in found if price is not None), None)
    return None


def run(
    command: list[str],
    *,
    what: str = "",
    env: dict[str, str] | None = None,
    stdin: str = "",
    limit: float = LIMIT,
) -> str:
    """Run a command in the checkout and return what it prints; faults name `what`."""
    what = what or " ".join(command)
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Fault(f"{what} took longer than {limit:.0f} s.") from None
    # Its long answers come several times a second.
    if "inspect" not in command:
        with (STATE / "log").open("a") as log:
            log.write(f"$ {' '.join(command)}\n{done.stdout}{done.stderr}\n")
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["it said nothing"]
        telling = [line for line in lines if re.search(r"error|FATAL", line, re.I)]
        raise Fault(f"{what} failed: {(telling or lines)[-1].strip()}")
    return done.stdout


def wait_until(is_so: Callable[[], bool], fault: str, limit: float = LIMIT) -> float:
    """Wait for a condition and return the seconds; raise the fault after the limit."""
    started = monotonic()
    while not is_so():
        if monotonic() - started > limit:
            raise Fault(f"{fault} within {limit:.0f} s.")
        sleep(PAUSE)
    return monotonic() - started


def state_of(container: Container) -> dict[str, Any]:
    """Return what the engine knows of a container's process."""
    found: list[dict[str, Any]] = json.loads(run(["docker", "inspect", container.id]))
    return {**found[0]["State"], "RestartCount": found[0]["RestartCount"]}


def is_healthy(container: Container) -> bool:
    """Whether a container runs and its health check succeeds."""
    state = state_of(container)
    return bool(state["Running"]) and state["Health"]["Status"] == "healthy"


def kill(container: Container) -> None:
    """Kill a container's process as a crash would.

    The engine does not restart what was killed through the engine (`docker kill`),
    because it takes that for the wish of a person. So the signal comes from outside,
    from a container that sees the processes of the host where this user may not.
    """
    pid = state_of(container)["Pid"]
    try:
        os.kill(pid, signal.SIGKILL)
    except (PermissionError, ProcessLookupError):
        helper = ["docker", "run", "--rm", "--pid", "host"]
        run([*helper, "debian:trixie-slim", "bash", "-c", f"kill -KILL {pid}"])


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# The steps. What they return is the note of their line in the table.


def build(system: System) -> str:
    """Build the images."""
    system.compose("build", limit=BUILD_LIMIT)
    return ""


def start(system: System) -> str:
    """Start everything, and wait until each container is healthy."""
    system.page("Start", limit=BUILD_LIMIT)
    system.page("Standby")
    containers = system.containers()
    for container in containers:
        wait_until(
            partial(is_healthy, container),
            f"{container.name} did not become healthy",
        )
    return f"{len(containers)} containers"


def check_users(system: System) -> str:
    """No container runs as root or can write to its own files."""
    for container in system.containers():
        inside = ["docker", "exec", container.id]
        if run([*inside, "id", "-u"]).strip() == "0":
            raise Fault(f"{container.name} runs as root.")
        try:
            run([*inside, "touch", "/usr/written"])
        except Fault:
            continue
        raise Fault(f"{container.name} can write to /usr.")
    return ""


def load_and_read(system: System) -> str:
    """Load a product, and read it through the edge once pg_cron has promoted it."""
    system.key = system.page("Create an API key").strip()
    # A day ago and an hour ago: both are past, whatever the clocks say.
    now = datetime.now(UTC).replace(microsecond=0)
    system.load(20.0, now - timedelta(days=1))
    took = wait_until(lambda: system.price() == 20.0, "the product did not show")
    if ASIN not in system.page("Read through the edge"):
        raise Fault("the list of products lacks the product.")
    if (status := system.get(f"/v1/products/{ASIN}", key="")[0]) != 401:
        raise Fault(f"the edge answered {status} without a key, not 401.")
    system.load(25.0, now - timedelta(hours=1))
    wait_until(lambda: system.price() == 25.0, "the new price did not show")
    _, health = system.get("/v1/health")
    if not health or not health["listener"]["is_notified"]:
        raise Fault("the API's listener gets no notifications.")
    return f"shown after {took:.0f} s"


def pool(system: System) -> str:
    """psql works through PgBouncer, and statements survive a change of session."""
    if "25.00" not in (found := system.page("Query")):
        raise Fault(f"psql through PgBouncer reads {found.strip()!r}, not the price.")
    one = ("run", "--rm", "-T", "--no-deps", "-e", "PGPASSWORD", "--entrypoint")
    password = {"PGPASSWORD": system.secret("mart_password")}
    system.compose(*one, "python3", "loader", "-", stdin=PREPARED, more=password)
    return "a prepared statement ran in 2 sessions"


def monitor(system: System) -> str:
    """Prometheus sees every target, and its rules are in order."""
    wait_until(system.targets_up, f"Prometheus did not see {TARGETS} up")
    rules = [
        rule
        for group in (system.prometheus("rules") or {"groups": []})["groups"]
        for rule in group["rules"]
    ]
    for rule in rules:
        if rule.get("lastError"):
            raise Fault(f"the rule {rule['name']} fails: {rule['lastError']}.")
    return f"{sum(TARGETS.values())} targets, {len(rules)} rules"


def follow(system: System) -> str:
    """The standby has what the primary has."""
    query = f"select price from mart.product_latest where asin = '{ASIN}'"
    inside = ("exec", "-T", "postgres-replica", "psql", "-XAtq", "-d", "asinmart", "-c")
    if system.compose(*inside, "select pg_is_in_recovery()").strip() != "t":
        raise Fault("postgres-replica is no standby.")
    wait_until(
        lambda: system.compose(*inside, query).strip() == "25.00",
        "the standby did not get the price",
    )
    return ""


def recover(system: System, container: Container) -> str:
    """Kill a container; it comes back, and with it whatever it does."""
    before = state_of(container)
    killed_at = datetime.now(UTC)
    kill(container)
    started = monotonic()
    failed = 0.0
    came_back = False
    while True:
        if not system.is_reading():
            failed = monotonic() - started
        state = state_of(container)
        came_back = came_back or state["StartedAt"] != before["StartedAt"]
        if came_back and is_healthy(container) and monotonic() - started > failed + 1:
            break
        if monotonic() - started > LIMIT:
            what = "is not healthy again" if came_back else "was not started again"
            raise Fault(f"{container.name} {what} {LIMIT:.0f} s after it was killed.")
        sleep(PAUSE)
    took = monotonic() - started
    if system.price() != 25.0:
        raise Fault(f"the price is not read after {container.name} was killed.")
    if check := CHECKS.get(container.service):
        check(system, killed_at)
    outage = f"reads failed for {failed:.1f} s" if failed else "no read failed"
    return f"healthy after {took:.1f} s, {outage}"


def is_cached(system: System, _: datetime) -> None:
    """Wait until the API answers from Redis again."""

    def is_so() -> bool:
        _, health = system.get("/v1/health")
        return bool(health) and health["redis"] == {"status": "ok", "is_in_step": True}

    wait_until(is_so, "the API did not use Redis again")


def is_beating(system: System, killed_at: datetime) -> None:
    """Wait until the worker works again."""
    query = (
        "select count(*) from ops.heartbeats as h where h.name = 'worker' "
        f"and h.detail is null and h.beat_at > '{killed_at.isoformat()}'"
    )
    wait_until(lambda: system.psql(query) == "1", "the worker did not work again")


def is_promoting(system: System, killed_at: datetime) -> None:
    """Wait until pg_cron runs jobs again."""
    query = (
        "select count(*) > 0 from ops.job_runs as r where r.status = 'succeeded' "
        f"and r.started_at > '{killed_at.isoformat()}'"
    )
    wait_until(lambda: system.psql(query) == "t", "pg_cron ran no job again")


def is_scraped(system: System, _: datetime) -> None:
    """Wait until Prometheus sees everything again."""
    wait_until(system.targets_up, "Prometheus did not see every target up again")


CHECKS: dict[str, Callable[[System, datetime], None]] = {
    "redis": is_cached,
    "worker": is_beating,
    "postgres": is_promoting,
    "api": is_scraped,
    "prometheus": is_scraped,
    "postgres-exporter": is_scraped,
    "redis-exporter": is_scraped,
}


def stop(system: System) -> str:
    """Every container ends by itself within its grace period."""
    containers = system.containers()
    system.page("Stop")
    # 137 is what the engine's own SIGKILL leaves.
    late = [c.name for c in containers if state_of(c)["ExitCode"] == 137]
    if late:
        raise Fault(f"{', '.join(late)} did not end within the grace period.")
    return f"{len(containers)} containers"


def start_again(system: System) -> str:
    """The data are still there."""
    system.page("Upgrade", limit=BUILD_LIMIT)
    took = wait_until(lambda: system.price() == 25.0, "the price was not there")
    return f"read {took:.1f} s later"


def rotate(system: System) -> str:
    """With new passwords, keys and certificates everything works as before."""
    old = system.secret("mart_password")
    system.page("Rotate secrets")
    if system.secret("mart_password") == old:
        raise Fault("the password of mart_reader is still the old one.")
    wait_until(lambda: system.price() == 25.0, "the price was not read")
    wait_until(system.targets_up, f"Prometheus did not see {TARGETS} up")
    system.page("Query")
    return ""


def remove(system: System) -> str:
    """Remove containers, networks, volumes and secrets."""
    system.compose("--profile", "*", "down", "--volumes", "--remove-orphans")
    shutil.rmtree(STATE / "secrets", ignore_errors=True)
    return ""


class Runner:
    """Runs steps one after the other and keeps their results."""

    def __init__(self, system: System) -> None:
        """Begin with no results."""
        self.system = system
        self.results: list[Result] = []

    def run(self, name: str, step: Callable[[System], str]) -> bool:
        """Run a step and say at once how it ended."""
        started = monotonic()
        result = Result(name, 0.0, None)
        try:
            result.note = step(self.system)
        except Fault as fault:
            result.fault = str(fault)
        result.seconds = monotonic() - started
        self.results.append(result)
        print(f"{name:28} {result.seconds:7.1f} s  {result.fault or result.note}")
        sys.stdout.flush()
        return result.fault is None

    def run_all(self) -> None:
        """Run every step; what needs a failed one is left out."""
        for name, step in (("build", build), ("start", start)):
            if not self.run(name, step):
                return
        self.run("users and files", check_users)
        if not self.run("load and read over TLS", load_and_read):
            return
        self.run("psql through PgBouncer", pool)
        self.run("Prometheus", monitor)
        self.run("standby", follow)
        for container in self.system.containers():
            self.run(
                f"kill {container.name.removeprefix(project(self.system))}",
                partial(recover, container=container),
            )
        if self.run("stop", stop):
            self.run("start again", start_again)
            self.run("rotate secrets", rotate)


def project(system: System) -> str:
    """Return what the names of the system's containers begin with."""
    return system.environment["COMPOSE_PROJECT_NAME"] + "-"


@contextmanager
def own_state() -> Iterator[System]:
    """Make the secrets; remove everything afterwards, also after an interruption."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    STATE.mkdir(parents=True, exist_ok=True)
    lock = (STATE / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Fault("This checkout runs the test already; wait for its end.") from None
    (STATE / "log").write_text("")
    names = ("edge", "postgres", "pgbouncer", "prometheus", "grafana")
    system = System({name: free_port() for name in names})
    # What an earlier run left that was killed.
    run(["deploy/compose/secrets"], env=system.environment)
    remove(system)
    run(["deploy/compose/secrets"], env=system.environment)
    try:
        yield system
    finally:
        remove(system)


def main() -> int:
    """Run the test and print the table; return the exit status."""
    started = monotonic()
    try:
        with own_state() as system:
            runner = Runner(system)
            runner.run_all()
    except Fault as fault:
        print(f"error: {fault}", file=sys.stderr)
        return 1
    width = max(len(result.step) for result in runner.results)
    print(f"\n{'step':{width}}  {'seconds':>7}  result")
    for result in runner.results:
        outcome = "FAILED" if result.fault else "passed"
        print(f"{result.step:{width}}  {result.seconds:7.1f}  {outcome}")
    faults = [result for result in runner.results if result.fault]
    print(f"\n{monotonic() - started:.0f} s; all commands and answers: {STATE}/log")
    for result in faults:
        print(f"error: {result.step}: {result.fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
