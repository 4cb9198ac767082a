"""The brand of the demo: its search query reports, as its owner and others see them.

Everything printed is compared with what the generator planted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import psycopg
from psycopg.rows import class_row
from rich.console import Console
from rich.text import Text

from common import terminal
from demo import brand_reports, queries, tenants
from demo.brand_reports import (
    BRAND,
    BrandReports,
    Counts,
    MonthTruth,
    QueryTruth,
    RestatedTruth,
)
from demo.market import MARKETPLACE

Connection = psycopg.Connection[tuple[Any, ...]]
Found = TypeVar("Found")

OWNER = tenants.INSTALLATION
OTHER = "Quayside Outlet"
_SHOWN_PRODUCTS = 5
# What is said of a query's move, and its column.
_MOVES = {
    "lost at": "lost_stage",
    "clicks": "own_clicks",
    "purchases": "own_purchases",
}


@dataclass(frozen=True, kw_only=True)
class Jobs:
    """The runs that brought the reports."""

    first: str
    late: str
    restated: str


@dataclass(frozen=True, kw_only=True)
class Month:
    """How far a month of the brand is known: its products, the reports of each."""

    product_count: int
    report_count: int | None
    is_complete: bool | None
    is_estimated: bool | None


@dataclass(frozen=True, kw_only=True)
class QueryWeek:
    """A row of mart.brand_queries; the totals are those of all products."""

    start_date: date
    lost_stage: str | None
    impressions: int
    own_impressions: int
    clicks: int
    own_clicks: int
    cart_adds: int
    own_cart_adds: int
    purchases: int
    own_purchases: int
    impression_share: Decimal
    click_share: Decimal
    cart_add_share: Decimal
    purchase_share: Decimal

    @property
    def counts(self) -> Counts:
        """The counts in the order of the funnel."""
        return Counts(*(getattr(self, name) for name in Counts._fields))

    @property
    def shares(self) -> tuple[Decimal, ...]:
        """The shares in the order of the funnel, percent."""
        return (
            self.impression_share,
            self.click_share,
            self.cart_add_share,
            self.purchase_share,
        )


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How many products' reports of a week are there, list nothing, are not asked."""

    start_date: date
    reported_count: int
    not_listed_count: int
    not_asked_count: int


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """When the reports of a week first came, and the runs that brought them last."""

    start_date: date
    first_reported_at: datetime
    job_ids: list[str]


@dataclass(frozen=True, kw_only=True)
class Unlisted:
    """Weeks whose report does not list a product, and the last week with a segment."""

    not_listed_count: int
    last_week: date | None


class Check(NamedTuple):
    """A planted truth, whether the database shows it, and how."""

    is_found: bool
    what: str
    how: str


def make_reports(
    out: Console, brand: BrandReports, folder: Path
) -> tuple[Path, Path, Path]:
    """Write the reports: the first load, the late week and the restated week."""
    with out.status("making search query reports"):
        paths = brand_reports.write(brand, folder)
    size = sum(path.stat().st_size for path in paths) / 1e6
    terminal.step(
        out,
        "brand",
        f"search query reports of {BRAND}: {len(brand.products)} products, "
        f"{len(brand.weeks)} weeks, {len(brand.months)} months  [dim]{size:.1f} MB[/]",
    )
    return paths


def show_gap(out: Console, database: Connection, brand: BrandReports) -> int:
    """Show the month of the late week before that comes; return 1 if it looks whole.

    Where an earlier demo loaded the week there is no gap to show.
    """
    late = brand.late_week.start
    if _rows(database, Arrival, queries.BRAND_ARRIVALS, _asked(weeks=[late])):
        return 0
    month = find_month(database, brand)
    week_count = len(brand.weeks_of_late_month)
    covered = find_coverage(database, [late])
    none = Coverage(
        start_date=late,
        reported_count=0,
        not_listed_count=0,
        not_asked_count=len(brand.products),
    )
    is_right = covered == [none]
    is_right &= (month.report_count, month.is_complete) == (week_count - 1, False)
    text = f"{month.report_count} of {week_count} weeks have come"
    if month.is_complete:
        text = f"complete without the week of {late}"
    text = f"[dim]{text}[/]" if is_right else f"[bold red]{text}[/]"
    terminal.step(out, "", f"{BRAND} in {_month_name(brand)}: {text}")
    return 0 if is_right else 1


