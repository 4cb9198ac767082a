"""Files of foreign programs: each value is read right or refused with a sentence.

Each test loads small files through the command and checks the day's rows, the rejects
and the alerts. The forms come from public files and bug reports; products and prices
are invented.
"""

import psycopg
import pytest
from typer.testing import CliRunner

from loader.cli import app
from tests.support.intake import Intake, intake

__all__ = ["intake"]

MUG = "B0TESTMUG1"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2026-11-20 18:05:00", "2026-11-21 18:05:00"),
        ("2026/11/20", "2026/11/21"),
        ("20.11.2026", "21.11.2026"),
        ("20/11/2026", "21/11/2026"),
        ("11/20/2026 6:05 PM", "11/21/2026 6:05 PM"),
        ("20 November 2026", "Nov 21, 2026"),
        ("20. Nov. 2026", "21. Nov. 2026"),
        ("Fri, 20 Nov 2026 18:11:12 GMT", "Sat, 21 Nov 2026 18:11:12 GMT"),
        ("1795198200", "1795284600"),
        ("1795198200000", "1795284600000"),
        ("20261120", "20261121"),
    ],
)
def test_a_time_is_read_in_the_forms_that_people_write(
    intake: Intake, first: str, second: str
) -> None:
    keys = {
        "B0TESTMUG1": "date",
        "B0TESTMUG2": "timestamp",
        "B0TESTMUG3": "scraped_at",
        "B0TESTMUG4": "crawledAt",
    }
    for asin, key in keys.items():
        result = intake.items(
            f"{key}.jsonl",
            {"asin": asin, "price": 40, key: first},
            {"asin": asin, "price": 50, key: second},
        )
        assert result.exit_code == 0, result.output
    assert intake.days() == [
        (asin, "US", day, price)
        for asin in keys
        for day, price in (("2026-11-20", "40.00"), ("2026-11-21", "50.00"))
    ]
    assert intake.readings("time") == [("item", 2)] * len(keys)


@pytest.mark.parametrize(
    "text", ["soon", "2026-02-30", "99/99/2026", "last Tuesday", "2026", "20/11/26"]
)
def test_a_time_that_cannot_be_read_is_a_reject_and_never_now(
    intake: Intake, text: str
) -> None:
    for key in ("date", "scraped_at", "timestamp", "observed_at"):
        intake.items(
            f"{key}.jsonl",
            {"asin": MUG, "price": 40, key: text},
            {"asin": MUG, "price": 50, key: "2026-11-21"},
        )
    assert {code for _, code in intake.rejects()} == {"time_unreadable"}
    assert len(intake.rejects()) == 4
    assert intake.days() == [(MUG, "US", "2026-11-21", "50.00")]


def test_day_and_month_are_told_by_the_file_or_by_the_caller(intake: Intake) -> None:
    head, first = "asin,price,date\n", f"{MUG},1,05/11/2026\n"
    second = f"{MUG},2,06/11/2026\n"
    unknown = intake.load("unknown.csv", head + first + second)
    assert unknown.exit_code == 2
    assert intake.rejects() == [(1, "time_unreadable"), (2, "time_unreadable")]
    [(detail,)] = intake.rows(
        "select distinct e.detail from staging_raw.rejected_events as e "
        "where e.item_no = 1"
    )
    assert "--date-order" in detail
    intake.load("told.csv", f"{head}{first}{MUG},3,20/11/2026\n")
    assert intake.days() == [
        (MUG, "US", "2026-11-05", "1.00"),
        (MUG, "US", "2026-11-20", "3.00"),
    ]
    intake.load("said.csv", head + second, "--date-order", "mdy")
    assert intake.days()[0] == (MUG, "US", "2026-06-11", "2.00")


def test_a_bare_day_of_the_caller_is_that_day_everywhere(intake: Intake) -> None:
    shops = {"US": "com", "DE": "de", "JP": "co.jp", "AU": "com.au"}
    result = intake.items(
        "all.jsonl",
        *(
            {"asin": MUG, "price": 9, "url": f"https://www.amazon.{end}/dp/{MUG}"}
            for end in shops.values()
        ),
        options=("--observed-at", "2026-11-20"),
    )
    assert result.exit_code == 0, result.output
    assert {day[2] for day in intake.days()} == {"2026-11-20"}
    assert len(intake.days()) == 4
    assert "2026-11-20 (--observed-at)" in result.output


