"""The demo: takes a made-up market from files to marts, alerts and a cached API.

Every part is the real one: the loader loads, pg_cron promotes, the API answers from
Redis and drops the keys that NOTIFY announces. The demo only reads and prints.
"""

import hashlib
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from http.client import HTTPException
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import class_row
from rich.console import Console
from rich.text import Text

from common import terminal
from demo import brands, client, competition, keys, market, queries, tenants
from demo.brand_reports import BrandReports
from demo.client import Answer, ask
from demo.market import MARKETPLACE, Market, Truth
from demo.sparkline import sparkline
from demo.webhook_receiver import Receiver

ROOT = Path(__file__).parents[1]
FIRST_QUERY = ROOT / "docs" / "first-query.sql"
KEYS = ROOT / ".local" / "demo" / "keys.json"
SHAPES = ROOT / "tests" / "samples" / "shapes"
SAMPLES = (
    "junglee_overview.json",
    "axesso.json",
    "bestsellers_flattened.csv",
    "bestseller_lists.jsonl",
    "rank_log.csv",
    "bad_items.jsonl",
)
PATIENCE_SECONDS = 300
PURGE_SECONDS = 15
HISTORY_DAYS = 90
SETTLED = ("SUCCESS", "PARTIAL")


class DemoError(Exception):
    """One sentence on what went wrong, and what to do next."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """A row of core.ingest_runs."""

    status: str
    received_count: int
    accepted_count: int
    duplicate_count: int
    rejected_count: int
    duration_ms: Decimal | None
    finished_at: datetime | None
    error: str | None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the database holds about a product on a day and the observed day before."""

    price_before: Decimal | None
    price_after: Decimal | None
    bsr_before: int | None
    bsr_after: int | None
    rating_before: Decimal | None
    rating_after: Decimal | None
    seller_before: str | None
    seller_after: str | None
    stock_change: str | None
    price_diff: Decimal | None
    alert_kinds: list[str]


@dataclass(frozen=True, kw_only=True)
class Demo:
    """What every step needs."""

    out: Console
    database: psycopg.Connection[tuple[Any, ...]]
    api_url: str
    market: Market
    truths: tuple[Truth, ...]

    @property
    def product(self) -> str:
        """The path of the product with the planted price jump."""
        return f"/v1/products/{self.truths[0].asin}"

    @property
    def main_asin(self) -> str:
        """The main product that a competitor undercuts."""
        return next(truth.other_asin for truth in self.truths if truth.other_asin)


@dataclass(frozen=True, kw_only=True)
class Files:
    """What the demo loads beside the samples."""

    history: Path
    reviews: Path
    next_day: Path
    lists: Path
    reports: Path
    late_week: Path
    restated_week: Path


def main(picture: Path | None = None) -> int:
    """Run the demo; 0 when every planted truth and every webhook arrived.

    With a path, save the terminal's output there as an SVG.
    """
    out = terminal.console(record=picture is not None)
    started = time.monotonic()
    try:
        with connect() as database:
            made = Market(until=market.last_settled_day())
            demo = Demo(
                out=out,
                database=database,
                api_url=setting("API_URL").rstrip("/"),
                market=made,
                truths=market.planted_truths(made),
            )
            missed = run(demo)
    except DemoError as error:
        return fail(out, str(error))
    except psycopg.Error as error:
        reason = error.diag.message_primary or str(error).splitlines()[0]
        text = f"the database reports: {reason}. `asinmart doctor` shows more."
        return fail(out, text)
    except OSError as error:
        return fail(out, f"{error}. Correct that, then run `make demo` again.")
    except KeyboardInterrupt:
        out.print("\nStopped. Loaded files stay loaded; `make demo` continues.")
        return 130
    out.print(f"\n[dim]{time.monotonic() - started:.0f} s in all.[/]")
    if picture is not None:
        terminal.save(out, picture, "make demo")
    return 1 if missed else 0


def fail(out: Console, text: str) -> int:
    """Print in one line why the demo ends, and return its exit code."""
    out.print(Text.assemble(("demo: ", "bold red"), text), soft_wrap=True)
    return 1


def run(demo: Demo) -> int:
    """Run all steps and show all tables; return the number of missed truths."""
    out = demo.out
    out.print()
    brand, files = make_market(demo)
    others = (
        *competition.rivals_of(demo.market, demo.main_asin),
        *(p.asin for p in brand.products),
    )
    watched = tenants.watch_list(demo.market, demo.truths, others)
    since = demo.market.first_day
    tenants.make_tenants(out, demo.database, demo.truths, watched, since)
    with tenants.listening(out, demo.database) as receiver:
        return run_days(demo, brand, files, receiver)


