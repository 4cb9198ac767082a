"""The watch list."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from api.http.parameters import (
    Flag,
    MarketplaceParameter,
    MarketplaceParameters,
    PageParameters,
    optional,
)
from api.resources.common_models import (
    Amount,
    Asin,
    Change,
    Documented,
    Duration,
    Marketplace,
    answer_of,
    example,
    list_of,
)
from api.resources.endpoint import Endpoint


class TrackedProduct(Documented):
    """A product on the watch list."""

    asin: str
    marketplace: str
    title: str | None = Field(description="Null: not observed yet.")
    price_change_threshold_pct: float | None
    bsr_change_threshold_pct: float | None
    tracking_frequency: str = Field(examples=["P1D"])
    notes: str | None
    snooze_ends_at: dt.datetime | None
    is_active: bool
    created_at: dt.datetime


TrackedProductAnswer = answer_of(TrackedProduct)
TrackedProductList = list_of(TrackedProduct, "/v1/tracked-products")


class Tracking(Change):
    """Tracking settings of a product; they replace the current ones."""

    model_config = example(price_change_threshold_pct=5, tracking_frequency="PT12H")

    price_change_threshold_pct: Amount | None = None
    bsr_change_threshold_pct: Amount | None = None
    tracking_frequency: Duration = "P1D"
    notes: Annotated[str, Field(max_length=2000)] | None = None
    snooze_ends_at: dt.datetime | None = None
    is_active: bool = True


class TrackingOfProduct(Tracking):
    """A product to track and its tracking settings."""

    asin: Asin
    marketplace: Marketplace = "US"


class TrackingOfMany(Change):
    """Up to 500 products to track."""

    model_config = example(
        products=[
            {"asin": "B0DEMOJUMP"},
            {"asin": "B0DEMORANK", "price_change_threshold_pct": 5},
        ]
    )

    products: Annotated[list[TrackingOfProduct], Field(min_length=1, max_length=500)]


class TrackedCounts(Documented):
    """The number of new and changed products."""

    received_count: int
    new_count: int
    changed_count: int


class TrackedCountsAnswer(Documented):
    """The response of /v1/tracked-products:batch."""

    data: TrackedCounts


class TrackedProductFilters(PageParameters):
    """The filters of the watch list."""

    marketplace: MarketplaceParameter = optional("Only this marketplace.")
    is_active: Flag = optional("Only active products, or only paused ones.")


ENDPOINTS = (
    Endpoint(
        path="/v1/tracked-products",
        operation_id="list_tracked_products",
        summary="List tracked products by ASIN",
        model=TrackedProductList,
        row=TrackedProduct,
        page_keys=((str, str),),
        parameters=TrackedProductFilters,
    ),
    Endpoint(
        method="POST",
        path="/v1/tracked-products:batch",
        operation_id="track_products",
        summary="Track up to 500 products",
        model=TrackedCountsAnswer,
        body=TrackingOfMany,
    ),
    Endpoint(
        path="/v1/tracked-products/{asin}",
        operation_id="get_tracked_product",
        summary="Get a tracked product",
        model=TrackedProductAnswer,
        parameters=MarketplaceParameters,
    ),
    Endpoint(
        method="PUT",
        path="/v1/tracked-products/{asin}",
        operation_id="track_product",
        summary="Track a product, or replace its tracking settings",
        model=TrackedProductAnswer,
        parameters=MarketplaceParameters,
        body=Tracking,
    ),
    Endpoint(
        method="DELETE",
        path="/v1/tracked-products/{asin}",
        operation_id="untrack_product",
        summary="Stop tracking a product",
        parameters=MarketplaceParameters,
    ),
)
