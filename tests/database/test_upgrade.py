"""A loaded database of an earlier version is upgraded: what it published stays.

tests/samples/upgrade has dumps of such databases: tables, functions, views and rows as
that version made them (see its README.md). An upgraded database has the same objects as
a new one.
"""

import lzma
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.support.databases import ROOT, Database, migrate

SAMPLES = ROOT / "tests" / "samples" / "upgrade"
# One depends on the day it is asked, one describes the version.
NOT_COMPARED = {
    *("mart.data_freshness", "mart.data_dictionary"),
    # Since V0020 each tenant has scores of its own.
    *("mart.competitor_scores_daily", "core.competitor_scores_daily"),
}
COLUMNS = """
    select c.oid::regclass::text, array_agg(a.attname::text order by a.attnum)
    from pg_class as c
    inner join pg_attribute as a
        on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'v', 'm')
        and c.relnamespace in ('mart'::regnamespace, 'core'::regnamespace)
    group by c.oid
"""
# The database writes the sentence of a rule, each version in its own words.
REWRITTEN = {"core.alert_rules": {"sentence", "updated_at"}}
# What V0011 gave another name.
RENAMED = {("core.alert_rules", "move_key"): "change_key"}
READ_MEANWHILE = (
    *("mart.product_latest", "mart.product_summary", "mart.category_benchmarks"),
)
AUDIT = "select sum(a.missing_count + a.unexpected_count) from ops.audit() as a"
Columns = dict[str, list[str]]
Rows = dict[str, list[tuple[Any, ...]]]


