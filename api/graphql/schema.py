"""The fields that GraphQL begins with: each is one of the calls that REST makes.

Whatever can be read of `api.resources.table` is a field of Query, with the same
arguments; the parts of a product are gathered into one call, for one product or many.
What acts stays with REST, but for marks on alerts.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, get_args, get_origin

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
from api.auth.principal import Caller, caller_of
from api.cache.batch_loader import CachedQuery
from api.cache.entry import RANGES, Entry
from api.cache.read_through import ReadThroughCache
from api.database import Database
from api.graphql.cost import Selections
from api.graphql.types import (
    LONG,
    argument,
    fields_of,
    input_of,
    object_of,
    output_of,
)
from api.http.pagination import question_of, read_cursor, write_cursor
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
    fetch_page,
    path_value,
    refuse_public,
)
from api.resources.products import Product
from api.resources.table import CACHED_ENDPOINTS, ENDPOINTS
from api.settings import Settings

ASINS_LIMIT = 100
PARTS: dict[str, Endpoint] = {}
for _fact in CACHED_ENDPOINTS:
    if _fact.part is not None:
        # The first of two ways to the same part.
        PARTS.setdefault(_fact.part, _fact)
CHANGES = ("read_alert", "acknowledge_alert", "resolve_alert")
# The batch by ASINs has the name; the list is a search.
_RENAMED = {"products": "product_search"}
_BY_ID = {endpoint.operation_id: endpoint for endpoint in ENDPOINTS}
_SOURCES = ("l1", "hit", "stale", "miss", "bypass")
_TEXT = GraphQLNonNull(GraphQLString)
Info = GraphQLResolveInfo[Any]


@dataclass(slots=True)
class Context:
    """One request, and what was learned on the way to its answer."""

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
    def caller(self) -> Caller:
        """Who asks."""
        return caller_of(self.request)

    @property
    def database(self) -> Database:
        """The way to Postgres."""
        database: Database = self.request.app.state.database
        return database

    def note(self, entries: list[Entry], source: str) -> None:
        """Take note of what an answer is made of."""
        self.entries += entries
        self.source = max(self.source, source, key=_SOURCES.index)


Resolver = Callable[[Context, Info, Mapping[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Root:
    """A field of Query or Mutation, and what it asks of its caller."""

    field: GraphQLField
    requirement: Requirement


def root(
    kind: Any,
    requirement: Requirement,
    resolve: Resolver,
    arguments: dict[str, GraphQLArgument],
    note: str,
) -> Root:
    """Return a field to begin with."""

    def answer(_: Any, info: Info, **given: Any) -> Awaitable[Any]:
        return resolve(info.context, info, given)

    return Root(GraphQLField(kind, arguments, answer, description=note), requirement)


# A product and its parts.


def _product_type() -> GraphQLObjectType:
    fields = {name: GraphQLField(_TEXT) for name in ("asin", "marketplace")}
    for name, endpoint in PARTS.items():
        fields[name] = _part(name, endpoint)
    return GraphQLObjectType(
        "ProductParts", fields, description="What is known of a product."
    )


def _part(name: str, endpoint: Endpoint) -> GraphQLField:
    """Return a part of a product, which the product brings along for each range."""
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
    """Return the type of an answer's data with its meta as one more member."""
    data: Any = model.model_fields["data"].annotation
    meta = GraphQLField(GraphQLNonNull(object_of(Meta)), description="How fresh it is.")
    name = "Summary" if data is Product else data.__name__
    return GraphQLObjectType(
        name, fields_of(data) | {"meta": meta}, description=data.__doc__
    )


def flat(body: bytes) -> dict[str, Any]:
    """Return an answer's data with its meta beside."""
    answer = orjson.loads(body)
    return {**answer["data"], "meta": answer["meta"]}


