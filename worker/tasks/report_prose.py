"""Asks a language model to write one competition report anew.

SQL makes the request, checks the answer and counts its cost; this carries the bytes to
any endpoint that speaks OpenAI's chat completions, and back.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from worker import queries
from worker.database import Pool, call
from worker.retries import NotYet, TryAgain, backoff
from worker.settings import Settings

if TYPE_CHECKING:
    from openai import OpenAI

TOO_SLOW = "The endpoint did not answer in time."
LARGEST_ANSWER = 4 * 1024 * 1024
# Of a Retry-After header; what asks for more is tried again after the usual time.
LONGEST_PAUSE = timedelta(hours=6)


class Failure(Exception):
    """No answer came; says whether another try may help, and if this one was free."""

    def __init__(
        self,
        reason: str,
        *,
        may_pass: bool = False,
        is_free: bool = True,
        retry_after: timedelta | None = None,
    ) -> None:
        """Keep the reason and what follows from it."""
        super().__init__(reason)
        self.may_pass = may_pass
        self.is_free = is_free
        self.retry_after = retry_after


def report_prose(pool: Pool, settings: Settings, *, report: dict[str, Any]) -> str:
    """Have one report written, and return the result as a text.

    `report` names the version by rules: tenant_id, asin_main, marketplace, version.
    Raises NotYet on a copy of the database, TryAgain when the endpoint was down, slow
    or busy. A refused answer is a result: the report by rules stands.
    """
    key = {**report, "tenant_id": UUID(str(report["tenant_id"]))}
    start = call(
        pool,
        queries.START_REPORT_PROSE,
        **key,
        instance_id=settings.instance_id,
        model=settings.llm_model,
        error=_missing(settings),
    )
    match start["outcome"]:
        case "over":
            return str(start["detail"])
        case "held":
            until = datetime.now(UTC) + timedelta(minutes=1)
            raise NotYet(f"Nothing is asked: {start['detail']}.", until=until)
    body: str | None = None
    failure: Failure | None = None
    retry_at: datetime | None = None
    try:
        body = _ask(settings, start["request"])
    except Failure as error:
        failure = error
        if error.may_pass:
            wait = backoff(settings, start["attempt"])
            retry_at = datetime.now(UTC) + max(wait, error.retry_after or wait)
    done = call(
        pool,
        queries.SETTLE_REPORT_PROSE,
        **key,
        attempt=start["attempt"],
        body=body,
        error=None if failure is None else str(failure),
        is_free=failure is not None and failure.is_free,
        retry_at=retry_at,
    )
    if done["status"] == "failed" and done["retry_at"] is not None:
        raise TryAgain(str(done["detail"]), at=done["retry_at"])
    if done["status"] is None:
        return "Another attempt has followed meanwhile."
    return ": ".join(filter(None, (done["status"], done["detail"])))


def _missing(settings: Settings) -> str | None:
    """Say why this worker cannot ask at all; None when it can."""
    if settings.llm_base_url is None or settings.llm_model is None:
        return "The worker has no ASINMART_LLM_BASE_URL or no ASINMART_LLM_MODEL."
    try:
        import openai  # noqa: F401
    except ImportError:
        return "The worker lacks the package openai: install asinmart[llm]."
    return None


def _ask(settings: Settings, request: dict[str, Any]) -> str:
    """Send the request, and return the body of the answer; raises Failure."""
    deadline = time.monotonic() + settings.llm_timeout
    with (
        _failures(),
        _client(settings) as client,
        client.chat.completions.with_streaming_response.create(**request) as response,
    ):
        # The client's own timeout is that of one read: a slow answer has many.
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if time.monotonic() > deadline:
                raise Failure(TOO_SLOW, may_pass=True, is_free=False)
            if len(body) > LARGEST_ANSWER:
                raise Failure("The answer is too large.", is_free=False)
    # Neither a NUL nor half a surrogate pair can be stored as a text.
    return body.decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}")


def _client(settings: Settings) -> "OpenAI":
    from openai import OpenAI

    assert settings.llm_base_url is not None
    key = settings.llm_api_key
    return OpenAI(
        base_url=settings.llm_base_url,
        # Local servers want none, but the client insists on one.
        api_key=key.get_secret_value() if key else "none",
        timeout=settings.llm_timeout,
        max_retries=0,
    )


@contextmanager
def _failures() -> Iterator[None]:
    """Turn the client's errors into Failure, without the texts of the endpoint."""
    import httpx2
    import openai

    try:
        yield
    except (openai.APITimeoutError, httpx2.TimeoutException):
        # The model may have written meanwhile, which is charged.
        raise Failure(TOO_SLOW, may_pass=True, is_free=False) from None
    except openai.APIStatusError as error:
        status = error.status_code
        raise Failure(
            f"The endpoint answers {status}.",
            may_pass=status in {408, 429} or status >= 500,
            retry_after=_retry_after(error.response.headers.get("retry-after")),
        ) from None
    except httpx2.HTTPError as error:
        # The connection broke while the answer was read.
        raise Failure(
            f"The answer was cut off ({type(error).__name__}).",
            may_pass=True,
            is_free=False,
        ) from None
    except openai.APIConnectionError as error:
        cause = type(error.__cause__ or error).__name__
        raise Failure(
            f"The endpoint cannot be reached ({cause}).", may_pass=True
        ) from None
    except openai.OpenAIError as error:
        raise Failure(
            f"The endpoint cannot be asked ({type(error).__name__})."
        ) from None


def _retry_after(header: str | None) -> timedelta | None:
    """Read a Retry-After header in seconds; None when it has another form."""
    try:
        pause = timedelta(seconds=float(header or ""))
    except (ValueError, OverflowError):
        return None
    return pause if timedelta(0) <= pause <= LONGEST_PAUSE else None
