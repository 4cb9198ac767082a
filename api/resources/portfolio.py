"""Products with what a table of many shows: the last days and the open alerts."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from api.resources.alerts import AlertKind
from api.resources.common_models import (
    Documented,
    MarketplaceListMeta,
    Severity,
    list_of,
)
from api.resources.endpoint import Endpoint
from api.resources.products import LIST_PRODUCTS, Product

DAYS = 30

Days = Annotated[list[float | None], Field(min_length=DAYS, max_length=DAYS)]
RankDays = Annotated[list[int | None], Field(min_length=DAYS, max_length=DAYS)]


class NewestAlert(Documented):
    """The alert of a product that was raised last and is not resolved."""

    id: int
    kind: AlertKind
    severity: Severity
    date: dt.date = Field(description="Day of the observation that raised the alert.")
    title: str


class PortfolioProduct(Documented):
    """A product, its 30 days up to the newest one, and your open alerts about it."""

    product: Product
    first_day: dt.date | None = Field(
        description="Day of the first of the 30 values; null: never observed."
    )
    prices: Days = Field(
        description="One value a day, oldest first; the last one is of latest_date. "
        "Null: no known price on that day."
    )
    ranks: RankDays = Field(
        description="The same of the rank, only in the category that the product has "
        "now (bsr_category); else null."
    )
    expected_day: dt.date = Field(
        description="Newest day that is due: yesterday, marketplace time."
    )
    is_late: bool = Field(
        description="Whether latest_date is before expected_day, or there is none."
    )
    open_alert_count: int = Field(description="Your alerts that are not resolved.")
    newest_alert: NewestAlert | None = Field(description="The newest one of these.")


PortfolioProductList = list_of(PortfolioProduct, "/v1/portfolio", MarketplaceListMeta)

ENDPOINTS = (
    Endpoint(
        path="/v1/portfolio",
        operation_id="list_portfolio",
        summary="List products like /v1/products, with 30 days and open alerts",
        model=PortfolioProductList,
        page_keys=LIST_PRODUCTS.page_keys,
        parameters=LIST_PRODUCTS.parameters,
    ),
)
