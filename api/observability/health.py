"""Health, liveness and readiness, for people, monitors and load balancers."""

from typing import Any

import orjson
from starlette.responses import Response

from api import queries
from api.cache.invalidation import Listener
from api.cache.memory_store import MemoryStore
from api.cache.redis_store import RedisStore
from api.database import Database
from api.problems import Problem, unavailable

# What api.* functions this code calls came with it.
NEEDED_SCHEMA_VERSION = 9


async def health_response(
    database: Database,
    memory: MemoryStore,
    cache: RedisStore | None,
    listener: Listener,
) -> Response:
    """Return 200 while the API can answer, and 503 when it cannot.

    `degraded` means that it answers, but slower than it should (no cache) or with data
    that no longer moves (the scheduler). Neither is cured by taking the API out of
    service, so neither is a 503. What the database says of itself passes unread.
    Anybody may ask: what counts is in `/v1/metrics`, and the words of errors, which
    name addresses, are in the log.
    """
    reasons = []
    redis: dict[str, Any] = {"status": "not configured", "is_in_step": False}
    if cache is not None:
        redis = {"status": "ok", "is_in_step": cache.is_synced}
        if cache.faults:
            redis["status"] = "degraded"
            reasons += [f"cache: {fault}" for fault in cache.faults]
    checks: dict[str, Any] = {
        "memory": {"is_in_step": memory.is_synced},
        "redis": redis,
        "listener": {
            "is_connected": listener.is_connected,
            "is_notified": listener.is_notified,
            "data_version": listener.version,
            "seconds_behind": listener.seconds_behind,
        },
    }
    if not listener.is_connected:
        reasons.append("listener: not connected; the cache is bypassed meanwhile")
    elif not listener.is_notified:
        reasons.append(
            "listener: a pooler in between delivers no notifications, so it polls; "
            "give API_LISTEN_DATABASE_URL an address of Postgres itself"
        )
    try:
        rows = await database.within_deadline(database.fetch(queries.HEALTH, {}))
    except Problem as problem:
        if problem.type.code != "unavailable":
            raise
        raise unavailable(
            problem.detail, postgres={"status": "unavailable"}, **checks
        ) from problem
    [(is_healthy, body)] = rows
    if not is_healthy:
        reasons.append("database: it reports a fault of its own, see ops.doctor()")
    head = {
        "status": "degraded" if reasons else "ok",
        "reasons": reasons,
        "postgres": {"status": "ok"},
        **checks,
    }
    return Response(
        orjson.dumps(head)[:-1] + b',"database":' + body + b"}",
        headers={"Cache-Control": "no-store", "X-Cache": "bypass"},
        media_type="application/json",
    )


def live_response() -> Response:
    """Return 200: whoever reads it knows that the process lives."""
    return Response(
        b'{"status":"ok"}',
        headers={"Cache-Control": "no-store"},
        media_type="application/json",
    )


async def ready_response(
    database: Database, cache: RedisStore | None, listener: Listener
) -> Response:
    """Return 200 when requests may be sent here, and 503 when they better are not.

    For load balancers, so it asks little and often. Postgres must answer and must have
    the schema this API needs. Without Redis, with a dead scheduler or old data the API
    is as ready as any other one would be: those are told, not judged.
    """
    rows = await database.within_deadline(database.fetch(queries.READINESS, {}))
    [(schema_version, body)] = rows
    if schema_version < NEEDED_SCHEMA_VERSION:
        raise unavailable(
            f"The database has schema version {schema_version}, this API needs "
            f"{NEEDED_SCHEMA_VERSION}: run the migrations ('make up').",
            retry_after=10,
        )
    redis = "not configured"
    if cache is not None:
        redis = "degraded" if cache.faults else "ok"
    head = {
        "status": "ready",
        "redis": redis,
        "listener": "connected" if listener.is_connected else "not connected",
    }
    return Response(
        orjson.dumps(head)[:-1] + b',"database":' + body + b"}",
        headers={"Cache-Control": "no-store"},
        media_type="application/json",
    )
