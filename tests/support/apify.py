"""A server that imitates the part of Apify's API that a fetch needs."""

import gzip
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "apify_api_of_the_test"
RUN_ID = "HG7ML7M8z78YcAPEB"
DATASET_ID = "wmKPijuyDnPZAPRMk"


@dataclass
class FakeApify:
    """Runs of actors with their datasets, the first of a known id."""

    items: list[dict[str, Any]] = field(default_factory=list)
    # Items of a run by its input; without an entry, the items above.
    items_of: Callable[[Any], list[dict[str, Any]]] | None = None
    status: str = "SUCCEEDED"
    status_message: str | None = None
    finished_at: str = "2026-01-02T03:04:05.678Z"
    polls_until_done: int = 1
    is_forbidden: bool = False
    failures: Counter[str] = field(default_factory=Counter)
    requests: list[str] = field(default_factory=list)
    inputs: list[Any] = field(default_factory=list)
    actor: str = ""
    url: str = ""

    @property
    def run_input(self) -> Any:
        """The input of the latest run."""
        return self.inputs[-1]

    def run(self, place: int = 0) -> dict[str, Any]:
        is_done = self.polls_until_done <= 0
        return {
            "id": RUN_ID + place * "x",
            "actId": "HDSasDasz78YcAPEB",
            "userId": "7sT5jcggjjA9fNcxF",
            "startedAt": "2026-01-02T03:00:00.000Z",
            "finishedAt": self.finished_at if is_done else None,
            "status": self.status if is_done else "RUNNING",
            "statusMessage": self.status_message,
            "meta": {"origin": "API"},
            "stats": {"restartCount": 0, "resurrectCount": 0, "computeUnits": 0.1},
            "options": {
                "build": "latest",
                "timeoutSecs": 300,
                "memoryMbytes": 1024,
                "diskMbytes": 2048,
            },
            "buildId": "7sT5jcggjjA9fNcxF",
            "defaultKeyValueStoreId": "eJNzqsbPiopwJcgGQ",
            "defaultDatasetId": DATASET_ID + place * "x",
            "defaultRequestQueueId": "FL35cSF7jrxr3BY39",
            "usageTotalUsd": 0.2654,
        }

    def answer(
        self, method: str, path: str, query: dict[str, list[str]], body: bytes
    ) -> tuple[int, bytes]:
        """Give (status, body) as the API documents them."""
        if self.failures[path] > 0:
            self.failures[path] -= 1
            return 429, error("rate-limit-exceeded", "Too many requests")
        if self.is_forbidden:
            return 403, error("insufficient-permissions", "Your plan has ended")
        match method, path.removeprefix("/v2/").split("/"):
            case "POST", ["acts" | "actors", actor, "runs"]:
                if actor == "nobody~nothing":
                    return 404, error("record-not-found", "Actor was not found")
                self.actor = actor
                self.inputs.append(json.loads(body) if body else None)
                started = self.run(len(self.inputs) - 1)
                return 201, json.dumps({"data": started}).encode()
            case "GET", ["actor-runs", run_id] if run_id.rstrip("x") == RUN_ID:
                self.polls_until_done -= 1
                found = self.run(len(run_id) - len(RUN_ID))
                return 200, json.dumps({"data": found}).encode()
            case "GET", ["datasets", dataset_id, "items"] if (
                dataset_id.rstrip("x") == DATASET_ID
            ):
                assert query["format"] == ["jsonl"]
                items = self.items
                if self.items_of is not None:
                    items = self.items_of(
                        self.inputs[len(dataset_id) - len(DATASET_ID)]
                    )
                start = int(query["offset"][0])
                page = items[start : start + int(query["limit"][0])]
                return 200, b"".join(json.dumps(item).encode() + b"\n" for item in page)
        return 404, error("page-not-found", "We have nothing here")


def error(kind: str, message: str) -> bytes:
    return json.dumps({"error": {"type": kind, "message": message}}).encode()


@contextmanager
def serving_apify() -> Iterator[FakeApify]:
    """Serve on a port of its own; requests without the token are refused."""
    fake = FakeApify()

    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            parts = urlsplit(self.path)
            fake.requests.append(f"{self.command} {parts.path}")
            size = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(size)
            if self.headers.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            if self.headers["authorization"] != f"Bearer {TOKEN}":
                status, answer = 401, error("user-or-token-not-found", "Bad token")
            else:
                query = parse_qs(parts.query)
                status, answer = fake.answer(self.command, parts.path, query, body)
            try:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            except OSError:
                # The client was killed meanwhile.
                self.close_connection = True

        do_GET = do_POST = respond

        def log_message(self, *_: Any) -> None:
            """Log nothing: the tests check the requests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        fake.url = f"http://127.0.0.1:{server.server_port}"
        yield fake
        server.shutdown()
        thread.join()