def run_days(
    demo: Demo, brand: BrandReports, files: Files, receiver: Receiver | None
) -> int:
    """Load the history, then the next day, and show what followed."""
    out = demo.out
    history_job = load(demo, "history", files.history)
    reviews_job = load(demo, "reviews", files.reviews)
    reports_job = load(demo, "reports", files.reports, tenant=brands.OWNER)
    wait(demo, [history_job, reviews_job, reports_job])
    undercut = next(truth for truth in demo.truths if truth.other_asin)
    competition.make_group(out, demo.database, demo.main_asin)
    competition.make_report(out, demo.database, demo.main_asin)
    missed = brands.show_gap(out, demo.database, brand)
    before = ask_twice(demo)

    labels = ("shapes", *("" for _ in SAMPLES[1:]))
    samples = [
        load(demo, label, SHAPES / name)
        for label, name in zip(labels, SAMPLES, strict=True)
    ]
    next_job = load(demo, "next day", files.next_day)
    lists_job = load(demo, "lists", files.lists)
    jobs = brands.Jobs(
        first=reports_job,
        late=load(demo, "late week", files.late_week, tenant=brands.OWNER),
        restated=load(demo, "restated", files.restated_week, tenant=brands.OWNER),
    )
    wait(demo, [*samples, next_job, lists_job, jobs.late, jobs.restated])
    ask_again(demo, before)
    competition.make_report(out, demo.database, demo.main_asin)

    arrived = dict(zip(SAMPLES, samples, strict=True))
    arrived |= {files.next_day.name: next_job, files.lists.name: lists_job}
    arrived |= {files.reviews.name: reviews_job}
    arrived |= {files.reports.name: jobs.first, files.late_week.name: jobs.late}
    arrived |= {files.restated_week.name: jobs.restated}
    show_arrivals(demo, {files.history.name: history_job, **arrived})
    show_first_query(demo)
    show_price_history(demo)
    show_alerts(demo)
    missed += competition.show(out, demo.database, undercut, files.history.parent)
    missed += show_truths(demo)
    day = demo.market.until
    missed += tenants.show_tenants(out, demo.database, day, demo.truths)
    missed += brands.show_brand(out, demo.database, brand, jobs)
    missed += tenants.show_webhook(out, demo.database, receiver, day)
    show_addresses(demo, make_keys())
    return missed


def setting(name: str) -> str:
    """An environment variable that `make up` writes into .local/env."""
    value = os.environ.get(name)
    if not value:
        raise DemoError(f"{name} is not set. Run `make demo`, or `make up` first.")
    return value


def connect(address: str = "DATABASE_URL") -> psycopg.Connection[tuple[Any, ...]]:
    """Connect to an address of .local/env; as the owner, which may link competitors."""
    try:
        return psycopg.connect(setting(address), autocommit=True)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise DemoError(f"no database: {reason}. Run `make up`.") from error


def make_market(demo: Demo) -> tuple[BrandReports, Files]:
    """Write the files of the market and of its brand, and link the competitors."""
    made = demo.market
    folder = ROOT / ".local" / "demo"
    with demo.out.status("making a market"):
        history, next_day, _ = market.write(made, folder)
        lists = folder / "best-sellers.jsonl"
        lists.write_bytes(b"".join(market.best_seller_lists(made)))
    terminal.step(
        demo.out,
        "market",
        f"{made.products:,} invented products, {made.days} days until {made.until}  "
        f"[dim]{megabytes(history)}[/]",
    )
    mains, competitors = zip(*market.links(made), strict=True)
    demo.database.execute(
        queries.LINK_COMPETITORS,
        {
            "mains": list(mains),
            "competitors": list(competitors),
            "marketplace": MARKETPLACE,
        },
    )
    terminal.step(
        demo.out, "links", f"{len(mains):,} competitors, 3 to 5 a main product"
    )
    brand = BrandReports(made)
    reports, late_week, restated_week = brands.make_reports(demo.out, brand, folder)
    reviews = folder / "reviews.jsonl"
    rivals = competition.rivals_of(made, demo.main_asin)
    competition.write_reviews(reviews, made.until, demo.main_asin, rivals)
    files = Files(
        history=history,
        reviews=reviews,
        next_day=next_day,
        lists=lists,
        reports=reports,
        late_week=late_week,
        restated_week=restated_week,
    )
    return brand, files


