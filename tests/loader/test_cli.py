"""The output and the exit codes of the command asinmart."""

import gzip
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from loader.cli import app
from loader.settings import load_settings

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples" / "loader"
PRODUCTS = str(SAMPLES / "products.json")
BROKEN = str(SAMPLES / "broken.jsonl")

REPORT = {
    "reportSpecification": {
        "reportType": "GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT",
        "reportOptions": {"reportPeriod": "WEEK", "asin": "B0TEST0001"},
        "dataStartTime": "2026-03-01",
        "dataEndTime": "2026-03-07",
        "marketplaceIds": ["ATVPDKIKX0DER"],
    },
    "dataByAsin": [
        {
            "startDate": "2026-03-01",
            "endDate": "2026-03-07",
            "asin": "B0TEST0001",
            "searchQueryData": {"searchQuery": "mug", "searchQueryVolume": 90},
            "impressionData": {
                "totalQueryImpressionCount": 100,
                "asinImpressionCount": 5,
                "asinImpressionShare": 0.05,
            },
        }
    ],
}
Asinmart = Callable[..., Result]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "APIFY_TOKEN", "APIFY_API_URL"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"LOADER_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def call(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=stdin, prog_name="asinmart")


@pytest.fixture
def asinmart(loader_url: str, monkeypatch: pytest.MonkeyPatch) -> Asinmart:
    """The command, with the test's own database and the loader's own role."""
    monkeypatch.setenv("LOADER_DATABASE_URL", loader_url)
    return call


def answer_of(result: Result) -> dict[str, Any]:
    [line] = result.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def one_error(result: Result) -> str:
    assert result.exit_code == 1
    [line] = result.stderr.splitlines()
    assert line.startswith("asinmart: ")
    assert "Traceback" not in result.output
    return line.removeprefix("asinmart: ")


def test_a_clean_load_says_what_landed_and_what_comes_next(asinmart: Asinmart) -> None:
    result = asinmart("load", PRODUCTS)
    assert result.exit_code == 0
    heading, row, note = result.stdout.splitlines()
    assert heading.split()[:4] == ["File", "Items", "Stored", "Rejected"]
    assert row.split()[:4] == ["products.json", "3", "3", "0"]
    assert "time of arrival" in row
    assert "pg_cron promotes it within a minute" in note
    assert "asinmart status" in note


def test_loading_again_says_that_twice_is_once(asinmart: Asinmart) -> None:
    asinmart("load", PRODUCTS)
    result = asinmart("load", PRODUCTS)
    assert result.exit_code == 0
    assert "already loaded, LANDED" in result.stdout
    assert "nothing changed" in result.stdout


def test_wait_promotes_at_once_and_shows_the_balance(asinmart: Asinmart) -> None:
    result = asinmart("load", "--wait", "--marketplace", "us", PRODUCTS)
    assert result.exit_code == 0, result.output
    heading, row = result.stdout.splitlines()[:2]
    assert re.split(r"\s{2,}", heading)[:8] == [
        "File",
        "Items",
        "Received",
        "Accepted",
        "Duplicate",
        "Rejected",
        "Changed days",
        "Alerts",
    ]
    assert row.split()[:6] == ["products.json", "3", "3", "3", "0", "0"]
    assert row.rstrip().endswith("SUCCESS")


def test_rejects_are_counted_explained_and_found_again(asinmart: Asinmart) -> None:
    result = asinmart("load", BROKEN)
    assert result.exit_code == 2
    assert "10 rejected (" in result.stdout
    assert "3 json_not_object" in result.stdout
    assert "staging_raw.rejected_events" in result.stdout
    found = re.search(r"asinmart rejects (\S+)", result.stdout)
    assert found is not None
    assert f"asinmart replay {found[1]}" in result.stdout
    shown = asinmart("rejects", found[1])
    assert shown.exit_code == 0
    assert "json_lone_surrogate" in shown.stdout
    assert "half of a surrogate pair" in shown.stdout


def test_a_run_of_rejects_is_halted_and_may_be_replayed(asinmart: Asinmart) -> None:
    result = asinmart("load", "--wait", "--job-id", "broken", BROKEN)
    assert result.exit_code == 2
    assert "HALTED" in result.stdout
    assert asinmart("replay", "broken").stdout.startswith("broken is back at LANDED")
    again = asinmart("replay", "--wait", "broken")
    assert again.exit_code == 2
    assert "HALTED" in again.stdout


