"""Watermarks: the newest data version served, by product, shared by one machine.

A process that serves from a cache does not know what another process has read from
Postgres a moment ago, before the invalidation arrived. A client that changes processes
would see a product go back. So a process that serves an answer first raises the
watermark of the product, in a few kilobytes of shared memory, and no process serves an
entry older than the watermark. Reading it costs less than reading a clock.

Keys hash into 1,024 slots; a collision only causes an unnecessary load. The first
process creates the file and the last one deletes it. Where that is not possible, a
process has watermarks of its own, and the promise holds for each process alone. It
never holds across machines.
"""

import fcntl
import mmap
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

import structlog

log = structlog.get_logger()

TRIES = 200
SLOTS = 1024
SIZE = 8 * SLOTS


def slot_of(key: str) -> int:
    """Return the slot of a key: one for all answers about a product."""
    return crc32(":".join(key.split(":", 3)[:3]).encode()) % SLOTS


class Watermarks:
    """Versions that only rise, unless the database itself went back."""

    def __init__(self, path: Path | None) -> None:
        """Share the versions in a file; without a path keep them to this process.

        `view` has them by slot, for readers on the hot path.
        """
        self._path = path
        self._file = _join(path) if path is not None else None
        if self._file is None:
            self._map: mmap.mmap | bytearray = bytearray(SIZE)
        else:
            self._map = mmap.mmap(self._file, SIZE)
        self.view = memoryview(self._map).cast("q")

    def of(self, key: str) -> int:
        """Return the newest version with which the product of a key was served."""
        return self.view[slot_of(key)]

    @property
    def highest(self) -> int:
        """Return the newest version with which anything was served."""
        return max(self.view)

    @property
    def is_shared(self) -> bool:
        """Whether other processes of this machine see them."""
        return self._file is not None

    def raise_to(self, key: str, version: int) -> None:
        """Note that a key is served at a version."""
        slot = slot_of(key)
        if version > self.view[slot]:
            with self._locked():
                if version > self.view[slot]:
                    self.view[slot] = version

    def lower_to(self, version: int) -> None:
        """Lower what is newer than the database, which was restored."""
        with self._locked():
            for slot, known in enumerate(self.view):
                if known > version:
                    self.view[slot] = version

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Compare and write under a lock, or one process could undo another's write.

        The lock is held for an instant. If its holder is stopped then, writing without
        the lock is better than waiting for ever.
        """
        is_locked = self._file is not None and _locked(self._file)
        try:
            yield
        finally:
            if is_locked and self._file is not None:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Close the file; the last process deletes it."""
        self.view.release()
        if self._file is None or not isinstance(self._map, mmap.mmap):
            return
        self._map.close()
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pass
        else:
            if self._path is not None and _is_at(self._path, self._file):
                self._path.unlink(missing_ok=True)
        os.close(self._file)
        self._file = None


def watermarks_path(database_url: str, name: str) -> Path:
    """Return the file that the processes of one database and namespace share."""
    parts = urlsplit(database_url)
    digest = blake2b(digest_size=9)
    # An address may name several hosts; the login does not matter.
    hosts = parts.netloc.rpartition("@")[2]
    for part in (hosts, parts.path, parts.query, name):
        digest.update(f"{part}\n".encode())
    memory = Path("/dev/shm")
    folder = memory if memory.is_dir() else Path(tempfile.gettempdir())
    return folder / f"asinmart-{os.geteuid()}-{digest.hexdigest()}"


def _join(path: Path) -> int | None:
    """Open and lock the shared file; None if that is not possible."""
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    for _ in range(TRIES):
        try:
            file = os.open(path, flags, 0o600)
        except OSError as error:
            log.warning("watermarks_not_shared", error=str(error))
            return None
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            log.warning(
                "watermarks_not_shared", error=f"{path} belongs to another user"
            )
            os.close(file)
            return None
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            continue
        # The last process of an earlier start may just have deleted the file.
        if _is_at(path, file):
            os.ftruncate(file, SIZE)
            return file
        os.close(file)
    log.warning("watermarks_not_shared", error=f"{path} cannot be locked")
    return None


def _is_at(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except OSError:
        return False


def _locked(file: int) -> bool:
    for _ in range(TRIES):
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        return True
    return False
