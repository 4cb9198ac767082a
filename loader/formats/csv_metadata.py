"""Reads the line above a header in which an export names its filters.

Seller Central writes `ASIN=["B0TESTAA01"],Reporting Range=["Weekly"]`, as it is, or
with every field or the whole line quoted and the quotes inside doubled.
"""

import re
from typing import Any, TypeAlias

import orjson

Metadata: TypeAlias = dict[str, list[Any]]

# Invisible characters that make two equal names differ.
MARKS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_FIELD = re.compile(
    r' *+(?:"((?:[^"]|"")*+)"'
    r'|([^"=\[\],;\t]++=\[(?:[^"\[\]]|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+\])|)'
    r" *(?:[,;\t]|\Z)"
)
_NAMED_LIST = re.compile(r"([^\"=\[\]]++)=(\[.*\])")


def read_metadata(line: str) -> Metadata | None:
    """Read a line whose fields all have the form `<name>=[...]`; else return None.

    A list that is not JSON is kept as one text.
    """
    metadata: Metadata = {}
    position = 0
    line = line.strip().strip(MARKS)
    while position < len(line):
        field = _FIELD.match(line, position)
        if field is None:
            return None
        position = field.end()
        text = (field[1] or "").replace('""', '"') or field[2] or ""
        if not text.strip():
            continue
        fields = read_metadata(text) if field[1] and text[0] != '"' else None
        if fields is not None:
            metadata |= fields
            continue
        named = _NAMED_LIST.fullmatch(text.strip())
        if named is None:
            return None
        metadata[named[1].strip()] = _list(named[2])
    return metadata or None


def _list(text: str) -> list[Any]:
    try:
        values: list[Any] = orjson.loads(text)
    except orjson.JSONDecodeError:
        return [text]
    return values
