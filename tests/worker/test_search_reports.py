"""Reports asked from Amazon by the worker, from the plan to the rows.

A real server speaks the endpoints, with all their faults. No test waits for Amazon's
pauses: the server names short ones.
"""

import gzip
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from psycopg.rows import DictRow

from tests.support.databases import Database
from tests.support.spapi import (
    ACCESS_TOKEN,
    CLIENT_ID,
    CLIENT_SECRET,
    REFRESH_TOKEN,
    SIGNATURE,
    Answer,
    FakeSpapi,
    document,
    problem,
    serving_spapi,
)
from tests.support.waiting import LIMIT, wait_until
from tests.support.worker import Owner, WorkerProcess, claim, connect

A = "00000000-0000-0000-0000-0000000000aa"
B = "00000000-0000-0000-0000-0000000000bb"
SETTINGS = """
    update ops.settings as s set value = v.value
    from (
        values
            ('sqp_wanted_weeks', '1'), ('sqp_wanted_months', '0'),
            ('sqp_week_lag', '0 days')
    ) as v (name, value)
    where s.name = v.name
"""
MAP = """
    with brand as (
        insert into core.brands (tenant_id, brand_name) values (%(tenant)s, 'Acme')
        returning id, tenant_id
    )
    insert into core.asin_brand_mapping (tenant_id, asin, marketplace, brand_id)
    select b.tenant_id, 'B0' || lpad(n::text, 8, '0'), 'US', b.id
    from brand as b
    cross join generate_series(1, %(count)s) as n
"""
STORE = "select app.set_spapi_credential(%s, 'na', %s, %s, %s)"
PROMOTE = "select p.status from ops.promote_run(%s) as p"
SLOWER = problem(429, "QuotaExceeded", x_amzn_RateLimit_Limit="20.0")


@pytest.fixture
def owner(clone: Database) -> Iterator[Owner]:
    with closing(connect(clone.owner)) as connection:
        claim(connection)
        connection.execute(
            "insert into app.tenants (tenant_id, name) values (%s, 'a'), (%s, 'b')",
            [A, B],
        )
        connection.execute(SETTINGS)
        yield connection


@pytest.fixture
def amazon() -> Iterator[FakeSpapi]:
    with serving_spapi() as fake:
        yield fake
    assert fake.complaints == []


@pytest.fixture
def worker(
    clone: Database, owner: Owner, amazon: FakeSpapi, tmp_path: Path
) -> Iterator[WorkerProcess]:
    process = WorkerProcess(
        clone,
        tmp_path / "worker.log",
        WORKER_SPAPI_URL=amazon.url,
        WORKER_SPAPI_LOGIN_URL=f"{amazon.url}/auth/o2/token",
        WORKER_REPORT_POLL_INTERVAL="0.05",
        WORKER_REPORT_CONCURRENCY="1",
        # With it even a library that logs by level would talk.
        WORKER_LOG_LEVEL="DEBUG",
    )
    yield process
    process.kill()
    told = process.said() if process.log.exists() else ""
    rows = owner.execute(
        """
        select t::text from ops.task_executions as t
        union all select f::text from ops.task_failures as f
        union all select r::text from sqp.report_requests as r
        union all select c::text from app.spapi_credentials as c
        union all select d::text from ops.doctor() as d
        union all select r::text from core.ingest_runs as r
        """
    ).fetchall()
    told += "".join(row["t"] for row in rows)
    for secret in (CLIENT_SECRET, REFRESH_TOKEN, ACCESS_TOKEN, SIGNATURE):
        assert secret not in told


def store(owner: Owner, *, tenant: str = A, products: int = 2) -> None:
    """Give a tenant products and the right credential."""
    owner.execute(MAP, {"tenant": tenant, "count": products})
    owner.execute(STORE, [tenant, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN])


def plan(owner: Owner) -> None:
    owner.execute("call ops.run_job('plan-search-reports', 'manual')")


def requests(owner: Owner) -> list[DictRow]:
    return owner.execute(
        "select r.* from sqp.report_requests as r order by r.id"
    ).fetchall()


def until(owner: Owner, *states: str) -> list[DictRow]:
    """Wait until the requests have these states, in their order."""
    wait_until(lambda: [row["state"] for row in requests(owner)] == list(states))
    return requests(owner)


def running(owner: Owner) -> int:
    query = (
        "select count(*) as n from ops.task_executions as t where t.status = 'doing'"
    )
    found = owner.execute(query).fetchone()
    assert found is not None
    return int(found["n"])


def promote(owner: Owner, request: DictRow) -> None:
    found = owner.execute(PROMOTE, [request["job_id"]]).fetchone()
    assert found == {"status": "SUCCESS"}


