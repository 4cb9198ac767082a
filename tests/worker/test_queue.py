"""The queue: the library's tables, created once and upgraded by its migrations."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.support.databases import ROOT, Database, janitor
from tests.support.waiting import wait_until
from tests.support.worker import (
    Owner,
    WorkerProcess,
    add_channel,
    add_rule,
    claim,
    connect,
    notifications,
    raise_alerts,
    receiving,
    statuses,
    until_all,
)
from worker import install_queue

# The catalog of the queue, but for the names of what Postgres names itself.
CATALOG = """
    select 'column', c.relname || '.' || a.attname,
        format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull
    from pg_attribute as a inner join pg_class as c on c.oid = a.attrelid
    where c.relnamespace = 'procrastinate'::regnamespace and c.relkind in ('r', 'c')
        and a.attnum > 0 and not a.attisdropped
    union all
    select 'function', p.oid::regprocedure::text,
        md5(p.prosrc) || p.proconfig::text || p.proacl::text
    from pg_proc as p where p.pronamespace = 'procrastinate'::regnamespace
    union all
    select 'trigger', t.tgrelid::regclass::text || '.' || t.tgname, t.tgenabled::text
    from pg_trigger as t inner join pg_class as c on c.oid = t.tgrelid
    where c.relnamespace = 'procrastinate'::regnamespace and not t.tgisinternal
    union all
    select 'label', t.typname || '.' || e.enumlabel, ''
    from pg_enum as e inner join pg_type as t on t.oid = e.enumtypid
"""


@pytest.fixture
def owner(clone: Database) -> Iterator[Owner]:
    with closing(connect(clone.owner)) as connection:
        yield connection


def catalog(url: str) -> set[tuple[str, ...]]:
    with psycopg.connect(url) as connection:
        connection.execute("set search_path to ''")
        return set(connection.execute(CATALOG).fetchall())


def test_installing_again_changes_nothing(clone: Database) -> None:
    before = catalog(clone.owner)
    assert before
    assert install_queue.install(clone.owner) is False
    assert catalog(clone.owner) == before


def test_an_older_queue_is_upgraded_to_what_a_new_one_is(clone: Database) -> None:
    fresh = catalog(clone.owner)
    with psycopg.connect(clone.owner, autocommit=True) as connection:
        connection.execute("drop schema procrastinate cascade")
        connection.execute("create schema procrastinate")
        connection.execute("set search_path to procrastinate")
        for path in install_queue.migrations():
            if path.name < "03.00":
                connection.execute(path.read_bytes())
        connection.execute("delete from ops.queue_migrations where name > '03.00'")
    assert catalog(clone.owner) != fresh
    assert install_queue.install(clone.owner) is True
    assert install_queue.install(clone.owner) is False

    def known(found: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
        # Migrations keep for a while what an older worker may still call.
        return {row for row in found if row[0] != "function"}

    upgraded = catalog(clone.owner)
    assert known(upgraded) == known(fresh)
    assert {row for row in fresh if row[0] == "function"} <= upgraded


def test_a_task_that_nobody_knows_is_a_dead_letter(
    owner: Owner, clone: Database, tmp_path: Path
) -> None:
    claim(owner)
    owner.execute(
        """select ops.enqueue('[{"task": "no such task", "queue": "fetch"}]')"""
    )
    worker = WorkerProcess(clone, tmp_path / "worker.log")
    worker.start()
    query = "select t.status from ops.task_executions as t"
    wait_until(lambda: owner.execute(query).fetchall() == [{"status": "failed"}])
    worker.kill()


def test_a_worker_without_a_database_ends_with_a_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "worker"],
        env={"PATH": os.environ["PATH"], "WORKER_SMTP_PORT": "many"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "WORKER_DATABASE_URL (or DATABASE_URL) is not set: give the worker its"
        " database, for example by 'source .local/env' after 'make up'.",
        "WORKER_SMTP_PORT cannot be used: Input should be a valid integer, unable to"
        " parse string as an integer.",
    ]


def test_a_real_copy_of_a_claimed_database_sends_nothing(
    server: Database, clone: Database, tmp_path: Path
) -> None:
    with receiving(tmp_path) as receiver:
        with closing(connect(clone.owner)) as owner:
            claim(owner)
            rule = add_rule(owner, add_channel(owner, "webhook", receiver.url))
            raise_alerts(owner, rule, last=3)
        with janitor(server, f"{clone.name}_copy", clone.name) as made:
            copy = server.named(made.dbname)
            options = {
                "WORKER_ALLOW_PRIVATE_TARGETS": "true",
                "WORKER_CA_FILE": str(receiver.ca_file),
            }
            idle = WorkerProcess(copy, tmp_path / "copy.log", **options)
            worker = WorkerProcess(clone, tmp_path / "worker.log", **options)
            idle.start()
            wait_until(lambda: "this database is a copy" in idle.said())
            worker.start()
            with closing(connect(clone.owner)) as owner:
                until_all(owner, "sent")
                ids = {str(row["id"]) for row in notifications(owner)}
            with closing(connect(copy.owner)) as owner:
                assert statuses(owner) == {"pending"}
            assert idle.is_alive
            idle.kill()
            worker.kill()
        # The same ids wait in the copy, and none of them came from there.
        assert sorted(receiver.ids) == sorted(ids)


def test_make_up_claims_a_database_that_nobody_has_and_no_other(
    clone: Database, owner: Owner
) -> None:
    psql = shutil.which("psql")
    assert psql
    text = (ROOT / "deploy" / "migrate").read_text()
    scripts = [part.partition("\nSQL\n")[0] for part in text.split("<<'SQL'\n")[1:]]
    [statement] = [script for script in scripts if "ops.claim_instance(" in script]
    for name in ("first", "second"):
        subprocess.run(
            [psql, "-Xq", "-v", f"instance_id={name}", clone.owner],
            input=statement,
            text=True,
            check=True,
            capture_output=True,
        )
    found = owner.execute("select i.instance_id from ops.instance as i").fetchall()
    assert found == [{"instance_id": "first"}]


def test_the_worker_reads_no_table_of_tenants_and_its_queue_only(
    clone: Database,
) -> None:
    with psycopg.connect(clone.worker, autocommit=True) as connection:
        for table in (
            "core.notifications",
            "app.notification_channels",
            "ops.fetches",
            "core.alert_rules",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.SQL("select from {}").format(sql.SQL(table)))
        connection.execute("select from procrastinate.procrastinate_jobs")
