"""Loads files through the command, and reads the results."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from loader.cli import app

Rows = list[tuple[Any, ...]]


class Intake:
    """A database, and the command that loads files into it."""

    def __init__(self, owner: psycopg.Connection[Any], folder: Path) -> None:
        self.owner = owner
        self.folder = folder

    def load(self, name: str, content: str | bytes, *options: str) -> Result:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return CliRunner().invoke(app, ["load", "--wait", *options, str(path)])

    def items(self, name: str, *items: dict[str, Any], options: Any = ()) -> Result:
        lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
        return self.load(name, lines, *options)

    def rows(self, query: str) -> Rows:
        return self.owner.execute(query.encode()).fetchall()

    def days(self) -> Rows:
        return self.rows(
            "select d.asin, d.marketplace, d.date::text, d.price::text "
            "from core.product_metrics_daily as d order by 1, 2, 3"
        )

    def rejects(self) -> Rows:
        return self.rows(
            "select e.item_no, e.reason_code from staging_raw.rejected_events as e "
            "where e.resolved_at is null order by 1"
        )

    def readings(self, subject: str) -> Rows:
        return self.rows(
            "select g.outcome, g.observation_count from ops.run_readings as g "
            f"where g.subject = '{subject}' order by 1"
        )


@pytest.fixture
def intake(
    database: str, loader_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Intake]:
    monkeypatch.setenv("LOADER_DATABASE_URL", loader_url)
    with psycopg.connect(database, autocommit=True) as owner:
        yield Intake(owner, tmp_path)
