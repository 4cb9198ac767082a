"""Coverage: the days that were observed, and the weeks that Amazon has reported."""

from asyncio import gather
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.console import rest
from api.console.pages.back import chosen
from api.console.render import page

WEEKS = 12


async def show(request: Request) -> Response:
    """Show the calendar of a marketplace, and the report weeks of each brand."""
    marketplace = chosen(request, "marketplace").upper() or None
    freshness, days, brands, quota = await gather(
        rest.get(request, "/v1/data-freshness"),
        rest.get(request, "/v1/coverage/days", marketplace=marketplace),
        rest.rows(request, "/v1/brands", is_active=True),
        rest.get(request, "/v1/search-report-quota"),
    )
    reports = await gather(*(_weeks(request, brand) for brand in brands))
    return page(
        request,
        "coverage.html",
        freshness=[r for r in freshness["data"] if r["table_name"] == "product_latest"],
        calendars=calendars(days["data"]),
        products=days["meta"]["products"],
        reports=[report for report in reports if report["products"]],
        quota=quota["data"],
        marketplace=marketplace,
    )


def calendars(days: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the days of each marketplace, oldest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for day in sorted(days, key=lambda day: (day["marketplace"], day["date"])):
        found.setdefault(day["marketplace"], []).append(day)
    return found


async def _weeks(request: Request, brand: dict[str, Any]) -> dict[str, Any]:
    """Return the newest weeks of a brand, and the state of each product in them."""
    path = f"/v1/brands/{brand['id']}/coverage"
    found = await rest.rows(request, path, period_type="WEEK")
    weeks = sorted({row["period_start"] for row in found})[-WEEKS:]
    products: dict[tuple[str, str], dict[str, Any]] = {}
    for row in found:
        place = (row["marketplace"], row["asin"])
        products.setdefault(place, {})[row["period_start"]] = row
    return {"brand": brand, "weeks": weeks, "products": products}
