"""Parts of the OpenAPI document that FastAPI cannot find out by itself."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from api.auth.permissions import is_public
from api.auth.principal import Role
from api.cache.entry import RANGES
from api.http.list_parameters import Argument
from api.http.parameters import (
    ASIN_PATTERN,
    BATCH_LIMIT,
    DEFAULTS,
    MARKETPLACE_PATTERN,
    PERIOD_LIMIT,
)
from api.problems import MEDIA_TYPE, from_status
from api.resources.common_models import ProblemDocument
from api.resources.endpoint import Endpoint
from api.resources.table import BODIES

EXAMPLE_ASIN = "B0DEMOJUMP"

DESCRIPTION = """
What Amazon showed about products, day by day, and what changed.

Answers are made by Postgres and kept in memory and in Redis. `ETag` changes only with
the data: send it back as `If-None-Match`. `X-Cache` says where an answer came from:
`l1` (memory), `hit` (Redis), `stale` (being refreshed), `miss`, or `bypass` (Redis
cannot be used now). `max-age` counts
from when the answer was made, as `Age` does. ASINs and marketplaces are accepted in
lower case. Errors are RFC 9457 problem documents. Every GET is a HEAD too.

Send an API key as `Authorization: Bearer sk_...` or `X-API-Key: sk_...`, or a token of
the identity provider. `RateLimit-Policy` says how many requests are yours (`q` in `w`
seconds), `RateLimit` how many are left (`r`, for `t` seconds).
"""

_PARAMETERS: dict[str, dict[str, Any]] = {
    "asin": {
        "name": "asin",
        "in": "path",
        "required": True,
        "description": "ASIN or ISBN-10; lower case is accepted.",
        "schema": {"type": "string", "pattern": ASIN_PATTERN},
        "example": EXAMPLE_ASIN,
    },
    "marketplace": {
        "name": "marketplace",
        "in": "query",
        "required": False,
        "description": "Two-letter code of the Amazon marketplace.",
        "schema": {
            "type": "string",
            "pattern": MARKETPLACE_PATTERN,
            "default": DEFAULTS["marketplace"],
        },
    },
    "range": {
        "name": "range",
        "in": "query",
        "required": False,
        "description": "Days back from the newest observed day.",
        "schema": {
            "type": "string",
            "enum": list(RANGES),
            "default": DEFAULTS["range"],
        },
    },
    "from": {
        "name": "from",
        "in": "query",
        "required": False,
        "description": f"First day, in place of a range; at most {PERIOD_LIMIT} days.",
        "schema": {"type": "string", "format": "date"},
    },
    "to": {
        "name": "to",
        "in": "query",
        "required": False,
        "description": "Last day.",
        "schema": {"type": "string", "format": "date"},
    },
    "asin_main": {
        "name": "asin_main",
        "in": "path",
        "required": True,
        "description": "ASIN of your product.",
        "schema": {"type": "string", "pattern": ASIN_PATTERN},
        "example": "B0DEMOMAIN",
    },
    "asin_comp": {
        "name": "asin_comp",
        "in": "path",
        "required": True,
        "description": "ASIN of the competitor.",
        "schema": {"type": "string", "pattern": ASIN_PATTERN},
        "example": "B0DEMORIVL",
    },
    "id": {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "Its id, as the list has it.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "job_id": {
        "name": "job_id",
        "in": "path",
        "required": True,
        "description": "Its id, as the list or the loader has it.",
        "schema": {"type": "string"},
        "example": "file:products.json:0f8c4b1e6b2d4d0c",
    },
    "idempotency_key": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "A quoted string of your own: the same request with the same "
        "key is done once in 24 hours, and answered alike.",
        "schema": {"type": "string"},
        "example": '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
    },
    "if_match": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The ETag of what you have read; 412 says that it has changed.",
        "schema": {"type": "string"},
    },
    "etag": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "The ETag of an answer you have; 304 says that it still holds.",
        "schema": {"type": "string"},
    },
}


def parameters_of(names: Sequence[str]) -> list[dict[str, Any]]:
    """Return the descriptions of these parameters."""
    return [_PARAMETERS[name] for name in names]


def problems_of(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the descriptions of the problems with these statuses."""
    described: dict[int | str, dict[str, Any]] = {}
    for status in statuses:
        problem = from_status(status, "").type
        described[status] = {
            "description": problem.title,
            "content": {
                MEDIA_TYPE: {
                    "schema": {
                        "$ref": f"#/components/schemas/{ProblemDocument.__name__}"
                    },
                    "example": {
                        "type": f"/problems/{problem.code}",
                        "title": problem.title,
                        "status": status,
                        "detail": problem.advice,
                        "instance": "urn:request:0f8c4b1e6b2d4d0c9a4a4b8f7f1d2e3c",
                    },
                }
            },
        }
    return described


