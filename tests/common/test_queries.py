"""All SQL of a package is in its queries.sql, and every query there is used."""

import ast
import re
import sys
from importlib import import_module
from types import ModuleType

import pytest

from api.resources.table import ENDPOINTS
from common.queries import load, parse, wrap
from tests.support.databases import ROOT

PACKAGES = ("api", "loader", "worker", "demo", "bi", "bench")
# Each has a queries.sql.
FOLDERS = ("api", "loader", "worker", "demo", "bi/superset", "bench", "bench/data")
# Programs to compare with: each keeps the SQL that it runs.
CONTESTANTS = ROOT / "bench" / "contestants"
SQL = re.compile(
    r"\s*((select|insert into|update [a-z_.]+ set|delete from|with [a-z_]+ as|set local"
    r"|copy [a-z_.]+|lock table|(create|alter|drop) [a-z]+|grant|revoke|do)\s"
    r"|call [a-z_.]+\()"
)


def texts(package: str) -> list[tuple[str, str]]:
    """Strings of a package's modules except docstrings, with their places."""
    found = []
    for path in sorted((ROOT / package).rglob("*.py")):
        if path.is_relative_to(CONTESTANTS):
            continue
        tree = ast.parse(path.read_text())
        docstrings = {
            id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or id(node) in docstrings:
                continue
            if isinstance(node.value, str):
                found.append((f"{path}:{node.lineno}", node.value))
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_has_no_sql_outside_its_queries(package: str) -> None:
    found = texts(package)
    assert len(found) > 100
    assert [place for place, text in found if SQL.match(text)] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_query_is_used(folder: str) -> None:
    queries = parse((ROOT / folder / "queries.sql").read_text())
    assert queries
    others = [ROOT / other for other in FOLDERS if other.startswith(f"{folder}/")]
    modules = "".join(
        path.read_text()
        for path in (ROOT / folder).rglob("*.py")
        if not any(map(path.is_relative_to, others))
    )
    used = set(re.findall(r"\bqueries\.([A-Z_]+)\b", modules))
    if folder == "api":
        # An endpoint finds its query by the name of its operation.
        of_endpoints = {endpoint.query for endpoint in ENDPOINTS}
        used |= {name for name, text in queries.items() if text in of_endpoints}
    assert used == queries.keys()


def test_a_query_is_read_without_its_comment() -> None:
    text = "-- Of a file.\n\n-- name: one_thing\n-- Why.\n-- More.\nselect 1;\n"
    text += "\n-- name: two\nselect 2;\nselect 3;\n"
    assert parse(text) == {"ONE_THING": "select 1", "TWO": "select 2;\nselect 3"}


@pytest.mark.parametrize(
    "text",
    [
        "-- name: one\nselect 1;\n-- name: one\nselect 2;\n",
        "-- name: one\n-- name: two\nselect 2;\n",
    ],
)
def test_a_query_twice_or_without_text_is_an_error(text: str) -> None:
    with pytest.raises(LookupError, match="one"):
        parse(text)


@pytest.mark.parametrize("name", ["PING", "STRANGE"])
def test_names_and_queries_must_be_the_same(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = import_module("worker.queries")
    module = ModuleType("worker.copy")
    module.__package__ = "worker"
    declared = dict(real.__annotations__)
    module.__annotations__ = declared
    monkeypatch.setitem(sys.modules, "worker.copy", module)
    load("worker.copy")
    assert module.BEAT == real.BEAT
    declared[name] = str
    with pytest.raises(LookupError, match=name):
        load("worker.copy")
    del declared[name], declared["BEAT"]
    with pytest.raises(LookupError, match="BEAT"):
        load("worker.copy")


def test_a_query_is_wrapped_in_another() -> None:
    assert wrap("select '{}' from ({query}) as q", "select 1") == (
        "select '{}' from (select 1) as q"
    )
