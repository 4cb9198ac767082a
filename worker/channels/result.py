"""The result of an attempt to deliver, the same for all channels."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Sent:
    """The receiver took the message."""

    response_status: int | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not.

    `is_final`: another try cannot help; `retry_after`: the receiver said when to come
    back; `disable_reason`: the channel is of no use any more.
    """

    error: str
    response_status: int | None = None
    is_final: bool = False
    retry_after: timedelta | None = None
    disable_reason: str | None = None


Outcome = Sent | Failed
