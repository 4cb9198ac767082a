"""Partitions come and go under readers and writers; DETACH needs real sessions."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.support.databases import Database
from tests.support.waiting import LIMIT, wait_until

Connection = psycopg.Connection[Any]

TABLE = "mart.product_days"
OLD = "partitions.product_days_2021_02"
# The columns beside the key that must be filled, and these of a day by itself.
COUNTS = ", ".join(
    f"observed_days_{n}, price_days_{n}, bsr_days_{n}, rating_days_{n}, "
    f"has_one_bsr_category_{n}"
    for n in (7, 30, 90)
)
ALONE = ", ".join(["1, 0, 0, 0, true"] * 3)
STALL = 15  # seconds that a writer may wait; one that is locked out waits longer
PLAN = """
    select s.partition_name, s.action, s.reason, s.command
    from ops.retention_plan(now() + %s::interval) as s
    order by s.partition_name
"""
LATER = "10 minutes"  # by then a step that failed is tried again
DETACHING = """
    select 1 from pg_stat_activity as a
    where a.state = 'active' and a.wait_event = 'virtualxid'
        and a.query like 'alter table %% detach partition %%'
        and position(%s in a.query) > 0
"""


@pytest.fixture
def owner(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def keep(connection: Connection, parent: str = TABLE, retain: str = "3 years") -> None:
    """Have one table kept so long, all others for ever; drop at once."""
    connection.execute(
        "update ops.partition_policies as p set drop_after = '0', "
        "retain = case p.parent when %s then %s::interval end",
        [parent, retain],
    )


def fill(connection: Connection, *months: str, rows: int = 3000) -> None:
    """Write rows of a month, or of several, as a promotion does."""
    for month in months:
        connection.execute("select ops.ensure_partition(%s, %s)", [TABLE, month])
        connection.execute(
            f"insert into {TABLE} (asin, marketplace, date, {COUNTS}) "
            f"select 'B0' || lpad(n::text, 8, '0'), 'US', %s, {ALONE} "
            "from generate_series(1, %s) as n",
            [month, rows],
        )


def plan(connection: Connection, after: str = "0") -> list[tuple[Any, ...]]:
    return connection.execute(PLAN.encode(), [after]).fetchall()


def apply(connection: Connection, after: str = "0") -> int:
    """Run the job's function until it has no more to do, each slice by itself."""
    done = 0
    while True:
        row = connection.execute(
            "select s.row_count, s.has_more "
            "from ops.apply_retention(now() + %s::interval) as s",
            [after],
        ).fetchone()
        assert row is not None
        done += int(row[0])
        if not row[1]:
            return done


def partitions(connection: Connection, parent: str = TABLE) -> set[str]:
    rows = connection.execute(
        "select b.partition_name from ops.partition_bounds(%s) as b", [parent]
    )
    return {name for (name,) in rows}


def advice(connection: Connection, check: str) -> tuple[str, str]:
    row = connection.execute(
        "select d.status, d.detail from ops.doctor() as d where d.check_name = %s",
        [check],
    ).fetchone()
    assert row is not None
    return row[0], row[1]


@dataclass
class Reader:
    """A BI tool half way through a query over the whole table."""

    connection: Connection
    cursor: psycopg.ServerCursor[Any]

    def rest(self) -> int:
        """Read to the end and commit; the number of rows."""
        count = len(self.cursor.fetchall())
        self.cursor.close()
        self.connection.commit()
        return count


@contextmanager
def reading(url: str) -> Iterator[Reader]:
    # A report that goes on for longer than a reader's login allows it to rest.
    patient = "-c idle_in_transaction_session_timeout=0"
    with (
        psycopg.connect(url, options=patient) as connection,
        connection.cursor("report") as cursor,
    ):
        cursor.execute(f"select d.asin, d.date from {TABLE} as d".encode())
        assert cursor.fetchone()
        yield Reader(connection, cursor)


@dataclass
class Writes:
    """The progress of a busy writer."""

    count: int = 0
    longest: float = 0.0

    def go_on(self, many: int = 20) -> None:
        """Return when so many more rows were written."""
        until = self.count + many
        wait_until(lambda: self.count >= until)


