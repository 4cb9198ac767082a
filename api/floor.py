"""The newest data version that any API process of this machine has served or applied.

A process that answers from its own memory cannot know what its neighbour has read from
Postgres a moment ago, before the news of it came. A client that goes from one to the
other would see a product go back. So whoever serves a newer version says so first, in
eight bytes that all processes have mapped; the others stop answering from memory until
they have caught up. Reading it costs less than looking at a clock.

The bytes lie in a file that the first process makes and the last one takes away. Where
that cannot be, a process has a floor of its own, and each is right only by itself.
"""

import fcntl
import mmap
import os
import stat
import tempfile
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

import structlog

log = structlog.get_logger()

TRIES = 200


class Floor:
    """One number that only goes up, unless the database itself went back."""

    def __init__(self, path: Path | None) -> None:
        """Share the number in a file; without a path keep it to this process.

        `view` holds it as its one element, for whoever reads it very often.
        """
        self._path = path
        self._file = _join(path) if path is not None else None
        if self._file is None:
            self._map: mmap.mmap | bytearray = bytearray(8)
        else:
            self._map = mmap.mmap(self._file, 8)
        self.view = memoryview(self._map).cast("q")

    @property
    def version(self) -> int:
        """Return the number."""
        return self.view[0]

    @property
    def is_shared(self) -> bool:
        """Whether other processes of this machine see it."""
        return self._file is not None

    def rise(self, version: int) -> None:
        """Raise the number to a version, if it is lower."""
        if version > self.view[0]:
            self._write(version, is_reset=False)

    def reset(self, version: int) -> None:
        """Set the number to what the database stands at: it was restored."""
        self._write(version, is_reset=True)

    def _write(self, version: int, *, is_reset: bool) -> None:
        """Compare and write under a lock, or one process could undo another's.

        The lock is held for two instructions. Should its holder be stopped between
        them, writing without it is better than to stand still with it.
        """
        is_locked = self._file is not None and _locked(self._file)
        try:
            if is_reset or version > self.view[0]:
                self.view[0] = version
        finally:
            if is_locked and self._file is not None:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Leave; the last one takes the file away."""
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


def floor_path(database_url: str, name: str) -> Path:
    """Return where the processes of one database and namespace find each other."""
    parts = urlsplit(database_url)
    digest = blake2b(digest_size=9)
    for part in (parts.hostname, parts.port, parts.path, parts.query, name):
        digest.update(f"{part}\n".encode())
    memory = Path("/dev/shm")
    folder = memory if memory.is_dir() else Path(tempfile.gettempdir())
    return folder / f"asinmart-{os.geteuid()}-{digest.hexdigest()}"


def _join(path: Path) -> int | None:
    """Open the file that the others have open, and no one else's."""
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    for _ in range(TRIES):
        try:
            file = os.open(path, flags, 0o600)
        except OSError as error:
            log.warning("floor_not_shared", error=str(error))
            return None
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            log.warning("floor_not_shared", error=f"{path} is somebody else's")
            os.close(file)
            return None
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            continue
        # The last of the processes before us may just have taken the file away.
        if _is_at(path, file):
            os.ftruncate(file, 8)
            return file
        os.close(file)
    log.warning("floor_not_shared", error=f"{path} cannot be locked")
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
