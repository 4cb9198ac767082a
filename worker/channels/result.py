"""The result of an attempt to deliver, the same for all channels."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Sent:
    """The receiver took the message."""

    response_status: int | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The receiver did not take the message.

    `is_final`: another try cannot help; `retry_after`: the wait that the receiver asks
    for; `disable_reason`: why the channel can never work again.
    """

    error: str
    response_status: int | None = None
    is_final: bool = False
    retry_after: timedelta | None = None
    disable_reason: str | None = None


Outcome = Sent | Failed
