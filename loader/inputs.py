"""Opens inputs and gives their bytes in blocks: files, stdin, pipes, gzip or plain."""

import codecs
import hashlib
import os
import stat
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from loader.errors import LoaderError

BLOCK_SIZE = 256 * 1024
STDIN = "-"
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 31


@dataclass(slots=True)
class Stream:
    """The decompressed bytes of a source, read once from start to end.

    `byte_count` grows during reading. When the compressed data is cut or damaged,
    `damage` becomes a sentence and the blocks end at the damage.
    """

    blocks: Iterator[bytes] = field(default_factory=lambda: iter(()))
    byte_count: int = 0
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A seekable input with its name; pipes are copied to disk first.

    It is read more than once: hashed before it is loaded, and loaded again item by item
    when the database refuses one of its items.
    """

    name: str
    file: BinaryIO

    @property
    def size(self) -> int:
        """Size in bytes as stored, so compressed if the file is."""
        return os.fstat(self.file.fileno()).st_size

    @property
    def version(self) -> tuple[int, int]:
        """Size and time of change; differs once a program writes to the file."""
        state = os.fstat(self.file.fileno())
        return state.st_size, state.st_mtime_ns

    def sha256(self) -> str:
        """Hash the bytes as stored, as hex."""
        self.file.seek(0)
        digest = hashlib.sha256()
        for block in _blocks(self.file):
            digest.update(block)
        return digest.hexdigest()

    def stream(self, *, on_read: Callable[[int], None] | None = None) -> Stream:
        """Read from the start; `on_read` gets the size of every block as stored."""
        self.file.seek(0)
        stored = _blocks(self.file, on_read=on_read)
        first = next(stored, b"")
        stream = Stream()
        plain = _chain(first, stored)
        if first.startswith(_GZIP_MAGIC):
            plain = _decompressed(plain, stream=stream)
        stream.blocks = _counted(_as_utf8(plain), stream=stream)
        return stream


@contextmanager
def open_source(path: str) -> Iterator[Source]:
    """Open a file, a pipe or, for `-`, standard input."""
    if path == STDIN:
        with _spooled(sys.stdin.buffer) as file:
            yield Source("stdin", file)
        return
    try:
        opened = Path(path).open("rb")  # noqa: SIM115 - closed below, after the yield
    except IsADirectoryError:
        raise LoaderError(
            f"{path} is a directory.",
            advice="Name the files in it, such as DIR/*.json.",
        ) from None
    except OSError as error:
        raise LoaderError(
            f"Cannot read {path}: {(error.strerror or 'unknown error').lower()}."
        ) from None
    name = Path(path).name
    with opened as file:
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            yield Source(name, file)
        else:
            with _spooled(file) as copy:
                yield Source(name, copy)


@contextmanager
def _spooled(pipe: BinaryIO) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile(prefix="asinmart-") as copy:
        for block in _blocks(pipe):
            copy.write(block)
        copy.flush()
        yield copy


def _blocks(
    file: BinaryIO, *, on_read: Callable[[int], None] | None = None
) -> Iterator[bytes]:
    while block := file.read(BLOCK_SIZE):
        if on_read is not None:
            on_read(len(block))
        yield block


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


def _as_utf8(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Drop the byte order mark of UTF-8, and recode UTF-16 that has one."""
    first = next(blocks, b"")
    while len(first) < len(codecs.BOM_UTF8) and (more := next(blocks, b"")):
        first += more
    if not first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from _chain(first.removeprefix(codecs.BOM_UTF8), blocks)
        return
    # A half pair or a cut end becomes the bytes of a surrogate. They are not UTF-8, so
    # their item is rejected.
    decoder = codecs.getincrementaldecoder("utf-16")("surrogatepass")
    for block in _chain(first, blocks):
        if text := decoder.decode(block):
            yield text.encode("utf-8", "surrogatepass")


def _counted(blocks: Iterator[bytes], *, stream: Stream) -> Iterator[bytes]:
    for block in blocks:
        stream.byte_count += len(block)
        yield block


def _decompressed(blocks: Iterator[bytes], *, stream: Stream) -> Iterator[bytes]:
    """Unpack gzip members in sequence, at most one block at a time."""
    member = zlib.decompressobj(_GZIP_WINDOW)
    for block in blocks:
        rest = block
        while rest:
            if member.eof:
                # Tapes and some tools pad the end of an archive with zero bytes.
                rest = rest.lstrip(b"\0")
                if not rest:
                    break
                member = zlib.decompressobj(_GZIP_WINDOW)
            before = member.copy()
            try:
                data = member.decompress(rest, BLOCK_SIZE)
            except zlib.error as error:
                stream.damage = f"The gzip data is damaged ({error})."
                yield _salvaged(before, rest)
                return
            yield data
            rest = member.unused_data if member.eof else member.unconsumed_tail
    if not member.eof:
        yield member.flush()
    if not member.eof:
        stream.damage = "The gzip data ends too early; the file was cut off."


def _salvaged(member: "zlib._Decompress", data: bytes) -> bytes:
    """Unpack the bytes before the damage, one by one."""
    found = bytearray()
    for position in range(len(data)):
        try:
            found += member.decompress(data[position : position + 1])
        except zlib.error:
            break
    return bytes(found)
