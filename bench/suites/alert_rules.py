"""Measures how much alert rules and many alerts add to a day from JSON to NOTIFY.

Three tenants track every product of the market; their rules are of all types. Days
follow each other under alternating sets of rules, so that a busy moment of the machine
affects all sets.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from bench import queries
from bench.contestants import Arena
from bench.data.history import write_items
from bench.harness.databases import BenchError
from bench.harness.resources import Cost, Server, measured
from bench.suites import daily_batch, pipeline

_SETUP = Path(__file__).with_name("alert_rules.sql")
# Which rules are on: the 20 of three tenants, and the loose one whose alerts go to a
# digest.
SETS = {
    "no rules": {"twenty": False, "loose": False},
    "20 rules": {"twenty": True, "loose": False},
    "alerts for digests": {"twenty": False, "loose": True},
    "20 rules and alerts for digests": {"twenty": True, "loose": True},
}


def compared(
    server: Server,
    arena: Arena,
    *,
    repeats: int,
    item_bytes: int,
    on_step: Callable[[str], None] = lambda _: None,
) -> list[dict[str, Any]]:
    """Load and promote `repeats` days under each set of rules; ratios are to no rules.

    Then one digest of all alerts; a second one must be empty. Raises BenchError when it
    is not, or when a digest leaves an alert out.
    """
    with psycopg.connect(arena.database.owner, autocommit=True) as owner:
        on_step("tenants and rules")
        owner.execute(_SETUP.read_bytes())
        costs: dict[str, list[Cost]] = {name: [] for name in SETS}
        counts: dict[str, list[int]] = {name: [] for name in SETS}
        for number in range(repeats * len(SETS)):
            name = list(SETS)[number % len(SETS)]
            day = arena.scale.until + timedelta(days=1 + number)
            on_step(f"{name}: {day}")
            owner.execute(queries.SWITCH_RULES, SETS[name])
            path = arena.folder / f"{day}.jsonl"
            write_items(owner, arena.scale, day, path, size=item_bytes)
            work = (path, f"bench-{day}-rules")
            costs[name].append(measured(server, pipeline.opened, (arena,), work))
            path.unlink()
            counts[name].append(_value(owner, queries.ALERTS_OF_DAY, {"day": day}))
        on_step("digest")
        digest = _digest(owner)
    found: list[dict[str, Any]] = []
    for name in SETS:
        row = {"set": name, "alerts": int(sum(counts[name]) / repeats)}
        found.append(row | daily_batch.summary(costs[name]))
    for row in found:
        row["ratio"] = round(row["seconds"] / found[0]["seconds"], 3)
        row["cpu_ratio"] = round(row["cpu_seconds"] / found[0]["cpu_seconds"], 3)
    found[-1]["digest"] = digest
    return found


def _digest(owner: psycopg.Connection[Any]) -> dict[str, Any]:
    """Send the digests, twice; return the number of their alerts and the seconds."""
    wanted = _value(owner, queries.ALERTS_FOR_DIGEST, {})
    seconds = float(_value(owner, queries.TIME_DIGEST, {}))
    found = _value(owner, queries.ALERTS_IN_DIGESTS, {})
    if found != wanted:
        raise BenchError(f"digests hold {found} alerts, not all {wanted}.")
    _value(owner, queries.TIME_DIGEST, {})
    if _value(owner, queries.ALERTS_IN_DIGESTS, {}) != found:
        raise BenchError("a second digest repeated alerts.")
    return {"alerts": found, "seconds": round(seconds, 3)}


def _value(owner: psycopg.Connection[Any], query: str, values: dict[str, Any]) -> Any:
    row = owner.execute(query, values).fetchone()
    assert row is not None
    return row[0]
