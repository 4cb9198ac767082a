"""Competitors: a heat map, gaps over time, the report, recommendations."""

from asyncio import gather
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.console import rest
from api.console.pages.back import chosen, to_page
from api.console.render import page
from api.problems import Problem, invalid

# The gaps that can be drawn: column of the API; its words, unit and decimals; and what
# a gap above zero means.
GAPS = {
    "price_diff_pct": ("Price gap", "%", 1, "your product costs more"),
    "bsr_gap": ("Rank gap", "places", 0, "the competitor ranks better"),
    "rating_diff": ("Rating gap", "stars", 1, "your product is rated better"),
    "reviews_gap": ("Ratings gap", "ratings", 0, "your product has more ratings"),
}
RANGES = ("7d", "30d", "90d")
DECISIONS = frozenset({"approved", "rejected", "applied"})


async def show_all(request: Request) -> Response:
    """Show the main products that are compared, each beside its cheapest competitor."""
    compared = await rest.get(
        request,
        "/v1/competitions",
        cursor=chosen(request, "cursor") or None,
        limit=50,
    )
    return page(request, "competitors.html", compared=compared)


async def show(request: Request) -> Response:
    """Show a main product beside its competitors."""
    asin, marketplace = _asked(request)
    span, gap = (
        chosen(request, "range", "30d"),
        chosen(request, "gap", "price_diff_pct"),
    )
    if span not in RANGES or gap not in GAPS:
        raise invalid(
            f"The range is one of {', '.join(RANGES)}, "
            f"the gap one of {', '.join(GAPS)}."
        )
    here = {"marketplace": marketplace}
    matrix, competition, report, recommendation = await gather(
        rest.get(request, f"/v1/competitions/{asin}/matrix", **here),
        rest.get(request, f"/v1/competitions/{asin}", range=span, **here),
        _if_any(rest.get(request, f"/v1/competitions/{asin}/report", **here)),
        _if_any(rest.get(request, f"/v1/recommendations/{asin}", **here)),
    )
    return page(
        request,
        "competition.html",
        matrix=matrix["data"],
        as_of=matrix["meta"]["as_of"],
        competition=competition["data"],
        report=report and report["data"],
        recommendation=recommendation and recommendation["data"],
        chart=chart(competition["data"]["competitors"], gap),
        span=span,
        ranges=RANGES,
        gap=gap,
        gaps=GAPS,
    )


def chart(competitors: list[dict[str, Any]], gap: str) -> dict[str, Any]:
    """Return the gaps that the script draws, a line a competitor."""
    days = sorted({row["date"] for one in competitors for row in one["gaps"]})
    _, unit, digits, _ = GAPS[gap]
    series = []
    for one in competitors:
        found = {row["date"]: row[gap] for row in one["gaps"]}
        label = f"{one['asin']} {one['title'] or ''}".strip()
        series.append({"label": label, "values": [found.get(day) for day in days]})
    return {
        "kind": "lines",
        "step": 1,
        "unit": unit,
        "digits": digits,
        "days": days,
        "series": series,
    }


async def send_report(request: Request) -> Response:
    """Send the report as the page that the API makes of it."""
    asin, marketplace = _asked(request)
    headers, body = await rest.send(
        request,
        "GET",
        f"/v1/competitions/{asin}/report",
        query={"marketplace": marketplace},
        accept=b"text/html",
    )
    kept = ("content-type", "content-security-policy")
    sent = {name: headers[name] for name in kept if name in headers}
    return Response(body, 200, {"Cache-Control": "no-store", **sent})


async def decide(request: Request, form: dict[str, str]) -> Response:
    """Approve, reject or apply a recommended action."""
    status = form.get("status", "")
    if status not in DECISIONS:
        raise invalid(f"The status is one of {', '.join(sorted(DECISIONS))}.")
    path = f"/v1/recommendations/actions/{request.path_params['id']}"
    await rest.change(request, "PATCH", path, {"status": status})
    return to_page(form)


async def _if_any(answer: Any) -> Any:
    """Return an answer; None for what does not exist yet."""
    try:
        return await answer
    except Problem as problem:
        if problem.type.status != 404:
            raise
        return None


def _asked(request: Request) -> tuple[str, str]:
    path = request.path_params
    return path["asin"].upper(), path["marketplace"].upper()
