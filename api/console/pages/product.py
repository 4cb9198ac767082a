"""A product: its prices and ranks drawn, its alerts, its days as a table and as CSV."""

from asyncio import gather
from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.console import rest
from api.console.pages.back import chosen
from api.console.render import money_digits, page
from api.http.parameters import PERIOD_LIMIT
from api.problems import invalid

RANGES = ("7d", "30d", "90d", "1y", "all")
# The columns of a day that the chart draws and the table shows.
VALUES = ("price", "list_price", "buybox_price", "bsr")


async def show(request: Request) -> Response:
    """Show a product."""
    asin, marketplace, span = _asked(request)
    product = await rest.get(request, f"/v1/products/{asin}", marketplace=marketplace)
    days, failed, rollups, alerts, suppressed = await gather(
        read_days(request, product["data"], span),
        read_failed_days(request, product["data"]),
        rest.get(request, f"/v1/products/{asin}/rollups", marketplace=marketplace),
        rest.rows(request, "/v1/alerts", asin=asin, marketplace=marketplace),
        rest.get(
            request,
            "/v1/alert-suppressions",
            asin=asin,
            marketplace=marketplace,
            limit=200,
        ),
    )
    return page(
        request,
        "product.html",
        product=product["data"],
        meta=product["meta"],
        windows=rollups["data"]["windows"],
        days=days,
        alerts=alerts,
        chart=chart(product["data"], days, alerts, suppressed["data"], failed),
        span=span,
        ranges=RANGES,
    )


async def send_csv(request: Request) -> Response:
    """Send the days of the range as CSV, as the API writes them."""
    asin, marketplace, span = _asked(request)
    path = f"/v1/products/{asin}/metrics"
    parts: list[bytes] = []
    for query in await _periods(request, asin, marketplace, span):
        _, body = await rest.send(request, "GET", path, query=query, accept=b"text/csv")
        parts.append(body if not parts else body.partition(b"\n")[2])
    name = f"{asin}-{marketplace}-{span}.csv"
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(b"".join(parts), 200, headers, "text/csv; charset=utf-8")


async def read_days(
    request: Request, product: dict[str, Any], span: str
) -> list[dict[str, Any]]:
    """Return the observed days of a range, oldest first."""
    asin, marketplace = product["asin"], product["marketplace"]
    answers = await gather(
        *(
            rest.get(request, f"/v1/products/{asin}/metrics", **query)
            for query in await _periods(request, asin, marketplace, span, product)
        )
    )
    return [day for answer in answers for day in answer["data"]["days"]]


async def read_failed_days(request: Request, product: dict[str, Any]) -> list[str]:
    """Return the days on which the product was fetched in vain, oldest first."""
    path = f"/v1/products/{product['asin']}/failed-days"
    found = await rest.rows(request, path, marketplace=product["marketplace"])
    return [day["date"] for day in reversed(found)]


def chart(
    product: dict[str, Any],
    days: list[dict[str, Any]],
    alerts: list[dict[str, Any]],
    suppressed: list[dict[str, Any]],
    failed: list[str],
) -> dict[str, Any]:
    """Return what the script draws: values by day, bands and marks."""
    currency = product["currency_code"]
    marks = [
        {"date": a["date"], "severity": a["severity"], "is_suppressed": False}
        for a in alerts
    ] + [
        {"date": s["date"], "severity": "low", "is_suppressed": True}
        for s in suppressed
    ]
    return {
        "kind": "product",
        "currency": currency,
        "digits": money_digits(currency),
        "days": [day["date"] for day in days],
        **{name: [day[name] for day in days] for name in VALUES},
        "out_of_stock": [day["date"] for day in days if day["in_stock"] is False],
        "blocked": failed,
        # Hollow marks are drawn first, so that an alert of the same day covers them.
        "marks": sorted(marks, key=lambda mark: not mark["is_suppressed"]),
        "key": {"asin": product["asin"], "marketplace": product["marketplace"]},
    }


async def _periods(
    request: Request,
    asin: str,
    marketplace: str,
    span: str,
    product: dict[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Return the parameters of the calls that read a range, oldest first.

    The API answers at most a year at once.
    """
    if span.endswith("d"):
        return [{"marketplace": marketplace, "range": span}]
    if product is None:
        answer = await rest.get(
            request, f"/v1/products/{asin}", marketplace=marketplace
        )
        product = dict(answer["data"])
    if product["latest_date"] is None or product["first_seen_at"] is None:
        return [{"marketplace": marketplace, "range": "90d"}]
    last = date.fromisoformat(product["latest_date"])
    # A day earlier: the marketplace may be behind UTC.
    first = date.fromisoformat(product["first_seen_at"][:10]) - timedelta(days=1)
    if span == "1y":
        first = max(first, last - timedelta(days=PERIOD_LIMIT - 1))
    found = []
    while first <= last:
        until = min(last, first + timedelta(days=PERIOD_LIMIT - 1))
        found.append({"marketplace": marketplace, "from_": first, "to": until})
        first = until + timedelta(days=1)
    return found


def _asked(request: Request) -> tuple[str, str, str]:
    span = chosen(request, "range", "90d")
    if span not in RANGES:
        raise invalid(f"The range is one of {', '.join(RANGES)}.")
    path = request.path_params
    return path["asin"].upper(), path["marketplace"].upper(), span
