"""Texts that want to be markup or code are shown as they are, and do nothing.

Sellers on Amazon write titles and brands; shoppers write queries and reviews.
"""

import datetime as dt
import json
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser

from api.console.routes import PAGES
from api.settings import DEFAULT_TENANT
from tests.support.api import api_process, execute, item
from tests.support.brands import SUNDAY, brand_of, line, report
from tests.support.databases import Database
from tests.support.pages import DRAWN, Console, Window
from tests.support.waiting import wait_until

TEXTS = (
    "<script>window.pwned=1</script>",
    '"><img src=x onerror=window.pwned=1>',
    "</script><script>window.pwned=1</script>",
    "'-window.pwned()-'",
    "{{7*7}}${7*7}",
    "javascript:window.pwned=1",
)
HOSTILE = " ".join(TEXTS)
MAIN, *RIVALS = ("B0HOSTILE1", "B0HOSTILE2", "B0HOSTILE3", "B0HOSTILE4")
FIRST, LAST = dt.date(2026, 6, 14), dt.date(2026, 6, 15)
ALERT = """
    insert into core.alerts (
        tenant_id, rule_id, asin, marketplace, kind, severity, date, title, message
    )
    select r.tenant_id, r.id, %(asin)s, 'US', 'STOCK_CHANGE', 'high', %(day)s, %(text)s,
        %(text)s
    from core.alert_rules as r
    where r.tenant_id = %(tenant)s and r.name = %(text)s
"""
# What came in as an element although it was a text, and links that are code.
INTRUDERS = """
    () => [...document.querySelectorAll(
        "img[src='x'], script:not([src]):not([type='application/json']),"
        + "a[href^='javascript' i], form[action^='javascript' i], [onerror], [onclick]"
    )].map(e => e.outerHTML)
"""


def price_of(asin: str, day: dt.date) -> float:
    """The main product becomes dear, so that there is something to recommend."""
    return 80.0 if asin == MAIN and day == LAST else 20.0 + int(asin[-1])


def load(url: str) -> None:
    """Load two days of products and their reviews, and an item that is refused."""
    with psycopg.connect(url) as owner:
        items = [
            item(asin, price_of(asin, day), day)
            | {
                "title": f"{HOSTILE} {asin}",
                "brand": HOSTILE,
                "breadCrumbs": f"Home > {HOSTILE}",
                "seller": {"name": HOSTILE},
                "thumbnailImage": "javascript:window.pwned=1",
                "features": [HOSTILE],
                "bestsellerRanks": [{"rank": 900, "category": HOSTILE}],
            }
            for day in (FIRST, LAST)
            for asin in (MAIN, *RIVALS)
        ]
        items += [
            {
                "reviewId": f"R0000000{number}",
                "productAsin": MAIN,
                "ratingScore": 1,
                "reviewTitle": HOSTILE,
                "reviewDescription": HOSTILE,
                "date": f"{LAST}",
            }
            for number in range(3)
        ]
        items.append({"asin": HOSTILE, "title": HOSTILE, "price": HOSTILE})
        owner.execute("select ops.start_run(%s, %s)", [HOSTILE, "test"])
        with owner.cursor() as cursor:
            cursor.executemany(
                "insert into staging_raw.raw_events "
                "(job_id, item_no, source, payload, content_hash) "
                "values (%s, %s, 'test', %s, sha256(%s::bytea))",
                [
                    (HOSTILE, number, (text := json.dumps(each)), text.encode())
                    for number, each in enumerate(items, 1)
                ],
            )
        owner.execute("select ops.land_run(%s, %s, 0)", [HOSTILE, len(items)])
        owner.commit()
        owner.execute("select ops.promote_run(%s)", [HOSTILE])


