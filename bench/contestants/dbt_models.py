"""dbt-postgres: incremental models, merged by their unique keys.

The models get the day as a variable, as from a scheduler, and compute that one day,
without looking back for late rows. Each day is one `dbt run` with two threads.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from bench.contestants import Arena, copies
from bench.harness.compare_rows import Table
from bench.harness.resources import Notes, Work

TITLE = "dbt-postgres"
NEEDS = ("dbt.adapters.postgres",)

_PROJECT = Path(__file__).parent / "dbt_project"
_SCHEMA = "dbt"


def prepare(arena: Arena) -> None:
    """Create the tables that a first `dbt run --full-refresh` would create."""
    copies.make(arena, _SCHEMA)


def feed(arena: Arena, day: date) -> None:
    """Do nothing: the models read core."""


@contextmanager
def opened(arena: Arena) -> Iterator[Work]:
    """Import dbt; it connects by itself."""
    url = urlsplit(arena.database.owner)
    os.environ |= {
        "BENCH_HOST": str(url.hostname),
        "BENCH_PORT": str(url.port),
        "BENCH_USER": str(url.username),
        "BENCH_DATABASE": url.path.removeprefix("/"),
        "DBT_ENV_SECRET_PASSWORD": str(url.password),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    from dbt.cli.main import dbtRunner

    folder = arena.folder / "dbt"

    def fold(day: date) -> Notes:
        found = dbtRunner().invoke(
            [
                *("run", "--quiet", "--no-version-check", "--no-write-json"),
                *("--project-dir", str(_PROJECT), "--profiles-dir", str(_PROJECT)),
                *("--target-path", str(folder), "--log-path", str(folder)),
                *("--vars", json.dumps({"day": str(day)})),
            ]
        )
        if not found.success:
            told = [r.message for r in found.result or () if r.message]
            raise RuntimeError(str(found.exception or told))
        spans = [t for r in found.result for t in r.timing if t.name == "execute"]
        first = min(span.started_at for span in spans)
        last = max(span.completed_at for span in spans)
        return {"models": (last - first).total_seconds()}

    yield fold


def rows(arena: Arena, day: date) -> dict[str, Table]:
    """The rows of the day in the models' tables."""
    return copies.rows(arena, _SCHEMA, day)
