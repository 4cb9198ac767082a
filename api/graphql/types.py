"""GraphQL types from the models that document the REST responses.

One description serves both: a test compares real responses with the models, so the JSON
from Postgres has every field of the GraphQL types. Members keep their names.
"""

import datetime as dt
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLField,
    GraphQLFloat,
    GraphQLInputType,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLString,
    Undefined,
)
from pydantic import BaseModel


def _read_long(value: object) -> int:
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise ValueError("not a whole number of 64 bits")
    return value


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


# Values pass as they are in the JSON.
DAY = GraphQLScalarType(
    "Date", description="A day, like 2026-03-01.", parse_value=_read_text
)
INSTANT = GraphQLScalarType(
    "DateTime", description="An instant, ISO 8601.", parse_value=_read_text
)
LONG = GraphQLScalarType(
    "Long", description="A whole number of 64 bits.", parse_value=_read_long
)
JSON = GraphQLScalarType("JSON", description="JSON that varies.")
_SCALARS: dict[Any, GraphQLScalarType] = {
    str: GraphQLString,
    bool: GraphQLBoolean,
    int: GraphQLInt,
    float: GraphQLFloat,
    UUID: GraphQLString,
    dt.date: DAY,
    dt.datetime: INSTANT,
    Any: JSON,
}
# Members whose numbers may need 64 bits.
LONG_NAMES = (
    *("id", "_ids", "_version"),
    *("_impressions", "_clicks", "_cart_adds", "_purchases", "_high", "_volume"),
    "_change",
)
# The types of arguments. Whole numbers of Postgres have 64 bits, an Int has 32.
INPUTS: dict[Any, GraphQLScalarType] = _SCALARS | {int: LONG, Decimal: GraphQLFloat}


@cache
def object_of(model: type[BaseModel]) -> GraphQLObjectType:
    """Return the type with a model's members."""
    text = (model.__doc__ or "").partition("\n")[0]
    return GraphQLObjectType(model.__name__, fields_of(model), description=text)


def fields_of(model: type[BaseModel]) -> dict[str, GraphQLField]:
    """Return a model's members as fields, in their order.

    A member whose own model has no members is left out.
    """
    return {
        member.alias or name: GraphQLField(kind, description=member.description)
        for name, member in model.model_fields.items()
        if (kind := output_of(member.annotation, name)) is not None
    }


def argument(
    kind: GraphQLInputType, default: object = Undefined, note: str = ""
) -> GraphQLArgument:
    """Return an argument of a field."""
    return GraphQLArgument(kind, default, description=note or None)


def output_of(annotation: Any, name: str = "") -> Any:
    """Return the type for a Python type; None for a model without members."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        inner, *others = [part for part in parts if part is not NoneType]
        made = output_of(Any if others else inner, name)
        return made.of_type if isinstance(made, GraphQLNonNull) else made
    if origin is list:
        return GraphQLNonNull(GraphQLList(output_of(parts[0], name)))
    if origin is Literal:
        return GraphQLNonNull(_SCALARS[type(parts[0])])
    if origin is dict:
        return GraphQLNonNull(JSON)
    if annotation is int and name.endswith(LONG_NAMES):
        return GraphQLNonNull(LONG)
    if annotation in _SCALARS:
        return GraphQLNonNull(_SCALARS[annotation])
    return GraphQLNonNull(object_of(annotation)) if annotation.model_fields else None
