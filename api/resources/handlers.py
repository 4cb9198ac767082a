"""Handlers that call Postgres on each request: lists, and data of one tenant.

Every request is one call. Clients may store what they read if they revalidate it
(`no-cache` with an ETag). The ETag is the MD5 of the body, so the database can compare
an If-Match with it. Responses to changes are not stored.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b, md5
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import orjson
import psycopg
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from api import queries
from api.auth.permissions import Handler, requires
from api.auth.principal import Caller, caller_of
from api.cache.batch_loader import CachedQuery
from api.cache.entry import brand_key
from api.cache.generations import scoped_to_generation
from api.cache.marketplaces import Marketplaces
from api.cache.read_through import ReadThroughCache
from api.cache.reads import Reads
from api.database import Database
from api.http.conditional import VARY, is_held
from api.http.idempotency import idempotent
from api.http.negotiation import CONTENT_TYPES, Format, format_of
from api.http.pagination import question_of, read_cursor, strange_cursor, write_cursor
from api.http.parameters import LARGEST_ID, QueryParameters, read_asin, read_query
from api.http.request_body import read_body
from api.problems import Problem, invalid
from api.resources.endpoint import Endpoint
from common.queries import wrap

# The number of rows that an export reads from the database at once.
EXPORT_PAGE = 1000


def handler_of(endpoint: Endpoint) -> Handler:
    """Return the handler of an endpoint, with its requirement."""
    if endpoint.is_list:
        handler = lister(endpoint)
    elif endpoint.is_change:
        handler = changer(endpoint)
        if endpoint.takes_idempotency_key:
            # The name of a new resource is unique, so the key is optional.
            handler = idempotent(handler, is_required=False)
    else:
        handler = reader(endpoint)
    return requires(endpoint.requirement)(handler)


def reader(endpoint: Endpoint) -> Handler:
    """Return the handler that reads one resource."""

    async def read(request: Request) -> Response:
        parameters = await _parameters(endpoint, request)
        [row] = await fetch_page(request, endpoint.query, parameters)
        return kept_response(request, row[0])

    return read


def changer(endpoint: Endpoint) -> Handler:
    """Return the handler of a change."""

    async def change(request: Request) -> Response:
        parameters = await _parameters(endpoint, request)
        if endpoint.body is not None:
            parameters["body"], _ = await read_body(request, endpoint.body)
        parameters["if_match"] = _if_match(request)
        database: Database = request.app.state.database
        [row] = await database.within_deadline(
            database.change(endpoint.query, parameters)
        )
        headers = {"Cache-Control": "no-store", "Vary": VARY}
        if endpoint.status == 204:
            return Response(status_code=204, headers=headers)
        headers["ETag"] = _etag(row[0])
        if endpoint.status == 201:
            headers["Location"] = f"{request.url.path}/{row[1]}"
        if endpoint.status == 202:
            headers["Location"] = f"{endpoint.jobs_path}/{row[1]}"
        return Response(
            row[0], endpoint.status, headers, media_type=CONTENT_TYPES["json"]
        )

    return change


def lister(endpoint: Endpoint) -> Handler:
    """Return the handler of a list: a page as JSON, or all rows as lines of text."""

    async def read(request: Request) -> Response:
        parameters = await _parameters(endpoint, request)
        form: Format = format_of(request) if endpoint.row is not None else "json"
        if form != "json":
            return await _export(endpoint, request, form, parameters)
        page = await read_page(endpoint, request, parameters)
        headers = _links(request, page.following)
        if page.source is not None:
            headers["X-Cache"] = page.source
        return kept_response(request, page.body, headers, page.etag)

    return read


class Page(NamedTuple):
    """A page of a list as JSON, its ETag, and the cursor of the next page.

    `source` says which cache it came from, if such lists are cached.
    """

    body: bytes
    etag: str
    following: str | None
    source: str | None = None


async def read_page(
    endpoint: Endpoint, request: Request, parameters: dict[str, Any]
) -> Page:
    """Return a page of a list.

    The meta of facts has the instant of the request, so their ETag is weak: it is that
    of the page without this instant.
    """
    question, parameters = _continued(endpoint, request, parameters)
    source = None
    if endpoint.is_of_brand:
        (data, next_key, meta), source = await _read_brand(
            endpoint, request, parameters
        )
    else:
        is_announced = _is_announced(endpoint, parameters)
        rows = await fetch_page(request, endpoint.query, parameters, is_announced)
        [(data, next_key, meta)] = rows
    following = write_cursor(question, next_key) if next_key else None
    body = b'{"data":%b,"page":{"next_cursor":%b,"has_more":%b},"meta":%b}' % (
        data,
        b'"%b"' % following.encode() if following else b"null",
        b"true" if following else b"false",
        meta,
    )
    etag = _etag(body)
    if endpoint.is_fact_list:
        now = datetime.now(UTC)
        life: timedelta = request.app.state.settings.product_soft_life
        times = orjson.dumps({"generated_at": now, "stale_at": now + life})
        # In place of the braces that close the meta and the body.
        body, etag = b"%b,%b}" % (body[:-2], times[1:]), f"W/{etag}"
    return Page(body, etag, following, source)


async def _read_brand(
    endpoint: Endpoint, request: Request, parameters: dict[str, Any]
) -> tuple[list[bytes], str]:
    """Return data, next key and meta of a brand's list, and which cache they came from.

    Kept are the first pages of lists without a text to filter by: views that are opened
    again and again. Anything else is rarely asked for twice.
    """
    tenant_id, brand_id = parameters["tenant_id"], parameters["brand_id"]
    rest = {n: v for n, v in parameters.items() if n not in ("tenant_id", "brand_id")}
    asked = orjson.dumps([endpoint.operation_id, rest], option=orjson.OPT_SORT_KEYS)
    name = blake2b(asked, digest_size=12).hexdigest()
    question: CachedQuery | None = CachedQuery(
        brand_key(tenant_id, brand_id, name),
        wrap(queries.PAGE_TO_KEEP, endpoint.query),
        parameters,
        request.app.state.settings.product_soft_life,
    )
    has_text = any(parameters.get(name) for name in ("filter", "search_query"))
    is_kept = parameters["after"] is None and not has_text
    if is_kept and question is not None:
        anchor = brand_key(tenant_id, brand_id, "anchor")
        question = await scoped_to_generation(question, anchor, request.app.state.cache)
        if question is not None:
            answers: ReadThroughCache = request.app.state.answers
            served = await answers.get(question)
            return served.entry.body.split(b"\x1e"), served.source
    [row] = await fetch_page(request, endpoint.query, parameters)
    return list(row), "bypass"


def _continued(
    endpoint: Endpoint, request: Request, parameters: dict[str, Any]
) -> tuple[bytes, dict[str, Any]]:
    """Return the identity of a list, and its parameters with the key of the cursor."""
    parameters = parameters.copy()
    limit, cursor = parameters.pop("limit"), parameters.pop("cursor")
    question = question_of(endpoint.path, caller_of(request).tenant_id, parameters)
    after = read_cursor(question, cursor, endpoint.page_keys) if cursor else None
    return question, parameters | {"after": after, "limit": limit}


def kept_response(
    request: Request,
    body: bytes,
    headers: dict[str, str] | None = None,
    etag: str | None = None,
) -> Response:
    """Return 200, or 304 when the client has this ETag, by default that of the body."""
    etag = etag or _etag(body)
    sent = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Vary": VARY,
        **(headers or {}),
    }
    if is_held(request, etag):
        return Response(status_code=304, headers=sent)
    return Response(body, headers=sent, media_type=CONTENT_TYPES["json"])


async def _export(
    endpoint: Endpoint, request: Request, form: Format, parameters: dict[str, Any]
) -> Response:
    """Return the list as lines of text; without a limit all pages, one by one.

    No connection is held between pages, however slowly the client reads. The first page
    is read before the response begins, so that an error of it is still a problem.
    """
    assert endpoint.row is not None
    question, parameters = _continued(endpoint, request, parameters)
    is_limited = "limit" in request.query_params
    query = wrap(queries.PAGE_AS_TEXT, endpoint.query)
    parameters |= {
        "format": form,
        "columns": list(endpoint.row.model_fields),
        "has_header": True,
        "limit": parameters["limit"] if is_limited else EXPORT_PAGE,
    }
    is_announced = _is_announced(endpoint, parameters)
    [(lines, next_key)] = await fetch_page(request, query, parameters, is_announced)
    following = write_cursor(question, next_key) if is_limited and next_key else None

    async def all_lines() -> AsyncIterator[bytes]:
        yield lines
        after = None if is_limited else next_key
        while after:
            parameters.update(after=after.decode(), has_header=False)
            rows = await fetch_page(request, query, parameters, is_announced)
            [(more, after)] = rows
            yield more

    name = endpoint.path.rpartition("/")[2]
    return StreamingResponse(
        all_lines(),
        headers={
            "Cache-Control": "private, no-store",
            "Vary": VARY,
            "Content-Disposition": f'attachment; filename="{name}.{form}"',
            # nginx passes the lines on as they come.
            "X-Accel-Buffering": "no",
            **_links(request, following),
        },
        media_type=CONTENT_TYPES[form],
    )


async def fetch_page(
    request: Request, query: str, parameters: dict[str, Any], is_announced: bool = False
) -> list[tuple[Any, ...]]:
    """Return the rows of one call; an invalid cursor is a Problem 422.

    A standby may answer what changes only with the data version.
    """
    database: Database = request.app.state.database
    reads: Reads = request.app.state.reads
    fetch = reads.fetch_list if is_announced else database.fetch
    try:
        return await database.within_deadline(fetch(query, parameters))
    except psycopg.DataError:
        if parameters.get("after") is None:
            raise
        raise strange_cursor() from None


def _is_announced(endpoint: Endpoint, parameters: dict[str, Any]) -> bool:
    """Whether the rows change only with the data version: nothing of a tenant's."""
    own = (parameters[name] for name in endpoint.parameters.own)
    return endpoint.is_announced and all(value is None for value in own)


