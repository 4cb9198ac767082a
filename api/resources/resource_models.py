"""What lists and resources of tenants look like, and what changes of them may hold.

Answers are described as in `api.resources.models`; the bodies of changes are checked by
these models, in form. Whether a rule makes sense is asked of the table it goes into.
"""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.http.list_parameters import LARGEST_ID, AlertKind, RuleType, Severity
from api.resources.models import Documented, Product

Amount = Annotated[float, Field(allow_inf_nan=False)]
Asin = Annotated[str, Field(pattern="^[A-Z0-9]{10}$", examples=["B0DEMOJUMP"])]
Marketplace = Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["US"])]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Duration = Annotated[
    str,
    Field(
        max_length=40,
        examples=["P1D", "PT6H"],
        description="ISO 8601 duration.",
        pattern=r"^P(\d{1,5}Y)?(\d{1,5}M)?(\d{1,5}W)?(\d{1,5}D)?(T(\d{1,5}H)?(\d{1,5}M)?(\d{1,5}S)?)?$",
    ),
]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Rearm = Literal[
    "every_crossing", "once", "new_extreme", "after_cooldown", "beyond_told"
]
Small = Annotated[int, Field(ge=-32768, le=32767)]
Whole = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]


def left_out() -> Any:
    """Return the default of a member that may be missing, but is never null."""
    return Field(default=None, json_schema_extra=_without_default)


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


class Change(BaseModel):
    """The body of a change; a member that is not known is a fault."""

    model_config = ConfigDict(extra="forbid")


class Page(Documented):
    """Where the list goes on."""

    next_cursor: str | None = Field(
        description="Send it as cursor for the next page; null on the last one."
    )
    has_more: bool


class ListMeta(Documented):
    """Nothing more is to be said of this list."""


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


class Alert(Documented):
    """A move that a rule was to tell of."""

    id: int
    rule_id: int = Field(description="The rule; it may be gone.")
    asin: str
    marketplace: str
    kind: AlertKind
    severity: Severity
    date: dt.date = Field(description="Day of the observation that moved.")
    title: str
    message: str
    old_value: float | None
    new_value: float | None
    change_pct: float | None
    details: dict[str, Any]
    detected_at: dt.datetime
    updated_at: dt.datetime | None = Field(
        description="When it last took over what its day says now; null: as raised."
    )
    is_read: bool
    acknowledged: bool
    is_resolved: bool
    resolved_at: dt.datetime | None
    corrected_at: dt.datetime | None = Field(
        description="When later data took the move back; null: it stands."
    )


class AlertAnswer(Documented):
    """One alert."""

    data: Alert


class AlertList(Documented):
    """The answer of /v1/alerts."""

    data: list[Alert]
    page: Page
    meta: ListMeta


class Suppression(Documented):
    """A rule that would have told of something, and why it did not."""

    rule_id: int
    rule_name: str | None = Field(description="Null: the rule is gone.")
    asin: str
    marketplace: str
    kind: AlertKind
    date: dt.date
    reason: Literal["snooze", "suspect", "confirm", "rearm", "cooldown", "quota"]
    explanation: str
    old_value: float | None
    new_value: float | None
    change_pct: float | None
    detected_at: dt.datetime


class SuppressionList(Documented):
    """The answer of /v1/alert-suppressions."""

    data: list[Suppression]
    page: Page
    meta: ListMeta


class AlertRule(Documented):
    """What is to be told of."""

    id: int
    name: str
    sentence: str = Field(description="The rule in words.")
    rule_type: RuleType
    metric: Literal["price", "bsr"] | None
    scope_type: Literal["all", "tracked", "product", "group", "category", "brand"]
    scope_marketplace: str | None
    scope_asin: str | None
    scope_group_id: int | None
    scope_category: str | None
    scope_brand: str | None
    direction: Literal["up", "down", "both"]
    threshold_pct: float | None
    min_change: float | None
    compare_with: Literal["previous", "average", "extreme"]
    window_days: Literal[7, 30, 90] | None
    min_observed_days: int
    list_places: int
    rearm: Rearm
    cooldown: str | None
    confirm_count: int
    confirm_window: int
    max_per_day: int | None
    snooze_ends_at: dt.datetime | None
    severity: Severity
    delivery: Literal["instant", "digest"]
    active_from_hour: int | None
    active_to_hour: int | None
    evaluate_on_create: bool
    is_active: bool
    channel_ids: list[int]
    created_at: dt.datetime
    updated_at: dt.datetime


class AlertRuleAnswer(Documented):
    """One alert rule."""

    data: AlertRule


class AlertRuleList(Documented):
    """The answer of /v1/alert-rules."""

    data: list[AlertRule]
    page: Page
    meta: ListMeta


