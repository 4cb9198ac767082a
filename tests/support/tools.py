"""The tools that analysts connect with: the steps of their pages, and how to run them.

`make test` installs the tools into .local/test/connect from requirements-connect.lock.
"""

import os
import re
import subprocess
import textwrap
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.databases import ROOT, STATE

PAGES = ROOT / "docs" / "connect"
TOOLS = STATE / "connect" / "bin"
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.M | re.S)


def steps(page: str, language: str) -> list[str]:
    """Return the code blocks of a page in one language, in their order."""
    text = (PAGES / f"{page}.md").read_text()
    return [
        textwrap.dedent(block)
        for _, marked, block in BLOCK.findall(text)
        if marked == language
    ]


def address(url: str) -> dict[str, str]:
    """Return the five environment variables that the pages ask for."""
    parts = urlsplit(url)
    return {
        "PGHOST": str(parts.hostname),
        "PGPORT": str(parts.port),
        "PGDATABASE": parts.path.removeprefix("/"),
        "PGUSER": str(parts.username),
        "PGPASSWORD": str(parts.password),
    }


def run(
    *command: str | Path, url: str, folder: Path, text: str = "", **values: str
) -> str:
    """Run a program as an analyst does, in an empty home, and return what it prints."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=address(url)
        | {
            "PATH": f"{TOOLS}:{os.environ['PATH']}",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            **values,
        },
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (
        f"{command}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
    )
    return done.stdout


def run_python(text: str, *, url: str, folder: Path) -> str:
    return run(TOOLS / "python", "-", url=url, folder=folder, text=text)


def run_shell(text: str, *, url: str, folder: Path) -> str:
    return run("bash", "-euo", "pipefail", "-c", text, url=url, folder=folder)