async def read_products(
    context: Context, info: Info, asins: list[str], marketplace: str
) -> list[dict[Any, Any]]:
    """Return the parts of products that the operation selects, in one call at most.

    A product that nothing is known of is left out.
    """
    wanted = dict.fromkeys([("summary", ""), *_parts_selected(context, info)])
    keys = [(asin, *part) for asin in dict.fromkeys(asins) for part in wanted]
    questions: list[CachedQuery] = []
    for asin, name, days in keys:
        endpoint = PARTS[name]
        given = {"marketplace": marketplace} | ({"range": days} if days else {})
        values = read_values(endpoint.parameters, given)
        assert isinstance(values, MarketplaceParameters)
        questions.append(ask(endpoint, context.settings, asin, values))
    answers: ReadThroughCache = context.request.app.state.answers
    entries, source = await answers.get_parts(questions)
    context.note(entries, source)
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
                days = _range_of(arguments) if "range" in arguments else ""
                selected.append((child.name.value, days))
    return selected


async def _one_product(context: Context, info: Info, given: Mapping[str, Any]) -> Any:
    asin = read_asin(given["asin"])
    marketplace = _marketplace(given)
    products = await read_products(context, info, [asin], marketplace)
    return products[0] if products else None


async def _many_products(context: Context, info: Info, given: Mapping[str, Any]) -> Any:
    if not 1 <= len(given["asins"]) <= ASINS_LIMIT:
        raise invalid(
            f"Ask for 1 to {ASINS_LIMIT} products at once.",
            {"parameter": "asins", "detail": f"not a list of 1 to {ASINS_LIMIT}"},
        )
    asins = [read_asin(asin) for asin in given["asins"]]
    return await read_products(context, info, asins, _marketplace(given))


async def _competition(context: Context, info: Info, given: Mapping[str, Any]) -> Any:
    endpoint = _BY_ID["get_competition"]
    values = read_values(
        RangeParameters, {"marketplace": given["marketplace"], "range": given["range"]}
    )
    question = ask(endpoint, context.settings, read_asin(given["asin"]), values)
    served = await serve_fact(endpoint, context.request, question, "json")
    context.note([served.entry], served.source)
    return flat(served.entry.body) if served.entry.body else None


# What is asked of Postgres each time.


def _reader(endpoint: Endpoint) -> Resolver:
    async def read(context: Context, info: Info, given: Mapping[str, Any]) -> Any:
        context.is_own = True
        try:
            parameters = _parameters(context, endpoint, given)
            [row] = await context.database.within_deadline(
                context.database.fetch(endpoint.query, parameters)
            )
        except Problem as problem:
            if problem.type.status == 404:
                return None
            raise
        return orjson.loads(row[0])["data"]

    return read


def _lister(endpoint: Endpoint) -> Resolver:
    async def read(context: Context, info: Info, given: Mapping[str, Any]) -> Any:
        context.is_own = True
        parameters = _parameters(context, endpoint, given)
        limit, cursor = parameters.pop("limit"), parameters.pop("cursor")
        question = question_of(endpoint.path, context.caller.tenant_id, parameters)
        after = read_cursor(question, cursor, endpoint.page_keys) if cursor else None
        parameters |= {"after": after, "limit": limit}
        [(data, next_key, meta)] = await fetch_page(
            context.request, endpoint.query, parameters
        )
        following = write_cursor(question, next_key) if next_key else None
        page = {"next_cursor": following, "has_more": following is not None}
        return {
            "data": orjson.loads(data),
            "page": page,
            "meta": orjson.loads(meta),
        }

    return read


def _changer(endpoint: Endpoint) -> Resolver:
    async def change(context: Context, info: Info, given: Mapping[str, Any]) -> Any:
        parameters = _parameters(context, endpoint, given)
        [row] = await context.database.fetch(endpoint.query, parameters)
        return orjson.loads(row[0])["data"]

    return change


