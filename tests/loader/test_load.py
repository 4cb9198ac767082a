"""The rows that a load leaves in the database: all of them or none."""

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from loader.database import Connection, connected
from loader.errors import LoaderError
from loader.inputs import open_source
from loader.promotion import promote
from loader.runs import Outcome, load, observed_in_name, run_of_file
from tests.support.waiting import LIMIT, wait_until

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples" / "loader"


@pytest.fixture
def loader(loader_url: str) -> Iterator[Connection]:
    with connected(loader_url) as connection:
        yield connection


@pytest.fixture
def owner(database: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    with psycopg.connect(database, autocommit=True, row_factory=dict_row) as connection:
        yield connection


@pytest.fixture
def superuser(superuser_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        yield connection


Owner = psycopg.Connection[dict[str, Any]]


def load_file(
    connection: Connection,
    path: Path,
    *,
    limit: int = 4 * 1024 * 1024,
    marketplace: str | None = None,
    observed_at: datetime | None = None,
    job_id: str | None = None,
    tenant: str | None = None,
) -> Outcome:
    with open_source(str(path)) as source:
        run = run_of_file(
            source,
            source_name="file",
            marketplace=marketplace,
            observed_at=observed_at,
            job_id=job_id,
            tenant=tenant,
        )
        return load(connection, source, run, limit=limit)


def stored(owner: Owner, job_id: str) -> list[dict[str, Any]]:
    return owner.execute(
        """
        select r.item_no, r.source, r.payload, r.payload::text as text, r.asin,
            r.content_hash
        from staging_raw.raw_events as r where r.job_id = %s order by r.item_no
        """,
        (job_id,),
    ).fetchall()


def rejected(owner: Owner, job_id: str) -> list[dict[str, Any]]:
    return owner.execute(
        """
        select e.item_no, e.stage, e.reason_code, e.detail, e.raw_text
        from staging_raw.rejected_events as e where e.job_id = %s order by e.item_no
        """,
        (job_id,),
    ).fetchall()


def the_run(owner: Owner, job_id: str) -> dict[str, Any]:
    found = owner.execute(
        "select * from core.ingest_runs as r where r.job_id = %s", (job_id,)
    ).fetchone()
    assert found is not None
    return found


def count(owner: Owner, table: str) -> int:
    found = owner.execute(f"select count(*) as n from {table}").fetchone()
    assert found is not None
    return int(found["n"])


@pytest.mark.parametrize(
    ("name", "items"),
    [("products.json", 3), ("ranks.jsonl", 3), ("bestsellers.csv", 3)],
)
def test_a_file_lands_as_one_run_with_its_items_in_order(
    loader: Connection, owner: Owner, name: str, items: int
) -> None:
    outcome = load_file(loader, SAMPLES / name)
    found = stored(owner, outcome.job_id)
    assert [item["item_no"] for item in found] == [1, 2, 3]
    assert found[0]["asin"] == "B0TESTAA01"
    run = the_run(owner, outcome.job_id)
    assert (run["status"], run["item_count"]) == ("LANDED", items)
    assert run["byte_count"] == (SAMPLES / name).stat().st_size
    assert run["content_hash"] == sha256((SAMPLES / name).read_bytes()).hexdigest()
    assert (outcome.item_count, outcome.stored_count) == (items, items)


def test_items_are_stored_as_received_and_hashed_by_their_bytes(
    loader: Connection, owner: Owner, tmp_path: Path
) -> None:
    items = [
        b'{"price": 1.0, "id": 12345678901234567890123, "asin": "B0TESTAA01"}',
        b'{"text": "back\\\\slash \\t tab \\n line \\" quote \\/", "asin": "x"}',
        '{"text": "日本語 😀 é", "n": 1e400}'.encode(),
    ]
    path = tmp_path / "items.jsonl"
    path.write_bytes(b"\n".join(items) + b"\n")
    outcome = load_file(loader, path)
    assert not outcome.is_careful
    found = stored(owner, outcome.job_id)
    assert [bytes(item["content_hash"]) for item in found] == [
        sha256(item).digest()[:16] for item in items
    ]
    assert '"price": 1.0' in found[0]["text"]
    assert "12345678901234567890123" in found[0]["text"]
    assert found[1]["payload"]["text"] == 'back\\slash \t tab \n line " quote /'
    assert found[2]["payload"]["text"] == "日本語 😀 é"


def test_tabs_and_line_breaks_between_tokens_do_no_harm(
    loader: Connection, owner: Owner, tmp_path: Path
) -> None:
    path = tmp_path / "items.json"
    path.write_bytes(b'[{"a":\t1,\r\n\t"b":\r\n\t[1,\t2]},\r\n{"a":\t2}]\r\n')
    outcome = load_file(loader, path)
    assert not outcome.is_careful
    found = stored(owner, outcome.job_id)
    assert [item["payload"] for item in found] == [{"a": 1, "b": [1, 2]}, {"a": 2}]


def test_a_report_lands_as_its_rows_with_the_header_in_each(
    loader: Connection, owner: Owner
) -> None:
    outcome = load_file(loader, SAMPLES / "report.json")
    assert (outcome.format, outcome.is_careful) == ("report", False)
    found = stored(owner, outcome.job_id)
    report = json.loads((SAMPLES / "report.json").read_bytes())
    assert [item["payload"] for item in found] == [
        {"reportSpecification": report["reportSpecification"], "dataByAsin": row}
        for row in report["dataByAsin"]
    ]
    assert '"clickRate": 0.10,' in found[0]["text"]


def test_a_report_without_rows_lands_as_one_item(
    loader: Connection, owner: Owner, tmp_path: Path
) -> None:
    path = tmp_path / "empty.json"
    path.write_text('{"reportSpecification": {"a": 1}, "dataByAsin": []}')
    outcome = load_file(loader, path)
    assert [item["payload"] for item in stored(owner, outcome.job_id)] == [
        {"reportSpecification": {"a": 1}, "dataByAsin": None}
    ]


def test_good_items_land_and_each_bad_one_is_kept_with_its_reason(
    loader: Connection, owner: Owner
) -> None:
    outcome = load_file(loader, SAMPLES / "broken.jsonl")
    assert [item["item_no"] for item in stored(owner, outcome.job_id)] == [1, 10]
    rejects = rejected(owner, outcome.job_id)
    lines = (SAMPLES / "broken.jsonl").read_text().split("\n")
    assert [reject["raw_text"] for reject in rejects] == [
        lines[reject["item_no"] - 1] for reject in rejects
    ]
    assert {reject["stage"] for reject in rejects} == {"load"}
    assert dict(outcome.rejects) == {
        "json_invalid": 3,
        "json_nul_character": 1,
        "json_lone_surrogate": 1,
        "json_not_finite": 1,
        "json_not_object": 3,
        "json_truncated": 1,
    }
    assert the_run(owner, outcome.job_id)["item_count"] == 12


def test_raw_text_of_rejects_shows_undecodable_bytes_and_nul_characters(
    loader: Connection, owner: Owner, tmp_path: Path
) -> None:
    path = tmp_path / "bytes.jsonl"
    path.write_bytes(b'{"a": "\xff\\n\ttab"}\n{"a": "\x00"}\n{"a": 1}\n')
    rejects = rejected(owner, load_file(loader, path).job_id)
    assert [(reject["reason_code"], reject["raw_text"]) for reject in rejects] == [
        ("encoding_invalid", '{"a": "\\xff\\n\ttab"}'),
        ("json_nul_character", '{"a": "\\x00"}'),
    ]


def test_an_item_over_the_limit_is_rejected_whole(
    loader: Connection, owner: Owner, tmp_path: Path
) -> None:
    big = json.dumps(
        {"asin": "B0TESTAA02", "text": "é😀" * 500_000}, ensure_ascii=False
    )
    assert len(big.encode()) > 5_000_000 - 2_000_000
    path = tmp_path / "big.json"
    path.write_text(f'[{{"asin": "B0TESTAA01"}},{big},{{"asin": "B0TESTAA03"}}]')
    outcome = load_file(loader, path, limit=2_000_000)
    assert [item["asin"] for item in stored(owner, outcome.job_id)] == [
        "B0TESTAA01",
        "B0TESTAA03",
    ]
    [reject] = rejected(owner, outcome.job_id)
    assert (reject["item_no"], reject["reason_code"]) == (2, "item_too_large")
    assert reject["raw_text"] == big


def test_a_file_that_is_no_data_leaves_a_run_with_its_reject(
    loader: Connection, owner: Owner, tmp_path: Path
) -> None:
    path = tmp_path / "page.json"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    outcome = load_file(loader, path)
    assert outcome.stored_count == 0
    [reject] = rejected(owner, outcome.job_id)
    assert "a PNG image" in reject["detail"]
    assert reject["raw_text"] == "\\x89PNG\r\n\x1a\n\\x00\\xff"


@pytest.mark.parametrize("content", [b"", b" \n", b"[]", b"[\n]", b"asin,title\n"])
def test_a_file_without_items_is_an_error_and_leaves_no_run(
    loader: Connection, owner: Owner, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "empty.json"
    path.write_bytes(content)
    with pytest.raises(LoaderError, match="holds no items"):
        load_file(loader, path)
    assert count(owner, "core.ingest_runs") == 0


def test_an_item_that_only_the_database_refuses_is_rejected_alone(
    loader: Connection, owner: Owner, tmp_path: Path
) -> None:
    path = tmp_path / "numbers.jsonl"
    lines = [json.dumps({"n": n}) for n in range(1200)]
    lines[700] = '{"n": 1e200000}'
    lines[900] = '{"n": }'
    path.write_text("\n".join(lines))
    outcome = load_file(loader, path)
    found = stored(owner, outcome.job_id)
    assert len(found) == outcome.stored_count == 1198
    assert bytes(found[0]["content_hash"]) == sha256(b'{"n": 0}').digest()[:16]
    assert outcome.is_careful
    assert dict(outcome.rejects) == {"json_refused": 1, "json_invalid": 1}
    first, second = rejected(owner, outcome.job_id)
    assert (first["item_no"], first["reason_code"]) == (701, "json_refused")
    assert first["raw_text"] == '{"n": 1e200000}'
    assert (second["item_no"], second["reason_code"]) == (901, "json_invalid")


def test_loading_the_same_file_twice_is_loading_it_once(
    loader: Connection, owner: Owner
) -> None:
    first = load_file(loader, SAMPLES / "products.json")
    second = load_file(loader, SAMPLES / "products.json")
    assert (first.is_new, second.is_new) == (True, False)
    assert first.job_id == second.job_id
    assert count(owner, "staging_raw.raw_events") == 3


def test_another_marketplace_or_time_of_observation_makes_another_batch(
    loader: Connection,
) -> None:
    ids = {
        load_file(loader, SAMPLES / "products.json", **options).job_id
        for options in (
            {},
            {"marketplace": "CA"},
            {"marketplace": "US"},
            {"observed_at": datetime(2026, 1, 2, tzinfo=UTC)},
        )
    }
    assert len(ids) == 4
    assert all(job_id.startswith("file:products.json:") for job_id in ids)


def test_each_tenant_has_its_own_batch_of_a_file() -> None:
    with open_source(str(SAMPLES / "report.json")) as source:
        runs = [
            run_of_file(
                source,
                source_name="file",
                marketplace="US",
                observed_at=None,
                job_id=None,
                tenant=tenant,
            )
            for tenant in (None, "acme", "globex")
        ]
    assert [run.tenant for run in runs] == [None, "acme", "globex"]
    assert len({run.job_id for run in runs}) == 3


def test_a_job_id_that_stands_for_other_content_is_refused(
    loader: Connection, owner: Owner
) -> None:
    load_file(loader, SAMPLES / "products.json", job_id="monday")
    with pytest.raises(psycopg.Error) as refused:
        load_file(loader, SAMPLES / "ranks.jsonl", job_id="monday")
    assert refused.value.sqlstate == "AM409"
    assert count(owner, "staging_raw.raw_events") == 3


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "dataset_x_2025-11-29_17-01-30-253.json",
            datetime(2025, 11, 29, 17, 1, 30, 253000, UTC),
        ),
        ("x_2025-11-29.json", None),
        ("x_2025-13-29_17-01-30-253.json", None),
        ("x_12025-11-29_17-01-30-2535.json", None),
    ],
)
def test_only_a_full_apify_time_stamp_in_the_name_is_believed(
    name: str, expected: datetime | None
) -> None:
    assert observed_in_name(name) == expected


