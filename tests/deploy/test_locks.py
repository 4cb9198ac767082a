"""Every lock file pins all dependencies of the project."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLES = tomllib.loads((ROOT / "pyproject.toml").read_text())
NEEDED = TABLES["project"]["dependencies"]
EXTRAS = TABLES["project"]["optional-dependencies"]
GROUPS = TABLES["dependency-groups"]
LOCKS = {
    "requirements.lock": NEEDED,
    "requirements-llm.lock": EXTRAS["llm"],
    "requirements-archive.lock": EXTRAS["archive"],
    "requirements-test.lock": NEEDED + EXTRAS["test"],
    "requirements-bench.lock": NEEDED + EXTRAS["bench"],
    "requirements-connect.lock": GROUPS["connect"],
    "requirements-bi.lock": GROUPS["bi"],
}


def name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return re.sub(r"[._-]+", "-", found[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_what_the_project_asks_for(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    pinned = {name(line) for line in lines if "==" in line}
    assert {name(one) for one in LOCKS[lock]} <= pinned


@pytest.mark.parametrize("folder", ["api/console", "bench/contestants/postgraphile"])
def test_a_lock_of_npm_pins_the_content_and_names_no_host(folder: str) -> None:
    asked = json.loads((ROOT / folder / "package.json").read_text())
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    root = lock["packages"].pop("")
    for kind in ("dependencies", "devDependencies", "optionalDependencies"):
        assert asked.get(kind) == root.get(kind)
        for name, version in asked.get(kind, {}).items():
            assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version)
            assert lock["packages"][f"node_modules/{name}"]["version"] == version
    for name, package in lock["packages"].items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name