async def _parameters(endpoint: Endpoint, request: Request) -> dict[str, Any]:
    """Return the parameters of the call: tenant, path, query string."""
    caller = caller_of(request)
    parameters = read_query(
        endpoint.parameters,
        request.scope["query_string"],
        longest=request.app.state.settings.url_limit,
    )
    refuse_public(caller, parameters)
    values = vars(parameters).copy()
    for name, value in request.path_params.items():
        values[name] = path_value(name, value)
    await check_marketplace(request, values.get("marketplace"))
    values["tenant_id"] = caller.tenant_id
    return values


async def check_marketplace(request: Request, code: str | None) -> None:
    """Raise Problem 422 for the code of no marketplace.

    Handlers of cached facts call it when they find nothing: a hit costs no look-up.
    """
    known: Marketplaces = request.app.state.marketplaces
    await known.check(code)


def path_value(name: str, value: Any) -> Any:
    """Return the value of a path parameter; raises Problem 404 or 422."""
    if isinstance(value, UUID):
        return value
    if name == "brand_id":
        return read_brand_id(value)
    if isinstance(value, int):
        if value > LARGEST_ID:
            raise Problem("not-found", f"Id {value % 10**20} does not exist.")
        return value
    if name.startswith("asin"):
        return read_asin(value)
    if "\x00" in value or len(value) > 500:
        raise Problem("not-found", f"This {name.replace('_', ' ')} does not exist.")
    return value


