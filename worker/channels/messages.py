"""Sends e-mail and Slack messages through Apprise.

Apprise answers yes or no. What the other side said stands in its log, from where it is
read, for this thread alone. Tenants read what failed: which mail server it was, and its
words, are in the worker's log alone.
"""

import logging
import re
import smtplib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_string
from email.utils import parseaddr
from typing import Any
from uuid import UUID

import structlog
from apprise import AppriseAsset, NotifyFormat
from apprise.plugins.email.base import NotifyEmail
from apprise.plugins.email.smtp import SMTP_DEFAULT_PORTS, AppriseSMTPController
from apprise.plugins.slack import NotifySlack

from worker.channels.result import Failed, Outcome, Sent
from worker.settings import Settings

log = structlog.get_logger()

_ASSET = AppriseAsset(app_id="asinmart", app_desc="asinmart", app_url="")
_HTTP_STATUS = re.compile(r"error=(\d{3})\b")
_SMTP_STATUS = re.compile(r"\((\d{3}), b['\"]")


class _Heard(logging.Handler):
    """Keeps what one thread logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.thread = threading.get_ident()
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.text += record.getMessage() + "\n"


@contextmanager
def _listening() -> Iterator[_Heard]:
    heard = _Heard()
    logger = logging.getLogger("apprise")
    logger.addHandler(heard)
    try:
        yield heard
    finally:
        logger.removeHandler(heard)


def configure_apprise_log() -> None:
    """Let handlers see everything, and the worker's own log none: it holds targets."""
    logger = logging.getLogger("apprise")
    logger.setLevel(logging.DEBUG)
    logger.propagate = False


def send_slack(*, target: str, message: Mapping[str, Any]) -> Outcome:
    """Post to an incoming webhook of Slack; no other address is called."""
    parsed = NotifySlack.parse_native_url(target)  # type: ignore[no-untyped-call]
    if not parsed:
        return Failed(
            "The address is not one of Slack's incoming webhooks.", is_final=True
        )
    parsed |= {"asset": _ASSET, "include_image": False, "redirect": False}
    slack = NotifySlack(**parsed)  # type: ignore[no-untyped-call]
    with _listening() as heard:
        is_sent = slack.notify(
            body=str(message["text"]),
            title=str(message["title"]),
            body_format=NotifyFormat.TEXT,
        )
    if is_sent:
        return Sent(200)
    found = _HTTP_STATUS.search(heard.text)
    if found is None:
        return Failed("Slack cannot be reached.")
    status = int(found[1])
    error = f"Slack answered {status}."
    if status == 410:
        return Failed(
            error, status, is_final=True, disable_reason="Slack answered 410 Gone."
        )
    return Failed(error, status, is_final=_is_final(status))


def _is_final(status: int) -> bool:
    return 400 <= status < 500 and status not in (408, 429)


def send_email(
    settings: Settings,
    *,
    notification_id: UUID,
    target: str,
    message: Mapping[str, Any],
) -> Outcome:
    """Hand an e-mail to the server of the settings, with the notification's id."""
    if settings.smtp_host is None or settings.smtp_from is None:
        return Failed(
            "No mail server is set: give the worker WORKER_SMTP_HOST and"
            " WORKER_SMTP_FROM."
        )
    name, sender = parseaddr(settings.smtp_from)
    [made] = NotifyEmail.prepare_emails(
        subject=str(message["title"]),
        body=str(message["text"]),
        from_addr=(name, sender),
        to=[(False, target)],
        smtp_host=settings.smtp_host,
        notify_format=NotifyFormat.TEXT,
        # Mail that a program sends: out-of-office notes are not for it.
        headers={"X-Application": "asinmart", "Auto-Submitted": "auto-generated"},
    )
    # Apprise makes a new Message-ID each time, after all headers it is given.
    mail = message_from_string(made.body)
    mail.replace_header(
        "Message-ID", f"<{notification_id}@{sender.rpartition('@')[2]}>"
    )
    password = settings.smtp_password
    with _listening() as heard:
        try:
            with AppriseSMTPController(
                host=settings.smtp_host,
                port=settings.smtp_port or SMTP_DEFAULT_PORTS[settings.smtp_security],
                secure_mode=settings.smtp_security,
                user=settings.smtp_user,
                password=password.get_secret_value() if password is not None else None,
                socket_connect_timeout=int(settings.read_timeout),
            ) as smtp:
                is_sent = smtp.sendmail(sender, made.to_addrs, mail.as_string())
        except smtplib.SMTPResponseException as error:
            # Not the message but the connection or the login: the next may pass.
            said = error.smtp_error
            text = said.decode(errors="replace") if isinstance(said, bytes) else said
            log.warning("mail server refuses", status=error.smtp_code, said=text)
            return Failed(
                f"The mail server refused the connection ({error.smtp_code}).",
                error.smtp_code,
            )
        except (OSError, smtplib.SMTPException) as error:
            log.warning("mail server not reached", error=repr(error))
            return Failed("The mail server cannot be reached.")
    if is_sent:
        return Sent(250)
    found = _SMTP_STATUS.search(heard.text)
    if found is None:
        return Failed("The mail server did not take the message.")
    status = int(found[1])
    return Failed(f"The mail server answered {status}.", status, is_final=status >= 500)
