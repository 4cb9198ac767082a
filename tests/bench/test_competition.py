"""The benchmark of competitor analysis at a tiny scale, and faults it must find."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from rich.console import Console

from bench.contestants import Arena
from bench.data import history
from bench.data.history import Scale
from bench.harness.databases import Addresses, BenchError
from bench.harness.resources import Server
from bench.reporting import markdown, results
from bench.suites import competition
from tests.support.databases import Database

# Twelve groups of 1 + 5: reports of eight, then of four again.
SCALE = Scale(products=72, days=35, group_size=6)


@pytest.fixture
def arena(clone: Database, tmp_path: Path) -> Arena:
    """A few groups, filled as for a benchmark."""
    history.fill(clone.owner, SCALE)
    addresses = Addresses(
        owner=clone.owner, loader=clone.loader, superuser=clone.superuser
    )
    return Arena(database=addresses, scale=SCALE, folder=tmp_path)


@pytest.fixture
def watch(arena: Arena) -> Iterator[Server]:
    """The server of the groups."""
    watching = Server(arena.database.superuser)
    yield watching
    watching.close()


def test_filled_groups_are_what_the_definitions_say(arena: Arena) -> None:
    with psycopg.connect(arena.database.owner) as connection:
        audit = connection.execute("select * from ops.audit()").fetchall()
        groups = connection.execute(
            "select count(distinct g.id), count(*), count(distinct g.tenant_id)"
            " from core.competitive_groups as g"
            " inner join core.competitive_group_members as m on m.group_id = g.id"
        ).fetchone()
        noted = connection.execute("select count(*) from ops.dirty_pairs").fetchone()
        variations = connection.execute(
            "select count(*), count(distinct parent_asin) from core.products"
            " where parent_asin is not null"
        ).fetchone()

    assert all(row[2:] == (0, 0) for row in audit), audit
    assert {row[0]: row[1] for row in audit}["mart.competitor_comparison_daily"] > 1000
    assert groups == (12, 60, 1) and SCALE.groups == 12
    assert noted == (0,)
    assert variations == (36, 18)


def test_all_is_measured_and_shown(arena: Arena, watch: Server) -> None:
    day = competition.days(watch, arena, repeats=1, item_bytes=500)
    made = competition.reports(watch, arena, repeats=1)
    read = competition.reads(arena)

    assert 50 < day["scores"]["notes"]["rows"] <= 72
    assert day["together_seconds"] >= day["comparison_seconds"] > 0
    assert day["promotion"]["notes"]["comparison"] == day["comparison_seconds"]

    assert made["batch"] == 4 and made["claims"] > 100
    assert [row["ratio"] > 0 for row in made["batches"]] == [True, True]
    every, nothing, following = (row["rows"] for row in made["due"])
    assert (every, nothing) == (12, 0) and 4 <= following <= 8
    with psycopg.connect(arena.database.owner) as connection:
        versions = connection.execute(
            "select version, count(*), bool_and(summary ? 'changes')"
            " from core.competition_reports group by version order by version"
        ).fetchall()
    assert versions == [(1, 8, False), (2, 4, True)]

    titles = [row["query"] for row in read["reads"]]
    assert titles[0] == "report" and "scores of a group" in titles
    assert all(row["execution_ms"] > 0 and row["rows"] for row in read["reads"])
    needs = {row["needs"] for row in read["reads"]}
    assert needs.isdisjoint(read["left_out"])

    found = {"groups": 12, "members": 6, "day": day, "reports": made} | read
    out = StringIO()
    results.show_competition(Console(file=out, width=200), found)
    assert "A day of 12 groups of 1 + 5" in out.getvalue()
    for part in ("groups", "group_reports", "group_queries"):
        assert markdown._PARTS[part](found).count("\n|") > 2


def test_a_missing_score_is_noticed(arena: Arena, watch: Server) -> None:
    with psycopg.connect(arena.database.owner, autocommit=True) as connection:
        connection.execute(
            "update core.competitive_group_members set is_active = false"
            " where asin = 'B000000001'"
        )
    with pytest.raises(BenchError, match=r"were observed on .* scores"):
        competition.days(watch, arena, repeats=1, item_bytes=500)


def test_a_report_with_an_empty_slot_is_noticed(arena: Arena, watch: Server) -> None:
    with psycopg.connect(arena.database.superuser, autocommit=True) as connection:
        connection.execute(
            "create function core.spoil() returns trigger language plpgsql as $$ begin"
            " new.summary := jsonb_set(new.summary, '{price,0,text}', '\"It {is}.\"');"
            " return new; end $$"
        )
        connection.execute(
            "create trigger spoil before insert on core.competition_reports"
            " for each row execute function core.spoil()"
        )
    with pytest.raises(BenchError, match="there are 8, 8 with an empty slot"):
        competition.reports(watch, arena, repeats=1)
