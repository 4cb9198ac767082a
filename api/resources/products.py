"""Products: the latest observation, daily metrics, deltas, rollups, and the list."""

import datetime as dt
from typing import Literal

from pydantic import Field

from api import queries
from api.http.list_parameters import MARKETPLACE, flag, price, sort, text
from api.resources.common_models import Documented, Meta, Page
from api.resources.endpoint import Endpoint, paged

Stock = Literal["lost", "regained"]


class Product(Documented):
    """A product on its newest observed day; null is unknown."""

    asin: str
    marketplace: str
    currency_code: str
    title: str | None
    brand: str | None
    category: str | None
    category_path: str | None
    image_url: str | None
    is_unlisted: bool
    latest_date: dt.date | None
    status: str | None
    price: float | None
    list_price: float | None
    buybox_price: float | None
    buybox_seller: str | None
    bsr: int | None = Field(description="Rank in the smallest category.")
    bsr_category: str | None
    rating: float | None
    reviews_count: int | None
    in_stock: bool | None
    previous_date: dt.date | None
    price_change_pct: float | None
    bsr_change_pct: float | None
    rating_delta: float | None
    reviews_delta: int | None
    stock_change: Stock | None
    price_avg_7d: float | None
    price_change_pct_7d: float | None
    bsr_change_pct_7d: float | None
    price_avg_30d: float | None
    price_min_30d: float | None
    price_max_30d: float | None
    bsr_avg_30d: float | None
    price_change_pct_30d: float | None
    bsr_change_pct_30d: float | None
    reviews_delta_30d: int | None
    observed_days_30d: int | None
    price_min_90d: float | None
    price_max_90d: float | None
    bsr_avg_90d: float | None
    first_seen_at: dt.datetime | None
    last_seen_at: dt.datetime | None


class ProductAnswer(Documented):
    """The answer of /v1/products/{asin}."""

    data: Product
    meta: Meta


class MetricsDay(Documented):
    """What was last seen of offers, ranks and ratings on one day."""

    date: dt.date
    status: str | None
    price: float | None
    list_price: float | None
    buybox_price: float | None
    buybox_seller: str | None
    bsr: int | None
    bsr_category: str | None
    bsr_main: int | None
    rating: float | None
    reviews_count: int | None
    in_stock: bool | None
    offers_count: int | None


class Metrics(Documented):
    """Days of the range, oldest first; the range ends on the newest observed day."""

    range_days: int
    days: list[MetricsDay]


class MetricsAnswer(Documented):
    """The answer of /v1/products/{asin}/metrics."""

    data: Metrics
    meta: Meta


class DeltasDay(Documented):
    """One observed day against the previous observed one."""

    date: dt.date
    previous_date: dt.date | None
    days_since_previous: int | None
    price_delta: float | None
    price_change_pct: float | None
    bsr_delta: int | None
    bsr_change_pct: float | None
    rating_delta: float | None
    reviews_delta: int | None
    buybox_delta: float | None
    buybox_change_pct: float | None
    is_buybox_seller_changed: bool | None
    stock_change: Stock | None


class Deltas(Documented):
    """Days of the range, oldest first."""

    range_days: int
    days: list[DeltasDay]


class DeltasAnswer(Documented):
    """The answer of /v1/products/{asin}/deltas."""

    data: Deltas
    meta: Meta


class Window(Documented):
    """The days that end on `as_of`."""

    window_days: Literal[7, 30, 90]
    as_of: dt.date
    price_avg: float | None
    price_min: float | None
    price_max: float | None
    price_change_pct: float | None
    has_suspect_price: bool = Field(
        description="The highest price is at least a hundredfold of the lowest: one of "
        "them may be an error of a page, and average and change with it."
    )
    bsr_avg: float | None
    bsr_min: int | None
    bsr_max: int | None
    bsr_change_pct: float | None
    rating_avg: float | None
    reviews_delta: int | None
    observed_days: int
    expected_days: int


class Rollups(Documented):
    """The windows of 7, 30 and 90 days."""

    windows: list[Window]


