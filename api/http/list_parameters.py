"""What may stand in the query string of a list: one row an argument, read by hand."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, get_args

from api.http.parameters import ASIN_PATTERN, DEFAULTS, MARKETPLACE_PATTERN, read_pairs
from api.problems import invalid

PAGE_LIMIT = 50
PAGE_LIMIT_MAX = 200
LARGEST_ID = 2**63 - 1

AlertKind = Literal[
    "PRICE_SPIKE",
    "BSR_DROP",
    "RATING_DROP",
    "REVIEWS_CHANGE",
    "BUYBOX_CHANGE",
    "STOCK_CHANGE",
    "LISTING_CHANGE",
    "NEW_EXTREME",
    "COMPETITOR_UNDERCUT",
    "BESTSELLER_LIST",
]
Severity = Literal["low", "medium", "high", "critical"]
RuleType = Literal[
    "price",
    "bsr",
    "rating",
    "reviews",
    "buybox_price",
    "buybox_seller",
    "stock",
    "listing",
    "extreme",
    "undercut",
    "bestseller_list",
]
ALERT_KINDS: tuple[str, ...] = get_args(AlertKind)
SEVERITIES: tuple[str, ...] = get_args(Severity)
RULE_TYPES: tuple[str, ...] = get_args(RuleType)

_is_asin = re.compile("[A-Z0-9]{10}").fullmatch
_is_marketplace = re.compile("[A-Z]{2}").fullmatch
_is_day = re.compile(r"\d{4}-\d\d-\d\d").fullmatch


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument: its name, how it is read, and how the document describes it.

    `read` gives the value for the call, or raises ValueError with what it is not;
    `is_own` is for what is about the caller's own, which no public key may ask.
    """

    name: str
    description: str
    read: Callable[[str], Any]
    schema: dict[str, Any]
    default: Any = None
    is_own: bool = False


def _upper(text: str) -> str:
    return text.upper() if text.isascii() else text


def _asin(text: str) -> str:
    asin = _upper(text)
    if not _is_asin(asin):
        raise ValueError("ten letters or digits, like B0DEMOJUMP")
    return asin


def _marketplace(text: str) -> str:
    marketplace = _upper(text)
    if not _is_marketplace(marketplace):
        raise ValueError("a code of two letters, like US or DE")
    return marketplace


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("true or false")
    return text == "true"


def _day(text: str) -> str:
    try:
        if _is_day(text) and date.fromisoformat(text).year >= 1900:
            return text
    except ValueError:
        pass
    raise ValueError("a day, like 2026-03-01")


def _price(text: str) -> Decimal:
    try:
        price = Decimal(text) if len(text) <= 20 else Decimal("NaN")
    except InvalidOperation:
        price = Decimal("NaN")
    if not price.is_finite() or not 0 <= price < 10**10:
        raise ValueError("a price of 0 or more, like 19.90")
    return price


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:20]) <= LARGEST_ID):
        raise ValueError("an id, a whole number")
    return int(text)


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= PAGE_LIMIT_MAX):
        raise ValueError(f"a whole number from 1 to {PAGE_LIMIT_MAX}")
    return int(text)


def _text(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text.strip() or len(text) > longest or "\x00" in text:
            raise ValueError(f"1 to {longest} characters")
        return text

    return read


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return text

    return read


def choice(name: str, description: str, choices: tuple[str, ...]) -> Argument:
    """Return an argument that takes one of some words."""
    return Argument(
        name, description, _one_of(choices), {"type": "string", "enum": list(choices)}
    )


def text(name: str, description: str, longest: int) -> Argument:
    """Return an argument that takes any text, as long as it is not too long."""
    return Argument(
        name,
        description,
        _text(longest),
        {"type": "string", "minLength": 1, "maxLength": longest},
    )


def flag(name: str, description: str, *, own: bool = False) -> Argument:
    """Return an argument that is true or false."""
    return Argument(name, description, _flag, {"type": "boolean"}, is_own=own)


def day(name: str, description: str) -> Argument:
    """Return an argument that is a day."""
    return Argument(name, description, _day, {"type": "string", "format": "date"})


def price(name: str, description: str) -> Argument:
    """Return an argument that is an amount."""
    return Argument(name, description, _price, {"type": "number", "minimum": 0})


def an_id(name: str, description: str) -> Argument:
    """Return an argument that is the id of something."""
    return Argument(name, description, _id, {"type": "integer", "minimum": 1})


def an_asin(name: str, description: str) -> Argument:
    """Return an argument that is an ASIN."""
    schema = {"type": "string", "pattern": ASIN_PATTERN}
    return Argument(name, description, _asin, schema)


def sort(*sorts: str, note: str) -> Argument:
    """Return the argument that says in which order a list comes."""
    return Argument(
        "sort",
        f"Order; with - in front from the highest down. {note}",
        _one_of(sorts),
        {"type": "string", "enum": list(sorts)},
    )


MARKETPLACE = Argument(
    "marketplace",
    "Two-letter code of the Amazon marketplace.",
    _marketplace,
    {
        "type": "string",
        "pattern": MARKETPLACE_PATTERN,
        "default": DEFAULTS["marketplace"],
    },
    DEFAULTS["marketplace"],
)
ANY_MARKETPLACE = Argument(
    "marketplace",
    "Only those of this marketplace.",
    _marketplace,
    {"type": "string", "pattern": MARKETPLACE_PATTERN},
)
LIMIT = Argument(
    "limit",
    "How many at most.",
    _limit,
    {
        "type": "integer",
        "minimum": 1,
        "maximum": PAGE_LIMIT_MAX,
        "default": PAGE_LIMIT,
    },
)
CURSOR = Argument(
    "cursor",
    "Where the page before ended: its page.next_cursor, with the same question.",
    _text(1000),
    {"type": "string", "maxLength": 1000},
)


def read_arguments(
    arguments: tuple[Argument, ...], raw: bytes, *, longest: int
) -> dict[str, Any]:
    """Return the values of all arguments, of what is not given its default.

    An unknown name is an error: a client that writes 'rnage' should hear of it.
    """
    known = {argument.name: argument for argument in arguments}
    given: dict[str, str] = {}
    for name, value in read_pairs(raw, longest):
        if name not in known:
            takes = ", ".join(known) or "none"
            raise invalid(
                f"There is no query parameter '{name[:40]}'; the path takes {takes}.",
                {"parameter": name[:40], "detail": "unknown parameter"},
            )
        if name in given:
            raise invalid(
                f"Give the query parameter '{name}' once.",
                {"parameter": name, "detail": "given more than once"},
            )
        given[name] = value
    values = {argument.name: argument.default for argument in arguments}
    faults = []
    for name, value in given.items():
        try:
            values[name] = known[name].read(value)
        except ValueError as error:
            faults.append({"parameter": name, "detail": f"not {error}"})
    if faults:
        name, what = faults[0]["parameter"], faults[0]["detail"].removeprefix("not ")
        raise invalid(f"The query parameter '{name}' must be {what}.", *faults)
    return values
