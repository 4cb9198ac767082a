"""Jobs commit inside, so they are tested here and not in pgTAP's one transaction."""

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.support.databases import ROOT, Database, apply_folder
from tests.support.waiting import LIMIT, payloads_until_now, wait_until

Connection = psycopg.Connection[Any]

LEDGER = """
    select r.status, r.triggered_by, r.row_count, r.error, r.error_code
    from ops.job_runs as r
    where r.job_name = %s
    order by r.id
"""
# Every row of core, mart and caches with the transaction that wrote it.
ROW_VERSIONS = """
    select 'products', p.ctid::text, p.xmin::text from core.products as p
    union all select 'snapshots', s.ctid::text, s.xmin::text
    from core.product_snapshots as s
    union all select 'daily', d.ctid::text, d.xmin::text
    from core.product_metrics_daily as d
    union all select 'alerts', a.ctid::text, a.xmin::text from core.alerts as a
    union all select 'latest', l.ctid::text, l.xmin::text from mart.product_latest as l
    union all select 'days', d.ctid::text, d.xmin::text from mart.product_days as d
    union all select 'comparisons', c.ctid::text, c.xmin::text
    from mart.competitor_comparison_daily as c
    union all select 'versions', v.ctid::text, v.xmin::text
    from ops.product_versions as v
    union all select 'invalidations', i.ctid::text, i.xmin::text
    from ops.cache_invalidations as i
"""
# Rows of the marts that their definitions do not have, or the other way round.
DIFFERENCES = """
    with defined as (
        select to_jsonb(d) as row_data
        from definitions.product_days('-infinity', 'infinity') as d
        union all select to_jsonb(d) from definitions.product_latest() as d
        union all select to_jsonb(d)
        from definitions.competitor_comparison_daily('-infinity', 'infinity') as d
    ),
    stored as (
        select to_jsonb(d) as row_data from mart.product_days as d
        union all select to_jsonb(d) from mart.product_latest as d
        union all select to_jsonb(d) from mart.competitor_comparison_daily as d
    )
    (select 'missing', d.row_data from defined as d
     except select 'missing', s.row_data from stored as s)
    union all
    (select 'surplus', s.row_data from stored as s
     except select 'surplus', d.row_data from defined as d)
"""
HELD = 4242


