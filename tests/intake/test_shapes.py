"""Samples of the shapes that people export, from the command line into core.

The expected values were taken from the samples by hand.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from loader.cli import app
from tests.support.databases import ROOT

SAMPLES = ROOT / "tests" / "samples" / "shapes"
SEEN = """
    select
        s.asin, s.marketplace, s.status, s.price, s.list_price, s.buybox_price,
        s.buybox_seller, s.bsr, s.rating, s.reviews_count, s.in_stock
    from core.product_snapshots as s
    order by s.asin, s.scraped_at
"""
REJECTS = """
    select e.item_no, e.reason_code, e.detail
    from staging_raw.rejected_events as e
    order by e.item_no, e.element_no
"""


@pytest.fixture
def owner(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def load(loader_url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command `asinmart load --wait`, with what the promotion of a sample gave."""
    monkeypatch.setenv("LOADER_DATABASE_URL", loader_url)

    def call(name: str, *options: str) -> dict[str, Any]:
        result = CliRunner().invoke(
            app,
            ["load", "--wait", "--json", *options, str(SAMPLES / name)],
            prog_name="asinmart",
        )
        answer: dict[str, Any] = json.loads(result.stdout)["promotion"]
        return answer

    return call


def seen(owner: psycopg.Connection) -> list[tuple[Any, ...]]:
    """Give what core holds, with prices and stars as short texts."""
    return [
        tuple(f"{cell:.2f}" if isinstance(cell, Decimal) else cell for cell in row)
        for row in owner.execute(SEEN)
    ]


# asin, marketplace, status, price, list price, buy box and its seller, bsr, stars,
# reviews, stock; empty is null.
EXPECTED = {
    "brightdata.json": [
        "B0DEMOZ300|DE|ok|41.30|52.50|41.30|Example Seller|12|4.60|1240|True",
        "B0DEMOZ301|DE|out_of_stock||30.00||||3.30|3|False",
    ],
    "amazon_buddy.json": [
        "B0DEMOZ310|UK|ok|41.30|52.00||||4.20|88|",
        "B0DEMOZ311|UK|ok|24.97||||7|4.50|1204|True",
    ],
    "seller_offers.json": [
        "B0DEMOZ320|DE|ok|231.00|||||4.10|33|True",
    ],
    "keepa_history.json": [
        "B0DEMOZ330|DE|ok|199.00||199.00|A1EXAMPLE01|400|4.50|12|",
        "B0DEMOZ330|DE|ok|189.00||189.00||400|4.50|12|",
        "B0DEMOZ330|DE|ok|189.00||189.00||380|4.50|12|",
    ],
    "keepa_export.csv": [
        "B0DEMOZ340|DE|ok|24.99|29.99|24.99||1204|4.60|1240|",
        "B0DEMOZ341|DE|no_offer|||||88|4.10|77|",
    ],
    "helium10_xray.csv": [
        "B0DEMOZ350|US|ok|1499.00||1499.00|Example Seller|12042|4.10|11429|",
        "B0DEMOZ351|US|no_offer||||||3.90|12|",
    ],
    "jungle_scout.csv": [
        "B0DEMOZ360|US|ok|24.97||||1102|4.40|96|",
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_an_export_gives_the_figures_that_stand_in_it(
    name: str, load: Any, owner: psycopg.Connection
) -> None:
    load(name)
    texts = [
        "|".join("" if cell is None else str(cell) for cell in row)
        for row in seen(owner)
    ]
    assert texts == EXPECTED[name]


def test_a_keepa_product_without_anything_to_read_says_what_to_ask_for(
    load: Any, owner: psycopg.Connection
) -> None:
    assert load("keepa_history.json")["rejected_count"] == 1
    assert owner.execute(REJECTS).fetchall() == [
        (
            1,
            "no_observation",
            "the Keepa product holds neither stats nor csv: ask for it with stats or"
            " history",
        )
    ]


def test_used_offers_are_never_the_price(load: Any, owner: psycopg.Connection) -> None:
    promotion = load("offers_with_condition.csv")
    assert (promotion["accepted_count"], promotion["duplicate_count"]) == (3, 1)
    assert [(row[0], row[2], row[3]) for row in seen(owner)] == [
        ("B0DEMOZ370", "ok", "499.00"),
        ("B0DEMOZ370", "ok", "495.00"),
        ("B0DEMOZ371", "ok", None),
    ]
    assert owner.execute("select count(*) from core.alerts").fetchone() == (0,)


def test_a_german_spreadsheet_in_utf_16_is_read(
    load: Any, owner: psycopg.Connection
) -> None:
    load("spreadsheet_utf16.csv", "--marketplace", "DE")
    assert [row[:4] for row in seen(owner)] == [
        ("080442957X", "DE", "ok", "12.00"),
        ("B0DEMOZ380", "DE", "ok", "19.99"),
        ("B0DEMOZ381", "DE", "ok", "1029.50"),
        ("B0DEMOZ382", "DE", "ok", "9.99"),
    ]


def test_a_price_that_nobody_reads_is_never_no_offer(
    load: Any, owner: psycopg.Connection
) -> None:
    load("other_prices.jsonl")
    assert [row[:5] for row in seen(owner)] == [
        ("B0DEMOZ390", "US", "ok", "14.25", "17.50"),
        ("B0DEMOZ393", "US", "out_of_stock", None, "17.50"),
        ("B0DEMOZ394", "US", "redirected", None, None),
    ]
    rejects = owner.execute(REJECTS).fetchall()
    assert [row[:2] for row in rejects] == [(2, "shape_unknown"), (3, "shape_unknown")]
    assert "kostenpunkt_preis" in rejects[0][2]


def test_a_row_of_the_table_of_names_makes_a_file_readable(
    load: Any, owner: psycopg.Connection
) -> None:
    owner.execute(
        "insert into ops.column_names (column_name, standard_name) "
        "values ('Kostenpunkt (Preis)', 'price')"
    )
    load("other_prices.jsonl")
    assert ("B0DEMOZ391", "US", "ok", "14.25") in [row[:4] for row in seen(owner)]
