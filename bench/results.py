"""What the measurements found: rows for the terminal, JSON to keep."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rich.console import Console

from bench import show
from bench.folding import Racer, summary
from bench.history import Scale


def of_race(racers: Sequence[Racer]) -> list[dict[str, Any]]:
    """Each contestant's medians, and how many times asinmart's time it took."""
    found = []
    for racer in racers:
        found.append(
            {"name": racer.name, "title": racer.title}
            | summary(racer.costs)
            | {"compared": racer.compared}
        )
    first = found[0]["seconds"]
    for row in found:
        row["ratio"] = round(row["seconds"] / first, 2)
    return found


def show_race(out: Console, scale: Scale, found: Sequence[dict[str, Any]]) -> None:
    """The table of the race, and where the time went."""
    show.heading(
        out,
        f"One day of {scale.products:,} products into {scale.days} days",
        "medians; memory is the highest",
    )
    columns = ["contestant", "folds", "seconds", "ratio", "CPU s", "WAL MB"]
    columns += ["client MB", "server MB", "agrees"]
    rows = [
        [
            *(row["title"], row["repeats"], number(row["seconds"], 3)),
            *(number(row["ratio"], 1), number(row["cpu_seconds"], 2)),
            *(megabytes(row["wal_bytes"]), megabytes(row["client_memory_bytes"])),
            *(megabytes(row["server_memory_bytes"]), "yes" if row["compared"] else ""),
        ]
        for row in found
    ]
    show.table(out, columns, rows)
    for row in found:
        if row["notes"]:
            parts = (f"{name} {value:.3f}" for name, value in row["notes"].items())
            show.step(out, row["name"], f"[dim]{'  '.join(parts)}[/]")


def number(value: float, places: int) -> Decimal:
    """A number as the tables show it."""
    return Decimal(f"{value:.{places}f}")


def megabytes(value: float) -> Decimal:
    """Bytes as megabytes."""
    return number(value / 1e6, 1)
