"""The promises hold after any steps: a machine of random steps against a model.

Each step changes a real database as a working day might, and likewise the model in
plain Python, `model.Market`. Afterwards the marts equal both their definitions and the
model row for row, and a second refresh writes no row. No run loses an item. There is
one alert a product, kind and day, and none without a valid move. Every difference was
announced to the caches.

The machine itself is tested too: each of `FAULTS` is planted in a function, each
trigger that notes changes by hand is removed, and the machine must fail.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as with_seed
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from psycopg import sql

from tests.properties.faults import FAULTS, noting_triggers, planted, without
from tests.properties.model import (
    COMPARISONS,
    DAILY,
    DOMAINS,
    FAILED,
    FIRST_MONTH,
    REACHES,
    SNAPSHOTS,
    TABLES,
    ZONES,
    Comparison,
    Counts,
    Daily,
    Day,
    Delta,
    Group,
    Instant,
    Item,
    Latest,
    ListDay,
    Listing,
    Market,
    Place,
    Product,
    Rollup,
    Run,
    Snapshot,
    Text,
    Values,
    observe,
)
from tests.support.databases import Database

Connection = psycopg.Connection[Any]
Row = TypeVar("Row", Latest, Delta, Rollup, Comparison)

START = "select is_new from ops.start_run(%s, 'test', null, %s, null, %s)"
STORE = """
    insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    values (%s, %s, 'test', %s, '')
"""
LAND = "select ops.land_run(%s, %s, 0)"
PROMOTE = "select (ops.promote_run(%s, %s)).has_more"
PROMOTE_PENDING = "select (ops.promote_pending(%s)).has_more"
REFRESH = "select ops.refresh_dirty(%s)"
REPLAY = "select ops.replay_run(%s)"
SET = "update ops.settings set value = %s where name = %s"
LEDGER = """
    select
        r.job_id, r.status, r.promoted_item_no, r.received_count, r.accepted_count,
        r.duplicate_count, r.rejected_count
    from core.ingest_runs as r
"""
# What rules told before is not modelled: each move that they find is told.
TELL_ALL = """
    update core.alert_rules
    set rearm = 'every_crossing', cooldown = null
    where cooldown is not null
"""
# Of the rules everybody begins with, those that a day's delta decides.
RAISED = """
    select a.asin, a.marketplace, a.kind, a.date, a.id
    from core.alerts as a
    where a.kind not in ('NEW_EXTREME', 'COMPETITOR_UNDERCUT')
"""
ANNOUNCED = """
    select i.id, i.product_keys, i.pair_keys
    from ops.cache_invalidations as i
    where i.id > %s
    order by i.id
"""
VERSIONS = """
    select v.asin || ':' || v.marketplace, v.data_version from ops.product_versions as v
"""
LISTINGS = """
    select
        p.asin, p.marketplace, p.title, p.brand, p.model, p.category_path, p.category,
        p.source_meta ->> 'url', p.first_seen_at, p.last_seen_at, p.described_at,
        p.is_unlisted, p.unlisted_at
    from core.products as p
"""
SEEN = """
    select s.asin, s.marketplace, s.scraped_at, s.date, s.status, s.price
    from core.product_snapshots as s
"""
LISTS = """
    select b.asin, b.marketplace, b.category, b.date, b.rank, b.price, b.listed_at
    from core.bestseller_snapshots as b
"""
AUDIT = """
    select a.table_name, a.missing_count, a.unexpected_count
    from ops.audit() as a
    where a.missing_count <> 0 or a.unexpected_count <> 0
"""
OBSERVED = """
    select
        d.asin, d.marketplace, d.date, d.status, d.observed_at, d.offer_observed_at,
        d.rank_observed_at, d.rating_observed_at, d.job_id is null, d.price,
        d.list_price, d.buybox_price, d.buybox_seller, d.bsr, d.bsr_category,
        d.bsr_main, d.rating, d.reviews_count, d.in_stock, d.offers_count
    from core.product_metrics_daily as d
"""
# Says of every day and pair that somebody touched it, though nobody did.
TOUCH_ALL = """
    with days as (
        insert into ops.dirty_days (asin, marketplace, date, level)
        select d.asin, d.marketplace, d.date, 'daily'
        from core.product_metrics_daily as d
    )
    insert into ops.dirty_pairs (asin_main, asin_comp, marketplace)
    select p.asin_main, p.asin_comp, p.marketplace from core.comparison_pairs as p
"""
CHANGED_FROM = "select min(d.date) from ops.dirty_days as d"
RETAIN = """
    update ops.partition_policies set retain = %s, drop_after = %s where parent = %s
"""
RETIRE = "select s.has_more from ops.apply_retention(%s) as s"
REATTACH = "select ops.reattach_partition(%s, %s)"
HORIZONS = """
    select p.parent, coalesce(p.horizon, '0001-01-01') from ops.partition_policies as p
    where p.parent = any (%s)
"""
TOO_OLD = """
    select e.job_id, e.item_no
    from staging_raw.rejected_events as e
    where e.reason_code = 'too_old' and e.resolved_at is null
"""
DETACHED = """
    select
        ops.partition_statement('attach', l.parent::regclass, l.relation_oid::regclass)
    from ops.retention_log as l
    where l.detached_at is not null and l.dropped_at is null and l.reattached_at is null
"""
KEEP_ALL = """
    with forgotten as (
        delete from ops.retention_log
    )
    update ops.partition_policies set retain = null, horizon = null
    where parent = any (%s)
"""
PARTITIONS = """
    select ops.ensure_partition(t.parent, m.moment::date)
    from unnest(%s::text[]) as t (parent)
    cross join generate_series(%s, %s::timestamp, interval '1 month') as m (moment)
"""
# What a second run leaves as it is. A replay does write its own line in the ledger, and
# counts its attempts at what it rejects.
KEPT = """
    select n.nspname || '.' || c.relname
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p')
        and (
            n.nspname in ('core', 'mart')
            or (n.nspname, c.relname) in (
                ('ops', 'cache_invalidations'), ('ops', 'product_versions'),
                ('ops', 'partition_policies'), ('ops', 'retention_log'),
                ('staging_raw', 'raw_events')
            )
        )
        and (n.nspname, c.relname) <> ('core', 'ingest_runs')
"""
FORGOTTEN = (
    "core.products", "core.product_snapshots", "core.product_metrics_daily",
    "core.bestseller_snapshots", "core.alerts", "core.competitive_group_members",
    "core.competitive_groups", "core.competitor_links", "core.ingest_runs",
    "mart.product_latest", "mart.product_days", "mart.competitor_comparison_daily",
    "staging_raw.raw_events", "staging_raw.rejected_events", "ops.dirty_days",
    "ops.dirty_pairs", "ops.dirty_products", "ops.product_versions",
    "ops.cache_invalidations",
)  # fmt: skip
LANDING = frozenset({"staging_raw.raw_events"})
TELLING = frozenset({"ops.cache_invalidations", "ops.product_versions"})
ALERTING = frozenset({"core.alerts", "core.alert_states", "core.alert_suppressions"})
ROW_VERSIONS = "select '{0}', t.tableoid, t.ctid::text, t.xmin::text from {0} as t"
MAKE_PRODUCT = """
    insert into core.products (
        asin, marketplace, first_seen_at, last_seen_at, described_at
    )
    values (%s, %s, %s, %s, %s)
