"""Writes the figures of docs/performance.md from bench/results, and the plots.

The parts of the page between `<!-- bench NAME -->` and `<!-- end -->` are made here, so
that no figure differs from the results.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.harness.databases import ROOT
from bench.reporting import results

PAGE = ROOT / "docs" / "performance.md"
_PART = re.compile(r"(<!-- bench ([\w -]+) -->\n).*?(<!-- end -->)", re.S)
_COLOURS = ("#1f6f54", "#b9c4be")

Found = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page and the plots; with --check only compare the page."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.reporting.markdown", description=__doc__
    )
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    text = PAGE.read_text()
    wanted = filled(text, results.FOLDER)
    if options.check:
        if text != wanted:
            print(
                f"{PAGE.relative_to(ROOT)} differs from bench/results: run "
                "`python -m bench.reporting.markdown`.",
                file=sys.stderr,
            )
        return int(text != wanted)
    PAGE.write_text(wanted)
    for path in sorted(results.FOLDER.glob("*.json")):
        found = json.loads(path.read_text())
        if len(found.get("fold", ())) > 1:
            plot(found, ROOT / "docs" / f"benchmark-{path.stem}.svg")
    return 0


def filled(text: str, folder: Path) -> str:
    """The page with all parts made anew."""

    def part(match: re.Match[str]) -> str:
        kind, _, name = match[2].partition(" ")
        found = _read(folder, name)
        if kind == "targets":
            body = _targets(folder)
        elif found is not None:
            body = _PARTS[kind](found)
        else:
            size = name.split("-")[0]
            body = f"Not measured yet: `make bench SIZE={size}`."
        return f"{match[1]}{body}\n{match[3]}"

    return _PART.sub(part, text)


def plot(found: Found, path: Path) -> None:
    """Draw how long each contestant took for the day, on a logarithmic scale."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    rows = sorted(found["fold"], key=lambda row: -row["seconds"])
    size = found["size"]
    # Equal figures give an equal file; text stays text.
    settings = {"svg.hashsalt": "asinmart", "svg.fonttype": "none", "font.size": 10}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(8, 0.6 + 0.5 * len(rows)), layout="constrained")
        axes = figure.subplots()
        bars = axes.barh(
            [row["title"] for row in rows],
            [row["seconds"] for row in rows],
            color=[_COLOURS[row["name"] != "asinmart"] for row in rows],
        )
        axes.bar_label(
            bars,
            [f"{row['seconds']:.2f} s  ({row['ratio']:.1f}x)" for row in rows],
            padding=4,
        )
        axes.set_xscale("log")
        axes.margins(x=0.25)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_xlabel(
            f"seconds for one day of {size['products']:,} products into"
            f" {size['days']} days of history"
        )
        figure.savefig(path, format="svg", metadata={"Date": None})


def _targets(folder: Path) -> str:
    """The targets, and which of them were met."""
    rows = []
    for what, wanted, name, measure in _TARGETS:
        found = _read(folder, name)
        if found is None:
            rows.append([what, wanted.text, "not measured yet", ""])
            continue
        value = measure(found)
        if value is None:
            rows.append([what, wanted.text, "not measured yet", ""])
            continue
        met = "yes" if wanted.is_met(value) else "**no**"
        rows.append([what, wanted.text, f"{value:,.{wanted.places}f}", met])
    return _table(["target", "wanted", "measured", "met"], rows)


def _read(folder: Path, name: str) -> Found | None:
    path = folder / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else None


def _ratio_of(name: str) -> Callable[[Found], float | None]:
    """A contestant's time as a multiple of asinmart's; None if it did not run."""

    def measure(found: Found) -> float | None:
        ratios = (row["ratio"] for row in found["fold"] if row["name"] == name)
        return next(ratios, None)

    return measure


def _times_slower_than(name: str) -> Callable[[Found], float | None]:
    """Our time as a multiple of a contestant's; None if it did not run."""

    def measure(found: Found) -> float | None:
        seconds = {row["name"]: row["seconds"] for row in found["fold"]}
        return seconds["asinmart"] / seconds[name] if name in seconds else None

    return measure


def _our_load(found: Found) -> Found:
    return dict(next(r for r in found["load"]["400 bytes"] if r["name"] == "asinmart"))


