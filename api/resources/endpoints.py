"""The endpoints: one table of what can be asked and changed.

A row is an operation: a path, the one call of an api function that answers it, what it
takes, and the model that describes what it gives. What has a `key` is a fact about a
product, kept in the cache under it (`api.resources.routes`); anything else is asked of
Postgres each time, for the tenant that asks (`api.resources.handlers`). A new resource
is a few rows here, their calls in `api.resources.resource_queries`, their models in
`api.resources.resource_models`.
"""

import re
from dataclasses import dataclass

from pydantic import BaseModel

from api import queries
from api.http.list_parameters import (
    ALERT_KINDS,
    ANY_MARKETPLACE,
    CURSOR,
    LIMIT,
    MARKETPLACE,
    RULE_TYPES,
    SEVERITIES,
    Argument,
    an_asin,
    an_id,
    choice,
    day,
    flag,
    price,
    sort,
    text,
)
from api.http.pagination import Shape
from api.resources import models, resource_models, resource_queries
from api.resources.resource_models import Change

# What a page of a list ends at: the id of its last row, or what its rows are sorted by.
BY_ID: tuple[Shape, ...] = ((int,),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One operation.

    `key` is its place in the cache, with {range} in it `range` is a parameter, and
    `part` what `api.product_parts` calls it; `row` is what a line holds where it can be
    had as CSV, `rows` where a series has them. `page_keys` are the shapes of what a
    list puts into its cursors. What `is_for_installation` tells of all tenants together
    and is for operators of the installation's own.
    """

    tag: str
    path: str
    operation_id: str
    summary: str
    query: str
    model: type[BaseModel] | None = None
    method: str = "GET"
    status: int = 200
    arguments: tuple[Argument, ...] = ()
    body: type[Change] | None = None
    is_for_public_keys: bool = False
    is_for_installation: bool = False
    row: type[BaseModel] | None = None
    rows: str = ""
    page_keys: tuple[Shape, ...] = ()
    key: str = ""
    part: str | None = None
    is_comparison: bool = False
    has_period: bool = False
    shows_secret: bool = False

    @property
    def query_names(self) -> tuple[str, ...]:
        """Names of a fact's query parameters, in the order `read_query` gives them."""
        names: tuple[str, ...] = ("marketplace",)
        if "{range}" in self.key:
            names += ("range",)
        if self.has_period:
            names += ("from", "to")
        return names

    @property
    def path_names(self) -> list[str]:
        """Names of what the path holds."""
        return re.findall(r"{(\w+)", self.path)

    @property
    def is_list(self) -> bool:
        """Whether it gives page after page."""
        return CURSOR in self.arguments

    @property
    def is_change(self) -> bool:
        """Whether it is no reading."""
        return self.method != "GET"

    @property
    def takes_idempotency_key(self) -> bool:
        """Whether it can be sent twice and done once: no secret is kept for that."""
        return self.method == "POST" and not self.shows_secret

    @property
    def takes_if_match(self) -> bool:
        """Whether a change may be bound to what its sender has read."""
        return "%(if_match)s" in self.query


def paged(*arguments: Argument) -> tuple[Argument, ...]:
    """Return the arguments of a list: its filters, and those of every list."""
    return (*arguments, LIMIT, CURSOR)


FACTS = (
    Endpoint(
        tag="products",
        path="/v1/products/{asin}",
        operation_id="get_product",
        summary="A product and its latest observation",
        key="product:{asin}:{marketplace}:summary",
        part="summary",
        query=queries.PRODUCT,
        model=models.ProductAnswer,
    ),
    Endpoint(
        tag="products",
        path="/v1/products/{asin}/summary",
        operation_id="get_product_summary",
        summary="The same as /v1/products/{asin}",
        key="product:{asin}:{marketplace}:summary",
        part="summary",
        query=queries.PRODUCT,
        model=models.ProductAnswer,
    ),
    Endpoint(
        tag="products",
        path="/v1/products/{asin}/metrics",
        operation_id="get_product_metrics",
        summary="Daily price, rank, rating and reviews",
        key="product:{asin}:{marketplace}:metrics:daily:{range}",
        part="metrics",
        query=queries.PRODUCT_METRICS,
        model=models.MetricsAnswer,
        has_period=True,
        row=models.MetricsDay,
        rows=resource_queries.DAYS,
    ),
    Endpoint(
        tag="products",
        path="/v1/products/{asin}/deltas",
        operation_id="get_product_deltas",
        summary="Changes from one observed day to the next",
        key="product:{asin}:{marketplace}:delta:daily:{range}",
        part="deltas",
        query=queries.PRODUCT_DELTAS,
        model=models.DeltasAnswer,
        has_period=True,
        row=models.DeltasDay,
        rows=resource_queries.DAYS,
    ),
    Endpoint(
        tag="products",
        path="/v1/products/{asin}/rollups",
        operation_id="get_product_rollups",
        summary="Averages, extremes and change over 7, 30 and 90 days",
        key="product:{asin}:{marketplace}:rollups",
        part="rollups",
        query=queries.PRODUCT_ROLLUPS,
        model=models.RollupsAnswer,
        row=models.Window,
        rows=resource_queries.WINDOWS,
    ),
    Endpoint(
        tag="competitions",
        path="/v1/competitions/{asin}",
        operation_id="get_competition",
        summary="A product against its competitors",
        key="compare:{asin}:all:{marketplace}:{range}",
        query=queries.COMPETITIONS,
        model=models.CompetitionAnswer,
        row=resource_models.GapRow,
        rows=resource_queries.GAPS,
        is_comparison=True,
    ),
)

PRODUCT_LISTS = (
    Endpoint(
        tag="products",
        path="/v1/products",
        operation_id="list_products",
        summary="Products of a marketplace: search, filter, sort",
        query=resource_queries.PRODUCTS,
        model=resource_models.ProductList,
        is_for_public_keys=True,
        row=models.Product,
        page_keys=((str,), (int | float | str | None, str)),
        arguments=paged(
            text(
                "q",
                "Words of a title, brand or category, or the beginning of an ASIN; "
                "each may be the beginning of a word.",
                200,
            ),
            MARKETPLACE,
            text("brand", "Only this brand, as the answers write it.", 200),
            text("category", "Only this category, as the answers write it.", 200),
            price("price_min", "Only from this price on."),
            price("price_max", "Only up to this price."),
            flag("in_stock", "Only those that are in stock, or are not."),
            flag("is_unlisted", "Only those whose listing is gone, or is not."),
            flag("tracked", "Only those of your watch list, or all others.", own=True),
            sort(
                *("asin", "-asin", "bsr", "-bsr", "price", "-price", "reviews"),
                *("-reviews", "latest_date", "-latest_date", "price_change_pct"),
                *("-price_change_pct", "relevance"),
                note="Without it relevance where there is a q, else asin. Unknown "
                "values come last. price_change_pct has those whose price moved on "
                "the newest day of the marketplace.",
            ),
        ),
    ),
)

ALERTS = (
    Endpoint(
        tag="alerts",
        path="/v1/alerts",
        operation_id="list_alerts",
        summary="Alerts, the last one raised first",
        query=resource_queries.ALERTS,
        model=resource_models.AlertList,
        row=resource_models.Alert,
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
        query=resource_queries.ALERT,
        model=resource_models.AlertAnswer,
    ),
    Endpoint(
        tag="alerts",
        method="POST",
        path="/v1/alerts/{id:int}:read",
        operation_id="read_alert",
        summary="Mark an alert as read",
        query=resource_queries.READ_ALERT,
        model=resource_models.AlertAnswer,
    ),
    Endpoint(
        tag="alerts",
        method="POST",
        path="/v1/alerts/{id:int}:acknowledge",
        operation_id="acknowledge_alert",
        summary="Take note of an alert",
        query=resource_queries.ACKNOWLEDGE_ALERT,
        model=resource_models.AlertAnswer,
    ),
    Endpoint(
        tag="alerts",
        method="POST",
        path="/v1/alerts/{id:int}:resolve",
        operation_id="resolve_alert",
        summary="Say that an alert no longer matters",
        query=resource_queries.RESOLVE_ALERT,
        model=resource_models.AlertAnswer,
    ),
    Endpoint(
        tag="alerts",
        path="/v1/alert-suppressions",
        operation_id="list_alert_suppressions",
        summary="What rules did not tell, and why",
        query=resource_queries.ALERT_SUPPRESSIONS,
        model=resource_models.SuppressionList,
        row=resource_models.Suppression,
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

ALERT_RULES = (
    Endpoint(
        tag="alert-rules",
        path="/v1/alert-rules",
        operation_id="list_alert_rules",
        summary="Alert rules, oldest first",
        query=resource_queries.ALERT_RULES,
        model=resource_models.AlertRuleList,
        page_keys=BY_ID,
        arguments=paged(
            choice("rule_type", "Only those that watch this.", RULE_TYPES),
            flag("is_active", "Only those that are active, or are not."),
        ),
    ),
    Endpoint(
        tag="alert-rules",
        method="POST",
        path="/v1/alert-rules",
        operation_id="create_alert_rule",
        summary="Make an alert rule",
        query=resource_queries.CREATE_ALERT_RULE,
        model=resource_models.AlertRuleAnswer,
        status=201,
        body=resource_models.NewAlertRule,
    ),
    Endpoint(
        tag="alert-rules",
        path="/v1/alert-rules/{id:int}",
        operation_id="get_alert_rule",
        summary="One alert rule, also in words",
        query=resource_queries.ALERT_RULE,
        model=resource_models.AlertRuleAnswer,
    ),
    Endpoint(
        tag="alert-rules",
        method="PATCH",
        path="/v1/alert-rules/{id:int}",
        operation_id="update_alert_rule",
        summary="Change fields of an alert rule",
        query=resource_queries.UPDATE_ALERT_RULE,
        model=resource_models.AlertRuleAnswer,
        body=resource_models.AlertRuleChange,
    ),
    Endpoint(
        tag="alert-rules",
        method="DELETE",
        path="/v1/alert-rules/{id:int}",
        operation_id="delete_alert_rule",
        summary="Remove an alert rule; its alerts stay",
        query=resource_queries.DELETE_ALERT_RULE,
        status=204,
    ),
    Endpoint(
        tag="alert-rules",
        method="POST",
        path="/v1/alert-rules/{id:int}:backtest",
        operation_id="backtest_alert_rule",
        summary="When a rule would have alerted in a period",
        query=resource_queries.BACKTEST_ALERT_RULE,
        model=resource_models.BacktestAnswer,
        body=resource_models.Backtest,
    ),
)

TRACKED_PRODUCTS = (
    Endpoint(
        tag="tracked-products",
        path="/v1/tracked-products",
        operation_id="list_tracked_products",
        summary="The watch list, by ASIN",
        query=resource_queries.TRACKED_PRODUCTS,
        model=resource_models.TrackedProductList,
        row=resource_models.TrackedProduct,
        page_keys=((str, str),),
        arguments=paged(
            ANY_MARKETPLACE,
            flag("is_active", "Only those that are fetched, or are paused."),
        ),
    ),
    Endpoint(
        tag="tracked-products",
        method="POST",
        path="/v1/tracked-products:batch",
        operation_id="track_products",
        summary="Track up to 500 products",
        query=resource_queries.TRACK_PRODUCTS,
        model=resource_models.TrackedCountsAnswer,
        body=resource_models.TrackingOfMany,
    ),
    Endpoint(
        tag="tracked-products",
        path="/v1/tracked-products/{asin}",
        operation_id="get_tracked_product",
        summary="One tracked product",
        query=resource_queries.TRACKED_PRODUCT,
        model=resource_models.TrackedProductAnswer,
        arguments=(MARKETPLACE,),
    ),
    Endpoint(
        tag="tracked-products",
        method="PUT",
        path="/v1/tracked-products/{asin}",
        operation_id="track_product",
        summary="Track a product, in place of how it was tracked before",
        query=resource_queries.TRACK_PRODUCT,
        model=resource_models.TrackedProductAnswer,
        arguments=(MARKETPLACE,),
        body=resource_models.Tracking,
    ),
    Endpoint(
        tag="tracked-products",
        method="DELETE",
        path="/v1/tracked-products/{asin}",
        operation_id="untrack_product",
        summary="Take a product off the watch list",
        query=resource_queries.UNTRACK_PRODUCT,
        status=204,
        arguments=(MARKETPLACE,),
    ),
)

COMPETITORS = (
    Endpoint(
        tag="competitive-groups",
        path="/v1/competitive-groups",
        operation_id="list_competitive_groups",
        summary="Competitive groups with their members, oldest first",
        query=resource_queries.COMPETITIVE_GROUPS,
        model=resource_models.CompetitiveGroupList,
        page_keys=BY_ID,
        arguments=paged(
            ANY_MARKETPLACE,
            an_asin("asin_main", "Only those round this main product."),
        ),
    ),
    Endpoint(
        tag="competitive-groups",
        method="POST",
        path="/v1/competitive-groups",
        operation_id="create_competitive_group",
        summary="Make a competitive group",
        query=resource_queries.CREATE_COMPETITIVE_GROUP,
        model=resource_models.CompetitiveGroupAnswer,
        status=201,
        body=resource_models.NewCompetitiveGroup,
    ),
    Endpoint(
        tag="competitive-groups",
        path="/v1/competitive-groups/{id:int}",
        operation_id="get_competitive_group",
        summary="One competitive group with its members",
        query=resource_queries.COMPETITIVE_GROUP,
        model=resource_models.CompetitiveGroupAnswer,
    ),
    Endpoint(
        tag="competitive-groups",
        method="PATCH",
        path="/v1/competitive-groups/{id:int}",
        operation_id="update_competitive_group",
        summary="Change fields of a competitive group",
        query=resource_queries.UPDATE_COMPETITIVE_GROUP,
        model=resource_models.CompetitiveGroupAnswer,
        body=resource_models.CompetitiveGroupChange,
    ),
    Endpoint(
        tag="competitive-groups",
        method="DELETE",
        path="/v1/competitive-groups/{id:int}",
        operation_id="delete_competitive_group",
        summary="Remove a competitive group and the rules about it",
        query=resource_queries.DELETE_COMPETITIVE_GROUP,
        status=204,
    ),
    Endpoint(
        tag="competitive-groups",
        method="PUT",
        path="/v1/competitive-groups/{id:int}/members/{asin}",
        operation_id="add_group_member",
        summary="Add a competitor to a group, or pause it",
        query=resource_queries.ADD_GROUP_MEMBER,
        model=resource_models.CompetitiveGroupAnswer,
        body=resource_models.Membership,
    ),
    Endpoint(
        tag="competitive-groups",
        method="DELETE",
        path="/v1/competitive-groups/{id:int}/members/{asin}",
        operation_id="remove_group_member",
        summary="Take a competitor out of a group",
        query=resource_queries.REMOVE_GROUP_MEMBER,
        status=204,
    ),
    Endpoint(
        tag="competitor-links",
        path="/v1/competitor-links",
        operation_id="list_competitor_links",
        summary="Pairs that are linked one by one, by main product",
        query=resource_queries.COMPETITOR_LINKS,
        model=resource_models.CompetitorLinkList,
        page_keys=((str, str, str),),
        arguments=paged(
            ANY_MARKETPLACE,
            an_asin("asin", "Only those with this product, on either side."),
        ),
    ),
    Endpoint(
        tag="competitor-links",
        method="PUT",
        path="/v1/competitor-links/{asin_main}/{asin_comp}",
        operation_id="link_competitor",
        summary="Compare a product with another",
        query=resource_queries.LINK_COMPETITOR,
        model=resource_models.CompetitorLinkAnswer,
        arguments=(MARKETPLACE,),
    ),
    Endpoint(
        tag="competitor-links",
        method="DELETE",
        path="/v1/competitor-links/{asin_main}/{asin_comp}",
        operation_id="unlink_competitor",
        summary="End a link",
        query=resource_queries.UNLINK_COMPETITOR,
        status=204,
        arguments=(MARKETPLACE,),
    ),
)

NOTIFICATIONS = (
    Endpoint(
        tag="notification-channels",
        path="/v1/notification-channels",
        operation_id="list_notification_channels",
        summary="Where alerts are sent, oldest first",
        query=resource_queries.NOTIFICATION_CHANNELS,
        model=resource_models.NotificationChannelList,
        page_keys=BY_ID,
        arguments=paged(),
    ),
    Endpoint(
        tag="notification-channels",
        method="POST",
        path="/v1/notification-channels",
        operation_id="create_notification_channel",
        summary="Make a channel; the secret of a webhook is shown this once",
        query=resource_queries.CREATE_NOTIFICATION_CHANNEL,
        model=resource_models.NewNotificationChannelAnswer,
        status=201,
        body=resource_models.NewNotificationChannel,
        shows_secret=True,
    ),
    Endpoint(
        tag="notification-channels",
        path="/v1/notification-channels/{id:int}",
        operation_id="get_notification_channel",
        summary="One channel, without its secret",
        query=resource_queries.NOTIFICATION_CHANNEL,
        model=resource_models.NotificationChannelAnswer,
    ),
    Endpoint(
        tag="notification-channels",
        method="PATCH",
        path="/v1/notification-channels/{id:int}",
        operation_id="update_notification_channel",
        summary="Change fields of a channel",
        query=resource_queries.UPDATE_NOTIFICATION_CHANNEL,
        model=resource_models.NotificationChannelAnswer,
        body=resource_models.NotificationChannelChange,
    ),
    Endpoint(
        tag="notification-channels",
        method="DELETE",
        path="/v1/notification-channels/{id:int}",
        operation_id="delete_notification_channel",
        summary="Remove a channel and what waits for it",
        query=resource_queries.DELETE_NOTIFICATION_CHANNEL,
        status=204,
    ),
    Endpoint(
        tag="notifications",
        path="/v1/notifications",
        operation_id="list_notifications",
        summary="Messages to channels, the newest first",
        query=resource_queries.NOTIFICATIONS,
        model=resource_models.NotificationList,
        page_keys=((str, str),),
        arguments=paged(
            choice(
                "status",
                "Only those in this state.",
                ("pending", "sending", "sent", "failed", "dead", "cancelled"),
            ),
            an_id("channel_id", "Only those to this channel."),
            an_id("alert_id", "Only those that tell of this alert alone."),
        ),
    ),
)

OPERATION = (
    Endpoint(
        tag="jobs",
        path="/v1/jobs",
        operation_id="list_jobs",
        summary="Batches from sources, the last one first",
        query=resource_queries.JOBS,
        model=resource_models.JobList,
        is_for_installation=True,
        page_keys=BY_ID,
        arguments=paged(
            choice(
                "status",
                "Only those in this state.",
                ("LOADING", "LANDED", "SUCCESS", "PARTIAL", "HALTED", "FAILED"),
            ),
            text("source", "Only those of this source.", 200),
        ),
    ),
    Endpoint(
        tag="jobs",
        path="/v1/jobs/{job_id:path}",
        operation_id="get_job",
        summary="One batch: status, counts, times",
        query=resource_queries.JOB,
        model=resource_models.JobAnswer,
        is_for_installation=True,
    ),
    Endpoint(
        tag="data-freshness",
        path="/v1/data-freshness",
        operation_id="get_data_freshness",
        summary="How fresh each table is in each marketplace",
        query=resource_queries.DATA_FRESHNESS,
        model=resource_models.FreshnessAnswer,
    ),
)

ENDPOINTS: tuple[Endpoint, ...] = (
    *PRODUCT_LISTS,
    *FACTS,
    *ALERTS,
    *ALERT_RULES,
    *TRACKED_PRODUCTS,
    *COMPETITORS,
    *NOTIFICATIONS,
    *OPERATION,
)
METRICS = next(e for e in FACTS if e.operation_id == "get_product_metrics")
BODIES: tuple[type[Change], ...] = tuple(
    endpoint.body for endpoint in ENDPOINTS if endpoint.body is not None
)
