"""Query parameters: their types, and the reader of query strings.

A model lists the query parameters of an endpoint: `read_query` validates with it, and
FastAPI documents it. Every fault is a 422 that names the parameter.
"""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_args
from urllib.parse import parse_qsl

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)

from api.cache.entry import RANGES
from api.http.faults import FAULTS_SHOWN, words_of
from api.problems import invalid

PAGE_LIMIT = 50
PAGE_LIMIT_MAX = 200
PERIOD_LIMIT = 366
LARGEST_ID = 2**63 - 1
# Query strings of cached endpoints are memoised, so they must be short.
FACT_QUERY_LIMIT = 256

_is_asin = re.compile("[A-Z0-9]{10}").fullmatch


def _shaped(pattern: str, words: str) -> BeforeValidator:
    """Return a validator for texts that pydantic alone would accept."""
    is_shaped = re.compile(pattern).fullmatch

    def check(value: object) -> object:
        if isinstance(value, str) and not is_shaped(value):
            raise ValueError(f"it must be {words}")
        return value

    return BeforeValidator(check)


def _check_text(text: str) -> str:
    if "\x00" in text or not text.strip():
        raise ValueError("it must have a character that is neither NUL nor a space")
    return text


# Lower case is accepted, and turned into the upper case of the database.
AsinParameter = Annotated[
    str,
    StringConstraints(pattern="^[A-Za-z0-9]{10}$", to_upper=True),
    _shaped("[A-Za-z0-9]{10}", "ten letters or digits, like B0DEMOJUMP"),
]
MarketplaceParameter = Annotated[
    str,
    StringConstraints(pattern="^[A-Za-z]{2}$", to_upper=True),
    _shaped("[A-Za-z]{2}", "two letters, like US or DE"),
]
Flag = Annotated[bool, _shaped("true|false", "true or false")]
Day = Annotated[
    dt.date,
    _shaped("(19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}", "a day, like 2026-03-01"),
]
Price = Annotated[
    Decimal,
    Field(ge=0, lt=10**10, max_digits=20, allow_inf_nan=False),
    WithJsonSchema({"type": "number", "minimum": 0}),
]
IdParameter = Annotated[
    int, Field(ge=1, le=LARGEST_ID), _shaped("[0-9]+", "a whole number")
]
VersionParameter = Annotated[
    int, Field(ge=1, le=2**31 - 1), _shaped("[0-9]+", "a whole number")
]
Text = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_check_text)]
Filter = Annotated[
    str, Field(min_length=1, max_length=500), AfterValidator(_check_text)
]
Cursor = Annotated[str, Field(max_length=1000), AfterValidator(_check_text)]
Limit = Annotated[
    int, Field(ge=1, le=PAGE_LIMIT_MAX), _shaped("[0-9]+", "a whole number")
]
Stars = Annotated[int, Field(ge=1, le=5), _shaped("[1-5]", "1, 2, 3, 4 or 5")]
PeriodsBack = Annotated[
    int, Field(ge=1, le=53), _shaped("[0-9]{1,2}", "a whole number from 1 to 53")
]
Range = Literal["7d", "30d", "90d"]
assert get_args(Range) == RANGES


def optional(description: str, alias: str | None = None) -> Any:
    """Return a parameter that may be omitted; only then it is None."""
    return Field(default=None, description=description, alias=alias)


class QueryParameters(BaseModel):
    """The query parameters of an endpoint, by default none.

    `own` names parameters about the caller's own data, which public keys may not use.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    own: ClassVar[frozenset[str]] = frozenset()


class MarketplaceParameters(QueryParameters):
    """The marketplace."""

    marketplace: MarketplaceParameter = Field(
        "US", description="Code of the Amazon marketplace; /v1/marketplaces lists them."
    )


class RangeParameters(MarketplaceParameters):
    """The marketplace and the range."""

    range: Range = Field("30d", description="Days back from the newest observed day.")


class PeriodParameters(RangeParameters):
    """The marketplace, and a range or a period of days."""

    first: Day = optional(
        f"First day, instead of a range; at most {PERIOD_LIMIT} days.", "from"
    )
    last: Day = optional("Last day.", "to")

    @property
    def days(self) -> int | None:
        """Days from the first to the last; None when neither is given."""
        if self.first is None and self.last is None:
            return None
        if self.first is None or self.last is None:
            raise invalid(
                "Send both from and to, or a range.",
                {"parameter": "to" if self.first else "from", "detail": "missing"},
            )
        days = (self.last - self.first).days + 1
        if not 1 <= days <= PERIOD_LIMIT:
            raise invalid(
                f"The period from {self.first} to {self.last} must have 1 to "
                f"{PERIOD_LIMIT} days.",
                {"parameter": "to", "detail": f"not 1 to {PERIOD_LIMIT} days"},
            )
        return days


class PageParameters(QueryParameters):
    """The page of a list and its length."""

    limit: Limit = Field(PAGE_LIMIT, description="Maximum number of rows.")
    cursor: Cursor = optional(
        "page.next_cursor of the previous page; filters and sort must be the same."
    )


Q = TypeVar("Q", bound=QueryParameters)


def read_query(model: type[Q], raw: bytes, *, longest: int) -> Q:
    """Return the parameters of a query string; raises Problem 422.

    An unknown name is an error, so that a typing error such as 'rnage' is found.
    """
    if len(raw) > longest:
        raise invalid(f"The query string is longer than {longest} bytes.")
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise invalid("The query string is not UTF-8, percent-encoded.") from None
    given = dict(pairs)
    if len(given) < len(pairs):
        names = [name[:40] for name, _ in pairs]
        name = next(name for name in names if names.count(name) > 1)
        raise invalid(
            f"Send the query parameter '{name}' only once.",
            {"parameter": name, "detail": "given more than once"},
        )
    return read_values(model, given)


@lru_cache(maxsize=1024)
def read_fact_query(model: type[Q], raw: bytes) -> Q:
    """Return the parameters of a cached endpoint, memoised by the query string."""
    return read_query(model, raw, longest=FACT_QUERY_LIMIT)


def read_values(model: type[Q], given: dict[str, str]) -> Q:
    """Return parameters from their texts; raises Problem 422 with all faults."""
    try:
        return model.model_validate_strings(given)
    except ValidationError as error:
        faults = [
            {
                "parameter": str(fault["loc"][0])[:40],
                "detail": words_of(fault, "parameter"),
            }
            for fault in error.errors(include_url=False)[:FAULTS_SHOWN]
        ]
    name, words = faults[0]["parameter"], faults[0]["detail"]
    if words == "unknown parameter":
        fields = model.model_fields.items()
        takes = ", ".join(field.alias or name for name, field in fields) or "none"
        raise invalid(
            f"Unknown query parameter '{name}'; the path accepts {takes}.", *faults
        )
    raise invalid(f"The parameter '{name}' is wrong: {words}.", *faults)


def read_asin(raw: str) -> str:
    """Return the ASIN of a path in upper case, as it is stored."""
    asin = raw.upper() if raw.isascii() else raw
    if not _is_asin(asin):
        raise invalid(
            "An ASIN has ten letters or digits, like B0DEMOJUMP.",
            {"parameter": "asin", "detail": "not an ASIN"},
        )
    return asin
