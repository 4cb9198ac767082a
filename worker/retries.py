"""When a task that failed is tried again: exponential backoff with jitter."""

import random
from datetime import UTC, datetime, timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from worker.settings import Settings


class NotYet(Exception):
    """The task cannot be done now, through no fault of its own: it does not count."""

    def __init__(self, reason: str, *, until: datetime) -> None:
        """Say why, and from when on it makes sense to try again."""
        super().__init__(reason)
        self.until = until


class TryAgain(Exception):
    """This try failed and another may not; `at` is when, as whoever raises it knows."""

    def __init__(self, reason: str, *, at: datetime) -> None:
        """Say why, and when the next try is."""
        super().__init__(reason)
        self.at = at


class GiveUp(Exception):
    """No further try can help: the task becomes a dead letter."""


def backoff(settings: Settings, attempt: int) -> timedelta:
    """Wait after the attempt-th failure: twice as long each time, give or take half.

    The jitter keeps what failed together from coming back together.
    """
    # 2.0 ** 1024 overflows, and the cap holds long before.
    seconds = settings.retry_base * 2.0 ** min(attempt - 1, 60)
    return timedelta(seconds=min(seconds, settings.retry_cap) * random.uniform(0.5, 1))


class Retries(BaseRetryStrategy):
    """Retries of every task; what raises none of the above is tried again as well."""

    def __init__(self, settings: Settings) -> None:
        """Keep the settings: how often, and how long between tries."""
        self.settings = settings

    def get_retry_decision(
        self, *, exception: BaseException, job: Job
    ) -> RetryDecision | None:
        """Decide by the exception; None is a dead letter."""
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
