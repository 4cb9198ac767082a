"""The benchmark at a tiny scale: it runs, and finds contestants with wrong rows."""

import os
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from bench import contestants
from bench.contestants import Arena
from bench.data import history
from bench.data.history import Scale
from bench.harness import compare_rows, databases
from bench.harness.compare_rows import Table
from bench.harness.databases import Addresses, BenchError
from bench.harness.resources import Server
from bench.reporting import markdown, results
from bench.suites import bulk_load, daily_batch, history_length, mart_queries, pipeline
from tests.support.databases import Database
from tests.support.waiting import wait_until

SCALE = Scale(products=20, days=100)
NEXT_DAY = SCALE.until + timedelta(days=1)


@pytest.fixture
def arena(clone: Database, tmp_path: Path) -> Arena:
    """A tiny history, filled as for a benchmark."""
    history.fill(clone.owner, SCALE)
    addresses = Addresses(
        owner=clone.owner, loader=clone.loader, superuser=clone.superuser
    )
    return Arena(database=addresses, scale=SCALE, folder=tmp_path)


def test_a_filled_history_is_what_the_definitions_say(arena: Arena) -> None:
    with psycopg.connect(arena.database.owner) as connection:
        audit = connection.execute("select * from ops.audit()").fetchall()
        noted = connection.execute("select count(*) from ops.dirty_days").fetchone()
        gaps = connection.execute(
            "select count(*) filter (where price is null), count(distinct date)"
            " from core.product_metrics_daily"
        ).fetchone()

    # Daily rows without a run have no observations to be compared with.
    empty = {row[0] for row in audit if not row[1]}
    assert empty == {"core.product_metrics_daily"}, audit
    assert all(row[2:] == (0, 0) for row in audit), audit
    assert noted == (0,)
    assert gaps is not None and gaps[0] > 0 and gaps[1] == SCALE.days


def test_a_history_comes_out_the_same_whatever_its_length(arena: Arena) -> None:
    with psycopg.connect(arena.database.owner) as connection:
        differing = connection.execute(
            "select count(*) from ("
            " select * from bench.days(20, %(day)s, %(day)s)"
            " except all"
            " select * from bench.days(20, %(start)s, %(day)s) where date = %(day)s"
            ") as d",
            {"day": SCALE.until, "start": SCALE.first_day},
        ).fetchone()

    assert differing == (0,)


def test_the_source_statements_and_asinmart_agree(arena: Arena) -> None:
    server = Server(arena.database.superuser)
    try:
        racers = daily_batch.race(server, arena, ["source"], repeats=2)
    finally:
        server.close()
        databases.dropped(arena.database, f"{arena.database.name}_source")

    ours, theirs = racers
    assert set(theirs.compared) >= {"delta", "rollup", "comparison", "latest"}
    for cost in (*ours.costs, *theirs.costs):
        assert cost.seconds > 0 and cost.server_cpu > 0
        assert cost.wal_bytes > 0 and cost.client_memory > 1e6
    assert {"days", "comparison"} <= ours.costs[0].notes.keys()


def test_a_wrong_number_ends_the_race(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = contestants.contestant("source")
    honest = module.rows

    def wrong_by_a_cent(arena: Arena, day: date) -> dict[str, Table]:
        found = honest(arena, day)
        comparison = found["comparison"]
        main, comp, price_diff, *others = comparison.rows[0]
        planted = (main, comp, (price_diff or 0) + 1, *others)
        rows = [planted, *comparison.rows[1:]]
        table = Table(columns=comparison.columns, rows=rows)
        return found | {"comparison": table}

    monkeypatch.setattr(module, "rows", wrong_by_a_cent)
    server = Server(arena.database.superuser)
    try:
        with pytest.raises(BenchError, match=r"disagree on .*price_diff: "):
            daily_batch.race(server, arena, ["source"], repeats=1)
    finally:
        server.close()
        databases.dropped(arena.database, f"{arena.database.name}_source")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([("B1", 7, 12.5)], "missing"),
        ([("B1", 7, 12.5), ("B1", 7, 12.5), ("B2", 7, None)], "twice"),
        ([("B1", 7, 12.5), ("B2", 7, 0.0)], "price_min"),
        ([("B1", 7, 12.51), ("B2", 7, None)], "12.5 expected, 12.51 found"),
        ([("B1", 7, 12.5), ("B2", 7, None), ("B3", 7, None)], "unexpected"),
    ],
)
def test_differences_are_told(found: list[compare_rows.Row], said: str) -> None:
    columns = ("asin", "window_days", "price_min")
    expected = Table(columns=columns, rows=[("B1", 7, 12.5), ("B2", 7, None)])

    told = compare_rows.differences(
        {"rollup": expected}, {"rollup": Table(columns=columns, rows=found)}
    )

    assert len(told) == 1 and said in told[0]


def test_rounding_up_or_down_is_no_difference() -> None:
    columns = ("asin", "window_days", "price_change_pct")
    expected = {"rollup": Table(columns=columns, rows=[("B1", 7, 2.68)])}
    found = {"rollup": Table(columns=columns, rows=[("B1", 7, 2.67)])}

    assert compare_rows.differences(expected, found) == []


