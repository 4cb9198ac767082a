"""Content negotiation: JSON, CSV or JSON lines."""

from typing import Literal

from starlette.requests import Request

from api.problems import Problem

Format = Literal["json", "csv", "ndjson"]

MEDIA_TYPES = ("application/json", "text/csv", "application/x-ndjson")
CONTENT_TYPES: dict[Format, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "ndjson": "application/x-ndjson",
}
_FORMATS: dict[str, Format] = {
    "*/*": "json",
    "application/*": "json",
    "application/json": "json",
    "text/*": "csv",
    "text/csv": "csv",
    "application/x-ndjson": "ndjson",
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
}


def format_of(request: Request) -> Format:
    """Return the format that the Accept header prefers; raises Problem 406 without one.

    The default is JSON.
    """
    accept = request.headers.get("accept", "*/*")
    if accept in ("*/*", "application/json"):
        return "json"
    best, best_weight = None, 0.0
    for part in accept.split(","):
        media_type, *parameters = part.lower().replace(" ", "").split(";")
        weight = _weight(parameters)
        if media_type in _FORMATS and weight > best_weight:
            best, best_weight = _FORMATS[media_type], weight
    if best is None:
        raise Problem(
            "not-acceptable",
            f"The path responds with {', '.join(MEDIA_TYPES)}; accept one of them.",
        )
    return best


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0
