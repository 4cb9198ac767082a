"""Competitive groups, their members, and competitor links."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from api.http.parameters import (
    AsinParameter,
    MarketplaceParameter,
    MarketplaceParameters,
    PageParameters,
    optional,
)
from api.resources.common_models import (
    Asin,
    Change,
    Documented,
    Duration,
    Marketplace,
    Name,
    Words,
    answer_of,
    example,
    left_out,
    list_answer_of,
    list_of,
)
from api.resources.endpoint import Endpoint

Metric = Literal["price", "bsr", "rating", "reviews"]
Weight = Annotated[float, Field(ge=0, le=1000000, allow_inf_nan=False)]


class GroupMember(Documented):
    """A competitor in a group."""

    asin: str
    title: str | None
    is_active: bool
    created_at: dt.datetime


class CompetitiveGroup(Documented):
    """A named set of competitors of one main product."""

    id: int
    name: str
    description: str | None
    asin_main: str
    marketplace: str
    analysis_frequency: str = Field(
        examples=["P1D"], description="How often a new competition report is due."
    )
    is_active: bool
    created_at: dt.datetime
    members: list[GroupMember]


CompetitiveGroupAnswer = answer_of(CompetitiveGroup)
CompetitiveGroupList = list_of(CompetitiveGroup, "/v1/competitive-groups")


class CompetitiveGroupChange(Change):
    """The fields of a group to update; omitted fields keep their values."""

    name: Name = left_out()
    description: Words | None = None
    asin_main: Asin = left_out()
    marketplace: Marketplace = left_out()
    analysis_frequency: Duration = left_out()
    is_active: bool = left_out()


class NewCompetitiveGroup(CompetitiveGroupChange):
    """A new group with its members."""

    model_config = example(
        name="Knives", asin_main="B0DEMOMAIN", members=["B0DEMOJUMP", "B0DEMORANK"]
    )

    name: Name
    asin_main: Asin
    members: list[Asin] = Field([], max_length=100)


class Membership(Change):
    """Whether the member is active in comparisons."""

    is_active: bool = True


class CompetitorLink(Documented):
    """A main product and one competitor."""

    asin_main: str
    asin_comp: str
    marketplace: str
    created_at: dt.datetime


CompetitorLinkAnswer = answer_of(CompetitorLink)
CompetitorLinkList = list_of(CompetitorLink, "/v1/competitor-links")


class ScoreWeight(Documented):
    """The weight of a metric in the composite score."""

    metric: Metric
    weight: float = Field(description="As it holds for the tenant.")
    default_weight: float
    is_lower_better: bool


ScoreWeightsAnswer = list_answer_of(ScoreWeight)


class ScoreWeights(Change):
    """The weights to set; null sets one back to the default."""

    model_config = example(price=0.5, bsr=0.2)

    price: Weight | None = left_out()
    bsr: Weight | None = left_out()
    rating: Weight | None = left_out()
    reviews: Weight | None = left_out()


class CompetitiveGroupFilters(PageParameters):
    """The filters of the list of competitive groups."""

    marketplace: MarketplaceParameter = optional("Only this marketplace.")
    asin_main: AsinParameter = optional("Only groups with this main product.")


class CompetitorLinkFilters(PageParameters):
    """The filters of the list of competitor links."""

    marketplace: MarketplaceParameter = optional("Only this marketplace.")
    asin: AsinParameter = optional("Only links with this product on either side.")


ENDPOINTS = (
    Endpoint(
        path="/v1/score-weights",
        operation_id="get_score_weights",
        summary="Get the weights of the composite score",
        model=ScoreWeightsAnswer,
    ),
    Endpoint(
        method="PATCH",
        path="/v1/score-weights",
        operation_id="set_score_weights",
        summary="Set weights of the composite score",
        model=ScoreWeightsAnswer,
        body=ScoreWeights,
    ),
    Endpoint(
        path="/v1/competitive-groups",
        operation_id="list_competitive_groups",
        summary="List competitive groups with their members, oldest first",
        model=CompetitiveGroupList,
        parameters=CompetitiveGroupFilters,
    ),
    Endpoint(
        method="POST",
        path="/v1/competitive-groups",
        operation_id="create_competitive_group",
        summary="Create a competitive group",
        model=CompetitiveGroupAnswer,
        body=NewCompetitiveGroup,
    ),
    Endpoint(
        path="/v1/competitive-groups/{id:int}",
        operation_id="get_competitive_group",
        summary="Get a competitive group with its members",
        model=CompetitiveGroupAnswer,
    ),
    Endpoint(
        method="PATCH",
        path="/v1/competitive-groups/{id:int}",
        operation_id="update_competitive_group",
        summary="Update a competitive group",
        model=CompetitiveGroupAnswer,
        body=CompetitiveGroupChange,
    ),
    Endpoint(
        method="DELETE",
        path="/v1/competitive-groups/{id:int}",
        operation_id="delete_competitive_group",
        summary="Delete a competitive group and the alert rules on it",
    ),
    Endpoint(
        method="PUT",
        path="/v1/competitive-groups/{id:int}/members/{asin}",
        operation_id="add_group_member",
        summary="Add a competitor to a group, or pause it",
        model=CompetitiveGroupAnswer,
        body=Membership,
    ),
    Endpoint(
        method="DELETE",
        path="/v1/competitive-groups/{id:int}/members/{asin}",
        operation_id="remove_group_member",
        summary="Remove a competitor from a group",
    ),
    Endpoint(
        path="/v1/competitor-links",
        operation_id="list_competitor_links",
        summary="List competitor links by main product",
        model=CompetitorLinkList,
        page_keys=((str, str, str),),
        parameters=CompetitorLinkFilters,
    ),
    Endpoint(
        method="PUT",
        path="/v1/competitor-links/{asin_main}/{asin_comp}",
        operation_id="link_competitor",
        summary="Create a competitor link",
        model=CompetitorLinkAnswer,
        parameters=MarketplaceParameters,
    ),
    Endpoint(
        method="DELETE",
        path="/v1/competitor-links/{asin_main}/{asin_comp}",
        operation_id="unlink_competitor",
        summary="Delete a competitor link",
        parameters=MarketplaceParameters,
    ),
)