def show_brand(
    out: Console, database: Connection, brand: BrandReports, jobs: Jobs
) -> int:
    """Show the brand as its tenant sees it; return how many planted truths are missing.

    mart is read by logins of the tenant and of another one, which are dropped again;
    only by which run reports came is read by the owner of the database.
    """
    truths = brand_reports.query_truths(brand)
    with tenants.reading_as(database, OWNER) as own:
        checks = [
            show_month(out, own, brand),
            *show_queries(out, own, truths),
            show_weeks(out, database, own, brand, jobs),
            check_restated(own, brand),
            check_unlisted(own, brand),
        ]
        rows = own.execute(queries.BRAND_ROWS).fetchall()
    with tenants.reading_as(database, OTHER) as other:
        other_rows = other.execute(queries.BRAND_ROWS).fetchall()
    checks.append(check_other_tenant(rows, other_rows))
    note = "planted by the generator, looked up in the database"
    terminal.heading(out, f"Planted truths of {BRAND}", note)
    terminal.table(
        out,
        ["", "what", "how"],
        [[_mark(check), check.what, check.how] for check in checks],
        wide="how",
    )
    return sum(not check.is_found for check in checks)


def show_month(out: Console, own: Connection, brand: BrandReports) -> Check:
    """Show the monthly segments of the products with most impressions."""
    found = _rows(
        own, MonthTruth, queries.BRAND_MONTH, _asked(month=brand.late_month.start)
    )
    month = find_month(own, brand)
    nouns = {product.asin: product.noun for product in brand.products}
    terminal.heading(
        out,
        f"{BRAND} in {_month_name(brand)}",
        "monthly segments as its owner sees them, against the month before",
    )
    columns = [
        *("asin", "product", "impressions"),
        *("share %", "change", "trend"),
        *("clicks %", "change", "trend"),
    ]
    rows = [
        [
            *(row.asin, nouns.get(row.asin), row.impressions),
            *(row.impression_share, row.impression_change, row.impression_trend),
            *(row.click_share, row.click_change, row.click_trend),
        ]
        for row in found[:_SHOWN_PRODUCTS]
    ]
    terminal.table(out, columns, rows, wide="product")
    truths = brand_reports.month_truths(brand)
    whole = Month(
        product_count=len(truths),
        report_count=len(brand.weeks_of_late_month),
        is_complete=True,
        is_estimated=True,
    )
    return Check(
        found == list(truths) and month == whole,
        f"{_month_name(brand)}, {month.product_count} products",
        f"made of {month.report_count} weeks, "
        + ("complete" if month.is_complete else "not complete"),
    )


def show_queries(
    out: Console, own: Connection, truths: Sequence[QueryTruth]
) -> list[Check]:
    """Show the query lost and the query won before and now, with the stage of loss."""
    terminal.heading(
        out,
        "A query lost, a query won",
        f"the share of {BRAND} at each step in percent, mart.brand_queries",
    )
    checks: list[Check] = []
    rows: list[list[object]] = []
    for truth in truths:
        asked = _asked(query=truth.query, weeks=[truth.before, truth.after])
        weeks = _rows(own, QueryWeek, queries.BRAND_QUERY, asked)
        rows += [
            [truth.query, week.start_date, week.lost_stage, *week.shares]
            for week in weeks
        ]
        expected = [
            (truth.before, truth.stage_before, truth.counts_before),
            (truth.after, truth.stage_after, truth.counts_after),
        ]
        is_found = expected == [
            (week.start_date, week.lost_stage, week.counts) for week in weeks
        ]
        moves = (
            f"{name} {' -> '.join(str(getattr(week, column)) for week in weeks)}"
            for name, column in _MOVES.items()
        )
        checks.append(Check(is_found, truth.kind, ", ".join(moves)))
    columns = ["query", "week of", "lost at"]
    columns += ["impressions", "clicks", "cart adds", "purchases"]
    terminal.table(out, columns, rows)
    return checks


