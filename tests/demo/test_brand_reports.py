"""The reports of the demo's brand are the same each time and hold their truths."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from demo import brand_reports
from demo.brand_reports import BRAND, BrandReports, Counts, Period
from demo.market import Market, price_on

UNTIL = date(2026, 3, 12)
MARKET = Market(until=UNTIL, products=900, days=2)
BRAND_REPORTS = BrandReports(MARKET)
SEEDS = range(4)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)

Line = dict[str, Any]


def some_periods(brand: BrandReports) -> list[Period]:
    return [*brand.weeks[::13], *brand.weeks[-12:], *brand.months[::5]]


def lines(brand: BrandReports) -> Iterator[Line]:
    for period in some_periods(brand):
        yield from brand_reports.document(brand, period)["dataByAsin"]


def of_seed(seed: int) -> BrandReports:
    return BrandReports(replace(MARKET, seed=seed))


def brand_counts(brand: BrandReports, query: str, week: date) -> Counts:
    """The counts of all products for a query, the market's once."""
    period = Period("WEEK", week, week + 6 * DAY)
    listed = [
        row.counts
        for product in brand.products
        for row in brand_reports.rows(brand, product, period)
        if row.query == query
    ]
    totals = {counts[::2] for counts in listed}
    assert len(totals) == 1, "the market's counts are the same in each report"
    own = [sum(column) for column in zip(*(c[1::2] for c in listed), strict=True)]
    return Counts(*(n for pair in zip(totals.pop(), own, strict=True) for n in pair))


def stage(counts: Counts) -> str:
    """The rule of mart.brand_queries, in whole numbers."""
    shares = [own / total for total, own in zip(counts[::2], counts[1::2], strict=True)]
    if shares[0] < 0.01:
        return "impression"
    for name, (before, after) in zip(
        ("click", "cart add", "purchase"), pairwise(shares), strict=True
    ):
        if after < 0.9 * before:
            return name
    return "none"


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    short = BrandReports(MARKET, week_count=20)
    again = BrandReports(replace(MARKET), week_count=20)
    first = brand_reports.write(short, tmp_path / "first")
    second = brand_reports.write(again, tmp_path / "second")
    assert [path.read_bytes() for path in first] == [
        path.read_bytes() for path in second
    ]


def test_another_seed_gives_other_reports_of_the_same_products() -> None:
    other = of_seed(MARKET.seed + 1)
    week = BRAND_REPORTS.weeks[0]
    assert other.products == BRAND_REPORTS.products
    assert brand_reports.document(other, week) != brand_reports.document(
        BRAND_REPORTS, week
    )


def test_a_period_does_not_depend_on_the_periods_before_it() -> None:
    shorter = BrandReports(MARKET, week_count=30)
    for period in [shorter.weeks[0], shorter.weeks[-1], shorter.months[-1]]:
        assert brand_reports.document(shorter, period) == brand_reports.document(
            BRAND_REPORTS, period
        )


def test_a_week_later_only_the_planted_moves_tell_another_past() -> None:
    later = BrandReports(replace(MARKET, until=UNTIL + WEEK))
    assert later.last_week == BRAND_REPORTS.last_week + WEEK
    planted = {truth.query for truth in brand_reports.query_truths(later)}
    gone = later.gone_product
    for week in BRAND_REPORTS.weeks[-12:]:
        for product in later.products:
            told, retold = (
                {
                    row.query: row.counts
                    for row in brand_reports.rows(brand, product, week)
                    if row.query not in planted
                }
                for brand in (BRAND_REPORTS, later)
            )
            if product != gone or week.start < BRAND_REPORTS.gone_since:
                both = told.keys() & retold.keys()
                assert len(both) >= 15
                assert all(told[query] == retold[query] for query in both)


def test_two_years_of_whole_weeks_end_some_days_before_the_last_day() -> None:
    for n in range(0, 800, 5):
        brand = BrandReports(replace(MARKET, until=UNTIL + n * DAY))
        assert len(brand.weeks) == 104
        assert all(
            week.start.strftime("%a") == "Sun" and week.days == 7
            for week in brand.weeks
        )
        assert all(b.start - a.end == DAY for a, b in pairwise(brand.weeks))
        assert 10 <= (brand.market.until - brand.weeks[-1].end).days <= 16


