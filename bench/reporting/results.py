"""The results of the measurements: tables for the terminal, JSON to keep.

The JSON describes the machine only by its size.
"""

import json
import os
import platform
from collections.abc import Sequence
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psycopg
from rich.console import Console

from bench import queries
from bench.data.history import Scale
from bench.suites.daily_batch import Racer, summary
from common import terminal

# If other programs take more than this share of the machine, times mean little.
BUSY_SHARE = 0.1
FOLDER = Path(__file__).parents[1] / "results"
_PACKAGES = (
    *("psycopg", "dbt-core", "dbt-postgres", "pandas", "SQLAlchemy", "duckdb"),
    *("pyarrow", "adbc-driver-postgresql"),
)


def of_race(racers: Sequence[Racer]) -> list[dict[str, Any]]:
    """Each contestant's medians, and its time as a multiple of asinmart's."""
    found = [
        {"name": racer.name, "title": racer.title}
        | summary(racer.costs)
        | {"compared": racer.compared}
        for racer in racers
    ]
    first = found[0]
    for row in found:
        row["ratio"] = round(row["seconds"] / first["seconds"], 2)
        row["cpu_ratio"] = round(row["cpu_seconds"] / first["cpu_seconds"], 2)
    return found


def facts(url: str) -> dict[str, Any]:
    """Versions, the server's settings and the size of the machine."""
    with psycopg.connect(url) as connection:
        settings: dict[str, str] = dict(connection.execute(queries.SETTINGS))
        server = connection.execute(queries.SERVER_VERSION).fetchone()
    assert server is not None
    versions = {"postgres": server[0].split()[0], "python": platform.python_version()}
    for name in _PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    machine = {"cores": os.cpu_count(), "memory_gib": round(memory / 2**30)}
    return {"versions": versions, "machine": machine, "settings": settings}