class AlertRuleChange(Change):
    """Fields of a rule to be changed; those that are left out stay."""

    name: Name = left_out()
    rule_type: RuleType = left_out()
    metric: Literal["price", "bsr"] | None = None
    scope_type: Literal["all", "tracked", "product", "group", "category", "brand"] = (
        left_out()
    )
    scope_marketplace: Marketplace | None = None
    scope_asin: Asin | None = None
    scope_group_id: Id | None = None
    scope_category: Words | None = None
    scope_brand: Words | None = None
    direction: Literal["up", "down", "both"] = left_out()
    threshold_pct: Amount | None = None
    min_change: Amount | None = None
    compare_with: Literal["previous", "average", "extreme"] = left_out()
    window_days: Literal[7, 30, 90] | None = None
    min_observed_days: Small = left_out()
    list_places: Whole = left_out()
    rearm: Rearm = left_out()
    cooldown: Duration | None = None
    confirm_count: Small = left_out()
    confirm_window: Small = left_out()
    max_per_day: Whole | None = None
    snooze_ends_at: dt.datetime | None = None
    severity: Severity = left_out()
    delivery: Literal["instant", "digest"] = left_out()
    active_from_hour: Small | None = None
    active_to_hour: Small | None = None
    evaluate_on_create: bool = left_out()
    is_active: bool = left_out()
    channel_ids: Annotated[list[Id], Field(max_length=50)] | None = Field(
        None, description="Where it sends to, in place of what it sent to before."
    )


class NewAlertRule(AlertRuleChange):
    """A rule; what is left out is as usual."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Price of what we track",
                "rule_type": "price",
                "threshold_pct": 5,
                "severity": "high",
            }
        }
    )

    name: Name
    rule_type: RuleType


class Backtest(Change):
    """A period to try a rule on, and fields to try it with."""

    model_config = ConfigDict(
        populate_by_name=True,
        json_schema_extra={
            "example": {
                "from": "2026-05-01",
                "to": "2026-05-31",
                "changes": {"threshold_pct": 5},
            }
        },
    )

    from_day: dt.date = Field(alias="from")
    to_day: dt.date = Field(alias="to")
    changes: dict[str, Any] = Field(default_factory=dict)


class BacktestOutcome(Documented):
    """What a rule would have done about a product on a day."""

    date: dt.date
    asin: str
    marketplace: str
    outcome: str = Field(description="alert, or the reason why not.")
    title: str
    old_value: float | None
    new_value: float | None
    change_pct: float | None


class BacktestResult(Documented):
    """What a rule would have done in a period."""

    model_config = ConfigDict(populate_by_name=True)

    rule_id: int
    from_day: dt.date = Field(alias="from")
    to_day: dt.date = Field(alias="to")
    alert_count: int
    suppressed: dict[str, int] = Field(description="How often it was silent, and why.")
    is_complete: bool = Field(description="False: outcomes are the first 1,000.")
    outcomes: list[BacktestOutcome]


class BacktestAnswer(Documented):
    """The answer of a back-test."""

    data: BacktestResult


class TrackedProduct(Documented):
    """A product of the watch list."""

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


class TrackedProductAnswer(Documented):
    """One tracked product."""

    data: TrackedProduct


class TrackedProductList(Documented):
    """The answer of /v1/tracked-products."""

    data: list[TrackedProduct]
    page: Page
    meta: ListMeta


class Tracking(Change):
    """How a product is tracked, in place of what was said before."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"price_change_threshold_pct": 5, "tracking_frequency": "PT12H"}
        }
    )

    price_change_threshold_pct: Amount | None = None
    bsr_change_threshold_pct: Amount | None = None
    tracking_frequency: Duration = "P1D"
    notes: Annotated[str, Field(max_length=2000)] | None = None
    snooze_ends_at: dt.datetime | None = None
    is_active: bool = True


class TrackingOfProduct(Tracking):
    """A product to track, and how."""

    asin: Asin
    marketplace: Marketplace = "US"


class TrackingOfMany(Change):
    """Products to track."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "products": [
                    {"asin": "B0DEMOJUMP"},
                    {"asin": "B0DEMORANK", "price_change_threshold_pct": 5},
                ]
            }
        }
    )

    products: Annotated[list[TrackingOfProduct], Field(min_length=1, max_length=500)]


class TrackedCounts(Documented):
    """What became of the products."""

    received_count: int
    new_count: int
    changed_count: int


class TrackedCountsAnswer(Documented):
    """The answer of /v1/tracked-products:batch."""

    data: TrackedCounts


class GroupMember(Documented):
    """A competitor in a group."""

    asin: str
    title: str | None
    is_active: bool
    created_at: dt.datetime


class CompetitiveGroup(Documented):
    """A named set of competitors round one main product."""

    id: int
    name: str
    description: str | None
    asin_main: str
    marketplace: str
    is_active: bool
    created_at: dt.datetime
    members: list[GroupMember]


class CompetitiveGroupAnswer(Documented):
    """One competitive group."""

    data: CompetitiveGroup


class CompetitiveGroupList(Documented):
    """The answer of /v1/competitive-groups."""

    data: list[CompetitiveGroup]
    page: Page
    meta: ListMeta


class CompetitiveGroupChange(Change):
    """Fields of a group to be changed; those that are left out stay."""

    name: Name = left_out()
    description: Words | None = None
    asin_main: Asin = left_out()
    marketplace: Marketplace = left_out()
    is_active: bool = left_out()


class NewCompetitiveGroup(CompetitiveGroupChange):
    """A group, with its members."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Knives",
                "asin_main": "B0DEMOMAIN",
                "members": ["B0DEMOJUMP", "B0DEMORANK"],
            }
        }
    )

    name: Name
    asin_main: Asin
    members: Annotated[list[Asin], Field(max_length=100)] = []


