"""A server with the files of deploy/: who gets in, what the audit log has.

One server for the module. It is filled before the files are in force, because they let
the administrator in by the server's socket alone.
"""

import asyncio
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import md5
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
import trustme
from psycopg.conninfo import make_conninfo

from common.scram import scram_hash
from tests.support.api import running, settings_for
from tests.support.crash_server import READY, CrashServer, programs_of
from tests.support.databases import (
    ROOT,
    Database,
    janitor,
    migrate,
    migration_environment,
    wait_until,
)
from tests.support.operations import blocks
from tests.support.tenancy import connect, make_login
from tests.support.worker import WorkerProcess

HBA = ROOT / "deploy" / "pg_hba.conf"
SERVICES = ("owner", "loader", "api", "worker", "admin")
REPLICA_PASSWORD, MD5_PASSWORD = "Replica-Secret-1", "Md5-Secret-2"


class GuardedServer(CrashServer):
    """Starts with an hba file of initdb and guards itself when it is filled."""

    def __init__(self, like: Database, programs: Path) -> None:
        super().__init__(like, programs)
        authority = trustme.CA()
        certificate = authority.issue_cert("localhost", "127.0.0.1")
        self.authority = self._directory / "ca.crt"
        authority.cert_pem.write_to_path(str(self.authority))
        self.hba = self._directory / "pg_hba.conf"
        shutil.copy(HBA, self.hba)
        certificate.private_key_pem.write_to_path(str(self._directory / "server.key"))
        chain = b"".join(pem.bytes() for pem in certificate.cert_chain_pems)
        (self._directory / "server.crt").write_bytes(chain)
        (self._directory / "server.key").chmod(0o600)
        self._directory.chmod(0o755)
        with (self.data / "postgresql.conf").open("a") as file:
            for name in ("pgaudit.conf", "tls.conf"):
                file.write((ROOT / "deploy" / name).read_text())
            for name in ("cert", "key"):
                path = self._directory / f"server.{name.replace('cert', 'crt')}"
                file.write(f"ssl_{name}_file = '{path}'\n")
            file.write(f"hba_file = '{self.data / 'pg_hba.conf'}'\n")
            file.write(f"unix_socket_directories = '{self._directory}'\nfsync = off\n")
            # The text of statements about roles, as a slow or failing one leaves it.
            file.write("log_statement = 'ddl'\n")
        if self._user:
            for path in self._directory.iterdir():
                shutil.chown(path, self._user)

    @property
    def socket_directory(self) -> Path:
        return self._directory

    def guard(self) -> None:
        """Start again with the file of deploy/."""
        before = self.log().count(READY)
        self._options = ["-c", f"hba_file={self.hba}"]
        self.stop()
        self._postmaster = self._popen(
            ["postgres", "-D", str(self.data), *self._options]
        )
        # The administrator cannot look any more whether it is ready.
        wait_until(lambda: self.log().count(READY) > before)

    def reload_hba(self, text: str) -> None:
        """Put another file in force."""
        before = self.log().count("reloading configuration files")
        self.hba.write_text(text)
        assert self._postmaster
        self._postmaster.send_signal(signal.SIGHUP)
        wait_until(lambda: self.log().count("reloading configuration files") > before)


def fill(made: GuardedServer, original: Database) -> None:
    """Make what a migration makes, out of a dump, which is quicker."""
    database = made.maintenance.named("asinmart")
    environment = migration_environment(database)
    hashes = {
        name: scram_hash(value)
        for name, value in environment.items()
        if name.startswith("ASINMART_") and name.endswith("_PASSWORD")
    }
    quiet = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null")
    subprocess.run(
        [
            *("psql", *quiet, "-d", "postgres", "-v", "database=asinmart"),
            *("-f", ROOT / "deploy" / "bootstrap.sql"),
        ],
        env=environment | hashes,
        check=True,
    )
    left_out = ("-N", "extensions", "-N", "accounts", "-N", "cron", "-e", "plpgsql")
    dump = subprocess.run(
        ["pg_dump", *left_out, f"--dbname={original.superuser}"],
        stdout=subprocess.PIPE,
        check=True,
    )
    subprocess.run(["psql", *quiet, database.superuser], input=dump.stdout, check=True)
    migrate(database)


