"""A dump restores into a database that answers, refreshes and keeps working."""

import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.support.databases import Database, prepare_clone

BENCHMARKS = "select b.* from mart.category_benchmarks as b order by 1, 2"
AUDIT = "select sum(a.missing_count + a.unexpected_count) from ops.audit() as a"
STORE = """
    insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    select %(job)s::text, n, 'test', jsonb_build_object(
        'asin', 'B0RESTOR' || lpad(n::text, 2, '0'), 'observed_date', %(day)s::text,
        'price', n * %(times)s::integer, 'bsr', n, 'bsr_category', 'Mugs'
    ), ''
    from generate_series(1, 9) as n
"""


def load(owner: psycopg.Connection[Any], job_id: str, day: str, times: int) -> None:
    with owner.transaction():
        owner.execute("select ops.start_run(%s, 'test')", [job_id])
        owner.execute(STORE, {"job": job_id, "day": day, "times": times})
        owner.execute("select ops.land_run(%s, 9, 0)", [job_id])
    owner.execute("select ops.promote_run(%s)", [job_id])


def tool(name: str, database: Database, *arguments: str | Path) -> None:
    superuser = urlsplit(database.superuser)
    done = subprocess.run(
        [name, "--dbname", database.name, *arguments],
        env=os.environ
        | {
            "PGHOST": str(superuser.hostname),
            "PGPORT": str(superuser.port),
            "PGUSER": str(superuser.username),
            "PGPASSWORD": str(superuser.password),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_restored_database_has_the_same_marts_and_goes_on_refreshing_them(
    clone: Database, empty_database: Database, tmp_path: Path
) -> None:
    with psycopg.connect(clone.owner, autocommit=True) as owner:
        load(owner, "one", "2025-03-10", 1)
        owner.execute("select ops.refresh_benchmarks()")
        wanted = owner.execute(BENCHMARKS).fetchall()
    assert len(wanted) == 1
    dump = tmp_path / "asinmart.dump"
    tool("pg_dump", clone, "--format=custom", f"--file={dump}")
    with psycopg.connect(clone.superuser, autocommit=True) as superuser:
        superuser.execute(
            sql.SQL("create database {} owner asinmart_owner").format(
                sql.Identifier(empty_database.name)
            )
        )
    tool("pg_restore", empty_database, "--exit-on-error", str(dump))
    prepare_clone(empty_database)

    with psycopg.connect(empty_database.owner, autocommit=True) as owner:
        assert owner.execute(BENCHMARKS).fetchall() == wanted
        assert owner.execute(AUDIT).fetchone() == (0,)
        row = owner.execute("select row_count from ops.refresh_benchmarks()").fetchone()
        assert row == (0,), "nothing changed since the last refresh"
        load(owner, "two", "2025-03-11", 10)
        row = owner.execute("select row_count from ops.refresh_benchmarks()").fetchone()
        assert row == (1,)
        after = "select b.price_median from mart.category_benchmarks as b"
        assert owner.execute(after).fetchone() == (50,)
        assert owner.execute(AUDIT).fetchone() == (0,)
