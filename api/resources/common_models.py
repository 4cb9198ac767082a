"""Models that several resources share, and the problem document."""

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

Severity = Literal["low", "medium", "high", "critical"]


class Documented(BaseModel):
    """A part of a response; unknown members are errors in the tests."""

    model_config = ConfigDict(extra="forbid")


class Meta(Documented):
    """The product of the response, and its freshness."""

    asin: str = Field(examples=["B0DEMOJUMP"])
    marketplace: str = Field(examples=["US"])
    currency: str = Field(examples=["USD"], description="Currency of every amount.")
    data_version: int = Field(description="Changes when the response does; see ETag.")
    computed_at_version: int = Field(
        description="Version of all data when it was computed."
    )
    as_of: dt.date | None = Field(
        description="Newest observed day; null: not observed yet."
    )
    generated_at: dt.datetime
    stale_at: dt.datetime = Field(
        description="From this instant on the response is refreshed."
    )


class Fault(Documented):
    """A fault of the request, in a parameter or in the body."""

    detail: str
    parameter: str | None = None
    pointer: str | None = None


class ProblemDocument(BaseModel):
    """An error, RFC 9457."""

    type: str = Field(examples=["/problems/not-found"])
    title: str
    status: int
    detail: str = Field(description="What is wrong, and what to do.")
    instance: str = Field(description="The request id, as a URN.")
    errors: list[Fault] | None = None
    retry_after_seconds: int | None = None


Amount = Annotated[float, Field(allow_inf_nan=False)]
Asin = Annotated[str, Field(pattern="^[A-Z0-9]{10}$", examples=["B0DEMOJUMP"])]
Marketplace = Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["US"])]
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Duration = Annotated[
    str,
    Field(
        max_length=40,
        examples=["P1D", "PT6H"],
        description="ISO 8601 duration.",
        pattern=r"^P(\d{1,5}Y)?(\d{1,5}M)?(\d{1,5}W)?(\d{1,5}D)?(T(\d{1,5}H)?(\d{1,5}M)?(\d{1,5}S)?)?$",
    ),
]


def left_out() -> Any:
    """Return the default of a member that may be missing, but not null."""
    return Field(default=None, json_schema_extra=_without_default)


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


class Change(BaseModel):
    """The body of a request; an unknown member is a fault."""

    model_config = ConfigDict(extra="forbid")


def example(**members: Any) -> ConfigDict:
    """Return the configuration of a body that is documented with this example."""
    return ConfigDict(json_schema_extra={"example": members})


class Page(Documented):
    """The next page of the list."""

    next_cursor: str | None = Field(
        description="Cursor of the next page; null on the last page."
    )
    has_more: bool


class ListMeta(Documented):
    """Metadata of a list; empty."""


class FactListMeta(Documented):
    """The freshness of a list of facts."""

    data_version: int = Field(description="Version of all data.")
    computed_at_version: int = Field(description="The same version, as in Meta.")
    generated_at: dt.datetime
    stale_at: dt.datetime = Field(
        description="From this instant on the list counts as old: read it again."
    )


class MarketplaceListMeta(FactListMeta):
    """The marketplace of a list of facts, and the freshness of the list."""

    marketplace: str = Field(examples=["US"])
    currency: str = Field(examples=["USD"], description="Currency of every amount.")
    as_of: dt.date | None = Field(
        description="Newest observed day of the marketplace; null: none."
    )


def answer_of(model: type[Documented]) -> type[Documented]:
    """Return the model of a response with one resource."""
    words = re.sub("(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()
    return _response(f"{model.__name__}Answer", f"for one {words}", data=model)


def list_answer_of(model: type[Documented]) -> type[Documented]:
    """Return the model of a response with all of a short list."""
    rows = list[model]  # type: ignore[valid-type]
    return _response(f"{model.__name__}sAnswer", "with all of them", data=rows)


def fact_of(model: type[Documented], path: str) -> type[Documented]:
    """Return the model of the response of a path with facts about a product."""
    return _response(f"{model.__name__}Answer", f"of {path}", data=model, meta=Meta)


def list_of(
    model: type[Documented], path: str, meta: type[Documented] = ListMeta
) -> type[Documented]:
    """Return the model of a page of the list at a path."""
    name, rows = f"{model.__name__}List", list[model]  # type: ignore[valid-type]
    return _response(name, f"of {path}", data=rows, page=Page, meta=meta)


def _response(name: str, source: str, **members: Any) -> type[Documented]:
    text = f"The response {source}."
    fields: Any = {member: (kind, ...) for member, kind in members.items()}
    return create_model(name, __base__=Documented, __doc__=text, **fields)
