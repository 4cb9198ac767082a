"""Commands of docs/operations, read out of the pages themselves."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.databases import ROOT, Database

PAGES = ROOT / "docs" / "operations"
SERVER_ADMINISTRATOR = "the administrator of the server"
# Which address of a database is that of the role that a block names.
ADDRESSES = {
    "asinmart_owner": "owner",
    "asinmart_loader": "loader",
    "asinmart_api": "api",
    "asinmart_worker": "worker",
    "mart_reader": "mart",
    "asinmart_admin": "admin",
    SERVER_ADMINISTRATOR: "superuser",
}
_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.M | re.S
)
_HEADING = re.compile(r"^#+ (.*)$", re.M)
_ROLE = re.compile(r"^(?:--|#) as (.+)$", re.M)


@dataclass(frozen=True, kw_only=True)
class Block:
    """Commands between fences, under their heading, and what they print."""

    page: str
    section: str
    language: str
    text: str
    output: str | None

    @property
    def role(self) -> str | None:
        """The role in the first line; more may follow after a semicolon."""
        first = _ROLE.match(self.text)
        return first.group(1).partition(";")[0] if first else None

    def __str__(self) -> str:
        return f"{self.page}, {self.section}:\n{self.text}"


def pages() -> list[str]:
    return sorted(path.name for path in PAGES.glob("*.md"))


def anchor(heading: str) -> str:
    """The anchor that a renderer of Markdown makes of a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def headings(page: str) -> list[str]:
    text = _FENCE.sub("", (PAGES / page).read_text())
    return _HEADING.findall(text)


def blocks(page: str, section: str | None = None) -> list[Block]:
    """The blocks of commands of a page, or of one section of it."""
    found = list(_blocks((PAGES / page).read_text(), page))
    return [b for b in found if section is None or b.section == section]


def _blocks(text: str, page: str) -> Iterator[Block]:
    fences = list(_FENCE.finditer(text))
    inside = [range(fence.start(), fence.end()) for fence in fences]
    titles = [
        heading
        for heading in _HEADING.finditer(text)
        if not any(heading.start() in span for span in inside)
    ]
    for number, fence in enumerate(fences):
        if fence["language"] == "text":
            continue
        after = fences[number + 1 : number + 2]
        output = None
        if after and after[0]["language"] == "text":
            assert not text[fence.end() : after[0].start()].strip(), page
            output = after[0]["text"]
        section = [t.group(1) for t in titles if t.start() < fence.start()][-1]
        yield Block(
            page=page,
            section=section,
            language=fence["language"],
            text=re.sub(rf"^{fence['indent']}", "", fence["text"], flags=re.M),
            output=output,
        )


def psql(
    url: str, commands: str, folder: Path, *, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run commands with psql; what it would ask on a terminal comes from stdin."""
    script = folder / "commands.sql"
    script.write_text(commands)
    return subprocess.run(
        [
            *("psql", "-X", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose"),
            *("-f", str(script), url),
        ],
        input=stdin,
        capture_output=True,
        text=True,
        # Without a terminal psql asks on stdin.
        start_new_session=True,
        check=False,
        timeout=120,
    )


def run_sql(block: Block, database: Database, folder: Path, *, stdin: str = "") -> str:
    """Run a block of SQL as the role it names and compare what it prints."""
    assert block.role in ADDRESSES, block
    url = str(getattr(database, ADDRESSES[block.role]))
    done = psql(url, block.text, folder, stdin=stdin)
    assert done.returncode == 0, f"{block}\n{done.stderr}"
    if block.output is not None:
        assert looks_like(done.stdout, block.output), f"{block}\n{done.stdout}"
    return done.stdout


def run_sh(block: Block, environment: Mapping[str, str], folder: Path) -> str:
    """Run a block of shell commands in a folder."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block.text],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
    return done.stdout


def looks_like(printed: str, expected: str) -> bool:
    """Compare output: `...` stands for anything, widths of columns do not count."""
    return bool(re.fullmatch(_pattern(expected), printed.strip(), re.S))


def _pattern(expected: str) -> str:
    parts = []
    for word in expected.split():
        if re.fullmatch(r"-+(\+-+)*", word):
            parts.append(r"-+(?:\+-+)*")
        else:
            parts.append(re.escape(word).replace(re.escape("..."), ".*?"))
    return r"\s+".join(parts)