def test_a_file_with_nothing_loadable_exits_1_and_keeps_its_reject(
    asinmart: Asinmart, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text("<!doctype html><html>Enter the characters you see below</html>")
    result = asinmart("load", "--json", str(path))
    assert result.exit_code == 1
    answer = answer_of(result)
    assert (answer["stored"], answer["reject_reasons"]) == (0, {"json_invalid": 1})
    assert answer["exit_code"] == 1
    assert "an HTML page" in asinmart("rejects", answer["job_id"]).stdout


def test_json_has_one_object_a_file_and_nothing_else(asinmart: Asinmart) -> None:
    result = asinmart("load", "--json", "--wait", PRODUCTS, "nowhere.json", BROKEN)
    assert result.exit_code == 1
    assert result.stderr == ""
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert first["file"] == "products.json"
    assert first["promotion"]["accepted_count"] == 3
    assert (first["exit_code"], first["format"]) == (0, "json array")
    assert second["error"] == "Cannot read nowhere.json: no such file or directory."
    assert third["exit_code"] == 2


def test_one_missing_file_does_not_keep_the_others_from_loading(
    asinmart: Asinmart, owner: psycopg.Connection[Any]
) -> None:
    result = asinmart("load", "nowhere.json", PRODUCTS)
    assert result.exit_code == 1
    assert result.stderr == (
        "asinmart: Cannot read nowhere.json: no such file or directory.\n"
    )
    assert owner.execute("select count(*) from core.ingest_runs").fetchone() == (1,)


@pytest.fixture
def owner(database: str) -> Any:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def test_standard_input_is_loaded_like_a_file(
    asinmart: Asinmart, owner: psycopg.Connection[Any]
) -> None:
    data = gzip.compress(Path(PRODUCTS).read_bytes(), mtime=0)
    result = asinmart("load", "--json", "-", stdin=data)
    assert result.exit_code == 0, result.output
    answer = answer_of(result)
    assert answer["job_id"].startswith("file:stdin:")
    assert answer["stored"] == 3
    assert owner.execute(
        "select count(*) from staging_raw.raw_events as r where r.job_id = %s",
        (answer["job_id"],),
    ).fetchone() == (3,)


def test_source_observed_at_and_job_id_are_kept_with_the_run(
    asinmart: Asinmart, owner: psycopg.Connection[Any]
) -> None:
    options = ("--source", "keepa", "--observed-at", "2026-01-02", "--job-id", "mine")
    result = asinmart("load", *options, PRODUCTS)
    assert result.exit_code == 0
    assert "2026-01-02 (--observed-at)" in result.stdout
    assert owner.execute(
        "select r.job_id, r.source, r.observed_on::text, r.meta ->> 'file'"
        " from core.ingest_runs as r"
    ).fetchone() == ("mine", "keepa", "2026-01-02", "products.json")


def test_a_tenant_is_passed_to_the_run(asinmart: Asinmart) -> None:
    line = one_error(asinmart("load", "--tenant", "unknown", PRODUCTS))
    assert line.startswith("There is no tenant unknown.")


def test_a_report_becomes_segments_of_its_tenant(
    asinmart: Asinmart, owner: psycopg.Connection[Any], tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    report.write_text(json.dumps(REPORT))
    owner.execute("select app.create_tenant('acme')")
    owner.execute(
        "insert into core.products (asin, marketplace, brand, first_seen_at,"
        " last_seen_at, described_at)"
        " values ('B0TEST0001', 'US', 'Acme', now(), now(), now())"
    )
    owner.commit()
    for tenant in ("default", "acme"):
        done = asinmart("load", "--tenant", tenant, "--wait", str(report))
        assert done.exit_code == 0, done.output
    found = owner.execute(
        "select s.tenant_name, b.asin, b.segment_type, b.impression_share_pct"
        " from mart.brand_product_segments as b"
        " inner join mart.brands as s on s.brand_id = b.brand_id order by 1, 3"
    ).fetchall()
    assert found == [
        (tenant, "B0TEST0001", kind, Decimal("5.00"))
        for tenant in ("acme", "default")
        for kind in ("monthly", "weekly")
    ]


def test_the_item_limit_can_be_set(asinmart: Asinmart) -> None:
    answer = answer_of(asinmart("load", "--json", "--max-item-bytes", "200", PRODUCTS))
    assert answer["reject_reasons"] == {"item_too_large": 1}
    assert answer["exit_code"] == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("load", "empty.json"), "empty.json holds no items; nothing was loaded."),
        (("load", "."), ". is a directory. Name the files in it"),
        (("load", "--observed-at", "yesterday", PRODUCTS), "'yesterday' is not a time"),
        (("load", "--job-id", "a", PRODUCTS, PRODUCTS), "--job-id names one batch"),
        (("load", "--marketplace", "XX", PRODUCTS), "There is no marketplace XX."),
        (("load", "--observed-at", "2999-01-01", PRODUCTS), "is in the future"),
        (("rejects", "nope"), "There is no run nope."),
        (("replay", "nope"), "There is no run nope."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    asinmart: Asinmart, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "empty.json").write_text("")
    assert words in one_error(asinmart(*arguments))


@pytest.mark.parametrize(
    "arguments", [("lod",), ("load",), ("load", "--max-item-bytes", "x", PRODUCTS)]
)
def test_wrong_usage_exits_1_because_2_means_rejects(arguments: tuple[str]) -> None:
    assert call(*arguments).exit_code == 1


def test_status_shows_pipeline_runs_and_jobs(asinmart: Asinmart) -> None:
    assert "none yet" in asinmart("status").stdout
    asinmart("load", "--wait", "--job-id", "first", PRODUCTS)
    asinmart("load", "--job-id", "second", BROKEN)
    result = asinmart("status")
    assert result.exit_code == 0
    assert re.search(r"Waiting runs\s+1", result.stdout)
    assert re.search(r"first\s+SUCCESS", result.stdout)
    assert re.search(r"second\s+LANDED", result.stdout)
    assert "promote-pending-runs" in result.stdout


def test_doctor_exits_1_when_a_check_is_critical(
    asinmart: Asinmart, owner: psycopg.Connection[Any]
) -> None:
    # A job is overdue only when it had the time to run: the template may be older.
    owner.execute("update ops.jobs as j set registered_at = now()")
    result = asinmart("doctor")
    assert result.exit_code == 0, result.stdout
    assert "runs waiting" in result.stdout
    asinmart("load", PRODUCTS)
    owner.execute(
        "update core.ingest_runs as r set queued_at = now() - interval '1 hour'"
    )
    sick = asinmart("doctor")
    assert sick.exit_code == 1
    assert re.search(r"runs waiting\s+critical", sick.stdout)


def test_help_names_every_command() -> None:
    text = call("--help").stdout
    for command in (
        "load",
        "fetch",
        "status",
        "rejects",
        "replay",
        "report",
        "doctor",
    ):
        assert command in text


@pytest.fixture
def reported(owner: psycopg.Connection[Any]) -> dict[str, str]:
    """The latest of two reports of B0MAIN0000, by format."""
    builders = ROOT / "db" / "tests" / "support" / "competition_report.psql"
    owner.execute(builders.read_bytes())
    owner.execute(
        "insert into core.competition_reports select r.* from generate_series(1, 2) v"
        " cross join lateral pg_temp.changed(pg_temp.competition_report(2, 30),"
        " jsonb_build_object('version', v)) as r"
    )
    found = owner.execute(
        "select api.report_html(r), api.report_markdown(r)"
        " from core.competition_reports as r where r.version = 2"
    ).fetchone()
    assert found is not None
    return {"html": found[0], "markdown": found[1]}


def test_a_report_is_printed_as_markdown(
    asinmart: Asinmart, reported: dict[str, str]
) -> None:
    result = asinmart("report", "b0main0000")
    assert result.exit_code == 0, result.output
    assert result.stdout == reported["markdown"]


def test_a_report_is_saved_as_its_file_is_named(
    asinmart: Asinmart, reported: dict[str, str], tmp_path: Path
) -> None:
    for name, kind in (("a.html", "html"), ("a.md", "markdown"), ("a", "markdown")):
        result = asinmart("report", "B0MAIN0000", "--out", name)
        assert (result.exit_code, result.stdout) == (0, f"{name}\n")
        assert (tmp_path / name).read_bytes().decode() == reported[kind]
    asinmart("report", "B0MAIN0000", "--out", "a.json", "--version", "1")
    assert json.loads((tmp_path / "a.json").read_text())["data"]["version"] == 1
    asinmart("report", "B0MAIN0000", "--out", "b", "--format", "html")
    assert (tmp_path / "b").read_bytes().decode() == reported["html"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["B0NONE0000"],
            "There is no report of B0NONE0000 in marketplace US. Reports are made of"
            " main products that have competitors: create a competitive group, then"
            " wait for the job generate-reports, or ask with POST"
            " /v1/competitions/B0NONE0000/report:refresh.",
        ),
        (
            ["B0MAIN0000", "--version", "3"],
            "There is no version 3 of the report of B0MAIN0000 in marketplace US."
            " GET /v1/competitions/B0MAIN0000/reports lists the versions.",
        ),
        (
            ["B0MAIN0000", "--marketplace", "de"],
            "There is no report of B0MAIN0000 in marketplace DE.",
        ),
        (["B0MAIN0000", "--tenant", "nobody"], "There is no tenant nobody."),
        (["mug"], "'mug' is not an ASIN."),
        (
            ["B0MAIN0000", "--open", "--out", "a.md"],
            "A browser shows html, not markdown.",
        ),
        (
            ["B0MAIN0000", "--out", "no/such/folder.html"],
            "The operating system reports: [Errno 2] No such file or directory",
        ),
    ],
)
def test_a_report_that_cannot_be_had_is_said_in_one_line(
    asinmart: Asinmart, reported: dict[str, str], arguments: list[str], line: str
) -> None:
    assert one_error(asinmart("report", *arguments)).startswith(line)


