"""Allowed targets of webhooks and the meaning of answers; Slack through a proxy."""

import asyncio
import gc
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import orjson
import pytest
import structlog
import trustme

from tests.support.waiting import LIMIT, wait_until
from tests.support.worker import SECRET, Receiver, mail_server, receiving
from worker.channels.email import send_email
from worker.channels.result import Failed, Outcome, Sent
from worker.channels.slack import send_slack
from worker.channels.ssrf_guard import AddressError, is_public, resolve, target_of
from worker.channels.webhook import body_of, judge, retry_after, send_webhook
from worker.retries import backoff
from worker.settings import Settings

MESSAGE = {
    "title": "Price up: Kettle",
    "text": "From 10 to 12.",
    "type": "alert.raised",
    "timestamp": "2025-03-10T12:00:00+00:00",
    "data": {"alert_id": 1},
}
SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"


def settings(**given: Any) -> Settings:
    return Settings(database_url="postgresql://nowhere", **given)


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    with receiving(tmp_path) as found:
        yield found


def send(receiver: Receiver, url: str | None = None, **given: Any) -> Outcome:
    options = {"allow_private_targets": True, "ca_file": receiver.ca_file} | given
    return send_webhook(
        settings(**options),
        notification_id=uuid4(),
        target=url or receiver.url,
        secret=SECRET,
        message=MESSAGE,
    )


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.254",
        "127.0.0.1",
        "127.255.0.1",
        "168.63.129.16",
        "169.254.169.254",
        "169.254.170.2",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",
        "::ffff:0:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "4000::1",
    ],
)
def test_addresses_that_are_not_of_the_public_internet_are_refused(
    address: str,
) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "::ffff:8.8.8.8",
        "2606:4700:4700::1111",
        "2a00:1450:4001:80b::200e",
    ],
)
def test_others_are_not(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "fe80::1%lo",
        socket.gethostname(),
        "no-such-host.invalid",
    ],
)
def test_a_name_is_judged_by_what_it_resolves_to_and_that_is_not_told(
    host: str,
) -> None:
    """Nor does it tell whether there is such a name here, or whether it is private."""
    with pytest.raises(AddressError) as caught:
        asyncio.run(resolve(host, 443, settings()))
    assert str(caught.value) == (
        f"{host} does not resolve to a public address; "
        "give the channel an address that the internet can reach."
    )
    is_name = host in {"localhost", "no-such-host.invalid", socket.gethostname()}
    assert caught.value.is_final is not is_name


