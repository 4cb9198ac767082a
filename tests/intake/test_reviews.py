"""Reviews of products, from the command line into core and mart.

The expected values were taken from the samples, and those of the collected files from
the files themselves.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import ROOT
from tests.support.intake import Intake
from tests.support.intake import intake as intake

SAMPLES = ROOT / "tests" / "samples" / "shapes"
# Third-party data, which the repository does not hold.
FOLDER = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data")) / (
    "reviews"
)
SEEN = """
    select concat_ws(
        '|', r.marketplace, r.asin, coalesce(r.variant_asin, '-'), r.rating,
        coalesce(r.is_verified::text, '-'), coalesce(r.reviewed_on::text, '-'),
        coalesce(r.country_code, '-'), coalesce(r.helpful_count::text, '-'),
        coalesce(r.image_count::text, '-'), coalesce(r.variant, '-')
    )
    from core.reviews as r order by r.review_id
"""
COUNTS = """
    select r.received_count, r.accepted_count, r.duplicate_count, r.rejected_count
    from core.ingest_runs as r order by r.started_at
"""
VERSIONS = "select r.review_id, r.xmin::text from core.reviews as r order by 1"
# marketplace, product, variant, stars, verified, day, country, helpful, pictures and
# the words for the variant; - is null.
EXPECTED = {
    "junglee_reviews.json": [
        "US|B0DEMOZ500|-|5|true|2025-07-11|US|27|2|-",
        "US|B0DEMOZ500|-|2|true|2025-02-02|IT|1|0|-",
        "DE|B0DEMOZ500|-|4|false|2025-03-03|DE|-|0|-",
        "JP|B0DEMOZ500|-|3|true|2025-03-26|JP|3|0|-",
    ],
    "axesso_reviews.json": [
        "US|B0DEMOZ510|B0DEMOZ511|1|true|2024-11-10|US|449|1|"
        "Color: Black, Configuration: Device Only",
        "US|B0DEMOZ510|-|1|true|2024-06-21|US|0|-|"
        "Color: Glacier White, Configuration: Device Only",
    ],
    "epctex_review.json": [
        "US|B0DEMOZ520|B0DEMOZ521|4|true|2023-11-26|US|-|0|Color: Brown, Size: L",
    ],
}


def load(intake: Intake, name: str, *options: str) -> None:
    intake.load(name, (SAMPLES / name).read_bytes(), *options)


@pytest.mark.parametrize("name", EXPECTED)
def test_reviews_of_every_source_are_read(intake: Intake, name: str) -> None:
    load(intake, name)
    assert [row for (row,) in intake.rows(SEEN)] == EXPECTED[name]


def test_a_review_without_stars_is_refused_with_a_sentence(intake: Intake) -> None:
    load(intake, "junglee_reviews.json")
    assert intake.rejects() == [(5, "rating_missing")]
    assert intake.rows(COUNTS) == [(5, 4, 0, 1)]


def test_names_of_reviewers_are_not_kept(intake: Intake) -> None:
    load(intake, "axesso_reviews.json")
    [[text]] = intake.rows(
        "select string_agg(to_jsonb(r)::text, '') from core.reviews r"
    )
    assert "Nobody" not in text


def test_totals_that_reviews_repeat_make_no_product(intake: Intake) -> None:
    load(intake, "axesso_reviews.json")
    assert intake.days() == []
    assert intake.rows("select p.asin from core.products as p") == []


def test_the_same_reviews_again_write_no_row(intake: Intake) -> None:
    at = "2026-03-01T12:00:00Z"
    load(intake, "axesso_reviews.json", "--observed-at", at)
    before = intake.rows(VERSIONS)
    again = json.loads((SAMPLES / "axesso_reviews.json").read_text())
    intake.items("again.jsonl", *again, options=("--observed-at", at))
    assert intake.rows(COUNTS) == [(2, 2, 0, 0), (2, 0, 2, 0)]
    assert intake.rows(VERSIONS) == before


def test_products_and_reviews_come_in_one_run(intake: Intake) -> None:
    review = json.loads((SAMPLES / "epctex_review.json").read_text())
    product: dict[str, Any]
    product = {"asin": "B0DEMOZ520", "price": 5, "observed_date": "2026-03-01"}
    intake.items("mixed.jsonl", product, *review)
    assert intake.days() == [("B0DEMOZ520", "US", "2026-03-01", "5.00")]
    assert intake.rows("select count(*) from core.reviews") == [(1,)]
    assert intake.rows(COUNTS) == [(2, 2, 0, 0)]


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"files are not there: {FOLDER}")
@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("amazon-reviews-scraper_*-36-293.json", 264),
        ("amazon-reviews-scraper_*-28-173.json", 123),
    ],
)
def test_collected_files_are_read_without_a_wrong_value(
    intake: Intake, pattern: str, count: int
) -> None:
    [path] = FOLDER.glob(pattern)
    items = json.loads(path.read_text())
    assert len(items) == count
    intake.load("real.json", path.read_bytes())
    assert intake.rows(COUNTS) == [(count, count, 0, 0)]
    assert intake.readings("dropped") == []
    countries: dict[str, str] = dict(
        intake.rows("select m.country, m.marketplace from core.marketplaces as m")
    )
    found = intake.rows(
        "select r.review_id, r.asin, r.rating, r.title, coalesce(r.text, ''), "
        "r.is_verified, r.reviewed_on::text, r.country_code, "
        "coalesce(r.helpful_count, 0), r.image_count from core.reviews as r order by 1"
    )
    assert found == sorted(
        (
            item["reviewId"],
            item["productAsin"],
            item["ratingScore"],
            item["reviewTitle"].strip(),
            item["reviewDescription"].strip(),
            item["isVerified"],
            item["date"],
            countries[item["country"]],
            helpful(item["reviewReaction"]),
            len(item["reviewImages"]),
        )
        for item in items
    )


def helpful(text: str) -> int:
    if text.startswith("One person"):
        return 1
    number = re.match("[0-9,]+", text)
    return int(number[0].replace(",", "")) if number else 0
