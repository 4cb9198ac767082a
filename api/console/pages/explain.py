"""Where a number comes from, down to the JSON that it was read from."""

from starlette.requests import Request
from starlette.responses import Response

from api.console import rest
from api.console.pages.back import chosen
from api.console.render import page


async def show(request: Request) -> Response:
    """Show the steps from a cell of mart to the raw data."""
    explanation = await rest.get(
        request,
        "/v1/explain",
        relation=chosen(request, "relation"),
        key=chosen(request, "key"),
        column=chosen(request, "column"),
    )
    return page(request, "explain.html", explanation=explanation["data"])
