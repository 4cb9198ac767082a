"""Measures whether a day's cost depends on the length of the history."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bench import contestants
from bench.contestants import Arena
from bench.harness.resources import Cost, Server, measured
from bench.suites import daily_batch


def compared(
    servers: Mapping[int, tuple[Server, Arena]],
    *,
    repeats: int,
    on_step: Callable[[str], None] = lambda _: None,
) -> list[dict[str, Any]]:
    """Add the same days to each history in turn; ratios are to the shortest."""
    module = contestants.contestant("asinmart")
    costs: dict[int, list[Cost]] = {days: [] for days in servers}
    for number in range(repeats):
        for days, (server, arena) in servers.items():
            day = arena.scale.until + timedelta(days=1 + number)
            on_step(f"{days} days of history: {day}")
            module.feed(arena, day)
            opening = ("asinmart", arena)
            costs[days].append(measured(server, daily_batch.opened, opening, (day,)))
    found = []
    for days, (_, arena) in servers.items():
        row = {"days": days, "products": arena.scale.products}
        found.append(row | daily_batch.summary(costs[days]))
    shortest = min(found, key=lambda row: row["days"])
    for row in found:
        row["ratio"] = round(row["seconds"] / shortest["seconds"], 3)
        row["cpu_ratio"] = round(row["cpu_seconds"] / shortest["cpu_seconds"], 3)
    return found
