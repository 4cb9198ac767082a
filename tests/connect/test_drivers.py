"""The drivers of JDBC and ODBC, with the addresses of their pages."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.support.listings import Mart
from tests.support.tenancy import World
from tests.support.tools import PAGES, TOOLS, address, run, steps

LISTINGS = Path(__file__).parent / "listings"
# What psqlODBC and the JDBC driver call a type that SQL calls otherwise.
SHORT = {
    "boolean": "bool",
    "smallint": "int2",
    "integer": "int4",
    "bigint": "int8",
    "double precision": "float8",
    "timestamp with time zone": "timestamptz",
    "text[]": "_text",
}


def listing(name: str, text: str, *, url: str, folder: Path) -> Any:
    script = LISTINGS / f"{name}.py"
    return json.loads(run(TOOLS / "python", script, text, url=url, folder=folder))


def jdbc_address(url: str) -> str:
    [block] = steps("jdbc", "")
    found = address(url)
    return (
        block.strip()
        .replace("HOST:PORT", f"{found['PGHOST']}:{found['PGPORT']}")
        .replace("/asinmart?", f"/{found['PGDATABASE']}?")
    )


def odbc_address(url: str) -> str:
    [block] = steps("odbc", "")
    found = address(url)
    text = block.strip()
    for name, value in (
        ("Server=HOST", f"Server={found['PGHOST']}"),
        ("Port=PORT", f"Port={found['PGPORT']}"),
        ("Database=asinmart", f"Database={found['PGDATABASE']}"),
        ("Uid=mart_reader", f"Uid={found['PGUSER']}"),
        ("Pwd=PASSWORD", f"Pwd={found['PGPASSWORD']}"),
    ):
        assert name in text
        text = text.replace(name, value)
    return text


def check_keys(found: dict[str, list[str]], mart: Mart) -> None:
    """Older drivers add what the index of a key includes, as their pages say."""
    assert found.keys() == mart.tables
    for name, columns in found.items():
        key = mart.keys[name]
        assert columns[: len(key)] == key
        assert len(columns) == len(key) or name == "competitor_comparison_daily"


def test_jdbc_lists_what_can_be_read(reader: str, mart: Mart, tmp_path: Path) -> None:
    found = listing("jdbc", jdbc_address(reader), url=reader, folder=tmp_path)
    assert {"mart"} == {
        schema
        for schema in found["schemas"]
        if not schema.startswith(("pg_", "information_schema", "public"))
    }
    assert Counter((schema, name) for schema, name, _, _ in found["tables"]) == Counter(
        ("mart", name) for name in mart.readable
    )
    kinds = {name: kind for _, name, kind, _ in found["tables"]}
    page = (PAGES / "jdbc.md").read_text()
    assert all(f"`{name}`" in page for name in mart.partitioned)
    assert {name for name, kind in kinds.items() if kind == "TABLE"} == (
        mart.tables - mart.partitioned
    )
    assert {name for name, kind in kinds.items() if kind == "PARTITIONED TABLE"} == (
        mart.partitioned
    )
    assert {name: remarks for _, name, _, remarks in found["tables"]} == {
        name: mart.comments[name] for name in mart.readable
    }
    columns = {(row[0], row[1]): row for row in found["columns"]}
    assert columns.keys() >= mart.columns
    for key in mart.columns:
        known = mart.base_types[key]
        assert columns[key][2:] == [SHORT.get(known, known), mart.column_comments[key]]
    check_keys(found["keys"], mart)
    assert found["newest"] == [["B0AAAA0001", "11.00", "2025-03-11"]]


def test_jdbc_lists_more_without_the_option_of_the_page(
    world: World, tmp_path: Path
) -> None:
    url = world.database.mart
    text = jdbc_address(url).replace("&hideUnprivilegedObjects=true", "")
    found = listing("jdbc", text, url=url, folder=tmp_path)
    listed = {(schema, name) for schema, name, _, _ in found["tables"]}
    assert listed >= {("core", "products"), ("mart", "visible_products")}


def test_odbc_lists_what_can_be_read(reader: str, mart: Mart, tmp_path: Path) -> None:
    found = listing("odbc", odbc_address(reader), url=reader, folder=tmp_path)
    assert Counter((schema, name) for schema, name, _ in found["tables"]) == Counter(
        ("mart", name) for name in mart.readable
    )
    assert {name for _, name, kind in found["tables"] if kind == "TABLE"} == mart.tables
    columns = {(name, column): kind for name, column, kind in found["columns"]}
    assert columns.keys() >= mart.columns
    for key in mart.columns:
        known = mart.base_types[key]
        assert columns[key] == SHORT.get(known, known), key
    check_keys(found["keys"], mart)
    assert found["newest"] == ["B0AAAA0001", "11.00", "2025-03-11"]
