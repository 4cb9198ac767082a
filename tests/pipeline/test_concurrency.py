"""Concurrency of loaders, promoters, hand edits, partitions and readers.

Sessions wait for each other at a row or an advisory lock that the test holds, never for
time to pass. In any order, the marts equal their definitions afterwards, every run is
in once, and no edit is lost.

To see the suite fail, break the engine. Without the lock (`ops.lock_promotion` returns
at once) two promotions do not see each other's days, and changes, windows and newest
days stay as they were. If `ops.refresh_marts` emptied `ops.dirty_days` at its end, it
would lose an edit committed meanwhile. Without `for share` in
`core.tg_competitive_group_members__note_pairs` a member that joins while its group gets
another main product is never compared.
"""

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from threading import Event, Lock
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from tests.support.databases import ROOT, Database, janitor, prepare_clone
from tests.support.waiting import LIMIT, wait_until

Connection = psycopg.Connection[Any]
Item = dict[str, object]

START = "select is_new from ops.start_run(%s, 'test', p_content_hash => %s)"
STORE = """
    insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    values (%s, %s, 'test', %s, '')
"""
LAND = "select ops.land_run(%s, %s, 0)"
PROMOTE = "select status from ops.promote_run(%s)"
PROMOTE_PENDING = "select has_more from ops.promote_pending()"
RUN_JOB = "call ops.run_job('promote-pending-runs', 'manual')"
REFRESH = "select ops.refresh_dirty()"
WAITING = "select count(*) from core.ingest_runs as r where r.status = 'LANDED'"
BLOCKERS = "select pg_blocking_pids(%s)"
# A daily row that was deleted by hand is missing: so it is meant here.
AUDIT = """
    select a.table_name, a.missing_count, a.unexpected_count
    from ops.audit() as a
    where a.unexpected_count <> 0
        or (a.missing_count <> 0 and a.table_name <> 'core.product_metrics_daily')
"""
# Each run once, all of it: a second promotion would count its items twice.
UNEVEN = """
    select r.job_id, r.status, r.item_count, r.received_count, r.attempts, r.error
    from core.ingest_runs as r
    where r.status not in ('SUCCESS', 'PARTIAL') or r.received_count <> r.item_count
"""
FAILED_JOBS = """
    select r.job_name, r.error_code, r.error
    from ops.job_runs as r
    where r.status = 'failed'
"""
# What the answer consists of, without the run and the time that brought it.
ANSWER = """
    select 'product', to_jsonb(p) - 'source_meta' - 'raw_event_id'
    from core.products as p
    union all
    select 'snapshot', to_jsonb(s) - 'created_at' - 'job_id' - 'source'
    from core.product_snapshots as s
    union all
    select 'daily', to_jsonb(d) - 'created_at' - 'job_id'
    from core.product_metrics_daily as d
    union all select 'latest', to_jsonb(l) from mart.product_latest as l
    union all select 'days', to_jsonb(d) from mart.product_days as d
    union all
    select 'comparison', to_jsonb(c) from mart.competitor_comparison_daily as c
"""
LANDED = """
    select r.job_id, r.item_count
    from core.ingest_runs as r
    order by r.landed_at, r.id
"""
RAW = """
    select e.id, e.item_no, e.payload::text
    from staging_raw.raw_events as e
    where e.job_id = %s
    order by e.id
"""
STORE_AS = """
    insert into staging_raw.raw_events (
        id, job_id, item_no, source, payload, content_hash
    )
    overriding system value
    values (%s, %s, %s, 'test', %s, '')
"""
LINK = "insert into core.competitor_links (asin_main, asin_comp) values (%s, %s)"

ASINS = tuple(f"B0CONCUR{n:02}" for n in range(20))
FIRST_DAY = date(2025, 2, 20)
ANN, BOB, CYD, DEE = ASINS[:4]
LAST = date(2025, 3, 3)


def seen(asin: str, day: date, price: float, **values: object) -> Item:
    return {"asin": asin, "observed_date": day.isoformat(), "price": price, **values}


def start(connection: Connection, job_id: str, content: str = "") -> bool:
    row = connection.execute(START, [job_id, content]).fetchone()
    assert row
    return bool(row[0])


def land(connection: Connection, job_id: str, *items: Item) -> None:
    """Open, fill and land a run in one transaction, as the loader does."""
    with connection.transaction(), connection.cursor() as cursor:
        assert start(connection, job_id)
        cursor.executemany(
            STORE, [(job_id, n, json.dumps(item)) for n, item in enumerate(items, 1)]
        )
        cursor.execute(LAND, [job_id, len(items)])


def all_of(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query.encode()).fetchall()


def is_waiting(owner: Connection, pid: int) -> bool:
    """Whether that session stands still until another one lets it go on."""
    row = owner.execute(BLOCKERS, [pid]).fetchone()
    return bool(row and row[0])


@contextmanager
def session(url: str) -> Iterator[Connection]:
    with psycopg.connect(url, autocommit=True) as connection:
        # What would wait for ever fails.
        connection.execute("set lock_timeout = '30s'")
        yield connection


@pytest.fixture
def owner(clone: Database) -> Iterator[Connection]:
    with session(clone.owner) as connection:
        yield connection


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(12) as made:
        yield made


