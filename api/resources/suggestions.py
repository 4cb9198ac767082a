"""Products that a tenant could compare its product with."""

from pydantic import Field

from api.http.parameters import MarketplaceParameter, PageParameters
from api.resources.common_models import Documented, list_of
from api.resources.endpoint import Endpoint


class CompetitorSuggestion(Documented):
    """A product that could be compared with the one of the path, and why."""

    asin: str
    title: str | None
    brand: str | None
    score: float = Field(
        description="0 to 100: 40 for the same category, up to 25 for a near price, "
        "up to 20 for a near place on a best-seller list, 10 for another brand (5 if "
        "unknown), up to 5 for as many ratings."
    )
    is_same_category: bool
    category_path: str | None = Field(description="Names from the root.")
    price: float | None = Field(description="On its newest day.")
    price_ratio: float | None = Field(
        description="Its price divided by that of the product; null: one is unknown."
    )
    is_in_price_band: bool | None = Field(
        description="Its price is within 25 % of that of the product."
    )
    shared_list: str | None = Field(
        description="Best-seller list on whose newest day both are within 10 places."
    )
    rank_distance: int | None = Field(description="Places between them on it.")
    is_same_brand: bool | None = Field(description="null: a brand is unknown.")
    rating: float | None
    reviews_count: int | None
    reviews_ratio: float | None = Field(
        description="Its number of ratings divided by that of the product."
    )


class SuggestionMeta(Documented):
    """How many products the tenant compares with the product already."""

    competitor_count: int = Field(description="With 5 or more nothing is suggested.")


CompetitorSuggestionList = list_of(
    CompetitorSuggestion,
    "/v1/products/{asin}/competitor-suggestions",
    SuggestionMeta,
)


class SuggestionFilters(PageParameters):
    """The marketplace and the page."""

    marketplace: MarketplaceParameter = Field(
        "US", description="Code of the Amazon marketplace; /v1/marketplaces lists them."
    )


ENDPOINTS = (
    Endpoint(
        path="/v1/products/{asin}/competitor-suggestions",
        operation_id="list_competitor_suggestions",
        summary="List products that yours could be compared with, best first",
        model=CompetitorSuggestionList,
        row=CompetitorSuggestion,
        page_keys=((int | float, str),),
        parameters=SuggestionFilters,
        belongs_to="competitor-links",
    ),
)
