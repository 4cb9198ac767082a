"""Authenticates API keys and tokens; each result is cached for some seconds.

The cache is keyed by SHA-256, so that a memory dump shows no credentials. Three events
end an entry: its life (`key_life`, 5 seconds at most), the expiry of the key or token
itself, which is checked on each use, and a notification that the tenant's keys changed.
So a revoked key is refused everywhere within that life, even if a notification is lost.

While Postgres is down nothing can be looked up, and cached results are used for
`key_grace` seconds more. Their callers cannot write meanwhile, and read what the cache
still holds.
"""

import asyncio
import re
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from time import monotonic, time
from typing import TypeVar
from uuid import UUID

import structlog

from api import queries
from api.auth.principal import Caller, Role
from api.auth.tokens import Tokens, refused
from api.database import Database
from api.problems import Problem
from api.settings import Settings

log = structlog.get_logger()
T = TypeVar("T")

LOOKUP_SECONDS = 1.0
NOTE_USE_SECONDS = 10.0

_is_key = re.compile("[psa]k_[0-9a-f]{64}").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A caller, and until when it is known.

    `limited_as` names its rate limit, `shared_as` the one of its whole tenant.
    """

    caller: Caller
    limited_as: str
    shared_as: str = ""
    key_id: int | None = None
    expires_at: float | None = None
    fresh_until: float = float("inf")


class Authenticator:
    """Authenticates the requests of one process."""

    def __init__(self, settings: Settings, database: Database) -> None:
        """Take the parts; nothing is looked up yet."""
        self._settings = settings
        self._database = database
        self._tokens = Tokens(settings)
        self._known: OrderedDict[bytes, Identity] = OrderedDict()
        self._refused: OrderedDict[bytes, tuple[float, Problem]] = OrderedDict()
        self._flights: dict[bytes, asyncio.Task[Identity]] = {}
        self._used: set[int] = set()
        self._generation = 0
        self._asked_in_vain_at = float("-inf")
        self._noting: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Start to note regularly which keys are used."""
        self._noting = asyncio.create_task(self._note_now_and_then())

    async def close(self) -> None:
        """Note the last uses and cancel the lookups that are under way."""
        tasks = [*self._flights.values()]
        if self._noting is not None:
            tasks.append(self._noting)  # type: ignore[arg-type]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._note_use()

    def forget(self, tenant_id: str) -> None:
        """Forget the identities of a tenant, because its keys have changed.

        A lookup that is under way may have read the state before the change, so its
        result is not kept.
        """
        self._generation += 1
        self._refused.clear()
        for digest in [
            digest
            for digest, identity in self._known.items()
            if str(identity.caller.tenant_id) == tenant_id
        ]:
            del self._known[digest]

    def recall(self, credential: bytes) -> Identity | None:
        """Return the identity if it is cached and still valid: the hot path."""
        identity = self._known.get(sha256(credential).digest())
        if (
            identity is None
            or monotonic() >= identity.fresh_until
            or (identity.expires_at is not None and time() >= identity.expires_at)
        ):
            return None
        return identity

    async def find(self, credential: bytes) -> Identity:
        """Return the identity; raises Problem 401, or 503 when the lookup fails."""
        digest = sha256(credential).digest()
        found = self._refused.get(digest)
        if found is not None and monotonic() < found[0]:
            raise found[1]
        old = self._known.get(digest)
        if old is not None and (
            old.fresh_until + self._settings.key_grace < monotonic()
            or (old.expires_at is not None and time() >= old.expires_at)
        ):
            del self._known[digest]
            old = None
        if old is not None and monotonic() - self._asked_in_vain_at < LOOKUP_SECONDS:
            return old
        flight = self._flights.get(digest)
        if flight is None:
            flight = asyncio.create_task(self._look_up(digest, credential))
            self._flights[digest] = flight
            flight.add_done_callback(lambda task: self._landed(digest, task))
        try:
            timeout = LOOKUP_SECONDS if old is not None else None
            async with asyncio.timeout(timeout):
                return await asyncio.shield(flight)
        except TimeoutError:
            pass
        except Problem as problem:
            if old is None or problem.type.code != "unavailable":
                raise
        assert old is not None
        self._asked_in_vain_at = monotonic()
        return old

    def _landed(self, digest: bytes, task: "asyncio.Task[Identity]") -> None:
        if self._flights.get(digest) is task:
            del self._flights[digest]
        if not task.cancelled():
            task.exception()

    async def _look_up(self, digest: bytes, credential: bytes) -> Identity:
        generation = self._generation
        fresh_until = monotonic() + self._settings.key_life
        try:
            text = credential.decode("ascii", "replace")
            if _is_key(text):
                identity = await self._find_key(digest)
            elif text.count(".") == 2:
                identity = await self._find_tenant(text)
            else:
                raise refused("This is neither an API key nor a token.")
        except Problem as problem:
            if problem.type.code == "unauthorized":
                self._known.pop(digest, None)
                self._remember(self._refused, digest, (fresh_until, problem))
            raise
        identity = replace(identity, fresh_until=fresh_until)
        if identity.key_id is not None:
            self._used.add(identity.key_id)
        if generation == self._generation:
            self._remember(self._known, digest, identity)
        return identity

    def _remember(self, kept: OrderedDict[bytes, T], digest: bytes, value: T) -> None:
        kept[digest] = value
        kept.move_to_end(digest)
        while len(kept) > self._settings.keys_kept:
            kept.popitem(last=False)

    async def _find_key(self, digest: bytes) -> Identity:
        rows = await self._database.within_deadline(
            self._database.fetch(queries.FIND_API_KEY, {"key_hash": digest})
        )
        if not rows:
            raise refused("The API key is not valid: unknown, expired or revoked.")
        [(key_id, tenant_id, prefix, role, scopes, tier, expires_at)] = rows
        return Identity(
            caller=Caller(
                tenant_id=tenant_id,
                role=role.decode(),
                tier=tier.decode(),
                is_of_installation=tenant_id == self._settings.tenant_id,
                scopes=frozenset(scope.decode() for scope in scopes),
                key_prefix=prefix.decode(),
            ),
            limited_as=f"key:{key_id}",
            shared_as=tenant_id.hex,
            key_id=key_id,
            expires_at=expires_at,
        )

    async def _find_tenant(self, token: str) -> Identity:
        claims = await self._tokens.verify(token)
        said, email = claims.app_metadata, claims.email
        tenant_id = said.tenant_id
        if not isinstance(email, str) or "\0" in email:
            email = None
        rows = await self._database.within_deadline(
            self._database.fetch(
                queries.FIND_TENANT, {"tenant_id": tenant_id, "email": email}
            )
        )
        if not rows:
            raise refused("The token's tenant or user is not active here.")
        [(tier,)] = rows
        subject = sha256(claims.sub.encode()).hexdigest()[:32]
        return Identity(
            caller=Caller(
                tenant_id=tenant_id,
                role=said.role,
                tier=tier.decode(),
                is_of_installation=tenant_id == self._settings.tenant_id,
                scopes=frozenset(said.scopes),
                subject=claims.sub,
            ),
            limited_as=f"subject:{tenant_id}:{subject}",
            shared_as=tenant_id.hex,
            expires_at=claims.exp + self._settings.jwt_leeway,
        )

    async def _note_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(NOTE_USE_SECONDS)
            try:
                await self._note_use()
            except Exception:
                log.exception("key_use_not_noted")

    async def _note_use(self) -> None:
        """Note the keys used since the last time; a failure keeps them for the next."""
        if not self._used:
            return
        used, self._used = self._used, set()
        try:
            await self._database.fetch(queries.NOTE_API_KEY_USE, {"ids": sorted(used)})
        except Problem as problem:
            self._used |= used
            log.warning("key_use_not_noted", error=problem.detail)


def anonymous(settings: Settings, address: str) -> Identity | None:
    """Return the identity without credentials; None unless that is configured."""
    if settings.anonymous_role is None:
        return None
    return _anonymous(settings.tenant_id, settings.anonymous_role, address)


@lru_cache(maxsize=4096)
def _anonymous(tenant_id: UUID, role: Role, address: str) -> Identity:
    # Making one takes longer than the rest of a response from memory.
    caller = Caller(tenant_id=tenant_id, role=role, is_of_installation=True)
    return Identity(caller=caller, limited_as=address)
