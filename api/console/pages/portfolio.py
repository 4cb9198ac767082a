"""The portfolio: a row a product, and what happened to them."""

from asyncio import gather
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.console import rest
from api.console.pages.alerts import SEVERITIES
from api.console.pages.back import chosen
from api.console.pages.search import BACK
from api.console.render import page

SORTS = {
    "-price_change_pct": "largest price rise today",
    "price_change_pct": "largest price fall today",
    "bsr": "best rank",
    "-bsr": "worst rank",
    "price": "cheapest",
    "-price": "dearest",
    "-reviews": "most ratings",
    "asin": "ASIN",
}
ROWS = 50
# Rows of the lists above the table.
ROWS_SHOWN = 6


async def show(request: Request) -> Response:
    """Show the portfolio with its filters, open alerts and lost queries."""
    marketplace = chosen(request, "marketplace", "US").upper()
    tracked, brands, alerts, compared, freshness = await gather(
        rest.rows(request, "/v1/tracked-products", is_active=True),
        rest.get(request, "/v1/brands", is_active=True, limit=1),
        rest.get(request, "/v1/alerts", resolved=False, limit=200),
        rest.get(request, "/v1/competitions", limit=ROWS_SHOWN),
        rest.get(request, "/v1/data-freshness"),
    )
    watched = {(row["marketplace"], row["asin"]) for row in tracked}
    which = chosen(request, "which") or ("watched" if watched else "all")
    asked = {
        "marketplace": marketplace,
        "q": chosen(request, "q"),
        "sort": chosen(request, "sort"),
        "in_stock": chosen(request, "in_stock"),
    }
    products, lost = await gather(
        rest.get(
            request,
            "/v1/portfolio",
            **{name: value or None for name, value in asked.items()},
            tracked=True if which == "watched" else None,
            cursor=chosen(request, "cursor") or None,
            limit=ROWS,
        ),
        _lost_queries(request, brands["data"]),
    )
    return page(
        request,
        "portfolio.html",
        products=products,
        alerts=foremost(alerts["data"], watched),
        undercut=[row for row in compared["data"] if is_undercut(row)],
        lost=lost,
        brands=brands["data"],
        marketplaces=sorted({row["marketplace"] for row in freshness["data"]}),
        asked=asked | {"which": which},
        sorts=SORTS,
    )


def foremost(
    alerts: list[dict[str, Any]], watched: set[tuple[str, str]]
) -> list[dict[str, Any]]:
    """Return the first alerts to look at: of the watch list, newest, most severe."""
    own = [a for a in alerts if (a["marketplace"], a["asin"]) in watched]
    by_severity = sorted(own or alerts, key=lambda a: SEVERITIES.index(a["severity"]))
    return sorted(by_severity, key=lambda a: a["date"], reverse=True)[:ROWS_SHOWN]


def is_undercut(row: dict[str, Any]) -> bool:
    """Whether a competitor is cheaper, and by more than the day before."""
    gap, change = row["price_diff_pct"], row["price_diff_change"]
    return gap is not None and change is not None and gap > 0 and change > 0


async def _lost_queries(
    request: Request, brands: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the search queries of the first brand that lost most clicks."""
    if not brands:
        return []
    path = f"/v1/brands/{brands[0]['id']}/queries/changes"
    found = await rest.get(request, path, periods_back=BACK["WEEK"], limit=ROWS_SHOWN)
    return [row for row in found["data"] if (row["click_change"] or 0) < 0]
