"""Measures asinmart from raw JSON to NOTIFY: a file, the loader, the whole promotion.

The items carry the values of the made-up market on that day. So core must end with
exactly those values, and each mart must equal its definition.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from bench import queries
from bench.contestants import Arena
from bench.data.history import write_items
from bench.harness.databases import BenchError
from bench.harness.resources import Cost, Notes, Server, Work, measured
from bench.suites.daily_batch import summary
from loader.database import Connection, connected, row
from loader.inputs import open_source
from loader.promotion import Wanted, promote, replay
from loader.runs import load, run_of_file

_NOTIFY_SECONDS = 30


def days(
    server: Server,
    arena: Arena,
    first_day: date,
    *,
    repeats: int,
    item_bytes: int,
    on_step: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Load and promote some days from files, then replay the last one.

    Raises BenchError when core or a mart holds a wrong row.
    """
    costs: list[Cost] = []
    sizes: list[int] = []
    for number in range(repeats):
        day = first_day + timedelta(days=number)
        on_step(f"asinmart from JSON: {day}")
        path = arena.folder / f"{day}.jsonl"
        with psycopg.connect(arena.database.owner, autocommit=True) as connection:
            count = write_items(connection, arena.scale, day, path, size=item_bytes)
        sizes.append(path.stat().st_size)
        costs.append(measured(server, opened, (arena,), (path, _job_id(day))))
        path.unlink()
        _check(arena, day, count)
    on_step("replay of unchanged data")
    # The first reader of a new row sets its hint bits, which is WAL when checksums are
    # on. Before a real replay autovacuum has done that, so vacuum does it here.
    with psycopg.connect(arena.database.superuser, autocommit=True) as connection:
        connection.execute(queries.VACUUM)
    again = measured(server, replaying, (arena,), (_job_id(day),))
    _check(arena, day, count)
    return {
        "items": count,
        "item_bytes": round(sizes[-1] / count),
        **summary(costs),
        "replay": {
            "seconds": round(again.seconds, 4),
            "wal_bytes": again.wal_bytes,
            "wal_share": round(again.wal_bytes / costs[-1].wal_bytes, 5),
            "notes": again.notes,
        },
    }


@contextmanager
def opened(arena: Arena) -> Iterator[Work]:
    """Connect as the loader, and as a listener for the NOTIFY."""
    with (
        connected(arena.database.loader) as connection,
        psycopg.connect(arena.database.owner, autocommit=True) as listener,
    ):
        listener.execute(queries.LISTEN)

        def work(path: Path, job_id: str) -> Notes:
            took = loaded(connection, path, job_id)
            notices = list(listener.notifies(timeout=_NOTIFY_SECONDS, stop_after=1))
            if not notices:
                raise RuntimeError(f"no notification in {_NOTIFY_SECONDS} s")
            return took

        yield work


def loaded(connection: Connection, path: Path, job_id: str) -> Notes:
    """Load and promote a file; the seconds of loading and of each stage."""
    started = perf_counter()
    with open_source(str(path)) as source:
        run = run_of_file(
            source,
            source_name="file",
            marketplace=None,
            observed_at=None,
            job_id=job_id,
        )
        load(connection, source, run)
    took = {"load": perf_counter() - started}
    promote(connection, job_id)
    return took | _stages(connection, job_id)


@contextmanager
def replaying(arena: Arena) -> Iterator[Work]:
    """Connect as the loader."""
    with connected(arena.database.loader) as connection:

        def work(job_id: str) -> Notes:
            replay(connection, Wanted(job_id=job_id))
            again = promote(connection, job_id)
            if again.accepted_count or again.changed_day_count:
                raise RuntimeError("a replay of unchanged data changed something")
            return _stages(connection, job_id)

        yield work


def _stages(connection: Any, job_id: str) -> Notes:
    found = row(connection, queries.STAGE_MS, job_id=job_id)
    assert found is not None
    return {stage: float(ms) / 1000 for stage, ms in found["stage_ms"].items()}


def _check(arena: Arena, day: date, count: int) -> None:
    values = {"products": arena.scale.products, "day": day, "job_id": _job_id(day)}
    with psycopg.connect(arena.database.owner, autocommit=True) as connection:
        run = connection.execute(queries.RUN_COUNTS, values).fetchone()
        if run is None or run[0] != "SUCCESS" or run[1] != count:
            raise BenchError(
                f"{count} items of {day} were sent, but the ledger has {run}."
            )
        wrong = connection.execute(queries.WRONG_DAYS, values).fetchone()
        if wrong != (0,):
            raise BenchError(f"core differs from the items of {day} in {wrong} rows.")
        for name, *counts in connection.execute(queries.AUDIT, values):
            if any(counts):
                raise BenchError(f"{name} differs from its definition on {day}.")


def _job_id(day: date) -> str:
    return f"bench-{day}-json"
