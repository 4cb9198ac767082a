"""Handlers of facts about products, which are served from the cache."""

from dataclasses import replace
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api import queries
from api.auth.permissions import FACTS, Handler, requires
from api.auth.principal import caller_of
from api.cache.batch_loader import CachedQuery
from api.cache.entry import generation_key
from api.cache.generations import scoped_to_generation
from api.cache.read_through import ReadThroughCache
from api.cache.reads import Reads
from api.cache.single_flight import CacheResult, make_entry
from api.database import Database
from api.http.conditional import VARY, entry_response
from api.http.fast_path import RouteCache
from api.http.negotiation import CONTENT_TYPES, Format, format_of
from api.http.parameters import (
    MarketplaceParameters,
    PeriodParameters,
    RangeParameters,
    read_asin,
    read_fact_query,
)
from api.http.request_body import read_body
from api.problems import Problem
from api.resources.endpoint import Endpoint
from api.resources.handlers import check_marketplace
from api.resources.products import GET_PRODUCT_METRICS, MetricsBatch
from api.settings import Settings
from common.queries import wrap

# The columns before those of a row in CSV and JSON lines.
PRODUCT_COLUMNS = ("asin", "marketplace", "currency")
PAIR_COLUMNS = ("asin_main", "asin_comp", "marketplace", "currency", "title")


def ask(
    endpoint: Endpoint, settings: Settings, asin: str, parameters: MarketplaceParameters
) -> CachedQuery:
    """Return the query of an endpoint for a product and its query parameters."""
    soft_life = (
        settings.comparison_soft_life
        if endpoint.is_comparison
        else settings.product_soft_life
    )
    values: dict[str, Any] = {
        "asin": asin,
        "marketplace": parameters.marketplace,
        "soft_life": soft_life,
        "from": None,
        "to": None,
    }
    name = ""
    if isinstance(parameters, RangeParameters):
        name = parameters.range
        values["days"] = int(name.removesuffix("d"))
    if isinstance(parameters, PeriodParameters) and parameters.days:
        first, last = parameters.first, parameters.last
        name = f"{first}..{last}"
        values |= {"days": parameters.days, "from": first, "to": last}
    return CachedQuery(
        endpoint.key.format(asin=asin, marketplace=parameters.marketplace, range=name),
        endpoint.query,
        values,
        soft_life,
        part=endpoint.part if values["from"] is None else None,
    )


def cached_reader(endpoint: Endpoint) -> Handler:
    """Return the handler of a cached endpoint."""
    facts = endpoint.parameters
    assert issubclass(facts, MarketplaceParameters)

    async def read(request: Request) -> Response:
        settings: Settings = request.app.state.settings
        asin = read_asin(request.path_params["asin"])
        parameters = read_fact_query(facts, request.scope["query_string"])
        form = format_of(request) if endpoint.row is not None else "json"
        question = ask(endpoint, settings, asin, parameters)
        served = await serve_fact(endpoint, request, question, form)
        if not served.entry.body:
            await check_marketplace(request, parameters.marketplace)
            raise Problem(
                "not-found",
                endpoint.missing.format(asin=asin, marketplace=parameters.marketplace),
                headers={"X-Cache": served.source},
            )
        # A comparison is not shared: each tenant has its own competitors.
        is_shared = not endpoint.is_comparison and question.parameters["from"] is None
        if is_shared and form == "json":
            targets: RouteCache = request.app.state.targets
            targets.remember(request.scope, question)
        return entry_response(
            request,
            served,
            settings,
            CONTENT_TYPES[form],
            is_shared=endpoint.requirement.is_for_public_keys,
        )

    return requires(endpoint.requirement)(read)


async def serve_fact(
    endpoint: Endpoint, request: Request, question: CachedQuery, form: Format
) -> CacheResult:
    """Return the response from the cache if it may be cached, else from Postgres.

    Text formats and periods are not cached: an invalidation would have to name them.
    """
    kept: CachedQuery | None = question
    if endpoint.is_comparison:
        tenant_id = caller_of(request).tenant_id
        parameters = {**question.parameters, "tenant_id": tenant_id}
        kept = question = replace(question, parameters=parameters)
        if tenant_id != request.app.state.settings.tenant_id:
            question = replace(question, key=f"tenant:{tenant_id}:{question.key}")
            anchor = generation_key(parameters["asin"], parameters["marketplace"])
            kept = await scoped_to_generation(question, anchor, request.app.state.cache)
    if kept is not None and form == "json" and question.parameters["from"] is None:
        answers: ReadThroughCache = request.app.state.answers
        return await answers.get(kept)
    query, parameters = question.query, dict(question.parameters)
    if form != "json":
        assert endpoint.row is not None
        outer, leading = (
            (queries.GAPS_AS_TEXT, PAIR_COLUMNS)
            if endpoint.is_comparison
            else (queries.SERIES_AS_TEXT, PRODUCT_COLUMNS)
        )
        query = wrap(outer, query)
        question = replace(question, key=f"{question.key}:{form}")
        parameters |= {
            "format": form,
            "columns": [*leading, *endpoint.row.model_fields],
            "rows": endpoint.rows,
        }
    database: Database = request.app.state.database
    source: Database | Reads = (
        database if endpoint.is_comparison else request.app.state.reads
    )
    [row] = await database.within_deadline(source.fetch(query, parameters))
    return CacheResult(make_entry(question, *row), "bypass")


@requires(FACTS)
async def read_batch(request: Request) -> Response:
    """Return the metrics of many products: the bytes of many responses, joined."""
    settings: Settings = request.app.state.settings
    marketplace = read_fact_query(
        MarketplaceParameters, request.scope["query_string"]
    ).marketplace
    _, batch = await read_body(request, MetricsBatch)
    asins = list(dict.fromkeys(batch.asins))
    parameters = RangeParameters(marketplace=marketplace, range=batch.range)
    questions = [ask(GET_PRODUCT_METRICS, settings, asin, parameters) for asin in asins]
    answers: ReadThroughCache = request.app.state.answers
    entries, source = await answers.get_parts(questions)
    bodies = [entry.body for entry in entries if entry.body]
    if not bodies:
        await check_marketplace(request, marketplace)
    missing = [
        asin for asin, entry in zip(asins, entries, strict=True) if not entry.body
    ]
    meta = {
        "marketplace": marketplace,
        "range": batch.range,
        "found_count": len(bodies),
        "missing_count": len(missing),
    }
    body = b'{"data":[%b],"missing":%b,"meta":%b}' % (
        b",".join(bodies),
        orjson.dumps(missing),
        orjson.dumps(meta),
    )
    return Response(
        body,
        headers={"Cache-Control": "no-store", "Vary": VARY, "X-Cache": source},
        media_type="application/json",
    )


async def refuse_all_but_post(request: Request) -> Response:
    """Refuse other methods of a path that also matches one with an {asin}."""
    raise Problem(
        "method-not-allowed", "This path accepts only POST.", headers={"Allow": "POST"}
    )
