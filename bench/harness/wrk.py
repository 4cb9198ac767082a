"""Puts load on a server of this machine with wrk."""

import os
import random
import resource
import shutil
import subprocess
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import orjson

from bench.harness.databases import BenchError

_SCRIPT = Path(__file__).with_suffix(".lua")
# Mean pause of a paced connection, well above wrk's resolution of a millisecond.
_PAUSE_SECONDS = 0.016
_MOST_CONNECTIONS = 128


@dataclass(frozen=True, kw_only=True)
class Request:
    """One line of a plan; a body makes it a POST."""

    path: str
    etag: str = ""
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Load:
    """The result of a load; latencies in ms, hits only where they were counted."""

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    answers: int
    hits: int
    wrk_cpu: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def missing() -> str | None:
    """Name the missing program, or return None."""
    return None if shutil.which("wrk") else "no program wrk"


def popularity(count: int, draws: int, *, seed: int) -> list[int]:
    """Draw places 0 to `count` - 1, the n-th of them 1/n as often as the first."""
    generator = random.Random(seed)
    weights = list(accumulate(1 / (place + 1) for place in range(count)))
    return [bisect(weights, generator.random() * weights[-1]) for _ in range(draws)]


def write_plan(path: Path, requests: Sequence[Request]) -> Path:
    """Write the requests for wrk."""
    lines = (
        f"{'POST' if r.body else 'GET'}\t{r.path}\t{r.etag}\t{r.body}\n"
        for r in requests
    )
    path.write_text("".join(lines))
    return path


def load(url: str, plan: Path, *, connections: int, seconds: float) -> Load:
    """Send requests as fast as the server answers."""
    return _run(url, plan, connections=connections, seconds=seconds)


def paced_load(
    url: str, plan: Path, *, rate: float, seconds: float, counts_hits: bool = False
) -> Load:
    """Send about `rate` requests a second.

    Connections pause at random between requests. wrk sends no request on a connection
    before the last one is answered. So a server that stalls receives fewer requests,
    and its longest delays appear too small here.
    """
    connections = min(_MOST_CONNECTIONS, max(2, round(rate * _PAUSE_SECONDS)))
    variables = {"BENCH_PAUSE_MS": f"{connections / rate * 1000:.3f}"}
    if counts_hits:
        variables["BENCH_COUNT_HITS"] = "yes"
    return _run(url, plan, variables, connections=connections, seconds=seconds)


def _run(
    url: str,
    plan: Path,
    variables: dict[str, str] | None = None,
    *,
    connections: int,
    seconds: float,
) -> Load:
    """Run wrk with one thread; raises BenchError when any answer is an error."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s"]
    command += ["--timeout", "10s", "-s", str(_SCRIPT), url, "--", str(plan), "1"]
    before = _children_cpu()
    done = subprocess.run(
        command,
        env=os.environ | (variables or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    line = next((li for li in done.stdout.splitlines() if li.startswith("{")), None)
    if done.returncode or line is None:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise BenchError(f"wrk failed: {said[-1] if said else '?'}")
    found = orjson.loads(line)
    if failed := found.pop("failed"):
        raise BenchError(
            f"{failed} of {found['requests']} requests to {plan.stem} failed."
        )
    return Load(**found, wrk_cpu=_children_cpu() - before)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