@dataclass
class Actor:
    """A session of its own whose statement runs in a thread."""

    owner: Connection
    connection: Connection
    future: Future[Any]

    def settle(self) -> bool:
        """Wait until it has ended or stands still; tell whether it has ended."""
        pid = self.connection.info.backend_pid
        wait_until(lambda: self.future.done() or is_waiting(self.owner, pid))
        return self.future.done()

    def stand_still(self) -> None:
        assert not self.settle(), "it was to wait, and went on"

    def result(self) -> Any:
        return self.future.result(timeout=LIMIT)


@pytest.fixture
def act(
    clone: Database, owner: Connection, pool: ThreadPoolExecutor
) -> Iterator[Callable[..., Actor]]:
    """Run a statement in a session of its own, without waiting for it."""
    with ExitStack() as stack:

        def begin(query: str, *values: object) -> Actor:
            connection = stack.enter_context(session(clone.owner))

            def execute() -> list[tuple[Any, ...]]:
                cursor = connection.execute(query.encode(), values or None)
                return cursor.fetchall() if cursor.description else []

            return Actor(owner, connection, pool.submit(execute))

        yield begin


def assert_settled(owner: Connection) -> None:
    """Nothing waits, and the marts are what they are defined to be."""
    owner.execute(REFRESH.encode())
    assert all_of(owner, AUDIT) == []
    assert all_of(owner, UNEVEN) == []
    assert all_of(owner, REFRESH) == [(0,)]


# --- loaders and promoters ----------------------------------------------------------


def write_files(folder: Path, loader: int, files: int) -> list[Path]:
    """Files of one loader: products, days and instants that others bring as well."""
    random_of = random.Random(loader)
    paths = []
    for number in range(files):
        path = folder / f"loader-{loader}-{number}.jsonl"
        lines = []
        for _ in range(60):
            asin = random_of.choice(ASINS)
            day = FIRST_DAY + timedelta(days=random_of.randrange(12))
            item = seen(asin, day, random_of.randrange(1, 900) / 10)
            item |= {
                "bsr": random_of.randrange(1, 5000),
                "bsr_category": "Mugs",
                "title": f"{asin} on {day}",
            }
            lines.append(json.dumps(item) + "\n")
        path.write_text("".join(lines))
        paths.append(path)
    return paths


