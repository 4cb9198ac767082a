"""Copies batches of items into staging_raw, as prepared blocks of COPY text."""

import codecs
import tempfile
from binascii import hexlify
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from types import TracebackType
from typing import Self

from loader import queries
from loader.database import Connection, row
from loader.formats.validate import SPACES, Batches, Reject
from loader.inputs import BLOCK_SIZE

_HASH_SIZE = 16
_SPOOL_SIZE = 1024 * 1024
_DECODED_SIZE = 64 * 1024
_CAREFUL_ITEMS = 500
_CAREFUL_BYTES = 4 * 1024 * 1024
_ESCAPES = str.maketrans(
    {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r", "\0": r"\\x00"}
)


class RejectSpool:
    """Rejects of a run as COPY text, on disk once there are many.

    A connection runs one COPY at a time, so they wait for the COPY of the good items.
    """

    def __init__(self, job_id: str) -> None:
        """Start empty."""
        self.counts: Counter[str] = Counter()
        self._job_id = _field(job_id)
        self._file = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed on exit
            max_size=_SPOOL_SIZE, prefix="asinmart-"
        )

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Drop the file."""
        self._file.close()

    def add(self, item_no: int, reject: Reject) -> None:
        """Append one row; bytes that are not UTF-8 are kept as \\xNN."""
        self.counts[reject.code] += 1
        columns = (self._job_id, b"%d" % item_no, b"load", reject.code.encode())
        self._file.write(b"\t".join((*columns, _field(reject.detail), b"")))
        decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        for start in range(0, len(reject.raw), _DECODED_SIZE):
            piece = reject.raw[start : start + _DECODED_SIZE]
            self._file.write(_field(decoder.decode(piece)))
        self._file.write(_field(decoder.decode(b"", final=True)) + b"\n")

    def copy(self, connection: Connection) -> None:
        """Send all rows to staging_raw.rejected_events."""
        if not self.counts:
            return
        self._file.seek(0)
        with connection.cursor().copy(queries.COPY_REJECTED_EVENTS) as copy:
            while block := self._file.read(BLOCK_SIZE):
                copy.write(block)


def copy_items(
    connection: Connection,
    batches: Batches,
    *,
    job_id: str,
    source: str,
    rejects: RejectSpool,
    on_items: Callable[[int], None],
) -> int:
    """Copy the good items, spool the others, and return the number of both together."""
    before = _field(job_id) + b"\t"
    between = b"\t" + _field(source) + b"\t"
    item_no = 0
    with connection.cursor().copy(queries.COPY_RAW_EVENTS) as copy:
        for batch in batches:
            fields: list[bytes] = []
            add = fields.extend
            first_item_no = item_no
            for item in batch:
                item_no += 1
                if type(item) is bytes:
                    text = item.translate(SPACES)
                    if b"\\" in text:
                        text = text.replace(b"\\", b"\\\\")
                    digest = hexlify(sha256(item).digest()[:_HASH_SIZE])
                    number = b"%d" % item_no
                    add((before, number, between, text, b"\t\\\\x", digest, b"\n"))
                elif isinstance(item, Reject):
                    rejects.add(item_no, item)
            if fields:
                copy.write(b"".join(fields))
            on_items(item_no - first_item_no)
    return item_no


def store_items(
    connection: Connection,
    batches: Batches,
    *,
    job_id: str,
    source: str,
    rejects: RejectSpool,
    on_items: Callable[[int], None],
) -> int:
    """Do the same as copy_items, but let the database reject single items.

    It is many times slower, for a source with an item that only Postgres refuses.
    """
    item_no = 0
    block: list[tuple[int, bytes]] = []
    block_size = 0

    def store() -> None:
        stored = row(
            connection,
            queries.STORE_TEXTS,
            job_id=job_id,
            source=source,
            item_nos=[number for number, _ in block],
            items=[item.decode() for _, item in block],
            hashes=[sha256(item).digest()[:_HASH_SIZE] for _, item in block],
        )
        if stored is not None and stored["rejected_count"]:
            rejects.counts["json_refused"] += stored["rejected_count"]
        block.clear()

    for batch in batches:
        for item in batch:
            item_no += 1
            if isinstance(item, Reject):
                rejects.add(item_no, item)
                continue
            block.append((item_no, item))
            block_size += len(item)
            if len(block) >= _CAREFUL_ITEMS or block_size >= _CAREFUL_BYTES:
                store()
                block_size = 0
        on_items(len(batch))
    if block:
        store()
    return item_no


def _field(text: str) -> bytes:
    return text.translate(_ESCAPES).encode()
