"""Hands e-mails to the mail server of the settings.

Tenants read the errors of channels. So the name of the mail server and its replies are
only in the worker's log.
"""

import smtplib
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, parseaddr
from typing import Any
from uuid import UUID

import structlog

from worker.channels.result import Failed, Outcome, Sent
from worker.channels.webhook import tls
from worker.settings import Settings

log = structlog.get_logger()

_PORTS = {"starttls": 587, "ssl": 465, "insecure": 25}


def send_email(
    settings: Settings,
    *,
    notification_id: UUID,
    target: str,
    message: Mapping[str, Any],
) -> Outcome:
    """Send one e-mail; a fault of the mail server is a result, not an exception.

    It blocks, because tasks run in threads. The Message-ID is the same in every try.
    """
    if settings.smtp_host is None or settings.smtp_from is None:
        return Failed(
            "No mail server is set: give the worker WORKER_SMTP_HOST and"
            " WORKER_SMTP_FROM."
        )
    name, sender = parseaddr(settings.smtp_from)
    mail = EmailMessage()
    # A header is one line, but the title of a product may have several.
    mail["Subject"] = " ".join(str(message["title"]).split())
    mail["From"] = formataddr((name, sender))
    mail["To"] = target
    mail["Date"] = datetime.now(UTC)
    mail["Message-ID"] = f"<{notification_id}@{sender.rpartition('@')[2]}>"
    # Asks mail programs to send no out-of-office notes.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Application"] = "asinmart"
    mail.set_content(str(message["text"]), cte="quoted-printable")
    try:
        smtp = _connect(settings, settings.smtp_host)
    except smtplib.SMTPResponseException as error:
        # The server refused the connection or the login, not the message: try again.
        _log_refusal(error.smtp_code, error.smtp_error)
        return Failed(
            f"The mail server refused the connection ({error.smtp_code}).",
            error.smtp_code,
        )
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail_server_unreachable", error=repr(error))
        return Failed("The mail server cannot be reached.")
    try:
        # Not send_message, which writes ">From" where a line begins with "From".
        smtp.sendmail(sender, [target], mail.as_bytes(policy=SMTP))
    except smtplib.SMTPRecipientsRefused as error:
        [(status, said)] = error.recipients.values()
        return _refused(status, said)
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        log.warning("mail_not_accepted", error=repr(error))
        return Failed("The mail server did not take the message.")
    finally:
        _quit(smtp)
    return Sent(250)


def _connect(settings: Settings, host: str) -> smtplib.SMTP:
    """Connect, secure the connection and log in, according to the settings."""
    port = settings.smtp_port or _PORTS[settings.smtp_security]
    context, timeout = tls(settings.ca_file), settings.read_timeout
    if settings.smtp_security == "ssl":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=timeout, context=context
        )
    else:
        smtp = smtplib.SMTP(host, port, timeout=timeout)
    try:
        if settings.smtp_security == "starttls":
            smtp.starttls(context=context)
        if settings.smtp_user and settings.smtp_password is not None:
            smtp.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    except BaseException:
        _quit(smtp)
        raise
    return smtp


def _quit(smtp: smtplib.SMTP) -> None:
    """Quit; the server has the message even if its reply to QUIT is an error."""
    with suppress(OSError, smtplib.SMTPException):
        smtp.quit()
    smtp.close()


def _refused(status: int, said: bytes | str) -> Failed:
    _log_refusal(status, said)
    return Failed(f"The mail server answered {status}.", status, is_final=status >= 500)


def _log_refusal(status: int, said: bytes | str) -> None:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    log.warning("mail_server_refused", status=status, said=text)
