"""/graphql: known operations over the same calls as REST.

A response has all that the operation selects, or is a problem like any other of this
API. The response of a GET can be kept like the facts it is made of; mutations are POST.
"""

import html
from collections.abc import Mapping
from contextlib import nullcontext
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
from api.cache.single_flight import CacheResult
from api.database import calls
from api.graphql.operations import Operation, document_fault, operations, prepare
from api.graphql.schema import SCHEMA, Context
from api.http.conditional import VARY, entry_response
from api.http.parameters import QueryParameters, read_query
from api.http.request_body import read_body
from api.observability.metrics import OperationCall
from api.problems import Problem, invalid
from api.resources.common_models import Change, left_out
from api.resources.handlers import kept_response
from api.resources.openapi import IF_NONE_MATCH, documented, problems_of
from api.settings import Settings

log = structlog.get_logger()

PATH = "/graphql"
HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
# The operation's own fields are checked before it runs.
REQUIREMENT = Requirement("viewer", scope=None, is_for_public_keys=True)


class OperationQuery(QueryParameters):
    """An operation in a query string; `vh` is the SHA-256 of `variables` as sent."""

    op: str | None = None
    vh: str | None = None
    variables: str = "{}"


class OperationRequest(Change):
    """An operation and the values of its variables.

    `op` is the SHA-256 of its document; the document itself is for development only.
    """

    op: Annotated[str, Field(pattern=HASH["pattern"])] = left_out()
    variables: dict[str, Any] | None = None
    query: str | None = None
    operationName: str | None = None


def add_graphql(app: FastAPI) -> None:
    """Add /graphql to the application; its operations are read and checked now."""
    known = operations().values()
    op = next(found.op for found in known if found.name == "Product")
    app.add_api_route(
        PATH,
        documented(_get, IF_NONE_MATCH),
        operation_id="get_graphql",
        summary="Execute a registered GraphQL query",
        openapi_extra={"parameters": _parameters_of_get(op)},
        methods=["GET"],
        **_described(404, 405, 422, 500, 503, is_kept=True),
    )
    app.add_api_route(
        PATH,
        documented(_post),
        operation_id="post_graphql",
        summary="Execute a registered GraphQL query or mutation",
        openapi_extra={"requestBody": _body_of_post(op)},
        methods=["POST"],
        **_described(404, 409, 413, 415, 422, 500, 503, is_kept=False),
    )


@requires(REQUIREMENT)
async def _get(request: Request) -> Response:
    settings: Settings = request.app.state.settings
    raw = request.scope["query_string"]
    if not raw and settings.is_development:
        return HTMLResponse(console())
    given = read_query(OperationQuery, raw, longest=settings.url_limit)
    operation = known_operation(given.op)
    if given.vh not in (None, sha256(given.variables.encode()).hexdigest()):
        raise invalid(
            "vh is not the SHA-256 of the variables as they were sent.",
            {"parameter": "vh", "detail": "not the hash of 'variables'"},
        )
    if operation.is_mutation:
        raise Problem(
            "method-not-allowed",
            "Send a mutation with POST.",
            headers={"Allow": "POST"},
        )
    return await respond(operation, _read_variables(given.variables), request)


@requires(REQUIREMENT)
async def _post(request: Request) -> Response:
    _, body = await read_body(request, OperationRequest)
    if body.query is None:
        operation = known_operation(body.op)
    elif request.app.state.settings.is_development:
        operation = prepare(body.query, body.operationName)
    else:
        raise Problem(
            "unknown-operation",
            "Only operations that the server knows are accepted here: send the op of "
            "one, the SHA-256 of its document.",
        )
    return await respond(operation, body.variables or {}, request)


@cache
def console() -> str:
    """Return the page for trying operations: one file that loads nothing else."""
    page = Path(__file__).with_name("console.html").read_text()
    return page.replace("{schema}", html.escape(print_schema(SCHEMA)))


