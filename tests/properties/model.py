"""The required content of core and mart, in plain Python: dicts and loops, no SQL.

It follows the sentences of the specification and the comments of the tables. It has no
dirty keys and no windows of change: it always computes every row from all kept days. Of
partitions it models only that retention drops months, the oldest of a table first.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

ZONES = {
    "US": ZoneInfo("America/Los_Angeles"),
    "DE": ZoneInfo("Europe/Berlin"),
    "JP": ZoneInfo("Asia/Tokyo"),
}
DOMAINS = {
    "https://www.amazon.com/": "US",
    "https://www.amazon.de/": "DE",
    "https://www.amazon.co.jp/": "JP",
}
FAILED = ("redirected", "delisted", "blocked", "parse_error")
SPOKEN = ("no_offer", "out_of_stock", "price_hidden")
# What says where an item was looked for, and not what was found.
ADDRESS = frozenset(
    ("asin", "url", "marketplace", "domain", "country", "currency", "status", "source")
) | {"input", "date", "observed_date", "scraped_at", "timestamp"}
WINDOWS = (7, 30, 90)

SNAPSHOTS = "core.product_snapshots"
DAILY = "core.product_metrics_daily"
ALERTS = "core.alerts"
PRODUCT_DAYS = "mart.product_days"
COMPARISONS = "mart.competitor_comparison_daily"
# How many daily rows before its own oldest day a mart is made from.
REACHES = {COMPARISONS: 0, PRODUCT_DAYS: 90}
TABLES = (SNAPSHOTS, DAILY, *REACHES, ALERTS)
# Every table has a partition of each month from here on, as long as retention lets it.
FIRST_MONTH = date(2023, 11, 1)

# A field named date hides the type in the rest of its class.
Date = date
Item = dict[str, Any]
Product = tuple[str, str]
Day = tuple[str, str, date]
Instant = tuple[str, str, datetime]
Pair = tuple[str, str, str]
ListDay = tuple[str, str, str, date]
Alert = tuple[str, str, str, date]


class Values(NamedTuple):
    """What one observation says of a product; null is unknown."""

    price: Decimal | None = None
    list_price: Decimal | None = None
    buybox_price: Decimal | None = None
    buybox_seller: str | None = None
    bsr: int | None = None
    bsr_category: str | None = None
    bsr_main: int | None = None
    rating: Decimal | None = None
    reviews_count: int | None = None
    in_stock: bool | None = None
    offers_count: int | None = None


OFFER_FIELDS = (
    "price", "list_price", "buybox_price", "buybox_seller", "in_stock", "offers_count",
)  # fmt: skip
RANK_FIELDS = ("bsr", "bsr_category", "bsr_main")


class Snapshot(NamedTuple):
    """One observation in core; `arrival` 0 means written by hand."""

    date: date
    status: str
    values: Values
    title: str | None = None
    speaks_of_offers: bool = True
    arrival: int = 0


class Text(NamedTuple):
    """What one observation says of a listing; null is not said."""

    title: str | None = None
    brand: str | None = None
    model: str | None = None
    category_path: str | None = None

    def over(self, other: "Text") -> "Text":
        """This, and what it does not say from the other."""
        return Text(*(mine or its for mine, its in zip(self, other, strict=True)))


class Listing(NamedTuple):
    """A row of core.products; `arrival` is that of the item that describes it."""

    text: Text
    url: str | None
    first_seen_at: datetime
    last_seen_at: datetime
    described_at: datetime
    unlisted_at: datetime | None = None
    arrival: int = 0


class Place(NamedTuple):
    """A row of core.bestseller_snapshots."""

    rank: int
    price: Decimal | None
    listed_at: datetime
    arrival: int


class Daily(NamedTuple):
    """The daily row: what the valid observations of a day last said.

    A status of None is unknown: nothing that was seen speaks of offers.
    """

    status: str | None
    values: Values
    observed_at: datetime | None
    offer_observed_at: datetime | None = None
    rank_observed_at: datetime | None = None
    rating_observed_at: datetime | None = None
    is_by_hand: bool = False


class Latest(NamedTuple):
    """A row of mart.product_latest."""

    asin: str
    marketplace: str
    date: date
    price: Decimal | None
    list_price: Decimal | None
    buybox_price: Decimal | None
    buybox_seller: str | None
    bsr: int | None
    bsr_category: str | None
    bsr_main: int | None
    rating: Decimal | None
    reviews_count: int | None
    in_stock: bool | None
    offers_count: int | None
    status: str | None
    observed_at: datetime | None


class Delta(NamedTuple):
    """A row of mart.product_metrics_delta_daily."""

    asin: str
    marketplace: str
    date: date
    previous_date: Date | None = None
    days_since_previous: int | None = None
    price_delta: Decimal | None = None
    price_change_pct: Decimal | None = None
    bsr_delta: int | None = None
    bsr_change_pct: Decimal | None = None
    rating_delta: Decimal | None = None
    reviews_delta: int | None = None
    buybox_delta: Decimal | None = None
    buybox_change_pct: Decimal | None = None
    is_buybox_seller_changed: bool | None = None
    stock_change: str | None = None
    is_bsr_category_changed: bool | None = None


class Rollup(NamedTuple):
    """A row of mart.product_metrics_rollup."""

    asin: str
    marketplace: str
    window_days: int
    as_of: date
    price_avg: Decimal | None
    price_min: Decimal | None
    price_max: Decimal | None
    bsr_avg: Decimal | None
    bsr_min: int | None
    bsr_max: int | None
    rating_avg: Decimal | None
    reviews_delta: int | None
    price_change_pct: Decimal | None
    bsr_change_pct: Decimal | None
    observed_days: int
    expected_days: int


class Comparison(NamedTuple):
    """A row of mart.competitor_comparison_daily."""

    asin_main: str
    asin_comp: str
    marketplace: str
    date: date
    price_diff: Decimal | None
    price_diff_pct: Decimal | None
    bsr_gap: int | None
    rating_diff: Decimal | None
    reviews_gap: int | None
    buybox_diff: Decimal | None
    is_same_bsr_category: bool | None


class Counts(NamedTuple):
    """The ledger of a run, as core.ingest_runs shows it."""

    status: str = "LANDED"
    promoted_item_no: int = 0
    received: int = 0
    accepted: int = 0
    duplicate: int = 0
    rejected: int = 0


@dataclass
class Run:
    """A batch, with the place of its first item in the order of all arrivals."""

    job_id: str
    marketplace: str | None
    items: list[Item]
    arrival: int
    counts: Counts = field(default_factory=Counts)
    # Numbers of the items that were rejected as too old.
    too_old: set[int] = field(default_factory=set)


@dataclass
class Group:
    """A competitive group; its members and whether each is active."""

    asin_main: str
    marketplace: str
    is_active: bool = True
    members: dict[str, bool] = field(default_factory=dict)

    def pairs(self) -> Iterator[Pair]:
        """A member that rests keeps its pair up to today: past all days that occur."""
        for asin in self.members:
            if self.is_active and asin != self.asin_main:
                yield self.asin_main, asin, self.marketplace


@dataclass
class Policy:
    """How long a partitioned table is kept; of nothing older than the horizon."""

    retain: timedelta | None = None
    drop_after: timedelta = timedelta(days=7)
    horizon: date = date.min

    @property
    def oldest(self) -> date:
        """The oldest month that is attached."""
        return max(self.horizon, FIRST_MONTH)


@dataclass
class Month:
    """A month of a table that was detached, and the rows that went with it."""

    detached_at: datetime
    rows: dict[Any, Any]


class Step(NamedTuple):
    """What retention does next."""

    action: str
    table: str
    month: date


class Observation(NamedTuple):
    """An accepted item as it reaches core."""

    key: Instant
    snapshot: Snapshot
    text: Text = Text()
    url: str | None = None
    list_category: str | None = None
    list_rank: int | None = None

    @property
    def is_failed(self) -> bool:
        return self.snapshot.status in FAILED

    @property
    def age(self) -> tuple[bool, datetime, int]:
        """Of several observations the highest tells what the listing says."""
        return self.text.title is not None, self.key[2], self.snapshot.arrival


def observe(
    item: Item, marketplace: str | None, arrival: int, now: datetime
) -> list[Observation]:
    """Read an item; nothing where it must be rejected."""
    speaks_of_offers = not item.keys() & {"timestamp_utc", "products"}
    is_rank_log = "timestamp_utc" in item
    item = plain(item)
    asin = item.get("asin")
    if asin is None or len(asin) != 10 or not asin.isalnum() or not asin.isupper():
        return []
    place = DOMAINS.get(item.get("url", ""))
    if place and marketplace and place != marketplace:
        return []
    place = place or marketplace or "US"
    if "scraped_at" in item:
        seen_at = datetime.fromisoformat(item["scraped_at"])
    else:
        day = date.fromisoformat(item["observed_date"])
        seen_at = datetime(day.year, day.month, day.day, tzinfo=ZONES[place])
    seen_at = seen_at.astimezone(UTC)
    status, values = judge(item)
    if not speaks_of_offers:
        status = "ok"
    if is_rank_log and values.bsr is None:
        # A rank log without a rank told nothing.
        status, values = "parse_error", Values()
    list_rank = item.get("list_rank") or None
    if seen_at > now + timedelta(days=1):
        return []
    local_day = seen_at.astimezone(ZONES[place]).date()
    if "scraped_at" in item and "observed_date" in item:
        stated = date.fromisoformat(item["observed_date"])
        if abs((stated - local_day).days) <= 1:
            local_day = stated
    text = Text(*(item.get(name) for name in Text._fields))
    snapshot = Snapshot(
        local_day, status, values, text.title, speaks_of_offers, arrival
    )
    found = [
        Observation(
            (asin, place, seen_at),
            snapshot,
            text,
            item.get("url"),
            item.get("list_category"),
            list_rank,
        )
    ]
    asked = item.get("requested_asin")
    if asked and asked != asin:
        redirected = Snapshot(local_day, "redirected", Values(), arrival=arrival)
        found.append(Observation((asked, place, seen_at), redirected))
    return found


def plain(item: Item) -> Item:
    """A row of a rank log, or a best-seller list of one product, in the plain form."""
    if "timestamp_utc" in item:
        return {
            "asin": item["asin"],
            "url": item["url"],
            "scraped_at": item["timestamp_utc"],
            # The day of a rank log is that of its clock, which is UTC.
            "observed_date": item["timestamp_utc"][:10],
            "bsr": item["rank"],
            "bsr_category": item["category"],
            "bsr_main": item["rank"],
        }
    if "products" in item:
        [entry] = item["products"]
        return {
            "asin": entry["asin"],
            "url": entry["url"],
            "scraped_at": item["updatedAt"],
            "price": entry["price"],
            "rating": entry["rating"],
            "reviews_count": entry["reviewCount"],
            "list_category": item["slug"],
            "list_rank": entry["rank"],
        }
    return item


def is_empty(item: Item) -> bool:
    """Whether an item says where it was looked for, and nothing that was found."""
    return {"title", "price"} <= item.keys() and all(
        item[key] is None for key in item.keys() - ADDRESS
    )


def judge(item: Item) -> tuple[str, Values]:
    """Status and values: a failed observation has none, an impossible value is none."""
    stated = item.get("status")
    if stated in FAILED:
        return stated, Values()
    if is_empty(item) and stated not in SPOKEN:
        return "parse_error", Values()
    price = money(item.get("price"))
    seller = item.get("buybox_seller")
    rank = item.get("bsr") or None
    rating = None if item.get("rating") is None else Decimal(str(item["rating"]))
    values = Values(
        price=price,
        list_price=money(item.get("list_price")),
        buybox_price=(
            money(item["buybox_price"])
            if "buybox_price" in item
            else price
            if seller
            else None
        ),
        buybox_seller=seller,
        bsr=rank,
        bsr_category=item.get("bsr_category") if rank is not None else None,
        bsr_main=item.get("bsr_main") or None,
        rating=rating if rating is not None and 0 <= rating <= 5 else None,
        reviews_count=item.get("reviews_count"),
        in_stock=item.get("in_stock"),
        offers_count=item.get("offers_count"),
    )
    status = "no_offer" if item.get("price") else stated or "no_offer"
    if price is not None:
        status = "ok"
    if status == "out_of_stock" or (
        values.in_stock is False and status != "price_hidden"
    ):
        # What cannot be bought has no price, whatever the page still shows.
        return "out_of_stock", values._replace(price=None, buybox_price=None)
    return status, values


def money(value: float | None) -> Decimal | None:
    return Decimal(str(value)) if value and 0 < value < 10**10 else None


@dataclass
class Market:
    """Everything that core knows, and what follows from it."""

    snapshots: dict[Instant, Snapshot] = field(default_factory=dict)
    daily: dict[Day, Daily] = field(default_factory=dict)
    products: dict[Product, Listing] = field(default_factory=dict)
    # Products whose observations were changed by hand, or that were made or renamed by
    # hand: whether they are listed is judged anew when a run next finds them gone.
    unjudged: set[Product] = field(default_factory=set)
    lists: dict[ListDay, Place] = field(default_factory=dict)
    links: set[Pair] = field(default_factory=set)
    groups: dict[int, Group] = field(default_factory=dict)
    # The alerts that were raised, and the keys of their rows.
    alerts: dict[Alert, int] = field(default_factory=dict)
    policies: dict[str, Policy] = field(
        default_factory=lambda: {table: Policy() for table in TABLES}
    )
    detached: dict[tuple[str, date], Month] = field(default_factory=dict)
    # Days whose valid observations changed since their daily rows were made.
    outdated: set[Day] = field(default_factory=set)
    # Whether the marts have seen everything, edits by hand included.
    is_fresh: bool = True

    def promote(self, run: Run, *, now: datetime, limit: Decimal, size: int) -> None:
        """Take the next `size` items of a landed run; past the limit of rejects, none.

        An observation that core already holds leaves no trace, so of two equal ones
        the place in the order of arrivals stays the earlier one's.
        """
        done = run.counts.promoted_item_no
        upto = min(len(run.items), done + size)
        received = accepted = rejected = 0
        winners: dict[Instant, Snapshot] = {}
        observed: list[Observation] = []
        for number in range(done, upto):
            found = observe(
                run.items[number], run.marketplace, run.arrival + number, now
            )
            run.too_old.discard(number + 1)
            if found and found[0].snapshot.date < self.open_from:
                run.too_old.add(number + 1)
                found = []
            received += max(1, len(found))
            rejected += not found
            winners.update((seen.key, seen.snapshot) for seen in found)
            observed += found
        before = run.counts
        if rejected > limit * received:
            run.counts = before._replace(
                status="HALTED",
                received=before.received + received,
                rejected=before.rejected + rejected,
            )
            return
        self.describe(observed)
        for key, seen in winners.items():
            known = self.snapshots.get(key)
            if known and (seen.arrival < known.arrival or seen[1:5] == known[1:5]):
                continue
            accepted += 1
            self.snapshots[key] = seen
            # A failed observation is not a value: it changes no day by coming, only by
            # taking the place of a valid one.
            if seen.status not in FAILED or (known and known.status not in FAILED):
                self.outdated.add((*key[:2], seen.date))
        # Whoever sees a day again whose row is gone brings it back.
        self.outdated |= {
            day
            for seen in observed
            for day in [(*seen.key[:2], seen.snapshot.date)]
            if not seen.is_failed and day not in self.daily
        }
        self.rank(observed)
        self.judge(observed)
        all_rejected = before.rejected + rejected
        run.counts = Counts(
            status=(
                "LANDED"
                if upto < len(run.items)
                else "PARTIAL"
                if all_rejected
                else "SUCCESS"
            ),
            promoted_item_no=upto,
            received=before.received + received,
            accepted=before.accepted + accepted,
            duplicate=before.duplicate + received - accepted - rejected,
            rejected=all_rejected,
        )
        self.refresh()

    def describe(self, observed: list[Observation]) -> None:
        """The newest that has a title describes a product; others only fill gaps."""
        for product, seen in by_product(observed):
            known = self.products.get(product)
            told = max(
                (one for one in seen if not one.is_failed),
                key=lambda one: one.age,
                default=None,
            )
            listing = describe(known, told, [one.key[2] for one in seen])
            # What core holds already keeps the place of the earlier arrival.
            if not known or listing._replace(arrival=known.arrival) != known:
                self.products[product] = listing

    def rank(self, observed: list[Observation]) -> None:
        """Of two places on a list of a day the one seen later counts."""
        for seen in sorted(observed, key=lambda one: one.age[1:]):
            if seen.is_failed or not seen.list_rank or not seen.list_category:
                continue
            asin, market, instant = seen.key
            key = (asin, market, seen.list_category, seen.snapshot.date)
            place = Place(
                seen.list_rank,
                seen.snapshot.values.price,
                instant,
                seen.snapshot.arrival,
            )
            known = self.lists.get(key)
            if not known or (place[2:] >= known[2:] and place[:3] != known[:3]):
                self.lists[key] = place

    def judge(self, observed: list[Observation]) -> None:
        """A listing is gone since it was found gone after it was last seen."""
        for product, seen in by_product(observed):
            if any(one.snapshot.status == "delisted" for one in seen):
                self.unjudged.discard(product)
            if product not in self.unjudged:
                listing = self.products[product]
                self.products[product] = listing._replace(
                    unlisted_at=self.unlisted_at(product)
                )

    def unlisted_at(self, product: Product) -> datetime | None:
        """By what is kept; what was seen before that stands until it is seen again."""
        seen = {
            instant: snapshot.status
            for (*found, instant), snapshot in self.snapshots.items()
            if tuple(found) == product
        }
        valid = [instant for instant, status in seen.items() if status not in FAILED]
        known = self.products[product].unlisted_at
        is_beyond = known is not None and known.date() < self.horizon(SNAPSHOTS)
        if known and is_beyond and all(known > last for last in valid):
            return known
        return min(
            (
                instant
                for instant, status in seen.items()
                if status == "delisted" and all(instant > last for last in valid)
            ),
            default=None,
        )

    def refresh(self) -> None:
        """Make the daily rows of open days whose snapshots changed anew."""
        for day in self.outdated:
            if day[2] < self.open_from:
                continue
            self.daily.pop(day, None)
            defined = self.defined(day)
            if defined:
                self.daily[day] = defined
        self.outdated.clear()
        self.is_fresh = True

    def defined(self, day: Day) -> Daily | None:
        """What the observations of a day make of it; nothing where none is valid."""
        seen = {
            instant: one
            for (asin, place, instant), one in self.snapshots.items()
            if (asin, place, one.date) == day and one.status not in FAILED
        }
        if not seen:
            return None
        offer_at = last(at for at, one in seen.items() if one.speaks_of_offers) or last(
            at for at, one in seen.items() if one.values.price is not None
        )
        rank_at = last(
            at
            for at, one in seen.items()
            if one.values.bsr is not None or one.values.bsr_main is not None
        )
        rated = {at for at, one in seen.items() if one.values.rating is not None}
        counted = {
            at for at, one in seen.items() if one.values.reviews_count is not None
        }
        rating_at = last(rated & counted) or last(rated)
        count_at = last(rated & counted) or last(counted)
        values: dict[str, Any] = {}
        for at, names in (
            (offer_at, OFFER_FIELDS),
            (rank_at, RANK_FIELDS),
            (rating_at, ("rating",)),
            (count_at, ("reviews_count",)),
        ):
            if at:
                values |= {name: getattr(seen[at].values, name) for name in names}
        return Daily(
            seen[offer_at].status if offer_at else None,
            Values(**values),
            last(seen),
            offer_at,
            rank_at,
            last(at for at in (rating_at, count_at) if at),
        )

    def unlike(self) -> tuple[set[Day], set[Day]]:
        """Open days whose rows the audit misses, and days whose rows it did not expect.

        Those written by hand are right as they are.
        """
        days = {(*key[:2], seen.date) for key, seen in self.snapshots.items()}
        by_hand = {day for day, row in self.daily.items() if row.is_by_hand}
        missing, unexpected = set(), set()
        for day in (days | self.daily.keys()) - by_hand:
            defined, kept = self.defined(day), self.daily.get(day)
            if day[2] >= self.open_from and defined != kept:
                missing |= {day} if defined else set()
                unexpected |= {day} if kept else set()
        return missing, unexpected

    def horizon(self, table: str) -> date:
        return self.policies[table].horizon

    @property
    def open_from(self) -> date:
        """The first day of which, in any time zone, all observations are kept."""
        first = self.horizon(SNAPSHOTS)
        if first > date.min:
            first += timedelta(days=1)
        return max(first, self.horizon(DAILY))

    def next_step(
        self, now: datetime, *, runs_wait: bool, changed_from: date | None
    ) -> Step | None:
        """What retention does next: drop what went long ago, then detach.

        `changed_from` is the first of the days that wait for their refresh.
        """
        steps = [
            Step("drop", table, month)
            for (table, month), gone in self.detached.items()
            if gone.detached_at + self.policies[table].drop_after <= now
        ] or [
            Step("detach", table, policy.oldest)
            for table, policy in self.policies.items()
            if policy.retain is not None
            and midnight(after(policy.oldest)) <= now - policy.retain
            and not self.is_needed(table, runs_wait, changed_from)
        ]
        steps.sort(key=lambda step: step.table, reverse=True)
        return min(steps, key=lambda step: step.month, default=None)

    def is_needed(self, table: str, runs_wait: bool, changed_from: date | None) -> bool:
        """Whether the oldest month of a table must stay, however old it is."""
        until = after(self.policies[table].oldest)
        if table == DAILY and any(
            self.is_reached(mart, until) or self.is_longer(mart) for mart in REACHES
        ):
            return True
        is_waited_for = changed_from is not None and changed_from <= until
        return table in (SNAPSHOTS, DAILY) and (runs_wait or is_waited_for)

    def is_reached(self, mart: str, until: date) -> bool:
        """Whether days of the mart are made from daily rows before `until`."""
        return self.policies[mart].oldest - timedelta(days=REACHES[mart]) < until

    def is_longer(self, mart: str) -> bool:
        """Whether a mart is to be kept longer than what it is made from allows."""
        kept, retain = self.policies[mart].retain, self.policies[DAILY].retain
        return (
            kept is None or not retain or kept + timedelta(days=REACHES[mart]) > retain
        )

    def take(self, step: Step, now: datetime) -> None:
        """Detach a month with its rows, or drop it."""
        _, table, month = step
        if step.action == "drop":
            del self.detached[table, month]
            return
        rows = self.rows(table)
        gone = {key: rows[key] for key in rows if day_of(key) < after(month)}
        for key in gone:
            del rows[key]
        self.detached[table, month] = Month(now, gone)
        self.policies[table].horizon = after(month)
        # Days whose previous one went, and products not seen since.
        self.is_fresh = self.is_fresh and table != DAILY

    def may_return(self, table: str, month: date, now: datetime) -> bool:
        """Whether a detached month can be attached: the youngest first, and sources."""
        retain = self.policies[table].retain
        if retain is not None and midnight(after(month)) <= now - retain:
            return False
        if any(other > month for parent, other in self.detached if parent == table):
            return False
        reach = timedelta(days=REACHES.get(table, 0))
        return table not in REACHES or not any(
            after(other) > month - reach
            for parent, other in self.detached
            if parent == DAILY
        )

    def put_back(self, table: str, month: date) -> None:
        self.rows(table).update(self.detached.pop((table, month)).rows)
        self.policies[table].horizon = month
        self.is_fresh = self.is_fresh and table not in (DAILY, *REACHES)

    def rows(self, table: str) -> dict[Any, Any]:
        """The rows of a table that are no mere consequence of others."""
        kept: dict[str, dict[Any, Any]] = {
            SNAPSHOTS: self.snapshots,
            DAILY: self.daily,
            ALERTS: self.alerts,
        }
        return kept.get(table, {})

    def is_kept(self, row: Any) -> bool:
        """Whether retention has left a row of a mart where it was."""
        match row:
            case Delta():
                return bool(row.date >= self.horizon(PRODUCT_DAYS))
            case Rollup():
                return row.as_of >= self.horizon(PRODUCT_DAYS)
            case Comparison():
                return bool(row.date >= self.horizon(COMPARISONS))
        return True

    def histories(self) -> dict[Product, list[tuple[date, Daily]]]:
        """The observed days of each product, oldest first: what marts are made of."""
        found: dict[Product, list[tuple[date, Daily]]] = {}
        for asin, place, day in sorted(self.daily):
            days = found.setdefault((asin, place), [])
            days.append((day, self.daily[asin, place, day]))
        return found

    def latest(self) -> Iterator[Latest]:
        for product, days in self.histories().items():
            if product in self.products:
                day, row = days[-1]
                yield Latest._make(
                    (*product, day, *row.values, row.status, row.observed_at)
                )

    def deltas(self) -> Iterator[Delta]:
        for product, days in self.histories().items():
            if days[0][0] >= self.horizon(PRODUCT_DAYS):
                yield Delta(*product, days[0][0])
            for (before, old), (day, new) in pairwise(days):
                if day >= self.horizon(PRODUCT_DAYS):
                    yield delta(product, before, old.values, day, new.values)

    def rollups(self) -> Iterator[Rollup]:
        for product, days in self.histories().items():
            known, values = [day for day, _ in days], [row.values for _, row in days]
            for last, as_of in enumerate(known, 1):
                for length in WINDOWS if as_of >= self.horizon(PRODUCT_DAYS) else ():
                    first = bisect_left(known, as_of - timedelta(days=length - 1))
                    yield rollup(product, length, as_of, values[first:last])

    def pairs(self) -> set[Pair]:
        found = set(self.links)
        for group in self.groups.values():
            found.update(group.pairs())
        return found

    def comparisons(self) -> Iterator[Comparison]:
        histories = self.histories()
        for main, comp, place in self.pairs():
            others = dict(histories.get((comp, place), []))
            for day, row in histories.get((main, place), []):
                if day in others and day >= self.horizon(COMPARISONS):
                    other = others[day].values
                    yield comparison((main, comp, place), day, row.values, other)

    def moves(self) -> set[Alert]:
        """The moves of each product's newest day that are worth an alert."""
        newest = {row[:3] for row in self.latest()}
        histories = self.histories()
        return {
            (*row[:2], kind, row.date)
            for row in self.deltas()
            if row[:3] in newest and row.date >= self.horizon(ALERTS)
            for kind in alert_kinds(row, histories[row[:2]])
        }


