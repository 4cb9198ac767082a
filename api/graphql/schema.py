"""The root fields of GraphQL: each makes one of the calls of REST.

Every read of `api.resources.table` is a field of Query, with the same arguments; the
parts of one product or many are read in one call. The only mutations are the marks on
alerts; other changes are REST only.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

import orjson
from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    GraphQLString,
    get_named_type,
    get_nullable_type,
)
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from starlette.requests import Request

from api.auth.permissions import FACTS, Requirement
from api.auth.principal import caller_of
from api.cache.batch_loader import CachedQuery
from api.cache.entry import RANGES, Entry
from api.cache.read_through import SOURCES, ReadThroughCache
from api.database import Database
from api.graphql.cost import Selections
from api.graphql.types import INPUTS, LONG, argument, fields_of, object_of, output_of
from api.http.parameters import (
    PAGE_LIMIT,
    MarketplaceParameters,
    PageParameters,
    RangeParameters,
    read_asin,
    read_values,
)
from api.problems import Problem, invalid
from api.resources.cached import ask, serve_fact
from api.resources.common_models import Meta
from api.resources.endpoint import Endpoint
from api.resources.handlers import (
    check_marketplace,
    fetch_page,
    path_value,
    read_page,
    refuse_public,
)
from api.resources.products import Product
from api.resources.table import CACHED_ENDPOINTS, ENDPOINTS
from api.settings import Settings

ASINS_LIMIT = 100
PARTS: dict[str, Endpoint] = {}
for _fact in CACHED_ENDPOINTS:
    if _fact.part is not None:
        # Two paths have the part `summary`; the first one counts.
        PARTS.setdefault(_fact.part, _fact)
CHANGES = ("read_alert", "acknowledge_alert", "resolve_alert")
# The batch by ASINs is called products, so the list is a search.
_RENAMED = {"products": "product_search"}
_BY_ID = {endpoint.operation_id: endpoint for endpoint in ENDPOINTS}
_TEXT = GraphQLNonNull(GraphQLString)
Info = GraphQLResolveInfo[Any]


@dataclass(slots=True)
class Context:
    """One request, and the sources of its response."""

    request: Request
    selections: Selections
    entries: list[Entry] = field(default_factory=list)
    source: str = "l1"
    is_own: bool = False

    @property
    def settings(self) -> Settings:
        """The settings of the application."""
        settings: Settings = self.request.app.state.settings
        return settings

    @property
    def database(self) -> Database:
        """The connection pool."""
        database: Database = self.request.app.state.database
        return database

    def note(self, entries: list[Entry], source: str) -> None:
        """Note the entries of a response and their source."""
        self.entries += entries
        self.source = max(self.source, source, key=SOURCES.index)


Resolver = Callable[[Context, Info, Mapping[str, Any]], Awaitable[Any]]


class Root(NamedTuple):
    """A field of Query or Mutation, and what it requires of its caller."""

    field: GraphQLField
    requirement: Requirement


def root(
    kind: Any,
    requirement: Requirement,
    resolve: Resolver,
    arguments: dict[str, GraphQLArgument],
    note: str,
) -> Root:
    """Return a root field; its resolver gets the arguments as a mapping."""

    def answer(_: Any, info: Info, **given: Any) -> Awaitable[Any]:
        return resolve(info.context, info, given)

    return Root(GraphQLField(kind, arguments, answer, description=note), requirement)


# A product and its parts.


def _part(name: str, endpoint: Endpoint) -> GraphQLField:
    """Return the field of a part; its value was read with the product."""
    assert endpoint.model is not None

    def part_of(source: Any, _: Info, **given: Any) -> Any:
        return source[name, given.get("range", "")]

    return GraphQLField(
        GraphQLNonNull(with_meta(endpoint.model)),
        {"range": _range()} if "{range}" in endpoint.key else {},
        part_of,
        description=endpoint.summary,
    )


@cache
def with_meta(model: type[BaseModel]) -> GraphQLObjectType:
    """Return the type of a response's data with its meta as one more member."""
    data: Any = model.model_fields["data"].annotation
    meta = GraphQLField(GraphQLNonNull(object_of(Meta)), description="How fresh it is.")
    name = "Summary" if data is Product else data.__name__
    return GraphQLObjectType(
        name, fields_of(data) | {"meta": meta}, description=data.__doc__
    )


def flat(body: bytes) -> dict[str, Any]:
    """Return the data of a response with its meta as one more member."""
    answer = orjson.loads(body)
    return {**answer["data"], "meta": answer["meta"]}


