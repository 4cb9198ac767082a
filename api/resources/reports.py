"""Competition reports of a tenant: documents, versions, differences, requests."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api import queries
from api.auth.permissions import Handler, requires
from api.auth.principal import caller_of
from api.http.negotiation import DOCUMENT_TYPES, document_format_of
from api.http.parameters import (
    MarketplaceParameters,
    PageParameters,
    VersionParameter,
    optional,
    read_asin,
    read_fact_query,
)
from api.resources.cached import cached_reader
from api.resources.common_models import (
    Change,
    Documented,
    answer_of,
    example,
    fact_of,
    list_of,
)
from api.resources.endpoint import Endpoint
from api.resources.handlers import check_marketplace, fetch_page, kept_response

Depth = Literal["basic", "standard", "comprehensive"]
Tone = Literal["good", "bad", "neutral"]
Scalar = str | float | bool | None


class Sentence(Documented):
    """A sentence of a report."""

    template: str = Field(description="With a slot {claim id} for each figure.")
    text: str = Field(description="The template with the texts of its claims.")
    claims: list[str] = Field(description="Ids of its claims in `evidence`.")
    tone: Tone


class Claim(Documented):
    """A figure or fact of a report: one cell of a relation of mart."""

    id: str
    metric: str
    definition: str
    relation: str = Field(description="Relation in schema mart, for /v1/explain.")
    key: dict[str, Any] = Field(description="Key of its row.")
    column: str
    value: Scalar
    unit: str
    text: str = Field(description="The value with its unit.")
    asin: str
    asin_comp: str | None


class ReportVersion(Documented):
    """A version of a report without its content."""

    version: int
    depth: Depth
    status: Literal["complete", "thin_data"]
    model: str = Field(description="rules-v1, or the language model of the sentences.")
    based_on_version: int | None
    as_of: dt.date
    generated_at: dt.datetime
    claim_count: int


class CompetitionReport(Documented):
    """A version of the competition report of a main product. It never changes."""

    asin_main: str
    marketplace: str
    version: int
    depth: Depth
    status: Literal["complete", "thin_data"]
    model: str = Field(description="rules-v1, or the language model of the sentences.")
    based_on_version: int | None
    as_of: dt.date
    generated_at: dt.datetime
    execution_time_seconds: float
    summary: dict[str, list[Sentence]] = Field(description="Sentences by section.")
    evidence: list[Claim]
    charts: dict[str, Any] = Field(description="Series of its pictures.")


class ReportJob(Documented):
    """A requested report."""

    id: int
    kind: Literal["competition_report"]
    status: Literal["queued", "succeeded", "failed"]
    asin_main: str
    marketplace: str
    depth: Depth
    requested_at: dt.datetime
    finished_at: dt.datetime | None
    version: int | None = Field(description="Version that answers it.")
    error: str | None


class Difference(Documented):
    """A claim that differs between two versions."""

    claim_id: str
    change: Literal["appeared", "vanished", "changed"]
    metric: str
    asin: str
    asin_comp: str | None
    old_text: str | None
    new_text: str | None
    difference: float | None = Field(description="New minus old value.")
    sentence: str


class DifferencesMeta(Documented):
    """The versions that are compared."""

    asin_main: str
    marketplace: str
    from_version: int
    to_version: int
    count: int


class DifferencesAnswer(Documented):
    """The response with the differences of two versions."""

    data: list[Difference]
    meta: DifferencesMeta


class ReportListMeta(Documented):
    """The main product of the versions."""

    asin_main: str
    marketplace: str


class NewReport(Change):
    """What the new version is to have."""

    model_config = example(depth="standard")

    depth: Depth = "standard"


class ReportParameters(MarketplaceParameters):
    """The marketplace and the version."""

    version: VersionParameter = optional("Version of the report; else the latest.")


class ReportListParameters(MarketplaceParameters, PageParameters):
    """The marketplace, and the page."""


class DifferencesParameters(MarketplaceParameters):
    """The marketplace and the versions."""

    from_version: VersionParameter = optional("Else the one before `to`.", "from")
    to_version: VersionParameter = optional("Else the latest.", "to")


REPORT = Endpoint(
    path="/v1/competitions/{asin}/report",
    operation_id="get_competition_report",
    summary="Get the competition report of a product, as JSON, Markdown or HTML",
    key="report:{asin}:{marketplace}:latest",
    model=fact_of(CompetitionReport, "/v1/competitions/{asin}/report"),
    parameters=ReportParameters,
    is_comparison=True,
    missing="There is no report of {asin} in marketplace {marketplace}: request one "
    "with POST /v1/competitions/{asin}/report:refresh.",
    make=lambda: report_reader(),
)
ENDPOINTS = (
    REPORT,
    Endpoint(
        method="POST",
        path="/v1/competitions/{asin}/report:refresh",
        operation_id="refresh_competition_report",
        query=queries.REFRESH_REPORT,
        summary="Request a new version of a competition report",
        model=answer_of(ReportJob),
        parameters=MarketplaceParameters,
        body=NewReport,
        jobs_path="/v1/report-jobs",
    ),
    Endpoint(
        path="/v1/competitions/{asin}/reports",
        operation_id="list_competition_reports",
        summary="List the versions of a competition report, newest first",
        model=list_of(ReportVersion, "/v1/competitions/{asin}/reports", ReportListMeta),
        parameters=ReportListParameters,
    ),
    Endpoint(
        path="/v1/competitions/{asin}/reports/diff",
        operation_id="get_competition_report_differences",
        query=queries.REPORT_DIFFERENCES,
        summary="Compare two versions of a competition report",
        model=DifferencesAnswer,
        parameters=DifferencesParameters,
    ),
    Endpoint(
        path="/v1/report-jobs/{id:int}",
        operation_id="get_report_job",
        summary="Get the state of a requested report",
        model=answer_of(ReportJob),
        belongs_to="competitions",
    ),
)

# The page is made of strangers' texts: nothing in it may run or load.
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def report_reader() -> Handler:
    """Return the handler of a report.

    The latest version as JSON comes from the cache. Other versions and documents are
    read from Postgres; they may be stored if the client revalidates them.
    """
    read_latest = cached_reader(REPORT)

    async def read(request: Request) -> Response:
        form = document_format_of(request)
        query = request.scope["query_string"]
        parameters = read_fact_query(ReportParameters, query)
        if form == "json" and parameters.version is None:
            return await read_latest(request)
        await check_marketplace(request, parameters.marketplace)
        [row] = await fetch_page(
            request,
            queries.REPORT_DOCUMENT,
            {
                "tenant_id": caller_of(request).tenant_id,
                "asin": read_asin(request.path_params["asin"]),
                "marketplace": parameters.marketplace,
                "version": parameters.version,
                "format": form,
            },
        )
        response = kept_response(request, row[0])
        if response.status_code == 200:
            response.headers["Content-Type"] = DOCUMENT_TYPES[form]
            if form == "html":
                response.headers["Content-Security-Policy"] = _PAGE_POLICY
        return response

    return requires(REPORT.requirement)(read)
