"""Killed anywhere, correct afterwards: the crash tests of promise 5 of the design.

A server of the test's own, with fsync, has a database in which a run has landed. The
test holds the engine at a wait point (see `wait_points`), kills something there, starts
it again, and lets the schedule continue. Then every row of core, mart, alerts and
caches must equal the rows that the same run leaves undisturbed.

The tests kill the loader, by SIGKILL; a backend, by SIGKILL (all others then die too
and the server recovers) and by pg_terminate_backend; the whole server, by SIGKILL of
all its processes; pg_cron's scheduler. They do so before and after every stage of a
promotion, in its first and in a later slice, in the refresh after edits by hand, during
COPY and landing, between the creation of a partition and its commit, between the queued
NOTIFY and the commit, right after the commit while the API cannot receive, and while a
materialized view is refreshed. Here each place gets one kind of death in rotation;
`make soak` tries every death at every place. Most tests call the jobs as pg_cron does.
The last ones leave that to pg_cron itself and so wait for minutes.

To see the tests fail, keep something in the session that a crash removes. Refresh the
marts only with the last slice of a run and let `pg_temp.changed_days` collect the days
until then: undisturbed all is right, but after a death in a later slice the daily rows
of the first one are missing. Make `mart.product_latest` unlogged: every SIGKILL of a
backend empties it. Let the loader commit `ops.start_run` on its own: a killed load
leaves a run that no later load can fill.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from demo.client import ask
from tests.support.api import COMPETITOR, MAIN, api_process, item
from tests.support.crash_server import CrashServer, programs_of
from tests.support.databases import (
    ROOT,
    Database,
    apply_folder,
    grant_advisory_locks,
    janitor,
    migrate,
    prepare_clone,
)
from tests.support.wait_points import (
    STAGES,
    holding,
    install,
    place_in_copy,
    place_in_refresh,
)
from tests.support.waiting import LIMIT, wait_until

Connection = psycopg.Connection[Any]
State = dict[str, list[str]]

FIRST_DAY = date(2024, 5, 10)
HISTORY = 20
OTHER = "B0TESTMORE"
RUN = "the run"
TEMPLATE = "crash_template"
COPIED_ITEMS = 3000
DEATHS = ("backend", "terminate", "postmaster")
PLACES = tuple(
    f"{side} {name}"
    for name in (*STAGES, "promotion", "reject", "partition", "settle")
    for side in ("before", "after")
)

# Every row that a run leaves, without the numbers and times that differ each time.
STATE = {
    "core.ingest_runs": """
        select jsonb_build_array(
            r.job_id, r.status, r.item_count, r.promoted_item_no, r.received_count,
            r.accepted_count, r.duplicate_count, r.rejected_count, r.attempts,
            r.changed_day_count, r.alert_count, r.error
        )
        from core.ingest_runs as r
    """,
    "core.products": "select to_jsonb(p) - 'raw_event_id' from core.products as p",
    "core.product_snapshots": """
        select to_jsonb(s) - '{created_at,raw_event_id}'::text[]
        from core.product_snapshots as s
    """,
    "core.product_metrics_daily": """
        select to_jsonb(d) - 'created_at' from core.product_metrics_daily as d
    """,
    "core.alerts": """
        select to_jsonb(a) - '{id,told_id,detected_at,updated_at,corrected_at}'::text[]
        from core.alerts as a
    """,
    "staging_raw.raw_events": """
        select jsonb_build_array(r.job_id, r.item_no, r.payload)
        from staging_raw.raw_events as r
    """,
    "staging_raw.rejected_events": """
        select jsonb_build_array(r.job_id, r.item_no, r.stage, r.reason_code)
        from staging_raw.rejected_events as r
    """,
    "mart.product_latest": "select to_jsonb(l) from mart.product_latest as l",
    "mart.product_days": "select to_jsonb(d) from mart.product_days as d",
    "mart.competitor_comparison_daily": """
        select to_jsonb(c) from mart.competitor_comparison_daily as c
    """,
    "ops.cache_invalidations": """
        select jsonb_build_array(i.job_id, i.product_keys, i.pair_keys)
        from ops.cache_invalidations as i
    """,
    "ops.product_versions": """
        select jsonb_build_array(v.asin, v.marketplace) from ops.product_versions as v
    """,
    "waiting changes": """
        select to_jsonb(d) from ops.dirty_days as d
        union all select to_jsonb(d) from ops.dirty_pairs as d
        union all select to_jsonb(d) from ops.dirty_products as d
    """,
    "partitions": """
        select to_jsonb(c.relname)
        from pg_class as c
        where c.relnamespace = 'partitions'::regnamespace and c.relkind = 'r'
            and c.relispartition
    """,
}
# What must be empty, however a run came to its end.
FAULTS = {
    "differs from its definition": """
        select a.table_name from ops.audit() as a
        where a.missing_count <> 0 or a.unexpected_count <> 0
    """,
    "daily rows other than their definition": """
        with kept as (
            select
                d.asin, d.marketplace, d.date, d.price, d.list_price, d.buybox_price,
                d.buybox_seller, d.bsr, d.bsr_category, d.bsr_main, d.rating,
                d.reviews_count, d.in_stock, d.offers_count, d.status, d.observed_at,
                d.job_id
            from core.product_metrics_daily as d
        ),
        defined as (
            select
                d.asin, d.marketplace, d.date, d.price, d.list_price, d.buybox_price,
                d.buybox_seller, d.bsr, d.bsr_category, d.bsr_main, d.rating,
                d.reviews_count, d.in_stock, d.offers_count, d.status, d.observed_at,
                d.job_id
            from definitions.product_metrics_daily('2000-01-01', '2100-01-01') as d
        )
        (table kept except all table defined)
        union all
        (table defined except all table kept)
    """,
    "runs that do not add up": """
        select r.job_id
        from core.ingest_runs as r
        where r.status not in ('SUCCESS', 'PARTIAL')
            or r.received_count
                <> r.accepted_count + r.duplicate_count + r.rejected_count
    """,
    "alerts raised twice": """
        select a.asin, a.kind, a.date
        from core.alerts as a
        group by a.asin, a.marketplace, a.kind, a.date
        having count(*) > 1
    """,
    "jobs whose books are open": """
        select r.job_name from ops.job_runs as r where r.status = 'running'
    """,
    "partitions of nothing": """
        select c.relname
        from pg_class as c
        where c.relnamespace = 'partitions'::regnamespace and c.relkind = 'r'
            and not c.relispartition
    """,
    "invalid indexes": """
        select i.indexrelid::regclass from pg_index as i
        where not i.indisvalid or not i.indisready
    """,
    "what a refresh left": """
        select c.oid::regclass from pg_class as c where c.relname ~ '^pg_temp_[0-9]+'
    """,
}
LAUNCHER = """
    select a.pid
    from pg_stat_activity as a
    where a.backend_type = 'pg_cron launcher'
        or a.application_name ilike 'pg_cron scheduler%'
