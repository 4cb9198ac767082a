"""Reviews of products: the list, and what they say in sum."""

import datetime as dt

from pydantic import Field

from api.http.parameters import (
    Day,
    Flag,
    MarketplaceParameters,
    PageParameters,
    Stars,
    optional,
)
from api.resources.common_models import Documented, FactListMeta, answer_of, list_of
from api.resources.endpoint import Endpoint


class Review(Documented):
    """A review as last seen; null is unknown. Reviewers have no names here."""

    review_id: str = Field(description="Id that Amazon gave it.")
    asin: str = Field(description="Product whose page showed it.")
    marketplace: str
    variant_asin: str | None = Field(
        description="Variant that was reviewed; null: the product itself, or unknown."
    )
    rating: int = Field(ge=1, le=5, description="Stars.")
    title: str | None
    text: str | None
    is_verified: bool | None = Field(
        description="Amazon saw the reviewer buy the product."
    )
    reviewed_on: dt.date | None
    country_code: str | None = Field(description="Where it was written, as in DE.")
    variant: str | None = Field(description="Variant that was reviewed, in words.")
    helpful_count: int | None = Field(description="People who found it helpful.")
    image_count: int | None
    review_url: str
    first_seen_on: dt.date
    last_seen_on: dt.date


class ReviewListMeta(FactListMeta):
    """The product of a list of reviews, and the freshness of the list."""

    asin: str = Field(examples=["B0DEMOJUMP"])
    marketplace: str = Field(examples=["US"])
    as_of: dt.date | None = Field(
        description="Last day on which reviews of it were observed; null: never."
    )


ReviewList = list_of(Review, "/v1/products/{asin}/reviews", ReviewListMeta)


class ReviewMonth(Documented):
    """The reviews that were written in a calendar month."""

    month: dt.date = Field(description="First day of the month.")
    review_count: int
    stars_1_count: int
    stars_2_count: int
    stars_3_count: int
    stars_4_count: int
    stars_5_count: int
    average_rating: float
    verified_pct: float | None = Field(
        description="Verified purchases in percent of reviews that say whether."
    )


class ReviewSummary(Documented):
    """What the reviews that were loaded say; a shop shows only a part of all."""

    asin: str
    marketplace: str
    as_of: dt.date | None = Field(
        description="Last day on which reviews of it were observed; null: never."
    )
    review_count: int
    stars_1_count: int
    stars_2_count: int
    stars_3_count: int
    stars_4_count: int
    stars_5_count: int
    average_rating: float | None
    verified_pct: float | None = Field(
        description="Verified purchases in percent of reviews that say whether."
    )
    negative_pct: float | None = Field(description="With 1 or 2 stars, in percent.")
    newest_on: dt.date | None
    oldest_on: dt.date | None
    recent_review_count: int = Field(description="Of the 90 days up to as_of.")
    recent_negative_count: int = Field(description="Of those, with 1 or 2 stars.")
    recent_average_rating: float | None
    months: list[ReviewMonth] = Field(description="Newest first.")


class ReviewFilters(PageParameters, MarketplaceParameters):
    """The filters of the list of reviews."""

    rating_min: Stars = optional("Only reviews with at least as many stars.")
    rating_max: Stars = optional("Only reviews with at most as many stars.")
    verified: Flag = optional("Only verified purchases, or only others.")
    first: Day = optional("Only reviews written on this day or later.", "from")
    last: Day = optional("Only reviews written on this day or before.", "to")


ENDPOINTS = (
    Endpoint(
        path="/v1/products/{asin}/reviews",
        operation_id="list_product_reviews",
        summary="List the reviews of a product, newest first",
        model=ReviewList,
        row=Review,
        page_keys=((str, str),),
        parameters=ReviewFilters,
    ),
    Endpoint(
        path="/v1/products/{asin}/reviews/summary",
        operation_id="get_product_review_summary",
        summary="Get the counts by stars and month of a product's reviews",
        model=answer_of(ReviewSummary),
        parameters=MarketplaceParameters,
    ),
)
