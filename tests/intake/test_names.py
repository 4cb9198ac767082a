"""Columns and fields with foreign names: read like ours, or refused.

Time, shop, currency and stock are read after the columns of an item are renamed, so
that a sheet in German is read like the plain form. The forms come from sheets and
scrapers that the rules were not written for.
"""

import pytest

from tests.support.intake import Intake, intake

__all__ = ["intake"]

URL = "https://www.amazon.com/dp/B0TESTNAM1"
DE = "https://www.amazon.de/dp/B0TESTNAM1"
ASIN = "B0TESTNAM1"


def only_day(intake: Intake) -> tuple[str, str, str | None] | None:
    """Marketplace, day and price of the one daily row; None where there is none."""
    days = intake.days()
    assert len(days) <= 1
    return days[0][1:] if days else None


def stock(intake: Intake) -> tuple[str | None, str | None, str | None]:
    """Status, stock and price of the one daily row."""
    [found] = intake.rows(
        "select d.status, d.in_stock::text, d.price::text "
        "from core.product_metrics_daily as d"
    )
    return found


@pytest.mark.parametrize(
    ("header", "date"),
    [
        ("ASIN,Title,Price,URL,Scraped At", "2026-11-20"),
        ("ASIN,Title,Price,URL,Scraped At", "20/11/2026"),
        ("ASIN,Title,Price,URL,Captured On", "11/20/2026"),
        ("ASIN,Titel,Preis,URL,Datum", "20.11.2026"),
        ("ASIN,Título,Precio,URL,Fecha", "20/11/2026"),
        ("ASIN,Product Name,Price,URL,Last Update", "20 Nov 2026 10:00"),
        ("asin,title,price,Link,Timestamp", "2026-11-20 10:00:00-08"),
        ("asin,title,price,url,scraped_on", "2026-11-20"),
        ("asin,title,price,url,extracted_at", "2026-11-20 10:00"),
    ],
)
def test_a_time_is_read_under_every_name_of_a_column(
    intake: Intake, header: str, date: str
) -> None:
    intake.load("sheet.csv", f"{header}\n{ASIN},Mug,12.50,{URL},{date}\n")
    assert only_day(intake) == ("US", "2026-11-20", "12.50")
    assert intake.readings("time") == [("item", 1)]


@pytest.mark.parametrize("column", ["Scraped At", "Fecha", "Datum", "Time"])
def test_a_time_that_cannot_be_read_is_refused_under_every_name(
    intake: Intake, column: str
) -> None:
    dates = ("garbage", "ayer", "2026-W47", "20.11.26")
    for date in dates:
        sheet = f"ASIN,Price,URL,{column}\n{ASIN},1,{URL},{date}\n"
        intake.load(f"{date}.csv", sheet)
    assert intake.rejects() == [(1, "time_unreadable")] * len(dates)


@pytest.mark.parametrize(
    "price", ["₹1299.00", "1299.00 €", "￥1980", "JPY 1980", "£19.99"]
)
def test_a_foreign_currency_is_no_price_under_every_name(
    intake: Intake, price: str
) -> None:
    sheet = f"ASIN,Title,Price,URL,Date\n{ASIN},Mug,{price},{URL},2026-11-20\n"
    intake.load("sheet.csv", sheet)
    assert only_day(intake) == ("US", "2026-11-20", None)
    assert len(intake.readings("dropped")) == 1


@pytest.mark.parametrize(
    ("header", "price", "right"),
    [
        ("ASIN,Title,Price,Date,Link", "1.299", "1299.00"),
        ("ASIN,Produktname,Preis,Datum,Produkt-URL", "1.299", "1299.00"),
        ("ASIN,Produktname,Preis,Datum,Produkt-URL", "12,99", "12.99"),
        ("ASIN,Titre,Prix,Date,Lien", "1.299", "1299.00"),
        ("asin,title,price,date,source_url", "1.299", "1299.00"),
        ("asin,title,price,date,productPageUrl", "1.299,50", "1299.50"),
    ],
)
def test_digits_are_read_by_the_shop_whatever_its_url_is_called(
    intake: Intake, header: str, price: str, right: str
) -> None:
    cells = f'{ASIN},Tasse,"{price}",2026-11-20,{DE}'
    intake.load("sheet.csv", f"{header}\n{cells}\n")
    assert only_day(intake) == ("DE", "2026-11-20", right)


