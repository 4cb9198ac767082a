"""CORS and security headers."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from api.settings import Settings

# The headers that a script of another site may read.
EXPOSED = (
    "ETag",
    "Age",
    "X-Cache",
    "X-Request-Id",
    "RateLimit-Policy",
    "RateLimit",
    "Retry-After",
    "Idempotent-Replayed",
    "Link",
    "Location",
)
ALLOWED = (
    "Authorization",
    "X-API-Key",
    "X-Request-Id",
    "Idempotency-Key",
    "If-None-Match",
    "If-Match",
)


def security_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    """Return the headers of every response."""
    headers = [
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"frame-ancestors 'none'"),
        (b"referrer-policy", b"no-referrer"),
    ]
    if settings.hsts_seconds:
        age = b"max-age=%d; includeSubDomains" % settings.hsts_seconds
        headers.append((b"strict-transport-security", age))
    return headers


class CorsMiddleware(CORSMiddleware):
    """Starlette's CORS for the sites that are configured, and no others."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Wrap an application. Cookies are not used, so credentials are not allowed."""
        super().__init__(
            app,
            allow_origins=settings.cors_origins,
            allow_methods=("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"),
            allow_headers=ALLOWED,
            expose_headers=EXPOSED,
            max_age=3600,
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """Answer a preflight; a refusal has no body, because no script may read it."""
        response = super().preflight_response(request_headers)
        if response.status_code != 200:
            return Response(status_code=403, headers={"Vary": "Origin"})
        return response
