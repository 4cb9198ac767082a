"""The role and scope that each endpoint requires, declared at its handler."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.auth.principal import Caller, Role
from api.problems import Problem

Handler = Callable[[Request], Awaitable[Response]]

_RANKS: dict[Role, int] = {"viewer": 0, "operator": 1, "admin": 2}
_ATTRIBUTE = "asinmart_requirement"


@dataclass(frozen=True, slots=True)
class Requirement:
    """The least role, the scope, and whether keys that stand in web pages may ask.

    No scope: the handler asks for the scopes of what it finds in the request. What is
    for the installation tells of all tenants together, so it is for its own tenant.
    """

    role: Role
    scope: str | None
    is_for_public_keys: bool = False
    is_for_installation: bool = False


# What facts about products ask, which are the same for everybody.
FACTS = Requirement("viewer", "products:read", is_for_public_keys=True)


def requires(requirement: Requirement) -> Callable[[Handler], Handler]:
    """Return a decorator that sets what a handler requires of its caller."""

    def decorate(handler: Handler) -> Handler:
        setattr(handler, _ATTRIBUTE, requirement)
        return handler

    return decorate


def is_public(path: str) -> bool:
    """Tell whether a path is open to everybody; whatever is not listed here is not."""
    return path.startswith(("/v1/health", "/problems/")) or path in (
        "/",
        "/docs",
        "/docs/oauth2-redirect",
        "/openapi.json",
    )


def requirement_of(
    handler: Callable[..., Any], path: str, methods: Iterable[str]
) -> Requirement | None:
    """Return what a route asks; None when it is open to everybody.

    A route that says nothing asks a viewer for reading, an operator for anything else.
    """
    if is_public(path):
        return None
    said: Requirement | None = getattr(handler, _ATTRIBUTE, None)
    if said is not None:
        return said
    resource = (path.removeprefix("/v1").strip("/") or "root").split("/")[0]
    if set(methods) <= {"GET", "HEAD"}:
        return Requirement("viewer", f"{resource}:read")
    return Requirement("operator", f"{resource}:write")


def lacks(caller: Caller, requirement: Requirement) -> str | None:
    """Return the sentence that says what the caller lacks; None: it may.

    A caller restricted to `alerts` may do what `alerts:read` and `alerts:write` name.
    """
    if requirement.is_for_installation and not caller.is_of_installation:
        return "This is about all tenants; use a key of the installation's own tenant."
    if _RANKS[caller.role] < _RANKS[requirement.role]:
        return f"This takes the role {requirement.role}; you are {caller.role}."
    if caller.is_public_key and not requirement.is_for_public_keys:
        return "Public keys (pk_) read facts about products only; use a secret key."
    scope = requirement.scope
    if scope is None:
        return None
    if caller.scopes and not caller.scopes & {scope, scope.partition(":")[0]}:
        return f"Your credentials are not for {scope}."
    return None


def check(caller: Caller, requirement: Requirement) -> None:
    """Raise the 403 that says what the caller lacks, if it lacks anything."""
    if (detail := lacks(caller, requirement)) is not None:
        raise _forbidden(detail, requirement)


def _forbidden(detail: str, requirement: Requirement) -> Problem:
    return Problem(
        "forbidden",
        detail,
        headers={
            "WWW-Authenticate": 'Bearer realm="asinmart", '
            f'error="insufficient_scope", scope="{requirement.scope}"'
        },
    )