@pytest.mark.parametrize("code", [0, 1])
def test_a_report_is_opened_in_the_browser(
    loader_url: str, reported: dict[str, str], tmp_path: Path, code: int
) -> None:
    # The browser is a program that gets the address of the file.
    script = tmp_path / "browser"
    script.write_text(
        f'#!/bin/sh\n/bin/cp "${{1#file://}}" opened.html && exit {code}\n'
    )
    script.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "loader", "report", "B0MAIN0000", "--open"],
        env={
            "LOADER_DATABASE_URL": loader_url,
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(tmp_path),
            "PATH": "",
            "BROWSER": str(script),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    [path] = map(Path, done.stdout.splitlines())
    assert path.read_bytes().decode() == reported["html"]
    assert (tmp_path / "opened.html").read_bytes() == path.read_bytes()
    if code == 1:
        assert done.stderr == (
            f"asinmart: No browser could be started. Open {path} in one.\n"
        )


def test_a_report_has_its_formatting_on_a_terminal(
    loader_url: str, reported: dict[str, str]
) -> None:
    terminal, its_end = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "loader", "report", "B0MAIN0000"],
        env={
            **os.environ,
            "LOADER_DATABASE_URL": loader_url,
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm",
            "COLUMNS": "100",
        },
        stdout=its_end,
    ) as process:
        os.close(its_end)
        shown = b""
        # Linux ends a terminal whose other side is closed with an error.
        try:
            while piece := os.read(terminal, 4096):
                shown += piece
        except OSError:
            pass
    os.close(terminal)
    assert process.returncode == 0
    assert b"\x1b[1m" in shown
    assert b"Where it stands" in shown
    assert b"## Where it stands" not in shown