class RollupsAnswer(Documented):
    """The answer of /v1/products/{asin}/rollups."""

    data: Rollups
    meta: Meta


class BatchMeta(Documented):
    """What the batch was about."""

    marketplace: str
    range: str
    found_count: int
    missing_count: int


class MetricsBatchAnswer(Documented):
    """The answer of /v1/products/metrics:batch."""

    data: list[MetricsAnswer]
    missing: list[str] = Field(description="ASINs of which nothing is known.")
    meta: BatchMeta


class ProductListMeta(Documented):
    """What all products of the list have in common."""

    marketplace: str
    currency: str | None = Field(description="Null: there is no such marketplace.")
    as_of: dt.date | None = Field(description="Newest observed day of any of them.")
    data_version: int


class ProductList(Documented):
    """The answer of /v1/products."""

    data: list[Product]
    page: Page
    meta: ProductListMeta


PRODUCT_METRICS = Endpoint(
    tag="products",
    path="/v1/products/{asin}/metrics",
    operation_id="get_product_metrics",
    summary="Daily price, rank, rating and reviews",
    key="product:{asin}:{marketplace}:metrics:daily:{range}",
    part="metrics",
    query=queries.PRODUCT_METRICS,
    model=MetricsAnswer,
    has_period=True,
    row=MetricsDay,
    rows="days",
)

ENDPOINTS = (
    Endpoint(
        tag="products",
        path="/v1/products",
        operation_id="list_products",
        summary="Products of a marketplace: search, filter, sort",
        query=queries.PRODUCTS,
        model=ProductList,
        is_for_public_keys=True,
        row=Product,
        page_keys=((str,), (int | float | str | None, str)),
        arguments=paged(
            text(
                "q",
                "Words of a title, brand or category, or the beginning of an ASIN; "
                "each may be the beginning of a word.",
                200,
            ),
            MARKETPLACE,
            text("brand", "Only this brand, as the answers write it.", 200),
            text("category", "Only this category, as the answers write it.", 200),
            price("price_min", "Only from this price on."),
            price("price_max", "Only up to this price."),
            flag("in_stock", "Only those that are in stock, or are not."),
            flag("is_unlisted", "Only those whose listing is gone, or is not."),
            flag("tracked", "Only those of your watch list, or all others.", own=True),
            sort(
                *("asin", "-asin", "bsr", "-bsr", "price", "-price", "reviews"),
                *("-reviews", "latest_date", "-latest_date", "price_change_pct"),
                *("-price_change_pct", "relevance"),
                note="Without it relevance where there is a q, else asin. Unknown "
                "values come last. price_change_pct has those whose price moved on "
                "the newest day of the marketplace.",
            ),
        ),
    ),
    Endpoint(
        tag="products",
        path="/v1/products/{asin}",
        operation_id="get_product",
        summary="A product and its latest observation",
        key="product:{asin}:{marketplace}:summary",
        part="summary",
        query=queries.PRODUCT,
        model=ProductAnswer,
    ),
    Endpoint(
        tag="products",
        path="/v1/products/{asin}/summary",
        operation_id="get_product_summary",
        summary="The same as /v1/products/{asin}",
        key="product:{asin}:{marketplace}:summary",
        part="summary",
        query=queries.PRODUCT,
        model=ProductAnswer,
    ),
    PRODUCT_METRICS,
    Endpoint(
        tag="products",
        path="/v1/products/{asin}/deltas",
        operation_id="get_product_deltas",
        summary="Changes from one observed day to the next",
        key="product:{asin}:{marketplace}:delta:daily:{range}",
        part="deltas",
        query=queries.PRODUCT_DELTAS,
        model=DeltasAnswer,
        has_period=True,
        row=DeltasDay,
        rows="days",
    ),
    Endpoint(
        tag="products",
        path="/v1/products/{asin}/rollups",
        operation_id="get_product_rollups",
        summary="Averages, extremes and change over 7, 30 and 90 days",
        key="product:{asin}:{marketplace}:rollups",
        part="rollups",
        query=queries.PRODUCT_ROLLUPS,
        model=RollupsAnswer,
        row=Window,
        rows="windows",
    ),
)
