"""Segments are right after any order of reports and brands: random steps and a model.

Reports of weeks and months come in any order, again with other rows, with none, and for
two tenants that sell the same products; what arrived later counts, whenever it is
promoted. Brands are given by listings and by hand. After each step all segments equal
their definition and the model in plain Python, and no row was written that did not
change. Intervals and trends of shares are judged by how often they are wrong.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as with_seed
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.properties.faults import Fault, planted
from tests.properties.model import minus, rounded
from tests.support.databases import Database

Connection = psycopg.Connection[Any]

OURS = "00000000-0000-0000-0000-000000000001"
OTHERS = "00000000-0000-0000-0000-0000000000bb"
MAKE_TENANT = "insert into app.tenants (tenant_id, name) values (%s, 'others')"
START = "select ops.start_run(%s, 'test', p_content_hash => %s, p_tenant => %s)"
STORE = """
    insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    values (%s, %s, 'test', %s, '')
"""
LAND = "select ops.land_run(%s, %s, 0)"
PROMOTE = "select p.status from ops.promote_run(%s) as p"
REFRESH = "select ops.refresh_dirty()"
AUDIT = """
    select a.table_name, a.missing_count, a.unexpected_count
    from ops.audit_reports() as a
    where a.missing_count + a.unexpected_count > 0
"""
DESCRIBE = """
    insert into core.products as p (
        asin, marketplace, brand, first_seen_at, last_seen_at, described_at
    )
    values (%s, 'US', %s, now(), now(), now())
    on conflict (asin, marketplace) do update set brand = excluded.brand
"""
MAKE_BRAND = """
    insert into core.brands (tenant_id, brand_name) values (%s, %s)
    on conflict do nothing
"""
MAP = """
    insert into core.asin_brand_mapping as m (tenant_id, asin, brand_id, is_active)
    select b.tenant_id, %s, b.id, %s
    from core.brands as b
    where b.tenant_id = %s and b.brand_name = %s
    on conflict (tenant_id, asin, marketplace) do update
    set brand_id = excluded.brand_id, is_active = excluded.is_active, mapped_by = 'hand'
"""
SWITCH = """
    update core.brands set is_active = %s where tenant_id = %s and brand_name = %s
"""
SEGMENTS = """
    select
        s.tenant_id::text, b.brand_name, s.asin, s.segment_type, s.period_start,
        s.total_impressions, s.asin_impressions, s.total_clicks, s.asin_clicks,
        s.total_purchases, s.asin_purchases, s.impression_share_pct, s.click_share_pct,
        s.purchase_share_pct, s.ctr_pct, s.avg_purchase_price, s.data_points_count,
        s.query_count, s.is_complete, s.is_estimated, s.previous_period_start,
        s.impression_share_change
    from sqp.brand_product_segments as s
    inner join core.brands as b on b.id = s.brand_id
"""
TOTALS = """
    select
        t.tenant_id::text, b.brand_name, t.period_type, t.start_date, t.search_query,
        t.total_impressions, t.brand_impressions, t.total_clicks, t.brand_clicks,
        t.total_purchases, t.brand_purchases
    from sqp.brand_query_totals as t
    inner join core.brands as b on b.id = t.brand_id
"""
# What stands in a row, and which command wrote it.
SEGMENT_VERSIONS = """
    select (to_jsonb(s) - 'last_refreshed')::text, s.ctid::text, s.xmin::text
    from sqp.brand_product_segments as s
"""
ROW_VERSIONS = """
    select (to_jsonb(q) - 'known_from_at')::text, q.ctid::text, q.xmin::text
    from sqp.search_query_performance as q