def _fold(found: Found) -> str:
    rows = [
        [
            *(row["title"], f"{row['seconds']:.3f}", f"{row['ratio']:.1f}"),
            *(f"{row['cpu_seconds']:.2f}", f"{row['cpu_ratio']:.1f}"),
            *(_mb(row["wal_bytes"]), _mb(row["client_memory_bytes"])),
            *(_mb(row["server_memory_bytes"]), str(row["repeats"])),
            _agrees(row),
        ]
        for row in found["fold"]
    ]
    header = ["contestant", "seconds", "ratio", "CPU s", "CPU ratio", "WAL MB"]
    header += ["client MB", "server MB", "folds", "agrees"]
    return _table(header, rows) + _busy(found["fold"])


def _agrees(row: Found) -> str:
    """The number of compared columns and tables."""
    if not row["compared"]:
        return "is compared with"
    columns = sum(len(columns) for columns in row["compared"].values())
    return f"yes: {columns} columns of {len(row['compared'])} tables"


def _stages(found: Found) -> str:
    return "\n".join(
        f"- {row['title']}: {_seconds(row['notes'])}"
        for row in found["fold"]
        if row["notes"]
    )


def _complete(found: Found) -> str:
    whole = found["complete"]
    again = whole["replay"]
    loaded = whole["notes"]["load"]
    rows = [
        ["items", f"{whole['items']:,} of {whole['item_bytes']:,} bytes"],
        ["file to NOTIFY", f"{whole['seconds']:.2f} s"],
        ["of which loading", f"{loaded:.2f} s"],
        ["CPU, client and server", f"{whole['cpu_seconds']:.2f} s"],
        ["WAL", f"{_mb(whole['wal_bytes'])} MB"],
        ["peak memory of the client", f"{_mb(whole['client_memory_bytes'])} MB"],
        ["peak memory of the server", f"{_mb(whole['server_memory_bytes'])} MB"],
        ["stages", _seconds(whole["notes"])],
        ["replay of the same", f"{again['seconds']:.2f} s"],
        ["WAL of the replay", f"{again['wal_share']:.2%} of the first"],
    ]
    return _table(["", "one day"], rows) + _busy([whole])


def _queries(found: Found) -> str:
    return _explained(found["queries"])


def _tenant_queries(found: Found) -> str:
    return _explained(found["tenant_queries"])


def _explained(found: Sequence[Found]) -> str:
    rows = [
        [
            *(row["query"], f"{row['execution_ms']:.3f}"),
            *(f"{row['execution_p95_ms']:.3f}", f"{row['planning_ms']:.3f}"),
            *(f"{row['rows']:,}", f"{row['buffers']:,}", ", ".join(row["scans"])),
            "yes" if row["index_only"] else "no",
            str(row.get("heap_fetches", 0)),
        ]
        for row in found
    ]
    header = ["query", "execution ms", "95 %", "planning ms", "rows", "buffers"]
    return _table([*header, "scans", "index-only", "heap fetches"], rows)


def _load(found: Found) -> str:
    parts = []
    for title, rows in found["load"].items():
        lines = [
            [
                *(row["title"], f"{row['items_per_second']:,}"),
                *(f"{row['seconds']:.2f}", f"{row['cpu_seconds']:.2f}"),
                *(_mb(row["wal_bytes"]), _mb(row["client_memory_bytes"])),
            ]
            for row in rows
        ]
        header = ["loader", "items/s", "seconds", "CPU s", "WAL MB", "client MB"]
        table = _table(header, lines) + _busy(rows)
        parts.append(f"{found['items']:,} items of {title}:\n\n{table}")
    return "\n\n".join(parts)


def _history(found: Found) -> str:
    rows = [
        [
            *(f"{row['days']:,}", f"{row['products']:,}", f"{row['seconds']:.3f}"),
            *(f"{row['ratio']:.2f}", f"{row['cpu_seconds']:.2f}"),
            *(f"{row['cpu_ratio']:.2f}", _mb(row["wal_bytes"])),
        ]
        for row in found["history"]
    ]
    header = ["days", "products", "seconds", "ratio", "CPU s", "CPU ratio", "WAL MB"]
    return _table(header, rows) + _busy(found["history"])


