"""Puts the parts together: one FastAPI application for one set of settings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import fields
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Scope

from api.auth.authenticator import Authenticator
from api.auth.middleware import AuthMiddleware
from api.auth.rate_limits import RateLimits
from api.auth.session import is_console
from api.auth.usage_log import UsageLog
from api.cache.entry import namespace
from api.cache.invalidation import Listener
from api.cache.marketplaces import Marketplaces
from api.cache.memory_store import MemoryStore
from api.cache.read_through import ReadThroughCache
from api.cache.reads import Reads
from api.cache.redis_store import RedisStore
from api.cache.watermarks import Watermarks, watermarks_path
from api.console.render import problem_page
from api.console.routes import add_console
from api.database import Database
from api.graphql.operations import operations
from api.graphql.routes import add_graphql
from api.http.cors import CorsMiddleware, security_headers
from api.http.fast_path import FastPathMiddleware, RouteCache
from api.http.request_context import RequestContextMiddleware
from api.observability.metrics import MetricsCollector
from api.observability.parts import Parts
from api.problems import Problem, from_status, problem_response
from api.redis_client import RedisClient
from api.resources.openapi import DESCRIPTION, with_access_and_problems
from api.resources.routes import add_routes
from api.settings import Settings

# The number of poll intervals for which entries are served after the listener caught
# up.
TRUSTED_POLLS = 3


class Application(FastAPI):
    """The API; its OpenAPI document is FastAPI's with access and problems added."""

    def build_middleware_stack(self) -> ASGIApp:
        """Leave out the framework's last resort: RequestContextMiddleware is ours."""
        stack = super().build_middleware_stack()
        assert isinstance(stack, ServerErrorMiddleware)
        return stack.app

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = with_access_and_problems(super().openapi())
        return self.openapi_schema


def create_app(settings: Settings) -> Application:
    """Return the application; connections are opened when it starts.

    It starts without Postgres or Redis too, and uses them as soon as they work.
    """

    metrics = MetricsCollector()
    targets = RouteCache(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            parts = await _start(settings, stack)
            metrics.parts = app.state.parts = parts
            for part in fields(parts):
                setattr(app.state, part.name, getattr(parts, part.name))
            targets.memory = parts.memory
            stack.callback(setattr, targets, "memory", None)
            yield

    app = Application(
        title="asinmart",
        version="1",
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Otherwise each request would look for exporters, which are not set up.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=_layers(settings, targets, metrics),
    )
    app.state.settings = settings
    app.state.targets = targets
    app.state.metrics = metrics
    app.add_exception_handler(Problem, _answer_problem)
    app.add_exception_handler(HTTPException, _answer_http_exception)
    add_routes(app)
    add_graphql(app)
    add_console(app)
    metrics.expect(
        (
            (route.path, method)
            for route in app.routes
            if isinstance(route, APIRoute)
            for method in route.methods or ()
        ),
        (operation.name for operation in operations().values()),
    )
    return app


async def _start(settings: Settings, stack: AsyncExitStack) -> Parts:
    """Make and start the parts; the stack closes them, the last one first."""
    # Installations for different tenants share neither Redis keys nor watermarks.
    name = namespace(settings.tenant_id)
    trust_seconds = TRUSTED_POLLS * settings.poll_interval
    watermarks = Watermarks(watermarks_path(settings.database_url, name))
    stack.callback(watermarks.close)
    database = Database(settings)
    stack.push_async_callback(database.close)
    redis = cache = None
    if settings.redis_url:
        redis = RedisClient(settings.redis_url, timeout=settings.redis_timeout)
        stack.push_async_callback(redis.close)
        cache = RedisStore(redis, namespace=name, trust_seconds=trust_seconds)
        stack.push_async_callback(cache.close)
    memory = MemoryStore(
        watermarks,
        max_bytes=settings.memory_bytes,
        max_entries=settings.memory_entries,
        trust_seconds=trust_seconds,
    )
    limits = RateLimits(settings, redis)
    stack.push_async_callback(limits.close)
    identities = Authenticator(settings, database)
    stack.push_async_callback(identities.close)
    usage = UsageLog(database)
    stack.push_async_callback(usage.close)
    listener = Listener(settings, database, memory, cache, identities.forget)
    standby = None
    if settings.read_database_url:
        standby = Database(settings.of_standby)
        stack.push_async_callback(standby.close)
        await standby.open()
    reads = Reads(database, standby, memory, listener, settings.poll_interval)
    answers = ReadThroughCache(database, memory, cache, listener, reads)
    stack.push_async_callback(answers.close)
    await database.open()
    identities.open()
    usage.open()
    for work in (listener.run(), reads.run()):
        stack.push_async_callback(_end, asyncio.create_task(work))
    return Parts(
        database,
        memory,
        cache,
        listener,
        reads,
        answers,
        identities,
        limits,
        usage,
        Marketplaces(database),
    )


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel a task; a cancellation can get lost in a library that just wakes up."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=1)


def _layers(
    settings: Settings, targets: RouteCache, metrics: MetricsCollector
) -> list[Middleware]:
    """Return the middlewares, the outermost first.

    The fast path comes after the authentication, like the routes.
    """
    cors = [Middleware(CorsMiddleware, settings=settings)]
    return [
        Middleware(
            RequestContextMiddleware,
            headers=security_headers(settings),
            metrics=metrics,
            refuse=_refusal,
            log_one_hot_in=settings.log_one_hot_in,
        ),
        *(cors if settings.cors_origins else ()),
        Middleware(AuthMiddleware, settings=settings, refuse=_refusal),
        Middleware(FastPathMiddleware, targets=targets),
    ]


async def _answer_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return _refusal(request.scope, error)


def _refusal(scope: Scope, problem: Problem) -> Response:
    """Render a problem: as a page for the console, as a document for everyone else."""
    if is_console(scope["path"]):
        return problem_page(Request(scope), problem)
    return problem_response(problem, scope["request_id"])


async def _answer_http_exception(request: Request, error: Exception) -> Response:
    """Turn an error of the framework (404, 405) into a problem."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 404:
        detail = (
            f"The path {request.url.path[:200]} does not exist; /docs lists the paths."
        )
    elif error.status_code == 405:
        headers["Allow"] = ", ".join(_methods_of(request))
        detail = f"The path accepts {headers['Allow']}."
    else:
        detail = f"{error.detail}."
    problem = from_status(error.status_code, detail)
    problem.headers.update(headers)
    return _refusal(request.scope, problem)


def _methods_of(request: Request) -> list[str]:
    """Return the methods of a path, which several routes may share."""
    matching = [
        route
        for route in request.app.routes
        if isinstance(route, Route) and route.matches(request.scope)[0] != Match.NONE
    ]
    methods = {
        method
        for route in matching
        if route.path == matching[0].path
        and (route.include_in_schema or is_console(route.path))
        for method in route.methods or ()
    }
    return sorted(methods | ({"HEAD"} if "GET" in methods else set()))