def load(database: Database, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "loader", "load", *map(str, arguments)],
        cwd=ROOT,
        env={"LOADER_DATABASE_URL": database.loader, "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def promote_if_free(connection: Connection, query: str) -> None:
    """Promote, unless another session is at it: it is tried again later."""
    try:
        connection.execute(query.encode())
    except psycopg.Error as error:
        if error.sqlstate != "AM409":
            raise


def ended_well(process: subprocess.Popen[str]) -> None:
    output, _ = process.communicate(timeout=LIMIT)
    assert process.returncode == 0, output


def test_four_loaders_and_two_promoters_end_as_one_loader_after_the_other(
    clone: Database,
    server: Database,
    template: str,
    owner: Connection,
    pool: ThreadPoolExecutor,
    tmp_path: Path,
) -> None:
    for main, competitor in ((ANN, BOB), (BOB, ANN), (ANN, CYD)):
        owner.execute(LINK, [main, competitor])
    owner.execute(
        "update ops.settings set value = '25' where name = 'promotion_slice_items'"
    )
    loaded = Event()

    def promote(query: str) -> None:
        with session(clone.owner) as connection:
            while not loaded.is_set() or all_of(connection, WAITING) != [(0,)]:
                promote_if_free(connection, query)

    promoters = [pool.submit(promote, q) for q in (RUN_JOB, PROMOTE_PENDING)]
    # The last one promotes what it loads, and so is a third promoter.
    loaders = [
        load(clone, *write_files(tmp_path, n, 3), *(["--wait"] if n == 3 else []))
        for n in range(4)
    ]
    try:
        for loader in loaders:
            ended_well(loader)
    finally:
        loaded.set()
    for promoter in promoters:
        promoter.result(timeout=LIMIT)

    assert all_of(owner, FAILED_JOBS) == []
    slices = all_of(owner, "select r.status, r.attempts from core.ingest_runs as r")
    assert Counter(slices) == {("SUCCESS", 3): 12}
    assert_settled(owner)

    with janitor(server, f"test_{uuid4().hex[:12]}", template) as made:
        other = server.named(made.dbname)
        prepare_clone(other)
        with session(other.owner) as serial:
            for main, competitor in ((ANN, BOB), (BOB, ANN), (ANN, CYD)):
                serial.execute(LINK, [main, competitor])
            for job_id, item_count in all_of(owner, LANDED):
                start(serial, job_id)
                for event, number, payload in owner.execute(RAW, [job_id]).fetchall():
                    serial.execute(STORE_AS, [event, job_id, number, payload])
                serial.execute(LAND, [job_id, item_count])
                assert serial.execute(PROMOTE, [job_id]).fetchone() == ("SUCCESS",)
            wanted = Counter(map(str, all_of(serial, ANSWER)))
    found = Counter(map(str, all_of(owner, ANSWER)))
    assert (list(wanted - found), list(found - wanted)) == ([], [])
    assert len(found) > 700


def test_runs_are_promoted_oldest_first_and_none_twice_by_promoters_in_a_race(
    clone: Database, owner: Connection, pool: ThreadPoolExecutor
) -> None:
    owner.execute(
        "update ops.settings set value = '4' where name = 'promotion_slice_items'"
    )

    def land_some(loader: int) -> None:
        with session(clone.owner) as connection:
            for number in range(4):
                items = [
                    seen(ASINS[n], FIRST_DAY + timedelta(days=number), loader + 1)
                    for n in range(8)
                ]
                land(connection, f"run {loader}.{number}", *items)

    landed_all = Event()

    def promote(query: str) -> None:
        with session(clone.owner) as connection:
            while not landed_all.is_set() or all_of(connection, WAITING) != [(0,)]:
                promote_if_free(connection, query)

    # Nobody promotes before all have landed: then the order is theirs to keep.
    with session(clone.owner) as holder, holder.transaction():
        holder.execute("select ops.lock_promotion(true)")
        promoters = [
            pool.submit(promote, query) for query in (RUN_JOB, PROMOTE_PENDING) * 2
        ]
        list(pool.map(land_some, range(4)))
        landed_all.set()
    for promoter in promoters:
        promoter.result(timeout=LIMIT)

    landed = "select r.job_id from core.ingest_runs as r order by r.landed_at, r.id"
    done = "select r.job_id from core.ingest_runs as r order by r.finished_at"
    assert all_of(owner, done) == all_of(owner, landed)
    slices = all_of(owner, "select r.status, r.attempts from core.ingest_runs as r")
    assert Counter(slices) == {("SUCCESS", 2): 16}
    # A slice whose items are all older than what is there has nothing to announce:
    # items of loads that ran at once interleave.
    announced = "select i.job_id from ops.cache_invalidations as i order by i.id"
    place = {job_id: n for n, (job_id,) in enumerate(all_of(owner, landed))}
    order = [place[job_id] for (job_id,) in all_of(owner, announced)]
    assert order == sorted(order)
    assert set(Counter(order).values()) <= {1, 2}, "no slice is announced twice"
    assert len(order) >= 8, "at least what the last of each four brought"
    assert all_of(owner, FAILED_JOBS) == []
    assert_settled(owner)


def test_a_run_waits_for_the_one_under_way_though_they_share_no_product(
    clone: Database, owner: Connection, act: Callable[..., Actor]
) -> None:
    land(owner, "one", seen(ANN, LAST, 1))
    land(owner, "two", seen(BOB, LAST, 2))
    with session(clone.owner) as promoter, promoter.transaction():
        assert promoter.execute(PROMOTE, ["one"]).fetchone() == ("SUCCESS",)
        with pytest.raises(psycopg.Error) as refused:
            owner.execute(PROMOTE_PENDING)
        assert refused.value.sqlstate == "AM409", "a job comes back later"
        other = act(PROMOTE, "two")
        other.stand_still()
    assert other.result() == [("SUCCESS",)]
    announced = "select i.job_id from ops.cache_invalidations as i order by i.id"
    assert all_of(owner, announced) == [("one",), ("two",)]
    assert_settled(owner)


def test_of_two_who_start_the_same_run_the_second_waits_and_is_told(
    owner: Connection, act: Callable[..., Actor]
) -> None:
    with owner.transaction():
        assert start(owner, "one", "same")
        second = act(START, "one", "same")
        second.stand_still()
        owner.execute(LAND, ["one", 0])
    assert second.result() == [(False,)]
    assert all_of(owner, "select r.status from core.ingest_runs as r") == [("LANDED",)]


def test_the_second_starts_the_run_when_the_first_gave_up(
    clone: Database, owner: Connection, act: Callable[..., Actor]
) -> None:
    with session(clone.owner) as first, first.transaction(force_rollback=True):
        assert start(first, "one", "same")
        second = act(START, "one", "same")
        second.stand_still()
    assert second.result() == [(True,)]


def test_the_same_run_with_other_content_is_refused_after_the_wait(
    clone: Database, act: Callable[..., Actor]
) -> None:
    with session(clone.owner) as first, first.transaction():
        assert start(first, "one", "this")
        second = act(START, "one", "that")
        second.stand_still()
        first.execute(LAND, ["one", 0])
    with pytest.raises(psycopg.DatabaseError) as caught:
        second.result()
    assert caught.value.sqlstate == "AM409"


def test_a_file_that_two_loaders_bring_at_once_is_one_run(
    clone: Database, owner: Connection, tmp_path: Path
) -> None:
    [path] = write_files(tmp_path, 0, 1)
    loaders = [load(clone, "--wait", path) for _ in range(2)]
    for loader in loaders:
        ended_well(loader)
    runs = all_of(owner, "select r.status, r.item_count from core.ingest_runs as r")
    assert runs == [("SUCCESS", 60)]
    assert all_of(owner, "select count(*) from staging_raw.raw_events") == [(60,)]


# --- hand edits ---------------------------------------------------------------------


@dataclass(frozen=True)
class Market:
    """Three days of four products in the marts, and a run that waits."""

    number: int

    def __getitem__(self, name: str) -> str:
        """Fill in {ann} and the like, as str.format_map asks."""
        if name in ("last", "next"):
            return str(LAST + timedelta(days=name == "next"))
        if name == "run":
            return f"two {self.number}"
        return f"B0MARKE{self.number}{name[0].upper()}"

    def fill(self, text: str) -> str:
        return text.format_map(self)


def open_markets(owner: Connection, count: int = 1) -> list[Market]:
    """So many markets, their history in the marts and a run of each waiting."""
    markets = [Market(number) for number in range(10, 10 + count)]
    history = []
    for market in markets:
        ann, bob, cyd, dee = (market[name] for name in ("ann", "bob", "cyd", "dee"))
        owner.execute(LINK, [ann, bob])
        owner.execute(LINK, [bob, ann])
        owner.execute(MAKE_GROUP, [ann, ann, dee])
        history += [
            seen(asin, LAST - timedelta(days=3 - n), 10 * n, bsr=n)
            for asin in (ann, bob, cyd, dee)
            for n in (1, 2, 3)
        ]
    land(owner, "one", *history)
    assert owner.execute(PROMOTE, ["one"]).fetchone() == ("SUCCESS",)
    for market in markets:
        land(
            owner,
            market["run"],
            seen(market["ann"], LAST, 33),
            seen(market["bob"], LAST, 44),
            # Makes the promotion write the row of the product as well.
            {
                "asin": market["ann"],
                "scraped_at": f"{LAST}T23:00:00Z",
                "status": "blocked",
            },
        )
    return markets


@dataclass(frozen=True)
class Edit:
    """A statement by hand, and what it leaves of ANN's prices from the last day on.

    By day: `first` when the run came after it, `last` when the run came before.
    """

    query: str
    first: dict[str, int] = field(default_factory=lambda: {"last": 33})
    last: dict[str, int] = field(default_factory=lambda: {"last": 33})


MAKE_GROUP = """
    with made as (
        insert into core.competitive_groups (name, asin_main) values (%s, %s)
        returning id
    )
    insert into core.competitive_group_members (group_id, asin)
    select m.id, %s from made as m
"""
# Rows that a promotion has to wait for while somebody holds them: where it then stands.
PLACES = {
    "at its run": "core.ingest_runs where job_id = '{run}'",
    "at products": "core.products where asin = '{ann}'",
    "at daily rows": "core.product_metrics_daily "
    "where asin = '{bob}' and date = '{last}'",
    "at newest days": "mart.product_latest where asin = '{bob}'",
    "at days": "mart.product_days where asin = '{bob}' and date = '{last}'",
    "at comparisons": "mart.competitor_comparison_daily "
    "where asin_main = '{bob}' and date = '{last}'",
    "at the announcement": "ops.product_versions where asin = '{bob}'",
}
EDITS = {
    "a snapshot is corrected": Edit(
        "update core.product_snapshots set price = 77 "
        "where asin = '{ann}' and date = '{last}' and status = 'ok'",
        last={"last": 77},
    ),
    "a snapshot is deleted": Edit(
        "delete from core.product_snapshots where asin = '{ann}' and date = '{last}'",
        last={},
    ),
    "a later snapshot is added": Edit(
        "insert into core.product_snapshots "
        "(asin, marketplace, scraped_at, date, status, price, source, job_id) values "
        "('{ann}', 'US', '{last} 20:00+00', '{last}', 'ok', 77, 'hand', 'hand')",
        first={"last": 77},
        last={"last": 77},
    ),
    "a daily row is corrected": Edit(
        "update core.product_metrics_daily set price = 77 "
        "where asin = '{ann}' and date = '{last}'",
        last={"last": 77},
    ),
    "a daily row is deleted": Edit(
        "delete from core.product_metrics_daily "
        "where asin = '{ann}' and date = '{last}'",
        last={},
    ),
    "a daily row is added": Edit(
        "insert into core.product_metrics_daily (asin, marketplace, date, price) "
        "values ('{ann}', 'US', '{next}', 77)",
        first={"last": 33, "next": 77},
        last={"last": 33, "next": 77},
    ),
    "a competitor is linked": Edit(
        "insert into core.competitor_links (asin_main, asin_comp) "
        "values ('{ann}', '{cyd}')"
    ),
    "a competitor is unlinked": Edit(
        "delete from core.competitor_links where asin_main = '{ann}'"
    ),
    "a member joins a group": Edit(
        "insert into core.competitive_group_members (group_id, asin) "
        "select g.id, '{cyd}' from core.competitive_groups as g where name = '{ann}'"
    ),
    "a member is switched off": Edit(
        "update core.competitive_group_members set is_active = false "
        "where asin = '{dee}'"
    ),
    "a group is deleted": Edit(
        "delete from core.competitive_groups where name = '{ann}'"
    ),
    "a group gets another main product": Edit(
        "update core.competitive_groups set asin_main = '{bob}' where name = '{ann}'"
    ),
}
PRICES = """
    select d.date::text, d.price::integer
    from core.product_metrics_daily as d
    where d.asin = '{ann}' and d.date >= '{last}'
"""
PAIRS = "select p.asin_main, p.asin_comp from core.comparison_pairs as p"
COMPARED = """
    select distinct c.asin_main, c.asin_comp from mart.competitor_comparison_daily as c
"""


def assert_edited(owner: Connection, edited: list[tuple[Market, Edit, bool]]) -> None:
    """Each edit and its run are both in: the edit last, or the run."""
    assert_settled(owner)
    for market, edit, is_last in edited:
        left = edit.last if is_last else edit.first
        wanted = {market[day]: price for day, price in left.items()}
        found = dict(all_of(owner, market.fill(PRICES)))
        assert found == wanted, (edit.query, is_last)
    assert set(all_of(owner, COMPARED)) == set(all_of(owner, PAIRS))


@pytest.mark.parametrize("place", PLACES)
def test_a_hand_edit_in_the_middle_of_a_promotion_is_not_lost(
    clone: Database, owner: Connection, act: Callable[..., Actor], place: str
) -> None:
    markets = open_markets(owner, len(EDITS))
    edited = []
    for market, edit in zip(markets, EDITS.values(), strict=True):
        with session(clone.owner) as holder, holder.transaction():
            held = f"select from {PLACES[place]} for update"
            holder.execute(market.fill(held).encode())
            promoter = act(PROMOTE, market["run"])
            promoter.stand_still()
            editor = act(market.fill(edit.query))
            is_last = not editor.settle()
        assert promoter.result() == [("SUCCESS",)]
        editor.result()
        edited.append((market, edit, is_last))
    assert_edited(owner, edited)
    # A promotion that has written nothing yet holds nobody up.
    is_early = place in ("at its run", "at products")
    assert any(is_last for _, _, is_last in edited) != is_early


def test_a_hand_edit_that_is_open_when_a_promotion_begins_is_not_lost(
    clone: Database, owner: Connection, act: Callable[..., Actor]
) -> None:
    markets = open_markets(owner, len(EDITS))
    edited = []
    for market, edit in zip(markets, EDITS.values(), strict=True):
        with session(clone.owner) as editor, editor.transaction():
            editor.execute(market.fill(edit.query).encode())
            promoter = act(PROMOTE, market["run"])
            is_last = promoter.settle()
        assert promoter.result() == [("SUCCESS",)]
        edited.append((market, edit, is_last))
    assert_edited(owner, edited)
    assert not all(is_last for _, _, is_last in edited), "none was waited for"


def test_a_hand_edit_between_a_promotion_and_its_commit_is_not_lost(
    clone: Database, owner: Connection, act: Callable[..., Actor]
) -> None:
    markets = open_markets(owner, len(EDITS))
    edited = []
    for market, edit in zip(markets, EDITS.values(), strict=True):
        with session(clone.owner) as promoter, promoter.transaction():
            status = promoter.execute(PROMOTE, [market["run"]]).fetchone()
            assert status == ("SUCCESS",)
            editor = act(market.fill(edit.query))
            editor.settle()
        editor.result()
        edited.append((market, edit, True))
    assert_edited(owner, edited)


WATCH_NOTIFY = """
    alter function ops.announce_changes(text, timestamptz) rename to announce_changes_;
    create function ops.announce_changes(p_job_id text, p_now timestamptz)
    returns bigint language plpgsql volatile as $$
    declare
        v_version bigint := ops.announce_changes_(p_job_id, p_now);
    begin
        create temp table written_before on commit drop as
        select s.relid, s.n_tup_ins + s.n_tup_upd + s.n_tup_del as rows
        from pg_stat_xact_all_tables as s;
        return v_version;
    end;
    $$
"""
WRITTEN_AFTER = """
    select s.relid::regclass::text
    from pg_stat_xact_all_tables as s
    left join pg_temp.written_before as b on b.relid = s.relid
    where s.schemaname !~ '^pg_'
        and s.n_tup_ins + s.n_tup_upd + s.n_tup_del > coalesce(b.rows, 0)
"""


def test_a_promotion_notifies_when_nothing_but_its_ledger_is_left_to_write(
    clone: Database, owner: Connection
) -> None:
    [market] = open_markets(owner)
    owner.execute(WATCH_NOTIFY)
    with session(clone.owner) as promoter, promoter.transaction():
        status = promoter.execute(PROMOTE, [market["run"]]).fetchone()
        assert status == ("SUCCESS",)
        written = promoter.execute(
            "select b.rows > 0 from pg_temp.written_before as b "
            "where b.relid = 'ops.cache_invalidations'::regclass"
        )
        assert written.fetchone() == (True,)
        after = promoter.execute(WRITTEN_AFTER).fetchall()
        assert after == [("core.ingest_runs",)]
        # Until it commits, nobody who notifies waits for it.
        owner.execute("set statement_timeout = '60s'")
        owner.execute("notify asinmart_invalidation")


CORRECT = """
    update core.product_snapshots set price = %s * extract(day from date)
    where asin = %s and status = 'ok'
"""


def test_a_refresh_and_a_hand_edit_of_the_same_rows_lose_neither(
    clone: Database, owner: Connection, act: Callable[..., Actor]
) -> None:
    [market] = open_markets(owner)
    owner.execute(PROMOTE, [market["run"]])
    for number, place in enumerate(list(PLACES.values())[2:], 1):
        owner.execute(CORRECT, [number, market["bob"]])
        with session(clone.owner) as holder, holder.transaction():
            holder.execute(f"select from {market.fill(place)} for update".encode())
            refresh = act(REFRESH)
            refresh.stand_still()
            editor = act(CORRECT, number + 10, market["ann"])
            assert editor.settle(), "a refresh holds no snapshots"
        assert refresh.result() == [(3,)]
        # The first price is what one of the days had before.
        assert all_of(owner, REFRESH)[0][0] >= 2
    assert_settled(owner)
    latest = dict(all_of(owner, "select l.asin, l.price from mart.product_latest as l"))
    assert (latest[market["ann"]], latest[market["bob"]]) == (15 * 3, 5 * 3)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a group gets another main product", "a member joins a group"),
        ("a member joins a group", "a group gets another main product"),
        ("a member joins a group", "a group is deleted"),
        ("a group is deleted", "a member is switched off"),
        ("a competitor is unlinked", "a competitor is linked"),
    ],
)
def test_two_hand_edits_of_one_group_at_once_are_both_noted(
    clone: Database,
    owner: Connection,
    act: Callable[..., Actor],
    first: str,
    second: str,
) -> None:
    [market] = open_markets(owner)
    with session(clone.owner) as editor, editor.transaction():
        editor.execute(market.fill(EDITS[first].query).encode())
        other = act(market.fill(EDITS[second].query))
        other.settle()
    other.result()
    owner.execute(PROMOTE, [market["run"]])
    assert_settled(owner)
    assert set(all_of(owner, COMPARED)) == set(all_of(owner, PAIRS))


