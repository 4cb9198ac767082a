"""Ingest runs, which the API calls jobs."""

import datetime as dt
from typing import Literal

from api.http.parameters import PageParameters, Text, optional
from api.resources.common_models import Documented, answer_of, list_of
from api.resources.endpoint import Endpoint

JobStatus = Literal["LOADING", "LANDED", "SUCCESS", "PARTIAL", "HALTED", "FAILED"]


class Job(Documented):
    """An ingest job: a batch from a source, and its outcome."""

    job_id: str
    source: str
    status: JobStatus
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


JobAnswer = answer_of(Job)
JobList = list_of(Job, "/v1/jobs")


class JobFilters(PageParameters):
    """The filters of the list of jobs."""

    status: JobStatus = optional("Only this status.")
    source: Text = optional("Only this source.")


ENDPOINTS = (
    Endpoint(
        path="/v1/jobs",
        operation_id="list_jobs",
        summary="List ingest jobs, newest first",
        model=JobList,
        is_for_installation=True,
        parameters=JobFilters,
    ),
    Endpoint(
        path="/v1/jobs/{job_id:path}",
        operation_id="get_job",
        summary="Get an ingest job: status, counts, times",
        model=JobAnswer,
        is_for_installation=True,
    ),
)
