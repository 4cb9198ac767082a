"""Health, readiness and metrics of the API process, for operators and monitors."""

import datetime as dt
from typing import Literal

from fastapi import FastAPI
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth.permissions import requires
from api.http.parameters import QueryParameters, read_fact_query
from api.observability.health import health_response, live_response, ready_response
from api.observability.metrics import metrics_response
from api.resources.common_models import Documented
from api.resources.openapi import documented, installation_note, problems_of


class PostgresHealth(Documented):
    """Whether the database answers."""

    status: Literal["ok"]


class MemoryHealth(Documented):
    """What this process keeps in front of Redis."""

    is_in_step: bool = Field(description="Whether what it keeps is trusted.")


class RedisHealth(Documented):
    """Whether answers come from the cache."""

    status: Literal["ok", "degraded", "not configured"]
    is_in_step: bool = Field(description="Whether what Redis holds is trusted.")


class ListenerHealth(Documented):
    """Whether changes reach this process at once."""

    is_connected: bool
    is_notified: bool = Field(
        description="Whether notifications reach it; else it polls, as behind a pooler."
    )
    data_version: int
    seconds_behind: float | None


class MarketplaceHealth(Documented):
    """How old the data of a marketplace is."""

    marketplace: str
    newest_day: dt.date
    expected_day: dt.date
    is_late: bool


class Check(Documented):
    """How a check of the database came out; `ops.doctor()` says why."""

    check_name: str
    status: Literal["ok", "warning", "critical"]


class DatabaseHealth(Documented):
    """What the database says of itself: nothing that counts, as anybody may ask."""

    status: Literal["ok", "warning", "critical"]
    schema_version: int | None
    data_version: int
    heartbeat_at: dt.datetime | None = Field(description="Of the scheduler.")
    freshness: list[MarketplaceHealth]
    checks: list[Check]


class DatabaseReadiness(Documented):
    """What the database says of itself in few reads."""

    schema_version: int
    data_version: int
    heartbeat_at: dt.datetime | None = Field(description="Of the scheduler.")
    scheduler: Literal["ok", "late"]
    last_promoted_at: dt.datetime | None


class Health(Documented):
    """The parts of the system, and why it is degraded if it is."""

    status: Literal["ok", "degraded"]
    reasons: list[str]
    postgres: PostgresHealth
    memory: MemoryHealth
    redis: RedisHealth
    listener: ListenerHealth
    database: DatabaseHealth


class Liveness(Documented):
    """That the process lives."""

    status: Literal["ok"]


class Readiness(Documented):
    """That requests may be sent here, and what is not as it should be elsewhere."""

    status: Literal["ready"]
    redis: Literal["ok", "degraded", "not configured"]
    listener: Literal["connected", "not connected"]
    database: DatabaseReadiness


async def read_health(request: Request) -> Response:
    """Answer /v1/health."""
    read_fact_query(QueryParameters, request.scope["query_string"])
    state = request.app.state
    return await health_response(
        state.database, state.memory, state.cache, state.listener
    )


async def read_live(request: Request) -> Response:
    """Answer /v1/health/live."""
    read_fact_query(QueryParameters, request.scope["query_string"])
    return live_response()


async def read_ready(request: Request) -> Response:
    """Answer /v1/health/ready."""
    read_fact_query(QueryParameters, request.scope["query_string"])
    state = request.app.state
    return await ready_response(state.database, state.cache, state.listener)


@requires("admin", scope="metrics:read", installation=True)
async def read_metrics(request: Request) -> Response:
    """Answer /v1/metrics: numbers of all tenants would tell one what others do."""
    read_fact_query(QueryParameters, request.scope["query_string"])
    return await metrics_response(request.app.state.metrics)


def add_monitoring(app: FastAPI) -> None:
    """Add the endpoints for monitoring to the application."""
    app.add_api_route(
        "/v1/health",
        documented(read_health),
        methods=["GET"],
        operation_id="get_health",
        summary="Whether Postgres, Redis and the schedule work",
        tags=["operation"],
        response_model=None,
        responses={
            200: {"model": Health, "description": "The API answers"},
            **problems_of(422, 500, 503),
        },
    )
    app.add_api_route(
        "/v1/health/live",
        documented(read_live),
        methods=["GET"],
        operation_id="get_liveness",
        summary="Whether the process lives",
        tags=["operation"],
        response_model=None,
        responses={
            200: {"model": Liveness, "description": "It does"},
            **problems_of(422, 500),
        },
    )
    app.add_api_route(
        "/v1/health/ready",
        documented(read_ready),
        methods=["GET"],
        operation_id="get_readiness",
        summary="Whether requests may be sent here",
        tags=["operation"],
        response_model=None,
        responses={
            200: {"model": Readiness, "description": "They may"},
            **problems_of(422, 500, 503),
        },
    )
    app.add_api_route(
        "/v1/metrics",
        documented(read_metrics),
        methods=["GET"],
        operation_id="get_metrics",
        summary="Metrics of this process and of the database, for Prometheus",
        description=installation_note("admin"),
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
