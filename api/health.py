"""Whether the parts work together: for people, monitors and load balancers."""

from typing import Any

import orjson
from starlette.responses import Response

from api import queries
from api.cache import Cache
from api.database import Database
from api.invalidation import Listener
from api.problems import Problem, unavailable


async def health_response(
    database: Database, cache: Cache | None, listener: Listener
) -> Response:
    """Return 200 while the API can answer, and 503 when it cannot.

    `degraded` means that it answers, but slower than it should (no cache) or with data
    that no longer moves (the scheduler). Neither is cured by taking the API out of
    service, so neither is a 503. What the database says of itself passes unread.
    """
    reasons = []
    redis: dict[str, Any] = {"status": "not configured", "is_in_step": False}
    if cache is not None:
        redis = {"status": "ok", "is_in_step": cache.in_step}
        if cache.faults:
            redis["status"] = "degraded"
            reasons += [f"cache: {fault}" for fault in cache.faults]
    checks: dict[str, Any] = {
        "redis": redis,
        "listener": {
            "is_connected": listener.is_connected,
            "data_version": listener.version,
            "seconds_behind": listener.seconds_behind,
        },
    }
    if not listener.is_connected:
        reasons.append("listener: not connected; the cache is bypassed meanwhile")
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
        reasons.append("database: it reports a fault of its own, see 'database'")
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