@pytest.fixture(scope="module")
def guarded(server: Database, template: str) -> Iterator[GuardedServer]:
    made = GuardedServer(server, programs_of(server))
    try:
        made.start()
        with janitor(server, f"original_{uuid4().hex[:12]}", template) as original:
            fill(made, server.named(original.dbname))
        with psycopg.connect(made.maintenance.superuser, autocommit=True) as superuser:
            superuser.execute(
                "create role asinmart_replication login replication password "
                f"'{scram_hash(REPLICA_PASSWORD)}'"
            )
            hashed = md5(f"{MD5_PASSWORD}old_reader".encode()).hexdigest()
            superuser.execute(
                f"create role old_reader login password 'md5{hashed}' "
                "in role mart_reader"
            )
        made.guard()
        yield made
    finally:
        made.remove()


@pytest.fixture(scope="module")
def database(guarded: GuardedServer) -> Database:
    return guarded.maintenance.named("asinmart")


@pytest.fixture(scope="module")
def tenant(guarded: GuardedServer, database: Database) -> str:
    """Address of a tenant's login, which an admin makes over TLS."""
    secure = Database(**{r: tls(url, guarded) for r, url in vars(database).items()})
    with connect(secure.admin) as admin:
        found = admin.execute("select app.create_tenant('Acme', 'pro')").fetchone()
    assert found
    login = make_login(secure, str(found[0]))
    # The audit trail has the login, and the password in no line.
    assert urlsplit(login).password
    return login.partition("?")[0]


def tls(url: str, guarded: GuardedServer, **changes: str | int) -> str:
    """The address as a client uses it that trusts this one authority."""
    options = {"sslmode": "verify-full", "sslrootcert": str(guarded.authority)}
    text = "&".join(f"{k}={v}" for k, v in (options | changes).items())
    return f"{url}?{text}"


def refusal(url: str) -> str | None:
    """What the client says when it does not get in; None if it does."""
    try:
        psycopg.connect(url, connect_timeout=60).close()
    except psycopg.OperationalError as error:
        return str(error)
    return None


@contextmanager
def coming_from(source: str, url: str) -> Iterator[str]:
    """Give an address of the server through which a client comes from another one."""
    parts = urlsplit(url)
    target = (parts.hostname, parts.port)
    listener = socket.create_server(("127.0.0.1", 0))

    def pass_on(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)

    def relay(client: socket.socket) -> None:
        with client, socket.create_connection(target, source_address=(source, 0)) as to:
            back = threading.Thread(target=pass_on, args=(to, client))
            back.start()
            pass_on(client, to)
            back.join()

    def serve() -> None:
        # Closing the listener ends it.
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                relays.append(threading.Thread(target=relay, args=(client,)))
                relays[-1].start()

    relays: list[threading.Thread] = []
    server = threading.Thread(target=serve)
    server.start()
    try:
        yield url.replace(f":{parts.port}/", f":{listener.getsockname()[1]}/")
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in (server, *relays):
            thread.join()


REJECTED = "pg_hba.conf rejects "


def test_every_role_gets_in_over_tls_and_none_without(
    guarded: GuardedServer, database: Database, tenant: str
) -> None:
    for url in (*(getattr(database, role) for role in (*SERVICES, "mart")), tenant):
        with psycopg.connect(tls(url, guarded)) as connection:
            row = connection.execute(
                "select s.ssl, s.version from pg_stat_ssl as s "
                "where s.pid = pg_backend_pid()"
            ).fetchone()
            assert row and row[0] and row[1] in ("TLSv1.2", "TLSv1.3")
        clear = refusal(f"{url}?sslmode=disable") or ""
        assert REJECTED in clear and "no encryption" in clear
        wrong = url.replace(str(urlsplit(url).password), "wrong")
        assert "password authentication failed" in (refusal(tls(wrong, guarded)) or "")