def last(instants: Iterable[datetime]) -> datetime | None:
    return max(instants, default=None)


def after(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC)


def day_of(key: tuple[Any, ...]) -> date:
    """The day, in UTC, that a row is kept by."""
    last = key[-1]
    return last.date() if isinstance(last, datetime) else last


def by_product(
    observed: list[Observation],
) -> Iterator[tuple[Product, list[Observation]]]:
    found: dict[Product, list[Observation]] = {}
    for one in observed:
        found.setdefault(one.key[:2], []).append(one)
    yield from found.items()


def describe(
    known: Listing | None, told: Observation | None, seen_at: list[datetime]
) -> Listing:
    """A product as it is described after an observation, valid or none, was told."""
    text = told.text if told else Text()
    if known is None:
        return Listing(
            text,
            told.url if told else None,
            min(seen_at),
            max(seen_at),
            told.key[2] if told else max(seen_at),
            arrival=told.snapshot.arrival if told else 0,
        )
    known = known._replace(
        first_seen_at=min(known.first_seen_at, *seen_at),
        last_seen_at=max(known.last_seen_at, *seen_at),
    )
    if (
        told
        and text.title
        and (
            not known.text.title or told.age[1:] >= (known.described_at, known.arrival)
        )
    ):
        return known._replace(
            text=text.over(known.text),
            url=told.url,
            described_at=told.key[2],
            arrival=told.snapshot.arrival,
        )
    return known._replace(text=known.text.over(text))


