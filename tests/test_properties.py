"""The promises kept under whatever happens: a machine of random steps against a model.

Each step does to a real database what a day may bring, and the same to a model in
plain Python, `property_model.Market`. Afterwards the marts equal both their definitions
and the model row for row, doing it again writes no row, no run loses an item, and there
is one alert a product, kind and day, none without a valid move behind it.

To see the machine fail, break the functions. Without the successors in
`mart.refresh_product_metrics_delta_daily` (end its inner select in `and false`) a late
row leaves the delta of the next observed day as it was: found within some sixty steps,
after two seconds, as two rows missing and two unexpected in the audit.
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
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from psycopg import sql

from property_model import (
    DOMAINS,
    FAILED,
    ZONES,
    Alert,
    Comparison,
    Counts,
    Daily,
    Day,
    Delta,
    Group,
    Item,
    Latest,
    Market,
    Rollup,
    Run,
    Snapshot,
    Values,
)
from support import Database

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
ALERTS = "select a.asin, a.marketplace, a.kind, a.date from core.alerts as a"
AUDIT = """
    select a.table_name, a.missing_count, a.unexpected_count
    from ops.audit() as a
    where a.missing_count <> 0 or a.unexpected_count <> 0
"""
DAILY = """
    select
        d.asin, d.marketplace, d.date, d.status, d.observed_at, d.price, d.list_price,
        d.buybox_price, d.buybox_seller, d.bsr, d.bsr_category, d.bsr_main, d.rating,
        d.reviews_count, d.in_stock, d.offers_count
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
    select p.asin_main, p.asin_comp, p.marketplace from core.competitor_pairs as p
"""
KEPT = (
    "core.products", "core.product_snapshots", "core.product_metrics_daily",
    "mart.product_latest", "mart.product_metrics_delta_daily",
    "mart.product_metrics_rollup", "mart.competitor_comparison_daily",
)  # fmt: skip
ANNOUNCED = ("core.alerts", "ops.product_versions", "ops.cache_invalidations")
FORGOTTEN = (
    *KEPT, *ANNOUNCED, "core.competitive_group_members", "core.competitive_groups",
    "core.competitor_links", "core.ingest_runs", "staging_raw.raw_events",
    "staging_raw.rejected_events", "ops.dirty_days", "ops.dirty_pairs",
    "ops.dirty_products",
)  # fmt: skip
ROW_VERSIONS = "select '{0}', t.tableoid, t.ctid::text, t.xmin::text from {0} as t"
MAKE_PRODUCT = """
    insert into core.products (
        asin, marketplace, first_seen_at, last_seen_at, described_at
    )
    values (%s, %s, %s, %s, %s)
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
        rating = null, reviews_count = null, in_stock = null, offers_count = null
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
MAKE_GROUP = """
    insert into core.competitive_groups (name, asin_main, marketplace)
    values (%s, %s, %s)
    returning id
"""
FIX_GROUP = """
    update core.competitive_groups set asin_main = %s, is_active = %s where id = %s
"""
DROP_GROUP = "delete from core.competitive_groups where id = %s"
MAKE_MEMBER = """
    insert into core.competitive_group_members (group_id, asin) values (%s, %s)
"""
FIX_MEMBER = """
    update core.competitive_group_members set is_active = %s
    where group_id = %s and asin = %s
"""
DROP_MEMBER = """
    delete from core.competitive_group_members where group_id = %s and asin = %s
"""

ASINS = ("B0PROPS001", "B0PROPS002", "B0PROPS003")
MARKETPLACES = ("US", "US", "DE", "JP")
LAST_DAY = date(2025, 5, 20)
NOON = datetime(2025, 5, 20, 12, tzinfo=UTC)
# Days before the last one: neighbours, and both sides of every window and reach.
AGES = (0, 1, 2, 3, 6, 7, 8, 29, 30, 31, 44, 45, 46, 47, 89, 90, 91, 92, 139)
TIMES = (time(0), time(0, 0, 1), time(12), time(23, 59, 59))