def _rules(found: Found) -> str:
    rows = [
        [
            *(row["set"], f"{row['alerts']:,}", f"{row['seconds']:.2f}"),
            *(f"{row['notes'].get('alerts', 0):.2f}", f"{row['ratio']:.2f}"),
            *(f"{row['cpu_seconds']:.2f}", f"{row['cpu_ratio']:.2f}"),
            _mb(row["wal_bytes"]),
        ]
        for row in found["rules"]
    ]
    header = ["rules", "alerts a day", "seconds", "of which alerts", "ratio", "CPU s"]
    digest = found["rules"][-1]["digest"]
    told = (
        f"\n\nThe digests of {digest['alerts']:,} alerts were made in"
        f" {digest['seconds']:.2f} s, each alert once."
    )
    table = _table([*header, "CPU ratio", "WAL MB"], rows)
    return table + told + _busy(found["rules"])


def _api(found: Found) -> str:
    rows = []
    for row in sorted(found["api"]["rows"], key=_api_place):
        half = row["half"]
        hits = f"{half['hit_rate']:.1%}" if "hit_rate" in half else ""
        rows.append(
            [
                *(row["mode"], row["title"], str(row["workers"])),
                *(
                    f"{row['rate']:,.0f}",
                    f"{row['ratio']:.2f}",
                    f"{row['of_bare']:.0%}",
                ),
                *(f"{half[f'p{n}_ms']:.1f}" for n in (50, 95, 99)),
                *(hits, f"{row['cpu_us']:,.0f}", _mb(row["memory_bytes"])),
            ]
        )
    header = ["mode", "contestant", "workers", "requests/s", "ratio", "of bare"]
    header += ["P50 ms", "P95 ms", "P99 ms", "hits", "CPU us", "MB"]
    lines = [_table(header, rows), ""]
    lines += [f"{name} is left out: {why}." for name, why in found["left_out"].items()]
    counts = {row["title"]: row["compared"] for row in found["api"]["rows"]}
    told = ", ".join(f"{count} of {name}" for name, count in counts.items() if count)
    lines.append(f"Answers compared with asinmart's before, value for value: {told}.")
    if calls := found["api"]["calls"]:
        lines.append(
            f"pgbench makes {calls['rate']:,.0f} calls a second of the functions that"
            " asinmart's API calls: the limit of a cold answer."
        )
    many = found["api"]["million"]
    lines.append(
        f"asinmart's process had {_mb(many['before_bytes'])} MB before"
        f" {many['requests']:,} hot requests and {_mb(many['after_bytes'])} MB after."
    )
    promotions = [
        row["half"]["promotion_seconds"]
        for row in found["api"]["rows"]
        if "promotion_seconds" in row["half"]
    ]
    lines.append(
        f"A day was loaded and promoted in {min(promotions):.1f} to"
        f" {max(promotions):.1f} s beside a mix."
    )
    return "\n".join(lines) + _busy(found["api"]["rows"])


def _api_place(row: Found) -> tuple[int, int]:
    """Sort key: modes in their order, the bare server first, then workers."""
    modes = ("hot", "304", "Redis", "cold", "mix")
    return (
        -1 if row["name"] == "bare" else modes.index(row["mode"]),
        row["workers"],
    )


def _answers(name: str, *modes: str) -> Callable[[Found], list[Found]]:
    """The rows of one contestant, of all its modes or of some, workers alike."""

    def rows(found: Found) -> list[Found]:
        return [
            row
            for row in found["api"]["rows"]
            if row["name"] == name and (not modes or row["mode"] in modes)
        ]

    return rows


def _least(
    rows: Callable[[Found], list[Found]], measure: Callable[[Found], float]
) -> Callable[[Found], float | None]:
    """The lowest value of some rows, where more is better; None without rows."""
    return lambda found: min((measure(row) for row in rows(found)), default=None)


def _segments(found: Found) -> str:
    sizes = found["sizes"]["segments"]
    week = sizes["products"] * sizes["queries"]
    return "\n\n".join(
        [
            f"All segments, computed from {sizes['rows']:,} rows:",
            _ratios(found["rebuild"]),
            f"A week of {week:,} rows more:",
            _ratios(found["segments"]),
        ]
    )


