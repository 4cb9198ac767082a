"""Geometry of the pictures that stand in the HTML itself: SVG paths and places."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

import orjson

# Width and height of a sparkline in its own units.
SPARK = (120, 28)


def query(**parameters: Any) -> str:
    """Return a query string without the parameters that are None or empty."""
    given = {
        name.rstrip("_"): v for name, v in parameters.items() if v not in (None, "")
    }
    return urlencode(given, quote_via=quote)


def key(**columns: Any) -> str:
    """Return the key of a row, as /v1/explain takes it."""
    return orjson.dumps(columns).decode()


def sparkline(values: Sequence[float | None], is_rank: bool = False) -> str:
    """Return the path of a series as steps; where nothing is known it has a gap.

    The best rank, which is the lowest, stands on top.
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    width, height = SPARK
    low, high = min(known), max(known)
    step = width / max(1, len(values))
    path, is_drawn = [], False
    for place, value in enumerate(values):
        if value is None:
            is_drawn = False
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        if is_rank:
            share = 1 - share
        y = round(height - 3 - share * (height - 6), 1)
        x = round(place * step, 1)
        path.append(f"{'V' if is_drawn else f'M{x} '}{y}H{round(x + step, 1)}")
        is_drawn = True
    return "".join(path)


def scaled(value: float, low: float, high: float, size: float) -> float:
    """Return the place of a value on an axis of this size."""
    return round((value - low) / (high - low) * size, 1) if high > low else size / 2


def rooted(value: float, high: float, size: float) -> float:
    """Return the place of a share on a square-root axis, which spreads small ones."""
    return round((value / high) ** 0.5 * size, 1) if high > 0 else 0.0


def days_between(first: str, last: str) -> int:
    """Return the number of days from one day to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def heat(z: float | None) -> str:
    """Return the class of a cell by its z-score: five steps to either side."""
    if z is None:
        return "heat-none"
    step = min(3, round(abs(z) * 1.5))
    return "heat-0" if step == 0 else f"heat-{'high' if z > 0 else 'low'}-{step}"


def weekday(day: str) -> int:
    """Return the place of a day in its week, Monday is 0."""
    return date.fromisoformat(day).weekday()


def share_class(part: int, whole: int) -> str:
    """Return the class of a day by its share: none, then five steps."""
    return "share-none" if not whole else f"share-{part * 4 // whole}"
