"""Faults made for real: each is told by an alert and by a row of the doctor.

One Postgres with pg_cron and one Redis of the tests' own, an API process, a worker,
both exporters and Prometheus. A fault is made, the alert fires, the doctor's row says
what to do, the fault is mended and the alert ends.

To see a test fail, take the alert out of deploy/prometheus/rules, or the check out of
`ops.doctor`.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import DictRow

from demo.client import ask
from tests.support import alerts
from tests.support.api import MAIN, RedisServer, item, redis_server
from tests.support.apify import TOKEN, FakeApify, serving_apify
from tests.support.crash_server import CrashServer, programs_of
from tests.support.databases import Database, migrate
from tests.support.prometheus import Monitored, monitored
from tests.support.waiting import wait_until
from tests.support.worker import Owner, WorkerProcess, claim, connect

pytestmark = pytest.mark.soak

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).date()
# Words of PromQL that look like names of metrics.
WORDS = {"sum", "max", "rate", "increase", "and", "absent", "time"}
WORDS |= {"histogram_quantile"}
BACKED_UP = """
    select ops.record_backups('test', %s, null, jsonb_build_array(jsonb_build_object(
        'label', 'one', 'kind', 'full', 'started_at', now(), 'finished_at', now(),
        'database_bytes', 1, 'stored_bytes', 1
    )))