asins = st.sampled_from(ASINS)
marketplaces = st.sampled_from(MARKETPLACES)
days = st.sampled_from(AGES).map(lambda age: LAST_DAY - timedelta(days=age))
prices = st.sampled_from([None, 10, 10.5, 9.99, 20, 0, 0.01])
ranks = st.sampled_from([None, 100, 120, 1, 9_999_999])
numbers = st.integers(0, 999)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "price": prices,
    "bsr": ranks,
    "bsr_category": st.sampled_from([None, "Mugs", "Cups"]),
    "rating": st.sampled_from([None, 4.5, 4.4, 4]),
    "reviews_count": st.sampled_from([None, 10, 12, 5000]),
    "buybox_seller": st.sampled_from([None, "Ann", "Bob"]),
    "in_stock": st.sampled_from([None, True, False]),
}
RARE: tuple[Item, ...] = (
    {"status": "out_of_stock"},
    {"status": "blocked"},
    {"status": "delisted"},
    {"status": "parse_error", "price": 5},
    {"list_price": 30, "buybox_price": 9.5, "offers_count": 3, "bsr_main": 4000},
    {"requested_asin": ASINS[2]},
    {"price": -1},
    {"price": 1e10},
    {"rating": 7},
    {"bsr": 0},
    {"asin": "b0-not-one"},
    {"url": "https://www.amazon.de/"},
    {"scraped_at": "2025-05-23T01:00:00Z"},
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """One item in the project's plain form, now and then a strange one."""
    place = draw(marketplaces)
    day = draw(days)
    item: Item = {
        "asin": draw(asins),
        "url": next(url for url, found in DOMAINS.items() if found == place),
    }
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


batches = st.lists(items(), min_size=1, max_size=6)


@dataclass
class Scene:
    """The database of a machine, and how much was done in it."""

    owner: Connection
    superuser: Connection
    steps: int = 0
    examples: int = 0
    jobs: int = 0

    def forget(self) -> None:
        """Empty all tables; quicker than truncating some hundred partitions."""
        with self.superuser.transaction():
            self.superuser.execute("set local session_replication_role = replica")
            for table in FORGOTTEN:
                self.superuser.execute(sql.SQL("delete from {}").format(name(table)))
        self.owner.execute(SET, ["0.5", "reject_share_limit"])
        self.owner.execute(SET, ["200000", "promotion_slice_items"])

    def read(self, table: str, fields: tuple[str, ...]) -> list[tuple[Any, ...]]:
        columns = sql.SQL(", ").join(map(sql.Identifier, fields))
        query = sql.SQL("select {} from {}").format(columns, name(table))
        return self.owner.execute(query).fetchall()

    def versions(self, *tables: str) -> set[tuple[Any, ...]]:
        query = " union all ".join(ROW_VERSIONS.format(table) for table in tables)
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
        self.alerts: set[Alert] = set()
        # The days that were written or deleted by hand.
        self.edits: list[Day] = []
        # The daily rows when the marts last saw everything.
        self.shown: dict[Day, Daily] = {}
        self.now = NOON
        self.limit = Decimal("0.5")
        self.size = 200_000
        self.arrivals = 1
        self.is_failing = False
        scene.examples += 1
        scene.forget()

    @initialize(
        stride=st.sampled_from([9, 5, 14, 31]),
        prices=st.lists(prices, min_size=7, max_size=7),
    )
    def history(self, stride: int, prices: list[float | None]) -> None:
        batch: list[Item] = []
        for number, age in enumerate(range(139, -1, -stride)):
            for place, asin in enumerate(ASINS[: 1 + number % 3]):
                day = LAST_DAY - timedelta(days=age)
                price = prices[(number + place) % 7]
                batch.append(
                    {
                        "asin": asin,
                        "observed_date": day.isoformat(),
                        "price": price,
                        "bsr": 100 + number,
                    }
                )
        self.promote(self.land(batch, None))
        self.check()

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

    @rule(limit=st.sampled_from(["0.5", "0", "0.25"]))
    def a_limit_is_set(self, limit: str) -> None:
        self.set_limit(limit)

    @rule(size=st.sampled_from([200_000, 2, 1, 3]))
    def slices_become(self, size: int) -> None:
        self.owner.execute(SET, [str(size), "promotion_slice_items"])
        self.size = size

    @rule(main=asins, comp=asins, place=marketplaces, waits=st.booleans())
    def a_link_comes(self, main: str, comp: str, place: str, waits: bool) -> None:
        pair = (main, comp, place)
        if main != comp and pair not in self.model.links:
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

    @rule(
        main=asins,
        comp=asins,
        place=st.sampled_from(["US", "US", "US", "DE"]),
        what=st.sampled_from(["member"] * 6 + ["group", "main", "drop"]),
        waits=st.booleans(),
    )
    def a_group_changes(
        self, main: str, comp: str, place: str, what: str, waits: bool
    ) -> None:
        if not self.model.groups:
            [key] = self.row(MAKE_GROUP, "rivals", main, place)
            self.model.groups[key] = Group(main, place)
        [(key, group)] = self.model.groups.items()
        match what:
            case "member":
                self.toggle_member(key, group, comp)
            case "group":
                group.is_active = not group.is_active
                self.owner.execute(FIX_GROUP, [group.asin_main, group.is_active, key])
            case "main":
                group.asin_main = main
                self.owner.execute(FIX_GROUP, [group.asin_main, group.is_active, key])
            case _:
                self.owner.execute(DROP_GROUP, [key])
                del self.model.groups[key]
        self.edited(waits)

    @rule(asin=asins, place=marketplaces, waits=st.booleans())
    def a_product_comes_or_goes_by_hand(
        self, asin: str, place: str, waits: bool
    ) -> None:
        product = (asin, place)
        if product in self.model.products:
            self.owner.execute(DROP_PRODUCT, product)
            self.model.products.remove(product)
        else:
            self.owner.execute(MAKE_PRODUCT, [*product, NOON, NOON, NOON])
            self.model.products.add(product)
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
            self.model.daily[key] = row._replace(values=values)
        else:
            self.owner.execute(PARTITION, ["core.product_metrics_daily", day])
            self.owner.execute(MAKE_DAY, [*key, cost, rank])
            self.model.daily[key] = Daily("ok", Values(price=cost, bsr=rank), None)
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
        elif (*key[:2], day) not in self.model.daily:
            self.owner.execute(PARTITION, ["core.product_metrics_daily", day])
            self.owner.execute(MOVE_DAY, [day, *key])
            self.model.daily[*key[:2], day] = self.model.daily.pop(key)
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
        what=st.sampled_from(["fix", "fail", "delete", "add"]),
        price=prices.filter(bool),
        waits=st.booleans(),
    )
    def a_snapshot_is_changed_by_hand(
        self, number: int, what: str, price: float, waits: bool
    ) -> None:
        known = sorted(self.model.snapshots)
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
            case _:
                asin, place, instant = key
                key = (asin, place, instant + timedelta(hours=1))
                if key in self.model.snapshots:
                    return
                day = key[2].astimezone(ZONES[place]).date()
                seen = Snapshot(day, "ok", Values(price=cost), 0)
                self.owner.execute(PARTITION, ["core.product_snapshots", key[2].date()])
                self.owner.execute(MAKE_SNAPSHOT, [*key, day, "ok", cost])
                self.model.snapshots[key] = seen
        self.model.outdated.add((*key[:2], seen.date))
        self.edited(waits)

    def teardown(self) -> None:
        """Check once more that all is settled, unless a step has already failed."""
        if self.is_failing:
            return
        self.settle()
        self.check()
        before = self.scene.versions(*KEPT)
        self.owner.execute(TOUCH_ALL)
        self.owner.execute(REFRESH, [self.now])
        assert self.scene.versions(*KEPT) == before

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

    def toggle_member(self, key: int, group: Group, asin: str) -> None:
        """Joins, then rests, then leaves."""
        match group.members.get(asin):
            case None:
                self.owner.execute(MAKE_MEMBER, [key, asin])
                group.members[asin] = True
            case True:
                self.owner.execute(FIX_MEMBER, [False, key, asin])
                group.members[asin] = False
            case _:
                self.owner.execute(DROP_MEMBER, [key, asin])
                del group.members[asin]

    def edited(self, waits: bool) -> None:
        """Leave an edit for the next promotion to take along, or refresh at once."""
        self.model.is_fresh = False
        if not waits:
            self.owner.execute(REFRESH, [self.now])
            self.model.refresh()
            self.check_alerts()
            self.check()

    def row(self, query: str, *parameters: Any) -> tuple[Any, ...]:
        found = self.owner.execute(query.encode(), parameters).fetchone()
        assert found is not None
        return tuple(found)

    def check(self, again: Run | None = None) -> None:
        """Every promise; `again` is the run that was just promoted."""
        self.scene.steps += 1
        self.is_failing = True
        if again:
            before = self.scene.versions(*KEPT, *ANNOUNCED)
            self.replay(again)
            written = self.scene.versions(*KEPT, *ANNOUNCED) ^ before
            assert not written, "the second time wrote rows"
        self.check_ledger()
        self.check_alerts()
        if self.model.is_fresh:
            assert not self.owner.execute(AUDIT).fetchall()
            self.check_daily()
            self.check_mart("mart.product_latest", Latest, self.model.latest())
            self.check_mart(
                "mart.product_metrics_delta_daily", Delta, self.model.deltas()
            )
            self.check_mart("mart.product_metrics_rollup", Rollup, self.model.rollups())
            self.check_mart(
                "mart.competitor_comparison_daily", Comparison, self.model.comparisons()
            )
        self.is_failing = False

    def check_ledger(self) -> None:
        found = {job: Counts(*row) for job, *row in self.owner.execute(LEDGER)}
        assert found == {run.job_id: run.counts for run in self.runs}
        for counts in found.values():
            settled = counts.accepted + counts.duplicate + counts.rejected
            assert counts.status == "HALTED" or counts.received == settled

    def check_alerts(self) -> None:
        """New alerts have a move behind them; a move that is news has its alert."""
        found = self.owner.execute(ALERTS).fetchall()
        assert len(found) == len(set(found)), "two alerts of one product, kind and day"
        assert self.alerts <= set(found), "an alert is gone"
        moves = self.model.moves() if self.model.is_fresh else set()
        assert set(found) - self.alerts <= moves, "an alert without a move"
        self.alerts = set(found)
        if self.model.is_fresh:
            news = {
                key
                for key, row in self.model.daily.items()
                if self.shown.get(key) != row
            }
            due = {move for move in moves if (*move[:2], move[3]) in news}
            assert due <= self.alerts, "a move without an alert"
            self.shown = dict(self.model.daily)

    def check_daily(self) -> None:
        found = {
            (asin, place, day): Daily(status, Values(*values), observed_at)
            for asin, place, day, status, observed_at, *values in self.owner.execute(
                DAILY
            )
        }
        assert found == self.model.daily
        assert not {row.status for row in found.values()} & set(FAILED)

    def check_mart(self, table: str, kind: type[Row], expected: Iterator[Row]) -> None:
        found = set(self.scene.read(table, kind._fields))
        wanted = set(expected)
        missing = [kind(*row) for row in sorted(wanted - found, key=str)]
        surplus = [kind(*row) for row in sorted(found - wanted, key=str)]
        assert (missing, surplus) == ([], []), table


@contextmanager
def scene_of(clone: Database) -> Iterator[Scene]:
    with (
        psycopg.connect(clone.owner, autocommit=True) as owner,
        psycopg.connect(clone.superuser, autocommit=True) as superuser,
    ):
        yield Scene(owner, superuser)


def play(clone: Database, *, derandomize: bool, examples: int, steps: int) -> Scene:
    with scene_of(clone) as scene:

        class Play(Machine):
            def __init__(self) -> None:
                super().__init__(scene)

        run_state_machine_as_test(
            Play,
            settings=settings(
                derandomize=derandomize,
                deadline=None,
                database=None,
                max_examples=examples,
                stateful_step_count=steps,
                suppress_health_check=list(HealthCheck),
                print_blob=not derandomize,
            ),
        )
        return scene


def test_every_promise_holds_after_every_step(clone: Database) -> None:
    scene = play(clone, derandomize=True, examples=40, steps=25)
    assert scene.steps > 400


@pytest.mark.soak
def test_every_promise_holds_after_thousands_of_steps(clone: Database) -> None:
    scene = play(clone, derandomize=False, examples=200, steps=50)
    assert scene.steps > 2000
