"""Replay: in order, once, and able to rebuild everything from the raw items.

Comparisons leave out the columns that depend on when a row was written: identity keys
of alerts (`id`, `told_id`), `created_at`, `detected_at`, `updated_at` and
`corrected_at`.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from typer.testing import CliRunner, Result

from demo.market import Market, day_blocks, links
from loader.cli import app
from tests.support.databases import ROOT, Database, janitor, prepare_clone
from tests.support.operations import blocks, run_sh
from tests.support.waiting import LIMIT, wait_until

Connection = psycopg.Connection[Any]
Asinmart = Callable[..., Result]

UNTIL = date(2026, 3, 20)
DERIVED = (
    "core.products", "core.product_snapshots", "core.product_metrics_daily",
    "core.product_features", "core.bestseller_snapshots", "core.alerts",
    "core.alert_suppressions",
    "mart.product_latest", "mart.product_days", "mart.competitor_comparison_daily",
)  # fmt: skip
SHAPES = ROOT / "tests" / "samples" / "shapes"
HASH = """
    with lines as (
        select
            (
                to_jsonb(t) - '{{id,told_id}}'::text[]
                - '{{created_at,detected_at,updated_at,corrected_at}}'::text[]
            )::text as line
        from {} as t
    )
    select count(*), md5(string_agg(l.line, e'\\n' order by l.line collate "C"))
    from lines as l
"""
LEDGER = """
    select
        r.job_id, r.status, r.received_count, r.accepted_count, r.duplicate_count,
        r.rejected_count, r.changed_day_count, r.alert_count
    from core.ingest_runs as r
    order by r.job_id
"""
ORDERS = """
    select
        array_agg(r.job_id order by r.promoted_at)
            <> array_agg(r.job_id order by r.landed_at)
    from core.ingest_runs as r
"""
REJECTS = """
    select e.job_id, e.item_no, e.element_no, e.raw_event_id, e.stage, e.reason_code
    from staging_raw.rejected_events as e
    where e.resolved_at is null
    order by e.job_id, e.item_no, e.element_no, e.reason_code
"""
TOLD = """
    select a.id, a.rule_id, a.asin, a.marketplace, a.kind, a.date, a.detected_at
    from core.alerts as a
    order by a.id
"""
PROGRESS = """
    select
        p.run_count, p.waiting_runs, p.accepted_count, p.withdrawn_count,
        p.changed_day_count, p.alert_count
    from ops.replay_progress as p
    order by p.replay_id desc
    limit 1
"""
DIFFERENT = """
    select a.table_name, a.missing_count, a.unexpected_count
    from ops.audit() as a
    where a.missing_count + a.unexpected_count > 0
"""


@pytest.fixture
def owner(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def other(server: Database, template: str) -> Iterator[Database]:
    """A second database, freshly migrated."""
    with janitor(server, f"test_{uuid4().hex[:12]}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        yield database


@pytest.fixture
def asinmart(clone: Database, monkeypatch: pytest.MonkeyPatch) -> Asinmart:
    """The command, as the loader's role, in the test's own database."""
    return command(clone, monkeypatch)


def command(database: Database, monkeypatch: pytest.MonkeyPatch) -> Asinmart:
    def call(*arguments: str) -> Result:
        monkeypatch.setenv("LOADER_DATABASE_URL", database.loader)
        return CliRunner().invoke(app, arguments, prog_name="asinmart")

    return call


def succeeded(result: Result, *, exit_codes: tuple[int, ...] = (0,)) -> str:
    assert result.exit_code in exit_codes, result.output
    return result.stdout


def contents(connection: Connection, *tables: str) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and one hash of all of them in order."""
    found = {}
    for table in tables or DERIVED:
        query = sql.SQL(HASH).format(sql.Identifier(*table.split(".")))
        row = connection.execute(query).fetchone()
        assert row is not None
        found[table] = row
    return found


def rows(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query.encode()).fetchall()


