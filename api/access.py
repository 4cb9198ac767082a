"""The gate: who is asking, whether it may ask now, and what every answer carries.

It stands between the frame of every request and the routes. Whatever is not listed as
open to everybody (`api.permissions.is_public`) needs a caller, which is put into the
scope; what an endpoint asks of its caller is checked by its route.
"""

from collections.abc import Sequence

from starlette._utils import get_route_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.clients import Head, address_of, body_too_large, read_head, unauthenticated
from api.database import Database
from api.identities import Identities, Identity, anonymous
from api.invalidation import Listener
from api.permissions import is_public
from api.problems import Problem, problem_response
from api.ratelimits import RateLimits, Standing, limit_headers
from api.settings import Settings

METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Access:
    """What the gate needs of one running application."""

    def __init__(
        self, settings: Settings, database: Database, listener: Listener
    ) -> None:
        """Take the parts; nothing is asked yet."""
        self.identities = Identities(settings, database)
        self.limits = RateLimits(settings)
        listener.on_access = self.identities.forget

    def open(self) -> None:
        """Start what works in the background."""
        self.identities.open()

    async def close(self) -> None:
        """Finish it; the database must still be open."""
        await self.identities.close()
        await self.limits.close()


class Gate:
    """Lets requests through to the routes; raw ASGI, as all of them pass here."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Wrap an application."""
        self.app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; anything but HTTP passes through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        standings: Sequence[Standing] = ()
        try:
            head = read_head(scope, self._settings)
            if not is_public(get_route_path(scope)):
                access: Access = scope["app"].state.access
                address = address_of(scope, head.forwarded_for, self._settings)
                identity = await self._identify(access, head, address)
                scope["caller"] = identity.caller
                standings = await access.limits.take(
                    identity.caller, identity.limited_as
                )
                _refuse_if_spent(standings)
        except Problem as problem:
            response = problem_response(problem, scope["request_id"])
            response.raw_headers += _headers_of(standings)
            await response(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if standings and message["type"] == "http.response.start":
                message["headers"] += limit_headers(standings)
            await send(message)

        if scope["method"] in METHODS_WITH_BODY:
            receive = self._limited(receive)
        await self.app(scope, receive, answer)

    async def _identify(self, access: Access, head: Head, address: str) -> Identity:
        """Return who it is; raises Problem 401, 429 or 503."""
        if head.credential is None:
            identity = anonymous(self._settings, address)
            if identity is None:
                raise unauthenticated("This takes an API key or a token.")
            return identity
        known = access.identities.recall(head.credential)
        if known is not None:
            return known
        standing = access.limits.may_fail(address)
        if not standing.is_within:
            raise _too_many(
                standing, "Too many attempts with credentials that are not valid."
            )
        try:
            return await access.identities.find(head.credential)
        except Problem as problem:
            if problem.type.code == "unauthorized":
                access.limits.note_failure(address)
            raise

    def _limited(self, receive: Receive) -> Receive:
        """Count the bytes of a body, which need not be as long as it says."""
        size = 0

        async def receive_limited() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._settings.body_limit:
                raise body_too_large(self._settings)
            return message

        return receive_limited


def _headers_of(standings: Sequence[Standing]) -> list[tuple[bytes, bytes]]:
    return limit_headers(standings) if standings else []


def _refuse_if_spent(standings: Sequence[Standing]) -> None:
    for standing in standings:
        if not standing.is_within:
            whose = (
                "your tenant's" if standing.policy.name.endswith("-tenant") else "your"
            )
            raise _too_many(
                standing,
                f"All {standing.policy.amount} of {whose} requests in "
                f"{standing.policy.seconds} seconds are used.",
            )


def _too_many(standing: Standing, detail: str) -> Problem:
    return Problem(
        "too-many-requests",
        detail,
        headers={"Retry-After": str(standing.reset_after)},
        retry_after_seconds=standing.reset_after,
    )
