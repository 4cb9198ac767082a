"""Reviews of products over HTTP: pages, filters, exports, and what they say in sum."""

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from api.resources.reviews import ENDPOINTS
from tests.api.test_products import ABSENT, assert_problem, served
from tests.support.api import DAY, MAIN, Running, observe, settings_for
from tests.support.databases import Database

PATH = f"/v1/products/{MAIN}/reviews"
SUMMARY = f"{PATH}/summary"
COUNT = 7


def review(number: int, **values: Any) -> dict[str, Any]:
    """A review as an actor delivers it; each is a day older than the one before."""
    day = DAY - timedelta(days=number)
    return {
        "reviewId": f"RTEST{number:04}",
        "productAsin": MAIN,
        "ratingScore": 1 + number % 5,
        "reviewTitle": f'Review "{number}", ünïcödé',
        "reviewDescription": "The lid leaks.\nStill.",
        "isVerified": number % 2 == 0,
        "reviewedIn": f"Reviewed in Germany on {day:%B %d, %Y}",
        "date": f"{day}",
        "reviewReaction": "3 people found this helpful",
        "reviewImages": [],
        "reviewCategoryUrl": f"https://www.amazon.com/product-reviews/{MAIN}",
        **values,
    }


def load(url: str, name: str, items: list[dict[str, Any]], day: date = DAY) -> None:
    """Load and promote reviews as seen on a day."""
    with psycopg.connect(url) as connection:
        connection.execute(
            "select ops.start_run(%s, 'test', p_observed_at => %s)",
            [name, f"{day}T20:00:00Z"],
        )
        for number, each in enumerate(items, 1):
            text = json.dumps(each)
            connection.execute(
                "insert into staging_raw.raw_events "
                "(job_id, item_no, source, payload, content_hash) "
                "values (%s, %s, 'test', %s, sha256(%s::bytea))",
                [name, number, text, text.encode()],
            )
        connection.execute("select ops.land_run(%s, %s, 0)", [name, len(items)])
        connection.commit()
        [[status]] = connection.execute(
            "select r.status from ops.promote_run(%s) as r", [name]
        )
        assert status == "SUCCESS"


def make_reviews(url: str) -> None:
    """A product with reviews, one of them of unknown day, and one in another shop."""
    observe(url, {MAIN: 20.0})
    unknown = review(COUNT - 1, date=None, reviewedIn=None)
    load(url, "r1", [*(review(n) for n in range(COUNT - 1)), unknown])
    german = f"https://www.amazon.de/product-reviews/{MAIN}"
    load(url, "r2", [review(90, reviewCategoryUrl=german)])


@pytest.fixture
def reviewed(database: str) -> str:
    make_reviews(database)
    return database


@pytest.fixture(scope="module")
def reviewed_api(shared_clone: Database) -> str:
    """The address for the API, to read only."""
    make_reviews(shared_clone.owner)
    return shared_clone.api


def ids(numbers: Any) -> list[str]:
    return [f"RTEST{number:04}" for number in numbers]


async def listed(app: Running, query: str = "") -> list[str]:
    answer = await app.get(f"{PATH}?{query}")
    assert answer.status_code == 200, answer.text
    return [row["review_id"] for row in answer.json()["data"]]


def test_every_answer_is_what_the_document_says(reviewed_api: str) -> None:
    async def test(app: Running) -> None:
        for endpoint in ENDPOINTS:
            answer = await app.get(endpoint.path.format(asin=MAIN))
            assert answer.status_code == 200, answer.text
            assert endpoint.model is not None
            endpoint.model.model_validate_json(answer.content, strict=False)

    served(settings_for(reviewed_api, None), test)


