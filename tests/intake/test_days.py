"""Days with observations of several sources, through loader and promotion."""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.support.databases import Database

SAMPLES = Path(__file__).parents[1] / "samples" / "days"
NAMES = ("pages.jsonl", "rank_log.csv", "bestseller_list.json")


def load(clone: Database, *names: str) -> None:
    """Load each file by itself, and promote it before the next one comes."""
    for name in names:
        subprocess.run(
            [sys.executable, "-m", "loader", "load", str(SAMPLES / name)],
            env=os.environ | {"LOADER_DATABASE_URL": clone.loader},
            check=True,
            capture_output=True,
        )
        rows(clone, "select ops.promote_pending()")


def rows(clone: Database, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(clone.owner, autocommit=True) as owner:
        return owner.execute(query.encode()).fetchall()


@pytest.mark.parametrize("names", [NAMES, NAMES[::-1]], ids=["pages first", "last"])
def test_a_rank_log_and_a_list_leave_what_a_page_showed(
    clone: Database, names: tuple[str, ...]
) -> None:
    load(clone, *names)
    ok, at_50, at_35 = "ok", Decimal("50.00"), Decimal("35.00")
    stars = Decimal("4.50")
    assert rows(
        clone,
        "select d.date, d.status, d.price, d.bsr, d.rating, d.reviews_count,"
        " d.in_stock from core.product_metrics_daily as d order by d.date",
    ) == [
        (date(2025, 11, 25), ok, at_50, 100, stars, 900, True),
        (date(2025, 11, 26), ok, at_50, 111, stars, 905, True),
        (date(2025, 11, 27), ok, at_35, 60, stars, 910, True),
        # A day of ranks alone: nobody looked at offers.
        (date(2025, 11, 28), None, None, 62, None, None, None),
    ]
    assert rows(
        clone,
        "select m.date, m.price_change_pct, m.stock_change"
        " from mart.product_metrics_delta_daily as m order by m.date",
    ) == [
        (date(2025, 11, 25), None, None),
        (date(2025, 11, 26), Decimal("0.00"), None),
        (date(2025, 11, 27), Decimal("-30.00"), None),
        (date(2025, 11, 28), None, None),
    ]
    assert not rows(
        clone, "select 1 from ops.audit() where missing_count + unexpected_count > 0"
    )


def test_poorer_sources_correct_no_alert_and_raise_none(clone: Database) -> None:
    load(clone, "pages.jsonl")
    told = "select a.kind, a.date, a.corrected_at is null from core.alerts as a"
    before = rows(clone, told)
    assert ("PRICE_SPIKE", date(2025, 11, 27), True) in before
    load(clone, "rank_log.csv", "bestseller_list.json")
    assert set(before) <= set(rows(clone, told))
    assert not [row for row in rows(clone, told) if row[0] == "STOCK_CHANGE"]


def test_a_rank_whose_category_alternates_is_averaged_in_one(clone: Database) -> None:
    load(clone, "alternating_category.jsonl")
    assert rows(
        clone,
        "select r.window_days, r.bsr_avg, r.bsr_min, r.bsr_max, r.bsr_change_pct"
        " from mart.product_metrics_rollup as r where r.as_of = '2025-11-27'"
        " order by r.window_days",
    ) == [(days, Decimal("240.00"), 240, 240, Decimal("0.00")) for days in (7, 30, 90)]
