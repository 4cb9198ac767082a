"""The look of commands in a terminal: one column of steps, then small tables."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from rich import box
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

_WIDTH = 100
_LABEL = 11


def console(*, record: bool = False) -> Console:
    """Make a console of a fixed width that highlights nothing by itself."""
    made = Console(highlight=False)
    is_wide = not made.is_terminal or made.width > _WIDTH
    return Console(
        highlight=False,
        width=_WIDTH if is_wide or record else made.width,
        record=record,
        # In a recording, a spinner would leave each of its frames in the picture.
        force_terminal=False if record else None,
    )


def save(out: Console, path: Path, title: str) -> None:
    """Save everything printed so far as an SVG without remote fonts."""
    fontless = re.sub(
        r"@font-face \{\{.*?\n    \}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.S
    )
    out.save_svg(str(path), title=title, code_format=fontless)


def step(out: Console, label: str, text: str) -> None:
    """Print one line of a step; its further lines have an empty label."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=_LABEL, style="bold cyan", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(label, Text.from_markup(text))
    out.print(grid)


def heading(out: Console, title: str, note: str = "") -> None:
    """Print the title of a table, with a dim remark."""
    out.print()
    out.print(Text.assemble((title, "bold"), ("  " + note if note else "", "dim")))


def table(
    out: Console,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    wide: str | None = None,
) -> None:
    """Print a table with numbers to the right; only the column `wide` may wrap."""
    rows = [list(row) for row in rows]
    made = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="dim",
    )
    for place, name in enumerate(columns):
        values = [row[place] for row in rows if row[place] is not None]
        is_number = bool(values) and all(isinstance(v, int | Decimal) for v in values)
        made.add_column(
            name,
            justify="right" if is_number else "left",
            no_wrap=name != wide,
            overflow="fold" if name == wide else "ellipsis",
        )
    for row in rows:
        made.add_row(*(_cell(value) for value in row))
    out.print(made)


def sql(out: Console, text: str) -> None:
    """Print a query with highlighted syntax."""
    out.print(Syntax("", "sql", theme="ansi_dark").highlight(text))


def _cell(value: object) -> Text:
    """A value as psql shows it, with thousands separated."""
    if isinstance(value, Text):
        return value
    if value is None:
        return Text("-", style="dim")
    if isinstance(value, int):
        return Text(f"{value:,}")
    if isinstance(value, Decimal):
        return Text(f"{value:,f}")
    return Text(str(value))