def test_a_client_refuses_a_server_that_it_does_not_know(
    guarded: GuardedServer, database: Database, tmp_path: Path
) -> None:
    other = tmp_path / "other.crt"
    trustme.CA().cert_pem.write_to_path(str(other))
    said = refusal(tls(database.api, guarded, sslrootcert=str(other)))
    assert said and "certificate verify failed" in said
    elsewhere = database.api.replace("127.0.0.1", "another.example")
    said = refusal(tls(elsewhere, guarded, hostaddr="127.0.0.1"))
    assert said and "does not match host name" in said


def test_the_administrator_gets_in_by_the_socket_alone(
    guarded: GuardedServer, database: Database
) -> None:
    administrator = urlsplit(database.superuser).username
    said = refusal(tls(database.superuser, guarded)) or ""
    assert REJECTED in said
    command = ["psql", "-XAtq", "-d", "asinmart", "-c", "select current_user"]
    environment = {
        "PATH": os.environ["PATH"],
        "PGHOST": str(guarded.socket_directory),
        "PGPORT": str(urlsplit(database.superuser).port),
        "PGUSER": "postgres",
    }

    def ask(user: str | None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env=environment,
            user=user,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )

    if administrator == "postgres" and os.geteuid() == 0:
        assert ask("postgres").stdout == "postgres\n"
    # Another user of the machine is not the administrator.
    assert "Peer authentication failed" in ask(None).stderr


def test_a_role_gets_in_from_where_it_belongs_and_to_its_database_alone(
    guarded: GuardedServer, database: Database, tenant: str
) -> None:
    replica = make_conninfo(
        tls(database.api, guarded),
        user="asinmart_replication",
        password=REPLICA_PASSWORD,
        dbname="",
        replication="true",
    )
    assert refusal(replica) is None
    # A network of the server, narrowed as the head of the file says.
    text = HBA.read_text()
    assert text.count(" samenet ") == 3
    guarded.reload_hba(text.replace(" samenet ", " 127.1.0.0/16 "))
    port = urlsplit(database.api).port
    try:
        with (
            coming_from("127.1.0.7", database.api) as inside,
            coming_from("127.2.0.7", database.api) as outside,
        ):

            def via(place: str, url: str) -> str:
                return url.replace(f":{port}", f":{urlsplit(place).port}")

            for role in SERVICES:
                url = tls(getattr(database, role), guarded)
                assert refusal(via(inside, url)) is None, role
                assert REJECTED in (refusal(via(outside, url)) or ""), role
            for url in (database.mart, tenant):
                assert refusal(via(outside, tls(url, guarded))) is None
            for place, is_let_in in ((inside, True), (outside, False)):
                said = refusal(make_conninfo(replica, port=urlsplit(place).port or 0))
                assert (said is None) == is_let_in, said
    finally:
        guarded.reload_hba(text)
    for url in (database.api, database.mart, tenant):
        other = tls(url.replace("/asinmart", "/postgres"), guarded)
        assert REJECTED in (refusal(other) or "")
    copier = make_conninfo(tls(database.api, guarded), dbname="", replication="true")
    assert REJECTED in (refusal(copier) or "")


def test_no_line_takes_a_password_that_can_be_read_or_replayed(
    guarded: GuardedServer, database: Database
) -> None:
    lines = [line.split() for line in HBA.read_text().splitlines()]
    methods = {words[-1] for words in lines if words and words[0] != "#"}
    assert {m for m in methods if m.islower()} >= {"peer", "reject", "scram-sha-256"}
    rules = [w for w in lines if w and re.match("local|host", w[0])]
    assert {w[-1] for w in rules} == {"peer", "reject", "scram-sha-256"}
    assert all(
        w[-1] == "reject" for w in rules if w[0] in ("host", "hostnossl", "hostgssenc")
    )
    old = make_conninfo(
        tls(database.mart, guarded), user="old_reader", password=MD5_PASSWORD
    )
    assert "password authentication failed" in (refusal(old) or "")


