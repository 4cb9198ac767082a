"""The pages of the console in a real browser, over the market of the demo.

The tests that change something come last, and change what no other test looks at.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from api.console.routes import PAGES
from demo import brand_reports
from tests.support.console import Element
from tests.support.databases import ROOT
from tests.support.demo_market import WATCHED, demo_market
from tests.support.pages import BY_MONTH, JUMP, MAIN, RIVAL, Console, Window

AXE = ROOT / "api" / "console" / "node_modules" / "axe-core" / "axe.min.js"
# They have no window of their own: CSV, and the report, which the API makes.
ELSEWHERE = {
    "/products/{marketplace}/{asin}/days.csv",
    "/competitors/{marketplace}/{asin}/report",
}
COMPETITION = f"/console/competitors/US/{MAIN}"
PRODUCT = f"/console/products/US/{JUMP}"
WHOLE_PAGE_BYTES = 1_000_000
# Of the best of some loads: other tests run at the same time.
LOAD_SECONDS, LOADS = 1.0, 5
UNKNOWN, SIGMA = "\u2013", "\u03c3"
OVERFLOW = """
    () => {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return [];
        const wide = [...document.querySelectorAll("body *")].filter(
            e => e.getBoundingClientRect().right > width + 1 && !e.closest(".scroll")
        );
        const names = wide.map(e => `${e.tagName}.${e.getAttribute("class")}`);
        return ["the page", ...names.slice(0, 5)];
    }
"""
# Of each chart: how many pixels have the colour of its first line, about.
DRAWN_PIXELS = """
    () => [...document.querySelectorAll("figure[data-chart]")].map(figure => {
        const data = JSON.parse(figure.querySelector("script").textContent);
        const name = data.kind === "product" ? "--rank" : "--line-1";
        const style = getComputedStyle(document.documentElement);
        const wanted = style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/g)
            .map(part => parseInt(part, 16));
        const canvas = figure.querySelector("canvas");
        if (!canvas) return 0;
        const image = canvas.getContext("2d")
            .getImageData(0, 0, canvas.width, canvas.height).data;
        let count = 0;
        for (let i = 0; i < image.length; i += 4) {
            const far = Math.max(...wanted.map((v, k) => Math.abs(v - image[i + k])));
            if (image[i + 3] > 200 && far < 40) count += 1;
        }
        return count;
    })