"""


def read_state(url: str) -> State:
    with psycopg.connect(url) as connection:
        return {
            name: sorted(
                json.dumps(row) for (row,) in connection.execute(query.encode())
            )
            for name, query in STATE.items()
        }


def read_faults(url: str) -> dict[str, list[Any]]:
    with psycopg.connect(url) as connection:
        found = {
            name: connection.execute(query.encode()).fetchall()
            for name, query in FAULTS.items()
        }
    return {name: rows for name, rows in found.items() if rows}


def seen(asin: str, day: int, *, price: float, rank: int = 12) -> dict[str, Any]:
    made = item(asin, price, FIRST_DAY + timedelta(days=day))
    ranks = [
        {"rank": rank * 75, "category": "Home"},
        {"rank": rank, "category": "Cups"},
    ]
    return made | {"bestsellerRanks": ranks}


def ordinary(asin: str, day: int) -> dict[str, Any]:
    return seen(asin, day, price=20 + day % 3 + len(asin.strip("B")) / 10)


def land(connection: Connection, job_id: str, items: list[dict[str, Any]]) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("select ops.start_run(%s, 'test')", [job_id])
        cursor.executemany(
            "insert into staging_raw.raw_events "
            "(job_id, item_no, source, payload, content_hash) "
            "values (%s, %s, 'test', %s, sha256(%s))",
            [
                (job_id, n, text, text.encode())
                for n, text in enumerate(map(json.dumps, items), 1)
            ],
        )
        cursor.execute("select ops.land_run(%s, %s, 0)", [job_id, len(items)])


def run_job(url: str, job: str = "promote-pending-runs") -> None:
    """Call a job the way pg_cron does."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("call ops.run_job(%s)", [job])


