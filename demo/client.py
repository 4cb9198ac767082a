"""Sends requests to the API over plain HTTP, as curl does, and shows the answers."""

import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

import orjson
from rich.console import Console

from common import terminal


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A response: `cache` is the X-Cache header, `took_ms` the whole round trip."""

    path: str
    status: int
    cache: str
    etag: str
    took_ms: float
    body: bytes

    def document(self) -> dict[str, Any]:
        """The JSON object in the body; empty for a 304."""
        return dict(orjson.loads(self.body)) if self.body else {}


def ask(api_url: str, path: str, *, etag: str | None = None) -> Answer:
    """Get one path, with If-None-Match when an ETag is given.

    Raises OSError when no server answers; an HTTP error status is an answer.
    """
    request = urllib.request.Request(api_url + path)
    if etag:
        request.add_header("If-None-Match", etag)
    started = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            status, headers, body = response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            status, headers, body = error.code, error.headers, error.read()
    return Answer(
        path=path,
        status=status,
        cache=headers.get("X-Cache", ""),
        etag=headers.get("ETag", ""),
        took_ms=(time.perf_counter() - started) * 1000,
        body=body,
    )


def show(out: Console, label: str, found: Answer, text: str) -> None:
    """Print one answer of the API: path, status, cache, time and a text."""
    colour = {"L1": "green", "HIT": "green", "MISS": "yellow"}.get(
        found.cache.upper(), "white"
    )
    cache = f"[{colour}]{found.cache.upper():<4}[/]"
    took = f"{found.took_ms:6.1f} ms"
    terminal.step(
        out, label, f"GET {found.path}  {found.status}  {cache} {took}  {text}"
    )
