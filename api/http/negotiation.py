"""Content negotiation: JSON, CSV or JSON lines."""

from typing import Literal

from starlette.requests import Request

from api.problems import Problem

Format = Literal["json", "csv", "ndjson"]

MEDIA_TYPES: dict[str, Format] = {
    "application/json": "json",
    "text/csv": "csv",
    "application/x-ndjson": "ndjson",
}
CONTENT_TYPES: dict[Format, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "ndjson": "application/x-ndjson",
}
_OTHER_NAMES: dict[str, Format] = {
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
}


def format_of(request: Request) -> Format:
    """Return what the Accept header prefers; raises Problem 406 when it is none.

    Who does not say, or takes anything, gets JSON.
    """
    accept = request.headers.get("accept", "*/*")
    if accept in ("*/*", "application/json"):
        return "json"
    best: tuple[float, Format] | None = None
    for part in accept.split(","):
        media_type, *parameters = part.lower().replace(" ", "").split(";")
        weight = _weight(parameters)
        for found in _formats(media_type):
            if weight > 0 and (best is None or weight > best[0]):
                best = (weight, found)
    if best is None:
        raise Problem(
            "not-acceptable",
            f"The path responds with {', '.join(MEDIA_TYPES)}; accept one of them.",
        )
    return best[1]


def _formats(media_type: str) -> list[Format]:
    if media_type in ("*/*", "application/*"):
        return ["json"]
    if media_type == "text/*":
        return ["csv"]
    found = MEDIA_TYPES.get(media_type) or _OTHER_NAMES.get(media_type)
    return [found] if found else []


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0
