"""What happens to every request, whatever its path: id, HEAD, last resort, log line."""

import re
from time import perf_counter
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.database import request_id as current_request
from api.problems import Problem, problem_response

log = structlog.get_logger()

_sane_id = re.compile(rb"[A-Za-z0-9._-]{1,128}").fullmatch


class RequestFrame:
    """Wraps the application; raw ASGI, as every request pays for every layer."""

    def __init__(self, app: ASGIApp, headers: list[tuple[bytes, bytes]]) -> None:
        """Wrap an application; every answer gets these headers."""
        self.app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; anything but HTTP passes through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = perf_counter()
        request_id = _request_id(scope)
        status = byte_count = 0
        cache = None
        is_head = scope["method"] == "HEAD"
        # HEAD is GET without the body, on every path, so that no route needs to know.
        scope = {**scope, "method": "GET"} if is_head else dict(scope)
        scope["request_id"] = request_id.decode()
        current_request.set(scope["request_id"])
        # Whoever stands further inside may add to it before the answer begins.
        headers = scope["answer_headers"] = [
            (b"x-request-id", request_id),
            *self._headers,
        ]

        async def answer(message: Message) -> None:
            nonlocal status, cache, byte_count
            if message["type"] == "http.response.start":
                status = message["status"]
                for name, value in message["headers"]:
                    if name == b"x-cache":
                        cache = value.decode()
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
            response = problem_response(problem, scope["request_id"])
            await response(scope, receive, answer)
        finally:
            route = scope.get("route")
            method = "HEAD" if is_head else scope["method"]
            latency_ms = round((perf_counter() - started) * 1000, 2)
            if "caller" in scope:
                scope["app"].state.access.usage.note(
                    scope,
                    method=method,
                    status=status,
                    latency_ms=latency_ms,
                    byte_count=byte_count,
                    cache=cache,
                )
            log.info(
                "request",
                request_id=scope["request_id"],
                method=method,
                path=getattr(route, "path", None),
                status=status,
                latency_ms=latency_ms,
                cache=cache,
            )


def _request_id(scope: Scope) -> bytes:
    """Return the client's request id when it is harmless to log, else a new one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _sane_id(value):
            return bytes(value)
    return uuid4().hex.encode()
