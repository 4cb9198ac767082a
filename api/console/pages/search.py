"""Search performance of a brand: funnel, shares by period, segments, lost queries."""

from asyncio import gather
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.auth.session import PREFIX
from api.console import rest
from api.console.pages.back import chosen
from api.console.render import page
from api.problems import invalid

STEPS = {
    "impression": "Impressions",
    "click": "Clicks",
    "cart_add": "Cart adds",
    "purchase": "Purchases",
}
# The names of a period in the reports and in the segments.
PERIODS = {"WEEK": "weekly", "MONTH": "monthly"}
# A week is compared with the one four weeks before: a slow loss shows, too.
BACK = {"WEEK": 4, "MONTH": 1}
POINTS = 100


async def show_all(request: Request) -> Response:
    """Show the only brand at once, otherwise the list of brands."""
    brands = await rest.rows(request, "/v1/brands")
    if len(brands) == 1:
        return RedirectResponse(f"{PREFIX}/search/{brands[0]['id']}", 303)
    return page(request, "brands.html", brands=brands)


async def show(request: Request) -> Response:
    """Show a brand in its newest period, or in the one that is chosen."""
    period_type = chosen(request, "period_type", "WEEK").upper()
    if period_type not in PERIODS:
        raise invalid(f"The period_type is one of {', '.join(PERIODS)}.")
    path = f"/v1/brands/{request.path_params['brand_id']}"
    brand, performance = await gather(
        rest.get(request, path),
        rest.get(request, f"{path}/performance", period_type=period_type, limit=60),
    )
    periods = performance["data"]
    found = _chosen_period(periods, chosen(request, "from"))
    about = (
        {}
        if found is None
        else {
            "marketplace": found["marketplace"],
            "from_": found["period_start"],
            "to": found["period_end"],
        }
    )
    words = chosen(request, "filter") or None
    back = chosen(request, "back")
    changes, segments, queries = await gather(
        rest.get(
            request,
            f"{path}/queries/changes",
            period_type=period_type,
            filter=words,
            sort=chosen(request, "sort") or None,
            periods_back=back or BACK[period_type],
            cursor=chosen(request, "cursor") or None,
            limit=50,
            **about,
        ),
        rest.get(
            request, f"{path}/segments", type=PERIODS[period_type], limit=200, **about
        ),
        rest.get(
            request,
            f"{path}/queries",
            period_type=period_type,
            filter=words,
            limit=POINTS,
            **about,
        ),
    )
    return page(
        request,
        "search.html",
        brand=brand["data"],
        periods=periods,
        period=found,
        period_type=period_type,
        steps=STEPS,
        chart=chart(periods, found),
        changes=changes,
        segments=segments["data"],
        points=[
            row
            for row in queries["data"]
            if row["impression_share_pct"] is not None
            and row["purchase_share_pct"] is not None
        ],
        asked={
            "filter": words or "",
            "sort": chosen(request, "sort"),
            "back": back or str(BACK[period_type]),
        },
    )


def chart(
    periods: list[dict[str, Any]], found: dict[str, Any] | None
) -> dict[str, Any]:
    """Return the four shares that the script draws, oldest period first."""
    marketplace = found and found["marketplace"]
    shown = {p["period_start"]: p for p in periods if p["marketplace"] == marketplace}
    is_weekly = found is None or found["period_type"] == "WEEK"
    days = sorted(shown)
    if not is_weekly:
        days = _months(days[0], days[-1])
    return {
        "kind": "lines",
        # Months differ in length, so all of them are there.
        "step": 7 if is_weekly else None,
        "unit": "%",
        "digits": 2,
        "days": days,
        "series": [
            {
                "label": f"{words}, share of the market",
                "values": [shown.get(day, {}).get(f"{step}_share_pct") for day in days],
            }
            for step, words in STEPS.items()
        ],
    }


def _months(first: str, last: str) -> list[str]:
    """Return the first days of the months from one to another."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    places = [start.month - 1 + number for number in range(count)]
    return [f"{date(start.year + p // 12, p % 12 + 1, 1)}" for p in places]


def _chosen_period(periods: list[dict[str, Any]], start: str) -> dict[str, Any] | None:
    for period in periods:
        if start in ("", period["period_start"]):
            return period
    if start:
        raise invalid(f"There is no report of the period that starts on {start[:10]}.")
    return None
