"""The page of a competition report in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support.browser import Browser, browsing, chromium
from tests.support.databases import ROOT

REPORTS = {
    "whole": "pg_temp.competition_report()",
    "twelve competitors": "pg_temp.competition_report(12)",
    "one competitor": "pg_temp.competition_report(1)",
    "one day": "pg_temp.competition_report(2, 1)",
    "titles that want to be markup": "pg_temp.hostile_report()",
    "nothing": (
        "pg_temp.changed(pg_temp.competition_report(),"
        """ '{"summary": {}, "evidence": [], "charts": {}, "status": "thin_data"}')"""
    ),
}
# Texts whose contrast with their background is below 4.5 to 1. The bars of scores are
# pictures behind their cells, so the colour of the bars counts as background too.
FAINT_TEXTS = """
(() => {
    const numbers = colour => colour.match(/[0-9.]+/g).map(Number);
    const light = colour => {
        const [r, g, b] = numbers(colour).map(
            v => v <= 10 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4
        );
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = element => {
        for (let e = element; e; e = e.parentElement) {
            const style = getComputedStyle(e);
            if (style.backgroundImage.startsWith("linear-gradient")) {
                return style.backgroundImage.match(/rgb\\([^)]*\\)/)[0];
            }
            if (numbers(style.backgroundColor)[3] !== 0) return style.backgroundColor;
        }
    };
    const hasText = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    const elements = [...document.querySelectorAll("body *:not(title, desc)")];
    return elements.filter(hasText).flatMap(e => {
        const style = getComputedStyle(e);
        const own = light(e.closest("svg") ? style.fill : style.color);
        const other = light(behind(e));
        const ratio = (Math.max(own, other) + 0.05) / (Math.min(own, other) + 0.05);
        return ratio < 4.5 ? [`${e.tagName} ${e.textContent}: ${ratio}`] : [];
    });
})()
"""
LINKS_TO_NOWHERE = """
[...document.querySelectorAll("a")].map(a => decodeURIComponent(a.hash.slice(1)))
    .filter(id => !document.getElementById(id))
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip("Chromium is not installed (Debian's package chromium)")
    with browsing(tmp_path_factory.mktemp("chromium")) as found:
        yield found


@pytest.fixture
def pages(database: str, tmp_path: Path) -> dict[str, str]:
    """A page of each kind of report, as the address of a file."""
    builders = ROOT / "db" / "tests" / "support" / "competition_report.psql"
    addresses = {}
    with psycopg.connect(database) as connection:
        connection.execute(builders.read_bytes())
        for place, (kind, report) in enumerate(REPORTS.items()):
            query = f"select api.report_html({report})"
            row = connection.execute(query.encode()).fetchone()
            assert row is not None
            path = tmp_path / f"{place}.html"
            path.write_text(row[0], encoding="utf-8")
            addresses[kind] = path.as_uri()
    return addresses


def test_a_page_asks_nobody_and_complains_about_nothing(
    browser: Browser, pages: dict[str, str]
) -> None:
    browser.show(width=1200)
    for kind, address in pages.items():
        visit = browser.visit(address)
        assert visit.requests == [], kind
        assert visit.complaints == [], kind
        assert browser.ask("document.querySelector('h1').textContent"), kind
        assert browser.ask(LINKS_TO_NOWHERE) == [], kind


def test_requests_and_complaints_of_a_page_would_be_seen(
    browser: Browser, pages: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "other.html"
    path.write_text(
        '<img src="http://127.0.0.1:9/a.png"><script>console.log("b")</script>'
    )
    browser.show(width=1200)
    visit = browser.visit(path.as_uri())
    assert visit.requests == ["http://127.0.0.1:9/a.png"]
    assert len(visit.complaints) == 2
    # The policy of a page stops what its texts might bring in.
    whole = Path(pages["whole"].removeprefix("file://")).read_text(encoding="utf-8")
    path.write_text(
        whole.replace("<main>", "<main>" + path.read_text()), encoding="utf-8"
    )
    complaints = browser.visit(path.as_uri()).complaints
    assert len(complaints) == 2
    assert all("Content Security Policy" in text for text in complaints)
    assert all("blocked" in text for text in complaints)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_background(
    browser: Browser, pages: dict[str, str], scheme: str
) -> None:
    browser.show(width=1200, scheme=scheme)
    for kind in ("twelve competitors", "nothing"):
        browser.visit(pages[kind])
        assert browser.ask(FAINT_TEXTS) == [], kind


def test_a_page_fits_a_telephone(browser: Browser, pages: dict[str, str]) -> None:
    browser.show(width=360)
    for kind, address in pages.items():
        browser.visit(address)
        assert browser.ask("document.documentElement.scrollWidth <= innerWidth"), kind


def test_paper_is_white_whatever_the_screen(
    browser: Browser, pages: dict[str, str]
) -> None:
    browser.show(width=800, scheme="dark", media="print")
    browser.visit(pages["whole"])
    colour = browser.ask("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(255, 255, 255)"
    assert browser.ask("document.querySelector('details').checkVisibility()") is False