@pytest.mark.parametrize(
    ("said", "marketplace"),
    [
        ({"url": f"HTTPS://WWW.AMAZON.NL/dp/{MUG}"}, "NL"),
        ({"url": f"www.amazon.co.uk/dp/{MUG}"}, "UK"),
        ({"productURL": f"https://amazon.de/dp/{MUG}"}, "DE"),
        ({"link": f"//www.amazon.co.jp/dp/{MUG}"}, "JP"),
        ({"url": f"/dp/{MUG}", "domain": "amazon.fr"}, "FR"),
        ({"country": "Italy"}, "IT"),
        ({"marketplace": "es"}, "ES"),
        ({"marketplaceId": "A1C3SOZRARQ6R3"}, "PL"),
        ({"locale": "en_GB"}, "UK"),
        ({"url": f"https://example.org/{MUG}"}, "US"),
    ],
)
def test_the_shop_is_told_by_a_url_or_a_field(
    intake: Intake, said: dict[str, str], marketplace: str
) -> None:
    item = {"asin": MUG, "price": 9, "observed_date": "2026-11-20"}
    assert intake.items("one.jsonl", item | said).exit_code == 0
    assert [day[1] for day in intake.days()] == [marketplace]


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.amazon.cn/dp/{MUG}",
        "https://amzn.eu/d/abc",
        "https://amzn.to/3abc",
        "https://a.co/d/abc",
        f"https://www.amazon.example/dp/{MUG}",
    ],
)
def test_an_amazon_host_that_is_not_known_is_no_shop_of_ours(
    intake: Intake, url: str
) -> None:
    item = {"asin": MUG, "price": 9, "observed_date": "2026-11-20", "url": url}
    intake.items("one.jsonl", item, item | {"asin": "B0TESTMUG2", "url": ""})
    assert intake.rejects() == [(1, "shop_unknown")]
    assert [day[0] for day in intake.days()] == ["B0TESTMUG2"]


def test_a_dba_teaches_it_another_name_of_a_shop(
    intake: Intake, admin_url: str
) -> None:
    item = {"asin": MUG, "price": 9, "observed_date": "2026-11-20"}
    intake.items("one.jsonl", item | {"url": f"https://de.amazon.example/dp/{MUG}"})
    assert intake.days() == []
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(
            "insert into core.marketplace_names (name, marketplace) "
            "values ('de.amazon.example', 'DE')"
        )
    [(job_id,)] = intake.rows("select r.job_id from core.ingest_runs as r")
    again = CliRunner().invoke(app, ["replay", "--wait", job_id])
    assert again.exit_code == 0, again.output
    assert intake.days() == [(MUG, "DE", "2026-11-20", "9.00")]


def test_an_element_is_priced_in_the_currency_that_its_own_price_says(
    intake: Intake,
) -> None:
    url = "https://www.amazon.com/dp/"
    top = {"asin": MUG, "url": url + MUG, "price": "$19.99", "rank": 1}
    foreign = {**top, "asin": "B0TESTMUG2", "url": url, "price": "₹1,299.00", "rank": 2}
    intake.items(
        "lists.jsonl",
        {"slug": "mugs", "snapshot_date": "2026-11-20", "products": [top, foreign]},
        {
            "asin": "B0TESTMUG3",
            "url": url + "B0TESTMUG3",
            "scrapedAt": "2026-11-20T09:00:00Z",
            "sellers": [{"price": "EUR 30,00", "condition": "New"}],
        },
    )
    priced = [(asin, price) for asin, *_, price in intake.days()]
    assert priced[0] == (MUG, "19.99")
    assert {price for _, price in priced[1:]} == {None}


def test_one_bad_field_does_not_take_the_row(intake: Intake) -> None:
    item = {"asin": MUG, "price": 9, "observed_date": "2026-11-20"}
    bad = {"rating": 77, "bsr": 0, "reviews_count": -1, "list_price": -1}
    result = intake.items("one.jsonl", item | bad)
    assert result.exit_code == 0
    assert intake.days() == [(MUG, "US", "2026-11-20", "9.00")]
    assert "rating: 77 is not within 0 and 5" in result.output


def test_a_dry_run_shows_what_would_be_read_and_writes_nothing(
    intake: Intake,
) -> None:
    items = [
        {"asin": f"B0TESTM{n:03}", "price": n + 1, "date": "2026-11-20"}
        for n in range(30)
    ]
    items[1]["date"] = "soon"
    result = intake.items("many.jsonl", *items, options=("--dry-run",))
    assert result.exit_code == 0, result.output
    assert "B0TESTM019" in result.output
    assert "B0TESTM020" not in result.output
    assert "'soon' cannot be read as a time" in result.output
    for table in ("core.ingest_runs", "staging_raw.raw_events", "core.products"):
        assert intake.rows(f"select count(*) from {table}") == [(0,)]
