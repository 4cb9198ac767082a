"""Data freshness for each table and marketplace."""

import datetime as dt

from pydantic import Field

from api.resources.common_models import Documented
from api.resources.endpoint import Endpoint


class Freshness(Documented):
    """The freshness of a table in a marketplace."""

    marketplace: str
    table_name: str
    newest_day: dt.date | None
    expected_day: dt.date
    is_late: bool | None
    newest_observation_at: dt.datetime | None
    refreshed_at: dt.datetime | None
    stale_since_at: dt.datetime | None
    tracked_product_count: int = Field(
        description="Number of products on your watch list."
    )
    tracked_observed_count: int = Field(
        description="Number of these observed on newest_day."
    )


class FreshnessAnswer(Documented):
    """The response of /v1/data-freshness."""

    data: list[Freshness]


ENDPOINTS = (
    Endpoint(
        path="/v1/data-freshness",
        operation_id="get_data_freshness",
        summary="Get the freshness of each table and marketplace",
        model=FreshnessAnswer,
    ),
)
