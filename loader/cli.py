"""The command asinmart: load, fetch, status, rejects, replay, doctor.

Exit codes: 0 everything was loaded (or was there already), 2 loaded with rejects or
halted, 1 nothing was loaded, or an error.
"""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

import orjson
import psycopg
import typer
from typer.core import TyperGroup

from loader import apify, queries, report
from loader.database import Connection, connected, in_sentences, row, rows
from loader.errors import LoaderError
from loader.items import DEFAULT_ITEM_LIMIT
from loader.promotion import Promotion, known_status, promote, replay
from loader.report import FileReport
from loader.runs import Run, load, run_of_file
from loader.settings import load_settings
from loader.sources import Source, open_source

_ASIN = re.compile(r"[A-Z0-9]{10}")
_STATUS_ROWS = 10


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
            "Interrupted; what was under way was undone.",
            advice="Run the same command again to go on.",
        )
    except LoaderError as fault:
        error = fault
    except psycopg.Error as fault:
        error = in_sentences(fault)
    except OSError as fault:
        error = LoaderError(f"The system refuses: {fault}.")
    except Exception as fault:
        if hasattr(fault, "format_message"):
            # Wrong usage, which typer explains; 2 would say "loaded with rejects".
            fault.exit_code = report.FAILED  # type: ignore[attr-defined]
            raise
        if "ASINMART_TRACEBACK" in os.environ:
            raise
        error = LoaderError(
            f"This is a fault of asinmart itself: {type(fault).__name__}: {fault}.",
            advice="Set ASINMART_TRACEBACK=1 to see where, and report it.",
        )
    else:
        return
    report.print_error(error)
    raise typer.Exit(report.FAILED)


app = typer.Typer(
    cls=_Sentences,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Load Amazon product data into Postgres, and see what became of it.",
)
fetch_app = typer.Typer(
    no_args_is_help=True, help="Fetch products from a source and load them."
)
app.add_typer(fetch_app, name="fetch")

Marketplace = Annotated[
    str | None,
    typer.Option(
        help="Marketplace of all items, such as US; else told by each item's url."
    ),
]
Wait = Annotated[
    bool,
    typer.Option("--wait", help="Promote at once instead of leaving it to pg_cron."),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print one JSON object a batch, no tables.")
]
ItemLimit = Annotated[
    int, typer.Option(min=1, help="Reject items of more bytes than this.")
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
    """Load Amazon product data into Postgres, and see what became of it."""
    # Libraries warn of what ends as a sentence here anyway.
    logging.getLogger().addHandler(logging.NullHandler())


@app.command("load")
def load_files(
    files: Annotated[
        list[str],
        typer.Argument(help="JSON, JSON lines or CSV, gzipped or not; - for stdin."),
    ],
    source: Annotated[
        str, typer.Option(help="Name of the source in the ledger; auto is file.")
    ] = "auto",
    marketplace: Marketplace = None,
    observed_at: Annotated[
        str | None,
        typer.Option(
            help="When the items were seen, ISO 8601, UTC unless it says otherwise."
            " Else an Apify time stamp in the file name, else the time of arrival."
        ),
    ] = None,
    job_id: Annotated[
        str | None,
        typer.Option(help="Name of the batch, for one file; else made of its content."),
    ] = None,
    is_waiting: Wait = False,
    is_json: AsJson = False,
    max_item_bytes: ItemLimit = DEFAULT_ITEM_LIMIT,
) -> None:
    """Load files into staging_raw, each in one transaction."""
    if job_id is not None and len(files) > 1:
        raise LoaderError(
            "--job-id names one batch, but several files were given.",
            advice="Load them one by one, or leave it out.",
        )
    seen_at = _instant(observed_at) if observed_at is not None else None
    reports: list[FileReport] = []
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
                )
                _take(
                    connection,
                    opened,
                    run,
                    file_report,
                    is_waiting=is_waiting,
                    limit=max_item_bytes,
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
    actor_input: Annotated[
        str | None,
        typer.Option(
            "--input", help="JSON object with actor input; adds to the one built here."
        ),
    ] = None,
    run_id: Annotated[
        str | None,
        typer.Option("--run", help="Load this run of the actor, starting none."),
    ] = None,
    is_waiting: Wait = False,
    is_json: AsJson = False,
    max_item_bytes: ItemLimit = DEFAULT_ITEM_LIMIT,
) -> None:
    """Run an Apify actor for some products and load its results; wants APIFY_TOKEN."""
    settings = load_settings()
    client = apify.apify_client(settings)
    actor = apify.actor_name(actor)
    asins = [_asin(text) for text in asin or []]
    given = _json_object(actor_input) if actor_input is not None else None
    if not asins and given is None and run_id is None:
        raise LoaderError(
            "Nothing to fetch.", advice="Name products with --asin B0XXXXXXXX."
        )
    # Connected first: a run costs money, and must not end at a database that is down.
    with connected(settings.url) as connection:
        found = row(
            connection, queries.MARKETPLACE_DOMAIN, marketplace=_code(marketplace)
        )
        if found is None:
            raise LoaderError(
                f"There is no marketplace {marketplace}.",
                advice="Use a code such as US, UK, DE or JP.",
            )
        whole_input: dict[str, Any] = {}
        if run_id is None:
            whole_input = apify.product_input(
                actor, asins=asins, domain=found["domain"], given=given
            )
        with report.spinning(f"Waiting for {actor}") as show:
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
        run = finished.as_run(marketplace=_code(marketplace), actor_input=whole_input)
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
    """Show where the pipeline stands, the last runs and the jobs."""
    with connected(load_settings().url) as connection:
        facts = row(connection, queries.PIPELINE_STATUS)
        runs = rows(connection, queries.RECENT_RUNS, limit=_STATUS_ROWS)
        jobs = rows(connection, queries.JOB_HEALTH)
    assert facts is not None
    report.print_facts("Pipeline", facts)
    report.print_rows("Last runs", runs, empty="none yet; start with `asinmart load`")
    report.print_rows("Jobs", jobs, empty="none are scheduled")


