"""What the tenants of the demo track."""

from datetime import date

from demo import market, tenants
from demo.market import Market

MADE = Market(until=date(2026, 3, 12), products=900, days=2)
TRUTHS = market.planted_truths(MADE)


def test_the_installation_tracks_planted_products_others_and_some_of_every_kind() -> (
    None
):
    others = ["B0DEMO0002", "B0DEMO0003", "B0DEMOMAIN"]
    watched = tenants.watch_list(MADE, TRUTHS, others)
    assert len(set(watched)) == len(watched) == tenants.WATCHED_COUNT
    planted = {truth.asin for truth in TRUTHS} | {"B0DEMOMAIN"}
    assert planted | set(others) <= set(watched)
    in_market = {market.asin_at(number) for number in range(MADE.products)}
    assert set(watched) <= in_market
    rest = [asin for asin in watched if asin not in planted | set(others)]
    numbers = [int(asin[-4:], 36) for asin in rest]
    assert numbers == sorted(numbers)
    assert numbers[-1] > MADE.products / 3


def test_a_watch_list_is_the_same_each_time() -> None:
    first, second = (tenants.watch_list(MADE, TRUTHS, ()) for _ in range(2))
    assert first == second
