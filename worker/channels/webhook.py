"""Sends webhooks by Standard Webhooks 1.0 to the addresses that tenants choose.

It uses https only, no redirects and no proxies, and resolves the name once. It limits
the time of each step, the total time, and the bytes read of the answer. Tenants read
errors in our own words; the texts of libraries and of the receiver are in the log.
"""

import asyncio
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from ipaddress import IPv6Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import httpx
import orjson
import structlog
from standardwebhooks import Webhook

from worker.channels.result import Failed, Outcome, Sent
from worker.channels.ssrf_guard import AddressError, resolve, target_of
from worker.settings import Settings

log = structlog.get_logger()

MAX_BODY = 20_000
MAX_ANSWER = 4_096
# If a receiver asks for a longer wait, the next try comes after this one.
_MAX_RETRY_AFTER = timedelta(hours=24)


def send_webhook(
    settings: Settings,
    *,
    notification_id: UUID,
    target: str,
    secret: str,
    message: Mapping[str, Any],
    now: datetime | None = None,
) -> Outcome:
    """Sign and post one message; a fault of the receiver is a result, not an exception.

    The id and the body are the same in every try. The timestamp, and so the signature,
    belong to the try, because receivers refuse old ones.
    """
    body = body_of(message)
    moment = now or datetime.now(UTC)
    headers = {
        "content-type": "application/json",
        "user-agent": "asinmart",
        "webhook-id": str(notification_id),
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(
            str(notification_id), moment, body.decode()
        ),
    }
    try:
        return asyncio.run(_post(settings, target, headers=headers, body=body))
    except AddressError as error:
        return Failed(str(error), is_final=error.is_final)


def body_of(message: Mapping[str, Any]) -> bytes:
    """Make the body, below 20 kB: a longer one loses its details, then its texts."""
    parts = {key: message[key] for key in ("type", "timestamp", "data")}
    for left_out in ((), ("details",), ("details", "alerts", "message")):
        data = {k: v for k, v in parts["data"].items() if k not in left_out}
        body = orjson.dumps({**parts, "data": data})
        if len(body) < MAX_BODY:
            break
    return body


async def _post(
    settings: Settings, target: str, *, headers: dict[str, str], body: bytes
) -> Outcome:
    host, port = target_of(target, settings)
    try:
        async with asyncio.timeout(settings.total_timeout):
            address = await resolve(host, port, settings)
            return await _exchange(
                settings,
                pinned(target, address=str(address)),
                host=host,
                port=port,
                headers=headers,
                body=body,
            )
    except TimeoutError:
        return Failed(f"No answer within {settings.total_timeout:g} s.")
    except httpx.InvalidURL:
        raise AddressError("The address cannot be read.") from None
    except (OSError, httpx.HTTPError) as error:
        log.info("webhook_not_delivered", host=host, error=repr(error))
        return Failed(f"{host[:100]} {fault_of(error)}.")


def fault_of(error: Exception) -> str:
    """Describe the fault of a receiver without repeating the text of the error."""
    match error:
        case httpx.TimeoutException():
            return f"did not answer in time ({type(error).__name__})"
        case httpx.ProtocolError():
            return "does not answer in valid HTTP"
        case httpx.ReadError() | httpx.WriteError():
            return "broke off the connection"
    # The TLS error is the innermost cause, below two libraries' own errors.
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "has no certificate that is valid for its name"
        if isinstance(cause, ssl.SSLError):
            return "does not speak TLS 1.2 or later"
        cause = cause.__cause__ or cause.__context__
    return "cannot be reached"


def pinned(url: str, *, address: str) -> str:
    """Replace the name in the URL by the address that was checked."""
    parts = urlsplit(url)
    try:
        IPv6Address(address)
        address = f"[{address}]"
    except ValueError:
        pass
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(("https", f"{address}{port}", parts.path, parts.query, ""))


async def _exchange(
    settings: Settings,
    url: str,
    *,
    host: str,
    port: int,
    headers: dict[str, str],
    body: bytes,
) -> Outcome:
    name = f"[{host}]" if ":" in host else host
    async with (
        httpx.AsyncClient(
            verify=tls(settings.ca_file),
            timeout=timeouts(settings),
            trust_env=False,
            follow_redirects=False,
        ) as client,
        client.stream(
            "POST",
            url,
            headers={**headers, "host": name if port == 443 else f"{name}:{port}"},
            content=body,
            # TLS requests and checks the name, not the address.
            extensions={"sni_hostname": host},
        ) as response,
    ):
        outcome = judge(response.status_code, response.headers)
        if isinstance(outcome, Failed):
            log.info(
                "webhook_refused",
                host=host,
                status=response.status_code,
                said=" ".join((await beginning(response)).split())[:200],
            )
        return outcome


def timeouts(settings: Settings) -> httpx.Timeout:
    """Return the limits of each step of a request."""
    return httpx.Timeout(
        settings.read_timeout, connect=settings.connect_timeout, pool=None
    )


@lru_cache
def tls(ca_file: Path | None) -> ssl.SSLContext:
    """Make the context once: reading the authorities takes longer than most calls."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


async def beginning(response: httpx.Response) -> str:
    """Read at most the first 4 kB, without decompression, against zip bombs."""
    found = b""
    async for chunk in response.aiter_raw():
        found += chunk
        if len(found) >= MAX_ANSWER:
            break
    return found[:MAX_ANSWER].decode(errors="replace")


def judge(
    status: int, headers: Mapping[str, str], *, who: str = "The receiver"
) -> Outcome:
    """Judge what an answer means for this message and for the channel.

    The result has no text of the answer: tenants must not read pages through the
    worker.
    """
    if 200 <= status < 300:
        return Sent(status)
    error = f"{who} answered {status}."
    if status == 410:
        return Failed(
            error,
            status,
            is_final=True,
            disable_reason=f"{who} answered 410 Gone.",
        )
    if status in (408, 429) or status >= 500:
        return Failed(error, status, retry_after=retry_after(headers))
    if 300 <= status < 400:
        error = f"{who} answered {status}; redirects are not followed."
    return Failed(error, status, is_final=True)


def retry_after(
    headers: Mapping[str, str], *, now: datetime | None = None
) -> timedelta | None:
    """Read Retry-After, in seconds or as a date; None if missing or unreadable."""
    text = headers.get("retry-after", "").strip()
    if text.isdecimal() and len(text) < 10:
        wait = timedelta(seconds=int(text))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        wait = moment - (now or datetime.now(UTC))
    return min(max(wait, timedelta(0)), _MAX_RETRY_AFTER)
