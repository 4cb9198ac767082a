"""Small files in forms that failed once, and their right results.

The files are in samples/cases; products and prices are invented. Each is loaded with
the files named beside it, in order, into an empty database.
"""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from loader.cli import app
from tests.support.databases import ROOT
from tests.support.intake import Intake, intake

__all__ = ["intake"]

CASES = ROOT / "tests" / "samples" / "cases"


def load(*names: str, options: tuple[str, ...] = ()) -> list[Result]:
    return [
        CliRunner().invoke(app, ["load", "--wait", *options, str(CASES / name)])
        for name in names
    ]


def day(intake: Intake, asin: str, date: str, *columns: str) -> Any:
    """Columns of a day's row as text; None where there is no row."""
    found = intake.rows(
        f"select {', '.join(f'd.{name}::text' for name in columns)} "
        "from core.product_metrics_daily as d "
        f"where d.asin = '{asin}' and d.date = '2026-11-{date}'"
    )
    return found[0] if found else None


def prices(intake: Intake) -> dict[str, str | None]:
    """The newest price of each product."""
    return dict(
        intake.rows(
            "select distinct on (d.asin) d.asin, d.price::text "
            "from core.product_metrics_daily as d order by d.asin, d.date desc"
        )
    )


def alerts(intake: Intake) -> list[tuple[Any, ...]]:
    """Alerts that still hold: product, day, kind, new value, change."""
    return intake.rows(
        "select a.asin, a.date::text, a.kind, a.new_value::numeric(12, 2)::text, "
        "a.change_pct::text from core.alerts as a where a.corrected_at is null "
        "order by 1, 2, 3"
    )


def kinds(intake: Intake) -> set[str]:
    return {alert[2] for alert in alerts(intake)}


def test_a_price_in_another_currency_is_no_price(intake: Intake) -> None:
    load("currency_sign_contradicts_shop.json")
    assert day(intake, "B0T2CUR001", "25", "price") == ("39.99",)
    assert day(intake, "B0T2CUR001", "26", "price") in (None, (None,))
    assert alerts(intake) == []


def test_a_currency_of_one_shop_names_the_shop(intake: Intake) -> None:
    load("currency_says_jpy_no_url.jsonl")
    assert intake.days() == [("B0T3CUR003", "JP", "2026-11-25", "5320.00")]


@pytest.mark.parametrize(
    ("name", "asin"),
    [
        ("date_with_time_plain.csv", "B0T3DAT001"),
        ("price_log_day_month_year.csv", "B0T2DAT003"),
    ],
)
def test_dates_as_people_write_them_are_their_days(
    intake: Intake, name: str, asin: str
) -> None:
    load(name)
    assert intake.days() == [
        (asin, "US", "2026-11-20", "49.00"),
        (asin, "US", "2026-11-21", "59.00"),
        (asin, "US", "2026-11-22", "39.00"),
    ]


def test_a_bare_day_is_that_day(intake: Intake) -> None:
    load("observed_at_bare_day.json", options=("--observed-at", "2026-11-26"))
    assert {found[2] for found in intake.days()} == {"2026-11-26"}


def test_a_poorer_observation_leaves_the_richer_one_of_the_day(intake: Intake) -> None:
    load(
        "full_pages_three_days.jsonl",
        "rank_log_same_day_later.csv",
        "bestseller_list_same_day_later.json",
    )
    columns = ("status", "price", "bsr", "rating", "in_stock")
    asin = "B0T2MIX001"
    assert day(intake, asin, "26", *columns) == ("ok", "50.00", "111", "4.50", "true")
    assert day(intake, asin, "27", *columns) == ("ok", "35.00", "60", "4.50", "true")
    change = (
        "select d.price_change_pct::text from mart.product_metrics_delta_daily as d "
    )
    assert intake.rows(change + "where d.date = '2026-11-27'") == [("-30.00",)]
    assert {"PRICE_SPIKE", "BSR_DROP"} & kinds(intake)
    corrected = "select count(*) from core.alerts as a where a.corrected_at is not null"
    assert intake.rows(corrected) == [(0,)]


