"""Notification channels and the notifications sent to them."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.http.parameters import IdParameter, PageParameters, optional
from api.resources.common_models import (
    Change,
    Documented,
    Name,
    Words,
    answer_of,
    example,
    left_out,
    list_of,
)
from api.resources.endpoint import Endpoint

NotificationStatus = Literal[
    "pending", "sending", "sent", "failed", "dead", "cancelled"
]


class NotificationChannel(Documented):
    """A channel that alerts are sent to."""

    id: int
    name: str
    channel_type: Literal["email", "slack", "webhook"]
    target: str = Field(description="The address; for Slack only the host.")
    is_active: bool
    disabled_at: dt.datetime | None
    disabled_reason: str | None
    created_at: dt.datetime


NotificationChannelAnswer = answer_of(NotificationChannel)


class NewNotificationChannelAnswer(Documented):
    """The response for a new notification channel, with its secret."""

    data: NotificationChannel
    secret: str | None = Field(
        description="The key that signs webhooks; shown only in this response."
    )


NotificationChannelList = list_of(NotificationChannel, "/v1/notification-channels")


class NotificationChannelChange(Change):
    """The fields of a channel to update; omitted fields keep their values."""

    name: Name = left_out()
    target: Words = left_out()
    is_active: bool = left_out()


class NewNotificationChannel(Change):
    """A new notification channel."""

    model_config = example(
        name="Ops",
        channel_type="webhook",
        target="https://example.com/hooks/asinmart",
    )

    name: Name
    channel_type: Literal["email", "slack", "webhook"]
    target: Words
    is_active: bool = True


class Notification(Documented):
    """A message to a notification channel, sent or pending."""

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


NotificationList = list_of(Notification, "/v1/notifications")


class NotificationFilters(PageParameters):
    """The filters of the list of notifications."""

    status: NotificationStatus = optional("Only this status.")
    channel_id: IdParameter = optional("Only notifications to this channel.")
    alert_id: IdParameter = optional("Only notifications about this single alert.")


ENDPOINTS = (
    Endpoint(
        path="/v1/notification-channels",
        operation_id="list_notification_channels",
        summary="List notification channels, oldest first",
        model=NotificationChannelList,
        parameters=PageParameters,
    ),
    Endpoint(
        method="POST",
        path="/v1/notification-channels",
        operation_id="create_notification_channel",
        summary="Create a notification channel; a webhook secret is shown only here",
        model=NewNotificationChannelAnswer,
        body=NewNotificationChannel,
        shows_secret=True,
    ),
    Endpoint(
        path="/v1/notification-channels/{id:int}",
        operation_id="get_notification_channel",
        summary="Get a notification channel, without its secret",
        model=NotificationChannelAnswer,
    ),
    Endpoint(
        method="PATCH",
        path="/v1/notification-channels/{id:int}",
        operation_id="update_notification_channel",
        summary="Update a notification channel",
        model=NotificationChannelAnswer,
        body=NotificationChannelChange,
    ),
    Endpoint(
        method="DELETE",
        path="/v1/notification-channels/{id:int}",
        operation_id="delete_notification_channel",
        summary="Delete a notification channel and its pending notifications",
    ),
    Endpoint(
        path="/v1/notifications",
        operation_id="list_notifications",
        summary="List notifications, newest first",
        model=NotificationList,
        page_keys=((str, str),),
        parameters=NotificationFilters,
    ),
)