def schedule(url: str) -> None:
    """What pg_cron does in a minute."""
    run_job(url)
    run_job(url, "watchdog")


@dataclass(frozen=True)
class Scene:
    """A database in which a run has landed, and the server that may be killed."""

    server: CrashServer
    database: Database

    @property
    def url(self) -> str:
        return self.database.owner

    def strike(self, death: str, pid: int) -> None:
        """Kill a backend or the whole server, and bring back what died."""
        match death:
            case "backend":
                self.server.kill_backend(pid)
            case "terminate":
                with psycopg.connect(self.database.superuser) as superuser:
                    superuser.execute("select pg_terminate_backend(%s, 20000)", [pid])
            case "postmaster":
                self.server.restart_after_kill()
            case _:
                raise ValueError(death)

    def execute(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database.superuser, autocommit=True) as superuser:
            cursor = superuser.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def set(self, name: str, value: str) -> None:
        self.execute("update ops.settings set value = %s where name = %s", value, name)

    def status(self, job_id: str = RUN) -> str:
        [(status,)] = self.execute(
            "select r.status from core.ingest_runs as r where r.job_id = %s", job_id
        )
        return str(status)


@pytest.fixture(scope="module")
def server(server: Database) -> Iterator[CrashServer]:
    """A server that may be killed, with the template that scenes are copies of."""
    made = CrashServer(server, programs_of(server))
    try:
        made.start()
        make_template(made.maintenance.named(TEMPLATE))
        yield made
    finally:
        made.remove()


def make_template(database: Database) -> None:
    """Migrate, promote some history, place the wait points, and land the run.

    The run brings what a day may: two new days of which one opens a month, a price and
    a rank that jump, a late correction, an item seen before, one that is no product.
    """
    migrate(database)
    grant_advisory_locks(database)
    products = (MAIN, COMPETITOR, OTHER)
    with psycopg.connect(database.owner, autocommit=True) as owner:
        owner.execute(
            "insert into core.competitor_links (asin_main, asin_comp) values (%s, %s)",
            [MAIN, COMPETITOR],
        )
        days = [ordinary(asin, day) for day in range(HISTORY) for asin in products]
        land(owner, "history", days)
        owner.execute("call ops.run_job('promote-pending-runs')")
        owner.execute("delete from ops.job_runs")
        install(owner)
        land(
            owner,
            RUN,
            [
                *(ordinary(asin, HISTORY) for asin in products),
                ordinary(MAIN, HISTORY - 1),
                seen(COMPETITOR, HISTORY - 4, price=19),
                {"no": "product"},
                seen(MAIN, HISTORY + 2, price=35),
                seen(COMPETITOR, HISTORY + 2, price=20, rank=40),
                ordinary(OTHER, HISTORY + 2),
            ],
        )


@contextmanager
def copied(server: CrashServer) -> Iterator[Scene]:
    name = f"crash_{uuid4().hex[:12]}"
    with janitor(server.maintenance, name, TEMPLATE):
        prepare_clone(server.maintenance.named(name))
        yield Scene(server, server.maintenance.named(name))


@pytest.fixture
def scene(server: CrashServer) -> Iterator[Scene]:
    with copied(server) as made:
        yield made


@pytest.fixture(scope="module")
def landed(server: CrashServer) -> State:
    """The state before the run is promoted."""
    with copied(server) as made:
        return read_state(made.url)