"""
DESCRIBE_PRODUCT = """
    update core.products set title = %s where asin = %s and marketplace = %s
"""
RENAME_PRODUCT = """
    update core.products set asin = %s where asin = %s and marketplace = %s
"""
DROP_PRODUCT = "delete from core.products where asin = %s and marketplace = %s"
PARTITION = "select ops.ensure_partition(%s, %s)"
MAKE_DAY = """
    insert into core.product_metrics_daily (asin, marketplace, date, price, bsr)
    values (%s, %s, %s, %s, %s)
"""
FIX_DAY = """
    update core.product_metrics_daily set price = %s, bsr = %s
    where asin = %s and marketplace = %s and date = %s
"""
MOVE_DAY = """
    update core.product_metrics_daily set date = %s
    where asin = %s and marketplace = %s and date = %s
"""
DROP_DAY = """
    delete from core.product_metrics_daily
    where asin = %s and marketplace = %s and date = %s
"""
MAKE_SNAPSHOT = """
    insert into core.product_snapshots (
        asin, marketplace, scraped_at, date, status, price, source, job_id
    )
    values (%s, %s, %s, %s, %s, %s, 'hand', 'hand')
"""
FIX_SNAPSHOT = """
    update core.product_snapshots set status = %s, price = %s
    where asin = %s and marketplace = %s and scraped_at = %s
"""
FAIL_SNAPSHOT = """
    update core.product_snapshots
    set status = 'blocked', price = null, list_price = null, buybox_price = null,
        buybox_seller = null, bsr = null, bsr_category = null, bsr_main = null,
        rating = null, reviews_count = null, in_stock = null, offers_count = null,
        used_price = null
    where asin = %s and marketplace = %s and scraped_at = %s
"""
MOVE_SNAPSHOT = """
    update core.product_snapshots set scraped_at = %s, date = %s, raw_event_id = null
    where asin = %s and marketplace = %s and scraped_at = %s
"""
DROP_SNAPSHOT = """
    delete from core.product_snapshots
    where asin = %s and marketplace = %s and scraped_at = %s
"""
LINK = """
    insert into core.competitor_links (asin_main, asin_comp, marketplace)
    values (%s, %s, %s)
"""
UNLINK = """
    delete from core.competitor_links
    where asin_main = %s and asin_comp = %s and marketplace = %s
"""
TURN_LINK = """
    update core.competitor_links set asin_main = %s, asin_comp = %s
    where asin_main = %s and asin_comp = %s and marketplace = %s
"""
MAKE_GROUP = """
    insert into core.competitive_groups (name, asin_main, marketplace)
    values (%s, %s, %s)
    returning id
"""
FIX_GROUP = """
    update core.competitive_groups set asin_main = %s, marketplace = %s, is_active = %s
    where id = %s
"""
DROP_GROUP = "delete from core.competitive_groups where id = %s"
MAKE_MEMBER = """
    insert into core.competitive_group_members (group_id, asin) values (%s, %s)
"""
FIX_MEMBER = """
    update core.competitive_group_members set is_active = %s
    where group_id = %s and asin = %s
"""
MOVE_MEMBER = """
    update core.competitive_group_members set group_id = %s, asin = %s
    where group_id = %s and asin = %s
"""
DROP_MEMBER = """
    delete from core.competitive_group_members where group_id = %s and asin = %s
"""


ASINS = ("B0PROPS001", "B0PROPS002", "B0PROPS003")
MARKETPLACES = ("US", "US", "DE", "JP")
LAST_DAY = date(2024, 5, 20)
NOON = datetime(2024, 5, 20, 12, tzinfo=UTC)
# Days before the last one: neighbours, and both sides of every window and reach.
AGES = (0, 1, 2, 3, 6, 7, 8, 29, 30, 31, 44, 45, 46, 47, 89, 90, 91, 92, 139)
# Days of the history besides: the first ones of months, where what is kept begins.
OLD = (49, 80, 109)
# Ages of its days. Windows are sums of stored ones, which are there every day, every
# 7th and 30th day, or only where parts of a window begin and end.
HISTORIES = {
    **{f"every {n} days": tuple(range(0, 140, n)) for n in (9, 5, 14, 31)},
    "each day": tuple(range(110)),
    "parts of windows": (
        0, 1, 6, 7, 8, 13, 14, 15, 20, 21, 22, 27, 28, 29, 30, 31, 36, 37, 44, 51, 58,
        59, 60, 61, 67, 74, 81, 88, 89, 90, 91, 119, 120, 121,
    ),
}  # fmt: skip
# The categories of its ranks, ten days each.
CATEGORIES = ((None,), (None,), ("Mugs",), ("Mugs", "Cups"), ("Cups", None))
# No more days come than up to then.
FURTHEST = date(2024, 7, 31)
BORDERS = (
    date(2023, 11, 5),  # clocks go back in the US
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2024, 2, 28),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2024, 3, 10),  # clocks go forward in the US
    date(2024, 3, 31),  # and in Germany
    date(2024, 4, 30),
    date(2024, 5, 1),
)
# Two of them are no time of day, or two, where the clocks change.
TIMES = (
    time(0), time(0), time(0, 0, 1), time(1, 30), time(2, 30), time(12),
    time(23, 59, 59),
)  # fmt: skip

URLS = {place: url for url, place in DOMAINS.items()}

# Products that paused for longer than any window, and one not seen since.
PAUSES = (
    (ASINS[0], "JP", (6, 140, 170)),
    (ASINS[1], "JP", (45, 200)),
    (ASINS[2], "JP", (140, 170)),
)
# Mostly as many tables as go together, else one by itself.
KEPT_ALIKE = (*[TABLES] * 5, tuple(REACHES), *((table,) for table in TABLES))
# How many days longer than its marts a table is kept.
SPARE = {DAILY: 90, SNAPSHOTS: 25}

asins = st.sampled_from(ASINS)
marketplaces = st.sampled_from(MARKETPLACES)
near_days = st.sampled_from(AGES).map(lambda age: LAST_DAY - timedelta(days=age))
days = near_days | near_days | near_days | st.sampled_from(BORDERS)
pair_places = st.sampled_from(["US", "US", "US", "DE"])
prices = st.sampled_from([None, 10, 10.5, 9.99, 20, 0, 0.01])
ranks = st.sampled_from([None, 100, 120, 1, 9_999_999])
numbers = st.integers(0, 999)
instants = st.builds(
    lambda day, at: datetime.combine(day, at, UTC).isoformat(),
    days,
    st.sampled_from([time(2, 30), time(12), time(20)]),
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "price": prices,
    "bsr": ranks,
    "bsr_category": st.sampled_from([None, "Mugs", "Cups"]),
    "rating": st.sampled_from([None, 4.5, 4.4, 4]),
    "reviews_count": st.sampled_from([None, 10, 12, 5000]),
    "buybox_seller": st.sampled_from([None, "Ann", "Bob"]),
    "in_stock": st.sampled_from([None, True, False]),
    "title": st.sampled_from([None, "Mug", "Cup"]),
}
RARE: tuple[Item, ...] = (
    {"status": "out_of_stock"},
    {"status": "blocked"},
    {"status": "delisted"},
    {"status": "delisted"},
    {
        "status": "blocked",
        "title": "Robot Check",
        "list_category": "cups",
        "list_rank": 9,
    },
    {"status": "parse_error", "price": 5},
    {"title": "Red mug", "brand": "Acme", "category_path": "Home > Mugs"},
    {"title": "Blue mug", "model": "M1", "category_path": "Home > Cups"},
    {"brand": "Other", "model": "M2"},
    {"list_category": "mugs", "list_rank": 1},
    {"list_category": "mugs", "list_rank": 2},
    {"list_category": "cups", "list_rank": 0},
    {"list_price": 30, "buybox_price": 9.5, "offers_count": 3, "bsr_main": 4000},
    {"requested_asin": ASINS[2]},
    {"price": -1},
    {"price": 1e10},
    {"rating": 7},
    {"bsr": 0},
    {"asin": "b0-not-one"},
    {"url": "https://www.amazon.de/"},
    {"scraped_at": "2024-05-23T01:00:00Z"},
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """One item in the project's plain form, now and then a strange one."""
    place = draw(marketplaces)
    day = draw(days)
    item: Item = {"asin": draw(asins), "url": URLS[place]}
    at = draw(st.sampled_from([None, *TIMES]))
    if at is None:
        item["observed_date"] = day.isoformat()
    else:
        seen_at = datetime.combine(day, at, ZONES[place]).astimezone(UTC)
        item["scraped_at"] = seen_at.isoformat()
    item |= {name: draw(values) for name, values in VALUES.items()}
    if draw(st.integers(0, 3)) == 3:
        item |= draw(st.sampled_from(RARE))
    return item


