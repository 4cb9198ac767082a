"""The caller of a request: its tenant, role, scopes and credentials."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from starlette.requests import Request

Role = Literal["viewer", "operator", "admin"]
Tier = Literal["free", "pro", "enterprise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The caller of a request.

    `tenant_id` goes into every call of a tenant's function, where row-level security
    decides; `scopes` narrow what the role allows, empty means all of it. `subject`
    names a user of a token, `key_prefix` the visible part of an API key; either may be
    missing, and a caller without both is anonymous. `is_of_installation` is true for
    the tenant that runs the installation.
    """

    tenant_id: UUID
    role: Role
    tier: Tier = "free"
    is_of_installation: bool = False
    scopes: frozenset[str] = field(default_factory=frozenset)
    subject: str | None = None
    key_prefix: str | None = None

    @property
    def is_anonymous(self) -> bool:
        """Whether the caller sent no credentials."""
        return self.key_prefix is None and self.subject is None

    @property
    def is_public_key(self) -> bool:
        """Whether the caller used a public key, which web pages contain."""
        return self.key_prefix is not None and self.key_prefix.startswith("pk_")


def caller_of(request: Request) -> Caller:
    """Return the caller that the middleware found for this request."""
    caller: Caller = request.scope["caller"]
    return caller