@pytest.mark.parametrize(
    "change",
    [
        {"final_price": "₹1,299", "reviews_count": 1},
        {"price": {"current_price": "₹1,299"}},
        {"current_price": "₹1,299"},
        {"price": "", "buybox_price": "₹1,299"},
        {"price": {"value": 1299, "raw": "₹1,299"}},
        {"price": 1299, "price_string": "₹1,299"},
        {"price": 1299, "price_symbol": "₹"},
        {"price": 1299, "price_currency": "INR"},
    ],
)
def test_a_currency_is_read_beside_the_price_in_every_shape(
    intake: Intake, change: dict[str, object]
) -> None:
    item = {"asin": ASIN, "url": URL, "scraped_at": "2026-11-20T10:00:00Z"}
    intake.items("shapes.jsonl", item | {"timestamp": "2026-11-20"} | change)
    assert {price for *_, price in intake.days()} <= {None}


@pytest.mark.parametrize(
    "change",
    [
        {"Availability": "Currently unavailable."},
        {"availability status": "Currently unavailable."},
        {"stock_status": "Out of stock"},
        {"inStock": False},
        {"isAvailable": False},
        {"available": "no"},
        {"stock": 0},
        {"Stock": "Out of stock"},
        {"in_stock": "Out of Stock"},
        {"in_stock": "Currently unavailable"},
        {"Status": "Out of stock"},
        {"status": "out of stock"},
        {"price": "Out of stock $12.99"},
    ],
)
def test_what_is_out_of_stock_has_no_price_however_it_is_told(
    intake: Intake, change: dict[str, object]
) -> None:
    item = {"asin": ASIN, "url": URL, "price": 12.99, "date": "2026-11-20"}
    intake.items("stock.jsonl", item | change)
    assert stock(intake) == ("out_of_stock", "false", None)


@pytest.mark.parametrize(
    "change",
    [
        {"Condition": "Used"},
        {"offer_condition": "Renewed"},
        {"conditionType": "Used - Good"},
        {"isUsed": True},
        {"is_new": False},
    ],
)
def test_a_used_offer_is_no_price_and_leaves_that_of_the_new_one(
    intake: Intake, change: dict[str, object]
) -> None:
    item = {
        "asin": ASIN,
        "url": URL,
        "price": 495,
        "scraped_at": "2026-11-20T10:00:00Z",
    }
    intake.items("new.jsonl", item)
    used = {"price": 310, "scraped_at": "2026-11-20T10:00:05Z"}
    intake.items("used.jsonl", item | used | change)
    assert only_day(intake) == ("US", "2026-11-20", "495.00")
    assert intake.rows(
        "select s.used_price::text from core.product_snapshots as s "
        "where s.used_price is not null"
    ) == [("310.00",)]


@pytest.mark.parametrize(
    "later",
    [
        {"bsr": 10, "bsr_category": "Mugs"},
        {"rating": 4.6, "reviews_count": 101},
    ],
)
def test_a_row_that_speaks_of_no_offer_leaves_the_price_of_the_day(
    intake: Intake, later: dict[str, object]
) -> None:
    first = {"asin": ASIN, "url": URL, "scraped_at": "2026-11-20T18:00:00Z"}
    intake.items("page.jsonl", first | {"price": 19.99, "rating": 4.5, "bsr": 12})
    intake.items("log.jsonl", first | {"scraped_at": "2026-11-20T23:00:00Z"} | later)
    assert only_day(intake) == ("US", "2026-11-20", "19.99")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"marketplace": "ZZ"}, "shop_unknown"),
        ({"country_code": "ZZ"}, "shop_unknown"),
        ({"tld": "zz"}, "shop_unknown"),
        ({"url": "https://amzn.to/3abc"}, "shop_unknown"),
    ],
)
def test_a_shop_that_is_named_and_not_known_is_refused(
    intake: Intake, change: dict[str, object], code: str
) -> None:
    item = {"asin": ASIN, "price": 12.99, "date": "2026-11-20"}
    intake.items("shop.jsonl", item | change)
    assert intake.rejects() == [(1, code)]


