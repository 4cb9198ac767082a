"""Decides when a failed task is tried again: exponential backoff with jitter."""

import random
from datetime import UTC, datetime, timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from worker.settings import Settings


class NotYet(Exception):
    """The task cannot be done now, for an outside reason: the try does not count."""

    def __init__(self, reason: str, *, until: datetime) -> None:
        """Keep the reason, and the time from which another try makes sense."""
        super().__init__(reason)
        self.until = until


class TryAgain(Exception):
    """This try failed, but another may succeed; `at` is the time of the next one."""

    def __init__(self, reason: str, *, at: datetime) -> None:
        """Keep the reason, and the time of the next try."""
        super().__init__(reason)
        self.at = at


class GiveUp(Exception):
    """No further try can help: the task becomes a dead letter."""


def backoff(settings: Settings, attempt: int) -> timedelta:
    """Wait after the attempt-th failure: twice as long each time, plus or minus half.

    The jitter keeps tasks that failed together from returning together.
    """
    # 2.0 ** 1024 overflows; the limit applies long before.
    seconds = settings.retry_base * 2.0 ** min(attempt - 1, 60)
    return timedelta(seconds=min(seconds, settings.retry_cap) * random.uniform(0.5, 1))


class Retries(BaseRetryStrategy):
    """Retries of every task; a task with any other error is tried again as well."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings: the number of tries and the pauses between them."""
        self.settings = settings

    def get_retry_decision(
        self, *, exception: BaseException, job: Job
    ) -> RetryDecision | None:
        """Decide by the exception; None makes a dead letter."""
        match exception:
            case NotYet(until=until):
                return RetryDecision(retry_at=until)
            case TryAgain(at=at):
                return RetryDecision(retry_at=at)
            case GiveUp():
                return None
        attempt = job.attempts + 1
        if attempt >= self.settings.max_attempts:
            return None
        return RetryDecision(
            retry_at=datetime.now(UTC) + backoff(self.settings, attempt)
        )
