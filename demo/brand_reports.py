"""Search query reports of one brand of the demo market, as Amazon's API gives them.

Documents have the form of GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT: Amazon's
weeks, Sunday to Saturday, and calendar months. Any period of any product is computed
without the periods before it, from the market's seed. What all shoppers did follows
from query and period alone, so it is the same in the report of each product. Planted
are a query lost and one won, a week that comes late, a week reported again with other
counts, and a product that drops out of the lists.
"""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from math import pi, sin
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import orjson

from demo import market
from demo.market import Listing, Market, mix

BRAND = "Alderwick"
MARKETPLACE_ID = "ATVPDKIKX0DER"
REPORT_TYPE = "GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT"

_WEEK = timedelta(days=7)
_PRODUCT_COUNT = 8
# Amazon reports a week that long after its Saturday.
_REPORT_DELAY = timedelta(days=10)
_LOST_WEEKS = 4
_WON_WEEKS = 6
_GONE_WEEKS = 10
_LONGEST_STOCK_OUT = 8

# For each kind of product: searches a week for the first of its names, names, words
# before a name and words after it. All combinations are search queries.
_WORDS: dict[str, tuple[int, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "French Press": (
        26_000,
        ("french press", "french press coffee maker", "coffee press"),
        ("large", "small", "travel", "glass", "stainless steel", "insulated"),
        ("34 oz", "12 oz", "for camping", "for one", "with extra filters"),
    ),
    "Chef's Knife": (
        31_000,
        ("chef knife", "kitchen knife", "chefs knife 8 inch"),
        ("japanese", "damascus", "professional", "sharp", "forged", "left handed"),
        ("with sheath", "with cover", "for cooking", "gift", "full tang"),
    ),
    "Desk Lamp": (
        38_000,
        ("desk lamp", "led desk lamp", "study lamp"),
        ("dimmable", "small", "clip on", "rechargeable", "vintage", "black"),
        ("with usb port", "with clamp", "for home office", "for reading", "eye caring"),
    ),
    "Yoga Mat": (
        52_000,
        ("yoga mat", "thick yoga mat", "exercise mat"),
        ("non slip", "extra wide", "travel", "cork", "kids", "large"),
        ("with strap", "for hot yoga", "for men", "6mm", "1/2 inch"),
    ),
}
_LOST_QUERY = "french press coffee maker"
_WON_QUERY = "thick yoga mat"


class Period(NamedTuple):
    """A reported period; `kind` is WEEK or MONTH, `end` its last day."""

    kind: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def part_since(self, day: date) -> float:
        """The part of it that lies on or after a day: 0 to 1."""
        return min(max((self.end - day).days + 1, 0), self.days) / self.days


class Counts(NamedTuple):
    """Totals of all products and own counts at each step of the funnel."""

    impressions: int
    own_impressions: int
    clicks: int
    own_clicks: int
    cart_adds: int
    own_cart_adds: int
    purchases: int
    own_purchases: int


class Row(NamedTuple):
    """One search query of a product's report; score 1 is the most important."""

    query: str
    score: int
    volume: int
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class QueryTruth:
    """A planted move of a query: the brand's counts and the stage where it loses.

    `before` is the last week that the move does not touch, `after` the last week.
    """

    kind: str
    asin: str
    query: str
    before: date
    after: date
    counts_before: Counts
    counts_after: Counts
    stage_before: str
    stage_after: str


@dataclass(frozen=True, kw_only=True)
class MonthTruth:
    """The monthly segment of a product in the month of the late week.

    Shares are percentages with 2 decimals, changes percentage points against the month
    before, trends up, down or too few to tell.
    """

    asin: str
    impressions: int
    impression_share: Decimal
    impression_change: Decimal
    impression_trend: str
    click_share: Decimal
    click_change: Decimal
    click_trend: str


@dataclass(frozen=True, kw_only=True)
class RestatedTruth:
    """How the restated week changed: rows, and the purchases of the brand."""

    start: date
    row_count: int
    purchases_before: int
    purchases_after: int


class _Query(NamedTuple):
    """The constant facts of a query; `searches` are those of a usual week.

    Rates are per search; `season` is the time of its best weeks in years, `price` the
    market's part of the usual price, `fast` how common fast delivery is.
    """

    text: str
    key: int
    is_branded: bool
    searches: float
    season: float
    rates: tuple[float, ...]
    price: float
    fast: float


class _Funnel(NamedTuple):
    """Impression share, and each later share in parts of the share before it."""

    impression: float
    click: float
    cart_add: float
    purchase: float


@dataclass(frozen=True)
class BrandReports:
    """The reports of a brand's products; two equal ones give the same bytes."""

    market: Market
    week_count: int = 104

    def __post_init__(self) -> None:
        """Refuse a market without the products, and too few weeks for the truths."""
        if len(self.products) < _PRODUCT_COUNT:
            raise ValueError(
                f"{BRAND} has {len(self.products)} of {_PRODUCT_COUNT} products among "
                f"{self.market.products:,}; take a market with more"
            )
        if self.week_count < 2 * _GONE_WEEKS:
            raise ValueError(
                f"reports cover at least {2 * _GONE_WEEKS} weeks, not {self.week_count}"
            )

    @cached_property
    def products(self) -> tuple[Listing, ...]:
        """The reported products, two of each kind."""
        mine = market.products_of(self.market, BRAND)
        known = [product for product in mine if product.noun in _WORDS]
        return tuple(known[:_PRODUCT_COUNT])

    @cached_property
    def last_week(self) -> date:
        """The Sunday of the last reported week."""
        newest = self.market.until - _REPORT_DELAY
        return newest - timedelta(days=(newest.weekday() + 2) % 7 + 6)

    @cached_property
    def weeks(self) -> tuple[Period, ...]:
        """All reported weeks, the late one among them."""
        first = self.last_week - _WEEK * (self.week_count - 1)
        return tuple(_week(first + _WEEK * n) for n in range(self.week_count))

    @cached_property
    def late_month(self) -> Period:
        """The last month that is made of weeks only: all that begin in it are there."""
        month = _month(self.last_week)
        if self.last_week + _WEEK <= month.end:
            month = _month(month.start - timedelta(days=1))
        return month

    @cached_property
    def months(self) -> tuple[Period, ...]:
        """The months with a report of their own, oldest first."""
        first = self.weeks[0].start
        found: list[Period] = []
        month = _month(self.late_month.start - timedelta(days=1))
        while month.start >= first:
            found.append(month)
            month = _month(month.start - timedelta(days=1))
        return tuple(reversed(found))

    @property
    def weeks_of_late_month(self) -> tuple[Period, ...]:
        """The weeks that begin in it."""
        month = self.late_month
        return tuple(w for w in self.weeks if month.start <= w.start <= month.end)

    @property
    def late_week(self) -> Period:
        """The week that the first load does not have."""
        return self.weeks_of_late_month[1]

    @property
    def restated_week(self) -> Period:
        """The week that is reported again with other counts."""
        return self.weeks[-2]

    @property
    def lost_since(self) -> date:
        """The Sunday since which one query loses its clicks."""
        return self.weeks[-_LOST_WEEKS].start

    @property
    def won_since(self) -> date:
        """The Sunday since which the brand wins another query."""
        return self.weeks[-_WON_WEEKS].start

    @property
    def gone_since(self) -> date:
        """The Sunday since which the last product is in no list."""
        return self.weeks[-_GONE_WEEKS].start

    @property
    def gone_product(self) -> Listing:
        """The product that drops out of the lists."""
        return self.products[-1]


def queries_of(noun: str) -> tuple[str, ...]:
    """The search queries for such products, most common names first."""
    _, names, before, after = _WORDS[noun]
    plain = [*names]
    plain += [f"{word} {name}" for word in before for name in names]
    plain += [f"{name} {word}" for word in after for name in names]
    branded = [BRAND.lower(), *(f"{BRAND.lower()} {name}" for name in names)]
    return (*plain, *branded)


def rows(
    brand: BrandReports, product: Listing, period: Period, *, is_first: bool = False
) -> list[Row]:
    """The list of a product in a period: its top queries, the most important first.

    The restated week has two lists; `is_first` gives the one that came first.
    """
    return [row for row, _ in _rows(brand, product, period, is_first=is_first)]


def document(
    brand: BrandReports, period: Period, *, is_first: bool = False
) -> dict[str, Any]:
    """The report of all products for one period."""
    return {
        "reportSpecification": {
            "reportType": REPORT_TYPE,
            "reportOptions": {
                "reportPeriod": period.kind,
                "asin": " ".join(product.asin for product in brand.products),
            },
            "dataStartTime": str(period.start),
            "dataEndTime": str(period.end),
            "marketplaceIds": [MARKETPLACE_ID],
        },
        "dataByAsin": [
            line
            for product in brand.products
            for line in _lines(brand, product, period, is_first=is_first)
        ],
    }


def first_load(brand: BrandReports) -> Iterator[dict[str, Any]]:
    """Months and weeks as they are loaded first, without the late week."""
    for month in brand.months:
        yield document(brand, month)
    for week in brand.weeks:
        if week != brand.late_week:
            yield document(brand, week, is_first=True)


def write(brand: BrandReports, directory: Path) -> tuple[Path, Path, Path]:
    """Write the files of a brand: the first load, the late and the restated week."""
    directory.mkdir(parents=True, exist_ok=True)
    first = directory / "brand-reports.json.gz"
    late = directory / "brand-late-week.json"
    restated = directory / "brand-restated-week.json"
    with (
        first.open("wb") as file,
        gzip.GzipFile("", "wb", 1, file, mtime=0) as packed,
    ):
        for report in first_load(brand):
            packed.write(orjson.dumps(report, option=orjson.OPT_APPEND_NEWLINE))
    for path, week in ((late, brand.late_week), (restated, brand.restated_week)):
        path.write_bytes(orjson.dumps(document(brand, week)))
    return first, late, restated


def query_truths(brand: BrandReports) -> tuple[QueryTruth, QueryTruth]:
    """The query that the brand loses at the click stage, and the one that it wins."""

    def truth(query: str, since: date, **facts: str) -> QueryTruth:
        product = _planted_product(brand, query)
        weeks = _week(since - _WEEK), brand.weeks[-1]
        before, after = (
            next(row.counts for row in rows(brand, product, week) if row.query == query)
            for week in weeks
        )
        return QueryTruth(
            asin=product.asin,
            query=query,
            before=weeks[0].start,
            after=weeks[1].start,
            counts_before=before,
            counts_after=after,
            **facts,
        )

    lost = truth(
        _LOST_QUERY,
        brand.lost_since,
        kind="query lost",
        stage_before="none",
        stage_after="click",
    )
    won = truth(
        _WON_QUERY,
        brand.won_since,
        kind="query won",
        stage_before="impression",
        stage_after="none",
    )
    return lost, won


def restated_truth(brand: BrandReports) -> RestatedTruth:
    """What the second report of the restated week changes."""
    week = brand.restated_week
    pairs = [
        (was, now)
        for product in brand.products
        for was, now in zip(
            rows(brand, product, week, is_first=True),
            rows(brand, product, week),
            strict=True,
        )
    ]
    return RestatedTruth(
        start=week.start,
        row_count=sum(was != now for was, now in pairs),
        purchases_before=sum(was.counts.own_purchases for was, _ in pairs),
        purchases_after=sum(now.counts.own_purchases for _, now in pairs),
    )


def month_truths(brand: BrandReports) -> tuple[MonthTruth, ...]:
    """The segments of the late month, the product with most impressions first.

    They are sums of its weeks, and change against the month report before. The product
    that dropped out has none.
    """
    found = []
    for product in brand.products:
        weeks = [rows(brand, product, week) for week in brand.weeks_of_late_month]
        now = _sums(row.counts for week in weeks for row in week)
        was = _sums(row.counts for row in rows(brand, product, brand.months[-1]))
        if now.own_impressions == 0:
            continue
        share, change, trend = _move(
            was.own_impressions, was.impressions, now.own_impressions, now.impressions
        )
        click_share, click_change, click_trend = _move(
            was.own_clicks, was.clicks, now.own_clicks, now.clicks
        )
        truth = MonthTruth(
            asin=product.asin,
            impressions=now.own_impressions,
            impression_share=share,
            impression_change=change,
            impression_trend=trend,
            click_share=click_share,
            click_change=click_change,
            click_trend=click_trend,
        )
        found.append(truth)
    return tuple(sorted(found, key=lambda truth: (-truth.impressions, truth.asin)))


def _week(start: date) -> Period:
    return Period("WEEK", start, start + timedelta(days=6))


def _month(day: date) -> Period:
    """The month of a day."""
    start = day.replace(day=1)
    following = (start + timedelta(days=31)).replace(day=1)
    return Period("MONTH", start, following - timedelta(days=1))


def _chances(*keys: int) -> tuple[float, float, float, float]:
    """Four pseudo-random numbers from 0 to 1 that follow from the keys alone."""
    state = 0
    for key in keys:
        state = mix(state ^ key)
    return (
        (state & 0xFFFF) / 65536,
        (state >> 16 & 0xFFFF) / 65536,
        (state >> 32 & 0xFFFF) / 65536,
        (state >> 48) / 65536,
    )


@lru_cache
def _queries(noun: str, seed: int) -> tuple[_Query, ...]:
    """The queries of a kind of product; the rarer ones follow in an order of chance."""
    level, names, _, _ = _WORDS[noun]
    keys = {text: crc32(text.encode()) for text in queries_of(noun)}
    rarer = sorted([*keys][len(names) :], key=lambda text: _chances(seed, keys[text]))
    found = []
    place = 0
    for text in (*names, *rarer):
        # A query of two kinds of product is one query: all follows from its text.
        key = keys[text]
        some, season, price, fast = _chances(seed, key, 1)
        impressions, clicks, cart_adds, purchases = _chances(seed, key, 2)
        is_branded = text.startswith(BRAND.lower())
        if is_branded:
            searches = 2600.0 if text == BRAND.lower() else 500 + 900 * some
        else:
            place += 1
            searches = level / place**0.85
        query = _Query(
            text=text,
            key=key,
            is_branded=is_branded,
            searches=searches,
            season=season,
            rates=(
                23 + 9 * impressions,
                0.25 + 0.15 * clicks,
                0.06 + 0.06 * cart_adds,
                0.02 + 0.03 * purchases,
            ),
            price=0.8 + 0.4 * price,
            fast=0.5 + fast,
        )
        found.append(query)
    return tuple(found)


def _planted_product(brand: BrandReports, text: str) -> Listing:
    """The only product of the brand that is shown for a planted query."""
    noun = "French Press" if text == _LOST_QUERY else "Yoga Mat"
    return next(product for product in brand.products if product.noun == noun)


def _rows(
    brand: BrandReports, product: Listing, period: Period, *, is_first: bool
) -> list[tuple[Row, _Query]]:
    seed = brand.market.seed
    found = []
    for query in _queries(product.noun, seed):
        volume, counts = _counts(brand, product, query, period)
        if is_first and period == brand.restated_week:
            counts = _first_counts(counts)
        if counts.own_impressions > 0:
            weight = counts.own_impressions + 30 * counts.own_clicks
            found.append((-weight, query, volume, counts))
    found.sort()
    length = 20 + mix(seed << 32 | product.number) % 8
    length += int(3 * _chances(seed, product.number, period.start.toordinal())[0])
    return [
        (Row(query.text, place, volume, counts), query)
        for place, (_, query, volume, counts) in enumerate(found[:length], 1)
    ]


def _counts(
    brand: BrandReports, product: Listing, query: _Query, period: Period
) -> tuple[int, Counts]:
    """The volume of a query in a period, and the counts of its funnel."""
    volume, *totals = _market_counts(brand.market.seed, query, period)
    own = _own_counts(brand, product, query, period, totals)
    steps = zip(totals, own, strict=True)
    return volume, Counts(*(count for step in steps for count in step))


@lru_cache(maxsize=256)
def _market_counts(seed: int, query: _Query, period: Period) -> tuple[int, ...]:
    """Searches, impressions, clicks, cart adds and purchases of all shoppers."""
    start = period.start.toordinal()
    year = sin(2 * pi * ((start + period.days / 2) / 365.25 + query.season))
    luck = 0.92 + 0.16 * _chances(seed, query.key, start, period.days)[0]
    volume = int(query.searches * period.days / 7 * (1 + 0.2 * year) * luck)
    lucks = _chances(seed, query.key, start, period.days, 1)
    return (
        volume,
        *(
            int(volume * rate * (0.97 + 0.06 * luck))
            for rate, luck in zip(query.rates, lucks, strict=True)
        ),
    )


def _own_counts(
    brand: BrandReports,
    product: Listing,
    query: _Query,
    period: Period,
    totals: Sequence[int],
) -> list[int]:
    """Impressions, clicks, cart adds and purchases of a product."""
    seed, start = brand.market.seed, period.start.toordinal()
    if query.text in (_LOST_QUERY, _WON_QUERY):
        if product != _planted_product(brand, query.text):
            return [0, 0, 0, 0]
        funnel = _planted_funnel(brand, query.text, period)
        share = funnel.impression
        # Without luck: else rounding could move the stage.
        lucks: tuple[float, ...] = (0.5, 0.5, 0.5, 0.5)
    else:
        funnel, wave = _usual_funnel(seed, product, query)
        share = funnel.impression * (1 + 0.15 * sin(2 * pi * (start / 210 + wave)))
        lucks = _chances(seed, query.key, product.number, start, period.days)
    if product == brand.gone_product:
        share *= 1 - period.part_since(brand.gone_since)
        if share == 0:
            return [0, 0, 0, 0]
    counts: list[int] = []
    for step, factor in enumerate((1.0, *funnel[1:])):
        share *= factor
        count = min(int(totals[step] * share + lucks[step]), totals[step])
        counts.append(min(count, counts[-1]) if counts else count)
    return counts


@lru_cache(maxsize=1024)
def _usual_funnel(seed: int, product: Listing, query: _Query) -> tuple[_Funnel, float]:
    """How a product does for a query, and the time of its best weeks.

    All products of the brand together stay below the market.
    """
    shown, clicked, added, bought = _chances(seed, query.key, product.number)
    wave = _chances(seed, query.key, product.number, 1)[0]
    if query.is_branded:
        click = 2.2 if query.text == BRAND.lower() else 5 + clicked
        return _Funnel(0.034 + 0.004 * shown, click, 1.06, 1.04), wave
    funnel = _Funnel(
        0.002 + 0.026 * shown**2,
        0.4 + 1.3 * clicked,
        0.8 + 0.5 * added,
        0.8 + 0.5 * bought,
    )
    return funnel, wave


def _planted_funnel(brand: BrandReports, text: str, period: Period) -> _Funnel:
    """How the brand does for a planted query: a month may lie before and after."""
    if text == _LOST_QUERY:
        before = _Funnel(0.033, 1.3, 1.08, 1.06)
        after = before._replace(click=0.4)
        part = period.part_since(brand.lost_since)
    else:
        before = _Funnel(0.0045, 1.0, 1.05, 1.05)
        after = _Funnel(0.034, 1.7, 1.12, 1.1)
        part = period.part_since(brand.won_since)
    return _Funnel(*(b + part * (a - b) for b, a in zip(before, after, strict=True)))


def _first_counts(counts: Counts) -> Counts:
    """What the first report says: cart adds and purchases that came late are missing.

    A fixed part of each count, rounded, so that own counts stay within their totals.
    """
    return counts._replace(
        cart_adds=(counts.cart_adds * 95 + 50) // 100,
        own_cart_adds=(counts.own_cart_adds * 95 + 50) // 100,
        purchases=(counts.purchases * 92 + 50) // 100,
        own_purchases=(counts.own_purchases * 92 + 50) // 100,
    )


def _lines(
    brand: BrandReports, product: Listing, period: Period, *, is_first: bool
) -> Iterator[dict[str, Any]]:
    """Rows as the API writes them; shares are fractions, prices may be null."""
    own_price = _money(_own_price(brand.market, product, period))
    usual = float(market.usual_price(product.noun))
    for row, query in _rows(brand, product, period, is_first=is_first):
        counts = row.counts
        price = query.price * usual
        yield {
            "startDate": str(period.start),
            "endDate": str(period.end),
            "asin": product.asin,
            "searchQueryData": {
                "searchQuery": row.query,
                "searchQueryScore": row.score,
                "searchQueryVolume": row.volume,
            },
            "impressionData": {
                "totalQueryImpressionCount": counts.impressions,
                "asinImpressionCount": counts.own_impressions,
                "asinImpressionShare": _part(
                    counts.own_impressions, counts.impressions
                ),
            },
            "clickData": _step("Click", row, query, 2, price, own_price),
            "cartAddData": _step("CartAdd", row, query, 4, 0.96 * price, own_price),
            "purchaseData": _step("Purchase", row, query, 6, 0.92 * price, own_price),
        }


def _own_price(made: Market, product: Listing, period: Period) -> Decimal | None:
    """The market's price in the middle of a period, or the last one before it."""
    middle = period.start + timedelta(days=period.days // 2)
    days = (middle - timedelta(days=n) for n in range(_LONGEST_STOCK_OUT + 1))
    prices = (market.price_on(made, product.number, day) for day in days)
    return next((price for price in prices if price is not None), None)


def _step(
    name: str,
    row: Row,
    query: _Query,
    place: int,
    price: float,
    own_price: dict[str, Any] | None,
) -> dict[str, Any]:
    """A step after the impressions; `place` is that of its total in the counts."""
    total, own = row.counts[place : place + 2]
    return {
        f"total{name}Count": total,
        f"total{name}Rate": _part(total, row.volume),
        f"asin{name}Count": own,
        f"asin{name}Share": _part(own, total),
        f"totalMedian{name}Price": _money(int(price) + 0.99) if total else None,
        f"asinMedian{name}Price": own_price if own else None,
        f"totalSameDayShipping{name}Count": int(total * 0.06 * query.fast),
        f"totalOneDayShipping{name}Count": int(total * 0.26 * query.fast),
        f"totalTwoDayShipping{name}Count": int(total * 0.22 * query.fast),
    }


def _money(amount: Decimal | float | None) -> dict[str, Any] | None:
    if amount is None:
        return None
    return {"amount": float(amount), "currencyCode": "USD"}


def _part(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _sums(counts: Iterable[Counts]) -> Counts:
    """Counts added up step by step."""
    columns = list(zip(*counts, strict=True)) or [()] * len(Counts._fields)
    return Counts(*(sum(column) for column in columns))


def _percent(part: int, whole: int) -> Decimal:
    """A share in percent with 2 decimals."""
    share = Decimal(100 * part) / whole
    return share.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _move(
    was_own: int, was_total: int, own: int, total: int
) -> tuple[Decimal, Decimal, str]:
    """A share, its change, and its trend: a z test of two proportions at 95 %."""
    share = _percent(own, total)
    change = share - _percent(was_own, was_total)
    difference = own / total - was_own / was_total
    pooled = (own + was_own) / (total + was_total)
    variance = pooled * (1 - pooled) * (1 / total + 1 / was_total)
    if difference == 0 or difference**2 < 3.841459 * variance:
        return share, change, "too few to tell"
    return share, change, "up" if difference > 0 else "down"