def test_months_are_reported_up_to_the_month_of_the_late_week() -> None:
    for n in range(0, 800, 5):
        brand = BrandReports(replace(MARKET, until=UNTIL + n * DAY))
        months = [*brand.months, brand.late_month]
        assert len(brand.months) >= 20
        for month in months:
            assert month.start.day == 1
            assert (month.end + DAY).day == 1
            assert month.start.month == month.end.month
        assert all(b.start - a.end == DAY for a, b in pairwise(months))
        # All of its weeks are there, in the order first, late, others.
        month = brand.late_month
        sundays = [
            month.start + n * DAY
            for n in range(month.days)
            if (month.start + n * DAY).strftime("%a") == "Sun"
        ]
        assert [week.start for week in brand.weeks_of_late_month] == sundays
        assert brand.late_week.start == sundays[1]
        assert brand.late_week != brand.restated_week
        assert brand.gone_since <= month.start, "the product that left has no segment"


def test_documents_have_the_official_form() -> None:
    document = brand_reports.document(BRAND_REPORTS, BRAND_REPORTS.weeks[-1])
    header = document["reportSpecification"]
    assert list(document) == ["reportSpecification", "dataByAsin"]
    assert header == {
        "reportType": "GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT",
        "reportOptions": {
            "reportPeriod": "WEEK",
            "asin": " ".join(product.asin for product in BRAND_REPORTS.products),
        },
        "dataStartTime": "2026-02-22",
        "dataEndTime": "2026-02-28",
        "marketplaceIds": ["ATVPDKIKX0DER"],
    }
    assert len(header["reportOptions"]["asin"]) <= 200
    line = document["dataByAsin"][0]
    assert {
        name: set(part) for name, part in line.items() if isinstance(part, dict)
    } == {
        "searchQueryData": {"searchQuery", "searchQueryScore", "searchQueryVolume"},
        "impressionData": {
            *("totalQueryImpressionCount", "asinImpressionCount"),
            "asinImpressionShare",
        },
        **{
            f"{step[0].lower()}{step[1:]}Data": {
                *(f"total{step}Count", f"total{step}Rate"),
                *(f"asin{step}Count", f"asin{step}Share"),
                *(f"totalMedian{step}Price", f"asinMedian{step}Price"),
                f"totalSameDayShipping{step}Count",
                f"totalOneDayShipping{step}Count",
                f"totalTwoDayShipping{step}Count",
            }
            for step in ("Click", "CartAdd", "Purchase")
        },
    }
    assert (line["startDate"], line["endDate"]) == ("2026-02-22", "2026-02-28")
    assert set(line["clickData"]["totalMedianClickPrice"]) == {"amount", "currencyCode"}


def test_own_counts_stay_within_the_market_and_each_step_within_the_one_before() -> (
    None
):
    for seed in SEEDS:
        brand = of_seed(seed)
        for period in some_periods(brand):
            own: dict[str, list[Counts]] = defaultdict(list)
            for product in brand.products:
                for is_first in (False, True):
                    rows = brand_reports.rows(brand, product, period, is_first=is_first)
                    for row in rows:
                        assert min(row.counts) >= 0
                        for total, mine in zip(
                            row.counts[::2], row.counts[1::2], strict=True
                        ):
                            assert mine <= total
                        assert row.counts[::2] == tuple(
                            sorted(row.counts[::2], reverse=True)
                        )
                        assert row.counts.clicks <= row.volume <= row.counts.impressions
                        assert row.counts.own_impressions > 0
                        if not is_first:
                            own[row.query].append(row.counts)
            for listed in own.values():
                assert len({counts[::2] for counts in listed}) == 1
                for place in range(0, 8, 2):
                    together = sum(counts[place + 1] for counts in listed)
                    assert together <= listed[0][place]