def answer_of(endpoint: Endpoint) -> dict[str, Any]:
    """Return the description of what an endpoint gives when all is well."""
    described: dict[str, Any] = {"description": "The answer"}
    if endpoint.model is not None:
        described["model"] = endpoint.model
    if endpoint.row is not None:
        text = {"schema": {"type": "string"}}
        described["content"] = {"text/csv": text, "application/x-ndjson": text}
    return described


def describe_resource(endpoint: Endpoint) -> dict[str, Any]:
    """Return what the document says of an endpoint that is asked of Postgres."""
    in_path = endpoint.path_names
    parameters = parameters_of(in_path)
    parameters += [_describe(argument) for argument in endpoint.arguments]
    statuses = [404] if in_path else []
    extra: dict[str, Any] = {"parameters": parameters}
    responses: dict[int | str, dict[str, Any]] = {endpoint.status: answer_of(endpoint)}
    if not endpoint.is_change:
        parameters += parameters_of(("etag",))
        responses[304] = {"description": "The client has it already"}
    if endpoint.row is not None:
        statuses.append(406)
    if endpoint.takes_if_match:
        parameters += parameters_of(("if_match",))
        statuses.append(412)
    if endpoint.takes_idempotency_key:
        parameters += parameters_of(("idempotency_key",))
        statuses.append(400)
    if endpoint.body is not None:
        statuses += [413, 415]
        extra["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _reference(endpoint.body)}},
        }
    if endpoint.method in ("POST", "PATCH"):
        statuses.append(409)
    return {
        "operation_id": endpoint.operation_id,
        "summary": endpoint.summary,
        "description": installation_note("operator")
        if endpoint.is_for_installation
        else "",
        "tags": [endpoint.tag],
        "responses": responses | problems_of(*sorted(statuses), 422, 500, 503),
        "openapi_extra": extra,
    }


def installation_note(role: Role) -> str:
    """Return what the document says of what is about all tenants together."""
    return (
        "It is about all tenants together: for callers of the installation's own "
        f"tenant with the role {role}, and a 403 for all others."
    )


def _describe(argument: Argument) -> dict[str, Any]:
    return {
        "name": argument.name,
        "in": "query",
        "required": False,
        "description": argument.description,
        "schema": argument.schema,
    }


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def batch_body() -> dict[str, Any]:
    """Return the description of a batch's body."""
    return {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["asins"],
                    "additionalProperties": False,
                    "properties": {
                        "asins": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": BATCH_LIMIT,
                            "items": {"type": "string", "pattern": ASIN_PATTERN},
                        },
                        "range": _PARAMETERS["range"]["schema"],
                    },
                },
                "example": {"asins": [EXAMPLE_ASIN, "B07FZ8S74R"], "range": "7d"},
            }
        },
    }


def with_components(document: dict[str, Any]) -> dict[str, Any]:
    """Add what the descriptions above refer to."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    models: tuple[type[BaseModel], ...] = (ProblemDocument, *BODIES)
    for model in models:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    return document


def with_shared_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Put each problem's description in one place that all operations refer to."""
    shared = document["components"].setdefault("responses", {})
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if MEDIA_TYPE not in response.get("content", {}):
                    continue
                problem = from_status(int(status), "").type
                name = problem.code.title().replace("-", "")
                shared[name] = response
                operation["responses"][status] = {
                    "$ref": f"#/components/responses/{name}"
                }
    return document


def with_access(document: dict[str, Any]) -> dict[str, Any]:
    """Add who may ask, and what everybody hears who may not: it is so on every path."""
    document["components"]["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key (`sk_...`, `ak_...`, `pk_...`), or a JWT.",
        },
        "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    }
    for path, operations in document["paths"].items():
        for operation in operations.values():
            for status, response in problems_of(400, 414, 431).items():
                operation["responses"].setdefault(str(status), response)
            if is_public(path):
                operation["security"] = []
                continue
            operation["security"] = [{"bearer": []}, {"key": []}]
            for status, response in problems_of(401, 403, 429).items():
                operation["responses"].setdefault(str(status), response)
    return document
