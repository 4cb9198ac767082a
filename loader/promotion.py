"""Promotes and replays runs on request; otherwise pg_cron does it within its minute."""

from collections.abc import Callable
from dataclasses import dataclass

from loader import queries
from loader.database import Connection, row
from loader.errors import LoaderError


@dataclass(frozen=True, slots=True)
class Promotion:
    """Totals of a run after promotion; received = accepted + duplicate + rejected."""

    status: str
    received_count: int
    accepted_count: int
    duplicate_count: int
    rejected_count: int
    changed_day_count: int
    alert_count: int


def promote(
    connection: Connection,
    job_id: str,
    *,
    on_slice: Callable[[Promotion], None] = lambda _: None,
) -> Promotion:
    """Promote a run slice by slice, each in its own transaction.

    A run that pg_cron is promoting is waited for.
    """
    while True:
        # Autocommit: the statement is the transaction.
        result = row(connection, queries.PROMOTE_RUN, job_id=job_id)
        assert result is not None
        has_more = result.pop("has_more")
        promotion = Promotion(**result)
        if not has_more:
            return promotion
        on_slice(promotion)


def replay(connection: Connection, job_id: str) -> None:
    """Put a run back to where it landed; raises AM404 when there is none."""
    row(connection, queries.REPLAY_RUN, job_id=job_id)


def known_status(connection: Connection, job_id: str) -> str:
    """Give the status of a run, or say that there is none."""
    state = row(connection, queries.RUN_STATE, job_id=job_id)
    if state is None:
        raise LoaderError(
            f"There is no run {job_id}.", advice="`asinmart status` lists the job ids."
        )
    return str(state["status"])
