"""Splits a stream into lines, and JSON lines into items: the fastest format."""

from collections.abc import Iterator

import orjson

from loader.formats.validate import (
    BOM,
    NUL_ESCAPE,
    RAW_LIMIT,
    Batch,
    Batches,
    Reject,
    fault_of,
    too_large,
)
from loader.inputs import Stream


def line_blocks(
    stream: Stream, *, limit: int
) -> Iterator[tuple[list[bytes | Reject], bool]]:
    """Give lines without their line feeds, one block at a time.

    The flag is true for the last line of a source that does not end in a line feed. A
    line of more than `limit` bytes becomes a reject, so that it never fills memory.
    """
    pending: list[bytes] = []
    size = 0
    for received in stream.blocks:
        block = received
        lines: list[bytes | Reject] = []
        if pending:
            head, feed, block = block.partition(b"\n")
            size += len(head)
            if size <= max(limit, RAW_LIMIT):
                pending.append(head)
            if not feed:
                continue
            lines.append(_line(b"".join(pending), size=size, limit=limit))
        whole = block.split(b"\n")
        last = whole.pop()
        if len(block) > limit:
            lines += (_line(line, size=len(line), limit=limit) for line in whole)
        else:
            lines += whole
        if lines:
            yield lines, False
        pending = [last] if last else []
        size = len(last)
    if pending:
        yield [_line(b"".join(pending), size=size, limit=limit)], True


def _line(line: bytes, *, size: int, limit: int) -> bytes | Reject:
    return too_large(line, size=size, limit=limit) if size > limit else line


def split_json_lines(stream: Stream, *, limit: int) -> Batches:
    """Give the items of JSON lines; empty lines are skipped."""
    loads = orjson.loads
    is_cut = False
    for lines, is_tail in line_blocks(stream, limit=limit):
        batch: Batch = []
        add = batch.append
        for line in lines:
            # The slow function judges every line that is not plain, valid JSON.
            if type(line) is bytes:
                try:
                    if type(loads(line)) is dict and (
                        b"\\" not in line or NUL_ESCAPE not in line
                    ):
                        add(line)
                        continue
                except orjson.JSONDecodeError:
                    pass
                judged = _judge(line, is_tail=is_tail)
                if judged is not None:
                    add(judged)
                    is_cut = type(judged) is Reject and judged.code == "json_truncated"
            else:
                add(line)
        yield batch
    if stream.damage and not is_cut:
        yield [Reject("json_truncated", stream.damage, b"")]


def _judge(line: bytes, *, is_tail: bool) -> bytes | Reject | None:
    # Concatenated files keep their byte order marks.
    item = line.strip().removeprefix(BOM)
    if not item:
        return None
    return fault_of(item, is_cut=is_tail) or item