def test_a_day_from_json_ends_in_marts_and_its_replay_changes_nothing(
    arena: Arena,
) -> None:
    server = Server(arena.database.superuser)
    try:
        # WAL is the whole server's: other tests may write some meanwhile.
        for attempt in range(5):
            day = NEXT_DAY + timedelta(days=2 * attempt)
            found = pipeline.days(server, arena, day, repeats=2, item_bytes=900)
            if found["replay"]["wal_share"] < 1:
                break
    finally:
        server.close()

    assert found["items"] > 10
    assert 850 < found["item_bytes"] < 950
    assert {"load", "adapt", "apply", "days", "announce"} <= found["notes"].keys()
    assert 0 <= found["replay"]["wal_share"] < 1


def test_a_promotion_that_gets_a_value_wrong_is_noticed(arena: Arena) -> None:
    with psycopg.connect(arena.database.superuser, autocommit=True) as connection:
        connection.execute(
            "create function core.spoil() returns trigger language plpgsql as "
            "$$ begin new.price := new.price + 1; return new; end $$"
        )
        connection.execute(
            "create trigger spoil before insert on core.product_metrics_daily"
            " for each row execute function core.spoil()"
        )
    server = Server(arena.database.superuser)
    try:
        with pytest.raises(BenchError, match="core differs from the items"):
            pipeline.days(server, arena, NEXT_DAY, repeats=1, item_bytes=500)
    finally:
        server.close()


def test_hot_queries_answer_from_indexes(arena: Arena) -> None:
    # Tables this small are read whole otherwise.
    with psycopg.connect(arena.database.superuser, autocommit=True) as connection:
        for setting in ("enable_seqscan", "enable_bitmapscan"):
            connection.execute(
                f"alter database {arena.database.name} set {setting} = off"
            )

    found = mart_queries.timed(arena.database.owner, SCALE.until)

    latest, pair, _ = found
    assert latest["rows"] == 1
    assert 20 < pair["rows"] <= 31
    assert pair["index_only"] and not latest["index_only"]
    assert all(row["execution_ms"] > 0 and row["scans"] for row in found)


def test_a_tenant_gets_its_own_rows(arena: Arena) -> None:
    found = mart_queries.timed_as_tenant(arena.database.owner, SCALE.until)

    rows = {row["query"]: row["rows"] for row in found}
    assert 20 < rows.pop("a pair, 30 days") <= 31
    assert rows.pop("windows of a product's day") == 3
    assert rows.pop("alerts of a day") == 0
    assert set(rows.values()) == {1} and len(rows) == 3
    with psycopg.connect(arena.database.owner, autocommit=True) as connection:
        left = connection.execute("select count(*) from app.tenant_roles")
        assert left.fetchone() == (0,)


def test_loaders_store_the_same_items(arena: Arena) -> None:
    path = arena.folder / "items.jsonl"
    bulk_load.write_items(path, count=300, size=400)
    server = Server(arena.database.superuser)
    try:
        names = ["asinmart", "executemany"]
        found = bulk_load.race(
            server, arena.database, path, names, count=300, repeats=1
        )
        with pytest.raises(BenchError, match="stored other items"):
            bulk_load.race(server, arena.database, path, names, count=301, repeats=1)
    finally:
        server.close()

    assert abs(path.stat().st_size / 300 - 400) < 20
    assert [row["name"] for row in found] == names
    assert all(row["items_per_second"] > 0 for row in found)


def test_the_work_of_sessions_that_ended_is_counted(arena: Arena) -> None:
    server = Server(arena.database.superuser)
    try:
        cpu, wal = server.cpu(), server.wal()
        with psycopg.connect(arena.database.owner) as connection:
            pid = connection.info.backend_pid
            assert pid in server.processes()
            connection.execute("create table public.spent as select repeat('x', 500)")
            connection.execute(
                "select sum(sqrt(g)) from generate_series(1, 2000000) as g"
            )
        wait_until(lambda: pid not in server.processes())
        cpu, wal = server.cpu() - cpu, server.wal() - wal
    finally:
        server.close()

    assert 0.05 < cpu < 60
    assert wal > 500


def test_histories_of_two_lengths_take_turns(
    arena: Arena, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server(arena.database.superuser)
    try:
        found = history_length.compared({100: (server, arena)}, repeats=2)
    finally:
        server.close()

    assert found[0]["days"] == 100 and found[0]["ratio"] == 1
    assert found[0]["repeats"] == 2


def test_a_contestant_whose_package_is_missing_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = contestants.contestant("source")
    monkeypatch.setattr(module, "NEEDS", ("no_such_package",))

    assert contestants.missing_packages("source") == ["no_such_package"]
    assert contestants.missing_packages("asinmart") == []


def test_the_page_shows_the_figures_that_were_measured() -> None:
    page = markdown.PAGE.read_text()

    assert markdown.filled(page, results.FOLDER) == page


def test_results_name_no_machine() -> None:
    for path in results.FOLDER.glob("*.json"):
        text = path.read_text()
        assert os.sep + "tmp" not in text and "localhost" not in text, path
