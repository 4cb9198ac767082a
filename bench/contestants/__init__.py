"""The contestants: one module each, all with the functions of Contestant.

Each first gets the day's typed observations (`feed`, not measured). It then adds the
day to its own copy of the derived tables, in a process of its own. Its rows of the day
are compared with asinmart's: a difference fails the run.
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
    """The place of work of all contestants: the history's database and a folder."""

    database: Addresses
    scale: Scale
    folder: Path


class Contestant(Protocol):
    """What a module of this package offers."""

    TITLE: str
    # Packages that must be installed.
    NEEDS: tuple[str, ...]

    def prepare(self, arena: Arena) -> None:
        """Create its tables and copy the history into them; not measured."""

    def feed(self, arena: Arena, day: date) -> None:
        """Copy the day's observations from core; not measured."""

    def opened(self, arena: Arena) -> AbstractContextManager[Work]:
        """Import, connect, and give a function that adds a day."""

    def rows(self, arena: Arena, day: date) -> dict[str, Table]:
        """Its rows of the day, by table."""


def contestant(name: str) -> Contestant:
    """The contestant's module."""
    return cast(Contestant, import_module(f"bench.contestants.{name}"))


def missing_packages(name: str) -> list[str]:
    """Packages that a contestant needs and that are not installed."""
    return [need for need in contestant(name).NEEDS if not _is_installed(need)]


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        # The parent of a dotted name is missing.
        return False
