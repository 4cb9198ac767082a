"""Settings of the API, read once from the environment."""

from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Literal
from uuid import UUID

import limits
from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEFAULT_TENANT = UUID("00000000-0000-0000-0000-000000000001")


def _split(value: object) -> object:
    """Split a list at commas and blanks."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _check_rate(value: str) -> str:
    """Refuse a text that is no rate like 600/minute or 100/10seconds."""
    try:
        limits.parse(value)
    except ValueError:
        raise ValueError("a rate looks like 600/minute") from None
    return value


Rate = Annotated[str, AfterValidator(_check_rate)]
Network = IPv4Network | IPv6Network


class Settings(BaseSettings):
    """The settings of the API; durations are in seconds."""

    model_config = SettingsConfigDict(
        env_prefix="API_",
        extra="ignore",
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(
        min_length=1, validation_alias=AliasChoices("API_DATABASE_URL", "DATABASE_URL")
    )
    listen_database_url: str | None = Field(None, min_length=1)
    read_database_url: str | None = None
    redis_url: str | None = Field(None, validation_alias="REDIS_URL")
    tenant_id: UUID = Field(DEFAULT_TENANT, validation_alias="APP_TENANT_ID")

    pool_max_size: int = Field(8, ge=1)
    pool_timeout: float = Field(2.0, gt=0)
    statement_timeout: float = Field(4.0, gt=0)
    answer_timeout: float = Field(5.0, gt=0)

    memory_bytes: int = Field(64 * 1024 * 1024, ge=0)
    memory_entries: int = Field(20_000, ge=0)
    redis_timeout: float = Field(0.05, gt=0)
    poll_interval: float = Field(5.0, gt=0)
    product_soft_life: timedelta = timedelta(hours=24)
    comparison_soft_life: timedelta = timedelta(hours=12)

    max_age: int = Field(60, ge=0)
    stale_while_revalidate: int = Field(300, ge=0)
    log_level: str = "INFO"
    environment: Literal["production", "development"] = "production"
    log_one_hot_in: int = Field(100, ge=1)

    # Access; see docs/operations/access.md.
    anonymous_role: Literal["viewer", "operator", "admin"] | None = None
    key_life: float = Field(4.0, gt=0, le=5.0)
    key_grace: float = Field(300.0, ge=0)
    keys_kept: int = Field(10_000, ge=1)
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    jwt_secret: SecretStr | None = None
    jwt_jwks: str | None = None
    jwt_leeway: float = Field(10.0, ge=0, le=60)
    jwt_refetch: float = Field(30.0, gt=0)

    limit_anonymous: Rate = "60/minute"
    limit_free: Rate = "120/minute"
    limit_pro: Rate = "1200/minute"
    limit_enterprise: Rate = "12000/minute"
    limit_failures: Rate = "30/minute"
    limit_tenant_factor: int = Field(5, ge=1)
    # How many processes share the limits when Redis cannot count for them.
    processes: int = Field(
        1, ge=1, validation_alias=AliasChoices("API_PROCESSES", "WEB_CONCURRENCY")
    )
    trusted_proxies: Annotated[
        tuple[Network, ...], NoDecode, BeforeValidator(_split)
    ] = ()

    body_limit: int = Field(65536, ge=1)
    url_limit: int = Field(2048, ge=1)
    header_count_limit: int = Field(64, ge=1)
    header_bytes_limit: int = Field(16384, ge=1)
    cors_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = ()
    hsts_seconds: int = Field(0, ge=0)
    # Hosts that browsers may load pictures of products from; none: pages have none.
    console_image_hosts: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_split)
    ] = ()

    @property
    def of_standby(self) -> "Settings":
        """The settings of the connections to the standby.

        It gets half of the time that a caller waits; the rest is for the primary.
        """
        limits = ("pool_timeout", "statement_timeout", "answer_timeout")
        halves = {name: getattr(self, name) / 2 for name in limits}
        return self.model_copy(
            update={"database_url": self.read_database_url, **halves}
        )

    @property
    def is_development(self) -> bool:
        """Whether this is development: then GraphQL accepts any document."""
        return self.environment == "development"

    @model_validator(mode="after")
    def _check_tokens(self) -> "Settings":
        """Refuse an incomplete configuration of tokens."""
        if self.jwt_secret is None and self.jwt_jwks is None:
            return self
        if self.jwt_secret is not None and self.jwt_jwks is not None:
            raise ValueError("set API_JWT_SECRET or API_JWT_JWKS, not both")
        if not (self.jwt_issuer and self.jwt_audience):
            raise ValueError(
                "tokens need API_JWT_ISSUER and API_JWT_AUDIENCE beside their key"
            )
        if self.jwt_secret and len(self.jwt_secret.get_secret_value().encode()) < 32:
            raise ValueError("API_JWT_SECRET has 32 bytes or more")
        return self


def load_settings() -> Settings:
    """Read the settings; end the process with one sentence for each wrong setting.

    Values are not repeated: a database URL may hold a password.
    """
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        sentences = []
        for fault in error.errors():
            if not fault["loc"]:
                sentences.append(f"{fault['msg'].removeprefix('Value error, ')}.")
                continue
            name = str(fault["loc"][0])
            if name in {"API_DATABASE_URL", "DATABASE_URL", "database_url"}:
                sentences.append(
                    "API_DATABASE_URL (or DATABASE_URL) is not set: give the API its "
                    "database, for example by 'source .local/env' after 'make up'."
                )
            else:
                name = name if name.isupper() else f"API_{name.upper()}"
                sentences.append(f"{name} cannot be used: {fault['msg']}.")
        raise SystemExit("\n".join(sentences)) from None