def show_weeks(
    out: Console, database: Connection, own: Connection, brand: BrandReports, jobs: Jobs
) -> Check:
    """Show which weeks of the late month are there, when they came and by which run."""
    starts = [week.start for week in brand.weeks_of_late_month]
    covered = find_coverage(own, starts)
    arrivals = _rows(database, Arrival, queries.BRAND_ARRIVALS, _asked(weeks=starts))
    terminal.heading(
        out, f"Its weeks in {_month_name(brand)}", "products by mart.brand_coverage"
    )
    late, restated = brand.late_week.start, brand.restated_week.start
    came = {arrival.start_date: arrival for arrival in arrivals}
    rows: list[list[object]] = []
    for week in covered:
        arrival = came.get(week.start_date)
        rows.append(
            [
                *(week.start_date, week.reported_count, week.not_listed_count),
                arrival and f"{arrival.first_reported_at:%Y-%m-%d %H:%M:%S}",
                arrival and ", ".join(arrival.job_ids),
                "late" if week.start_date == late else "",
            ]
        )
    columns = ["week of", "reported", "not listed", "first came", "run", ""]
    terminal.table(out, columns, rows)
    run_of = {late: jobs.late, restated: jobs.restated}
    listed_count = len(brand.products) - 1
    is_found = [(a.start_date, a.job_ids) for a in arrivals] == [
        (start, [run_of.get(start, jobs.first)]) for start in starts
    ]
    is_found &= covered == [
        Coverage(
            start_date=start,
            reported_count=listed_count,
            not_listed_count=1,
            not_asked_count=0,
        )
        for start in starts
    ]
    how = f"{len(arrivals)} of {len(starts)} weeks of the month are there"
    return Check(is_found, f"late week {late}", how)


def check_restated(own: Connection, brand: BrandReports) -> Check:
    """Look up what the second report of a week changed."""
    truth = brand_reports.restated_truth(brand)
    asked = _asked(week=truth.start)
    found = _rows(own, RestatedTruth, queries.RESTATED_WEEK, asked)
    how = "no such report"
    if found:
        how = (
            f"{found[0].row_count} rows replaced and kept as history, "
            f"purchases {found[0].purchases_before} -> {found[0].purchases_after}"
        )
    return Check(found == [truth], f"restated week {truth.start}", how)


def check_unlisted(own: Connection, brand: BrandReports) -> Check:
    """Look up the reports of the product that dropped out of the lists."""
    gone = brand.gone_product
    weeks = [week.start for week in brand.weeks if week.start >= brand.gone_since]
    asked = _asked(asin=gone.asin, weeks=weeks)
    found = next(
        iter(_rows(own, Unlisted, queries.UNLISTED_PRODUCT, asked)),
        Unlisted(not_listed_count=0, last_week=None),
    )
    before = brand.weeks[-len(weeks) - 1].start
    return Check(
        found == Unlisted(not_listed_count=len(weeks), last_week=before),
        f"{gone.asin} dropped out",
        f"not listed in {found.not_listed_count} weeks: unknown, not 0; "
        f"last segment {found.last_week}",
    )


def check_other_tenant(
    rows: list[tuple[Any, ...]], other_rows: list[tuple[Any, ...]]
) -> Check:
    """Compare what two tenants see: rows of the brand's views, by relation."""
    other_count = sum(count for _, count in other_rows)
    is_found = all(count > 0 for _, count in rows) and other_count == 0
    seen = sum(count for _, count in rows)
    return Check(
        is_found and len(rows) == len(other_rows),
        f"{OTHER} sees nothing",
        f"the owner sees {seen:,} rows, {OTHER} {other_count}",
    )


def find_coverage(connection: Connection, starts: Sequence[date]) -> list[Coverage]:
    """Read the coverage of the given weeks, as far as reports of them are wanted."""
    asked = _asked(weeks=list(starts))
    return _rows(connection, Coverage, queries.BRAND_COVERAGE, asked)


def find_month(connection: Connection, brand: BrandReports) -> Month:
    """How far the month of the late week is known."""
    asked = _asked(month=brand.late_month.start)
    (month,) = _rows(connection, Month, queries.BRAND_MONTH_STATE, asked)
    return month


def _asked(**values: object) -> dict[str, object]:
    """Parameters of a query about the brand."""
    facts = {"tenant": OWNER, "brand": BRAND, "marketplace": MARKETPLACE}
    return {**facts, **values}


def _rows(
    connection: Connection,
    row: type[Found],
    query: str,
    asked: Mapping[str, object],
) -> list[Found]:
    with connection.cursor(row_factory=class_row(row)) as cursor:
        return cursor.execute(query, asked).fetchall()


def _month_name(brand: BrandReports) -> str:
    return f"{brand.late_month.start:%B %Y}"


def _mark(check: Check) -> Text:
    if check.is_found:
        return Text("found", "bold green")
    return Text("MISSED", "bold red")
