"""Alerts: a time line with suppressed ones, and a list to work through."""

from asyncio import gather
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.console import rest
from api.console.pages.back import chosen, to_page
from api.console.render import page
from api.problems import invalid

DAYS = 30
MARKS = frozenset({"read", "acknowledge", "resolve"})
SEVERITIES = ("critical", "high", "medium", "low")
STATES = {"open": False, "resolved": True, "all": None}
# Lanes of the time line; the list below has the rest.
LANES = 20


async def show(request: Request) -> Response:
    """Show the alerts of the last days."""
    state, severity = chosen(request, "state", "open"), chosen(request, "severity")
    if state not in STATES or severity not in ("", *SEVERITIES):
        raise invalid(
            f"The state is one of {', '.join(STATES)}, "
            f"the severity one of {', '.join(SEVERITIES)}."
        )
    today = datetime.now(UTC).date()
    since = today - timedelta(days=DAYS - 1)
    recent, suppressed, alerts = await gather(
        rest.rows(request, "/v1/alerts", since=since),
        rest.get(request, "/v1/alert-suppressions", since=since, limit=200),
        rest.get(
            request,
            "/v1/alerts",
            resolved=STATES[state],
            severity=severity or None,
            asin=chosen(request, "asin") or None,
            cursor=chosen(request, "cursor") or None,
            limit=25,
        ),
    )
    return page(
        request,
        "alerts.html",
        alerts=alerts,
        lanes=lanes(recent, suppressed["data"])[:LANES],
        since=since.isoformat(),
        days=DAYS,
        asked={"state": state, "severity": severity, "asin": chosen(request, "asin")},
        states=list(STATES),
        severities=SEVERITIES,
    )


def lanes(
    alerts: list[dict[str, Any]], suppressed: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return a lane a product, with its alerts; those with most alerts come first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row, is_suppressed in [(s, True) for s in suppressed] + [
        (a, False) for a in alerts
    ]:
        place = (row["marketplace"], row["asin"])
        lane = found.setdefault(
            place,
            {"marketplace": place[0], "asin": place[1], "marks": [], "alert_count": 0},
        )
        lane["marks"].append(row | {"is_suppressed": is_suppressed})
        lane["alert_count"] += not is_suppressed
    for lane in found.values():
        lane["marks"].sort(key=_prominence)
    return sorted(
        found.values(),
        key=lambda lane: (-lane["alert_count"], -len(lane["marks"]), lane["asin"]),
    )


def _prominence(mark: dict[str, Any]) -> int:
    """Return the place of a mark: what is drawn later covers what is drawn before."""
    return 0 if mark["is_suppressed"] else 4 - SEVERITIES.index(mark["severity"])


async def mark(request: Request, form: dict[str, str]) -> Response:
    """Mark an alert as read, acknowledged or resolved."""
    what = form.get("mark", "")
    if what not in MARKS:
        raise invalid(f"The mark is one of {', '.join(sorted(MARKS))}.")
    await rest.change(request, "POST", f"/v1/alerts/{request.path_params['id']}:{what}")
    return to_page(form)
