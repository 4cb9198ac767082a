"""The page /docs: Swagger UI, from this origin alone.

The files of Swagger UI are those of the package fastapi-swagger, so the page works
without the internet. Its policy forbids the browser to load anything from elsewhere and
to run scripts that stand in the page.
"""

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.auth.permissions import DOCS_FILES, Handler

# The policy of every response comes beside it; browsers keep to both.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        # The style sheet has its icons as data.
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)
_OURS = Path(__file__).parent
_SWAGGER_UI = Path(str(files("fastapi_swagger"))) / "resources"


def add_docs(app: FastAPI) -> None:
    """Add the page and its files to the application."""
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    page = _sender(_OURS / "docs.html", headers)
    app.add_route("/docs", page, include_in_schema=False)
    for name in DOCS_FILES:
        path = _OURS / "docs.js" if name == "start.js" else _SWAGGER_UI / name
        send = _sender(path, {"Cache-Control": "public, max-age=3600"})
        app.add_route(f"/docs/{name}", send, include_in_schema=False)


def _sender(path: Path, headers: dict[str, str]) -> Handler:
    """Return the handler that sends a file."""

    async def send(request: Request) -> Response:
        return FileResponse(path, headers=headers)

    return send