def test_reviews_are_listed_with_all_that_is_known(reviewed_api: str) -> None:
    async def test(app: Running) -> None:
        answer = (await app.get(PATH)).json()
        assert [row["review_id"] for row in answer["data"]] == ids(range(COUNT))
        assert answer["data"][1] == {
            "review_id": "RTEST0001",
            "asin": MAIN,
            "marketplace": "US",
            "variant_asin": None,
            "rating": 2,
            "title": 'Review "1", ünïcödé',
            "text": "The lid leaks.\nStill.",
            "is_verified": False,
            "reviewed_on": f"{DAY - timedelta(days=1)}",
            "country_code": "DE",
            "variant": None,
            "helpful_count": 3,
            "image_count": 0,
            "review_url": "https://www.amazon.com/gp/customer-reviews/RTEST0001",
            "first_seen_on": f"{DAY}",
            "last_seen_on": f"{DAY}",
        }
        assert answer["data"][-1]["reviewed_on"] is None
        assert answer["meta"]["asin"] == MAIN
        assert answer["meta"]["marketplace"] == "US"
        assert answer["meta"]["as_of"] == f"{DAY}"
        assert answer["meta"]["stale_at"] > answer["meta"]["generated_at"]

    served(settings_for(reviewed_api, None), test)


def test_pages_follow_each_other(reviewed_api: str) -> None:
    async def test(app: Running) -> None:
        for limit in (1, 2, COUNT):
            seen: list[str] = []
            path = f"{PATH}?limit={limit}"
            while path:
                answer = await app.get(path)
                seen += [row["review_id"] for row in answer.json()["data"]]
                path = answer.links["next"]["url"] if "next" in answer.links else ""
            assert seen == ids(range(COUNT))

    served(settings_for(reviewed_api, None), test)


def test_reviews_are_filtered(reviewed_api: str) -> None:
    first, last = DAY - timedelta(days=3), DAY - timedelta(days=2)

    async def test(app: Running) -> None:
        assert await listed(app, "rating_min=4") == ids([3, 4])
        assert await listed(app, "rating_max=1") == ids([0, 5])
        assert await listed(app, "rating_min=2&rating_max=2") == ids([1, 6])
        assert await listed(app, "verified=true") == ids([0, 2, 4, 6])
        assert await listed(app, "verified=false") == ids([1, 3, 5])
        assert await listed(app, f"from={first}&to={last}") == ids([2, 3])
        assert await listed(app, "marketplace=DE") == ids([90])
        assert await listed(app, "marketplace=de&rating_max=1&verified=false") == []

    served(settings_for(reviewed_api, None), test)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("rating_min=0", "rating_min"),
        ("rating_max=6", "rating_max"),
        ("rating_min=1.5", "rating_min"),
        ("verified=perhaps", "verified"),
        ("from=2026-02-30", "from"),
        ("to=yesterday", "to"),
        ("stars=5", "stars"),
        ("limit=0", "limit"),
        ("cursor=x", "cursor"),
    ],
)
def test_wrong_parameters_are_named(
    reviewed_api: str, query: str, parameter: str
) -> None:
    async def test(app: Running) -> None:
        answer = await app.get(f"{PATH}?{query}")
        problem = assert_problem(answer, 422, "invalid-request")
        assert problem["errors"][0]["parameter"] == parameter

    served(settings_for(reviewed_api, None), test)


def test_unknown_products_are_not_found(reviewed_api: str) -> None:
    async def test(app: Running) -> None:
        for path in (
            f"/v1/products/{ABSENT}/reviews",
            f"/v1/products/{ABSENT}/reviews/summary",
            f"{PATH}?marketplace=FR",
            f"{SUMMARY}?marketplace=FR",
        ):
            assert_problem(await app.get(path), 404, "not-found")

    served(settings_for(reviewed_api, None), test)


def test_a_product_without_reviews_has_an_empty_list(
    database: str, api_url: str
) -> None:
    observe(database, {MAIN: 20.0})

    async def test(app: Running) -> None:
        assert await listed(app) == []
        summary = (await app.get(SUMMARY)).json()["data"]
        assert summary["review_count"] == 0
        assert summary["average_rating"] is None
        assert summary["months"] == []

    served(settings_for(api_url, None), test)