def _weeks(found: Found) -> str:
    size, shorter = found["sizes"]["week"], found["sizes"]["lengths"]
    rows = size["products"] * size["queries"]
    megabytes = _mb(found["week"][0]["file_bytes"])
    told = [
        f"A week of {rows:,} rows in a file of {megabytes} MB into {size['weeks']}"
        " weeks:",
        _ratios(found["week"]),
        "\n".join(
            f"- {row['title']}: {_seconds(row['notes'])}" for row in found["week"]
        ),
        f"A week of {shorter['products']:,} products into shorter and longer"
        " histories:",
        _ratios(found["lengths"]),
    ]
    return "\n\n".join(told)


def _segment_queries(found: Found) -> str:
    size, longest = found["sizes"]["segments"], found["lengths"][-1]["title"]
    rows = [
        [
            *(row["query"], row["title"], history, f"{row['execution_ms']:.3f}"),
            *(f"{row['execution_p95_ms']:.3f}", f"{row['planning_ms']:.3f}"),
            *(f"{row['rows']:,}", f"{row['buffers']:,}"),
        ]
        for history, part in (
            (f"{size['weeks']} weeks", found["queries"]),
            (longest, found["long_queries"]),
        )
        for row in part
    ]
    header = ["query", "as", "history", "execution ms", "95 %", "planning ms"]
    return _table([*header, "rows", "buffers"], rows)


def _groups(found: Found) -> str:
    day = found["day"]
    whole, scores = day["promotion"], day["scores"]
    seconds = scores["notes"]["scores"]
    told: list[tuple[str, float, Found | None]] = [
        ("promotion of the day, from file to NOTIFY", whole["seconds"], whole),
        ("of which comparisons", day["comparison_seconds"], None),
        ("scores of all groups", seconds, scores),
        ("comparisons and scores", day["together_seconds"], None),
    ]
    rows = [
        [
            *(title, f"{took:.2f}", f"{took / whole['seconds']:.3f}"),
            f"{costs['cpu_seconds']:.2f}" if costs else "",
            _mb(costs["wal_bytes"]) if costs else "",
        ]
        for title, took, costs in told
    ]
    title = (
        f"A day of {found['groups']:,} groups of 1 + {found['members'] - 1},"
        f" {whole['items']:,} items, {scores['notes']['rows']:,.0f} scores:"
    )
    table = _table(["", "seconds", "ratio", "CPU s", "WAL MB"], rows)
    stages = f"Stages of the promotion: {_seconds(whole['notes'])}."
    return "\n\n".join([title, table + _busy([whole, scores]), stages])


def _group_reports(found: Found) -> str:
    made = found["reports"]
    title = (
        f"{made['batch']:,} standard reports by rules in one transaction, of"
        f" {made['claims']:.0f} claims each:"
    )
    return f"{title}\n\n{_ratios(made['batches'])}"


def _group_queries(found: Found) -> str:
    due = found["reports"]["due"]
    rows = [
        [
            *(row["query"], f"{row['execution_ms']:.3f}"),
            *(f"{row['execution_p95_ms']:.3f}", f"{row['planning_ms']:.3f}"),
            *(f"{row['rows']:,}", f"{row['buffers']:,}"),
        ]
        for row in (
            *found["reads"],
            *(row | {"query": f"due reports: {row['title']}"} for row in due),
        )
    ]
    header = ["query", "execution ms", "95 %", "planning ms", "rows", "buffers"]
    left_out = "".join(f"\n\n`{n}` was not there." for n in found["left_out"])
    return _table(header, rows) + left_out


def _slowest(prefix: str) -> Callable[[Found], float | None]:
    """The slowest of what reads reports and cells; None where none is there."""
    return lambda found: max(
        (
            row["execution_ms"]
            for row in found["reads"]
            if row["query"].startswith(prefix)
        ),
        default=None,
    )


