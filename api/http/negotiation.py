"""Content negotiation: JSON, CSV or JSON lines; documents as Markdown or HTML."""

from collections.abc import Mapping
from typing import Literal, TypeVar

from starlette.requests import Request

from api.problems import Problem

Format = Literal["json", "csv", "ndjson"]
DocumentFormat = Literal["json", "markdown", "html"]

F = TypeVar("F")
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
DOCUMENT_TYPES: dict[DocumentFormat, str] = {
    "json": "application/json",
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
_DOCUMENT_FORMATS: dict[str, DocumentFormat] = {
    "*/*": "json",
    "application/*": "json",
    "application/json": "json",
    "text/*": "markdown",
    "text/markdown": "markdown",
    "text/html": "html",
}


def format_of(request: Request) -> Format:
    """Return the format of rows that the Accept header prefers, by default JSON.

    Raises Problem 406 when it accepts none.
    """
    return _preferred(request, _FORMATS, MEDIA_TYPES)


def document_format_of(request: Request) -> DocumentFormat:
    """Return the format of a document that the Accept header prefers, by default JSON.

    Raises Problem 406 when it accepts none.
    """
    names = ("application/json", "text/markdown", "text/html")
    return _preferred(request, _DOCUMENT_FORMATS, names)


def _preferred(
    request: Request, formats: Mapping[str, F], media_types: tuple[str, ...]
) -> F:
    accept = request.headers.get("accept", "*/*")
    if accept in ("*/*", "application/json"):
        return formats[accept]
    best, best_weight = None, 0.0
    for part in accept.split(","):
        media_type, *parameters = part.lower().replace(" ", "").split(";")
        weight = _weight(parameters)
        if media_type in formats and weight > best_weight:
            best, best_weight = formats[media_type], weight
    if best is None:
        raise Problem(
            "not-acceptable",
            f"The path responds with {', '.join(media_types)}; accept one of them.",
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