async def _many_products(
    context: Context, info: Info, given: Mapping[str, Any]
) -> list[dict[Any, Any]]:
    """Return the parts of products that the operation selects, in one call at most.

    A product without data is left out.
    """
    if not 1 <= len(given["asins"]) <= ASINS_LIMIT:
        raise invalid(
            f"Ask for 1 to {ASINS_LIMIT} products at once.",
            {"parameter": "asins", "detail": f"not a list of 1 to {ASINS_LIMIT}"},
        )
    asins = dict.fromkeys(read_asin(asin) for asin in given["asins"])
    read = read_values(MarketplaceParameters, {"marketplace": given["marketplace"]})
    marketplace = read.marketplace
    wanted = dict.fromkeys([("summary", ""), *_parts_selected(context, info)])
    keys = [(asin, *part) for asin in asins for part in wanted]
    questions: list[CachedQuery] = []
    for asin, name, days in keys:
        endpoint = PARTS[name]
        texts = {"marketplace": marketplace} | ({"range": days} if days else {})
        values = read_values(endpoint.parameters, texts)
        assert isinstance(values, MarketplaceParameters)
        questions.append(ask(endpoint, context.settings, asin, values))
    answers: ReadThroughCache = context.request.app.state.answers
    entries, source = await answers.get_parts(questions)
    context.note(entries, source)
    if not any(entry.body for entry in entries):
        await check_marketplace(context.request, marketplace)
    products: dict[str, dict[Any, Any]] = {}
    for (asin, name, days), entry in zip(keys, entries, strict=True):
        product = products.setdefault(asin, {"asin": asin, "marketplace": marketplace})
        if entry.body:
            product[name, days] = flat(entry.body)
    return [product for product in products.values() if len(product) == 2 + len(wanted)]


def _parts_selected(context: Context, info: Info) -> list[tuple[str, str]]:
    parent = get_named_type(info.return_type)
    assert isinstance(parent, GraphQLObjectType)
    selected = []
    for node in info.field_nodes:
        assert node.selection_set is not None
        for child, _, arguments in context.selections.fields(
            node.selection_set, parent
        ):
            if child.name.value in PARTS:
                days: str = ""
                if arguments:
                    days = read_values(RangeParameters, arguments).range
                selected.append((child.name.value, days))
    return selected


async def _one_product(context: Context, info: Info, given: Mapping[str, Any]) -> Any:
    products = await _many_products(context, info, {**given, "asins": [given["asin"]]})
    return products[0] if products else None


def _comparison(
    endpoint: Endpoint, arguments: dict[str, GraphQLArgument], note: str
) -> Root:
    """Return the field of what is kept for each tenant and main product."""
    kind = RangeParameters if "range" in arguments else MarketplaceParameters

    async def resolve(context: Context, _: Info, given: Mapping[str, Any]) -> Any:
        values = read_values(kind, {name: given[name] for name in kind.model_fields})
        question = ask(endpoint, context.settings, read_asin(given["asin"]), values)
        served = await serve_fact(endpoint, context.request, question, "json")
        context.note([served.entry], served.source)
        if not served.entry.body:
            await check_marketplace(context.request, values.marketplace)
            return None
        return flat(served.entry.body)

    assert endpoint.model is not None
    return root(
        with_meta(endpoint.model), endpoint.requirement, resolve, arguments, note
    )


# Reads and changes that call Postgres on each request.


def _resolver_of(endpoint: Endpoint) -> Resolver:
    """Return the resolver that makes the call of an endpoint."""

    async def resolve(context: Context, info: Info, given: Mapping[str, Any]) -> Any:
        context.is_own = True
        parameters = await _read_arguments(context, endpoint, given)
        if endpoint.is_change:
            rows = await context.database.fetch(endpoint.query, parameters)
            return orjson.loads(rows[0][0])["data"]
        try:
            if endpoint.is_list:
                page = await read_page(endpoint, context.request, parameters)
                return orjson.loads(page.body)
            rows = await fetch_page(context.request, endpoint.query, parameters)
        except Problem as problem:
            if problem.type.status == 404:
                return None
            raise
        return orjson.loads(rows[0][0])["data"]

    return resolve