def test_a_deadlock_with_a_hand_edit_costs_the_run_nothing(
    clone: Database, owner: Connection, act: Callable[..., Actor]
) -> None:
    [market] = open_markets(owner)
    correct = "update core.product_metrics_daily set price = 77 where asin = '{0}'"
    correct += f" and date = '{LAST}'"
    with session(clone.owner) as editor, editor.transaction():
        editor.execute(correct.format(market["bob"]).encode())
        promoter = act(RUN_JOB)
        promoter.stand_still()
        held = correct.format(market["ann"])
        try:
            with editor.transaction():
                editor.execute(held.encode())
            is_promoter_out = True
        except errors.DeadlockDetected:
            is_promoter_out = False
    promoter.result()
    runs = "select r.status, r.error_code from core.ingest_runs as r where job_id = %s"
    found = owner.execute(runs.encode(), [market["run"]]).fetchone()
    assert found == (("LANDED", "40P01") if is_promoter_out else ("SUCCESS", None))
    owner.execute(RUN_JOB)
    assert_settled(owner)


# --- partitions ---------------------------------------------------------------------

# A month that has no partition yet.
FAR = date(2011, 7, 10)
MAKE_PARTITIONS = "select row_count from ops.ensure_partitions(%s)"
MADE = """
    select count(*)
    from ops.partition_policies as p
    where to_regclass(
        'partitions.' || split_part(p.parent, '.', 2) || '_2011_07'
    ) is not null
"""


