"""A server that imitates the part of Amazon's Selling Partner API that reports need."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

CLIENT_ID = "amzn1.application-oa2-client.of-the-test"
CLIENT_SECRET = "amzn1.oa2-cs.v1.secret-of-the-test"
REFRESH_TOKEN = "Atzr|refresh-token-of-the-test"
ACCESS_TOKEN = "Atza|access-token-of-the-test"
SIGNATURE = "signature-of-the-test"

# Status, headers and body.
Answer: TypeAlias = tuple[int, dict[str, str], bytes]


@dataclass
class FakeSpapi:
    """Reports by id, each with the order it was asked by.

    `faults` are answers in place of the regular ones, the next first, by operation:
    login, createReport, getReports, getReport, getReportDocument, download.
    """

    url: str = ""
    secrets: tuple[str, str, str] = (CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    # How often a report is not done yet, and how it ends.
    polls_until_done: int = 0
    status: str = "DONE"
    faults: dict[str, list[Answer]] = field(default_factory=dict)
    # Operations that are done, but whose answer is lost, once each.
    lost: list[str] = field(default_factory=list)
    # What a test expects of requests and does not find.
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    # Called with an order; gives the bytes of its document and the headers with them.
    document_of: Callable[[dict[str, Any]], tuple[bytes, dict[str, str]]] = field(
        default=lambda order: (gzip.compress(document(order)), {})
    )
    # Called before an operation is answered, with its name.
    before: Callable[[str], None] = field(default=lambda operation: None)
    # Called after the operation has been done, before it is answered.
    after: Callable[[str], None] = field(default=lambda operation: None)

    def count(self, operation: str) -> int:
        return self.requests.count(operation)

    def answer(
        self,
        method: str,
        path: str,
        query: dict[str, list[str]],
        headers: dict[str, str],
        body: bytes,
    ) -> tuple[str, Answer]:
        operation, regular = self._operation(method, path, query, body)
        self.requests.append(operation)
        self.before(operation)
        if faults := self.faults.get(operation):
            return operation, faults.pop(0)
        has_token = headers.get("x-amz-access-token") == ACCESS_TOKEN
        if operation == "download":
            # The address is signed; a token must not leave the API.
            assert "x-amz-access-token" not in headers
        elif operation != "login" and not has_token:
            return operation, problem(403, "Unauthorized")
        done = regular()
        if operation in self.lost:
            self.lost.remove(operation)
            return operation, problem(500, "InternalFailure")
        return operation, done

    def _operation(
        self, method: str, path: str, query: dict[str, list[str]], body: bytes
    ) -> tuple[str, Callable[[], Answer]]:
        match method, path.strip("/").split("/"):
            case "POST", ["auth", "o2", "token"]:
                return "login", lambda: self._login(parse_qs(body.decode()))
            case "POST", ["reports", "2021-06-30", "reports"]:
                return "createReport", lambda: self._create(json.loads(body))
            case "GET", ["reports", "2021-06-30", "reports"]:
                return "getReports", lambda: self._list(query)
            case "GET", ["reports", "2021-06-30", "reports", report_id]:
                return "getReport", lambda: self._report(report_id)
            case "GET", ["reports", "2021-06-30", "documents", document_id]:
                return "getReportDocument", lambda: self._document(document_id)
            case "GET", ["documents", document_id]:
                return "download", lambda: self._download(document_id, query)
        return "unknown", lambda: problem(404, "NotFound")

    def _login(self, form: dict[str, list[str]]) -> Answer:
        assert form["grant_type"] == ["refresh_token"]
        names = ("client_id", "client_secret", "refresh_token")
        client_id, secret, token = (form[name][0] for name in names)
        if (client_id, secret) != self.secrets[:2]:
            return 401, {}, json.dumps({"error": "invalid_client"}).encode()
        if token != self.secrets[2]:
            return 400, {}, json.dumps({"error": "invalid_grant"}).encode()
        return answer(
            {"access_token": ACCESS_TOKEN, "token_type": "bearer", "expires_in": 3600}
        )

    def _create(self, order: dict[str, Any]) -> Answer:
        assert len(order["reportOptions"]["asin"]) <= 200
        report_id = f"report-{len(self.orders) + 1}"
        self.orders[report_id] = order
        return answer({"reportId": report_id}, 202)

    def _list(self, query: dict[str, list[str]]) -> Answer:
        assert datetime.fromisoformat(query["createdSince"][0]) < datetime.now(UTC)
        reports = [self._described(report_id) for report_id in self.orders]
        return answer({"reports": reports})

    def _described(self, report_id: str) -> dict[str, Any]:
        order = self.orders[report_id]
        return {
            "reportId": report_id,
            "reportType": order["reportType"],
            "marketplaceIds": order["marketplaceIds"],
            "dataStartTime": order["dataStartTime"].replace("Z", "+00:00"),
            "dataEndTime": order["dataEndTime"].replace("Z", "+00:00"),
            "createdTime": f"2025-03-20T12:00:{len(report_id):02}+00:00",
            "processingStatus": "IN_QUEUE",
        }

    def _report(self, report_id: str) -> Answer:
        if report_id not in self.orders:
            return problem(404, "NotFound")
        self.polls_until_done -= 1
        found = self._described(report_id)
        if self.polls_until_done < 0:
            found["processingStatus"] = self.status
            if self.status == "DONE":
                found["reportDocumentId"] = f"document-of-{report_id}"
        return answer(found)

    def _document(self, document_id: str) -> Answer:
        url = f"{self.url}/documents/{document_id}?X-Amz-Signature={SIGNATURE}"
        found = {"reportDocumentId": document_id, "url": url}
        return answer({**found, "compressionAlgorithm": "GZIP"})

    def _download(self, document_id: str, query: dict[str, list[str]]) -> Answer:
        assert query["X-Amz-Signature"] == [SIGNATURE]
        body, headers = self.document_of(
            self.orders[document_id.removeprefix("document-of-")]
        )
        return 200, headers, body


def answer(found: Any, status: int = 200) -> Answer:
    return status, {"content-type": "application/json"}, json.dumps(found).encode()


def problem(status: int, code: str, **headers: str) -> Answer:
    body = {
        "errors": [{"code": code, "message": f"{code} of the test.", "details": ""}]
    }
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, named, json.dumps(body).encode()


def document(order: dict[str, Any], *, listed: int = 3) -> bytes:
    """Make the document of an order: some queries for each of its products."""
    start, end = order["dataStartTime"][:10], order["dataEndTime"][:10]
    rows = [
        {
            "startDate": start,
            "endDate": end,
            "asin": asin,
            "searchQueryData": {
                "searchQuery": f"mug {place}",
                "searchQueryScore": place,
                "searchQueryVolume": 1000,
            },
            "impressionData": {
                "totalQueryImpressionCount": 5000,
                "asinImpressionCount": 50,
                "asinImpressionShare": 0.01,
            },
            "clickData": {
                "totalClickCount": 500,
                "totalClickRate": 0.5,
                "asinClickCount": 10,
                "asinClickShare": 0.02,
            },
            "cartAddData": {
                "totalCartAddCount": 100,
                "totalCartAddRate": 0.1,
                "asinCartAddCount": 3,
                "asinCartAddShare": 0.03,
            },
            "purchaseData": {
                "totalPurchaseCount": 50,
                "totalPurchaseRate": 0.05,
                "asinPurchaseCount": 2,
                "asinPurchaseShare": 0.04,
            },
        }
        for asin in order["reportOptions"]["asin"].split()
        for place in range(1, listed + 1)
    ]
    header = {
        "reportType": order["reportType"],
        "reportOptions": order["reportOptions"],
        "dataStartTime": start,
        "dataEndTime": end,
        "marketplaceIds": order["marketplaceIds"],
    }
    return json.dumps({"reportSpecification": header, "dataByAsin": rows}).encode()


@contextmanager
def serving_spapi() -> Iterator[FakeSpapi]:
    """Serve the API, the login and the documents on one port of its own."""
    fake = FakeSpapi()

    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            parts = urlsplit(self.path)
            size = int(self.headers.get("content-length") or 0)
            try:
                operation, (status, headers, body) = fake.answer(
                    self.command,
                    parts.path,
                    parse_qs(parts.query),
                    {name.lower(): value for name, value in self.headers.items()},
                    self.rfile.read(size),
                )
            except AssertionError as error:
                fake.complaints.append(repr(error))
                raise
            fake.after(operation)
            self.close_connection = True
            try:
                self.send_response(status)
                for name, value in (
                    {"content-length": str(len(body))} | headers
                ).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                # The client was killed meanwhile.
                pass

        do_GET = do_POST = respond

        def log_message(self, *_: Any) -> None:
            """Log nothing: the tests check the requests."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """Connections that end in the middle are what some tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        fake.url = f"http://127.0.0.1:{server.server_port}"
        yield fake
        server.shutdown()
        thread.join()
