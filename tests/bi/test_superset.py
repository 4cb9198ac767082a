"""The dashboards in a real Superset: as mart_reader, as tenants, and as pictures.

The made-up market of the demo is loaded, so that the pictures show what people see.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml

from bi.superset.dashboards import DASHBOARDS, Dashboard
from bi.superset.generate import ASSETS
from demo import tenants
from tests.support import superset
from tests.support.browser import Browser, browsing, chromium
from tests.support.databases import ROOT, STATE, Database
from tests.support.demo_market import OWN, load_market
from tests.support.superset import Superset
from tests.support.waiting import wait_until

pytestmark = pytest.mark.bi

# Of the tenants, OWN has the brand.
OTHER = "Quayside Outlet"
PICTURES = STATE / "superset"
# The relations that a tenant's login may not read.
NOT_FOR_TENANTS = {
    "category_benchmarks",
    "data_freshness",
    "materialized_view_refresh_log",
    "runs",
}
# Relations with rows of the tenant in the market.
FILLED = {"alerts", "tracked_products"}
OF_A_BRAND = {
    *("brands", "brand_performance", "brand_queries", "brand_product_segments"),
    *("search_funnel", "newest_search_queries", "newest_segments"),
}
OWN_ID = "select t.tenant_id::text from app.tenants as t where t.name = %s"
# What is drawn, and what is still under way, on the page of a dashboard.
DRAWN = """
JSON.stringify([...document.querySelectorAll(
    '.dashboard-component-chart-holder [data-test-chart-name]'
)].map(chart => {
    const has = selector => chart.querySelector(selector) !== null;
    const ink = [...chart.querySelectorAll('canvas')].some(canvas => {
        const area = [0, 0, canvas.width, canvas.height];
        const data = canvas.getContext('2d').getImageData(...area).data;
        return new Set(new Uint32Array(data.buffer)).size > 2;
    });
    const figure = chart.querySelector('.header-line');
    return {
        name: chart.dataset.testChartName,
        loads: has('.loading'),
        fails: has('[role="alert"], .ant-alert-error'),
        empty: has('.ant-empty'),
        shown: ink || has('tbody td') || (figure && /[0-9]/.test(figure.textContent))
    };
}))
"""
BOTTOM = """
Math.ceil(document.querySelector('.grid-content').getBoundingClientRect().bottom) + 20
"""
SIGN_IN = """
(async () => {
    const form = new FormData();
    form.set('csrf_token', document.getElementById('csrf_token').value);
    form.set('username', 'admin');
    form.set('password', '%s');
    const answer = await fetch('/login/', {method: 'POST', body: form});
    return answer.ok && !answer.url.includes('/login');
})()
"""


@dataclass(frozen=True, kw_only=True)
class Shop:
    """A database with the market, and the SQL logins of two of its tenants."""

    database: Database
    logins: dict[str, str]


@pytest.fixture(scope="module")
def shop(
    shared_clone: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shop]:
    load_market(shared_clone, tmp_path_factory.mktemp("market"))
    with (
        psycopg.connect(shared_clone.owner, autocommit=True) as owner,
        tenants.reading_as(owner, OWN) as one,
        tenants.reading_as(owner, OTHER) as other,
    ):
        logins = {OWN: url_of(shared_clone, one), OTHER: url_of(shared_clone, other)}
        yield Shop(database=shared_clone, logins=logins)


def url_of(database: Database, connection: psycopg.Connection[Any]) -> str:
    parts = urlsplit(database.mart)
    login = f"{connection.info.user}:{connection.info.password}"
    return parts._replace(netloc=f"{login}@{parts.hostname}:{parts.port}").geturl()


@pytest.fixture(scope="module")
def bi(shop: Shop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Superset]:
    if not (ROOT / ".local" / "bi" / "venv" / "bin" / "superset").exists():
        pytest.fail("Superset is not installed: run `make bi-test`")
    folder = tmp_path_factory.mktemp("superset")
    port = urlsplit(shop.database.mart).port
    assert port is not None
    with superset.running(folder, mart=shop.database.mart, port=port) as found:
        yield found


@pytest.fixture(scope="module")
def browser(
    bi: Superset, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("Chromium is not installed (Debian's package chromium)")
    with browsing(tmp_path_factory.mktemp("chromium")) as found:
        found.visit(f"{bi.url}/login/")
        assert found.ask(SIGN_IN % bi.password)
        yield found


def contexts(bi: Superset) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the stored queries of each chart, by dataset and title."""
    found = {}
    for chart in bi.listed("chart"):
        one = bi.one("chart", chart["id"])
        name = chart["datasource_name_text"].removeprefix("mart.")
        found[name, chart["slice_name"]] = json.loads(one["query_context"])
    return found


def test_all_assets_are_there(bi: Superset) -> None:
    files = [yaml.safe_load(path.read_text()) for path in ASSETS.rglob("*.yaml")]
    charts = {one["uuid"] for one in files if "slice_name" in one}
    datasets = {one["uuid"] for one in files if "table_name" in one}
    assert {one["uuid"] for one in bi.listed("chart")} == charts
    assert {one["uuid"] for one in bi.listed("dataset")} == datasets
    assert {one["slug"] for one in bi.listed("dashboard")} == {
        board.slug for board in DASHBOARDS
    }