def keep(folder: Path, name: str, found: dict[str, Any]) -> None:
    """Write the results of a size as JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=2, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text + "\n")


def show_race(out: Console, scale: Scale, found: Sequence[dict[str, Any]]) -> None:
    """Show the table of the daily batch, and the time of each stage."""
    title = f"One day of {scale.products:,} products into {scale.days} days of history"
    terminal.heading(out, title, "medians; memory is the highest")
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
    terminal.table(out, columns, rows)
    for row in found:
        show_notes(out, row["name"], row["notes"])
    show_others(out, found)


def show_others(out: Console, found: Sequence[dict[str, Any]]) -> None:
    """Warn when other programs kept the machine busy."""
    share = max(row["others_share"] for row in found)
    if share > BUSY_SHARE:
        text = f"[yellow]other programs took up to {share:.0%} of the machine: "
        terminal.step(out, "busy", text + "trust CPU seconds more than seconds[/]")


def show_complete(out: Console, found: dict[str, Any]) -> None:
    """Show asinmart from JSON, and the replay."""
    items, size = found["items"], found["item_bytes"]
    terminal.heading(
        out,
        f"asinmart from {items:,} JSON items of {size:,} bytes to NOTIFY",
        "medians",
    )
    columns = ["", "seconds", "CPU s", "WAL MB", "client MB", "server MB"]
    row = [
        *("first time", number(found["seconds"], 2), number(found["cpu_seconds"], 2)),
        *(megabytes(found["wal_bytes"]), megabytes(found["client_memory_bytes"])),
        megabytes(found["server_memory_bytes"]),
    ]
    again = found["replay"]
    replay = ["replay", number(again["seconds"], 2), None]
    terminal.table(
        out, columns, [row, [*replay, megabytes(again["wal_bytes"]), None, None]]
    )
    show_notes(out, "stages", found["notes"])
    show_notes(out, "replay", again["notes"])
    share = f"{again['wal_share']:.2%} of the WAL of the first time"
    terminal.step(out, "replay", share)


def show_queries(
    out: Console, found: Sequence[dict[str, Any]], of_tenant: Sequence[dict[str, Any]]
) -> None:
    """Show the hot queries, then those of a tenant."""
    terminal.heading(out, "Hot queries", "ms in the server, medians over many keys")
    columns = [
        "query",
        "execution",
        "95 %",
        "planning",
        "rows",
        "buffers",
        "index only",
    ]
    rows = [
        [
            *(row["query"], number(row["execution_ms"], 3)),
            *(number(row["execution_p95_ms"], 3), number(row["planning_ms"], 3)),
            *(row["rows"], row["buffers"], "yes" if row["index_only"] else "no"),
        ]
        for row in (
            *found,
            *({**row, "query": f"tenant: {row['query']}"} for row in of_tenant),
        )
    ]
    terminal.table(out, columns, rows)


def show_load(
    out: Console, title: str, count: int, found: Sequence[dict[str, Any]]
) -> None:
    """Show the loaders."""
    terminal.heading(out, f"Loading {count:,} JSON items of {title}", "medians")
    columns = ["loader", "items/s", "seconds", "CPU s", "WAL MB", "client MB"]
    rows = [
        [
            *(row["title"], row["items_per_second"], number(row["seconds"], 2)),
            *(number(row["cpu_seconds"], 2), megabytes(row["wal_bytes"])),
            megabytes(row["client_memory_bytes"]),
        ]
        for row in found
    ]
    terminal.table(out, columns, rows)
    show_others(out, found)


def show_flat(out: Console, products: int, found: Sequence[dict[str, Any]]) -> None:
    """Show the same day in longer and longer histories."""
    title = f"One day of {products:,} products into longer and longer histories"
    terminal.heading(out, title, "medians")
    rows = [
        [
            *(row["days"], number(row["seconds"], 3), number(row["ratio"], 2)),
            *(number(row["cpu_seconds"], 2), number(row["cpu_ratio"], 2)),
            megabytes(row["wal_bytes"]),
        ]
        for row in found
    ]
    columns = ["days", "seconds", "ratio", "CPU s", "CPU ratio", "WAL MB"]
    terminal.table(out, columns, rows)
    show_others(out, found)
    for row in found:
        show_notes(out, f"{row['days']} days", row["notes"])


def show_rules(out: Console, products: int, found: Sequence[dict[str, Any]]) -> None:
    """Show a day under each set of rules."""
    title = f"One day of {products:,} products under alert rules of three tenants"
    terminal.heading(out, title, "medians")
    rows = [
        [
            *(row["set"], f"{row['alerts']:,}", number(row["seconds"], 2)),
            *(number(row["ratio"], 2), number(row["cpu_seconds"], 2)),
            *(number(row["cpu_ratio"], 2), megabytes(row["wal_bytes"])),
        ]
        for row in found
    ]
    columns = ["rules", "alerts", "seconds", "ratio", "CPU s", "CPU ratio", "WAL MB"]
    terminal.table(out, columns, rows)
    show_others(out, found)
    for row in found:
        show_notes(out, row["set"], row["notes"])
    digest = found[-1]["digest"]
    text = f"{digest['alerts']:,} alerts gathered in {digest['seconds']:.2f} s"
    terminal.step(out, "digest", text)


def show_api(out: Console, found: dict[str, Any]) -> None:
    """Show the API beside its peers."""
    terminal.heading(
        out,
        f"Answers over HTTP, {found['connections']} connections",
        "medians; latencies at half that rate, in ms",
    )
    columns = ["workers", "mode", "contestant", "req/s", "ratio", "of bare", "P50"]
    columns += ["P95", "P99", "CPU us", "MB", "hits"]
    rows = [
        [
            *(row["workers"], row["mode"], row["title"], round(row["rate"])),
            *(number(row["ratio"], 2), f"{row['of_bare']:.0%}"),
            *(number(row["half"][f"p{n}_ms"], 1) for n in (50, 95, 99)),
            *(round(row["cpu_us"]), number(row["memory_bytes"] / 1e6, 0)),
            f"{row['half']['hit_rate']:.1%}" if "hit_rate" in row["half"] else "",
        ]
        for row in found["rows"]
    ]
    terminal.table(out, columns, rows)
    if found["calls"]:
        text = f"{found['calls']['rate']:,.0f} calls a second of the same functions"
        terminal.step(out, "pgbench", text)
    many = found["million"]
    before, after = (many[f"{when}_bytes"] / 1e6 for when in ("before", "after"))
    text = f"{before:.1f} MB, {after:.1f} after {many['requests']:,} hot requests"
    terminal.step(out, "memory", text)
    show_others(out, found["rows"])


def show_sqp(out: Console, found: dict[str, Any]) -> None:
    """Show reports and segments beside the source's materialized view."""
    sizes = found["sizes"]
    rows = sizes["segments"]["rows"]
    week = sizes["week"]["products"] * sizes["week"]["queries"]
    small = sizes["segments"]["products"] * sizes["segments"]["queries"]
    _show_ratios(out, f"All segments from {rows:,} rows", found["rebuild"])
    _show_ratios(out, f"A week of {small:,} rows more", found["segments"])
    title = f"A week of {week:,} rows into {sizes['week']['weeks']} weeks"
    _show_ratios(out, title, found["week"])
    products = sizes["lengths"]["products"]
    title = f"A week of {products:,} products into longer and longer histories"
    _show_ratios(out, title, found["lengths"])
    terminal.heading(out, "Segment queries", "ms in the server, medians over products")
    columns = ["query", "contestant", "execution", "95 %", "planning", "rows"]
    both = [(f"{rows:,} rows", row) for row in found["queries"]]
    both += [(f"{found['lengths'][-1]['title']}", row) for row in found["long_queries"]]
    terminal.table(
        out,
        ["history", *columns, "buffers"],
        [
            [
                *(history, row["query"], row["title"], number(row["execution_ms"], 3)),
                *(number(row["execution_p95_ms"], 3), number(row["planning_ms"], 3)),
                *(row["rows"], row["buffers"]),
            ]
            for history, row in both
        ],
    )


