"""The command line of the benchmark; docs/performance.md explains the measurements."""

import argparse
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from rich.console import Console

from bench import contestants
from bench.contestants import Arena, source_segments
from bench.data import reports as made_reports
from bench.data.history import Scale, digest, fill
from bench.data.reports import Reports
from bench.harness import databases, servers, wrk
from bench.harness.databases import Addresses, BenchError
from bench.harness.resources import Server
from bench.reporting import results
from bench.suites import (
    alert_rules,
    bulk_load,
    competition,
    daily_batch,
    history_length,
    http_api,
    mart_queries,
    pipeline,
    search_reports,
)
from common import terminal

# Databases with this prefix belong to one run; the next run drops them.
_PREFIX = "bench_"
_SIZES = {"small": "200x100", "default": "5000x365"}
_HISTORIES = (30, 365, 1095)
_RULES_DAYS = 35
_RULES_REPEATS = 3
_COMPLETE_REPEATS = 3
_LOAD_REPEATS = 3
_API_DAYS = 120
_API_REPEATS = 3
_LOAD_BYTES = (400, 1500)
# Reports: of 100 queries each, in weeks of history.
_REPORT_QUERIES = 100
_SEGMENT_ROWS = 204_000
_SEGMENT_WEEKS = 20
_REPORT_REPEATS = 3
_REPORT_WEEKS = (4, 104)
# A main product and five competitors in each of 20,000 groups.
_GROUP_SIZE = 6
_GROUP_PRODUCTS = 120_000
_GROUP_DAYS = 35
_GROUP_REPEATS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen suites; return 0 when all contestants agree."""
    options = _parser().parse_args(arguments)
    out = terminal.console()
    if options.list:
        _list(out)
        return 0
    try:
        run(out, options)
    except BenchError as error:
        return _fail(out, str(error))
    except psycopg.Error as error:
        reason = error.diag.message_primary or str(error).splitlines()[0]
        return _fail(out, f"the database reports: {reason}")
    except KeyboardInterrupt:
        return _fail(out, "stopped; finished histories are kept for the next run.")
    return 0


def run(out: Console, options: argparse.Namespace) -> None:
    """Run the measurements of one size, show the results and keep them."""
    server = databases.addresses()
    _tidy(server)
    is_default = options.size == "default"
    if options.size == "history" or is_default:
        products = options.products or (1000 if is_default else 5000)
    if options.size == "history":
        run_history(out, server, options, products=products)
    elif options.size == "rules":
        run_rules(out, server, options, products=options.products or 100_000)
    elif options.size == "load":
        run_load(out, server, options, count=options.items or 500_000)
    elif options.size == "sqp":
        run_sqp(out, server, options, products=options.products or 2000)
    elif options.size == "competition":
        products = options.products or _GROUP_PRODUCTS
        run_competition(out, server, options, products=products)
    elif options.size == "api":
        run_api(out, server, options, products=options.products or 2000)
    else:
        run_day(out, server, options, _scale(_SIZES.get(options.size, options.size)))
    if is_default:
        run_load(out, server, options, count=options.items or 100_000)
        run_history(out, server, options, products=products)


def run_day(
    out: Console, server: Addresses, options: argparse.Namespace, scale: Scale
) -> None:
    """Time the daily batch, the hot queries, asinmart from JSON, and its replay."""
    with _step(out) as on_step, _arena(server, scale, "day", on_step) as (watch, arena):
        racers = daily_batch.race(
            watch,
            arena,
            options.contestant or _available(out),
            repeats=options.repeat,
            on_step=on_step,
        )
        found: dict[str, Any] = {"fold": results.of_race(racers)}
        day = scale.until + timedelta(days=options.repeat)
        on_step("hot queries")
        found["queries"] = mart_queries.timed(arena.database.owner, day)
        found["complete"] = pipeline.days(
            watch,
            arena,
            day + timedelta(days=1),
            repeats=min(_COMPLETE_REPEATS, options.repeat),
            item_bytes=options.item_bytes,
            on_step=on_step,
        )
        on_step("hot queries of a tenant")
        found["tenant_queries"] = mart_queries.timed_as_tenant(
            arena.database.owner, day
        )
        facts = results.facts(arena.database.owner)
    results.show_race(out, scale, found["fold"])
    results.show_complete(out, found["complete"])
    results.show_queries(out, found["queries"], found["tenant_queries"])
    size = {"products": scale.products, "days": scale.days}
    _keep(options, str(scale), facts | {"size": size} | found)


def run_load(
    out: Console, server: Addresses, options: argparse.Namespace, *, count: int
) -> None:
    """Time the loaders, for short and for long items."""
    found = {}
    with _step(out) as on_step, tempfile.TemporaryDirectory() as folder:
        on_step("migrating")
        name = f"{_PREFIX}load"
        databases.dropped(server, name)
        database = databases.migrated(server, name)
        watch = Server(database.superuser)
        try:
            for size in _LOAD_BYTES:
                path = Path(folder) / f"items-{size}.jsonl"
                bulk_load.write_items(path, count=count, size=size)
                found[f"{size} bytes"] = bulk_load.race(
                    watch,
                    database,
                    path,
                    bulk_load.available(),
                    count=count,
                    repeats=min(_LOAD_REPEATS, options.repeat),
                    on_step=on_step,
                )
                path.unlink()
        finally:
            watch.close()
        facts = results.facts(database.owner)
    for title, rows in found.items():
        results.show_load(out, title, count, rows)
    _keep(options, "load", facts | {"items": count, "load": found})


def run_history(
    out: Console, server: Addresses, options: argparse.Namespace, *, products: int
) -> None:
    """Time the same day in histories of different lengths, in turn."""
    with _step(out) as on_step, tempfile.TemporaryDirectory() as folder:
        servers = {}
        try:
            for days in _HISTORIES:
                scale = Scale(products=products, days=days)
                name = f"{_PREFIX}{days}"
                database = history_database(server, scale, name, on_step)
                arena = Arena(database=database, scale=scale, folder=Path(folder))
                servers[days] = (Server(database.superuser), arena)
            found = history_length.compared(
                servers, repeats=options.repeat, on_step=on_step
            )
            facts = results.facts(database.owner)
        finally:
            for watch, _ in servers.values():
                watch.close()
    results.show_flat(out, products, found)
    _keep(options, f"history-{products}", facts | {"history": found})


def run_rules(
    out: Console, server: Addresses, options: argparse.Namespace, *, products: int
) -> None:
    """Time a day under no rules, 20 rules, and one that alerts about nearly all."""
    scale = Scale(products=products, days=_RULES_DAYS)
    with (
        _step(out) as on_step,
        _arena(server, scale, "rules", on_step) as (
            watch,
            arena,
        ),
    ):
        repeats = min(_RULES_REPEATS, options.repeat)
        found = alert_rules.compared(
            watch,
            arena,
            repeats=repeats,
            item_bytes=options.item_bytes,
            on_step=on_step,
        )
        facts = results.facts(arena.database.owner)
    results.show_rules(out, products, found)
    _keep(options, f"rules-{products}", facts | {"rules": found})


def run_api(
    out: Console, server: Addresses, options: argparse.Namespace, *, products: int
) -> None:
    """Time the API beside its peers, under load."""
    if missing := wrk.missing():
        raise BenchError(f"there is {missing}: run `make bench SIZE=api`.")
    peers, left_out = http_api.available()
    for title, reason in left_out.items():
        out.print(f"[yellow]{title} is left out: {reason}[/]")
    scale = Scale(products=products, days=_API_DAYS)
    with (
        _step(out) as on_step,
        _arena(server, scale, "api", on_step) as (watch, arena),
    ):
        place = servers.place(arena.database, arena.folder)
        bench = http_api.Bench(watch, arena, place)
        try:
            found = http_api.compared(
                bench,
                peers,
                repeats=min(_API_REPEATS, options.repeat),
                seconds=options.seconds,
                million=options.requests,
                on_step=on_step,
            )
        finally:
            bench.close()
        facts = results.facts(arena.database.owner)
    facts["versions"] |= servers.versions()
    size = {"products": scale.products, "days": scale.days}
    results.show_api(out, found)
    _keep(options, "api", facts | {"size": size, "left_out": left_out, "api": found})


def run_sqp(
    out: Console, server: Addresses, options: argparse.Namespace, *, products: int
) -> None:
    """Time segments beside the source's view, a large week, and the same week later."""
    repeats = min(_REPORT_REPEATS, options.repeat)
    found: dict[str, Any] = {}
    per_product = _REPORT_QUERIES * _SEGMENT_WEEKS
    rows = options.report_rows
    sizes = {
        "segments": _reports(max(1, rows // per_product), _SEGMENT_WEEKS),
        "week": _reports(products, _REPORT_WEEKS[0]),
    }
    lengths = [_reports(max(1, products // 10), weeks) for weeks in _REPORT_WEEKS]
    with _step(out) as on_step:
        for part, size in sizes.items():
            with _shelf(server, size, part, on_step) as (watch, shelf):
                on_step(f"{part}: {source_segments.TITLE}")
                source_segments.prepare(
                    shelf.database, start=shelf.first_day, end=size.until
                )
                try:
                    if part == "segments":
                        found["rebuild"] = search_reports.rebuilt(
                            watch, shelf, repeats=repeats, on_step=on_step
                        )
                        found["queries"] = search_reports.timed(
                            shelf, with_source=True, on_step=on_step
                        )
                    found[part] = search_reports.weeks(
                        watch, shelf, repeats=repeats, on_step=on_step
                    )
                finally:
                    source_segments.drop(shelf.database)
                facts = results.facts(shelf.database.owner)
        with ExitStack() as stack:
            shelves = {
                size.weeks: stack.enter_context(
                    _shelf(server, size, str(size.weeks), on_step)
                )
                for size in lengths
            }
            found["lengths"] = search_reports.lengths(
                shelves, repeats=repeats, on_step=on_step
            )
            longest = shelves[max(shelves)][1]
            found["long_queries"] = search_reports.timed(
                longest, with_source=False, on_step=on_step
            )
    found["sizes"] = {
        name: {
            "products": size.products,
            "weeks": size.weeks,
            "queries": size.queries,
            "rows": size.rows,
        }
        for name, size in (*sizes.items(), ("lengths", lengths[0]))
    }
    results.show_sqp(out, found)
    name = "sqp" if rows == _SEGMENT_ROWS else f"sqp-{rows}"
    _keep(options, name, facts | found)


def run_competition(
    out: Console, server: Addresses, options: argparse.Namespace, *, products: int
) -> None:
    """Time comparisons and scores of groups, reports about them, and reading these."""
    scale = Scale(products=products, days=_GROUP_DAYS, group_size=_GROUP_SIZE)
    repeats = min(_GROUP_REPEATS, options.repeat)
    with (
        _step(out) as on_step,
        _arena(server, scale, "competition", on_step) as (watch, arena),
    ):
        found: dict[str, Any] = {"groups": scale.groups, "members": _GROUP_SIZE}
        found["day"] = competition.days(
            watch,
            arena,
            repeats=repeats,
            item_bytes=options.item_bytes,
            on_step=on_step,
        )
        found["reports"] = competition.reports(
            watch, arena, repeats=repeats, on_step=on_step
        )
        found |= competition.reads(arena, on_step=on_step)
        facts = results.facts(arena.database.owner)
    results.show_competition(out, found)
    is_whole = products == _GROUP_PRODUCTS
    name = "competition" if is_whole else f"competition-{products}"
    _keep(options, name, facts | {"size": {"products": products}} | found)


def _reports(products: int, weeks: int) -> Reports:
    return Reports(products=products, weeks=weeks, queries=_REPORT_QUERIES)


def history_database(
    server: Addresses,
    scale: Scale | Reports,
    name: str,
    on_step: Callable[[str], None],
) -> Addresses:
    """Return a fresh copy of the history of that size; make the history if missing."""
    wanted = f"history_{scale}_{digest()}"
    if not databases.exists(server, wanted):
        on_step(f"history {scale}: migrating")
        building = f"{_PREFIX}building"
        databases.dropped(server, building)
        made = databases.migrated(server, building)

        def on_fill(text: str) -> None:
            on_step(f"history {scale}: {text}")

        if isinstance(scale, Scale):
            fill(made.owner, scale, on_step=on_fill)
        else:
            made_reports.fill(made.owner, scale, on_step=on_fill)
        databases.renamed(server, building, wanted)
    on_step(f"history {scale}: copying")
    return databases.copied(server, name, template=wanted)


@contextmanager
def _shelf(
    server: Addresses, reports: Reports, name: str, on_step: Callable[[str], None]
) -> Iterator[tuple[Server, search_reports.Shelf]]:
    database = history_database(server, reports, f"{_PREFIX}sqp_{name}", on_step)
    watch = Server(database.superuser)
    try:
        with tempfile.TemporaryDirectory(prefix="asinmart-bench-") as folder:
            yield (
                watch,
                search_reports.Shelf(
                    database=database, reports=reports, folder=Path(folder)
                ),
            )
    finally:
        watch.close()


@contextmanager
def _arena(
    server: Addresses, scale: Scale, name: str, on_step: Callable[[str], None]
) -> Iterator[tuple[Server, Arena]]:
    database = history_database(server, scale, f"{_PREFIX}{name}", on_step)
    watch = Server(database.superuser)
    try:
        with tempfile.TemporaryDirectory(prefix="asinmart-bench-") as folder:
            yield watch, Arena(database=database, scale=scale, folder=Path(folder))
    finally:
        watch.close()


@contextmanager
def _step(out: Console) -> Iterator[Callable[[str], None]]:
    """Show the current step: a spinner on a terminal, lines elsewhere."""
    if not out.is_terminal:
        yield lambda text: out.print(text, style="dim")
        return
    with out.status("") as spinner:
        yield spinner.update


def _tidy(server: Addresses) -> None:
    """Drop the databases of earlier runs, and histories of older code."""
    for name in databases.names(server):
        is_old = name.startswith("history_") and not name.endswith(digest())
        if is_old or name.startswith(_PREFIX):
            databases.dropped(server, name)


def _keep(options: argparse.Namespace, name: str, found: dict[str, Any]) -> None:
    """Keep the results in the folder of --out, else in bench/results.

    Without --out, results of the small size or of chosen contestants are not kept.
    """
    is_whole = options.size != "small" and not options.contestant
    if options.out is not None or is_whole:
        results.keep(options.out or results.FOLDER, name, found)


def _available(out: Console) -> list[str]:
    found = []
    for name in contestants.NAMES:
        missing = contestants.missing_packages(name)
        if missing:
            out.print(f"[yellow]{name} is left out: no package {missing[0]}[/]")
        else:
            found.append(name)
    return found


def _list(out: Console) -> None:
    rows = []
    for name in contestants.NAMES:
        missing = contestants.missing_packages(name)
        state = f"no package {missing[0]}" if missing else "ready"
        rows.append([name, contestants.contestant(name).TITLE, state])
    terminal.table(out, ["name", "contestant", "state"], rows)


def _fail(out: Console, text: str) -> int:
    out.print(f"[bold red]bench:[/] {text}", soft_wrap=True)
    return 1


def _scale(text: str) -> Scale:
    sizes = re.fullmatch(r"(\d+)x(\d+)", text)
    if sizes is None:
        raise BenchError(f"{text} is no size; give PRODUCTSxDAYS, such as 5000x365.")
    return Scale(products=int(sizes[1]), days=int(sizes[2]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--size",
        default="default",
        help="PRODUCTSxDAYS such as 20000x365, or small, history, load, rules, api, "
        "sqp, competition; "
        "default: 5000x365 with a short load and history",
    )
    parser.add_argument(
        "--contestant",
        action="append",
        choices=contestants.NAMES,
        help="run only this one beside asinmart; repeatable",
    )
    parser.add_argument("--repeat", type=int, default=5, help="number of days to add")
    parser.add_argument(
        "--item-bytes", type=int, default=1500, help="size of JSON items"
    )
    parser.add_argument("--items", type=int, help="number of items to load")
    parser.add_argument(
        "--seconds", type=float, default=5, help="length of each load on the API"
    )
    parser.add_argument(
        "--requests",
        type=int,
        default=1_000_000,
        help="hot requests between the two measurements of memory",
    )
    parser.add_argument(
        "--products", type=int, help="products of the histories, or of a week's reports"
    )
    parser.add_argument(
        "--report-rows",
        type=int,
        default=_SEGMENT_ROWS,
        help="rows of search query reports that segments are rebuilt from",
    )
    parser.add_argument(
        "--out",
        type=Path,
        help="folder for the results; default: bench/results, for complete runs only",
    )
    parser.add_argument("--list", action="store_true", help="list the contestants")
    return parser


if __name__ == "__main__":
    sys.exit(main())