def _parameters(
    context: Context, endpoint: Endpoint, given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the call takes, read as REST reads it."""
    parameters = read_values(
        endpoint.parameters,
        {
            name: _as_text(given[name])
            for name in endpoint.parameters.model_fields
            if given.get(name) is not None
        },
    )
    refuse_public(context.caller, parameters)
    values = {**vars(parameters), "tenant_id": context.caller.tenant_id}
    for name in endpoint.path_names:
        values[name] = path_value(name, given[name])
    return values


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _marketplace(given: Mapping[str, Any]) -> str:
    names = {"marketplace": given["marketplace"]}
    return read_values(MarketplaceParameters, names).marketplace


def _range_of(given: Mapping[str, Any]) -> str:
    return read_values(RangeParameters, {"range": given["range"]}).range


# The schema.


def _range() -> GraphQLArgument:
    note = f"Days back from the newest observed day: {', '.join(RANGES)}."
    return argument(_TEXT, "30d", note)


def _in_marketplace() -> dict[str, GraphQLArgument]:
    return {"marketplace": argument(_TEXT, "US")}


def _arguments(endpoint: Endpoint) -> dict[str, GraphQLArgument]:
    path = {
        name: argument(GraphQLNonNull(LONG) if name == "id" else _TEXT)
        for name in endpoint.path_names
    }
    fields = endpoint.parameters.model_fields
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
    return argument(input_of(annotation), field.default, note)


def _name(endpoint: Endpoint) -> str:
    name = endpoint.operation_id.partition("_")[2]
    return _RENAMED.get(name, name)


def query_roots() -> dict[str, Root]:
    """Return the fields of Query by name."""
    product = _product_type()
    competition = _BY_ID["get_competition"]
    assert competition.model is not None
    asin = {"asin": argument(_TEXT)}
    asins = {"asins": argument(GraphQLNonNull(GraphQLList(_TEXT)))}
    roots = {
        "product": root(
            product,
            FACTS,
            _one_product,
            asin | _in_marketplace(),
            "A product, null when nothing is known of it.",
        ),
        "products": root(
            GraphQLNonNull(GraphQLList(GraphQLNonNull(product))),
            FACTS,
            _many_products,
            asins | _in_marketplace(),
            f"Up to {ASINS_LIMIT} products, those of which something is known.",
        ),
        "competition": root(
            with_meta(competition.model),
            competition.requirement,
            _competition,
            asin | _in_marketplace() | {"range": _range()},
            "A product against its competitors, null when it is not known.",
        ),
    }
    for endpoint in ENDPOINTS:
        if not endpoint.is_change and not endpoint.is_cached:
            roots[_name(endpoint)] = _root_of(endpoint)
    return roots


def _root_of(endpoint: Endpoint) -> Root:
    """Return the field of what is asked of Postgres each time; null: there is none."""
    assert endpoint.model is not None
    if endpoint.is_list:
        kind, resolve = output_of(endpoint.model), _lister(endpoint)
    else:
        data = endpoint.model.model_fields["data"].annotation
        kind, resolve = get_nullable_type(output_of(data)), _reader(endpoint)
    return root(
        kind,
        endpoint.requirement,
        resolve,
        _arguments(endpoint),
        endpoint.summary,
    )


def mutation_roots() -> dict[str, Root]:
    """Return the fields of Mutation by name."""
    roots = {}
    for name in CHANGES:
        endpoint = _BY_ID[name]
        assert endpoint.model is not None
        roots[name] = root(
            output_of(endpoint.model.model_fields["data"].annotation),
            endpoint.requirement,
            _changer(endpoint),
            _arguments(endpoint),
            endpoint.summary,
        )
    return roots


def _fields(roots: Mapping[str, Root]) -> dict[str, GraphQLField]:
    return {name: found.field for name, found in roots.items()}


QUERY_ROOTS = query_roots()
MUTATION_ROOTS = mutation_roots()
SCHEMA = GraphQLSchema(
    GraphQLObjectType("Query", _fields(QUERY_ROOTS)),
    GraphQLObjectType("Mutation", _fields(MUTATION_ROOTS)),
)
