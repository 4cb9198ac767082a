"""What tools ask the catalog, by the queries that they send: see tests/connect/queries.

Each relation of mart that a login may read is listed once, with columns, types and
comments; partitions are not, and nothing else is, as docs/connect/README.md says.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.support.listings import Mart
from tests.support.tenancy import connect

QUERIES = Path(__file__).parent / "queries"
HIDDEN = {
    "mart_reader": {"visible_pairs", "visible_products"},
    "tenant": {
        "category_benchmarks",
        "data_freshness",
        "materialized_view_refresh_log",
        "runs",
    },
}
LISTED = """
    select t.table_schema, t.table_name
    from information_schema.tables as t
    where t.table_schema not in ('information_schema', 'pg_catalog')
"""
BY_COLUMN = """
    select distinct c.table_schema
    from information_schema.columns as c
    where c.table_schema not in ('information_schema', 'pg_catalog')
"""


@pytest.fixture
def session(reader: str) -> Iterator[psycopg.Connection[Any]]:
    with connect(reader) as connection:
        yield connection


def ask(
    session: psycopg.Connection[Any], query: str, relation: str | None = None
) -> list[tuple[Any, ...]]:
    text = (QUERIES / f"{query}.sql").read_bytes()
    return session.execute(text, {"relation": relation}).fetchall()


def of_mart(mart: Mart) -> Counter[tuple[str, str]]:
    return Counter(("mart", name) for name in mart.readable)


def test_a_reader_is_listed_schema_mart_and_nothing_else(
    session: psycopg.Connection[Any], mart: Mart
) -> None:
    assert Counter(session.execute(LISTED).fetchall()) == of_mart(mart)
    assert session.execute(BY_COLUMN).fetchall() == [("mart",)]


def test_what_is_listed_can_be_read(
    session: psycopg.Connection[Any], mart: Mart
) -> None:
    for name in mart.readable:
        session.execute(f"select * from mart.{name} limit 1".encode())


def test_the_page_names_what_a_reader_cannot_read(
    request: pytest.FixtureRequest, session: psycopg.Connection[Any], mart: Mart
) -> None:
    login = request.node.callspec.params["reader"]
    assert mart.hidden == HIDDEN[login]
    for name in mart.hidden:
        with pytest.raises(errors.InsufficientPrivilege):
            session.execute(f"select * from mart.{name} limit 1".encode())


def test_everything_readable_has_comments(mart: Mart) -> None:
    assert all(mart.comments[name] for name in mart.readable)
    assert all(mart.column_comments[key] for key in mart.columns)


def test_power_bi_lists_what_can_be_read(
    session: psycopg.Connection[Any], mart: Mart
) -> None:
    listed = ask(session, "power_bi_tables")
    assert Counter((row[0], row[1]) for row in listed) == of_mart(mart)
    columns = [
        (name, row[0], row[3])
        for name in mart.readable
        for row in ask(session, "power_bi_columns", name)
    ]
    assert {(name, column) for name, column, _ in columns} == mart.columns
    assert len(columns) == len(mart.columns)
    for name, column, kind in columns:
        known = mart.base_types[name, column]
        assert kind == ("ARRAY" if known.endswith("[]") else known), (name, column)


def test_power_bi_finds_the_keys_of_tables(
    session: psycopg.Connection[Any], mart: Mart
) -> None:
    for name in mart.readable:
        found = [row[1] for row in ask(session, "power_bi_keys", name)]
        assert found == mart.keys.get(name, []), name
        assert ask(session, "power_bi_relationships", name) == []


def test_npgsql_lists_what_can_be_read(
    session: psycopg.Connection[Any], mart: Mart
) -> None:
    tables, views = ask(session, "npgsql_tables"), ask(session, "npgsql_views")
    assert Counter(row[2] for row in tables) == Counter(mart.tables)
    assert Counter(row[2] for row in views) == Counter(mart.readable - mart.tables)
    columns = {(row[2], row[3]): row[6] for row in ask(session, "npgsql_columns")}
    assert columns == {key: mart.base_types[key] for key in mart.columns}


def test_metabase_syncs_what_can_be_read(
    session: psycopg.Connection[Any], mart: Mart
) -> None:
    may = {(schema, name) for schema, name in ask(session, "metabase_privileges")}
    # Metabase without the schema filter of its page.
    synced = [row for row in ask(session, "metabase_tables") if (row[0], row[1]) in may]
    assert Counter((row[0], row[1]) for row in synced) == of_mart(mart)
    assert {row[1]: row[3] for row in synced} == {
        name: mart.comments[name] for name in mart.readable
    }
    fields = ask(session, "metabase_fields")
    assert Counter((row[0], row[1]) for row in fields) == Counter(mart.columns)
    for name, column, kind, _, _, comment in fields:
        assert comment == mart.column_comments[name, column]
        assert kind, (name, column)


def test_metabase_finds_the_keys_of_tables(
    session: psycopg.Connection[Any], mart: Mart
) -> None:
    fields = ask(session, "metabase_fields")
    found = {(row[0], row[1]) for row in fields if row[-2]}
    assert found == {(name, key) for name, keys in mart.keys.items() for key in keys}


def test_dbeaver_shows_schema_mart_with_comments_and_keys(
    session: psycopg.Connection[Any], mart: Mart
) -> None:
    assert [row[1] for row in ask(session, "dbeaver_schemas")] == ["mart"]
    relations = ask(session, "dbeaver_tables")
    # It does not ask for privileges.
    everything = mart.readable | mart.hidden
    assert Counter(row[0] for row in relations) == Counter(everything)
    assert {row[0]: row[2] for row in relations} == mart.comments
    assert not any(parents for *_, parents in relations), "no partitions"
    columns = ask(session, "dbeaver_columns")
    assert {(row[0], row[1]): (row[2], row[4]) for row in columns} == {
        key: (kind, mart.column_comments[key]) for key, kind in mart.types.items()
    }
    keys = [row[0] for row in ask(session, "dbeaver_constraints") if row[2] == "p"]
    assert sorted(keys) == sorted(mart.keys)
    assert set(keys) == mart.tables