def delta(product: Product, before: date, old: Values, day: date, new: Values) -> Delta:
    is_same_list = old.bsr_category == new.bsr_category
    stock = None
    if old.in_stock is not None and new.in_stock is not None:
        stock = {(True, False): "lost", (False, True): "regained"}.get(
            (old.in_stock, new.in_stock)
        )
    seller_changed = None
    if old.buybox_seller and new.buybox_seller:
        seller_changed = old.buybox_seller != new.buybox_seller
    return Delta(
        *product,
        day,
        before,
        (day - before).days,
        minus(new.price, old.price),
        percent(new.price, old.price),
        minus(new.bsr, old.bsr) if is_same_list else None,
        percent(new.bsr, old.bsr) if is_same_list else None,
        minus(new.rating, old.rating),
        minus(new.reviews_count, old.reviews_count),
        minus(new.buybox_price, old.buybox_price),
        percent(new.buybox_price, old.buybox_price),
        seller_changed,
        stock,
        not is_same_list,
    )


def rollup(product: Product, length: int, as_of: date, window: list[Values]) -> Rollup:
    """Sum up the observed days of a window, oldest first; the last is `as_of`."""
    newest = window[-1]
    prices = [row.price for row in window if row.price is not None]
    ranked = [row for row in window if row.bsr is not None]
    # Of one category only, that of the last rank.
    category = ranked[-1].bsr_category if ranked else None
    ranks = [
        row.bsr
        for row in window
        if row.bsr is not None and row.bsr_category == category
    ]
    ratings = [row.rating for row in window if row.rating is not None]
    reviews = [row.reviews_count for row in window if row.reviews_count is not None]
    return Rollup(
        *product,
        length,
        as_of,
        mean(prices, 4),
        min(prices, default=None),
        max(prices, default=None),
        mean(ranks, 2),
        min(ranks, default=None),
        max(ranks, default=None),
        mean(ratings, 3),
        minus(newest.reviews_count, reviews[0]) if reviews else None,
        percent(newest.price, prices[0]) if prices else None,
        percent(newest.bsr, ranks[0]) if ranks else None,
        len(window),
        length,
    )


