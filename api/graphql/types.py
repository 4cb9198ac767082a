"""GraphQL types made of the models that document the REST answers.

One description for both: a test holds real answers against the models, so what GraphQL
promises is in the JSON that Postgres built. Every member keeps its name.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin
from uuid import UUID

import strawberry
from pydantic import BaseModel
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

Day = NewType("Day", str)
Instant = NewType("Instant", str)
Long = NewType("Long", int)
Json = NewType("Json", object)


def _read_long(value: object) -> int:
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise ValueError("not a whole number of 64 bits")
    return value


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


# Values pass as they stand in the JSON.
SCALARS: dict[object, Any] = {
    Day: strawberry.scalar(
        name="Date", description="A day, like 2026-03-01.", parse_value=_read_text
    ),
    Instant: strawberry.scalar(
        name="DateTime", description="An instant, ISO 8601.", parse_value=_read_text
    ),
    Long: strawberry.scalar(
        name="Long", description="A whole number of 64 bits.", parse_value=_read_long
    ),
    Json: strawberry.scalar(name="JSON", description="JSON that varies."),
}
_PLAIN: dict[Any, Any] = {
    str: str,
    bool: bool,
    int: int,
    float: float,
    UUID: str,
    dt.date: Day,
    dt.datetime: Instant,
    Any: Json,
}


def config() -> StrawberryConfig:
    """Return how the schema is made: names as in REST, sources that are JSON."""
    return StrawberryConfig(
        auto_camel_case=False,
        default_resolver=lambda source, name: source[name],
        scalar_map=SCALARS,
    )


@cache
def type_of(model: type[BaseModel]) -> type:
    """Return the type with a model's members; one that has none is not shown."""
    return create_type(
        model.__name__, list(fields_of(model)), description=_first_line(model)
    )


def fields_of(model: type[BaseModel]) -> Iterable[StrawberryField]:
    """Yield a model's members as fields."""
    for name, member in model.model_fields.items():
        annotation = annotation_of(member.annotation, name)
        if annotation is not None:
            yield StrawberryField(
                python_name=member.alias or name,
                type_annotation=StrawberryAnnotation(annotation),
                description=member.description,
            )


def argument(
    name: str, annotation: Any, default: object = strawberry.UNSET, note: str = ""
) -> StrawberryArgument:
    """Return an argument of a field."""
    return StrawberryArgument(
        python_name=name,
        graphql_name=name,
        type_annotation=StrawberryAnnotation(annotation),
        default=default,
        description=note or None,
    )


def annotation_of(annotation: Any, name: str = "") -> Any:
    """Return what stands for a Python type; None for a model without members.

    What Postgres numbers with 64 bits would not fit into an Int.
    """
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        [inner] = [part for part in parts if part is not NoneType]
        return annotation_of(inner, name) | None
    if origin is list:
        return list[annotation_of(parts[0], name)]  # type: ignore[misc]
    if origin is Literal:
        return type(parts[0])
    if origin is dict:
        return Json
    if annotation is int and name.endswith(("id", "_ids", "_version")):
        return Long
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    return type_of(annotation) if annotation.model_fields else None


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").partition("\n")[0]
