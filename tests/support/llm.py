"""A server that imitates OpenAI's chat completions, and lies as a test wants it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

API_KEY = "sk-key-of-the-test"
MODEL = "storyteller-1"

# Status, headers and body.
Answer: TypeAlias = tuple[int, dict[str, str], bytes]


@dataclass
class FakeModel:
    """Answers with `answers`, the next first, then again and again with `last`."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    last: Answer = (500, {}, b"")
    # The bodies of the requests.
    requests: list[dict[str, Any]] = field(default_factory=list)
    # What a test expects of requests and does not find.
    complaints: list[str] = field(default_factory=list)
    # Called before an answer is sent.
    before: Callable[[], object] = field(default=lambda: None)
    # Called between the two halves of the body, with what writes more of it.
    between: Callable[[Callable[[bytes], object]], object] = field(
        default=lambda write: None
    )

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        assert path == "/v1/chat/completions"
        assert headers["authorization"] == f"Bearer {API_KEY}"
        request = json.loads(body)
        assert request["model"] == MODEL
        assert {"tools", "functions", "stream"} & set(request) == set()
        self.requests.append(request)
        return self.answers.pop(0) if self.answers else self.last


def completion(
    content: str | None, *, usage: dict[str, int] | None = None, **choice: Any
) -> Answer:
    """Make the answer of a model that has read 1000 tokens and written 200."""
    if usage is None:
        usage = {"prompt_tokens": 1000, "completion_tokens": 200}
    message = {"role": "assistant", "content": content}
    found = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"} | choice],
        "usage": usage,
    }
    return 200, {"content-type": "application/json"}, json.dumps(found).encode()


def sections(**templates: list[str]) -> str:
    """Make the text of an answer: the templates of each section."""
    return json.dumps(
        {
            "sections": {
                section: [{"template": template} for template in lines]
                for section, lines in templates.items()
            }
        }
    )


@contextmanager
def serving_model() -> Iterator[FakeModel]:
    """Serve the endpoint on a port of its own."""
    fake = FakeModel()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            try:
                status, headers, body = fake.answer(
                    self.path,
                    {name.lower(): value for name, value in self.headers.items()},
                    self.rfile.read(size),
                )
            except AssertionError as error:
                fake.complaints.append(repr(error))
                raise
            fake.before()
            self.close_connection = True
            try:
                self.send_response(status)
                for name, value in (
                    {"content-length": str(len(body))} | headers
                ).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body[: len(body) // 2])
                self.wfile.flush()
                fake.between(self.wfile.write)
                self.wfile.write(body[len(body) // 2 :])
            except OSError:
                # The client was killed, or has gone, meanwhile.
                pass

        def log_message(self, *_: Any) -> None:
            """Log nothing: the tests check the requests."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """Connections that end in the middle are what some tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        fake.url = f"http://127.0.0.1:{server.server_port}/v1"
        yield fake
        server.shutdown()
        thread.join()
