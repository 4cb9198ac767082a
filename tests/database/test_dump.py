"""A dump restores into a database that answers, refreshes and keeps working."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.support.crash_server import CrashServer, programs_of
from tests.support.databases import ROOT, Database, prepare_clone, wait_until
from tests.support.operations import blocks, run_sh, run_sql
from tests.support.tenancy import A, B, connect, make_login, role_of, two_tenants

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


PAGE = "backup.md"
DETACHED = "partitions.product_days_2021_02"
# Schemas that the page leaves out: the server's own, remade on the other one.
OWN = "^(pg_|information_schema|cron|accounts)"
RELATIONS = f"""
    select c.oid::regclass::text, c.relkind::text
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm', 'S') and n.nspname !~ '{OWN}'
    order by 1
"""
ROWS = """
    select count(*), md5(string_agg(t::text, e'\\n' order by t::text))
    from {} as t
"""
SCHEDULES = "select j.jobname, j.schedule, j.active from cron.job as j order by 1"
CRITICAL = "select d.* from ops.doctor() as d where d.status = 'critical'"
LATEST = "select l.* from mart.product_latest as l order by l.asin, l.marketplace"


@pytest.fixture
def other_server(server: Database) -> Iterator[CrashServer]:
    """A server without databases and roles, as on another machine."""
    made = CrashServer(server, programs_of(server))
    try:
        made.start()
        made.move_cron("asinmart")
        yield made
    finally:
        made.remove()


def contents(url: str) -> dict[str, tuple[Any, ...] | None]:
    """Every row of every table, as number and digest, and where sequences are."""
    found = {}
    with psycopg.connect(url) as connection:
        for relation, kind in connection.execute(RELATIONS.encode()).fetchall():
            query = "select s.last_value, s.is_called from {} as s"
            query = (query if kind == "S" else ROWS).format(relation)
            found[relation] = connection.execute(query.encode()).fetchone()
    return found


def schema(database: Database) -> list[str]:
    """First lines of what makes objects, policies and grants, as pg_dump writes it.

    Not the rest: a view's text has other blanks and aliases after a restore.
    """
    done = subprocess.run(
        [
            *("pg_dump", "--schema-only", "-N", "cron", "-N", "extensions"),
            f"--dbname={database.superuser}",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()
    verbs = ("ALTER ", "COMMENT ", "CREATE ", "GRANT ", "REVOKE ")
    return sorted(line for line in lines if line.startswith(verbs))


def fill(old: Database) -> None:
    """Change what a DBA may: schedules, a pause, a rule, a partition on its way out."""
    with connect(old.admin) as admin:
        admin.execute("select ops.pause_job('fetch-products')")
        admin.execute("select ops.reschedule_job('rotate-history', '5 5 * * *')")
        admin.execute("select set_config('app.tenant_id', %s, false)", [A])
        admin.execute(
            "update core.alert_rules set threshold_pct = 20 where name = 'Price'"
        )
        admin.execute("select ops.claim_instance('old')")
    with connect(old.owner) as owner:
        parent = "mart.product_days"
        owner.execute("select ops.ensure_partition(%s, '2021-02-01')", [parent])
        owner.execute(
            "select ops.note_retention_step(%s, %s, 'retention', null, now())",
            [parent, DETACHED],
        )
        owner.execute(f"alter table {parent} detach partition {DETACHED}".encode())
        owner.execute("select ops.reconcile_detached(now())")
        load(owner, "late", "2025-03-12", 1)
        # The copy computes materialized views anew.
        owner.execute("select ops.refresh_benchmarks()")


def make_checkout(folder: Path) -> None:
    for name in ("deploy", "db"):
        (folder / name).symlink_to(ROOT / name)


def test_a_database_moves_to_another_machine_by_the_commands_of_the_page(
    cron_database: Database, other_server: CrashServer, tmp_path: Path, server: Database
) -> None:
    old, new = cron_database, other_server.maintenance.named("asinmart")
    make_checkout(tmp_path)
    environment = {
        "PATH": os.environ["PATH"],
        "OLD_URL": old.owner,
        "NEW_URL": new.owner,
        "NEW_ADMIN_URL": new.superuser,
        "OLD_SERVER_URL": server.superuser,
        "NEW_SERVER_URL": other_server.maintenance.superuser,
    } | {
        f"ASINMART_{role.upper()}_PASSWORD": str(urlsplit(url).password)
        for role, url in vars(new).items()
    }
    with connect(old.superuser) as superuser:
        # What is compared must hold still.
        superuser.execute("select cron.unschedule(j.jobid) from cron.job as j")
        busy = "select 1 from ops.job_runs as r where r.status = 'running'"
        wait_until(lambda: not superuser.execute(busy.encode()).fetchone())

    with two_tenants(old) as world:
        fill(old)
        before, wanted_schema = contents(old.superuser), schema(old)
        assert sum(row[0] > 0 for row in before.values() if row) > 50
        for block in blocks(PAGE):
            if block.language == "sh":
                run_sh(block, environment, tmp_path)
            else:
                run_sql(block, new, tmp_path)
            if "pg_restore --exit-on-error" in block.text:
                assert contents(new.superuser) == before
                assert schema(new) == wanted_schema
                assert fault(new) is not None, "a copy sends nothing"
        assert fault(new) is None

        goes_on(new)
        for tenant, login in world.logins.items():
            moved = login.replace(place_of(old), place_of(new))
            with connect(login) as there, connect(moved) as here:
                assert (
                    here.execute(LATEST).fetchall() == there.execute(LATEST).fetchall()
                )
                assert here.execute(LATEST).fetchone(), tenant
            with connect(new.admin) as admin:
                admin.execute("select app.drop_tenant_role(%s)", [role_of(login)])


def place_of(database: Database) -> str:
    """Host, port and database of an address."""
    return database.owner.rpartition("@")[2]


def fault(database: Database) -> str | None:
    with connect(database.owner) as owner:
        instance = "the ASINMART_INSTANCE_ID of the workers"
        [(found,)] = owner.execute("select ops.instance_fault(%s)", [instance])
    return str(found) if found else None


def goes_on(new: Database) -> None:
    """Jobs run, runs are promoted, and every role is where it was."""
    with connect(new.owner) as owner, connect(new.loader) as loader:
        jobs = {name: rest for name, *rest in owner.execute(SCHEDULES)}
        assert "fetch-products" not in jobs, "it was paused"
        assert jobs["rotate-history"] == ["5 5 * * *", True]
        assert len(jobs) == len(list((ROOT / "db" / "jobs").glob("*.sql"))) - 1

        with loader.transaction():
            loader.execute("select ops.start_run('moved', 'test')")
            loader.execute(STORE, {"job": "moved", "day": "2025-03-13", "times": 7})
            loader.execute("select ops.land_run('moved', 9, 0)")
        status = "select r.status from core.ingest_runs as r where r.job_id = 'moved'"
        # pg_cron looks once a minute.
        wait_until(lambda: owner.execute(status).fetchone() == ("SUCCESS",), 150)
        wait_until(lambda: not owner.execute(CRITICAL).fetchall(), 150)
        assert owner.execute(AUDIT).fetchone() == (0,)
        privileges = (
            "select d.status from ops.doctor() as d where check_name = 'privileges'"
        )
        assert owner.execute(privileges).fetchone() == ("ok",)
    with connect(new.admin) as admin:
        admin.execute("update ops.partition_policies set is_active = false")
        admin.execute("select ops.reattach_partition(%s)", [DETACHED])
    with connect(new.api) as api:
        api.execute("select set_config('app.tenant_id', %s, false)", [B])
        seen = "select distinct a.tenant_id::text from core.alerts as a"
        assert api.execute(seen).fetchall() == [(B,)]
    make_login(new, A)
