"""Brands of a tenant: segments of their products, search queries, performance."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.http.parameters import (
    AsinParameter,
    Day,
    Filter,
    Flag,
    MarketplaceParameter,
    PageParameters,
    PeriodsBack,
    Text,
    optional,
)
from api.resources.common_models import Documented, answer_of, list_of
from api.resources.endpoint import Endpoint

SegmentType = Literal["weekly", "monthly"]
PeriodType = Literal["WEEK", "MONTH", "QUARTER"]
Stage = Literal["impression", "click", "cart add", "purchase", "none"]
CoverageState = Literal[
    "reported",
    "not_listed",
    "not_asked",
    "requested",
    "no_data_yet",
    "failed",
    "access_denied",
]
ChangeSort = Literal[
    "click_change", "-click_change", "purchase_change", "-purchase_change"
]
Trend = Literal["up", "down", "too few to tell"]


class Brand(Documented):
    """A brand with Brand Analytics reports."""

    id: UUID
    brand_name: str = Field(description="Name as the listing shows it.")
    display_name: str = Field(description="Name to show.")
    is_active: bool = Field(description="False: its segments are not kept.")
    product_count: int = Field(description="Products that count for it.")
    latest_week: dt.date | None = Field(
        description="First day of its newest week; null: none."
    )
    latest_month: dt.date | None = Field(
        description="First day of its newest month; null: none."
    )
    created_at: dt.datetime


BrandAnswer = answer_of(Brand)
BrandList = list_of(Brand, "/v1/brands")


class Segment(Documented):
    """Search performance of a product in a week or a month; null is unknown.

    Counts and shares are of the listed queries: a report lists the top ones only.
    """

    asin: str
    marketplace: str
    segment_type: SegmentType
    period_start: dt.date
    period_end: dt.date
    total_impressions: int | None = Field(description="Of all products.")
    asin_impressions: int | None = Field(description="Of the product.")
    total_clicks: int | None
    asin_clicks: int | None
    total_cart_adds: int | None
    asin_cart_adds: int | None
    total_purchases: int | None
    asin_purchases: int | None
    impression_share_pct: float | None
    click_share_pct: float | None
    cart_add_share_pct: float | None
    purchase_share_pct: float | None
    ctr_pct: float | None = Field(description="Clicks in percent of own impressions.")
    cvr_pct: float | None = Field(description="Purchases in percent of own clicks.")
    avg_purchase_price: float | None = Field(
        description="Mean of the median prices, weighted by purchases."
    )
    data_points_count: int = Field(description="Reports in it.")
    earliest_date: dt.date
    latest_date: dt.date
    query_count: int
    is_complete: bool = Field(description="Every report that it needs is in it.")
    is_estimated: bool = Field(description="A month that is made of weeks.")
    impression_share_low_pct: float | None = Field(
        description="Lower end of the 95 % Wilson interval."
    )
    impression_share_high_pct: float | None
    click_share_low_pct: float | None
    click_share_high_pct: float | None
    cart_add_share_low_pct: float | None
    cart_add_share_high_pct: float | None
    purchase_share_low_pct: float | None
    purchase_share_high_pct: float | None
    previous_period_start: dt.date | None
    impression_share_change: float | None = Field(
        description="Percentage points since the previous period."
    )
    click_share_change: float | None
    cart_add_share_change: float | None
    purchase_share_change: float | None
    impression_share_trend: Trend | None = Field(
        description="Whether the change is more than chance (95 %)."
    )
    click_share_trend: Trend | None
    cart_add_share_trend: Trend | None
    purchase_share_trend: Trend | None
    last_refreshed: dt.datetime


SegmentList = list_of(Segment, "/v1/brands/{brand_id}/segments")


class SegmentedProduct(Documented):
    """A product of a brand, and which segments of it there are."""

    asin: str
    has_weekly_segments: bool
    has_monthly_segments: bool
    weekly_count: int
    monthly_count: int
    earliest_segment_date: dt.date
    latest_segment_date: dt.date
    total_segment_impressions: int


SegmentedProductList = list_of(
    SegmentedProduct, "/v1/brands/{brand_id}/segments/metadata"
)


class BrandQuery(Documented):
    """A search query in a period: the brand's funnel against the market's."""

    search_query: str
    marketplace: str
    period_type: PeriodType
    period_start: dt.date
    period_end: dt.date
    is_branded: bool = Field(
        description="The query contains the brand's name or one of its terms."
    )
    product_count: int = Field(description="Products that count for the brand.")
    reported_product_count: int = Field(description="Of those, products that reported.")
    listed_product_count: int = Field(
        description="Products of the brand whose report lists the query."
    )
    best_score: int | None = Field(description="1 is the most important query.")
    search_query_volume: int | None = Field(description="Searches by shoppers.")
    total_impressions: int | None = Field(description="Of all products, once.")
    brand_impressions: int | None = Field(
        description="Of the brand's products that list the query."
    )
    brand_impressions_high: int | None = Field(
        description="What the brand can have at most: a report lists the top queries "
        "only, and a product that is not listed has no more than its last listed one."
    )
    total_clicks: int | None
    brand_clicks: int | None
    brand_clicks_high: int | None
    total_cart_adds: int | None
    brand_cart_adds: int | None
    brand_cart_adds_high: int | None
    total_purchases: int | None
    brand_purchases: int | None
    brand_purchases_high: int | None
    market_median_click_price: float | None
    brand_avg_click_price: float | None
    market_median_purchase_price: float | None
    brand_avg_purchase_price: float | None
    impression_share_pct: float | None
    click_share_pct: float | None
    cart_add_share_pct: float | None
    purchase_share_pct: float | None
    market_click_rate_pct: float | None = Field(
        description="Clicks of all products in percent of search_query_volume."
    )
    market_purchase_rate_pct: float | None = Field(
        description="Purchases of all products in percent of search_query_volume."
    )
    same_day_click_pct: float | None = Field(
        description="Clicks of all products with same-day delivery in percent."
    )
    one_day_click_pct: float | None
    two_day_click_pct: float | None
    same_day_cart_add_pct: float | None
    one_day_cart_add_pct: float | None
    two_day_cart_add_pct: float | None
    same_day_purchase_pct: float | None
    one_day_purchase_pct: float | None
    two_day_purchase_pct: float | None
    lost_stage: Stage | None = Field(
        description="First stage at which the brand loses against the market."
    )


BrandQueryList = list_of(BrandQuery, "/v1/brands/{brand_id}/queries")


class QueryChange(Documented):
    """A search query in a period beside the period before, which ended the day before.

    Null where the brand has no row of the query then: unlisted is not zero.
    """

    search_query: str
    marketplace: str
    period_type: PeriodType
    period_start: dt.date
    period_end: dt.date
    previous_period_start: dt.date | None
    is_branded: bool
    search_query_volume: int | None
    previous_search_query_volume: int | None
    brand_impressions: int | None
    previous_brand_impressions: int | None
    impression_share_pct: float | None
    previous_impression_share_pct: float | None
    brand_clicks: int | None
    previous_brand_clicks: int | None
    click_share_pct: float | None
    previous_click_share_pct: float | None
    brand_cart_adds: int | None
    previous_brand_cart_adds: int | None
    cart_add_share_pct: float | None
    previous_cart_add_share_pct: float | None
    brand_purchases: int | None
    previous_brand_purchases: int | None
    purchase_share_pct: float | None
    previous_purchase_share_pct: float | None
    click_change: int | None = Field(
        description="brand_clicks minus previous_brand_clicks."
    )
    purchase_change: int | None = Field(
        description="brand_purchases minus previous_brand_purchases."
    )
    lost_stage: Stage | None = Field(
        description="First stage at which the brand loses against the market."
    )
    previous_lost_stage: Stage | None


QueryChangeList = list_of(QueryChange, "/v1/brands/{brand_id}/queries/changes")


class ProductQuery(Documented):
    """A search query in a period: what the report of one product lists."""

    search_query: str
    asin: str
    marketplace: str
    period_type: PeriodType
    period_start: dt.date
    period_end: dt.date
    search_query_score: int | None = Field(description="Its rank in the report.")
    search_query_volume: int | None
    total_impressions: int | None
    asin_impressions: int | None
    total_clicks: int | None
    asin_clicks: int | None
    total_cart_adds: int | None
    asin_cart_adds: int | None
    total_purchases: int | None
    asin_purchases: int | None
    impression_share_pct: float | None
    click_share_pct: float | None
    cart_add_share_pct: float | None
    purchase_share_pct: float | None
    market_median_click_price: float | None
    asin_median_click_price: float | None
    market_median_purchase_price: float | None
    asin_median_purchase_price: float | None
    unlisted_impressions_high: int | None = Field(
        description="A query that the report does not list has at most as many."
    )
    known_from_at: dt.datetime = Field(description="When it was loaded as it is.")


ProductQueryList = list_of(ProductQuery, "/v1/brands/{brand_id}/queries/products")


class BrandPeriod(Documented):
    """A reported period of a brand; the market counts each listed query once."""

    brand_name: str
    display_name: str
    marketplace: str
    period_type: PeriodType
    period_start: dt.date
    period_end: dt.date
    query_count: int
    product_count: int = Field(description="Products that count for the brand.")
    reported_product_count: int = Field(
        description="Of those, products that reported it; the others are no loss."
    )
    total_impressions: int | None
    brand_impressions: int | None
    brand_impressions_high: int | None = Field(
        description="What the brand can have at most, as in the list of queries."
    )
    total_clicks: int | None
    brand_clicks: int | None
    brand_clicks_high: int | None
    total_cart_adds: int | None
    brand_cart_adds: int | None
    brand_cart_adds_high: int | None
    total_purchases: int | None
    brand_purchases: int | None
    brand_purchases_high: int | None
    impression_share_pct: float | None
    click_share_pct: float | None
    cart_add_share_pct: float | None
    purchase_share_pct: float | None
    impression_share_low_pct: float | None = Field(
        description="Lower end of the 95 % Wilson interval."
    )
    impression_share_high_pct: float | None
    click_share_low_pct: float | None
    click_share_high_pct: float | None
    cart_add_share_low_pct: float | None
    cart_add_share_high_pct: float | None
    purchase_share_low_pct: float | None
    purchase_share_high_pct: float | None


class Coverage(Documented):
    """A wanted period of a product: whether its report is there, or why not."""

    asin: str
    marketplace: str
    period_type: PeriodType
    period_start: dt.date
    period_end: dt.date
    state: CoverageState = Field(
        description="not_listed: the report has come and lists no query of the "
        "product, which is not 0."
    )
    reason: str = Field(description="The state in a sentence.")
    requested_at: dt.datetime | None
    reported_at: dt.datetime | None
    attempts: int
    next_attempt_at: dt.datetime | None


CoverageList = list_of(Coverage, "/v1/brands/{brand_id}/coverage")

BrandPeriodList = list_of(BrandPeriod, "/v1/brands/{brand_id}/performance")


class BrandFilters(PageParameters):
    """The filters of the list of brands."""

    is_active: Flag = optional("Only brands whose segments are kept, or the others.")


class _PeriodFilters(PageParameters):
    first: Day = optional("Only periods that begin on this day or later.", "from")
    last: Day = optional("Only periods that end on this day or earlier.", "to")


class SegmentFilters(_PeriodFilters):
    """The filters of the segments of a brand."""

    segment_type: SegmentType = Field(
        "weekly", alias="type", description="Weeks (Sunday to Saturday) or months."
    )
    asin: AsinParameter = optional("Only this product.")
    marketplace: MarketplaceParameter = optional("Only this marketplace.")


class SegmentMetadataFilters(_PeriodFilters):
    """The filters of the products that have segments."""


class _ReportFilters(_PeriodFilters):
    period_type: PeriodType = Field(
        "WEEK", description="Which reports: of weeks, months or quarters."
    )
    marketplace: MarketplaceParameter = optional("Only this marketplace.")


class PerformanceFilters(_ReportFilters):
    """The filters of the periods of a brand."""


class CoverageFilters(_ReportFilters):
    """The filters of the wanted periods of a brand's products."""

    state: CoverageState = optional("Only periods in this state.")
    asin: AsinParameter = optional("Only this product.")


