"""The role and scope that each endpoint requires, declared at its handler."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.auth.principal import Caller, Role
from api.problems import Problem

Handler = Callable[[Request], Awaitable[Response]]

_RANKS: dict[Role, int] = {"viewer": 0, "operator": 1, "admin": 2}
_ATTRIBUTE = "asinmart_requirement"
# What the page /docs loads.
DOCS_FILES = (
    "start.js",
    "swagger-ui-bundle.js",
    "swagger-ui.css",
    "favicon-32x32.png",
)
_PUBLIC_PATHS = frozenset(
    (
        "/",
        "/docs",
        "/openapi.json",
        *(f"/docs/{name}" for name in DOCS_FILES),
        "/console/sign-in",
        "/console/sign-out",
    )
)
_PUBLIC_PREFIXES = ("/v1/health", "/problems/", "/console/static/")


@dataclass(frozen=True, slots=True)
class Requirement:
    """The lowest role, the scope, and whether public keys are enough.

    Without a scope the handler checks scopes itself, by the content of the request.
    Endpoints for the installation cover all tenants, so only its own tenant may call.
    """

    role: Role
    scope: str | None
    is_for_public_keys: bool = False
    is_for_installation: bool = False


# The requirement of facts about products, which are the same for every caller.
FACTS = Requirement("viewer", "products:read", is_for_public_keys=True)


def requires(requirement: Requirement) -> Callable[[Handler], Handler]:
    """Return a decorator that sets what a handler requires of its caller."""

    def decorate(handler: Handler) -> Handler:
        setattr(handler, _ATTRIBUTE, requirement)
        return handler

    return decorate


def is_public(path: str) -> bool:
    """Whether a path needs no caller; a path that is not listed here needs one."""
    return path.startswith(_PUBLIC_PREFIXES) or path in _PUBLIC_PATHS


def requirement_of(handler: Callable[..., Any], path: str) -> Requirement | None:
    """Return what a route requires; None when it is public.

    Raises AttributeError for a handler without a declared requirement, so that no route
    is open by mistake.
    """
    if is_public(path):
        return None
    requirement: Requirement = getattr(handler, _ATTRIBUTE)
    return requirement


def check(caller: Caller, requirement: Requirement) -> None:
    """Raise Problem 403 that says what the caller lacks, if it lacks anything.

    The scope `alerts` includes `alerts:read` and `alerts:write`.
    """
    scope = requirement.scope
    if requirement.is_for_installation and not caller.is_of_installation:
        lack = "This covers all tenants; use a key of the installation's own tenant."
    elif _RANKS[caller.role] < _RANKS[requirement.role]:
        lack = f"This requires the role {requirement.role}; yours is {caller.role}."
    elif caller.is_public_key and not requirement.is_for_public_keys:
        lack = "Public keys (pk_) may only read facts about products; use a secret key."
    elif (
        scope is not None
        and caller.scopes
        and not caller.scopes & {scope, scope.partition(":")[0]}
    ):
        lack = f"Your credentials do not have the scope {scope}."
    else:
        return
    error = f'error="insufficient_scope", scope="{scope}"'
    challenge = {"WWW-Authenticate": f'Bearer realm="asinmart", {error}'}
    raise Problem("forbidden", lack, headers=challenge)