def test_the_number_of_offers_is_no_price(intake: Intake) -> None:
    load("bestseller_offers_from_day1.json", "bestseller_offers_from_day2.json")
    assert {found[3] for found in intake.days() if found[0] == "B0T2BSL001"} == {
        "18.99"
    }
    assert {found[3] for found in intake.days() if found[0] == "B0T2BSL002"} == {"9.49"}
    assert alerts(intake) == []


def test_a_price_under_another_name_is_read_or_the_item_refused(
    intake: Intake,
) -> None:
    load("price_under_other_names.json")
    right = {"B0T3OTH001": "14.25", "B0T3OTH002": "41.30", "B0T3OTH003": "231.00"}
    found = prices(intake)
    assert all(right[asin] == price for asin, price in found.items())
    assert len(found) + len(intake.rejects()) == 3


def test_a_host_in_capitals_is_the_shop_and_an_unknown_one_is_none(
    intake: Intake,
) -> None:
    load("host_in_capitals_or_unknown.json")
    assert [(found[1], found[3]) for found in intake.days()] == [
        ("NL", "312.00"),
        ("DE", "19.00"),
        ("UK", "9.99"),
    ]
    assert len(intake.rejects()) == 2


def test_a_failed_fetch_is_no_value(intake: Intake) -> None:
    load("failed_fetch_status_words.jsonl", "error_row_false_stock_alert.jsonl")
    assert {found[2] for found in intake.days()} == {"2026-11-25"}
    assert alerts(intake) == []
    failed = "select distinct s.status from core.product_snapshots as s "
    found = intake.rows(failed + "where s.date > '2026-11-25'")
    assert {status for (status,) in found} <= {"blocked", "parse_error"}


def test_a_captcha_page_is_no_product_page(intake: Intake) -> None:
    load("captcha_titles_junglee_de.json")
    assert {found[2] for found in intake.days()} == {"2026-11-25"}
    titles = intake.rows("select p.title from core.products as p order by 1")
    assert titles == [("Elmsworth Stool",), ("Elmsworth Stool 2",)]


def test_not_in_stock_in_dutch_is_not_in_stock(intake: Intake) -> None:
    load("nl_false_back_in_stock.jsonl")
    assert day(intake, "B0T2AVNL11", "26", "in_stock") == ("false",)
    assert alerts(intake) == []


def test_a_rival_that_is_not_available_undercuts_nobody(intake: Intake) -> None:
    intake.rows(
        "insert into core.competitor_links (asin_main, asin_comp) "
        "values ('B0T2UND001', 'B0T2UND002') returning 1"
    )
    load("unavailable_rival_undercuts.jsonl")
    assert day(intake, "B0T2UND002", "26", "status") == ("out_of_stock",)
    assert kinds(intake) == {"STOCK_CHANGE"}


def test_keepa_has_one_meaning_of_price(intake: Intake) -> None:
    load("keepa_with_stats.json", "keepa_without_stats.json")
    assert {price for price in prices(intake).values()} <= {"179.00"}


def test_a_used_offer_is_not_the_price(intake: Intake) -> None:
    load("offer_rows_used_condition.csv")
    assert prices(intake) == {"B0T2USE001": "495.00"}
    assert alerts(intake) == []


def test_a_deeper_drop_of_the_day_is_told(intake: Intake) -> None:
    load("drop_in_the_morning.jsonl", "deeper_drop_same_day.jsonl")
    told = [a for a in alerts(intake) if a[1] == "2026-11-26" and a[2] == "PRICE_SPIKE"]
    assert [(new, change) for *_, new, change in told] == [("40.00", "-60.00")]


def test_invisible_marks_round_an_asin_are_not_of_it(intake: Intake) -> None:
    load("asin_with_invisible_marks.csv")
    assert [found[0] for found in intake.days()] == [
        f"B0T2LRM00{number}" for number in range(1, 6)
    ]


def test_words_for_nothing_are_nothing(intake: Intake) -> None:
    load("minus_one_zero_yes_no_nan.csv")
    row = ("status", "price", "bsr", "reviews_count")
    assert day(intake, "B0T2NEG001", "25", "status", "price") == ("out_of_stock", None)
    assert "STOCK_CHANGE" in kinds(intake)
    assert day(intake, "B0T2NEG002", "25", "price", "bsr") == ("24.99", None)
    assert day(intake, "B0T2NEG004", "25", *row) == ("ok", "4.99", None, None)
    titles = "select p.title from core.products as p where p.asin = 'B0T2NEG008'"
    assert intake.rows(titles) == [(None,)]
    ranks = day(intake, "B0T2NEG010", "25", "bsr", "bsr_category")
    assert ranks == ("12", "Tent Poles")
    # One price is in euros, and nothing names its shop.
    assert intake.rejects() == [(7, "shop_unknown")]