async def respond(
    operation: Operation, variables: dict[str, Any], request: Request
) -> Response:
    """Return what an operation selects; raises the first problem.

    Roles and scopes are checked before the database is called. A mutation is one
    transaction.
    """
    settings: Settings = request.app.state.settings
    caller = caller_of(request)
    # Only the names of known operations become labels: their number is bounded.
    is_known = operation.op in operations()
    noted = OperationCall(operation.name if is_known else "other")
    request.scope["graphql"] = noted
    for root in operation.roots:
        check(caller, root.requirement)
    selections = operation.bind(variables)
    noted.cost = selections.measure(operation.definition).cost
    context = Context(request, selections)
    counted: list[str] = []
    token = calls.set(counted)
    try:
        whole = context.database.transaction if operation.is_mutation else nullcontext
        async with whole():
            data = await _run(operation, variables, context)
    finally:
        calls.reset(token)
        noted.sql_calls = len(counted)
    log.info(
        "graphql",
        request_id=request.scope["request_id"],
        op=operation.op,
        name=operation.name,
        sql_calls=len(counted),
    )
    body = orjson.dumps({"data": data})
    response = _respond(request, operation, context, body, settings)
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
    """Return the error behind a failed field: a bug of the API before a problem."""
    raised = [error.original_error for error in errors if error.original_error]
    problems = [error for error in raised if isinstance(error, Problem)]
    if len(problems) < len(raised):
        return next(error for error in raised if not isinstance(error, Problem))
    return problems[0] if problems else document_fault(errors)


def _respond(
    request: Request,
    operation: Operation,
    context: Context,
    body: bytes,
    settings: Settings,
) -> Response:
    """Return the body with the headers that its sources allow."""
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
    return entry_response(
        request,
        CacheResult(entry, context.source),
        settings,
        is_shared=all(root.requirement.is_for_public_keys for root in operation.roots),
    )


def known_operation(op: str | None) -> Operation:
    """Return the operation with this op; raises Problem 404 or 422."""
    if op is None:
        raise invalid(
            "Send the op of an operation, the SHA-256 of its document.",
            {"parameter": "op", "detail": "missing"},
        )
    operation = operations().get(op)
    if operation is None:
        raise Problem("unknown-operation", "The server does not know this op.")
    return operation


def _read_variables(text: str) -> dict[str, Any]:
    try:
        variables = orjson.loads(text)
    except orjson.JSONDecodeError:
        variables = None
    if not isinstance(variables, dict):
        raise invalid(
            "The variables must be a JSON object.",
            {"parameter": "variables", "detail": "not a JSON object"},
        )
    return variables


def _described(*statuses: int, is_kept: bool) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["data"],
        "additionalProperties": False,
        "properties": {"data": {"type": "object"}},
    }
    content = {"application/json": {"schema": schema}}
    responses: dict[Any, Any] = {
        200: {"description": "The selected data", "content": content}
    }
    if is_kept:
        responses[304] = {"description": "The client's copy is current"}
    return {
        "tags": ["graphql"],
        "response_model": None,
        "responses": responses | problems_of(*statuses),
    }


def _parameters_of_get(op: str) -> list[dict[str, Any]]:
    text = "SHA-256 of the operation's document, in hexadecimal."
    hash_text = "SHA-256 of `variables` as sent, for caches to use as a key."
    values = {"type": "string", "default": "{}"}
    values_text = "Values of the variables, a JSON object."
    return [
        _parameter("op", text, HASH, example=op),
        _parameter("vh", hash_text, HASH),
        _parameter("variables", values_text, values, example='{"asin":"B0DEMOJUMP"}'),
    ]


def _parameter(name: str, text: str, schema: Any, **example: str) -> dict[str, Any]:
    described = {"description": text, "schema": schema, **example}
    return {"name": name, "in": "query", "required": name == "op", **described}


def _body_of_post(op: str) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["op"],
        "additionalProperties": False,
        "properties": {"op": HASH, "variables": {"type": "object"}},
    }
    example = {"op": op, "variables": {"asin": "B0DEMOJUMP"}}
    return {
        "required": True,
        "content": {"application/json": {"schema": schema, "example": example}},
    }