def land_far(owner: Connection) -> None:
    owner.execute(LINK, [ANN, BOB])
    items = [
        seen(asin, FAR + timedelta(days=n), 20 * n + 20)
        for asin in (ANN, BOB)
        for n in range(2)
    ]
    land(owner, "far", *items)


def test_a_promotion_waits_for_partitions_that_are_being_made_and_uses_them(
    clone: Database, owner: Connection, act: Callable[..., Actor]
) -> None:
    land_far(owner)
    with session(clone.owner) as maker, maker.transaction():
        maker.execute(MAKE_PARTITIONS, [FAR])
        promoter = act(PROMOTE, "far")
        promoter.stand_still()
    assert promoter.result() == [("SUCCESS",)]
    assert all_of(owner, MADE) == [(7,)]
    assert_settled(owner)


def test_partitions_are_made_after_those_that_a_promotion_is_making(
    clone: Database, owner: Connection, act: Callable[..., Actor]
) -> None:
    land_far(owner)
    with session(clone.owner) as promoter, promoter.transaction():
        status = promoter.execute(PROMOTE, ["far"]).fetchone()
        assert status == ("SUCCESS",)
        maker = act(MAKE_PARTITIONS, FAR)
        maker.stand_still()
    # Five months of seven tables, of which five partitions were there by then; and
    # yesterday, today and seven days to come of the usage logs.
    assert maker.result() == [(5 * 7 - 5 + 9,)]
    assert all_of(owner, MADE) == [(7,)]
    assert_settled(owner)


