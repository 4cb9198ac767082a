"""The most that uvicorn can do: an ASGI application that reads and computes nothing."""

from starlette.types import Receive, Scope, Send

_BODY = b'{"hello":"world"}'
_HEADERS = [
    (b"content-type", b"application/json"),
    (b"content-length", b"%d" % len(_BODY)),
]


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer every request alike; uvicorn accepts that it has no lifespan."""
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": _BODY})