async def _read_arguments(
    context: Context, endpoint: Endpoint, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the parameters of the call, read and checked as REST does."""
    parameters = read_values(
        endpoint.parameters,
        {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name in _names(endpoint)
            if (value := given.get(name)) is not None
        },
    )
    caller = caller_of(context.request)
    refuse_public(caller, parameters)
    values = {**vars(parameters), "tenant_id": caller.tenant_id}
    for name in endpoint.path_names:
        values[name] = path_value(name, given[name])
    await check_marketplace(context.request, values.get("marketplace"))
    return values


# The schema.


def _range() -> GraphQLArgument:
    note = f"Days back from the newest observed day: {', '.join(RANGES)}."
    return argument(_TEXT, "30d", note)


def _names(endpoint: Endpoint) -> dict[str, FieldInfo]:
    """Return the query parameters of an endpoint by the names that clients send."""
    fields = endpoint.parameters.model_fields.items()
    return {field.alias or name: field for name, field in fields}


def _arguments(endpoint: Endpoint) -> dict[str, GraphQLArgument]:
    path = {
        name: argument(GraphQLNonNull(LONG) if name == "id" else _TEXT)
        for name in endpoint.path_names
    }
    fields = _names(endpoint)
    # The page comes after the filters.
    names = sorted(fields, key=lambda name: name in PageParameters.model_fields)
    return path | {name: _taken(name, fields[name]) for name in names}


def _taken(name: str, field: FieldInfo) -> GraphQLArgument:
    note = field.description or ""
    if name == "limit":
        return argument(GraphQLInt, PAGE_LIMIT, note)
    annotation: Any = field.annotation
    if get_origin(annotation) is Literal:
        note = f"{note} One of {', '.join(get_args(annotation))}."
        annotation = str
    if field.is_required():
        return argument(GraphQLNonNull(INPUTS[annotation]), note=note)
    return argument(INPUTS[annotation], field.default, note)


def _root_of(endpoint: Endpoint) -> Root:
    """Return the field of an endpoint; one that is read is null if there is none."""
    assert endpoint.model is not None
    kind = output_of(endpoint.model)
    if not endpoint.is_list:
        kind = output_of(endpoint.model.model_fields["data"].annotation)
    if not endpoint.is_change and (endpoint.path_names or not endpoint.is_list):
        kind = get_nullable_type(kind)
    resolve, arguments = _resolver_of(endpoint), _arguments(endpoint)
    return root(kind, endpoint.requirement, resolve, arguments, endpoint.summary)


def _query_roots() -> dict[str, Root]:
    names = {name: GraphQLField(_TEXT) for name in ("asin", "marketplace")}
    product = GraphQLObjectType(
        "ProductParts",
        names | {name: _part(name, endpoint) for name, endpoint in PARTS.items()},
        description="What is known of a product.",
    )
    marketplace = {"marketplace": argument(_TEXT, "US")}
    asin = {"asin": argument(_TEXT)} | marketplace
    asins = {"asins": argument(GraphQLNonNull(GraphQLList(_TEXT)))} | marketplace
    roots = {
        "product": root(
            product,
            FACTS,
            _one_product,
            asin,
            "A product, null when nothing is known of it.",
        ),
        "products": root(
            GraphQLNonNull(GraphQLList(GraphQLNonNull(product))),
            FACTS,
            _many_products,
            asins,
            f"Up to {ASINS_LIMIT} products, those of which something is known.",
        ),
        "competition": _comparison(
            _BY_ID["get_competition"],
            asin | {"range": _range()},
            "A product against its competitors, null when it is not known.",
        ),
        "competition_matrix": _comparison(
            _BY_ID["get_competition_matrix"],
            asin,
            "A product and its competitors as a table, null when it is not known.",
        ),
        "competition_report": _comparison(
            _BY_ID["get_competition_report"],
            asin,
            "The latest competition report of a product, null when there is none.",
        ),
    }
    for endpoint in ENDPOINTS:
        if not endpoint.is_change and not endpoint.is_cached:
            name = endpoint.operation_id.partition("_")[2]
            roots[_RENAMED.get(name, name)] = _root_of(endpoint)
    return roots


def _type_of(name: str, roots: Mapping[str, Root]) -> GraphQLObjectType:
    return GraphQLObjectType(name, {name: made.field for name, made in roots.items()})


QUERY_ROOTS = _query_roots()
MUTATION_ROOTS = {name: _root_of(_BY_ID[name]) for name in CHANGES}
SCHEMA = GraphQLSchema(
    _type_of("Query", QUERY_ROOTS), _type_of("Mutation", MUTATION_ROOTS)
)
