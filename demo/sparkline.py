"""Draws a series as one line of Unicode blocks."""

from collections.abc import Sequence
from decimal import Decimal

BLOCKS = "▁▂▃▄▅▆▇█"
GAP = " "


def sparkline(values: Sequence[Decimal | None]) -> str:
    """One block a value, from the lowest to the highest of them; None is a gap.

    Values that are all the same get the lowest block.
    """
    known = [value for value in values if value is not None]
    if not known:
        return GAP * len(values)
    low = min(known)
    step = (max(known) - low) / (len(BLOCKS) - 1)
    return "".join(
        GAP if value is None else BLOCKS[round((value - low) / step) if step else 0]
        for value in values
    )
