"""/graphql: operations by their op, over the same calls as REST, sliced as selected.

An answer is all of what was asked for, or a problem like any other of this API. A GET
can be kept like the answers it is made of; what acts takes POST.
"""

import html
from collections.abc import Mapping
from functools import cache
from hashlib import md5, sha256
from inspect import isawaitable
from pathlib import Path
from typing import Annotated, Any

import orjson
import structlog
from fastapi import FastAPI
from graphql import ExecutionResult, GraphQLError, execute, print_schema
from pydantic import Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.auth.permissions import Requirement, check, requires
from api.auth.principal import caller_of
from api.cache.entry import Entry
from api.cache.read_through import CacheResult
from api.database import calls
from api.graphql.operations import (
    Operation,
    document_fault,
    operations,
    prepare,
)
from api.graphql.schema import SCHEMA, Context
from api.http.conditional import VARY, entry_response
from api.http.parameters import read_pairs
from api.http.request_body import read_body
from api.problems import Problem, invalid
from api.resources.common_models import Change, left_out
from api.resources.handlers import kept_response
from api.resources.openapi import IF_NONE_MATCH, documented, problems_of
from api.settings import Settings

log = structlog.get_logger()

PATH = "/graphql"
NAMES = ("op", "vh", "variables")
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


# The operation's own fields are checked before it runs.
REQUIREMENT = Requirement("viewer", scope=None, is_for_public_keys=True)


class OperationRequest(Change):
    """An operation and the values of its variables.

    `op` is the SHA-256 of its document; the document itself is for development only.
    """

    op: Hash = left_out()
    variables: dict[str, Any] | None = None
    query: str | None = None
    operationName: str | None = None


def add_graphql(app: FastAPI, settings: Settings) -> None:
    """Add /graphql to the application; its operations are read and judged now."""
    known = operations()
    example = next(op for op, found in known.items() if found.name == "Product")
    for method, handler, described in (
        ("GET", getter(settings), _get_description(example)),
        ("POST", poster(settings), _post_description(example)),
    ):
        app.add_api_route(
            PATH,
            documented(handler, *([IF_NONE_MATCH] if method == "GET" else [])),
            methods=[method],
            tags=["graphql"],
            **described,
        )


def getter(settings: Settings) -> Any:
    """Return the handler of GET: what reads, as something that can be kept."""

    @requires(REQUIREMENT)
    async def read(request: Request) -> Response:
        given = _read_query(request, settings)
        if not given and settings.is_development:
            return HTMLResponse(console())
        operation = known_operation(given.get("op"))
        text = given.get("variables", "{}")
        if "vh" in given and given["vh"] != sha256(text.encode()).hexdigest():
            raise invalid(
                "vh is not the SHA-256 of the variables as they were sent.",
                {"parameter": "vh", "detail": "not the hash of 'variables'"},
            )
        if operation.is_mutation:
            raise Problem(
                "method-not-allowed", "What acts takes POST.", headers={"Allow": "POST"}
            )
        return await answer(operation, _read_variables(text), request, settings)

    return read


def poster(settings: Settings) -> Any:
    """Return the handler of POST."""

    @requires(REQUIREMENT)
    async def post(request: Request) -> Response:
        body = orjson.loads(await read_body(request, OperationRequest))
        if body.get("query") is None:
            operation = known_operation(body.get("op"))
        elif settings.is_development:
            operation = prepare(body["query"], body.get("operationName"))
        else:
            raise Problem(
                "unknown-operation",
                "Only operations that the server knows are taken here: send the op of "
                "one, the SHA-256 of its document.",
            )
        return await answer(operation, body.get("variables") or {}, request, settings)

    return post


@cache
def console() -> str:
    """Return the page to try operations on: one file, nothing from elsewhere."""
    page = Path(__file__).with_name("console.html").read_text()
    return page.replace("{schema}", html.escape(print_schema(SCHEMA)))


async def answer(
    operation: Operation,
    variables: dict[str, Any],
    request: Request,
    settings: Settings,
) -> Response:
    """Return what an operation selects; raises the first problem there is.

    Roles and scopes are judged before anything is asked of the database. What acts is
    one transaction.
    """
    caller = caller_of(request)
    for root in operation.roots:
        check(caller, root.requirement)
    context = Context(request, settings, operation.bind(variables))
    counted: list[str] = []
    token = calls.set(counted)
    try:
        if operation.is_mutation:
            async with context.database.transaction():
                data = await _run(operation, variables, context)
        else:
            data = await _run(operation, variables, context)
    finally:
        calls.reset(token)
    log.info(
        "graphql",
        request_id=request.scope["request_id"],
        op=operation.op,
        name=operation.name,
        sql_calls=len(counted),
    )
    response = _respond(request, context, orjson.dumps({"data": data}), settings)
    if settings.is_development:
        response.headers["X-Sql-Calls"] = str(len(counted))
    return response


