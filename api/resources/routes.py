"""All routes of the application."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.auth.permissions import check, requirement_of
from api.http.parameters import MarketplaceParameters
from api.problems import problem_page
from api.resources.cached import cached_reader, read_batch, refuse_all_but_post
from api.resources.docs import add_docs
from api.resources.handlers import handler_of
from api.resources.monitoring import add_monitoring
from api.resources.openapi import document_endpoint, documented, problems_of
from api.resources.products import MetricsBatch, MetricsBatchAnswer
from api.resources.table import ENDPOINTS


class LeanRoute(APIRoute):
    """A documented route whose handler gets the plain request.

    FastAPI would read parameters and validate responses through pydantic on every
    request, inside layers of its own. Here the models only document; a test validates
    real responses with them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Build the documented route, then put the handler in place of FastAPI's."""
        super().__init__(*args, **kwargs)
        self.app = self._answer
        self.requirement = requirement_of(self.endpoint, self.path)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.requirement is not None:
            check(scope["caller"], self.requirement)
        response = await self.endpoint(Request(scope, receive))
        await response(scope, receive, send)


def add_routes(app: FastAPI) -> None:
    """Add every endpoint to the application."""
    app.router.route_class = LeanRoute
    for path in ("/v1/products/metrics:batch", "/v1/recommendations/{asin}:refresh"):
        app.add_route(
            path,
            refuse_all_but_post,
            methods=["GET", "PUT", "PATCH", "DELETE", "OPTIONS"],
            include_in_schema=False,
        )
    app.add_api_route(
        "/v1/products/metrics:batch",
        documented(read_batch, query=MarketplaceParameters, body=MetricsBatch),
        methods=["POST"],
        operation_id="get_metrics_batch",
        summary="Get daily metrics of up to 500 products",
        description="Returns the /metrics response of each known product, in the "
        "order of the request, and lists the other ASINs in `missing`.",
        tags=["products"],
        response_model=None,
        responses={
            200: {
                "model": MetricsBatchAnswer,
                "description": "The metrics of the known products",
            },
            **problems_of(413, 415, 422, 500, 503),
        },
    )
    for endpoint in ENDPOINTS:
        if endpoint.make is not None:
            handler = endpoint.make()
        else:
            handler = (cached_reader if endpoint.is_cached else handler_of)(endpoint)
        app.add_api_route(
            endpoint.path,
            handler,
            methods=[endpoint.method],
            response_model=None,
            status_code=endpoint.status,
            **document_endpoint(handler, endpoint),
        )
    add_monitoring(app)
    add_docs(app)
    app.add_route("/problems/{code}", problem_page, include_in_schema=False)
