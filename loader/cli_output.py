"""Prints results: tables for people, JSON lines for programs, progress bars."""

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
from psycopg.rows import DictRow
from rich.console import Console, JustifyMethod
from rich.markdown import Markdown
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
)
from rich.table import Table
from rich.text import Text

from loader.errors import LoaderError
from loader.promotion import Promotion
from loader.runs import Outcome, Watch

LOADED, FAILED, INCOMPLETE = 0, 1, 2
_WIDTH_OF_PIPES = 200
_STATUS_STYLES = {
    "SUCCESS": "green",
    "ok": "green",
    "succeeded": "green",
    "PARTIAL": "yellow",
    "warning": "yellow",
    "LANDED": "cyan",
    "verified": "green",
    "HALTED": "red",
    "FAILED": "red",
    "failed": "red",
    "critical": "red",
}


@dataclass(slots=True)
class FileReport:
    """One line of the result: a source, and the counts of loading and promotion."""

    name: str
    outcome: Outcome | None = None
    promotion: Promotion | None = None
    error: LoaderError | None = None
    reject_reasons: dict[str, int] = field(default_factory=dict)
    readings: list[DictRow] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 loaded (or there already), 2 with rejects or halted, 1 nothing loaded."""
        outcome = self.outcome
        if self.error is not None or outcome is None or self.status == "FAILED":
            return FAILED
        if outcome.is_new and outcome.stored_count == 0:
            return FAILED
        rejected = self.promotion.rejected_count if self.promotion else 0
        if self.status == "HALTED" or outcome.rejects or (outcome.is_new and rejected):
            return INCOMPLETE
        return LOADED

    @property
    def status(self) -> str:
        """Status of the run, as far as it is known here."""
        if self.promotion is not None:
            return self.promotion.status
        return self.outcome.status if self.outcome is not None else ""


def exit_code_of(reports: list[FileReport]) -> int:
    """Take the worst: an error before rejects before success."""
    codes = {report.exit_code for report in reports}
    return next((code for code in (FAILED, INCOMPLETE) if code in codes), LOADED)


def out() -> Console:
    """Console for results; tables keep their width when they go to a pipe."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_OF_PIPES)
    return console


def err() -> Console:
    """Console for progress and errors."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def print_error(error: LoaderError) -> None:
    """Write an error as one line."""
    err().print(f"[red]asinmart:[/red] {escape(str(error))}")


@contextmanager
def watching(name: str, size: int) -> Iterator[Watch]:
    """Show bytes read and items a second on a terminal; elsewhere show nothing."""
    console = err()
    if not console.is_terminal:
        yield Watch()
        return
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(binary_units=True),
        _ItemRate(),
        console=console,
        transient=True,
    )
    with progress:
        task = progress.add_task(escape(name), total=size, items=0)
        items = 0

        def count(more: int) -> None:
            nonlocal items
            items += more
            progress.update(task, items=items)

        def restart() -> None:
            nonlocal items
            items = 0
            progress.reset(
                task, description=f"{escape(name)}, item by item", total=size, items=0
            )

        yield Watch(
            on_read=lambda more: progress.advance(task, more),
            on_items=count,
            on_restart=restart,
        )


class _ItemRate(ProgressColumn):
    def render(self, task: Task) -> Text:
        items = task.fields.get("items", 0)
        rate = items / task.elapsed if task.elapsed else 0
        return Text(f"{items:,} items, {rate:,.0f}/s")


@contextmanager
def spinning(text: str) -> Iterator[Callable[[str], None]]:
    """Show the current step on a terminal; give a function that changes the text."""
    console = err()
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(escape(text))
        yield lambda text: progress.update(task, description=escape(text))


@contextmanager
def replaying(text: str) -> Iterator[Callable[[DictRow], None]]:
    """Show on a terminal how many items of a replay are promoted."""
    console = err()
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[text]}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(escape(text), total=None, text="")

        def show(found: DictRow) -> None:
            done = found["run_count"] - found["waiting_runs"]
            progress.update(
                task,
                total=int(found["item_count"]),
                completed=int(found["done_item_count"]),
                text=f"{done:,} of {found['run_count']:,} runs",
            )

        yield show


@contextmanager
def copying(text: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how many of all rows are copied."""
    console = err()
    if not console.is_terminal:
        yield lambda done, total: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} rows"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(escape(text), total=0)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def print_load(reports: list[FileReport], *, is_promoted: bool) -> None:
    """Print a table with a line a file, and advice about items that were not loaded."""
    console = out()
    loaded = [report for report in reports if report.outcome is not None]
    if loaded:
        console.print(_load_table(loaded, is_promoted=is_promoted))
    for report in loaded:
        if report.readings and report.outcome is not None and report.outcome.is_new:
            print_rows(f"{escape(report.name)} was read as", report.readings, empty="-")
    for report in reports:
        if report.error is not None:
            print_error(report.error)
    for report in loaded:
        assert report.outcome is not None
        for note in _notes(report, outcome=report.outcome):
            console.print(escape(note), soft_wrap=True)
    if not is_promoted and any(report.status == "LANDED" for report in loaded):
        console.print(
            "Landed in staging_raw; pg_cron promotes it within a minute. Watch it with"
            " `asinmart status`, or load with --wait.",
            soft_wrap=True,
        )


