"""Splits JSON arrays, and objects written over several lines, into items.

The fast path guesses where an object ends (`}` `,` `{` with balanced braces) and lets
orjson prove it: an object that parses has no other end. Where the guess fails, a
scanner counts brackets outside of strings.
"""

import re

import orjson

from loader.formats.validate import (
    NUL_ESCAPE,
    RAW_LIMIT,
    Batch,
    Batches,
    BracketScanner,
    Reject,
    fault_of,
    too_large,
)
from loader.inputs import Stream

_SEPARATOR = re.compile(rb"[ \t\r\n,]*+")
_BOUNDARY = re.compile(rb"\}[ \t\r\n]*+,[ \t\r\n]*+\{")
_WORD = re.compile(rb"[^\[{][^,\[\]{\r\n]*+")
_PLAUSIBLE_NEXT = re.compile(rb"[ \t\r\n]*+(?:,?[ \t\r\n]*+[\[{]|\]|\Z)")
# Faults after which the brackets of an item may be misleading.
_STRUCTURAL = ("json_invalid", "json_nul_character", "encoding_invalid")
# With more inner objects than this the scanner is cheaper than guessing.
_GUESSES = 64


def split_json_values(stream: Stream, *, limit: int) -> Batches:
    """Give the items of JSON arrays and of objects that follow each other.

    A malformed item is one reject, and reading continues at the next item. The next
    item is found by the line on which items start, else by brackets. If neither finds
    it, the rest of the source is one reject.
    """
    return Splitter(stream, limit=limit).batches()


