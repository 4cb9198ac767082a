"""What alert rules cost a day from JSON to NOTIFY: twenty of them, and many alerts.

Three tenants track every product of the market; their rules are of all types. The same
market folds one day after another, each time under another set of rules, so that a busy
moment of the machine meets them all.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg

from bench import queries
from bench.contestants import Arena
from bench.data.history import write_items
from bench.harness.databases import BenchError
from bench.harness.resources import Cost, Server, measured
from bench.suites import daily_batch, pipeline

# By what runs: the twenty rules of three tenants, and one so loose that nearly every
# product alerts, to a digest.
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

    Then one digest of all alerts; a second one must have nothing to tell. Raises
    BenchError when it has, or when a digest leaves an alert out.
    """
    with psycopg.connect(arena.database.owner, autocommit=True) as owner:
        on_step("tenants and rules")
        for statement in queries.RULES_SETUP:
            owner.execute(statement)
        costs: dict[str, list[Cost]] = {name: [] for name in SETS}
        counts: dict[str, list[int]] = {name: [] for name in SETS}
        for number in range(repeats * len(SETS)):
            name = list(SETS)[number % len(SETS)]
            day = arena.scale.until + timedelta(days=1 + number)
            on_step(f"{name}: {day}")
            owner.execute(queries.RULES_SWITCH, SETS[name])
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
    """Make the digests, twice; return how many alerts they tell and the seconds."""
    wanted = _value(owner, queries.ALERTS_FOR_DIGEST, {})
    seconds = float(_value(owner, queries.TIMED_DIGEST, {}))
    told = _value(owner, queries.DIGESTED, {})
    if told != wanted:
        raise BenchError(f"digests tell of {told} alerts, not of all {wanted}.")
    _value(owner, queries.TIMED_DIGEST, {})
    if _value(owner, queries.DIGESTED, {}) != told:
        raise BenchError("a second digest told alerts again.")
    return {"alerts": told, "seconds": round(seconds, 3)}


def _value(owner: psycopg.Connection[Any], query: str, values: dict[str, Any]) -> Any:
    row = owner.execute(query, values).fetchone()
    assert row is not None
    return row[0]