def test_without_an_address_it_says_where_to_get_one() -> None:
    assert "LOADER_DATABASE_URL" in one_error(call("status"))


def test_the_local_environment_is_used_only_when_nothing_else_names_a_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "env").write_text(
        "export DATABASE_URL='postgresql://owner@file/x'\n"
        "export LOADER_DATABASE_URL='postgresql://loader@file/x'\n"
        "export REDIS_URL='redis://file'\n"
    )
    assert load_settings().url == "postgresql://loader@file/x"
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@environment/x")
    assert load_settings().url == "postgresql://owner@environment/x"
    monkeypatch.setenv("LOADER_DATABASE_URL", "postgresql://loader@environment/x")
    assert load_settings().url == "postgresql://loader@environment/x"


def test_a_database_that_is_down_is_one_line_without_the_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(
        "LOADER_DATABASE_URL", "postgresql://loader:secret@127.0.0.1:1/mart"
    )
    line = one_error(call("load", PRODUCTS))
    assert line.startswith("Cannot connect to mart at 127.0.0.1:1: Connection refused.")
    assert "make up" in line
    assert "secret" not in line


def test_an_address_that_cannot_be_read_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOADER_DATABASE_URL", "secret")
    line = one_error(call("status"))
    assert "cannot be read" in line
    assert "secret" not in line


def test_a_database_that_is_not_migrated_says_how_to_migrate(
    superuser_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(superuser_url, autocommit=True) as superuser:
        superuser.execute("drop schema ops cascade")
    monkeypatch.setenv("LOADER_DATABASE_URL", superuser_url)
    for arguments in (("load", PRODUCTS), ("status",), ("doctor",)):
        line = one_error(call(*arguments))
        assert "lacks what this version needs" in line
        assert "make up" in line


def test_a_role_that_may_not_load_is_told_which_it_has_to_be(
    mart_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOADER_DATABASE_URL", mart_url)
    line = one_error(call("load", PRODUCTS))
    assert "permission denied" in line
    assert "asinmart_loader" in line


def test_on_a_terminal_progress_is_shown_on_stderr_only(
    loader_url: str, tmp_path: Path
) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text('{"asin": "B0TESTAA01", "title": "a kettle"}\n' * 20_000)
    terminal, its_end = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "loader", "load", str(path)],
        env={
            **os.environ,
            "LOADER_DATABASE_URL": loader_url,
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm",
            "COLUMNS": "100",
        },
        stdout=subprocess.PIPE,
        stderr=its_end,
        text=True,
    ) as process:
        os.close(its_end)
        shown = b""
        # Linux ends a terminal whose other side is closed with an error.
        try:
            while piece := os.read(terminal, 4096):
                shown += piece
        except OSError:
            pass
        answer = process.stdout.read() if process.stdout else ""
    os.close(terminal)
    assert process.returncode == 0
    assert b"many.jsonl" in shown
    assert b"items" in shown
    assert "\x1b" not in answer
    assert "20,000" in answer
