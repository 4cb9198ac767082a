"""The request context: id, HEAD, unhandled errors and the access log."""

import re
from dataclasses import dataclass
from itertools import count
from secrets import token_hex
from time import perf_counter
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.database import request_id as current_request
from api.observability.metrics import MetricsCollector
from api.problems import Problem, Refuse

log = structlog.get_logger()

_sane_id = re.compile(rb"[A-Za-z0-9._-]{1,128}").fullmatch
# The prefix differs between processes, the count within one.
_process = token_hex(12).encode()
_count = count(1)


@dataclass(eq=False)
class RequestContextMiddleware:
    """Wraps the application; raw ASGI, because every request pays for it.

    Every response gets `headers`; of `log_one_hot_in` responses from memory one is
    logged.
    """

    app: ASGIApp
    headers: list[tuple[bytes, bytes]]
    metrics: MetricsCollector
    refuse: Refuse
    log_one_hot_in: int = 1
    _hot_count: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; anything but HTTP passes through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = perf_counter()
        request_id = _request_id(scope)
        status = byte_count = 0
        source = b""
        method = scope["method"]
        is_head = method == "HEAD"
        # HEAD is GET without the body on every path, so no route handles it. The scope
        # is copied, because the server reads the method in its own.
        if is_head:
            scope = {**scope, "method": "GET"}
        scope["request_id"] = request_id.decode()
        current_request.set(scope["request_id"])
        # The inner layers may add headers until the response begins.
        headers = scope["answer_headers"] = [
            (b"x-request-id", request_id),
            *self.headers,
        ]

        async def answer(message: Message) -> None:
            nonlocal status, source, byte_count
            if message["type"] == "http.response.start":
                status = message["status"]
                for name, value in message["headers"]:
                    if name == b"x-cache":
                        source = value
                        break
                message["headers"] += headers
            elif is_head:
                message = {**message, "body": b""}
            else:
                byte_count += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except Exception:
            log.exception("request_failed", request_id=scope["request_id"])
            if status:
                raise
            problem = Problem(
                "internal-error",
                "Something went wrong here, not in your request; "
                "report it with the request id.",
            )
            await self.refuse(scope, problem)(scope, receive, answer)
        finally:
            seconds = perf_counter() - started
            path = getattr(scope.get("route"), "path", None)
            self.metrics.count(path or "none", method, status, source, seconds)
            if "graphql" in scope:
                self.metrics.count_operation(scope["graphql"], status, source, seconds)
            latency_ms = round(seconds * 1000, 2)
            cache = source.decode() or None
            if "caller" in scope and self.metrics.parts is not None:
                self.metrics.parts.usage.note(
                    scope,
                    method=method,
                    status=status,
                    latency_ms=latency_ms,
                    byte_count=byte_count,
                    cache=cache,
                )
            if source != b"l1" or status >= 400 or self._is_turn():
                parameters: dict[str, Any] = scope.get("path_params") or {}
                log.info(
                    "request",
                    request_id=scope["request_id"],
                    method=method,
                    route=path,
                    asin=parameters.get("asin"),
                    job_id=parameters.get("job_id"),
                    status=status,
                    latency_ms=latency_ms,
                    cache=cache,
                    is_cache_hit=cache in ("l1", "hit", "stale"),
                )

    def _is_turn(self) -> bool:
        """Whether this response from memory is one of those that are logged.

        Writing a line takes longer than such a response; the metrics count them all.
        """
        self._hot_count += 1
        return self._hot_count % self.log_one_hot_in == 0


def _request_id(scope: Scope) -> bytes:
    """Return the client's request id if it is safe to log, otherwise a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _sane_id(value):
            return bytes(value)
    return b"%b%08x" % (_process, next(_count))