def test_stated_shares_rates_and_fast_deliveries_follow_from_the_counts() -> None:
    for line in lines(BRAND_REPORTS):
        volume = line["searchQueryData"]["searchQueryVolume"]
        shown = line["impressionData"]
        assert shown["asinImpressionShare"] == pytest.approx(
            shown["asinImpressionCount"] / shown["totalQueryImpressionCount"],
            abs=5.1e-5,
        )
        for step in ("Click", "CartAdd", "Purchase"):
            part = line[f"{step[0].lower()}{step[1:]}Data"]
            total, own = part[f"total{step}Count"], part[f"asin{step}Count"]
            assert part[f"total{step}Rate"] == pytest.approx(total / volume, abs=5.1e-5)
            if total:
                assert part[f"asin{step}Share"] == pytest.approx(
                    own / total, abs=5.1e-5
                )
            speeds = [
                part[f"total{speed}DayShipping{step}Count"]
                for speed in ("Same", "One", "Two")
            ]
            assert min(speeds) >= 0
            assert sum(speeds) <= total
            assert (part[f"totalMedian{step}Price"] is None) == (total == 0)
            assert (part[f"asinMedian{step}Price"] is None) == (own == 0)


def test_own_median_prices_are_the_prices_of_the_market() -> None:
    week = BRAND_REPORTS.weeks[-3]
    numbers = {product.asin: product.number for product in BRAND_REPORTS.products}
    seen = 0
    for line in brand_reports.document(BRAND_REPORTS, week)["dataByAsin"]:
        price = price_on(MARKET, numbers[line["asin"]], week.start + 3 * DAY)
        if price is not None and line["clickData"]["asinClickCount"]:
            amount = line["clickData"]["asinMedianClickPrice"]["amount"]
            assert amount == float(price)
            seen += 1
    assert seen > 50


def test_lists_hold_the_top_queries_by_score() -> None:
    for period in some_periods(BRAND_REPORTS):
        for product in BRAND_REPORTS.products:
            rows = brand_reports.rows(BRAND_REPORTS, product, period)
            if not rows:
                assert product == BRAND_REPORTS.gone_product
                continue
            assert 20 <= len(rows) <= 60
            assert [row.score for row in rows] == [*range(1, len(rows) + 1)]
            assert len({row.query for row in rows}) == len(rows)
            assert len(rows) < len(brand_reports.queries_of(product.noun))


def test_queries_fit_the_product_and_some_carry_the_brand() -> None:
    kinds = Counter(product.noun for product in BRAND_REPORTS.products)
    assert kinds == {
        "French Press": 2,
        "Chef's Knife": 2,
        "Desk Lamp": 2,
        "Yoga Mat": 2,
    }
    words = {
        "French Press": "press",
        "Chef's Knife": "knife",
        "Desk Lamp": "lamp",
        "Yoga Mat": "mat",
    }
    for noun, word in words.items():
        texts = brand_reports.queries_of(noun)
        assert len(set(texts)) == len(texts) >= 30
        assert all(text == text.lower() == text.strip() for text in texts)
        assert all(word in text for text in texts if text != BRAND.lower())
    for product in BRAND_REPORTS.products:
        rows = brand_reports.rows(BRAND_REPORTS, product, BRAND_REPORTS.weeks[0])
        assert 1 <= sum(BRAND.lower() in row.query for row in rows) <= 4


