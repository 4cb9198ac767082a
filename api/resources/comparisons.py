"""A product compared with its competitors."""

import datetime as dt
from typing import Literal

from pydantic import Field

from api.http.parameters import (
    MarketplaceParameter,
    MarketplaceParameters,
    PageParameters,
    RangeParameters,
    optional,
)
from api.resources.common_models import Documented, fact_of, list_of
from api.resources.endpoint import Endpoint


class Standing(Documented):
    """A product of a comparison, on its newest observed day."""

    asin: str
    title: str | None
    brand: str | None
    latest_date: dt.date | None
    price: float | None
    bsr: int | None
    bsr_category: str | None
    rating: float | None
    reviews_count: int | None
    in_stock: bool | None


class Gap(Documented):
    """Main product minus competitor, on a day when both were observed."""

    date: dt.date
    price_diff: float | None
    price_diff_pct: float | None
    bsr_gap: int | None = Field(description="Negative: the main product ranks better.")
    is_same_bsr_category: bool | None
    rating_diff: float | None
    reviews_gap: int | None
    buybox_diff: float | None


class GapTrend(Documented):
    """How a gap moved in the 30 days up to the main product's newest day."""

    metric: Literal["price_diff_pct", "bsr_gap", "rating_diff", "reviews_gap"]
    direction: Literal["rising", "falling", "steady", "no clear trend", "too few days"]
    slope_per_day: float | None
    change_30d: float | None
    days: int


class Competitor(Standing):
    """A competitor and its gaps in the range, oldest first."""

    gaps: list[Gap] | None
    trends: list[GapTrend] | None = Field(
        description="Null: not observed on the main product's newest day."
    )


class Score(Documented):
    """Ranks and scores of a group member on the main product's newest day."""

    asin: str
    is_main: bool
    group_size: int
    composite_score: float | None = Field(
        description="0 to 100; 50 is the mean of the group."
    )
    score_rank: int | None
    rank_if_weights_move: str | None = Field(
        description="Ranks when one weight is 20 % lower or higher, such as 1-2."
    )
    price_score: float | None
    bsr_score: float | None
    rating_score: float | None
    reviews_score: float | None
    price_rank: int | None
    bsr_rank: int | None
    rating_rank: int | None
    reviews_rank: int | None
    price_z: float | None
    bsr_z: float | None
    rating_z: float | None
    reviews_z: float | None
    is_rank_inherited: bool | None = Field(
        description="Another variation of its parent has the same rank."
    )


class Competition(Documented):
    """A main product compared with its competitors."""

    main: Standing
    range_days: int
    competitors: list[Competitor]
    scores: list[Score]


CompetitionAnswer = fact_of(Competition, "/v1/competitions/{asin}")


class MatrixColumn(Documented):
    """A metric of the matrix."""

    metric: str = Field(examples=["price"])
    label: str = Field(examples=["Price"])
    unit: Literal["currency", "rank", "stars", "count"]
    better: Literal["low", "high"] | None = Field(
        description="Which values are in favour of a product; null: neither."
    )
    observed_count: int = Field(description="Products with a value.")


class MatrixCell(Documented):
    """A value, and how far from the others it is."""

    value: float | None = Field(
        description="On the product's newest day; null: unknown, or a rank of another "
        "category than the main product's."
    )
    z: float | None = Field(
        description="Standard deviations from the mean of the column; null: fewer than "
        "3 products have a value, or all have the same."
    )


class MatrixRow(Documented):
    """A product of the matrix."""

    asin: str
    title: str | None
    brand: str | None
    is_main: bool
    latest_date: dt.date | None
    cells: list[MatrixCell] = Field(description="One a column, in their order.")


class CompetitionMatrix(Documented):
    """A main product and its competitors: a row a product, a column a metric."""

    asin_main: str
    marketplace: str
    currency_code: str
    columns: list[MatrixColumn]
    rows: list[MatrixRow] = Field(
        description="The main product, then its competitors by ASIN."
    )


class ComparedProduct(Documented):
    """A main product beside its cheapest competitor, on the main product's newest day.

    A gap is above 0 if the main product costs more.
    """

    asin: str
    marketplace: str
    currency_code: str
    title: str | None
    brand: str | None
    competitor_count: int
    latest_date: dt.date
    price: float | None
    cheapest_asin: str | None = Field(
        description="null: no price of the main product or of a competitor is known."
    )
    cheapest_title: str | None
    cheapest_price: float | None
    price_diff_pct: float | None = Field(
        description="Gap to the cheapest competitor in percent of its price."
    )
    previous_price_diff_pct: float | None = Field(
        description="The gap of the day before, to the cheapest competitor of then."
    )
    price_diff_change: float | None = Field(
        description="Percentage points by which the gap grew since the day before."
    )


ComparedProductList = list_of(ComparedProduct, "/v1/competitions")


class ComparedProductFilters(PageParameters):
    """The filter of the list of compared products."""

    marketplace: MarketplaceParameter = optional("Only this marketplace.")


CompetitionMatrixAnswer = fact_of(CompetitionMatrix, "/v1/competitions/{asin}/matrix")


ENDPOINTS = (
    Endpoint(
        path="/v1/competitions",
        operation_id="list_compared_products",
        summary="List main products beside their cheapest competitors",
        model=ComparedProductList,
        row=ComparedProduct,
        page_keys=((int | float | None, int | float | None, str, str),),
        parameters=ComparedProductFilters,
    ),
    Endpoint(
        path="/v1/competitions/{asin}",
        operation_id="get_competition",
        parameters=RangeParameters,
        summary="Compare a product with its competitors",
        key="compare:{asin}:all:{marketplace}:{range}",
        model=CompetitionAnswer,
        row=Gap,
        is_comparison=True,
    ),
    Endpoint(
        path="/v1/competitions/{asin}/matrix",
        operation_id="get_competition_matrix",
        parameters=MarketplaceParameters,
        summary="Compare newest values of a product and its competitors in a table",
        key="compare:{asin}:all:{marketplace}:matrix",
        model=CompetitionMatrixAnswer,
        is_comparison=True,
    ),
)
