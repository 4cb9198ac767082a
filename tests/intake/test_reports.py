"""Reports of a seller's account besides Search Query Performance, from file to mart.

The files that tests write have the form of the SP-API and of Data Kiosk; the last tests
load Amazon's own examples where they are at hand. Their figures were taken from the
files, not from the database.
"""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.support.databases import ROOT
from tests.support.intake import Intake, Rows, intake

__all__ = ["intake"]

EXAMPLES = (
    Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data")) / "spapi"
)
BRAND = "GET_BRAND_ANALYTICS_SEARCH_"


def document(
    kind: str, options: dict[str, str], start: str, end: str, **arrays: Any
) -> dict[str, Any]:
    """Write a document as the Reports API does: a header, then arrays of rows."""
    return {
        "reportSpecification": {
            "reportType": kind,
            "reportOptions": options,
            "dataStartTime": start,
            "dataEndTime": end,
            "marketplaceIds": ["ATVPDKIKX0DER"],
        },
        **arrays,
    }


def usd(amount: float) -> dict[str, Any]:
    return {"amount": amount, "currencyCode": "USD"}


def catalog_row(asin: str, clicks: int) -> dict[str, Any]:
    return {
        "startDate": "2026-03-01",
        "endDate": "2026-03-07",
        "asin": asin,
        "impressionData": {"impressionCount": 1000, "impressionMedianPrice": usd(20)},
        "clickData": {"clickCount": clicks, "clickRate": clicks / 1000},
        "cartAddData": {"cartAddCount": 4},
        "purchaseData": {
            "purchaseCount": 2,
            "searchTrafficSales": usd(39.8),
            "conversionRate": round(2 / clicks, 4),
        },
    }


def sales_row(**key: str) -> dict[str, Any]:
    suffix = "ByDate" if "date" in key else "ByAsin"
    return {
        **key,
        f"sales{suffix}": {"unitsOrdered": 3, "orderedProductSales": usd(60)},
        f"traffic{suffix}": {"sessions": 12, "unitSessionPercentage": 25.0},
    }


def analytics_line(day: str, clicks: dict[str, int]) -> dict[str, Any]:
    """Write a line of Data Kiosk for one day: clicks by keyword."""
    query = [
        {
            "queryKeyword": keyword,
            "priceAndCountMetrics": {
                "clicksWithPrice": {"unitsWithValue": {"units": count, "value": None}}
            },
        }
        for keyword, count in clicks.items()
    ]
    return {
        "startDate": day,
        "endDate": day,
        "totals": {"search": None},
        "metrics": [
            {
                "groupByKey": {"asin": "B0TEST0001", "marketplaceId": "ATVPDKIKX0DER"},
                "metrics": {"search": {"query": query}},
            }
        ],
    }


def load(intake: Intake, name: str, *lines: Any, tenant: str = "default") -> Result:
    text = "\n".join(json.dumps(line) for line in lines)
    done = intake.load(name, text, "--tenant", tenant)
    assert done.exit_code == 0, done.output
    return done


def test_a_packed_catalogue_becomes_rates_of_its_own_counts(intake: Intake) -> None:
    report = document(
        f"{BRAND}CATALOG_PERFORMANCE_REPORT",
        {"reportPeriod": "WEEK", "asins": "B0TEST0001 B0TEST0002"},
        "2026-03-01",
        "2026-03-07",
        dataByAsin=[catalog_row("B0TEST0001", 40), catalog_row("B0TEST0002", 25)],
    )
    packed = gzip.compress(json.dumps(report, indent=2).encode())
    done = intake.load("catalog.json.gz", packed, "--tenant", "default")
    assert done.exit_code == 0, done.output
    assert intake.rows(
        "select c.asin, c.start_date::text, c.click_rate_pct::text,"
        " c.conversion_rate_pct::text, c.search_traffic_sales::text"
        " from mart.search_catalog_performance as c order by 1"
    ) == [
        ("B0TEST0001", "2026-03-01", "4.00", "5.00", "39.8"),
        ("B0TEST0002", "2026-03-01", "2.50", "8.00", "39.8"),
    ]
    assert intake.rows("select d.field from sqp.rate_disagreements as d") == []