def test_the_time_of_observation_comes_from_the_option_then_the_name(
    loader: Connection, owner: Owner
) -> None:
    path = SAMPLES / "dataset_kettles_2026-01-02_03-04-05-678.json"
    named = load_file(loader, path)
    assert (named.observed_from, named.observed_at) == (
        "file name",
        datetime(2026, 1, 2, 3, 4, 5, 678000, UTC),
    )
    assert the_run(owner, named.job_id)["observed_at"] == named.observed_at
    told = load_file(loader, path, observed_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert told.observed_from == "--observed-at"
    arrived = load_file(loader, SAMPLES / "products.json")
    assert arrived.observed_from == "arrival"
    assert the_run(owner, arrived.job_id)["observed_at"] is None


def test_a_file_that_changes_while_it_is_read_is_not_loaded(
    loader: Connection, owner: Owner, tmp_path: Path
) -> None:
    path = tmp_path / "growing.jsonl"
    path.write_text('{"a": 1}\n')
    with open_source(str(path)) as source:
        run = run_of_file(
            source, source_name="file", marketplace=None, observed_at=None, job_id=None
        )
        # What a writer does between the hash and the reading is found at the end.
        original = source.stream

        class Growing:
            name, size = source.name, source.size

            @property
            def version(self) -> tuple[int, int]:
                return source.version

            def stream(self, **options: Any) -> Any:
                with path.open("a") as file:
                    file.write('{"a": 2}\n')
                return original(**options)

        with pytest.raises(LoaderError, match="changed while it was read"):
            load(loader, Growing(), run)  # type: ignore[arg-type]
    assert count(owner, "core.ingest_runs") == 0


def test_a_named_pipe_is_loaded_like_a_file(
    loader: Connection, owner: Owner, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    data = gzip.compress((SAMPLES / "ranks.jsonl").read_bytes())
    writer = threading.Thread(target=lambda: pipe.write_bytes(data))
    writer.start()
    outcome = load_file(loader, pipe)
    writer.join()
    assert len(stored(owner, outcome.job_id)) == 3


def test_a_landed_file_is_promoted_by_the_loaders_own_role(
    loader: Connection, owner: Owner
) -> None:
    outcome = load_file(loader, SAMPLES / "products.json", marketplace="US")
    promotion = promote(loader, outcome.job_id)
    assert promotion.status == "SUCCESS"
    assert promotion.received_count == 3
    assert the_run(owner, outcome.job_id)["status"] == "SUCCESS"


@contextmanager
def running(url: str, *arguments: str, code: str) -> Iterator[subprocess.Popen[str]]:
    """Run Python code as a process of its own, and never leave it behind."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "LOADER_DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


# Python ignores SIGINT where the shell that started the tests does.
RUN = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from loader.cli import app
app(prog_name='asinmart')
"""
PEAK = """
import atexit, re, sys
def tell():
    status = open('/proc/self/status').read()
    print('peak', re.search(r'VmHWM:\\s+(\\d+)', status)[1], file=sys.stderr)
atexit.register(tell)
"""


def many_lines(path: Path, items: int) -> None:
    item = json.dumps({"asin": "B0TESTAA01", "title": "x" * 300, "price": 1.5})
    block = (item + "\n") * 1000
    with path.open("w") as file:
        for _ in range(items // 1000):
            file.write(block)


def copying(superuser: psycopg.Connection[Any]) -> bool:
    """Tell whether a COPY into raw_events has already taken in rows."""
    # Other people's progress is shown to superusers only.
    found = superuser.execute(
        """
        select from pg_stat_progress_copy as p
        where p.datname = current_database()
            and p.relid = 'staging_raw.raw_events'::regclass
            and p.tuples_processed > 1000
        """
    ).fetchone()
    return found is not None


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_loader_that_dies_midway_leaves_nothing_and_can_be_repeated(
    loader_url: str,
    superuser: psycopg.Connection[Any],
    owner: Owner,
    tmp_path: Path,
    death: signal.Signals,
) -> None:
    path = tmp_path / "many.jsonl"
    many_lines(path, 60_000)
    with running(loader_url, "load", str(path), code=RUN) as process:
        wait_until(lambda: copying(superuser))
        process.send_signal(death)
        _, errors = process.communicate(timeout=LIMIT)
    assert process.returncode == (1 if death == signal.SIGINT else -death)
    if death == signal.SIGINT:
        assert errors == (
            "asinmart: Interrupted; the batch under way was rolled back. Run the same"
            " command again to continue.\n"
        )
    wait_until(lambda: not copying(superuser))
    assert count(owner, "core.ingest_runs") == 0
    assert count(owner, "staging_raw.raw_events") == 0
    with running(loader_url, "load", str(path), code=RUN) as process:
        assert process.communicate(timeout=LIMIT)[1] == ""
    assert process.returncode == 0
    assert count(owner, "staging_raw.raw_events") == 60_000


def test_a_database_that_goes_away_midway_is_one_sentence(
    loader_url: str, superuser: psycopg.Connection[Any], owner: Owner, tmp_path: Path
) -> None:
    path = tmp_path / "many.jsonl"
    many_lines(path, 60_000)
    with running(loader_url, "load", str(path), code=RUN) as process:
        wait_until(lambda: copying(superuser))
        superuser.execute(
            "select pg_terminate_backend(p.pid) from pg_stat_progress_copy as p"
            " where p.datname = current_database()"
        )
        _, errors = process.communicate(timeout=LIMIT)
    assert process.returncode == 1
    assert errors.count("\n") == 1
    assert "connection to the database was lost" in errors
    assert count(owner, "core.ingest_runs") == 0


def test_memory_stays_flat_whatever_the_size_of_file_and_item(
    loader_url: str, tmp_path: Path
) -> None:
    lines = tmp_path / "many.jsonl"
    many_lines(lines, 100_000)
    array = tmp_path / "many.json"
    array.write_text("[" + ",".join(lines.read_text().splitlines()) + "]")
    report = tmp_path / "report.json"
    report.write_text(
        '{"reportSpecification": {"a": "' + "x" * 300 + '"}, "data": '
        f'{array.read_text()}, "none": [{",".join(["{}"] * 50_000)}]}}'
    )
    endless = tmp_path / "endless.json"
    endless.write_text('[{"asin": "' + "x" * 60_000_000 + '"}]')
    packed = tmp_path / "packed.json.gz"
    packed.write_bytes(gzip.compress(endless.read_bytes(), 1))
    paths = map(str, (lines, array, report, endless, packed))
    with running(loader_url, "load", "--json", *paths, code=PEAK + RUN) as process:
        answer, errors = process.communicate(timeout=LIMIT)
    reports = [json.loads(line) for line in answer.splitlines()]
    assert [found["stored"] for found in reports] == [100_000, 100_000, 150_000, 0, 0]
    assert reports[3]["reject_reasons"] == {"item_too_large": 1}
    assert reports[4]["bytes"] == endless.stat().st_size
    peak = int(errors.split("peak ")[1])
    assert peak < 150_000, f"{peak} kB"