def test_one_private_address_among_public_ones_refuses_the_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # No resolver of this machine can be made to say that.
    found = [(0, 0, 0, "", ("8.8.8.8", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(AddressError, match=r"^two\.example does not"):
        asyncio.run(resolve("two.example", 443, settings()))
    found.pop()
    assert str(asyncio.run(resolve("one.example", 443, settings()))) == "8.8.8.8"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://example.com/", "not https"),
        ("ftp://example.com/", "not https"),
        ("https:///x", "names no host"),
        ("https://user:secret@example.com/", "user name"),
        ("https://example.com:22/", "Port 22 is not allowed"),
        ("https://example.com:99999/", "cannot be read"),
        ("https://[::1/", "cannot be read"),
        ("https://two..dots/", "cannot be read"),
        (f"https://{'x' * 64}.example/", "cannot be read"),
        ("https://127\u30020\u30020\u30021/", "not ASCII"),
        ("https://\uff11\uff12\uff17.0.0.1/", "not ASCII"),
        ("https://stra\u00dfe.example/", "not ASCII"),
    ],
)
def test_what_is_no_address_of_a_receiver_is_said_without_repeating_it(
    url: str, words: str
) -> None:
    with pytest.raises(AddressError, match=words) as caught:
        target_of(url, settings())
    assert "secret" not in str(caught.value)
    assert url not in str(caught.value)


def test_nothing_private_is_called_unless_a_setting_says_so(receiver: Receiver) -> None:
    url = receiver.url.replace("localhost", "127.0.0.1")
    for target in (url, receiver.url):
        outcome = send(
            receiver,
            target,
            allow_private_targets=False,
            allowed_ports={receiver.port},
        )
        assert isinstance(outcome, Failed)
        assert outcome.is_final is (target == url)
        assert "does not resolve to a public address" in outcome.error
    assert receiver.requests == []
    assert settings().allow_private_targets is False


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A port of this machine, over IPv4 and IPv6, and the clients that connected."""
    came: list[object] = []
    with socket.create_server(
        ("::", 0), family=socket.AF_INET6, dualstack_ipv6=True
    ) as s:
        s.settimeout(0.05)
        stop = threading.Event()

        def serve() -> None:
            while not stop.is_set():
                with suppress(TimeoutError):
                    connection, address = s.accept()
                    came.append(address)
                    connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield s.getsockname()[1], came
        finally:
            stop.set()
            thread.join()


PRIVATE = (
    "https://127.0.0.1:{port}/",
    "HTTPS://127.0.0.1:{port}/",
    "https://127.1:{port}/",
    "https://127.0.1:{port}/",
    "https://2130706433:{port}/",
    "https://0x7f000001:{port}/",
    "https://0X7F.1:{port}/",
    "https://0177.0.0.1:{port}/",
    "https://017700000001:{port}/",
    "https://0x7f.0.0x0.01:{port}/",
    "https://0:{port}/",
    "https://0.0.0.0:{port}/",
    "https://127.0.0.1.:{port}/",
    "https://[::1]:{port}/",
    "https://[::]:{port}/",
    "https://[0000:0000:0000:0000:0000:0000:0000:0001]:{port}/",
    "https://[::127.0.0.1]:{port}/",
    "https://[::ffff:127.0.0.1]:{port}/",
    "https://[::ffff:7f00:1]:{port}/",
    "https://[0:0:0:0:0:FFFF:7F00:0001]:{port}/",
    "https://[::ffff:0:127.0.0.1]:{port}/",
    "https://[64:ff9b::127.0.0.1]:{port}/",
    "https://[64:ff9b:1::7f00:1]:{port}/",
    "https://[2002:7f00:1::1]:{port}/",
    "https://[::1%lo]:{port}/",
    "https://[::1%25lo]:{port}/",
    "https://[fe80::1%25lo]:{port}/",
    "https://[127.0.0.1]:{port}/",
    "https://[v1.127.0.0.1]:{port}/",
    "https://localhost:{port}/",
    "https://LocalHost:{port}/",
    "https://localhost.:{port}/",
    "https://ip6-localhost:{port}/",
    "https://\uff11\uff12\uff17.0.0.1:{port}/",
    "https://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460:{port}/",
    "https://127\u30020\u30020\u30021:{port}/",
    "https://127\uff0e0\uff0e0\uff0e1:{port}/",
    "https://\u24dbocalhost:{port}/",
    "https://xn--localhost:{port}/",
    "https://xn--127-0-0-1.localhost:{port}/",
    "https://%31%32%37.0.0.1:{port}/",
    "https://127.0.0.1%2e:{port}/",
    "https://example.com@127.0.0.1:{port}/",
    "https://example.com:443@127.0.0.1:{port}/",
    "https://@127.0.0.1:{port}/",
    "https://:@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}\\@example.invalid/",
    "https://example.invalid\\@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}#@example.invalid/",
    "https://127.0.0.1:{port}?@example.invalid/",
    "https://127.0.0.1\t:{port}/",
    "https://127.0.0.1:{port}/\x01",
    "https:127.0.0.1:{port}/",
    "https:///127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/",
    "https+http://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}.example.invalid/",
    "https://127.0.0.1:{port}0000/",
)


@pytest.mark.parametrize("form", PRIVATE)
def test_no_way_to_write_a_private_address_reaches_it(form: str) -> None:
    """With the sender itself, towards a port that is open and allowed."""
    with listening() as (port, came):
        url = form.format(port=port)
        outcome = send_webhook(
            settings(allowed_ports={port}),
            notification_id=uuid4(),
            target=url,
            secret=SECRET,
            message=MESSAGE,
        )
        assert came == []
    assert isinstance(outcome, Failed)
    assert set(ADDRESS.findall(outcome.error)) <= set(ADDRESS.findall(url.lower()))


# Anything that looks like one of IPv4, or of IPv6.
ADDRESS = re.compile(r"\d+(?:\.\d+){3}|[0-9a-f]*(?::[0-9a-f]*){2,}")
# What only whoever runs the installation may read.
INSIDE = ("10.0.0.7", "internal.corp", "/etc/", ".py", "_ssl", "Errno", "127.0.0.1")


def test_redirects_errors_and_answers_are_told_without_their_words(
    receiver: Receiver,
) -> None:
    said = b"root:x:0:0 /etc/passwd of internal.corp at 10.0.0.7"
    given = {
        200: None,
        301: "The receiver answered 301; redirects are not followed.",
        404: "The receiver answered 404.",
        410: "The receiver answered 410.",
        500: "The receiver answered 500.",
    }
    where = {"location": "https://internal.corp/etc/", "retry-after": "10.0.0.7"}
    for status, error in given.items():
        receiver.answer = lambda _, status=status: (status, where, said)  # type: ignore[misc]
        with structlog.testing.capture_logs() as lines:
            outcome = send(receiver)
        if isinstance(outcome, Failed):
            assert outcome.error == error
            assert said.decode() in str(lines)
        else:
            assert error is None


@contextmanager
def answering(
    directory: Path, answer: bytes, *, tls: bool
) -> Iterator[tuple[str, Path]]:
    """A server of any bytes, with a certificate of localhost or without TLS."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(directory / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with closing(listener.accept()[0]) as connection, suppress(OSError):
                if not tls:
                    connection.sendall(answer)
                    return
                with context.wrap_socket(connection, server_side=True) as secure:
                    request = b""
                    while not request.endswith(b"}"):
                        request += secure.recv(65_536)
                    secure.sendall(answer)
                    secure.unwrap()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://localhost:{listener.getsockname()[1]}/", directory / "ca.pem"
        thread.join()


@pytest.mark.parametrize(
    ("answer", "tls", "error"),
    [
        (b"SSH-2.0 internal.corp 10.0.0.7\r\n", False, "does not speak TLS"),
        (b"SSH-2.0 internal.corp 10.0.0.7\r\n", True, "does not answer in valid HTTP"),
        (b"HTTP/1.1 xyz /etc/passwd\r\n\r\n", True, "does not answer in valid HTTP"),
        (b"", True, "does not answer in valid HTTP"),
        (b"HTTP/1.1 200 OK\r\n10.0.0.7\r\n\r\n", True, "does not answer in valid HTTP"),
    ],
)
def test_a_receiver_that_is_none_is_told_in_our_own_words(
    tmp_path: Path, answer: bytes, tls: bool, error: str
) -> None:
    with answering(tmp_path, answer, tls=tls) as (url, authority):
        outcome = send_webhook(
            settings(allow_private_targets=True, ca_file=authority),
            notification_id=uuid4(),
            target=url,
            secret=SECRET,
            message=MESSAGE,
        )
    assert isinstance(outcome, Failed)
    assert outcome.error.startswith(f"localhost {error}")
    assert not [word for word in INSIDE if word in outcome.error]


def test_the_mail_server_is_not_told_of(tmp_path: Path) -> None:
    greeting = b"554 mail.internal.corp [10.0.0.7] knows you not\r\n"
    with answering(tmp_path, greeting, tls=False) as (url, _):
        port = urlsplit(url).port
        refused = mail(smtp_host="127.0.0.1", smtp_port=port)
    assert refused == Failed("The mail server refused the connection (554).", 554)
    for host in ("127.0.0.1", "mail.internal.corp.invalid"):
        unreachable = mail(smtp_host=host, smtp_port=port)
        assert unreachable == Failed("The mail server cannot be reached.")


def test_a_mail_has_one_subject_line_and_its_text(tmp_path: Path) -> None:
    with mail_server() as mailbox:
        outcome = mail(
            smtp_host="127.0.0.1",
            smtp_port=mailbox.port,
            title="Price up:\r\nBcc: c@example.com Küche",
            text="From 10 € to 12 €\n.\nend",
        )
    assert outcome == Sent(250)
    [found] = [message_from_bytes(m, policy=policy.default) for m in mailbox.mails]
    assert found["Subject"] == "Price up: Bcc: c@example.com Küche"
    assert (found["From"], found["To"]) == ("Küche <a@example.com>", "b@example.com")
    assert found["Bcc"] is None
    assert found["Auto-Submitted"] == "auto-generated"
    assert found.get_content().splitlines() == [
        "From 10 € to 12 €",
        ".",
        "end",
    ]


@pytest.mark.parametrize(("reply", "is_final"), [("451 later", False), ("550", True)])
def test_a_mail_server_that_refuses_says_whether_to_try_again(
    reply: str, is_final: bool
) -> None:
    status = int(reply[:3])
    refused = Failed(f"The mail server answered {status}.", status, is_final=is_final)
    with mail_server() as mailbox:
        mailbox.reply = reply
        assert mail(smtp_host="127.0.0.1", smtp_port=mailbox.port) == refused
        mailbox.reply, mailbox.recipient_reply = "250 OK", reply
        assert mail(smtp_host="127.0.0.1", smtp_port=mailbox.port) == refused


def test_a_mail_to_an_address_beyond_ascii_is_not_taken() -> None:
    untaken = Failed("The mail server did not take the message.")
    with mail_server() as mailbox:
        given: Any = {"smtp_host": "127.0.0.1", "smtp_port": mailbox.port}
        assert mail(**given, target="ü@example.com") == untaken


def test_a_mail_server_without_tls_or_login_is_not_reached() -> None:
    unreachable = Failed("The mail server cannot be reached.")
    with mail_server() as mailbox:
        given: Any = {"smtp_host": "127.0.0.1", "smtp_port": mailbox.port}
        assert mail(**given, smtp_security="starttls") == unreachable
        assert mail(**given, smtp_user="u", smtp_password="p") == unreachable
    assert mailbox.mails == []


def mail(
    title: str = "t", text: str = "x", target: str = "b@example.com", **given: Any
) -> Outcome:
    return send_email(
        settings(
            **{"smtp_from": "Küche <a@example.com>", "smtp_security": "insecure"}
            | given
        ),
        notification_id=uuid4(),
        target=target,
        message={"title": title, "text": text},
    )


def test_a_webhook_is_signed_and_arrives(receiver: Receiver) -> None:
    started = int(time.time())
    assert send(receiver) == Sent(204)
    [request] = receiver.requests
    assert request.body == {key: MESSAGE[key] for key in ("type", "timestamp", "data")}
    assert request.headers["host"] == f"localhost:{receiver.port}"
    assert started <= int(request.headers["webhook-timestamp"]) <= time.time()


def test_a_certificate_of_another_name_or_authority_is_refused(
    receiver: Receiver, tmp_path: Path
) -> None:
    other = send(receiver, receiver.url.replace("localhost", "127.0.0.1"))
    unknown = send(receiver, ca_file=None)
    for outcome in (other, unknown):
        assert isinstance(outcome, Failed)
        assert outcome.error.endswith("has no certificate that is valid for its name.")
        assert not outcome.is_final
    assert receiver.requests == []


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    where = {"location": receiver.url}
    receiver.answer = lambda _: (302, where, b"")
    outcome = send(receiver)
    assert isinstance(outcome, Failed)
    assert (outcome.response_status, outcome.is_final) == (302, True)
    assert "redirects are not followed" in outcome.error
    assert len(receiver.requests) == 1


def test_of_a_long_answer_only_the_beginning_is_read(receiver: Receiver) -> None:
    # More than the buffers between the two sides hold.
    receiver.answer = lambda _: (500, {}, b"x" * 64_000_000)
    outcome = send(receiver)
    assert isinstance(outcome, Failed)
    assert len(outcome.error) < 300
    wait_until(lambda: receiver.broken_off == 1)


@contextmanager
def server_of_bytes(*, drip: bytes) -> Iterator[int]:
    """Listen, accept a connection, and send some bytes at intervals, without TLS."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with closing(listener.accept()[0]) as connection:
                while not stop.wait(0.05):
                    try:
                        connection.sendall(drip)
                    except OSError:
                        return

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        stop.set()
        thread.join()


# A handshake that is cancelled is left to the garbage collector by httpcore.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_receiver_that_takes_its_time_is_left(receiver: Receiver) -> None:
    # A TLS record whose length is never reached: each byte is progress.
    with server_of_bytes(drip=b"\x16\x03\x03\x3f\x00") as port:
        started = time.monotonic()
        outcome = send(receiver, f"https://localhost:{port}/", total_timeout=0.5)
    # Reading on until the record is complete would take minutes.
    assert time.monotonic() - started < 60
    assert isinstance(outcome, Failed)
    assert not outcome.is_final
    gc.collect()


def test_a_receiver_that_is_silent_is_left(receiver: Receiver) -> None:
    wait = threading.Event()

    def silence(_: object) -> tuple[int, dict[str, str], bytes]:
        wait.wait(LIMIT)
        return 200, {}, b""

    receiver.answer = silence
    outcome = send(receiver, read_timeout=0.2)
    wait.set()
    assert outcome == Failed("localhost did not answer in time (ReadTimeout).")


def test_nobody_there_is_tried_again(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outcome = send(receiver, f"https://localhost:{port}/")
    assert isinstance(outcome, Failed)
    assert not outcome.is_final
    outcome = send(receiver, "https://no-such-host.invalid/")
    assert isinstance(outcome, Failed)
    assert not outcome.is_final


def test_a_body_that_would_be_too_large_loses_its_details_first() -> None:
    data = {"alert_id": 1, "message": "m", "details": {"x": "y" * 20_000}}
    body = orjson.loads(body_of({**MESSAGE, "data": data}))
    assert body["data"] == {"alert_id": 1, "message": "m"}
    data = {"alert_id": 1, "message": "m" * 20_000}
    assert orjson.loads(body_of({**MESSAGE, "data": data}))["data"] == {"alert_id": 1}


@pytest.mark.parametrize(
    ("status", "is_final", "is_disabling"),
    [
        (400, True, False),
        (401, True, False),
        (404, True, False),
        (408, False, False),
        (410, True, True),
        (422, True, False),
        (429, False, False),
        (500, False, False),
        (503, False, False),
        (599, False, False),
        (304, True, False),
    ],
)
def test_each_answer_has_its_meaning(
    status: int, is_final: bool, is_disabling: bool
) -> None:
    outcome = judge(status, {"retry-after": "7"})
    assert isinstance(outcome, Failed)
    assert outcome.is_final is is_final
    assert (outcome.disable_reason is not None) is is_disabling
    assert outcome.retry_after == (None if is_final else timedelta(seconds=7))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("999999999", 86_400),
        ("Mon, 10 Mar 2025 12:01:00 GMT", 60),
        ("Mon, 10 Mar 2025 11:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: int | None) -> None:
    found = retry_after(
        {"retry-after": text}, now=datetime(2025, 3, 10, 12, tzinfo=UTC)
    )
    assert found == (None if seconds is None else timedelta(seconds=seconds))


def test_waits_double_up_to_a_limit_and_differ() -> None:
    given = settings(retry_base=10, retry_cap=100)
    for attempt, longest in ((1, 10), (2, 20), (3, 40), (4, 80), (5, 100), (9999, 100)):
        waits = {backoff(given, attempt).total_seconds() for _ in range(20)}
        assert len(waits) > 10
        assert longest / 2 <= min(waits) <= max(waits) <= longest


@contextmanager
def slack(directory: Path, answers: list[tuple[int, bytes]]) -> Iterator[list[bytes]]:
    """Be hooks.slack.com, behind a proxy at HTTPS_PROXY that leads nowhere else."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(directory / "slack.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("hooks.slack.com").configure_cert(context)
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            assert self.path == "hooks.slack.com:443"
            self.send_response(200)
            self.end_headers()
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile("rb")
            self.wfile = self.connection.makefile("wb", buffering=0)
            self.close_connection = False

        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["content-length"])))
            status, answer = answers.pop(0)
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
            self.close_connection = True

        def finish(self) -> None:
            super().finish()
            self.connection.close()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.server_port}")
            yield bodies
        server.shutdown()
        thread.join()


