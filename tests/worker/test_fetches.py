"""Fetches by the worker, from the job to staging, from a server that imitates Apify."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from psycopg.rows import DictRow

from tests.support.apify import RUN_ID, TOKEN, FakeApify, serving_apify
from tests.support.databases import Database
from tests.support.waiting import wait_until
from tests.support.worker import Owner, WorkerProcess, claim, connect

PROMOTE = "select p.status from ops.promote_run(%s) as p"


@pytest.fixture
def owner(clone: Database) -> Iterator[Owner]:
    with closing(connect(clone.owner)) as connection:
        claim(connection)
        connection.execute("delete from app.tracked_products")
        yield connection


@pytest.fixture
def fake_apify() -> Iterator[FakeApify]:
    with serving_apify() as fake:
        fake.items_of = products
        yield fake


@pytest.fixture
def worker(
    clone: Database, fake_apify: FakeApify, tmp_path: Path
) -> Iterator[WorkerProcess]:
    process = WorkerProcess(
        clone,
        tmp_path / "worker.log",
        APIFY_TOKEN=TOKEN,
        APIFY_API_URL=fake_apify.url,
    )
    yield process
    process.kill()


def products(actor_input: Any) -> list[dict[str, Any]]:
    """Give a product for each page that was asked for."""
    pages = [page["url"] for page in actor_input["categoryOrProductUrls"]]
    return [
        {
            "asin": page.rpartition("/")[2],
            "title": "Kettle",
            "price": {"value": 19.5, "currency": "$"},
            "url": page,
        }
        for page in pages
    ]


def track(owner: Owner, marketplace: str, first: int, last: int) -> None:
    owner.execute(
        """
        insert into app.tracked_products (asin, marketplace)
        select 'B0' || lpad(n::text, 8, '0'), %s
        from generate_series(%s::integer, %s) as n
        """,
        [marketplace, first, last],
    )


def fetches(owner: Owner) -> list[DictRow]:
    return owner.execute("select f.* from ops.fetches as f order by f.id").fetchall()


def until(owner: Owner, status: str) -> list[DictRow]:
    wait_until(lambda: {row["status"] for row in fetches(owner)} == {status})
    return fetches(owner)


def job(owner: Owner, name: str) -> None:
    owner.execute("call ops.run_job(%s, 'manual')", [name])


def test_what_is_due_is_fetched_in_slices_and_loaded_with_its_cost(
    owner: Owner, worker: WorkerProcess, fake_apify: FakeApify
) -> None:
    fake_apify.finished_at = datetime.now(UTC).isoformat()
    track(owner, "US", 1, 120)
    track(owner, "DE", 1, 1)
    worker.start()
    job(owner, "fetch-products")
    rows = until(owner, "landed")
    assert sorted(row["item_count"] for row in rows) == [1, 60, 60]
    assert {float(row["cost"]) for row in rows} == {0.2654}
    assert len(fake_apify.inputs) == 3
    runs = owner.execute(
        """
        select r.job_id, r.status, r.item_count, r.cost, r.marketplace, r.source
        from core.ingest_runs as r where r.job_id ~ '^apify:'
        """
    ).fetchall()
    assert {row["job_id"] for row in rows} == {run["job_id"] for run in runs}
    assert {run["source"] for run in runs} == {"apify:junglee/amazon-crawler"}
    assert sorted(run["marketplace"] for run in runs) == ["DE", "US", "US"]
    job(owner, "fetch-products")
    assert len(fetches(owner)) == 3, "what waits for promotion is not due"
    for run in runs:
        owner.execute(PROMOTE, [run["job_id"]])
    found = owner.execute("select count(*) as n from core.products").fetchone()
    assert found == {"n": 121}
    job(owner, "fetch-products")
    assert len(fetches(owner)) == 3, "what was just seen is not due"


def test_a_worker_killed_while_it_waits_does_not_pay_twice(
    owner: Owner, worker: WorkerProcess, fake_apify: FakeApify
) -> None:
    track(owner, "US", 1, 2)
    fake_apify.polls_until_done = 1_000_000
    job(owner, "fetch-health-sample")
    worker.start()
    wait_until(lambda: any(RUN_ID in request for request in fake_apify.requests))
    worker.kill()
    [row] = fetches(owner)
    assert (row["status"], row["source_run_id"]) == ("running", RUN_ID)
    fake_apify.polls_until_done = 1
    worker.start()
    [row] = until(owner, "landed")
    assert row["attempts"] == 2
    assert row["purpose"] == "health"
    assert len(fake_apify.inputs) == 1


def test_a_worker_told_to_stop_while_it_waits_stops_in_time(
    owner: Owner, worker: WorkerProcess, fake_apify: FakeApify
) -> None:
    worker.environment["WORKER_SHUTDOWN_TIMEOUT"] = "0.2"
    track(owner, "US", 1, 2)
    fake_apify.polls_until_done = 1_000_000
    job(owner, "fetch-products")
    worker.start()
    wait_until(lambda: any(RUN_ID in request for request in fake_apify.requests))
    assert worker.stop() == 0
    fake_apify.polls_until_done = 1
    worker.start()
    until(owner, "landed")
    assert len(fake_apify.inputs) == 1


def test_without_a_token_the_ledger_says_so_and_nothing_is_tried_again(
    owner: Owner, worker: WorkerProcess, fake_apify: FakeApify
) -> None:
    del worker.environment["APIFY_TOKEN"]
    track(owner, "US", 1, 2)
    job(owner, "fetch-products")
    worker.start()
    [row] = until(owner, "failed")
    assert row["error"] == (
        "No Apify token is set. Set APIFY_TOKEN to the one from Apify Console >"
        " Settings > API."
    )
    assert row["attempts"] == 1
    assert worker.is_alive
    assert fake_apify.requests == []
    check = owner.execute(
        "select d.status, d.detail from ops.doctor() as d"
        " where d.check_name = 'fetches'"
    ).fetchone()
    assert check is not None
    assert check["status"] == "warning"
    assert "No Apify token is set" in check["detail"]


def doctor(owner: Owner) -> tuple[str, str]:
    check = owner.execute(
        "select d.status, d.detail from ops.doctor() as d"
        " where d.check_name = 'fetches'"
    ).fetchone()
    assert check is not None
    return check["status"], check["detail"]


def test_a_source_that_refuses_access_is_asked_once_an_hour(
    owner: Owner, worker: WorkerProcess, fake_apify: FakeApify
) -> None:
    worker.environment["WORKER_FETCH_CONCURRENCY"] = "1"
    fake_apify.is_forbidden = True
    track(owner, "US", 1, 250)
    job(owner, "fetch-products")
    worker.start()
    wait_until(
        lambda: {row["status"] for row in fetches(owner)} == {"failed", "refused"}
    )
    rows = fetches(owner)
    assert len(rows) > 2
    assert [row["attempts"] for row in rows] == [1] + [0] * (len(rows) - 1)
    assert "apify refuses access since " in rows[1]["error"]
    assert len(fake_apify.requests) == 1, "nothing was asked again"
    job(owner, "fetch-products")
    job(owner, "fetch-health-sample")
    assert len(fetches(owner)) == len(rows), "nor will it be for an hour"
    status, detail = doctor(owner)
    assert status == "warning"
    assert "; apify denies access since " in detail
    assert "Your plan has ended" in detail

    # An hour later one product asks, and all others follow when it was let in.
    later = "update ops.sources set checked_at = checked_at - interval '1 hour'"
    owner.execute(later)
    job(owner, "fetch-products")
    wait_until(lambda: fetches(owner)[-1]["status"] == "failed")
    assert len(fetches(owner)) == len(rows) + 1
    assert len(fake_apify.requests) == 2
    fake_apify.is_forbidden = False
    owner.execute(later)
    job(owner, "fetch-products")
    wait_until(lambda: fetches(owner)[-1]["status"] == "landed")
    assert owner.execute("select s.status from ops.sources as s").fetchall() == [
        {"status": "ok"}
    ]
    assert "denies access" not in doctor(owner)[1]
    job(owner, "fetch-products")
    assert len(fetches(owner)) > len(rows) + 2


def test_a_run_that_fails_is_tried_again_and_its_cost_kept(
    owner: Owner, worker: WorkerProcess, fake_apify: FakeApify
) -> None:
    track(owner, "US", 1, 2)
    fake_apify.status, fake_apify.status_message = "FAILED", "The proxy is gone."
    job(owner, "fetch-products")
    worker.start()
    [row] = until(owner, "failed")
    assert row["attempts"] == 3
    assert len(fake_apify.inputs) == 3
    assert float(row["cost"]) == pytest.approx(3 * 0.2654)
    assert "ended as FAILED (The proxy is gone)" in row["error"]


def test_past_the_limit_of_cost_nothing_more_is_begun(
    owner: Owner, worker: WorkerProcess, fake_apify: FakeApify
) -> None:
    worker.environment["WORKER_FETCH_CONCURRENCY"] = "1"
    owner.execute(
        "update ops.settings set value = '0.2' where name = 'fetch_daily_cost'"
    )
    track(owner, "US", 1, 250)
    job(owner, "fetch-products")
    worker.start()
    wait_until(
        lambda: {row["status"] for row in fetches(owner)} == {"landed", "refused"}
    )
    rows = fetches(owner)
    assert [row["status"] for row in rows] == ["landed", "refused", "refused"]
    assert rows[1]["error"] == (
        "fetches have cost 0.27 of 0.2 US dollars today (fetch_daily_cost)"
    )
    assert len(fake_apify.inputs) == 1
    track(owner, "DE", 1, 2)
    job(owner, "fetch-products")
    assert len(fetches(owner)) == 3


def test_a_copy_of_the_database_fetches_nothing(
    owner: Owner, worker: WorkerProcess, fake_apify: FakeApify
) -> None:
    track(owner, "US", 1, 2)
    job(owner, "fetch-products")
    owner.execute("update ops.instance set database_oid = 1")
    worker.start()
    wait_until(lambda: "worker_idle" in worker.said())
    assert [row["status"] for row in fetches(owner)] == ["queued"]
    assert fake_apify.requests == []