"""


@dataclass
class Site:
    """An installation that is watched."""

    server: CrashServer
    database: Database
    redis: RedisServer
    apify: FakeApify
    worker: WorkerProcess
    owner: Owner
    superuser: Owner
    watched: Monitored = field(repr=False)

    def reconnect(self) -> None:
        """Connect again after the server ended."""
        self.disconnect()
        self.owner = connect(self.database.owner)
        self.superuser = connect(self.database.superuser)

    def disconnect(self) -> None:
        """Close the connections."""
        self.owner.close()
        self.superuser.close()

    def doctor(self) -> dict[str, DictRow]:
        """Return the rows of the doctor that are not ok, as an admin sees them."""
        with closing(connect(self.database.admin)) as admin:
            rows = admin.execute("select d.* from ops.doctor() as d").fetchall()
        return {row["check_name"]: row for row in rows if row["status"] != "ok"}

    def follow(self, advice: str) -> None:
        """Do what a row of the doctor says: its statement, as the administrator."""
        found = re.findall(r"((?:select|call) .*?\))(?=[;.,]|$)", advice)
        assert found, advice
        for statement in found:
            self.superuser.execute(statement)


@pytest.fixture(scope="module")
def site(server: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with ExitStack() as stack:
        postgres = CrashServer(server, programs_of(server))
        stack.callback(postgres.remove)
        # pg_cron works in the database postgres unless it is told otherwise.
        postgres.start("-c", "archive_mode=on", "-c", "archive_timeout=60")
        database = postgres.maintenance
        migrate(database)
        owner = stack.enter_context(closing(connect(database.owner)))
        superuser = stack.enter_context(closing(connect(database.superuser)))
        claim(owner)
        for action in ("backup", "check"):
            owner.execute(BACKED_UP, [action])
        owner.execute("delete from app.tracked_products")
        load(owner, "fresh", [item(MAIN, 20, YESTERDAY)])
        track(owner, MAIN, "US")
        for job in ("ensure-partitions", "promote-pending-runs", "watchdog"):
            owner.execute("call ops.run_job(%s, 'manual')", [job])
        redis = stack.enter_context(redis_server(folder))
        apify = stack.enter_context(serving_apify())
        apify.finished_at = datetime.now(UTC).isoformat()
        apify.items_of = fetched
        worker = WorkerProcess(
            database, folder / "worker.log", APIFY_TOKEN=TOKEN, APIFY_API_URL=apify.url
        )
        stack.callback(worker.kill)
        worker.start()
        watched = stack.enter_context(monitored(folder, database, redis.url))
        made = Site(postgres, database, redis, apify, worker, owner, superuser, watched)
        stack.callback(made.disconnect)
        archive_with(made, "/bin/true")
        yield made


def track(owner: Owner, asin: str, marketplace: str) -> None:
    owner.execute(
        "insert into app.tracked_products (asin, marketplace) values (%s, %s)",
        [asin, marketplace],
    )


def load(owner: Owner, job: str, items: list[dict[str, Any]]) -> str:
    """Load and promote a run of these items; return its status."""
    with owner.transaction():
        owner.execute("select ops.start_run(%s, 'test')", [job])
        for number, payload in enumerate(map(json.dumps, items), 1):
            owner.execute(
                "insert into staging_raw.raw_events "
                "(job_id, item_no, source, payload, content_hash) "
                "values (%s, %s, 'test', %s, sha256(%s::bytea))",
                [job, number, payload, payload.encode()],
            )
        owner.execute("select ops.land_run(%s, %s, 0)", [job, len(items)])
    row = owner.execute("select r.status from ops.promote_run(%s) as r", [job])
    return str((row.fetchone() or {})["status"])


def fetched(actor_input: Any) -> list[dict[str, Any]]:
    """The items that the actor gives for the pages asked of it."""
    pages = [page["url"] for page in actor_input["categoryOrProductUrls"]]
    return [
        {**item(page.rpartition("/")[2], 20, YESTERDAY), "url": page} for page in pages
    ]


Fault = Callable[[Site], AbstractContextManager[str]]


# Each gives what the doctor's row must name, and is mended at the end of its block.


@contextmanager
def a_job_that_fails(site: Site) -> Iterator[str]:
    rename = "alter function ops.refresh_benchmarks(timestamptz) rename to gone"
    site.owner.execute(rename)
    limit = "update ops.jobs set max_staleness = %s where job_name = %s"
    job = "refresh-benchmarks"
    site.owner.execute(limit, [timedelta(seconds=1), job])
    for _ in range(3):
        site.owner.execute("call ops.run_job(%s, 'manual')", [job])
    yield "refresh_benchmarks"
    site.owner.execute(
        "alter function ops.gone(timestamptz) rename to refresh_benchmarks"
    )
    site.follow(site.doctor()["job refresh-benchmarks"]["advice"])
    site.owner.execute(limit, [timedelta(minutes=45), job])


@contextmanager
def rows_in_a_default_partition(site: Site) -> Iterator[str]:
    name = "partitions.api_usage_logs_default"
    site.owner.execute(f"create table {name} partition of app.api_usage_logs default")
    site.owner.execute(
        "insert into app.api_usage_logs (tenant_id, called_at, endpoint, status, "
        "latency_ms, byte_count, is_cache_hit) "
        "select t.tenant_id, '2100-01-01', '/v1/x', 200, 1, 0, false "
        "from app.tenants as t limit 1"
    )
    yield name
    site.owner.execute(f"drop table {name}")


@contextmanager
def partitions_that_run_out(site: Site) -> Iterator[str]:
    rows = site.owner.execute(
        "select b.partition_name from ops.partition_bounds('core.alerts') as b "
        "where b.from_at > now()"
    ).fetchall()
    assert rows
    for row in rows:
        site.owner.execute(f"drop table {row['partition_name']}")
    yield "core.alerts"
    site.owner.execute("call ops.run_job('ensure-partitions', 'manual')")


@contextmanager
def a_run_that_is_halted(site: Site) -> Iterator[str]:
    bad = [{"asin": f"nothing {number}"} for number in range(3)]
    assert load(site.owner, "bad", [item(MAIN, 21, YESTERDAY), *bad]) == "HALTED"
    yield "bad"
    limit = "update ops.settings set value = %s where name = 'reject_share_limit'"
    site.owner.execute(limit, ["1"])
    site.owner.execute("select ops.replay('bad')")
    site.owner.execute("call ops.run_job('promote-pending-runs', 'manual')")
    site.owner.execute(limit, ["0.5"])


@contextmanager
def a_source_that_answers_403(site: Site) -> Iterator[str]:
    site.apify.is_forbidden = True
    track(site.owner, "B0TESTCALL", "UK")
    site.owner.execute("call ops.run_job('fetch-products', 'manual')")
    yield "Your plan has ended"
    site.apify.is_forbidden = False
    # A source that refuses is asked again after an hour.
    site.owner.execute(
        "update ops.sources set checked_at = checked_at - interval '1 hour'"
    )
    site.owner.execute(
        "select ops.retry_task(t.task_id) from ops.task_executions as t "
        "where t.is_dead_letter"
    )
    wait_until(lambda: not site.watched.prometheus.is_firing("SourceAccessDenied"))


@contextmanager
def a_worker_that_died(site: Site) -> Iterator[str]:
    age = "update ops.settings set value = %s where name = 'worker_max_age'"
    site.owner.execute(age, ["10 seconds"])
    site.worker.kill()
    track(site.owner, "B0TESTLATE", "IT")
    site.owner.execute("call ops.run_job('fetch-products', 'manual')")
    yield "tasks due: "
    site.worker.start()
    wait_until(lambda: "worker" not in site.doctor())
    site.owner.execute(age, ["2 minutes"])


@contextmanager
def a_transaction_that_is_forgotten(site: Site) -> Iterator[str]:
    age = "update ops.settings set value = %s where name = 'transaction_max_age'"
    site.owner.execute(age, ["3 seconds"])
    with psycopg.connect(site.database.loader) as forgotten:
        forgotten.execute("select count(*) from core.ingest_runs")
        pid = forgotten.info.backend_pid
        yield f"process {pid} (asinmart_loader, idle in transaction)"
        site.follow(site.doctor()["open transactions"]["advice"])
        with pytest.raises(psycopg.OperationalError):
            forgotten.execute("select 1")
    site.owner.execute(age, ["1 hour"])


@contextmanager
def a_listener_in_a_transaction(site: Site) -> Iterator[str]:
    with closing(psycopg.connect(site.database.loader, autocommit=True)) as listener:
        listener.execute("listen anything")
        listener.execute("begin")
        listener.execute("select 1")
        pid = listener.info.backend_pid
        # A tenth of the eight gigabytes of the queue; a page holds one of these.
        for _ in range(11):
            site.owner.execute(
                "select count(pg_notify('other', n || repeat('x', 7900))) "
                "from generate_series(1, 10000) as n"
            )
        yield f"process {pid} (asinmart_loader, idle in transaction)"
        site.follow(site.doctor()["notify queue"]["advice"])
        # The next notification moves the tail of the queue on.
        wait_until(
            lambda: (
                site.owner.execute("select pg_notify('other', '')")
                and "notify queue" not in site.doctor()
            )
        )


@contextmanager
def a_job_of_a_dropped_role(site: Site) -> Iterator[str]:
    site.superuser.execute("create role leaver login")
    site.superuser.execute(
        "select cron.schedule_in_database("
        "'lost', '0 0 1 1 *', 'select 1', current_database(), 'leaver', false)"
    )
    site.superuser.execute("drop role leaver")
    yield "(lost) of leaver, inactive"
    site.follow(site.doctor()["dropped roles"]["advice"])


@contextmanager
def days_that_are_missing(site: Site) -> Iterator[str]:
    old = YESTERDAY - timedelta(days=9)
    url = {"url": "https://www.amazon.de/dp/B0TESTDAYS"}
    assert load(site.owner, "old", [item("B0TESTDAYS", 20, old) | url]) == "SUCCESS"
    site.owner.execute("select ops.pause_job('fetch-products')")
    track(site.owner, "B0TESTDAYS", "DE")
    yield f"the newest day of DE is {old}"
    load(site.owner, "new", [item("B0TESTDAYS", 20, YESTERDAY) | url])
    site.owner.execute("select ops.resume_job('fetch-products')")


@contextmanager
def a_mart_that_was_edited(site: Site) -> Iterator[str]:
    site.owner.execute("update mart.product_latest set price = price + 1")
    site.owner.execute("call ops.run_job('audit-marts', 'manual')")
    yield "product_latest differ from their definitions"
    site.follow(site.doctor()["marts"]["advice"])


@contextmanager
def connections_that_run_out(site: Site) -> Iterator[str]:
    count = "select count(*) as n from pg_stat_activity where datname is not null"
    with ExitStack() as stack:
        # Of 60, of which three are for superusers.
        while (site.superuser.execute(count).fetchone() or {})["n"] < 53:
            stack.enter_context(closing(psycopg.connect(site.database.loader)))
        yield " of 57"


def archive_with(site: Site, command: str) -> None:
    """Set archive_command, and give it a file."""
    site.superuser.execute(
        sql.SQL("alter system set archive_command = {}").format(sql.Literal(command))
    )
    site.superuser.execute("select pg_reload_conf()")

    def is_loaded() -> bool:
        with closing(connect(site.database.superuser)) as fresh:
            return fresh.execute("show archive_command").fetchone() == {
                "archive_command": command
            }

    wait_until(is_loaded)
    site.superuser.execute("select pg_create_restore_point('a record of WAL')")
    site.superuser.execute("select pg_switch_wal()")


# Alerts that must fire and the check of the doctor that must name the fault.
FAULTS: list[tuple[Fault, tuple[str, ...], str]] = [
    (a_job_that_fails, ("JobFailing", "JobOverdue"), "job refresh-benchmarks"),
    (rows_in_a_default_partition, ("DefaultPartitionNotEmpty",), "default partitions"),
    (partitions_that_run_out, ("PartitionHorizonShort",), "partitions ahead"),
    (a_run_that_is_halted, ("RunsStopped",), "runs stopped"),
    (a_source_that_answers_403, ("SourceAccessDenied", "DeadLetters"), "fetches"),
    (a_worker_that_died, ("WorkerSilent",), "worker"),
    (a_transaction_that_is_forgotten, ("TransactionTooOld",), "open transactions"),
    (a_listener_in_a_transaction, ("NotifyQueueFilling",), "notify queue"),
    (a_job_of_a_dropped_role, ("JobOwnerDropped",), "dropped roles"),
    (days_that_are_missing, ("DataVeryLate", "DataLate"), "freshness"),
    (a_mart_that_was_edited, ("MartsDiffer", "DoctorCheckCritical"), "marts"),
    (connections_that_run_out, ("PostgresConnectionsNearLimit",), "connections"),
]


def test_nothing_is_wrong_at_first(site: Site) -> None:
    assert site.doctor() == {}
    # Until the first scrape nothing is known of the API.
    wait_until(lambda: site.watched.prometheus.firing() == [])


def test_every_metric_of_the_rules_exists(site: Site) -> None:
    load(site.owner, "counted", [item(MAIN, 20, YESTERDAY)])
    wanted: set[str] = set()
    for _, rule in alerts.rules():
        bare = re.sub(r"\{.*?\}|\[.*?\]|(?:by|on) \(.*?\)|\"[^\"]*\"", "", rule["expr"])
        wanted |= set(re.findall(r"[a-zA-Z_:][a-zA-Z0-9_:]{2,}", bare)) - WORDS
    assert len(wanted) > 50
    # Those that rules record need two scrapes.
    wait_until(lambda: wanted <= site.watched.prometheus.names(), 60)


def test_every_check_that_an_alert_names_exists(site: Site) -> None:
    rows = site.owner.execute("select d.check_name from ops.doctor() as d").fetchall()
    found = {row["check_name"] for row in rows}
    for alert in alerts.alerts():
        for check in re.findall(r'check="([^"]*)"', alert.expression):
            assert check in found, (alert.name, check)


@pytest.mark.parametrize(
    "fault, names, check", FAULTS, ids=[fault.__name__ for fault, _, _ in FAULTS]
)
def test_a_fault_is_told_and_named(
    site: Site, fault: Fault, names: tuple[str, ...], check: str
) -> None:
    prometheus = site.watched.prometheus
    for name in names:
        prometheus.wait_for_end(name)
    with fault(site) as named:
        for name in names:
            prometheus.wait_for_alert(name)
        row = site.doctor()[check]
        assert named in row["detail"], row
        assert row["advice"]
    for name in names:
        prometheus.wait_for_end(name)
    wait_until(lambda: check not in site.doctor() or check == "fetches")


def test_an_archive_that_fails_is_told(site: Site) -> None:
    archive_with(site, "/bin/false")
    site.watched.prometheus.wait_for_alert("ArchivingFails")
    archive_with(site, "/bin/true")
    site.watched.prometheus.wait_for_end("ArchivingFails")


def test_redis_that_was_killed_is_told(site: Site) -> None:
    prometheus = site.watched.prometheus
    site.redis.kill()
    names = ("RedisDown", "CacheOutOfStep", "RateLimitsNotShared")
    # The rate limits notice Redis when somebody calls.
    wait_until(
        lambda: (
            ask(site.watched.api, f"/v1/products/{MAIN}")
            and all(map(prometheus.is_firing, names))
        )
    )
    site.redis.start()
    wait_until(
        lambda: (
            ask(site.watched.api, f"/v1/products/{MAIN}")
            and not any(map(prometheus.is_firing, names))
        )
    )


def test_an_api_that_cannot_reach_postgres_is_told(site: Site) -> None:
    prometheus = site.watched.prometheus
    site.superuser.execute("alter role asinmart_api connection limit 0")
    site.superuser.execute(
        "select pg_terminate_backend(a.pid) from pg_stat_activity as a "
        "where a.usename = 'asinmart_api'"
    )
    for name in ("ApiCannotReachPostgres", "ListenerDown"):
        prometheus.wait_for_alert(name)
    site.superuser.execute("alter role asinmart_api connection limit -1")
    for name in ("ApiCannotReachPostgres", "ListenerDown"):
        prometheus.wait_for_end(name)


def test_a_scheduler_that_ended_is_told_until_the_server_restarts(site: Site) -> None:
    prometheus = site.watched.prometheus
    row = site.superuser.execute(
        "select e.extversion as v from pg_extension as e where e.extname = 'pg_cron'"
    ).fetchone()
    assert row
    if [int(part) for part in re.findall(r"\d+", row["v"])[:2]] >= [1, 6]:
        pytest.skip("pg_cron 1.6 restarts its scheduler")
    site.superuser.execute(
        "update ops.settings set value = '70 seconds' where name = 'heartbeat_max_age'"
    )
    site.superuser.execute(
        "select pg_terminate_backend(a.pid) from pg_stat_activity as a "
        "where a.backend_type = 'pg_cron launcher'"
    )
    for name in ("SchedulerDead", "SchedulerSilent"):
        prometheus.wait_for_alert(name)
    found = site.doctor()
    assert "restart PostgreSQL" in found["scheduler"]["advice"]
    assert found["heartbeat"]["status"] == "critical"
    site.server.restart_after_kill()
    site.reconnect()
    for name in ("SchedulerDead", "SchedulerSilent", "PostgresDown"):
        prometheus.wait_for_end(name)
