"""The command asinmart: load, fetch, status, rejects, replay, report, archive, doctor.

Exit codes: 0 everything was loaded (or was there already), 2 loaded with rejects or
halted, 1 nothing was loaded, or an error.
"""

import logging
import os
import re
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any

import orjson
import psycopg
import typer
from psycopg.rows import DictRow
from typer.core import TyperGroup

from loader import cli_output, queries
from loader.archive import archive_partition, open_storage, restore_partition
from loader.cli_output import FileReport
from loader.database import Connection, connected, in_sentences, row, rows
from loader.errors import LoaderError
from loader.formats.validate import DEFAULT_ITEM_LIMIT
from loader.inputs import Source, open_source
from loader.promotion import (
    Promotion,
    Wanted,
    finish_replay,
    known_status,
    promote,
    replay,
    replay_progress,
)
from loader.runs import Run, check_tenant, load, preview, run_of_file
from loader.settings import load_settings
from loader.sources import apify

_ASIN = re.compile(r"[A-Z0-9]{10}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{8}")
_STATUS_ROWS = 10
_PREVIEWED_ITEMS = 20


class DateOrder(StrEnum):
    """Whether the day or the month comes first in dates with slashes."""

    dmy = "dmy"
    mdy = "mdy"


class ReportFormat(StrEnum):
    """What a report is printed or saved as."""

    html = "html"
    markdown = "markdown"
    json = "json"


_FORMATS_OF_SUFFIXES = {
    ".html": ReportFormat.html,
    ".htm": ReportFormat.html,
    ".md": ReportFormat.markdown,
    ".json": ReportFormat.json,
}