def read_brand_id(text: str) -> UUID:
    """Return the id of a brand; raises Problem 422 when it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise invalid(
            "The id of a brand is a UUID, see /v1/brands.",
            {"parameter": "brand_id", "detail": "not a UUID"},
        ) from None


def refuse_public(caller: Caller, parameters: QueryParameters) -> None:
    """Refuse parameters about tenant data to public keys, which web pages contain."""
    if not caller.is_public_key:
        return
    for name in parameters.own & parameters.model_fields_set:
        raise Problem(
            "forbidden",
            f"Public keys (pk_) may not use the parameter '{name}'; use a secret key.",
        )


def _etag(body: bytes) -> str:
    return f'"{md5(body, usedforsecurity=False).hexdigest()}"'


def _if_match(request: Request) -> list[str] | None:
    """Return the strong ETags of If-Match; None when there is none, or it is *."""
    header = request.headers.get("if-match")
    if header is None or header.strip() == "*":
        return None
    tags = (tag.strip() for tag in header.split(","))
    return [tag.strip('"') for tag in tags if tag.startswith('"')]


def _links(request: Request, cursor: str | None) -> dict[str, str]:
    """Return the Link header (RFC 8288) to the next page."""
    if cursor is None:
        return {}
    query = request.scope["query_string"].decode("ascii")
    kept = [pair for pair in parse_qsl(query) if pair[0] != "cursor"]
    following = urlencode([*kept, ("cursor", cursor)])
    return {"Link": f'<{request.url.path}?{following}>; rel="next"'}
