"""Settings of the API, read once from the environment."""

from datetime import timedelta
from uuid import UUID

from pydantic import AliasChoices, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_TENANT = UUID("00000000-0000-0000-0000-000000000001")


class Settings(BaseSettings):
    """What the API needs to know about its surroundings; durations are in seconds."""

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
    log_one_hot_in: int = Field(100, ge=1)


def load_settings() -> Settings:
    """Read the settings, or end the process with one sentence a setting that is wrong.

    Values are not repeated: a database URL may hold a password.
    """
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        sentences = []
        for fault in error.errors():
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