@pytest.fixture
def owner(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("create table ops.work (step integer not null)")
        yield connection


def make_job(owner: Connection, body: str, max_runtime: str = "1 hour") -> None:
    """Register a job `tap` that does this; row and more say what its slice did."""
    owner.execute(
        sql.SQL(
            "create function ops.tap() returns ops.job_slice language plpgsql volatile "
            "as {}"
        ).format(
            "declare v_rows bigint := 1; v_more boolean := false;"
            f" begin {body} return row(v_rows, v_more)::ops.job_slice; end;"
        )
    )
    owner.execute(
        "select ops.schedule_job('tap', '* * * * *', 'ops.tap', 'Test.', '1 hour', %s)",
        [max_runtime],
    )


def run(connection: Connection, job: str = "tap", triggered_by: str = "manual") -> None:
    connection.execute("call ops.run_job(%s, %s)", [job, triggered_by])


def ledger(connection: Connection, job: str = "tap") -> list[tuple[Any, ...]]:
    return connection.execute(LEDGER.encode(), [job]).fetchall()


@contextmanager
def running(database: str, owner: Connection) -> Iterator[Future[None]]:
    """A job `tap` that another session runs and that waits until we let it go on."""

    def call() -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            run(connection)

    make_job(owner, f"perform pg_advisory_xact_lock({HELD});", "1 minute")
    owner.execute("select pg_advisory_lock(%s)", [HELD])
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(call)
        wait_until(
            lambda: owner.execute(
                "select 1 from pg_locks as l where l.objid = %s and not l.granted",
                [HELD],
            ).fetchone()
        )
        try:
            yield future
        finally:
            owner.execute("select pg_advisory_unlock_all()")
            future.exception(timeout=LIMIT)


def land(connection: Connection, job_id: str, *items: dict[str, object]) -> None:
    """Open, fill and land a run in one transaction, as the loader does."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("select ops.start_run(%s, 'test')", [job_id])
        cursor.executemany(
            "insert into staging_raw.raw_events "
            "(job_id, item_no, source, payload, content_hash) "
            "values (%s, %s, 'test', %s, '')",
            [(job_id, n, json.dumps(item)) for n, item in enumerate(items, 1)],
        )
        cursor.execute("select ops.land_run(%s, %s, 0)", [job_id, len(items)])


def seen(day: int, price: float, asin: str = "B0TESTA001") -> dict[str, object]:
    return {"asin": asin, "observed_date": f"2025-03-{day:02}", "price": price}


def test_a_job_runs_slice_by_slice_each_in_a_transaction_of_its_own(
    owner: Connection,
) -> None:
    make_job(
        owner,
        "insert into ops.work select count(*) from ops.work;"
        "v_rows := 2; v_more := (select count(*) < 3 from ops.work);",
    )
    run(owner)
    assert ledger(owner) == [("succeeded", "manual", 6, None, None)]
    transactions = owner.execute("select distinct xmin::text from ops.work").fetchall()
    assert len(transactions) == 3
    finished = owner.execute(
        "select bool_and(finished_at is not null) from ops.job_runs"
    )
    assert finished.fetchone() == (True,)


@pytest.mark.parametrize(
    ("triggered_by", "steps"), [("schedule", 1), ("watchdog", 1), ("manual", 3)]
)
def test_a_job_leaves_the_rest_to_its_next_run_after_a_turn_unless_run_by_hand(
    owner: Connection, triggered_by: str, steps: int
) -> None:
    make_job(
        owner,
        "insert into ops.work values (1);"
        "v_more := (select count(*) < 3 from ops.work);",
    )
    owner.execute("update ops.jobs set turn = '0' where job_name = 'tap'")
    run(owner, triggered_by=triggered_by)
    assert ledger(owner) == [("succeeded", triggered_by, steps, None, None)]
    for _ in range(3 - steps):
        run(owner, triggered_by=triggered_by)
    assert owner.execute("select count(*) from ops.work").fetchone() == (3,)


def test_a_job_that_does_not_exist_is_an_error(owner: Connection) -> None:
    with pytest.raises(psycopg.DatabaseError) as caught:
        run(owner, "no such job")
    assert caught.value.sqlstate == "AM404"


def test_a_failing_job_is_written_down_and_raises_nothing(
    owner: Connection, database: str
) -> None:
    make_job(
        owner,
        "if exists (select from ops.work) then raise exception 'no luck'"
        " using errcode = 'AM500'; end if;"
        "insert into ops.work values (1); v_rows := 7; v_more := true;",
    )
    run(owner)
    assert ledger(owner) == [("failed", "manual", 7, "no luck", "AM500")]
    # What earlier slices did stays, and the next session finds the job free.
    assert owner.execute("select count(*) from ops.work").fetchone() == (1,)
    with psycopg.connect(database, autocommit=True) as other:
        run(other)
    assert [status for status, *_ in ledger(owner)] == ["failed", "failed"]


def test_a_job_whose_function_is_missing_fails_like_any_other(
    owner: Connection,
) -> None:
    make_job(owner, "")
    owner.execute("drop function ops.tap()")
    run(owner)
    [(status, _, _, error, code)] = ledger(owner)
    assert (status, code) == ("failed", "42883")
    assert "ops.tap" in error


def test_a_busy_job_is_skipped_and_not_queued(owner: Connection, database: str) -> None:
    with running(database, owner), psycopg.connect(database, autocommit=True) as other:
        run(other)
        assert [status for status, *_ in ledger(owner)] == ["running", "skipped"]
    wait_until(lambda: ledger(owner)[0][0] == "succeeded")


def test_a_paused_job_runs_by_hand_only(owner: Connection) -> None:
    make_job(owner, "")
    owner.execute("select ops.pause_job('tap')")
    run(owner, triggered_by="schedule")
    run(owner, triggered_by="watchdog")
    assert ledger(owner) == []
    run(owner)
    assert [row[:2] for row in ledger(owner)] == [("succeeded", "manual")]
    owner.execute("select ops.resume_job('tap')")
    run(owner, triggered_by="schedule")
    assert len(ledger(owner)) == 2


def test_a_job_that_is_paused_while_it_runs_stops_after_the_slice(
    owner: Connection,
) -> None:
    make_job(owner, "v_more := true; perform ops.pause_job('tap');")
    run(owner, triggered_by="schedule")
    assert [row[:3] for row in ledger(owner)] == [("succeeded", "schedule", 1)]


def test_what_an_admin_said_of_a_job_outlasts_a_migration(
    cron_database: Database,
) -> None:
    entries = "select j.jobname, j.schedule, j.active from cron.job as j"
    with (
        psycopg.connect(cron_database.owner, autocommit=True) as owner,
        psycopg.connect(cron_database.admin, autocommit=True) as admin,
    ):

        def scheduled() -> dict[str, list[Any]]:
            return {name: rest for name, *rest in owner.execute(entries.encode())}

        before = scheduled()
        admin.execute("select ops.pause_job('fetch-products')")
        admin.execute("select ops.reschedule_job('rotate-history', '5 5 * * *')")
        changed = before | {"rotate-history": ["5 5 * * *", True]}
        del changed["fetch-products"]
        assert scheduled() == changed
        apply_folder(owner, ROOT / "db" / "jobs")
        assert scheduled() == changed

        with pytest.raises(psycopg.Error) as refused:
            admin.execute("select ops.reschedule_job('rotate-history', '99 5 * * *')")
        assert refused.value.sqlstate == "AM422"
        admin.execute("select ops.resume_job('fetch-products')")
        admin.execute("select ops.reschedule_job('rotate-history')")
        # Switched off behind our back: the doctor says so, and what it advises helps.
        with psycopg.connect(cron_database.superuser, autocommit=True) as superuser:
            superuser.execute(
                "update cron.job set active = false where jobname = 'audit-marts'"
            )
        drift = (
            "select d.detail from ops.doctor() as d where d.check_name = 'schedules'"
        )
        [(detail,)] = owner.execute(drift.encode())
        assert detail.endswith("changed in cron.job: audit-marts")
        admin.execute("select ops.resume_job('audit-marts')")
        assert scheduled() == before


def test_a_job_waits_for_locks_only_as_long_as_it_may(
    owner: Connection, database: str
) -> None:
    make_job(owner, "lock table ops.work;")
    owner.execute("update ops.jobs set lock_timeout = '100 ms' where job_name = 'tap'")
    with psycopg.connect(database) as other:
        other.execute("lock table ops.work")
        run(owner)
    assert ledger(owner)[0][4] == "55P03"


def test_the_watchdog_cancels_a_job_that_takes_too_long(
    owner: Connection, database: str
) -> None:
    with running(database, owner) as future:
        in_time = owner.execute("select (ops.watchdog()).row_count").fetchone()
        assert in_time == (0,)
        too_long = "select (ops.watchdog(now() + interval '2 minutes')).row_count"
        assert owner.execute(too_long).fetchone() == (1,)
        assert future.exception(timeout=LIMIT) is None
    [(status, _, _, _, code)] = ledger(owner)
    assert (status, code) == ("failed", "57014")


def test_the_watchdog_closes_the_books_of_a_job_whose_session_died(
    owner: Connection, database: str
) -> None:
    with running(database, owner) as future:
        owner.execute(
            "select pg_terminate_backend(r.pid, 5000) from ops.job_runs as r "
            "where r.status = 'running'"
        )
        with pytest.raises(psycopg.OperationalError):
            future.result(timeout=LIMIT)
        assert ledger(owner)[0][0] == "running"
        run(owner, "watchdog", "schedule")
    [(status, _, _, error, code)] = ledger(owner)
    assert (status, code) == ("failed", "57P01")
    assert error == "the session that ran it has ended"
    run(owner)
    assert ledger(owner)[1][0] == "succeeded"


def test_the_watchdog_beats_and_catches_up_overdue_jobs(owner: Connection) -> None:
    make_job(owner, "insert into ops.work values (1);")
    owner.execute(
        "update ops.jobs set registered_at = now() - interval '2 hours' "
        "where job_name = 'tap'"
    )
    started = owner.execute("select clock_timestamp()").fetchone()
    run(owner, "watchdog", "schedule")
    assert ledger(owner) == [("succeeded", "watchdog", 1, None, None)]
    assert ledger(owner, "watchdog") == [("succeeded", "schedule", 0, None, None)]
    beat = owner.execute("select h.beat_at >= %s from ops.heartbeats as h", started)
    assert beat.fetchone() == (True,)
    run(owner, "watchdog", "schedule")
    assert len(ledger(owner)) == 1, "what has succeeded in time is not run again"


def test_one_overdue_job_that_fails_does_not_keep_the_others_waiting(
    owner: Connection,
) -> None:
    make_job(owner, "raise exception 'no luck';")
    owner.execute("update ops.jobs set registered_at = now() - interval '1 month'")
    owner.execute("update ops.jobs set job_name = 'a first one' where job_name = 'tap'")
    run(owner, "watchdog", "schedule")
    caught_up = owner.execute(
        "select r.job_name, r.status from ops.job_runs as r "
        "where r.triggered_by = 'watchdog' order by r.id"
    ).fetchall()
    assert caught_up == [
        ("a first one", "failed"),
        ("analyze-partitioned-tables", "succeeded"),
        ("apply-retention", "succeeded"),
        ("audit-marts", "succeeded"),
        ("check-data-quality", "succeeded"),
        ("ensure-partitions", "succeeded"),
        ("fetch-health-sample", "succeeded"),
        ("fetch-products", "succeeded"),
        ("generate-reports", "succeeded"),
        ("plan-search-reports", "succeeded"),
        ("promote-pending-runs", "succeeded"),
        ("refresh-benchmarks", "succeeded"),
        ("refresh-recommendations", "succeeded"),
        ("rotate-history", "succeeded"),
        ("send-alert-digests", "succeeded"),
    ]


def test_the_promotion_job_brings_landed_runs_to_the_marts_and_notifies_once_a_run(
    owner: Connection, database: str
) -> None:
    land(owner, "one", seen(1, 10), seen(2, 20))
    land(owner, "two", seen(3, 30))
    with psycopg.connect(database, autocommit=True) as listener:
        listener.execute("listen asinmart_invalidation")
        run(owner, "promote-pending-runs", "schedule")
        heard = payloads_until_now(listener, owner, "asinmart_invalidation")
    [(status, _, row_count, *_)] = ledger(owner, "promote-pending-runs")
    assert (status, row_count) == ("succeeded", 3)
    versions = owner.execute(
        "select i.id::text from ops.cache_invalidations as i order by i.id"
    )
    assert heard == [version for (version,) in versions]
    latest = owner.execute("select l.price from mart.product_latest as l").fetchall()
    assert latest == [(30,)]


def test_a_promotion_under_way_is_not_waited_for_by_the_job(
    owner: Connection, database: str
) -> None:
    land(owner, "one", seen(1, 10))
    with psycopg.connect(database) as other:
        other.execute("select ops.lock_promotion(true)")
        run(owner, "promote-pending-runs")
        [(status, _, rows, error, code)] = ledger(owner, "promote-pending-runs")
        assert (status, rows, code) == ("skipped", 0, "AM409")
        holder = f"process {other.info.backend_pid} (asinmart_owner"
        assert error.startswith("another session is changing core and mart: " + holder)
    run(owner, "promote-pending-runs")
    assert [row[0] for row in ledger(owner, "promote-pending-runs")] == [
        "skipped",
        "succeeded",
    ]
    assert owner.execute("select count(*) from mart.product_latest").fetchone() == (1,)


def test_replaying_everything_writes_no_row_of_core_mart_or_caches(
    owner: Connection,
) -> None:
    owner.execute(
        "insert into core.competitor_links (asin_main, asin_comp) "
        "values ('B0TESTA001', 'B0TESTA002')"
    )
    days = [
        seen(d, d * 7 % 13 + 1, asin)
        for d in range(1, 29)
        for asin in ("B0TESTA001", "B0TESTA002")
    ]
    land(owner, "all", *days)
    land(owner, "corrected", seen(5, 99), seen(28, 50))
    run(owner, "promote-pending-runs")
    before = set(owner.execute(ROW_VERSIONS.encode()).fetchall())
    assert {kind for kind, *_ in before} == {
        "products", "snapshots", "daily", "alerts", "latest", "days", "comparisons",
        "versions", "invalidations",
    }  # fmt: skip
    for job_id in ("corrected", "all"):
        owner.execute("select ops.replay_run(%s)", [job_id])
    run(owner, "promote-pending-runs")
    assert set(owner.execute(ROW_VERSIONS.encode()).fetchall()) == before
    counts = owner.execute(
        "select r.accepted_count, r.duplicate_count, r.received_count "
        "from core.ingest_runs as r order by r.id"
    ).fetchall()
    assert counts == [(0, 56, 56), (0, 2, 2)]


def test_what_a_session_has_not_committed_waits_for_the_next_refresh(
    owner: Connection, database: str
) -> None:
    land(owner, "one", seen(1, 10), seen(2, 20))
    run(owner, "promote-pending-runs")
    with psycopg.connect(database) as editor:
        editor.execute(
            "update core.product_snapshots set price = 40 where date = '2025-03-02'"
        )
        assert owner.execute("select ops.refresh_dirty()").fetchone() == (0,)
        editor.commit()
    assert owner.execute("select ops.refresh_dirty()").fetchone() == (1,)
    latest = owner.execute("select l.price from mart.product_latest as l").fetchall()
    assert latest == [(40,)]


def test_runs_promoted_by_several_sessions_at_once_end_as_one_after_the_other(
    owner: Connection, database: str
) -> None:
    owner.execute(
        "insert into core.competitor_links (asin_main, asin_comp) "
        "values ('B0TESTA001', 'B0TESTA002')"
    )
    for run_no in range(8):
        items = [
            seen(
                1 + (run_no * 3 + n) % 28, run_no * 10 + n + 1, f"B0TESTA00{1 + n % 2}"
            )
            for n in range(10)
        ]
        land(owner, f"run {run_no}", *items)

    def promote(run_no: int) -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("select ops.promote_run(%s)", [f"run {run_no}"])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(promote, (5, 2, 7, 0, 3, 6, 1, 4)))
    assert owner.execute(DIFFERENCES.encode()).fetchall() == []
    # Whichever came last to core, the last to arrive counts.
    wrong = owner.execute(
        """
        with newest as (
            select distinct on (r.payload ->> 'asin', r.payload ->> 'observed_date')
                r.payload ->> 'asin' as asin,
                (r.payload ->> 'observed_date')::date as date,
                (r.payload ->> 'price')::numeric as price
            from staging_raw.raw_events as r
            order by r.payload ->> 'asin', r.payload ->> 'observed_date', r.id desc
        )
        select n.asin, n.date, n.price, d.price
        from newest as n
        full join core.product_metrics_daily as d using (asin, date)
        where d.price is distinct from n.price
        """
    ).fetchall()
    assert wrong == []


def test_two_sessions_that_need_the_same_partition_both_get_it(
    owner: Connection, database: str
) -> None:
    make = "select ops.ensure_partition('core.product_metrics_daily', '2011-05-05')"
    with ThreadPoolExecutor(1) as pool:
        with psycopg.connect(database) as first:
            assert first.execute(make.encode()).fetchone() == (True,)
            second = pool.submit(lambda: owner.execute(make.encode()).fetchone())
            wait_until(
                lambda: first.execute(
                    "select 1 from pg_locks as l where not l.granted and l.relation "
                    "= 'ops.partition_policies'::regclass"
                ).fetchone()
            )
        assert second.result(timeout=LIMIT) == (False,)


def test_a_job_that_succeeds_without_its_outcome_is_no_comfort_to_the_doctor(
    owner: Connection,
) -> None:
    owner.execute(
        "create or replace function ops.ensure_partitions("
        "p_now timestamptz default now()) returns ops.job_slice language sql volatile "
        "security definer as 'select row(9, false)::ops.job_slice'"
    )
    ahead = owner.execute(
        "select b.partition_name from ops.partition_bounds('core.alerts') as b "
        "where b.from_at > now()"
    ).fetchall()
    assert ahead
    for (name,) in ahead:
        owner.execute(f"drop table {name}".encode())
    owner.execute("call ops.run_job('ensure-partitions', 'manual')")
    assert ledger(owner, "ensure-partitions") == [
        ("succeeded", "manual", 9, None, None)
    ]
    checks = owner.execute(
        "select d.check_name, d.status, d.detail from ops.doctor() as d "
        "where d.check_name in ('job ensure-partitions', 'partitions ahead') order by 1"
    ).fetchall()
    assert [status for _, status, _ in checks] == ["ok", "warning"]
    assert checks[1][2] == "not created far enough ahead: core.alerts"


def test_an_admin_runs_jobs_by_hand(owner: Connection, admin_url: str) -> None:
    owner.execute("update ops.jobs as j set registered_at = now() - interval '9 days'")
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("call ops.run_job('watchdog', 'manual')")
        ledger = admin.execute(
            "select r.job_name, r.status from ops.job_runs as r order by r.job_name"
        ).fetchall()
    assert ledger == [
        ("analyze-partitioned-tables", "succeeded"),
        ("apply-retention", "succeeded"),
        ("audit-marts", "succeeded"),
        ("check-data-quality", "succeeded"),
        ("ensure-partitions", "succeeded"),
        ("fetch-health-sample", "succeeded"),
        ("fetch-products", "succeeded"),
        ("generate-reports", "succeeded"),
        ("plan-search-reports", "succeeded"),
        ("promote-pending-runs", "succeeded"),
        ("refresh-benchmarks", "succeeded"),
        ("refresh-recommendations", "succeeded"),
        ("rotate-history", "succeeded"),
        ("send-alert-digests", "succeeded"),
        ("watchdog", "succeeded"),
    ]


def test_a_job_leaves_the_settings_of_the_session_as_they_were(
    owner: Connection,
) -> None:
    owner.execute("set lock_timeout = '77s'")
    owner.execute("call ops.run_job('rotate-history', 'manual')")
    row = owner.execute("show lock_timeout").fetchone()
    assert row == ("77s",)


def test_a_run_that_only_met_a_lock_keeps_waiting_however_often(
    owner: Connection, database: str
) -> None:
    owner.execute("select ops.start_run('patient', 'test')")
    owner.execute(
        "insert into staging_raw.raw_events "
        "(job_id, item_no, source, payload, content_hash) "
        "values ('patient', 1, 'test', %s, '')",
        [json.dumps({"asin": "B0TESTA001", "observed_date": "2025-03-10", "price": 1})],
    )
    owner.execute("select ops.land_run('patient', 1, 1)")
    owner.execute("update ops.jobs as j set lock_timeout = '50 milliseconds'")
    run = "select r.status, r.error_code, r.attempts from core.ingest_runs as r"
    with psycopg.connect(database) as other:
        other.execute("lock table core.products in access exclusive mode")
        for _ in range(4):
            owner.execute("call ops.run_job('promote-pending-runs', 'manual')")
        assert owner.execute(run).fetchone() == ("LANDED", "55P03", 0)
    owner.execute("call ops.run_job('promote-pending-runs', 'manual')")
    assert owner.execute(run).fetchone() == ("SUCCESS", None, 1)


def test_an_admin_rebuilds_damaged_marts_and_the_audit_is_at_rest_again(
    owner: Connection, admin_url: str
) -> None:
    march = [seen(day, day) for day in range(1, 29)]
    april = [
        item | {"observed_date": f"2025-04-{n:02}"} for n, item in enumerate(march, 1)
    ]
    land(owner, "all", *march, *april)
    run(owner, "promote-pending-runs")
    before = owner.execute(ROW_VERSIONS.encode()).fetchall()
    with psycopg.connect(admin_url, autocommit=True) as admin:
        row = admin.execute("call ops.rebuild_marts()").fetchone()
        assert row == (0,)
        assert owner.execute(ROW_VERSIONS.encode()).fetchall() == before
        owner.execute("truncate mart.product_latest")
        owner.execute(
            "delete from mart.product_days "
            "where date not in ('2025-03-01', '2025-04-28')"
        )
        owner.execute("update mart.product_days set price_delta = 7")
        admin.execute(
            "select ops.audit_marts('2025-04-29'), ops.audit_marts('2025-06-30')"
        )
        critical = (
            "select d.detail from ops.doctor() as d "
            "where d.check_name = 'marts' and d.status = 'critical'"
        )
        assert "mart.product_latest" in str(admin.execute(critical).fetchall())
        heard: list[str] = []
        admin.add_notice_handler(lambda told: heard.append(str(told.message_primary)))
        row = admin.execute(
            "call ops.rebuild_marts('2025-01-01', '2025-12-31')"
        ).fetchone()
        # Each day, and the newest day once more; with March the day compared with it.
        assert row == (56 + 1,)
        assert "2025-03: 30 rows written" in heard
        assert "2025-04: 27 rows written" in heard
        assert admin.execute(critical).fetchall() == []
    assert owner.execute(DIFFERENCES.encode()).fetchall() == []
