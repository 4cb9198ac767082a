"""Reading the body of a change: JSON that a model takes, passed on as it came.

The model only judges; what goes to the database are the client's own bytes, so that a
member that is missing and one that is null stay two things.
"""

from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from api.problems import Problem, invalid

FAULTS_SHOWN = 20


async def read_body(request: Request, model: type[BaseModel]) -> str:
    """Return a body that the model takes; raises Problem 413, 415 or 422."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if content_type.lower() not in ("application/json", "application/merge-patch+json"):
        raise Problem(
            "media-type-not-supported",
            "Send the body as JSON with the header Content-Type: application/json.",
        )
    raw = await request.body()
    try:
        text = raw.decode()
        model.model_validate_json(text, strict=True)
    except UnicodeDecodeError:
        raise invalid(
            "The body is not UTF-8.", {"pointer": "", "detail": "not UTF-8"}
        ) from None
    except ValidationError as error:
        faults = [_fault(fault) for fault in error.errors(include_url=False)]
        first = faults[0]
        place = f"at {first['pointer']}" if first["pointer"] else "as a whole"
        raise invalid(
            f"The body is wrong {place}: {first['detail']}.", *faults[:FAULTS_SHOWN]
        ) from None
    if "\\u0000" in text:
        raise invalid(
            "No text may hold the character NUL.",
            {"pointer": "", "detail": "holds the character NUL"},
        )
    return text


def _fault(fault: Any) -> dict[str, str]:
    """Return a fault of pydantic's as a place (RFC 6901) and a few words."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in fault["loc"])
    pointer = "".join(f"/{step[:40]}" for step in steps)
    words = {
        "missing": "it is missing",
        "extra_forbidden": "unknown member",
        "json_invalid": "not JSON",
    }.get(fault["type"])
    if words is None:
        words = str(fault["msg"]).removeprefix("Value error, ")
        words = words[:1].lower() + words[1:].rstrip(".")
    return {"pointer": pointer, "detail": words}