@app.command()
def rejects(job: JobId) -> None:
    """Show why items of a run were rejected."""
    with connected(load_settings().url) as connection:
        known_status(connection, job)
        found = rows(connection, queries.RUN_REJECTS, job_id=job)
    report.print_rows(f"Open rejects of {job}", found, empty="none")
    if found:
        report.out().print(
            "The originals: select * from staging_raw.rejected_events where job_id ="
            f" '{job}'",
            markup=False,
            soft_wrap=True,
        )


@app.command("replay")
def replay_run(job: JobId, is_waiting: Wait = False) -> None:
    """Send a run through promotion again, after the cause of its rejects was mended."""
    with connected(load_settings().url) as connection:
        replay(connection, job)
        if not is_waiting:
            report.out().print(
                f"{job} is back at LANDED; pg_cron promotes it within a minute.",
                markup=False,
                soft_wrap=True,
            )
            return
        promotion = _promoted(connection, job)
    report.print_facts(f"Replayed {job}", promotion_facts(promotion))
    if promotion.status in ("HALTED", "FAILED") or promotion.rejected_count:
        raise typer.Exit(report.INCOMPLETE)


@app.command()
def doctor() -> None:
    """Check scheduler, jobs, runs and partitions; exit code 1 when one is critical."""
    with connected(load_settings().url) as connection:
        checks = rows(connection, queries.DOCTOR)
    report.print_rows("Health", checks, empty="nothing was checked")
    if any(check["status"] == "critical" for check in checks):
        raise typer.Exit(report.FAILED)


def promotion_facts(promotion: Promotion) -> dict[str, Any]:
    """Give the totals of a promotion by name."""
    return {name: getattr(promotion, name) for name in promotion.__slots__}


def _take(
    connection: Connection,
    source: Source,
    run: Run,
    file_report: FileReport,
    *,
    is_waiting: bool,
    limit: int,
) -> None:
    with report.watching(source.name, source.size) as watch:
        file_report.outcome = load(connection, source, run, limit=limit, watch=watch)
    if not is_waiting:
        return
    file_report.promotion = _promoted(connection, run.job_id)
    if file_report.promotion.rejected_count:
        file_report.reject_reasons = {
            found["reason_code"]: found["rejected"]
            for found in rows(connection, queries.RUN_REJECTS, job_id=run.job_id)
        }


def _promoted(connection: Connection, job_id: str) -> Promotion:
    with report.spinning(f"Promoting {job_id}") as show:
        return promote(
            connection,
            job_id,
            on_slice=lambda so_far: show(
                f"Promoting {job_id}: {so_far.received_count:,} so far"
            ),
        )


@contextmanager
def _file_errors(file_report: FileReport) -> Iterator[None]:
    """Keep what concerns one file with that file, so that the others are loaded."""
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
        report.print_json(reports)
    else:
        report.print_load(reports, is_promoted=is_waiting)
    raise typer.Exit(report.exit_code_of(reports))


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise LoaderError(
            f"--observed-at {text!r} is not a time.",
            advice="Write it as 2025-11-29 or 2025-11-29T17:01:30+01:00.",
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


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