@pytest.fixture(scope="module")
def promoted(server: CrashServer) -> State:
    """The state after an undisturbed promotion."""
    with copied(server) as made:
        schedule(made.url)
        assert not read_faults(made.url)
        return read_state(made.url)


@pytest.fixture(scope="module")
def promoted_in_slices(server: CrashServer) -> State:
    with copied(server) as made:
        made.set("promotion_slice_items", "3")
        schedule(made.url)
        assert not read_faults(made.url)
        return read_state(made.url)


def check(scene: Scene, expected: State) -> None:
    assert not read_faults(scene.url)
    found = read_state(scene.url)
    for name, rows in expected.items():
        assert found[name] == rows, name


def test_the_undisturbed_run_does_all_that_can_be_disturbed(
    scene: Scene, landed: State, promoted: State
) -> None:
    [run] = [json.loads(line) for line in promoted["core.ingest_runs"] if RUN in line]
    assert run[1] == "PARTIAL"
    received, accepted, duplicate, rejected = run[4:8]
    assert (received, accepted, duplicate, rejected) == (9, 7, 1, 1)
    for name in ("core.alerts", "partitions", *(n for n in promoted if "mart." in n)):
        assert promoted[name] != landed[name], name
    announced = [line for line in promoted["ops.cache_invalidations"] if RUN in line]
    assert len(announced) == 1


def test_every_stage_that_the_engine_reports_has_a_wait_point(scene: Scene) -> None:
    run_job(scene.url)
    stages = scene.execute(
        "select jsonb_object_keys(r.stage_ms) from core.ingest_runs as r "
        "where r.job_id = %s",
        RUN,
    )
    assert {stage for (stage,) in stages} == set(STAGES)


def kill_promotion(scene: Scene, place: str, death: str, before: State) -> None:
    with ThreadPoolExecutor(1) as pool, holding(scene.url, place) as hold:
        job = pool.submit(run_job, scene.url)
        scene.strike(death, hold.reach(place))
        with pytest.raises(psycopg.OperationalError):
            job.result(30)
    assert read_state(scene.url) == before, "a transaction that died left something"


def kill_second_slice(scene: Scene, place: str, death: str) -> None:
    """Hold the first slice at its end, so that only the second meets the place.

    A place behind that end would be met by the first one too.
    """
    end = "after settle"
    with ThreadPoolExecutor(1) as pool, holding(scene.url, end) as hold:
        job = pool.submit(run_job, scene.url)
        hold.reach(end)
        hold.hold(place)
        hold.let_go(end)
        scene.strike(death, hold.reach(place))
        with pytest.raises(psycopg.OperationalError):
            job.result(30)
    [(status, item_no)] = scene.execute(
        "select r.status, r.promoted_item_no from core.ingest_runs as r "
        "where r.job_id = %s",
        RUN,
    )
    assert status == "LANDED" and 0 < item_no < 9, "the first slice was committed"


@pytest.mark.parametrize(
    ("place", "death"),
    [
        (place, "postmaster" if place in ("after partition", "after announce") else
         DEATHS[n % 2])
        for n, place in enumerate(PLACES)
    ],
)  # fmt: skip
def test_a_promotion_killed_at_any_place_is_done_by_the_next_minute(
    scene: Scene, landed: State, promoted: State, place: str, death: str
) -> None:
    kill_promotion(scene, place, death, landed)
    schedule(scene.url)
    check(scene, promoted)


@pytest.mark.soak
@pytest.mark.parametrize("death", DEATHS)
@pytest.mark.parametrize("place", PLACES)
def test_a_promotion_dies_every_death_at_every_place(
    scene: Scene, landed: State, promoted: State, place: str, death: str
) -> None:
    for _ in range(2):
        kill_promotion(scene, place, death, landed)
    schedule(scene.url)
    check(scene, promoted)