def coverage(owner: Owner, tenant: str = A) -> set[tuple[str, int]]:
    rows = owner.execute(
        """
        select c.state, count(*)::integer as n from mart.brand_coverage as c
        where c.tenant_id = %s group by 1
        """,
        [tenant],
    ).fetchall()
    return {(row["state"], row["n"]) for row in rows}


def doctor(owner: Owner) -> list[DictRow]:
    return owner.execute(
        "select d.* from ops.doctor() as d where d.check_name = 'search reports'"
    ).fetchall()


def dead_letters(owner: Owner) -> int:
    row = owner.execute(
        "select count(*) as n from ops.task_executions as t where t.is_dead_letter"
    ).fetchone()
    assert row is not None
    return int(row["n"])


def packed(order: dict[str, Any]) -> bytes:
    return gzip.compress(document(order))


def test_a_report_is_asked_looked_at_and_loaded_for_its_tenant(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    amazon.polls_until_done = 2
    store(owner, products=20)
    worker.start()
    plan(owner)
    rows = until(owner, "loaded", "loaded")
    assert [len(row["asins"]) for row in rows] == [18, 2]
    orders = list(amazon.orders.values())
    assert [order["reportOptions"] for order in orders] == [
        {"reportPeriod": "WEEK", "asin": " ".join(row["asins"])} for row in rows
    ]
    assert {
        (order["dataStartTime"], order["dataEndTime"], *order["marketplaceIds"])
        for order in orders
    } == {
        (
            f"{rows[0]['start_date']}T00:00:00Z",
            f"{rows[0]['end_date']}T00:00:00Z",
            "ATVPDKIKX0DER",
        )
    }
    assert coverage(owner) == {("requested", 20)}
    for row in rows:
        promote(owner, row)
    assert coverage(owner) == {("reported", 20)}
    found = owner.execute(
        """
        select q.tenant_id::text as tenant, count(*) as n
        from sqp.search_query_performance as q group by 1
        """
    ).fetchall()
    assert found == [{"tenant": A, "n": 60}]
    plan(owner)
    assert len(requests(owner)) == 2, "what has come is not asked again"
    assert amazon.count("createReport") == 2
    assert dead_letters(owner) == 0
    assert doctor(owner)[0]["status"] == "ok"


def test_a_document_is_read_however_it_is_packed(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    said = {"content-encoding": "gzip"}
    ways: list[tuple[Callable[[dict[str, Any]], bytes], dict[str, str]]] = [
        (document, {}),
        (packed, {}),
        (packed, said),
        (lambda order: gzip.compress(packed(order)), said),
    ]

    def document_of(order: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        place = list(amazon.orders.values()).index(order)
        pack, headers = ways[place]
        return pack(order), headers

    amazon.document_of = document_of
    store(owner, products=4 * 18)
    plan(owner)
    worker.start()
    for row in until(owner, *4 * ["loaded"]):
        promote(owner, row)
    assert coverage(owner) == {("reported", 4 * 18)}
    assert amazon.count("download") == 4


def test_a_damaged_document_is_downloaded_again_and_nothing_half_is_kept(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    broken: list[Callable[[dict[str, Any]], tuple[bytes, dict[str, str]]]] = [
        lambda order: (packed(order)[:-20], {}),
        lambda order: (document(order)[:-300], {}),
        lambda order: (packed(order)[:-20], {"content-length": "9999"}),
        lambda order: (gzip.compress(packed(order))[:-20], {}),
        lambda order: (b"", {}),
        lambda order: (b"<html>Sorry</html>", {}),
    ]
    reached, go_on = Event(), Event()

    def document_of(order: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        if broken:
            return broken.pop(0)(order)
        reached.set()
        assert go_on.wait(LIMIT)
        return packed(order), {}

    amazon.document_of = document_of
    store(owner)
    plan(owner)
    worker.start()
    assert reached.wait(LIMIT)
    assert requests(owner)[0]["error_count"] == 6
    count = "select count(*) as n from staging_raw.raw_events"
    assert owner.execute(count).fetchone() == {"n": 0}
    assert owner.execute("select 1 from staging_raw.rejected_events").fetchall() == []
    assert owner.execute("select 1 from core.ingest_runs").fetchall() == []
    assert coverage(owner) == {("requested", 2)}
    go_on.set()
    [row] = until(owner, "loaded")
    assert (row["error"], row["error_count"]) == (None, 0)
    promote(owner, row)
    assert coverage(owner) == {("reported", 2)}
    assert amazon.count("createReport") == 1


def test_the_pauses_that_amazon_asks_for_are_kept(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    again = problem(429, "QuotaExceeded", Retry_After="0.1")
    operations = ("createReport", "getReport", "getReportDocument")
    for operation in operations:
        amazon.faults[operation] = [SLOWER, again, SLOWER]
    amazon.faults["login"] = [again]
    store(owner)
    plan(owner)
    worker.start()
    [row] = until(owner, "loaded")
    assert [amazon.count(operation) for operation in operations] == [4, 4, 4]
    assert len(amazon.orders) == 1
    assert row["error_count"] == 0, "a pause is no fault"
    assert amazon.count("getReports") == 0, "a refused request was not asked"


def test_a_pause_holds_for_all_requests_of_the_account(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    amazon.faults["createReport"] = [problem(429, "QuotaExceeded", Retry_After="3600")]
    store(owner, products=40)
    store(owner, tenant=B)
    plan(owner)
    worker.start()
    wait_until(
        lambda: (
            worker.said().count("Amazon asked for slower requests") >= 2
            and "loaded" in [row["state"] for row in requests(owner)]
        )
    )
    states = sorted((str(row["tenant_id"]), row["state"]) for row in requests(owner))
    assert states == [(A, "queued"), (A, "queued"), (A, "queued"), (B, "loaded")]
    assert amazon.count("createReport") == 2
    waiting = [row for row in requests(owner) if row["state"] == "queued"]
    assert {row["asked_at"] for row in waiting} == {None}


def test_faults_of_amazon_pass_without_another_report(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    broken: list[Answer] = [
        problem(500, "InternalFailure"),
        (503, {}, b"<html>Service unavailable</html>"),
        (200, {}, b"not JSON"),
    ]
    operations = ("login", "createReport", "getReport", "getReportDocument", "download")
    for operation in operations:
        amazon.faults[operation] = list(broken)
    store(owner)
    plan(owner)
    worker.start()
    [row] = until(owner, "loaded")
    assert not any(amazon.faults.values())
    assert len(amazon.orders) == 1
    assert (row["error"], row["error_count"]) == (None, 0)


def test_a_report_whose_number_got_lost_is_found_and_not_asked_again(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    amazon.lost = ["createReport", "createReport"]
    store(owner, products=20)
    plan(owner)
    worker.start()
    rows = until(owner, "loaded", "loaded")
    assert {row["report_id"] for row in rows} == set(amazon.orders)
    assert amazon.count("createReport") == 2
    assert amazon.count("getReports") == 2
    for row in rows:
        promote(owner, row)
    assert coverage(owner) == {("reported", 20)}


@pytest.mark.parametrize(
    "operation",
    ["createReport", "getReport", "getReportDocument", "download"],
)
def test_a_worker_killed_at_any_step_asks_once_and_loads_once(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi, operation: str
) -> None:
    reached, go_on = Event(), Event()

    def hold(what: str) -> None:
        if what == operation:
            reached.set()
            assert go_on.wait(LIMIT)

    amazon.after = hold
    store(owner)
    plan(owner)
    worker.start()
    assert reached.wait(LIMIT)
    worker.kill()
    go_on.set()
    worker.start()
    [row] = until(owner, "loaded")
    assert amazon.count("createReport") == 1
    assert row["attempts"] > 1
    runs = owner.execute("select r.job_id from core.ingest_runs as r").fetchall()
    assert runs == [{"job_id": f"spapi:report-1:{A}"}]
    promote(owner, row)
    assert coverage(owner) == {("reported", 2)}


def test_a_report_that_fails_at_amazon_is_asked_again_days_later(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    amazon.status = "FATAL"
    store(owner)
    plan(owner)
    worker.start()
    [row] = until(owner, "failed")
    assert row["error"] == "Amazon could not make the report."
    assert (row["next_attempt_at"] - row["finished_at"]).days == 1
    assert coverage(owner) == {("failed", 2)}
    plan(owner)
    assert len(requests(owner)) == 1, "not before its time"
    assert dead_letters(owner) == 0
    [check] = doctor(owner)
    assert check["status"] == "warning"
    assert "1 failed in the last 24 hours" in check["detail"]
    amazon.status = "DONE"
    owner.execute("update sqp.report_requests set next_attempt_at = now()")
    plan(owner)
    row = until(owner, "failed", "loaded")[1]
    assert row["failure_count"] == 1
    promote(owner, row)
    assert coverage(owner) == {("reported", 2)}


def test_a_report_that_amazon_cancels_has_no_data_yet(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    amazon.status = "CANCELLED"
    store(owner)
    plan(owner)
    worker.start()
    [row] = until(owner, "no_data_yet")
    assert (row["next_attempt_at"] - row["finished_at"]).days == 1
    assert coverage(owner) == {("no_data_yet", 2)}
    plan(owner)
    assert len(requests(owner)) == 1
    assert doctor(owner)[0]["status"] == "ok", "late data are nobody's fault"


def test_a_request_that_amazon_refuses_is_a_failure_with_its_word(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    amazon.faults["createReport"] = [problem(400, "InvalidInput")]
    store(owner)
    plan(owner)
    worker.start()
    [row] = until(owner, "failed")
    assert row["error"] == "Amazon answers 400 InvalidInput for createReport."
    assert amazon.count("createReport") == 1


def test_after_many_faults_a_request_fails_and_is_no_dead_letter(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    worker.environment["WORKER_MAX_ATTEMPTS"] = "3"
    amazon.faults["getReport"] = [problem(500, "InternalFailure")] * 3
    store(owner)
    plan(owner)
    worker.start()
    [row] = until(owner, "failed")
    assert row["error"] == "Amazon answers 500 InternalFailure for getReport."
    assert amazon.count("getReport") == 3
    assert dead_letters(owner) == 0


def test_refused_access_stops_all_requests_of_the_account_with_one_warning(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    amazon.faults["createReport"] = [problem(403, "Unauthorized")]
    store(owner, products=40)
    plan(owner)
    worker.start()
    rows = until(owner, "access_denied", "access_denied", "access_denied")
    assert amazon.count("createReport") == 1, "one refusal is enough"
    assert {row["asked_at"] for row in rows} == {None}
    assert coverage(owner) == {("access_denied", 40)}
    checks = doctor(owner)
    assert [check["status"] for check in checks] == ["warning"]
    assert "a (na): Amazon answers 403 Unauthorized" in checks[0]["detail"]
    assert dead_letters(owner) == 0
    plan(owner)
    assert len(requests(owner)) == 3, "nothing is asked with it"
    # Another tenant goes on.
    store(owner, tenant=B)
    plan(owner)
    wait_until(lambda: requests(owner)[-1]["state"] == "loaded")
    # A new credential, and all of it is asked.
    owner.execute(STORE, [A, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN])
    assert doctor(owner)[0]["status"] == "ok"
    plan(owner)
    wait_until(lambda: [row["state"] for row in requests(owner)].count("loaded") == 4)
    assert len(amazon.orders) == 4


def test_a_report_resumes_when_access_is_back(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    amazon.faults["getReport"] = [problem(403, "Unauthorized")]
    store(owner)
    plan(owner)
    worker.start()
    [row] = until(owner, "access_denied")
    assert row["report_id"] == "report-1"
    # A request whose task still runs gets no other one: that waits for the next plan.
    wait_until(lambda: running(owner) == 0)
    owner.execute(STORE, [A, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN])
    plan(owner)
    [row] = until(owner, "loaded")
    assert amazon.count("createReport") == 1


@pytest.mark.parametrize(
    ("secret", "token", "said"),
    [
        ("wrong", REFRESH_TOKEN, "Login with Amazon answers 401 invalid_client."),
        (CLIENT_SECRET, "Atzr|old", "Login with Amazon answers 400 invalid_grant."),
    ],
)
def test_a_credential_that_is_no_longer_valid_is_refused_access(
    owner: Owner,
    worker: WorkerProcess,
    amazon: FakeSpapi,
    secret: str,
    token: str,
    said: str,
) -> None:
    store(owner)
    owner.execute(STORE, [A, CLIENT_ID, secret, token])
    plan(owner)
    worker.start()
    [row] = until(owner, "access_denied")
    assert row["error"] == said
    assert amazon.requests == ["login"]
    owner.execute(STORE, [A, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN])
    plan(owner)
    until(owner, "access_denied", "loaded")


def test_an_address_that_has_expired_is_no_refusal_of_access(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    amazon.faults["download"] = [(403, {}, b"<Error><Code>AccessDenied</Code></Error>")]
    store(owner)
    plan(owner)
    worker.start()
    until(owner, "loaded")
    assert amazon.count("getReportDocument") == 2
    assert amazon.count("createReport") == 1


def test_a_copy_of_the_database_asks_nothing(
    owner: Owner, worker: WorkerProcess, amazon: FakeSpapi
) -> None:
    store(owner)
    plan(owner)
    owner.execute("update ops.instance set database_oid = 1")
    worker.start()
    wait_until(lambda: "worker_idle" in worker.said())
    assert [row["state"] for row in requests(owner)] == ["queued"]
    assert amazon.requests == []
