"""The demo gets its report and its advice, whatever else runs and ran before."""

import io
import threading
from datetime import datetime
from typing import Any

import psycopg
import pytest
from rich.console import Console

from demo import competition, queries
from demo.market import MARKETPLACE
from tests.support.api import COMPETITOR, MAIN, observe
from tests.support.databases import Database
from tests.support.waiting import LIMIT, wait_until

OUT = Console(file=io.StringIO())


@pytest.fixture
def grouped(clone: Database) -> Database:
    """A main product and its competitor, of one day, in a group."""
    with psycopg.connect(clone.owner, autocommit=True) as owner:
        owner.execute(
            queries.LINK_COMPETITORS,
            {
                "mains": [MAIN],
                "competitors": [COMPETITOR],
                "marketplace": MARKETPLACE,
            },
        )
        observe(clone.owner, {MAIN: 20.0, COMPETITOR: 25.0})
        competition.make_group(OUT, owner, MAIN)
    return clone


def make(database: Database) -> None:
    with psycopg.connect(database.owner, autocommit=True) as owner:
        competition.make_report(OUT, owner, MAIN)


def asked(database: Database, query: str) -> Any:
    with psycopg.connect(database.owner) as owner:
        row = owner.execute(query, {"main": MAIN}).fetchone()
    assert row is not None
    return row[0]


def versions(database: Database) -> int:
    return int(
        asked(
            database,
            "select count(*) from mart.competition_reports where asin_main = %(main)s",
        )
    )


def advised_at(database: Database) -> datetime:
    """When the rules of recommendations last looked at the main product."""
    found = asked(
        database,
        "select max(checked_at) from core.recommendation_checks where asin = %(main)s",
    )
    assert isinstance(found, datetime)
    return found


def is_skipped(database: Database) -> bool:
    return bool(
        asked(
            database,
            "select count(*) from ops.job_runs as j"
            " where j.job_name = 'generate-reports' and j.status = 'skipped'",
        )
    )


def test_a_report_of_another_demo_today_does_not_keep_its_own_from_being_made(
    grouped: Database,
) -> None:
    make(grouped)
    assert versions(grouped) == 1
    before = advised_at(grouped)
    # The same day told anew: no report of a day is due.
    observe(grouped.owner, {MAIN: 40.0, COMPETITOR: 22.0})
    make(grouped)
    assert versions(grouped) == 2
    assert advised_at(grouped) > before
    # Told twice, it is the same.
    make(grouped)
    assert versions(grouped) == 2


def test_a_report_is_made_once_the_promotion_of_others_ends(grouped: Database) -> None:
    made = threading.Thread(target=make, args=(grouped,), daemon=True)
    with psycopg.connect(grouped.owner) as other:
        other.execute("lock table ops.promotion_lock in exclusive mode")
        made.start()
        wait_until(lambda: is_skipped(grouped))
        assert versions(grouped) == 0
    made.join(LIMIT)
    assert not made.is_alive()
    assert versions(grouped) == 1


def test_a_report_that_is_never_made_ends_the_demo_with_a_sentence(
    grouped: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(competition, "PATIENCE_SECONDS", 0)
    with psycopg.connect(grouped.owner) as other:
        other.execute("lock table ops.promotion_lock in exclusive mode")
        with pytest.raises(TimeoutError, match=r"was not made .* `asinmart doctor`"):
            make(grouped)
