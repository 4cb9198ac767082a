"""A demo market: invented products whose days follow from a seed by arithmetic.

Any day of any product is computed without the days before it. So memory does not grow
with the history, and a market made again tomorrow has the same yesterday. Items have
the shape of the junglee actors' full view, plus `scrapedAt`, so that one file can hold
many days. A few products carry planted truths on the last day.
"""

import argparse
import gzip
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import exp, pi, sin
from pathlib import Path
from typing import NamedTuple

import orjson

MARKETPLACE = "US"
BLOCKED = "Blocked by Amazon bot-detection (CAPTCHA)"

# 08:05 to 08:55 UTC falls on the same date in Los Angeles, in summer and in winter.
_FIRST_SECOND = 8 * 3600 + 5 * 60
_SECONDS = 3000
_SETTLED = timedelta(hours=9)

_EPOCH = date(2024, 1, 1).toordinal()
_FAMILY_SIZES = (4, 5, 6)
_CYCLE = sum(_FAMILY_SIZES)
_FAMILY_STARTS = (0, 4, 9)
_MAX_PRODUCTS = 500_000
_BLOCK_LINES = 500
_NOISE_SIZE = 1 << 16
_NOISE_MASK = _NOISE_SIZE - 1

_BRANDS = tuple(
    first + last
    for last in ("wick", "mere", "holt", "by", "ridge")
    for first in ("Alder", "Bram", "Cedar", "Dun", "Elm", "Fern", "Gorse", "Hazel")
)
# Main category, path below it, leaf, product noun, typical price in dollars.
_LEAVES = (
    ("Home & Kitchen", "Kitchen & Dining", "French Presses", "French Press", 32),
    ("Home & Kitchen", "Kitchen & Dining", "Chef's Knives", "Chef's Knife", 58),
    ("Home & Kitchen", "Bedding", "Throw Blankets", "Throw Blanket", 36),
    ("Sports & Outdoors", "Camping & Hiking", "Camping Lanterns", "Lantern", 29),
    ("Sports & Outdoors", "Camping & Hiking", "Sleeping Pads", "Sleeping Pad", 64),
    ("Sports & Outdoors", "Exercise & Fitness", "Yoga Mats", "Yoga Mat", 34),
    ("Pet Supplies", "Dogs", "Dog Harnesses", "Dog Harness", 26),
    ("Pet Supplies", "Dogs", "Dog Beds", "Dog Bed", 49),
    ("Pet Supplies", "Cats", "Cat Trees", "Cat Tree", 88),
    ("Office Products", "Desk Supplies", "Desk Lamps", "Desk Lamp", 41),
    ("Office Products", "Desk Supplies", "Monitor Stands", "Monitor Stand", 38),
    ("Office Products", "Paper", "Notebooks", "Notebook Set", 18),
    ("Tools & Home Improvement", "Hand Tools", "Tape Measures", "Tape Measure", 16),
    ("Tools & Home Improvement", "Hand Tools", "Socket Sets", "Socket Set", 74),
    ("Tools & Home Improvement", "Power Tools", "Cordless Drills", "Drill", 112),
)
LIST_CATEGORY = "Sports & Outdoors"
_LIST_LENGTH = 20
_LIST_DAYS = 14
_FINISHES = ("Slate", "Oat", "Moss", "Rust", "Ink", "Sand", "Fog", "Clay")
_SHOPS = ("Direct", "Outfitters", "Trading Co", "Supply", "Depot", "Market")
_WORDS = (
    "Made to be used every day, easy to clean, and packed without plastic. "
    "Tested at home, in the garden and on the road by people who were not in a hurry. "
)

_POINTS = ("Easy to clean", "Packed without plastic", "Two years of service")
_MATERIALS = ("Steel", "Cotton", "Bamboo", "Aluminium")

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAIRS = tuple(high + low for high in _DIGITS for low in _DIGITS)

# Positions of the planted products in the market; they are calm on every other day.
_PLANTED_ASINS = {
    0: "B0DEMOMAIN",
    1: "B0DEMOCOMP",
    4: "B0DEMOJUMP",
    9: "B0DEMORANK",
    15: "B0DEMOGONE",
    19: "B0DEMOSHOP",
    24: "B0DEMOSTAR",
    30: "B0DEMOCORR",
}
_MIN_PRODUCTS = max(_PLANTED_ASINS) + 1
_MAIN, _COMP, _JUMP, _RANK, _GONE, _SHOP, _STAR, _CORR = _PLANTED_ASINS