@pytest.mark.parametrize(
    ("place", "death"),
    [
        pytest.param(
            place,
            death,
            marks=[]
            if (place, death) == ("before days", "backend")
            else pytest.mark.soak,
        )
        for place in PLACES
        if place not in ("after settle", "after promotion")
        for death in DEATHS
    ],
)
def test_a_promotion_killed_in_a_later_slice_goes_on_where_it_was(
    scene: Scene, promoted_in_slices: State, place: str, death: str
) -> None:
    scene.set("promotion_slice_items", "3")
    kill_second_slice(scene, place, death)
    schedule(scene.url)
    check(scene, promoted_in_slices)


def edit_by_hand(scene: Scene) -> None:
    """Promote the run; then correct one observation, remove one, and end a link."""
    schedule(scene.url)
    with psycopg.connect(scene.url, autocommit=True) as owner:
        for statement in EDITS:
            owner.execute(statement.encode(), {"asin": MAIN, "other": OTHER})


EDITS = (
    "update core.product_snapshots set price = 15 "
    "where asin = %(asin)s and date = '2024-06-01'",
    "delete from core.product_snapshots where asin = %(other)s and date = '2024-05-20'",
    "delete from core.competitor_links where asin_main = %(asin)s",
)
QUICK_REFRESHES = [("after", "daily", "backend"), ("before", "announce", "terminate")]
REFRESHED = [name for name in STAGES if name not in ("adapt", "apply")]


@pytest.fixture(scope="module")
def edited(server: CrashServer) -> State:
    """The state after edits by hand and an undisturbed refresh."""
    with copied(server) as made:
        edit_by_hand(made)
        waiting = read_state(made.url)
        schedule(made.url)
        assert not read_faults(made.url)
        after = read_state(made.url)
        assert {name for name in after if after[name] != waiting[name]} >= {
            "waiting changes", "core.product_metrics_daily", "ops.cache_invalidations",
            *(name for name in after if name.startswith("mart.")),
        }  # fmt: skip
        return after


@pytest.mark.parametrize(
    ("place", "death"),
    [
        pytest.param(
            f"{side} {stage}",
            death,
            marks=[] if (side, stage, death) in QUICK_REFRESHES else pytest.mark.soak,
        )
        for stage in REFRESHED
        for side in ("before", "after")
        for death in DEATHS
    ],
)
def test_edits_by_hand_whose_refresh_dies_still_wait_for_the_next_one(
    scene: Scene, edited: State, place: str, death: str
) -> None:
    edit_by_hand(scene)
    kill_promotion(scene, place, death, read_state(scene.url))
    schedule(scene.url)
    check(scene, edited)


def commit_and_die(scene: Scene) -> None:
    """Kill the server between the commit of the run and the job's next step."""
    end, next_turn = "after settle", "before promotion"
    with ThreadPoolExecutor(1) as pool, holding(scene.url, end) as hold:
        job = pool.submit(run_job, scene.url)
        hold.reach(end)
        hold.hold(next_turn)
        hold.let_go(end)
        hold.reach(next_turn)
        scene.server.restart_after_kill()
        with pytest.raises(psycopg.OperationalError):
            job.result(30)
    assert scene.status() == "PARTIAL", "a commit that others saw is durable"


def price(api_url: str) -> float:
    answer = ask(api_url, f"/v1/products/{MAIN}")
    return float(answer.document()["data"]["price"]) if answer.status == 200 else -1


