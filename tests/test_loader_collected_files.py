"""Files as actors and trackers really wrote them, where a folder of them is at hand."""

import json
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from loader.cli import app

# Beside the checkout: third-party data, which the repository does not hold.
FOLDER = Path(__file__).parents[2] / "shared" / "data"

EXPECTED = {
    "apify/amazon-crawler_full_au_2026-05-02_first_item_trimmed.json": 1,
    "apify/amazon-crawler_overview_ca_2025-04-16.json": 1591,
    "apify/amazon-crawler_overview_us_2025-11-29_17-01-30-253.json": 50,
    "apify/amazon-crawler_overview_us_2025-11-29_17-06-35-432.json": 30,
    "apify/axesso_amazon-product-details_us_2025-09-11_items01-17.json": 17,
    "apify/derived_gaming_mice_clean_us_2026-03-11.csv": 70,
    "apify/epctex_amazon-scraper_product_us_2024-01_excerpt.json": 1,
    "apify/free-amazon-product-scraper_full_in_2026-07-14_items01-08.json": 8,
    "apify/free-amazon-product-scraper_full_us_2023-08-06_items01-30.json": 30,
    "bestsellers/amazon-bestsellers_us_electronics_2023-12_flattened.csv": 100,
    "bestsellers/amazon_co_jp_beauty_2026-04-12.json": 1,
    "bestsellers/amazon_co_jp_laptop_2026-04-12.json": 1,
    "history/amazon_co_jp_bestseller_rank_daily_2026-03-07_to_2026-04-12.jsonl": 471,
    "history/bsr_history_all_failures_2026-07_2026-08.csv": 20,
    "history/keepa_deals_response_excerpt_us_2025-04-30.json": 1,
    "history/keepa_price_drop_observations_us_2026-04-23_to_2026-05-04.jsonl": 549,
    "history/keepa_product_stats_excerpt_us_2025-05-27.json": 1,
    "history/wishlist_price_history_us_2026-08.csv": 66,
    "reviews/amazon-reviews-scraper_2024-03-16_13-32-36-293.json": 264,
    "reviews/amazon-reviews-scraper_2024-03-16_13-49-28-173.json": 123,
    "reviews/axesso_amazon-reviews_us_2025-09-11.json": 20,
    "reviews/epctex_amazon-scraper_review_us_2023-11.json": 1,
}


def test_every_collected_file_is_staged_whole(
    loader_url: str, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"the collected files are not there: {FOLDER}")
    monkeypatch.setenv("LOADER_DATABASE_URL", loader_url)
    paths = [str(FOLDER / name) for name in EXPECTED]
    result = CliRunner().invoke(app, ["load", "--json", *paths], prog_name="asinmart")
    assert result.exit_code == 0, result.output
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert {answer["file"]: answer["stored"] for answer in answers} == {
        Path(name).name: items for name, items in EXPECTED.items()
    }
    with psycopg.connect(database) as owner:
        counted = owner.execute(
            "select count(*), count(r.asin) from staging_raw.raw_events as r"
        ).fetchone()
    assert counted is not None
    assert counted[0] == sum(EXPECTED.values())
    assert counted[1] > 2000
