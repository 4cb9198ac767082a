"""Alerts, their marks, and suppressed alerts."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from api.http.parameters import (
    AsinParameter,
    Day,
    Flag,
    IdParameter,
    MarketplaceParameter,
    PageParameters,
    optional,
)
from api.resources.common_models import Documented, Severity, answer_of, list_of
from api.resources.endpoint import Endpoint

SuppressionReason = Literal[
    "snooze", "suspect", "confirm", "rearm", "cooldown", "quota"
]

AlertKind = Literal[
    "PRICE_SPIKE",
    "BSR_DROP",
    "RATING_DROP",
    "REVIEWS_CHANGE",
    "BUYBOX_CHANGE",
    "STOCK_CHANGE",
    "LISTING_CHANGE",
    "NEW_EXTREME",
    "COMPETITOR_UNDERCUT",
    "BESTSELLER_LIST",
]


class Alert(Documented):
    """An alert that a rule raised."""

    id: int
    rule_id: int = Field(description="Id of the rule, which may be deleted.")
    asin: str
    marketplace: str
    kind: AlertKind
    severity: Severity
    date: dt.date = Field(description="Day of the observation that raised the alert.")
    title: str
    message: str
    old_value: float | None
    new_value: float | None
    change_pct: float | None
    details: dict[str, Any]
    detected_at: dt.datetime
    updated_at: dt.datetime | None = Field(
        description="When later data last changed its values; null: never."
    )
    is_read: bool
    acknowledged: bool
    is_resolved: bool
    resolved_at: dt.datetime | None
    corrected_at: dt.datetime | None = Field(
        description="When later data reversed the change; null: the alert is valid."
    )


AlertAnswer = answer_of(Alert)
AlertList = list_of(Alert, "/v1/alerts")


class Suppression(Documented):
    """An alert that a rule suppressed, and the reason."""

    rule_id: int
    rule_name: str | None = Field(description="Null: the rule is deleted.")
    asin: str
    marketplace: str
    kind: AlertKind
    date: dt.date
    reason: SuppressionReason
    explanation: str
    old_value: float | None
    new_value: float | None
    change_pct: float | None
    detected_at: dt.datetime


SuppressionList = list_of(Suppression, "/v1/alert-suppressions")


class _AlertFilters(PageParameters):
    kind: AlertKind = optional("Only this kind.")
    asin: AsinParameter = optional("Only this product.")
    marketplace: MarketplaceParameter = optional("Only this marketplace.")
    rule_id: IdParameter = optional("Only alerts of this rule.")
    since: Day = optional("Only this day and later.")
    until: Day = optional("Only this day and earlier.")


class AlertFilters(_AlertFilters):
    """The filters of the list of alerts."""

    unread: Flag = optional("Only unread alerts, or only read ones.")
    severity: Severity = optional("Only this severity.")
    corrected: Flag = optional(
        "Only alerts that later data corrected, or only the others."
    )
    resolved: Flag = optional("Only resolved alerts, or only open ones.")


class SuppressionFilters(_AlertFilters):
    """The filters of the list of alert suppressions."""

    reason: SuppressionReason = optional("Only this reason.")


ENDPOINTS = (
    Endpoint(
        path="/v1/alerts",
        operation_id="list_alerts",
        summary="List alerts, newest first",
        model=AlertList,
        row=Alert,
        parameters=AlertFilters,
    ),
    Endpoint(
        path="/v1/alerts/{id:int}",
        operation_id="get_alert",
        summary="Get an alert",
        model=AlertAnswer,
    ),
    Endpoint(
        method="POST",
        path="/v1/alerts/{id:int}:read",
        operation_id="read_alert",
        summary="Mark an alert as read",
        model=AlertAnswer,
    ),
    Endpoint(
        method="POST",
        path="/v1/alerts/{id:int}:acknowledge",
        operation_id="acknowledge_alert",
        summary="Acknowledge an alert",
        model=AlertAnswer,
    ),
    Endpoint(
        method="POST",
        path="/v1/alerts/{id:int}:resolve",
        operation_id="resolve_alert",
        summary="Resolve an alert",
        model=AlertAnswer,
    ),
    Endpoint(
        belongs_to="alerts",
        path="/v1/alert-suppressions",
        operation_id="list_alert_suppressions",
        summary="List alert suppressions",
        model=SuppressionList,
        row=Suppression,
        page_keys=((str, str, str, str, int),),
        parameters=SuppressionFilters,
    ),
)
