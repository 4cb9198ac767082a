"""The benchmark of search query reports at a tiny scale, and faults it must find."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from rich.console import Console

from bench.contestants import source_segments
from bench.data import reports
from bench.data.reports import Reports
from bench.harness.databases import Addresses, BenchError
from bench.harness.resources import Server
from bench.reporting import results
from bench.suites import search_reports
from bench.suites.search_reports import Shelf
from tests.support.databases import Database

REPORTS = Reports(products=20, weeks=7, queries=6)


@pytest.fixture
def shelf(clone: Database, tmp_path: Path) -> Shelf:
    """A few reports, filled as for a benchmark."""
    reports.fill(clone.owner, REPORTS)
    addresses = Addresses(
        owner=clone.owner, loader=clone.loader, superuser=clone.superuser
    )
    return Shelf(database=addresses, reports=REPORTS, folder=tmp_path)


@pytest.fixture
def watch(shelf: Shelf) -> Iterator[Server]:
    """Its server, and the source's view of the same reports."""
    watching = Server(shelf.database.superuser)
    try:
        source_segments.prepare(
            shelf.database, start=shelf.first_day, end=REPORTS.until
        )
        yield watching
    finally:
        watching.close()
        source_segments.drop(shelf.database)


def test_filled_reports_are_what_the_definitions_say(shelf: Shelf) -> None:
    with psycopg.connect(shelf.database.owner) as connection:
        audit = connection.execute("select * from ops.audit_reports()").fetchall()
        noted = connection.execute("select count(*) from ops.dirty_brand_products")
        assert noted.fetchone() == (0,)

    # Seven weeks begin in two or three months.
    (_, report_count, *wrong), (_, segment_count, *wrong_segments) = audit
    assert (wrong, wrong_segments) == ([0, 0], [0, 0])
    assert report_count == 7 * REPORTS.products
    assert segment_count in (9 * REPORTS.products, 10 * REPORTS.products)


def test_a_week_from_a_file_gives_what_the_fill_gives(
    shelf: Shelf, clone: Database, watch: Server
) -> None:
    week = REPORTS.until + timedelta(days=7)
    rows = """
        select row(q.*)::text, a.asin from sqp.search_query_performance as q
        inner join sqp.asin_performance_data as a on a.id = q.asin_performance_id
        where a.start_date = %s
    """
    found = search_reports.weeks(watch, shelf, repeats=1)
    with psycopg.connect(clone.owner) as connection:
        filled = connection.execute(
            "select count(*), count(distinct r.search_query), sum(r.own_clicks)"
            " from bench.report_rows(%s, %s, %s, %s) as r",
            (REPORTS.products, REPORTS.queries, week, week),
        ).fetchone()
        kept = connection.execute(
            "select count(*), count(distinct q.search_query), sum(q.asin_click_count)"
            " from sqp.search_query_performance as q"
            " inner join sqp.asin_performance_data as a on a.id = q.asin_performance_id"
            " where a.start_date = %s",
            (week,),
        ).fetchone()
        disagreements = connection.execute(
            "select count(*) from sqp.report_disagreements"
        ).fetchone()
        assert len(connection.execute(rows, (week,)).fetchall()) == 120

    assert kept == filled
    assert disagreements == (0,)
    ours, theirs = found
    assert {"load", "adapt", "apply", "segments"} <= ours["notes"].keys()
    assert theirs["notes"]["refresh"] > 0 and theirs["ratio"] > 0
    assert ours["file_bytes"] > 120 * 1000


def test_rebuilds_and_queries_are_measured_and_shown(
    shelf: Shelf, watch: Server
) -> None:
    rebuild = search_reports.rebuilt(watch, shelf, repeats=1)
    queries = search_reports.timed(shelf, with_source=True)
    lengths = search_reports.lengths({7: (watch, shelf)}, repeats=1)

    assert len(rebuild) == 3 and all(row["seconds"] > 0 for row in rebuild)
    # Twelve weeks or three months back of what there is: owner, API, tenant, view.
    weeks = [row["rows"] for row in queries if row["query"].startswith("weeks")]
    months = [row["rows"] for row in queries if row["query"].startswith("months")]
    assert weeks == [7] * 4
    assert len(set(months)) == 1 and months[0] in (40, 60)
    assert lengths[0]["weeks"] == 7 and lengths[0]["ratio"] == 1
    with psycopg.connect(shelf.database.owner) as connection:
        roles = connection.execute("select count(*) from app.tenant_roles").fetchone()
    assert roles == (0,)

    out = StringIO()
    size = {"products": 20, "weeks": 7, "queries": 6, "rows": 840}
    found = {
        "rebuild": rebuild,
        "segments": rebuild,
        "week": rebuild,
        "lengths": lengths,
        "queries": queries,
        "long_queries": queries,
        "sizes": {"segments": size, "week": size, "lengths": size},
    }
    results.show_sqp(Console(file=out, width=200), found)
    assert "All segments from 840 rows" in out.getvalue()


def test_a_wrong_segment_is_noticed(shelf: Shelf, watch: Server) -> None:
    search_reports.check(shelf)
    with psycopg.connect(shelf.database.owner, autocommit=True) as connection:
        connection.execute(
            "update sqp.brand_product_segments set asin_clicks = asin_clicks + 1"
            " where asin = %s and segment_type = 'weekly'",
            ("B000000003",),
        )
    with pytest.raises(BenchError, match=r"disagree: segments .*asin_clicks"):
        search_reports.check(shelf)
