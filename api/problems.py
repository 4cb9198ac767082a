"""Errors as RFC 9457 problem documents; the one place that maps anything to a status.

Every problem has a stable type, /problems/<code>, which the API serves as a page.
"""

import re
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of error: what it is called, its status, and what to do about it."""

    code: str
    status: int
    title: str
    advice: str


PROBLEM_TYPES = {
    problem.code: problem
    for problem in (
        ProblemType(
            "bad-request",
            400,
            "The request cannot be read",
            "Compare the request with the description in /docs.",
        ),
        ProblemType(
            "idempotency-key-required",
            400,
            "The request needs an Idempotency-Key",
            "Send the header Idempotency-Key with a quoted string that you make up, a "
            "UUID for example, and send the same one when you try again.",
        ),
        ProblemType(
            "unauthorized",
            401,
            "The request does not say who you are",
            "Send an API key as 'Authorization: Bearer sk_...' or in X-API-Key, or a "
            "token of your identity provider as 'Authorization: Bearer ...'.",
        ),
        ProblemType(
            "forbidden",
            403,
            "You may not do this",
            "Use credentials with the role and the scope that 'detail' names; an admin "
            "of the tenant gives them.",
        ),
        ProblemType(
            "not-found",
            404,
            "There is no such thing",
            "Check the path, the ASIN and the marketplace. A product exists here once "
            "it has been observed: load it with 'asinmart load', or wait for the "
            "promotion of the file that holds it.",
        ),
        ProblemType(
            "unknown-operation",
            404,
            "The server does not know this GraphQL operation",
            "Send the op of an operation that docs/graphql.md lists. Documents of your "
            "own are taken where the API runs with API_ENVIRONMENT=development.",
        ),
        ProblemType(
            "method-not-allowed",
            405,
            "The path does not take this method",
            "The Allow header of the answer lists the methods that the path takes.",
        ),
        ProblemType(
            "not-acceptable",
            406,
            "The path does not answer in this form",
            "Ask for application/json, text/csv or application/x-ndjson in the header "
            "Accept, or leave it out.",
        ),
        ProblemType(
            "conflict",
            409,
            "The request conflicts with what is there",
            "Read the current state and send a request that fits it.",
        ),
        ProblemType(
            "idempotency-key-in-use",
            409,
            "The same request is still being worked on",
            "Wait a moment and send it again, with the same Idempotency-Key: you will "
            "be given its answer.",
        ),
        ProblemType(
            "precondition-failed",
            412,
            "It has changed since you read it",
            "Read it again, and send the change with the new ETag in If-Match.",
        ),
        ProblemType(
            "body-too-large",
            413,
            "The body is too large",
            "Split the request: a batch takes up to 500 ASINs, and a body 64 KiB.",
        ),
        ProblemType(
            "uri-too-long",
            414,
            "The URL is too long",
            "Ask for less at once: long lists go into the body of a batch.",
        ),
        ProblemType(
            "media-type-not-supported",
            415,
            "The body is not of a type the path takes",
            "Send JSON with the header Content-Type: application/json.",
        ),
        ProblemType(
            "invalid-request",
            422,
            "The request is not valid",
            "The member 'errors' names each parameter or place that is wrong.",
        ),
        ProblemType(
            "idempotency-key-reused",
            422,
            "The Idempotency-Key belongs to another request",
            "A key stands for one request: send the very same one again, or make up a "
            "new key.",
        ),
        ProblemType(
            "operation-too-costly",
            422,
            "The GraphQL operation goes too deep or costs too much",
            "Ask for fewer products, days or rows at once; docs/graphql.md says what "
            "costs how much.",
        ),
        ProblemType(
            "too-many-requests",
            429,
            "Too many requests",
            "Wait for the seconds in the Retry-After header. RateLimit-Policy says how "
            "many requests are yours, RateLimit how many are left.",
        ),
        ProblemType(
            "headers-too-large",
            431,
            "The headers are too many or too large",
            "Send fewer headers: up to 64 of them, 16 KiB together.",
        ),
        ProblemType(
            "internal-error",
            500,
            "The API made a mistake",
            "Report it with the request id in 'instance': the log has the rest.",
        ),
        ProblemType(
            "unavailable",
            503,
            "The API cannot answer now",
            "Try again after the seconds in the Retry-After header. If it lasts, "
            "'asinmart doctor' says what is wrong with the database.",
        ),
    )
}
# Where several share a status the first is the general one.
_BY_STATUS = {p.status: p for p in reversed(PROBLEM_TYPES.values())}


class Problem(Exception):
    """An error that is the answer: raised anywhere, turned into problem+json once."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        headers: dict[str, str] | None = None,
        **extensions: Any,
    ) -> None:
        """Describe the occurrence; extensions become members of the document."""
        super().__init__(detail)
        self.type = PROBLEM_TYPES[code]
        self.detail = detail
        self.headers = headers or {}
        self.extensions = extensions


def invalid(detail: str, *errors: dict[str, str]) -> Problem:
    """Return the 422 for one or more faults, each with a parameter or a pointer."""
    return Problem("invalid-request", detail, errors=list(errors))


def unavailable(detail: str, *, retry_after: int = 2, **extensions: Any) -> Problem:
    """Return the 503 that says when to come back."""
    return Problem(
        "unavailable",
        detail,
        headers={"Retry-After": str(retry_after)},
        retry_after_seconds=retry_after,
        **extensions,
    )


def from_status(status: int, detail: str) -> Problem:
    """Return the problem of an HTTP status, whoever chose the status."""
    known = _BY_STATUS.get(status) or _BY_STATUS[400 if status < 500 else 500]
    return Problem(known.code, detail)


def from_database_error(error: psycopg.Error) -> Problem | None:
    """Return the problem for an error of the database, or None when it is our mistake.

    An SQLSTATE AMnnn is the status nnn, with the function's own words; hints say what
    to do next, so they end the sentence. A database without our functions is a matter
    of waiting for the migration, not a fault of the request.
    """
    state = error.sqlstate or ""
    if re.fullmatch(r"AM[45]\d\d", state):
        words = error.diag.message_primary or "the database refused the request"
        hint = error.diag.message_hint
        sentence = f"{words[:1].upper()}{words[1:].rstrip('.')}."
        return from_status(int(state[2:]), f"{sentence} {hint}" if hint else sentence)
    if isinstance(
        error,
        psycopg.errors.UndefinedFunction
        | psycopg.errors.UndefinedTable
        | psycopg.errors.InvalidSchemaName,
    ):
        return unavailable(
            "The database lacks the functions of this version: run the migrations "
            "('make up'), then try again.",
            retry_after=10,
        )
    if isinstance(error, psycopg.errors.QueryCanceled):
        return unavailable("The database took too long to answer; try again shortly.")
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return unavailable("The database cannot be reached; try again shortly.")
    return None


def problem_response(problem: Problem, request_id: str) -> Response:
    """Render a problem; `instance` is the request, under its id in the log."""
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
    """Serve what a problem type means, as plain text."""
    problem = PROBLEM_TYPES.get(request.path_params["code"])
    if problem is None:
        codes = ", ".join(PROBLEM_TYPES)
        raise Problem("not-found", f"There is no such problem type; there are {codes}.")
    text = f"{problem.code} ({problem.status})\n\n{problem.title}.\n{problem.advice}\n"
    return Response(text, media_type="text/plain; charset=utf-8")
