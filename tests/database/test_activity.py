"""What the sessions of a server do, as a DBA sees it in views of ops."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.support.databases import Database, wait_until
from tests.support.operations import blocks, run_sql

TASKS = "dba-tasks.md"
BRANDS = "select count(*) from mart.brands"


@pytest.fixture
def admin(shared_clone: Database) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    with psycopg.connect(
        shared_clone.admin, autocommit=True, row_factory=dict_row
    ) as connection:
        yield connection


@contextmanager
def reader_waits_for_owner(database: Database) -> Iterator[tuple[int, Any]]:
    """Let a reader of mart wait for a lock that the owner holds, idle in transaction.

    Gives the process id of the owner, and the future result of the reader.
    """
    with (
        psycopg.connect(database.owner, application_name="forgotten") as owner,
        psycopg.connect(database.mart) as reader,
        psycopg.connect(database.superuser, autocommit=True) as watching,
        ThreadPoolExecutor(1) as pool,
    ):
        owner.execute("lock table core.brands in access exclusive mode")
        waits = pool.submit(lambda: reader.execute(BRANDS.encode()).fetchone())
        wait_until(
            lambda: (
                watching.execute(
                    "select cardinality(pg_blocking_pids(%s)) > 0",
                    [reader.info.backend_pid],
                ).fetchone()
                == (True,)
            )
        )
        try:
            yield owner.info.backend_pid, waits
        finally:
            # Nothing is committed, and the owner may have been ended.
            owner.close()
            waits.exception()


def test_an_admin_sees_who_blocks_whom_since_when_and_with_what(
    shared_clone: Database, admin: psycopg.Connection[dict[str, Any]]
) -> None:
    with reader_waits_for_owner(shared_clone) as (owner_pid, _):
        [row] = admin.execute("select * from ops.blocked_sessions").fetchall()
        assert row["blocking_pid"] == owner_pid
        assert row["waiting_for"] == "core.brands"
        assert row["lock_mode"] == "AccessShareLock"
        assert (row["login"], row["blocking_login"]) == (
            "mart_reader",
            "asinmart_owner",
        )
        assert row["blocking_application_name"] == "forgotten"
        assert row["blocking_state"] == "idle in transaction"
        assert row["blocking_started_at"] < row["waiting_since_at"]
        assert row["query"] == BRANDS
        assert row["blocking_query"].startswith("lock table")
        assert row["is_blocker_waiting"] is False
        [usage] = admin.execute(
            "select * from ops.connection_usage where login = 'mart_reader'"
        ).fetchall()
        assert usage["session_limit"] == 40
        assert usage["waiting_count"] >= 1
    assert not admin.execute("select 1 from ops.blocked_sessions").fetchall()


def test_a_transaction_left_open_is_listed_with_its_login_and_age(
    shared_clone: Database, admin: psycopg.Connection[dict[str, Any]]
) -> None:
    with psycopg.connect(shared_clone.api, application_name="left open") as api:
        pid = api.info.backend_pid
        api.execute("set transaction isolation level repeatable read")
        api.execute("select 1")
        [before] = admin.execute(
            "select * from ops.long_transactions where application_name = 'left open'"
        ).fetchall()
        # Two transactions later it holds vacuum back by two more.
        for _ in range(2):
            admin.execute("select pg_current_xact_id()")
        [row] = admin.execute(
            "select * from ops.long_transactions where application_name = 'left open'"
        ).fetchall()
    assert (row["kind"], row["login"]) == ("session", "asinmart_api")
    assert row["state"] == "idle in transaction"
    assert row["query"] == "select 1"
    assert row["pid"] == pid
    assert row["transaction_started_at"] <= row["query_started_at"]
    assert row["xmin_age"] >= before["xmin_age"] + 2


def test_a_table_is_due_for_vacuum_by_its_own_settings(
    shared_clone: Database, admin: psycopg.Connection[dict[str, Any]]
) -> None:
    due = "select * from ops.vacuum_status where table_name = 'ops.settings'"
    with psycopg.connect(shared_clone.owner, autocommit=True) as owner:
        owner.execute("alter table ops.settings set (autovacuum_enabled = false)")
        owner.execute("update ops.settings set updated_at = now()")
        owner.execute("select pg_stat_force_next_flush()")

        def counted() -> bool:
            [row] = admin.execute(due).fetchall()
            return bool(row["dead_count"])

        wait_until(counted)
        [before] = admin.execute(due).fetchall()
        owner.execute(
            "alter table ops.settings set (autovacuum_vacuum_threshold = 0, "
            "autovacuum_vacuum_scale_factor = 0)"
        )
        [after] = admin.execute(due).fetchall()
    assert before["dead_count"] == after["dead_count"] > 0
    assert before["dead_pct"] > 0
    assert after["is_due"] is True
    assert before["is_due"] is (before["dead_count"] > 50 + 0.2 * before["live_count"])


def test_a_session_that_blocks_others_is_ended_by_the_commands_of_the_page(
    shared_clone: Database, tmp_path: Path
) -> None:
    with reader_waits_for_owner(shared_clone) as (_, waits):
        for block in blocks(TASKS, "End a session that blocks others"):
            run_sql(block, shared_clone, tmp_path)
        assert waits.result() == (0,)


def test_the_page_says_what_fills_the_disk(
    shared_clone: Database, tmp_path: Path
) -> None:
    for block in blocks(TASKS, "See what fills the disk"):
        run_sql(block, shared_clone, tmp_path)