def restore(dump: Path, database: Database) -> None:
    with psycopg.connect(
        database.superuser.replace(database.name, "postgres"), autocommit=True
    ) as superuser:
        superuser.execute(
            sql.SQL("create database {} owner asinmart_owner").format(
                sql.Identifier(database.name)
            )
        )
    with psycopg.connect(database.superuser, autocommit=True) as superuser:
        # The owner of the database inherited this then.
        superuser.execute("grant usage, create on schema public to asinmart_owner")
    # Some objects belong to roles that may create none until the end of the dump.
    done = subprocess.run(
        ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", database.superuser],
        input=lzma.decompress(dump.read_bytes()),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def columns(url: str) -> Columns:
    with psycopg.connect(url) as connection:
        found: Columns = dict(connection.execute(COLUMNS.encode()).fetchall())
    return {
        relation: [name for name in names if name not in REWRITTEN.get(relation, ())]
        for relation, names in found.items()
        if relation not in NOT_COMPARED
    }


def rows(url: str, of: Columns) -> Rows:
    """The rows of each relation, these of its columns as text, in some fixed order."""
    found: Rows = {}
    with psycopg.connect(url) as connection:
        for relation, names in of.items():
            identifiers = [sql.Identifier(name) for name in names]
            query = sql.SQL("select {} from {} as t").format(
                sql.SQL(", ").join(sql.SQL("{}::text").format(n) for n in identifiers),
                sql.SQL(relation),
            )
            found[relation] = sorted(connection.execute(query).fetchall(), key=repr)
    return found


def definitions(url: str) -> dict[str, list[str]]:
    """The lines that define each object, by name, type and schema; no partitions."""
    dump = subprocess.run(
        [
            *("pg_dump", "--schema-only", "--no-comments"),
            "--exclude-schema=cron|accounts|extensions|partitions|pg_catalog",
            url,
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    parts = re.split(r"^-- (Name: .+)$", dump, flags=re.MULTILINE)
    found: dict[str, list[str]] = {}
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        if "Type: EXTENSION" in name:
            continue
        # A constraint that was dumped and restored has fewer parentheses.
        text = body.replace("(", "").replace(")", "")
        lines = [
            line
            for line in text.splitlines()
            if line.strip() not in ("", "--") and not line.startswith("\\")
        ]
        # Grants stand in the order in which they were given.
        found[name] = sorted(lines) if "Type: ACL" in name else lines
    return found


@contextmanager
def readers(url: str, relations: tuple[str, ...]) -> Iterator[list[int]]:
    """Read each relation again and again meanwhile; yields the number of reads by each.

    A reader may wait for the migration's locks, but gets no error.
    """
    counts = [0] * len(relations)
    errors: list[BaseException] = []
    stopped = threading.Event()

    def read(reader: int) -> None:
        query = f"select count(t.*) from {relations[reader]} as t".encode()
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                while not stopped.wait(0.01):
                    connection.execute(query)
                    counts[reader] += 1
        except psycopg.Error as error:
            errors.append(error)

    threads = [
        threading.Thread(target=read, args=[reader]) for reader in range(len(relations))
    ]
    for thread in threads:
        thread.start()
    try:
        yield counts
    finally:
        stopped.set()
        for thread in threads:
            thread.join()
    assert errors == []


def promote(owner: psycopg.Connection[Any], job_id: str, day: date) -> None:
    """Load one product of one day, as any version does."""
    with owner.transaction():
        owner.execute("select ops.start_run(%s, 'test')", [job_id])
        owner.execute(
            "insert into staging_raw.raw_events "
            "(job_id, item_no, source, payload, content_hash) "
            "select %s, 1, 'test', jsonb_build_object('asin', min(p.asin), "
            "'observed_date', %s::date, 'price', 1), '' from core.products as p",
            [job_id, day],
        )
        owner.execute("select ops.land_run(%s, 1, 0)", [job_id])
    status = owner.execute("select (ops.promote_run(%s)).status", [job_id]).fetchone()
    assert status == ("SUCCESS",)


@pytest.mark.parametrize(
    "dump", sorted(SAMPLES.glob("*.sql.xz")), ids=lambda path: path.name.split(".")[0]
)
def test_an_upgrade_keeps_every_row_and_goes_on(
    dump: Path, empty_database: Database, shared_clone: Database
) -> None:
    restore(dump, empty_database)
    owner_url = empty_database.owner
    old = columns(owner_url)
    before = rows(owner_url, old)
    published = {name for name, found in before.items() if found}
    assert {n for n in published if n.startswith("mart.")} >= {
        *("mart.product_latest", "mart.product_metrics_delta_daily"),
        *("mart.product_metrics_rollup", "mart.competitor_comparison_daily"),
        *("mart.product_summary", "mart.category_benchmarks"),
    }
    assert "core.alerts" in published

    with readers(empty_database.mart, READ_MEANWHILE) as reads:
        migrate(empty_database)
    assert min(reads) > 1
    upgraded = definitions(owner_url)
    # Of a copy: copying the template ends every session in it.
    fresh = definitions(shared_clone.owner)
    # What an older version made and no file makes any more, a migration drops.
    assert upgraded.keys() - fresh.keys() == set()
    assert fresh.keys() - upgraded.keys() == set()
    for name, definition in fresh.items():
        assert upgraded[name] == definition, name

    new = {
        relation: [RENAMED.get((relation, name), name) for name in names]
        for relation, names in old.items()
    }
    after = rows(owner_url, new)
    for relation in old:
        assert after[relation] == before[relation], relation

    with psycopg.connect(owner_url, autocommit=True) as owner:
        assert owner.execute(AUDIT).fetchone() == (0,)
        promote(owner, "after", date(2025, 4, 1))
        assert owner.execute(AUDIT).fetchone() == (0,)


# Before V0036 the marts of a product day were these two tables.
SAMPLE = SAMPLES / "V0010.sql.xz"
DELTAS, ROLLUPS = "mart.product_metrics_delta_daily", "mart.product_metrics_rollup"
FOREIGN_VIEWS = """
    create schema bi;
    create view bi.weeks as
    select r.asin, r.price_avg from mart.product_metrics_rollup as r;
    create materialized view bi.summary as
    select s.asin from mart.product_summary as s
"""
REFUSAL = (
    "these views read mart.product_metrics_delta_daily or mart.product_metrics_rollup: "
    "bi.summary, bi.weeks"
)
# What is kept for a year goes, March and April 2025; of 14 months only March.
NOW = "2026-06-01"
SET_POLICY = """
    update ops.partition_policies set retain = %s, drop_after = %s, is_active = true
    where parent = %s
"""
POLICIES = """
    select p.parent, p.retain::text, p.drop_after::text, p.horizon
    from ops.partition_policies as p
    where p.parent ~ '^mart.product_(days|metrics)'
"""
GONE = """
    select l.parent, l.partition_name, l.dropped_at is not null
    from ops.retention_log as l
    where l.detached_at is not null
    order by l.parent, l.partition_name
"""
LEFT = """
    select c.relname
    from pg_class as c
    where c.relnamespace = 'partitions'::regnamespace and c.relkind = 'r'
        and c.relname ~ '^product_metrics_(delta_daily|rollup)'
"""


def test_an_upgrade_is_refused_while_somebody_elses_view_reads_an_old_mart(
    empty_database: Database,
) -> None:
    restore(SAMPLE, empty_database)
    with psycopg.connect(empty_database.superuser, autocommit=True) as superuser:
        superuser.execute(FOREIGN_VIEWS)
        before = superuser.execute("select * from bi.weeks").fetchall()
        with pytest.raises(pytest.fail.Exception) as refused:
            migrate(empty_database)
        assert REFUSAL in str(refused.value)
        assert "pg_get_viewdef" in str(refused.value), "the hint says what to do"
        # Nothing has changed.
        assert superuser.execute("select * from bi.weeks").fetchall() == before
        kinds = "select c.relkind from pg_class as c where c.oid = %s::regclass"
        assert superuser.execute(kinds, [ROLLUPS]).fetchone() == ("p",)

        superuser.execute("drop schema bi cascade")
        migrate(empty_database)
        assert superuser.execute(kinds, [ROLLUPS]).fetchone() == ("v",)
        superuser.execute(FOREIGN_VIEWS)
        after = superuser.execute("select * from bi.weeks").fetchall()
        assert sorted(after, key=repr) == sorted(before, key=repr)


@pytest.mark.parametrize(
    ("deltas", "rollups", "retain", "horizon", "gone"),
    [
        ("2 years", None, None, None, {}),
        ("1 year", "2 years", "2 years", None, {DELTAS: (3, 4)}),
        ("1 year", None, None, None, {DELTAS: (3, 4)}),
        ("1 year", "14 mons", "1 year 2 mons", date(2025, 4, 1),
         {DELTAS: (3, 4), ROLLUPS: (3,)}),
    ],
    ids=["nothing went", "one is kept", "one is kept for ever", "both went"],
)  # fmt: skip
def test_an_upgrade_makes_one_policy_of_those_of_both_marts(
    deltas: str | None,
    rollups: str | None,
    retain: str | None,
    horizon: date | None,
    gone: dict[str, tuple[int, ...]],
    empty_database: Database,
) -> None:
    restore(SAMPLE, empty_database)
    with psycopg.connect(empty_database.owner, autocommit=True) as owner:
        promote(owner, "april", date(2025, 4, 2))
        policies = {DELTAS: (deltas, "30 days"), ROLLUPS: (rollups, "40 days")}
        for table, (kept, drop_after) in policies.items():
            owner.execute(SET_POLICY, [kept, drop_after, table])
        has_more = True
        while has_more:
            has_more = owner.execute(
                "select s.has_more from ops.apply_retention(%s) as s", [NOW]
            ).fetchone() == (True,)
        wanted = [
            (table, f"partitions.{table.split('.')[1]}_2025_{month:02}")
            for table, months in gone.items()
            for month in months
        ]
        assert owner.execute(GONE).fetchall() == [(*one, False) for one in wanted]

    migrate(empty_database)
    with psycopg.connect(empty_database.owner, autocommit=True) as owner:
        assert owner.execute(POLICIES).fetchall() == [
            ("mart.product_days", retain, "40 days", horizon)
        ]
        assert owner.execute(GONE).fetchall() == [(*one, True) for one in wanted]
        assert owner.execute(LEFT).fetchall() == []
        days = owner.execute("select count(*) from mart.product_days").fetchone()
        # Four products of twelve days in March, and one day of one product in April.
        assert days == (1 if horizon else 4 * 12 + 1,)
        assert owner.execute(AUDIT).fetchone() == (0,)