@contextmanager
def writing(url: str) -> Iterator[Writes]:
    """Write one row after the other into the current month, and time each."""
    stop = threading.Event()
    writes = Writes()

    def work() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not stop.is_set():
                began = time.monotonic()
                connection.execute(
                    f"insert into {TABLE} (asin, marketplace, date, {COUNTS}) "
                    f"values ('B1' || lpad(%s::text, 8, '0'), 'US', current_date, "
                    f"{ALONE})",
                    [writes.count],
                )
                writes.longest = max(writes.longest, time.monotonic() - began)
                writes.count += 1

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        try:
            writes.go_on()
            yield writes
            writes.go_on()
        finally:
            stop.set()
            future.result(timeout=LIMIT)


@contextmanager
def detaching(url: str, command: str) -> Iterator[Callable[[], object]]:
    """Run a DETACH CONCURRENTLY in a session of its own, as pg_cron does."""
    with (
        psycopg.connect(url, autocommit=True) as connection,
        ThreadPoolExecutor(1) as pool,
    ):
        future = pool.submit(connection.execute, command.encode())
        try:
            yield lambda: future.result(timeout=LIMIT)
        finally:
            if not future.done():
                connection.cancel()


def cancel_half_way(owner: Connection, database: str, mart_url: str) -> None:
    """Leave the oldest partition half detached, as a cancelled session does."""
    [(name, action, _, command)] = plan(owner)
    assert (name, action) == (OLD, "detach")
    with reading(mart_url), detaching(database, command) as outcome:
        wait_until(lambda: owner.execute(DETACHING.encode(), [OLD]).fetchone())
        owner.execute(
            "select pg_cancel_backend(a.pid) from pg_stat_activity as a "
            "where a.query = %s",
            [command],
        )
        with pytest.raises(psycopg.errors.QueryCanceled):
            outcome()


@pytest.mark.parametrize(
    "seconds", [1, pytest.param(60, marks=pytest.mark.soak)], ids=["short", "long"]
)
def test_a_long_report_and_busy_writers_go_on_while_partitions_come_and_go(
    owner: Connection, database: str, mart_url: str, seconds: int
) -> None:
    fill(owner, "2021-02-01", "2021-03-01")
    keep(owner)
    with writing(database) as writes, reading(mart_url) as report:
        until = time.monotonic() + seconds
        made = owner.execute("select ops.ensure_partition(%s, '2031-01-01')", [TABLE])
        assert made.fetchone() == (True,), "made and attached under the report"

        # Without pg_cron: the lock is not to be had, so the job gives up and says why.
        assert apply(owner) == 0
        assert {OLD} < partitions(owner)
        [(_, action, reason, _), (_, _, behind, _)] = plan(owner)
        assert action == "wait"
        assert reason.endswith("canceling statement due to lock timeout")
        assert behind == f"{OLD} goes first"
        writes.go_on()

        # With pg_cron: its session waits for the report and locks nobody out.
        [(_, _, _, command), _] = plan(owner, LATER)
        with detaching(database, command) as outcome:
            wait_until(lambda: owner.execute(DETACHING.encode(), [OLD]).fetchone())
            assert plan(owner)[0][1:3] == ("wait", "another session is detaching it")
            assert apply(owner, LATER) == 0
            made = owner.execute(
                "select ops.ensure_partition(%s, '2031-02-01')", [TABLE]
            )
            assert made.fetchone() == (True,), "made and attached in the meantime"
            writes.go_on()
            wait_until(lambda: time.monotonic() > until, seconds + 5)
            assert report.rest() >= 2 * 3000 - 1, "the report saw what it began with"
            outcome()
        assert OLD not in partitions(owner)
        assert apply(owner, LATER) == 4, "both are off, both are dropped"
    assert writes.longest < STALL
    assert owner.execute("select to_regclass(%s)", [OLD]).fetchone() == (None,)
    kept = owner.execute(f"select min(d.date) = current_date from {TABLE} as d")
    assert kept.fetchone() == (True,)