def test_the_first_load_has_all_periods_but_the_late_week(tmp_path: Path) -> None:
    brand = BrandReports(MARKET, week_count=20)
    first, late, restated = brand_reports.write(brand, tmp_path)
    headers = [
        json.loads(line)["reportSpecification"]
        for line in gzip.decompress(first.read_bytes()).splitlines()
    ]
    starts = [
        (header["reportOptions"]["reportPeriod"], header["dataStartTime"])
        for header in headers
    ]
    expected = [
        (period.kind, str(period.start))
        for period in (*brand.months, *brand.weeks)
        if period != brand.late_week
    ]
    assert starts == expected
    (header,) = (json.loads(path.read_bytes()) for path in (late,))
    assert header == brand_reports.document(brand, brand.late_week)
    assert json.loads(restated.read_bytes()) == brand_reports.document(
        brand, brand.restated_week
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_one_query_is_lost_at_the_click_stage_and_one_is_won(seed: int) -> None:
    brand = of_seed(seed)
    lost, won = brand_reports.query_truths(brand)
    assert (lost.kind, lost.stage_before, lost.stage_after) == (
        *("query lost", "none"),
        "click",
    )
    assert (won.kind, won.stage_before, won.stage_after) == (
        *("query won", "impression"),
        "none",
    )
    for truth, count in ((lost, 4), (won, 6)):
        assert (truth.after - truth.before).days == 7 * count
        assert truth.after == brand.last_week
        assert brand_counts(brand, truth.query, truth.before) == truth.counts_before
        assert brand_counts(brand, truth.query, truth.after) == truth.counts_after
        for week in brand.weeks[-20:]:
            counts = brand_counts(brand, truth.query, week.start)
            is_old = week.start <= truth.before
            expected = truth.stage_before if is_old else truth.stage_after
            assert stage(counts) == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_a_restated_week_has_more_purchases_for_the_same_queries(seed: int) -> None:
    brand = of_seed(seed)
    truth = brand_reports.restated_truth(brand)
    assert truth.row_count > 100
    assert truth.purchases_after > truth.purchases_before
    for product in brand.products:
        was = brand_reports.rows(brand, product, brand.restated_week, is_first=True)
        now = brand_reports.rows(brand, product, brand.restated_week)
        assert [row.query for row in was] == [row.query for row in now]
        for before, after in zip(was, now, strict=True):
            assert before[:3] == after[:3]
            assert before.counts[:4] == after.counts[:4]
            assert all(b <= a for b, a in zip(before.counts, after.counts, strict=True))
    other = brand.weeks[-3]
    assert brand_reports.document(brand, other) == brand_reports.document(
        brand, other, is_first=True
    )


def test_one_product_drops_out_of_the_lists_but_not_of_the_header() -> None:
    gone = BRAND_REPORTS.gone_product
    for week in BRAND_REPORTS.weeks[-20:]:
        document = brand_reports.document(BRAND_REPORTS, week)
        assert gone.asin in document["reportSpecification"]["reportOptions"]["asin"]
        listed = {line["asin"] for line in document["dataByAsin"]}
        assert (gone.asin in listed) == (week.start < BRAND_REPORTS.gone_since)
        assert len(listed | {gone.asin}) == len(BRAND_REPORTS.products)


def test_a_month_report_agrees_with_the_weeks_it_overlaps() -> None:
    for month in BRAND_REPORTS.months[3::4]:
        weeks = [
            week
            for week in BRAND_REPORTS.weeks
            if month.start <= week.start and week.end <= month.end
        ]
        for product in BRAND_REPORTS.products:
            (head, *_) = brand_reports.queries_of(product.noun)
            daily = []
            for period in (month, *weeks):
                rows = brand_reports.rows(BRAND_REPORTS, product, period)
                volume = [row.volume for row in rows if row.query == head]
                daily += [n / period.days for n in volume]
            if len(daily) == 1 + len(weeks):
                mean = sum(daily[1:]) / len(weeks)
                assert daily[0] == pytest.approx(mean, rel=0.15)


def test_month_truths_name_each_listed_product_once_with_trends_that_fit() -> None:
    truths = brand_reports.month_truths(BRAND_REPORTS)
    asins = {product.asin for product in BRAND_REPORTS.products}
    gone = BRAND_REPORTS.gone_product.asin
    assert {truth.asin for truth in truths} == asins - {gone}
    assert [t.impressions for t in truths] == sorted(
        (t.impressions for t in truths), reverse=True
    )
    for truth in truths:
        if truth.impression_trend == "up":
            assert truth.impression_change >= 0
        if truth.click_trend == "down":
            assert truth.click_change <= 0
    assert {t.impression_trend for t in truths} >= {"up", "down"}
    assert "too few to tell" in {t.click_trend for t in truths}


@pytest.mark.parametrize(
    ("products", "weeks", "reason"),
    [(800, 104, "has 7 of 8 products"), (900, 19, "at least 20 weeks")],
)
def test_impossible_sizes_are_refused(products: int, weeks: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        BrandReports(replace(MARKET, products=products), week_count=weeks)
