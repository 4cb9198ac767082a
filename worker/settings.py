"""Settings of the worker, read once from the environment."""

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The worker's environment; durations are in seconds.

    `allow_private_targets` and `ca_file` are for tests and demonstrations on a local
    machine: with them, tenants that make channels reach every address that the worker
    can reach.
    """

    model_config = SettingsConfigDict(
        env_prefix="WORKER_",
        extra="ignore",
        env_ignore_empty=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(
        min_length=1,
        validation_alias=AliasChoices("WORKER_DATABASE_URL", "DATABASE_URL"),
    )
    instance_id: str | None = Field(None, validation_alias="ASINMART_INSTANCE_ID")

    notify_concurrency: int = Field(8, ge=1)
    fetch_concurrency: int = Field(2, ge=1)
    report_concurrency: int = Field(2, ge=1)
    prose_concurrency: int = Field(2, ge=1)
    archive_concurrency: int = Field(1, ge=1)
    poll_interval: float = Field(5.0, gt=0)
    heartbeat_interval: float = Field(10.0, gt=0)
    stalled_after: float = Field(30.0, gt=0)
    housekeeping_interval: float = Field(15.0, gt=0)
    shutdown_timeout: float = Field(8.0, ge=0)
    log_level: str = "INFO"

    max_attempts: int = Field(12, ge=1)
    retry_base: float = Field(15.0, gt=0)
    retry_cap: float = Field(21_600.0, gt=0)
    claim_timeout: float = Field(120.0, gt=0)

    connect_timeout: float = Field(3.0, gt=0)
    read_timeout: float = Field(10.0, gt=0)
    total_timeout: float = Field(20.0, gt=0)
    allowed_ports: frozenset[int] = frozenset({443, 8443})
    allow_private_targets: bool = False
    ca_file: Path | None = None

    report_poll_interval: float = Field(60.0, gt=0)
    # In place of Amazon's own addresses, for tests.
    spapi_url: str | None = None
    spapi_login_url: str | None = None

    # Any endpoint that speaks OpenAI's chat completions; unset: no report is written.
    llm_base_url: str | None = Field(None, validation_alias="ASINMART_LLM_BASE_URL")
    llm_model: str | None = Field(None, validation_alias="ASINMART_LLM_MODEL")
    llm_api_key: SecretStr | None = Field(None, validation_alias="ASINMART_LLM_API_KEY")
    llm_timeout: float = Field(120.0, gt=0, validation_alias="ASINMART_LLM_TIMEOUT")

    # A folder or s3://bucket/prefix; unset: no partition is archived.
    archive_url: str | None = Field(None, validation_alias="ASINMART_ARCHIVE_URL")

    smtp_host: str | None = None
    smtp_port: int | None = Field(None, ge=1, le=65535)
    smtp_security: Literal["starttls", "ssl", "insecure"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None

    @property
    def concurrency(self) -> int:
        """Number of tasks that run at the same time."""
        return (
            self.notify_concurrency
            + self.fetch_concurrency
            + self.report_concurrency
            + self.prose_concurrency
            + self.archive_concurrency
        )


def load_settings() -> Settings:
    """Read the settings, or end the process with one sentence a wrong setting.

    Values are not printed: a database URL may hold a password.
    """
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        sentences = []
        for fault in error.errors():
            name = str(fault["loc"][0])
            if name in {"WORKER_DATABASE_URL", "DATABASE_URL", "database_url"}:
                sentences.append(
                    "WORKER_DATABASE_URL (or DATABASE_URL) is not set: give the worker"
                    " its database, for example by 'source .local/env' after 'make up'."
                )
            else:
                name = name if name.isupper() else f"WORKER_{name.upper()}"
                sentences.append(f"{name} cannot be used: {fault['msg']}.")
        raise SystemExit("\n".join(sentences)) from None
