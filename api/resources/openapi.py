"""The parts of the OpenAPI document that FastAPI cannot derive by itself."""

from collections.abc import Sequence
from inspect import Parameter, Signature
from typing import Annotated, Any
from uuid import UUID

from fastapi import Body, Header, Path, Query
from pydantic import BaseModel

from api.auth.permissions import Handler, is_public
from api.auth.principal import Role
from api.http.parameters import AsinParameter, QueryParameters
from api.problems import MEDIA_TYPE, ProblemType, from_status
from api.resources.common_models import ProblemDocument
from api.resources.endpoint import Endpoint

DESCRIPTION = """
Daily Amazon product data: prices, ranks, ratings, reviews, and their changes.

Postgres builds the responses; they are cached in memory and in Redis. `ETag` changes
only with the data: send it back as `If-None-Match`. `X-Cache` is the source of a
response: `l1` (memory), `hit` (Redis), `stale` (being refreshed), `miss`, or `bypass`
(Redis is not available). `max-age` and `Age` count from when the response was built.
ASINs and marketplaces are accepted in lower case. Errors are RFC 9457 problem
documents. Every path that accepts GET also accepts HEAD.

Send an API key as `Authorization: Bearer sk_...` or `X-API-Key: sk_...`, or a token of
the identity provider. `RateLimit-Policy` is your quota (`q` requests in `w` seconds),
`RateLimit` the rest of it (`r` requests, for `t` seconds).
"""

_PATH: dict[str, Any] = {
    "asin": Annotated[
        AsinParameter,
        Path(
            description="ASIN or ISBN-10; lower case is accepted.",
            examples=["B0DEMOJUMP"],
        ),
    ],
    "asin_main": Annotated[
        AsinParameter,
        Path(description="ASIN of your product.", examples=["B0DEMOMAIN"]),
    ],
    "asin_comp": Annotated[
        AsinParameter,
        Path(description="ASIN of the competitor.", examples=["B0DEMORIVL"]),
    ],
    "brand_id": Annotated[UUID, Path(description="Id from the list of brands.")],
    "id": Annotated[int, Path(description="Id from the list.", ge=1)],
    "job_id": Annotated[
        str,
        Path(
            description="Id from the list or from the loader.",
            examples=["file:products.json:0f8c4b1e6b2d4d0c"],
        ),
    ],
}
IF_NONE_MATCH = Annotated[
    str,
    Header(
        alias="If-None-Match",
        description="ETag of a response that you have; 304 means that it is current.",
    ),
]
IF_MATCH = Annotated[
    str,
    Header(
        alias="If-Match",
        description="ETag of the state that you have read; 412 means that it changed.",
    ),
]
IDEMPOTENCY_KEY = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="A quoted string that you choose: the same request with the same "
        "key is executed once in 24 hours, and gets the same response.",
        examples=['"8e03978e-40d5-43dd-bc93-6894a57f9324"'],
    ),
]


def documented(
    handler: Handler,
    *headers: Any,
    path: Sequence[str] = (),
    query: type[QueryParameters] = QueryParameters,
    body: type[BaseModel] | None = None,
) -> Handler:
    """Give a handler the signature that FastAPI documents; it is not called with it."""
    takes: list[tuple[str, Any, Any]] = []
    takes += [(name, _PATH[name], Parameter.empty) for name in path]
    if query.model_fields:
        takes.append(("query", Annotated[query, Query()], Parameter.empty))
    takes += [(f"header_{n}", kind, None) for n, kind in enumerate(headers)]
    if body is not None:
        takes.append(("body", Annotated[body, Body()], Parameter.empty))
    handler.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=default)
            for name, kind, default in takes
        ]
    )
    return handler


