"""Judges single items: storable as they are, or rejected with a code and a sentence.

An item is the bytes of one JSON object. Its bytes are kept as received: parsing and
writing it again would turn 1.0 into 1 and round long numbers.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson

DEFAULT_ITEM_LIMIT = 4 * 1024 * 1024
# Bytes kept of the text of a reject; the rest of a larger one is only in its file.
RAW_LIMIT = 8 * 1024 * 1024

BOM = b"\xef\xbb\xbf"
# Line breaks and tabs of a *valid* item are between its tokens, never in a string. So a
# space means the same, while they would end the row or column of a COPY.
SPACES = bytes.maketrans(b"\t\r\n", b"   ")
NUL_ESCAPE = b"\\u0000"
_NUL_CHARACTER = re.compile(rb"(?<!\\)(?:\\\\)*+\\u0000")

_STRUCTURE = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+("?)|[{}\[\]]', re.DOTALL)
_STRING_REST = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+("?)', re.DOTALL)
_CUT_VALUE = re.compile(r"tr?u?|fa?l?s?|nu?l?|[-+.eE0-9]+|\\?u?[0-9a-fA-F]{0,4}")
_KINDS = {
    list: "an array",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}


@dataclass(frozen=True, slots=True)
class Reject:
    """An item that cannot be stored: reason code, one sentence, the received bytes."""

    code: str
    detail: str
    raw: bytes


Batch: TypeAlias = list[bytes | Reject]
Batches: TypeAlias = Iterator[Batch]


class BracketScanner:
    """Finds the end of an object, array or string, also across blocks.

    Brackets inside of strings do not count.
    """

    def __init__(self) -> None:
        """Start before the opening bracket or quote."""
        self.resume = 0
        self._depth = 0
        self._in_string = False

    def feed(self, data: bytes, pos: int = 0) -> int:
        """Return the position after the end of the value, or -1 if the data ends first.

        After -1, the next call continues at `resume`: in the same data with more
        appended, or in a new block that begins with the data from there.
        """
        if self._in_string:
            rest = _STRING_REST.match(data, pos)
            assert rest is not None
            pos = rest.end()
            if not rest.group(1):
                self.resume = pos
                return -1
            self._in_string = False
            if self._depth == 0:
                return pos
        for token in _STRUCTURE.finditer(data, pos):
            match data[token.start()]:
                case 0x22:
                    if not token.group(1):
                        self._in_string = True
                        self.resume = token.end()
                        return -1
                    if self._depth == 0:
                        return token.end()
                case 0x7B | 0x5B:
                    self._depth += 1
                case _:
                    self._depth -= 1
                    if self._depth <= 0:
                        return token.end()
        self.resume = len(data)
        return -1


def too_large(raw: bytes, *, size: int, limit: int) -> Reject:
    """Reject an item for its size, keeping the text that has been read."""
    kept = "" if size <= len(raw) else f" Only its first {len(raw):,} bytes are kept."
    return Reject(
        "item_too_large",
        f"The item has {size:,} bytes, more than the {limit:,} allowed.{kept}",
        raw,
    )


def fault_of(item: bytes, *, is_cut: bool = False) -> Reject | None:
    """Return the fault of an item, or None when it can be stored.

    It is slow and thorough, for items that fail the quick check. `is_cut` means that
    the source ended with this item, so that it may be the first half of a good one.
    """
    text_bytes = item
    try:
        text = item.decode()
    except UnicodeDecodeError as error:
        if not (is_cut and error.reason == "unexpected end of data"):
            bad = item[error.start]
            return Reject(
                "encoding_invalid",
                f"Byte {error.start + 1} of the item, \\x{bad:02x}, is not UTF-8.",
                item,
            )
        text_bytes = item[: error.start]
        text = text_bytes.decode()
    if "\x00" in text:
        return Reject(
            "json_nul_character",
            f"The item holds a NUL byte at position {text.index(chr(0)) + 1}.",
            item,
        )
    not_finite: list[str] = []
    try:
        if _is_too_deep(item):
            raise RecursionError
        # Numbers stay text: the database judges their size, and Python refuses integers
        # of more than 4,300 digits.
        value = json.loads(
            text, parse_constant=not_finite.append, parse_int=len, parse_float=len
        )
    except RecursionError:
        return Reject(
            "json_invalid", "The item is nested deeper than 1,000 levels.", item
        )
    except json.JSONDecodeError as error:
        if is_cut and _is_front_half(text_bytes, text=text, error=error):
            return Reject(
                "json_truncated",
                f"The source ends inside the item, after {len(item):,} bytes of it.",
                item,
            )
        return Reject("json_invalid", _sentence(error, text=text), item)
    return _value_fault(value, item=item, not_finite=not_finite)


def _is_too_deep(item: bytes) -> bool:
    """Whether orjson refuses its depth: about 1,000 levels, equal on every Python."""
    try:
        orjson.loads(item)
    except orjson.JSONDecodeError as error:
        return "depth limit" in str(error)
    return False


def _value_fault(value: Any, *, item: bytes, not_finite: list[str]) -> Reject | None:
    if not_finite:
        return Reject(
            "json_not_finite",
            f"The item holds {not_finite[0]}, which is not a JSON number.",
            item,
        )
    if not isinstance(value, dict):
        return Reject(
            "json_not_object",
            f"The item is {_KINDS[type(value)]}, not an object.",
            item,
        )
    if _NUL_CHARACTER.search(item):
        return Reject(
            "json_nul_character",
            "The item holds the character \\u0000, which Postgres cannot store.",
            item,
        )
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        bad = ord(error.object[error.start])
        return Reject(
            "json_lone_surrogate",
            f"The item holds \\u{bad:04x}, half of a surrogate pair.",
            item,
        )
    return None


def _is_front_half(item: bytes, *, text: str, error: json.JSONDecodeError) -> bool:
    """Whether a value was cut off, rather than wrong before its end."""
    rest = text.rstrip()[error.pos :]
    return BracketScanner().feed(item) < 0 and (
        error.msg.startswith("Unterminated string")
        or _CUT_VALUE.fullmatch(rest) is not None
    )


def _sentence(error: json.JSONDecodeError, *, text: str) -> str:
    near = text[error.pos : error.pos + 20].strip()
    where = f"near {near!r}" if near else "at its end"
    reason = error.msg[0].lower() + error.msg[1:].removesuffix(" at")
    return f"The item is not JSON: {reason}, character {error.pos + 1}, {where}."