def test_the_page_of_another_asin_says_nothing_of_this_one(intake: Intake) -> None:
    load("page_of_another_asin.json")
    assert day(intake, "B0T2RED001", "25", "price") == ("499.00",)
    assert day(intake, "B0T2RED001", "26", "price") is None
    assert alerts(intake) == []


def test_the_line_that_excel_puts_before_a_csv_is_no_header(intake: Intake) -> None:
    load("excel_sep_line.csv")
    assert prices(intake) == {"B0T2SEP001": "19.99", "B0T2SEP002": "29.99"}


def test_html_entities_are_decoded_before_anything_is_read(intake: Intake) -> None:
    load("html_entities_in_prices.jsonl")
    found = prices(intake)
    right = {1: "1299.00", 2: "12.99", 3: "24.90", 4: "24.90", 5: "3480.00"}
    right |= {6: "1299.00", 7: "18.50", 8: "31.20", 9: "31.20"}
    assert found == {f"B0T4ENT00{n}": price for n, price in right.items()}
    title = "select p.title from core.products as p where p.asin = 'B0T4ENT007'"
    assert intake.rows(title) == [("Gentlemen's Comb & Case",)]


def test_ranks_of_two_categories_are_not_averaged(intake: Intake) -> None:
    load("rank_category_alternates.jsonl")
    found = intake.rows(
        "select w.bsr_avg::text from mart.product_metrics_rollup as w "
        "where w.as_of = '2026-11-27' and w.window_days = 7"
    )
    assert found in ([(None,)], [("240.00",)])


def test_a_lost_buy_box_has_no_seller(intake: Intake) -> None:
    load("keepa_buy_box_suppressed.json")
    sellers = intake.rows("select s.buybox_seller from core.product_snapshots as s")
    assert {seller for (seller,) in sellers} <= {"A1LINDMOOR01", None}
    assert not {kind for kind in kinds(intake) if kind.startswith("BUYBOX")}


def test_arabic_digits_are_digits(intake: Intake) -> None:
    load("prices_of_sa_eg_ae.jsonl")
    right = {1: "1299.00", 2: "12999.00", 3: "1299.50", 4: "1299.50", 5: "1299.50"}
    right |= {6: "1299.50", 7: "99.50", 8: "99.00"}
    assert prices(intake) == {f"B0T4ARA00{n}": price for n, price in right.items()}


def test_two_logs_of_one_tracker_fall_on_one_day(intake: Intake) -> None:
    load("tracker_price_log.csv", "tracker_rank_log_same_runs.csv")
    asin = "B0T4DAY001"
    assert day(intake, asin, "26", "price", "bsr") == ("50.00", "100")
    assert day(intake, asin, "27", "price", "bsr") == ("40.00", "300")
    told = [a for a in alerts(intake) if a[2] == "PRICE_SPIKE"]
    assert [change for *_, change in told] == ["-20.00"]


def test_a_drop_across_a_day_without_a_price_is_told(intake: Intake) -> None:
    load("drop_across_a_priceless_day.jsonl")
    told = ("B0T2OOS002", "2026-11-26", "PRICE_SPIKE", "60.00", "-40.00")
    assert told in alerts(intake)


def test_one_absurd_price_alerts_neither_coming_nor_going(intake: Intake) -> None:
    load("price_error_before.jsonl", "price_error_the_day.jsonl")
    load("price_error_after.jsonl")
    assert day(intake, "B0T4ERR001", "26", "price") == ("0.01",)
    assert alerts(intake) == []
    suppressed = "select a.reason from core.alert_suppressions as a"
    assert set(intake.rows(suppressed)) == {("suspect",)}


def test_every_case_is_tried(intake: Intake) -> None:
    text = Path(__file__).read_text()
    assert [p.name for p in CASES.iterdir() if p.name not in text] == []