def test_every_chart_answers_mart_reader(bi: Superset) -> None:
    found = contexts(bi)
    assert len(found) == sum(len(board.charts) for board in DASHBOARDS)
    for (name, title), context in found.items():
        answer = bi.data(context)
        assert answer.status_code == 200, (name, title, answer.text)
        for query, result in zip(
            context["queries"], answer.json()["result"], strict=True
        ):
            assert result["error"] is None, (title, result["error"])
            assert result["rejected_filters"] == [], title
            assert result["rowcount"] > 0, title
            asked = [
                one if isinstance(one, str) else one["label"]
                for one in [*query["columns"], *(query["metrics"] or [])]
            ]
            assert set(asked) == set(result["colnames"]), title


@pytest.fixture(params=[OWN, OTHER])
def tenant(request: pytest.FixtureRequest, shop: Shop, bi: Superset) -> Iterator[str]:
    """Let Superset read with the SQL login of a tenant."""
    name: str = request.param
    bi.read_from(shop.logins[name])
    yield name
    bi.read_from(shop.database.mart)


def test_a_tenant_reads_its_own_rows_alone(
    tenant: str, shop: Shop, bi: Superset
) -> None:
    with psycopg.connect(shop.database.owner) as owner:
        [own] = only(owner, OWN_ID, tenant)
        [everybodys] = only(owner, "select count(*) from core.products")
    with psycopg.connect(shop.logins[tenant]) as login:
        [own_asins] = only(login, "select array_agg(p.asin) from mart.products as p")
    assert 0 < len(own_asins) < everybodys
    filled = set()
    for dataset in bi.listed("dataset"):
        name = dataset["table_name"]
        known = bi.one("dataset", dataset["id"])["columns"]
        columns = {column["column_name"] for column in known}
        column = "tenant_id" if "tenant_id" in columns else "asin"
        if column in columns:
            values = distinct(bi, dataset["id"], column)
            assert (values is None) == (name in NOT_FOR_TENANTS), name
            # Its reports may be of products that it does not track.
            allowed = {own} if column == "tenant_id" else {*own_asins}
            assert (values or set()) <= allowed, name
            filled |= {name} if values else set()
    assert filled >= FILLED
    assert filled & OF_A_BRAND == (OF_A_BRAND if tenant == OWN else set())


def test_every_chart_of_what_a_tenant_may_read_answers_it(
    tenant: str, bi: Superset
) -> None:
    for (name, title), context in contexts(bi).items():
        answer = bi.data(context)
        if name in NOT_FOR_TENANTS:
            assert "permission denied" in answer.text, (tenant, title)
        else:
            assert answer.status_code == 200, (tenant, title, answer.text)


def only(connection: psycopg.Connection[Any], query: str, *values: str) -> Any:
    [row] = connection.execute(query.encode(), values or None).fetchall()
    return row


def distinct(bi: Superset, dataset: int, column: str) -> set[str] | None:
    """Ask for all values of a column, as a chart does; None where it is forbidden."""
    query = {"columns": [column], "metrics": [], "row_limit": 50000}
    source = {"id": dataset, "type": "table"}
    answer = bi.data({"datasource": source, "queries": [query], "force": True})
    if answer.status_code != 200:
        assert "permission denied" in answer.text, answer.text
        return None
    [result] = answer.json()["result"]
    return {row[column] for row in result["data"]}


@pytest.mark.parametrize("board", DASHBOARDS, ids=lambda board: board.slug)
def test_a_dashboard_is_drawn(board: Dashboard, bi: Superset, browser: Browser) -> None:
    browser.show(width=1600, height=2600)
    address = f"{bi.url}/superset/dashboard/{board.slug}/"
    visit = browser.visit(address)
    charts: list[dict[str, Any]] = []

    def is_drawn() -> bool:
        charts[:] = json.loads(browser.ask(DRAWN))
        return len(charts) == len(board.charts) and all(
            one["fails"] or (not one["loads"] and (one["shown"] or one["empty"]))
            for one in charts
        )

    try:
        wait_until(is_drawn)
        browser.show(width=1600, height=browser.ask(BOTTOM))
    finally:
        picture = still(browser)
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / f"{board.slug}.png").write_bytes(picture)
    assert {one["name"] for one in charts} == {chart.title for chart in board.charts}
    assert [one for one in charts if one["fails"] or one["empty"]] == []
    browser.follow(visit, address)
    assert any("/api/v1/chart/data" in url for url in visit.requests)
    # What it asked other hosts for, Superset's counting of visits, was never sent.
    elsewhere = {url for url in visit.requests if not url.startswith((bi.url, "blob:"))}
    stopped = " ".join(visit.complaints)
    assert all(url in stopped for url in elsewhere), elsewhere
    browser.visit("about:blank")
    assert len(picture) > 4 * len(browser.picture())


def still(browser: Browser) -> bytes:
    """Return what the window shows when nothing moves any more."""
    pictures = [browser.picture()]

    def is_still() -> bool:
        # Lines are drawn slowly from left to right, or begin to move a little later.
        browser.ask("new Promise(done => setTimeout(done, 500))")
        pictures.append(browser.picture())
        return pictures[-1] == pictures[-2]

    wait_until(is_still)
    return pictures[-1]
