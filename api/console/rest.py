"""Asks the REST API inside the process: the same routes, as the same caller.

Access, parameters, caches and errors are those of the API. No second request is counted
against the limits: the page is the request.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from starlette.requests import Request
from starlette.types import Message, Scope

# Pages of a list that are read for one screen, of 200 rows each.
PAGES_FOLLOWED = 10


async def get(request: Request, path: str, **query: Any) -> Any:
    """Return the JSON of a GET; parameters that are None are left out.

    A parameter whose name is a word of Python has an underscore behind it (`from_`).
    Raises Problem, like the API.
    """
    return orjson.loads((await send(request, "GET", path, query=query))[1])


async def rows(request: Request, path: str, **query: Any) -> list[dict[str, Any]]:
    """Return the rows of a list, page by page, at most what a screen can show."""
    found: list[dict[str, Any]] = []
    for _ in range(PAGES_FOLLOWED):
        page = await get(request, path, limit=200, **query)
        found += page["data"]
        if not page["page"]["has_more"]:
            break
        query["cursor"] = page["page"]["next_cursor"]
    return found


async def change(
    request: Request, method: str, path: str, body: Mapping[str, Any] | None = None
) -> Any:
    """Return the JSON of a change; None when the response has no body."""
    _, answer = await send(request, method, path, body=body)
    return orjson.loads(answer) if answer else None


async def send(
    request: Request,
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    body: Mapping[str, Any] | None = None,
    accept: bytes = b"application/json",
) -> tuple[dict[str, str], bytes]:
    """Return the headers and the body of a response of the API; raises Problem."""
    headers = [(b"accept", accept)]
    sent = b"" if body is None else orjson.dumps(body)
    if body is not None:
        headers.append((b"content-type", b"application/json"))
    scope: Scope = {
        "type": "http",
        "asgi": request.scope["asgi"],
        "http_version": "1.1",
        "scheme": request.scope["scheme"],
        "method": method,
        "path": path,
        "raw_path": quote(path).encode(),
        "root_path": "",
        "query_string": _query_string(query or {}),
        "headers": headers,
        "client": request.scope.get("client"),
        "server": request.scope.get("server"),
        "app": request.app,
        "state": request.scope.get("state", {}),
        "caller": request.scope["caller"],
        "request_id": request.scope["request_id"],
        "answer_headers": [],
    }
    answer: dict[str, str] = {}
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": sent, "more_body": False}

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            for name, value in message["headers"]:
                answer[name.decode("latin-1")] = value.decode("latin-1")
        else:
            parts.append(message.get("body", b""))

    await request.app.router(scope, receive, take)
    return answer, b"".join(parts)


def _query_string(query: Mapping[str, Any]) -> bytes:
    texts = {
        name.rstrip("_"): str(value).lower() if isinstance(value, bool) else value
        for name, value in query.items()
        if value is not None
    }
    return urlencode(texts, quote_via=quote).encode()