def test_both_arrays_of_sales_and_traffic_are_kept(intake: Intake) -> None:
    report = document(
        "GET_SALES_AND_TRAFFIC_REPORT",
        {"dateGranularity": "DAY", "asinGranularity": "CHILD"},
        "2026-03-01",
        "2026-03-02",
        salesAndTrafficByDate=[
            sales_row(date="2026-03-01"),
            sales_row(date="2026-03-02"),
        ],
        salesAndTrafficByAsin=[
            sales_row(parentAsin="B0TEST0009", childAsin="B0TEST0001")
        ],
    )
    load(intake, "sales.json", report)
    assert intake.rows(
        "select s.period_type, s.start_date::text, s.units_ordered,"
        " s.unit_session_pct::text from mart.sales_and_traffic as s order by 2"
    ) == [("DAY", "2026-03-01", 3, "25.00"), ("DAY", "2026-03-02", 3, "25.00")]
    assert intake.rows(
        "select s.period_type, s.start_date::text, s.end_date::text, s.asin,"
        " s.parent_asin, s.average_selling_price::text"
        " from mart.sales_and_traffic_by_asin as s"
    ) == [("RANGE", "2026-03-01", "2026-03-02", "B0TEST0001", "B0TEST0009", "20.00")]


def test_days_of_data_kiosk_are_restated_by_product(intake: Intake) -> None:
    first, second = "2026-03-01", "2026-03-02"
    load(
        intake,
        "first.jsonl",
        analytics_line(first, {"mug": 5, "cup": 1}),
        analytics_line(second, {"mug": 6}),
    )
    load(intake, "again.jsonl", analytics_line(first, {"mug": 7}))
    assert intake.rows(
        "select k.start_date::text, k.query_keyword, k.click_count"
        " from mart.keyword_counts as k order by 1"
    ) == [(first, "mug", 7), (second, "mug", 6)]
    assert intake.rows(
        "select r.row_values ->> 'query_keyword', r.row_values ->> 'click_count'"
        " from sqp.replaced_rows as r order by 1"
    ) == [("cup", "1"), ("mug", "5")]


def test_two_tenants_with_the_same_products_keep_their_own_reports(
    intake: Intake,
) -> None:
    intake.rows("select app.create_tenant('acme')::text")
    for tenant, clicks in (("default", 40), ("acme", 20)):
        report = document(
            f"{BRAND}CATALOG_PERFORMANCE_REPORT",
            {"reportPeriod": "WEEK"},
            "2026-03-01",
            "2026-03-07",
            dataByAsin=[catalog_row("B0TEST0001", clicks)],
        )
        lines = analytics_line("2026-03-01", {"mug": clicks})
        load(intake, f"catalog {tenant}.json", report, tenant=tenant)
        load(intake, f"kiosk {tenant}.jsonl", lines, tenant=tenant)
    both = [("acme", 20), ("default", 40)]
    for table in ("search_catalog_performance", "keyword_counts"):
        assert (
            intake.rows(
                f"select t.name, c.click_count from sqp.{table} as c"
                " inner join app.tenants as t using (tenant_id) order by 1"
            )
            == both
        )


def test_what_cannot_be_right_is_a_reject_with_a_sentence(intake: Intake) -> None:
    intake.rows(
        "update ops.settings set value = '1' where name = 'reject_share_limit'"
        " returning name"
    )
    wrong = document(
        f"{BRAND}CATALOG_PERFORMANCE_REPORT",
        {"reportPeriod": "WEEK"},
        "2026-03-02",
        "2026-03-08",
        dataByAsin=[{"asin": "B0TEST0001"}, {"asin": "B0TEST0002"}],
    )
    term = {
        "departmentName": "Home",
        "searchTerm": "mug",
        "searchFrequencyRank": 1,
        "clickedAsin": "B0TEST0001",
        "clickShareRank": 1,
        "clickShare": 7.71,
        "conversionShare": 0.1,
    }
    terms = document(
        f"{BRAND}TERMS_REPORT",
        {"reportPeriod": "WEEK"},
        "2026-03-01",
        "2026-03-07",
        dataByDepartmentAndSearchTerm=[term, term | {"clickShare": 0.0771}],
    )
    line = analytics_line("2026-03-01", {"mug": -1, " ": 2, "cup": 3})
    for name, content in (("wrong", wrong), ("terms", terms), ("kiosk", line)):
        done = intake.load(f"{name}.json", json.dumps(content))
        assert done.exit_code == 2, done.output
    assert intake.rows(
        "select split_part(e.job_id, ':', 2), e.item_no, e.element_no, e.reason_code"
        " from staging_raw.rejected_events as e order by 1, 2, 3"
    ) == [
        ("kiosk.json", 1, 1, "count_negative"),
        ("kiosk.json", 1, 2, "query_missing"),
        ("terms.json", 1, None, "share_invalid"),
        ("wrong.json", 1, None, "period_invalid"),
        ("wrong.json", 2, None, "period_invalid"),
    ]
    kept = "select k.query_keyword, k.click_count from mart.keyword_counts as k"
    assert intake.rows(kept) == [("cup", 3)]


def example(intake: Intake, name: str) -> None:
    path = EXAMPLES / name
    done = intake.load(path.name, path.read_bytes(), "--tenant", "default")
    assert done.exit_code == 0, done.output


