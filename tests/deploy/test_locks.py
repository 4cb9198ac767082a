"""Every lock file pins all dependencies of the project."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLES = tomllib.loads((ROOT / "pyproject.toml").read_text())
NEEDED = TABLES["project"]["dependencies"]
EXTRAS = TABLES["project"]["optional-dependencies"]
LOCKS = {
    "requirements.lock": NEEDED,
    "requirements-llm.lock": EXTRAS["llm"],
    "requirements-archive.lock": EXTRAS["archive"],
    "requirements-test.lock": NEEDED + EXTRAS["test"],
    "requirements-bench.lock": NEEDED + EXTRAS["bench"],
    "requirements-connect.lock": TABLES["dependency-groups"]["connect"],
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
