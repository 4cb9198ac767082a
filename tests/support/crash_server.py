"""A Postgres server of the test's own, durable like a real one, for crash tests."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.support.api import free_port
from tests.support.databases import ROOT, Database
from tests.support.waiting import LIMIT, wait_until

SETTINGS = """
port = {port}
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = '64MB'
max_connections = 60
# The tests rely on it: a confirmed commit is on disk.
fsync = on
synchronous_commit = on
full_page_writes = on
"""
ENOUGH = 3 * 1024**3  # bytes
READY = "database system is ready to accept connections"


def programs_of(server: Database) -> Path:
    """Give the folder of the programs that the running server was started from."""
    with psycopg.connect(server.superuser) as connection:
        row = connection.execute(
            "select c.setting from pg_config as c where c.name = 'BINDIR'"
        ).fetchone()
    assert row is not None
    programs = Path(row[0])
    if not (programs / "initdb").exists():
        pytest.skip(f"needs the server's programs on this machine, in {programs}")
    return programs


class CrashServer:
    """Makes a cluster with the programs of the running server; starts and kills it.

    The postmaster is a child of the test, started without pg_ctl: the test that kills
    it must also reap it, or its pid stays and the next start is refused.
    """

    def __init__(
        self, like: Database, programs: Path, *, is_empty: bool = False
    ) -> None:
        superuser = urlsplit(like.superuser)
        self._user = superuser.username if os.geteuid() == 0 else None
        self._programs = programs
        self._directory = Path(
            tempfile.mkdtemp(prefix="asinmart-crash-", dir=_quick_place())
        )
        self.data = self._directory / "data"
        self._log: IO[bytes] = (self._directory / "log").open("ab")
        self._postmaster: subprocess.Popen[bytes] | None = None
        self._options: list[str] = []
        self.port = free_port()
        self.maintenance = Database(
            **{role: _at(url, self.port) for role, url in vars(like).items()}
        )
        if self._user:
            shutil.chown(self._directory, self._user)
        if not is_empty:
            self._make_cluster(str(superuser.username), str(superuser.password))

    def _make_cluster(self, user: str, password: str) -> None:
        secret = self._directory / "password"
        secret.write_text(password)
        if self._user:
            shutil.chown(secret, self._user)
        command = ["initdb", "-D", str(self.data), "-U", user, "-A", "scram-sha-256"]
        made = self._popen(
            [*command, f"--pwfile={secret}", "-E", "UTF8", "--locale", "C.UTF-8", "-k"]
        )
        assert made.wait(LIMIT) == 0, self.log()
        secret.unlink()
        with (self.data / "postgresql.conf").open("a") as file:
            file.write((ROOT / "deploy" / "postgresql.conf").read_text())
            file.write(SETTINGS.format(port=self.port))

    def run(self, script: str, **variables: str) -> None:
        """Run shell commands as the user of the server."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self._directory,
            env={"PATH": f"{self._programs}:{os.environ['PATH']}", **variables},
            user=self._user,
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"

    def _popen(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [self._programs / command[0], *command[1:]],
            cwd=self._directory,
            user=self._user,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def log(self) -> str:
        return (self._directory / "log").read_text(errors="replace")

    def start(self, *options: str) -> None:
        """Start it; with options they also hold when it is started again."""
        if options:
            self._options = [*options]
        self._postmaster = self._popen(
            ["postgres", "-D", str(self.data), *self._options]
        )
        self.wait_ready()

    def move_cron(self, database: str, *settings: str) -> None:
        """Start again with pg_cron at work in this database."""
        self._options = ["-c", f"cron.database_name={database}"]
        for setting in settings:
            self._options += ["-c", setting]
        self.stop()
        self.start()

    def wait_ready(self) -> None:
        """Return when the server accepts connections, also after recovery."""
        wait_until(self._takes_connections)

    def _takes_connections(self) -> bool:
        assert self._postmaster and self._postmaster.poll() is None, self.log()
        try:
            psycopg.connect(self.maintenance.superuser, connect_timeout=30).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """Kill the postmaster and all its processes, and wait until they have ended."""
        assert self._postmaster
        pid = self._postmaster.pid
        children = [
            int(child)
            for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
        self._postmaster.kill()
        self._postmaster.wait(LIMIT)
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        wait_until(lambda: not any(map(_is_alive, children)))
        self._postmaster = None

    def restart_after_kill(self) -> None:
        self.kill()
        self.start()

    def kill_backend(self, pid: int) -> None:
        """Kill one backend; the postmaster then ends all others and recovers."""
        before = self.log().count(READY)
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: self.log().count(READY) > before)
        self.wait_ready()

    def stop(self) -> None:
        if self._postmaster:
            self._postmaster.send_signal(signal.SIGINT)
            self._postmaster.wait(LIMIT)
            self._postmaster = None

    def remove(self) -> None:
        self.stop()
        self._log.close()
        shutil.rmtree(self._directory)


def _quick_place() -> Path | None:
    """A folder in memory, if there is room; else None, for the usual temporary folder.

    Killing processes never loses the kernel's pages, so a disk would only add waiting.
    """
    memory = Path("/dev/shm")
    is_roomy = memory.is_dir() and shutil.disk_usage(memory).free > ENOUGH
    return memory if is_roomy else None


def _at(url: str, port: int) -> str:
    parts = urlsplit(url)
    user = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{port}"))


def _is_alive(pid: int) -> bool:
    """Whether a process still holds resources; a zombie does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