def test_a_partition_left_half_detached_is_finished_by_the_next_run(
    owner: Connection, database: str, mart_url: str
) -> None:
    fill(owner, "2021-02-01")
    keep(owner)
    cancel_half_way(owner, database, mart_url)
    assert advice(owner, "partitions half detached") == ("warning", OLD)
    [(_, action, _, command)] = plan(owner)
    assert action == "finalize"
    assert command == f"alter table {TABLE} detach partition {OLD} finalize"

    with writing(database) as writes, reading(mart_url) as report:
        assert apply(owner) == 0, "a query that began before it is in the way"
        assert plan(owner)[0][1] == "wait"
        writes.go_on()
        report.rest()
        assert apply(owner, LATER) == 1
    assert writes.longest < STALL
    assert advice(owner, "partitions half detached") == ("ok", "none")
    assert OLD not in partitions(owner)
    # Somebody else began it: what becomes of the rows is theirs to say.
    assert apply(owner, "1 year") == 0
    left = owner.execute(f"select count(*) from {OLD}".encode()).fetchone()
    assert left == (3000,)


def test_a_dry_run_changes_nothing(owner: Connection) -> None:
    fill(owner, "2021-02-01")
    keep(owner)
    with owner.transaction():
        owner.execute("set transaction read only")
        first = plan(owner)
    assert [action for _, action, *_ in first] == ["detach"]
    assert plan(owner) == first
    assert OLD in partitions(owner)


def test_a_retention_that_breaks_a_window_is_refused_with_its_sentence(
    owner: Connection,
) -> None:
    owner.execute(
        "select ops.ensure_partition('core.product_metrics_daily', '2021-02-01')"
    )
    keep(owner, "core.product_metrics_daily")
    sentence = (
        "mart.product_days is kept 3 years and needs 90 more days of "
        "core.product_metrics_daily before that: shorten its retain, or keep "
        "core.product_metrics_daily at least 3 years 90 days"
    )
    owner.execute(
        "update ops.partition_policies set retain = '3 years' where parent ~ '^mart'"
    )
    owner.execute("call ops.run_job('apply-retention', 'manual')")
    ledger = owner.execute("select r.status, r.row_count, r.error from ops.job_runs r")
    assert ledger.fetchall() == [("succeeded", 0, None)]
    [(name, action, reason, command)] = plan(owner)
    assert name == "partitions.product_metrics_daily_2021_02"
    assert (action, reason, command) == ("refuse", sentence, None)
    status, detail = advice(owner, "retention")
    assert status == "warning"
    assert f"core.product_metrics_daily: {sentence}" in detail
    assert f"{name} is past its retention: {sentence}" in detail
    assert name in partitions(owner, "core.product_metrics_daily")


def test_a_partition_is_judged_by_its_bound_and_twice_is_once(
    owner: Connection,
) -> None:
    keep(owner)
    for name, first, last in (
        ("product_days_2031_07", "2021-02-01", "2021-03-01"),
        ("product_days_2019_01", "2031-07-01", "2031-08-01"),
    ):
        owner.execute(
            sql.SQL(
                "create table partitions.{0} (like mart.product_days "
                "including indexes); "
                "alter table mart.product_days "
                "attach partition partitions.{0} for values from ({1}) to ({2})"
            ).format(sql.Identifier(name), sql.Literal(first), sql.Literal(last))
        )
    owner.execute("call ops.run_job('apply-retention', 'manual')")
    assert "partitions.product_days_2019_01" in partitions(owner)
    assert "partitions.product_days_2031_07" not in partitions(owner)
    ledger = "select l.*, l.xmin::text from ops.retention_log as l"
    policies = "select p.*, p.xmin::text from ops.partition_policies as p"
    before = [owner.execute(q.encode()).fetchall() for q in (ledger, policies)]
    assert len(before[0]) == 1
    owner.execute("call ops.run_job('apply-retention', 'manual')")
    after = [owner.execute(q.encode()).fetchall() for q in (ledger, policies)]
    assert after == before
    rows = owner.execute("select r.row_count from ops.job_runs r order by r.id")
    assert rows.fetchall() == [(2,), (0,)], "detached and dropped, then nothing"


def test_retention_gives_way_to_a_promotion_under_way(
    owner: Connection, database: str
) -> None:
    fill(owner, "2021-02-01")
    keep(owner)
    with psycopg.connect(database) as other:
        other.execute("select ops.lock_promotion(true)")
        assert apply(owner) == 0
        assert plan(owner)[0][1] == "wait"
    horizon = "select ops.horizon(%s) = '-infinity'"
    assert owner.execute(horizon.encode(), [TABLE]).fetchone() == (True,)
    assert apply(owner, LATER) == 2


