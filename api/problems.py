"""Errors as RFC 9457 problem documents; the only place that maps errors to statuses.

Every problem has a stable type, /problems/<code>, which the API serves as a page.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Scope

# Renders a problem: as a document, or as a page of the console.
Refuse = Callable[[Scope, "Problem"], ASGIApp]

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A type of error: its code, its status, its title, and advice for the client."""

    code: str
    status: int
    title: str
    advice: str


PROBLEM_TYPES = {
    code: ProblemType(code, status, title, advice)
    for code, (status, title, advice) in {
        "bad-request": (
            400,
            "Malformed request",
            "Compare the request with the description in /docs.",
        ),
        "idempotency-key-required": (
            400,
            "Idempotency-Key required",
            "Send the header Idempotency-Key with a quoted string of your choice, such "
            "as a UUID, and repeat it when you retry.",
        ),
        "unauthorized": (
            401,
            "Authentication required",
            "Send an API key as 'Authorization: Bearer sk_...' or in X-API-Key, or a "
            "token of your identity provider as 'Authorization: Bearer ...'.",
        ),
        "forbidden": (
            403,
            "Permission denied",
            "Use credentials with the role and the scope in 'detail'; an admin of your "
            "tenant can grant them.",
        ),
        "not-found": (
            404,
            "Not found",
            "Check the path, the ASIN and the marketplace. A product exists after its "
            "first observation: load it with 'asinmart load', or wait until its file "
            "is promoted.",
        ),
        "unknown-operation": (
            404,
            "Unknown GraphQL operation",
            "Send the op of an operation in docs/graphql.md. Other documents are "
            "accepted only with API_ENVIRONMENT=development.",
        ),
        "method-not-allowed": (
            405,
            "Method not allowed",
            "The Allow header of the response lists the allowed methods.",
        ),
        "not-acceptable": (
            406,
            "Response format not available",
            "Send application/json, text/csv or application/x-ndjson in the Accept "
            "header, or omit the header.",
        ),
        "conflict": (
            409,
            "Conflict with the current state",
            "Read the current state and send a request that fits it.",
        ),
        "idempotency-key-in-use": (
            409,
            "Request still in progress",
            "Wait a moment and send it again with the same Idempotency-Key to get its "
            "response.",
        ),
        "precondition-failed": (
            412,
            "Changed since you read it",
            "Read it again, and send the change with the new ETag in If-Match.",
        ),
        "body-too-large": (
            413,
            "Body too large",
            "Split the request: a batch has up to 500 ASINs, a body up to 64 KiB.",
        ),
        "uri-too-long": (
            414,
            "URL too long",
            "Send fewer parameters; use a batch request for long lists.",
        ),
        "media-type-not-supported": (
            415,
            "Unsupported media type",
            "Send JSON with the header Content-Type: application/json.",
        ),
        "invalid-request": (
            422,
            "Invalid request",
            "The member 'errors' lists each invalid parameter or member.",
        ),
        "idempotency-key-reused": (
            422,
            "Idempotency-Key reused",
            "A key identifies one request: repeat exactly that request, or use a new "
            "key.",
        ),
        "operation-too-costly": (
            422,
            "GraphQL operation too deep or too costly",
            "Request fewer products, days or rows; docs/graphql.md explains the cost.",
        ),
        "too-many-requests": (
            429,
            "Too many requests",
            "Wait for the seconds in the Retry-After header. RateLimit-Policy is your "
            "quota, RateLimit the remaining requests.",
        ),
        "headers-too-large": (
            431,
            "Headers too many or too large",
            "Send at most 64 headers with at most 16 KiB in total.",
        ),
        "internal-error": (
            500,
            "Internal error",
            "Report it with the request id in 'instance', which is in the log.",
        ),
        "unavailable": (
            503,
            "Service unavailable",
            "Try again after the seconds in the Retry-After header. If the problem "
            "persists, run 'asinmart doctor'.",
        ),
    }.items()
}
# The first type of a status is its general one.
_BY_STATUS = {p.status: p for p in reversed(PROBLEM_TYPES.values())}
_NO_SCHEMA = (
    psycopg.errors.UndefinedFunction,
    psycopg.errors.UndefinedTable,
    psycopg.errors.InvalidSchemaName,
)
# The first two are operational errors themselves.
_OUTAGES = {
    PoolTimeout: "No connection to the database became free in time",
    psycopg.errors.QueryCanceled: "The database took too long to answer",
    psycopg.OperationalError: "The database cannot be reached",
    psycopg.InterfaceError: "The database cannot be reached",
}


