"""Health, liveness and readiness, for people, monitors and load balancers."""

from typing import Any

import orjson
from starlette.responses import Response

from api import queries
from api.cache.redis_store import RedisStore
from api.observability.parts import Parts
from api.problems import Problem, unavailable

# The schema version that added the newest function which this code calls.
NEEDED_SCHEMA_VERSION = 25


async def health_response(parts: Parts) -> Response:
    """Return 200 while the API can answer, and 503 when it cannot.

    `degraded` means that it answers, but slower than it should (no cache) or with data
    that is not updated (the scheduler). Taking the API out of service cures neither, so
    neither is a 503. The database's own report passes unread. The path is public: the
    figures are in `/v1/metrics`, and error messages, which name addresses, in the log.
    """
    memory, cache, listener = parts.memory, parts.cache, parts.listener
    reads = parts.reads
    reasons = [f"cache: {fault}" for fault in (cache.faults if cache else ())]
    checks: dict[str, Any] = {
        "memory": {"is_in_step": memory.is_synced},
        "redis": {
            "status": _redis_status(cache),
            "is_in_step": cache is not None and cache.is_synced,
        },
        "listener": {
            "is_connected": listener.is_connected,
            "is_notified": listener.is_notified,
            "data_version": listener.version,
            "seconds_behind": listener.seconds_behind,
        },
        "standby": {
            "status": "not configured"
            if reads.standby is None
            else reads.fault or "used",
            "data_version": reads.version,
        },
    }
    if not listener.is_connected:
        reasons.append("listener: not connected; the cache is bypassed meanwhile")
    elif not listener.is_notified:
        reasons.append(
            "listener: a pooler in between delivers no notifications, so it polls; "
            "give API_LISTEN_DATABASE_URL an address of Postgres itself"
        )
    database = parts.database
    try:
        rows = await database.within_deadline(database.fetch(queries.HEALTH, {}))
    except Problem as problem:
        if problem.type.code != "unavailable":
            raise
        raise unavailable(
            problem.detail, postgres={"status": "unavailable"}, **checks
        ) from problem
    [(is_healthy, report)] = rows
    if not is_healthy:
        reasons.append("database: it reports a fault of its own, see ops.doctor()")
    head = {
        "status": "degraded" if reasons else "ok",
        "reasons": reasons,
        "postgres": {"status": "ok"},
        **checks,
    }
    response = _json(head, report)
    response.headers["X-Cache"] = "bypass"
    return response


async def live_response(parts: Parts) -> Response:
    """Return 200: a process that sends it is alive."""
    return _json({"status": "ok"})


async def ready_response(parts: Parts) -> Response:
    """Return 200 when the process can take requests, else 503.

    For load balancers, so it is cheap. Postgres must answer and must have the schema
    that this API needs. Without Redis, with a dead scheduler or old data this process
    is as ready as any other: the response shows them but stays 200.
    """
    database, listener = parts.database, parts.listener
    rows = await database.within_deadline(database.fetch(queries.READINESS, {}))
    [(schema_version, report)] = rows
    if schema_version < NEEDED_SCHEMA_VERSION:
        raise unavailable(
            f"The database has schema version {schema_version}, this API needs "
            f"{NEEDED_SCHEMA_VERSION}: run the migrations ('make up').",
            retry_after=10,
        )
    head = {
        "status": "ready",
        "redis": _redis_status(parts.cache),
        "listener": "connected" if listener.is_connected else "not connected",
    }
    return _json(head, report)


def _redis_status(cache: RedisStore | None) -> str:
    if cache is None:
        return "not configured"
    return "degraded" if cache.faults else "ok"


def _json(head: dict[str, Any], database: bytes | None = None) -> Response:
    """Return a report; the database's own part of it is JSON already."""
    body = orjson.dumps(head)
    if database is not None:
        body = body[:-1] + b',"database":' + database + b"}"
    headers = {"Cache-Control": "no-store"}
    return Response(body, headers=headers, media_type="application/json")
