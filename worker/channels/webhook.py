"""Sends webhooks by Standard Webhooks 1.0 to addresses that tenants chose.

https only, no redirects, no proxies, one resolution of the name, a limit on the time of
each step and of all, and on the bytes read of the answer. Tenants read errors in our
own words; the words of libraries and of the receiver are in the log.
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
# A receiver that asks for more is asked again anyway.
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
    """Sign and post one message; never raises for what the receiver does.

    The id and the body are the same in every try; the timestamp and so the signature
    are those of the try, since receivers refuse old ones.
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
    """Make the body, below 20 kB: what is too long loses its details, then its text."""
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
        log.info("webhook not delivered", host=host, error=repr(error))
        return Failed(f"{host[:100]} {fault_of(error)}.")


def fault_of(error: Exception) -> str:
    """Say what a receiver did, or did not do; no word of the error itself."""
    match error:
        case httpx.TimeoutException():
            return f"did not answer in time ({type(error).__name__})"
        case httpx.ProtocolError():
            return "does not answer as HTTP asks for"
        case httpx.ReadError() | httpx.WriteError():
            return "broke off the connection"
    # What TLS did not like stands at the bottom, under two libraries' own errors.
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "has no certificate that is valid for its name"
        if isinstance(cause, ssl.SSLError):
            return "does not speak TLS 1.2 or later"
        cause = cause.__cause__ or cause.__context__
    return "cannot be reached"


def pinned(url: str, *, address: str) -> str:
    """Put the address that was checked in the place of the name."""
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
            # TLS asks for, and checks, the name and not the address.
            extensions={"sni_hostname": host},
        ) as response,
    ):
        outcome = judge(response.status_code, response.headers)
        if isinstance(outcome, Failed):
            log.info(
                "webhook refused",
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
    """Make it once: reading the authorities takes longer than most receivers."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


async def beginning(response: httpx.Response) -> str:
    """Read at most the first 4 kB as they come, undecoded: no bomb unpacks here."""
    found = b""
    async for chunk in response.aiter_raw():
        found += chunk
        if len(found) >= MAX_ANSWER:
            break
    return found[:MAX_ANSWER].decode(errors="replace")


def judge(
    status: int, headers: Mapping[str, str], *, who: str = "The receiver"
) -> Outcome:
    """Say what an answer means for this message and for the channel.

    Of the answer's text nothing: who makes channels must not read through the worker.
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
    """Read Retry-After, in seconds or as a date; None when there is none to be read."""
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
