"""The demo market is the same each time and contains its planted truths."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from demo import market, walkthrough
from demo.market import Market, Truth

UNTIL = date(2026, 3, 12)
SMALL = Market(until=UNTIL, products=60, days=40)

Item = dict[str, Any]


def items(blocks: Iterable[bytes]) -> list[Item]:
    return [
        json.loads(line, parse_float=Decimal)
        for block in blocks
        for line in block.splitlines()
    ]


def by_asin(found: Iterable[Item], day: date) -> dict[str, Item]:
    """Full items of one day, the last of each product winning."""
    return {
        item["asin"]: item
        for item in found
        if "asin" in item and item["scrapedAt"].startswith(str(day))
    }


@pytest.fixture(scope="module")
def history() -> list[Item]:
    return items(market.history_blocks(SMALL))


@pytest.fixture(scope="module")
def next_day() -> list[Item]:
    return items(market.next_day_blocks(SMALL))


@pytest.fixture(scope="module")
def truths() -> dict[str, Truth]:
    return {truth.kind: truth for truth in market.planted_truths(SMALL)}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = market.write(SMALL, tmp_path / "first")
    second = market.write(SMALL, tmp_path / "second")
    assert [path.read_bytes() for path in first] == [
        path.read_bytes() for path in second
    ]


def test_another_seed_gives_another_market() -> None:
    other = Market(until=UNTIL, products=60, days=40, seed=SMALL.seed + 1)
    assert list(market.next_day_blocks(other)) != list(market.next_day_blocks(SMALL))


def test_a_day_does_not_depend_on_the_length_of_the_history() -> None:
    longer = Market(until=UNTIL, products=60, days=90)
    day = UNTIL - timedelta(days=7)
    assert list(market.day_blocks(SMALL, day)) == list(market.day_blocks(longer, day))


def test_the_day_after_only_the_planted_products_tell_another_yesterday() -> None:
    tomorrow = Market(until=UNTIL + timedelta(days=1), products=60, days=40)
    told = by_asin(items(market.day_blocks(SMALL, UNTIL)), UNTIL)
    retold = by_asin(items(market.day_blocks(tomorrow, UNTIL)), UNTIL)
    assert {asin for asin in told if told[asin] != retold[asin]} == {
        truth.asin
        for truth in market.planted_truths(SMALL)
        if truth.kind != "correction"
    }


def test_history_and_next_day_cover_every_day_once_in_order(
    history: list[Item], next_day: list[Item]
) -> None:
    days = [item["scrapedAt"][:10] for item in history]
    assert days == sorted(days)
    assert len(set(days)) == SMALL.days - 1
    assert Counter(item["scrapedAt"][:10] for item in next_day) == {
        str(UNTIL): len(next_day) - 1,
        str(UNTIL - timedelta(days=1)): 1,
    }


def test_items_lie_on_one_and_the_same_day_in_los_angeles(history: list[Item]) -> None:
    for item in history:
        at = datetime.fromisoformat(item["scrapedAt"])
        assert at.tzinfo is not None
        # Pacific time is 8 hours behind in winter and 7 in summer.
        assert {(at - timedelta(hours=h)).date() for h in (7, 8)} == {at.date()}


def test_the_last_settled_day_is_never_in_the_future() -> None:
    assert market.last_settled_day(datetime(2026, 3, 12, 8, 59, tzinfo=UTC)) == date(
        2026, 3, 11
    )
    assert market.last_settled_day(datetime(2026, 3, 12, 9, 0, tzinfo=UTC)) == UNTIL


def test_some_fetches_are_blocked_missing_or_doubled(history: list[Item]) -> None:
    blocked = [item for item in history if "error" in item]
    assert blocked
    assert all(set(item) == {"url", "error", "scrapedAt"} for item in blocked)
    lines = Counter(json.dumps(item, default=str, sort_keys=True) for item in history)
    assert max(lines.values()) == 2
    assert len(lines) < SMALL.products * (SMALL.days - 1)


def test_an_item_out_of_stock_has_neither_price_nor_seller(history: list[Item]) -> None:
    gone = [item for item in history if item.get("inStock") is False]
    assert gone
    assert all(item["price"] is None and item["seller"] is None for item in gone)


def test_prices_are_sticky_and_reviews_never_fall(history: list[Item]) -> None:
    days: dict[str, list[Item]] = defaultdict(list)
    for item in history:
        if "asin" in item:
            days[item["asin"]].append(item)
    changes = pairs = 0
    for seen in days.values():
        for before, after in pairwise(seen):
            assert after["reviewsCount"] >= before["reviewsCount"]
            if before["price"] and after["price"]:
                pairs += 1
                changes += before["price"] != after["price"]
    assert 0.01 < changes / pairs < 0.04


def test_families_have_one_main_product_and_three_to_five_competitors() -> None:
    families = Counter(main for main, _ in market.links(SMALL))
    competitors = [competitor for _, competitor in market.links(SMALL)]
    assert set(families.values()) == {3, 4, 5}
    assert len(set(competitors)) == len(competitors)
    assert not set(competitors) & set(families)
    assert len(families) + len(competitors) == SMALL.products


def test_asins_are_valid_and_all_different() -> None:
    asins = {market.asin_at(index) for index in range(5000)}
    assert len(asins) == 5000
    assert all(len(a) == 10 and a.isalnum() and a.upper() == a for a in asins)


def test_the_planted_truths_are_in_the_data(
    history: list[Item], next_day: list[Item], truths: dict[str, Truth]
) -> None:
    yesterday = UNTIL - timedelta(days=1)
    was, now = by_asin(history, yesterday), by_asin(next_day, UNTIL)

    jump = truths["price jump"]
    assert was[jump.asin]["price"]["value"] == jump.before
    assert now[jump.asin]["price"]["value"] == jump.after
    assert isinstance(jump.before, Decimal) and isinstance(jump.after, Decimal)
    assert round(jump.after / jump.before, 2) == Decimal("1.35")

    crash = truths["rank crash"]
    assert was[crash.asin]["bestsellerRanks"][1]["rank"] == crash.before
    assert now[crash.asin]["bestsellerRanks"][1]["rank"] == crash.after
    assert crash.after == crash.before * 4

    gone = truths["stock-out"].asin
    assert (was[gone]["inStock"], now[gone]["inStock"]) == (True, False)

    shop = truths["lost buy box"]
    assert was[shop.asin]["seller"]["id"] == shop.before
    assert now[shop.asin]["seller"]["id"] == shop.after
    assert was[shop.asin]["price"] != now[shop.asin]["price"]

    star = truths["rating drop"]
    assert was[star.asin]["stars"] == star.before
    assert now[star.asin]["stars"] == star.after
    assert isinstance(star.before, Decimal) and isinstance(star.after, Decimal)
    assert star.before - star.after >= Decimal("0.3")

    undercut = truths["undercut"]
    assert undercut.other_asin is not None
    assert now[undercut.other_asin]["price"]["value"] == undercut.before
    assert now[undercut.asin]["price"]["value"] == undercut.after
    assert was[undercut.asin]["price"]["value"] > undercut.before
    assert (undercut.other_asin, undercut.asin) in set(market.links(SMALL))

    correction = truths["correction"]
    corrected = by_asin(next_day, yesterday)[correction.asin]
    assert correction.date == yesterday
    assert was[correction.asin]["price"]["value"] == correction.before
    assert corrected["price"]["value"] == correction.after
    assert corrected["scrapedAt"] == was[correction.asin]["scrapedAt"]


def test_a_list_has_the_best_ranks_of_its_category_each_day_of_two_weeks() -> None:
    wide = Market(until=UNTIL, products=300, days=40)
    lists = items(market.best_seller_lists(wide))
    days = [date.fromisoformat(shown["snapshot_date"]) for shown in lists]
    assert days == [UNTIL - timedelta(days=n) for n in reversed(range(14))]
    of_day = items(market.next_day_blocks(wide))
    ranks = {
        item["asin"]: item["bestsellerRanks"][0]["rank"]
        for item in of_day
        if "asin" in item
        and item["bestsellerRanks"][0]["category"] == market.LIST_CATEGORY
    }
    listed = [product["asin"] for product in lists[-1]["products"]]
    assert [product["rank"] for product in lists[-1]["products"]] == [*range(1, 21)]
    known = [asin for asin in listed if asin in ranks]
    assert known == sorted(ranks, key=ranks.__getitem__)[: len(known)]
    assert len(known) > 15


def test_products_enter_and_leave_a_list() -> None:
    lists = items(market.best_seller_lists(Market(until=UNTIL, products=300, days=40)))
    listed = [{product["asin"] for product in shown["products"]} for shown in lists]
    assert listed[-1] - listed[0]


def test_planted_products_are_calm_before_their_day(history: list[Item]) -> None:
    planted = {truth.asin for truth in market.planted_truths(SMALL)}
    seen = [item for item in history if item.get("asin") in planted]
    assert len(seen) == len(planted) * (SMALL.days - 1)
    for asin in planted:
        mine = [item for item in seen if item["asin"] == asin]
        assert len({item["price"]["value"] for item in mine}) == 1
        ranks = [item["bestsellerRanks"][1]["rank"] for item in mine]
        for before, after in pairwise(ranks):
            assert abs(after - before) / before < 0.3


def test_items_grow_to_the_asked_length() -> None:
    large = Market(until=UNTIL, products=60, days=2, item_bytes=2000)
    lengths = [
        len(line)
        for block in market.next_day_blocks(large)
        for line in block.splitlines()
        if b'"error"' not in line
    ]
    assert min(lengths) > 1850
    assert max(lengths) < 2050


@pytest.mark.parametrize(
    ("products", "days", "reason"),
    [(30, 40, "products"), (500_001, 40, "products"), (60, 1, "at least 2 days")],
)
def test_impossible_sizes_are_refused(products: int, days: int, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Market(until=UNTIL, products=products, days=days)


def test_the_command_line_writes_the_three_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--products", "60", "--days", "3", "--until", str(UNTIL)]
    assert market.main(["--out", str(tmp_path), *options]) == 0
    with gzip.open(tmp_path / "history.jsonl.gz") as file:
        assert json.loads(file.readline())["scrapedAt"].startswith("2026-03-10")
    assert (tmp_path / "next-day.jsonl.gz").exists()
    links = (tmp_path / "competitors.csv").read_text().splitlines()
    assert links[0] == "asin_main,asin_comp,marketplace"
    assert "history.jsonl.gz" in capsys.readouterr().out


def test_the_command_line_says_in_one_line_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert market.main(["--out", str(tmp_path), "--products", "3"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_demo_finds_a_truth_only_with_its_exact_values_and_alert(
    truths: dict[str, Truth],
) -> None:
    jump = truths["price jump"]
    assert isinstance(jump.before, Decimal) and isinstance(jump.after, Decimal)
    evidence = walkthrough.Evidence(
        price_before=jump.before,
        price_after=jump.after,
        bsr_before=None,
        bsr_after=None,
        rating_before=None,
        rating_after=None,
        seller_before=None,
        seller_after=None,
        stock_change=None,
        price_diff=None,
        alert_kinds=["PRICE_SPIKE"],
    )
    assert walkthrough.is_shown(jump, evidence)
    assert not walkthrough.is_shown(
        jump, replace(evidence, alert_kinds=["BUYBOX_CHANGE"])
    )
    assert not walkthrough.is_shown(jump, replace(evidence, price_after=jump.before))
    assert not walkthrough.is_shown(jump, None)


def test_the_demo_misses_every_truth_in_a_database_that_shows_nothing(
    truths: dict[str, Truth],
) -> None:
    nothing = walkthrough.Evidence(
        **dict.fromkeys(
            f.name for f in fields(walkthrough.Evidence) if f.name != "alert_kinds"
        ),
        alert_kinds=[],
    )
    assert not any(walkthrough.is_shown(truth, nothing) for truth in truths.values())