@pytest.mark.parametrize("listener", ["frozen", "killed"])
def test_an_api_that_could_not_hear_of_a_commit_catches_up_after_the_crash(
    scene: Scene, promoted: State, redis_url: str, tmp_path: Path, listener: str
) -> None:
    log = tmp_path / "api.log"
    with api_process(scene.database, redis_url, log) as (url, process):
        path = f"/v1/products/{MAIN}"
        wait_until(lambda: ask(url, path).cache in {"l1", "hit"})
        assert price(url) < 35
        [(ear,)] = scene.execute(
            "select a.pid from pg_stat_activity as a "
            "where a.datname = current_database() "
            "and a.application_name = 'asinmart api listener'"
        )
        # Its backend too, or the notification would wait in the socket for it.
        os.kill(ear, signal.SIGSTOP)
        process.send_signal(signal.SIGSTOP if listener == "frozen" else signal.SIGKILL)
        try:
            commit_and_die(scene)
        finally:
            process.send_signal(signal.SIGCONT)
        if listener == "frozen":
            wait_until(lambda: price(url) == 35)
    if listener == "killed":
        with api_process(scene.database, redis_url, log) as (url, _):
            wait_until(lambda: price(url) == 35)
    schedule(scene.url)
    check(scene, promoted)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file far larger than the buffers between a loader and its backend."""
    path = tmp_path_factory.mktemp("batch") / "batch.jsonl"
    with path.open("w") as file:
        for n in range(COPIED_ITEMS):
            made = ordinary(f"B0CRASH{n % 30:03}", n // 30)
            file.write(json.dumps(made | {"description": "x" * 6000}) + "\n")
    return path


def start_loader(scene: Scene, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "loader", "load", str(path)],
        cwd=ROOT,
        env=os.environ | {"LOADER_DATABASE_URL": scene.database.loader},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def load(scene: Scene, path: Path) -> None:
    process = start_loader(scene, path)
    _, said = process.communicate(timeout=LIMIT)
    assert process.returncode == 0, said


@pytest.fixture(scope="module")
def loaded(server: CrashServer, batch: Path) -> State:
    """The state after an undisturbed load and promotion of the batch."""
    with copied(server) as made:
        load(made, batch)
        schedule(made.url)
        assert not read_faults(made.url)
        return read_state(made.url)


LOADS = [
    (point, victim)
    for point in ("before open", "after open", "in copy", "before land", "after land")
    for victim in ("loader", *DEATHS)
]
QUICK_LOADS = [
    ("in copy", "loader"),
    ("in copy", "backend"),
    ("in copy", "postmaster"),
    ("after land", "loader"),
]


@pytest.mark.parametrize(
    ("point", "victim"),
    [
        pytest.param(*load, marks=[] if load in QUICK_LOADS else pytest.mark.soak)
        for load in LOADS
    ],
)
def test_a_load_that_dies_leaves_nothing_and_the_next_one_brings_everything(
    scene: Scene, landed: State, loaded: State, batch: Path, point: str, victim: str
) -> None:
    with psycopg.connect(scene.url, autocommit=True) as owner:
        place_in_copy(owner, COPIED_ITEMS // 3)
    with holding(scene.url, point) as hold:
        process = start_loader(scene, batch)
        pid = hold.reach(point)
        if victim == "loader":
            process.kill()
            process.wait(LIMIT)
            hold.let_go(point)
        else:
            scene.strike(victim, pid)
        _, said = process.communicate(timeout=LIMIT)
    assert process.returncode == (-signal.SIGKILL if victim == "loader" else 1)
    assert (said == "") == (victim == "loader")
    assert "Traceback" not in said
    wait_until(
        lambda: (
            not scene.execute(
                "select from pg_stat_activity as a "
                "where a.datname = current_database() and a.usename = 'asinmart_loader'"
            )
        )
    )
    assert read_state(scene.url) == landed
    load(scene, batch)
    schedule(scene.url)
    check(scene, loaded)


REFRESH_JOB = "refresh-benchmarks"
STAND_IN = f"""
    create materialized view wait_points.prices as
    select d.asin, d.marketplace, count(*) as days, avg(d.price) as price
    from core.product_metrics_daily as d
    group by d.asin, d.marketplace;
    create unique index on wait_points.prices (asin, marketplace);
    create function wait_points.refresh_prices() returns ops.job_slice
    language plpgsql as $$
    begin
        refresh materialized view concurrently wait_points.prices;
        return row(1, false)::ops.job_slice;
    end;
    $$;
    select ops.schedule_job(
        '{REFRESH_JOB}', '* * * * *', 'wait_points.refresh_prices', 'Test.',
        '1 hour', '1 hour'
    );
