"""The demo's keys let in whom they name, for a week, until the next demo."""

import hashlib
import io
import json
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from rich.console import Console

from demo import brands, keys, queries, tenants
from demo.keys import Key
from tests.support.databases import Database

ROLES = {
    "Harbour Goods": "operator",
    "Quayside Outlet": "viewer",
    tenants.INSTALLATION: "admin",
}


@pytest.fixture
def folder(clone: Database, tmp_path: Path) -> Path:
    """Where the keys go; the tenants of the demo exist."""
    with psycopg.connect(clone.owner, autocommit=True) as owner:
        for name in tenants.TENANTS:
            owner.execute(queries.MAKE_TENANT, {"name": name})
    return tmp_path


def make(clone: Database, path: Path) -> dict[str, str]:
    """Make the keys as the role that may, and return them by tenant."""
    with psycopg.connect(clone.admin, autocommit=True) as admin:
        return {key.name: key.key for key in keys.make_keys(admin, path)}


def tenant_and_role(clone: Database, key: str) -> tuple[str, str, timedelta] | None:
    with psycopg.connect(clone.owner) as owner:
        return owner.execute(
            "select t.name, k.role, k.expires_at - now() from app.find_api_key(%s) as k"
            " inner join app.tenants as t on t.tenant_id = k.tenant_id",
            (hashlib.sha256(key.encode()).digest(),),
        ).fetchone()


def test_each_key_is_one_of_its_tenant_for_a_week(
    clone: Database, folder: Path
) -> None:
    made = make(clone, folder / "keys.json")
    assert made.keys() == ROLES.keys()
    for name, key in made.items():
        found = tenant_and_role(clone, key)
        assert found is not None
        assert found[:2] == (name, ROLES[name])
        assert timedelta(days=6) < found[2] <= timedelta(days=7)
    # The brand is of whoever asks without a key, and the other tenant sees nothing.
    assert brands.OWNER == tenants.INSTALLATION
    assert ROLES[brands.OTHER] == "viewer"


def test_a_new_demo_replaces_its_keys_and_no_others(
    clone: Database, folder: Path
) -> None:
    with psycopg.connect(clone.admin, autocommit=True) as admin:
        row = admin.execute(
            "select app.create_api_key(t.tenant_id, 'mine') from app.tenants as t"
            " where t.name = 'Harbour Goods'"
        ).fetchone()
    assert row is not None
    first = make(clone, folder / "keys.json")
    second = make(clone, folder / "keys.json")
    assert [tenant_and_role(clone, key) for key in first.values()] == [None] * 3
    for key in (*second.values(), row[0]):
        assert tenant_and_role(clone, key) is not None


def test_the_file_is_closed_to_others_and_has_what_was_made(
    clone: Database, folder: Path
) -> None:
    path = folder / "keys.json"
    path.write_text("of an earlier demo")
    path.chmod(0o644)
    made = make(clone, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text()) == {
        name: {"name": name, "role": ROLES[name], "key": key}
        for name, key in made.items()
    }
    assert [one.name for one in folder.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("is_picture", [False, True])
def test_a_key_is_printed_in_one_piece_and_never_drawn(is_picture: bool) -> None:
    printed = io.StringIO()
    out = Console(file=printed, width=40, record=is_picture)
    key = "sk_" + "0123456789abcdef" * 4
    made = [
        Key(name="Harbour Goods", role="operator", key=key),
        Key(name="default", role="admin", key=f"ak_{key[3:]}"),
    ]
    keys.show_keys(out, made, "keys.json")
    lines = printed.getvalue().splitlines()
    shown = "sk_01234567..." if is_picture else key
    assert lines[-3].split() == ["name", "role", "key"]
    assert lines[-2] == f"Harbour Goods  operator  {shown}"
    assert lines[-1].split()[:2] == ["default", "admin"]
