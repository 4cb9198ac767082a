"""One object, one file, one test: files, catalog and tests have the same names."""

import re
from pathlib import Path

import psycopg

from tests.support.databases import ROOT

DB = ROOT / "db"
# Lines are about 120 columns wide; a text between quotes is not broken over lines.
WIDEST_LINE = 140
LONGEST_BODY = 100
LONG_BODIES = {
    # One table of words and one of columns; there is nothing to split.
    "staging_raw/price_words",
    # One statement that must stay one: it inlines its adapter.
    "staging_raw/adapt_statement",
    # One statement that writes rows and records which ones, as one snapshot.
    "core/apply_observations",
    # One statement: the same figures of three windows.
    "mart/sum_day_windows",
    # One statement that must not store its intermediate rows.
    "core/find_observation_changes",
    "core/find_window_changes",
    # One adapter a source shape: a column of the standard row, a line.
    "staging_raw/from_brightdata_product",
    "staging_raw/from_keepa_product",
    "staging_raw/from_observation",
    # A loop over texts: a call for each part costs more than the parsing.
    "staging_raw/read_ranks",
}
# Functions and views of ours, without what extensions brought.
OBJECTS = """
    select n.nspname || '/' || p.proname, 'functions'
    from pg_proc as p
    inner join pg_namespace as n on n.oid = p.pronamespace
    where n.nspname in (
        'staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'sqp',
        'accounts'
    )
    union all
    select n.nspname || '/' || c.relname, 'views'
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm')
        and n.nspname in (
            'staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'sqp'
        )
"""


def paths(folder: str) -> dict[str, Path]:
    """Files by the objects that they stand for, as schema/name, whatever the topic."""
    base = DB / folder
    return {
        f"{path.relative_to(base).parts[0]}/{path.stem}": path
        for path in base.rglob("*/*.sql")
    }


def names(folder: str) -> set[str]:
    """The objects that files of a folder stand for, as schema/name."""
    return set(paths(folder))


def files() -> list[Path]:
    return sorted(DB.rglob("*.sql"))


def is_procedure(name: str) -> bool:
    text = paths("functions")[name].read_text()
    return "create or replace procedure" in text


def test_every_function_and_view_of_the_catalog_has_a_file_of_its_name(
    database: str,
) -> None:
    with psycopg.connect(database) as connection:
        found = connection.execute(OBJECTS.encode()).fetchall()
    for kind in ("functions", "views"):
        assert {name for name, of_kind in found if of_kind == kind} == names(kind)


def test_every_function_has_a_test_file_of_its_name() -> None:
    # Procedures commit, which pgTAP's transaction cannot: test_jobs.py calls them.
    untested = {n for n in names("functions") - names("tests") if not is_procedure(n)}
    assert untested == set()


def test_procedures_are_called_by_the_tests_of_jobs() -> None:
    text = (ROOT / "tests" / "pipeline" / "test_jobs.py").read_text()
    bodies = "".join(
        path.read_text()
        for name, path in paths("functions").items()
        if is_procedure(name)
    )
    for name in filter(is_procedure, names("functions")):
        assert f"call {name.replace('/', '.')}(" in text + bodies, name


def test_a_test_lies_where_its_function_does() -> None:
    functions, tests = paths("functions"), paths("tests")
    for name in functions.keys() & tests.keys():
        of_function = functions[name].relative_to(DB / "functions")
        assert tests[name].relative_to(DB / "tests") == of_function


def test_every_test_file_is_of_a_function_or_view_that_exists() -> None:
    left_over = names("tests") - names("functions") - names("views")
    # What holds for all adapters together.
    assert left_over == {"staging_raw/adapters"}


def test_a_file_makes_the_object_it_is_named_after() -> None:
    made = (
        r"^create (?:or replace (?:function|procedure|view)"
        r"|materialized view if not exists) (\S+?)[\s(]"
    )
    for kind in ("functions", "views"):
        for name, path in paths(kind).items():
            found = re.findall(made, path.read_text(), re.M)
            assert found == [name.replace("/", ".")], name


def test_tests_state_their_plan_and_leave_nothing_behind() -> None:
    for path in sorted((DB / "tests").rglob("*.sql")):
        text = path.read_text()
        assert re.search(r"^select plan\(\d+\);$", text, re.M), path.name
        assert text.endswith("select * from finish();\nrollback;\n"), path.name
        assert not re.search(r"^\s*(commit|skip\(|todo)", text, re.M), path.name


def product_files() -> list[Path]:
    return [path for path in files() if DB / "tests" not in path.parents]


def test_no_line_of_sql_is_too_wide() -> None:
    for path in product_files():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line.startswith(("comment on ", "grant ")):
                continue
            code = re.sub(r"'(?:[^']|'')*'", "''", line)
            assert len(code) <= WIDEST_LINE, f"{path.name}:{number}"


def test_bodies_of_functions_are_short() -> None:
    too_long = set()
    for name, path in paths("functions").items():
        for body in re.findall(r"^as \$\$\n(.*?)^\$\$;", path.read_text(), re.M | re.S):
            lines = [line.strip() for line in body.splitlines()]
            code = [line for line in lines if line and not line.startswith("--")]
            if len(code) > LONGEST_BODY:
                too_long.add(name)
    # Exceptions that have become short enough go too.
    assert too_long == LONG_BODIES


def test_sql_is_ascii_without_tabs_and_ends_with_one_line_end() -> None:
    for path in files():
        text = path.read_bytes()
        assert text.isascii(), path.name
        assert b"\t" not in text, path.name
        assert b"\r" not in text, path.name
        assert text.endswith(b"\n"), path.name
        assert not text.endswith(b"\n\n"), path.name
