"""The endpoints: a table of what can be asked, and one way to answer it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api import models, queries
from api.answers import Answers, Question
from api.documentation import batch_body, parameters_of, problems_of
from api.health import health_response, live_response, ready_response
from api.hot import Targets
from api.metrics import metrics_response
from api.parameters import read_asin, read_batch, read_query
from api.permissions import check, requirement_of, requires
from api.problems import Problem, problem_page
from api.responses import VARY, entry_response
from api.settings import Settings

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A GET that answers with one row of Postgres about one ASIN.

    `key` is the place in the cache; {range} in it makes `range` a parameter.
    """

    path: str
    operation_id: str
    summary: str
    key: str
    query: str
    model: type[BaseModel]
    is_comparison: bool = False

    @property
    def query_names(self) -> tuple[str, ...]:
        """Names of the query parameters, in the order `read_query` gives them."""
        if "{range}" in self.key:
            return ("marketplace", "range")
        return ("marketplace",)


ENDPOINTS = (
    Endpoint(
        path="/v1/products/{asin}",
        operation_id="get_product",
        summary="A product and its latest observation",
        key="product:{asin}:{marketplace}:summary",
        query=queries.PRODUCT,
        model=models.ProductAnswer,
    ),
    Endpoint(
        path="/v1/products/{asin}/summary",
        operation_id="get_product_summary",
        summary="The same as /v1/products/{asin}",
        key="product:{asin}:{marketplace}:summary",
        query=queries.PRODUCT,
        model=models.ProductAnswer,
    ),
    Endpoint(
        path="/v1/products/{asin}/metrics",
        operation_id="get_product_metrics",
        summary="Daily price, rank, rating and reviews",
        key="product:{asin}:{marketplace}:metrics:daily:{range}",
        query=queries.PRODUCT_METRICS,
        model=models.MetricsAnswer,
    ),
    Endpoint(
        path="/v1/products/{asin}/deltas",
        operation_id="get_product_deltas",
        summary="Changes from one observed day to the next",
        key="product:{asin}:{marketplace}:delta:daily:{range}",
        query=queries.PRODUCT_DELTAS,
        model=models.DeltasAnswer,
    ),
    Endpoint(
        path="/v1/products/{asin}/rollups",
        operation_id="get_product_rollups",
        summary="Averages, extremes and change over 7, 30 and 90 days",
        key="product:{asin}:{marketplace}:rollups",
        query=queries.PRODUCT_ROLLUPS,
        model=models.RollupsAnswer,
    ),
    Endpoint(
        path="/v1/competitions/{asin}",
        operation_id="get_competition",
        summary="A product against its competitors",
        key="compare:{asin}:all:{marketplace}:{range}",
        query=queries.COMPETITIONS,
        model=models.CompetitionAnswer,
        is_comparison=True,
    ),
)
METRICS = next(e for e in ENDPOINTS if e.operation_id == "get_product_metrics")


def ask(
    endpoint: Endpoint, settings: Settings, asin: str, marketplace: str, days: str = ""
) -> Question:
    """Return the question an endpoint stands for, with these values."""
    soft_life = (
        settings.comparison_soft_life
        if endpoint.is_comparison
        else settings.product_soft_life
    )
    parameters: dict[str, Any] = {
        "asin": asin,
        "marketplace": marketplace,
        "soft_life": soft_life,
    }
    if days:
        parameters["days"] = int(days.removesuffix("d"))
    return Question(
        endpoint.key.format(asin=asin, marketplace=marketplace, range=days),
        endpoint.query,
        parameters,
        soft_life,
    )


def reader(endpoint: Endpoint, settings: Settings) -> Handler:
    """Return the handler of one endpoint."""
    query_names = endpoint.query_names

    async def read(request: Request) -> Response:
        asin = read_asin(request.path_params["asin"])
        values = read_query(query_names, request.scope["query_string"])
        answers: Answers = request.app.state.answers
        question = ask(endpoint, settings, asin, *values)
        served = await answers.get(question)
        if not served.entry.body:
            raise Problem(
                "not-found",
                f"There is nothing about {asin} in marketplace {values[0]}: "
                "check both, or load a file in which it was observed.",
                headers={"X-Cache": served.source},
            )
        targets: Targets = request.app.state.targets
        targets.remember(request.scope, question)
        return entry_response(request, served, settings)

    if endpoint.is_comparison:
        return read
    return requires("viewer", scope="products:read", public_keys=True)(read)


def batch_reader(settings: Settings) -> Handler:
    """Return the handler of the batch: many products' metrics, joined byte by byte."""

    @requires("viewer", scope="products:read", public_keys=True)
    async def read(request: Request) -> Response:
        (marketplace,) = read_query(("marketplace",), request.scope["query_string"])
        asins, days = await read_batch(request)
        questions = [ask(METRICS, settings, asin, marketplace, days) for asin in asins]
        answers: Answers = request.app.state.answers
        entries, source = await answers.get_metrics(asins, questions)
        bodies = [entry.body for entry in entries if entry.body]
        missing = [
            asin for asin, entry in zip(asins, entries, strict=True) if not entry.body
        ]
        meta = {
            "marketplace": marketplace,
            "range": days,
            "found_count": len(bodies),
            "missing_count": len(missing),
        }
        body = b'{"data":[%b],"missing":%b,"meta":%b}' % (
            b",".join(bodies),
            orjson.dumps(missing),
            orjson.dumps(meta),
        )
        return Response(
            body,
            headers={"Cache-Control": "no-store", "Vary": VARY, "X-Cache": source},
            media_type="application/json",
        )

    return read