class Problem(Exception):
    """An error for the client; an exception handler renders it as problem+json."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        headers: dict[str, str] | None = None,
        retry_after: int | None = None,
        **extensions: Any,
    ) -> None:
        """Describe the occurrence; extensions become members of the document.

        `retry_after` is the seconds until the client may try again.
        """
        super().__init__(detail)
        self.type = PROBLEM_TYPES[code]
        self.detail = detail
        self.headers = headers or {}
        if retry_after is not None:
            self.headers["Retry-After"] = str(retry_after)
            extensions = {"retry_after_seconds": retry_after} | extensions
        self.extensions = extensions


def invalid(detail: str, *errors: dict[str, str]) -> Problem:
    """Return the 422 for one or more faults, each with a parameter or a pointer."""
    return Problem("invalid-request", detail, errors=list(errors))


def unavailable(detail: str, *, retry_after: int = 2, **extensions: Any) -> Problem:
    """Return the 503 with the seconds until the next try."""
    return Problem("unavailable", detail, retry_after=retry_after, **extensions)


def from_status(status: int, detail: str) -> Problem:
    """Return the general problem of an HTTP status."""
    known = _BY_STATUS.get(status) or _BY_STATUS[400 if status < 500 else 500]
    return Problem(known.code, detail)


def from_database_error(error: psycopg.Error) -> Problem | None:
    """Return the problem for a database error; None for a bug of the API.

    SQLSTATE AMnnn is the status nnn with the message of the function and its hint. A
    database without the functions waits for its migration: that is a 503.
    """
    state = error.sqlstate or ""
    if re.fullmatch(r"AM[45]\d\d", state):
        words = error.diag.message_primary or "the database refused the request"
        hint = error.diag.message_hint
        sentence = f"{words[:1].upper()}{words[1:].rstrip('.')}."
        return from_status(int(state[2:]), f"{sentence} {hint}" if hint else sentence)
    if isinstance(error, _NO_SCHEMA):
        return unavailable(
            "The database schema is older than the API: run the migrations "
            "('make up'), then try again.",
            retry_after=10,
        )
    for kind, detail in _OUTAGES.items():
        if isinstance(error, kind):
            return unavailable(f"{detail}; try again shortly.")
    return None


def problem_response(problem: Problem, request_id: str) -> Response:
    """Render a problem; `instance` has the request id, as in the log."""
    body = {
        "type": f"/problems/{problem.type.code}",
        "title": problem.type.title,
        "status": problem.type.status,
        "detail": problem.detail,
        "instance": f"urn:request:{request_id}",
        **problem.extensions,
    }
    return Response(
        orjson.dumps(body),
        status_code=problem.type.status,
        headers={"Cache-Control": "no-store", **problem.headers},
        media_type=MEDIA_TYPE,
    )


async def problem_page(request: Request) -> Response:
    """Serve the page of a problem type, as plain text."""
    problem = PROBLEM_TYPES.get(request.path_params["code"])
    if problem is None:
        codes = ", ".join(PROBLEM_TYPES)
        raise Problem("not-found", f"Unknown problem type; the types are {codes}.")
    text = f"{problem.code} ({problem.status})\n\n{problem.title}.\n{problem.advice}\n"
    return Response(text, media_type="text/plain; charset=utf-8")
