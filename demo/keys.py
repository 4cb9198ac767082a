"""Keys to look at the console as others do: one of each tenant, one of an admin."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import class_row
from rich.console import Console

from common import terminal
from demo import queries, tenants

# The name of each key; a new demo replaces those of the one before.
KEY_NAME = "make demo"
# Tenant, kind of key, role.
WANTED = (
    ("Harbour Goods", "secret", "operator"),
    ("Quayside Outlet", "secret", "viewer"),
    (tenants.INSTALLATION, "admin", "admin"),
)
_SHOWN_OF_A_KEY = 11


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key of the REST API, with the name of its tenant."""

    name: str
    role: str
    key: str


def make_keys(admin: psycopg.Connection[tuple[Any, ...]], path: Path) -> list[Key]:
    """Make keys for a week, revoke those of earlier demos, write the new to a file.

    The file is closed to others; it holds an object: role and key by tenant.
    """
    made = []
    with admin.transaction(), admin.cursor(row_factory=class_row(Key)) as cursor:
        for name, key_type, role in WANTED:
            asked = {"name": name, "key_name": KEY_NAME}
            cursor.execute(queries.REVOKE_KEYS, asked)
            asked |= {"key_type": key_type, "role": role}
            made += cursor.execute(queries.MAKE_KEY, asked).fetchall()
    written = path.with_suffix(".new")
    written.unlink(missing_ok=True)
    written.touch(mode=0o600)
    written.write_text(json.dumps({key.name: asdict(key) for key in made}, indent=2))
    written.replace(path)
    return made


def show_keys(out: Console, keys: Sequence[Key], place: str) -> None:
    """Show the keys, each in one piece so that it can be copied.

    A picture shows only how they begin.
    """
    terminal.heading(
        out, "To sign in as a tenant", f"valid for a week, also in {place}"
    )
    width = max(len(key.name) for key in keys)
    out.print(f"{'name':<{width}}  {'role':<8}  key", style="dim")
    for key in keys:
        text = f"{key.key[:_SHOWN_OF_A_KEY]}..." if out.record else key.key
        out.print(f"{key.name:<{width}}  {key.role:<8}  {text}", soft_wrap=True)
