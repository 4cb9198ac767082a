"""Where a number comes from: any cell of mart, down to the JSON it was read from."""

from typing import Annotated, Any

import orjson
from pydantic import AfterValidator, Field

from api.http.parameters import QueryParameters, Text
from api.resources.common_models import Documented, answer_of
from api.resources.endpoint import Endpoint


class ExplainedStep(Documented):
    """A cell on the way from the number to the raw data."""

    level: int = Field(description="Distance from the cell that was asked for.")
    step_no: int
    parent_no: int | None = Field(
        description="Step that it is an input of; null: the cell that was asked for."
    )
    relation: str = Field(examples=["core.product_snapshots"])
    key: dict[str, Any] | None = Field(description="Columns that identify the row.")
    column: str | None
    value: Any | None = Field(
        description="The cell; of a raw event the value that its adapter reads."
    )
    how: str | None = Field(examples=["19.99 - 24.99 = -5.00"])
    recomputed: Any | None = Field(
        description="The cell computed again from the steps below it."
    )
    is_equal: bool | None = Field(
        description="Whether that is the cell; null: it was not computed again."
    )
    definition: str | None = Field(description="What the column means.")
    source: str | None
    job_id: str | None = Field(description="Ingest run of the raw event.")
    raw_event_id: int | None
    item_no: int | None = Field(description="Position in the source, from 1.")
    element_no: int | None = Field(description="Position inside a list item.")
    adapter: str | None = Field(description="Function that read the raw event.")
    payload_path: str | None = Field(
        description="Place in the raw event as jsonpath.", examples=["$.price.value"]
    )
    payload_value: Any | None = Field(description="What the raw event has there.")
    data_version: int | None = Field(description="Version of the product's data.")


class Explanation(Documented):
    """A cell of mart, and the steps that lead from it to the raw data."""

    relation: str
    key: dict[str, Any]
    column: str
    value: Any | None
    definition: str | None
    steps: list[ExplainedStep]


ExplanationAnswer = answer_of(Explanation)


def _check_key(text: str) -> str:
    try:
        key = orjson.loads(text)
    except orjson.JSONDecodeError:
        key = None
    if not isinstance(key, dict) or "\\u0000" in text:
        raise ValueError('it must be a JSON object, like {"asin": "B0DEMOJUMP"}')
    return text


Key = Annotated[str, Field(min_length=2, max_length=1000), AfterValidator(_check_key)]


class ExplainParameters(QueryParameters):
    """The cell: relation, key of the row, column."""

    relation: Text = Field(
        description="Table or view of mart, such as competitor_comparison."
    )
    key: Key = Field(
        description="JSON object of the columns that identify the row, as the claims "
        'of reports have it: {"asin": "B0DEMOJUMP", "marketplace": "US", '
        '"date": "2026-08-31"}.'
    )
    column: Text = Field(description="Column, such as price_diff_pct.")


ENDPOINTS = (
    Endpoint(
        path="/v1/explain",
        operation_id="get_explanation",
        summary="Explain a number down to the JSON that it was read from",
        model=ExplanationAnswer,
        parameters=ExplainParameters,
    ),
)