"""
# Runs and items stay: what arrived can only be added to.
FORGOTTEN = (
    "sqp.brand_product_segments", "sqp.search_query_performance",
    "sqp.search_query_history", "sqp.report_disagreements", "sqp.asin_performance_data",
    "core.asin_brand_mapping", "core.brands", "core.products",
    "ops.dirty_brand_products", "ops.dirty_products",
)  # fmt: skip

ASINS = ("B0PROPS001", "B0PROPS002")
BRANDS = ("Acme", "Bolt")
# The weeks of January 2025 and the first of February.
WEEKS = tuple(date(2025, 1, 5) + timedelta(days=7 * n) for n in range(5))
MONTHS = (date(2025, 1, 1), date(2025, 2, 1))

tenants = st.sampled_from((OURS, OURS, OTHERS))
asins = st.sampled_from(ASINS)
brands = st.sampled_from(BRANDS)
numbers = st.integers(0, 999)
periods = st.sampled_from(
    [*(("WEEK", start) for start in WEEKS), *(("MONTH", start) for start in MONTHS)]
)


class Counts(NamedTuple):
    """What a report says of a query; null is not given."""

    impressions: int | None
    own_impressions: int | None
    clicks: int | None
    own_clicks: int | None
    purchases: int | None
    own_purchases: int | None
    own_price: Decimal | None


class Key(NamedTuple):
    """A report: one product and period of a tenant."""

    tenant: str
    asin: str
    period_type: str
    start: date


Rows = dict[str, Counts]
Segment = tuple[Any, ...]


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    """Mostly a funnel, sometimes without a number, rarely own counts above totals."""
    total = draw(st.sampled_from([0, 40, 1000, 1000, 12_345, None]))
    clicks = draw(st.sampled_from([0, 10, 40, None]))
    purchases = draw(st.sampled_from([0, 3, 10, None]))
    limits = (total or 0, clicks or 0, purchases or 0)
    own = [
        draw(st.sampled_from([0, limit, limit // 3, limit // 2])) for limit in limits
    ]
    if draw(st.integers(0, 9)) == 9:
        own[1] += 7
    price = draw(st.sampled_from([None, Decimal("9.99"), Decimal("12.50")]))
    return Counts(total, own[0], clicks, own[1], purchases, own[2], price)


class Edit(NamedTuple):
    """What somebody does about a brand; `waits` leaves it to the next promotion."""

    kind: str
    tenant: str
    asin: str
    brand: str
    is_off: bool
    waits: bool


edits = st.builds(
    Edit,
    kind=st.sampled_from(("describe", "map_by_hand", "switch")),
    tenant=tenants,
    asin=asins,
    brand=brands,
    is_off=st.sampled_from((False, False, True)),
    waits=st.booleans(),
)
rows_of_report = st.dictionaries(
    st.sampled_from(("mug", "steel mug", "cup")), counts(), max_size=3
)


@dataclass
class Batch:
    """A landed run, its place among all arrivals, and what it reports."""

    job_id: str
    arrival: int
    reports: dict[Key, Rows]


@dataclass
class Ledger:
    """Reports as they stand and who makes which product, in dicts and loops."""

    reports: dict[Key, tuple[int, Rows]] = field(default_factory=dict)
    # By tenant and product: brand, whether it counts, whether a person said so.
    mapped: dict[tuple[str, str], tuple[str, bool, bool]] = field(default_factory=dict)
    listed: dict[str, str | None] = field(default_factory=dict)
    switched_off: set[tuple[str, str]] = field(default_factory=set)

    def take(self, batch: Batch) -> None:
        for key, rows in batch.reports.items():
            if self.reports.get(key, (0, {}))[0] <= batch.arrival:
                self.reports[key] = (batch.arrival, rows)

    def follow_listings(self) -> None:
        """Products with reports have the brand of their listing."""
        for key in self.reports:
            brand = self.listed.get(key.asin)
            _, _, is_by_hand = self.mapped.get(key[:2], ("", True, False))
            if brand is not None and not is_by_hand:
                is_active = self.mapped.get(key[:2], ("", True, False))[1]
                self.mapped[key[:2]] = (brand, is_active, False)

    def brand(self, tenant: str, asin: str) -> str | None:
        brand, is_active, _ = self.mapped.get((tenant, asin), ("", False, False))
        is_on = is_active and (tenant, brand) not in self.switched_off
        return brand if is_on else None

    def rows(self, tenant: str, asin: str, kind: str, start: date) -> Rows:
        return self.reports.get(Key(tenant, asin, kind, start), (0, {}))[1]

    def parts(self, tenant: str, asin: str, kind: str, start: date) -> list[Rows]:
        """The lists that make a segment, nothing where there is none."""
        if kind == "weekly":
            return [rows] if (rows := self.rows(tenant, asin, "WEEK", start)) else []
        if rows := self.rows(tenant, asin, "MONTH", start):
            return [rows]
        weeks = [self.rows(tenant, asin, "WEEK", week) for week in sundays(start)]
        return [rows for rows in weeks if rows]

    def segments(self) -> Iterator[Segment]:
        keys = {key[:2] for key in self.reports}
        for tenant, asin in keys:
            brand = self.brand(tenant, asin)
            for kind, starts in (("weekly", WEEKS), ("monthly", MONTHS)):
                for start in starts:
                    if brand and self.parts(tenant, asin, kind, start):
                        yield self.segment(tenant, brand, asin, kind, start)

    def segment(
        self, tenant: str, brand: str, asin: str, kind: str, start: date
    ) -> Segment:
        parts = self.parts(tenant, asin, kind, start)
        sums = summed(parts)
        before = start - timedelta(days=7)
        if kind == "monthly":
            before = (start - timedelta(days=1)).replace(day=1)
        previous = self.parts(tenant, asin, kind, before)
        old = summed(previous)
        is_estimated = kind == "monthly" and not self.rows(tenant, asin, "MONTH", start)
        reported = [
            week
            for week in sundays(start)
            if Key(tenant, asin, "WEEK", week) in self.reports
        ]
        priced = [row for rows in parts for row in rows.values() if row.own_price]
        bought = sum(row.own_purchases or 0 for row in priced)
        value = sum(
            ((row.own_price or 0) * (row.own_purchases or 0) for row in priced),
            Decimal(0),
        )
        now_share, old_share = share(*sums[:2]), share(*old[:2])
        return (
            *(tenant, brand, asin, kind, start, *sums),
            *(share(*sums[:2]), share(*sums[2:4]), share(*sums[4:6])),
            share(sums[1], sums[3]),
            rounded(Fraction(value) / bought, 2) if bought else None,
            len(parts),
            sum(map(len, parts)),
            not is_estimated or len(reported) == len(sundays(start)),
            is_estimated,
            before if previous else None,
            minus(now_share, old_share),
        )

    def totals(self) -> Iterator[Segment]:
        """Of each brand, period and query: the market once, the products' sums."""
        found: dict[tuple[Any, ...], list[Counts]] = defaultdict(list)
        for key, (_, rows) in self.reports.items():
            brand, is_active, _ = self.mapped.get(key[:2], ("", False, False))
            for query, row in rows.items() if is_active else ():
                place = (key.tenant, brand, key.period_type, key.start, query)
                found[place].append(row)
        for place, listed in found.items():
            sums = summed([dict(enumerate(listed))])
            yield (
                *place,
                *(known_max(row.impressions for row in listed), sums[1]),
                *(known_max(row.clicks for row in listed), sums[3]),
                *(known_max(row.purchases for row in listed), sums[5]),
            )


