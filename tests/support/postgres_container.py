"""A throw-away Postgres in a container, for `pytest --postgres=container`."""

import psycopg
from docker.errors import DockerException  # type: ignore[import-untyped]
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.image import DockerImage
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from tests.support.databases import ROOT

USERS = {
    "DATABASE_URL": "asinmart_owner",
    "SUPERUSER_DATABASE_URL": "postgres",
    "LOADER_DATABASE_URL": "asinmart_loader",
    "API_DATABASE_URL": "asinmart_api",
    "WORKER_DATABASE_URL": "asinmart_worker",
    "MART_DATABASE_URL": "mart_reader",
    "ADMIN_DATABASE_URL": "asinmart_admin",
}
SETTINGS = {
    "cron.database_name": "asinmart_cron",
    "fsync": "off",
    "max_connections": "200",
}


def start() -> DockerContainer:
    """Build the image of docker compose with the test extensions, and run it.

    Raises RuntimeError with the reason when there is no engine or the image fails.
    """
    # The caller stops the container; the usual clean-up helper is one more image.
    testcontainers_config.ryuk_disabled = True
    try:
        image = DockerImage(
            path=ROOT / "deploy",
            dockerfile_path="images/postgres/Dockerfile",
            target="test",
            tag="asinmart-postgres-test",
            clean_up=False,
        ).build()
        container = (
            DockerContainer(str(image))
            .with_env("ASINMART_SUPERUSER_PASSWORD", "test")
            .with_command([f"-c{name}={value}" for name, value in SETTINGS.items()])
            .with_exposed_ports(5432)
            .waiting_for(LogMessageWaitStrategy("ready to accept connections"))
            .start()
        )
    except DockerException as error:
        raise RuntimeError(f"no Postgres container: {error}") from error
    url = addresses(container)["SUPERUSER_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create database asinmart_cron")
    return container


def addresses(container: DockerContainer) -> dict[str, str]:
    """Name the container's server as .local/test/env names the local one."""
    place = f"{container.get_container_host_ip()}:{container.get_exposed_port(5432)}"
    return {
        name: f"postgresql://{user}:test@{place}/postgres"
        for name, user in USERS.items()
    }
