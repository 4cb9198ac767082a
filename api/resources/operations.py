"""The state of the installation, and the rejects of all runs."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from api.http.parameters import Filter, PageParameters, Text, optional
from api.resources.common_models import (
    Change,
    Documented,
    answer_of,
    example,
    left_out,
    list_of,
)
from api.resources.endpoint import Endpoint

RejectStage = Literal["load", "adapt", "check"]


class OperationCheck(Documented):
    """A check of `ops.doctor()`."""

    name: str
    status: Literal["ok", "warning", "critical"]
    detail: str = Field(description="The finding in a sentence.")
    advice: str | None = Field(description="What to do; null: the status is ok.")


class OperationJob(Documented):
    """A job of the scheduler, and its last run that was not skipped."""

    name: str
    description: str
    schedule: str = Field(description="Cron expression in force, UTC.")
    is_active: bool = Field(description="False: paused.")
    last_started_at: dt.datetime | None
    last_status: Literal["running", "succeeded", "failed"] | None
    last_duration_seconds: float | None = Field(
        description="null: it runs, was killed, or has not run yet."
    )
    last_success_at: dt.datetime | None
    last_error: str | None = Field(description="null: the last run did not fail.")
    is_overdue: bool = Field(description="Its last success is older than it may be.")


class QueueCount(Documented):
    """Open work of one kind and status."""

    kind: Literal["task", "notification"]
    name: str = Field(description="Kind of task, or of message: alert or digest.")
    queue: str = Field(description="Queue of the worker, or type of channel.")
    status: str = Field(
        description="Tasks: todo, doing, or failed (given up). Messages: pending, "
        "sending, failed (tried again) or dead (given up)."
    )
    count: int
    oldest_at: dt.datetime | None = Field(
        description="When the oldest was due; of tasks without a time, enqueued."
    )


class PromotionState(Documented):
    """What waits in staging for promotion."""

    waiting_run_count: int = Field(description="Runs that landed.")
    waiting_item_count: int = Field(description="Their items not promoted so far.")
    oldest_waiting_at: dt.datetime | None = Field(description="null: none waits.")
    oldest_job_id: str | None = Field(description="The run that is next; null: none.")
    stopped_run_count: int = Field(description="Runs that are FAILED or HALTED.")
    last_promoted_at: dt.datetime | None
    open_reject_count: int


class RejectGroup(Documented):
    """The open rejects of a run with the same code."""

    job_id: str
    source: str | None
    stage: RejectStage
    code: str = Field(description="Code of docs/errors.md.")
    reason: str | None = Field(description="The newest of them in a sentence.")
    count: int
    newest_at: dt.datetime
    sample: str | None = Field(
        description="The newest original, up to 500 characters; null: retention "
        "removed it."
    )


class Operations(Documented):
    """Checks, jobs, what waits, and rejects."""

    checks: list[OperationCheck] = Field(description="The most severe first.")
    jobs: list[OperationJob]
    queue: list[QueueCount] = Field(description="Tasks and messages of all tenants.")
    promotion: PromotionState
    rejects: list[RejectGroup] = Field(description="The newest first, 50 at most.")


OperationsAnswer = answer_of(Operations)


class Reject(Documented):
    """An item, or an element of a list item, that did not reach core."""

    id: int
    job_id: str
    source: str | None
    item_no: int | None = Field(description="Position in the source, from 1.")
    stage: RejectStage
    code: str = Field(description="Code of docs/errors.md.")
    reason: str | None = Field(description="One sentence with the value at fault.")
    attempts: int
    rejected_at: dt.datetime
    asin: str | None = Field(description="As the item says it, unchecked.")
    payload: Any = Field(
        description="The item as received; a text if it is cut or is no JSON; null: "
        "retention removed it."
    )
    payload_is_cut: bool = Field(
        description="True: of more than 4 kB only the first 4,096 characters are here."
    )


RejectList = list_of(Reject, "/v1/rejects")


class RejectFilters(PageParameters):
    """The filters of the list of rejects."""

    job_id: Filter = optional("Only this run.")
    code: Text = optional("Only this code.")


class RejectReplay(Change):
    """The run to promote again, or the code whose runs are; one of both."""

    model_config = example(job_id="file:products.json:0f8c4b1e6b2d4d0c")
    job_id: Filter = left_out()
    code: Text = left_out()


class QueuedRun(Documented):
    """A run that waits for promotion again."""

    job_id: str
    replay_id: int
    item_count: int
    reject_count: int = Field(description="Its open rejects.")


class QueuedReplay(Documented):
    """The runs that a replay of rejects has queued, in their order."""

    runs: list[QueuedRun] = Field(
        description="By code without runs that wait already or that staging no longer "
        "holds, 100 at most."
    )
    has_more: bool = Field(description="More runs have the code: send it again.")


QueuedReplayAnswer = answer_of(QueuedReplay)


ENDPOINTS = (
    Endpoint(
        path="/v1/operations",
        operation_id="get_operations",
        summary="Get the checks, jobs, queues and rejects of the installation",
        model=OperationsAnswer,
        is_for_installation=True,
        role="admin",
    ),
    Endpoint(
        path="/v1/rejects",
        operation_id="list_rejects",
        summary="List open rejects of all runs, newest first",
        model=RejectList,
        is_for_installation=True,
        parameters=RejectFilters,
    ),
    Endpoint(
        path="/v1/rejects:replay",
        operation_id="replay_rejects",
        summary="Promote a run with rejects again, or the runs of a code",
        model=QueuedReplayAnswer,
        method="POST",
        is_for_installation=True,
        body=RejectReplay,
        is_named_in_body=True,
    ),
)