def sundays(month: date) -> list[date]:
    days = [month + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == month.month and day.weekday() == 6]


def summed(parts: list[Any]) -> list[int | None]:
    """Sums of the six counts; null where none is given."""
    found: list[int | None] = []
    for place in range(6):
        values = [row[place] for rows in parts for row in rows.values()]
        known = [value for value in values if value is not None]
        found.append(sum(known) if known else None)
    return found


def share(total: int | None, own: int | None) -> Decimal | None:
    if own is None or not total:
        return None
    return rounded(Fraction(100 * own, total), 2)


def known_max(values: Iterator[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def items(batch: Batch) -> Iterator[dict[str, Any]]:
    """The staged items: a document a report, an item a row, or one without a row."""
    for number, (key, rows) in enumerate(batch.reports.items(), start=1):
        end = key.start + timedelta(days=6)
        if key.period_type == "MONTH":
            end = (key.start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        header = {
            "reportType": "GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT",
            "reportOptions": {"reportPeriod": key.period_type, "asin": key.asin},
            "dataStartTime": key.start.isoformat(),
            "dataEndTime": end.isoformat(),
            "marketplaceIds": ["ATVPDKIKX0DER"],
        }
        lines = [lined(key, end, *row) for row in rows.items()]
        for line in lines or (None,):
            yield {
                "reportSpecification": header,
                "dataByAsin": line,
                "reportDocument": number,
            }


def lined(key: Key, end: date, query: str, row: Counts) -> dict[str, Any]:
    price = row.own_price and {"amount": float(row.own_price), "currencyCode": "USD"}
    return {
        "startDate": key.start.isoformat(),
        "endDate": end.isoformat(),
        "asin": key.asin,
        "searchQueryData": {"searchQuery": query, "searchQueryVolume": 500},
        "impressionData": {
            "totalQueryImpressionCount": row.impressions,
            "asinImpressionCount": row.own_impressions,
        },
        "clickData": {
            "totalClickCount": row.clicks,
            "asinClickCount": row.own_clicks,
        },
        "cartAddData": {},
        "purchaseData": {
            "totalPurchaseCount": row.purchases,
            "asinPurchaseCount": row.own_purchases,
            "asinMedianPurchasePrice": price,
        },
    }


class Machine(RuleBasedStateMachine):
    """Steps of a week's work, each checked; `connection` is set by `play`."""

    owner: Connection
    superuser: Connection
    steps = 0
    batches = 0

    def __init__(self) -> None:
        """Forget what the machine before left."""
        super().__init__()
        for table in FORGOTTEN:
            self.superuser.execute(f"delete from {table}".encode())
        self.model = Ledger(listed=dict.fromkeys(ASINS, "Acme"))
        for asin, brand in self.model.listed.items():
            self.owner.execute(DESCRIBE, [asin, brand])
        self.waiting: list[Batch] = []

    @rule(
        tenant=tenants,
        chosen=st.dictionaries(
            st.tuples(asins, periods), rows_of_report, min_size=1, max_size=4
        ),
        waits=st.sampled_from([False, False, False, True]),
    )
    def load(self, tenant: str, chosen: dict[Any, Rows], waits: bool) -> None:
        """Reports arrive; a run may wait while later ones are promoted."""
        self.arrive(
            {
                Key(tenant, asin, *period): rows
                for (asin, period), rows in chosen.items()
            },
            waits=waits,
        )

    def arrive(self, reports: dict[Key, Rows], *, waits: bool) -> None:
        Machine.batches += 1
        tenant = next(iter(reports)).tenant
        batch = Batch(f"batch-{Machine.batches}", Machine.batches, reports)
        self.owner.execute(START, [batch.job_id, batch.job_id, tenant])
        count = 0
        for count, item in enumerate(items(batch), start=1):
            self.owner.execute(STORE, [batch.job_id, count, json.dumps(item)])
        self.owner.execute(LAND, [batch.job_id, count])
        if waits:
            self.waiting.append(batch)
        else:
            self.promote(batch)

    @precondition(lambda self: self.waiting)
    @rule(number=numbers)
    def promote_waiting(self, number: int) -> None:
        self.promote(self.waiting.pop(number % len(self.waiting)))

    @precondition(lambda self: self.model.reports)
    @rule(number=numbers, change=counts())
    def restate(self, number: int, change: Counts) -> None:
        """A report comes again, with one row changed, added, or as it is."""
        key = sorted(self.model.reports)[number % len(self.model.reports)]
        rows = dict(self.model.reports[key][1])
        if number % 3:
            rows["mug"] = change
        self.arrive({key: rows}, waits=False)

    @rule(edit=edits)
    def rebrand(self, edit: Edit) -> None:
        """A listing or a person names a brand, or a brand is switched off or on."""
        getattr(self, edit.kind)(edit)
        waits = edit.waits and edit.kind == "describe"
        if not waits:
            before = self.versions()
            self.owner.execute(REFRESH)
            self.model.follow_listings()
            self.check(before)

    def describe(self, edit: Edit) -> None:
        """A listing names another brand, or none."""
        brand = None if edit.is_off else edit.brand
        self.owner.execute(DESCRIBE, [edit.asin, brand])
        self.model.listed[edit.asin] = brand

    def map_by_hand(self, edit: Edit) -> None:
        """A person says which brand a product is of, or that it counts for none."""
        is_on = not edit.is_off
        self.owner.execute(MAKE_BRAND, [edit.tenant, edit.brand])
        self.owner.execute(MAP, [edit.asin, is_on, edit.tenant, edit.brand])
        self.model.mapped[edit.tenant, edit.asin] = (edit.brand, is_on, True)

    def switch(self, edit: Edit) -> None:
        """A brand is switched off or on, if there is one of the name."""
        done = self.owner.execute(SWITCH, [not edit.is_off, edit.tenant, edit.brand])
        if done.rowcount and edit.is_off:
            self.model.switched_off.add((edit.tenant, edit.brand))
        elif done.rowcount:
            self.model.switched_off.discard((edit.tenant, edit.brand))

    def promote(self, batch: Batch) -> None:
        before = self.versions()
        status = self.owner.execute(PROMOTE, [batch.job_id]).fetchone()
        assert status == ("SUCCESS",)
        self.model.take(batch)
        self.model.follow_listings()
        self.check(before)

    def versions(self) -> list[dict[str, Any]]:
        return [
            {row[0]: row[1:] for row in self.superuser.execute(query)}
            for query in (SEGMENT_VERSIONS, ROW_VERSIONS)
        ]

    def check(self, before: list[dict[str, Any]]) -> None:
        Machine.steps += 1
        assert self.owner.execute(AUDIT).fetchall() == []
        assert differing(self.owner, SEGMENTS, self.model.segments()) == ([], [])
        assert differing(self.owner, TOTALS, self.model.totals()) == ([], [])
        for old, new in zip(before, self.versions(), strict=True):
            written = [row for row in old.keys() & new.keys() if old[row] != new[row]]
            assert not written, "a row was written that did not change"


def differing(
    owner: Connection, query: str, wanted: Iterator[Segment]
) -> tuple[list[Segment], list[Segment]]:
    found, expected = set(owner.execute(query)), set(wanted)
    missing = sorted(expected - found, key=str)
    return missing, sorted(found - expected, key=str)


@contextmanager
def connections(clone: Database) -> Iterator[type[Machine]]:
    with (
        psycopg.connect(clone.owner, autocommit=True) as one,
        psycopg.connect(clone.superuser, autocommit=True) as other,
    ):
        other.execute(MAKE_TENANT, [OTHERS])

        class Play(Machine):
            owner = one
            superuser = other

        yield Play


def play(machine: type[Machine], *, examples: int, steps: int, shrinks: bool) -> None:
    settled = settings(
        deadline=None,
        database=None,
        max_examples=examples,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if shrinks else [Phase.generate],
    )
    run_state_machine_as_test(with_seed(7)(machine), settings=settled)


FAULTS = {
    "the next week is not compared anew": Fault(
        "sqp.find_changed_segments", "c.start_date + 7", "c.start_date"
    ),
    "an older arrival replaces a newer one": Fault(
        "sqp.write_reports", "excluded.raw_event_id >= t.raw_event_id", "true"
    ),
    "a month report does not stand before weeks": Fault(
        "definitions.search_segments",
        "o.period_type = 'MONTH' and o.start_date = p.period_start",
        "o.period_type = 'MONTH' and o.start_date = p.period_start and false",
    ),
    "a brand that was switched off is kept": Fault(
        "core.tg_brands__note_products", "o.is_active <> n.is_active", "false"
    ),
    "all segments of a period are written": Fault(
        "sqp.refresh_brand_product_segments", "where o.asin is null", "where true"
    ),
}


def test_segments_are_right_after_every_step(clone: Database) -> None:
    with connections(clone) as machine:
        Machine.steps = 0
        play(machine, examples=15, steps=15, shrinks=True)
    assert Machine.steps > 100


def test_a_fault_in_the_segments_is_found(clone: Database) -> None:
    fault = FAULTS["the next week is not compared anew"]
    with (
        connections(clone) as machine,
        planted(machine.owner, fault),
        pytest.raises((AssertionError, psycopg.Error)),
    ):
        play(machine, examples=15, steps=15, shrinks=False)


@pytest.mark.soak
@pytest.mark.parametrize("fault", FAULTS)
def test_every_planted_fault_is_found(clone: Database, fault: str) -> None:
    with (
        connections(clone) as machine,
        planted(machine.owner, FAULTS[fault]),
        pytest.raises((AssertionError, psycopg.Error)),
    ):
        play(machine, examples=100, steps=20, shrinks=False)


@pytest.mark.soak
def test_segments_are_right_after_thousands_of_steps(clone: Database) -> None:
    with connections(clone) as machine:
        Machine.steps = 0
        play(machine, examples=150, steps=40, shrinks=True)
    assert Machine.steps > 2000
