"""Notification channels and the notifications sent to them."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from api import queries
from api.http.parameters import IdParameter, PageParameters, optional
from api.resources.common_models import (
    Change,
    Documented,
    ListMeta,
    Name,
    Page,
    Words,
    left_out,
)
from api.resources.endpoint import BY_ID, Endpoint

NotificationStatus = Literal[
    "pending", "sending", "sent", "failed", "dead", "cancelled"
]


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
    status: NotificationStatus
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


class NotificationFilters(PageParameters):
    """The filters of the list of notifications."""

    status: NotificationStatus = optional("Only this status.")
    channel_id: IdParameter = optional("Only notifications to this channel.")
    alert_id: IdParameter = optional("Only notifications about this single alert.")


ENDPOINTS = (
    Endpoint(
        tag="notification-channels",
        path="/v1/notification-channels",
        operation_id="list_notification_channels",
        summary="Where alerts are sent, oldest first",
        query=queries.NOTIFICATION_CHANNELS,
        model=NotificationChannelList,
        page_keys=BY_ID,
        parameters=PageParameters,
    ),
    Endpoint(
        tag="notification-channels",
        method="POST",
        path="/v1/notification-channels",
        operation_id="create_notification_channel",
        summary="Make a channel; the secret of a webhook is shown this once",
        query=queries.CREATE_NOTIFICATION_CHANNEL,
        model=NewNotificationChannelAnswer,
        status=201,
        body=NewNotificationChannel,
        shows_secret=True,
    ),
    Endpoint(
        tag="notification-channels",
        path="/v1/notification-channels/{id:int}",
        operation_id="get_notification_channel",
        summary="One channel, without its secret",
        query=queries.NOTIFICATION_CHANNEL,
        model=NotificationChannelAnswer,
    ),
    Endpoint(
        tag="notification-channels",
        method="PATCH",
        path="/v1/notification-channels/{id:int}",
        operation_id="update_notification_channel",
        summary="Change fields of a channel",
        query=queries.UPDATE_NOTIFICATION_CHANNEL,
        model=NotificationChannelAnswer,
        body=NotificationChannelChange,
    ),
    Endpoint(
        tag="notification-channels",
        method="DELETE",
        path="/v1/notification-channels/{id:int}",
        operation_id="delete_notification_channel",
        summary="Remove a channel and what waits for it",
        query=queries.DELETE_NOTIFICATION_CHANNEL,
        status=204,
    ),
    Endpoint(
        tag="notifications",
        path="/v1/notifications",
        operation_id="list_notifications",
        summary="Messages to channels, the newest first",
        query=queries.NOTIFICATIONS,
        model=NotificationList,
        page_keys=((str, str),),
        parameters=NotificationFilters,
    ),
)