def test_reviews_of_a_product_that_was_never_observed_are_listed(
    database: str, api_url: str
) -> None:
    load(database, "r1", [review(1)])

    async def test(app: Running) -> None:
        assert await listed(app) == ids([1])

    served(settings_for(api_url, None), test)


def test_the_summary_counts_by_stars_and_month(reviewed_api: str) -> None:
    async def test(app: Running) -> None:
        found = (await app.get(SUMMARY)).json()["data"]
        months = found.pop("months")
        # Stars 1 2 3 4 5 1 2, of which every second is verified.
        assert found == {
            "asin": MAIN,
            "marketplace": "US",
            "as_of": f"{DAY}",
            "review_count": COUNT,
            "stars_1_count": 2,
            "stars_2_count": 2,
            "stars_3_count": 1,
            "stars_4_count": 1,
            "stars_5_count": 1,
            "average_rating": 2.57,
            "verified_pct": 57.1,
            "negative_pct": 57.1,
            "newest_on": f"{DAY}",
            "oldest_on": f"{DAY - timedelta(days=5)}",
            "recent_review_count": 6,
            "recent_negative_count": 3,
            "recent_average_rating": 2.67,
        }
        assert [(m["month"], m["review_count"]) for m in months] == [("2026-06-01", 6)]
        assert months[0]["stars_1_count"] == 2
        german = (await app.get(f"{SUMMARY}?marketplace=DE")).json()["data"]
        assert german["review_count"] == 1
        # Of the 90 days up to the day on which it was seen, the day before is none.
        assert german["recent_review_count"] == 0

    served(settings_for(reviewed_api, None), test)


def test_reviews_are_exported_as_csv_and_json_lines(reviewed_api: str) -> None:
    async def test(app: Running) -> None:
        text = (await app.get(PATH, Accept="text/csv")).text
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["review_id"] for row in rows] == ids(range(COUNT))
        assert rows[1]["title"] == 'Review "1", ünïcödé'
        assert rows[1]["text"] == "The lid leaks.\nStill."
        lines = (await app.get(PATH, Accept="application/x-ndjson")).text.splitlines()
        assert [json.loads(line)["review_id"] for line in lines] == ids(range(COUNT))

    served(settings_for(reviewed_api, None), test)


def test_new_reviews_show_and_change_the_version_of_their_product(
    reviewed: str, api_url: str
) -> None:
    product = f"/v1/products/{MAIN}"

    async def test(app: Running) -> None:
        before = (await app.get(product)).json()["meta"]["data_version"]
        page = await app.get(PATH)
        held = await app.get(PATH, **{"If-None-Match": page.headers["ETag"]})
        assert held.status_code == 304
        load(reviewed, "r3", [review(0, ratingScore=5)], DAY)
        after = (await app.get(product)).json()["meta"]["data_version"]
        assert after > before
        changed = await app.get(PATH, **{"If-None-Match": page.headers["ETag"]})
        assert changed.status_code == 200
        assert changed.json()["data"][0]["rating"] == 5
        # The same again changes nothing.
        load(reviewed, "r4", [review(0, ratingScore=5)], DAY)
        again = (await app.get(product)).json()["meta"]["data_version"]
        assert again == after

    served(settings_for(api_url, None), test)


def test_graphql_reads_reviews_and_their_summary(reviewed_api: str) -> None:
    query = f"""{{
        product_reviews(asin: "{MAIN}", rating_max: 1, limit: 1) {{
            data {{ review_id rating }} page {{ has_more }}
        }}
        product_review_summary(asin: "{MAIN}") {{ review_count months {{ month }} }}
    }}"""

    async def test(app: Running) -> None:
        answer = await app.client.post("/graphql", json={"query": query})
        assert answer.json()["data"] == {
            "product_reviews": {
                "data": [{"review_id": "RTEST0000", "rating": 1}],
                "page": {"has_more": True},
            },
            "product_review_summary": {
                "review_count": COUNT,
                "months": [{"month": "2026-06-01"}],
            },
        }

    served(settings_for(reviewed_api, None, environment="development"), test)