def settle(url: str) -> None:
    """Give the installation's own tenant rules, alerts, groups, brands and queries."""
    tenant = DEFAULT_TENANT
    execute(
        url, "update core.alert_rules set name = %s where rule_type = 'stock'", HOSTILE
    )
    execute(url, "select ops.ensure_partition('core.alerts', %s)", LAST)
    with psycopg.connect(url, autocommit=True) as owner:
        for asin in (MAIN, *RIVALS):
            values = {"asin": asin, "day": LAST, "text": HOSTILE, "tenant": tenant}
            owner.execute(ALERT, values)
            owner.execute(
                "insert into app.tracked_products (tenant_id, asin) values (%s, %s)",
                [tenant, asin],
            )
        [[group]] = owner.execute(
            "insert into core.competitive_groups (name, asin_main, marketplace) "
            "values (%s, %s, 'US') returning id",
            [HOSTILE, MAIN],
        )
        for asin in RIVALS:
            owner.execute(
                "insert into core.competitive_group_members (group_id, tenant_id, asin)"
                " values (%s, %s, %s)",
                [group, tenant, asin],
            )
        owner.execute("call ops.run_job('generate-reports', 'manual')")
        owner.execute("call ops.run_job('refresh-recommendations', 'manual')")
    brand_of(url, tenant, HOSTILE, MAIN)
    brand_of(url, tenant, f"{HOSTILE} 2", RIVALS[0])
    weeks = {
        SUNDAY + dt.timedelta(days=7 * week): [
            line(MAIN, HOSTILE.lower(), own_clicks=9 - 4 * week),
            line(RIVALS[0], f"{HOSTILE.lower()} 2", own_clicks=8 - 4 * week),
        ]
        for week in range(2)
    }
    report(url, "default", weeks)


@pytest.fixture(scope="module")
def hostile(
    browser: Browser,
    shared_clone: Database,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Console]:
    """The console over a market of such texts, for an admin."""
    load(shared_clone.owner)
    settle(shared_clone.owner)
    log = tmp_path_factory.mktemp("hostile") / "api.log"
    with api_process(
        shared_clone, "", log, API_ANONYMOUS_ROLE="admin", REDIS_URL=None
    ) as (url, _):
        yield Console(browser, url, shared_clone, {})


@pytest.fixture
def places(hostile: Console) -> dict[str, tuple[str, ...]]:
    """Addresses of each page."""
    brands = [brand["id"] for brand in hostile.data("/v1/brands")]
    [rule] = [r for r in hostile.data("/v1/alert-rules") if r["rule_type"] == "stock"]
    return {
        "": ("", "?which=all", "?q=%3Cscript%3Ewindow.pwned=1%3C/script%3E"),
        "/products/{marketplace}/{asin}": (f"/products/US/{MAIN}?range=all",),
        "/products/{marketplace}/{asin}/days.csv": (),
        "/competitors": ("/competitors",),
        "/competitors/{marketplace}/{asin}": (f"/competitors/US/{MAIN}",),
        "/competitors/{marketplace}/{asin}/report": (f"/competitors/US/{MAIN}/report",),
        "/search": ("/search",),
        "/search/{brand_id}": tuple(f"/search/{brand}" for brand in brands),
        "/alerts": ("/alerts?state=all",),
        "/rules": ("/rules",),
        "/rules/{id:int}": (f"/rules/{rule['id']}",),
        "/coverage": ("/coverage",),
        "/operations": ("/operations",),
        "/explain": (),
        "/sign-in": ("/sign-in?next=javascript:window.pwned=1",),
    }


def test_hostile_texts_are_shown_and_do_nothing(
    hostile: Console, places: dict[str, tuple[str, ...]]
) -> None:
    assert set(places) == set(PAGES)
    silent = {"/sign-in", "/coverage"}
    with hostile.window() as window:
        for route, addresses in places.items():
            for address in addresses:
                window.visit(f"/console{address}")
                assert_harmless(window, address)
                said = window.page.locator("main").text_content() or ""
                if route not in silent:
                    shown = " ".join(said.split())
                    assert [text for text in TEXTS if text not in shown] == [], address


def assert_harmless(window: Window, address: str) -> None:
    assert window.ask("() => window.pwned") is None, address
    assert window.ask(INTRUDERS) == [], address
    # A script or picture that the policy stopped would be complained about.
    assert window.complaints == [], address
    assert window.foreign == [], address


def test_intruders_would_be_seen(hostile: Console) -> None:
    with hostile.window() as window:
        window.visit("/console/rules")
        window.ask(
            "() => document.querySelector('main').insertAdjacentHTML('beforeend',"
            " '<img src=x onerror=window.pwned=1>')"
        )
        assert len(window.ask(INTRUDERS)) == 1
        # The policy keeps the code from running, which the browser complains about.
        wait_until(lambda: window.ask(DRAWN) or window.complaints)
        assert window.ask("() => window.pwned") is None
