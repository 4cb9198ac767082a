"""Detects the format of a source by its content, and splits it into items."""

import csv
import itertools
import re
from dataclasses import dataclass

import orjson

from loader.formats.csv_metadata import read_metadata
from loader.formats.csv_rows import header_fault, split_csv
from loader.formats.json_array import split_json_values
from loader.formats.json_lines import split_json_lines
from loader.formats.report import is_report, split_reports
from loader.formats.validate import RAW_LIMIT, Batches, Reject
from loader.inputs import Stream

_BLANK = b" \t\r\n"
_SNIFFED = 256 * 1024
_SNIFFED_LINES = 20
_DELIMITERS = (",", ";", "\t")
# Spreadsheets write and read a first line that names the delimiter.
_DELIMITER_LINE = re.compile(rb"\"?sep=([^\w\"\r\n])\"?[ \t]*\r?\n", re.IGNORECASE)
_COLUMN_TITLE = re.compile(r"[^\x00-\x08\x0b-\x1f<>{}\x7f]{1,200}")
_LONE_TITLE = re.compile(r"[A-Za-z_][\w./-]{0,100}")
_KNOWN_BEGINNINGS = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word document"),
    (b"\xff\xfe", "UTF-16 text, which has to be saved as UTF-8 first"),
    (b"\xfe\xff", "UTF-16 text, which has to be saved as UTF-8 first"),
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "an XML document"),
)


@dataclass(frozen=True, slots=True)
class Split:
    """The name of the format found, and the items of the source in batches."""

    format: str
    batches: Batches


def split(stream: Stream, *, limit: int) -> Split:
    """Choose the splitter by the start of the source; `limit` is bytes an item."""
    head = _head(stream)
    text = head.lstrip(_BLANK)
    if text.startswith(b"["):
        return Split("json array", split_json_values(stream, limit=limit))
    if is_report(text):
        return Split("report", split_reports(stream, limit=limit))
    if text.startswith(b"{") and _spans_lines(text):
        return Split("json", split_json_values(stream, limit=limit))
    is_sheet = _DELIMITER_LINE.match(text) is not None
    if text.startswith(b"{") or (not is_sheet and _has_json_line(text)):
        return Split("json lines", split_json_lines(stream, limit=limit))
    found = _csv_header(text)
    if found is not None:
        delimiter, header = found
        fault = header_fault(header)
        if fault is not None:
            return Split("csv", _refused(stream, *fault))
        return Split("csv", split_csv(stream, limit=limit, delimiter=delimiter))
    if not text:
        return Split("empty", _nothing(stream))
    return Split("unknown", _refused(stream))


def _head(stream: Stream) -> bytes:
    """Look at the start of a stream and put it back, without leading empty lines."""
    pieces: list[bytes] = []
    for block in stream.blocks:
        if pieces or block.strip(_BLANK):
            pieces.append(block)
        if sum(map(len, pieces)) >= _SNIFFED:
            break
    stream.blocks = itertools.chain(pieces, stream.blocks)
    return b"".join(pieces)


def _spans_lines(text: bytes) -> bool:
    """Whether the first line shows one object over several lines, not JSON lines."""
    line, feed, rest = text.partition(b"\n")
    if not feed:
        return False
    line = line.rstrip()
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        # After a broken first line of JSON lines the next object follows at once.
        return line[-1:] in b"{[,:" or not rest.lstrip().startswith(b"{")
    return False


def _has_json_line(text: bytes) -> bool:
    """Whether these are JSON lines, even if the first ones are not objects."""
    lines = text.split(b"\n", _SNIFFED_LINES)[:_SNIFFED_LINES]
    if any(line.startswith(b"{") for line in lines):
        return True
    try:
        orjson.loads(lines[0])
    except orjson.JSONDecodeError:
        return False
    return True


def _csv_header(text: bytes) -> tuple[str, list[str]] | None:
    """Find the delimiter and the cells of a header line; None if it is not a header."""
    named = _DELIMITER_LINE.match(text)
    if named is not None:
        text = text[named.end() :].lstrip(b"\r\n")
    line, _, rest = text.partition(b"\n")
    try:
        header_text = line.decode().rstrip("\r")
        if read_metadata(header_text) is not None:
            line, _, rest = rest.lstrip(b"\r\n").partition(b"\n")
            header_text = line.decode().rstrip("\r")
    except UnicodeDecodeError:
        return None
    if named is not None:
        delimiter = named[1].decode("latin-1")
    else:
        delimiter = max(_DELIMITERS, key=header_text.count)
    try:
        header = next(csv.reader([header_text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None
    titles = [title.strip() for title in header if title.strip()]
    if len(header) == 1:
        is_header = bool(rest.strip()) and _LONE_TITLE.fullmatch(header[0]) is not None
    else:
        is_header = bool(titles) and all(map(_COLUMN_TITLE.fullmatch, titles))
    return (delimiter, header) if is_header else None


def _is_utf8(text: bytes) -> bool:
    """Whether bytes are UTF-8, except for a last character that was cut."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(text) - 3
    return True


def _nothing(stream: Stream) -> Batches:
    for _ in stream.blocks:
        pass
    if stream.damage:
        yield [Reject("json_truncated", stream.damage, b"")]


def _refused(stream: Stream, code: str = "", fault: str = "") -> Batches:
    """Reject a whole source, which has no items, or columns without names."""
    kept = bytearray()
    for block in stream.blocks:
        kept += block[: RAW_LIMIT - len(kept)]
    if fault:
        yield [Reject(code, fault, bytes(kept))]
        return
    beginning = bytes(kept[:32]).lstrip()
    kind = next(
        (
            f"it is {kind}"
            for magic, kind in _KNOWN_BEGINNINGS
            if beginning.lower().startswith(magic.lower())
        ),
        f"it begins with {beginning[:20].decode(errors='backslashreplace')!r}",
    )
    detail = f"The file is neither JSON nor CSV: {kind}."
    if not _is_utf8(bytes(kept)):
        detail += " It is not UTF-8: save it as UTF-8, and load it again."
    elif b"|" in kept.partition(b"\n")[0]:
        detail += " Its cells are separated by |: save it with commas or semicolons."
    if stream.byte_count > len(kept):
        detail += f" Only its first {len(kept):,} bytes are kept."
    yield [Reject("json_invalid", detail, bytes(kept))]
