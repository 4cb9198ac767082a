"""Static checks of migrations, functions and Python: no fault, and a planted one found.

squawk reads migrations, pgspot everything that names things at the mercy of a search
path, bandit the Python that runs in production. `make audit` is the fourth check; it
needs a service on the internet.
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.support.databases import ROOT, manifest_folders

PROGRAMS = Path(sys.executable).parent
MIGRATIONS = ROOT / "db" / "schema" / "migrations"
# Versions up to this one ran on nothing but empty databases.
BEFORE_THE_FIRST_RELEASE = 25
# What squawk asks for and migrations do without.
NOT_ASKED = (
    # All versions and all functions are one transaction: a failure leaves nothing.
    "prefer-robust-stmts",
    # migrations.yml sets lock_timeout for all of them, deploy/migrate tries again; a
    # backfill may take as long as it takes.
    *("require-lock-timeout", "require-statement-timeout"),
    # The folders make them again in the same transaction.
    *("ban-drop-function", "ban-drop-view"),
    # Impossible in a transaction, and for partitioned tables at all. Readers go on;
    # what writes, a promotion or a load, waits or tries again.
    *("require-concurrent-index-creation", "require-concurrent-index-deletion"),
    # Keys that grow are bigint; these are counts, ranks and places with bounds.
    *("prefer-bigint-over-int", "prefer-bigint-over-smallint"),
)
# What pgspot finds and what holds here instead.
NOT_LOOKED_AT = (
    # `create or replace` takes over an object that an attacker has put there: only
    # asinmart_owner may create anything in these schemas (db/tests/roles.sql).
    *("PS002", "PS007", "PS014", "PS015"),
)
# Functions that pgspot's parser cannot read: it does not know fields of composite
# variables, nor a comment inside a text in pieces.
UNREAD = {
    *("explain_row", "settle_report_prose", "read_payloads", "parse_measure"),
    *("summarize_ranks", "from_search_query_sheet", "make_competition_report"),
    *("is_unknown", "is_used_condition", "read_archive", "plain_brand"),
}
# bandit's findings that are none, by file.
KNOWN = {
    # The spread of pauses, so that processes do not act at the same instant.
    ("api/cache/invalidation.py", "B311"),
    ("api/cache/redis_store.py", "B311"),
    ("worker/retries.py", "B311"),
    ("worker/tasks/search_reports.py", "B311"),
    # A file that is opened without following links, and refused if another owns it.
    ("api/cache/watermarks.py", "B108"),
    # Advice to the user of the command line, not a statement.
    ("loader/cli.py", "B608"),
}


def output_of(*command: str | Path) -> str:
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    # Both say "faults found" by 1; anything else is a fault of their own.
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def squawk(*paths: Path) -> list[tuple[str, str]]:
    """Name file and rule of each fault of migrations."""
    found = output_of(
        *(PROGRAMS / "squawk", "--reporter", "json", "--pg-version", "15.0"),
        *("--assume-in-transaction", f"--exclude={','.join(NOT_ASKED)}"),
        *paths,
    )
    return [(Path(one["file"]).name, one["rule_name"]) for one in json.loads(found)]


def pgspot(*paths: Path) -> dict[str, set[str]]:
    """Name the codes of the faults of each file, read after the manifest's path."""
    manifest = (ROOT / "db" / "schema" / "migrations.yml").read_text()
    [path] = re.findall(r"^ +- (set search_path = .*)$", manifest, re.M)
    ignored = [word for code in NOT_LOOKED_AT for word in ("--ignore", code)]
    done = subprocess.run(
        [sys.executable, "-m", "pgspot", "-a", *ignored, "/dev/stdin", *paths],
        input=f"{path};\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found: dict[str, set[str]] = defaultdict(set)
    file = ""
    for line in done.stdout.splitlines():
        if heading := re.fullmatch(r"(\S+): *", line):
            file = heading[1]
        elif code := re.match(r"PS\d+", line):
            found[file].add(code[0])
        elif not re.fullmatch(r"( ?Errors: .*|TOTAL: .*)?", line):
            found[file].add("unread")
    assert "TOTAL: " in done.stdout, done.stderr
    return dict(found)


def bandit(*paths: str | Path) -> set[tuple[str, str]]:
    """Name file and rule of each fault of Python."""
    found = output_of(
        *(sys.executable, "-m", "bandit", "--quiet", "--format", "json"),
        *("--configfile", ROOT / "pyproject.toml", "--recursive", *paths),
        # A library of the browser brings a script of its own, which nothing runs.
        *("--exclude", "*/node_modules/*"),
    )
    return {
        (one["filename"].removeprefix("./"), one["test_id"])
        for one in json.loads(found)["results"]
    }


def later_migrations() -> list[Path]:
    return [
        path
        for path in sorted(MIGRATIONS.glob("V*.sql"))
        if int(path.name[1:5]) > BEFORE_THE_FIRST_RELEASE
    ]


def test_no_migration_stops_a_running_installation() -> None:
    paths = later_migrations()
    assert paths
    assert squawk(*paths) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("alter table core.products alter asin type varchar;", "changing-column-type"),
        ("alter table core.products rename asin to a;", "renaming-column"),
        (
            "alter table core.products add constraint c check (asin <> '');",
            "constraint-missing-not-valid",
        ),
    ],
)
def test_a_migration_that_would_is_found(text: str, rule: str, tmp_path: Path) -> None:
    path = tmp_path / "V9999__x.sql"
    path.write_text(text)
    assert (path.name, rule) in squawk(path)


