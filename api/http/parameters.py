"""Reading what the client sent, by hand: a model would cost more than Redis does.

Every fault is a 422 that names the parameter or the place in the body.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request

from api.cache.entry import RANGES
from api.problems import Problem, invalid

ASIN_PATTERN = "^[A-Za-z0-9]{10}$"
MARKETPLACE_PATTERN = "^[A-Za-z]{2}$"
DEFAULTS = {"marketplace": "US", "range": "30d", "from": "", "to": ""}
BATCH_LIMIT = 500
PERIOD_LIMIT = 366
BODY_LIMIT = 65536
QUERY_LIMIT = 256

_is_asin = re.compile("[A-Z0-9]{10}").fullmatch
_is_marketplace = re.compile("[A-Z]{2}").fullmatch
_is_day = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


def read_asin(raw: str) -> str:
    """Return an ASIN in upper case, as it is stored; lower case is accepted."""
    asin = raw.upper() if raw.isascii() else raw
    if not _is_asin(asin):
        raise invalid(
            "An ASIN has ten letters or digits, like B0DEMOJUMP.",
            {"parameter": "asin", "detail": "not an ASIN"},
        )
    return asin


def read_range(raw: str) -> str:
    """Return a range that there is."""
    if raw not in RANGES:
        raise invalid(
            f"The range is one of {', '.join(RANGES)}.",
            {"parameter": "range", "detail": "not a known range"},
        )
    return raw


@lru_cache(maxsize=1024)
def read_query(allowed: tuple[str, ...], raw: bytes) -> tuple[str, ...]:
    """Return the values of the allowed query parameters in their order.

    Remembered by the raw query string, of which there are few. An unknown name is an
    error: a client that writes 'rnage' should hear of it.
    """
    given: dict[str, str] = {}
    for name, value in read_pairs(raw, QUERY_LIMIT):
        if name not in allowed:
            takes = " and ".join(allowed) if allowed else "none"
            raise invalid(
                f"There is no query parameter '{name[:40]}'; the path takes {takes}.",
                {"parameter": name[:40], "detail": "unknown parameter"},
            )
        if name in given:
            raise invalid(
                f"Give the query parameter '{name}' once.",
                {"parameter": name, "detail": "given more than once"},
            )
        given[name] = value
    return tuple(
        _check(name, given[name]) if name in given else DEFAULTS[name]
        for name in allowed
    )


def read_pairs(raw: bytes, longest: int) -> list[tuple[str, str]]:
    """Return the names and values of a query string."""
    if len(raw) > longest:
        raise invalid(f"The query string is longer than {longest} bytes.")
    try:
        return parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise invalid("The query string is not UTF-8, percent-encoded.") from None


def _check(name: str, value: str) -> str:
    if name == "range":
        return read_range(value)
    if name in ("from", "to"):
        try:
            if not _is_day(value):
                raise ValueError
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise invalid(
                f"The parameter {name} is a day, like 2026-03-01.",
                {"parameter": name, "detail": "not a day"},
            ) from None
    marketplace = value.upper() if value.isascii() else value
    if not _is_marketplace(marketplace):
        raise invalid(
            "A marketplace is a code of two letters, like US or DE.",
            {"parameter": "marketplace", "detail": "not a marketplace code"},
        )
    return marketplace


def read_period(first: str, last: str) -> int | None:
    """Return the days from one to the other; None when neither is given."""
    if not first and not last:
        return None
    if not first or not last:
        name = "to" if first else "from"
        raise invalid(
            "Give both from and to, or a range.",
            {"parameter": name, "detail": "missing"},
        )
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    if not 1 <= days <= PERIOD_LIMIT:
        raise invalid(
            f"The days from {first} to {last} are none, or more than {PERIOD_LIMIT}.",
            {"parameter": "to", "detail": f"not within {PERIOD_LIMIT} days of from"},
        )
    return days


async def read_batch(request: Request) -> tuple[list[str], str]:
    """Return the ASINs of a batch, each once and in order, and its range."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if content_type.lower() != "application/json":
        raise Problem(
            "media-type-not-supported",
            "Send the body as JSON with the header Content-Type: application/json.",
        )
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise Problem(
                "body-too-large",
                f"A batch body has up to {BODY_LIMIT} bytes; split the request.",
            )
    try:
        batch = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise invalid(
            "The body is not JSON.", {"pointer": "", "detail": "not JSON"}
        ) from None
    if not isinstance(batch, dict):
        raise invalid(
            'The body is an object: {"asins": ["B0DEMOJUMP"], "range": "30d"}.',
            {"pointer": "", "detail": "not an object"},
        )
    faults = [
        {"pointer": f"/{name[:40]}", "detail": "unknown member"}
        for name in batch
        if name not in ("asins", "range")
    ]
    if batch.get("range", DEFAULTS["range"]) not in RANGES:
        faults.append(
            {"pointer": "/range", "detail": f"not one of {', '.join(RANGES)}"}
        )
    asins = _read_asins(batch.get("asins"), faults)
    if faults:
        raise invalid("The body has faults; see 'errors'.", *faults[:20])
    return asins, batch.get("range", DEFAULTS["range"])


def _read_asins(given: Any, faults: list[dict[str, str]]) -> list[str]:
    if not isinstance(given, list) or not 1 <= len(given) <= BATCH_LIMIT:
        faults.append(
            {"pointer": "/asins", "detail": f"not a list of 1 to {BATCH_LIMIT}"}
        )
        return []
    asins: dict[str, None] = {}
    for position, value in enumerate(given):
        asin = value.upper() if isinstance(value, str) and value.isascii() else ""
        if _is_asin(asin):
            asins[asin] = None
        else:
            faults.append({"pointer": f"/asins/{position}", "detail": "not an ASIN"})
    return list(asins)
