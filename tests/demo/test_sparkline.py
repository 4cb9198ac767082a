"""A sparkline shows where a series is high, low, or missing."""

from decimal import Decimal

import pytest

from demo.sparkline import BLOCKS, sparkline


def decimals(*values: str | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (decimals("1", "2", "3", "4", "5", "6", "7", "8"), BLOCKS),
        (decimals("19.99", "24.99", "19.99"), "▁█▁"),
        (decimals("10", "15.1", "20"), "▁▅█"),
        (decimals("10", None, "20"), "▁ █"),
        (decimals("10", "10", None), "▁▁ "),
        (decimals(None, None), "  "),
        ([], ""),
    ],
)
def test_a_series_becomes_one_block_a_value(
    values: list[Decimal | None], line: str
) -> None:
    assert sparkline(values) == line