async def read_health(request: Request) -> Response:
    """Answer /v1/health."""
    read_query((), request.scope["query_string"])
    state = request.app.state
    return await health_response(
        state.database, state.memory, state.cache, state.listener
    )


async def read_live(request: Request) -> Response:
    """Answer /v1/health/live."""
    read_query((), request.scope["query_string"])
    return live_response()


async def read_ready(request: Request) -> Response:
    """Answer /v1/health/ready."""
    read_query((), request.scope["query_string"])
    state = request.app.state
    return await ready_response(state.database, state.cache, state.listener)


async def read_metrics(request: Request) -> Response:
    """Answer /v1/metrics."""
    read_query((), request.scope["query_string"])
    return await metrics_response(request.app.state.metrics)


async def refuse_get_of_batch(request: Request) -> Response:
    """Say that the batch wants POST; its path would pass for an ASIN otherwise."""
    raise Problem(
        "method-not-allowed", "The path takes POST.", headers={"Allow": "POST"}
    )


class LeanRoute(APIRoute):
    """A documented route whose handler takes the request as it is.

    FastAPI would read parameters and check answers through pydantic, on every request,
    inside layers of its own; here the models document, and a test holds real answers
    against them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Build the documented route, then put the handler in place of FastAPI's."""
        super().__init__(*args, **kwargs)
        self.app = self._answer
        self.requirement = requirement_of(
            self.endpoint, self.path, self.methods or {"GET"}
        )

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.requirement is not None:
            check(scope["caller"], self.requirement)
        response = await self.endpoint(Request(scope, receive))
        await response(scope, receive, send)


def add_routes(app: FastAPI, settings: Settings) -> None:
    """Add every endpoint to the application."""
    app.router.route_class = LeanRoute
    app.add_route(
        "/v1/products/metrics:batch",
        refuse_get_of_batch,
        methods=["GET", "PUT", "PATCH", "DELETE", "OPTIONS"],
        include_in_schema=False,
    )
    app.add_api_route(
        "/v1/products/metrics:batch",
        batch_reader(settings),
        methods=["POST"],
        operation_id="get_metrics_batch",
        summary="Daily metrics of up to 500 products",
        description="Answers with the /metrics answer of each product that is known, "
        "in the order asked, and lists the others in `missing`.",
        tags=["products"],
        response_model=None,
        responses={
            200: {
                "model": models.MetricsBatchAnswer,
                "description": "What is known",
            },
            **problems_of(413, 415, 422, 500, 503),
        },
        openapi_extra={
            "parameters": parameters_of(("marketplace",)),
            "requestBody": batch_body(),
        },
    )
    for endpoint in ENDPOINTS:
        app.add_api_route(
            endpoint.path,
            reader(endpoint, settings),
            methods=["GET"],
            operation_id=endpoint.operation_id,
            summary=endpoint.summary,
            tags=["competitions" if endpoint.is_comparison else "products"],
            response_model=None,
            responses={
                200: {"model": endpoint.model, "description": "The answer"},
                304: {"description": "The client has it already"},
                **problems_of(404, 422, 500, 503),
            },
            openapi_extra={
                "parameters": parameters_of(("asin", *endpoint.query_names, "etag"))
            },
        )
    app.add_api_route(
        "/v1/health",
        read_health,
        methods=["GET"],
        operation_id="get_health",
        summary="Whether Postgres, Redis and the schedule work",
        tags=["operation"],
        response_model=None,
        responses={
            200: {"model": models.Health, "description": "The API answers"},
            **problems_of(422, 500, 503),
        },
    )
    app.add_api_route(
        "/v1/health/live",
        read_live,
        methods=["GET"],
        operation_id="get_liveness",
        summary="Whether the process lives",
        tags=["operation"],
        response_model=None,
        responses={
            200: {"model": models.Liveness, "description": "It does"},
            **problems_of(422, 500),
        },
    )
    app.add_api_route(
        "/v1/health/ready",
        read_ready,
        methods=["GET"],
        operation_id="get_readiness",
        summary="Whether requests may be sent here",
        tags=["operation"],
        response_model=None,
        responses={
            200: {"model": models.Readiness, "description": "They may"},
            **problems_of(422, 500, 503),
        },
    )
    app.add_api_route(
        "/v1/metrics",
        read_metrics,
        methods=["GET"],
        operation_id="get_metrics",
        summary="Metrics of this process and of the database, for Prometheus",
        tags=["operation"],
        response_model=None,
        responses={
            200: {
                "content": {"text/plain": {"schema": {"type": "string"}}},
                "description": "Prometheus text format 0.0.4",
            },
            **problems_of(422, 500),
        },
    )
    app.add_route("/problems/{code}", problem_page, include_in_schema=False)