def _load_table(reports: list[FileReport], *, is_promoted: bool) -> Table:
    numbers = ["Items", "Stored", "Rejected"]
    if is_promoted:
        numbers = ["Items", "Received", "Accepted", "Duplicate", "Rejected"]
        numbers += ["Changed days", "Alerts"]
    table = _table(
        "File", *numbers, "Seconds", "If undated, of", "Status", numeric=numbers
    )
    for report in reports:
        outcome, promotion = report.outcome, report.promotion
        assert outcome is not None
        counts: list[Any] = [outcome.item_count, outcome.stored_count]
        counts.append(outcome.rejects.total())
        if is_promoted:
            counts = [outcome.item_count if outcome.is_new else None, *[None] * 6]
        if promotion is not None:
            counts[1:] = [
                promotion.received_count,
                promotion.accepted_count,
                promotion.duplicate_count,
                promotion.rejected_count,
                promotion.changed_day_count,
                promotion.alert_count,
            ]
        elif not outcome.is_new:
            counts = [None] * len(counts)
        observed = (
            f"{_cell(outcome.observed_at)} ({outcome.observed_from})"
            if outcome.observed_at
            else "time of arrival"
        )
        _add_row(
            table,
            [
                report.name,
                *counts,
                f"{outcome.seconds:.2f}",
                observed,
                report.status if outcome.is_new else f"already loaded, {report.status}",
            ],
        )
    return table


def _notes(report: FileReport, *, outcome: Outcome) -> Iterator[str]:
    job_id = outcome.job_id
    if not outcome.is_new:
        yield (f"{report.name} was loaded before as {job_id}: nothing changed.")
    if outcome.is_new and outcome.item_count == 0:
        yield f"{report.name} has no items; only the run and its cost are kept."
    elif outcome.is_new and outcome.stored_count == 0:
        yield f"Nothing in {report.name} could be stored."
    reasons = report.reject_reasons or outcome.rejects
    if reasons and (outcome.is_new or report.status in ("HALTED", "PARTIAL")):
        listed = ", ".join(f"{count} {code}" for code, count in reasons.items())
        yield (
            f"{report.name}: {sum(reasons.values())} rejected ({listed}), kept in"
            " staging_raw.rejected_events. List them:"
            f" asinmart rejects {quoted(job_id)}"
        )
        yield f"  After the cause is mended: asinmart replay {quoted(job_id)}"
    if report.status == "HALTED":
        yield (
            f"{report.name}: too many rejects, so the run was HALTED and nothing of it"
            " reached core."
        )


def print_json(reports: Iterable[FileReport]) -> None:
    """Print one JSON object a file."""
    for report in reports:
        outcome = report.outcome
        answer: dict[str, Any] = {"file": report.name, "exit_code": report.exit_code}
        if outcome is not None:
            answer |= {
                "job_id": outcome.job_id,
                "run_id": outcome.run_id,
                "status": report.status,
                "already_loaded": not outcome.is_new,
                "format": outcome.format or None,
                "observed_at": outcome.observed_at,
                "observed_from": outcome.observed_from,
                "items": outcome.item_count,
                "stored": outcome.stored_count,
                "rejected": outcome.rejects.total(),
                "reject_reasons": dict(report.reject_reasons or outcome.rejects),
                "bytes": outcome.byte_count,
                "item_by_item": outcome.is_careful,
                "seconds": round(outcome.seconds, 3),
            }
        if report.promotion is not None:
            answer["promotion"] = asdict(report.promotion)
            answer["readings"] = report.readings
        if report.error is not None:
            answer["error"] = str(report.error)
        sys.stdout.write(orjson.dumps(answer).decode() + "\n")


def print_rows(title: str, rows: list[DictRow], *, empty: str) -> None:
    """Print rows of the database as a table, a column a key."""
    console = out()
    if not rows:
        console.print(f"{title}: {empty}")
        return
    headings = [name.replace("_", " ").capitalize() for name in rows[0]]
    numeric = [
        heading
        for heading, name in zip(headings, rows[0], strict=True)
        if any(isinstance(row[name], int) for row in rows)
        and not any(isinstance(row[name], bool) for row in rows)
    ]
    table = _table(*headings, numeric=numeric)
    for row in rows:
        _add_row(table, row.values())
    console.print(f"[bold]{title}[/bold]")
    console.print(table)


def print_facts(title: str, facts: DictRow) -> None:
    """Print one row of the database as a list of names and values."""
    console = out()
    table = Table.grid(padding=(0, 2))
    for name, value in facts.items():
        table.add_row(name.replace("_", " ").capitalize(), _cell(value))
    console.print(f"[bold]{title}[/bold]")
    console.print(table)


def print_document(text: str, *, is_markdown: bool) -> None:
    """Print a document as it is; Markdown on a terminal with its formatting."""
    console = out()
    if is_markdown and console.is_terminal:
        console.print(Markdown(text))
        return
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def quoted(job_id: str) -> str:
    """Quote a job id for the shell where it needs it."""
    return shlex.quote(job_id)


def _table(*headings: str, numeric: Iterable[str]) -> Table:
    right = set(numeric) | {"Seconds"}
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        side: JustifyMethod = "right" if heading in right else "left"
        # Folded, never cut: users copy job ids.
        table.add_column(heading, justify=side, overflow="fold")
    return table


def _add_row(table: Table, values: Iterable[Any]) -> None:
    table.add_row(*(_cell(value) for value in values))


def _cell(value: Any) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        case date():
            return value.isoformat()
        case timedelta():
            return str(value)
    text = escape(str(value))
    style = _STATUS_STYLES.get(text)
    return f"[{style}]{text}[/{style}]" if style else text
