"""The primary dies, its standby takes over, and the old one returns as a standby.

By the commands of docs/operations/replica.md. To see the test fail: let
`claim_instance` leave the caches alone (a price of the dead primary stays), let
`instance_fault` ignore the timeline (the worker works unasked), give the API one host
only.
"""

import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from demo.client import ask
from tests.support.api import MAIN, RedisServer, api_process, observe, redis_server
from tests.support.databases import Database
from tests.support.operations import Block, run_sql
from tests.support.standby import Pair, commands, connect, make_standby, one, pair
from tests.support.waiting import wait_until
from tests.support.worker import WorkerProcess

pytestmark = pytest.mark.drill

KEPT = {MAIN: 10.0, "B0TESTKEP1": 11.0, "B0TESTKEP2": 12.0}
LOST = 99.0
OLD, NEW = "the old one", "the new ASINMART_INSTANCE_ID of the workers"
TABLES = (
    "core.products",
    "core.product_snapshots",
    "core.product_metrics_daily",
    "mart.product_latest",
    "mart.product_days",
    "staging_raw.raw_events",
)
SCHEDULERS = (
    "select count(*) from pg_stat_activity as a "
    "where a.backend_type ~ 'pg_cron' or a.application_name ~ '^pg_cron'"
)
RUNS = (
    "select j.jobname, date_trunc('minute', d.start_time), d.status "
    "from cron.job_run_details as d inner join cron.job as j using (jobid) "
    "where d.start_time >= %s"
)


@pytest.fixture
def servers(server: Database) -> Iterator[Pair]:
    with pair(server, has_cron=True) as made:
        yield made


def rows(database: Database) -> dict[str, str]:
    """The loaded data, a digest a table."""
    digest = "select md5(string_agg(t::text, e'\\n' order by t::text)) from {} as t"
    return {name: str(one(database.superuser, digest.format(name))) for name in TABLES}


def price(url: str) -> float:
    answer = ask(url, f"/v1/products/{MAIN}")
    assert answer.status == 200, answer
    return float(answer.document()["data"]["price"])


def perform(block: Block, database: Database, folder: Path) -> None:
    run_sql(block, database, folder)


@contextmanager
def worker(servers: Pair, log: Path, name: str) -> Iterator[WorkerProcess]:
    process = WorkerProcess(
        servers.at_primary,
        log,
        WORKER_DATABASE_URL=servers.both("worker", "read-write"),
        LOADER_DATABASE_URL=servers.both("worker", "read-write"),
        ASINMART_INSTANCE_ID=name,
    )
    process.start()
    try:
        yield process
    finally:
        process.kill()


def worker_says(database: Database) -> str | None:
    """Why the worker is idle; empty while it works, None before it beats."""
    with connect(database.owner) as owner:
        found = owner.execute(
            "select coalesce(h.detail, '') from ops.heartbeats as h "
            "where h.name = 'worker' and h.beat_at > now() - interval '5 s'"
        ).fetchone()
    return str(found[0]) if found else None


def pause_promotions(database: Database) -> None:
    with connect(database.admin) as admin:
        admin.execute("select ops.pause_job('promote-pending-runs')")
        busy = "select count(*) from ops.job_runs as r where r.status = 'running'"
        wait_until(lambda: admin.execute(busy).fetchone() == (0,))


def land(database: Database) -> None:
    """Land a run for the next primary: nobody promotes it here."""
    with psycopg.connect(database.owner) as owner:
        owner.execute("select ops.start_run('waiting', 'test')")
        owner.execute(
            "insert into staging_raw.raw_events "
            "(job_id, item_no, source, payload, content_hash) "
            "select 'waiting', 1, 'test', jsonb_set(r.payload, '{asin}', "
            "'\"B0TESTWAIT\"'), sha256('waiting') from staging_raw.raw_events as r "
            "where r.payload ->> 'asin' = %s limit 1",
            [MAIN],
        )
        owner.execute("select ops.land_run('waiting', 1, 0)")