def test_no_function_or_view_finds_what_a_caller_put_in_its_way() -> None:
    folders = [*manifest_folders(), ROOT / "db" / "functions" / "accounts"]
    paths = [path for folder in folders for path in folder.glob("*.sql")]
    found = pgspot(*paths)
    unread = {name for name, codes in found.items() if "unread" in codes}
    assert {Path(name).stem for name in unread} == UNREAD
    # Functions without a path of their own must inline, or are called by functions
    # with one: db/tests/catalog.sql says which may be so.
    without_path = {name for name, codes in found.items() if "PS005" in codes}
    assert found.keys() - unread == without_path - unread
    for name in without_path:
        assert "security definer" not in Path(name).read_text(), name
    assert len(without_path) < len(paths) / 4


FAULTY = """
create or replace function ops.x() returns integer
language sql security definer {path}
as $$ select count(*)::integer from core.products as p where p.asin = 'x' $$;
"""


def test_a_function_that_would_is_found(tmp_path: Path) -> None:
    paths = {
        "none": "",
        "wrong": "set search_path = pg_temp, pg_catalog",
        "right": "set search_path = pg_catalog, pg_temp",
    }
    for name, path in paths.items():
        (tmp_path / f"{name}.sql").write_text(FAULTY.format(path=path))
    found = pgspot(*tmp_path.iterdir())
    codes = {Path(name).stem: codes for name, codes in found.items()}
    assert "PS003" in codes["none"] and "PS004" in codes["wrong"]
    assert "right" not in codes


def test_no_module_of_the_product_has_a_known_weakness() -> None:
    # Exceptions that are needed no more go too.
    assert bandit("api", "common", "loader", "worker") == KNOWN


def test_a_module_that_has_one_is_found(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text("import subprocess\nsubprocess.run('ls ' + name, shell=True)\n")
    assert (str(path), "B602") in bandit(path)


def test_an_audit_without_its_service_is_a_failure_that_says_so(
    tmp_path: Path,
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("pygments==2.21.0\n")
    nowhere = "http://127.0.0.1:9"
    done = subprocess.run(
        [ROOT / "deploy" / "local" / "audit", lock],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "https_proxy": nowhere},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.fullmatch(
        r"error: \S+ was not audited, because the service .* can be reached\n",
        done.stderr,
    ), done.stderr
