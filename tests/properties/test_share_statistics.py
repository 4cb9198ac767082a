"""Intervals hold the true share as often as they say, and trends seldom cry wolf.

Exact, not simulated: every outcome of a binomial with its probability. Where Wilson's
interval is said to miss more is known: at shares near 0 and 1 of few.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from statistics import fmean
from typing import Any

import psycopg
import pytest

from tests.support.databases import Database

SHARES = [n / 100 for n in (1, 2, 3, 5, 8, *range(10, 91, 4), 92, 95, 97, 98, 99)]
INTERVALS = """
    select
        definitions.share_interval(k, %(total)s, -1),
        definitions.share_interval(k, %(total)s, 1)
    from generate_series(0::bigint, %(total)s) as k
    order by k
"""
TRENDS = """
    select array_agg(
        definitions.share_trend(k, %(total)s, j, %(previous)s) order by j
    )
    from generate_series(0::bigint, %(total)s) as k
    cross join generate_series(0::bigint, %(previous)s) as j
    group by k
    order by k
"""


def chances(total: int, share: float) -> list[float]:
    """The probability of each number of successes."""
    return [
        float(
            comb(total, k) * Fraction(share) ** k * (1 - Fraction(share)) ** (total - k)
        )
        for k in range(total + 1)
    ]


def fetch(clone: Database, query: str, **values: int) -> list[tuple[Any, ...]]:
    with psycopg.connect(clone.owner) as connection:
        return connection.execute(query.encode(), values).fetchall()


@pytest.mark.parametrize("total", [10, 40, 250])
def test_intervals_hold_the_true_share_19_times_in_20(
    clone: Database, total: int
) -> None:
    ends = fetch(clone, INTERVALS, total=total)
    assert all(0 <= low <= high <= 100 for low, high in ends)
    assert ends[0][0] == 0 and ends[-1][1] == 100

    covered = [
        sum(
            chance
            for chance, (low, high) in zip(chances(total, share), ends, strict=True)
            if low <= 100 * share <= high
        )
        for share in SHARES
    ]
    assert 0.94 < fmean(covered) < 0.97
    assert min(covered) > 0.83
    inner = [
        part
        for part, share in zip(covered, SHARES, strict=True)
        if total * min(share, 1 - share) >= 4
    ]
    assert not inner or min(inner) > 0.91


def test_an_interval_of_more_is_narrower(clone: Database) -> None:
    widths = [
        high - low
        for total in (10, 100, 1000, 10_000)
        for low, high in fetch(clone, INTERVALS, total=total)[
            total // 5 : total // 5 + 1
        ]
    ]
    assert widths == sorted(widths, reverse=True) and widths[0] > 10 * widths[-1]


@pytest.mark.parametrize(("total", "previous"), [(10, 10), (60, 60), (40, 90)])
def test_a_share_that_stays_is_seldom_called_up_or_down(
    clone: Database, total: int, previous: int
) -> None:
    told = [row[0] for row in fetch(clone, TRENDS, total=total, previous=previous)]
    alarms = [rate(told, total, previous, share, share) for share in SHARES]
    assert fmean(alarms) < 0.055
    assert max(alarms) < 0.07


def test_a_share_that_moved_is_told_with_its_direction(clone: Database) -> None:
    told = [row[0] for row in fetch(clone, TRENDS, total=150, previous=150)]
    assert rate(told, 150, 150, 0.4, 0.2, {"up"}) > 0.95
    assert rate(told, 150, 150, 0.2, 0.4, {"down"}) > 0.95
    assert rate(told, 150, 150, 0.4, 0.2, {"down"}) < 1e-6
    turned = {"up": "down", "down": "up", "too few to tell": "too few to tell"}
    assert all(told[k][j] == turned[told[j][k]] for k in range(151) for j in range(151))


def rate(
    told: Sequence[Sequence[str]],
    total: int,
    previous: int,
    share: float,
    before: float,
    words: frozenset[str] | set[str] = frozenset({"up", "down"}),
) -> float:
    """How often a trend is one of the words, for a share now and before."""
    now, old = chances(total, share), chances(previous, before)
    return sum(
        now[k] * old[j]
        for k in range(total + 1)
        for j in range(previous + 1)
        if told[k][j] in words
    )
