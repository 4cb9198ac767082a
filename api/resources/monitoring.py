"""Health, readiness and metrics of the API process, for operators and monitors."""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from fastapi import FastAPI
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from api.auth.permissions import Handler, Requirement, requires
from api.http.parameters import QueryParameters, read_fact_query
from api.observability.health import health_response, live_response, ready_response
from api.observability.metrics import metrics_response
from api.resources.common_models import Documented
from api.resources.openapi import documented, installation_note, problems_of


class PostgresHealth(Documented):
    """The health of the database connection."""

    status: Literal["ok"]


class MemoryHealth(Documented):
    """The health of the memory cache of this process."""

    is_in_step: bool = Field(description="Whether its entries are current and used.")


class RedisHealth(Documented):
    """The health of the Redis cache."""

    status: Literal["ok", "degraded", "not configured"]
    is_in_step: bool = Field(description="Whether its entries are current and used.")


class ListenerHealth(Documented):
    """The health of the listener for data changes."""

    is_connected: bool
    is_notified: bool = Field(
        description="Whether it receives notifications; if not, it polls."
    )
    data_version: int
    seconds_behind: float | None


class StandbyHealth(Documented):
    """Whether facts are read from a standby; if not, they come from the primary."""

    status: Literal[
        "used", "behind", "cancelled", "promoted", "unavailable", "not configured"
    ]
    data_version: int


class MarketplaceHealth(Documented):
    """The freshness of a marketplace."""

    marketplace: str
    newest_day: dt.date
    expected_day: dt.date
    is_late: bool


class Check(Documented):
    """The result of a database check; `ops.doctor()` gives the reason."""

    check_name: str
    status: Literal["ok", "warning", "critical"]


class DatabaseHealth(Documented):
    """The health of the database, without business figures: it is public."""

    status: Literal["ok", "warning", "critical"]
    schema_version: int | None
    data_version: int
    heartbeat_at: dt.datetime | None = Field(
        description="Last heartbeat of the scheduler."
    )
    freshness: list[MarketplaceHealth]
    checks: list[Check]


class DatabaseReadiness(Documented):
    """The readiness of the database, from a few cheap reads."""

    schema_version: int
    data_version: int
    heartbeat_at: dt.datetime | None = Field(
        description="Last heartbeat of the scheduler."
    )
    scheduler: Literal["ok", "late"]
    last_promoted_at: dt.datetime | None


class Health(Documented):
    """The health of all parts, and the reasons for a degraded status."""

    status: Literal["ok", "degraded"]
    reasons: list[str]
    postgres: PostgresHealth
    memory: MemoryHealth
    redis: RedisHealth
    listener: ListenerHealth
    standby: StandbyHealth
    database: DatabaseHealth


class Liveness(Documented):
    """The process is alive."""

    status: Literal["ok"]


class Readiness(Documented):
    """The process is ready; other parts may be degraded."""

    status: Literal["ready"]
    redis: Literal["ok", "degraded", "not configured"]
    listener: Literal["connected", "not connected"]
    database: DatabaseReadiness


def add_monitoring(app: FastAPI) -> None:
    """Add the endpoints for monitoring to the application."""
    _add(
        app,
        "/v1/health",
        _reader("parts", health_response),
        {"model": Health, "description": "The API is reachable; see status"},
        503,
        operation_id="get_health",
        summary="Get the health of Postgres, Redis and the scheduler",
        description="Return the health of all parts.",
    )
    _add(
        app,
        "/v1/health/live",
        _reader("parts", live_response),
        {"model": Liveness, "description": "The process is alive"},
        operation_id="get_liveness",
        summary="Get the liveness of the process",
        description="Return the liveness of the process.",
    )
    _add(
        app,
        "/v1/health/ready",
        _reader("parts", ready_response),
        {"model": Readiness, "description": "The process is ready"},
        503,
        operation_id="get_readiness",
        summary="Get the readiness of the process",
        description="Return the readiness of the process.",
    )
    # They cover all tenants, so they are for operators of the installation only.
    requirement = Requirement("admin", "metrics:read", is_for_installation=True)
    _add(
        app,
        "/v1/metrics",
        requires(requirement)(_reader("metrics", metrics_response)),
        {
            "content": {"text/plain": {"schema": {"type": "string"}}},
            "description": "Prometheus text format 0.0.4",
        },
        operation_id="get_metrics",
        summary="Get metrics of the process and the database for Prometheus",
        description=installation_note("admin"),
    )


def _reader(name: str, respond: Callable[[Any], Awaitable[Response]]) -> Handler:
    """Return the handler that responds with a part of the application's state."""

    async def read(request: Request) -> Response:
        read_fact_query(QueryParameters, request.scope["query_string"])
        return await respond(getattr(request.app.state, name))

    return read


def _add(
    app: FastAPI,
    path: str,
    handler: Handler,
    success: dict[str, Any],
    *statuses: int,
    **described: str,
) -> None:
    app.add_api_route(
        path,
        documented(handler),
        methods=["GET"],
        tags=["operation"],
        response_model=None,
        responses={200: success, **problems_of(422, 500, *statuses)},
        **described,  # type: ignore[arg-type]
    )