class _QueryFilters(_ReportFilters):
    filter: Filter = optional(
        'Words and "phrases in quotes" that a query must contain, with AND, OR, NOT '
        "(or !) and parentheses. Letters' case does not matter, and words side by "
        'side must all occur: vitamin "d3 drops" !kids.'
    )


class ProductQueryFilters(_QueryFilters):
    """The filters of the search queries of a brand's products."""

    search_query: Text = optional("Only this search query, as in the responses.")
    asin: AsinParameter = optional("Only this product.")


class QueryChangeFilters(_QueryFilters):
    """The filters of the changes of a brand's search queries."""

    first: Day = optional(
        "Only periods that begin on this day or later. Without from and to, only the "
        "newest period of each marketplace.",
        "from",
    )
    periods_back: PeriodsBack = Field(
        1, description="How many periods before the other one is: 4 for a month ago."
    )
    sort: ChangeSort = Field(
        "click_change",
        description="Sort order; a leading - means descending. Unknown changes come "
        "last.",
    )


class BrandQueryFilters(_QueryFilters):
    """The filters of the search queries of a brand."""

    lost_stage: Stage = optional("Only queries that the brand loses at this stage.")
    is_branded: Flag = optional("Only queries with the brand's name, or without it.")


ENDPOINTS = (
    Endpoint(
        path="/v1/brands",
        operation_id="list_brands",
        summary="List your brands by name",
        model=BrandList,
        row=Brand,
        page_keys=((str,),),
        parameters=BrandFilters,
    ),
    Endpoint(
        path="/v1/brands/{brand_id:uuid}",
        operation_id="get_brand",
        summary="Get a brand",
        model=BrandAnswer,
    ),
    Endpoint(
        path="/v1/brands/{brand_id:uuid}/segments",
        operation_id="list_brand_segments",
        summary="List weeks or months of a brand's products, newest first",
        model=SegmentList,
        row=Segment,
        page_keys=((str, str, str),),
        parameters=SegmentFilters,
        is_of_brand=True,
    ),
    Endpoint(
        path="/v1/brands/{brand_id:uuid}/segments/metadata",
        operation_id="list_brand_segment_metadata",
        summary="List a brand's products that have segments, most impressions first",
        model=SegmentedProductList,
        row=SegmentedProduct,
        page_keys=((int, str),),
        parameters=SegmentMetadataFilters,
        is_of_brand=True,
    ),
    Endpoint(
        path="/v1/brands/{brand_id:uuid}/queries",
        operation_id="list_brand_queries",
        summary="List a brand's search queries, newest and most searched first",
        model=BrandQueryList,
        row=BrandQuery,
        page_keys=((str, int, str, str),),
        parameters=BrandQueryFilters,
        is_of_brand=True,
    ),
    Endpoint(
        path="/v1/brands/{brand_id:uuid}/queries/changes",
        operation_id="list_brand_query_changes",
        summary="List a brand's search queries beside the period before",
        model=QueryChangeList,
        row=QueryChange,
        page_keys=((int | None, str, str, str),),
        parameters=QueryChangeFilters,
        is_of_brand=True,
    ),
    Endpoint(
        path="/v1/brands/{brand_id:uuid}/queries/products",
        operation_id="list_brand_query_products",
        summary="List the search queries of a brand's products, newest first",
        model=ProductQueryList,
        row=ProductQuery,
        page_keys=((str, int, str, str, str),),
        parameters=ProductQueryFilters,
        is_of_brand=True,
    ),
    Endpoint(
        path="/v1/brands/{brand_id:uuid}/coverage",
        operation_id="list_brand_coverage",
        summary="List wanted reports of a brand's products and their state",
        model=CoverageList,
        row=Coverage,
        page_keys=((str, str, str),),
        parameters=CoverageFilters,
    ),
    Endpoint(
        path="/v1/brands/{brand_id:uuid}/performance",
        operation_id="list_brand_performance",
        summary="List a brand's reported periods, newest first",
        model=BrandPeriodList,
        row=BrandPeriod,
        page_keys=((str, str),),
        parameters=PerformanceFilters,
        is_of_brand=True,
    ),
)
