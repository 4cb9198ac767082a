"""The geometry of pictures that stand in the HTML, and how figures are written."""

import pytest
from markupsafe import Markup

from api.console import charts
from api.console.pages import search
from api.console.pages.alerts import lanes
from api.console.pages.back import local
from api.console.render import _change, _money, _number

UNKNOWN = "\u2013"


def test_a_sparkline_is_made_of_steps_and_has_gaps() -> None:
    assert charts.SPARK == (120, 28)
    drawn = charts.sparkline([1, 3, None, 2])
    assert drawn == "M0.0 25.0H30.0V3.0H60.0M90.0 14.0H120.0"
    ranks = charts.sparkline([1, 2, None, 1.5], is_rank=True)
    assert ranks == "M0.0 3.0H30.0V25.0H60.0M90.0 14.0H120.0"
    assert charts.sparkline([5, 5]) == "M0.0 14.0H60.0V14.0H120.0"
    assert charts.sparkline([None, None]) == ""
    assert charts.sparkline([]) == ""


def test_places_lie_on_the_axis() -> None:
    assert [charts.scaled(v, 10, 20, 100) for v in (10, 12.5, 20)] == [0, 25, 100]
    assert charts.scaled(7, 7, 7, 100) == 50
    assert [charts.rooted(v, 4, 100) for v in (0, 1, 4)] == [0, 50, 100]
    assert charts.rooted(0, 0, 100) == 0


@pytest.mark.parametrize(
    ("z", "name"),
    [
        (None, "heat-none"),
        (0.0, "heat-0"),
        (0.3, "heat-0"),
        (0.7, "heat-high-1"),
        (-1.3, "heat-low-2"),
        (9.0, "heat-high-3"),
        (-9.0, "heat-low-3"),
    ],
)
def test_a_cell_is_the_warmer_the_further_it_is_from_the_mean(
    z: float | None, name: str
) -> None:
    assert charts.heat(z) == name


def test_days_have_a_class_by_their_share() -> None:
    shares = [charts.share_class(part, 8) for part in (0, 1, 2, 7, 8)]
    assert shares == ["share-0", "share-0", "share-1", "share-3", "share-4"]
    assert charts.share_class(0, 0) == "share-none"
    assert charts.weekday("2026-11-30") == 0
    assert charts.days_between("2026-10-31", "2026-11-30") == 30


def test_months_are_drawn_one_after_another_with_gaps() -> None:
    periods = [
        {"marketplace": place, "period_type": "MONTH", "period_start": start}
        | {f"{step}_share_pct": share for step in search.STEPS}
        for place, start, share in (
            ("US", "2027-01-01", 3.0),
            ("DE", "2026-12-01", 9.0),
            ("US", "2026-11-01", 1.0),
        )
    ]
    drawn = search.chart(periods, periods[0])
    assert drawn["days"] == ["2026-11-01", "2026-12-01", "2027-01-01"]
    assert drawn["step"] is None
    assert [line["values"] for line in drawn["series"]] == [[1.0, None, 3.0]] * 4
    assert search.chart([], None)["days"] == []


def test_money_has_the_decimals_of_its_currency() -> None:
    assert _money(1234.5, "USD") == "1,234.50"
    assert _money(1234, "JPY") == "1,234"
    assert _money(None, "USD") == UNKNOWN
    assert [_number(v) for v in (1234, 12.5, 0, None)] == [
        "1,234",
        "12.50",
        "0",
        UNKNOWN,
    ]


def test_a_change_says_by_sign_and_arrow_what_its_colour_says() -> None:
    for value, good, tone, text in (
        (12.34, "none", "change", "\u25b2 +12.3 %"),
        (12.34, "down", "change bad", "\u25b2 +12.3 %"),
        (-1234.5, "down", "change good", "\u25bc -1,234.5 %"),
        (0, "up", "change", "= 0 %"),
        (None, "up", "change unknown", UNKNOWN),
    ):
        shown = _change(value, good=good)
        assert shown == Markup('<span class="{}">{}</span>').format(tone, text)
    assert _change(1, "<b>") == '<span class="change">\u25b2 +1.0&lt;b&gt;</span>'


@pytest.mark.parametrize("address", ["/console", "/console/alerts?asin=x//y#alert-1"])
def test_pages_of_the_console_are_followed(address: str) -> None:
    assert local(address, "/elsewhere") == address


def test_the_worst_alert_of_a_lane_is_drawn_last() -> None:
    row = {"marketplace": "US", "date": "2026-11-30"}
    alerts = [
        row | {"asin": asin, "severity": severity}
        for asin, severity in (("A", "critical"), ("A", "low"), ("B", "medium"))
    ]
    suppressed = [row | {"asin": asin} for asin in ("A", "C")]
    found = lanes(alerts, suppressed)
    assert [(lane["asin"], lane["alert_count"]) for lane in found] == [
        ("A", 2),
        ("B", 1),
        ("C", 0),
    ]
    drawn = [mark.get("severity", "suppressed") for mark in found[0]["marks"]]
    assert drawn == ["suppressed", "low", "critical"]