@pytest.mark.parametrize(
    "change",
    [
        {"marketplace": "Amazon DE"},
        {"marketplace": "Amazon Germany"},
        {"region": "DE"},
        {"tld": "de"},
        {"market": "de"},
        {"url": "https://web.archive.org/web/2026/https://www.amazon.de/dp/" + ASIN},
    ],
)
def test_a_shop_is_known_by_every_field_that_names_it(
    intake: Intake, change: dict[str, object]
) -> None:
    item = {"asin": ASIN, "price": "1.299", "date": "2026-11-20"}
    intake.items("shop.jsonl", item | change)
    assert only_day(intake) == ("DE", "2026-11-20", "1299.00")


@pytest.mark.parametrize(
    "change",
    [
        {"price": 0, "price_buybox": 24.99},
        {"price": "N/A", "currentPrice": 24.99},
        {"price": "-", "salePrice": 24.99},
        {"price": None, "deal": {"price": 24.99}},
    ],
)
def test_a_price_under_another_name_is_read_or_refused(
    intake: Intake, change: dict[str, object]
) -> None:
    item = {"asin": ASIN, "url": URL, "date": "2026-11-20"}
    intake.items("other.jsonl", item | change)
    refused = intake.rejects() == [(1, "shape_unknown")]
    assert refused or only_day(intake) == ("US", "2026-11-20", "24.99")


@pytest.mark.parametrize("price", ["12-Jan", "#NAME?", "1.30E+01", "$19.99 $15.99"])
def test_a_price_that_cannot_be_read_is_unknown_with_a_reason(
    intake: Intake, price: str
) -> None:
    item = {"asin": ASIN, "url": URL, "date": "2026-11-20", "price": price}
    intake.items("unread.jsonl", item)
    rows = intake.rows(
        "select s.status, s.price::text from core.product_snapshots as s"
    )
    assert rows == [("ok", None)]
    assert intake.rows(
        "select 1 from ops.run_readings as g where g.subject = 'dropped' "
        "and g.example like '%cannot be read%'"
    )


def test_ranks_by_category_are_read_with_their_categories(intake: Intake) -> None:
    item = {"asin": ASIN, "url": URL, "date": "2026-11-20", "price": 5}
    intake.items("ranks.jsonl", item | {"bsr": {"Home": 1234, "1000 Puzzles": 5}})
    assert intake.rows(
        "select d.bsr, d.bsr_category, d.bsr_main from core.product_metrics_daily as d"
    ) == [(5, "1000 Puzzles", 1234)]


@pytest.mark.parametrize("key", ["finalUrl", "loadedUrl", "final_url"])
def test_a_page_that_was_loaded_for_another_asin_is_a_redirect(
    intake: Intake, key: str
) -> None:
    item = {"asin": ASIN, "url": URL, "date": "2026-11-20", "price": 5}
    intake.items("moved.jsonl", item | {key: "https://www.amazon.com/dp/B0TESTNAM2"})
    rows = intake.rows("select s.status, s.price from core.product_snapshots as s")
    assert rows == [("redirected", None)]


def test_cells_that_a_spreadsheet_guards_are_read(intake: Intake) -> None:
    intake.load(
        "guarded.csv",
        f'="asin";="price";="date"\n="{ASIN}";="19,99";="2026-11-20"\n',
        "--marketplace",
        "DE",
    )
    assert only_day(intake) == ("DE", "2026-11-20", "19.99")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (f"{ASIN},12.99,2026-11-20\n{ASIN},13.99,2026-11-21\n", "put a row like"),
        ("asin;price;price\nB0TESTNAM1;1;2\n", "Two columns have one name"),
        (
            "ASIN;Preis;Währung\nB0TESTNAM1;1;EUR\n".encode("latin-1"),
            "save it as UTF-8",
        ),
        ("asin|price|date\nB0TESTNAM1|1|2026-11-20\n", "separated by |"),
    ],
)
def test_a_dry_run_says_why_a_file_would_be_refused(
    intake: Intake, content: str | bytes, sentence: str
) -> None:
    result = intake.load("refused.csv", content, "--dry-run")
    assert result.exit_code == 1
    assert sentence in " ".join(result.output.split())
    assert intake.rows("select 1 from core.ingest_runs") == []
