"""Recommendations for main products: actions, decisions on them, their outcomes."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from api.http.parameters import MarketplaceParameters
from api.resources.common_models import (
    Change,
    Documented,
    answer_of,
    example,
)
from api.resources.endpoint import Endpoint

TargetField = Literal[
    "price",
    "title",
    "bullets",
    "images",
    "rating",
    "reviews",
    "stock",
    "buybox",
    "category",
]
ActionStatus = Literal["pending", "approved", "applied", "rejected", "superseded"]
ActionDecision = Literal["approved", "applied", "rejected"]
OutcomeMetric = Literal["rank", "price", "rating", "reviews"]
Verdict = Literal["improved", "worsened", "cannot tell"]


class RecommendationSentence(Documented):
    """A sentence whose figures are claims."""

    template: str = Field(description="The sentence with a slot {claim} a figure.")
    text: str
    claims: list[str] = Field(description="Ids of the claims in it.")
    tone: Literal["good", "bad", "neutral"]


class ActionOutcome(Documented):
    """What became of an applied action, by metric.

    The mean of the 14 days after it against that of the 14 days before, beyond the
    change of the competitors.
    """

    metric: OutcomeMetric
    unit: Literal["percent", "stars"] = Field(description="Of changes and effect.")
    main_before: float | None = Field(description="Null: too few days.")
    main_after: float | None
    main_change: float | None
    peer_count: int = Field(description="Competitors that it is compared with.")
    peer_change: float | None = Field(description="Mean of their changes.")
    effect: float | None = Field(
        description="Change of the product beyond that of its competitors."
    )
    effect_low: float | None = Field(description="Lower end of the 95 % interval.")
    effect_high: float | None
    verdict: Verdict = Field(description="A lower rank is better.")
    reason: str | None = Field(description="Why it cannot be told; null: it can.")
    other_action_count: int = Field(
        description="Other actions on the product applied on the same days."
    )
    products: list[dict[str, Any]] = Field(description="Each product's change.")
    measured_at: dt.datetime


class RecommendationAction(Documented):
    """A proposed action, and what became of it."""

    id: int
    version: int = Field(description="Version that proposed it.")
    rule: str = Field(examples=["price_above_peers"])
    target_field: TargetField
    current_value: str | None = Field(description="Null: unknown or none.")
    proposed_value: str | None = Field(description="Null: the rule knows no value.")
    unit: str = Field(description="Unit of both values.")
    priority: int = Field(description="1 (first) to 5 (last).")
    confidence: float = Field(description="0 to 1.")
    reason: RecommendationSentence
    expected_effect: RecommendationSentence
    claims: list[str] = Field(description="Ids of all claims that it rests on.")
    status: ActionStatus
    proposed_at: dt.datetime
    decided_at: dt.datetime | None = Field(description="Null: pending.")
    applied_at: dt.datetime | None = Field(description="Null: it is not applied.")
    outcomes: list[ActionOutcome] = Field(
        description="Empty until 14 days after applied_at."
    )


RecommendationActionAnswer = answer_of(RecommendationAction)


class Recommendation(Documented):
    """The latest recommendation for a main product."""

    asin: str
    marketplace: str
    version: int = Field(
        description="Rises only when its actions or their evidence differ."
    )
    model: str = Field(examples=["rules-v1"])
    status: Literal["complete", "thin_data"] = Field(
        description="thin_data: too little is known; the summary says what."
    )
    as_of: dt.date | None = Field(description="Day that it is about.")
    data_version: int
    generated_at: dt.datetime
    summary: list[RecommendationSentence] = Field(
        description="About the data that it rests on."
    )
    actions: list[RecommendationAction] = Field(description="Of this version.")
    earlier_actions: list[RecommendationAction] = Field(
        description="Approved or applied ones of earlier versions."
    )
    evidence: list[dict[str, Any]] = Field(
        description="Claims: each with its id, value, text and definition, and with "
        "relation, key and column of the cell of schema mart that it is."
    )


RecommendationAnswer = answer_of(Recommendation)


class ActionDecisionChange(Change):
    """What becomes of an action: pending, approved, applied; or rejected."""

    model_config = example(status="approved")

    status: ActionDecision
    applied_at: dt.datetime | None = Field(
        None, description="When it took effect, with the status applied; null: now."
    )


ENDPOINTS = (
    Endpoint(
        path="/v1/recommendations/{asin}",
        operation_id="get_recommendation",
        summary="Get the latest recommendation for a main product",
        model=RecommendationAnswer,
        parameters=MarketplaceParameters,
    ),
    Endpoint(
        method="POST",
        path="/v1/recommendations/{asin}:refresh",
        operation_id="refresh_recommendation",
        summary="Renew the recommendation for a main product by rules, at once",
        model=RecommendationAnswer,
        parameters=MarketplaceParameters,
    ),
    Endpoint(
        path="/v1/recommendations/actions/{id:int}",
        operation_id="get_recommendation_action",
        summary="Get an action with its outcomes",
        model=RecommendationActionAnswer,
    ),
    Endpoint(
        method="PATCH",
        path="/v1/recommendations/actions/{id:int}",
        operation_id="update_recommendation_action",
        summary="Approve, reject or apply an action",
        model=RecommendationActionAnswer,
        body=ActionDecisionChange,
    ),
)
