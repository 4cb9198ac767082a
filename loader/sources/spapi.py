"""Asks Amazon's Selling Partner API for Search Query Performance reports.

Errors are of four kinds: access that a person must renew, a pause that Amazon asks for,
a request that Amazon refuses, and faults that another try may pass.
"""

import gzip
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

import httpx
from pydantic import SecretStr

from loader.errors import LoaderError
from loader.inputs import Source
from loader.runs import Run

REPORT_TYPE = "GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT"
ENDPOINTS = {
    "na": "https://sellingpartnerapi-na.amazon.com",
    "eu": "https://sellingpartnerapi-eu.amazon.com",
    "fe": "https://sellingpartnerapi-fe.amazon.com",
}
LOGIN_URL = "https://api.amazon.com/auth/o2/token"

_REPORTS = "/reports/2021-06-30/reports"
_DOCUMENTS = "/reports/2021-06-30/documents"
_TIMEOUT = httpx.Timeout(60.0, connect=10.0)
# createReport and getReportDocument give back one request a minute.
_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(days=1)
_GZIP_MAGIC = b"\x1f\x8b"


class AccessDeniedError(LoaderError):
    """Amazon refuses the credential, whatever is asked with it."""


class ThrottledError(LoaderError):
    """Amazon wants fewer requests; `pause` is the time until the next one."""

    def __init__(self, message: str, *, pause: timedelta) -> None:
        """Keep the pause beside the sentence."""
        super().__init__(message)
        self.pause = pause


class RefusedError(LoaderError):
    """Amazon refuses this request; the same again cannot help."""


@dataclass(frozen=True, slots=True)
class Credential:
    """The secrets of a seller account."""

    client_id: str
    client_secret: SecretStr
    refresh_token: SecretStr


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """A report to ask: one period of one marketplace, and ASINs of 200 characters."""

    marketplace_id: str
    period_type: str
    start_date: date
    end_date: date
    asins: Sequence[str]


@dataclass(frozen=True, slots=True)
class Report:
    """The state of a report at Amazon; a document id once it is DONE."""

    id: str
    status: str
    document_id: str | None


class Session:
    """An open connection to the API of a region, for an hour at most."""

    def __init__(self, http: httpx.Client, *, allows_http: bool) -> None:
        """Keep the client, which sends the access token to the API alone."""
        self._http = http
        self._allows_http = allows_http

    def create_report(self, order: ReportOrder) -> str:
        """Ask for a report and return its id."""
        body = {
            "reportType": REPORT_TYPE,
            "dataStartTime": f"{order.start_date}T00:00:00Z",
            "dataEndTime": f"{order.end_date}T00:00:00Z",
            "marketplaceIds": [order.marketplace_id],
            "reportOptions": {
                "reportPeriod": order.period_type,
                "asin": " ".join(order.asins),
            },
        }
        created = self._call("createReport", "POST", _REPORTS, json=body)
        return _text(created, "reportId")

    def find_report(
        self, order: ReportOrder, *, since: datetime, known: Sequence[str]
    ) -> str | None:
        """Find a report of this period, created since then, that is not known.

        Amazon's list does not name the ASINs of a report; its document does.
        """
        query: dict[str, Any] = {
            "reportTypes": REPORT_TYPE,
            "marketplaceIds": order.marketplace_id,
            "createdSince": since.isoformat(),
            "pageSize": 100,
        }
        found: list[dict[str, Any]] = []
        while True:
            page = self._call("getReports", "GET", _REPORTS, params=query)
            found += page.get("reports") or []
            if not (token := page.get("nextToken")):
                break
            query = {"nextToken": token}
        period = str(order.start_date), str(order.end_date)
        ids = [
            (str(report.get("createdTime")), _text(report, "reportId"))
            for report in found
            if period
            == (
                str(report.get("dataStartTime"))[:10],
                str(report.get("dataEndTime"))[:10],
            )
        ]
        return next((id for _, id in sorted(ids) if id not in known), None)

    def report(self, report_id: str) -> Report:
        """Look at a report."""
        found = self._call("getReport", "GET", f"{_REPORTS}/{report_id}")
        document_id = found.get("reportDocumentId")
        return Report(
            id=report_id,
            status=_text(found, "processingStatus"),
            document_id=None if document_id is None else str(document_id),
        )

    @contextmanager
    def document(self, document_id: str) -> Iterator[Source]:
        """Download a document to disk, as it is stored or unpacked."""
        path = f"{_DOCUMENTS}/{document_id}"
        url = httpx.URL(_text(self._call("getReportDocument", "GET", path), "url"))
        if url.scheme != "https" and not self._allows_http:
            raise LoaderError("The address of the document is not one of https.")
        with tempfile.TemporaryFile(prefix="asinmart-") as file:
            _download(url, file)
            with _unpacked(file) as plain:
                yield Source(f"report document {document_id}", plain)

    def _call(self, what: str, method: str, path: str, **parts: Any) -> dict[str, Any]:
        try:
            response = self._http.request(method, path, **parts)
        except httpx.HTTPError as error:
            raise LoaderError(
                f"Amazon cannot be reached for {what} ({type(error).__name__})."
            ) from None
        if response.is_success:
            return _json(response, what)
        code = _error_code(response)
        said = f"Amazon answers {response.status_code} {code} for {what}.".replace(
            "  ", " "
        )
        match response.status_code:
            case 429:
                raise ThrottledError(said, pause=_pause(response))
            case 401 | 403:
                raise AccessDeniedError(said)
            case status if status < 500:
                raise RefusedError(said)
        raise LoaderError(said)


