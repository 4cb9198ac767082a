"""Measures work: seconds, processor seconds, WAL and memory, of client and server.

The client is a fresh process for every measurement. The server's processor time is that
of the whole cluster, read from /proc: all living processes, plus the ended ones that
the postmaster has reaped. So parallel workers, checkpoints and short sessions count.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any, TypeAlias

import psycopg

from bench import queries
from bench.harness.databases import BenchError

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_SAMPLE_SECONDS = 0.02
_CALM_SECONDS = 300

Notes: TypeAlias = dict[str, float]
Work: TypeAlias = Callable[..., Notes]
# Opens what the work needs (imports, connections), which is not measured.
Opener: TypeAlias = Callable[..., AbstractContextManager[Work]]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """The result of one measurement; memory is the peak, in bytes, WAL in bytes.

    `server_memory` is the growth of the private memory of the server's processes,
    without shared buffers. `others_cpu` are the processor seconds of other programs
    meanwhile: when they are many, the seconds mean little. `notes` are figures of the
    work itself.
    """

    seconds: float
    client_cpu: float
    server_cpu: float
    wal_bytes: int
    client_memory: int
    server_memory: int
    others_cpu: float = 0
    notes: Notes = field(default_factory=dict)

    @property
    def cpu(self) -> float:
        """Processor seconds of both sides."""
        return self.client_cpu + self.server_cpu


class Server:
    """The Postgres server under test, observed from outside."""

    def __init__(self, url: str) -> None:
        """Connect as superuser and find the postmaster."""
        self._connection = psycopg.connect(url, autocommit=True)
        backend = self._connection.info.backend_pid
        try:
            self._postmaster = _parent(backend)
        except OSError:
            raise BenchError(
                "the server's processes cannot be seen in /proc: run the benchmark on "
                "the machine the server runs on."
            ) from None

    def close(self) -> None:
        """End the watching session."""
        self._connection.close()

    def calm(self) -> None:
        """Write everything to disk and wait until no autovacuum runs."""
        self._connection.execute(queries.CHECKPOINT)
        deadline = time.monotonic() + _CALM_SECONDS
        while self._is_vacuuming() and time.monotonic() < deadline:
            time.sleep(0.1)

    def wal(self) -> int:
        """Bytes of WAL written since the cluster was made."""
        found = self._connection.execute(queries.WAL_BYTES).fetchone()
        assert found is not None
        return int(found[0])

    def cpu(self) -> float:
        """Processor seconds of the whole cluster since it started."""
        fields = _stat(self._postmaster)
        # The postmaster's own, and those of all children that it has reaped.
        ticks = sum(int(value) for value in fields[11:15])
        for pid in self.processes():
            try:
                own = _stat(pid)
            except OSError:
                continue
            ticks += int(own[11]) + int(own[12])
        return ticks / _TICKS

    def memory(self) -> int:
        """Private memory of the server's processes, in bytes."""
        return sum(_kilobytes(pid, "RssAnon") for pid in self.processes()) * 1024

    def processes(self) -> list[int]:
        """Children of the postmaster."""
        path = _PROC / str(self._postmaster) / "task" / str(self._postmaster)
        return [int(pid) for pid in (path / "children").read_text().split()]

    def _is_vacuuming(self) -> bool:
        return self._connection.execute(queries.IS_VACUUMING).fetchone() == (True,)


class Processes:
    """A process and its descendants, observed from outside."""

    def __init__(self, pid: int) -> None:
        """Keep the id of the first process."""
        self._pid = pid

    def cpu(self) -> float:
        """Processor seconds since the start, ended processes included."""
        ticks = 0
        for pid in self._alive():
            try:
                ticks += sum(int(value) for value in _stat(pid)[11:15])
            except OSError:
                continue
        return ticks / _TICKS

    def memory(self) -> int:
        """Bytes in memory; shared pages count once a process."""
        return sum(_kilobytes(pid, "VmRSS") for pid in self._alive()) * 1024

    def _alive(self) -> list[int]:
        found = [self._pid]
        for pid in found:
            for path in (_PROC / str(pid) / "task").glob("*/children"):
                found += [int(child) for child in path.read_text().split()]
        return found


def measured(
    server: Server, opener: Opener, opening: tuple[Any, ...], working: tuple[Any, ...]
) -> Cost:
    """Open in a fresh process, then do the work there and measure only that.

    Raises BenchError with what the work raised.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, opener, opening, working))
    process.start()
    theirs.close()
    try:
        _answer(ours)
        server.calm()
        with _watched_memory(server) as peak:
            wal, cpu, all_cpu = server.wal(), server.cpu(), machine_cpu()
            ours.send("go")
            seconds, client_cpu, client_memory, notes = _answer(ours)
            all_cpu = machine_cpu() - all_cpu
            cpu, wal = server.cpu() - cpu, server.wal() - wal
        ours.send("bye")
    finally:
        ours.close()
        process.join()
    return Cost(
        seconds=seconds,
        client_cpu=client_cpu,
        server_cpu=cpu,
        wal_bytes=wal,
        client_memory=client_memory,
        server_memory=peak(),
        others_cpu=max(0.0, all_cpu - cpu - client_cpu),
        notes=notes,
    )


def _serve(
    pipe: Pipe, opener: Opener, opening: tuple[Any, ...], working: tuple[Any, ...]
) -> None:
    """Run as the client process: open, report, wait, work, report, close."""
    try:
        with opener(*opening) as work:
            pipe.send(None)
            pipe.recv()
            cpu = time.process_time()
            started = time.perf_counter()
            notes = work(*working)
            seconds = time.perf_counter() - started
            cpu = time.process_time() - cpu
            memory = _kilobytes(os.getpid(), "VmHWM") * 1024
            pipe.send((seconds, cpu, memory, notes))
            # Sessions stay until the server's figures are read.
            pipe.recv()
    except EOFError:
        return
    except Exception as error:
        pipe.send(f"{type(error).__name__}: {error}")


def _answer(pipe: Pipe) -> Any:
    try:
        found = pipe.recv()
    except EOFError:
        raise BenchError("the measured process ended without a result.") from None
    if isinstance(found, str):
        raise BenchError(found)
    return found


@contextmanager
def _watched_memory(server: Server) -> Iterator[Callable[[], int]]:
    """Sample the server's memory; give a function for the growth at its peak."""
    before = server.memory()
    highest = before
    is_over = threading.Event()

    def watch() -> None:
        nonlocal highest
        while not is_over.wait(_SAMPLE_SECONDS):
            highest = max(highest, server.memory())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield lambda: highest - before
    finally:
        highest = max(highest, server.memory())
        is_over.set()
        watcher.join()


def machine_cpu() -> float:
    """Busy processor seconds of the whole machine since it started."""
    fields = (_PROC / "stat").read_text().splitlines()[0].split()[1:9]
    ticks = [int(value) for value in fields]
    # Fields 3 and 4 are idle time and waiting for the disk.
    return (sum(ticks) - ticks[3] - ticks[4]) / _TICKS


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat after the name; 1 is the parent, 11 the user time."""
    return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _kilobytes(pid: int, name: str) -> int:
    """One line of /proc/PID/status in kB; 0 for a process that is gone."""
    try:
        lines = (_PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    for line in lines:
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0
