"""Migrations and the files applied after them can be run again at any time."""

import psycopg

from tests.support.databases import (
    ROOT,
    Database,
    apply_folder,
    manifest_folders,
    migrate,
)

# What migrations and function files write; a row written again gets another xmin.
FINGERPRINT = """
    select 'function', p.oid::regprocedure::text, p.xmin::text from pg_proc as p
    where p.pronamespace::regnamespace::text !~ '^(pg_|information_schema|accounts)'
    union all
    select 'relation', c.oid::regclass::text, c.relfilenode::text from pg_class as c
    where c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
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
    assert {kind for kind, *_ in first} == {"function", "relation", "migration"}


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
