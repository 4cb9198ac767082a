"""Idempotency keys: a request sent twice acts once and gets the same response twice.

After draft-ietf-httpapi-idempotency-key-header-07. The claim of a key is a transaction
of its own, so that a second request sees the first at once. The changes of the handler
and its answer are stored in one transaction: a process killed at any point has either
changed nothing, and the claim expires, or has stored both.
"""

import re
from functools import wraps
from hashlib import sha256
from typing import Any

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response

from api import queries
from api.auth.permissions import Handler
from api.auth.principal import caller_of
from api.database import Database
from api.problems import Problem

log = structlog.get_logger()

CLAIM_SECONDS = 60
KEEP_HOURS = 24
RETRY_AFTER = 1
HEADER = "Idempotency-Key"

# A string of RFC 8941; parameters after it are not accepted.
_is_string = re.compile(r'"((?:[ !#-\[\]-~]|\\["\\]){1,255})"').fullmatch


def idempotent(
    handler: Handler,
    *,
    is_required: bool = True,
    claim_seconds: float = CLAIM_SECONDS,
) -> Handler:
    """Return a handler that acts once for each Idempotency-Key.

    The key is required where acting twice would create two things.

    If the handler raises, nothing was done and the same key may be sent again. The
    handler acts through `Database.fetch` alone, which is one transaction here.
    `claim_seconds` is longer than any request takes; a later one is rolled back.
    """

    @wraps(handler)
    async def act(request: Request) -> Response:
        if not is_required and HEADER not in request.headers:
            return await handler(request)
        names = {
            "tenant_id": caller_of(request).tenant_id,
            "route": f"{request.method} {request.scope['route'].path}",
            "key": read_key(request),
        }
        asked = names | {
            "fingerprint": await _fingerprint(request),
            "claim_seconds": claim_seconds,
            "keep_hours": KEEP_HOURS,
        }
        database: Database = request.app.state.database
        [(outcome, claim, *stored)] = await database.within_deadline(
            database.fetch(queries.CLAIM_IDEMPOTENCY_KEY, asked)
        )
        if outcome != b"claimed":
            return _answer_again(outcome, stored)
        names["claim"] = claim
        try:
            async with database.transaction():
                response = await handler(request)
                settled = names | {
                    "status": response.status_code,
                    "headers": _headers(response),
                    "body": bytes(response.body),
                }
                await database.fetch(queries.SETTLE_IDEMPOTENCY_KEY, settled)
        except BaseException:
            await _release(database, names)
            raise
        return response

    return act


def read_key(request: Request) -> str:
    """Return the key; raises Problem 400 when it is missing or no quoted string."""
    given = request.headers.getlist(HEADER)
    if not given:
        raise Problem(
            "idempotency-key-required",
            'Send a header such as Idempotency-Key: "8e03978e-40d5".',
        )
    found = _is_string(given[0].strip()) if len(given) == 1 else None
    if found is None:
        raise Problem(
            "idempotency-key-required",
            "An Idempotency-Key is one string of up to 255 characters in double "
            "quotes.",
        )
    return re.sub(r"\\(.)", r"\1", found[1])


async def _fingerprint(request: Request) -> bytes:
    """Return the SHA-256 of the path, query string, content type and body."""
    digest = sha256()
    for part in (
        request.scope["path"].encode(),
        request.scope["query_string"],
        request.headers.get("content-type", "").encode(),
        await request.body(),
    ):
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.digest()


def _answer_again(outcome: bytes, stored: list[Any]) -> Response:
    if outcome == b"reused":
        raise Problem(
            "idempotency-key-reused",
            "This Idempotency-Key was used for another request.",
        )
    if outcome == b"running":
        raise Problem(
            "idempotency-key-in-use",
            "The request with this Idempotency-Key is still in progress.",
            retry_after=RETRY_AFTER,
        )
    status, headers, body = stored
    response = Response(body, status_code=status)
    response.raw_headers = [
        (name.encode("latin-1"), value.encode("latin-1"))
        for name, value in orjson.loads(headers)
    ]
    response.raw_headers.append((b"idempotent-replayed", b"true"))
    return response


def _headers(response: Response) -> str:
    return orjson.dumps(
        [(n.decode("latin-1"), v.decode("latin-1")) for n, v in response.raw_headers]
    ).decode()


async def _release(database: Database, names: dict[str, Any]) -> None:
    """Release the claim; if that fails, it expires."""
    try:
        await database.fetch(queries.RELEASE_IDEMPOTENCY_KEY, names)
    except Exception as error:
        log.warning("idempotency_key_not_released", error=str(error))