needs_examples = pytest.mark.skipif(
    not EXAMPLES.is_dir(), reason=f"the collected files are not there: {EXAMPLES}"
)


@needs_examples
def test_the_official_catalogue_loads_unchanged(intake: Intake) -> None:
    example(intake, "sellingPartnerSearchCatalogPerformanceReport.example.json")
    assert intake.rows(
        "select c.asin, c.start_date::text, c.impression_count, c.click_count,"
        " c.cart_add_count, c.purchase_count, c.search_traffic_sales::text,"
        " c.click_rate_pct::text, c.conversion_rate_pct::text,"
        " c.two_day_shipping_purchase_count, c.currency"
        " from mart.search_catalog_performance as c order by 1"
    ) == [
        (asin, "2025-01-05", 10000, 1000, 100, 50, "999.5", "10.00", "5.00", 10, "USD")
        for asin in ("B123456789", "B987654321")
    ]


@needs_examples
def test_the_official_search_terms_load_unchanged(intake: Intake) -> None:
    example(intake, "sellingPartnerSearchTermsReport.example.json")
    assert intake.rows(
        "select t.department_name, count(*), sum(t.click_share_pct)::text,"
        " sum(t.conversion_share_pct)::text, min(t.start_date)::text"
        " from mart.search_terms as t group by 1 order by 1"
    ) == [
        ("Amazon.com", 6, "30.45", "52.55", "2021-06-06"),
        ("Beauty", 6, "40.81", "37.59", "2021-06-06"),
    ]


def sales_by_date(intake: Intake) -> Rows:
    return intake.rows(
        "select s.period_type, s.start_date::text, s.end_date::text,"
        " s.ordered_product_sales::text, s.units_ordered, s.sessions, s.page_views"
        " from mart.sales_and_traffic as s order by s.start_date"
    )


def sales_by_asin(intake: Intake) -> Rows:
    return intake.rows(
        "select s.asin_granularity, s.period_type, s.start_date::text,"
        " s.end_date::text, count(*), sum(s.ordered_product_sales)::text,"
        " sum(s.sessions)::integer, count(s.sku)"
        " from mart.sales_and_traffic_by_asin as s group by 1, 2, 3, 4"
    )


@needs_examples
def test_the_official_sales_by_day_and_sku_load_unchanged(intake: Intake) -> None:
    example(intake, "sellerSalesAndTrafficReport.example1.json")
    assert sales_by_date(intake) == [
        ("DAY", "2021-06-11", "2021-06-11", "238.44", 23, 1000, 1658),
        ("DAY", "2021-06-12", "2021-06-12", "217.7", 18, 1100, 1400),
        ("DAY", "2021-06-13", "2021-06-13", "277.06", 25, 1100, 1300),
        ("DAY", "2021-06-14", "2021-06-14", "349.94", 31, 1253, 2000),
    ]
    assert sales_by_asin(intake) == [
        ("SKU", "RANGE", "2021-06-11", "2021-06-14", 3, "88.04", 37, 3)
    ]
    assert intake.rows("select d.field from sqp.rate_disagreements as d") == []


@needs_examples
def test_the_official_sales_by_week_and_child_load_unchanged(intake: Intake) -> None:
    example(intake, "sellerSalesAndTrafficReport.example2.json")
    assert sales_by_date(intake) == [
        ("WEEK", "2021-06-06", "2021-06-12", "456.14", 41, 2229, 3700),
        ("WEEK", "2021-06-13", "2021-06-19", "627.0", 56, 2349, 3994),
    ]
    assert sales_by_asin(intake) == [
        ("CHILD", "RANGE", "2021-06-06", "2021-06-19", 3, "88.04", 94, 0)
    ]
    # What the example states does not follow from its counts.
    assert intake.rows(
        "select d.row_key, d.field, d.stated::text, d.computed::text"
        " from sqp.rate_disagreements as d order by 1, 2"
    ) == [
        ("2021-06-06", "order_item_session_percentage", "2.06", "1.70"),
        ("2021-06-06", "unit_session_percentage", "2.22", "1.84"),
        ("CHILD B234567890", "unit_session_percentage", "37.5", "10.71"),
        ("CHILD B345678901", "unit_session_percentage", "300.0", "6.25"),
    ]


@needs_examples
def test_the_official_sales_by_month_and_parent_load_unchanged(intake: Intake) -> None:
    example(intake, "sellerSalesAndTrafficReport.example3.json")
    assert sales_by_date(intake) == [
        ("MONTH", "2021-06-01", "2021-06-30", "6874.79", 590, 4100, 6061)
    ]
    assert sales_by_asin(intake) == [
        ("PARENT", "MONTH", "2021-06-01", "2021-06-30", 3, "88.04", 134, 0)
    ]
