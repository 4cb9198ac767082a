"""Alerts, their marks, and suppressed alerts."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from api import queries
from api.http.list_parameters import (
    ALERT_KINDS,
    ANY_MARKETPLACE,
    SEVERITIES,
    AlertKind,
    Severity,
    an_asin,
    an_id,
    choice,
    day,
    flag,
)
from api.resources.common_models import Documented, ListMeta, Page
from api.resources.endpoint import BY_ID, Endpoint, paged


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


ENDPOINTS = (
    Endpoint(
        tag="alerts",
        path="/v1/alerts",
        operation_id="list_alerts",
        summary="Alerts, the last one raised first",
        query=queries.ALERTS,
        model=AlertList,
        row=Alert,
        page_keys=BY_ID,
        arguments=paged(
            flag("unread", "Only those nobody has read, or all others."),
            choice("kind", "Only of this kind.", ALERT_KINDS),
            choice("severity", "Only of this severity.", SEVERITIES),
            an_asin("asin", "Only about this product."),
            ANY_MARKETPLACE,
            an_id("rule_id", "Only those of this rule."),
            day("since", "Only about this day and later ones."),
            day("until", "Only about this day and earlier ones."),
            flag("corrected", "Only those later data took back, or all others."),
            flag("resolved", "Only those that are resolved, or are not."),
        ),
    ),
    Endpoint(
        tag="alerts",
        path="/v1/alerts/{id:int}",
        operation_id="get_alert",
        summary="One alert",
        query=queries.ALERT,
        model=AlertAnswer,
    ),
    Endpoint(
        tag="alerts",
        method="POST",
        path="/v1/alerts/{id:int}:read",
        operation_id="read_alert",
        summary="Mark an alert as read",
        query=queries.READ_ALERT,
        model=AlertAnswer,
    ),
    Endpoint(
        tag="alerts",
        method="POST",
        path="/v1/alerts/{id:int}:acknowledge",
        operation_id="acknowledge_alert",
        summary="Take note of an alert",
        query=queries.ACKNOWLEDGE_ALERT,
        model=AlertAnswer,
    ),
    Endpoint(
        tag="alerts",
        method="POST",
        path="/v1/alerts/{id:int}:resolve",
        operation_id="resolve_alert",
        summary="Say that an alert no longer matters",
        query=queries.RESOLVE_ALERT,
        model=AlertAnswer,
    ),
    Endpoint(
        tag="alerts",
        path="/v1/alert-suppressions",
        operation_id="list_alert_suppressions",
        summary="What rules did not tell, and why",
        query=queries.ALERT_SUPPRESSIONS,
        model=SuppressionList,
        row=Suppression,
        page_keys=((str, str, str, str, int),),
        arguments=paged(
            choice(
                "reason",
                "Only for this reason.",
                ("snooze", "suspect", "confirm", "rearm", "cooldown", "quota"),
            ),
            choice("kind", "Only of this kind.", ALERT_KINDS),
            an_asin("asin", "Only about this product."),
            ANY_MARKETPLACE,
            an_id("rule_id", "Only those of this rule."),
            day("since", "Only about this day and later ones."),
            day("until", "Only about this day and earlier ones."),
        ),
    ),
)
