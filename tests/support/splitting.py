"""Splits bytes and files into items, as the loader does."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from loader.formats.detect import split
from loader.formats.validate import DEFAULT_ITEM_LIMIT, Reject
from loader.inputs import Stream, open_source


def stream_of(data: bytes, block_size: int = 65536) -> Stream:
    stream = Stream()

    def blocks() -> Iterator[bytes]:
        for start in range(0, len(data), block_size):
            block = data[start : start + block_size]
            stream.byte_count += len(block)
            yield block

    stream.blocks = blocks()
    return stream


def items_of(
    data: bytes, *, limit: int = DEFAULT_ITEM_LIMIT, block_size: int = 65536
) -> list[Any]:
    """Give good items as values and the others as (code, bytes)."""
    found = split(stream_of(data, block_size), limit=limit)
    return [
        (item.code, item.raw) if isinstance(item, Reject) else json.loads(item)
        for batch in found.batches
        for item in batch
    ]


def format_of(data: bytes) -> str:
    return split(stream_of(data), limit=DEFAULT_ITEM_LIMIT).format


def file_items(path: Path) -> list[bytes | Reject]:
    with open_source(str(path)) as source:
        found = split(source.stream(), limit=DEFAULT_ITEM_LIMIT)
        return [item for batch in found.batches for item in batch]