def comparison(pair: Pair, day: date, main: Values, comp: Values) -> Comparison:
    is_same_list = None
    if main.bsr_category and comp.bsr_category:
        is_same_list = main.bsr_category == comp.bsr_category
    return Comparison(
        *pair,
        day,
        minus(main.price, comp.price),
        percent(main.price, comp.price),
        minus(main.bsr, comp.bsr),
        minus(main.rating, comp.rating),
        minus(main.reviews_count, comp.reviews_count),
        minus(main.buybox_price, comp.buybox_price),
        is_same_list,
    )


def alert_kinds(row: Delta, days: list[tuple[date, Daily]]) -> Iterator[str]:
    """What moved on the last of the observed days of a product."""
    if has_price_move(days):
        yield "PRICE_SPIKE"
    if moved(days[-1][1].values.bsr, row.bsr_delta, 30):
        yield "BSR_DROP"
    if row.rating_delta is not None and row.rating_delta <= Decimal("-0.2"):
        yield "RATING_DROP"
    if row.is_buybox_seller_changed:
        yield "BUYBOX_CHANGE"
    if row.stock_change:
        yield "STOCK_CHANGE"


def has_price_move(days: list[tuple[date, Daily]]) -> bool:
    """Against the last known price, unless one of the two may be an error."""
    *before, (today, row) = days
    price = offered(row)
    if price is None or not before:
        return False
    if row.values.in_stock is None and is_sold_out(before[-1][1]):
        return False
    known = [
        found
        for day, other in before
        if (found := offered(other)) is not None
        and ((today - day).days <= 30 or day == before[-1][0])
    ]
    first, second, third = [*known[:-4:-1], None, None, None][:3]
    was_suspect = is_absurd(first, second) and is_alike(second, third)
    base = second if was_suspect else first
    stood = was_suspect or is_alike(first, second)
    is_second = was_suspect and is_alike(price, first)
    if is_absurd(price, base) and stood and not is_second:
        return False
    return base is not None and moved(price, price - base, 10)