@st.composite
def travels(draw: st.DrawFn) -> list[Item]:
    """One instant at the border of a day, in two marketplaces: often on two days."""
    item = draw(items())
    day = draw(days)
    midnight = datetime.combine(day, time(0), ZONES[draw(marketplaces)])
    seen_at = midnight + timedelta(seconds=draw(st.sampled_from([-1, 0, 3600])))
    item["scraped_at"] = seen_at.astimezone(UTC).isoformat()
    return [item | {"url": URLS[place]} for place in ("US", draw(marketplaces))]


@st.composite
def rank_logs(draw: st.DrawFn) -> Item:
    """A row of a log that watches ranks only."""
    return {
        "asin": draw(asins),
        "url": URLS[draw(marketplaces)],
        "timestamp_utc": draw(instants),
        "category": draw(st.sampled_from(["Mugs", "Cups"])),
        "rank": draw(st.sampled_from([100, 130, 7, 0])),
    }


@st.composite
def lists(draw: st.DrawFn) -> Item:
    """A best-seller list of one product: some show no price."""
    return {
        "slug": draw(st.sampled_from(["mugs", "cups"])),
        "updatedAt": draw(instants),
        "products": [
            {
                "asin": draw(asins),
                "url": URLS[draw(marketplaces)],
                "rank": draw(st.integers(1, 3)),
                "price": draw(prices),
                "rating": draw(VALUES["rating"]),
                "reviewCount": draw(VALUES["reviews_count"]),
            }
        ],
    }


anything = items() | items() | items() | rank_logs() | lists()
batches = st.lists(anything, min_size=1, max_size=6) | travels()


@dataclass
class Scene:
    """The database of a machine, and how much was done in it."""

    owner: Connection
    superuser: Connection
    kept: tuple[str, ...] = ()
    steps: int = 0
    # How many there were when the last machine began: a failing one begins anew.
    before: int = 0
    jobs: int = 0

    def row(self, query: str, *parameters: Any) -> tuple[Any, ...]:
        found = self.owner.execute(query.encode(), parameters).fetchone()
        assert found is not None
        return tuple(found)

    def forget(self) -> None:
        """Empty all tables; quicker than truncating some hundred partitions."""
        for (attach,) in self.owner.execute(DETACHED).fetchall():
            self.owner.execute(attach)
        self.owner.execute(KEEP_ALL, [list(TABLES)])
        self.owner.execute(PARTITIONS, [list(TABLES), FIRST_MONTH, FURTHEST])
        with self.superuser.transaction():
            self.superuser.execute("set local session_replication_role = replica")
            for table in FORGOTTEN:
                self.superuser.execute(sql.SQL("delete from {}").format(name(table)))
        self.owner.execute(SET, ["0.5", "reject_share_limit"])
        self.owner.execute(SET, ["200000", "promotion_slice_items"])
        self.owner.execute(TELL_ALL)

    def read(self, table: str, fields: tuple[str, ...]) -> list[tuple[Any, ...]]:
        columns = sql.SQL(", ").join(map(sql.Identifier, fields))
        query = sql.SQL("select {} from {}").format(columns, name(table))
        return self.owner.execute(query).fetchall()

    def versions(self) -> set[tuple[Any, ...]]:
        """Which version of each row there is, of all that a second run leaves."""
        query = " union all ".join(ROW_VERSIONS.format(table) for table in self.kept)
        return set(self.owner.execute(query.encode()).fetchall())


def name(table: str) -> sql.Identifier:
    return sql.Identifier(*table.split("."))