"""
SENT_BYTES = """
    () => ["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind))
        .reduce((sum, entry) => sum + entry.transferSize, 0)
"""
LOADED_SECONDS = """
    () => performance.getEntriesByType("navigation")[0].loadEventEnd / 1000
"""
SEVERE = """
    async () => {
        const found = await axe.run({resultTypes: ["violations"]});
        return found.violations
            .filter(one => ["serious", "critical"].includes(one.impact))
            .map(one => `${one.id}: ${one.nodes.map(n => n.html).slice(0, 3)}`);
    }
"""
# The focused element, and whether a ring or a change of its place shows the focus.
FOCUS = """
    () => {
        const e = document.activeElement;
        const style = getComputedStyle(e);
        const box = e.getBoundingClientRect();
        const is_shown = box.width > 0 && box.right > 0 && box.bottom > 0
            && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        return [e.name || e.textContent.trim() || e.tagName, is_shown];
    }
"""


@pytest.fixture(scope="module")
def places(console: Console) -> dict[str, str]:
    """An address of each page that has a window."""
    found = console.addresses()
    routes = {route.removesuffix(BY_MONTH) for route in found}
    assert routes == set(PAGES) - ELSEWHERE, "say here where the new page is"
    return found


@pytest.fixture
def window(console: Console) -> Iterator[Window]:
    """A window of somebody without a key."""
    with console.window() as found:
        yield found
        assert found.complaints == []
        assert found.foreign == []


@pytest.fixture
def operators(console: Console) -> Iterator[Window]:
    """A window of an operator of the installation's own tenant."""
    with console.window(key="default") as found:
        yield found
        assert found.complaints == []
        assert found.foreign == []


def picture_of(route: str) -> str:
    """The name of a picture of a page."""
    return re.sub(r"[{}]|:int", "", route.strip("/")).replace("/", "-") or "portfolio"


# Every page.


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
def test_every_page_fits_draws_its_charts_and_complains_about_nothing(
    console: Console,
    places: dict[str, str],
    screenshots: Path,
    width: int,
    scheme: Any,
) -> None:
    charts = 0
    with console.window(width=width, key="admin", color_scheme=scheme) as window:
        for route, address in places.items():
            window.visit(f"/console{address}")
            picture = screenshots / f"{picture_of(route)}-{width}-{scheme}.png"
            window.page.screenshot(path=picture, full_page=True)
            assert window.complaints == [], route
            assert window.foreign == [], route
            assert window.ask(OVERFLOW) == [], route
            pixels = window.ask(DRAWN_PIXELS)
            assert all(count > 50 for count in pixels), (route, pixels)
            charts += len(pixels)
    # A product, a rule that is tried, gaps; shares of weeks, twice, and of months.
    assert charts == 6


@pytest.mark.parametrize(("width", "scheme"), [(375, "light"), (1440, "dark")])
def test_axe_finds_nothing_serious(
    console: Console, places: dict[str, str], width: int, scheme: Any
) -> None:
    # The policy of pages would keep axe out, which is no part of them.
    with console.window(
        width=width, key="admin", color_scheme=scheme, bypass_csp=True
    ) as window:
        for route, address in places.items():
            window.visit(f"/console{address}")
            for details in window.page.locator("details").all():
                details.evaluate("e => { e.open = true }")
            window.page.add_script_tag(path=AXE)
            assert window.ask(SEVERE) == [], route


def test_axe_would_find_something(console: Console) -> None:
    with console.window(bypass_csp=True) as window:
        window.visit("/console/sign-in")
        window.ask("() => document.querySelector('label').remove()")
        window.page.add_script_tag(path=AXE)
        [found] = window.ask(SEVERE)
        assert found.startswith("label: ")


def test_pages_are_small_and_fast(console: Console, places: dict[str, str]) -> None:
    for route, address in places.items():
        with console.window(key="admin") as window:
            window.visit(f"/console{address}")
            assert 10_000 < window.ask(SENT_BYTES) < WHOLE_PAGE_BYTES, route
            seconds: list[float] = []
            while len(seconds) < LOADS and min(seconds, default=9.0) > LOAD_SECONDS:
                window.visit(f"/console{address}")
                seconds.append(window.ask(LOADED_SECONDS))
            assert min(seconds) < LOAD_SECONDS, (route, seconds)
            # The second time all but the page itself comes from the browser's cache.
            assert window.ask(SENT_BYTES) < 500_000, route


# What somebody finds without an explanation.


def test_who_opens_the_console_finds_what_happened(console: Console) -> None:
    truths = {truth.kind: truth for truth in demo_market().truths}
    page = console.read("")
    main = page.one("main")

    jump = truths["price jump"]
    row = next(r for r in main.all("tr") if jump.asin in r.text)
    assert f"{jump.after}" in row.text
    assert "+35.0 %" in row.text

    undercut = truths["undercut"]
    assert (undercut.asin, undercut.other_asin) == (RIVAL, MAIN)
    panel = next(s for s in main.all("section") if s.all("h2", id="undercut"))
    [said] = [li for li in panel.all("li") if MAIN in li.all("a")[0].attributes["href"]]
    ours, theirs = (a.attributes["href"] for a in said.all("a"))
    assert (ours, theirs) == (COMPETITION, f"/console/products/US/{RIVAL}")
    gap = 100 * (float(undercut.before) - float(undercut.after)) / float(undercut.after)
    assert f"costs {round(gap, 2):.1f} % more than" in said.text

    lost, _ = brand_reports.query_truths(demo_market().brand)
    assert lost.query == "french press coffee maker"
    panel = next(s for s in main.all("section") if s.all("h2", id="lost-queries"))
    first = panel.all("li")[0]
    assert first.all("a")[0].text == lost.query
    now, before = lost.counts_after.own_clicks, lost.counts_before.own_clicks
    assert f"▼ {now - before} clicks, {before} to {now} " in first.text


# What charts and tables lead to.


def test_a_click_on_a_point_leads_to_the_json_it_comes_from(
    console: Console, window: Window
) -> None:
    window.visit(PRODUCT)
    plot = window.page.locator(".u-over")
    box = plot.bounding_box()
    assert box is not None
    columns = set()
    for share in (0.02, 0.98):
        window.visit(PRODUCT)
        # The last day is at the right edge; the jump is the highest price of all.
        plot.hover(position={"x": box["width"] * 0.985, "y": box["height"] * share})
        plot.click(position={"x": box["width"] * 0.985, "y": box["height"] * share})
        window.page.wait_for_url("**/console/explain?**")
        asked = {k: v[0] for k, v in parse_qs(urlsplit(window.place).query).items()}
        columns.add(asked["column"])
        day = next(
            day
            for day in console.data(f"/v1/products/{JUMP}/metrics?range=7d")["days"]
            if day["date"] in asked["key"]
        )
        value = f"{day[asked['column']]}"
        assert window.page.locator("p.lead strong").inner_text() == value
        steps = window.page.locator("pre").all_inner_texts()
        assert any(re.search(rf"^\$\..+ = {value}$", step) for step in steps), steps
    assert columns == {"price", "bsr"}


def test_every_link_of_a_table_leads_somewhere(console: Console) -> None:
    seen: dict[str, str] = {}
    for address in ("", f"/products/US/{JUMP}", f"/competitors/US/{MAIN}", "/alerts"):
        for link in console.read(address).one("main").all("a"):
            href = link.attributes["href"]
            if href.startswith("/console"):
                kind = re.sub(r"\b(B0\w{8}|\d[\d-]*)\b", "*", href)
                seen.setdefault(kind, href)
    assert len(seen) > 15
    for href in seen.values():
        assert console.get(href).status_code == 200, href


def test_the_csv_is_that_of_the_api(console: Console) -> None:
    answer = console.get(f"{PRODUCT}/days.csv?range=30d")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    name = f"{JUMP}-US-30d.csv"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    days = console.data(f"/v1/products/{JUMP}/metrics?range=30d")["days"]
    head, *lines = answer.text.splitlines()
    cells = [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines]
    assert len(days) == 30
    assert [(row["date"], float(row["price"])) for row in cells] == [
        (day["date"], day["price"]) for day in days
    ]


# Figures are those of the API.


def money(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:,.2f}"


def whole(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:,.0f}"


def plain(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


def change(value: float | None, unit: str = " %", digits: int = 1) -> str:
    if value is None:
        return UNKNOWN
    if round(value, digits) == 0:
        return f"= 0{unit}"
    return f"{'▲' if value > 0 else '▼'} {value:+,.{digits}f}{unit}"


def table(page: Element, *, after: str) -> list[list[str]]:
    """The rows, but the head, of the table below a heading."""
    section = next(s for s in page.all("section") if s.all("h2", id=after))
    return section.all("table")[0].rows()[1:]


def test_the_days_of_a_product_are_those_of_the_api(console: Console) -> None:
    page = console.read(f"/products/US/{JUMP}?range=30d")
    days = console.data(f"/v1/products/{JUMP}/metrics?range=30d")["days"]
    assert len(days) == 30
    assert table(page, after="days") == [
        [
            day["date"],
            money(day["price"]),
            money(day["list_price"]),
            money(day["buybox_price"]),
            whole(day["bsr"]),
            day["bsr_category"] or "",
            f"{day['rating']:.1f}",
            whole(day["reviews_count"]),
            {True: "in", False: "out", None: UNKNOWN}[day["in_stock"]],
        ]
        for day in reversed(days)
    ]
    windows = console.data(f"/v1/products/{JUMP}/rollups")["windows"]
    assert table(page, after="windows") == [
        [
            f"{w['window_days']}",
            *(money(w[f"price_{name}"]) for name in ("avg", "min", "max")),
            change(w["price_change_pct"]),
            whole(w["bsr_avg"]),
            change(w["bsr_change_pct"]),
            f"{w['observed_days']} of {w['expected_days']}",
        ]
        for w in windows
    ]


def test_the_portfolio_is_that_of_the_api(console: Console) -> None:
    answer = console.get("/v1/portfolio?tracked=true&limit=50").json()
    rows = console.read("").one("table", class_="products").rows()[1:]
    assert len(rows) == len(answer["data"]) == WATCHED
    for cells, row in zip(rows, answer["data"], strict=True):
        p = row["product"]
        shown = f"{money(p['price'])} {p['currency_code']}"
        assert p["asin"] in cells[0]
        assert p["title"] in cells[0]
        assert cells[2] == ("out of stock" if p["in_stock"] is False else shown)
        assert cells[3] == change(p["price_change_pct"])
        assert cells[4] == change(p["price_change_pct_30d"])
        assert cells[6].startswith(whole(p["bsr"]))
        assert cells[7] == change(p["bsr_change_pct_30d"])
        assert cells[8] == f"{p['rating']:.1f} {whole(p['reviews_count'])}"
        alert = row["newest_alert"]
        title = alert["title"].removesuffix(f": {p['title']}") if alert else ""
        assert title in cells[9]
        assert p["latest_date"] in cells[10]


def test_a_sparkline_has_a_step_for_each_known_day(console: Console) -> None:
    answer = console.get("/v1/portfolio?tracked=true&limit=50").json()
    rows = console.read("").one("table", class_="products").all("tr")[1:]
    gaps = 0
    for element, row in zip(rows, answer["data"], strict=True):
        for values, cell in ((row["prices"], 1), (row["ranks"], 5)):
            paths = element.all("td")[cell - 1].all("path")
            known = sum(value is not None for value in values)
            drawn = paths[0].attributes["d"].count("H") if paths else 0
            assert drawn == known, row["product"]["asin"]
            gaps += known not in (0, len(values))
    assert gaps > 0


def test_the_matrix_is_that_of_the_api(console: Console) -> None:
    page = console.read(f"/competitors/US/{MAIN}")
    matrix = console.data(f"/v1/competitions/{MAIN}/matrix")
    rows = table(page, after="matrix")
    assert len(rows) == len(matrix["rows"]) == 4
    signs = 0
    for cells, row in zip(rows, matrix["rows"], strict=True):
        assert row["asin"] in cells[0]
        assert ("your product" in cells[0]) == row["is_main"]
        for text, cell, column in zip(
            cells[1:], row["cells"], matrix["columns"], strict=True
        ):
            if cell["value"] is None:
                assert text == "not known"
                continue
            is_money = column["metric"] in ("price", "buybox_price")
            value = money(cell["value"]) if is_money else plain(cell["value"])
            z = "" if cell["z"] is None else f" {cell['z']:+.1f} {SIGMA}"
            assert text == f"{value}{z}", (row["asin"], column["metric"])
            signs += cell["z"] is not None
    assert signs > 10


def test_the_gaps_are_those_of_the_api(console: Console) -> None:
    page = console.read(f"/competitors/US/{MAIN}?gap=price_diff_pct&range=7d")
    found = console.data(f"/v1/competitions/{MAIN}?range=7d")["competitors"]
    rows = table(page, after="gaps")
    assert len(rows) == 7
    for day, *cells in rows:
        for cell, one in zip(cells, found, strict=True):
            gaps = {gap["date"]: gap["price_diff_pct"] for gap in one["gaps"]}
            gap = gaps.get(day)
            assert cell == (UNKNOWN if gap is None else f"{gap:.1f}"), (
                day,
                one["asin"],
            )


def test_the_funnel_is_that_of_the_api(console: Console) -> None:
    [brand] = console.data("/v1/brands")
    page = console.read(f"/search/{brand['id']}")
    path = f"/v1/brands/{brand['id']}/performance?period_type=WEEK&limit=1"
    [newest] = console.data(path)
    rows = table(page, after="funnel")
    steps = ("impression", "click", "cart_add", "purchase")
    for cells, step in zip(rows, steps, strict=True):
        assert cells[1:4] == [
            whole(newest[f"total_{step}s"]),
            whole(newest[f"brand_{step}s"]),
            f"{newest[f'{step}_share_pct']:.2f} %",
        ]
    path = (
        f"/v1/brands/{brand['id']}/queries/changes"
        "?period_type=WEEK&periods_back=4&limit=50"
    )
    changes = console.data(path)
    assert len(changes) > 20
    for cells, row in zip(table(page, after="changes"), changes, strict=True):
        assert cells[:4] == [
            row["search_query"],
            plain(row["previous_brand_clicks"]),
            plain(row["brand_clicks"]),
            change(row["click_change"], "", 0),
        ]


def test_a_rule_is_tried_as_the_api_does(console: Console) -> None:
    [rule] = [r for r in console.data("/v1/alert-rules") if r["name"] == "Price"]
    counts = []
    for threshold in ("", "5"):
        asked = f"/rules/{rule['id']}?try=1&days=30&threshold_pct={threshold}"
        page = console.read(asked, "default")
        last = datetime.now(UTC).date()
        body = {
            "from": f"{last - timedelta(days=29)}",
            "to": f"{last}",
            "changes": {"threshold_pct": float(threshold)} if threshold else {},
        }
        path = f"/v1/alert-rules/{rule['id']}:backtest"
        found = console.post(path, body, "default")
        alerts = [row for row in found["outcomes"] if row["outcome"] == "alert"]
        assert page.all("strong")[0].text == f"{found['alert_count']}"
        assert table(page, after="try") == [
            [row["date"], row["asin"], row["title"]] for row in alerts
        ]
        counts.append(found["alert_count"])
    assert 0 < counts[0] < counts[1]


# By typing, without scripts, by keyboard.


def test_typing_filters_the_list_without_leaving_the_page(window: Window) -> None:
    window.visit("/console?which=all")
    page = window.page
    before = page.locator(".products tbody tr").count()
    window.ask("() => { window.stays = true }")
    page.locator("#q").press_sequentially("knife", delay=20)
    page.wait_for_url("**q=knife**")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.products tbody tr')]"
        ".every(row => row.textContent.includes('Knife'))"
    )
    assert 0 < page.locator(".products tbody tr").count() < before
    assert window.ask("() => window.stays") is True
    assert page.locator("#q").input_value() == "knife"
    assert page.evaluate("document.activeElement.id") == "q"
    assert parse_qs(urlsplit(window.place).query)["which"] == ["all"]
    page.locator("#q").fill("no product is called so")
    page.wait_for_selector("#list .empty")
    # The address is that of the list, so that it can be opened again.
    page.reload()
    assert page.locator("#list .empty").count() == 1


def test_all_of_it_works_without_scripts(console: Console) -> None:
    with console.window(key="default", java_script_enabled=False) as window:
        page = window.page
        page.goto(f"{console.url}/console?which=all")
        rows = page.locator(".products tbody tr")
        assert rows.count() == 50
        firsts = rows.first.inner_text()
        page.get_by_role("link", name="Next page").click()
        assert rows.count() > 10
        assert rows.first.inner_text() != firsts
        page.goto(f"{console.url}/console?which=all")
        page.locator("select[name=sort]").select_option("-price")
        page.locator("#q").fill("mat")
        page.get_by_role("button", name="Show").click()
        asked = "/v1/portfolio?q=mat&sort=-price&limit=50"
        asins = [row["product"]["asin"] for row in console.data(asked)]
        assert len(asins) > 1
        assert [
            asin for row in rows.all() for asin in asins if asin in row.inner_text()
        ] == asins
        # Each chart has a table, whose values lead to where they come from.
        page.goto(console.url + PRODUCT)
        assert page.locator("canvas").count() == 0
        page.locator("section", has=page.locator("#days")).locator(
            "a.cell"
        ).first.click()
        assert "$.price.value" in page.locator("pre").first.inner_text()
        page.goto(f"{console.url}{COMPETITION}")
        page.get_by_text("As a table").click()
        assert page.locator("section", has=page.locator("#gaps")).locator("td").count()
        page.goto(f"{console.url}/console/rules")
        page.locator("article a").first.click()
        page.get_by_label("Threshold in %").first.fill("5")
        page.get_by_role("button", name="Try", exact=True).click()
        assert re.search(r"\d+ alerts in 30 days", page.locator("main").inner_text())


def test_the_keyboard_reaches_the_content_the_pages_and_the_filters(
    window: Window,
) -> None:
    window.visit("/console")
    page = window.page
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name, is_shown = window.ask(FOCUS)
        assert is_shown, name
        reached.append(name)
        if name == "Show":
            break
    assert reached[0] == "Skip to the content"
    pages = ["Portfolio", "Competitors", "Search", "Alerts", "Coverage"]
    assert [name for name in reached if name in pages] == pages
    fields = ["q", "marketplace", "which", "in_stock", "sort", "Show"]
    assert reached[-len(fields) :] == fields
    window.visit("/console")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert window.place == "/console#main"


# Who sees what, and who changes what.


def test_two_tenants_see_different_portfolios(console: Console) -> None:
    seen = {}
    for key in ("Harbour Goods", "Quayside Outlet"):
        with console.window(key=key) as window:
            window.visit("/console")
            text = window.page.locator(".products").inner_text()
            seen[key] = set(re.findall(r"B0DEMO\w{4}", text))
    assert seen["Harbour Goods"] == {JUMP, "B0DEMORANK", MAIN}
    assert seen["Quayside Outlet"] == {"B0DEMOSTAR", "B0DEMOGONE", "B0DEMOSHOP"}


def test_signing_in_by_hand_and_out_again(console: Console, window: Window) -> None:
    page = window.page
    window.visit("/console/alerts")
    assert page.get_by_role("button", name="Resolve").count() == 0
    page.get_by_role("link", name="Sign in", exact=True).first.click()
    page.get_by_label("API key or token").fill(console.keys["default"])
    page.locator("main button").click()
    assert window.place == "/console/alerts"
    assert console.keys["default"][:11] in page.locator(".who").inner_text()
    assert page.get_by_role("button", name="Resolve").count() > 0
    assert page.evaluate("document.cookie") == ""
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("link", name="Sign in", exact=True).count() > 0


def test_an_operator_approves_an_action(console: Console, operators: Window) -> None:
    page = operators.page
    operators.visit(COMPETITION)
    action = page.locator("article.action").first
    where = action.locator("form").get_attribute("action") or ""
    number = where.rpartition("/")[2]
    action.get_by_role("button", name="Approve").click()
    assert operators.place == f"{COMPETITION}#recommendations"
    form = page.locator(f"form[action='{where}']")
    assert form.get_by_role("button", name="Approve").count() == 0
    assert form.get_by_role("button", name="Applied today").count() == 1
    assert "approved" in page.locator("article.action", has=form).inner_text()
    path = f"/v1/recommendations/actions/{number}"
    assert console.data(path, "default")["status"] == "approved"


def test_an_operator_resolves_an_alert(console: Console, operators: Window) -> None:
    page = operators.page
    operators.visit("/console/alerts?severity=low")
    item = page.locator(".feed li").last
    name = item.get_attribute("id") or ""
    item.get_by_role("button", name="Resolve").click()
    assert operators.place == "/console/alerts?severity=low"
    assert page.locator(f"#{name}").count() == 0
    path = f"/v1/alerts/{name.removeprefix('alert-')}"
    assert console.data(path, "default")["is_resolved"] is True
    operators.visit("/console/alerts?state=resolved")
    assert page.locator(f"#{name}").count() == 1


def test_an_operator_snoozes_a_rule(console: Console, operators: Window) -> None:
    page = operators.page
    rule = console.data("/v1/alert-rules")[-1]["id"]
    operators.visit(f"/console/rules/{rule}")
    page.get_by_role("button", name="Snooze for a week").click()
    assert "snoozed until" in page.locator("main").inner_text()
    ends = console.data(f"/v1/alert-rules/{rule}", "default")["snooze_ends_at"]
    assert 6 <= (date.fromisoformat(ends[:10]) - date.today()).days <= 8
    page.get_by_role("button", name="End the snooze").click()
    assert "snoozed until" not in page.locator("main").inner_text()
    found = console.data(f"/v1/alert-rules/{rule}", "default")
    assert found["snooze_ends_at"] is None
