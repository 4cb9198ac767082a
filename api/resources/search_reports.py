"""What a tenant's seller accounts may still ask of search query reports."""

import datetime as dt
from typing import Literal

from pydantic import Field

from api.resources.common_models import Documented
from api.resources.endpoint import Endpoint


class SearchReportQuota(Documented):
    """The limit of a seller account, and the reports that wait for it."""

    region: str = Field(description="Region of the Selling Partner API: na, eu or fe.")
    marketplaces: list[str] = Field(description="Marketplaces of the region.")
    is_active: bool = Field(description="False: nothing is asked with the credential.")
    access_state: Literal["unknown", "granted", "denied"] = Field(
        description="denied: nothing is asked until the credential is stored again."
    )
    access_error: str | None = Field(description="How Amazon refused the credential.")
    paused_until_at: dt.datetime | None = Field(
        description="Amazon asked for slower requests: no report is asked before; "
        "null: it did not, or that is over."
    )
    allowed_count: int = Field(description="Reports in any 24 hours.")
    used_count: int | None = Field(
        description="Of these asked in the last 24 hours, or about to be asked; null: "
        "the account asks for nothing."
    )
    left_count: int = Field(description="Reports that may still be asked now.")
    next_refill_at: dt.datetime | None = Field(
        description="When one more may be asked: the oldest is then a day old. null: "
        "none was asked in the last 24 hours."
    )
    last_refill_at: dt.datetime | None = Field(
        description="When all may be asked again, if none is asked until then."
    )
    queued_count: int = Field(description="Requests that wait for the worker.")
    requested_count: int = Field(description="Requests whose report Amazon makes.")
    oldest_open_at: dt.datetime | None = Field(
        description="When the oldest of both was planned."
    )
    due_count: int = Field(
        description="Reports of 18 products each that are due to be planned; 0 also if "
        "the account asks for nothing."
    )
    not_asked_count: int = Field(
        description="Periods of products that were not asked so far; the coverage of "
        "a brand lists them with the reason."
    )
    next_attempt_at: dt.datetime | None = Field(
        description="When the next report may be asked that failed, or that Amazon "
        "does not have yet; null: none waits."
    )


class SearchReportQuotaAnswer(Documented):
    """The response of /v1/search-report-quota."""

    data: list[SearchReportQuota]


ENDPOINTS = (
    Endpoint(
        path="/v1/search-report-quota",
        operation_id="get_search_report_quota",
        summary="Get what your seller accounts may still ask of search query reports",
        model=SearchReportQuotaAnswer,
    ),
)