def post(directory: Path, target: str = SLACK, **message: str) -> Outcome:
    given = settings(ca_file=directory / "slack.pem")
    return send_slack(given, target=target, message={**MESSAGE, **message})


def test_slack_gets_title_and_text_and_its_answers_count(tmp_path: Path) -> None:
    given = [
        *((200, b"ok"), (404, b"no_service"), (429, b""), (410, b"archived")),
        *((200, b"<html>a proxy"), (302, b""), (500, b"")),
    ]
    with slack(tmp_path, given) as bodies:
        assert post(tmp_path) == Sent(200)
        assert post(tmp_path) == Failed("Slack answered 404.", 404, is_final=True)
        assert post(tmp_path) == Failed("Slack answered 429.", 429)
        gone = post(tmp_path)
        assert post(tmp_path) == Failed("Slack answered 200.", 200)
        redirected = "Slack answered 302; redirects are not followed."
        assert post(tmp_path) == Failed(redirected, 302, is_final=True)
        assert post(tmp_path) == Failed("Slack answered 500.", 500)
    assert isinstance(gone, Failed)
    assert gone.disable_reason == "Slack answered 410 Gone."
    [attachment] = orjson.loads(bodies[0])["attachments"]
    assert attachment["title"] == "Price up: Kettle"
    assert attachment["text"] == "From 10 to 12."