@contextmanager
def signed_in(
    credential: Credential,
    *,
    region: str,
    api_url: str | None = None,
    login_url: str | None = None,
) -> Iterator[Session]:
    """Exchange the refresh token for an access token, and open the API of a region.

    The two addresses replace Amazon's own in tests.
    """
    with httpx.Client(timeout=_TIMEOUT, follow_redirects=False) as login:
        token = _access_token(login, login_url or LOGIN_URL, credential)
    with httpx.Client(
        base_url=api_url or ENDPOINTS[region],
        headers={
            "x-amz-access-token": token,
            "user-agent": "asinmart (Language=Python)",
        },
        timeout=_TIMEOUT,
        follow_redirects=False,
    ) as http:
        yield Session(http, allows_http=http.base_url.scheme == "http")


def as_run(report_id: str, *, tenant: str, order: ReportOrder) -> Run:
    """Describe a report as a batch; a tenant cannot load the same one twice."""
    return Run(
        job_id=f"spapi:{report_id}:{tenant}",
        source=f"spapi:{REPORT_TYPE}",
        source_run_id=report_id,
        tenant=tenant,
        meta={
            "period": order.period_type,
            "start": str(order.start_date),
            "end": str(order.end_date),
            "asins": list(order.asins),
        },
    )


def _access_token(login: httpx.Client, url: str, credential: Credential) -> str:
    try:
        response = login.post(
            url,
            data={
                "grant_type": "refresh_token",
                "refresh_token": credential.refresh_token.get_secret_value(),
                "client_id": credential.client_id,
                "client_secret": credential.client_secret.get_secret_value(),
            },
        )
    except httpx.HTTPError as error:
        raise LoaderError(
            f"Login with Amazon cannot be reached ({type(error).__name__})."
        ) from None
    if response.is_success:
        return _text(_json(response, "the login"), "access_token")
    code = _error_code(response)
    said = f"Login with Amazon answers {response.status_code} {code}.".replace(
        " .", "."
    )
    if response.status_code == 429:
        raise ThrottledError(said, pause=_pause(response))
    # Without a code it is no answer of the login: something is between.
    if response.status_code in (400, 401, 403) and code:
        raise AccessDeniedError(said)
    raise LoaderError(said)


def _download(url: httpx.URL, file: BinaryIO) -> None:
    """Write the bytes as stored: what HTTP says of their encoding is not applied.

    The address carries its own signature, so no token is sent with it.
    """
    headers = {"accept-encoding": "identity"}
    try:
        with (
            httpx.Client(timeout=_TIMEOUT, follow_redirects=False) as http,
            http.stream("GET", url, headers=headers) as response,
        ):
            if response.status_code != 200:
                raise LoaderError(
                    f"The document answers {response.status_code} to its download."
                )
            for block in response.iter_raw():
                file.write(block)
    except httpx.HTTPError as error:
        raise LoaderError(
            f"The download of the document broke off ({type(error).__name__})."
        ) from None
    file.flush()


@contextmanager
def _unpacked(file: BinaryIO) -> Iterator[BinaryIO]:
    """Take one layer of gzip off, should there be two; a source takes off the other.

    A stored gzip file may be packed once more on its way.
    """
    file.seek(0)
    if file.read(2) != _GZIP_MAGIC:
        yield file
        return
    file.seek(0)
    with tempfile.TemporaryFile(prefix="asinmart-") as inner:
        is_packed_twice = False
        with gzip.GzipFile(fileobj=file) as outer:
            try:
                is_packed_twice = outer.peek(2)[:2] == _GZIP_MAGIC
                if is_packed_twice:
                    shutil.copyfileobj(outer, inner)
            except (EOFError, OSError, zlib.error):
                raise LoaderError("The gzip data of the document is damaged.") from None
        inner.flush()
        yield inner if is_packed_twice else file


def _json(response: httpx.Response, what: str) -> dict[str, Any]:
    try:
        found = response.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise LoaderError(f"Amazon's answer to {what} is not a JSON object.")
    return found


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value:
        raise LoaderError(f"Amazon's answer lacks {name}.")
    return value


def _error_code(response: httpx.Response) -> str:
    """Return Amazon's word for an error, such as InvalidInput, or an empty text."""
    try:
        found = response.json()
    except ValueError:
        return ""
    if not isinstance(found, dict):
        return ""
    errors = found.get("errors")
    code = found.get("error")
    if isinstance(errors, list) and errors and isinstance(errors[0], dict):
        code = errors[0].get("code")
    return code if isinstance(code, str) and code.isidentifier() else ""


def _pause(response: httpx.Response) -> timedelta:
    """Read how long Amazon wants to wait: Retry-After, else the rate it allows."""
    seconds = _positive(response.headers.get("retry-after"))
    if seconds is None:
        rate = _positive(response.headers.get("x-amzn-ratelimit-limit"))
        seconds = None if rate is None else 1 / rate
    if seconds is None:
        return _PAUSE
    return timedelta(seconds=min(seconds, _LONGEST_PAUSE.total_seconds()))


def _positive(text: str | None) -> float | None:
    """Read a number above 0, as headers have it; a date is none."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 < number < float("inf") else None
