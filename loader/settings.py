"""Settings of the loader, read once from the environment."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from loader.errors import LoaderError

# Written by `make up`; the environment takes precedence.
LOCAL_ENVIRONMENT = Path(".local/env")


class Settings(BaseSettings):
    """The addresses of the database, of Apify and of archives, and Apify's token."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    loader_database_url: str | None = None
    database_url: str | None = None
    # Archives are a DBA's.
    admin_database_url: str | None = None
    asinmart_archive_url: str | None = None
    asinmart_instance_id: str | None = None
    apify_token: SecretStr | None = None
    apify_api_url: str = "https://api.apify.com"

    @property
    def url(self) -> str:
        """Connection string of the loader's role, else of the owner's."""
        url = self.loader_database_url or self.database_url
        if url is None:
            raise LoaderError(
                "No database is set.",
                advice=(
                    "Run this in the checkout after `make up`, or set"
                    " LOADER_DATABASE_URL to a postgresql:// address."
                ),
            )
        return url

    @property
    def admin_url(self) -> str:
        """Connection string of asinmart_admin, else of the owner."""
        url = self.admin_database_url or self.database_url
        if url is None:
            raise LoaderError(
                "No database is set for an administrator.",
                advice="Set ADMIN_DATABASE_URL to the postgresql:// address of"
                " asinmart_admin.",
            )
        return url


class _LocalSettings(Settings):
    model_config = SettingsConfigDict(
        env_file=LOCAL_ENVIRONMENT, extra="ignore", env_ignore_empty=True
    )


def load_settings() -> Settings:
    """Read the environment, and `.local/env` if the environment names no database.

    So the settings of a database given by hand never mix with those of the file.
    """
    settings = Settings()
    urls = (settings.loader_database_url, settings.admin_database_url)
    if settings.database_url is None and urls == (None, None):
        return _LocalSettings()
    return settings