def offered(row: Daily) -> Decimal | None:
    """The price, if it is one to buy at."""
    return None if is_sold_out(row) else row.values.price


def is_sold_out(row: Daily) -> bool:
    return row.status == "out_of_stock" or row.values.in_stock is False


def is_absurd(one: Decimal | None, other: Decimal | None) -> bool:
    return bool(one and other) and not is_alike(one, other)


def is_alike(one: Decimal | None, other: Decimal | None) -> bool:
    if not one or not other:
        return False
    return max(one, other) < 100 * min(one, other)


def moved(new: Any, change: Any, limit: int) -> bool:
    """Whether a value moved by more than a percentage; exactly, not as rounded."""
    if new is None or not change or new == change:
        return False
    return bool(abs(change) * 100 > limit * (new - change))


def minus(new: Any, old: Any) -> Any:
    return None if new is None or old is None else new - old


def percent(new: Any, old: Any) -> Decimal | None:
    if new is None or old is None or old == 0:
        return None
    return rounded((Fraction(new) - Fraction(old)) * 100 / Fraction(old), 2)


def mean(values: Iterable[Any], places: int) -> Decimal | None:
    found = list(values)
    # Sums of at most 90 whole numbers, or hundredths, are exact.
    return rounded(Fraction(sum(found)) / len(found), places) if found else None


def rounded(value: Fraction, places: int) -> Decimal:
    """Round half away from zero, as numeric does."""
    units = int(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(units if value >= 0 else -units).scaleb(-places)