class Membership(Change):
    """Whether a member is compared."""

    is_active: bool = True


class CompetitorLink(Documented):
    """A product, and another it is compared with."""

    asin_main: str
    asin_comp: str
    marketplace: str
    created_at: dt.datetime


class CompetitorLinkAnswer(Documented):
    """One link."""

    data: CompetitorLink


class CompetitorLinkList(Documented):
    """The answer of /v1/competitor-links."""

    data: list[CompetitorLink]
    page: Page
    meta: ListMeta


class NotificationChannel(Documented):
    """Where alerts are sent."""

    id: int
    name: str
    channel_type: Literal["email", "slack", "webhook"]
    target: str = Field(description="The address; of slack only its host.")
    is_active: bool
    disabled_at: dt.datetime | None
    disabled_reason: str | None
    created_at: dt.datetime


class NotificationChannelAnswer(Documented):
    """One notification channel."""

    data: NotificationChannel


class NewNotificationChannelAnswer(Documented):
    """A channel that was just made, with its secret."""

    data: NotificationChannel
    secret: str | None = Field(
        description="What webhooks are signed with; shown this once."
    )


class NotificationChannelList(Documented):
    """The answer of /v1/notification-channels."""

    data: list[NotificationChannel]
    page: Page
    meta: ListMeta


class NotificationChannelChange(Change):
    """Fields of a channel to be changed; those that are left out stay."""

    name: Name = left_out()
    target: Words = left_out()
    is_active: bool = left_out()


class NewNotificationChannel(Change):
    """A channel."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "Ops",
                "channel_type": "webhook",
                "target": "https://example.com/hooks/asinmart",
            }
        }
    )

    name: Name
    channel_type: Literal["email", "slack", "webhook"]
    target: Words
    is_active: bool = True


class Notification(Documented):
    """A message that was or is to be sent."""

    id: UUID
    channel_id: int
    kind: Literal["alert", "digest"]
    alert_id: int | None
    alert_date: dt.date | None
    alert_count: int
    status: Literal["pending", "sending", "sent", "failed", "dead", "cancelled"]
    attempts: int
    due_at: dt.datetime
    sent_at: dt.datetime | None
    response_status: int | None
    error: str | None
    created_at: dt.datetime


class NotificationList(Documented):
    """The answer of /v1/notifications."""

    data: list[Notification]
    page: Page
    meta: ListMeta


class Job(Documented):
    """A batch from a source, and what became of it."""

    job_id: str
    source: str
    status: Literal["LOADING", "LANDED", "SUCCESS", "PARTIAL", "HALTED", "FAILED"]
    marketplace: str | None
    started_at: dt.datetime
    landed_at: dt.datetime | None
    promoted_at: dt.datetime | None
    finished_at: dt.datetime | None
    item_count: int
    promoted_item_no: int
    received_count: int
    accepted_count: int
    duplicate_count: int
    rejected_count: int
    changed_day_count: int
    attempts: int
    duration_ms: float | None
    stage_ms: dict[str, float]
    error: str | None
    error_code: str | None


class JobAnswer(Documented):
    """One job."""

    data: Job


class JobList(Documented):
    """The answer of /v1/jobs."""

    data: list[Job]
    page: Page
    meta: ListMeta


class Freshness(Documented):
    """How fresh a table is in a marketplace."""

    marketplace: str
    table_name: str
    newest_day: dt.date | None
    expected_day: dt.date
    is_late: bool | None
    newest_observation_at: dt.datetime | None
    refreshed_at: dt.datetime | None
    stale_since_at: dt.datetime | None
    tracked_product_count: int = Field(description="Of your watch list.")
    tracked_observed_count: int = Field(description="Of those, observed on newest_day.")


class FreshnessAnswer(Documented):
    """The answer of /v1/data-freshness."""

    data: list[Freshness]


class GapRow(Documented):
    """A line of an export of a comparison: a competitor on a day."""

    asin_main: str
    asin_comp: str
    marketplace: str
    currency: str
    title: str | None
    date: dt.date
    price_diff: float | None
    price_diff_pct: float | None
    bsr_gap: int | None
    is_same_bsr_category: bool | None
    rating_diff: float | None
    reviews_gap: int | None
    buybox_diff: float | None
