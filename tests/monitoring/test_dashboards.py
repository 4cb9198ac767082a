"""Dashboards of Grafana: their files, and their expressions asked of Prometheus."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from math import inf
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import yaml

from deploy.grafana import render
from tests.support.api import RedisServer
from tests.support.databases import ROOT, Database, janitor, prepare_clone
from tests.support.operations import PAGES, anchor, headings
from tests.support.prometheus import RANGE, Monitored, Prometheus, monitored
from tests.support.tenancy import connect
from tests.support.waiting import wait_until

DASHBOARDS = {found["file"]: found for found in render.definitions()}
PROVISIONING = ROOT / "deploy" / "grafana" / "provisioning"
# What Grafana puts in the place of its own variables.
OWN = {"$__rate_interval": RANGE, "$__range": RANGE}
# Units of Grafana that the dashboards use; a misspelt one is shown as a suffix.
UNITS = {
    "bytes", "currencyUSD", "ops", "percentunit", "reqps", "s", "short",
}  # fmt: skip
# A system of the tests has no scheduler and an empty cache, on a machine that is busy.
RED_IN_TESTS = {"Critical checks", "Hit rate", "P95 of all requests"}


def files() -> dict[str, Any]:
    folder = ROOT / "deploy" / "grafana" / "dashboards"
    return {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}


def test_the_files_are_what_the_definitions_give() -> None:
    for path, text in render.rendered().items():
        assert path.read_text() == text, "run: python deploy/grafana/render.py"
    assert files().keys() == DASHBOARDS.keys(), "a file has no definition any more"


def test_no_two_dashboards_and_no_two_panels_have_one_id() -> None:
    found = files().values()
    assert len({board["uid"] for board in found}) == len(found)
    assert len({board["title"] for board in found}) == len(found)
    for board in found:
        # Grafana cuts longer ones.
        assert len(board["uid"]) <= 40
        ids = [panel["id"] for panel in board["panels"]]
        assert len(set(ids)) == len(ids)
        titles = [panel["title"] for panel in board["panels"]]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("file", DASHBOARDS)
def test_panels_lie_inside_the_grid_and_beside_each_other(file: str) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in files()[file]["panels"]:
        place = panel["gridPos"]
        assert 0 <= place["x"] < place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells


@pytest.mark.parametrize("file", DASHBOARDS)
def test_every_panel_says_what_it_shows_and_where_help_is(file: str) -> None:
    board = files()[file]
    assert 5 <= len(board["panels"]) <= 12
    for panel in [*board["panels"], board]:
        assert panel["title"]
        [(page, _, target)] = re.findall(
            r"^[^ ].{20,}[.?] What to do: docs/operations/([\w-]+\.md)(#([\w-]+))?$",
            panel["description"],
        )
        assert (PAGES / page).exists(), panel["title"]
        if target:
            assert target in map(anchor, headings(page)), panel["title"]


@pytest.mark.parametrize("file", DASHBOARDS)
def test_every_panel_has_a_unit_a_source_and_queries_with_legends(file: str) -> None:
    for panel in files()[file]["panels"]:
        defaults = panel["fieldConfig"]["defaults"]
        assert defaults["unit"] in UNITS, panel["title"]
        steps = defaults["thresholds"]["steps"]
        assert steps[0]["value"] is None
        targets = panel["targets"]
        assert targets
        assert len({target["refId"] for target in targets}) == len(targets)
        for target in targets:
            assert target["legendFormat"] and target["expr"]
            assert target["datasource"] == panel["datasource"] == render.SOURCE


def test_definitions_have_no_word_that_is_not_read() -> None:
    for found in DASHBOARDS.values():
        assert found.keys() <= {"file", "title", "text", "page", "variables", "panels"}
        for panel in found["panels"]:
            assert panel.keys() <= {
                *("title", "text", "kind", "unit", "at_least", "at_most"),
                *("page", "queries", "empty"),
            }, panel["title"]
            assert panel.get("kind", "stat") == "stat", panel["title"]


def test_the_promises_of_the_sources_are_the_limits_of_panels() -> None:
    limits = {
        panel["title"]: panel.get("at_least", panel.get("at_most"))
        for found in DASHBOARDS.values()
        for panel in found["panels"]
    }
    assert limits["Availability"] == 0.99
    assert limits["P95 of all requests"] == 0.5
    assert limits["Batches that succeeded"] == 0.98
    assert limits["Hit rate"] == 0.8


def test_grafana_is_given_the_source_that_the_dashboards_name() -> None:
    [source] = yaml.safe_load(
        (PROVISIONING / "datasources" / "prometheus.yml").read_text()
    )["datasources"]
    assert {"type": source["type"], "uid": source["uid"]} == render.SOURCE
    [provider] = yaml.safe_load(
        (PROVISIONING / "dashboards" / "asinmart.yml").read_text()
    )["providers"]
    assert provider["options"]["path"] == "/etc/grafana/dashboards"


# Against servers.

DAY = """
    insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    select 'boards', n, 'boards', jsonb_build_object(
        'asin', 'B0BOARDS0' || n, 'observed_date', current_date::text, 'price', n
    ), ''
    from generate_series(1, 3) as n
