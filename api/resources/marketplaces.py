"""Marketplaces, and their categories with the usual values of their products."""

import datetime as dt

from pydantic import Field

from api.http.parameters import (
    MarketplaceParameters,
    PageParameters,
    Text,
    optional,
)
from api.resources.common_models import (
    Documented,
    FactListMeta,
    MarketplaceListMeta,
    list_of,
)
from api.resources.endpoint import Endpoint


class MarketplaceDetails(Documented):
    """An Amazon marketplace."""

    marketplace: str = Field(examples=["UK"], description="The code of every request.")
    country: str
    domain: str = Field(examples=["amazon.co.uk"])
    currency_code: str = Field(examples=["GBP"])
    time_zone: str = Field(description="IANA time zone that decides which day it is.")
    amazon_marketplace_id: str = Field(
        description="Its id in Amazon's Selling Partner API."
    )
    today: dt.date


class Category(Documented):
    """The usual values of a category, over the newest observed day of each product."""

    marketplace: str
    category: str = Field(description="Smallest category in which products rank.")
    product_count: int
    newest_day: dt.date
    oldest_day: dt.date
    price_avg: float | None
    price_p25: float | None
    price_median: float | None
    price_p75: float | None
    rating_avg: float | None
    rating_median: float | None
    reviews_median: float | None
    bsr_best: int | None
    bsr_median: float | None
    in_stock_pct: float | None = Field(description="0 to 100.")
    computed_at: dt.datetime | None = Field(
        description="When the figures were computed; they may be 15 minutes behind."
    )


MarketplaceList = list_of(MarketplaceDetails, "/v1/marketplaces", FactListMeta)
CategoryList = list_of(Category, "/v1/categories", MarketplaceListMeta)


class CategoryFilters(PageParameters, MarketplaceParameters):
    """The filters of the list of categories."""

    category: Text = optional("Only this category, spelled as in the responses.")


ENDPOINTS = (
    Endpoint(
        path="/v1/marketplaces",
        operation_id="list_marketplaces",
        summary="List the marketplaces by code",
        model=MarketplaceList,
        row=MarketplaceDetails,
        page_keys=((str,),),
        parameters=PageParameters,
    ),
    Endpoint(
        path="/v1/categories",
        operation_id="list_categories",
        summary="List the categories of a marketplace with their usual values",
        model=CategoryList,
        row=Category,
        page_keys=((str,),),
        parameters=CategoryFilters,
    ),
)
