"""What the shipped retention leaves after fifteen weeks, with clocks set forward."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.api import free_port
from tests.support.crash_server import programs_of
from tests.support.databases import ROOT, Database

CLOCK = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
FOLDER = ROOT / "deploy" / "pgbackrest"
USER = "postgres" if os.geteuid() == 0 else None
DAYS = 15 * 7 + 2
# Differential backups that are long gone by the end are not made at all.
FIRST_DIFFERENTIAL = DAYS - 36
MACHINE = """
[global]
repo1-cipher-pass=secret
repo1-path={place}/repository
log-path={place}
lock-path={place}
spool-path={place}
[asinmart]
pg1-path={place}/data
pg1-port={port}
pg1-socket-path={place}
"""
SERVER = """
port = {port}
listen_addresses = ''
unix_socket_directories = '{place}'
"""


class Calendar:
    """A server and its repository on a day that the test chooses."""

    def __init__(self, place: Path, programs: Path) -> None:
        self._place, self._programs = place, programs
        self._environment = os.environ | {
            "PGBACKREST_CONFIG": str(place / "pgbackrest.conf"),
            "PGBACKREST_CONFIG_INCLUDE_PATH": str(place / "conf.d"),
            "FAKETIME_TIMESTAMP_FILE": str(place / "clock"),
            "FAKETIME_NO_CACHE": "1",
            "LD_PRELOAD": str(CLOCK),
        }

    def run(self, *command: str | Path) -> str:
        done = subprocess.run(
            command,
            env=self._environment,
            user=USER,
            cwd=self._place,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout

    def pgbackrest(self, *command: str) -> str:
        return self.run("pgbackrest", "--stanza=asinmart", *command)

    def turn(self, day: int) -> None:
        # Processes read it all the time: an empty file would throw them back.
        fresh = self._place / "clock.new"
        fresh.write_text(f"+{day}d")
        fresh.replace(self._place / "clock")

    def server(self, action: str) -> None:
        data, log = self._place / "data", self._place / "log"
        self.run(self._programs / "pg_ctl", action, "-w", "-s", "-D", data, "-l", log)


@pytest.fixture
def calendar(server: Database) -> Iterator[Calendar]:
    assert CLOCK is not None, "make test installs Debian's package libfaketime"
    programs = programs_of(server)
    # Not pytest's folder: any other pytest that starts closes it to other users.
    place = Path(tempfile.mkdtemp(prefix="asinmart-retention-"))
    (place / "conf.d").mkdir()
    shutil.copy(FOLDER / "pgbackrest.conf", place)
    port = free_port()
    settings = MACHINE.format(place=place, port=port)
    (place / "conf.d" / "asinmart.conf").write_text(settings)
    if USER:
        for path in (place, *place.rglob("*")):
            shutil.chown(path, USER)
    made = Calendar(place, programs)
    made.turn(0)
    made.run(programs / "initdb", "-D", place / "data", "-E", "UTF8")
    with (place / "data" / "postgresql.conf").open("a") as file:
        file.write(SERVER.format(place=place, port=port))
        file.write((FOLDER / "archive.conf").read_text())
    made.server("start")
    try:
        yield made
    finally:
        made.server("stop")
        shutil.rmtree(place)


@pytest.mark.soak
def test_thirty_days_of_any_moment_and_twelve_weeks_of_sundays(
    calendar: Calendar,
) -> None:
    calendar.pgbackrest("stanza-create")
    for day in range(DAYS):
        kind = "full" if day % 7 == 0 else "diff"
        if kind == "full" or day >= FIRST_DIFFERENTIAL:
            calendar.turn(day)
            calendar.pgbackrest("backup", f"--type={kind}")

    [stanza] = json.loads(calendar.pgbackrest("info", "--output=json"))
    backups = stanza["backup"]
    ended = [datetime.fromtimestamp(b["timestamp"]["stop"], UTC) for b in backups]
    ages = [ended[-1] - moment for moment in ended]
    daily = [
        age
        for age, backup in zip(ages, backups, strict=True)
        if backup["type"] == "diff" or age < timedelta(days=31)
    ]
    assert len(daily) == 31
    assert max(daily) > timedelta(days=29, hours=23)
    weekly = [b for b in backups if b["type"] == "full"]
    # One is older, so that any day of the twelve weeks has one before it.
    assert len(weekly) == 13
    assert sum(age > timedelta(days=84) for age in ages) == 1

    said = calendar.pgbackrest("verify", "--log-level-console=detail")
    ranges = [
        line.partition("wal start: ")[2].split(", wal stop: ")
        for line in said.splitlines()
        if "wal start: " in line
    ]
    first_of_window = backups[-31]["archive"]["start"]
    kept = [b["archive"] for b in backups[:-31]]
    assert ranges[:-1] == [[wal["start"], wal["stop"]] for wal in kept]
    assert ranges[-1][0] == first_of_window
    assert ranges[-1][1] >= backups[-1]["archive"]["stop"]