def load(demo: Demo, label: str, path: Path, *, tenant: str | None = None) -> str:
    """Load a file with the loader, unless it has been loaded; return its job id.

    With a tenant, the file holds its own reports.
    """
    content = path.read_bytes() + (tenant or "").encode()
    digest = hashlib.sha256(content).hexdigest()[:8]
    job_id = f"demo-{path.name.split('.')[0]}-{digest}"
    known = find_run(demo, job_id)
    if known is not None and known.status != "LOADING":
        terminal.step(demo.out, label, f"{shown(path)}  [dim]already loaded[/]")
        return job_id
    command = [
        *(sys.executable, "-m", "loader", "load", str(path)),
        *("--job-id", job_id),
    ]
    option = "" if tenant is None else f" --tenant {shlex.quote(tenant)}"
    if tenant is not None:
        command += ["--tenant", tenant]
    else:
        # Samples without a time of their own belong to the market's last day.
        command += ["--observed-at", f"{demo.market.until}T08:30:00Z"]
    started = time.monotonic()
    with demo.out.status(f"asinmart load {shown(path)}"):
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False
        )
    found = find_run(demo, job_id)
    if found is None:
        lines = (done.stderr or done.stdout).strip().splitlines()
        said = " ".join(lines[-2:]) or f"exit code {done.returncode}"
        raise DemoError(f"loading {shown(path)} failed: {said}")
    took = f"{time.monotonic() - started:.1f} s"
    terminal.step(
        demo.out, label, f"asinmart load {shown(path)}{option}  [dim]{took}[/]"
    )
    return job_id


def find_run(demo: Demo, job_id: str) -> Run | None:
    """The run of a job id, if there is one."""
    with demo.database.cursor(row_factory=class_row(Run)) as cursor:
        return cursor.execute(queries.RUN, {"job_id": job_id}).fetchone()


def wait(demo: Demo, job_ids: list[str]) -> None:
    """Wait until pg_cron has promoted these runs, and show the wait."""
    waiting = [job_id for job_id in job_ids if not is_settled(demo, job_id)]
    if not waiting:
        return
    started = time.monotonic()
    if not demo.out.is_terminal:
        terminal.step(demo.out, "", "[dim]waiting for pg_cron, up to a minute[/]")
    with demo.out.status("") as spinner:
        while waiting:
            waited = time.monotonic() - started
            if waited > PATIENCE_SECONDS:
                raise DemoError(
                    f"pg_cron has not promoted {waiting[0]} in {waited:.0f} s. "
                    "`asinmart doctor` says why."
                )
            spinner.update(waiting_for(demo, waited))
            time.sleep(0.25)
            waiting = [job_id for job_id in waiting if not is_settled(demo, job_id)]
    runs = [find_run(demo, job_id) for job_id in job_ids]
    by = demo.database.execute(queries.PROMOTED_BY, {"job_id": job_ids[-1]}).fetchone()
    how = "promoted by hand" if by in (None, ("manual",)) else "promoted by pg_cron"
    promoting = sum(seconds(run) for run in runs)
    took = f"{promoting:.1f} s"
    idle = max(0, time.monotonic() - started - promoting)
    text = f"{how} [dim]in {took}, after waiting {idle:.0f} s for its turn[/]"
    terminal.step(demo.out, "", text)


def is_settled(demo: Demo, job_id: str) -> bool:
    """Whether a run is in core; raises DemoError when it is HALTED or FAILED."""
    run = find_run(demo, job_id)
    if run is not None and run.status in ("HALTED", "FAILED"):
        reason = run.error or "too many of its items were rejected"
        raise DemoError(
            f"run {job_id} is {run.status}: {reason}. `asinmart status` shows more."
        )
    return run is not None and run.status in SETTLED


def waiting_for(demo: Demo, waited: float) -> str:
    """The text of the spinner."""
    if demo.database.execute(queries.IS_PROMOTING).fetchone() == (True,):
        return f"pg_cron is promoting [dim]{waited:.0f} s[/]"
    left = 60 - int(time.time()) % 60
    return f"waiting for pg_cron, which promotes every minute [dim]next in {left} s[/]"


def ask_twice(demo: Demo) -> Answer:
    """Request one product twice, the second time from the cache; then with its ETag."""
    first = get(demo, demo.product)
    client.show(demo.out, "api", first, summary(first))
    second = get(demo, demo.product)
    client.show(demo.out, "", second, summary(second))
    third = get(demo, demo.product, etag=second.etag)
    client.show(demo.out, "", third, f"[dim]If-None-Match: {second.etag}[/]")
    return second


