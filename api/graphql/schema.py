"""The fields that GraphQL begins with: each is one of the calls that REST makes.

Whatever can be read of `api.resources.table` is a field of Query, with the same
arguments; the parts of a product are gathered into one call, for one product or many.
What acts stays with REST, but for marks on alerts.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin

import orjson
import strawberry
from graphql import GraphQLObjectType, get_named_type
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from starlette.requests import Request
from strawberry.annotation import StrawberryAnnotation
from strawberry.tools import create_type
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.info import Info

from api.auth.permissions import Requirement
from api.auth.principal import Caller, caller_of
from api.cache.batch_loader import CachedQuery
from api.cache.entry import RANGES, Entry
from api.cache.read_through import ReadThroughCache
from api.database import Database
from api.graphql.cost import Selections
from api.graphql.types import (
    Day,
    Long,
    annotation_of,
    argument,
    config,
    fields_of,
    type_of,
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
    requirement_for,
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
_INPUTS: dict[Any, Any] = {
    str: str,
    date: Day,
    int: Long,
    Decimal: float,
    bool: bool,
}


@dataclass(slots=True)
class Context:
    """One request, and what was learned on the way to its answer."""

    request: Request
    settings: Settings
    selections: Selections
    entries: list[Entry] = field(default_factory=list)
    source: str = "l1"
    is_own: bool = False

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


class Root(StrawberryField):
    """A field of Query or Mutation: what it asks of its caller, how it is answered."""

    requirement: Requirement
    resolve: Resolver

    @property
    def is_basic_field(self) -> bool:
        """It is not: its value is asked for."""
        return False

    def get_result(
        self, source: Any, info: Info | None, args: list[Any], kwargs: Any
    ) -> Awaitable[Any]:
        """Return the value, to be awaited."""
        assert info is not None
        return self.resolve(info.context, info, kwargs)


class Part(StrawberryField):
    """A part of a product, which the product brought along."""

    @property
    def is_basic_field(self) -> bool:
        """It is not: there is one for each range."""
        return False

    def get_result(
        self, source: Any, info: Info | None, args: list[Any], kwargs: Any
    ) -> Any:
        """Return the part of the range."""
        return source[self.python_name, kwargs.get("range", "")]


def root(
    name: str,
    annotation: Any,
    requirement: Requirement,
    resolve: Resolver,
    arguments: list[StrawberryArgument],
    note: str,
) -> Root:
    """Return a field to begin with."""
    made = Root(
        python_name=name,
        type_annotation=StrawberryAnnotation(annotation),
        description=note,
    )
    made.arguments = arguments
    made.requirement = requirement
    made.resolve = resolve
    return made


# A product and its parts.


def _product_type() -> type:
    parts: list[StrawberryField] = [
        StrawberryField(python_name=name, type_annotation=StrawberryAnnotation(str))
        for name in ("asin", "marketplace")
    ]
    for name, endpoint in PARTS.items():
        assert endpoint.model is not None
        part = Part(
            python_name=name,
            type_annotation=StrawberryAnnotation(with_meta(endpoint.model)),
            description=endpoint.summary,
        )
        part.arguments = [_range()] if "{range}" in endpoint.key else []
        parts.append(part)
    return create_type("ProductParts", parts, description="What is known of a product.")


@cache
def with_meta(model: type[BaseModel]) -> type:
    """Return the type of an answer's data with its meta as one more member."""
    data: Any = model.model_fields["data"].annotation
    meta = StrawberryField(
        python_name="meta",
        type_annotation=StrawberryAnnotation(type_of(Meta)),
        description="How fresh it is.",
    )
    name = "Summary" if data is Product else data.__name__
    return create_type(name, [*fields_of(data), meta], description=data.__doc__)


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
    raw = info._raw_info
    parent = get_named_type(raw.return_type)
    assert isinstance(parent, GraphQLObjectType)
    selected = []
    for node in raw.field_nodes:
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
    served = await serve_fact(
        endpoint, context.settings, context.request, question, "json"
    )
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


def _range() -> StrawberryArgument:
    note = f"Days back from the newest observed day: {', '.join(RANGES)}."
    return argument("range", str, "30d", note)


def _in_marketplace() -> StrawberryArgument:
    return argument("marketplace", str, "US")


def _arguments(endpoint: Endpoint) -> list[StrawberryArgument]:
    path = [
        argument(name, Long if name == "id" else str) for name in endpoint.path_names
    ]
    fields = endpoint.parameters.model_fields
    # The page comes after the filters.
    names = sorted(fields, key=lambda name: name in PageParameters.model_fields)
    return path + [_taken(name, fields[name]) for name in names]


def _taken(name: str, field: FieldInfo) -> StrawberryArgument:
    note = field.description or ""
    if name == "limit":
        return argument(name, int | None, PAGE_LIMIT, note)
    annotation: Any = field.annotation
    if get_origin(annotation) is Literal:
        note = f"{note} One of {', '.join(get_args(annotation))}."
        annotation = str
    return argument(name, _INPUTS[annotation] | None, field.default, note)


def _name(endpoint: Endpoint) -> str:
    name = endpoint.operation_id.partition("_")[2]
    return _RENAMED.get(name, name)


def query_roots() -> dict[str, Root]:
    """Return the fields of Query by name."""
    product = _product_type()
    competition = _BY_ID["get_competition"]
    assert competition.model is not None
    facts = Requirement("viewer", "products:read", is_for_public_keys=True)
    roots = [
        root(
            "product",
            product | None,
            facts,
            _one_product,
            [argument("asin", str), _in_marketplace()],
            "A product, null when nothing is known of it.",
        ),
        root(
            "products",
            list[product],  # type: ignore[valid-type]
            facts,
            _many_products,
            [argument("asins", list[str]), _in_marketplace()],
            f"Up to {ASINS_LIMIT} products, those of which something is known.",
        ),
        root(
            "competition",
            with_meta(competition.model) | None,
            requirement_for(competition),
            _competition,
            [argument("asin", str), _in_marketplace(), _range()],
            "A product against its competitors, null when it is not known.",
        ),
    ]
    for endpoint in ENDPOINTS:
        if endpoint.is_change or endpoint.is_cached:
            continue
        assert endpoint.model is not None
        resolve = _lister(endpoint) if endpoint.is_list else _reader(endpoint)
        shown: Any = endpoint.model
        if not endpoint.is_list:
            shown = endpoint.model.model_fields["data"].annotation
        annotation = annotation_of(shown)
        roots.append(
            root(
                _name(endpoint),
                annotation if endpoint.is_list else annotation | None,
                requirement_for(endpoint),
                resolve,
                _arguments(endpoint),
                endpoint.summary,
            )
        )
    return {made.python_name: made for made in roots}


def mutation_roots() -> dict[str, Root]:
    """Return the fields of Mutation by name."""
    roots = {}
    for name in CHANGES:
        endpoint = _BY_ID[name]
        assert endpoint.model is not None
        roots[name] = root(
            name,
            annotation_of(endpoint.model.model_fields["data"].annotation),
            requirement_for(endpoint),
            _changer(endpoint),
            _arguments(endpoint),
            endpoint.summary,
        )
    return roots


QUERY_ROOTS = query_roots()
MUTATION_ROOTS = mutation_roots()
SCHEMA = strawberry.Schema(
    query=create_type("Query", list(QUERY_ROOTS.values())),
    mutation=create_type("Mutation", list(MUTATION_ROOTS.values())),
    config=config(),
)
