"""The shipped configuration of pgBackRest, and how its words are read.

Real backups, restores and faults are in test_drill.py, which takes minutes.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.databases import ROOT
from tests.support.operations import PAGES, blocks

FOLDER = ROOT / "deploy" / "pgbackrest"
COMMAND = FOLDER / "asinmart-backup"
PAGE = "continuous-backup.md"
USER = "postgres" if os.geteuid() == 0 else None
# What the check of a window of two backups is asked about.
WINDOW = "[global]\nrepo1-retention-archive=2\n"


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder with the shipped configuration, for the user that may run it."""
    # Not pytest's folder: any other pytest that starts closes it to other users.
    folder = Path(tempfile.mkdtemp(prefix="asinmart-pgbackrest-"))
    (folder / "conf.d").mkdir()
    shutil.copy(FOLDER / "pgbackrest.conf", folder)
    yield folder
    shutil.rmtree(folder)


def pgbackrest(
    place: Path, key: str, *command: str
) -> subprocess.CompletedProcess[str]:
    (place / "conf.d" / "asinmart.conf").write_text(
        f"[global]\n{key}\nrepo1-path={place}/repository\nlog-path={place}\n"
        f"lock-path={place}\nspool-path={place}\n[asinmart]\npg1-path={place}/data\n"
    )
    if USER:
        for path in (place, *place.rglob("*")):
            shutil.chown(path, USER)
    return subprocess.run(
        ["pgbackrest", "--stanza=asinmart", *command],
        env=os.environ
        | {
            "PGBACKREST_CONFIG": str(place / "pgbackrest.conf"),
            "PGBACKREST_CONFIG_INCLUDE_PATH": str(place / "conf.d"),
        },
        user=USER,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def test_pgbackrest_takes_every_line_of_the_configuration(place: Path) -> None:
    # These three take all options of the file between them.
    for command in ("info", "expire", "backup"):
        done = pgbackrest(place, "repo1-cipher-pass=secret", command)
        said = done.stdout + done.stderr
        assert "WARN" not in said, said
        if command == "info":
            assert "missing stanza path" in said, said
        else:
            assert "ERROR: [055]" in said or "ERROR: [056]" in said, said


def test_a_repository_without_a_key_is_refused(place: Path) -> None:
    done = pgbackrest(place, "", "info")
    assert done.returncode
    assert "requires option: repo1-cipher-pass" in done.stdout + done.stderr


def retention() -> dict[str, str]:
    found = ConfigParser()
    found.read(FOLDER / "pgbackrest.conf")
    return dict(found["global"])


def days_of(kind: str) -> set[int]:
    """The days of the week on which the shipped schedule makes such a backup."""
    found: set[int] = set()
    lines = (FOLDER / "crontab").read_text().splitlines()
    for line in lines:
        if match := re.match(rf"\d+ \d+ \* \* (\S+)\s+postgres\s+.*{kind}$", line):
            first, _, last = match[1].replace("*", "0-6").partition("-")
            found |= set(range(int(first), int(last or first) + 1))
    return found


def test_one_backup_a_day_keeps_thirty_days_and_twelve_weeks() -> None:
    assert days_of("full") == {0}
    assert days_of("diff") == {1, 2, 3, 4, 5, 6}
    assert days_of("check") == {0, 1, 2, 3, 4, 5, 6}
    kept = retention()
    assert kept["repo1-retention-full-type"] == "time"
    assert int(kept["repo1-retention-full"]) == 12 * 7
    assert kept["repo1-retention-archive-type"] == "diff"
    # Of one backup a day, the 31st newest is thirty days old when the newest is made.
    assert kept["repo1-retention-archive"] == kept["repo1-retention-diff"] == "31"


def told(backups: Sequence[tuple[str, str, int, int]]) -> str:
    """What info prints of backups: kind, label, first and last segment."""
    return "\n".join(
        f"        {kind} backup: {label}\n"
        "            timestamp start/stop: 2026-11-29 02:15:01+00 / "
        "2026-11-29 02:15:09+00\n"
        f"            wal start/stop: {segment(start)} / {segment(stop)}"
        for kind, label, start, stop in backups
    )


def verified(ranges: Sequence[tuple[int, int]], timeline: int = 1) -> str:
    """What verify prints of the ranges of segments that it has found."""
    return "\n".join(
        "2026-11-30 01:37:35.516 P00 DETAIL: archiveId: 15-1, wal start: "
        f"{segment(start, timeline)}, wal stop: {segment(stop, timeline)}"
        for start, stop in ranges
    )


def segment(number: int, timeline: int = 1) -> str:
    return f"{timeline:08X}{number >> 8:08X}{number & 0xFF:08X}"


def ask(function: str, text: str, place: Path, configuration: str = "") -> str:
    """Call one function of the command, with the text as input and argument."""
    if configuration:
        (place / "pgbackrest.conf").write_text(configuration)
    done = subprocess.run(
        [
            *("bash", "-c"),
            f'source <(sed "/^if ((EUID/,\\$d" {COMMAND}); {function} "$1" <<<"$1"',
            *("ask", text),
        ],
        env=os.environ | {"PGBACKREST_CONFIG": str(place / "pgbackrest.conf")},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


BACKUPS = (
    ("full", "F1", 3, 4),
    ("diff", "D1", 10, 10),
    ("incr", "I1", 14, 14),
    ("full", "F2", 20, 22),
)


@pytest.mark.parametrize(
    ("ranges", "fault"),
    [
        ([(1, 30)], ""),
        # The older full backup keeps its own segments alone.
        ([(3, 4), (10, 30)], ""),
        ([(3, 4), (10, 15), (17, 30)], "missing between {15} and {17}"),
        ([(3, 4), (12, 30)], "missing between {4} and {12}"),
        ([(12, 30)], "WAL of backup F1 is missing, between {3} and {4}"),
        ([(3, 3), (10, 30)], "WAL of backup F1 is missing, between {3} and {4}"),
        ([(3, 4), (10, 19), (23, 30)], "missing between {19} and {23}"),
        ([(10, 30)], "WAL of backup F1 is missing"),
    ],
)
def test_gaps_in_wal_count_from_the_oldest_backup_of_the_window(
    ranges: list[tuple[int, int]], fault: str, place: Path
) -> None:
    said = ask("wal_fault", f"{told(BACKUPS)}\n{verified(ranges)}", place, WINDOW)
    for number in re.findall(r"\{(\d+)\}", fault):
        fault = fault.replace(f"{{{number}}}", segment(int(number)))
    assert (fault in said) if fault else said == "", said


def test_segments_of_two_timelines_are_no_gap(place: Path) -> None:
    text = "\n".join(
        [told(BACKUPS), verified([(1, 30)]), verified([(29, 40)], timeline=2)]
    )
    assert ask("wal_fault", text, place, WINDOW) == ""
    text = "\n".join(
        [told(BACKUPS), verified([(1, 30)]), verified([(29, 33), (36, 40)], timeline=2)]
    )
    assert segment(33, 2) in ask("wal_fault", text, place, WINDOW)


def test_twelve_weeks_of_the_shipped_schedule_have_no_gap(place: Path) -> None:
    """One backup a day for 13 weeks, ten segments a day, as expire leaves them."""
    first = date(2026, 8, 30)
    assert first.weekday() == 6
    days = range(13 * 7 + 3)
    kept = [
        ("full" if day % 7 == 0 else "diff", str(first + timedelta(day)), 10 * day + 1)
        for day in days
        if day % 7 == 0 or day > days[-1] - 31
    ]
    backups = [(kind, label, start, start) for kind, label, start in kept]
    oldest = next(start for kind, _, start in kept if kind == "diff")
    window = min(oldest, kept[-31][2])
    ranges = [(start, start) for _, _, start in kept if start < window]
    whole = [*ranges, (window, 10 * days[-1] + 9)]
    text = f"{told(backups)}\n{verified(whole)}"
    assert ask("wal_fault", text, place) == ""
    late = [*ranges, (window, 800), (802, 10 * days[-1] + 9)]
    assert ask("wal_fault", f"{told(backups)}\n{verified(late)}", place) != ""


DAMAGED = """\
P01   INFO: invalid checksum '20261130-013725F/pg_data/base/5/3164.zst'
P00 DETAIL: archiveId: 15-1, wal start: 000000010000000000000001, wal stop: 00A
P00   INFO: stanza: asinmart
    status: error
      backup: 20261130-013725F, status: invalid, total files checked: 964
        checksum invalid: 1
P00   INFO: verify command end: completed successfully (529ms)
"""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("P00   INFO: verify command end: completed successfully (1ms)", ""),
        (DAMAGED, r"damaged files, 1 of them, .*3164.zst'.*restored: 20261130-013725F"),
        (
            "    status: error\n      No usable backup.info file\n"
            "P00   INFO: verify command end: completed successfully (7ms)",
            "cannot be read: No usable backup.info file",
        ),
        (
            "ERROR: [037]: verify command requires option: x",
            r"cannot be verified: .*37",
        ),
        ("", "cannot be verified"),
    ],
)
def test_verify_is_read_because_its_exit_status_says_nothing(
    text: str, fault: str, place: Path
) -> None:
    said = ask("files_fault", text, place)
    assert re.search(fault, said) if fault else said == "", said
    assert "\n" not in said


def test_the_page_restores_with_the_command_of_the_drill() -> None:
    [command] = [
        line
        for block in blocks(PAGE)
        for line in block.text.splitlines()
        if line.startswith("pgbackrest ") and line.endswith(" restore")
    ]
    drill = (ROOT / "deploy" / "drill" / "tools" / "pgbackrest.sh").read_text()
    for option in re.findall(r"--[a-z-]+(?:=(?!')\S+)?", command):
        assert option in drill, option


def test_the_page_installs_files_that_exist() -> None:
    named = set(re.findall(r"\bdeploy/[\w./-]*\w", (PAGES / PAGE).read_text()))
    assert {path.name for path in FOLDER.iterdir()} == {
        Path(name).name for name in named if "pgbackrest/" in name
    }
    assert all((ROOT / name).exists() for name in named)
