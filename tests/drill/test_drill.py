"""`make drill` with each of its tools: backup, crash, restore to a moment, faults."""

import os
import subprocess

import pytest

from tests.support.databases import ROOT

TOOLS = sorted(path.stem for path in (ROOT / "deploy" / "drill" / "tools").iterdir())


@pytest.mark.soak
@pytest.mark.parametrize("tool", TOOLS)
def test_a_lost_server_comes_back_to_a_moment_and_finishes_the_rest(tool: str) -> None:
    done = subprocess.run(
        [ROOT / "deploy" / "drill" / "run"],
        env=os.environ | {"DRILL_TOOL": tool},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "RPO" in done.stdout
