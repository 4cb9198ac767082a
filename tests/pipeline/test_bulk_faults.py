"""Bad data in bulk: good items get in, bad ones are kept as rejects with a reason."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from loader.cli import app

Connection = psycopg.Connection[Any]
Item = Mapping[str, object]
Load = Callable[..., Result]

RUN = """
    select
        r.status, r.received_count, r.accepted_count, r.duplicate_count,
        r.rejected_count
    from core.ingest_runs as r
    where r.job_id = %s
"""
REASONS = """
    select r.reason_code, r.reject_count
    from ops.run_rejects(%s) as r
    order by r.reason_code
"""
DAYS = """
    select d.asin, d.date, d.price
    from core.product_metrics_daily as d
    order by d.asin, d.date
"""
TOUCHED = """
    select count(*) from core.products
    union all select count(*) from core.product_snapshots
    union all select count(*) from core.product_metrics_daily
    union all select count(*) from mart.product_latest
    union all select count(*) from ops.cache_invalidations
"""
DIFFERENT = """
    select a.table_name from ops.audit() as a
    where a.missing_count + a.unexpected_count > 0
"""


@pytest.fixture
def owner(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def asinmart(loader_url: str, monkeypatch: pytest.MonkeyPatch) -> Load:
    def call(*arguments: str) -> Result:
        monkeypatch.setenv("LOADER_DATABASE_URL", loader_url)
        return CliRunner().invoke(app, arguments, prog_name="asinmart")

    return call


@pytest.fixture
def load(asinmart: Load, tmp_path: Path) -> Load:
    """Load items (or lines that are none) as one run and promote it."""

    def call(
        items: Iterable[Item | str], job: str = "batch", place: str = ""
    ) -> Result:
        path = tmp_path / "batch.jsonl"
        lines = (x if isinstance(x, str) else json.dumps(x) for x in items)
        path.write_text("\n".join(lines))
        where = ["--marketplace", place] if place else []
        return asinmart("load", "--wait", "--job-id", job, *where, str(path))

    return call


def rows(
    connection: Connection, query: str, *parameters: object
) -> list[tuple[Any, ...]]:
    return connection.execute(query.encode(), parameters).fetchall()


def asin(number: int) -> str:
    return f"B0{number:08}"


def seen(number: int, **values: object) -> dict[str, object]:
    return {"asin": asin(number), "observed_date": "2024-03-05", "price": 5} | values


def one_bad_row(owner: Connection, load: Load, size: int) -> None:
    items = [seen(number) for number in range(size)]
    items[size // 2]["asin"] = "bad"
    result = load(items)
    assert result.exit_code == 2, result.output
    assert rows(owner, RUN, "batch") == [("PARTIAL", size, size - 1, 0, 1)]
    [(item_no, code, payload)] = rows(
        owner,
        "select e.item_no, e.reason_code, r.payload "
        "from staging_raw.rejected_events as e "
        "inner join staging_raw.raw_events as r on r.id = e.raw_event_id",
    )
    assert (item_no, code) == (size // 2 + 1, "asin_invalid")
    assert payload == items[size // 2], "the original is kept"
    assert rows(owner, "select count(*) from mart.product_latest") == [(size - 1,)]


def test_one_bad_row_in_20000_costs_that_row_alone(
    owner: Connection, load: Load
) -> None:
    one_bad_row(owner, load, 20_000)


@pytest.mark.soak
def test_one_bad_row_in_100000_costs_that_row_alone(
    owner: Connection, load: Load
) -> None:
    one_bad_row(owner, load, 100_000)


def test_a_twentieth_of_bad_rows_is_told_by_reason_and_the_rest_gets_in(
    owner: Connection, load: Load
) -> None:
    faults: list[Item | str] = [
        seen(1001, asin="SHORT"), seen(1002, asin=None),
        seen(1003, url="https://www.amazon.cn/dp/B000001003"),
        {"asin": "B000001004", "price": 5, "date": "soon"},
        {"asin": "B000001005", "price": 5, "date": "05/11/2024"},
        seen(1006, observed_date="1998-01-01"), seen(1007, observed_date="2999-01-01"),
        {"unheard": "of"}, '{"asin": "B000001009", "price": NaN}', '{"asin": ',
    ]  # fmt: skip
    items: list[Item | str] = [seen(number) for number in range(950)]
    for number, fault in enumerate(faults * 5):
        items.insert(number * 19, fault)
    assert load(items).exit_code == 2
    assert rows(owner, RUN, "batch") == [("PARTIAL", 1000, 950, 0, 50)]
    assert rows(owner, REASONS, "batch") == [
        ("asin_invalid", 5), ("asin_missing", 5), ("json_invalid", 5),
        ("json_not_finite", 5), ("observed_in_future", 5), ("observed_too_early", 5),
        ("shape_unknown", 5), ("shop_unknown", 5), ("time_unreadable", 10),
    ]  # fmt: skip
    assert rows(owner, "select count(*) from core.products") == [(950,)]
    assert not rows(owner, DIFFERENT)


def test_three_fifths_of_bad_rows_stop_before_core_until_somebody_decides(
    asinmart: Load, owner: Connection, load: Load
) -> None:
    load([seen(number) for number in range(10)], "before")
    before = rows(owner, TOUCHED)
    items = [seen(n, price=7) for n in range(1000)]
    for n, item in enumerate(items):
        if n % 5 < 3:
            item["asin"] = "bad"
    result = load(items)
    assert result.exit_code == 2
    assert "HALTED" in result.stdout
    assert "nothing of it reached core" in result.stdout
    assert rows(owner, RUN, "batch") == [("HALTED", 1000, 0, 0, 600)]
    assert rows(owner, TOUCHED) == before, "core, marts and caches are as they were"
    [(error,)] = rows(
        owner, "select r.error from core.ingest_runs as r where r.job_id = 'batch'"
    )
    assert "600 of 1000 rows were rejected" in error
    assert "600 of 1000 rows were rejected" in asinmart("status").stdout
    doctor = asinmart("doctor").stdout
    assert "1 FAILED or HALTED: batch" in doctor

    # Nothing was mended: it stops again, and core is still as it was.
    again = asinmart("replay", "--wait", "batch")
    assert (again.exit_code, "HALTED" in again.stdout) == (2, True)
    assert rows(owner, TOUCHED) == before
    owner.execute(
        "update ops.settings set value = '0.6' where name = 'reject_share_limit'"
    )
    again = asinmart("replay", "--wait", "batch")
    assert (again.exit_code, "HALTED" in again.stdout) == (2, False)
    assert rows(owner, RUN, "batch") == [("PARTIAL", 1000, 400, 0, 600)]
    # Four of the first ten cost 7 now, the other products are new.
    assert rows(owner, "select count(*) from core.products") == [(406,)]
    assert "0 FAILED or HALTED" in asinmart("doctor").stdout
    assert not rows(owner, DIFFERENT)


def test_an_adapter_that_rejects_most_is_mended_and_the_run_goes_in(
    asinmart: Load, owner: Connection, load: Load
) -> None:
    [(definition,)] = rows(
        owner, "select pg_get_functiondef('staging_raw.from_observation'::regproc)"
    )
    owner.execute(
        definition.replace("p_payload || '{}'", 'p_payload || \'{"asin": "bad"}\'')
    )
    load([seen(number) for number in range(10)])
    assert rows(owner, RUN, "batch") == [("HALTED", 10, 0, 0, 10)]
    owner.execute(definition)
    assert asinmart("replay", "--wait", "batch").exit_code == 0
    assert rows(owner, RUN, "batch") == [("SUCCESS", 10, 10, 0, 0)]
    assert rows(owner, REASONS, "batch") == [], "the rejects of before are settled"


def test_moves_of_any_size_fit_into_deltas_rollups_comparisons_and_alerts(
    owner: Connection, load: Load
) -> None:
    owner.execute(
        "insert into core.competitor_links (asin_main, asin_comp) values (%s, %s), "
        "(%s, %s)",
        [asin(1), asin(2), asin(2), asin(1)],
    )
    small = {
        "price": 0.01, "list_price": 0.01, "buybox_price": 0.01, "buybox_seller": "A",
        "bsr": 1, "bsr_category": "Gloves", "rating": 1, "reviews_count": 0,
        "offers_count": 0,
    }  # fmt: skip
    large = {
        "price": 100_000, "list_price": 9999999999.99, "buybox_price": 9999999999.99,
        "buybox_seller": "B", "bsr": 9_999_999, "bsr_category": "Gloves", "rating": 5,
        "reviews_count": 2_000_000_000, "offers_count": 2_147_483_647,
    }  # fmt: skip
    for job, day, first, second in (
        ("small", "2024-03-05", small, large),
        ("large", "2024-03-06", large, small),
    ):
        items = [
            seen(1, observed_date=day, **first),
            seen(2, observed_date=day, **second),
        ]
        result = load(items, job)
        assert result.exit_code == 0, result.output
    deltas = rows(
        owner,
        "select d.asin, d.price_change_pct, d.bsr_delta, d.bsr_change_pct, "
        "d.rating_delta, d.reviews_delta, d.buybox_delta, d.buybox_change_pct "
        "from mart.product_metrics_delta_daily as d where d.date = '2024-03-06' "
        "order by d.asin",
    )
    assert deltas == [
        (
            asin(1), Decimal("999999900.00"), 9_999_998, Decimal("999999800.00"),
            Decimal("4.00"), 2_000_000_000, Decimal("9999999999.98"),
            Decimal("99999999999800.00"),
        ),
        (
            asin(2), Decimal("-100.00"), -9_999_998, Decimal("-100.00"),
            Decimal("-4.00"), -2_000_000_000, Decimal("-9999999999.98"),
            Decimal("-100.00"),
        ),
    ]  # fmt: skip
    rollup = rows(
        owner,
        "select r.price_avg, r.bsr_avg, r.price_change_pct, r.reviews_delta "
        "from mart.product_metrics_rollup as r "
        "where r.asin = %s and r.as_of = '2024-03-06' and r.window_days = 7",
        asin(1),
    )
    assert rollup == [
        (
            Decimal("50000.0050"), Decimal("5000000.00"), Decimal("999999900.00"),
            2_000_000_000,
        )
    ]  # fmt: skip
    compared = rows(
        owner,
        "select c.price_diff_pct, c.bsr_gap, c.reviews_gap, c.buybox_diff "
        "from mart.competitor_comparison_daily as c "
        "where c.asin_main = %s and c.date = '2024-03-06'",
        asin(1),
    )
    assert compared == [
        (
            Decimal("999999900.00"), 9_999_998, 2_000_000_000,
            Decimal("9999999999.98"),
        )
    ]  # fmt: skip
    kinds = rows(owner, "select a.asin, a.kind from core.alerts as a order by 1, 2")
    assert kinds == [
        (asin(1), "BSR_DROP"), (asin(1), "BUYBOX_CHANGE"),
        (asin(1), "COMPETITOR_UNDERCUT"), (asin(1), "PRICE_SPIKE"),
        (asin(2), "BSR_DROP"), (asin(2), "BUYBOX_CHANGE"), (asin(2), "PRICE_SPIKE"),
        (asin(2), "RATING_DROP"),
    ]  # fmt: skip
    scores = rows(owner, "select count(*) from mart.competitor_scores_daily as s")
    assert scores[0][0] > 0
    assert not rows(owner, DIFFERENT)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"price": 9999999999.99}, None),
        ({"price": "9999999999.994"}, None),
        ({"price": "9999999999.995"}, "price is not a price"),
        ({"list_price": 10_000_000_000}, "list_price is not a price"),
        ({"buybox_price": "-0.004"}, "buybox_price is not a price"),
        ({"bsr": 2_147_483_647}, None),
        ({"bsr": 2_147_483_648}, "bsr is not a rank"),
        ({"bsr_main": 10**30}, "bsr_main is not a rank"),
        ({"reviews_count": 2_147_483_647}, None),
        ({"reviews_count": 2_147_483_648}, "reviews_count is not a count"),
        ({"offers_count": 10**25}, "offers_count is not a count"),
        ({"rating": 5}, None),
        ({"rating": "5.004"}, "rating is not within 0 and 5"),
        ({"rating": -0.001}, "rating is not within 0 and 5"),
    ],
)
def test_a_value_beyond_its_column_takes_its_field_and_one_at_the_border_stays(
    owner: Connection, load: Load, values: dict[str, object], reason: str | None
) -> None:
    load([seen(1), seen(2), seen(3, **values)])
    assert rows(owner, RUN, "batch") == [("SUCCESS", 3, 3, 0, 0)]
    dropped = (
        "select g.outcome, g.observation_count from ops.run_readings as g "
        "where g.subject = 'dropped'"
    )
    assert rows(owner, dropped) == ([(reason, 1)] if reason else [])
    field = next(iter(values))
    kept = (
        f"select s.{field} is null from core.product_snapshots as s where s.asin = %s"
    )
    assert rows(owner, kept, asin(3)) == [(reason is not None,)]


@pytest.mark.parametrize(
    "text", ["NaN", "nan", "Infinity", "-Infinity", "inf", "1e999"]
)
def test_words_for_no_number_are_no_value(
    owner: Connection, load: Load, text: str
) -> None:
    """Neither a price nor a failure of the batch: the rest of the item stands."""
    fields = ("price", "list_price", "bsr", "rating", "reviews_count", "offers_count")
    load([seen(1), seen(2, **dict.fromkeys(fields, text), title="Named")])
    [(status, received, _, _, rejected)] = rows(owner, RUN, "batch")
    assert (status, received) in (("SUCCESS", 2), ("PARTIAL", 2))
    kept = rows(
        owner,
        "select s.price, s.list_price, s.bsr, s.rating, s.reviews_count, "
        "s.offers_count, s.title from core.product_snapshots as s where s.asin = %s",
        asin(2),
    )
    if text == "1e999":
        assert not [row for row in kept if row[0] is not None]
    else:
        assert kept == [(None, None, None, None, None, None, "Named")]
        assert rejected == 0
    assert not rows(owner, DIFFERENT)


# Local time of the shop, told by hand: Los Angeles is 8 hours behind UTC in winter and
# 7 in summer, Berlin 1 hour ahead and 2.
BORDERS = [
    # Ordinary midnights, and those of a month, a leap day and a year.
    ("US", "2024-01-15T07:59:59Z", "2024-01-14"),
    ("US", "2024-01-15T08:00:00Z", "2024-01-15"),
    ("US", "2024-07-15T06:59:59Z", "2024-07-14"),
    ("US", "2024-07-15T07:00:00Z", "2024-07-15"),
    ("US", "2024-05-01T06:59:59.999999Z", "2024-04-30"),
    ("US", "2024-05-01T07:00:00Z", "2024-05-01"),
    ("US", "2024-02-29T07:59:59Z", "2024-02-28"),
    ("US", "2024-02-29T08:00:00Z", "2024-02-29"),
    ("US", "2024-03-01T07:59:59Z", "2024-02-29"),
    ("US", "2024-03-01T08:00:00Z", "2024-03-01"),
    ("US", "2024-01-01T07:59:59Z", "2023-12-31"),
    ("US", "2024-01-01T08:00:00Z", "2024-01-01"),
    ("DE", "2024-01-14T22:59:59Z", "2024-01-14"),
    ("DE", "2024-01-14T23:00:00Z", "2024-01-15"),
    ("DE", "2023-12-31T22:59:59Z", "2023-12-31"),
    ("DE", "2023-12-31T23:00:00Z", "2024-01-01"),
    ("DE", "2024-02-28T23:00:00Z", "2024-02-29"),
    ("DE", "2024-02-29T23:00:00Z", "2024-03-01"),
    # The day of 23 hours: it begins in winter time and ends in summer time.
    ("US", "2024-03-10T07:59:59Z", "2024-03-09"),
    ("US", "2024-03-10T08:00:00Z", "2024-03-10"),
    ("US", "2024-03-11T06:59:59Z", "2024-03-10"),
    ("US", "2024-03-11T07:00:00Z", "2024-03-11"),
    ("DE", "2024-03-30T22:59:59Z", "2024-03-30"),
    ("DE", "2024-03-30T23:00:00Z", "2024-03-31"),
    ("DE", "2024-03-31T21:59:59Z", "2024-03-31"),
    ("DE", "2024-03-31T22:00:00Z", "2024-04-01"),
    # The day of 25 hours: half past one comes twice and stays in it.
    ("US", "2024-11-03T06:59:59Z", "2024-11-02"),
    ("US", "2024-11-03T07:00:00Z", "2024-11-03"),
    ("US", "2024-11-03T08:30:00Z", "2024-11-03"),
    ("US", "2024-11-03T09:30:00Z", "2024-11-03"),
    ("US", "2024-11-04T07:59:59Z", "2024-11-03"),
    ("US", "2024-11-04T08:00:00Z", "2024-11-04"),
    ("DE", "2024-10-26T21:59:59Z", "2024-10-26"),
    ("DE", "2024-10-26T22:00:00Z", "2024-10-27"),
    ("DE", "2024-10-27T22:59:59Z", "2024-10-27"),
    ("DE", "2024-10-27T23:00:00Z", "2024-10-28"),
    # The same instants written with the shop's own offset.
    ("DE", "2024-10-27T02:30:00+02:00", "2024-10-27"),
    ("DE", "2024-10-27T02:30:00+01:00", "2024-10-27"),
    ("US", "2024-03-10T23:59:59-07:00", "2024-03-10"),
]


@pytest.mark.parametrize("place", ["US", "DE"])
def test_an_instant_belongs_to_the_day_of_its_shop_whatever_the_clocks_do(
    owner: Connection, load: Load, place: str
) -> None:
    wanted = [(at, day) for shop, at, day in BORDERS if shop == place]
    items = [
        {"asin": asin(number), "scraped_at": at, "price": number + 1}
        for number, (at, _) in enumerate(wanted)
    ]
    assert load(items, place=place).exit_code == 0
    assert rows(owner, DAYS) == [
        (asin(number), date.fromisoformat(day), number + 1)
        for number, (_, day) in enumerate(wanted)
    ]
    assert not rows(owner, DIFFERENT)


@pytest.mark.parametrize(
    ("place", "day", "instant"),
    [
        ("US", "2024-03-10", "2024-03-10T08:00:00Z"),
        ("US", "2024-11-03", "2024-11-03T07:00:00Z"),
        ("DE", "2024-03-31", "2024-03-30T23:00:00Z"),
        ("DE", "2024-10-27", "2024-10-26T22:00:00Z"),
        ("US", "2024-02-29", "2024-02-29T08:00:00Z"),
        ("US", "2023-12-31", "2023-12-31T08:00:00Z"),
    ],
)
def test_a_day_without_a_time_is_the_midnight_it_begins_with(
    owner: Connection, load: Load, place: str, day: str, instant: str
) -> None:
    load([seen(1, observed_date=day)], place=place)
    assert rows(
        owner,
        "select s.date::text, s.scraped_at = %s from core.product_snapshots as s",
        instant,
    ) == [(day, True)]


def test_the_last_word_of_a_day_of_25_hours_is_its_25th_hour(
    owner: Connection, load: Load
) -> None:
    hours = ["2024-11-03T09:30:00Z", "2024-11-04T07:59:59Z", "2024-11-03T08:30:00Z"]
    load(
        [
            {"asin": asin(1), "scraped_at": at, "price": n}
            for n, at in enumerate(hours, 1)
        ]
    )
    assert rows(owner, DAYS) == [(asin(1), date(2024, 11, 3), 2)]


def test_deltas_and_windows_count_days_over_leap_day_clock_change_and_new_year(
    owner: Connection, load: Load
) -> None:
    days = (
        "2023-02-28", "2023-03-01", "2023-12-30", "2023-12-31", "2024-01-01",
        "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-06", "2024-03-07",
        "2024-03-09", "2024-03-10", "2024-03-11", "2024-11-02", "2024-11-03",
        "2024-11-04",
    )  # fmt: skip
    items = [seen(1, observed_date=day, price=n) for n, day in enumerate(days, 1)]
    assert load(reversed(items)).exit_code == 0
    found = rows(
        owner,
        "select d.date::text, d.days_since_previous, r.observed_days, r.price_min "
        "from mart.product_metrics_delta_daily as d "
        "inner join mart.product_metrics_rollup as r "
        "on r.asin = d.asin and r.as_of = d.date and r.window_days = 7 order by d.date",
    )
    assert found == [
        ("2023-02-28", None, 1, 1),
        ("2023-03-01", 1, 2, 1),
        ("2023-12-30", 304, 1, 3),
        ("2023-12-31", 1, 2, 3),
        ("2024-01-01", 1, 3, 3),
        ("2024-02-28", 58, 1, 6),
        ("2024-02-29", 1, 2, 6),
        ("2024-03-01", 1, 3, 6),
        # 29 February is day one of the seven that end on 6 March.
        ("2024-03-06", 5, 3, 7),
        ("2024-03-07", 1, 3, 8),
        ("2024-03-09", 2, 3, 9),
        ("2024-03-10", 1, 4, 9),
        ("2024-03-11", 1, 5, 9),
        ("2024-11-02", 236, 1, 14),
        ("2024-11-03", 1, 2, 14),
        ("2024-11-04", 1, 3, 14),
    ]
    assert not rows(owner, DIFFERENT)
