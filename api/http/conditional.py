"""Conditional requests: ETag, Cache-Control and 304."""

from time import time

from starlette.requests import Request
from starlette.responses import Response

from api.auth.principal import caller_of
from api.cache.entry import Entry
from api.cache.single_flight import CacheResult
from api.settings import Settings

VARY = "Accept, Authorization, X-API-Key"
# A cache that callers share, such as that of deploy/nginx, keeps a response this long.
SHARED_SECONDS = 10
_CACHE_CONTROL = 2


def entry_headers(
    entry: Entry, source: str, now: float, settings: Settings
) -> list[tuple[bytes, bytes]]:
    """Return the headers of a response from an entry, X-Cache first.

    A client may reuse the response for `max_age` seconds from now. `max-age` counts
    from when the entry was made, like Age, so the age is added to it. A stale response
    must be revalidated at once.
    """
    age = max(0, int(now - entry.created))
    max_age = age if source == "stale" else age + settings.max_age
    swr = settings.stale_while_revalidate
    return [
        (b"x-cache", source.encode()),
        (b"etag", entry.etag),
        (
            b"cache-control",
            b"private, max-age=%d, stale-while-revalidate=%d" % (max_age, swr),
        ),
        (b"age", b"%d" % age),
        (b"vary", VARY.encode()),
    ]


def share(headers: list[tuple[bytes, bytes]], settings: Settings) -> None:
    """Let caches that callers share keep a fresh response too: replace `private`.

    Only for facts that are the same for every caller, and only when the caller sent no
    credentials: then anyone gets the same response.
    """
    if settings.max_age >= SHARED_SECONDS:
        name, value = headers[_CACHE_CONTROL]
        headers[_CACHE_CONTROL] = name, b"public" + value.removeprefix(b"private")


def body_headers(
    entry: Entry, media_type: bytes = b"application/json"
) -> list[tuple[bytes, bytes]]:
    """Return the headers that only a response with a body has."""
    return [
        (b"content-type", media_type),
        (b"content-length", b"%d" % len(entry.body)),
    ]


def entry_response(
    request: Request,
    served: CacheResult,
    settings: Settings,
    media_type: str = "application/json",
    *,
    is_shared: bool,
) -> Response:
    """Return 200 with the body, or 304 when the client has it.

    `is_shared` is true for facts that are the same for every caller.
    """
    entry, source = served
    response = Response()
    response.raw_headers = entry_headers(entry, source, time(), settings)
    if is_shared and source != "stale" and caller_of(request).is_anonymous:
        share(response.raw_headers, settings)
    if is_held(request, entry.etag.decode()):
        response.status_code = 304
    else:
        response.raw_headers += body_headers(entry, media_type.encode())
        response.body = entry.body
    return response


def is_held(request: Request, etag: str) -> bool:
    """Whether the client has the response with this ETag."""
    if_none_match = request.headers.get("if-none-match")
    return if_none_match is not None and matches(if_none_match, etag)


def matches(if_none_match: str, etag: str) -> bool:
    """Compare weakly, as GET does: W/"a" and "a" are the same."""
    if if_none_match in (etag, "*"):
        return True
    opaque = etag.removeprefix("W/")
    return any(
        candidate.strip().removeprefix("W/") == opaque
        for candidate in if_none_match.split(",")
    )
