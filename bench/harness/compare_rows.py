"""Compares the rows that two contestants computed for a day, within rounding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

Row: TypeAlias = tuple[Any, ...]

DELTA = (
    *("asin", "previous_date", "days_since_previous", "price_delta"),
    *("price_change_pct", "bsr_delta", "bsr_change_pct", "rating_delta"),
    *("reviews_delta", "buybox_delta", "buybox_change_pct"),
    *("is_buybox_seller_changed", "stock_change"),
)
ROLLUP = (
    *("asin", "window_days", "price_avg", "price_min", "price_max", "bsr_avg"),
    *("bsr_min", "bsr_max", "rating_avg", "reviews_delta", "price_change_pct"),
    *("bsr_change_pct", "observed_days", "expected_days"),
)
COMPARISON = (
    *("asin_main", "asin_comp", "price_diff", "price_diff_pct", "bsr_gap"),
    *("rating_diff", "reviews_gap", "buybox_diff", "is_same_bsr_category"),
)
LATEST = (*("asin", "date", "price", "bsr", "rating", "reviews_count", "buybox_price"),)
KEYS = {
    **{"delta": 1, "rollup": 2, "comparison": 2, "latest": 1, "alerts": 2},
    "segments": 4,
}

# One contestant may round a half up and another down: one unit in the last place.
_UNITS = {"price_avg": 1e-4, "bsr_avg": 1e-2, "rating_avg": 1e-3}
_PERCENT_UNIT = 1e-2
_SLACK = 1e-6


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of some columns, the key first; `units` are coarser roundings of columns."""

    columns: Sequence[str]
    rows: Sequence[Row]
    units: dict[str, float] | None = None


def differences(
    expected: dict[str, Table], found: dict[str, Table], *, at_most: int = 5
) -> list[str]:
    """Describe where `found` differs, in the tables and columns that it has.

    Values may differ by one unit of the coarser of two roundings, nulls and keys not at
    all. An empty list means that they agree.
    """
    told: list[str] = []
    for name, table in found.items():
        told += _table_differences(name, expected[name], table, at_most=at_most)
    return told[:at_most]


def _table_differences(
    name: str, expected: Table, found: Table, *, at_most: int
) -> list[str]:
    columns = [c for c in found.columns if c in expected.columns]
    key = KEYS[name]
    wanted = _by_key(expected, columns, key)
    have = _by_key(found, columns, key)
    if len(have) != len(found.rows):
        return [f"{name}: {len(found.rows) - len(have)} rows twice"]
    told: list[str] = []
    for what, keys in (
        ("missing", wanted.keys() - have.keys()),
        ("unexpected", have.keys() - wanted.keys()),
    ):
        if keys:
            told.append(f"{name}: {len(keys)} rows {what}, such as {min(keys)}")
    units = {column: _unit(column, found) for column in columns[key:]}
    for row_key in sorted(wanted.keys() & have.keys()):
        for column, one, other in zip(
            columns[key:], wanted[row_key], have[row_key], strict=True
        ):
            if not _is_same(one, other, units[column]):
                told.append(f"{name} {row_key} {column}: {one} expected, {other} found")
        if len(told) >= at_most:
            break
    return told


def _by_key(table: Table, columns: Iterable[str], key: int) -> dict[Row, Row]:
    places = [table.columns.index(column) for column in columns]
    return {
        tuple(row[place] for place in places[:key]): tuple(
            row[place] for place in places[key:]
        )
        for row in table.rows
    }


def _unit(column: str, found: Table) -> float:
    usual = _PERCENT_UNIT if column.endswith("_pct") else _UNITS.get(column, 0)
    return max(usual, (found.units or {}).get(column, 0)) + _SLACK


def _is_same(one: Any, other: Any, unit: float) -> bool:
    if one is None or other is None:
        return one is other
    if isinstance(one, bool | str | date | datetime):
        return bool(one == other)
    return abs(float(one) - float(Decimal(str(other)))) <= unit