async def _run(
    operation: Operation, variables: dict[str, Any], context: Context
) -> Mapping[str, Any]:
    running = execute(
        SCHEMA,
        operation.document,
        context_value=context,
        variable_values=variables,
        operation_name=operation.name or None,
    )
    result = await running if isawaitable(running) else running
    assert isinstance(result, ExecutionResult)
    if result.errors:
        raise _first_fault(result.errors)
    assert result.data is not None
    return result.data


def _first_fault(errors: list[GraphQLError]) -> BaseException:
    """Return what was raised below: a problem to answer with, or a mistake of ours."""
    raised = [error.original_error for error in errors if error.original_error]
    problems = [error for error in raised if isinstance(error, Problem)]
    if len(problems) < len(raised):
        return next(error for error in raised if not isinstance(error, Problem))
    return problems[0] if problems else document_fault(errors)


def _respond(
    request: Request, context: Context, body: bytes, settings: Settings
) -> Response:
    """Return the answer with the headers that what it is made of allows."""
    if request.method != "GET":
        headers = {"Cache-Control": "no-store", "Vary": VARY}
        return Response(body, headers=headers, media_type="application/json")
    if context.is_own or not context.entries:
        return kept_response(request, body)
    etag = f'W/"{md5(body, usedforsecurity=False).hexdigest()}"'
    oldest = min(context.entries, key=lambda entry: entry.created)
    entry = Entry(
        oldest.version, oldest.created, oldest.soft_until, etag.encode(), body
    )
    return entry_response(request, CacheResult(entry, context.source), settings)


def known_operation(op: str | None) -> Operation:
    """Return the operation with this op; raises Problem 404 or 422."""
    if op is None:
        raise invalid(
            "Send the op of an operation, the SHA-256 of its document.",
            {"parameter": "op", "detail": "missing"},
        )
    operation = operations().get(op)
    if operation is None:
        raise Problem("unknown-operation", "There is no operation with this op here.")
    return operation


def _read_query(request: Request, settings: Settings) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in read_pairs(request.scope["query_string"], settings.url_limit):
        if name not in NAMES or name in given:
            raise invalid(
                f"The path takes {', '.join(NAMES)}, each once.",
                {"parameter": name[:40], "detail": "unknown, or given more than once"},
            )
        given[name] = value
    return given


def _read_variables(text: str) -> dict[str, Any]:
    try:
        variables = orjson.loads(text)
    except orjson.JSONDecodeError:
        variables = None
    if not isinstance(variables, dict):
        raise invalid(
            "The variables are a JSON object.",
            {"parameter": "variables", "detail": "not a JSON object"},
        )
    return variables


def _answer_description() -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["data"],
        "additionalProperties": False,
        "properties": {"data": {"type": "object"}},
    }
    return {
        "description": "The selected data",
        "content": {"application/json": {"schema": schema}},
    }


def _get_description(op: str) -> dict[str, Any]:
    texts = {
        "op": "SHA-256 of the operation's document, in hexadecimal.",
        "vh": "SHA-256 of `variables` as sent, for caches to use as a key.",
        "variables": "Values of the variables, a JSON object.",
    }
    schemas: dict[str, dict[str, Any]] = {
        "op": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "vh": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "variables": {"type": "string", "default": "{}"},
    }
    examples = {"op": op, "variables": '{"asin":"B0DEMOJUMP"}'}
    return {
        "operation_id": "get_graphql",
        "summary": "Execute a registered GraphQL query",
        "response_model": None,
        "responses": {
            200: _answer_description(),
            304: {"description": "The client's copy is current"},
            **problems_of(404, 405, 422, 500, 503),
        },
        "openapi_extra": {
            "parameters": [
                {
                    "name": name,
                    "in": "query",
                    "required": name == "op",
                    "description": text,
                    "schema": schemas[name],
                    **({"example": examples[name]} if name in examples else {}),
                }
                for name, text in texts.items()
            ]
        },
    }


def _post_description(op: str) -> dict[str, Any]:
    return {
        "operation_id": "post_graphql",
        "summary": "Execute a registered GraphQL query or mutation",
        "response_model": None,
        "responses": {
            200: _answer_description(),
            **problems_of(404, 409, 413, 415, 422, 500, 503),
        },
        "openapi_extra": {
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": ["op"],
                            "additionalProperties": False,
                            "properties": {
                                "op": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                                "variables": {"type": "object"},
                            },
                        },
                        "example": {"op": op, "variables": {"asin": "B0DEMOJUMP"}},
                    }
                },
            }
        },
    }
