"""Every lock file pins all dependencies of the project."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = {
    "requirements.lock": [],
    "requirements-test.lock": PROJECT["optional-dependencies"]["test"],
    "requirements-bench.lock": PROJECT["optional-dependencies"]["bench"],
}


def name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return re.sub(r"[._-]+", "-", found[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_what_the_project_asks_for(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    pinned = {name(line) for line in lines if "==" in line}
    wanted = {name(one) for one in [*PROJECT["dependencies"], *LOCKS[lock]]}
    assert wanted <= pinned