def ask_again(demo: Demo, before: Answer) -> None:
    """Request the product until the new price appears; NOTIFY drops the old answer."""
    jump = demo.truths[0]
    started = time.monotonic()
    now = get(demo, demo.product)
    while price(now) != jump.after and time.monotonic() - started < PURGE_SECONDS:
        time.sleep(0.1)
        now = get(demo, demo.product)
    if price(now) != jump.after:
        raise DemoError(
            f"{demo.product} still has {price(now)}, not {jump.after}: the cache was "
            "not purged. See .local/log/api.log."
        )
    client.show(demo.out, "api", now, summary(now))
    if now.etag != before.etag:
        text = f"[dim]the old answer, {price(before)}, was purged by NOTIFY[/]"
        terminal.step(demo.out, "", text)


def get(demo: Demo, path: str, *, etag: str | None = None) -> Answer:
    """Request a path of the API; an error status ends the demo with its detail."""
    try:
        found = ask(demo.api_url, path, etag=etag)
        document = found.document()
    except (OSError, ValueError, HTTPException) as error:
        raise DemoError(
            f"no API at {demo.api_url} ({error}). Run `make up`."
        ) from error
    if found.status >= 400:
        said = document.get("detail") or document.get("title")
        raise DemoError(f"GET {path} gave {found.status}: {said}")
    return found


def price(found: Answer) -> Decimal | None:
    """The price in an answer about a product."""
    value = found.document().get("data", {}).get("price")
    return None if value is None else Decimal(str(value))


def summary(found: Answer) -> str:
    """The product's price, as a few words of markup."""
    return f"price [bold]{price(found)}[/]"


def show_arrivals(demo: Demo, jobs: dict[str, str]) -> None:
    """Show how many items were received, accepted and rejected, and the reasons."""
    rows: list[list[object]] = []
    reasons: dict[str, list[list[object]]] = {}
    for name, job_id in jobs.items():
        run = find_run(demo, job_id)
        if run is None:
            continue
        counts = (run.received_count, run.accepted_count, run.duplicate_count)
        rows.append([name, *counts, run.rejected_count, run.status])
        for row in demo.database.execute(queries.REJECTS, {"job_id": job_id}):
            code, count, first, example = row
            reasons.setdefault(name, []).append([first, code, count, example])
    terminal.heading(
        demo.out, "What arrived", "received = accepted + duplicate + rejected"
    )
    columns = ["file", "received", "accepted", "duplicate", "rejected", "status"]
    terminal.table(demo.out, columns, rows)
    for name, why in reasons.items():
        note = "kept with their text in staging_raw.rejected_events"
        terminal.heading(demo.out, f"Rejected from {name}", note)
        columns = ["item", "reason", "count", "first of them"]
        terminal.table(demo.out, columns, why, wide="first of them")


def show_first_query(demo: Demo) -> None:
    """Show the README's query and its rows: the products that moved most."""
    terminal.heading(demo.out, "What moved most", "docs/first-query.sql")
    text = FIRST_QUERY.read_text().strip()
    terminal.sql(demo.out, text)
    cursor = demo.database.execute(text.encode())
    columns = [column.name for column in cursor.description or ()]
    terminal.table(demo.out, columns, cursor.fetchall(), wide="title")


def show_price_history(demo: Demo) -> None:
    """Show the price of one product over time, with gaps for days without one."""
    first_day = demo.market.until - timedelta(days=HISTORY_DAYS - 1)
    asked = {
        "marketplace": MARKETPLACE,
        "first_day": first_day,
        "last_day": demo.market.until,
    }
    product = demo.database.execute(queries.PRODUCT_WITH_HISTORY, asked).fetchone()
    if product is None:
        return
    asin, title, currency = product
    prices = dict(
        demo.database.execute(queries.PRICE_HISTORY, {**asked, "asin": asin}).fetchall()
    )
    days = [first_day + timedelta(days=offset) for offset in range(HISTORY_DAYS)]
    known = [day for day in days if day in prices]
    terminal.heading(
        demo.out,
        f"Price history of {asin}, {title}",
        "mart.product_daily; a gap has no price",
    )
    demo.out.print(Text(sparkline([prices.get(day) for day in days]), "cyan"))
    columns = ["from", "to", "days with a price", "lowest", "highest", "newest", "in"]
    span = [days[0], days[-1], len(known), min(prices.values()), max(prices.values())]
    terminal.table(demo.out, columns, [[*span, prices[known[-1]], currency]])