# --- readers ------------------------------------------------------------------------

# Batch after batch gives all products one price: what a reader sees of it at one time.
SEEN = """
    select 'daily', array_agg(distinct d.price) from core.product_metrics_daily as d
    where d.date = %(day)s
    union all
    select 'latest', array_agg(distinct l.price) from mart.product_latest as l
    union all
    select 'rollup', array_agg(distinct w.price_max - (w.window_days - w.window_days))
    from mart.product_metrics_rollup as w where w.as_of = %(day)s
    union all
    select 'delta', array_agg(distinct d.price_delta + 1)
    from mart.product_metrics_delta_daily as d where d.date = %(day)s
    union all
    select 'comparison', array_agg(distinct c.price_diff + d.price)
    from mart.competitor_comparison_daily as c
    inner join core.product_metrics_daily as d on d.asin = c.asin_comp
        and d.marketplace = c.marketplace and d.date = c.date
    where c.date = %(day)s
"""


def batch(price: int) -> list[Item]:
    return [seen(asin, LAST, price) for asin in ASINS]


def open_market(owner: Connection) -> None:
    """All products cost 1 the day before and 2 on the last day."""
    owner.execute(LINK, [ANN, BOB])
    before = [seen(asin, LAST - timedelta(days=1), 1) for asin in ASINS]
    land(owner, "batch 2", *before, *batch(2))
    owner.execute(PROMOTE, ["batch 2"])