def test_the_standby_takes_over_and_nothing_runs_twice(
    servers: Pair, tmp_path: Path
) -> None:
    old, new = servers.at_primary, servers.at_standby
    (tmp_path / "redis").mkdir()
    pause_promotions(old)
    with connect(old.admin) as admin:
        admin.execute("select ops.claim_instance(%s)", [OLD])
    observe(old.owner, KEPT)
    land(old)
    servers.until_replayed()
    assert one(old.superuser, SCHEDULERS) == 1
    assert one(new.superuser, SCHEDULERS) == 0
    with (
        redis_server(tmp_path / "redis") as redis,
        api_process(
            old,
            redis.url,
            tmp_path / "api.log",
            API_DATABASE_URL=servers.both("api", "read-write"),
            API_READ_DATABASE_URL=servers.both("api", "standby"),
        ) as (url, process),
        worker(servers, tmp_path / "old worker.log", OLD),
    ):
        wait_until(lambda: worker_says(old) == "")
        assert price(url) == KEPT[MAIN]
        wanted = rows(old)

        # The last change of the primary does not reach the standby.
        servers.standby.stop()
        lost = observe(old.owner, {MAIN: LOST})
        wait_until(lambda: price(url) == LOST)
        servers.primary.kill()
        assert price(url) == LOST, "without any server a cache answers"
        servers.standby.start()
        # The API sleeps over the failover, like one whose listener waits to try again.
        with asleep(process):
            started = one(new.superuser, "select now()")
            perform(commands("Promote the standby", "pg_promote"), new, tmp_path)
            assert rows(new) == wanted, "all that was loaded is there"
            with connect(new.admin) as admin:
                admin.execute("select ops.resume_job('promote-pending-runs')")
            scheduled_once(new, started)
            assert one(new.owner, "select max(id) from ops.cache_invalidations") > lost

            wait_until(lambda: "failed over" in (worker_says(new) or ""))
            perform(commands("Promote the standby", "claim_instance"), new, tmp_path)
        follows(url, new)
        wait_until(lambda: f"belongs to installation {NEW}" in (worker_says(new) or ""))
        with worker(servers, tmp_path / "new worker.log", NEW):
            wait_until(lambda: worker_says(new) == "")
        perform(commands("Promote the standby", "ingest_runs"), new, tmp_path)

        comes_back_as_a_standby(servers, url, tmp_path, redis)


@contextmanager
def asleep(process: subprocess.Popen[bytes]) -> Iterator[None]:
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def scheduled_once(new: Database, started: object) -> None:
    """pg_cron starts once, no job runs twice a minute, and the run is promoted once."""
    status = "select r.status from core.ingest_runs as r where r.job_id = 'waiting'"
    wait_until(lambda: one(new.owner, status) == "SUCCESS")
    attempts = "select r.attempts from core.ingest_runs as r where r.job_id = 'waiting'"
    assert one(new.owner, attempts) == 1
    assert one(new.superuser, SCHEDULERS) == 1
    with connect(new.superuser) as session:
        found = session.execute(RUNS, [started]).fetchall()
    assert {"promote-pending-runs", "watchdog"} <= {name for name, _, _ in found}
    times = Counter((name, minute) for name, minute, _ in found)
    assert set(times.values()) == {1}, times


def follows(url: str, new: Database) -> None:
    """The API answers from the new primary, and forgets what the old one lost."""
    newest = one(new.owner, "select api.data_version()")

    def has_followed() -> bool:
        answer = ask(url, "/v1/health")
        if answer.status != 200:
            return False
        listener = answer.document()["listener"]
        return bool(listener["is_connected"] and listener["data_version"] == newest)

    wait_until(has_followed)
    assert price(url) == KEPT[MAIN]
    assert ask(url, "/v1/products/B0TESTWAIT").status == 200


def comes_back_as_a_standby(
    servers: Pair, url: str, folder: Path, redis: RedisServer
) -> None:
    """The old primary is made anew; it accepts no change and answers reads again."""
    old, new = servers.at_primary, servers.at_standby
    servers.primary.data.rename(servers.primary.data.with_name("before"))
    make_standby(servers.primary, servers.standby)
    assert one(old.superuser, "select pg_is_in_recovery()")
    assert one(old.superuser, SCHEDULERS) == 0
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), connect(old.owner) as o:
        o.execute("select ops.claim_instance('again')")
    assert rows(old) == rows(new)

    def is_used() -> bool:
        answer = ask(url, "/v1/health")
        standby = answer.document().get("standby", {})
        return answer.status == 200 and standby["status"] == "used"

    wait_until(is_used)
    sessions = (
        "select count(*) from pg_stat_activity as a where a.usename = 'asinmart_api'"
    )
    assert one(old.superuser, sessions) > 0
    pause_promotions(new)
    observe(new.owner, {MAIN: 50.0})
    wait_until(lambda: price(url) == 50.0)
    perform(commands("Make the old primary a standby", "wal_status"), new, folder)
    servers.primary.stop()
    perform(commands("Without a standby again", "slot"), new, folder)
    slots = "select count(*) from pg_replication_slots"
    assert one(new.superuser, slots) == 0