@dataclass(frozen=True, kw_only=True)
class Market:
    """The parameters of a market; two equal ones give the same bytes.

    `item_bytes` is the typical length of an item; the natural length is about 750, and
    longer items carry a longer description.
    """

    until: date
    products: int = 1000
    days: int = 120
    seed: int = 2
    item_bytes: int = 0

    def __post_init__(self) -> None:
        """Refuse sizes that cannot hold the planted truths or run out of ASINs."""
        if not _MIN_PRODUCTS <= self.products <= _MAX_PRODUCTS:
            raise ValueError(
                f"a market has {_MIN_PRODUCTS} to {_MAX_PRODUCTS:,} products, "
                f"not {self.products:,}"
            )
        if self.days < 2:
            raise ValueError(f"a market has at least 2 days, not {self.days}")

    @property
    def first_day(self) -> date:
        """The first day of the history."""
        return self.until - timedelta(days=self.days - 1)


@dataclass(frozen=True, kw_only=True)
class Truth:
    """One planted fact that the marts must show on `date`.

    `before` and `after` are dollars, ranks, stars or seller ids, by `kind`. In an
    undercut `other_asin` is the main product and `before` its price. The date of a
    correction is the corrected day.
    """

    kind: str
    asin: str
    date: date
    before: Decimal | str
    after: Decimal | str
    text: str
    other_asin: str | None = None
    marketplace: str = MARKETPLACE


class Listing(NamedTuple):
    """A product and its place in the market; `noun` is what it is, as Yoga Mat."""

    number: int
    asin: str
    noun: str


class _Spec(NamedTuple):
    """The constant facts of a product; `template` is its item with % placeholders."""

    number: int
    asin: str
    title: str
    template: str
    cents: int
    price_days: int
    log_rank: float
    rank_period: int
    main_factor: int
    stars: float
    reviews: int
    reviews_rate: float
    seller: str
    other_seller: str
    noise: int
    is_calm: bool
    rival_cents: int


class _Day(NamedTuple):
    """The values of one product on one day; cents is None when it is out of stock."""

    cents: int | None
    seller: str
    rank: int
    stars_tenths: int
    reviews: int


def last_settled_day(now: datetime | None = None) -> date:
    """The latest day whose items all lie in the past: today, from 09:00 UTC on."""
    return ((now or datetime.now(UTC)) - _SETTLED).date()


def asin_at(index: int) -> str:
    """The ASIN of a product: a name for planted ones, else a number in base 36."""
    if index in _PLANTED_ASINS:
        return _PLANTED_ASINS[index]
    high, low = divmod(index, len(_PAIRS))
    return f"B0DEMO{_PAIRS[high]}{_PAIRS[low]}"


