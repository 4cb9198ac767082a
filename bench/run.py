"""The benchmark's command line; docs/performance.md explains what it measures."""

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg
from rich.console import Console

from bench import contestants, databases, folding, results, show
from bench.contestants import Arena
from bench.databases import Addresses, BenchError
from bench.history import Scale, digest, fill
from bench.measure import Server

_DATABASE = "bench"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; 0 when everybody agreed."""
    options = _parser().parse_args(arguments)
    out = show.console()
    if options.list:
        _list(out)
        return 0
    try:
        run(out, options)
    except BenchError as error:
        out.print(f"[bold red]bench:[/] {error}", soft_wrap=True)
        return 1
    except psycopg.Error as error:
        reason = error.diag.message_primary or str(error).splitlines()[0]
        out.print(f"[bold red]bench:[/] the database said: {reason}", soft_wrap=True)
        return 1
    return 0


def run(out: Console, options: argparse.Namespace) -> None:
    """Run the measurements of one size and keep what they found."""
    server = databases.addresses()
    scale = _scale(options.size)
    database = history_database(out, server, scale)
    watch = Server(database.superuser)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="asinmart-bench-") as folder,
            out.status("") as spinner,
        ):
            arena = Arena(database=database, scale=scale, folder=Path(folder))
            racers = folding.race(
                watch,
                arena,
                options.contestant or _available(out),
                repeats=options.repeat,
                on_step=spinner.update,
            )
    finally:
        watch.close()
    found = results.of_race(racers)
    results.show_race(out, scale, found)


def history_database(out: Console, server: Addresses, scale: Scale) -> Addresses:
    """A fresh copy of the history of that size, which is made when it is not there.

    Histories of other sizes stay; those that this code would make otherwise go.
    """
    wanted = f"history_{scale}_{digest()}"
    for name in databases.names(server):
        is_history = name.startswith("history_") and not name.endswith(digest())
        if is_history or name.startswith(f"{_DATABASE}_"):
            databases.dropped(server, name)
    with out.status("") as spinner:
        if not databases.exists(server, wanted):
            spinner.update(f"migrating for {scale}")
            building = f"{_DATABASE}_building"
            databases.dropped(server, building)
            made = databases.migrated(server, building)
            fill(
                made.owner,
                scale,
                on_step=lambda text: spinner.update(f"history {scale}: {text}"),
            )
            databases.renamed(server, building, wanted)
        spinner.update(f"copying the history of {scale}")
        return databases.copied(server, _DATABASE, template=wanted)


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
    show.table(out, ["name", "contestant", "state"], rows)


def _scale(text: str) -> Scale:
    if text == "small":
        text = "200x100"
    sizes = re.fullmatch(r"(\d+)x(\d+)", text)
    if sizes is None:
        raise BenchError(f"{text} is no size: write PRODUCTSxDAYS, such as 5000x365.")
    return Scale(products=int(sizes[1]), days=int(sizes[2]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.run", description=__doc__)
    parser.add_argument("--size", default="5000x365", help="PRODUCTSxDAYS, or small")
    parser.add_argument(
        "--contestant", action="append", choices=contestants.NAMES, help="repeatable"
    )
    parser.add_argument("--repeat", type=int, default=5, help="days to fold")
    parser.add_argument("--list", action="store_true", help="list the contestants")
    return parser


if __name__ == "__main__":
    sys.exit(main())
