"""Who folds a day into history: one module each, all with the functions of Contestant.

Each gets the day's typed observations first (`feed`, not measured), then folds the day
into its own copy of the derived tables, in a process of its own. What it made of the
day is compared with asinmart's rows: a contestant that disagrees fails the run.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

from bench.data.history import Scale
from bench.harness.compare_rows import Table
from bench.harness.databases import Addresses
from bench.harness.resources import Work

NAMES = ("asinmart", "dbt_models", "pandas_job", "duckdb_job", "source")


@dataclass(frozen=True, kw_only=True)
class Arena:
    """Where the contestants work: the history's database and an empty folder."""

    database: Addresses
    scale: Scale
    folder: Path


class Contestant(Protocol):
    """What a module of this package offers."""

    TITLE: str
    # Packages that must be there for it to run.
    NEEDS: tuple[str, ...]

    def prepare(self, arena: Arena) -> None:
        """Make its tables and copy the history into them; not measured."""

    def feed(self, arena: Arena, day: date) -> None:
        """Take the day's observations over from core; not measured."""

    def opened(self, arena: Arena) -> AbstractContextManager[Work]:
        """Be ready to fold: imports done, connected; the work takes the day."""

    def rows(self, arena: Arena, day: date) -> dict[str, Table]:
        """What it made of the day, by table."""


def contestant(name: str) -> Contestant:
    """The module of that name."""
    return cast(Contestant, import_module(f"bench.contestants.{name}"))


def missing_packages(name: str) -> list[str]:
    """Packages that a contestant needs and that are not installed here."""
    return [need for need in contestant(name).NEEDS if find_spec(need) is None]