"""


def materialized_views(owner: Connection) -> list[str]:
    """The product's materialized views; one of the test's own while there is none."""
    query = "select format('%I.%I', v.schemaname, v.matviewname) from pg_matviews as v"
    if not owner.execute(query.encode()).fetchall():
        owner.execute(STAND_IN.encode())
    return [view for (view,) in owner.execute(query.encode())]


def rows_of(scene: Scene, view: str, *, as_defined: bool) -> list[tuple[Any, ...]]:
    source = view
    if as_defined:
        [(definition,)] = scene.execute("select pg_get_viewdef(%s::regclass)", view)
        source = f"({definition.rstrip(';')})"
    return scene.execute(f"select v::text from {source} as v order by 1")


@pytest.mark.parametrize("death", DEATHS)
def test_a_refresh_that_dies_leaves_the_old_rows_and_the_next_one_succeeds(
    scene: Scene, death: str
) -> None:
    with psycopg.connect(scene.url, autocommit=True) as owner:
        views = materialized_views(owner)
        run_job(scene.url, REFRESH_JOB)
        for view in views:
            place_in_refresh(owner, view)
    old = {view: rows_of(scene, view, as_defined=False) for view in views}
    schedule(scene.url)
    with ThreadPoolExecutor(1) as pool, holding(scene.url, "in refresh") as hold:
        job = pool.submit(run_job, scene.url, REFRESH_JOB)
        scene.strike(death, hold.reach("in refresh"))
        with pytest.raises(psycopg.OperationalError):
            job.result(30)
    assert {view: rows_of(scene, view, as_defined=False) for view in views} == old
    schedule(scene.url)
    assert not read_faults(scene.url)
    run_job(scene.url, REFRESH_JOB)
    new = {view: rows_of(scene, view, as_defined=False) for view in views}
    assert new != old
    assert new == {view: rows_of(scene, view, as_defined=True) for view in views}
    assert not read_faults(scene.url)


@contextmanager
def scheduled(scene: Scene, *settings: str) -> Iterator[None]:
    """Let the server's own pg_cron work in the scene's database."""
    scene.server.move_cron(scene.database.name, *settings)
    scene.execute("create extension pg_cron")
    scene.execute("grant usage on schema cron to asinmart_owner")
    with psycopg.connect(scene.url, autocommit=True) as owner:
        apply_folder(owner, ROOT / "db" / "jobs")
        jobs = "select count(*) from ops.jobs union all select count(*) from cron.job"
        assert len(set(owner.execute(jobs.encode()))) == 1, "all jobs are scheduled"
    scene.execute("select pg_reload_conf()")
    try:
        yield
    finally:
        scene.server.move_cron("postgres")


def is_settled(scene: Scene) -> bool:
    """Tell whether every run is done and every book is closed."""
    try:
        return not read_faults(scene.url)
    except psycopg.OperationalError:
        return False


def stop_clock(scene: Scene) -> None:
    """Let pg_cron start nothing more, and what it started come to its end."""
    scene.execute("select cron.unschedule(j.jobid) from cron.job as j")
    wait_until(lambda: is_settled(scene))


def health(scene: Scene) -> tuple[bool, dict[str, dict[str, str]]]:
    """What the API says of its health, and what the doctor says of the rest."""
    doctor = (
        "select d.check_name, to_json(d) from ops.doctor() as d where status <> 'ok'"
    )
    with psycopg.connect(scene.database.api) as connection:
        [(is_healthy, _)] = connection.execute("select * from api.health()")
        checks = connection.execute(doctor.encode()).fetchall()
    return is_healthy, dict(checks)


def launcher(scene: Scene) -> int | None:
    found = scene.execute(LAUNCHER)
    return int(found[0][0]) if found else None


def test_a_dead_scheduler_is_named_and_all_it_missed_is_caught_up_after_a_restart(
    scene: Scene, loaded: State, batch: Path
) -> None:
    place = "before days"
    with psycopg.connect(scene.url, autocommit=True) as owner:
        place_in_copy(owner, COPIED_ITEMS // 3)
    with scheduled(scene):
        wait_until(lambda: launcher(scene) and health(scene) == (True, {}))
        scene.set("heartbeat_max_age", "1 second")
        [(version,)] = scene.execute(
            "select e.extversion from pg_extension as e where e.extname = 'pg_cron'"
        )
        old = launcher(scene)
        scene.execute("select pg_terminate_backend(%s, 20000)", old)
        if version.startswith(("1.4", "1.5")):
            wait_until(lambda: {"heartbeat", "scheduler"} <= health(scene)[1].keys())
            is_healthy, checks = health(scene)
            assert not is_healthy
            assert "scheduler is not running" in checks["scheduler"]["detail"]
            assert "restart PostgreSQL" in checks["scheduler"]["advice"]
            assert 'check "scheduler"' in checks["heartbeat"]["advice"]

        scene.set("heartbeat_max_age", "3 minutes")
        scene.execute("update ops.jobs set registered_at = now() - interval '9 days'")
        with holding(scene.url, "in copy") as hold:
            process = start_loader(scene, batch)
            hold.reach("in copy")
            scene.server.restart_after_kill()
            process.communicate(timeout=LIMIT)
            assert process.returncode == 1
        wait_until(lambda: launcher(scene) not in (None, old))
        # Now pg_cron's own worker dies with the server, in the middle of its work. On a
        # busy machine a minute has come before, and what was landed then is promoted.
        with holding(scene.url, place) as hold:
            load(scene, batch)
            hold.reach(place)
            if version.startswith("1.4"):
                # This pg_cron waits for its worker: no watchdog comes meanwhile.
                scene.set("heartbeat_max_age", "1 second")
                wait_until(lambda: "heartbeat" in health(scene)[1])
                beat = health(scene)[1]["heartbeat"]
                assert "; job promote-pending-runs has been running" in beat["detail"]
                assert "Before version 1.5 pg_cron" in beat["advice"]
                scene.set("heartbeat_max_age", "3 minutes")
            scene.server.restart_after_kill()
        load(scene, batch)
        missed = scene.execute(
            "select j.job_name from ops.jobs as j "
            "where j.max_staleness > interval '1 hour'"
        )
        assert missed
        # pg_cron itself may run one whose minute has just come.
        caught_up = (
            "select distinct r.job_name from ops.job_runs as r "
            "where r.triggered_by = any (%s) and r.status = 'succeeded'"
        )
        both = ["watchdog", "schedule"]
        wait_until(lambda: set(missed) <= set(scene.execute(caught_up, both)))
        assert len(scene.execute(caught_up, ["watchdog"])) > 1
        wait_until(lambda: is_settled(scene))
        wait_until(lambda: health(scene) == (True, {}))
        stop_clock(scene)
        check(scene, loaded)


@pytest.mark.soak
@pytest.mark.parametrize("death", ["backend", "terminate"])
def test_pg_cron_goes_on_by_itself_after_its_worker_died(
    scene: Scene, promoted: State, death: str
) -> None:
    place = "after days"
    with scheduled(scene):
        with holding(scene.url, place) as hold:
            scene.strike(death, hold.reach(place))
        wait_until(lambda: is_settled(scene))
        stop_clock(scene)
        check(scene, promoted)


@pytest.mark.soak
def test_jobs_that_find_no_worker_process_are_reported(scene: Scene) -> None:
    # One is pg_cron's own, the other the launcher of logical replication.
    with scheduled(scene, "max_worker_processes=2"):
        wait_until(lambda: "job starts" in health(scene)[1])
        is_healthy, checks = health(scene)
        assert not is_healthy
        assert "pg_cron could not start " in checks["job starts"]["detail"]
        assert "max_worker_processes are all in use" in checks["job starts"]["advice"]
        scene.set("heartbeat_max_age", "1 second")
        wait_until(lambda: "heartbeat" in health(scene)[1])
        # With room for them again they are caught up.
        scene.server.move_cron(scene.database.name)
        scene.set("heartbeat_max_age", "3 minutes")
        beat = "select h.beat_at > now() - interval '1 minute' from ops.heartbeats as h"
        wait_until(lambda: scene.execute(beat) == [(True,)])