class Splitter:
    """Position in a window of the stream, and the layout of the array so far."""

    def __init__(self, stream: Stream, *, limit: int) -> None:
        """Start before the first block; `limit` is bytes an item."""
        self._stream = stream
        self._limit = limit
        self._data = b""
        self._pos = 0
        self._is_end = False
        self._in_array = False
        self._is_cut = False

    def batches(self) -> Batches:
        """Give the items of each window as a batch."""
        while True:
            batch: Batch = []
            while True:
                self._take_good_objects(batch)
                if not self._take_one(batch):
                    break
            yield batch
            if self._is_end:
                break
            self._read_more()
        if not self._is_cut and (self._stream.damage or self._in_array):
            detail = (
                self._stream.damage or "The array is not closed; the file was cut off."
            )
            yield [Reject("json_truncated", detail, b"")]

    def _read_more(self) -> None:
        """Double the rest of the window, so that long items cost linear time."""
        pieces = [self._data[self._pos :]]
        wanted = max(1, len(pieces[0]))
        for block in self._stream.blocks:
            pieces.append(block)
            wanted -= len(block)
            if wanted <= 0:
                break
        else:
            self._is_end = True
        self._data = b"".join(pieces)
        self._pos = 0

    def _take_good_objects(self, batch: Batch) -> None:
        """Take objects by the fast path, up to the first for which it fails."""
        data, limit = self._data, self._limit
        pos = self._pos
        while True:
            start = end = _SEPARATOR.match(data, pos).end()  # type: ignore[union-attr]
            if data[start : start + 1] != b"{":
                break
            depth = 0
            for _ in range(_GUESSES):
                boundary = _BOUNDARY.search(data, end)
                if boundary is None:
                    depth = -1
                    break
                counted, end = end, boundary.start() + 1
                depth += data.count(b"{", counted, end) - data.count(b"}", counted, end)
                if depth <= 0:
                    break
            item = data[start:end]
            if depth != 0 or len(item) > limit:
                break
            try:
                orjson.loads(item)
            except orjson.JSONDecodeError:
                break
            if b"\\" in item and NUL_ESCAPE in item:
                break
            batch.append(item)
            pos = end
        self._pos = pos

    def _take_one(self, batch: Batch) -> bool:
        """Take the next value; false when that needs more data or is the end."""
        data = self._data
        start = _SEPARATOR.match(data, self._pos).end()  # type: ignore[union-attr]
        if start == len(data):
            return False
        match data[start]:
            case 0x5D if self._in_array:
                self._in_array = False
                self._pos = start + 1
                return True
            case 0x5B if not self._in_array:
                self._in_array = True
                self._pos = start + 1
                return True
            case 0x5B | 0x7B | 0x22:
                end = BracketScanner().feed(data, start)
            case _:
                word = _WORD.match(data, start)
                end = word.end() if word is not None else -1
                if end == len(data) and not self._is_end:
                    end = -1
        if end < 0:
            return self._take_unended(start, batch)
        item = data[start:end].rstrip()
        if len(item) > self._limit:
            self._add(too_large(item, size=len(item), limit=self._limit), batch, end)
            return True
        fault = fault_of(item)
        if fault is None:
            batch.append(item)
            self._pos = end
            return True
        if data[start] == 0x7B and fault.code in _STRUCTURAL:
            return self._take_malformed(start, end, fault, batch)
        self._add(fault, batch, end)
        return True

    def _take_malformed(
        self, start: int, end: int, fault: Reject, batch: Batch
    ) -> bool:
        """Reject a malformed object whose brackets seem to close at `end`.

        A stray quote swaps the inside and outside of strings, so the brackets may be
        wrong. Where items start on lines of their own, the lines decide.
        """
        if self._is_in_lines(start, end):
            end = self._end_by_line(start)
            if end < 0:
                return self._take_unended(start, batch)
        else:
            if self._data[end - 1] != 0x7D:
                # It closed the array, not the object that lacks a brace.
                end -= 1
            following = _PLAUSIBLE_NEXT.match(self._data, end)
            if following is None:
                return self._take_unended(start, batch)
            if following.end() == len(self._data) and not self._is_end:
                return False
        self._add(Reject(fault.code, fault.detail, self._data[start:end]), batch, end)
        return True

    def _take_unended(self, start: int, batch: Batch) -> bool:
        """Handle a value whose end is not in the window."""
        size = len(self._data) - start
        if not self._is_end and size <= self._limit:
            return False
        head = self._data[start:].rstrip()
        fault = fault_of(head, is_cut=True)
        is_malformed = fault is not None and fault.code == "json_invalid"
        line_end = self._end_by_line(start) if is_malformed else -1
        if fault is not None and line_end > 0:
            raw = self._data[start:line_end]
            self._add(fault_of(raw) or fault, batch, line_end)
        elif fault is not None and self._is_end and size <= self._limit:
            self._add(fault, batch, len(self._data))
            self._in_array = False
        else:
            self._skip_unended(start, fault if is_malformed else None, batch)
        return True

    def _skip_unended(self, start: int, fault: Reject | None, batch: Batch) -> None:
        """Reject a value larger than the window, keeping its start.

        Without a fault, its brackets or quotes mark its end; otherwise nothing does.
        """
        scanner = BracketScanner()
        chunk = self._data[start:]
        has_end = fault is None and chunk[:1] in (b"{", b"[", b'"')
        kept = bytearray()
        size = 0
        end = -1
        while True:
            if has_end:
                end = scanner.feed(chunk)
            taken = end if end >= 0 else scanner.resume if has_end else len(chunk)
            kept += chunk[: min(taken, RAW_LIMIT - len(kept))]
            size += taken
            chunk = chunk[taken:]
            block = b"" if end >= 0 else next(self._stream.blocks, b"")
            if not block:
                break
            chunk += block
        self._is_end = self._is_end or end < 0
        self._data = chunk if end >= 0 else b""
        if fault is None:
            reject = too_large(bytes(kept), size=size, limit=self._limit)
        else:
            detail = (
                f"{fault.detail} The start of the next item is not clear, so the rest"
                f" of the source, {size:,} bytes, is rejected with it."
            )
            reject = Reject(fault.code, detail, bytes(kept))
            self._in_array = False
        self._add(reject, batch, 0)

    def _is_in_lines(self, start: int, end: int) -> bool:
        """Whether the items of this array start on lines of their own."""
        return (
            self._data.find(b"\n", self._pos, start) >= 0
            or self._data.find(b"\n", start, end) >= 0
        )

    def _end_by_line(self, start: int) -> int:
        """Find the end of an item by the line after it; -1 if no line marks it.

        In indented JSON only items of the array start at the indentation of the items,
        and after the last one the array closes.
        """
        line = self._data.rfind(b"\n", self._pos, start) + 1
        indent = self._data[line:start] if line > 0 else b""
        if indent.strip(b" \t"):
            return -1
        following = re.compile(
            rb"\}[ \t]*+,?[ \t]*+\r?\n(?:"
            + re.escape(indent)
            + rb"\{|"
            + self._array_end(indent)
            + b")"
        ).search(self._data, start)
        return following.start() + 1 if following else -1

    def _array_end(self, indent: bytes) -> bytes:
        """Give a pattern for the line that closes an array of items at `indent`."""
        return rb"[ \t]*+\][ \t\r\n]*+\Z" if self._is_end else rb"(?!)"

    def _add(self, reject: Reject, batch: Batch, end: int) -> None:
        batch.append(reject)
        self._is_cut = reject.code == "json_truncated"
        self._pos = end
