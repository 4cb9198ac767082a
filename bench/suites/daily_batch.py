"""Times the daily batch: every contestant adds the same days to the same history.

Days follow each other as in production; nothing is restored between them. On each day
all contestants run in turn, so that a busy moment of the machine affects all of them.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any

from bench import contestants
from bench.contestants import Arena
from bench.harness.compare_rows import differences
from bench.harness.databases import BenchError
from bench.harness.resources import Cost, Notes, Server, Work, measured

# A contestant that takes longer runs fewer days.
SLOW_SECONDS = 20
SLOW_REPEATS = 3

Step = Callable[[str], None]


@dataclass(kw_only=True)
class Racer:
    """A contestant, the cost of each day, and the tables and columns compared."""

    name: str
    title: str
    costs: list[Cost] = field(default_factory=list)
    compared: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_slow(self) -> bool:
        """Whether its first day took long."""
        return bool(self.costs) and self.costs[0].seconds > SLOW_SECONDS


def race(
    server: Server,
    arena: Arena,
    names: Sequence[str],
    *,
    repeats: int,
    on_step: Step = lambda _: None,
) -> list[Racer]:
    """Let the contestants add `repeats` days to the history.

    asinmart always takes part, because the others are compared with its rows. Raises
    BenchError when the rows of one of them differ.
    """
    racers = []
    for name in ("asinmart", *(name for name in names if name != "asinmart")):
        module = contestants.contestant(name)
        on_step(f"preparing {module.TITLE}")
        module.prepare(arena)
        racers.append(Racer(name=name, title=module.TITLE))
    for number in range(repeats):
        day = arena.scale.until + timedelta(days=1 + number)
        active = [r for r in racers if not r.is_slow or number < SLOW_REPEATS]
        for racer in active:
            on_step(f"{racer.title}: {day}")
            contestants.contestant(racer.name).feed(arena, day)
            racer.costs.append(measured(server, opened, (racer.name, arena), (day,)))
        _compare(arena, active, day)
    return racers


def opened(name: str, arena: Arena) -> AbstractContextManager[Work]:
    """Open a contestant by name, as the first step of a fresh process."""
    return contestants.contestant(name).opened(arena)


def summary(costs: Sequence[Cost]) -> dict[str, Any]:
    """Medians of the costs, the highest memory, medians of the notes.

    `others_share` is the share of the machine's processors that other programs took.
    """
    return {
        "repeats": len(costs),
        "seconds": round(median(c.seconds for c in costs), 4),
        "cpu_seconds": round(median(c.cpu for c in costs), 3),
        "client_cpu_seconds": round(median(c.client_cpu for c in costs), 3),
        "wal_bytes": int(median(c.wal_bytes for c in costs)),
        "client_memory_bytes": max(c.client_memory for c in costs),
        "server_memory_bytes": max(c.server_memory for c in costs),
        "others_share": round(
            sum(c.others_cpu for c in costs)
            / (sum(c.seconds for c in costs) * (os.cpu_count() or 1)),
            3,
        ),
        "notes": _medians([c.notes for c in costs]),
    }


def _medians(notes: Sequence[Notes]) -> Notes:
    return {name: round(median(n[name] for n in notes), 4) for name in notes[0]}


def _compare(arena: Arena, racers: Sequence[Racer], day: date) -> None:
    expected = contestants.contestant("asinmart").rows(arena, day)
    for racer in racers[1:]:
        found = contestants.contestant(racer.name).rows(arena, day)
        wrong = differences(expected, found)
        if wrong:
            raise BenchError(
                f"{racer.title} and asinmart disagree on {day}: {'; '.join(wrong)}."
            )
        racer.compared = {
            name: list(table.columns) for name, table in found.items() if table.rows
        }
