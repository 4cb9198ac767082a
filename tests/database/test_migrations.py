"""Migrations and the files applied after them can be run again at any time."""

import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.support.databases import (
    ROOT,
    Database,
    apply_folder,
    manifest_folders,
    migrate,
    migration_environment,
    wait_until,
)
from tests.support.waiting import LIMIT

# What migrations and function files write; a row written again gets another xmin.
FINGERPRINT = """
    select 'function', p.oid::regprocedure::text, p.xmin::text from pg_proc as p
    where p.pronamespace::regnamespace::text !~ '^(pg_|information_schema|accounts)'
    union all
    select 'relation', c.oid::regclass::text, c.relfilenode::text from pg_class as c
    where c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
    union all
    select 'trigger', t.tgrelid::regclass::text || t.tgname, t.xmin::text
    from pg_trigger as t where not t.tgisinternal
    union all
    select 'policy', p.polrelid::regclass::text || p.polname, p.xmin::text
    from pg_policy as p
    union all
    select 'migration', v.version::text, v.xmin::text from public.schema_version as v
"""
FUNCTIONS = """
    select p.oid::regprocedure::text from pg_proc as p
    where p.pronamespace::regnamespace::text !~ '^(pg_|information_schema|extensions)'
"""


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return sorted(connection.execute(query.encode()).fetchall())


def test_migrating_twice_changes_nothing_the_second_time(
    empty_database: Database,
) -> None:
    migrate(empty_database)
    first = rows(empty_database.owner, FINGERPRINT)
    migrate(empty_database)
    assert rows(empty_database.owner, FINGERPRINT) == first
    kinds = {kind for kind, *_ in first}
    assert kinds == {"function", "relation", "trigger", "policy", "migration"}


def test_function_and_view_files_can_be_applied_again(clone: Database) -> None:
    before = rows(clone.owner, FUNCTIONS)
    with psycopg.connect(clone.owner) as connection:
        for folder in manifest_folders():
            apply_folder(connection, folder)
    assert rows(clone.owner, FUNCTIONS) == before


def test_every_folder_of_functions_and_views_is_in_the_manifest() -> None:
    folders = {
        path.parent
        for part in ("functions", "views", "jobs")
        for path in (ROOT / "db" / part).rglob("*.sql")
    }
    # deploy/bootstrap.sql applies it, because it belongs to another role.
    folders.remove(ROOT / "db" / "functions" / "accounts")
    assert folders <= set(manifest_folders())


def test_every_job_is_scheduled_where_pg_cron_lives(cron_database: Database) -> None:
    with psycopg.connect(cron_database.owner) as connection:
        scheduled = connection.execute("select j.jobname from cron.job as j")
        names = sorted(name for (name,) in scheduled)
    assert names == sorted(path.stem for path in (ROOT / "db" / "jobs").glob("*.sql"))
    # Tools of analysts list what they find there: nothing of pg_cron.
    listed = (
        "select distinct t.table_schema from information_schema.tables as t "
        "where t.table_schema not in ('information_schema', 'pg_catalog')"
    )
    with psycopg.connect(cron_database.mart) as connection:
        assert connection.execute(listed).fetchall() == [("mart",)]


# pg_dump keeps a lock on every table until it ends; a change of a table waits for it.
A_NEW_VERSION = "alter table core.products add column probe integer;"
POLICIES = "select p.oid::text from pg_policy as p"
DUMPS = """
    select 1 from pg_locks as l
    inner join pg_stat_activity as a on a.pid = l.pid
    where a.application_name = 'pg_dump' and l.granted
        and l.database = (
            select d.oid from pg_database as d where d.datname = current_database()
        )
        and l.relation = 'core.products'::regclass
"""
READS = "select from core.products union all select from mart.product_summary limit 1"


def checkout_with_a_new_version(folder: Path) -> Path:
    """Give the deploy/migrate of a checkout with one more version and few folders."""
    (folder / "deploy").symlink_to(ROOT / "deploy")
    (folder / "common").symlink_to(ROOT / "common")
    (folder / "worker").symlink_to(ROOT / "worker")
    shutil.copytree(ROOT / "db" / "schema", folder / "db" / "schema")
    for name in ("functions", "views", "jobs"):
        (folder / "db" / name).symlink_to(ROOT / "db" / name)
    (folder / "db/schema/migrations/V9999__probe.sql").write_text(A_NEW_VERSION)
    manifest = folder / "db" / "schema" / "migrations.yml"
    kept = ("../functions/core/triggers", "../views/mart")
    lines = [
        line
        for line in manifest.read_text().splitlines(keepends=True)
        if not re.match(r" +- \.\./", line) or line.strip(" -\n") in kept
    ]
    manifest.write_text("".join(lines))
    return folder / "deploy" / "migrate"


@contextmanager
def a_dump_that_stands_still(database: Database) -> Iterator[subprocess.Popen[bytes]]:
    """Run pg_dump; its pipe is full until the test reads what it writes."""
    command = ["pg_dump", "--schema-only", f"--dbname={database.superuser}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as dump:
        try:
            with psycopg.connect(database.superuser, autocommit=True) as superuser:
                wait_until(lambda: superuser.execute(DUMPS.encode()).fetchone())
            yield dump
        finally:
            dump.kill()


@contextmanager
def a_reader(url: str) -> Iterator[list[float]]:
    """Read again and again; give how many seconds each read took."""
    seconds: list[float] = []
    is_over = threading.Event()

    def read() -> None:
        with psycopg.connect(url, autocommit=True) as reader:
            while not is_over.is_set():
                begun = time.monotonic()
                reader.execute(READS.encode())
                seconds.append(time.monotonic() - begun)
                is_over.wait(0.02)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield seconds
    finally:
        is_over.set()
        thread.join()


def test_an_upgrade_waits_for_pg_dump_and_readers_do_not_wait_for_the_upgrade(
    clone: Database, tmp_path: Path
) -> None:
    script = checkout_with_a_new_version(tmp_path)
    environment = migration_environment(clone)
    policies = rows(clone.owner, POLICIES)
    with a_dump_that_stands_still(clone) as dump, a_reader(clone.owner) as seconds:
        impatient = subprocess.run(
            [script],
            env=environment | {"ASINMART_MIGRATE_PATIENCE": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert impatient.returncode == 1
        assert re.fullmatch(
            r"error: the upgrade gets no lock because of session \d+ "
            r"\(\w+, pg_dump\) in a transaction since .*; nothing has changed: .*\n",
            impatient.stderr,
        ), impatient.stderr

        with subprocess.Popen(
            [script], env=environment, stderr=subprocess.PIPE, text=True
        ) as upgrade:
            try:
                assert upgrade.stderr is not None
                for _ in range(2):
                    line = upgrade.stderr.readline()
                    assert re.fullmatch(r"the upgrade waits for .*pg_dump.*\n", line)
                assert dump.poll() is None
                # lock_timeout is 0.9 s; the rest is a busy machine.
                assert max(seconds) < 5
                dump.communicate()
                assert dump.returncode == 0
                assert upgrade.wait(LIMIT) == 0
            finally:
                upgrade.kill()
    with psycopg.connect(clone.owner) as owner:
        owner.execute("select p.probe from core.products as p")
    assert rows(clone.owner, POLICIES) == policies


def test_an_upgrade_without_a_password_names_it(empty_database: Database) -> None:
    environment = migration_environment(empty_database)
    del environment["ASINMART_WORKER_PASSWORD"]
    done = subprocess.run(
        [ROOT / "deploy" / "migrate"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == (
        "error: set ASINMART_WORKER_PASSWORD to the password of the role\n"
    )