"""
TRACK = """
    insert into app.tracked_products (tenant_id, asin, marketplace)
    select t.tenant_id, 'B0BOARDS01', 'US' from app.tenants as t
"""


def fill(database: Database) -> None:
    """Load a run of a source that charges, of a product that is tracked."""
    with connect(database.owner) as owner:
        owner.execute(TRACK.encode())
        with owner.transaction():
            owner.execute("select ops.start_run('boards', 'boards')")
            owner.execute(DAY.encode())
            owner.execute("select ops.land_run('boards', 3, 0)")
        owner.execute("select ops.promote_run('boards')")
        owner.execute("update core.ingest_runs set cost = 0.75")
        # Sends the heartbeat of the scheduler.
        owner.execute("call ops.run_job('watchdog', 'manual')")


@contextmanager
def healthy_system(
    server: Database, template: str, folder: Path
) -> Iterator[Monitored]:
    """A system that has loaded a run, answered requests, and was scraped since."""
    redis = RedisServer(folder)
    redis.start()
    try:
        with janitor(server, f"boards_{uuid4().hex[:8]}", template) as made:
            database = server.named(made.dbname)
            prepare_clone(database)
            fill(database)
            with monitored(folder, database, redis.url) as found:
                wait_until(partial(has_rates, found))
                yield found
    finally:
        redis.kill()


def has_rates(system: Monitored) -> bool:
    """Ask the API for a product, until Prometheus knows how often it was asked."""
    httpx.get(f"{system.api}/v1/products/B0BOARDS01").raise_for_status()
    found = system.prometheus.query(
        f"sum(rate(asinmart_cache_requests_total[{RANGE}])) > 0"
    )
    return bool(found)


def with_values(expression: str, variables: dict[str, str]) -> str:
    """Put values in the place of variables, as Grafana does for "All"."""
    for name, value in OWN.items():
        expression = expression.replace(name, value)
    for name in variables:
        expression = re.sub(rf"\${name}\b", ".*", expression)
    assert "$" not in expression, "a variable that the dashboard does not have"
    # Counters of an hour or a day are some seconds old here.
    return re.sub(r"\[\d+[hd]\]", f"[{RANGE}]", expression)


def questions() -> Iterator[tuple[dict[str, Any], str, str]]:
    """Yield each panel with a legend and its expression, as Prometheus is asked."""
    for found in DASHBOARDS.values():
        for panel in found["panels"]:
            for legend, expression in panel["queries"].items():
                yield (
                    panel,
                    legend,
                    with_values(expression, found.get("variables", {})),
                )


def test_every_expression_gives_the_series_of_a_healthy_system(
    server: Database, template: str, tmp_path: Path
) -> None:
    """One test, because the servers take longer to start than all its questions."""
    faults = []
    with healthy_system(server, template, tmp_path) as system:
        for panel, legend, asked in questions():
            faults += faults_of(system.prometheus, panel, legend, asked)
        for offering in DASHBOARDS.values():
            for name, query in offering.get("variables", {}).items():
                [(series, label)] = re.findall(r"^label_values\((.+), (\w+)\)$", query)
                values = {
                    sample.labels.get(label)
                    for sample in system.prometheus.query(series)
                }
                if not values - {None}:
                    faults.append(f"variable {name}: no values: {query}")
    assert not faults, "\n".join(faults)


def faults_of(
    prometheus: Prometheus, panel: dict[str, Any], legend: str, asked: str
) -> list[str]:
    """What is wrong with a panel's expression once the system has settled.

    A rate needs two scrapes within its range, and a busy machine starts slowly.
    """
    faults: list[str] = []

    def is_well() -> bool:
        # Prometheus refuses what it cannot parse with a 400.
        found = prometheus.query(asked)
        faults[:] = []
        if not found and "empty" not in panel:
            faults.append(f"{panel['title']}: no series: {asked}")
        for sample in found:
            missing = set(re.findall(r"\{\{(\w+)\}\}", legend)) - sample.labels.keys()
            if missing:
                faults.append(f"{panel['title']}: the legend lacks {missing}")
            if is_red(panel, sample.value):
                faults.append(f"{panel['title']}: red from the start: {sample}")
        return not faults

    with suppress(AssertionError):
        wait_until(is_well)
    return faults


def is_red(panel: dict[str, Any], value: float) -> bool:
    """Whether a value passes the limit of its panel, which people would not look at."""
    if panel["title"] in RED_IN_TESTS or panel.get("kind") != "stat":
        return False
    return not panel.get("at_least", 0) <= value < panel.get("at_most", inf)
