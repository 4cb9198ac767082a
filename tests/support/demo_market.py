"""The market of the demo in small, for tests that look at it as its readers do.

The installation's own tenant watches the planted products and others, owns a brand and
a competitive group. Two more tenants watch some of the planted products each.
"""

import subprocess
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from demo import brand_reports, competition, market, queries
from demo.brand_reports import BrandReports
from demo.market import MARKETPLACE, Market
from tests.support.databases import ROOT, Database

OWN = "default"
OTHERS = {
    "Harbour Goods": ("B0DEMOJUMP", "B0DEMORANK", "B0DEMOMAIN"),
    "Quayside Outlet": ("B0DEMOSTAR", "B0DEMOGONE", "B0DEMOSHOP"),
}
WATCHED = 24
PRODUCTS = 75
DAYS = 40
WEEKS = 20
# The products of the brand lie further apart than the market is large.
BRAND_PRODUCTS = 900


@dataclass(frozen=True)
class DemoMarket:
    """What is loaded; `until` is the last day."""

    products: Market
    brand: BrandReports

    @property
    def main(self) -> str:
        """The main product that a competitor undercuts."""
        return next(t.other_asin or "" for t in self.truths if t.kind == "undercut")

    @property
    def truths(self) -> tuple[market.Truth, ...]:
        """What is planted in the last day."""
        return market.planted_truths(self.products)


def demo_market() -> DemoMarket:
    """The market until the last whole day."""
    until = market.last_settled_day()
    return DemoMarket(
        Market(until=until, products=PRODUCTS, days=DAYS),
        BrandReports(
            Market(until=until, products=BRAND_PRODUCTS, days=2), week_count=WEEKS
        ),
    )


def load_market(database: Database, folder: Path) -> None:
    """Load all of it: the history first, then what the last day brings."""
    made = demo_market()
    history, next_day, _ = market.write(made.products, folder)
    reports, late_week, restated_week = brand_reports.write(made.brand, folder)
    reviews = folder / "reviews.jsonl"
    rivals = competition.rivals_of(made.products, made.main)
    competition.write_reviews(reviews, made.products.until, made.main, rivals)
    lists = folder / "lists.jsonl"
    lists.write_bytes(b"".join(market.best_seller_lists(made.products)))
    with psycopg.connect(database.owner, autocommit=True) as owner:
        mains, competitors = zip(*market.links(made.products), strict=True)
        owner.execute(
            queries.LINK_COMPETITORS,
            {
                "mains": list(mains),
                "competitors": list(competitors),
                "marketplace": MARKETPLACE,
            },
        )
        watch(owner, made)
        load(database, history)
        add_brand_products(owner, made.brand)
        owner.execute(
            queries.MAKE_GROUP,
            {"name": competition.GROUP, "main": made.main, "marketplace": MARKETPLACE},
        )
        owner.execute(queries.MAKE_REPORTS)
        load(database, reviews, lists, next_day)
        load(database, reports, "--tenant", OWN)
        load(database, late_week, restated_week, "--tenant", OWN)
        owner.execute(queries.MAKE_REPORTS)
        owner.execute(queries.MAKE_RECOMMENDATIONS)
        owner.execute("select ops.refresh_benchmarks()")
        owner.execute("analyze")


def watch(owner: psycopg.Connection[Any], made: DemoMarket) -> None:
    """Let every tenant track its products, since the first day."""
    planted = [truth.asin for truth in made.truths]
    family = [asin for pair in market.links(made.products) for asin in pair]
    asins = list(dict.fromkeys([made.main, *planted, *family]))
    tracked = {OWN: tuple(islice(asins, WATCHED))} | OTHERS
    for name, products in tracked.items():
        owner.execute(queries.MAKE_TENANT, {"name": name})
        owner.execute(
            queries.TRACK_PRODUCTS,
            {
                "name": name,
                "asins": list(products),
                "limits": [None] * len(products),
                "since": made.products.first_day,
            },
        )


def add_brand_products(owner: psycopg.Connection[Any], brand: BrandReports) -> None:
    """Let the brand's products be known that are not in the market."""
    owner.execute(
        "insert into core.products"
        " (asin, marketplace, brand, first_seen_at, last_seen_at, described_at)"
        " select a.asin, %s, %s, now(), now(), now()"
        " from unnest(%s::text[]) as a (asin) on conflict do nothing",
        [
            MARKETPLACE,
            brand_reports.BRAND,
            [product.asin for product in brand.products],
        ],
    )


def load(database: Database, *arguments: str | Path) -> None:
    """Load files as their owner does, and wait until they are promoted."""
    done = subprocess.run(
        [sys.executable, "-m", "loader", "load", "--wait", *map(str, arguments)],
        cwd=ROOT,
        env={"LOADER_DATABASE_URL": database.loader, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
