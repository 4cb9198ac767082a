"""Verifies the JSON Web Tokens of an identity provider.

The allowed algorithms and the source of the keys are configured, never read from a
token: a shared secret means HS256 and nothing else, a key set means the signature
algorithm of each key, and symmetric keys in it are skipped. The `jku`, `x5u` and `jwk`
of a token are ignored.
"""

import asyncio
from pathlib import Path
from time import monotonic
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import jwt
import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.auth.credentials import unauthorized
from api.auth.principal import Role
from api.problems import Problem, unavailable
from api.settings import Settings

log = structlog.get_logger()

ALGORITHMS = frozenset({"RS256", "PS256", "ES256", "ES384", "EdDSA"})
REQUIRED = ("iss", "aud", "exp", "nbf", "sub")
KEY_SET_LIFE = 300.0
KEY_SET_LIMIT = 262_144
FIRST_RETRY = 5.0

Tenant = Annotated[UUID, Field(strict=False)]
Subject = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^\x00]*$")]


class AppMetadata(BaseModel):
    """The tenant, role and scopes that the identity provider gives a user."""

    model_config = ConfigDict(strict=True)

    tenant_id: Tenant
    role: Role
    scopes: list[str] = []


class Claims(BaseModel):
    """The claims of a verified token; PyJWT itself accepts "99" and true as numbers."""

    model_config = ConfigDict(strict=True)

    exp: float
    nbf: float
    iat: float = 0.0
    sub: Subject
    app_metadata: AppMetadata
    email: Any = None


class Tokens:
    """Verifies the tokens of one issuer; without a configuration it refuses all."""

    def __init__(self, settings: Settings) -> None:
        """Take the configuration; keys are fetched when the first token comes."""
        self._settings = settings
        self._secret = settings.jwt_secret
        source = settings.jwt_jwks
        self._keys = KeySet(source, settings.jwt_refetch) if source else None

    async def verify(self, token: str) -> Claims:
        """Return the claims; raises Problem 401, or 503 while there are no keys."""
        try:
            if self._secret is not None:
                key: Any = self._secret.get_secret_value()
                algorithms = ["HS256"]
            elif self._keys is not None:
                key = await self._keys.get(jwt.get_unverified_header(token).get("kid"))
                algorithms = [key.algorithm_name]
            else:
                raise refused("Tokens are not accepted here; use an API key.")
            payload = jwt.decode(
                token,
                key,
                algorithms=algorithms,
                audience=self._settings.jwt_audience,
                issuer=self._settings.jwt_issuer,
                leeway=self._settings.jwt_leeway,
                options={
                    "require": list(REQUIRED),
                    "enforce_minimum_key_length": True,
                },
            )
        except jwt.ExpiredSignatureError:
            raise refused("The token has expired; get a new one.") from None
        except jwt.PyJWTError as error:
            # The error message can repeat the content of the token.
            log.info("token_refused", reason=type(error).__name__)
            raise refused("The token is not valid here.") from None
        try:
            return Claims.model_validate(payload)
        except ValidationError as error:
            place = ".".join(map(str, error.errors()[0]["loc"]))
            raise refused(f"The token's {place} is missing or wrong.") from None


class KeySet:
    """The keys of an issuer by their names (kid), from a URL or a file.

    An unknown name may be a new key, so the set is read again, but at most once in
    `refetch` seconds, whatever names are tried. While the set cannot be read, the known
    keys stay in use.
    """

    def __init__(self, source: str, refetch: float) -> None:
        """Take the address; nothing is read yet."""
        self._source = source
        self._refetch = refetch
        self._keys: dict[str, jwt.PyJWK] = {}
        self._read_at = float("-inf")
        self._tried_at = float("-inf")
        self._reading: asyncio.Task[None] | None = None
        if "://" in source and not _is_safe(source):
            raise SystemExit(
                "API_JWT_JWKS must be an https:// URL, a URL of this host, or a file."
            )

    async def get(self, kid: object) -> jwt.PyJWK:
        """Return the key of a name; raises Problem 401, or 503 when there is none."""
        if not isinstance(kid, str):
            raise refused("The token does not name its key.")
        is_old = monotonic() - self._read_at > KEY_SET_LIFE
        if kid not in self._keys or is_old:
            pause = self._refetch if self._keys else min(self._refetch, FIRST_RETRY)
            if self._reading is None and monotonic() - self._tried_at >= pause:
                self._tried_at = monotonic()
                self._reading = asyncio.create_task(self._read())
            if self._reading is not None and kid not in self._keys:
                await asyncio.shield(self._reading)
        if not self._keys:
            raise unavailable("The keys for verifying tokens are missing.")
        if kid not in self._keys:
            raise refused("The token's key is not known.")
        return self._keys[kid]

    async def _read(self) -> None:
        try:
            if "://" in self._source:
                raw = await _download(self._source)
            else:
                raw = await asyncio.to_thread(Path(self._source).read_bytes)
            keys = _usable_keys(raw)
            if not keys:
                raise ValueError("no usable key in it")
        except Exception as error:
            # Whatever the issuer sends, the known keys stay in use.
            log.warning("key_set_not_read", error=str(error) or type(error).__name__)
        else:
            self._keys = keys
            self._read_at = monotonic()
            log.info("key_set_read", keys=len(keys))
        finally:
            self._reading = None


def refused(detail: str) -> Problem:
    """Return the 401 for credentials that are not valid."""
    return unauthorized(detail, error="invalid_token")


def _is_safe(source: str) -> bool:
    """Whether the keys cannot be replaced on their way here."""
    parts = urlsplit(source)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    )


async def _download(url: str) -> bytes:
    body = bytearray()
    async with (
        httpx.AsyncClient(timeout=3.0, follow_redirects=False) as client,
        client.stream("GET", url) as answer,
    ):
        answer.raise_for_status()
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) > KEY_SET_LIMIT:
                raise ValueError("larger than any key set")
    return bytes(body)


def _usable_keys(raw: bytes) -> dict[str, jwt.PyJWK]:
    """Return the public signature keys of a set that have a name."""
    return {
        key.key_id: key
        for key in jwt.PyJWKSet.from_json(raw.decode())
        if isinstance(key.key_id, str)
        and key.public_key_use in ("sig", None)
        and key.algorithm_name in ALGORITHMS
    }