def prices(reader: Connection) -> dict[str, list[Decimal]]:
    return dict(reader.execute(SEEN.encode(), {"day": LAST}).fetchall())


def everywhere(price: int) -> dict[str, list[Decimal]]:
    tables = ("daily", "latest", "rollup", "delta", "comparison")
    return {table: [Decimal(price)] for table in tables}


def test_a_reader_keeps_what_it_saw_while_a_batch_commits_and_then_sees_all_of_it(
    clone: Database, owner: Connection, act: Callable[..., Actor]
) -> None:
    open_market(owner)
    land(owner, "batch 3", *batch(3))
    with session(clone.owner) as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with session(clone.owner) as holder, holder.transaction():
            last = f"select from ops.product_versions where asin = '{DEE}' for update"
            holder.execute(last.encode())
            promoter = act(PROMOTE, "batch 3")
            promoter.stand_still()
            assert prices(reader) == everywhere(2), "written, and not committed"
            with reader.transaction():
                assert prices(reader) == everywhere(2)
                holder.execute("rollback")
                assert promoter.result() == [("SUCCESS",)]
                assert prices(reader) == everywhere(2), "one snapshot, one answer"
        assert prices(reader) == everywhere(3)


def test_readers_see_all_or_nothing_of_each_batch_and_marts_that_are_right(
    clone: Database, owner: Connection, pool: ThreadPoolExecutor
) -> None:
    open_market(owner)
    done = Event()
    seen_prices: set[int] = set()

    def read() -> None:
        with session(clone.owner) as reader:
            reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            while not done.is_set():
                with reader.transaction():
                    answer = prices(reader)
                    price = int(answer["daily"][0])
                    assert answer == everywhere(price)
                    assert all_of(reader, AUDIT) == []
                    seen_prices.add(price)

    readers = [pool.submit(read) for _ in range(2)]

    def was_read(price: int) -> bool:
        return price in seen_prices or any(reader.done() for reader in readers)

    try:
        for price in range(3, 15):
            land(owner, f"batch {price}", *batch(price))
            owner.execute(RUN_JOB)
            assert not any(reader.done() for reader in readers)
            if price % 4 == 0:
                # On a slow machine all batches could come between two reads.
                wait_until(partial(was_read, price))
    finally:
        done.set()
    for reader in readers:
        reader.result(timeout=LIMIT)
    assert len(seen_prices) > 2, "the readers were there while batches came"


# --- everything at once -------------------------------------------------------------


@dataclass
class Storm:
    """Loaders, promoters, editors and jobs that act at random."""

    url: str
    seed: int
    over: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    # Snapshots that were added by hand and committed: by key, the price.
    added: dict[tuple[str, str], int] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def repeat(self, kind: str, number: int) -> None:
        """Do one kind of thing again and again, in a session of its own."""
        random_of = random.Random(f"{self.seed} {kind} {number}")
        step = {
            "load": self.load,
            "promote": self.promote,
            "edit": self.edit,
            "keep house": self.keep_house,
        }[kind]
        with session(self.url) as connection:
            while not self.over.is_set():
                try:
                    step(connection, random_of, number)
                    outcome = kind
                except TOLD as error:
                    outcome = f"{kind}: {type(error).__name__}"
                with self.lock:
                    self.done[outcome] += 1

    def load(self, owner: Connection, chance: random.Random, number: int) -> None:
        if all_of(owner, WAITING)[0][0] > 5:
            self.over.wait(0.05)
            return
        items = []
        # Now and then a month that nobody has made a partition for.
        month = chance.choice([0, 0, 0, 0, 0, 0, 0, chance.randrange(24)])
        for _ in range(chance.randrange(1, 30)):
            day = LAST - timedelta(days=chance.randrange(20) + 30 * month)
            item = seen(chance.choice(ASINS), day, chance.randrange(1, 99))
            items.append(item | {"bsr": chance.randrange(1, 99), "title": str(day)})
        land(owner, f"{number} {uuid4()}", *items)

    def promote(self, owner: Connection, chance: random.Random, number: int) -> None:
        ways = [RUN_JOB, PROMOTE_PENDING, PROMOTE_NEWEST]
        promote_if_free(owner, chance.choice(ways))

    def edit(self, owner: Connection, chance: random.Random, number: int) -> None:
        """Change a few rows in one transaction, in any order: deadlocks may come."""
        asins = chance.sample(ASINS[:6], chance.randrange(1, 4))
        added = {}
        with owner.transaction():
            for asin in asins:
                values = {
                    "asin": asin,
                    "other": chance.choice([a for a in ASINS[:6] if a != asin]),
                    "day": str(LAST - timedelta(days=chance.randrange(20))),
                    "price": chance.randrange(100, 999),
                    "at": f"{LAST} 18:{chance.randrange(60)}:{chance.randrange(60)}."
                    f"{number}{chance.randrange(99999):05}+00",
                }
                query = chance.choice(STROKES)
                owner.execute(query.encode(), values)
                if query == ADD_SNAPSHOT:
                    added[str(asin), str(values["at"])] = int(str(values["price"]))
        with self.lock:
            self.added |= added

    def keep_house(self, owner: Connection, chance: random.Random, number: int) -> None:
        owner.execute(chance.choice(HOUSEKEEPING).encode(), [chance.randrange(200)])


