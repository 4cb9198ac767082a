"""Sends one notification: claims it, sends it, records the result.

The claim is committed before anything is sent. If the process dies between sending and
recording, the next try sends again under the same id, by which receivers recognise it.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from worker import queries
from worker.channels.email import send_email
from worker.channels.result import Failed, Outcome, Sent
from worker.channels.slack import send_slack
from worker.channels.webhook import send_webhook
from worker.database import Pool, call
from worker.retries import GiveUp, NotYet, TryAgain, backoff
from worker.settings import Settings


def notify(pool: Pool, settings: Settings, notification_id: UUID) -> str:
    """Send a notification, and return the result as a text.

    Raises NotYet, TryAgain or GiveUp, which requeue the task or make it a dead letter;
    the status of the notification is then failed or dead.
    """
    claim = call(
        pool,
        queries.CLAIM_NOTIFICATION,
        id=notification_id,
        instance_id=settings.instance_id,
        claim_timeout=settings.claim_timeout,
    )
    match claim["outcome"]:
        case "send":
            outcome = _send(settings, notification_id, claim)
            return _settle(pool, settings, notification_id, claim["attempt"], outcome)
        case "early" | "busy" as why:
            raise NotYet(f"The notification is {why}.", until=claim["due_at"])
        case "refused":
            raise NotYet(
                f"Nothing is sent: {claim['detail']}.",
                until=datetime.now(UTC) + timedelta(minutes=1),
            )
    return str(claim["detail"])


def _send(settings: Settings, notification_id: UUID, claim: dict[str, Any]) -> Outcome:
    message, target = claim["message"], claim["target"]
    match claim["channel_type"]:
        case "webhook":
            return send_webhook(
                settings,
                notification_id=notification_id,
                target=target,
                secret=claim["secret"],
                message=message,
            )
        case "slack":
            return send_slack(settings, target=target, message=message)
        case "email":
            return send_email(
                settings,
                notification_id=notification_id,
                target=target,
                message=message,
            )
    return Failed(
        f"Channels of type {claim['channel_type']} are not supported.", is_final=True
    )


def _settle(
    pool: Pool,
    settings: Settings,
    notification_id: UUID,
    attempt: int,
    outcome: Outcome,
) -> str:
    due_at: datetime | None = None
    error: str | None = None
    disable_reason: str | None = None
    match outcome:
        case Sent():
            status = "sent"
        case Failed():
            error, disable_reason = outcome.error, outcome.disable_reason
            status = "dead"
            if not outcome.is_final and attempt < settings.max_attempts:
                status = "failed"
                wait = backoff(settings, attempt)
                due_at = datetime.now(UTC) + max(wait, outcome.retry_after or wait)
    call(
        pool,
        queries.SETTLE_NOTIFICATION,
        id=notification_id,
        attempt=attempt,
        status=status,
        response_status=outcome.response_status,
        error=error,
        due_at=due_at,
        disable_reason=disable_reason,
    )
    if error is None:
        return status
    if due_at is not None:
        raise TryAgain(error, at=due_at)
    raise GiveUp(error)
