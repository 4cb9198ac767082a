"""How many products were due and observed on each day."""

import datetime as dt
from typing import Literal

from pydantic import Field

from api.http.parameters import (
    PERIOD_LIMIT,
    Day,
    MarketplaceParameter,
    QueryParameters,
    optional,
)
from api.resources.common_models import Documented
from api.resources.endpoint import Endpoint


class CoverageDay(Documented):
    """The products of a marketplace on a day; the other counts add up to expected."""

    marketplace: str
    date: dt.date = Field(description="A complete day, marketplace time.")
    expected_count: int = Field(
        description="Products that were due: your tracked products from the day on "
        "which you began to track them; if you track none, all products in use from "
        "the day on which they were first seen."
    )
    observed_count: int = Field(
        description="Products with a valid observation on this day. One serves as many "
        "days as the tracking frequency of the product has."
    )
    failed_count: int = Field(
        description="Products of which all fetches of this day failed: redirected, "
        "delisted, blocked or unreadable."
    )
    missing_count: int = Field(description="Products that nothing was fetched of.")


class CoverageMeta(Documented):
    """What the counts are of."""

    products: Literal["tracked", "known"] = Field(
        description="tracked: your watch list; known: all products, you track none."
    )


class CoverageDaysAnswer(Documented):
    """The response of /v1/coverage/days."""

    data: list[CoverageDay]
    meta: CoverageMeta


class CoverageParameters(QueryParameters):
    """The marketplace and the period; without one the last 90 complete days."""

    marketplace: MarketplaceParameter = optional("Only this marketplace.")
    first: Day = optional(
        f"First day; at most {PERIOD_LIMIT} days. By default 90 days until the last.",
        "from",
    )
    last: Day = optional("Last day; by default the last complete one.", "to")


ENDPOINTS = (
    Endpoint(
        path="/v1/coverage/days",
        operation_id="get_coverage_days",
        summary="Get how many products were due, observed and missing on each day",
        model=CoverageDaysAnswer,
        parameters=CoverageParameters,
    ),
)