def show_alerts(demo: Demo) -> None:
    """Show the alerts of the last day: how many of each kind, and the widest."""
    day = {"date": demo.market.until, "marketplace": MARKETPLACE}
    counts = demo.database.execute(queries.ALERTS_BY_KIND, day).fetchall()
    note = ", ".join(f"{count} {kind}" for kind, count in counts) or "none"
    terminal.heading(demo.out, f"Alerts of {demo.market.until}", note)
    rows = demo.database.execute(queries.TOP_ALERTS, day).fetchall()
    columns = ["severity", "kind", "asin", "what"]
    terminal.table(demo.out, columns, rows, wide="what")


def show_truths(demo: Demo) -> int:
    """Look up every planted fact in the database; return how many are missing."""
    rows: list[list[object]] = []
    missed = 0
    for truth in demo.truths:
        is_found = is_shown(truth, find_evidence(demo, truth))
        missed += not is_found
        mark = Text("found", "bold green") if is_found else Text("MISSED", "bold red")
        change = f"{truth.before} -> {truth.after}"
        rows.append([mark, truth.asin, truth.text, change])
    note = "planted by the generator in the last day, looked up in the database"
    terminal.heading(demo.out, "Planted truths", note)
    terminal.table(demo.out, ["", "asin", "what", "from and to"], rows)
    return missed


def find_evidence(demo: Demo, truth: Truth) -> Evidence | None:
    """The row of the database that should show a truth."""
    asked = {
        "asin": truth.asin,
        "other_asin": truth.other_asin,
        "marketplace": truth.marketplace,
        "date": truth.date,
    }
    with demo.database.cursor(row_factory=class_row(Evidence)) as cursor:
        return cursor.execute(queries.EVIDENCE, asked).fetchone()


def is_shown(truth: Truth, evidence: Evidence | None) -> bool:
    """Whether the database shows a truth, with its exact values and its alert."""
    if evidence is None:
        return False
    check = _CHECKS[truth.kind]
    return check(truth, evidence)


def _moved(before: str, after: str, alert: str) -> Callable[[Truth, Evidence], bool]:
    """Whether two columns hold the planted values and the alert was raised."""

    def check(truth: Truth, evidence: Evidence) -> bool:
        values = getattr(evidence, before), getattr(evidence, after)
        return values == (truth.before, truth.after) and alert in evidence.alert_kinds

    return check


def _is_undercut(truth: Truth, evidence: Evidence) -> bool:
    """Whether the comparison shows the planted gap."""
    if isinstance(truth.before, str) or isinstance(truth.after, str):
        return False
    return evidence.price_diff == truth.before - truth.after


_CHECKS: dict[str, Callable[[Truth, Evidence], bool]] = {
    "price jump": _moved("price_before", "price_after", "PRICE_SPIKE"),
    "rank crash": _moved("bsr_before", "bsr_after", "BSR_DROP"),
    "rating drop": _moved("rating_before", "rating_after", "RATING_DROP"),
    "lost buy box": _moved("seller_before", "seller_after", "BUYBOX_CHANGE"),
    "stock-out": lambda truth, evidence: evidence.stock_change == truth.after,
    "undercut": _is_undercut,
    "correction": lambda truth, evidence: evidence.price_after == truth.after,
}


def make_keys() -> list[keys.Key]:
    """Make the keys of this demo, as the role that may."""
    with connect("ADMIN_DATABASE_URL") as admin:
        return keys.make_keys(admin, KEYS)


def show_addresses(demo: Demo, made: Sequence[keys.Key]) -> None:
    """Show where the console runs, the keys for it, and what to try of the API."""
    demo.out.print(f"\n[bold]Open {demo.api_url}/console[/]", soft_wrap=True)
    keys.show_keys(demo.out, made, shown(KEYS))
    terminal.heading(demo.out, f"The API runs at {demo.api_url}", "make down stops it")
    demo.out.print(f"  curl -i {demo.api_url}{demo.product}", soft_wrap=True)
    path = f"/v1/competitions/{demo.main_asin}?range=7d"
    demo.out.print(f"  curl -s '{demo.api_url}{path}'", soft_wrap=True)


def shown(path: Path) -> str:
    """A path relative to the checkout, if it is inside."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def megabytes(path: Path) -> str:
    """The size of a file."""
    return f"{path.stat().st_size / 1e6:.1f} MB"


def seconds(run: Run | None) -> float:
    """How long a run's promotion took."""
    return float(run.duration_ms) / 1000 if run and run.duration_ms else 0.0