def test_loader_worker_and_api_work_over_tls(
    guarded: GuardedServer, database: Database, tmp_path: Path
) -> None:
    asin = "B0TLSTEST1"
    items = tmp_path / "items.json"
    items.write_text(
        f'[{{"asin": "{asin}", "marketplace": "US", "observed_date": "2026-03-10",'
        ' "price": 19.5, "currency": "USD"}]'
    )
    done = subprocess.run(
        [sys.executable, "-m", "loader", "load", str(items), "--wait"],
        env=os.environ | {"LOADER_DATABASE_URL": tls(database.loader, guarded)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr

    async def read() -> float:
        settings = settings_for(tls(database.api, guarded), None)
        async with running(settings) as app:
            return await app.price(asin)

    assert asyncio.run(read()) == 19.5

    secure = Database(**{r: tls(url, guarded) for r, url in vars(database).items()})
    with connect(secure.admin) as admin:
        admin.execute("select ops.claim_instance('test')")
        worker = WorkerProcess(secure, tmp_path / "worker.log")
        worker.start()
        try:
            beats = "select 1 from ops.heartbeats as h where h.name = 'worker'"
            wait_until(lambda: admin.execute(beats).fetchone())
        finally:
            worker.kill()


def rotate(
    url: str, guarded: GuardedServer, role: str, file: Path
) -> subprocess.CompletedProcess[str]:
    """Run the command of the page as the role itself."""
    [block] = [
        b for b in blocks("dba-tasks.md", "Rotate a password") if b.language == "sh"
    ]
    _, _, command = block.text.partition("\n")
    command = command.replace(
        "asinmart_loader secrets/asinmart_loader", f"{role} {file}"
    )
    parts = urlsplit(url)
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=ROOT,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PGHOST": str(parts.hostname),
            "PGPORT": str(parts.port),
            "PGUSER": str(parts.username),
            "PGPASSWORD": str(parts.password),
            "PGSSLMODE": "verify-full",
            "PGSSLROOTCERT": str(guarded.authority),
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["loader", "mart"])
def test_a_rotated_password_is_in_its_file_and_nowhere_else(
    name: str, guarded: GuardedServer, database: Database, tmp_path: Path
) -> None:
    url = getattr(database, name)
    role = str(urlsplit(url).username)
    file = tmp_path / role
    file.write_text("old")
    with psycopg.connect(tls(url, guarded)) as session:
        done = rotate(url, guarded, role, file)
        assert done.returncode == 0, done.stderr
        assert session.execute("select 1").fetchone() == (1,), "a session goes on"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]
    password = file.read_text().strip()
    assert re.fullmatch(r"[0-9a-f]{48}", password)
    assert password not in done.stdout + done.stderr
    fresh = make_conninfo(tls(url, guarded), password=password)
    assert refusal(fresh) is None
    assert "password authentication failed" in (refusal(tls(url, guarded)) or "")
    assert password not in guarded.log()

    # A failure leaves file and password as they are.
    of_another = url.replace(str(urlsplit(url).password), password)
    done = rotate(of_another, guarded, "asinmart_api", file)
    assert done.returncode == 1
    assert re.fullmatch(
        r"error: the password of asinmart_api stays as it is: .+\n", done.stderr
    )
    assert file.read_text().strip() == password
    assert refusal(tls(database.api, guarded)) is None
    # Others of the module log in with the old one.
    with psycopg.connect(fresh, autocommit=True) as session:
        session.execute("set default_transaction_read_only = off")
        old = session.pgconn.encrypt_password(
            str(urlsplit(url).password).encode(), role.encode(), b"scram-sha-256"
        )
        session.execute(f"alter role {role} password '{old.decode()}'".encode())


def test_the_audit_log_has_ddl_and_roles_and_no_password(
    guarded: GuardedServer, database: Database, tenant: str
) -> None:
    log = guarded.log()
    for command in ("CREATE TABLE", "GRANT", "CREATE ROLE", "ALTER ROLE"):
        assert re.search(rf"AUDIT: SESSION,\d+,\d+,(DDL|ROLE),{command},", log), command
    role = urlsplit(tenant).username
    assert re.search(rf"@asinmart .*AUDIT: .*CREATE ROLE.*{role}", log)
    passwords = {
        str(urlsplit(url).password) for url in (*vars(database).values(), tenant)
    }
    for password in passwords | {REPLICA_PASSWORD, MD5_PASSWORD}:
        assert password not in log
    with psycopg.connect(tls(database.owner, guarded)) as owner:
        owner.execute("select count(*) as not_logged from core.products")
    assert "not_logged" not in guarded.log()
