"""Partitions go to Parquet files and come back equal, whatever happens on the way."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.parquet as pq
import pytest
from psycopg.rows import dict_row
from typer.testing import CliRunner, Result

from loader.archive import archive_partition
from loader.cli import app
from loader.errors import LoaderError
from tests.support.databases import ROOT, Database
from tests.support.waiting import wait_until
from tests.support.worker import INSTANCE, WorkerProcess

Connection = psycopg.Connection[Any]

LATER = "1 day"
EXPORTING = """
    select
        (select count(*) from pg_stat_activity as a
        where a.datname = current_database() and a.application_name = 'asinmart'),
        (select count(*) from pg_locks as l
        where l.relation = to_regclass('public.schema_version') and not l.granted)
"""
# A month of each kind: JSON, tenants' rows, generated and numeric columns; a day.
TABLES = {
    "staging_raw.raw_events": "raw_events_2021_02",
    "core.alerts": "alerts_2021_02",
    "core.product_snapshots": "product_snapshots_2021_02",
    "app.api_usage_logs": "api_usage_logs_2021_02_03",
}
TEXT = "a\"b\\c, \t\r\n'é\U0001f600\u2028\x01\x7f{}NULL\\N"
ROWS = {
    "staging_raw.raw_events": """
        insert into staging_raw.raw_events (
            job_id, item_no, source, fetched_at, payload, content_hash
        )
        select
            'j', n, %(text)s::text,
            timestamptz '2021-02-03 23:59:59.123456+00' + n * interval '1 minute',
            jsonb_build_object(
                'asin', 'B0' || n, 'text', %(text)s::text, 'price', 1.10, 'url', null,
                'big', 12345678901234567890.123456789000, 'list', '[1.0, {}, ""]'::jsonb
            ),
            sha256(n::text::bytea)
        from generate_series(1, %(rows)s) as n
    """,
    "core.alerts": """
        insert into core.alerts (
            tenant_id, rule_id, asin, marketplace, kind, date, title, message,
            old_value, new_value, change_pct, resolved_at, corrected_at, is_read
        )
        select
            gen_random_uuid(), n, 'B0TESTA001', 'US', 'PRICE_SPIKE',
            date '2021-02-28', '', %(text)s::text, 'NaN', '-Infinity',
            1e-40 / 3, case n %% 2 when 0 then timestamptz 'infinity' end,
            timestamptz '0044-03-15 12:00:00.000001+00 BC', n %% 2 = 0
        from generate_series(1, %(rows)s) as n
    """,
    "core.product_snapshots": """
        insert into core.product_snapshots (
            asin, marketplace, scraped_at, date, status, source, job_id, price, bsr,
            rating, reviews_count
        )
        select
            'B0' || lpad(n::text, 8, '0'), 'DE', timestamptz '2021-02-01 00:00+00',
            date '2021-02-01', 'ok', 'test', 'j',
            case n %% 3 when 0 then 0.00 when 1 then 9999999999.99 end,
            n, 4.50, 2147483647
        from generate_series(1, %(rows)s) as n
    """,
    "app.api_usage_logs": """
        insert into app.api_usage_logs (
            tenant_id, called_at, endpoint, status, latency_ms, byte_count, is_cache_hit
        )
        select
            gen_random_uuid(),
            timestamptz '2021-02-03 00:00+00' + n * interval '1 microsecond',
            %(text)s::text, 200, case n when 1 then real 'NaN' else real '0.1' / n end,
            n, n %% 2 = 0
        from generate_series(1, %(rows)s) as n
    """,
}


@pytest.fixture
def owner(clone: Database) -> Iterator[Connection]:
    with psycopg.connect(clone.owner, autocommit=True) as connection:
        connection.execute("select ops.claim_instance(%s)", [INSTANCE])
        connection.execute(
            "update ops.partition_policies set drop_after = '0', is_archived = true"
        )
        yield connection


@pytest.fixture
def folder(clone: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where archives go; the command works for the test's own database."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("LOADER_DATABASE_URL", clone.loader)
    monkeypatch.setenv("ADMIN_DATABASE_URL", clone.admin)
    monkeypatch.setenv("ASINMART_INSTANCE_ID", INSTANCE)
    monkeypatch.setenv("ASINMART_ARCHIVE_URL", str(tmp_path / "cold"))
    return tmp_path / "cold"


def asinmart(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["archive", *arguments], prog_name="asinmart")


def sentence(result: Result) -> str:
    """The one line that a command ends with when it fails."""
    assert result.exit_code == 1, result.output
    [line] = result.stderr.splitlines()
    return line


def fill(owner: Connection, *tables: str, rows: int = 40) -> None:
    """Write rows of February 2021; only these tables have a policy."""
    owner.execute(
        "update ops.partition_policies set is_active = parent = any (%s)",
        [list(tables)],
    )
    for table in tables:
        owner.execute("select ops.ensure_partition(%s, '2021-02-03')", [table])
        owner.execute(ROWS[table].encode(), {"text": TEXT, "rows": rows})
    owner.execute("select ops.refresh_dirty()")


def retain(owner: Connection, kept: str | None) -> None:
    owner.execute("update ops.partition_policies set retain = %s", [kept])


def apply(owner: Connection, after: str = "0") -> None:
    """Run the job of the night to its end."""
    has_more = True
    while has_more:
        row = owner.execute(
            "select s.has_more from ops.apply_retention(now() + %s::interval) as s",
            [after],
        ).fetchone()
        assert row is not None
        has_more = row[0]


def lines(owner: Connection, relation: str, until: str = "2021-03-01") -> list[str]:
    """All rows of old days as text, in UTC."""
    key = {"raw_events": "fetched_at", "product_snapshots": "scraped_at"}
    column = key.get(relation.partition(".")[2], "date")
    column = "called_at" if "usage_logs" in relation else column
    owner.execute("set timezone = 'UTC'")
    query = f"select t::text from {relation} as t where t.{column} < %s order by 1"
    return [line for (line,) in owner.execute(query.encode(), [until])]


def states(owner: Connection) -> dict[str, str]:
    rows = owner.execute(
        "select a.partition_name, a.status from ops.archived_partitions as a "
        "order by a.id"
    )
    return {name.partition(".")[2]: status for name, status in rows}


def exists(owner: Connection, name: str) -> bool:
    row = owner.execute("select to_regclass(%s)", [f"partitions.{name}"]).fetchone()
    return row is not None and row[0] is not None


def the_file(folder: Path, suffix: str = ".parquet") -> Path:
    [path] = folder.rglob(f"*{suffix}")
    return path


def one_partition(owner: Connection, rows: int = 40) -> str:
    """Leave one table with a policy, and its old partition detached."""
    fill(owner, "core.alerts", rows=rows)
    retain(owner, "3 years")
    apply(owner)
    assert states(owner) == {"alerts_2021_02": "planned"}
    return "alerts_2021_02"


def test_partitions_come_back_equal(owner: Connection, folder: Path) -> None:
    fill(owner, *TABLES)
    before = {table: lines(owner, table) for table in TABLES}
    assert {len(rows) for rows in before.values()} == {40}
    retain(owner, "3 years")
    apply(owner)
    apply(owner, LATER)
    assert states(owner) == dict.fromkeys(TABLES.values(), "planned")
    assert all(exists(owner, name) for name in TABLES.values()), "none was dropped"

    done = asinmart("run")
    assert done.exit_code == 0, done.output
    assert len(done.stdout.splitlines()) == len(TABLES)
    apply(owner, LATER)
    assert states(owner) == dict.fromkeys(TABLES.values(), "dropped")
    assert not any(exists(owner, name) for name in TABLES.values())
    assert [lines(owner, table) for table in TABLES] == [[]] * len(TABLES)
    listed = asinmart("list").stdout
    assert listed.count("dropped") == len(TABLES)

    # Beside its parent first, for a look; then in its place.
    again = asinmart("restore", "alerts_2021_02", "--as", "look")
    assert again.stdout == "partitions.look has its 40 rows again, beside its parent.\n"
    assert lines(owner, "partitions.look") == before["core.alerts"]
    assert "would detach it again" in sentence(asinmart("restore", "alerts_2021_02"))
    retain(owner, None)
    for name in TABLES.values():
        again = asinmart("restore", name)
        assert again.exit_code == 0, again.output
    assert {table: lines(owner, table) for table in TABLES} == before
    assert states(owner) == dict.fromkeys(TABLES.values(), "restored")
    owner.execute("drop table partitions.look")

    # Removed once more, it goes to a file of its own.
    retain(owner, "3 years")
    apply(owner)
    assert asinmart("run").exit_code == 0
    assert len(list(folder.rglob("*.parquet"))) == 2 * len(TABLES)


def test_a_file_has_typed_columns_and_a_manifest(
    owner: Connection, folder: Path
) -> None:
    fill(owner, "core.product_snapshots", rows=3)
    retain(owner, "3 years")
    apply(owner)
    assert asinmart("run").exit_code == 0
    table = pq.read_table(the_file(folder))
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds["scraped_at"] == "timestamp[us, tz=UTC]"
    assert kinds["price"] == "decimal128(12, 2)"
    assert kinds["bsr"] == "int32"
    manifest = json.loads(the_file(folder, ".json").read_text())
    assert manifest["table"] == "core.product_snapshots"
    assert manifest["row_count"] == table.num_rows == 3
    assert manifest["file"] == the_file(folder).name
    assert manifest["byte_count"] == the_file(folder).stat().st_size
    assert [column["name"] for column in manifest["columns"]] == list(kinds)


def test_the_worker_archives_what_the_job_of_the_night_hands_to_it(
    owner: Connection, clone: Database, folder: Path, tmp_path: Path
) -> None:
    name = one_partition(owner)
    worker = WorkerProcess(
        clone, tmp_path / "worker.log", ASINMART_ARCHIVE_URL=str(folder)
    )
    worker.start()
    try:
        wait_until(lambda: states(owner) == {name: "verified"})
    finally:
        worker.kill()
    apply(owner, LATER)
    assert states(owner) == {name: "dropped"}


def test_an_export_that_is_killed_loses_and_drops_nothing(
    owner: Connection, clone: Database, folder: Path
) -> None:
    name = one_partition(owner)
    before = lines(owner, f"partitions.{name}")
    with psycopg.connect(clone.owner) as other:
        # The manifest names the version of the schema: here the export stands still.
        other.execute("lock table public.schema_version")
        process = subprocess.Popen(
            [sys.executable, "-m", "loader", "archive", "run"], env=os.environ, cwd=ROOT
        )
        wait_until(lambda: owner.execute(EXPORTING).fetchone() == (1, 1))
        process.send_signal(signal.SIGKILL)
        process.wait()
    wait_until(lambda: owner.execute(EXPORTING).fetchone() == (0, 0))
    apply(owner, LATER)
    assert states(owner) == {name: "planned"}
    assert exists(owner, name)
    left = the_file(folder)

    # Killed between its two steps: the file is there, and nobody has read it back.
    with psycopg.connect(
        clone.worker, autocommit=True, row_factory=dict_row
    ) as connection:
        owner.execute("alter function ops.checksum_rows rename to checksum_rows_")
        with pytest.raises(LoaderError, match="lacks what this version needs"):
            archive_partition(
                connection, str(folder), archive_of(owner), instance_id=INSTANCE
            )
        owner.execute("alter function ops.checksum_rows_ rename to checksum_rows")
    apply(owner, LATER)
    assert states(owner) == {name: "exported"}
    assert exists(owner, name)

    assert asinmart("run").exit_code == 0
    assert len(list(folder.rglob("*.parquet"))) == 2, "the next one went on"
    left.unlink()
    apply(owner, LATER)
    assert states(owner) == {name: "dropped"}
    assert asinmart("restore", name, "--as", "look").exit_code == 0
    assert lines(owner, "partitions.look") == before


def archive_of(owner: Connection) -> int:
    row = owner.execute("select max(a.id) from ops.archives as a").fetchone()
    assert row is not None
    return int(row[0])


def test_what_is_changed_after_its_export_is_archived_anew(
    owner: Connection, folder: Path
) -> None:
    name = one_partition(owner)
    assert asinmart("run").exit_code == 0
    owner.execute(
        "update partitions.alerts_2021_02 set message = 'x' where rule_id = 1"
    )
    apply(owner, LATER)
    assert states(owner) == {name: "planned"}
    assert exists(owner, name)
    assert asinmart("run").exit_code == 0
    apply(owner, "2 days")
    assert states(owner) == {name: "dropped"}
    assert len(list(folder.rglob("*.parquet"))) == 2


def test_a_damaged_archive_is_refused_in_one_sentence(
    owner: Connection, folder: Path
) -> None:
    name = one_partition(owner)
    assert asinmart("run").exit_code == 0
    apply(owner, LATER)
    retain(owner, None)
    file, manifest = the_file(folder), the_file(folder, ".json")
    whole, said = file.read_bytes(), manifest.read_bytes()

    for damaged in (whole[:-1], whole[:100] + b"\xff" + whole[101:], b""):
        file.write_bytes(damaged)
        assert "parquet was changed: its SHA-256 is" in sentence(
            asinmart("restore", name)
        )
    file.unlink()
    assert "A file of the archive is missing" in sentence(asinmart("restore", name))
    file.write_bytes(whole)
    for wrong in (said.replace(b"40", b"41"), b"\xff\x00", b""):
        manifest.write_bytes(wrong)
        assert "manifest of core.alerts/" in sentence(asinmart("restore", name))
    manifest.write_bytes(said)

    owner.execute(
        "create table partitions.other (like core.alerts including defaults "
        "including constraints); alter table core.alerts attach partition "
        "partitions.other for values from ('2021-02-10') to ('2021-02-11')"
    )
    assert "artitions.other of core.alerts holds these days" in sentence(
        asinmart("restore", name)
    )
    owner.execute("drop table partitions.other")
    assert "cannot be the name of a table" in sentence(
        asinmart("restore", name, "--as", "Robert'); drop table")
    )
    assert "There is no archive of nothing" in sentence(asinmart("restore", "nothing"))
    assert not exists(owner, name), "what was refused left nothing behind"
    assert asinmart("restore", name).exit_code == 0


def test_a_file_that_storage_lost_or_damaged_is_written_again(
    owner: Connection, clone: Database, folder: Path
) -> None:
    name = one_partition(owner)
    for damage in (Path.unlink, lambda path: path.write_bytes(b"x")):
        # The command ends between its two steps.
        owner.execute("alter function ops.checksum_rows rename to checksum_rows_")
        assert "lacks what this version needs" in sentence(asinmart("run"))
        owner.execute("alter function ops.checksum_rows_ rename to checksum_rows")
        assert states(owner) == {name: "exported"}
        damage(the_file(folder))
        assert "the file is not the one that was written" in sentence(asinmart("run"))
        assert states(owner) == {name: "planned"}
        for path in folder.rglob("alerts*"):
            path.unlink()
    assert asinmart("run").exit_code == 0


def test_why_nothing_is_archived_is_said_in_one_sentence(
    owner: Connection,
    clone: Database,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one_partition(owner)
    advice = (
        "select d.status, d.detail from ops.doctor() as d "
        "where d.check_name = 'archives'"
    )
    (tmp_path / "file").write_text("")
    for url, said in (
        ("", "There is no place for archives. Set ASINMART_ARCHIVE_URL"),
        ("nowhere://x", "The address of archives nowhere://x cannot be used"),
        ("s3://", "names no folder and no bucket"),
        (str(tmp_path / "file"), "cannot be used"),
    ):
        monkeypatch.setenv("ASINMART_ARCHIVE_URL", url)
        assert said in sentence(asinmart("run"))
    row = owner.execute(advice.encode()).fetchone()
    assert row is not None
    assert row[0] == "warning"
    assert "partitions.alerts_2021_02 waits for its archive: " in row[1]

    monkeypatch.setenv("ASINMART_ARCHIVE_URL", str(folder))
    monkeypatch.setenv("ASINMART_INSTANCE_ID", "another")
    assert "belongs to installation test, not to another" in sentence(asinmart("run"))
    monkeypatch.setenv("ASINMART_INSTANCE_ID", INSTANCE)
    with psycopg.connect(clone.owner) as other:
        other.execute("select 1 from ops.archives for update")
        assert "another session archives it" in sentence(asinmart("run"))
    monkeypatch.setenv("ADMIN_DATABASE_URL", clone.loader)
    assert "Set ADMIN_DATABASE_URL" in sentence(asinmart("list"))
    assert not folder.exists()
    monkeypatch.setenv("ADMIN_DATABASE_URL", clone.admin)
    assert asinmart("run").exit_code == 0
    assert asinmart("run").stdout == "No partition waits for its archive.\n"
