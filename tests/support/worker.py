"""A real worker process, real receivers, and alerts to send."""

import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from psycopg.rows import DictRow, dict_row
from standardwebhooks import Webhook

from tests.support.databases import ROOT, Database
from tests.support.waiting import LIMIT, wait_until

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr"
INSTANCE = "test"
# In production these are seconds and minutes; in tests all waits are short.
QUICK = {
    "WORKER_POLL_INTERVAL": "0.2",
    "WORKER_HEARTBEAT_INTERVAL": "0.2",
    "WORKER_STALLED_AFTER": "1",
    "WORKER_HOUSEKEEPING_INTERVAL": "0.2",
    "WORKER_SHUTDOWN_TIMEOUT": "2",
    "WORKER_RETRY_BASE": "0.05",
    "WORKER_CLAIM_TIMEOUT": "0.5",
    "WORKER_TOTAL_TIMEOUT": "5",
    "ASINMART_INSTANCE_ID": INSTANCE,
}

Owner = psycopg.Connection[DictRow]


class WorkerProcess:
    """A worker of its own process, which a test may kill and start again."""

    def __init__(self, database: Database, log: Path, **environment: str) -> None:
        self.environment = {
            # It gets none of the machine's own settings.
            **{k: v for k, v in os.environ.items() if not k.startswith("WORKER_")},
            **QUICK,
            "WORKER_DATABASE_URL": database.worker,
            "LOADER_DATABASE_URL": database.worker,
            **environment,
        }
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        assert self.process is None
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "worker"],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """Send SIGKILL, as when memory runs out: the worker cannot clean up."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> int:
        """Send SIGTERM, as `make down` does; return the exit code."""
        assert self.process is not None
        self.process.terminate()
        code = self.process.wait(LIMIT)
        self.process = None
        return code

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def said(self) -> str:
        return self.log.read_text()


@dataclass(frozen=True)
class Request:
    """A webhook with a valid signature."""

    id: str
    body: dict[str, Any]
    headers: dict[str, str]


@dataclass
class Receiver:
    """A receiver of webhooks at https://localhost, its certificate made by the test."""

    ca_file: Path
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    # Answers that the sender did not read to the end.
    broken_off: int = 0
    # Called with each request; gives status, headers and body of the answer.
    answer: Callable[[Request], tuple[int, dict[str, str], bytes]] = field(
        default=lambda _: (204, {}, b"")
    )

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}/hook?token=of-the-test"

    @property
    def ids(self) -> list[str]:
        return [request.id for request in self.requests]


@contextmanager
def receiving(directory: Path) -> Iterator[Receiver]:
    authority = trustme.CA()
    receiver = Receiver(directory / "ca.pem")
    authority.cert_pem.write_to_path(str(receiver.ca_file))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = Webhook(SECRET).verify(text, headers)
            assert len(text) < 20_000
            request = Request(headers["webhook-id"], body, headers)
            receiver.requests.append(request)
            try:
                status, more, answer = receiver.answer(request)
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            except OSError:
                # The sender died or hung up; some tests are about that.
                receiver.broken_off += 1
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Connections that end in the middle are what some tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        receiver.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()


@dataclass
class Mailbox:
    """A mail server that keeps what it takes; `reply` is what it says to each."""

    port: int
    mails: list[bytes] = field(default_factory=list)
    reply: str = "250 OK"
    recipient_reply: str = "250 OK"

    async def handle_RCPT(
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        if self.recipient_reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_reply

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        if self.reply.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append(envelope.content)
        return self.reply


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        mailbox = Mailbox(free.getsockname()[1])
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    yield mailbox
    controller.stop()


def connect(url: str) -> Owner:
    return psycopg.connect(url, autocommit=True, row_factory=dict_row)


def claim(owner: Owner) -> None:
    owner.execute("select ops.claim_instance(%s)", [INSTANCE])


def add_channel(owner: Owner, kind: str, target: str, *, name: str = "c") -> int:
    row = owner.execute(
        """
        insert into app.notification_channels (
            name, channel_type, target, secret, created_at
        )
        values (%s, %s, %s, %s, now() - interval '10 days')
        returning id
        """,
        [name, kind, target, SECRET if kind == "webhook" else None],
    ).fetchone()
    assert row is not None
    return int(row["id"])


def add_rule(
    owner: Owner,
    *channels: int,
    delivery: str = "instant",
    name: str = "r",
    scope: str = "tracked",
) -> int:
    row = owner.execute(
        """
        insert into core.alert_rules (name, rule_type, delivery, scope_type, sentence)
        values (%s, 'price', %s, %s, 'price') returning id
        """,
        [name, delivery, scope],
    ).fetchone()
    assert row is not None
    for channel in channels:
        owner.execute(
            """
            insert into core.alert_rule_channels (rule_id, channel_id) values (%s, %s)
            """,
            [row["id"], channel],
        )
    return int(row["id"])


RAISE = """
    with raised as (
        insert into core.alerts (
            rule_id, asin, marketplace, kind, date, severity, title, message,
            old_value, new_value, change_pct, detected_at
        )
        select
            %(rule)s, 'B0' || lpad(n::text, 8, '0'), 'US', 'PRICE_SPIKE',
            '2025-03-10', 'high', 'Price up: Kettle ' || n, 'From 10 to 12.', 10, 12,
            20 + n, now()
        from generate_series(%(first)s::integer, %(last)s::integer) as n
        returning id, date, rule_id, tenant_id
    )
    insert into pg_temp.raised_alerts (alert_id, date, rule_id, tenant_id, told_id)
    select r.id, r.date, r.rule_id, r.tenant_id, r.id from raised as r
"""
SCRATCH = """
    create temp table if not exists raised_alerts (
        alert_id bigint, date date, rule_id bigint, tenant_id uuid, told_id bigint
    ) on commit delete rows
"""


def raise_alerts(owner: Owner, rule: int, *, first: int = 1, last: int = 1) -> int:
    """Raise alerts as a promotion does; return the number of queued messages."""
    with owner.transaction():
        owner.execute("select ops.ensure_partition('core.alerts', '2025-03-10')")
        owner.execute(SCRATCH)
        owner.execute(RAISE, {"rule": rule, "first": first, "last": last})
        queued = owner.execute("select ops.queue_notifications(now()) as n").fetchone()
    assert queued is not None
    return int(queued["n"])


def notifications(owner: Owner) -> list[DictRow]:
    return owner.execute(
        "select n.* from core.notifications as n order by n.alert_id, n.created_at"
    ).fetchall()


def statuses(owner: Owner) -> set[str]:
    return {row["status"] for row in notifications(owner)}


def until_all(owner: Owner, status: str) -> None:
    """Wait until every notification has a status."""
    wait_until(lambda: statuses(owner) == {status})
