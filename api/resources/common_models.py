"""What models of several resources share, and the problem document."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["low", "medium", "high", "critical"]


class Documented(BaseModel):
    """A part of an answer; every member is named."""

    model_config = ConfigDict(extra="forbid")


class Meta(Documented):
    """Whose answer it is and how fresh."""

    asin: str = Field(examples=["B0DEMOJUMP"])
    marketplace: str = Field(examples=["US"])
    currency: str = Field(examples=["USD"], description="Currency of every amount.")
    data_version: int = Field(description="Changes when the answer does; see ETag.")
    computed_at_version: int = Field(description="Version of all data at that moment.")
    as_of: dt.date | None = Field(description="Newest observed day; null: none yet.")
    generated_at: dt.datetime
    stale_at: dt.datetime = Field(
        description="Past this instant it is being refreshed."
    )


class Fault(Documented):
    """One fault of a request: in a query or path parameter, or in the body."""

    detail: str
    parameter: str | None = None
    pointer: str | None = None


class ProblemDocument(BaseModel):
    """An error, RFC 9457."""

    type: str = Field(examples=["/problems/not-found"])
    title: str
    status: int
    detail: str = Field(description="What is wrong here and what to do next.")
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
    """Return the default of a member that may be missing, but is never null."""
    return Field(default=None, json_schema_extra=_without_default)


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


class Change(BaseModel):
    """The body of a change; a member that is not known is a fault."""

    model_config = ConfigDict(extra="forbid")


class Page(Documented):
    """Where the list goes on."""

    next_cursor: str | None = Field(
        description="Send it as cursor for the next page; null on the last one."
    )
    has_more: bool


class ListMeta(Documented):
    """Nothing more is to be said of this list."""