def mix(number: int) -> int:
    """Scatter a number over 64 bits (splitmix64)."""
    number = (number + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    number = ((number ^ number >> 30) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    number = ((number ^ number >> 27) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return number ^ number >> 31


def links(market: Market) -> Iterator[tuple[str, str]]:
    """Pairs of main product and competitor; a family has 1 main and 3 to 5 others."""
    for index in range(market.products):
        main = index - _place(index)[1]
        if main != index:
            yield asin_at(main), asin_at(index)


def products_of(market: Market, brand: str) -> Iterator[Listing]:
    """The products of a brand, in the order of the market."""
    for index in range(market.products):
        if _brand(index) == brand:
            yield Listing(index, asin_at(index), _leaf(index)[3])


def usual_price(noun: str) -> Decimal:
    """The typical price of such products in dollars."""
    return Decimal(next(leaf[4] for leaf in _LEAVES if leaf[3] == noun))


def price_on(market: Market, number: int, day: date) -> Decimal | None:
    """The price of a product on a day in dollars; None while it is out of stock."""
    last = market.until.toordinal()
    spec = _spec(market, number)
    cents = _values(spec, _noise(market.seed), day.toordinal(), last).cents
    return None if cents is None else _dollars(cents)


def day_blocks(market: Market, day: date) -> Iterator[bytes]:
    """The items of one day as blocks of whole JSON lines."""
    return _blocks(market, _specs(market), _noise(market.seed), day)


def history_blocks(market: Market) -> Iterator[bytes]:
    """The items of all days but the last, oldest day first."""
    specs: Iterable[_Spec] = _specs(market)
    if market.products <= 20_000:
        specs = list(specs)
    noise = _noise(market.seed)
    for offset in range(market.days - 1):
        day = market.first_day + timedelta(days=offset)
        yield from _blocks(market, specs, noise, day)
        if market.products > 20_000:
            specs = _specs(market)


def next_day_blocks(market: Market) -> Iterator[bytes]:
    """The items of the last day, and one of the day before with another price."""
    yield from day_blocks(market, market.until)
    yield _correction(market)


def best_seller_lists(market: Market) -> Iterator[bytes]:
    """The list of LIST_CATEGORY on each of the last two weeks' days, as JSON lines."""
    noise = _noise(market.seed)
    specs = [
        _spec(market, index)
        for index in range(market.products)
        if _leaf(index)[0] == LIST_CATEGORY
    ]
    last = market.until.toordinal()
    for day in range(last + 1 - min(_LIST_DAYS, market.days), last + 1):
        shown = [(spec, _values(spec, noise, day, last)) for spec in specs]
        shown.sort(key=lambda pair: pair[1].rank * pair[0].main_factor)
        yield _list_line(date.fromordinal(day), shown[:_LIST_LENGTH])


def planted_truths(market: Market) -> tuple[Truth, ...]:
    """The facts that the last day's file carries, with their exact values."""
    noise = _noise(market.seed)
    last = market.until.toordinal()

    def days(index: int) -> tuple[_Day, _Day]:
        spec = _spec(market, index)
        return _values(spec, noise, last - 1, 0), _values(spec, noise, last, last)

    was, now = days(_JUMP)
    jump = Truth(
        kind="price jump",
        asin=asin_at(_JUMP),
        date=market.until,
        before=_dollars(was.cents),
        after=_dollars(now.cents),
        text="price up 35 % in a day",
    )
    was, now = days(_RANK)
    crash = Truth(
        kind="rank crash",
        asin=asin_at(_RANK),
        date=market.until,
        before=Decimal(was.rank),
        after=Decimal(now.rank),
        text="best-seller rank four times worse",
    )
    was, now = days(_GONE)
    gone = Truth(
        kind="stock-out",
        asin=asin_at(_GONE),
        date=market.until,
        before="in stock",
        after="lost",
        text="out of stock since today",
    )
    was, now = days(_SHOP)
    shop = Truth(
        kind="lost buy box",
        asin=asin_at(_SHOP),
        date=market.until,
        before=_seller_id(was.seller),
        after=_seller_id(now.seller),
        text="another seller holds the buy box",
    )
    was, now = days(_STAR)
    star = Truth(
        kind="rating drop",
        asin=asin_at(_STAR),
        date=market.until,
        before=Decimal(was.stars_tenths) / 10,
        after=Decimal(now.stars_tenths) / 10,
        text="rating down 0.4 stars",
    )
    main, now = days(_MAIN)[1], days(_COMP)[1]
    undercut = Truth(
        kind="undercut",
        asin=asin_at(_COMP),
        other_asin=asin_at(_MAIN),
        date=market.until,
        before=_dollars(main.cents),
        after=_dollars(now.cents),
        text="competitor 15 % below the main product",
    )
    was, _ = days(_CORR)
    correction = Truth(
        kind="correction",
        asin=asin_at(_CORR),
        date=market.until - timedelta(days=1),
        before=_dollars(was.cents),
        after=_dollars(_corrected_cents(was)),
        text="yesterday's price corrected",
    )
    return jump, crash, gone, shop, star, undercut, correction


def write(market: Market, directory: Path) -> tuple[Path, Path, Path]:
    """Write the three files of a market and return history, next day, links."""
    directory.mkdir(parents=True, exist_ok=True)
    history = directory / "history.jsonl.gz"
    next_day = directory / "next-day.jsonl.gz"
    competitors = directory / "competitors.csv"
    _write_gzip(history, history_blocks(market))
    _write_gzip(next_day, next_day_blocks(market))
    rows = (f"{main},{comp},{MARKETPLACE}\n" for main, comp in links(market))
    competitors.write_text("asin_main,asin_comp,marketplace\n" + "".join(rows))
    return history, next_day, competitors


def _write_gzip(path: Path, blocks: Iterable[bytes]) -> None:
    """Compress blocks into a file whose bytes do not depend on when it is written."""
    with (
        path.open("wb") as file,
        # The lowest level: the files are read once, and other levels take longer.
        gzip.GzipFile("", "wb", 1, file, mtime=0) as packed,
    ):
        for block in blocks:
            packed.write(block)


@lru_cache(maxsize=1)
def _noise(seed: int) -> Sequence[int]:
    """A table of 16-bit numbers; a look-up is several times faster than a hash."""
    return random.Random(seed).choices(range(1 << 16), k=_NOISE_SIZE)


def _place(index: int) -> tuple[int, int]:
    """The family of a product and its place there; place 0 is the main product."""
    cycle, rest = divmod(index, _CYCLE)
    which = 0 if rest < 4 else 1 if rest < 9 else 2
    return cycle * len(_FAMILY_SIZES) + which, rest - _FAMILY_STARTS[which]


def _brand(index: int) -> str:
    """The brand of a product."""
    family, member = _place(index)
    # 11 has no factor in common with 40: no brand twice in a family.
    return _BRANDS[(family * 7 + member * 11) % len(_BRANDS)]


def _leaf(index: int) -> tuple[str, str, str, str, int]:
    """The row of _LEAVES that a product belongs to: the same for a whole family."""
    return _LEAVES[_place(index)[0] % len(_LEAVES)]


def _specs(market: Market) -> Iterator[_Spec]:
    """All products of a market."""
    return (_spec(market, index) for index in range(market.products))


def _spec(market: Market, index: int) -> _Spec:
    """One product, from its place in the market and the seed alone."""
    family, _ = _place(index)
    ours = mix(market.seed << 32 | index)
    theirs = mix(market.seed << 32 | 1 << 31 | family)
    asin = asin_at(index)
    root, branch, leaf, noun, dollars = _leaf(index)
    brand = _brand(index)
    own = ours >> 8 & 0xFFF
    other = (own + 1 + (ours >> 20 & 0x3FF)) & 0xFFF
    # A family's prices lie within 15 % of each other, families up to a factor of 2.
    level = dollars * (75 + theirs % 75) * (930 + (ours >> 34) % 140)
    cents = level // 10_000 * 10 - 1
    rival_cents = 0
    if index == _COMP:
        # The competitor is dearer until it undercuts.
        rival_cents = _spec(market, _MAIN).cents
        cents = rival_cents * 104 // 1000 * 10 - 1
    is_weak = index == _MAIN
    list_price = "null"
    if ours & 7 < 4:
        value = _price(cents * 5 // 40 * 10 + 9)
        list_price = f'{{"value":{value},"currency":"$"}}'
    shop = f"{brand} {_SHOPS[own % len(_SHOPS)]}"
    title = f"{brand} {noun}, {_FINISHES[ours >> 44 & 7]}"
    head = (
        f'{{"title":"{title}",'
        f'"url":"https://www.amazon.com/dp/{asin}","asin":"{asin}",'
        f'"originalAsin":"{asin}","listPrice":{list_price},"brand":"{brand}",'
        f'"shippingPrice":null,"breadCrumbs":"{root} > {branch} > {leaf}",'
        f'"thumbnailImage":{_image(index)},'
        f'"features":{_bullets(index, noun)},"attributes":{_attributes(ours)},'
        '"starsBreakdown":{},"description":"'
    )
    tail = (
        '","price":%s,"inStock":%s,"inStockText":"%s","seller":%s,"stars":%s,'
        '"reviewsCount":%d,"bestsellerRanks":['
        f'{{"rank":%d,"category":"{root}"}},{{"rank":%d,"category":"{leaf}"}}],'
        '"scrapedAt":"%s.000Z"}\n'
    )
    missing = max(0, market.item_bytes - len(head) - len(tail) - 150)
    words = _WORDS[: 0 if market.item_bytes else 70]
    words += (_WORDS * (missing // len(_WORDS) + 1))[:missing]
    return _Spec(
        number=index,
        asin=asin,
        title=title,
        template=head + words + tail,
        cents=cents,
        price_days=26 + ours % 24,
        # Ranks 40 to 20,000: below that one place is already a large share.
        log_rank=3.7 + (ours >> 16) % 1024 / 1024 * 6.2,
        rank_period=60 + (ours >> 26 & 63),
        main_factor=8 + theirs % 32,
        stars=3.7 + (ours >> 40) % 100 / 100,
        reviews=20 + (0 if is_weak else int(exp((ours >> 48) % 1000 / 1000 * 9))),
        reviews_rate=0.05 + (0 if is_weak else (ours >> 52) % 400 / 100),
        seller=_seller(shop, own),
        other_seller=_seller(f"{_BRANDS[other % 40]} Bargains", other),
        noise=ours >> 12 & _NOISE_MASK,
        is_calm=index in _PLANTED_ASINS,
        rival_cents=rival_cents,
    )


def _image(index: int) -> str:
    """The main image; the main product has none, so there is something to advise."""
    return (
        "null"
        if index == _MAIN
        else f'"https://images.example.com/{asin_at(index)}.jpg"'
    )


def _bullets(index: int, noun: str) -> str:
    """The bullet points of a listing; the main product has one."""
    points = [noun] if index == _MAIN else [noun, *_POINTS[: 2 + index % 2]]
    return f"[{','.join(f'{chr(34)}{point}{chr(34)}' for point in points)}]"


def _attributes(number: int) -> str:
    """What a listing states of a product: some state more than others, in any unit."""
    grams = 200 + (number >> 12) % 40 * 25
    weight = f"{grams} g" if number & 8 else f"{grams / 1000} kg"
    stated = [("Color", _FINISHES[number >> 44 & 7]), ("Item Weight", weight)]
    if number & 16:
        stated.append(("Material", _MATERIALS[number >> 30 & 3]))
    if number & 32:
        stated.append(("Warranty", f"{1 + (number >> 33 & 3)} years"))
    pairs = (f'{{"key":"{name}","value":"{value}"}}' for name, value in stated)
    return f"[{','.join(pairs)}]"


def _seller(name: str, number: int) -> str:
    """A seller as the actor shows it."""
    return f'{{"name":"{name}","id":"A0DEMO{number:07d}","url":null}}'


def _seller_id(seller: str) -> str:
    """The id inside such a seller."""
    return seller.split('"id":"', 1)[1].split('"', 1)[0]


def _values(spec: _Spec, noise: Sequence[int], day: int, last_day: int) -> _Day:
    """The values of a product on a day; planted truths apply to the last day."""
    own = spec.noise
    cents: int | None = spec.cents
    seller = spec.seller
    # Slow waves and a little noise: less than 20 % from one day to the next.
    phase = own / 10_000
    wave = 0.35 * sin(2 * pi * day / spec.rank_period + phase)
    wave += 0.12 * sin(2 * pi * day / (14 + (own & 15)) + 3 * phase)
    wave += noise[(own + day * 40_503) & _NOISE_MASK] / _NOISE_SIZE * 0.08 - 0.04
    if not spec.is_calm:
        cents = _usual_cents(spec, noise, day)
        if noise[(own + day // 240 * 57) & _NOISE_MASK] % 6 == 0:
            seller = spec.other_seller
        # Rarely a product has a good day; its rank returns to normal within a week.
        month, since = divmod(day + own, 32)
        chance = noise[(own + month * 271) & _NOISE_MASK]
        since -= chance >> 11
        if chance % 24 == 0 and since >= 0:
            wave -= 0.9 * 0.6**since
    rank = int(exp(spec.log_rank + wave))
    stars = round(10 * (spec.stars + 0.15 * sin(day / 200 + phase)))
    reviews = spec.reviews + int(spec.reviews_rate * max(0, day - _EPOCH))
    values = _Day(cents, seller, rank, stars, reviews)
    if day != last_day or not spec.is_calm:
        return values
    return _planted(spec, noise, values, day)


def _usual_cents(spec: _Spec, noise: Sequence[int], day: int) -> int | None:
    """The price of a product without a planted truth; None while out of stock."""
    quarter, place = divmod(day + spec.noise, 90)
    chance = noise[(spec.noise + quarter * 1009) & _NOISE_MASK]
    if chance & 3 == 0:
        start = (chance >> 2) % 82
        if start <= place < start + 3 + (chance >> 9) % 6:
            return None
    # A price holds for weeks; it changes on a pseudo-random day of each period.
    period, place = divmod(day + spec.noise, spec.price_days)
    if place < noise[(spec.noise + period * 523) & _NOISE_MASK] % (
        spec.price_days >> 1
    ):
        period -= 1
    chance = noise[(spec.noise + period * 7919) & _NOISE_MASK]
    swing = 14 if chance % 6 == 0 else 4
    percent = swing * ((chance >> 4) / 2048 - 1)
    return int(spec.cents * (1 + percent / 100)) // 10 * 10 + 9


def _planted(spec: _Spec, noise: Sequence[int], values: _Day, day: int) -> _Day:
    """The values of a planted product on the last day."""
    if spec.number == _COMP:
        return values._replace(cents=round(spec.rival_cents * 0.85))
    if spec.number == _JUMP:
        return values._replace(cents=round(spec.cents * 1.35))
    if spec.number == _GONE:
        return values._replace(cents=None)
    if spec.number == _SHOP:
        cheaper = round(spec.cents * 0.93)
        return values._replace(cents=cheaper, seller=spec.other_seller)
    before = _values(spec, noise, day - 1, 0)
    if spec.number == _RANK:
        return values._replace(rank=before.rank * 4)
    if spec.number == _STAR:
        return values._replace(stars_tenths=before.stars_tenths - 4)
    return values


def _corrected_cents(values: _Day) -> int:
    """The price of a corrected item: 6 % less, too little for an alert."""
    return round((values.cents or 0) * 0.94)


def _correction(market: Market) -> bytes:
    """The item of the day before the last, seen at the same second, corrected."""
    day = market.until - timedelta(days=1)
    spec = _spec(market, _CORR)
    values = _values(spec, _noise(market.seed), day.toordinal(), 0)
    values = values._replace(cents=_corrected_cents(values))
    return _line(spec, values, str(day)).encode()


def _blocks(
    market: Market, specs: Iterable[_Spec], noise: Sequence[int], day: date
) -> Iterator[bytes]:
    """The lines of one day, joined into blocks."""
    shown = str(day)
    ordinal = day.toordinal()
    last = market.until.toordinal()
    lines: list[str] = []
    for spec in specs:
        luck = noise[(spec.noise + ordinal * 31_337) & _NOISE_MASK]
        if luck >= 1180 or spec.is_calm:
            lines.append(_line(spec, _values(spec, noise, ordinal, last), shown))
        elif luck >= 983:
            lines += [_line(spec, _values(spec, noise, ordinal, last), shown)] * 2
        elif luck >= 655:
            lines.append(_blocked_line(spec, shown))
        if len(lines) >= _BLOCK_LINES:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def _line(spec: _Spec, values: _Day, day: str) -> str:
    """One item as a JSON line."""
    cents, seller, rank, stars, reviews = values
    if cents is None:
        offer = ("null", "false", "Currently unavailable.", "null")
    else:
        price = f'{{"value":{_price(cents)},"currency":"$"}}'
        offer = (price, "true", "In Stock", seller)
    return spec.template % (
        *offer,
        f"{stars // 10}.{stars % 10}",
        reviews,
        rank * spec.main_factor,
        rank,
        _scraped_at(spec.number, day),
    )


def _blocked_line(spec: _Spec, day: str) -> str:
    """The item that an actor emits when it got no page."""
    return (
        f'{{"url":"https://www.amazon.com/dp/{spec.asin}","error":"{BLOCKED}",'
        f'"scrapedAt":"{_scraped_at(spec.number, day)}.000Z"}}\n'
    )


def _list_line(day: date, shown: Sequence[tuple[_Spec, _Day]]) -> bytes:
    """One best-seller list as a JSON line, seen after the products of its day."""
    products = [
        {
            "rank": rank,
            "asin": spec.asin,
            "title": spec.title,
            "affiliateUrl": f"https://www.amazon.com/dp/{spec.asin}",
            "price": None if values.cents is None else f"${_price(values.cents)}",
        }
        for rank, (spec, values) in enumerate(shown, start=1)
    ]
    listed = {
        "snapshot_date": str(day),
        "name": LIST_CATEGORY,
        "updatedAt": f"{day}T08:57:00Z",
        "products": products,
    }
    return orjson.dumps(listed, option=orjson.OPT_APPEND_NEWLINE)


def _scraped_at(index: int, day: str) -> str:
    """The instant at which a product is observed on a day: always the same second."""
    minutes, seconds = divmod(_FIRST_SECOND + index % _SECONDS, 60)
    return f"{day}T{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"


def _price(cents: int) -> str:
    """Cents as a JSON number of dollars."""
    return f"{cents // 100}.{cents % 100:02d}"


def _dollars(cents: int | None) -> Decimal:
    """Cents as dollars; planted products with a price have one."""
    if cents is None:
        raise ValueError("a planted product is out of stock on the last day")
    return Decimal(cents) / 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files of a market."""
    parser = argparse.ArgumentParser(
        prog="python -m demo.market", description=main.__doc__
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--products", type=int, default=1000)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--until", type=date.fromisoformat, default=last_settled_day())
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--item-bytes", type=int, default=0)
    options = parser.parse_args(arguments)
    try:
        market = Market(
            until=options.until,
            products=options.products,
            days=options.days,
            seed=options.seed,
            item_bytes=options.item_bytes,
        )
        paths = write(market, options.out)
    except (OSError, ValueError) as error:
        print(f"demo.market: {error}", file=sys.stderr)
        return 1
    for path in paths:
        print(f"{path}  {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
