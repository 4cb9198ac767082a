"""Makes dashboards/*.json of dashboards.yml: python deploy/grafana/render.py.

The JSON is what Grafana provisions. It is checked in, so that a server needs no Python;
a test renders it again and compares.
"""

import json
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
# The uid of deploy/grafana/provisioning/datasources/prometheus.yml.
SOURCE = {"type": "prometheus", "uid": "asinmart-prometheus"}
COLUMNS = 24
PAGES = "docs/operations/"


def definitions() -> list[dict[str, Any]]:
    """Return the dashboards as dashboards.yml has them."""
    found: list[dict[str, Any]] = yaml.safe_load(
        (FOLDER / "dashboards.yml").read_text()
    )
    return found


def thresholds(panel: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the colours of a panel: red where its limit is passed."""
    if "at_least" in panel:
        return [
            {"color": "red", "value": None},
            {"color": "green", "value": panel["at_least"]},
        ]
    steps: list[dict[str, Any]] = [{"color": "green", "value": None}]
    if "at_most" in panel:
        steps.append({"color": "red", "value": panel["at_most"]})
    return steps


def options(*, is_stat: bool) -> dict[str, Any]:
    """Return how a panel of this kind draws its series."""
    if is_stat:
        return {
            "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
            "colorMode": "value",
            "graphMode": "none",
            "textMode": "auto",
        }
    return {
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }


def panel_of(panel: dict[str, Any], number: int, place: dict[str, int]) -> Any:
    """Return one panel of Grafana."""
    is_stat = panel.get("kind") == "stat"
    has_limit = bool({"at_least", "at_most"} & panel.keys())
    drawn = {} if is_stat else {"lineWidth": 1, "fillOpacity": 0, "showPoints": "never"}
    if has_limit and not is_stat:
        drawn["thresholdsStyle"] = {"mode": "dashed"}
    return {
        "id": number,
        "type": "stat" if is_stat else "timeseries",
        "title": panel["title"],
        "description": f"{panel['text']} What to do: {PAGES}{panel['page']}",
        "datasource": SOURCE,
        "gridPos": place,
        "fieldConfig": {
            "defaults": {
                "unit": panel["unit"],
                "min": 0,
                "thresholds": {"mode": "absolute", "steps": thresholds(panel)},
                "custom": drawn,
            },
            "overrides": [],
        },
        "options": options(is_stat=is_stat),
        "targets": [
            {
                "refId": chr(ord("A") + place_of_query),
                "datasource": SOURCE,
                "expr": expression,
                "legendFormat": legend,
                "instant": is_stat,
                "range": not is_stat,
            }
            for place_of_query, (legend, expression) in enumerate(
                panel["queries"].items()
            )
        ],
    }


def panels_of(panels: list[dict[str, Any]]) -> list[Any]:
    """Return the panels from left to right, in lines of one height."""
    placed = []
    x = y = height = 0
    for number, panel in enumerate(panels, 1):
        is_stat = panel.get("kind") == "stat"
        width, its_height = (6, 4) if is_stat else (12, 8)
        if x + width > COLUMNS or (x and its_height != height):
            x, y = 0, y + height
        height = its_height
        place = {"x": x, "y": y, "w": width, "h": height}
        placed.append(panel_of(panel, number, place))
        x += width
    return placed


def variable(name: str, query: str) -> Any:
    """Return a variable that offers the values of a label, and all of them first."""
    return {
        "name": name,
        "label": name.replace("_", " "),
        "type": "query",
        "datasource": SOURCE,
        "query": {"query": query, "refId": name},
        "definition": query,
        "refresh": 2,
        "sort": 1,
        "multi": True,
        "includeAll": True,
        "allValue": ".*",
        "current": {"text": "All", "value": "$__all"},
    }


def dashboard_of(found: dict[str, Any]) -> Any:
    """Return one dashboard of Grafana."""
    variables = found.get("variables", {}).items()
    return {
        "uid": f"asinmart-{found['file']}",
        "title": found["title"],
        "description": f"{found['text']} What to do: {PAGES}{found['page']}",
        "tags": ["asinmart"],
        "schemaVersion": 39,
        "editable": False,
        "timezone": "utc",
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "links": [
            {
                "title": "asinmart",
                "type": "dashboards",
                "tags": ["asinmart"],
                "asDropdown": False,
                "includeVars": False,
                "keepTime": True,
            }
        ],
        "templating": {"list": [variable(name, query) for name, query in variables]},
        "annotations": {"list": []},
        "panels": panels_of(found["panels"]),
    }


def rendered() -> dict[Path, str]:
    """Return the text of each file."""
    return {
        FOLDER / "dashboards" / f"{found['file']}.json": json.dumps(
            dashboard_of(found), indent=2
        )
        + "\n"
        for found in definitions()
    }


if __name__ == "__main__":
    for path, text in rendered().items():
        path.write_text(text)
