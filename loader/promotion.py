"""Promotes and replays runs on request; without it pg_cron does so within a minute."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from psycopg.rows import DictRow

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """The runs to replay: one run, or those that arrived in a half-open range."""

    job_id: str | None = None
    arrived_from: datetime | None = None
    arrived_before: datetime | None = None


def promote(
    connection: Connection,
    job_id: str,
    *,
    on_slice: Callable[[Promotion], None] = lambda _: None,
) -> Promotion:
    """Promote a run slice by slice, each in its own transaction.

    If pg_cron is promoting the run, this waits for it.
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


def replay(connection: Connection, wanted: Wanted) -> int:
    """Queue one run, or the runs of a range, for promotion; return the replay's id.

    Raises AM404 when there is no such run, AM409 when the items of the run are gone.
    """
    started = row(connection, queries.REPLAY, **asdict(wanted))
    assert started is not None
    return int(started["replay_id"])


def finish_replay(
    connection: Connection,
    replay_id: int,
    *,
    on_slice: Callable[[DictRow], None] = lambda _: None,
) -> DictRow:
    """Promote slice by slice, new runs first, until no run of the replay waits.

    pg_cron does the same; the holder of the lock takes the next slice. Raises
    LoaderError when neither can promote a run at the moment.
    """
    has_more = True
    while True:
        progress = replay_progress(connection, replay_id)
        on_slice(progress)
        if not progress["waiting_runs"]:
            return progress
        if not has_more:
            raise LoaderError(
                f"Replay {replay_id} cannot go on: {progress['error']}.",
                advice="It is tried again within a minute; see `asinmart doctor`.",
            )
        result = row(connection, queries.PROMOTE_NEXT)
        assert result is not None
        has_more = result["has_more"]


def replay_progress(connection: Connection, replay_id: int) -> DictRow:
    """Read the progress of a replay and the counts of its changes."""
    progress = row(connection, queries.REPLAY_PROGRESS, replay_id=replay_id)
    assert progress is not None
    return progress


def known_status(connection: Connection, job_id: str) -> str:
    """Return the status of a run; raises LoaderError when it does not exist."""
    state = row(connection, queries.RUN_STATE, job_id=job_id)
    if state is None:
        raise LoaderError(
            f"There is no run {job_id}.", advice="`asinmart status` lists the job ids."
        )
    return str(state["status"])