def show_competition(out: Console, found: dict[str, Any]) -> None:
    """Show comparisons, scores, reports and what reads them."""
    day, made = found["day"], found["reports"]
    title = f"A day of {found['groups']:,} groups of 1 + {found['members'] - 1}"
    terminal.heading(out, title, "medians")
    columns = ["", "seconds", "ratio", "CPU s", "WAL MB"]
    whole, scores = day["promotion"], day["scores"]
    rows: list[list[Any]] = [
        _day_row("promotion, from files to NOTIFY", whole["seconds"], 1, whole),
        [
            *("of which comparisons", number(day["comparison_seconds"], 2)),
            number(day["comparison_seconds"] / whole["seconds"], 3),
            *(None, None),
        ],
        _day_row(
            "scores of all groups",
            scores["notes"]["scores"],
            scores["notes"]["scores"] / whole["seconds"],
            scores,
        ),
        [
            *("comparisons and scores", number(day["together_seconds"], 2)),
            *(number(day["ratio"], 3), None, None),
        ],
    ]
    terminal.table(out, columns, rows)
    show_notes(out, "stages", whole["notes"])
    show_others(out, [whole, scores])
    title = f"{made['batch']:,} standard reports of {made['claims']:.0f} claims"
    _show_ratios(out, title, made["batches"])
    terminal.heading(out, "Queries of competitor analysis", "ms in the server, medians")
    columns = ["query", "execution", "95 %", "planning", "rows", "buffers"]
    due = [row | {"query": f"due reports: {row['title']}"} for row in made["due"]]
    rows = [
        [
            *(row["query"], number(row["execution_ms"], 3)),
            *(number(row["execution_p95_ms"], 3), number(row["planning_ms"], 3)),
            *(row["rows"], row["buffers"]),
        ]
        for row in (*found["reads"], *due)
    ]
    terminal.table(out, columns, rows)
    for name in found["left_out"]:
        terminal.step(out, "left out", f"[yellow]there is no {name}[/]")


def _day_row(
    title: str, seconds: float, ratio: float, costs: dict[str, Any]
) -> list[Any]:
    return [
        *(title, number(seconds, 2), number(ratio, 3)),
        *(number(costs["cpu_seconds"], 2), megabytes(costs["wal_bytes"])),
    ]


def _show_ratios(out: Console, title: str, found: Sequence[dict[str, Any]]) -> None:
    terminal.heading(out, title, "medians")
    rows = [
        [
            *(row["title"], number(row["seconds"], 2), number(row["ratio"], 2)),
            *(number(row["cpu_seconds"], 2), number(row["cpu_ratio"], 2)),
            megabytes(row["wal_bytes"]),
        ]
        for row in found
    ]
    columns = ["", "seconds", "ratio", "CPU s", "CPU ratio", "WAL MB"]
    terminal.table(out, columns, rows)
    show_others(out, found)
    for row in found:
        show_notes(out, row["title"], row["notes"])


def show_notes(out: Console, label: str, notes: dict[str, float]) -> None:
    """Show the seconds of each stage."""
    if notes:
        parts = "  ".join(f"{name} {value:.3f}" for name, value in notes.items())
        terminal.step(out, label, f"[dim]{parts}[/]")


def number(value: float, places: int) -> Decimal:
    """A number in the format of the tables."""
    return Decimal(f"{value:.{places}f}")


def megabytes(value: float) -> Decimal:
    """Bytes as megabytes."""
    return number(value / 1e6, 1)
