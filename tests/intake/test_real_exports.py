"""Real files of actors and trackers, from the command line into core.

The counts and price totals were taken from the files themselves, not from the database.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from loader.cli import app
from tests.support.databases import ROOT

# Third-party data, which the repository does not hold.
FOLDER = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the collected files are not there: {FOLDER}"
)

Load = Callable[[str], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class File:
    """What a file holds: observations, statuses, and the sum of its prices."""

    path: str
    marketplace: str
    received: int
    duplicate: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    price_total: str | None = None


FILES = [
    File(
        path="apify/amazon-crawler_full_au_2026-05-02_first_item_trimmed.json",
        marketplace="AU",
        received=1,
        statuses={"ok": 1},
        price_total="39.95",
    ),
    File(
        path="apify/amazon-crawler_overview_ca_2025-04-16.json",
        marketplace="CA",
        received=1591,
        statuses={"ok": 1523, "no_offer": 68},
        price_total="220353.73",
    ),
    File(
        path="apify/amazon-crawler_overview_us_2025-11-29_17-01-30-253.json",
        marketplace="US",
        received=50,
        statuses={"ok": 48, "no_offer": 2},
        price_total="1447.05",
    ),
    File(
        path="apify/amazon-crawler_overview_us_2025-11-29_17-06-35-432.json",
        marketplace="US",
        received=30,
        statuses={"ok": 27, "no_offer": 3},
        price_total="579.41",
    ),
    File(
        path="apify/axesso_amazon-product-details_us_2025-09-11_items01-17.json",
        marketplace="US",
        received=17,
        statuses={"ok": 16, "no_offer": 1},
        price_total="439.94",
    ),
    File(
        path="apify/derived_gaming_mice_clean_us_2026-03-11.csv",
        marketplace="US",
        received=70,
        statuses={"ok": 70},
        price_total="3021.77",
    ),
    File(
        path="apify/epctex_amazon-scraper_product_us_2024-01_excerpt.json",
        marketplace="US",
        received=1,
        statuses={"ok": 1},
        price_total="39.99",
    ),
    File(
        path="apify/free-amazon-product-scraper_full_in_2026-07-14_items01-08.json",
        marketplace="IN",
        received=8,
        statuses={"ok": 8},
        price_total="5185.00",
    ),
    File(
        path="apify/free-amazon-product-scraper_full_us_2023-08-06_items01-30.json",
        marketplace="US",
        received=30,
        statuses={"ok": 8, "no_offer": 21, "out_of_stock": 1},
        price_total="585.86",
    ),
    File(
        path="bestsellers/amazon-bestsellers_us_electronics_2023-12_flattened.csv",
        marketplace="US",
        received=100,
        statuses={"ok": 70, "no_offer": 30},
        price_total="4501.95",
    ),
    File(
        path="bestsellers/amazon_co_jp_beauty_2026-04-12.json",
        marketplace="JP",
        received=20,
        statuses={"ok": 20},
        price_total="69600.00",
    ),
    File(
        path="bestsellers/amazon_co_jp_laptop_2026-04-12.json",
        marketplace="JP",
        received=20,
        statuses={"ok": 20},
        price_total="2456642.00",
    ),
    # 405 times a product is on two lists of one day: one observation, two ranks.
    File(
        path="history/amazon_co_jp_bestseller_rank_daily_2026-03-07_to_2026-04-12.jsonl",
        marketplace="JP",
        received=9364,
        duplicate=405,
        statuses={"ok": 8959},
        price_total="54488595.00",
    ),
    File(
        path="history/bsr_history_all_failures_2026-07_2026-08.csv",
        marketplace="US",
        received=20,
        statuses={"blocked": 19, "parse_error": 1},
    ),
    File(
        path="history/keepa_deals_response_excerpt_us_2025-04-30.json",
        marketplace="US",
        received=2,
        statuses={"ok": 2},
        price_total="42.98",
    ),
    File(
        path="history/keepa_price_drop_observations_us_2026-04-23_to_2026-05-04.jsonl",
        marketplace="US",
        received=549,
        statuses={"ok": 549},
        price_total="64777.95",
    ),
    File(
        path="history/keepa_product_stats_excerpt_us_2025-05-27.json",
        marketplace="US",
        received=1,
        statuses={"ok": 1},
        price_total="33.82",
    ),
    File(
        path="history/wishlist_price_history_us_2026-08.csv",
        marketplace="US",
        received=66,
        statuses={"ok": 64, "out_of_stock": 2},
        price_total="7887.84",
    ),
]


@pytest.fixture
def load(loader_url: str, monkeypatch: pytest.MonkeyPatch) -> Load:
    """The command `asinmart load --wait`, with its answer about the one file."""
    monkeypatch.setenv("LOADER_DATABASE_URL", loader_url)

    def call(path: str) -> dict[str, Any]:
        result = CliRunner().invoke(
            app,
            ["load", "--wait", "--json", str(FOLDER / path)],
            prog_name="asinmart",
        )
        assert result.exit_code == 0, result.output
        answer: dict[str, Any] = json.loads(result.stdout)
        return answer

    return call


@pytest.fixture
def owner(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def one_row(owner: psycopg.Connection, query: str) -> tuple[Any, ...]:
    row = owner.execute(query).fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize("file", FILES, ids=lambda file: Path(file.path).name)
def test_a_collected_file_reaches_core_whole(
    file: File, load: Load, owner: psycopg.Connection
) -> None:
    promotion = load(file.path)["promotion"]
    assert promotion["status"] == "SUCCESS"
    assert (
        promotion["received_count"],
        promotion["accepted_count"],
        promotion["duplicate_count"],
        promotion["rejected_count"],
    ) == (file.received, file.received - file.duplicate, file.duplicate, 0)

    seen = owner.execute(
        "select s.marketplace, s.status, count(*), sum(s.price) "
        "from core.product_snapshots as s group by s.marketplace, s.status"
    ).fetchall()
    assert {marketplace for marketplace, *_ in seen} == {file.marketplace}
    assert {status: count for _, status, count, _ in seen} == file.statuses
    total = sum((price for *_, price in seen if price is not None), Decimal(0))
    assert total == Decimal(file.price_total or 0)


def test_every_list_keeps_the_ranks_of_every_day(
    load: Load, owner: psycopg.Connection
) -> None:
    load("history/amazon_co_jp_bestseller_rank_daily_2026-03-07_to_2026-04-12.jsonl")
    assert one_row(
        owner,
        "select count(*), count(distinct b.category), count(distinct b.date), "
        "count(b.price), sum(b.price), min(b.rank), max(b.rank) "
        "from core.bestseller_snapshots as b",
    ) == (9364, 18, 29, 1326, Decimal("55588788.00"), 1, 20)


def test_ranks_are_read_from_texts_inside_the_details(
    load: Load, owner: psycopg.Connection
) -> None:
    load("apify/axesso_amazon-product-details_us_2025-09-11_items01-17.json")
    assert one_row(
        owner,
        "select s.bsr, s.bsr_category, s.bsr_main, s.list_price, s.rating, "
        "s.reviews_count, s.buybox_seller, s.is_prime "
        "from core.product_snapshots as s where s.asin = 'B0FM2YDLHP'",
    ) == (
        13,
        "Over-Ear Headphones",
        304,
        Decimal("299.99"),
        Decimal("4.90"),
        2205,
        "A1G8N04Y5OLMHH",
        False,
    )


def test_failed_fetches_leave_no_day_and_no_value(
    load: Load, owner: psycopg.Connection
) -> None:
    load("history/bsr_history_all_failures_2026-07_2026-08.csv")
    assert one_row(owner, "select count(*) from core.product_metrics_daily") == (0,)
    assert one_row(
        owner,
        "select count(*), count(s.price), count(s.bsr), count(s.rating) "
        "from core.product_snapshots as s",
    ) == (20, 0, 0, 0)


def test_the_text_says_in_stock_where_the_flag_contradicts(
    load: Load, owner: psycopg.Connection
) -> None:
    load("apify/free-amazon-product-scraper_full_us_2023-08-06_items01-30.json")
    assert one_row(
        owner,
        "select count(*) filter (where s.in_stock), count(s.bsr), "
        "count(*) filter (where s.coupon is not null) from core.product_snapshots as s",
    ) == (29, 0, 5)


def test_a_collected_file_loaded_twice_changes_nothing(
    load: Load, owner: psycopg.Connection
) -> None:
    path = "apify/amazon-crawler_overview_us_2025-11-29_17-01-30-253.json"
    load(path)
    rows = "select array_agg((s.asin, s.xmin)::text) from core.product_snapshots as s"
    before = one_row(owner, rows)
    assert load(path)["already_loaded"]
    assert one_row(owner, rows) == before
