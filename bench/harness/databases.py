"""Makes the databases of the benchmark: migrated ones, copies, and empty ones."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from bench import queries

ROOT = Path(__file__).parents[2]


class BenchError(Exception):
    """One sentence on what went wrong, and what to do next."""


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """The URLs of one database for its owner, the loader and the superuser."""

    owner: str
    loader: str
    superuser: str

    @property
    def name(self) -> str:
        """The name of the database."""
        return urlsplit(self.owner).path.removeprefix("/")

    def named(self, name: str) -> "Addresses":
        """Another database of the same server."""
        return Addresses(
            **{
                role: urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
                for role, url in vars(self).items()
            }
        )


def addresses() -> Addresses:
    """The server that `make bench` starts, from its environment."""
    names = {
        "owner": "DATABASE_URL",
        "loader": "LOADER_DATABASE_URL",
        "superuser": "SUPERUSER_DATABASE_URL",
    }
    missing = [name for name in names.values() if not os.environ.get(name)]
    if missing:
        raise BenchError(f"{missing[0]} is not set. Run `make bench`.")
    return Addresses(**{role: os.environ[name] for role, name in names.items()})


def exists(server: Addresses, name: str) -> bool:
    """Whether the server has a database of that name."""
    return name in names(server)


def names(server: Addresses) -> list[str]:
    """All databases of the server."""
    with psycopg.connect(server.superuser, autocommit=True) as connection:
        return [str(row[0]) for row in connection.execute(queries.DATABASES)]


def migrated(server: Addresses, name: str) -> Addresses:
    """Make a database by deploy/migrate, as `make up` does."""
    made = server.named(name)
    superuser = urlsplit(server.superuser)
    passwords = {
        f"ASINMART_{role}_PASSWORD": os.environ[f"ASINMART_{role}_PASSWORD"]
        for role in ("OWNER", "LOADER", "API", "WORKER", "MART", "ADMIN")
    }
    done = subprocess.run(
        [ROOT / "deploy" / "migrate"],
        env=passwords
        | {
            "PATH": os.environ["PATH"],
            "PGHOST": str(superuser.hostname),
            "PGPORT": str(superuser.port),
            "PGUSER": str(superuser.username),
            "PGPASSWORD": str(superuser.password),
            "PGOPTIONS": "-c client_min_messages=warning",
            "ASINMART_DATABASE": name,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise BenchError(f"deploy/migrate failed: {said[-1] if said else '?'}")
    return made


def empty(server: Addresses, name: str) -> Addresses:
    """Make an empty database of the owner, dropping an old one of that name."""
    return _created(server, name, template="template1")


def copied(server: Addresses, name: str, *, template: str) -> Addresses:
    """Make a database by copying the files of another, dropping an old one."""
    return _created(server, name, template=template)


def renamed(server: Addresses, old: str, new: str) -> None:
    """Give a database another name."""
    _execute(server, queries.RENAME_DATABASE, old=old, new=new)


def dropped(server: Addresses, name: str) -> None:
    """Drop a database if it is there, ending its sessions."""
    _execute(server, queries.DROP_DATABASE, name=name)


def _created(server: Addresses, name: str, *, template: str) -> Addresses:
    dropped(server, name)
    _execute(server, queries.CREATE_DATABASE, name=name, template=template)
    return server.named(name)


def _execute(server: Addresses, query: str, **names: str) -> None:
    identifiers = {key: sql.Identifier(name) for key, name in names.items()}
    with psycopg.connect(server.superuser, autocommit=True) as connection:
        connection.execute(sql.SQL(query).format(**identifiers))
