"""Alert rules and their backtest."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from api.http.parameters import LARGEST_ID, Flag, PageParameters, optional
from api.resources.common_models import (
    Amount,
    Asin,
    Change,
    Documented,
    Duration,
    Marketplace,
    Name,
    Severity,
    Words,
    answer_of,
    example,
    left_out,
    list_of,
)
from api.resources.endpoint import Endpoint

# The document writes bounds as floats, which are exact for powers of two.
Id = Annotated[int, Field(ge=1, lt=LARGEST_ID + 1)]
Rearm = Literal[
    "every_crossing", "once", "new_extreme", "after_cooldown", "beyond_told"
]
Small = Annotated[int, Field(ge=-32768, le=32767)]
Whole = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]

RuleType = Literal[
    "price",
    "bsr",
    "rating",
    "reviews",
    "buybox_price",
    "buybox_seller",
    "stock",
    "listing",
    "extreme",
    "undercut",
    "bestseller_list",
]


class AlertRule(Documented):
    """A rule that raises alerts."""

    id: int
    name: str
    sentence: str = Field(description="The rule as a sentence.")
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


AlertRuleAnswer = answer_of(AlertRule)
AlertRuleList = list_of(AlertRule, "/v1/alert-rules")


class AlertRuleChange(Change):
    """The fields of a rule to update; omitted fields keep their values."""

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
        None, description="Notification channels; the list replaces the current one."
    )


class NewAlertRule(AlertRuleChange):
    """A new rule; omitted fields get their defaults."""

    model_config = example(
        name="Price of tracked products",
        rule_type="price",
        threshold_pct=5,
        severity="high",
    )

    name: Name
    rule_type: RuleType


class Backtest(Change):
    """A period, and fields of the rule to change for the backtest."""

    model_config = example(
        **{"from": "2026-05-01"}, to="2026-05-31", changes={"threshold_pct": 5}
    )

    from_day: dt.date = Field(alias="from")
    to_day: dt.date = Field(alias="to")
    changes: dict[str, Any] = Field(default_factory=dict)


class BacktestOutcome(Documented):
    """The outcome of a backtest for a product on a day."""

    date: dt.date
    asin: str
    marketplace: str
    outcome: str = Field(description="alert, or the reason of the suppression.")
    title: str
    old_value: float | None
    new_value: float | None
    change_pct: float | None


class BacktestResult(Documented):
    """The alerts and suppressions that the rule would have had."""

    rule_id: int
    from_day: dt.date = Field(alias="from")
    to_day: dt.date = Field(alias="to")
    alert_count: int
    suppressed: dict[str, int] = Field(
        description="Number of suppressed alerts by reason."
    )
    is_complete: bool = Field(
        description="False: only the first 1,000 outcomes are listed."
    )
    outcomes: list[BacktestOutcome]


class BacktestAnswer(Documented):
    """The response of a backtest."""

    data: BacktestResult


class AlertRuleFilters(PageParameters):
    """The filters of the list of alert rules."""

    rule_type: RuleType = optional("Only this type.")
    is_active: Flag = optional("Only active rules, or only inactive ones.")


ENDPOINTS = (
    Endpoint(
        path="/v1/alert-rules",
        operation_id="list_alert_rules",
        summary="List alert rules, oldest first",
        model=AlertRuleList,
        parameters=AlertRuleFilters,
    ),
    Endpoint(
        method="POST",
        path="/v1/alert-rules",
        operation_id="create_alert_rule",
        summary="Create an alert rule",
        model=AlertRuleAnswer,
        body=NewAlertRule,
    ),
    Endpoint(
        path="/v1/alert-rules/{id:int}",
        operation_id="get_alert_rule",
        summary="Get an alert rule",
        model=AlertRuleAnswer,
    ),
    Endpoint(
        method="PATCH",
        path="/v1/alert-rules/{id:int}",
        operation_id="update_alert_rule",
        summary="Update an alert rule",
        model=AlertRuleAnswer,
        body=AlertRuleChange,
    ),
    Endpoint(
        method="DELETE",
        path="/v1/alert-rules/{id:int}",
        operation_id="delete_alert_rule",
        summary="Delete an alert rule; its alerts are kept",
    ),
    Endpoint(
        method="POST",
        path="/v1/alert-rules/{id:int}:backtest",
        operation_id="backtest_alert_rule",
        summary="Backtest an alert rule on a past period",
        model=BacktestAnswer,
        body=Backtest,
    ),
)