class Machine(RuleBasedStateMachine):
    """Steps of random days; most rules end with `check`."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.scene = scene
        self.owner = scene.owner
        self.model = Market()
        self.runs: list[Run] = []
        # What each product and pair showed, and the last announcement heard.
        self.told: dict[str, set[Any]] = {}
        self.heard = 0
        # The days that were written or deleted by hand.
        self.edits: list[Day] = []
        # The daily rows when the marts last saw everything.
        self.shown: dict[Day, Daily] = {}
        self.now = NOON
        self.limit = Decimal("0.5")
        self.size = 200_000
        self.arrivals = 1
        self.groups = 0
        self.is_failing = False
        scene.before = scene.steps
        scene.forget()

    @initialize(
        seen=st.sampled_from(tuple(HISTORIES)),
        newest=st.sampled_from([0, 4, 50]),
        prices=st.lists(prices, min_size=7, max_size=7),
        categories=st.sampled_from(CATEGORIES),
        rivals=st.sampled_from([True, True, False]),
    )
    def history(
        self,
        seen: str,
        newest: int,
        prices: list[float | None],
        categories: tuple[str | None, ...],
        rivals: bool,
    ) -> None:
        batch: list[Item] = []
        for number, age in enumerate(sorted({*HISTORIES[seen], *OLD})):
            if age >= newest:
                day = LAST_DAY - timedelta(days=age)
                category = categories[age // 10 % len(categories)]
                batch += self.day(day, number, prices, category)
        for asin, place, pauses in PAUSES:
            for age in pauses:
                day = LAST_DAY - timedelta(days=age)
                item = {"asin": asin, "url": URLS[place], "price": age}
                batch.append(item | {"observed_date": day.isoformat()})
        if rivals:
            self.a_link_comes(*ASINS[:2], "US", waits=True)
            self.a_member_joins(*ASINS[1:], "US", waits=True)
            self.a_member_joins(ASINS[1], ASINS[0], "US", waits=True)
        self.promote(self.land(batch, None))
        self.check()

    def day(
        self, day: date, number: int, prices: list[float | None], category: str | None
    ) -> list[Item]:
        """What is seen on the nth day of a history; not all is known of each."""
        return [
            {
                "asin": asin,
                "observed_date": day.isoformat(),
                "price": prices[(number + offset) % len(prices)],
                "bsr": None if number % 6 == 5 else 100 + number % 100,
                "bsr_category": category,
                "rating": (4.5, None, 4.4, 4)[number % 4],
                "reviews_count": None if number % 5 == 4 else 1000 - number % 100,
            }
            for offset, asin in enumerate(ASINS[: 1 + number % 3])
        ]

    @rule(
        count=st.sampled_from([1, 1, 7, 8, 30]),
        at_once=st.booleans(),
        prices=st.lists(prices, min_size=3, max_size=3),
        category=VALUES["bsr_category"],
    )
    def days_pass(
        self,
        count: int,
        at_once: bool,
        prices: list[float | None],
        category: str | None,
    ) -> None:
        """The next days come: each evening one, or all in one batch."""
        newest = max((day for *_, day in self.model.daily), default=LAST_DAY)
        count = min(count, (FURTHEST - newest).days)
        days = [newest + timedelta(days=number) for number in range(1, count + 1)]
        batches = [self.day(day, day.toordinal(), prices, category) for day in days]
        if at_once or count > 8:
            batches = [[item for batch in batches for item in batch]]
        for day, batch in zip(days[-len(batches) :], batches, strict=True):
            self.now = max(self.now, datetime.combine(day, time(20), UTC))
            run = self.land(batch, None)
            self.promote(run)
        if days:
            self.check(again=run)

    @rule(batch=batches, marketplace=st.sampled_from([None, None, "DE"]))
    def a_batch_is_loaded(self, batch: list[Item], marketplace: str | None) -> None:
        run = self.land(batch, marketplace)
        self.promote(run)
        self.check(again=run)

    @rule(batch=batches)
    def a_batch_lands_and_waits(self, batch: list[Item]) -> None:
        self.land(batch, None)

    @rule()
    def the_job_promotes_what_waits(self) -> None:
        self.settle()
        self.check()

    @precondition(lambda self: self.landed())
    @rule(number=numbers)
    def a_waiting_run_is_promoted_out_of_turn(self, number: int) -> None:
        waiting = self.landed()
        run = waiting[number % len(waiting)]
        self.promote(run)
        self.check(again=run)

    @rule(number=numbers)
    def a_batch_is_loaded_again(self, number: int) -> None:
        run = self.runs[number % len(self.runs)]
        [is_new] = self.row(START, run.job_id, run.marketplace, run.job_id)
        assert not is_new
        self.check()

    @rule(batch=batches)
    def a_batch_comes_twice(self, batch: list[Item]) -> None:
        """At once under another name: no row of core or mart is written anew."""
        seen = [one.key for item in batch for one in observe(item, None, 0, self.now)]
        self.promote(self.land(batch, None))
        before = self.scene.versions()
        self.promote(self.land(batch, None))
        # Of two that contradict each other in one slice only the later is ever seen.
        if self.size >= len(batch) or len(set(seen)) == len(seen):
            self.assert_unwritten(before, but=LANDING)
        self.check()

    @rule(number=numbers)
    def a_batch_comes_again_under_another_name(self, number: int) -> None:
        known = self.runs[number % len(self.runs)]
        run = self.land(known.items, known.marketplace)
        self.promote(run)
        self.check(again=run)

    @rule(number=numbers, price=prices, waits=st.booleans())
    def a_batch_is_corrected(
        self, number: int, price: float | None, waits: bool
    ) -> None:
        """The same instants come again with another price."""
        known = self.runs[-1 - number % len(self.runs)]
        batch = [item | {"price": price} for item in known.items[-6:]]
        run = self.land(batch, known.marketplace)
        if not waits:
            self.promote(run)
            self.check(again=run)

    @rule(number=numbers)
    def a_run_is_replayed(self, number: int) -> None:
        run = self.runs[number % len(self.runs)]
        self.replay(run)
        self.check(again=run)

    @precondition(lambda self: any(run.counts.rejected for run in self.runs))
    @rule(number=numbers, limit=st.sampled_from(["1", "0.9"]), days=st.integers(0, 2))
    def a_limit_is_raised_and_rejects_are_replayed(
        self, number: int, limit: str, days: int
    ) -> None:
        self.set_limit(limit)
        self.now += timedelta(days=days)
        rejected = [run for run in self.runs if run.counts.rejected]
        self.replay(rejected[number % len(rejected)])
        self.check()

    @rule(limit=st.sampled_from(["0.5", "0", "0.25", "1"]))
    def a_limit_is_set(self, limit: str) -> None:
        self.set_limit(limit)

    @rule(size=st.sampled_from([200_000, 2, 1, 3]))
    def slices_become(self, size: int) -> None:
        self.owner.execute(SET, [str(size), "promotion_slice_items"])
        self.size = size

    @rule(main=asins, comp=asins, place=pair_places, waits=st.booleans())
    def a_link_comes(self, main: str, comp: str, place: str, waits: bool) -> None:
        if main == comp:
            comp = ASINS[ASINS.index(main) - 1]
        pair = (main, comp, place)
        if pair not in self.model.links:
            self.owner.execute(LINK, pair)
            self.model.links.add(pair)
            self.edited(waits)

    @precondition(lambda self: self.model.links)
    @rule(number=numbers, waits=st.booleans())
    def a_link_goes(self, number: int, waits: bool) -> None:
        pair = sorted(self.model.links)[number % len(self.model.links)]
        self.owner.execute(UNLINK, pair)
        self.model.links.remove(pair)
        self.edited(waits)

    @precondition(lambda self: self.model.links)
    @rule(number=numbers, comp=asins, waits=st.booleans())
    def a_link_is_changed(self, number: int, comp: str, waits: bool) -> None:
        """To another competitor, or turned round."""
        pair = sorted(self.model.links)[number % len(self.model.links)]
        main, place = pair[0], pair[2]
        turned = (pair[1], main, place) if comp == main else (main, comp, place)
        if turned not in self.model.links:
            self.owner.execute(TURN_LINK, [*turned[:2], *pair])
            self.model.links.remove(pair)
            self.model.links.add(turned)
            self.edited(waits)

    @rule(main=asins, comp=asins, place=pair_places, waits=st.booleans())
    def a_member_joins(self, main: str, comp: str, place: str, waits: bool) -> None:
        key = self.group_of(main, place)
        members = self.model.groups[key].members
        if comp not in members:
            self.owner.execute(MAKE_MEMBER, [key, comp])
            members[comp] = True
        self.edited(waits)

    @precondition(lambda self: self.members())
    @rule(number=numbers, waits=st.booleans())
    def a_member_leaves(self, number: int, waits: bool) -> None:
        key, asin = self.member(number)
        self.owner.execute(DROP_MEMBER, [key, asin])
        del self.model.groups[key].members[asin]
        self.edited(waits)

    @precondition(lambda self: self.members())
    @rule(number=numbers, waits=st.booleans())
    def a_member_rests_or_returns(self, number: int, waits: bool) -> None:
        key, asin = self.member(number)
        members = self.model.groups[key].members
        members[asin] = not members[asin]
        self.owner.execute(FIX_MEMBER, [members[asin], key, asin])
        self.edited(waits)

    @precondition(lambda self: self.members())
    @rule(number=numbers, main=asins, comp=asins, waits=st.booleans())
    def a_member_moves(self, number: int, main: str, comp: str, waits: bool) -> None:
        """To another group, or another product takes its place."""
        key, asin = self.member(number)
        target = self.group_of(main, self.model.groups[key].marketplace)
        if target == key and comp == asin:
            return
        if comp not in self.model.groups[target].members:
            self.owner.execute(MOVE_MEMBER, [target, comp, key, asin])
            is_active = self.model.groups[key].members.pop(asin)
            self.model.groups[target].members[comp] = is_active
        self.edited(waits)

    @precondition(lambda self: self.model.groups)
    @rule(
        number=numbers, main=st.none() | asins, place=pair_places, waits=st.booleans()
    )
    def a_group_changes(
        self, number: int, main: str | None, place: str, waits: bool
    ) -> None:
        """Gets another main product, or is switched off or on."""
        key = sorted(self.model.groups)[number % len(self.model.groups)]
        group = self.model.groups[key]
        if main:
            group.asin_main, group.marketplace = main, place
        else:
            group.is_active = not group.is_active
        self.owner.execute(
            FIX_GROUP, [group.asin_main, group.marketplace, group.is_active, key]
        )
        self.edited(waits)

    @precondition(lambda self: self.model.groups)
    @rule(number=numbers, waits=st.booleans())
    def a_group_goes(self, number: int, waits: bool) -> None:
        """And its members with it."""
        key = sorted(self.model.groups)[number % len(self.model.groups)]
        self.owner.execute(DROP_GROUP, [key])
        del self.model.groups[key]
        self.edited(waits)

    @precondition(lambda self: self.model.pairs())
    @rule(number=numbers, waits=st.booleans())
    def a_pair_is_named_twice(self, number: int, waits: bool) -> None:
        """By a link and by a group: losing one of them keeps it."""
        pairs = sorted(self.model.pairs())
        pair = pairs[number % len(pairs)]
        if pair not in self.model.links:
            self.owner.execute(LINK, pair)
            self.model.links.add(pair)
            self.edited(waits)
        else:
            self.a_member_joins(*pair, waits)

    @rule(asin=asins, place=marketplaces, is_paired=st.booleans(), waits=st.booleans())
    def a_product_comes_or_goes_by_hand(
        self, asin: str, place: str, is_paired: bool, waits: bool
    ) -> None:
        """What it is compared with stays: pairs may name products not yet seen."""
        product = (asin, place)
        pairs = sorted(self.model.pairs())
        if is_paired and pairs:
            product = pairs[ASINS.index(asin) % len(pairs)][1:]
        if product in self.model.products:
            self.owner.execute(DROP_PRODUCT, product)
            del self.model.products[product]
        else:
            self.owner.execute(MAKE_PRODUCT, [*product, NOON, NOON, NOON])
            self.model.products[product] = Listing(Text(), None, NOON, NOON, NOON)
        self.model.unjudged.add(product)
        self.edited(waits)

    @precondition(lambda self: self.model.products)
    @rule(
        number=numbers,
        title=st.sampled_from([None, "By hand", "Mug"]),
        asin=st.none() | asins,
        waits=st.booleans(),
    )
    def a_product_is_changed_by_hand(
        self, number: int, title: str | None, asin: str | None, waits: bool
    ) -> None:
        """It gets another title, or another ASIN."""
        known = sorted(self.model.products)
        product = known[number % len(known)]
        if asin is None:
            self.owner.execute(DESCRIBE_PRODUCT, [title, *product])
            listing = self.model.products[product]
            text = listing.text._replace(title=title)
            self.model.products[product] = listing._replace(text=text)
        elif (asin, product[1]) not in self.model.products:
            self.owner.execute(RENAME_PRODUCT, [asin, *product])
            renamed = (asin, product[1])
            self.model.products[renamed] = self.model.products.pop(product)
            self.model.unjudged |= {product, renamed}
        self.edited(waits)

    @rule(
        asin=asins, place=marketplaces, day=days, price=prices, rank=ranks,
        waits=st.booleans(),
    )  # fmt: skip
    def a_daily_row_is_written_by_hand(
        self,
        asin: str,
        place: str,
        day: date,
        price: float | None,
        rank: int | None,
        waits: bool,
    ) -> None:
        key = (asin, place, day)
        cost = None if price is None else Decimal(str(price))
        if key in self.model.daily:
            self.owner.execute(FIX_DAY, [cost, rank, *key])
            row = self.model.daily[key]
            values = row.values._replace(price=cost, bsr=rank)
            if values != row.values:
                row = row._replace(values=values, is_by_hand=True)
                self.model.daily[key] = row
        elif day < self.model.horizon(DAILY):
            with pytest.raises(psycopg.errors.CheckViolation):
                self.owner.execute(MAKE_DAY, [*key, cost, rank])
            return
        else:
            self.owner.execute(PARTITION, [DAILY, day])
            self.owner.execute(MAKE_DAY, [*key, cost, rank])
            self.model.daily[key] = Daily(
                "ok", Values(price=cost, bsr=rank), None, is_by_hand=True
            )
        self.edits.append(key)
        self.edited(waits)

    @precondition(lambda self: self.model.daily)
    @rule(
        number=numbers,
        day=st.none() | days,
        is_newest=st.booleans(),
        waits=st.booleans(),
    )
    def a_daily_row_is_moved_or_deleted_by_hand(
        self, number: int, day: date | None, is_newest: bool, waits: bool
    ) -> None:
        known = sorted(self.model.daily)
        if is_newest:
            known = sorted(row[:3] for row in self.model.latest()) or known
        key = known[number % len(known)]
        if day is None:
            self.owner.execute(DROP_DAY, key)
            self.edits.append(key)
            del self.model.daily[key]
        elif day < self.model.horizon(DAILY):
            with pytest.raises(psycopg.errors.CheckViolation):
                self.owner.execute(MOVE_DAY, [day, *key])
            return
        elif (*key[:2], day) not in self.model.daily:
            self.owner.execute(PARTITION, [DAILY, day])
            self.owner.execute(MOVE_DAY, [day, *key])
            moved = self.model.daily.pop(key)._replace(is_by_hand=True)
            self.model.daily[*key[:2], day] = moved
        self.edited(waits)

    @precondition(lambda self: self.edits)
    @rule(number=numbers, status=st.sampled_from(FAILED), age=st.integers(0, 1))
    def a_page_fails_on_a_day_that_was_edited(
        self, number: int, status: str, age: int
    ) -> None:
        asin, place, day = self.edits[number % len(self.edits)]
        at = datetime.combine(day, time(6, age), ZONES[place]).astimezone(UTC)
        item = {"asin": asin, "status": status, "scraped_at": at.isoformat()}
        run = self.land([item], place)
        self.promote(run)
        self.check(again=run)

    @precondition(lambda self: self.model.snapshots)
    @rule(
        number=numbers,
        what=st.sampled_from(["fix", "fail", "delete", "add", "move"]),
        price=prices.filter(bool),
        is_closed=st.booleans(),
        waits=st.booleans(),
    )
    def a_snapshot_is_changed_by_hand(
        self, number: int, what: str, price: float, is_closed: bool, waits: bool
    ) -> None:
        known = sorted(self.model.snapshots)
        if is_closed:
            known = [key for key in known if self.is_closed(key)] or known
        key = known[-1 - number % len(known)]
        seen = self.model.snapshots[key]
        cost = Decimal(str(price))
        match what:
            case "fix":
                self.owner.execute(FIX_SNAPSHOT, ["ok", cost, *key])
                values = seen.values._replace(price=cost)
                seen = seen._replace(status="ok", values=values)
                self.model.snapshots[key] = seen
            case "fail":
                self.owner.execute(FAIL_SNAPSHOT, key)
                seen = seen._replace(status="blocked", values=Values())
                self.model.snapshots[key] = seen
            case "delete":
                self.owner.execute(DROP_SNAPSHOT, key)
                del self.model.snapshots[key]
            case "move":
                moved = later(key, days=1)
                if moved in self.model.snapshots:
                    return
                day = local_day(moved)
                self.owner.execute(PARTITION, [SNAPSHOTS, moved[2].date()])
                self.owner.execute(MOVE_SNAPSHOT, [moved[2], day, *key])
                del self.model.snapshots[key]
                self.model.snapshots[moved] = seen._replace(date=day, arrival=0)
                self.model.outdated.add((*key[:2], day))
            case _:
                key = later(key, hours=1)
                if key in self.model.snapshots:
                    return
                day = local_day(key)
                seen = Snapshot(day, "ok", Values(price=cost))
                self.owner.execute(PARTITION, [SNAPSHOTS, key[2].date()])
                self.owner.execute(MAKE_SNAPSHOT, [*key, day, "ok", cost])
                self.model.snapshots[key] = seen
        self.model.outdated.add((*key[:2], seen.date))
        self.model.unjudged.add(key[:2])
        self.edited(waits)

    @rule(
        tables=st.sampled_from(KEPT_ALIKE),
        days=st.sampled_from([19, 19, 50, 80]),
        drops=st.sampled_from([False, False, False, True]),
        waits=st.booleans(),
    )
    def old_months_go(
        self, tables: tuple[str, ...], days: int, drops: bool, waits: bool
    ) -> None:
        """Some tables are kept shorter; what is not dropped at once may come back."""
        for table in tables:
            self.retain(table, days + SPARE.get(table, 0), drops)
        while self.retire() and not waits:
            self.edited(waits=False)
        if waits:
            self.edited(waits)
        elif self.closed_runs():
            self.a_run_of_closed_days_is_replayed(0)

    @precondition(lambda self: self.closed_runs())
    @rule(number=numbers)
    def a_run_of_closed_days_is_replayed(self, number: int) -> None:
        """However much of it is too old now: what it once gave stands."""
        runs = self.closed_runs()
        limit = str(self.limit)
        self.set_limit("1")
        self.replay(runs[number % len(runs)])
        self.set_limit(limit)
        self.check()

    @precondition(lambda self: self.model.detached)
    @rule(
        tables=st.sampled_from(KEPT_ALIKE),
        is_kept=st.sampled_from([True, True, False]),
        waits=st.booleans(),
    )
    def months_come_back(
        self, tables: tuple[str, ...], is_kept: bool, waits: bool
    ) -> None:
        """The youngest first, unless the policy would take them again."""
        for table in tables:
            if is_kept:
                self.retain(table, None)
            known = [month for parent, month in self.model.detached if parent == table]
            for month in sorted(known, reverse=True):
                name = f"partitions.{table.split('.')[1]}_{month:%Y_%m}"
                if not self.model.may_return(table, month, self.now):
                    with pytest.raises(psycopg.Error) as refused:
                        self.owner.execute(REATTACH, [name, self.now])
                    assert refused.value.sqlstate == "AM409"
                    break
                self.owner.execute(REATTACH, [name, self.now])
                self.model.put_back(table, month)
        self.edited(waits)

    def teardown(self) -> None:
        """Check once more that all is settled, unless a step has already failed."""
        if self.is_failing:
            return
        self.settle()
        self.check()
        if self.model.detached:
            self.months_come_back(TABLES, is_kept=True, waits=False)
        before = self.scene.versions()
        self.owner.execute(TOUCH_ALL)
        self.owner.execute(REFRESH, [self.now])
        # All of it is announced; and a day that was made the newest by the removal of
        # later ones, by itself no news, may now raise an alert.
        self.assert_unwritten(before, but=TELLING | ALERTING)
        self.model.refresh()
        self.check_alerts()

    def land(self, batch: list[Item], marketplace: str | None) -> Run:
        """Open, fill and land a run in one transaction, as the loader does."""
        self.scene.jobs += 1
        run = Run(f"job {self.scene.jobs}", marketplace, batch, self.arrivals)
        self.arrivals += len(batch)
        self.runs.append(run)
        with self.owner.transaction(), self.owner.cursor() as cursor:
            cursor.execute(START, [run.job_id, marketplace, run.job_id])
            cursor.executemany(
                STORE,
                [(run.job_id, n, json.dumps(item)) for n, item in enumerate(batch, 1)],
            )
            cursor.execute(LAND, [run.job_id, len(batch)])
        return run

    def promote(self, run: Run) -> None:
        """Promote the slices of a run, each in a transaction of its own."""
        has_more = run.counts.status == "LANDED"
        while has_more:
            [has_more] = self.row(PROMOTE, run.job_id, self.now)
            self.advance(run)
            assert has_more == (run.counts.status == "LANDED")
            self.check_alerts()

    def advance(self, run: Run) -> None:
        self.model.promote(run, now=self.now, limit=self.limit, size=self.size)

    def settle(self) -> None:
        """Call the job until nothing waits: runs oldest first, then hand edits."""
        has_more = True
        while has_more:
            [has_more] = self.row(PROMOTE_PENDING, self.now)
            waiting = self.landed()
            assert has_more == bool(waiting)
            if waiting:
                self.advance(waiting[0])
            else:
                self.model.refresh()
            self.check_alerts()

    def replay(self, run: Run) -> None:
        self.owner.execute(REPLAY, [run.job_id])
        run.counts = Counts()
        self.promote(run)

    def landed(self) -> list[Run]:
        """The runs that wait, in the order in which the job takes them."""
        return [run for run in self.runs if run.counts.status == "LANDED"]

    def set_limit(self, limit: str) -> None:
        self.owner.execute(SET, [limit, "reject_share_limit"])
        self.limit = Decimal(limit)

    def group_of(self, main: str, place: str) -> int:
        """The key of a group round this product; it is made where there is none."""
        for key, group in self.model.groups.items():
            if (group.asin_main, group.marketplace) == (main, place):
                return key
        self.groups += 1
        [key] = self.row(MAKE_GROUP, f"rivals {self.groups}", main, place)
        self.model.groups[key] = Group(main, place)
        return int(key)

    def members(self) -> list[tuple[int, str]]:
        return [
            (key, asin)
            for key, group in sorted(self.model.groups.items())
            for asin in sorted(group.members)
        ]

    def member(self, number: int) -> tuple[int, str]:
        """One of them, mostly one that alone has its pair compared."""
        members = self.members()
        active = [
            (key, asin)
            for key, asin in members
            for group in [self.model.groups[key]]
            if group.is_active
            and group.members[asin]
            and asin != group.asin_main
            # Where a link names the pair too, nothing is lost with the member.
            and (group.asin_main, asin, group.marketplace) not in self.model.links
        ]
        if number % 4:
            members = active or members
        return members[number % len(members)]

    def is_closed(self, key: Instant) -> bool:
        """Whether retention closed the day of an observation that is still there."""
        return self.model.snapshots[key].date < self.model.open_from

    def closed_runs(self) -> list[Run]:
        """The runs that gave observations which are still there, of closed days."""
        closed = {key for key in self.model.snapshots if self.is_closed(key)}
        return [
            run
            for run in self.runs
            if closed
            and any(
                seen.key in closed
                for item in run.items
                for seen in observe(item, run.marketplace, 0, self.now)
            )
        ]

    def retain(self, table: str, days: int | None, drops: bool = False) -> None:
        """Change the policy of a table; `drops` is at once and not after a week."""
        policy = self.model.policies[table]
        policy.retain = None if days is None else timedelta(days=days)
        policy.drop_after = timedelta(days=0 if drops else 7)
        self.owner.execute(RETAIN, [policy.retain, policy.drop_after, table])

    def retire(self) -> bool:
        """Call the job of retention until it has no more to do; whether it had."""
        is_done = False
        while True:
            [changed_from] = self.row(CHANGED_FROM)
            step = self.model.next_step(
                self.now, runs_wait=bool(self.landed()), changed_from=changed_from
            )
            before = self.scene.versions() if step is None else set()
            [has_more] = self.row(RETIRE, self.now)
            assert has_more == (step is not None), step
            if step is None:
                self.assert_unwritten(before)
                return is_done
            self.model.take(step, self.now)
            self.told = {key: kept for key in self.told if (kept := self.kept(key))}
            is_done = True

    def kept(self, key: str) -> set[Any]:
        """What a product or pair showed and still shows: nobody is told what went."""
        return {row for row in self.told[key] if self.model.is_kept(row)}

    def edited(self, waits: bool) -> None:
        """Leave an edit for the next promotion to take along, or refresh at once."""
        self.model.is_fresh = False
        if not waits:
            self.owner.execute(REFRESH, [self.now])
            self.model.refresh()
            self.check_alerts()
            assert self.row(REFRESH, self.now) == (0,), "an edit was taken twice"
            self.check()

    def row(self, query: str, *parameters: Any) -> tuple[Any, ...]:
        return self.scene.row(query, *parameters)

    def check(self, again: Run | None = None) -> None:
        """Every promise; `again` is the run that was just promoted."""
        self.scene.steps += 1
        self.is_failing = True
        if again:
            before = self.scene.versions()
            self.replay(again)
            self.assert_unwritten(before)
        self.check_ledger()
        self.check_horizons()
        self.check_alerts()
        self.check_snapshots()
        self.check_listings()
        self.check_lists()
        if self.model.is_fresh:
            missing, unexpected = map(len, self.model.unlike())
            wrong = [(DAILY, missing, unexpected)] if missing or unexpected else []
            assert self.owner.execute(AUDIT).fetchall() == wrong
            self.check_daily()
            latest, deltas, rollups, comparisons = (
                set(self.model.latest()),
                set(self.model.deltas()),
                set(self.model.rollups()),
                set(self.model.comparisons()),
            )
            self.check_mart("mart.product_latest", Latest, latest)
            self.check_mart("mart.product_metrics_delta_daily", Delta, deltas)
            self.check_mart("mart.product_metrics_rollup", Rollup, rollups)
            self.check_mart(COMPARISONS, Comparison, comparisons)
            self.check_announced(latest | deltas | rollups, comparisons)
        self.is_failing = False

    def check_ledger(self) -> None:
        found = {job: Counts(*row) for job, *row in self.owner.execute(LEDGER)}
        assert found == {run.job_id: run.counts for run in self.runs}
        for counts in found.values():
            settled = counts.accepted + counts.duplicate + counts.rejected
            assert counts.status == "HALTED" or counts.received == settled
        assert set(self.owner.execute(TOO_OLD)) == {
            (run.job_id, number) for run in self.runs for number in run.too_old
        }

    def check_horizons(self) -> None:
        found = dict(self.owner.execute(HORIZONS, [list(TABLES)]).fetchall())
        assert found == {table: self.model.horizon(table) for table in TABLES}

    def check_alerts(self) -> None:
        """New alerts have a move behind them; a move that is news has its alert."""
        rows = self.owner.execute(RAISED).fetchall()
        found = {(asin, place, kind, day): key for asin, place, kind, day, key in rows}
        assert len(found) == len(rows), "two alerts of one product, kind and day"
        assert self.model.alerts.items() <= found.items(), (
            "an alert is gone or raised anew"
        )
        moves = self.model.moves() if self.model.is_fresh else set()
        assert found.keys() - self.model.alerts.keys() <= moves, (
            "an alert without a move"
        )
        self.model.alerts = found
        if self.model.is_fresh:
            news = {
                key
                for key, row in self.model.daily.items()
                if self.shown.get(key) != row
            }
            due = {move for move in moves if (*move[:2], move[3]) in news}
            assert due <= self.model.alerts.keys(), "a move without an alert"
            self.shown = dict(self.model.daily)

    def check_daily(self) -> None:
        found = {
            (asin, place, day): Daily(status, Values(*values), *origin)
            for asin, place, day, status, *origin, values in (
                (*row[:9], row[9:]) for row in self.owner.execute(OBSERVED)
            )
        }
        assert found == self.model.daily
        assert not {row.status for row in found.values()} & set(FAILED)

    def check_snapshots(self) -> None:
        found = {(*row[:3],): row[3:] for row in self.owner.execute(SEEN)}
        assert found == {
            key: (seen.date, seen.status, seen.values.price)
            for key, seen in self.model.snapshots.items()
        }

    def check_listings(self) -> None:
        found = {}
        for (
            asin,
            place,
            *text,
            category,
            url,
            first,
            last,
            told,
            gone,
            gone_at,
        ) in self.owner.execute(LISTINGS):
            assert gone == (gone_at is not None)
            path = text[-1]
            assert category == (path and path.rpartition(" > ")[2])
            found[asin, place] = Listing(Text(*text), url, first, last, told, gone_at)
        for product in self.model.unjudged & found.keys():
            found[product] = found[product]._replace(unlisted_at=None)
        assert found == {
            product: self.shown_listing(product) for product in self.model.products
        }

    def shown_listing(self, product: Product) -> Listing:
        listing = self.model.products[product]._replace(arrival=0)
        if product in self.model.unjudged:
            return listing._replace(unlisted_at=None)
        return listing

    def check_lists(self) -> None:
        found: dict[ListDay, Place] = {
            (asin, place, category, day): Place(rank, price, listed_at, 0)
            for asin, place, category, day, rank, price, listed_at in (
                self.owner.execute(LISTS)
            )
        }
        assert found == {
            key: place._replace(arrival=0) for key, place in self.model.lists.items()
        }

    def check_mart(self, table: str, kind: type[Row], wanted: set[Row]) -> None:
        found = set(self.scene.read(table, kind._fields))
        missing = [kind(*row) for row in sorted(wanted - found, key=str)]
        surplus = [kind(*row) for row in sorted(found - wanted, key=str)]
        assert (missing, surplus) == ([], []), table

    def check_announced(
        self, rows: set[Latest | Delta | Rollup], comparisons: set[Comparison]
    ) -> None:
        """What a product or pair shows differs from before: its key was announced."""
        told: dict[str, set[Any]] = {}
        for row in rows:
            told.setdefault(":".join(row[:2]), set()).add(row)
        for compared in comparisons:
            told.setdefault(":".join(compared[:3]), set()).add(compared)
        for product in self.model.products:
            told.setdefault(":".join(product), set()).add(self.shown_listing(product))
        differing = {
            key
            for key in told.keys() | self.told.keys()
            if told.get(key) != self.told.get(key)
        }
        announced: dict[str, int] = {}
        for number, products, pairs in self.owner.execute(ANNOUNCED, [self.heard]):
            announced |= dict.fromkeys([*products, *pairs], number)
            self.heard = number
        assert not differing - announced.keys(), "a change that nobody was told of"
        versions = dict(self.owner.execute(VERSIONS).fetchall())
        for key, number in announced.items():
            assert key.count(":") == 2 or versions[key] == number
        self.told = told

    def assert_unwritten(
        self, before: set[tuple[Any, ...]], but: frozenset[str] | set[str] = frozenset()
    ) -> None:
        written = {row for row in self.scene.versions() ^ before if row[0] not in but}
        assert not written, "the second time wrote rows"


def later(key: Instant, **span: int) -> Instant:
    return (*key[:2], key[2] + timedelta(**span))


def local_day(key: Instant) -> date:
    return key[2].astimezone(ZONES[key[1]]).date()


@contextmanager
def scene_of(clone: Database) -> Iterator[Scene]:
    with (
        psycopg.connect(clone.owner, autocommit=True) as owner,
        psycopg.connect(clone.superuser, autocommit=True) as superuser,
    ):
        kept = tuple(table for (table,) in owner.execute(KEPT))
        yield Scene(owner, superuser, kept)


def play(
    scene: Scene, *, examples: int, steps: int, seed: int | None = None, shrinks: bool
) -> None:
    """Run machines one after the other; a seed of None is another one each time."""

    class Play(Machine):
        def __init__(self) -> None:
            super().__init__(scene)

    settled = settings(
        deadline=None,
        database=None,
        max_examples=examples,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
        print_blob=shrinks and seed is None,
        phases=[Phase.generate, Phase.shrink] if shrinks else [Phase.generate],
    )
    machine = Play if seed is None else with_seed(seed)(Play)
    run_state_machine_as_test(machine, settings=settled)


def play_as_always(scene: Scene, *, seed: int = 3, shrinks: bool) -> None:
    """The run of `make test`: the same steps each time."""
    play(scene, examples=30, steps=25, seed=seed, shrinks=shrinks)


def steps_until_found(scene: Scene) -> int | None:
    """How many checked steps the usual run takes to fail, or one of seven more.

    0 if it fails before the first, in the history it begins with; None if all pass.
    What one run misses by bad luck, another finds at once.
    """
    scene.steps = 0
    for seed in range(3, 11):
        try:
            play_as_always(scene, seed=seed, shrinks=False)
        except AssertionError:
            return scene.before
    return None


def test_every_promise_holds_after_every_step(clone: Database) -> None:
    with scene_of(clone) as scene:
        play_as_always(scene, shrinks=True)
    assert scene.steps > 400


def test_a_refresh_that_forgets_the_next_day_is_found(clone: Database) -> None:
    with (
        scene_of(clone) as scene,
        planted(scene.owner, FAULTS["a late row leaves the windows after it"]),
    ):
        assert steps_until_found(scene) is not None


@pytest.mark.soak
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(clone: Database, fault: str) -> None:
    with scene_of(clone) as scene, planted(scene.owner, FAULTS[fault]):
        found = steps_until_found(scene)
    print(f"found after {found} steps: {fault}")
    assert found is not None


@pytest.mark.soak
def test_no_trigger_that_notes_changes_can_be_missing(clone: Database) -> None:
    with scene_of(clone) as scene:
        found = {}
        for trigger in noting_triggers(scene.owner):
            with without(scene.owner, trigger):
                found[trigger.label] = steps_until_found(scene)
            print(f"found after {found[trigger.label]} steps: {trigger.label}")
    assert len(found) > 20
    assert not [label for label, steps in found.items() if steps is None]


@pytest.mark.soak
def test_every_promise_holds_after_thousands_of_steps(clone: Database) -> None:
    with scene_of(clone) as scene:
        play(scene, examples=200, steps=50, shrinks=True)
    assert scene.steps > 2000
