"""The authentication middleware: finds the caller of a request and counts the request.

It runs between the request context and the routes. Every path that is not public
(`api.auth.permissions.is_public`) needs a caller, which goes into the scope. The route
checks what its endpoint requires of the caller.
"""

from dataclasses import dataclass

from starlette._utils import get_route_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.auth.authenticator import Authenticator, Identity, anonymous
from api.auth.credentials import address_of, read_head, unauthorized
from api.auth.permissions import is_public
from api.auth.rate_limits import RateLimits, limit_headers
from api.auth.session import is_console, session_of
from api.problems import Problem, Refuse
from api.settings import Settings

METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(eq=False)
class AuthMiddleware:
    """Passes requests on to the routes; raw ASGI, because every request pays for it."""

    app: ASGIApp
    settings: Settings
    refuse: Refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; anything but HTTP passes through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            credential = read_head(scope, self.settings)
            path = get_route_path(scope)
            if credential is None and is_console(path):
                credential = session_of(scope)
            if not is_public(path):
                parts = scope["app"].state.parts
                limits: RateLimits = parts.limits
                identity = self._recall(parts.identities, scope, credential)
                if identity is None:
                    assert credential is not None
                    identity = await identify(scope, credential, self.settings)
                scope["caller"] = identity.caller
                headers = limits.take_now(identity)
                if headers is None:
                    headers = await self._take(limits, scope, identity)
                scope["answer_headers"] += headers
            if scope["method"] in METHODS_WITH_BODY:
                receive = self._limited(scope, receive)
        except Problem as problem:
            await self.refuse(scope, problem)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _recall(
        self, identities: Authenticator, scope: Scope, credential: bytes | None
    ) -> Identity | None:
        """Return the identity if it is known already; raises Problem 401."""
        if credential is not None:
            return identities.recall(credential)
        if self.settings.anonymous_role is None:
            raise unauthorized("Send an API key or a token.")
        return anonymous(self.settings, address_of(scope, self.settings))

    async def _take(
        self, limits: RateLimits, scope: Scope, identity: Identity
    ) -> list[tuple[bytes, bytes]]:
        """Count the request and return its headers; raises Problem 429."""
        standings = await limits.take(identity)
        headers = limit_headers(standings)
        for standing in standings:
            if not standing.is_within:
                scope["answer_headers"] += headers
                policy = standing.policy
                whose = "your tenant's" if policy.is_shared else "your"
                raise Problem(
                    "too-many-requests",
                    f"All {policy.amount} of {whose} requests in {policy.seconds} "
                    "seconds are used.",
                    retry_after=standing.reset_after,
                )
        return headers

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        """Refuse a body by its Content-Length, or count its bytes; raises Problem 413.

        The header may be missing or wrong.
        """
        too_large = Problem(
            "body-too-large",
            f"A body has at most {self.settings.body_limit} bytes; split the request.",
        )
        for name, value in scope["headers"]:
            if name == b"content-length" and int(value) > self.settings.body_limit:
                raise too_large
        size = 0

        async def receive_limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self.settings.body_limit:
                raise too_large
            return message

        return receive_limited


async def identify(scope: Scope, credential: bytes, settings: Settings) -> Identity:
    """Look up the identity of a credential; raises Problem 401, 429 or 503."""
    parts = scope["app"].state.parts
    limits: RateLimits = parts.limits
    identities: Authenticator = parts.identities
    address = address_of(scope, settings)
    standing = limits.may_fail(address)
    if not standing.is_within:
        raise Problem(
            "too-many-requests",
            "Too many attempts with credentials that are not valid.",
            retry_after=standing.reset_after,
        )
    try:
        return await identities.find(credential)
    except Problem as problem:
        if problem.type.code == "unauthorized":
            limits.note_failure(address)
        raise
