"""What answers look like: for the OpenAPI document only, never run on a request.

A test holds real answers against these models, so they cannot drift from the functions
in schema api. Extra members are errors here for the same reason.
"""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Stock = Literal["lost", "regained"]


class Documented(BaseModel):
    """A part of an answer; every member is named."""

    model_config = ConfigDict(extra="forbid")


class Meta(Documented):
    """Whose answer it is and how fresh."""

    asin: str = Field(examples=["B0DEMOJUMP"])
    marketplace: str = Field(examples=["US"])
    currency: str = Field(examples=["USD"], description="Currency of every amount.")
    data_version: int = Field(description="Changes when the answer does; see ETag.")
    computed_at_version: int = Field(description="Version of all data at that moment.")
    as_of: dt.date | None = Field(description="Newest observed day; null: none yet.")
    generated_at: dt.datetime
    stale_at: dt.datetime = Field(
        description="Past this instant it is being refreshed."
    )


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


class Standing(Documented):
    """A product in a comparison, on its newest observed day."""

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
    """Main product minus competitor on a day on which both were observed."""

    date: dt.date
    price_diff: float | None
    price_diff_pct: float | None
    bsr_gap: int | None = Field(description="Negative: the main product ranks better.")
    is_same_bsr_category: bool | None
    rating_diff: float | None
    reviews_gap: int | None
    buybox_diff: float | None


class Competitor(Standing):
    """A competitor and its gaps in the range, oldest first."""

    gaps: list[Gap] | None


class Score(Documented):
    """Where a member of the group stands on the main product's newest day."""

    asin: str
    is_main: bool
    group_size: int
    composite_score: float | None = Field(description="0-100; 50 is the group's mean.")
    price_rank: int | None
    bsr_rank: int | None
    rating_rank: int | None
    reviews_rank: int | None
    price_z: float | None
    bsr_z: float | None
    rating_z: float | None
    reviews_z: float | None


class Competition(Documented):
    """A main product against its competitors."""

    main: Standing
    range_days: int
    competitors: list[Competitor]
    scores: list[Score]


class CompetitionAnswer(Documented):
    """The answer of /v1/competitions/{asin}."""

    data: Competition
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


class PostgresHealth(Documented):
    """Whether the database answers."""

    status: Literal["ok"]


class MemoryHealth(Documented):
    """What this process keeps in front of Redis."""

    is_in_step: bool = Field(description="Whether what it keeps is trusted.")


class RedisHealth(Documented):
    """Whether answers come from the cache."""

    status: Literal["ok", "degraded", "not configured"]
    is_in_step: bool = Field(description="Whether what Redis holds is trusted.")


class ListenerHealth(Documented):
    """Whether changes reach this process at once."""

    is_connected: bool
    is_notified: bool = Field(
        description="Whether notifications reach it; else it polls, as behind a pooler."
    )
    data_version: int
    seconds_behind: float | None


class MarketplaceHealth(Documented):
    """How old the data of a marketplace is."""

    marketplace: str
    newest_day: dt.date
    expected_day: dt.date
    is_late: bool


class Check(Documented):
    """How a check of the database came out; `ops.doctor()` says why."""

    check_name: str
    status: Literal["ok", "warning", "critical"]


class DatabaseHealth(Documented):
    """What the database says of itself: nothing that counts, as anybody may ask."""

    status: Literal["ok", "warning", "critical"]
    schema_version: int | None
    data_version: int
    heartbeat_at: dt.datetime | None = Field(description="Of the scheduler.")
    freshness: list[MarketplaceHealth]
    checks: list[Check]


class DatabaseReadiness(Documented):
    """What the database says of itself in few reads."""

    schema_version: int
    data_version: int
    heartbeat_at: dt.datetime | None = Field(description="Of the scheduler.")
    scheduler: Literal["ok", "late"]
    last_promoted_at: dt.datetime | None


class Health(Documented):
    """The parts of the system, and why it is degraded if it is."""

    status: Literal["ok", "degraded"]
    reasons: list[str]
    postgres: PostgresHealth
    memory: MemoryHealth
    redis: RedisHealth
    listener: ListenerHealth
    database: DatabaseHealth


class Liveness(Documented):
    """That the process lives."""

    status: Literal["ok"]


class Readiness(Documented):
    """That requests may be sent here, and what is not as it should be elsewhere."""

    status: Literal["ready"]
    redis: Literal["ok", "degraded", "not configured"]
    listener: Literal["connected", "not connected"]
    database: DatabaseReadiness


class Fault(Documented):
    """One fault of a request: in a query or path parameter, or in the body."""

    detail: str
    parameter: str | None = None
    pointer: str | None = None


class ProblemDocument(BaseModel):
    """An error, RFC 9457."""

    type: str = Field(examples=["/problems/not-found"])
    title: str
    status: int
    detail: str = Field(description="What is wrong here and what to do next.")
    instance: str = Field(description="The request id, as a URN.")
    errors: list[Fault] | None = None
    retry_after_seconds: int | None = None