class _Sentences(TyperGroup):
    """Group of commands in which every error ends as one line and exit code 1."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        with _errors_as_sentences():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        with _errors_as_sentences():
            return super().invoke(ctx)


@contextmanager
def _errors_as_sentences() -> Iterator[None]:
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        error = LoaderError(
            "Interrupted; the batch under way was rolled back.",
            advice="Run the same command again to continue.",
        )
    except LoaderError as fault:
        error = fault
    except psycopg.Error as fault:
        error = in_sentences(fault)
    except OSError as fault:
        error = LoaderError(f"The operating system reports: {fault}.")
    except Exception as fault:
        if hasattr(fault, "format_message"):
            # Wrong usage, which typer explains. Its code 2 means "loaded with rejects".
            fault.exit_code = cli_output.FAILED  # type: ignore[attr-defined]
            raise
        if "ASINMART_TRACEBACK" in os.environ:
            raise
        error = LoaderError(
            f"Internal error of asinmart: {type(fault).__name__}: {fault}.",
            advice="Set ASINMART_TRACEBACK=1 for the traceback, and report it.",
        )
    else:
        return
    cli_output.print_error(error)
    raise typer.Exit(cli_output.FAILED)


app = typer.Typer(
    cls=_Sentences,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Load Amazon product data into Postgres and show the results.",
)
fetch_app = typer.Typer(
    no_args_is_help=True, help="Fetch products from a source and load them."
)
app.add_typer(fetch_app, name="fetch")
archive_app = typer.Typer(
    no_args_is_help=True,
    help="Put detached partitions into files, and back; as asinmart_admin.",
)
app.add_typer(archive_app, name="archive")

Marketplace = Annotated[
    str | None,
    typer.Option(
        help="Marketplace of all items, such as US; default: read from each item."
    ),
]
Tenant = Annotated[
    str | None,
    typer.Option(
        metavar="NAME_OR_ID",
        help="Tenant that owns the items, such as reports of its account; default:"
        " none, for data that all tenants share.",
    ),
]
Wait = Annotated[
    bool,
    typer.Option("--wait", help="Promote now instead of waiting for pg_cron."),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print one JSON object a batch, no tables.")
]
ItemLimit = Annotated[
    int, typer.Option(min=1, help="Reject items with more bytes than this.")
]
JobId = Annotated[str, typer.Argument(metavar="JOB", help="Job id of the run.")]


def _print_version(is_asked: bool) -> None:
    if is_asked:
        try:
            typer.echo(f"asinmart {version('asinmart')}")
        except PackageNotFoundError:
            raise LoaderError(
                "asinmart is not installed.", advice="Run `make up` first."
            ) from None
        raise typer.Exit


@app.callback()
def main(
    is_version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help="Print the version and exit.",
        ),
    ] = False,
) -> None:
    """Load Amazon product data into Postgres and show the results."""
    # Errors end as a sentence here, so warnings of libraries would repeat them.
    logging.getLogger().addHandler(logging.NullHandler())


@app.command("load")
def load_files(
    files: Annotated[
        list[str],
        typer.Argument(help="JSON, JSON lines or CSV, gzipped or not; - for stdin."),
    ],
    source: Annotated[
        str, typer.Option(help="Name of the source in the ledger; auto means file.")
    ] = "auto",
    marketplace: Marketplace = None,
    tenant: Tenant = None,
    observed_at: Annotated[
        str | None,
        typer.Option(
            help="Time of observation for items that have none: ISO 8601, UTC by"
            " default; a bare day is that day in every marketplace. Default: the Apify"
            " time stamp in the file name, else the time of arrival."
        ),
    ] = None,
    date_order: Annotated[
        DateOrder | None,
        typer.Option(help="How to read dates such as 05/11/2026: day or month first."),
    ] = None,
    job_id: Annotated[
        str | None,
        typer.Option(
            help="Name of the batch, for one file; default: from its content."
        ),
    ] = None,
    is_waiting: Wait = False,
    is_dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Show how the first items would be read; load nothing."
        ),
    ] = False,
    is_json: AsJson = False,
    max_item_bytes: ItemLimit = DEFAULT_ITEM_LIMIT,
) -> None:
    """Load files into staging_raw, each in one transaction."""
    if job_id is not None and len(files) > 1:
        raise LoaderError(
            "--job-id names one batch, but several files were given.",
            advice="Load them one by one, or leave it out.",
        )
    seen_at = (
        _day_or_instant(observed_at, name="--observed-at")
        if observed_at is not None
        else None
    )
    reports: list[FileReport] = []
    is_refused = False
    with connected(load_settings().url) as connection:
        for path in files:
            file_report = FileReport(path)
            reports.append(file_report)
            with _file_errors(file_report), open_source(path) as opened:
                file_report.name = opened.name
                run = run_of_file(
                    opened,
                    source_name="file" if source == "auto" else source,
                    marketplace=_code(marketplace),
                    observed_at=seen_at,
                    job_id=job_id,
                    date_order=date_order.value if date_order is not None else None,
                    tenant=tenant,
                )
                if is_dry_run:
                    found = preview(
                        connection,
                        opened,
                        run,
                        limit=max_item_bytes,
                        most_items=_PREVIEWED_ITEMS,
                    )
                    cli_output.print_rows(
                        f"{opened.name} would be read as", found, empty="no items"
                    )
                    is_refused |= not any(row["day"] for row in found)
                    continue
                _take(
                    connection,
                    opened,
                    run,
                    file_report,
                    is_waiting=is_waiting,
                    limit=max_item_bytes,
                )
    if is_dry_run:
        for file_report in reports:
            if file_report.error is not None:
                cli_output.print_error(file_report.error)
        raise typer.Exit(
            cli_output.FAILED
            if is_refused or any(found.error for found in reports)
            else cli_output.LOADED
        )
    _finish(reports, is_waiting=is_waiting, is_json=is_json)


@fetch_app.command("apify")
def fetch_apify(
    actor: Annotated[str, typer.Option(help="Actor, such as junglee/amazon-crawler.")],
    asin: Annotated[
        list[str] | None, typer.Option(help="Product to fetch; may be repeated.")
    ] = None,
    marketplace: Annotated[
        str, typer.Option(help="Marketplace of the products.")
    ] = "US",
    tenant: Tenant = None,
    actor_input: Annotated[
        str | None,
        typer.Option(
            "--input", help="JSON object with actor input, added to the built one."
        ),
    ] = None,
    run_id: Annotated[
        str | None,
        typer.Option("--run", help="Load this run of the actor and start none."),
    ] = None,
    is_waiting: Wait = False,
    is_json: AsJson = False,
    max_item_bytes: ItemLimit = DEFAULT_ITEM_LIMIT,
) -> None:
    """Run an Apify actor for some products and load its results; needs APIFY_TOKEN."""
    settings = load_settings()
    client = apify.apify_client(settings)
    actor = apify.actor_name(actor)
    asins = [_asin(text) for text in asin or []]
    given = _json_object(actor_input) if actor_input is not None else None
    if not asins and given is None and run_id is None:
        raise LoaderError(
            "Nothing to fetch.", advice="Name products with --asin B0XXXXXXXX."
        )
    # Connect first: a run costs money, and must not fail because the database is down.
    with connected(settings.url) as connection:
        found = row(
            connection, queries.MARKETPLACE_DOMAIN, marketplace=_code(marketplace)
        )
        if found is None:
            raise LoaderError(
                f"There is no marketplace {marketplace}.",
                advice="Use a code such as US, UK, DE or JP.",
            )
        if tenant is not None:
            check_tenant(connection, tenant)
        whole_input: dict[str, Any] = {}
        if run_id is None:
            whole_input = apify.product_input(
                actor, asins=asins, domain=found["domain"], given=given
            )
        with cli_output.spinning(f"Waiting for {actor}") as show:
            if run_id is None:
                finished = apify.run_actor(
                    client,
                    actor,
                    actor_input=whole_input,
                    on_start=lambda started: show(f"Apify run {started} of {actor}"),
                )
            else:
                finished = apify.finished_run(client, actor, run_id=run_id)
        file_report = FileReport(f"Apify run {finished.id}")
        run = finished.as_run(
            marketplace=_code(marketplace), actor_input=whole_input, tenant=tenant
        )
        try:
            with (
                _file_errors(file_report),
                apify.dataset_source(client, finished) as fetched,
            ):
                _take(
                    connection,
                    fetched,
                    run,
                    file_report,
                    is_waiting=is_waiting,
                    limit=max_item_bytes,
                )
        except psycopg.Error as error:
            raise LoaderError(
                in_sentences(error).message, advice=apify.later(actor, finished.id)
            ) from None
    _finish([file_report], is_waiting=is_waiting, is_json=is_json)


@app.command()
def status() -> None:
    """Show the state of the pipeline, the last runs and the jobs."""
    with connected(load_settings().url) as connection:
        facts = row(connection, queries.PIPELINE_STATUS)
        runs = rows(connection, queries.RECENT_RUNS, limit=_STATUS_ROWS)
        jobs = rows(connection, queries.JOB_HEALTH)
    assert facts is not None
    cli_output.print_facts("Pipeline", facts)
    cli_output.print_rows(
        "Last runs", runs, empty="none yet; start with `asinmart load`"
    )
    cli_output.print_rows("Jobs", jobs, empty="none are scheduled")


@app.command()
def rejects(job: JobId) -> None:
    """Show why items of a run were rejected."""
    with connected(load_settings().url) as connection:
        known_status(connection, job)
        found = rows(connection, queries.RUN_REJECTS, job_id=job)
    cli_output.print_rows(f"Open rejects of {job}", found, empty="none")
    if found:
        cli_output.out().print(
            "The originals: select * from staging_raw.rejected_events where job_id ="
            f" '{job}'",
            markup=False,
            soft_wrap=True,
        )


@app.command("replay")
def replay_runs(
    job: Annotated[
        str | None, typer.Argument(metavar="[JOB]", help="Job id of one run.")
    ] = None,
    job_option: Annotated[
        str | None, typer.Option("--job", help="The same, as an option.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Replay runs whose items arrived from this day or time on (UTC).",
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--to", help="Replay runs until the end of this day, or this time."
        ),
    ] = None,
    is_waiting: Wait = False,
    is_dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only list the runs, replay none.")
    ] = False,
) -> None:
    """Promote runs again, after the cause of a fault is mended.

    Runs keep their order and come after new ones. After an interruption the same
    command continues; so does pg_cron by itself.
    """
    if job is not None and job_option is not None and job != job_option:
        raise LoaderError(f"Two runs are given: {job} and {job_option}.")
    wanted = Wanted(
        job_id=job or job_option,
        arrived_from=_instant(since, name="--from") if since is not None else None,
        arrived_before=_end(until, name="--to") if until is not None else None,
    )
    if wanted == Wanted():
        raise LoaderError(
            "No runs to replay are given.",
            advice="Give a job id or a range; --from 2000-01-01 means all runs.",
        )
    with connected(load_settings().url) as connection:
        if is_dry_run:
            found = rows(connection, queries.REPLAYABLE_RUNS, **asdict(wanted))
            cli_output.print_rows(
                "Would be replayed, in this order", found, empty="none"
            )
            return
        replay_id = replay(connection, wanted)
        progress = replay_progress(connection, replay_id)
        if not is_waiting:
            _say_replay_waits(wanted.job_id, replay_id, progress)
            return
        with cli_output.replaying(f"Replay {replay_id}") as show:
            progress = finish_replay(connection, replay_id, on_slice=show)
        to_see = rows(connection, queries.REPLAYED_RUNS_TO_SEE, replay_id=replay_id)
    cli_output.print_facts(f"Replay {replay_id}", _replay_facts(progress))
    if to_see:
        cli_output.print_rows("Incomplete runs", to_see, empty="none")
    if any(run["status"] == "FAILED" for run in to_see):
        raise typer.Exit(cli_output.FAILED)
    if to_see:
        raise typer.Exit(cli_output.INCOMPLETE)


def _say_replay_waits(job: str | None, replay_id: int, progress: DictRow) -> None:
    runs = progress["waiting_runs"]
    subject = f"{job} is" if job is not None else f"{runs:,} runs are"
    cli_output.out().print(
        f"{subject} back at LANDED (replay {replay_id}); pg_cron promotes behind new"
        " runs. Watch: select * from ops.replay_progress, or call again with --wait.",
        markup=False,
        soft_wrap=True,
    )


def _replay_facts(progress: DictRow) -> dict[str, Any]:
    return {
        "runs": progress["run_count"],
        "observations_changed": progress["accepted_count"],
        "observations_withdrawn": progress["withdrawn_count"],
        "days_changed": progress["changed_day_count"],
        "alerts_raised": progress["alert_count"],
        "rejected_before": int(progress["rejected_before"]),
        "rejected_now": int(progress["rejected_after"]),
    }


@app.command("report")
def show_report(
    asin: Annotated[str, typer.Argument(help="Main product of the report.")],
    is_opened: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Save it here: .html, .md or .json; default: print it."),
    ] = None,
    marketplace: Annotated[str, typer.Option(help="Marketplace, such as US.")] = "US",
    report_version: Annotated[
        int | None, typer.Option("--version", min=1, help="Default: the latest.")
    ] = None,
    report_format: Annotated[
        ReportFormat | None,
        typer.Option(
            "--format",
            help="Default: html with --open, else as the file is named, else markdown.",
        ),
    ] = None,
    tenant: Annotated[
        str | None,
        typer.Option(
            metavar="NAME_OR_ID",
            help="Tenant whose report it is; default: the only one that has one.",
        ),
    ] = None,
) -> None:
    """Show, save or open the competition report of a main product."""
    if report_format is None and out is not None:
        report_format = _FORMATS_OF_SUFFIXES.get(out.suffix.lower())
    if report_format is None:
        report_format = ReportFormat.html if is_opened else ReportFormat.markdown
    if is_opened and report_format is not ReportFormat.html:
        raise LoaderError(
            f"A browser shows html, not {report_format.value}.",
            advice="Leave out --open, or name the file .html.",
        )
    asin = _asin(asin)
    with connected(load_settings().url) as connection:
        found = row(
            connection,
            queries.REPORT_DOCUMENT,
            asin=asin,
            marketplace=_code(marketplace),
            tenant=tenant,
            version=report_version,
            format=report_format.value,
        )
    assert found is not None
    document: str = found["document"]
    if out is None and not is_opened:
        cli_output.print_document(
            document, is_markdown=report_format is ReportFormat.markdown
        )
        return
    if out is None:
        # The browser reads it after the command has ended, so it stays.
        out = Path(tempfile.mkdtemp(prefix="asinmart-")) / f"{asin}.html"
    out.write_text(document, encoding="utf-8", newline="\n")
    cli_output.out().print(str(out), markup=False, soft_wrap=True)
    if is_opened and not webbrowser.open(out.resolve().as_uri()):
        raise LoaderError("No browser could be started.", advice=f"Open {out} in one.")


@contextmanager
def _as_admin() -> Iterator[Connection]:
    try:
        with connected(load_settings().admin_url) as connection:
            yield connection
    except psycopg.errors.InsufficientPrivilege as error:
        raise LoaderError(
            f"The database refuses: {error.diag.message_primary}.",
            advice="Set ADMIN_DATABASE_URL to the address of asinmart_admin.",
        ) from None


@archive_app.command("list")
def list_archives() -> None:
    """Show which partitions are archived, and which wait for it."""
    with _as_admin() as connection:
        found = rows(connection, queries.ARCHIVED_PARTITIONS)
    cli_output.print_rows("Archives", found, empty="none; see docs/operations")


@archive_app.command("run")
def run_archives() -> None:
    """Archive now what waits for it, instead of the worker."""
    settings = load_settings()
    storage = open_storage(settings.asinmart_archive_url)
    errors: list[LoaderError] = []
    with _as_admin() as connection:
        connection.execute(queries.PLAN_ARCHIVES)
        work = rows(connection, queries.ARCHIVE_WORK)
        for waiting in work:
            name = waiting["partition_name"]
            try:
                with cli_output.copying(name) as show:
                    step = archive_partition(
                        connection,
                        settings.asinmart_archive_url,
                        waiting["id"],
                        instance_id=settings.asinmart_instance_id,
                        on_rows=show,
                    )
            except LoaderError as error:
                errors.append(error)
                continue
            if step.outcome != "verified":
                errors.append(LoaderError(f"{name}: {step.detail}."))
                continue
            cli_output.out().print(
                f"{name} is in {storage.name}/{step.detail}.",
                markup=False,
                soft_wrap=True,
            )
    if not work:
        cli_output.out().print("No partition waits for its archive.")
    for fault in errors:
        cli_output.print_error(fault)
    raise typer.Exit(cli_output.FAILED if errors else cli_output.LOADED)


@archive_app.command("restore")
def restore_archive(
    partition: Annotated[
        str,
        typer.Argument(help="Partition as `asinmart archive list` shows it."),
    ],
    as_name: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="NAME",
            help="Restore it as the table partitions.NAME and attach nothing.",
        ),
    ] = None,
) -> None:
    """Attach a dropped partition again from its file, or put a table beside it."""
    storage = open_storage(load_settings().asinmart_archive_url)
    with _as_admin() as connection:
        found = row(connection, queries.ARCHIVE_OF, partition=partition)
        if found is None:
            raise LoaderError(
                f"There is no archive of {partition}.",
                advice="See `asinmart archive list`.",
            )
        with cli_output.copying(partition) as show:
            table, count = restore_partition(
                connection,
                storage,
                found["id"],
                found["path"],
                as_name=as_name,
                on_rows=show,
            )
    cli_output.out().print(
        f"{table} has its {count:,} rows again"
        + (" and is attached." if as_name is None else ", beside its parent."),
        markup=False,
        soft_wrap=True,
    )


@app.command()
def doctor() -> None:
    """Check scheduler, jobs, runs and partitions; exit code 1 when one is critical."""
    with connected(load_settings().url) as connection:
        checks = rows(connection, queries.DOCTOR)
    cli_output.print_rows("Health", checks, empty="nothing was checked")
    if any(check["status"] == "critical" for check in checks):
        raise typer.Exit(cli_output.FAILED)


def _take(
    connection: Connection,
    source: Source,
    run: Run,
    file_report: FileReport,
    *,
    is_waiting: bool,
    limit: int,
) -> None:
    with cli_output.watching(source.name, source.size) as watch:
        file_report.outcome = load(connection, source, run, limit=limit, watch=watch)
    if not is_waiting:
        return
    file_report.promotion = _promoted(connection, run.job_id)
    file_report.readings = rows(connection, queries.RUN_READINGS, job_id=run.job_id)
    if file_report.promotion.rejected_count:
        file_report.reject_reasons = {
            found["reason_code"]: found["rejected"]
            for found in rows(connection, queries.RUN_REJECTS, job_id=run.job_id)
        }


def _promoted(connection: Connection, job_id: str) -> Promotion:
    with cli_output.spinning(f"Promoting {job_id}") as show:
        return promote(
            connection,
            job_id,
            on_slice=lambda so_far: show(
                f"Promoting {job_id}: {so_far.received_count:,} so far"
            ),
        )


@contextmanager
def _file_errors(file_report: FileReport) -> Iterator[None]:
    """Keep an error with its file, so that the other files are loaded."""
    try:
        yield
    except LoaderError as error:
        file_report.error = error
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith("AM"):
            raise
        file_report.error = in_sentences(error)


def _finish(reports: list[FileReport], *, is_waiting: bool, is_json: bool) -> None:
    if is_json:
        cli_output.print_json(reports)
    else:
        cli_output.print_load(reports, is_promoted=is_waiting)
    raise typer.Exit(cli_output.exit_code_of(reports))


def _instant(text: str, *, name: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise LoaderError(
            f"{name} {text!r} is not a time.",
            advice="Write it as 2025-11-29 or 2025-11-29T17:01:30+01:00.",
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _day_or_instant(text: str, *, name: str) -> datetime | date:
    instant = _instant(text, name=name)
    return instant.date() if _DAY.fullmatch(text) else instant


def _end(text: str, *, name: str) -> datetime:
    """Read the end of a range; for a day, the midnight after it."""
    instant = _instant(text, name=name)
    return instant + timedelta(days=1) if _DAY.fullmatch(text) else instant


def _code(marketplace: str | None) -> str | None:
    return marketplace.strip().upper() if marketplace is not None else None


def _asin(text: str) -> str:
    asin = text.strip().upper()
    if not _ASIN.fullmatch(asin):
        raise LoaderError(
            f"{text!r} is not an ASIN.", advice="ASINs have 10 letters and digits."
        )
    return asin


def _json_object(text: str) -> dict[str, Any]:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise LoaderError(f"--input is not JSON: {error}.") from None
    if not isinstance(value, dict):
        raise LoaderError("--input is not a JSON object.")
    return value
