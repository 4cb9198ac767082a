"""Steps of the pages of docs/connect, run as an analyst would."""

import csv
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from psycopg import errors, sql

from tests.support.listings import Mart
from tests.support.tenancy import World, connect
from tests.support.tools import (
    PAGES,
    TOOLS,
    address,
    run,
    run_python,
    run_shell,
    steps,
)

LISTINGS = Path(__file__).parent / "listings"
DBT = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}


def write_files(page: str, folder: Path, *languages: str) -> None:
    """Write the blocks of a page that name their file in the first line."""
    for language in languages:
        for block in steps(page, language):
            named = re.match(r"(?:#|--) (\S+\.\w+)\n", block)
            if named:
                path = folder / named[1]
                path.parent.mkdir(exist_ok=True)
                path.write_text(block)


def test_the_index_has_every_page() -> None:
    index = (PAGES / "README.md").read_text()
    linked = set(re.findall(r"^\| \[[^]]+\]\((\S+\.md)\)", index, re.M))
    assert linked == {path.name for path in PAGES.glob("*.md")} - {"README.md"}


def test_links_of_the_pages_lead_somewhere() -> None:
    for page in PAGES.glob("*.md"):
        for link in re.findall(r"\]\(([^)#]+)", page.read_text()):
            assert (PAGES / link).resolve().exists(), f"{page.name}: {link}"


def test_the_index_names_relations_that_exist(mart: Mart) -> None:
    text = (PAGES / "README.md").read_text()
    [table] = re.findall(r"^## Where to begin\n\n(.*?)\n\n", text, re.M | re.S)
    named = set(re.findall(r"`(\w+)`", table))
    assert len(named) > 5
    assert named <= mart.readable | mart.hidden


def test_psql(reader: str, mart: Mart, tmp_path: Path) -> None:
    listed, described, found, written = (
        run_shell(step, url=reader, folder=tmp_path) for step in steps("psql", "sh")
    )
    for name in mart.readable:
        assert mart.comments[name] in listed
    assert mart.column_comments["product_daily", "price"] in described
    assert '"product_latest_pkey" PRIMARY KEY, btree (asin, marketplace)' in described
    assert "buybox_price" in found
    assert written == ""
    with (tmp_path / "product_summary.csv").open() as file:
        asins = {row["asin"] for row in csv.DictReader(file)}
    assert asins >= {"B0AAAA0001", "B0SHARED01"}
    [query] = steps("psql", "sql")
    rows = run(
        "psql", "-XAt", "-v", "ON_ERROR_STOP=1", url=reader, folder=tmp_path, text=query
    )
    assert [row.split("|")[0] for row in rows.splitlines()] == [
        "2025-03-11",
        "2025-03-10",
        "2025-03-09",
    ]


def test_sqlalchemy(reader: str, tmp_path: Path) -> None:
    script = "".join(steps("sqlalchemy", "python"))
    printed = run_python(script, url=reader, folder=tmp_path)
    assert "price NUMERIC(12, 2) Price shown;" in printed
    assert "['asin', 'marketplace']" in printed
    assert "2025-03-11" in printed.splitlines()[-1]


def test_sqlalchemy_reflects_schema_mart(
    reader: str, mart: Mart, tmp_path: Path
) -> None:
    script = LISTINGS / "reflection.py"
    found = json.loads(run(TOOLS / "python", script, url=reader, folder=tmp_path))
    names = found["tables"] + found["views"]
    assert sorted(names) == sorted(mart.readable | mart.hidden)
    assert set(found["tables"]) == mart.tables
    assert found["comments"] == mart.comments
    assert found["keys"] == mart.keys
    assert {(row[0], row[1]): row[3] for row in found["columns"]} == (
        mart.column_comments
    )
    assert not [row for row in found["columns"] if row[2] == "NULL"], "unknown types"


def test_pandas(reader: str, tmp_path: Path) -> None:
    [script] = steps("pandas", "python")
    printed = run_python(
        script + "print(daily.dtypes.astype(str).to_dict())",
        url=reader,
        folder=tmp_path,
    )
    table, kinds = printed.strip().rsplit("\n", 1)
    assert "B0AAAA0001" in table and "2025-03-11" in table
    assert "'price': 'float64'" in kinds
    assert "'date': 'datetime64" in kinds


def test_polars(reader: str, tmp_path: Path) -> None:
    [script] = steps("polars", "python")
    printed = run_python(script + "print(daily.schema)", url=reader, folder=tmp_path)
    assert "B0AAAA0001" in printed
    assert "Date" in printed.splitlines()[-1]
    assert "Decimal" in printed.splitlines()[-1]


DUCKDB = """
import sys
import duckdb
from duckdb_extensions import import_extension

connection = duckdb.connect()
# What the page says for machines without a way to DuckDB's server; `install` then
# finds the extension in its place.
import_extension("postgres_scanner", con=connection)
for step in {steps!r}:
    for statement in duckdb.extract_statements(step):
        result = connection.execute(statement)
        print(result.fetchall())
print(connection.execute("select count(*) from product_daily").fetchall())
print(connection.execute("from 'product_summary.parquet'").fetchall()[0][0])
print(sorted(row[2] for row in connection.execute("show all tables").fetchall()))
print(connection.execute(
    "select distinct schema from (show all tables) where database = 'asinmart'"
).fetchall())
"""