def problems_of(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return references to the problems with these statuses."""
    names = (_name_of(from_status(status, "").type) for status in statuses)
    refs = ({"$ref": f"#/components/responses/{name}"} for name in names)
    return dict(zip(statuses, refs, strict=True))


def document_endpoint(handler: Handler, endpoint: Endpoint) -> dict[str, Any]:
    """Document the handler of an endpoint; return the arguments of its route."""
    headers: list[Any] = []
    is_named = endpoint.path_names or endpoint.is_named_in_body
    statuses = [404] if is_named else []
    success: dict[str, Any] = {"description": "Success"}
    if endpoint.model is not None:
        success["model"] = endpoint.model
    responses: dict[int | str, dict[str, Any]] = {endpoint.status: success}
    if not endpoint.is_change:
        headers.append(IF_NONE_MATCH)
        responses[304] = {"description": "The client's copy is current"}
    if endpoint.row is not None or endpoint.make is not None:
        statuses.append(406)
    if endpoint.takes_if_match:
        headers.append(IF_MATCH)
        statuses.append(412)
    if endpoint.takes_idempotency_key:
        headers.append(IDEMPOTENCY_KEY)
        statuses.append(400)
    if endpoint.body is not None:
        statuses += [413, 415]
    if endpoint.method in ("POST", "PATCH"):
        statuses.append(409)
    documented(
        handler,
        *headers,
        path=endpoint.path_names,
        query=endpoint.parameters,
        body=endpoint.body,
    )
    return {
        "operation_id": endpoint.operation_id,
        "summary": endpoint.summary,
        "description": _note_on(endpoint),
        "tags": [endpoint.tag],
        "responses": responses | problems_of(*sorted(statuses), 422, 500, 503),
    }


def _note_on(endpoint: Endpoint) -> str:
    """Return what the parameters and the models of an endpoint do not say."""
    notes = []
    if endpoint.is_for_installation:
        notes.append(installation_note(endpoint.requirement.role))
    if endpoint.row is not None:
        notes.append(text_note(endpoint.is_list))
    if endpoint.make is not None:
        notes.append(
            "Send `Accept: text/markdown` for Markdown, or `Accept: text/html` for a "
            "page that needs nothing else."
        )
    return "\n\n".join(notes)


def text_note(is_list: bool) -> str:
    """Return the note on CSV and JSON lines.

    They are not in the responses of the document: a generated client would give every
    response a type that is an object or a text.
    """
    note = (
        "The rows are available as text too: send `Accept: text/csv` for CSV with a "
        "header, or `Accept: application/x-ndjson` for one JSON object a line."
    )
    if is_list:
        note += " Without `limit` the text has all rows of the list, not one page."
    return note


def installation_note(role: Role) -> str:
    """Return the note for endpoints that cover all tenants."""
    return (
        "Covers all tenants: only for callers of the installation's own tenant with "
        f"the role {role}; others get 403."
    )


def with_access_and_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Add the security schemes and the problems, also those of every path."""
    components = document["components"]
    components["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key (`sk_...`, `ak_...`, `pk_...`), or a JWT.",
        },
        "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    }
    template = "#/components/schemas/{model}"
    schema = ProblemDocument.model_json_schema(ref_template=template)
    components["schemas"] |= schema.pop("$defs")
    components["schemas"][ProblemDocument.__name__] = schema
    shared = components["responses"] = {}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            responses = operation["responses"]
            is_open = is_public(path)
            operation["security"] = [] if is_open else [{"bearer": []}, {"key": []}]
            for status, response in problems_of(
                *(400, 414, 431), *(() if is_open else (401, 403, 429))
            ).items():
                responses.setdefault(str(status), response)
            for status, response in responses.items():
                if "$ref" in response:
                    # FastAPI has put a description beside the reference.
                    responses[status] = {"$ref": response["$ref"]}
                    problem = from_status(int(status), "").type
                    shared[_name_of(problem)] = _response_of(problem)
    return document


def _name_of(problem: ProblemType) -> str:
    return problem.code.title().replace("-", "")


def _response_of(problem: ProblemType) -> dict[str, Any]:
    described = {
        "schema": {"$ref": f"#/components/schemas/{ProblemDocument.__name__}"},
        "example": {
            "type": f"/problems/{problem.code}",
            "title": problem.title,
            "status": problem.status,
            "detail": problem.advice,
            "instance": "urn:request:0f8c4b1e6b2d4d0c9a4a4b8f7f1d2e3c",
        },
    }
    return {"description": problem.title, "content": {MEDIA_TYPE: described}}