def wait_for_pg_cron(owner: Connection, condition: Callable[[], object]) -> int:
    """Wait for a one-off run; hand it over again, as the schedule does, if it failed.

    pg_cron starts no run when it has no process left or misses the minute. Returns the
    number of partitions that the second attempt detached or dropped.
    """
    try:
        wait_until(condition, 120)
        return 0
    except AssertionError:
        details = owner.execute(
            "select d.command, d.status, d.return_message from cron.job_run_details d "
            "order by d.runid desc limit 20"
        )
        print("pg_cron's last runs:", *details.fetchall(), sep="\n")
        done = apply(owner, "4 minutes")
        wait_until(condition)
        return done


def test_pg_cron_detaches_what_the_job_hands_to_it(cron_database: Database) -> None:
    last = "partitions.product_days_2021_03"
    alerts = "partitions.alerts_2021_02"
    one_offs = "select j.jobname, j.command from cron.job as j where j.jobname ~ ' '"
    with (
        psycopg.connect(cron_database.owner, autocommit=True) as owner,
        psycopg.connect(cron_database.admin, autocommit=True) as admin,
    ):
        # Between 3 and 4 at night pg_cron would run the job beside the test.
        owner.execute("select cron.unschedule('apply-retention')")
        fill(owner, "2021-02-01", "2021-03-01")
        owner.execute("select ops.ensure_partition('core.alerts', '2021-02-01')")
        keep(owner)
        admin.execute(
            "update ops.partition_policies set retain = '3 years' "
            "where parent = 'core.alerts'"
        )
        with reading(cron_database.mart):
            admin.execute("call ops.run_job('apply-retention', 'manual')")
            rows = owner.execute(one_offs.encode()).fetchall()
            assert sorted(rows) == [
                (
                    f"detach {alerts}",
                    f"alter table core.alerts detach partition {alerts} concurrently",
                ),
                (
                    f"detach {OLD}",
                    f"alter table {TABLE} detach partition {OLD} concurrently",
                ),
            ]
            reasons = {name: reason for name, _, reason, _ in plan(owner)}
            assert reasons[OLD].startswith("handed to pg_cron at ")
            assert reasons[last] == f"{OLD} goes first"
            # One table is free, the other is read: its session waits and is cancelled.
            done = wait_for_pg_cron(
                owner, lambda: owner.execute(DETACHING.encode(), [OLD]).fetchone()
            )
            wait_until(lambda: alerts not in partitions(owner, "core.alerts"))
            owner.execute(
                "select pg_cancel_backend(a.pid) from pg_stat_activity as a "
                "where position(%s in a.query) > 0 and a.wait_event = 'virtualxid'",
                [OLD],
            )
            wait_until(lambda: advice(owner, "partitions half detached")[1] == OLD)
            wait_until(lambda: not owner.execute(DETACHING.encode(), [OLD]).fetchone())
        assert done + apply(owner, LATER) == 4, "both are off, both are dropped"
        left = [name for name, _ in owner.execute(one_offs.encode()).fetchall()]
        assert left == [f"detach {last}"], "one-off schedules are taken away"
        log = owner.execute(
            "select l.partition_name, l.cause, l.error, l.dropped_at is not null "
            "from ops.retention_log as l order by l.partition_name"
        )
        assert log.fetchall() == [
            (alerts, "retention", None, True),
            (OLD, "retention", None, True),
            (last, "retention", None, False),
        ]


def test_a_table_is_analyzed_again_when_its_partitions_have_changed(
    owner: Connection,
) -> None:
    later = "select (ops.analyze_partitioned(now() + %s::interval)).row_count"
    known = "select c.reltuples from pg_class as c where c.oid = %s::regclass"
    fill(owner, "2021-02-01")
    owner.execute("call ops.run_job('analyze-partitioned-tables', 'manual')")
    assert owner.execute(known.encode(), [TABLE]).fetchone() == (3000,)
    fill(owner, "2021-02-02", rows=2000)
    owner.execute("select pg_stat_force_next_flush()")
    assert owner.execute(later.encode(), ["6 days"]).fetchone() == (0,), "not yet"
    assert owner.execute(later.encode(), ["8 days"]).fetchone() == (1,)
    assert owner.execute(known.encode(), [TABLE]).fetchone() == (5000,)