def test_duckdb(reader: str, mart: Mart, tmp_path: Path) -> None:
    script = DUCKDB.format(steps=steps("duckdb", "sql"))
    printed = run_python(script, url=reader, folder=tmp_path).splitlines()
    with connect(reader) as connection:
        row = connection.execute("select count(*) from product_daily").fetchone()
    assert f"[{row}]" in printed
    *_, listed, schemas = printed
    assert all(f"'{name}'" in listed for name in mart.readable)
    assert schemas == "[('mart',)]"


def catalog_of(folder: Path) -> dict[str, Any]:
    catalog = json.loads((folder / "target" / "catalog.json").read_text())
    assert catalog["errors"] is None
    return {
        source["metadata"]["name"]: source for source in catalog["sources"].values()
    }


def test_dbt_documents_every_table_and_column(
    reader: str, mart: Mart, tmp_path: Path
) -> None:
    write_files("dbt", tmp_path, "yaml")
    generate, _ = steps("dbt", "sh")
    run("bash", "-euc", generate, url=reader, folder=tmp_path, **DBT)
    sources = catalog_of(tmp_path)
    assert sources.keys() == mart.readable
    for name, source in sources.items():
        assert source["metadata"]["comment"] == mart.comments[name]
        for column, found in source["columns"].items():
            assert found["comment"] == mart.column_comments[name, column]
            assert found["type"] == mart.types[name, column]
    found = {(name, c) for name, source in sources.items() for c in source["columns"]}
    assert found == mart.columns


@contextmanager
def login_of_page(world: World, grants: str, login: str) -> Iterator[str]:
    """Make the login of a page under a name of its own: roles belong to the server."""
    name = f"{login}_{world.database.name}"
    assert f"create role {login} login password 'secret'" in grants
    url = world.database.mart
    known = address(url)
    with connect(world.database.superuser) as superuser:
        superuser.execute(re.sub(rf"\b{login}\b", name, grants).encode())
        try:
            yield url.replace(
                f"{known['PGUSER']}:{known['PGPASSWORD']}@", f"{name}:secret@"
            )
        finally:
            superuser.execute(
                sql.SQL("drop owned by {0} cascade; drop role {0}").format(
                    sql.Identifier(name)
                )
            )


def count_of(url: str, relation: str) -> object:
    with connect(url) as connection:
        row = connection.execute(f"select count(*) from {relation}".encode()).fetchone()
    assert row
    return row[0]


def test_dbt_builds_models_in_a_schema_of_its_own(world: World, tmp_path: Path) -> None:
    write_files("dbt", tmp_path, "yaml", "sql")
    generate, build = steps("dbt", "sh")
    [grants, _] = steps("dbt", "sql")
    with login_of_page(world, grants, "analyst") as url:
        listed = generate.replace("dbt docs generate\n", "")
        run("bash", "-euc", listed + build, url=url, folder=tmp_path, **DBT)
        moved = "mart.product_daily where abs(price_change_pct) >= 5"
        assert count_of(url, "analytics.price_moves") == count_of(url, moved)
        assert count_of(url, "mart.alerts") == count_of(
            world.database.mart, "mart.alerts"
        )


def test_the_login_of_metabase_reads_what_mart_reader_does(world: World) -> None:
    [grants] = steps("metabase", "sql")
    with login_of_page(world, grants, "metabase") as url:
        for relation in ("product_summary", "alerts"):
            count = count_of(world.database.mart, relation)
            assert count_of(url, relation) == count != 0
        with connect(url) as connection, pytest.raises(errors.ReadOnlySqlTransaction):
            connection.execute("create table x ()")


SUPERSET = """
import sys
import psycopg2

with psycopg2.connect(sys.argv[1]) as connection, connection.cursor() as cursor:
    cursor.execute("select asin, date from product_daily order by date desc limit 1")
    print(cursor.fetchone())
"""


def test_the_driver_of_superset_takes_the_address_of_its_page(
    reader: str, tmp_path: Path
) -> None:
    [text] = steps("superset", "")
    found = address(reader)
    uri = (
        text.strip()
        .replace("mart_reader:PASSWORD", f"{found['PGUSER']}:{found['PGPASSWORD']}")
        .replace("HOST:PORT", f"{found['PGHOST']}:{found['PGPORT']}")
        .replace("/asinmart", f"/{found['PGDATABASE']}")
    )
    printed = run(sys.executable, "-c", SUPERSET, uri, url=reader, folder=tmp_path)
    assert "datetime.date(2025, 3, 11)" in printed


# What Grafana puts in the place of its macros.
MACROS = {
    r"\$__timeFilter\((\w+)\)": (
        r"\1 BETWEEN '2025-03-09T00:00:00Z' AND '2025-03-11T00:00:00Z'"
    ),
    r"\$__timeGroupAlias\((\w+), '7d'\)": (
        r'floor(extract(epoch from \1)/604800)*604800 AS "time"'
    ),
}


def test_grafana(reader: str) -> None:
    queries = steps("grafana", "sql")
    assert len(queries) == 2
    for query in queries:
        for macro, text in MACROS.items():
            query = re.sub(macro, text, query)
        assert "$" not in query
        with connect(reader) as connection:
            cursor = connection.execute(query.encode())
            assert cursor.description
            assert [column.name for column in cursor.description][:2] == [
                "time",
                "metric",
            ]
            assert any(row[2] is not None for row in cursor.fetchall())