def _ratios(rows: Sequence[Found]) -> str:
    header = ["", "seconds", "ratio", "CPU s", "CPU ratio", "WAL MB"]
    lines = [
        [
            *(row["title"], f"{row['seconds']:.2f}", f"{row['ratio']:.2f}"),
            *(f"{row['cpu_seconds']:.2f}", f"{row['cpu_ratio']:.2f}"),
            _mb(row["wal_bytes"]),
        ]
        for row in rows
    ]
    return _table(header, lines) + _busy(rows)


def _facts(found: Found) -> str:
    machine = found["machine"]
    versions = ", ".join(f"{name} {text}" for name, text in found["versions"].items())
    settings = ", ".join(
        f"`{name} = {text}`" for name, text in found["settings"].items()
    )
    size = f"{machine['cores']} cores, {machine['memory_gib']} GiB"
    return f"- Machine: {size}.\n- Versions: {versions}.\n- Settings: {settings}."


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A limit: at least or at most a number."""

    at_least: float | None = None
    at_most: float | None = None
    unit: str = ""
    places: int = 1

    @property
    def text(self) -> str:
        """The limit in words."""
        word, limit = ("at least", self.at_least)
        if limit is None:
            word, limit = "at most", self.at_most
        return f"{word} {limit:,}{self.unit}"

    def is_met(self, value: float) -> bool:
        """Whether a value is within the limit."""
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


_DAY, _BIG, _WIDE, _RULES = "5000x365", "20000x365", "100000x90", "rules-100000"
_TARGETS: tuple[tuple[str, Limit, str, Callable[[Found], float | None]], ...] = (
    (
        "one day, times faster than the source statements",
        Limit(at_least=90),
        _DAY,
        _ratio_of("source"),
    ),
    (
        "one day, times faster than dbt",
        Limit(at_least=10),
        _DAY,
        _ratio_of("dbt_models"),
    ),
    (
        "one day, times faster than pandas",
        Limit(at_least=9),
        _DAY,
        _ratio_of("pandas_job"),
    ),
    (
        "one day, times as slow as DuckDB over Parquet",
        Limit(at_most=2),
        _DAY,
        _times_slower_than("duckdb_job"),
    ),
    (
        "WAL of that day, MB",
        Limit(at_most=12),
        _DAY,
        lambda found: next(
            row["wal_bytes"] / 1e6 for row in found["fold"] if row["name"] == "asinmart"
        ),
    ),
    (
        "1,095 days of history, times the cost of 30",
        Limit(at_most=1.1, places=2),
        "history-5000",
        lambda found: float(found["history"][-1]["ratio"]),
    ),
    (
        "100,000 products from JSON to NOTIFY, seconds",
        Limit(at_most=14),
        _WIDE,
        lambda found: float(found["complete"]["seconds"]),
    ),
    (
        "20 alert rules of three tenants, times the cost of a day without",
        Limit(at_most=1.15, places=2),
        _RULES,
        lambda found: float(found["rules"][1]["ratio"]),
    ),
    (
        "100,000 alerts a day for digests, times the cost of a day without",
        Limit(at_most=1.2, places=2),
        _RULES,
        lambda found: float(found["rules"][2]["ratio"]),
    ),
    (
        "loading items of 400 bytes, a second",
        Limit(at_least=100_000, places=0),
        "load",
        lambda found: float(_our_load(found)["items_per_second"]),
    ),
    (
        "memory of the loader, MB",
        Limit(at_most=150, places=0),
        "load",
        lambda found: _our_load(found)["client_memory_bytes"] / 1e6,
    ),
    (
        "WAL of a replay of unchanged data, % of the first",
        Limit(at_most=1, places=2),
        _DAY,
        lambda found: found["complete"]["replay"]["wal_share"] * 100,
    ),
    (
        "slowest of the hot queries, of a tenant too, ms",
        Limit(at_most=1, places=3),
        _BIG,
        lambda found: max(
            row["execution_ms"] for row in (*found["queries"], *found["tenant_queries"])
        ),
    ),
    (
        "hot answers, % of the requests a bare server answers, one worker",
        Limit(at_least=60, places=0),
        "api",
        lambda found: _answers("asinmart", "hot")(found)[0]["of_bare"] * 100,
    ),
    (
        "answers from Redis, times those of FastAPI + SQLAlchemy",
        Limit(at_least=1.5, places=2),
        "api",
        _least(_answers("cache_aside", "Redis"), lambda row: float(row["ratio"])),
    ),
    (
        "cold answers, times those of FastAPI + SQLAlchemy",
        Limit(at_least=1.3, places=2),
        "api",
        _least(_answers("cache_aside", "cold"), lambda row: float(row["ratio"])),
    ),
    (
        "answers, times those of PostGraphile, where it is closest",
        Limit(at_least=1, places=2),
        "api",
        _least(_answers("postgraphile"), lambda row: float(row["ratio"])),
    ),
    (
        "P95 of the mix at half load, while a day is promoted, ms",
        Limit(at_most=20),
        "api",
        lambda found: max(
            row["half"]["p95_ms"] for row in _answers("asinmart", "mix")(found)
        ),
    ),
    (
        "hits in the mix, while a day is promoted, %",
        Limit(at_least=95),
        "api",
        _least(_answers("asinmart", "mix"), lambda row: row["half"]["hit_rate"] * 100),
    ),
    (
        "memory after a million hot requests, times that before",
        Limit(at_most=1.05, places=2),
        "api",
        lambda found: (
            found["api"]["million"]["after_bytes"]
            / found["api"]["million"]["before_bytes"]
        ),
    ),
    (
        "slowest segment query, ms",
        Limit(at_most=2, places=3),
        "sqp",
        lambda found: max(
            row["execution_ms"]
            for row in (*found["queries"], *found["long_queries"])
            if row["title"].startswith("asinmart")
        ),
    ),
    (
        "a week of 200,000 report rows from file to segments, seconds",
        Limit(at_most=5, places=1),
        "sqp",
        lambda found: float(found["week"][0]["seconds"]),
    ),
    (
        "all segments from 204,000 report rows, seconds",
        Limit(at_most=3, places=2),
        "sqp",
        lambda found: float(found["rebuild"][0]["seconds"]),
    ),
    (
        "a week of reports into 104 weeks, times the cost into 4",
        Limit(at_most=1.2, places=2),
        "sqp",
        lambda found: float(found["lengths"][-1]["ratio"]),
    ),
    (
        "a day's comparisons and scores of 20,000 groups of 1 + 5, seconds",
        Limit(at_most=6),
        "competition",
        lambda found: float(found["day"]["together_seconds"]),
    ),
    (
        "1,000 standard reports by rules, seconds",
        Limit(at_most=10),
        "competition",
        lambda found: max(
            float(row["thousand_seconds"]) for row in found["reports"]["batches"]
        ),
    ),
    (
        "reading a report, ms",
        Limit(at_most=2, places=3),
        "competition",
        lambda found: next(
            row["execution_ms"] for row in found["reads"] if row["query"] == "report"
        ),
    ),
    (
        "explaining a cell, ms",
        Limit(at_most=20),
        "competition",
        _slowest("explain "),
    ),
    (
        "looking for due reports of 20,000 groups when none is, ms",
        Limit(at_most=300),
        "competition",
        lambda found: next(
            row["execution_ms"]
            for row in found["reports"]["due"]
            if row["title"] == "nothing"
        ),
    ),
)

_PARTS: dict[str, Callable[[Found], str]] = {
    "fold": _fold,
    "stages": _stages,
    "complete": _complete,
    "queries": _queries,
    "tenant_queries": _tenant_queries,
    "load": _load,
    "history": _history,
    "rules": _rules,
    "api": _api,
    "segments": _segments,
    "weeks": _weeks,
    "segment_queries": _segment_queries,
    "groups": _groups,
    "group_reports": _group_reports,
    "group_queries": _group_queries,
    "facts": _facts,
}


def _busy(rows: Sequence[Found]) -> str:
    """A warning where other programs kept the machine busy; else nothing."""
    share = max(row.get("others_share", 0) for row in rows)
    if share <= results.BUSY_SHARE:
        return ""
    return (
        f"\n\nMeasured while other programs took up to {share:.0%} of the machine: CPU"
        " seconds tell more than seconds."
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---", *("---:" for _ in header[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _seconds(notes: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in notes.items())


def _mb(value: float) -> str:
    return f"{value / 1e6:,.1f}"


if __name__ == "__main__":
    sys.exit(main())
