"""Alert rules: each with its sentence, tried on history before it is changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.console import rest
from api.console.pages.back import chosen, to_page
from api.console.pages.product import chart, read_days
from api.console.render import page
from api.problems import invalid

SNOOZES = {"1": "a day", "7": "a week", "30": "30 days"}
TRIED_DAYS = {"7": "7 days", "30": "30 days", "90": "90 days"}


async def show_all(request: Request) -> Response:
    """Show the rules of the tenant."""
    rules = await rest.rows(request, "/v1/alert-rules")
    return page(request, "rules.html", rules=rules, snoozes=SNOOZES)


async def show(request: Request) -> Response:
    """Show a rule; with `try`, the alerts that it would have raised."""
    path = f"/v1/alert-rules/{request.path_params['id']}"
    rule = (await rest.get(request, path))["data"]
    asked = {
        "threshold_pct": chosen(request, "threshold_pct"),
        "severity": chosen(request, "severity", rule["severity"]),
        "days": chosen(request, "days", "30"),
        "asin": chosen(request, "asin").upper(),
        "marketplace": chosen(request, "marketplace", "US").upper(),
    }
    tried = drawn = None
    if chosen(request, "try"):
        if asked["days"] not in TRIED_DAYS:
            raise invalid(f"The days are one of {', '.join(TRIED_DAYS)}.")
        last = datetime.now(UTC).date()
        first = last - timedelta(days=int(asked["days"]) - 1)
        answer = await rest.change(
            request,
            "POST",
            f"{path}:backtest",
            {
                "from": first.isoformat(),
                "to": last.isoformat(),
                # A back-test changes what raises alerts, and no alert's severity.
                "changes": _changes({"threshold_pct": asked["threshold_pct"]}),
            },
        )
        tried = _alerts_of(answer["data"], asked["severity"])
        if asked["asin"]:
            drawn = await _drawn(request, asked, tried)
    return page(
        request,
        "rule.html",
        rule=rule,
        asked=asked,
        tried=tried,
        drawn=drawn,
        snoozes=SNOOZES,
        tried_days=TRIED_DAYS,
    )


async def save(request: Request, form: dict[str, str]) -> Response:
    """Change a rule: its threshold and severity, whether it is active, its snooze."""
    path = f"/v1/alert-rules/{request.path_params['id']}"
    changes = _changes(form)
    if "is_active" in form:
        changes["is_active"] = form["is_active"] == "true"
    if "snooze" in form:
        if form["snooze"] not in (*SNOOZES, "0"):
            raise invalid(f"A snooze has 0, {', '.join(SNOOZES)} days.")
        days = int(form["snooze"])
        ends = datetime.now(UTC) + timedelta(days=days)
        changes["snooze_ends_at"] = ends.isoformat() if days else None
    if not changes:
        raise invalid("Nothing to change: the form has no field of a rule.")
    await rest.change(request, "PATCH", path, changes)
    return to_page(form)


def _alerts_of(found: dict[str, Any], severity: str) -> dict[str, Any]:
    """Return the outcome of a back-test with its alerts apart from suppressed ones."""
    alerts = [
        row | {"severity": severity}
        for row in found["outcomes"]
        if row["outcome"] == "alert"
    ]
    return found | {"alerts": alerts}


async def _drawn(
    request: Request, asked: dict[str, str], tried: dict[str, Any]
) -> dict[str, Any]:
    """Return the chart of a product with the alerts that the rule would have raised."""
    product, days = await _product(request, asked)
    marks = [row for row in tried["alerts"] if row["asin"] == asked["asin"]]
    return {"product": product, "chart": chart(product, days, marks, [], [])}


async def _product(
    request: Request, asked: dict[str, str]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    answer = await rest.get(
        request, f"/v1/products/{asked['asin']}", marketplace=asked["marketplace"]
    )
    product = answer["data"]
    return product, await read_days(request, product, f"{asked['days']}d")


def _changes(form: dict[str, str]) -> dict[str, Any]:
    """Return the members of a rule that a form changes."""
    changes: dict[str, Any] = {}
    if form.get("threshold_pct"):
        try:
            changes["threshold_pct"] = float(form["threshold_pct"])
        except ValueError:
            raise invalid("The threshold is a number of percent, like 12.5.") from None
    if form.get("severity"):
        changes["severity"] = form["severity"]
    return changes
