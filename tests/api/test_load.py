"""A million requests: the process stays as large as it was."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from demo.client import ask
from tests.support.api import MAIN, api_process, observe
from tests.support.databases import Database, wait_until

WRK = shutil.which("wrk")
REQUESTS = 1_000_000
# What the allocator and the counters of a first minute may still take.
LARGEST_GROWTH = 8 * 2**20


def resident(pid: int) -> int:
    """Bytes that a process holds in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.M)
    assert found is not None
    return int(found[1]) * 1024


def load(url: str, seconds: int) -> int:
    """Ask for one address as quickly as it answers; return how often it did."""
    done = subprocess.run(
        [str(WRK), "-t1", "-c32", f"-d{seconds}s", url],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Non-2xx" not in done.stdout, done.stdout
    found = re.search(r"(\d+) requests in", done.stdout)
    assert found is not None
    return int(found[1])


@pytest.mark.soak
@pytest.mark.skipif(WRK is None, reason="wrk is missing: apt-get install wrk")
def test_a_million_hot_requests_leave_the_process_as_large_as_it_was(
    clone: Database, redis_url: str, tmp_path: Path
) -> None:
    observe(clone.owner, {MAIN: 20})
    path = f"/v1/products/{MAIN}"
    log, limit = tmp_path / "api.log", {"API_LIMIT_ANONYMOUS": "1000000000/minute"}
    with api_process(clone, redis_url, log, **limit) as (url, process):
        wait_until(lambda: ask(url, path).cache == "l1")
        sizes = []
        answered = load(url + path, 5)
        sizes.append(resident(process.pid))
        while answered < REQUESTS:
            answered += load(url + path, 10)
            sizes.append(resident(process.pid))
        print("\n", json.dumps({"answers": answered, "MiB": [s >> 20 for s in sizes]}))
        assert max(sizes) - sizes[0] < LARGEST_GROWTH