def test_slack_reads_no_link_or_mention_out_of_a_title(tmp_path: Path) -> None:
    title, text = "<!channel> & <b>", "<https://example.com|here>\n"
    with slack(tmp_path, [(200, b"ok"), (200, b"")]) as bodies:
        assert post(tmp_path, title=title, text=text) == Sent(200)
        workflow = "https://hooks.slack.com/triggers/T1/2/x3"
        assert post(tmp_path, workflow, title="Price up", text=text) == Sent(200)
    [attachment] = orjson.loads(bodies[0])["attachments"]
    assert attachment["title"] == "&lt;!channel&gt; &amp; &lt;b&gt;"
    assert attachment["text"] == "&lt;https://example.com|here&gt;"
    assert orjson.loads(bodies[1]) == {
        "text": "Price up: &lt;https://example.com|here&gt;"
    }


def test_slack_that_cannot_be_reached_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    outcome = send_slack(settings(), target=SLACK, message=MESSAGE)
    assert outcome == Failed("Slack cannot be reached.")


@pytest.mark.parametrize(
    "target",
    [
        "https://hooks.slack.com/",
        "https://127.0.0.1/services/T1/B1/abc",
        "https://hooks.slack.com@127.0.0.1/services/T1/B1/abc",
        "https://127.0.0.1/?https://hooks.slack.com/services/T1/B1/abc",
        "https://hooks.slack.com/services/T1/B1/abc/../../x",
    ],
)
def test_only_incoming_webhooks_of_slack_are_called(target: str) -> None:
    outcome = send_slack(settings(), target=target, message=MESSAGE)
    assert isinstance(outcome, Failed)
    assert outcome.is_final
