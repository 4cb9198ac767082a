"""Products: the latest observation, daily metrics, deltas, rollups, and the list."""

import datetime as dt
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from api.http.parameters import (
    AsinParameter,
    Day,
    Flag,
    MarketplaceParameters,
    PageParameters,
    PeriodParameters,
    Price,
    Range,
    Text,
    optional,
)
from api.resources.common_models import (
    Change,
    Documented,
    MarketplaceListMeta,
    Meta,
    example,
    fact_of,
    list_of,
)
from api.resources.endpoint import Endpoint

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


ProductAnswer = fact_of(Product, "/v1/products/{asin}")


class MetricsDay(Documented):
    """The last observed offers, ranks and ratings of a day."""

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
    """The response of /v1/products/{asin}/metrics."""

    data: Metrics
    meta: Meta


class DeltasDay(Documented):
    """Changes of a day compared with the previous observed day."""

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


DeltasAnswer = fact_of(Deltas, "/v1/products/{asin}/deltas")


class Window(Documented):
    """A rolling window of days that ends on `as_of`."""

    window_days: Literal[7, 30, 90]
    as_of: dt.date
    price_avg: float | None
    price_min: float | None
    price_max: float | None
    price_change_pct: float | None
    has_suspect_price: bool = Field(
        description="The highest price is at least 100 times the lowest: one of them "
        "may be an error on the page, which also distorts the average and the change."
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


RollupsAnswer = fact_of(Rollups, "/v1/products/{asin}/rollups")


class BatchMeta(Documented):
    """The parameters of the batch, and how many products were found."""

    marketplace: str
    range: str
    found_count: int
    missing_count: int


class MetricsBatchAnswer(Documented):
    """The response of /v1/products/metrics:batch."""

    data: list[MetricsAnswer]
    missing: list[str] = Field(description="ASINs without data.")
    meta: BatchMeta


class FailedDay(Documented):
    """A day on which the product was fetched in vain."""

    date: dt.date
    status: Literal["redirected", "delisted", "blocked", "parse_error"] = Field(
        description="How the last fetch of the day failed."
    )
    fetch_count: int
    last_fetched_at: dt.datetime


FailedDayList = list_of(FailedDay, "/v1/products/{asin}/failed-days")
ProductList = list_of(Product, "/v1/products", MarketplaceListMeta)


ProductSort = Literal[
    "asin",
    "-asin",
    "bsr",
    "-bsr",
    "price",
    "-price",
    "reviews",
    "-reviews",
    "latest_date",
    "-latest_date",
    "price_change_pct",
    "-price_change_pct",
    "relevance",
]


class ProductFilters(PageParameters, MarketplaceParameters):
    """The filters of the list of products."""

    own = frozenset({"tracked"})

    q: Text = optional(
        "Words or beginnings of words in the title, brand or category, or the "
        "beginning of an ASIN."
    )
    brand: Text = optional("Only this brand, spelled as in the responses.")
    category: Text = optional("Only this category, spelled as in the responses.")
    price_min: Price = optional("Only products with at least this price.")
    price_max: Price = optional("Only products with at most this price.")
    in_stock: Flag = optional("Only products that are in stock, or are not.")
    is_unlisted: Flag = optional("Only products without a listing, or with one.")
    tracked: Flag = optional("Only products on your watch list, or not on it.")
    sort: ProductSort = optional(
        "Sort order; a leading - means descending. The default is relevance with q, "
        "else asin. Unknown values come last. price_change_pct lists only products "
        "whose price changed on the newest day of the marketplace."
    )


class FailedDayFilters(PageParameters, MarketplaceParameters):
    """The marketplace and the days of the list of failed days."""

    first: Day = optional("Only this day and later.", "from")
    last: Day = optional("Only this day and earlier.", "to")


class MetricsBatch(Change):
    """Up to 500 products and a range."""

    model_config = example(asins=["B0DEMOJUMP", "B07FZ8S74R"], range="7d")

    asins: Annotated[list[AsinParameter], Field(min_length=1, max_length=500)]
    range: Range = "30d"


LIST_PRODUCTS = Endpoint(
    path="/v1/products",
    operation_id="list_products",
    summary="Search, filter and sort the products of a marketplace",
    model=ProductList,
    row=Product,
    page_keys=((str,), (int | float | str | None, str)),
    parameters=ProductFilters,
    is_announced=True,
)
GET_PRODUCT = Endpoint(
    path="/v1/products/{asin}",
    operation_id="get_product",
    parameters=MarketplaceParameters,
    summary="Get a product with its latest observation",
    key="product:{asin}:{marketplace}:summary",
    part="summary",
    model=ProductAnswer,
)
GET_PRODUCT_METRICS = Endpoint(
    path="/v1/products/{asin}/metrics",
    operation_id="get_product_metrics",
    parameters=PeriodParameters,
    summary="List daily price, rank, rating and review count",
    key="product:{asin}:{marketplace}:metrics:daily:{range}",
    part="metrics",
    model=MetricsAnswer,
    row=MetricsDay,
    rows="days",
)

ENDPOINTS = (
    LIST_PRODUCTS,
    GET_PRODUCT,
    replace(
        GET_PRODUCT,
        path="/v1/products/{asin}/summary",
        operation_id="get_product_summary",
        summary="Get a product, like /v1/products/{asin}",
    ),
    GET_PRODUCT_METRICS,
    Endpoint(
        path="/v1/products/{asin}/failed-days",
        operation_id="list_product_failed_days",
        summary="List the days on which a product was fetched in vain, newest first",
        model=FailedDayList,
        row=FailedDay,
        page_keys=((str,),),
        parameters=FailedDayFilters,
    ),
    Endpoint(
        path="/v1/products/{asin}/deltas",
        operation_id="get_product_deltas",
        parameters=PeriodParameters,
        summary="List changes between observed days",
        key="product:{asin}:{marketplace}:delta:daily:{range}",
        part="deltas",
        model=DeltasAnswer,
        row=DeltasDay,
        rows="days",
    ),
    Endpoint(
        path="/v1/products/{asin}/rollups",
        operation_id="get_product_rollups",
        parameters=MarketplaceParameters,
        summary="Get averages, extremes and changes over 7, 30 and 90 days",
        key="product:{asin}:{marketplace}:rollups",
        part="rollups",
        model=RollupsAnswer,
        row=Window,
        rows="windows",
    ),
)