def write_market(folder: Path, market: Market) -> list[Path]:
    """A file a day; oldest first."""
    paths = []
    for offset in range(market.days):
        day = market.first_day + timedelta(days=offset)
        path = folder / f"{day}.jsonl"
        path.write_bytes(b"".join(day_blocks(market, day)))
        paths.append(path)
    return paths


def link(connection: Connection, market: Market) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into core.competitor_links (asin_main, asin_comp) values (%s, %s)",
            list(links(market)),
        )


def plain(path: Path, *items: Mapping[str, object]) -> str:
    path.write_text("".join(json.dumps(item) + "\n" for item in items))
    return str(path)


def test_everything_replayed_into_an_empty_database_is_the_same_to_the_byte(
    asinmart: Asinmart,
    owner: Connection,
    clone: Database,
    other: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    market = Market(until=UNTIL, products=40, days=16)
    link(owner, market)
    days = write_market(tmp_path, market)
    luck = random.Random(3)
    luck.shuffle(days)
    # Some are loaded and left, others promoted at once: past those that wait.
    waiting = {path for path in days if luck.random() < 0.4}
    for path in days:
        wait = [] if path in waiting else ["--wait"]
        succeeded(asinmart("load", *wait, str(path)))
    for path in luck.sample(days, 3):
        succeeded(asinmart("load", "--job-id", f"again {path.name}", str(path)))
    # Three voices about one instant; the middle one is promoted last.
    tie = {"asin": "B0DEMOMAIN", "scraped_at": "2026-03-12T20:00:00Z", "title": "T"}
    for name, price, is_waiting in (("a", 10, 1), ("b", 11, 0), ("c", 10, 1)):
        item = tie | {"price": price, "brand": name, "bullets": [name]}
        path = tmp_path / f"{name}.jsonl"
        asinmart("load", *["--wait"] * is_waiting, plain(path, item))
    ahead = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    bad = plain(
        tmp_path / "bad.jsonl",
        tie | {"asin": "bad"}, tie | {"scraped_at": ahead},
        tie | {"scraped_at": "2026-03-12T21:00Z"},
        {"asin": "B0DEMOGONE", "scraped_at": "2026-03-21T20:00Z", "status": "delisted"},
    )  # fmt: skip
    succeeded(asinmart("load", "--wait", bad), exit_codes=(2,))
    names = (
        "bestseller_lists.jsonl", "failed_fetches.jsonl", "keepa_product.json",
        "junglee_full_2026.json", "bad_items.jsonl",
    )  # fmt: skip
    asinmart("load", *(str(SHAPES / name) for name in names))
    owner.execute("call ops.run_job('promote-pending-runs', 'manual')")
    original = contents(owner)
    assert all(count for count, _ in original.values()), original
    assert not rows(owner, DIFFERENT)

    assert rows(owner, ORDERS) == [(True,)], "they were not promoted as they landed"
    copy_staging(clone, other, tmp_path)
    with psycopg.connect(other.owner, autocommit=True) as fresh:
        assert not any(count for count, _ in contents(fresh).values())
        succeeded(
            command(other, monkeypatch)("replay", "--from", "2000-01-01", "--wait"),
            exit_codes=(2,),
        )
        assert contents(fresh) == original
        assert rows(fresh, LEDGER) == rows(owner, LEDGER)
        assert rows(fresh, REJECTS) == rows(owner, REJECTS)
        assert not rows(fresh, DIFFERENT)


def copy_staging(source: Database, target: Database, folder: Path) -> None:
    """Copy what arrived, the runs and the links, by the command of replay.md."""
    [block] = [b for b in blocks("replay.md") if "pg_dump" in b.text]
    environment = {
        "PATH": os.environ["PATH"],
        "OLD_URL": source.superuser,
        "NEW_URL": target.superuser,
    }
    run_sh(block, environment, folder)


def test_after_an_adapter_is_mended_core_and_marts_are_as_if_it_had_never_been_broken(
    asinmart: Asinmart,
    owner: Connection,
    other: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    market = Market(until=UNTIL, products=40, days=8)
    days = write_market(tmp_path, market)
    right = command(other, monkeypatch)
    tables = [table for table in DERIVED if "alert" not in table]
    with psycopg.connect(other.owner, autocommit=True) as reference:
        link(reference, market)
        for path in days:
            succeeded(right("load", "--wait", str(path)))
        wanted = contents(reference, *tables)

    link(owner, market)
    [(adapter,)] = rows(
        owner, "select pg_get_functiondef('staging_raw.from_junglee_product'::regproc)"
    )
    # A tenth of the price, a day later, another product, or nothing at all.
    wrong = """
        select p_payload || case
            when p_payload ->> 'asin' = 'B0DEMOJUMP'
                then '{"asin": "B0WRONG000", "url": null, "originalAsin": null}'
            when p_payload ->> 'asin' = 'B0DEMORANK'
                then '{"asin": "?", "url": null, "originalAsin": null}'
            when p_payload ->> 'asin' = 'B0DEMOSTAR' then jsonb_build_object(
                'scrapedAt', (p_payload ->> 'scrapedAt')::timestamptz + '1 day'
            )
            when p_payload -> 'price' ->> 'value' is not null then jsonb_build_object(
                'price', jsonb_build_object(
                    'value', (p_payload -> 'price' ->> 'value')::numeric / 10,
                    'currency', '$'
                )
            )
            else '{}'
        end::jsonb || '{}' as item offset 0
    """
    broken = adapter.replace("select p_payload || '{}' as item offset 0", wrong)
    assert broken != adapter
    owner.execute(broken)
    for path in days:
        succeeded(asinmart("load", "--wait", str(path)), exit_codes=(2,))
    before = contents(owner, *tables)
    assert all(before[table] != row for table, row in wanted.items() if row[0])
    alerts = rows(owner, TOLD)

    owner.execute(adapter)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    told = succeeded(asinmart("replay", "--from", today, "--to", today, "--wait"))
    assert "Observations withdrawn" in told
    assert contents(owner, *tables) == wanted
    assert not rows(owner, DIFFERENT)
    after = rows(owner, TOLD)
    assert after[: len(alerts)] == alerts, "an alert is gone or another one"
    corrected = rows(
        owner, "select a.id from core.alerts as a where a.corrected_at > '-infinity'"
    )
    assert corrected, "but what was wrong is marked"
    [(runs, waiting, changed, withdrawn, *_)] = rows(owner, PROGRESS)
    assert (runs, waiting) == (8, 0)
    # B0DEMOJUMP and B0DEMOSTAR, eight days each.
    assert withdrawn == 16
    assert changed > 200
    shown = rows(owner, "select sum(x.rejected_count) from ops.replayed_runs as x")
    assert shown == [(8,)], "the rejects of before are kept in the history"

    succeeded(asinmart("replay", "--from", today, "--wait"))
    assert contents(owner, *tables) == wanted
    assert rows(owner, TOLD) == after
    assert rows(owner, PROGRESS) == [(8, 0, 0, 0, 0, 0)], "the second time is nothing"


CATALOG = """
    select c.asin, c.click_count, c.known_from_at, p.job_id
    from sqp.reported_periods as p
    left join sqp.search_catalog_performance as c
        on c.tenant_id = p.tenant_id and c.start_date = p.start_date
    order by c.asin
"""
BRAND_VIEWS = """
    select r.job_id, b.brand_name, q.search_query
    from sqp.brand_performance_data as r
    inner join core.brands as b on b.id = r.brand_id
    inner join sqp.brand_search_performance as q on q.brand_performance_id = r.id
    order by q.search_query
"""


def catalog(path: Path, **clicks: int) -> str:
    """A week of the catalogue: clicks by product."""
    header = {
        "reportType": "GET_BRAND_ANALYTICS_SEARCH_CATALOG_PERFORMANCE_REPORT",
        "reportOptions": {"reportPeriod": "WEEK"},
        "dataStartTime": "2026-03-01",
        "dataEndTime": "2026-03-07",
        "marketplaceIds": ["ATVPDKIKX0DER"],
    }
    products = [
        {"asin": asin, "clickData": {"clickCount": count}}
        for asin, count in clicks.items()
    ]
    document = {"reportSpecification": header, "dataByAsin": products}
    path.write_text(json.dumps(document))
    return str(path)


def brand_view(path: Path, query: str, column: str) -> str:
    """A week of the brand view: one query, and one column with its counts."""
    path.write_text(
        'Brand=["Acme"],Reporting Range=["Weekly"]\n'
        f"Search Query,Search Query Volume,{column},Reporting Date\n"
        f"{query},500,5,2026-03-07\n"
    )
    return str(path)


def test_a_replay_takes_back_reports_that_are_rejected_now(
    asinmart: Asinmart, owner: Connection, tmp_path: Path
) -> None:
    owner.execute(
        "update ops.settings set value = '1' where name = 'reject_share_limit'"
    )
    shop = (
        "update core.marketplaces set amazon_marketplace_id = %s"
        " where marketplace = 'US'"
    )
    column = "update staging_raw.report_columns set name = %s where name = %s"

    def load(job: str, path: str) -> None:
        succeeded(asinmart("load", "--wait", "--job-id", job, path))

    load("week", catalog(tmp_path / "1.json", B0TEST0001=40, B0TEST0002=25))
    load("brand", brand_view(tmp_path / "1.csv", "gloves", "Impressions: Brand Count"))
    first = rows(owner, CATALOG), rows(owner, BRAND_VIEWS)
    load("week again", catalog(tmp_path / "2.json", B0TEST0001=41))
    load("brand again", brand_view(tmp_path / "2.csv", "hats", "Clicks: Brand Count"))
    second = rows(owner, CATALOG), rows(owner, BRAND_VIEWS)
    assert [row[:2] for row in first[0]] == [("B0TEST0001", 40), ("B0TEST0002", 25)]
    assert [row[:2] for row in second[0]] == [("B0TEST0001", 41)]
    assert first[1] == [("brand", "Acme", "gloves")]
    assert second[1] == [("brand again", "Acme", "hats")]

    owner.execute(shop, ["ELSEWHERE"])
    told = asinmart("replay", "week again", "--wait")
    assert "withdrawn" in succeeded(told, exit_codes=(2,))
    assert (rows(owner, CATALOG), rows(owner, BRAND_VIEWS)) == (first[0], second[1])

    # A brand view keeps no history: the run before must be in the same replay.
    owner.execute(shop, ["ATVPDKIKX0DER"])
    owner.execute(column, ["clicks: ghosts", "clicks: brand count"])
    succeeded(asinmart("replay", "--from", "2000-01-01", "--wait"), exit_codes=(2,))
    assert (rows(owner, CATALOG), rows(owner, BRAND_VIEWS)) == (second[0], first[1])

    owner.execute(column, ["clicks: brand count", "clicks: ghosts"])
    succeeded(asinmart("replay", "--from", "2000-01-01", "--wait"))
    assert (rows(owner, CATALOG), rows(owner, BRAND_VIEWS)) == second


@pytest.fixture
def five_runs(asinmart: Asinmart, tmp_path: Path) -> None:
    for number in range(5):
        item = {"asin": "B0TESTA001", "price": 10 + number, "bsr": number + 1}
        item["scraped_at"] = f"2026-03-0{number + 1}T12:00:00Z"
        path = plain(tmp_path / f"{number}.jsonl", item)
        succeeded(asinmart("load", "--wait", "--job-id", f"run {number}", path))


@pytest.mark.usefixtures("five_runs")
def test_a_replay_that_was_killed_goes_on_where_it_was(
    asinmart: Asinmart, owner: Connection, clone: Database, database: str
) -> None:
    arguments = ("replay", "--from", "2000-01-01")
    assert "5 runs are back at LANDED" in succeeded(asinmart(*arguments))
    owner.execute("select ops.promote_next() from generate_series(1, 2)")
    with psycopg.connect(database) as holder:
        holder.execute("select ops.lock_promotion(true)")
        process = subprocess.Popen(
            [sys.executable, "-m", "loader", *arguments, "--wait"],
            cwd=ROOT,
            env={"LOADER_DATABASE_URL": clone.loader},
        )
        wait_until(
            lambda: rows(
                owner,
                "select 1 from pg_locks as l inner join pg_database as d "
                "on d.oid = l.database and d.datname = current_database() "
                "where l.relation = 'ops.promotion_lock'::regclass and not l.granted",
            )
        )
        process.send_signal(signal.SIGKILL)
        process.wait(LIMIT)
    assert rows(owner, PROGRESS)[0][:2] == (5, 3)
    told = succeeded(asinmart(*arguments, "--wait"))
    assert "Replay 1" in told
    assert rows(owner, PROGRESS)[0][:2] == (5, 0)
    attempts = rows(owner, "select distinct r.attempts from core.ingest_runs as r")
    assert attempts == [(1,)], "no run went through twice"
    assert rows(owner, "select count(*) from ops.replays") == [(1,)]


@pytest.mark.usefixtures("five_runs")
def test_the_job_and_the_command_take_turns_and_no_run_is_promoted_twice(
    asinmart: Asinmart, owner: Connection, database: str
) -> None:
    owner.execute("update ops.settings set value = '1' where name like 'promotion_sl%'")
    before = contents(owner)

    def promote() -> None:
        with psycopg.connect(database, autocommit=True) as job:
            for _ in range(20):
                job.execute("call ops.run_job('promote-pending-runs', 'manual')")

    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(promote)
        told = succeeded(asinmart("replay", "--from", "2000-01-01", "--wait"))
        job.result(60)
    assert "Runs" in told
    assert (
        rows(owner, "select r.attempts, r.status from core.ingest_runs as r")
        == [(1, "SUCCESS")] * 5
    )
    assert contents(owner) == before


@pytest.mark.usefixtures("five_runs")
def test_a_dry_run_lists_the_runs_in_order_and_changes_nothing(
    asinmart: Asinmart, owner: Connection
) -> None:
    told = succeeded(asinmart("replay", "--from", "2000-01-01", "--dry-run"))
    listed = [line for line in told.splitlines() if line.startswith("run ")]
    assert [line.split("  ")[0] for line in listed] == [f"run {n}" for n in range(5)]
    assert rows(owner, "select 1 from core.ingest_runs where status = 'LANDED'") == []
    assert rows(owner, "select 1 from ops.replays") == []
    none = asinmart("replay", "--to", "2001-01-01", "--dry-run")
    assert "none" in succeeded(none)


@pytest.mark.usefixtures("five_runs")
def test_one_run_can_be_named_either_way(asinmart: Asinmart, owner: Connection) -> None:
    assert "run 3 is back at LANDED" in succeeded(asinmart("replay", "--job", "run 3"))
    told = succeeded(asinmart("replay", "run 3", "--wait"))
    assert "Replay 1" in told
    assert rows(owner, "select x.job_id, x.run_count from ops.replays as x") == [
        ("run 3", 1)
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "No runs to replay are given"),
        (("--from", "2999-01-01"), "Staging holds no run that arrived in this range"),
        (("--from", "soon"), "--from 'soon' is not a time"),
        (("one", "--job", "two"), "Two runs are given"),
        (("--job", "nope"), "There is no run nope"),
    ],
)
def test_a_replay_that_cannot_be_says_why_in_one_line(
    asinmart: Asinmart, arguments: tuple[str, ...], words: str
) -> None:
    result = asinmart("replay", *arguments)
    assert result.exit_code == 1
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_replay_stopped_by_a_fault_of_the_database_says_so(
    asinmart: Asinmart, owner: Connection, five_runs: None
) -> None:
    owner.execute(
        "create or replace function core.apply_features() returns void "
        "language plpgsql as $$begin raise exception 'out of luck'; end;$$"
    )
    result = asinmart("replay", "run 1", "--wait")
    assert result.exit_code == 1
    assert "Replay 1 cannot go on: run 1: out of luck." in result.stderr
