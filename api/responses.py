"""Turning an answer into HTTP: validators, freshness, and 304."""

from time import time

from starlette.requests import Request
from starlette.responses import Response

from api.answers import Served
from api.settings import Settings

VARY = "Accept, Authorization, X-API-Key"


def entry_response(request: Request, served: Served, settings: Settings) -> Response:
    """Return 200 with the bytes Postgres made, or 304 when the client has them.

    A client may reuse an answer for `max_age` seconds from now. As `max-age` counts
    from when the answer was made, like Age, the age is added to it; an answer past its
    soft life is to be asked for again at once.
    """
    entry, source = served
    age = max(0, int(time() - entry.created))
    max_age = age if source == "stale" else age + settings.max_age
    etag = entry.etag.decode()
    headers = {
        "ETag": etag,
        "Cache-Control": f"private, max-age={max_age}, "
        f"stale-while-revalidate={settings.stale_while_revalidate}",
        "Age": str(age),
        "Vary": VARY,
        "X-Cache": source,
    }
    if_none_match = request.headers.get("if-none-match")
    if if_none_match is not None and _matches(if_none_match, etag):
        return Response(status_code=304, headers=headers)
    return Response(entry.body, headers=headers, media_type="application/json")


def _matches(if_none_match: str, etag: str) -> bool:
    """Compare weakly, as GET does: W/"a" and "a" are the same."""
    if if_none_match in (etag, "*"):
        return True
    opaque = etag.removeprefix("W/")
    return any(
        candidate.strip().removeprefix("W/") == opaque
        for candidate in if_none_match.split(",")
    )
