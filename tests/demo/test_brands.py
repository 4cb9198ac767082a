"""The demo finds every planted truth of its brand, and misses each that is damaged."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from rich.console import Console

from demo import brands, queries
from demo.brand_reports import BRAND, BrandReports
from demo.market import Market
from tests.support.databases import ROOT, Database, janitor, prepare_clone

MARKET = Market(until=date(2026, 3, 12), products=900, days=2)
REPORTS = BrandReports(MARKET, week_count=20)
JOBS = brands.Jobs(first="brand-first", late="brand-late", restated="brand-restated")


# What is damaged, and how.
DAMAGES = {
    "February 2026": (
        "update sqp.brand_product_segments set click_share_change = 0.01"
        " where segment_type = 'monthly' and period_start = '2026-02-01'"
        " and asin = 'B0DEMO00B3'"
    ),
    "query lost": (
        "update sqp.search_query_performance as q"
        " set asin_purchase_count = q.asin_purchase_count + 1"
        " from sqp.asin_performance_data as a"
        " where a.id = q.asin_performance_id and a.period_type = 'WEEK'"
        " and a.start_date = '2026-02-22'"
        " and q.search_query = 'french press coffee maker'"
    ),
    "query won": (
        "update sqp.search_query_performance as q"
        " set total_click_count = q.total_click_count - 1"
        " from sqp.asin_performance_data as a"
        " where a.id = q.asin_performance_id and a.period_type = 'WEEK'"
        " and a.start_date = '2026-01-11' and q.search_query = 'thick yoga mat'"
    ),
    "late week": (
        "update sqp.asin_performance_data as a set job_id = 'brand-first'"
        " where a.job_id = 'brand-late' and a.asin = 'B0DEMOMAIN'"
    ),
    "restated week": (
        "delete from sqp.search_query_history as h"
        " where h.search_query = 'french press coffee maker'"
    ),
    "dropped out": (
        "update sqp.asin_performance_data as a set query_count = 1"
        " where a.asin = 'B0DEMO00O8' and a.start_date = '2025-12-21'"
    ),
    "sees nothing": (
        "insert into core.brands (tenant_id, brand_name)"
        " select t.tenant_id, 'Alderwick' from app.tenants as t"
        " where t.name = 'Quayside Outlet'"
    ),
}


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A database with all reports, and what was printed before the late ones came."""

    database: Database
    gap: str
    missed: int


def load(database: Database, path: Path, job_id: str) -> None:
    subprocess.run(
        [
            *(sys.executable, "-m", "loader", "load", str(path), "--wait"),
            *("--tenant", brands.OWNER, "--job-id", job_id),
        ],
        cwd=ROOT,
        env=os.environ | {"LOADER_DATABASE_URL": database.loader},
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="module")
def loaded(
    server: Database, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    printed = io.StringIO()
    out = Console(file=printed, width=100)
    folder = tmp_path_factory.mktemp("reports")
    first, late, restated = brands.make_reports(out, REPORTS, folder)
    with janitor(server, f"test_{uuid4().hex[:12]}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        with psycopg.connect(database.owner, autocommit=True) as owner:
            for tenant in (brands.OWNER, brands.OTHER):
                owner.execute(queries.MAKE_TENANT, {"name": tenant})
            owner.execute(
                "insert into core.products"
                " (asin, marketplace, brand, first_seen_at, last_seen_at, described_at)"
                " select a.asin, 'US', %s, now(), now(), now()"
                " from unnest(%s::text[]) as a (asin)",
                (BRAND, [product.asin for product in REPORTS.products]),
            )
            # The week of this test is wanted although it is long ago.
            owner.execute(
                "update ops.settings set value = '520' where name = 'sqp_wanted_weeks'"
            )
            load(database, first, JOBS.first)
            missed = brands.show_gap(out, owner, REPORTS)
            load(database, late, JOBS.late)
            load(database, restated, JOBS.restated)
        yield Loaded(database=database, gap=printed.getvalue(), missed=missed)


@pytest.fixture
def copy(server: Database, loaded: Loaded) -> Iterator[Database]:
    """A copy of the database, to be damaged."""
    with janitor(server, f"test_{uuid4().hex[:12]}", loaded.database.name) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        yield database


def show(database: Database) -> tuple[int, str]:
    printed = io.StringIO()
    with psycopg.connect(database.owner, autocommit=True) as owner:
        missed = brands.show_brand(
            Console(file=printed, width=100), owner, REPORTS, JOBS
        )
    return missed, printed.getvalue()


def test_the_month_of_the_late_week_is_not_complete_before_it_comes(
    loaded: Loaded,
) -> None:
    # The late month is February 2026, which has 4 Sundays.
    assert loaded.missed == 0
    assert f"{BRAND} in February 2026: 3 of 4 weeks have come" in loaded.gap


def test_every_planted_truth_is_found_and_the_logins_are_dropped(
    loaded: Loaded,
) -> None:
    missed, printed = show(loaded.database)
    assert missed == 0, printed
    assert "MISSED" not in printed
    assert printed.count("found ") == 7
    with psycopg.connect(loaded.database.owner) as owner:
        left = owner.execute("select count(*) from app.tenant_roles").fetchone()
        missed = brands.show_gap(Console(file=io.StringIO()), owner, REPORTS)
    assert left == (0,)
    assert missed == 0, "a database that has the late week already shows no gap"


def test_what_is_printed_is_what_the_database_holds(loaded: Loaded) -> None:
    _, printed = show(loaded.database)
    rows = [line.split() for line in printed.splitlines()]
    lost, now = (row for row in rows if row[:3] == ["french", "press", "coffee"])
    assert lost[4:6] == ["2026-01-25", "none"]
    assert now[4:6] == ["2026-02-22", "click"]
    late = next(row for row in rows if row[-1:] == ["late"])
    assert late[:3] == [str(REPORTS.late_week.start), "7", "1"]
    assert late[-2] == JOBS.late


@pytest.mark.parametrize("what", DAMAGES)
def test_a_wrong_row_is_missed_and_no_other(copy: Database, what: str) -> None:
    with psycopg.connect(copy.owner, autocommit=True) as owner:
        assert owner.execute(DAMAGES[what]).rowcount == 1
    missed, printed = show(copy)
    assert missed == 1, printed
    (line,) = (line for line in printed.splitlines() if line.startswith("MISSED"))
    assert what in line


def test_a_month_that_looks_whole_without_its_late_week_is_missed(
    copy: Database,
) -> None:
    with psycopg.connect(copy.owner, autocommit=True) as owner:
        owner.execute(
            "delete from sqp.asin_performance_data as a where a.start_date = %s",
            (REPORTS.late_week.start,),
        )
        printed = io.StringIO()
        assert brands.show_gap(Console(file=printed, width=100), owner, REPORTS) == 1
    assert "complete without the week of 2026-02-08" in printed.getvalue()


def test_a_database_without_the_reports_shows_none_of_the_truths(
    copy: Database,
) -> None:
    with psycopg.connect(copy.owner, autocommit=True) as owner:
        owner.execute("delete from core.brands")
        owner.execute("delete from sqp.asin_performance_data")
    missed, printed = show(copy)
    assert missed == 7, printed
