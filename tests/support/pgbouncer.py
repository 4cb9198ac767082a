"""A PgBouncer of the test's own in front of the test's database."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.support.api import free_port
from tests.support.waiting import LIMIT, wait_until

PROGRAM = shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin")

# Few server sessions for all clients: the next client sees what another one left there.
SETTINGS = """
[databases]
{name} = host={host} port={server_port} dbname={name}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
pool_mode = {mode}
default_pool_size = {sessions}
max_client_conn = 100
; After a failed login it would wait for 15 seconds.
server_login_retry = 1
"""


@contextmanager
def pgbouncer(
    url: str, directory: Path, *, mode: str = "transaction", sessions: int = 2
) -> Iterator[str]:
    """Run PgBouncer, and give the address of the database through it."""
    assert PROGRAM is not None
    parts = urlsplit(url)
    port = free_port()
    users = directory / "users.txt"
    users.write_text(f'"{parts.username}" "{parts.password}"\n')
    settings = directory / "pgbouncer.ini"
    settings.write_text(
        SETTINGS.format(
            name=parts.path.removeprefix("/"),
            host=parts.hostname,
            server_port=parts.port,
            port=port,
            users=users,
            mode=mode,
            sessions=sessions,
        )
    )
    command: list[str | Path] = [PROGRAM, "--quiet", settings]
    # It refuses to run as root, the usual user in containers.
    if Path("/proc/self").owner() == "root":
        directory.chmod(0o755)
        for parent in directory.parents[:3]:
            parent.chmod(parent.stat().st_mode | 0o055)
        for path in (users, settings):
            shutil.chown(path, "nobody")
        command = ["setpriv", "--reuid=nobody", "--clear-groups", *command]
    process = subprocess.Popen(command)

    def answers() -> bool:
        assert process.poll() is None, "pgbouncer ended"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until(answers)
        login = parts.netloc.rpartition("@")[0]
        yield urlunsplit(parts._replace(netloc=f"{login}@127.0.0.1:{port}"))
    finally:
        # From 1.23 on SIGTERM waits until all clients leave; killing it loses nothing.
        process.kill()
        process.wait(LIMIT)