# What a loader does that waits for its own run.
PROMOTE_NEWEST = """
    select ops.promote_run(r.job_id)
    from (
        select w.job_id from core.ingest_runs as w
        where w.status = 'LANDED'
        order by w.landed_at desc
        limit 1
    ) as r
"""
# What a person who edits gets told, and who then looks again.
TOLD = (errors.DeadlockDetected, errors.UniqueViolation, errors.ForeignKeyViolation)
ADD_SNAPSHOT = """
    insert into core.product_snapshots (
        asin, marketplace, scraped_at, date, status, price, source, job_id
    )
    select %(asin)s, 'US', %(at)s, '2025-03-03', 'ok', %(price)s, 'hand', 'hand'
"""
STROKES = (
    ADD_SNAPSHOT,
    ADD_SNAPSHOT,
    """
    update core.product_snapshots set price = %(price)s
    where asin = %(asin)s and date = %(day)s and source <> 'hand' and status = 'ok'
    """,
    """
    delete from core.product_snapshots
    where asin = %(asin)s and date = %(day)s and source <> 'hand'
    """,
    """
    update core.product_metrics_daily set price = %(price)s, bsr = null
    where asin = %(asin)s and date = %(day)s
    """,
    "delete from core.product_metrics_daily where asin = %(asin)s and date = %(day)s",
    """
    insert into core.competitor_links (asin_main, asin_comp)
    values (%(asin)s, %(other)s) on conflict do nothing
    """,
    """
    delete from core.competitor_links
    where asin_main = %(asin)s and asin_comp = %(other)s
    """,
    """
    insert into core.competitive_groups (name, asin_main)
    values (%(other)s, %(asin)s)
    on conflict (tenant_id, name) do update set asin_main = excluded.asin_main
    """,
    """
    update core.competitive_groups set is_active = not is_active
    where name = %(asin)s
    """,
    "delete from core.competitive_groups where name = %(asin)s",
    """
    insert into core.competitive_group_members (group_id, asin)
    select g.id, %(other)s from core.competitive_groups as g where g.name = %(asin)s
    on conflict do nothing
    """,
    """
    delete from core.competitive_group_members
    where asin = %(asin)s
    """,
)
HOUSEKEEPING = (
    "select ops.ensure_partitions('2025-03-10'::date - %s * interval '1 month')",
    "select ops.refresh_benchmarks(now() + %s * interval '1 second')",
    "select ops.check_data_quality('2025-03-10'::date - %s * interval '1 day')",
    "select ops.rotate_history(now() - %s * interval '1 day')",
)
HAND = """
    select s.asin, s.scraped_at::text, s.price::integer
    from core.product_snapshots as s
    where s.source = 'hand'
"""


def weather(clone: Database, owner: Connection, seed: int, seconds: float) -> None:
    """Run all actors for some seconds, then check the promises."""
    storm = Storm(clone.owner, seed)
    owner.execute(MAKE_PARTITIONS, [LAST])
    crew = ["load"] * 4 + ["promote"] * 2 + ["edit"] * 3 + ["keep house"]
    with ThreadPoolExecutor(len(crew)) as pool:
        busy = [pool.submit(storm.repeat, kind, n) for n, kind in enumerate(crew)]
        until = time.monotonic() + seconds

        def is_enough() -> bool:
            with storm.lock:
                return min(storm.done[kind] for kind in crew) > 3

        try:
            wait_until(
                lambda: (
                    any(b.done() for b in busy)
                    or (time.monotonic() > until and is_enough())
                ),
                seconds + LIMIT,
            )
        finally:
            storm.over.set()
        for each in busy:
            each.result(timeout=LIMIT)
    while all_of(owner, WAITING) != [(0,)]:
        owner.execute(RUN_JOB)
    assert_settled(owner)
    wanted = {
        (asin, str(owner.execute("select %s::timestamptz::text", [at]).fetchone())): p
        for (asin, at), p in storm.added.items()
    }
    found = {(asin, str((at,))): price for asin, at, price in all_of(owner, HAND)}
    assert found == wanted, f"edits were lost (seed {seed})"
    assert {code for _, code, _ in all_of(owner, FAILED_JOBS)} <= {"40P01"}


def test_everything_at_once_leaves_marts_that_are_right(
    clone: Database, owner: Connection
) -> None:
    weather(clone, owner, seed=1, seconds=6)


@pytest.mark.soak
def test_everything_at_once_for_minutes_leaves_marts_that_are_right(
    clone: Database, owner: Connection
) -> None:
    weather(clone, owner, seed=time.time_ns(), seconds=180)
