"""Who uses the console: the cookie of a sign-in, and the token of every form.

The cookie holds the API key or token itself. No script can read it, and browsers send
it to /console only. Revoking the key ends the session. The API accepts the cookie for
pages of the console and refuses it for /v1, so no other site can call /v1 with it.

A form has a token that only a page of ours can show: a hash of a random cookie and of
the credential. Another site can make a browser send the cookies, but cannot read them.
"""

import hmac
from http.cookies import CookieError, SimpleCookie
from secrets import token_hex
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from api.problems import Problem

PREFIX = "/console"
SESSION_COOKIE = "asinmart_session"
FORM_COOKIE = "asinmart_form"
FORM_FIELD = "form_token"
# A working day; then the key is asked for again.
SESSION_SECONDS = 12 * 3600


def is_console(path: str) -> bool:
    """Whether a path is one of the console's."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def session_of(scope: Scope) -> bytes | None:
    """Return the credential of the session; None without one."""
    return (_cookie(scope, SESSION_COOKIE) or "").encode("ascii", "ignore") or None


def form_token(request: Request) -> str:
    """Return the token for the forms of a page.

    A browser without the random cookie gets one with the response, see `keep`.
    """
    secret = _cookie(request.scope, FORM_COOKIE)
    if secret is None:
        secret = request.scope.setdefault("form_secret", token_hex(32))
    return _token(request.scope, secret)


def check_form(request: Request, sent: str) -> None:
    """Raise Problem 403 unless a form has the token of this browser and session."""
    secret = _cookie(request.scope, FORM_COOKIE)
    if secret is None or not hmac.compare_digest(
        sent.encode(), _token(request.scope, secret).encode()
    ):
        raise Problem(
            "forbidden",
            "The form is not from this session: open the page again, then send it.",
        )


def keep(request: Request, response: Response) -> None:
    """Add the random cookie to a response whose page shows a token made with it."""
    secret = request.scope.get("form_secret")
    if secret is not None:
        _set(request, response, FORM_COOKIE, secret, samesite="strict")


def sign_in(request: Request, response: Response, credential: str) -> None:
    """Give the browser the session."""
    _set(request, response, SESSION_COOKIE, credential, SESSION_SECONDS)


def sign_out(response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(SESSION_COOKIE, path=PREFIX)


def _token(scope: Scope, secret: str) -> str:
    message = session_of(scope) or b""
    return hmac.new(secret.encode(), message, "sha256").hexdigest()


def _set(
    request: Request,
    response: Response,
    name: str,
    value: str,
    max_age: int | None = None,
    samesite: Literal["lax", "strict"] = "lax",
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=PREFIX,
        secure=_is_encrypted(request),
        httponly=True,
        samesite=samesite,
    )


def _is_encrypted(request: Request) -> bool:
    """Whether the browser speaks TLS, here or with the proxy in front."""
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))


def _cookie(scope: Scope, name: str) -> str | None:
    sent = b"; ".join(v for n, v in scope["headers"] if n == b"cookie")
    try:
        morsel = SimpleCookie(sent.decode("latin-1")).get(name)
    except CookieError:
        return None
    return morsel.value if morsel is not None and morsel.value else None
