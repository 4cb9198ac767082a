"""Turns CSV rows, as actors export them, into JSON items.

A header such as `features/0` or `price/value` is a path in a nested value. Cells stay
text; empty ones are left out. Each item repeats the metadata above the header.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from loader.formats.csv_metadata import MARKS, Metadata, read_metadata
from loader.formats.json_lines import line_blocks
from loader.formats.validate import Batch, Batches, Reject, fault_of, too_large
from loader.inputs import Stream

_BATCH_SIZE = 500
_UNDECODED = ("utf-8", "surrogateescape")
_PRODUCT_CELL = re.compile(r"B0[0-9A-Z]{8}|[0-9]{9}[0-9Xx]|https?://\S+", re.IGNORECASE)
_VALUE_CELL = re.compile(
    r"[^\w\s]?\s?-?[0-9][0-9.,]*\s?[^\w\s]?|[12][0-9]{3}-[01][0-9]-[0-3][0-9].*"
)


@dataclass(slots=True)
class _Place:
    """One place in the nested value: the column that fills it, and its children."""

    column: int | None = None
    below: dict[str, "_Place"] = field(default_factory=dict)
    is_list: bool = False


def split_csv(stream: Stream, *, limit: int, delimiter: str) -> Batches:
    """Give one item a row.

    A row that does not fit the header is one reject. A quote that is never closed
    rejects only its own line: the lines after it are read again as rows. Where the
    source was cut, the rest of its last row is one reject.
    """
    # The reader's limit belongs to the process, which reads one file at a time.
    csv.field_size_limit(limit)
    lines = _Lines(stream, limit=limit, delimiter=delimiter)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    metadata = lines.metadata()
    header = next(reader)
    while not any(map(_title, header)) or _title(header[0]).lower().startswith("sep="):
        metadata = metadata or lines.metadata()
        header = next(reader)
    root = _places(header)
    lines.taken.clear()
    batch: Batch = []
    is_cut = False
    while True:
        judged: bytes | Reject | None
        refused = lines.refused()
        if refused is not None:
            judged = refused
        else:
            try:
                row = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                judged = lines.reject(f"The row is not CSV: {error}.", header)
            else:
                if len(row) not in (0, len(header)):
                    judged = lines.reject(
                        f"The row has {len(row)} cells where the header has"
                        f" {len(header)}.",
                        header,
                    )
                else:
                    judged = _item(
                        row, root=root, metadata=metadata, lines=lines, limit=limit
                    )
        lines.taken.clear()
        if judged is not None:
            batch.append(judged)
            is_cut = type(judged) is Reject and judged.code == "json_truncated"
        if len(batch) >= _BATCH_SIZE:
            yield batch
            batch = []
    yield batch
    if stream.damage and not is_cut:
        yield [Reject("json_truncated", stream.damage, b"")]


def header_fault(header: list[str]) -> tuple[str, str] | None:
    """Return a code and a sentence if a header cannot name the columns, else None.

    A first row of data is refused, because its item would be lost. A header with a
    duplicate name is refused, because the second column would hide the first.
    """
    titles = [title for title in map(_title, header) if title]
    product = next(filter(_PRODUCT_CELL.fullmatch, titles), None)
    if product is not None or all(map(_VALUE_CELL.fullmatch, titles)):
        return "csv_header_missing", (
            f"The first row holds data, such as {product or titles[0]!r}, where names"
            " of columns should be: put a row like asin,price,date before it."
        )
    first: dict[str, str] = {}
    for title in titles:
        other = first.setdefault(title.casefold(), title)
        if other is not title:
            return "csv_column_twice", (
                f"Two columns have one name, {other!r} and {title!r}: rename or remove"
                " one of them."
            )
    return None


class _Lines:
    """Lines for the CSV reader; it remembers the lines of the current row."""

    def __init__(self, stream: Stream, *, limit: int, delimiter: str) -> None:
        self.taken: list[str] = []
        self._delimiter = delimiter
        self._is_cut = False
        self._waiting: deque[str | Reject] = deque()
        self._received = self._receive(stream, limit=limit)

    def _receive(self, stream: Stream, *, limit: int) -> Iterator[str | Reject]:
        for lines, is_tail in line_blocks(stream, limit=limit):
            self._is_cut = is_tail
            for line in lines:
                if isinstance(line, Reject):
                    yield line
                else:
                    yield line.decode(*_UNDECODED) + "\n"

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._peek()
        # A line that is too long ends its row.
        if line is None or isinstance(line, Reject):
            raise StopIteration
        self._waiting.popleft()
        self.taken.append(line)
        return line

    def metadata(self) -> Metadata | None:
        """Take the next line if it is one of metadata."""
        line = self._peek()
        if line is None or isinstance(line, Reject):
            return None
        metadata = read_metadata(line)
        if metadata is not None:
            self._waiting.popleft()
        return metadata

    def refused(self) -> Reject | None:
        """Take the next line if it is too long."""
        line = self._peek()
        if not isinstance(line, Reject):
            return None
        self._waiting.popleft()
        return line

    def reject(self, detail: str, header: list[str]) -> Reject:
        """Reject the row, or only its first line if later ones are rows themselves."""
        if self._is_cut and self._peek() is None and not self._has_row(header):
            detail = f"The source ends inside the row. {detail}"
            return Reject("json_truncated", detail, self.raw())
        self._waiting.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]
        return Reject("csv_row_invalid", detail, self.raw())

    def _has_row(self, header: list[str]) -> bool:
        rest = csv.reader(self.taken[1:], delimiter=self._delimiter)
        return any(len(row) == len(header) for row in rest)

    def raw(self) -> bytes:
        """Give the bytes of the current row as received."""
        return "".join(self.taken).encode(*_UNDECODED).rstrip(b"\r\n")

    def _peek(self) -> str | Reject | None:
        if not self._waiting:
            line = next(self._received, None)
            if line is None:
                return None
            self._waiting.append(line)
        return self._waiting[0]


def _places(header: list[str]) -> _Place:
    root = _Place()
    for column, title in enumerate(header):
        place = _descend(root, _title(title) or f"column_{column + 1}")
        place.column = column
    _mark_lists(root)
    root.is_list = False
    return root


def _title(cell: str) -> str:
    """Return the name in a cell of the header, without blanks and marks around it."""
    name = cell.strip().strip(MARKS).strip()
    return name[2:-1].strip() if name.startswith('="') and name.endswith('"') else name


def _descend(place: _Place, path: str) -> _Place:
    for part in path.split("/"):
        place = place.below.setdefault(part, _Place())
    return place


def _mark_lists(place: _Place) -> None:
    place.is_list = bool(place.below) and all(
        part.isascii() and part.isdigit() for part in place.below
    )
    if place.is_list:
        place.below = dict(sorted(place.below.items(), key=lambda part: int(part[0])))
    for below in place.below.values():
        _mark_lists(below)


def _value(place: _Place, row: list[str]) -> Any:
    if place.below:
        found = {
            part: value
            for part, below in place.below.items()
            if (value := _value(below, row)) is not None
        }
        if found:
            return list(found.values()) if place.is_list else found
    return _cell(row[place.column]) if place.column is not None else None


def _cell(text: str) -> str | None:
    """Return the text of a cell; spreadsheets write ="0012" to keep the zeros."""
    if text.startswith('="') and text.endswith('"') and len(text) > 2:
        return text[2:-1] or None
    return text or None


def _item(
    row: list[str],
    *,
    root: _Place,
    metadata: Metadata | None,
    lines: _Lines,
    limit: int,
) -> bytes | Reject | None:
    value = _value(root, row) if row else None
    if value is None:
        return None
    if metadata is not None:
        value["reportMetadata"] = metadata
    try:
        item = orjson.dumps(value)
    except orjson.JSONEncodeError:
        raw = lines.raw()
        return fault_of(raw) or Reject("encoding_invalid", "The row is not UTF-8.", raw)
    if len(item) > limit:
        return too_large(lines.raw(), size=len(item), limit=limit)
    if b"\\u0000" in item:
        fault = fault_of(item)
        if fault is not None:
            return Reject(fault.code, fault.detail, lines.raw())
    return item
