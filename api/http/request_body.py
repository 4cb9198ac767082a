"""Reads the body of a request: JSON that a model accepts.

The model of a change only validates; the database gets the client's own bytes, so that
a missing member and a null member stay different.
"""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from api.http.faults import FAULTS_SHOWN, words_of
from api.problems import Problem, invalid

M = TypeVar("M", bound=BaseModel)


async def read_body(request: Request, model: type[M]) -> tuple[str, M]:
    """Return a body that the model accepts: its text, and as the model.

    Raises Problem 413, 415 or 422.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if content_type.lower() not in ("application/json", "application/merge-patch+json"):
        raise Problem(
            "media-type-not-supported",
            "Send the body as JSON with the header Content-Type: application/json.",
        )
    raw = await request.body()
    try:
        text = raw.decode()
        body = model.model_validate_json(text, strict=True)
    except UnicodeDecodeError:
        raise invalid(
            "The body is not UTF-8.", {"pointer": "", "detail": "not UTF-8"}
        ) from None
    except ValidationError as error:
        faults = [
            {"pointer": _pointer(fault["loc"]), "detail": words_of(fault, "member")}
            for fault in error.errors(include_url=False)[:FAULTS_SHOWN]
        ]
        first = faults[0]
        place = f"at {first['pointer']}" if first["pointer"] else "as a whole"
        raise invalid(
            f"The body is wrong {place}: {first['detail']}.", *faults
        ) from None
    if "\\u0000" in text:
        raise invalid(
            "Remove the character NUL from the body.",
            {"pointer": "", "detail": "it has the character NUL"},
        )
    return text, body


def _pointer(location: tuple[Any, ...]) -> str:
    """Return the place of a fault as a JSON pointer (RFC 6901)."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in location)
    return "".join(f"/{step[:40]}" for step in steps)
