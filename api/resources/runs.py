"""Ingest runs, which the API calls jobs."""

import datetime as dt
from typing import Literal

from api import queries
from api.http.list_parameters import choice, text
from api.resources.common_models import Documented, ListMeta, Page
from api.resources.endpoint import BY_ID, Endpoint, paged


class Job(Documented):
    """A batch from a source, and what became of it."""

    job_id: str
    source: str
    status: Literal["LOADING", "LANDED", "SUCCESS", "PARTIAL", "HALTED", "FAILED"]
    marketplace: str | None
    started_at: dt.datetime
    landed_at: dt.datetime | None
    promoted_at: dt.datetime | None
    finished_at: dt.datetime | None
    item_count: int
    promoted_item_no: int
    received_count: int
    accepted_count: int
    duplicate_count: int
    rejected_count: int
    changed_day_count: int
    attempts: int
    duration_ms: float | None
    stage_ms: dict[str, float]
    error: str | None
    error_code: str | None


class JobAnswer(Documented):
    """One job."""

    data: Job


class JobList(Documented):
    """The answer of /v1/jobs."""

    data: list[Job]
    page: Page
    meta: ListMeta


ENDPOINTS = (
    Endpoint(
        tag="jobs",
        path="/v1/jobs",
        operation_id="list_jobs",
        summary="Batches from sources, the last one first",
        query=queries.JOBS,
        model=JobList,
        is_for_installation=True,
        page_keys=BY_ID,
        arguments=paged(
            choice(
                "status",
                "Only those in this state.",
                ("LOADING", "LANDED", "SUCCESS", "PARTIAL", "HALTED", "FAILED"),
            ),
            text("source", "Only those of this source.", 200),
        ),
    ),
    Endpoint(
        tag="jobs",
        path="/v1/jobs/{job_id:path}",
        operation_id="get_job",
        summary="One batch: status, counts, times",
        query=queries.JOB,
        model=JobAnswer,
        is_for_installation=True,
    ),
)
