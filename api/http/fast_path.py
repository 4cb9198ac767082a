"""The fast path: serves a repeated GET from memory, ahead of the framework.

Reading a path and a query string and finding the route costs several times what a
memory hit does. So a route that has answered a query about shared facts stores which
request it was, and the next request with the same bytes is answered here. This is the
innermost middleware: the caller is authenticated already.

All but a fresh hit takes the normal path: unknown, stale, or memory out of step.
"""

from dataclasses import dataclass, field
from time import time
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from api.auth.permissions import FACTS, check
from api.cache.batch_loader import CachedQuery
from api.cache.memory_store import MemoryEntry, MemoryStore
from api.http.conditional import body_headers, entry_headers, matches, share
from api.problems import Problem, problem_response
from api.settings import Settings

# The Accept headers of common clients; others take the normal path.
JSON_WANTED = frozenset(
    (b"*/*", b"application/json", b"application/json, text/plain, */*")
)


@dataclass(eq=False)
class RouteCache:
    """Maps the bytes of a request to its query, learnt from earlier requests."""

    settings: Settings
    memory: MemoryStore | None = None
    _noted: dict[tuple[str, bytes], tuple[str, Any, Any]] = field(default_factory=dict)

    def remember(self, scope: Scope, question: CachedQuery) -> None:
        """Note the query of a request whose response is the same for every caller.

        A full cache is emptied: there are many products, and many ways to write a
        request.
        """
        target = (scope["path"], scope["query_string"])
        if target in self._noted or not self.settings.memory_bytes:
            return
        if len(self._noted) >= self.settings.memory_entries:
            self._noted.clear()
        self._noted[target] = (question.key, scope["route"], scope["path_params"])

    def find(self, scope: Scope, now: float) -> MemoryEntry | None:
        """Return the fresh entry with a body for this request, if memory has it."""
        noted = self._noted.get((scope["path"], scope["query_string"]))
        if noted is None or self.memory is None:
            return None
        kept = self.memory.get(noted[0])
        if kept is None or now >= kept.entry.soft_until or not kept.entry.body:
            return None
        # For the log and the metrics.
        _, scope["route"], scope["path_params"] = noted
        return kept

    def headers(self, kept: MemoryEntry, now: float) -> list[tuple[bytes, bytes]]:
        """Return the headers of an entry, made anew for each second of its age."""
        if now >= kept.headers_until:
            entry = kept.entry
            kept.headers = entry_headers(entry, "l1", now, self.settings)
            kept.headers += body_headers(entry)
            kept.headers_until = entry.created + int(max(0, now - entry.created)) + 1
        return kept.headers


@dataclass(eq=False)
class FastPathMiddleware:
    """Serves entries from memory; raw ASGI, because it must be quick."""

    app: ASGIApp
    targets: RouteCache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, here or further in."""
        kept = None
        if scope["type"] == "http" and scope["method"] == "GET" and _is_json(scope):
            now = time()
            kept = self.targets.find(scope, now)
        if kept is None:
            await self.app(scope, receive, send)
            return
        # The requirement of the route, which is not reached.
        try:
            check(scope["caller"], FACTS)
        except Problem as problem:
            response = problem_response(problem, scope["request_id"])
            await response(scope, receive, send)
            return
        headers = self.targets.headers(kept, now).copy()
        if scope["caller"].is_anonymous:
            share(headers, self.targets.settings)
        status, body = 200, kept.entry.body
        for name, value in scope["headers"]:
            if name == b"if-none-match" and matches(
                value.decode("latin-1"), kept.entry.etag.decode()
            ):
                status, body = 304, b""
                # All but the two about the body.
                del headers[-2:]
                break
        start = {"type": "http.response.start", "status": status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": body})


def _is_json(scope: Scope) -> bool:
    """Whether a common Accept header asks for JSON."""
    return all(
        value in JSON_WANTED for name, value in scope["headers"] if name == b"accept"
    )
