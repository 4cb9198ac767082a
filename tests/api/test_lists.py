"""Lists, and what is a tenant's own, as a client meets them: over HTTP, in a process.

Two tenants share a market; each has keys of its own.
"""

import csv
import io
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from redis import Redis

from api.http.pagination import question_of, write_cursor
from api.resources.alert_rules import BacktestAnswer
from api.resources.common_models import ProblemDocument
from api.resources.endpoint import Endpoint
from api.resources.freshness import FreshnessAnswer
from api.resources.notifications import NewNotificationChannelAnswer
from api.resources.table import ENDPOINTS
from api.settings import DEFAULT_TENANT
from tests.support.access import TENANT_A, TENANT_B, bearer, make_key, make_tenants
from tests.support.api import api_process, item
from tests.support.brands import SUNDAY, brand_of, line, report
from tests.support.databases import Database, janitor, prepare_clone

DAY = date(2026, 6, 10)
MAIN, OTHER, THIRD = "B0TESTMAIN", "B0TESTCOMP", "B0TESTTHRD"
CELL = json.dumps({"asin": MAIN, "marketplace": "US"})
FORMULA, UNICODE, ALONE = "B0FORMULA1", "B0UNICODE1", "B0ALONE001"
MANY = [f"B0MANY{n:04d}" for n in range(1100)]


def rule_with(member: str) -> str:
    """A rule as JSON, with one more member."""
    return '{"name": "x", "rule_type": "price", ' + member + "}"


STRANGE = (
    "'; drop table core.products; --",
    '" or 1=1 --',
    "%' or '1'='1",
    "\\",
    "$$;select 1;$$",
    "{{7*7}}",
    "<script>",
    "Ünïcödé 日本 🙂",
    "a:*&b|!c",
)


@dataclass(frozen=True)
class Api:
    """A running API over a market, clients of both tenants and of whoever runs it."""

    database: Database
    url: str
    a: httpx.Client
    b: httpx.Client
    viewer: httpx.Client
    public: httpx.Client
    installation: httpx.Client
    brands: dict[UUID, UUID]

    def path(self, endpoint: Endpoint, tenant: UUID = TENANT_A) -> str:
        """The path of a list, with the tenant's brand in it."""
        path = endpoint.path.replace("{brand_id:uuid}", str(self.brands[tenant]))
        if endpoint.path == "/v1/explain":
            path += f"?relation=product_latest&column=price&key={quote(CELL)}"
        return path.replace("{asin}", MAIN)


def product(asin: str, price: float, day: date, **values: Any) -> dict[str, Any]:
    return item(asin, price, day) | {"breadCrumbs": "Home > Things"} | values


def load(url: str, items: list[dict[str, Any]]) -> str:
    """Load and promote one run; return its job id."""
    with psycopg.connect(url) as connection:
        [[n]] = connection.execute("select count(*) from core.ingest_runs")
        job_id = f"test:{n}/run"
        connection.execute("select ops.start_run(%s, 'test')", [job_id])
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into staging_raw.raw_events "
                "(job_id, item_no, source, payload, content_hash) "
                "values (%s, %s, 'test', %s, sha256(%s::bytea))",
                [
                    (job_id, number, (text := json.dumps(each)), text.encode())
                    for number, each in enumerate(items, 1)
                ],
            )
        connection.execute("select ops.land_run(%s, %s, 0)", [job_id, len(items)])
        connection.commit()
        connection.execute("select ops.promote_run(%s)", [job_id])
    return job_id


def market(day: date, step: int) -> list[dict[str, Any]]:
    """A day: `step` days after the first one the prices have moved."""
    return [
        product(MAIN, 20 + 5 * step, day, title="Kettle, steel", reviewsCount=900),
        product(OTHER, 30 - 5 * step, day, title="Kettle of glass", reviewsCount=50),
        product(THIRD, 40, day, title="Toaster", brand="Berrybrook"),
        product(FORMULA, 5, day, title='=HYPERLINK("x"), "two"\nlines'),
        product(UNICODE, 7, day, title="Café-Kännchen für 日本茶 🙂"),
        *(
            product(
                asin,
                100 + (number * 37 % 500) / 10,
                day,
                title=f"Mug number {number}",
                brand="Mugworks",
                reviewsCount=number % 7,
                bestsellerRanks=[{"rank": 1 + number, "category": "Mugs"}],
            )
            for number, asin in enumerate(MANY)
        ),
    ]


@contextmanager
def client_of(url: str, credential: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, headers=bearer(credential), timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def api(
    server: Database,
    template: str,
    addresses: dict[str, str],
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Api]:
    number = 1 + int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
    redis_url = addresses["REDIS_URL"].removesuffix("/0") + f"/{number}"
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()
    with janitor(server, f"resources_{worker_id}_{os.getpid()}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        owner = database.owner
        make_tenants(owner)
        track = "insert into app.tracked_products (tenant_id, asin) values (%s, %s)"
        with psycopg.connect(owner, autocommit=True) as connection:
            for tenant in (TENANT_A, TENANT_B):
                connection.execute(track, [tenant, MAIN])
            connection.execute(
                "insert into core.competitor_links (tenant_id, asin_main, asin_comp) "
                "values (%s, %s, %s), (%s, %s, %s)",
                [TENANT_A, MAIN, OTHER, TENANT_B, MAIN, THIRD],
            )
            connection.execute(
                "insert into core.alert_rules "
                "(tenant_id, name, rule_type, threshold_pct, snooze_ends_at) "
                "values (%s, 'Snoozed', 'price', 1, '2099-01-01')",
                [TENANT_A],
            )
        for step in range(3):
            load(owner, market(DAY + timedelta(days=step), step))
        load(owner, [product(ALONE, 1, DAY, title="Stool")])
        with psycopg.connect(owner, autocommit=True) as connection:
            # Its price was never seen.
            connection.execute(
                "update core.product_metrics_daily set price = null where asin = %s",
                [ALONE],
            )
            connection.execute("select ops.refresh_dirty()")
            connection.execute("analyze")
            for depth in ("basic", "standard"):
                connection.execute(
                    "select core.make_competition_report(%s, %s, 'US', %s, now())",
                    [TENANT_B, MAIN, depth],
                )
        brands = {}
        for tenant, name in ((TENANT_A, "tenant a"), (TENANT_B, "tenant b")):
            for brand in ("Berrybrook", "Alderwick"):
                brands[tenant] = brand_of(owner, tenant, brand, MAIN, OTHER)
            lines = [line(MAIN, "steel kettle"), line(OTHER, "glass kettle")]
            days = (SUNDAY, SUNDAY + timedelta(days=7))
            report(owner, name, dict.fromkeys(days, lines))
        brands[DEFAULT_TENANT] = brands[TENANT_A]
        keys = [
            make_key(owner, TENANT_A, role="operator"),
            make_key(owner, TENANT_B, role="operator"),
            make_key(owner, TENANT_A, role="viewer"),
            make_key(owner, TENANT_A, "public", role="viewer"),
            make_key(owner, DEFAULT_TENANT, "admin", role="admin"),
        ]
        log = tmp_path_factory.mktemp("api") / "api.log"
        with (
            api_process(database, redis_url, log) as (url, _),
            client_of(url, keys[0]) as a,
            client_of(url, keys[1]) as b,
            client_of(url, keys[2]) as viewer,
            client_of(url, keys[3]) as public,
            client_of(url, keys[4]) as installation,
        ):
            yield Api(database, url, a, b, viewer, public, installation, brands)


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Check that an answer is this problem, one sentence or two."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    ProblemDocument.model_validate_json(response.content)
    found = dict(response.json())
    assert found["type"] == f"/problems/{code}"
    assert found["detail"].endswith("."), found
    return found


def pages(client: httpx.Client, path: str, **query: Any) -> Iterator[dict[str, Any]]:
    """Follow a list to its end, by its links; the cursor says the same."""
    response = client.get(path, params=query)
    while True:
        assert response.status_code == 200, response.text
        page = response.json()
        yield page
        cursor = page["page"]["next_cursor"]
        assert page["page"]["has_more"] == (cursor is not None)
        assert ("next" in response.links) == (cursor is not None)
        if cursor is None:
            return
        link = httpx.URL(response.links["next"]["url"])
        assert dict(link.params) == {k: str(v) for k, v in query.items()} | {
            "cursor": cursor
        }
        response = client.get(link)


def all_of(client: httpx.Client, path: str, **query: Any) -> list[dict[str, Any]]:
    return [each for page in pages(client, path, **query) for each in page["data"]]


def asins(client: httpx.Client, **query: Any) -> list[str]:
    found = all_of(client, "/v1/products", **({"limit": 200} | query))
    return [str(each["asin"]) for each in found]


# Products.


def test_products_are_listed_by_asin_each_once(api: Api) -> None:
    found = asins(api.a)
    assert found == sorted([MAIN, OTHER, THIRD, FORMULA, UNICODE, ALONE, *MANY])
    assert asins(api.a, sort="-asin") == found[::-1]
    assert asins(api.a, limit=7)[:20] == found[:20]


@pytest.mark.parametrize(
    ("sort", "member"),
    [
        ("price", "price"),
        ("bsr", "bsr"),
        ("reviews", "reviews_count"),
        ("latest_date", "latest_date"),
    ],
)
def test_a_sort_is_total_and_puts_unknown_values_last(
    api: Api, sort: str, member: str
) -> None:
    up = all_of(api.a, "/v1/products", sort=sort, limit=99)
    down = all_of(api.a, "/v1/products", sort=f"-{sort}", limit=101)
    assert len({each["asin"] for each in up}) == len(up) == len(down) == len(MANY) + 6
    for found, is_down in ((up, False), (down, True)):
        known = [
            (each[member], each["asin"]) for each in found if each[member] is not None
        ]
        assert known == sorted(known, reverse=is_down)
        assert all(each[member] is None for each in found[len(known) :])
    if member == "price":
        assert up[-1]["asin"] == down[-1]["asin"] == ALONE


def test_movers_are_those_of_the_newest_day(api: Api) -> None:
    up = all_of(api.a, "/v1/products", sort="price_change_pct")
    assert [each["asin"] for each in up] == [OTHER, MAIN]
    assert [each["price_change_pct"] for each in up] == [-20.0, 20.0]
    assert asins(api.a, sort="-price_change_pct", limit=1) == [MAIN, OTHER]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "kettle"}, [MAIN, OTHER]),
        ({"q": "steel kett"}, [MAIN]),
        ({"q": "kettle-of glass!"}, [OTHER]),
        ({"q": "berrybrook"}, [THIRD]),
        ({"q": "b0testm"}, [MAIN]),
        ({"q": MAIN.lower()}, [MAIN]),
        ({"q": "日本"}, [UNICODE]),
        ({"q": "kännchen"}, [UNICODE]),
        ({"q": "no such thing at all"}, []),
        ({"brand": "Berrybrook"}, [THIRD]),
        ({"brand": "berrybrook"}, []),
        ({"price_min": "39.5", "price_max": "40"}, [THIRD]),
        ({"price_max": "7", "sort": "-price"}, [UNICODE, FORMULA]),
        ({"q": "toaster", "in_stock": "true"}, [THIRD]),
        ({"q": "toaster", "in_stock": "false"}, []),
        ({"q": "toaster", "is_unlisted": "true"}, []),
        ({"tracked": "true"}, [MAIN]),
        ({"tracked": "false", "q": "kettle"}, [OTHER]),
        ({"category": "Things", "q": "toaster"}, [THIRD]),
        ({"marketplace": "DE"}, []),
    ],
)
def test_products_are_searched_and_filtered(
    api: Api, query: dict[str, str], expected: list[str]
) -> None:
    assert asins(api.a, **query) == expected


def test_relevance_is_the_asin_itself_and_then_ratings(api: Api) -> None:
    by_ratings = sorted(MANY, key=lambda asin: (int(asin[-4:]) % 7, asin))[::-1]
    assert asins(api.a, q="mug", limit=100) == by_ratings
    assert asins(api.a, q=MANY[3][:9], limit=1) == [
        asin for asin in by_ratings if asin.startswith(MANY[3][:9])
    ]
    for limit in (1, 50):
        assert asins(api.a, q=MANY[3], limit=limit) == [MANY[3]]


def test_an_item_of_the_list_is_the_product(api: Api) -> None:
    page = api.a.get("/v1/products", params={"q": MAIN}).json()
    [single] = page["data"]
    answer = api.a.get(f"/v1/products/{MAIN}").json()
    assert single == answer["data"]
    assert set(page["meta"]) == set(answer["meta"]) - {"asin"}
    generated, stale = (
        datetime.fromisoformat(page["meta"][name])
        for name in ("generated_at", "stale_at")
    )
    assert stale - generated == timedelta(hours=24)
    assert timedelta() <= datetime.now(UTC) - generated < timedelta(minutes=5)
    assert page["meta"]["currency"] == "USD"
    assert page["meta"]["as_of"] == str(DAY + timedelta(days=2))
    assert page["meta"]["data_version"] > 0


def test_a_list_is_kept_as_long_as_it_is_the_same(api: Api) -> None:
    for path in ("/v1/products", "/v1/portfolio", "/v1/marketplaces", "/v1/alerts"):
        first = api.a.get(path)
        assert first.headers["cache-control"] == "private, no-cache"
        etag = first.headers["etag"]
        # Pages of facts name the instant of the request: other bytes each time.
        assert etag.startswith("W/") == ("generated_at" in first.json()["meta"])
        again = api.a.get(path, headers={"If-None-Match": etag})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == etag
    other = api.a.get("/v1/products?limit=1", headers={"If-None-Match": etag})
    assert other.status_code == 200


def test_pages_have_neither_gap_nor_repetition_while_rows_come(api: Api) -> None:
    """Before and behind the place where the reader stands."""
    stop = threading.Event()
    owner = api.database.owner

    def insert() -> None:
        insertion = (
            "insert into core.products "
            "(asin, marketplace, first_seen_at, last_seen_at, described_at) "
            "values (%s, 'US', now(), now(), now())"
        )
        with psycopg.connect(owner, autocommit=True) as connection:
            for number in range(10_000):
                if stop.is_set():
                    break
                place = number * 7919 % 1100
                connection.execute(insertion, [f"B0MA{place:04d}{number % 89:02d}"])

    writer = threading.Thread(target=insert)
    writer.start()
    try:
        for sort in ("asin", "-asin", "price", "-reviews"):
            found = asins(api.a, sort=sort, limit=40)
            assert len(found) == len(set(found)), sort
            assert set(MANY) <= set(found), sort
    finally:
        stop.set()
        writer.join()
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(
                "delete from core.products as p where p.title is null and p.asin ~ "
                "'^B0MA[0-9]'"
            )


# The portfolio.


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"sort": "-price", "limit": 7, "brand": "Berrybrook"},
        {"q": "kettle", "limit": 1},
        {"price_min": "39.5", "price_max": "40", "category": "Things"},
        {"tracked": "true", "in_stock": "true", "is_unlisted": "false"},
        {"sort": "price_change_pct", "limit": 1},
        {"marketplace": "DE"},
    ],
)
def test_the_portfolio_has_the_products_of_the_list(
    api: Api, query: dict[str, Any]
) -> None:
    found = list(pages(api.a, "/v1/portfolio", **query))
    wanted = list(pages(api.a, "/v1/products", **query))
    for page, other in zip(found, wanted, strict=True):
        assert [row["product"] for row in page["data"]] == other["data"]
        assert page["page"]["has_more"] == other["page"]["has_more"]
        assert set(page["meta"]) == set(other["meta"])


def test_the_portfolio_shows_days_and_open_alerts(api: Api) -> None:
    for client in (api.a, api.b):
        [row] = client.get("/v1/portfolio?tracked=true").json()["data"]
        assert row["product"]["asin"] == MAIN
        assert row["first_day"] == str(DAY + timedelta(days=2 - 29))
        assert row["prices"] == [None] * 27 + [20, 25, 30]
        assert row["is_late"] is True
        alerts = all_of(client, "/v1/alerts", asin=MAIN, resolved="false")
        assert row["open_alert_count"] == len(alerts)
        if alerts:
            assert row["newest_alert"].items() <= alerts[0].items()
        else:
            assert row["newest_alert"] is None
    [mug] = api.a.get("/v1/portfolio", params={"q": MANY[0]}).json()["data"]
    assert mug["ranks"] == [None] * 27 + [1, 1, 1]
    freshness = api.a.get("/v1/data-freshness").json()["data"]
    assert {mug["expected_day"]} == {
        each["expected_day"] for each in freshness if each["marketplace"] == "US"
    }


def test_a_cursor_of_the_products_is_none_of_the_portfolio(api: Api) -> None:
    cursor = api.a.get("/v1/products?limit=1").json()["page"]["next_cursor"]
    answer = api.a.get("/v1/portfolio", params={"cursor": cursor})
    problem(answer, 422, "invalid-request")


# Alerts.


def test_alerts_are_the_tenants_and_the_newest_first(api: Api) -> None:
    found = all_of(api.a, "/v1/alerts", limit=2)
    assert found
    assert {each["asin"] for each in found} == {MAIN}
    ids = [each["id"] for each in found]
    assert ids == sorted(ids, reverse=True)
    assert not {each["id"] for each in all_of(api.b, "/v1/alerts")} & set(ids)


def test_alerts_are_filtered(api: Api) -> None:
    spikes = all_of(api.a, "/v1/alerts", kind="PRICE_SPIKE")
    assert {each["kind"] for each in spikes} == {"PRICE_SPIKE"}
    newest = all_of(api.a, "/v1/alerts", kind="PRICE_SPIKE", since="2026-06-12")
    assert {each["date"] for each in newest} == {"2026-06-12"}
    older = all_of(api.a, "/v1/alerts", kind="PRICE_SPIKE", until="2026-06-11")
    assert len(newest) + len(older) == len(spikes)
    assert all_of(api.a, "/v1/alerts", asin=OTHER) == []
    assert all_of(api.a, "/v1/alerts", marketplace="DE") == []
    rule = spikes[0]["rule_id"]
    assert {each["rule_id"] for each in all_of(api.a, "/v1/alerts", rule_id=rule)} == {
        rule
    }
    assert all_of(api.a, "/v1/alerts", corrected="true") == []
    assert all_of(api.a, "/v1/alerts", severity="critical") == [
        each for each in all_of(api.a, "/v1/alerts") if each["severity"] == "critical"
    ]


def test_an_alert_is_marked_once_and_for_all(api: Api) -> None:
    alert = all_of(api.a, "/v1/alerts", kind="PRICE_SPIKE")[-1]
    path = f"/v1/alerts/{alert['id']}"
    assert api.a.get(path).json()["data"] == alert
    assert not (alert["is_read"] or alert["acknowledged"] or alert["is_resolved"])
    read = api.a.post(f"{path}:read")
    assert read.headers["cache-control"] == "no-store"
    assert read.json()["data"] == alert | {"is_read": True}
    taken = api.a.post(f"{path}:acknowledge").json()["data"]
    assert (taken["acknowledged"], taken["is_resolved"]) == (True, False)
    resolved = api.a.post(f"{path}:resolve").json()["data"]
    assert resolved["is_resolved"] and resolved["resolved_at"]
    assert api.a.post(f"{path}:resolve").json()["data"] == resolved
    unread = all_of(api.a, "/v1/alerts", unread="true")
    assert alert["id"] not in {each["id"] for each in unread}
    assert all_of(api.a, "/v1/alerts", resolved="true") == [resolved]


def test_why_nothing_was_heard_is_told(api: Api) -> None:
    path = "/v1/alert-suppressions"
    found = all_of(api.a, path, asin=MAIN, reason="snooze", limit=1)
    assert [each["date"] for each in found] == ["2026-06-12", "2026-06-11"]
    assert {each["rule_name"] for each in found} == {"Snoozed"}
    assert found[0]["explanation"] == "The rule or the product was snoozed."
    rule = found[0]["rule_id"]
    [first] = all_of(api.a, path, rule_id=rule, since="2026-06-12", until="2026-06-12")
    assert first == found[0]
    assert all_of(api.b, path, rule_id=rule) == []
    assert all_of(api.a, path, reason="quota") == []


# Alert rules.


def test_a_rule_is_made_read_changed_and_removed(api: Api) -> None:
    made = api.a.post(
        "/v1/alert-rules",
        json={
            "name": "Ours",
            "rule_type": "price",
            "threshold_pct": 5,
            "cooldown": "PT6H",
        },
    )
    assert made.status_code == 201
    rule = made.json()["data"]
    path = f"/v1/alert-rules/{rule['id']}"
    assert made.headers["location"] == path
    assert made.headers["cache-control"] == "no-store"
    assert "price changes by more than 5" in rule["sentence"]
    assert rule["cooldown"] == "PT6H"
    read = api.a.get(path)
    assert read.json()["data"] == rule
    assert read.headers["etag"] == made.headers["etag"]

    changed = api.a.patch(
        path,
        json={"threshold_pct": 7.5, "max_per_day": 3},
        headers={"If-Match": read.headers["etag"]},
    )
    assert changed.status_code == 200, changed.text
    now = changed.json()["data"]
    assert "7.5" in now["sentence"]
    ignored = {"threshold_pct", "max_per_day", "sentence", "updated_at"}
    assert {k: v for k, v in now.items() if k not in ignored} == {
        k: v for k, v in rule.items() if k not in ignored
    }
    stale = api.a.patch(
        path, json={"name": "x"}, headers={"If-Match": read.headers["etag"]}
    )
    problem(stale, 412, "precondition-failed")
    weak = {"If-Match": f"W/{changed.headers['etag']}"}
    problem(api.a.patch(path, json={}, headers=weak), 412, "precondition-failed")
    for fits in ("*", f'"x", {changed.headers["etag"]}'):
        same = api.a.patch(path, json={}, headers={"If-Match": fits})
        assert same.json()["data"] == now
    cleared = api.a.patch(path, json={"cooldown": None}).json()["data"]
    assert cleared["cooldown"] is None

    assert api.a.delete(path).status_code == 204
    problem(api.a.get(path), 404, "not-found")
    problem(api.a.delete(path), 404, "not-found")


def test_a_rule_sends_to_channels_of_its_tenant(api: Api) -> None:
    mine, theirs = (
        client.post(
            "/v1/notification-channels",
            json={
                "name": "Rules",
                "channel_type": "email",
                "target": "ops@example.com",
            },
        ).json()["data"]["id"]
        for client in (api.a, api.b)
    )
    body = {"name": "Sends", "rule_type": "stock", "channel_ids": [mine]}
    rule = api.a.post("/v1/alert-rules", json=body).json()["data"]
    assert rule["channel_ids"] == [mine]
    path = f"/v1/alert-rules/{rule['id']}"
    before = api.a.get(path).headers["etag"]
    foreign = problem(
        api.a.patch(path, json={"channel_ids": [theirs]}), 422, "invalid-request"
    )
    assert "channel_ids" in foreign["detail"]
    assert api.a.get(path).headers["etag"] == before
    emptied = api.a.patch(path, json={"channel_ids": []})
    assert emptied.json()["data"]["channel_ids"] == []
    assert emptied.headers["etag"] != before
    api.a.delete(path)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"rule_type": "price", "threshold_pct": -1}, "0 or more"),
        (
            {"rule_type": "extreme", "compare_with": "extreme", "window_days": 30},
            "metric is price or bsr",
        ),
        ({"rule_type": "stock", "threshold_pct": 3}, "no threshold_pct"),
        ({"rule_type": "price", "scope_type": "all"}, "scope_type is tracked"),
        ({"rule_type": "price", "scope_type": "product"}, "scope_asin"),
        (
            {"rule_type": "price", "scope_type": "group", "scope_group_id": 4_000_000},
            "a competitive group of yours",
        ),
        ({"rule_type": "price", "compare_with": "average"}, "window_days"),
        ({"rule_type": "price", "cooldown": "PT0S"}, "cooldown"),
        ({"rule_type": "price", "cooldown": "P"}, "interval"),
        ({"rule_type": "price", "active_from_hour": 3}, "both or neither"),
        ({"rule_type": "price", "confirm_count": 9}, "confirm_count"),
        ({"rule_type": "price", "scope_marketplace": "ZZ"}, "a code such as US"),
        ({"rule_type": "price", "direction": None}, "wrong at /direction"),
    ],
)
def test_a_rule_that_cannot_be_is_told_why(
    api: Api, body: dict[str, Any], words: str
) -> None:
    answer = api.a.post("/v1/alert-rules", json={"name": "Never"} | body)
    assert words in problem(answer, 422, "invalid-request")["detail"]
    assert "Never" not in {
        each["name"] for each in all_of(api.a, "/v1/alert-rules", limit=200)
    }


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ("", ""),
        ("{", ""),
        ("[]", ""),
        ('{"name": "x"}', "/rule_type"),
        ('{"name": "x", "rule_type": "prize"}', "/rule_type"),
        (rule_with('"tenant_id": "y"'), "/tenant_id"),
        (rule_with('"id": 1'), "/id"),
        ('{"name": "", "rule_type": "price"}', "/name"),
        ('{"name": "   ", "rule_type": "price"}', "/name"),
        ('{"name": "\\u0000", "rule_type": "price"}', ""),
        ('{"name": "\\ud800", "rule_type": "price"}', ""),
        (rule_with('"threshold_pct": "5"'), "/threshold_pct"),
        (rule_with('"threshold_pct": 1e999'), "/threshold_pct"),
        (rule_with('"cooldown": "6 hours"'), "/cooldown"),
        (rule_with('"max_per_day": 1e10'), "/max_per_day"),
        (rule_with('"channel_ids": [0]'), "/channel_ids/0"),
        (rule_with('"is_active": "yes"'), "/is_active"),
        (rule_with('"snooze_ends_at": "x"'), "/snooze_ends_at"),
    ],
)
def test_a_wrong_body_is_named_by_its_place(api: Api, body: str, pointer: str) -> None:
    answer = api.a.post(
        "/v1/alert-rules",
        content=body.encode("utf-8", "surrogatepass"),
        headers={"Content-Type": "application/json"},
    )
    found = problem(answer, 422, "invalid-request")
    assert found["errors"][0]["pointer"] == pointer
    if pointer:
        assert pointer in found["detail"]


def test_bodies_must_be_json_and_small(api: Api) -> None:
    text = api.a.post("/v1/alert-rules", content="{}")
    problem(text, 415, "media-type-not-supported")
    large = {"products": [{"asin": MAIN, "notes": "x" * 70_000}]}
    problem(api.a.post("/v1/tracked-products:batch", json=large), 413, "body-too-large")


def test_a_name_is_taken_once(api: Api) -> None:
    body = {"name": "Twice", "rule_type": "stock"}
    assert api.a.post("/v1/alert-rules", json=body).status_code == 201
    found = problem(api.a.post("/v1/alert-rules", json=body), 409, "conflict")
    assert "Take another name" in found["detail"]
    assert api.b.post("/v1/alert-rules", json=body).status_code == 201


def test_a_rule_is_made_once_for_a_key(api: Api) -> None:
    body = {"name": "Keyed", "rule_type": "stock"}
    key = {"Idempotency-Key": '"one-rule"'}
    first = api.a.post("/v1/alert-rules", json=body, headers=key)
    again = api.a.post("/v1/alert-rules", json=body, headers=key)
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert first.headers["location"] == again.headers["location"]
    assert again.headers["idempotent-replayed"] == "true"
    other = api.a.post("/v1/alert-rules", json=body | {"name": "y"}, headers=key)
    problem(other, 422, "idempotency-key-reused")
    refused = {"Idempotency-Key": '"taken"'}
    taken = api.a.post("/v1/alert-rules", json=body, headers=refused)
    problem(taken, 409, "conflict")
    with psycopg.connect(api.database.owner) as connection:
        rows = connection.execute("select k.body from app.idempotency_keys as k")
        assert "whsec_" not in str(rows.fetchall())
    api.a.delete(first.headers["location"])


def test_a_rule_is_tried_on_the_past(api: Api) -> None:
    body = {"name": "Back", "rule_type": "price", "threshold_pct": 1}
    rule = api.a.post("/v1/alert-rules", json=body).json()["data"]
    path = f"/v1/alert-rules/{rule['id']}:backtest"
    period = {"from": "2026-06-11", "to": "2026-06-12"}
    tried = api.a.post(path, json=period)
    assert tried.status_code == 200, tried.text
    BacktestAnswer.model_validate_json(tried.content)
    result = tried.json()["data"]
    assert [(o["date"], o["outcome"]) for o in result["outcomes"]] == [
        ("2026-06-11", "alert"),
        ("2026-06-12", "alert"),
    ]
    assert (result["alert_count"], result["suppressed"]) == (2, {})
    other = api.a.post(path, json=period | {"changes": {"threshold_pct": 90}})
    assert other.json()["data"]["alert_count"] == 0
    for wrong, words in (
        ({"from": "2026-06-12", "to": "2026-06-11"}, "period"),
        ({"from": "2020-06-12", "to": "2026-06-11"}, "period"),
        (period | {"changes": {"nmae": 1}}, "cannot be tested"),
        (period | {"changes": {"threshold_pct": "x"}}, "cannot be tested"),
        ({"from": "2026-02-30", "to": "2026-06-11"}, "/from"),
    ):
        found = problem(api.a.post(path, json=wrong), 422, "invalid-request")
        assert words in found["detail"]


# Watch list.


def test_a_product_is_tracked_changed_and_forgotten(api: Api) -> None:
    path = f"/v1/tracked-products/{OTHER.lower()}"
    problem(api.a.get(path), 404, "not-found")
    put = api.a.put(path, json={"notes": "Ünïcödé 🙂", "price_change_threshold_pct": 5})
    assert put.status_code == 200, put.text
    tracked = put.json()["data"]
    assert (tracked["asin"], tracked["marketplace"]) == (OTHER, "US")
    assert tracked["title"] == "Kettle of glass"
    assert tracked["tracking_frequency"] == "P1D"
    replaced = api.a.put(path, json={"tracking_frequency": "PT12H"}).json()["data"]
    assert (replaced["notes"], replaced["price_change_threshold_pct"]) == (None, None)
    assert api.a.get(path).json()["data"] == replaced
    elsewhere = api.a.put(path, params={"marketplace": "de"}, json={})
    assert elsewhere.json()["data"]["marketplace"] == "DE"
    assert {e["marketplace"] for e in all_of(api.a, "/v1/tracked-products")} == {
        "US",
        "DE",
    }
    assert all_of(api.b, "/v1/tracked-products", marketplace="DE") == []
    for marketplace in ("US", "DE"):
        gone = api.a.delete(path, params={"marketplace": marketplace})
        assert gone.status_code == 204
    problem(api.a.delete(path), 404, "not-found")
    problem(
        api.a.put(path, params={"marketplace": "ZZ"}, json={}), 422, "invalid-request"
    )
    short = api.a.put(path, json={"tracking_frequency": "PT1M"})
    assert "an hour or more" in problem(short, 422, "invalid-request")["detail"]


def test_five_hundred_products_are_tracked_at_once(api: Api) -> None:
    products = [{"asin": asin} for asin in MANY[:500]]
    first = api.b.post("/v1/tracked-products:batch", json={"products": products})
    assert first.json() == {
        "data": {"received_count": 500, "new_count": 500, "changed_count": 0}
    }
    products[0] = {"asin": MANY[0], "is_active": False}  # type: ignore[dict-item]
    again = api.b.post("/v1/tracked-products:batch", json={"products": products})
    assert again.json()["data"] == {
        "received_count": 500,
        "new_count": 0,
        "changed_count": 1,
    }
    listed = [each["asin"] for each in all_of(api.b, "/v1/tracked-products", limit=99)]
    assert listed == sorted([MAIN, *MANY[:500]])
    assert [
        each["asin"]
        for each in all_of(api.b, "/v1/tracked-products", is_active="false")
    ] == [MANY[0]]
    too_many = {"products": [{"asin": asin} for asin in MANY[:501]]}
    problem(
        api.b.post("/v1/tracked-products:batch", json=too_many), 422, "invalid-request"
    )
    twice = {"products": [{"asin": MANY[0]}, {"asin": MANY[0]}]}
    found = problem(
        api.b.post("/v1/tracked-products:batch", json=twice), 422, "invalid-request"
    )
    assert "named twice" in found["detail"]
    wrong = {"products": [{"asin": MAIN}, {"asin": "b0"}]}
    found = problem(
        api.b.post("/v1/tracked-products:batch", json=wrong), 422, "invalid-request"
    )
    assert found["errors"][0]["pointer"] == "/products/1/asin"
    with psycopg.connect(api.database.owner, autocommit=True) as connection:
        connection.execute(
            "delete from app.tracked_products where tenant_id = %s and asin <> %s",
            [TENANT_B, MAIN],
        )


# Competitors.


def test_a_group_is_made_with_members_changed_and_removed(api: Api) -> None:
    made = api.a.post(
        "/v1/competitive-groups",
        json={"name": "Mugs", "asin_main": MANY[0], "members": [MANY[1], MANY[2]]},
    )
    assert made.status_code == 201, made.text
    group = made.json()["data"]
    path = f"/v1/competitive-groups/{group['id']}"
    assert made.headers["location"] == path
    assert [member["asin"] for member in group["members"]] == [MANY[1], MANY[2]]
    assert group["members"][0]["title"] == "Mug number 1"
    assert all_of(api.a, "/v1/competitive-groups", asin_main=MANY[0]) == [group]
    assert all_of(api.b, "/v1/competitive-groups") == []
    more = api.a.put(f"{path}/members/{MANY[3]}", json={"is_active": False})
    assert [m["is_active"] for m in more.json()["data"]["members"]] == [
        True,
        True,
        False,
    ]
    assert api.a.delete(f"{path}/members/{MANY[1]}").status_code == 204
    problem(api.a.delete(f"{path}/members/{MANY[1]}"), 404, "not-found")
    itself = api.a.put(f"{path}/members/{MANY[0]}", json={})
    problem(itself, 422, "invalid-request")
    etag = api.a.get(path).headers["etag"]
    renamed = api.a.patch(
        path, json={"name": "Cups", "description": "x"}, headers={"If-Match": etag}
    )
    assert renamed.json()["data"]["name"] == "Cups"
    problem(
        api.a.patch(path, json={"name": "y"}, headers={"If-Match": etag}),
        412,
        "precondition-failed",
    )
    taken = {"name": "Cups", "asin_main": MAIN}
    problem(api.a.post("/v1/competitive-groups", json=taken), 409, "conflict")
    assert api.a.delete(path).status_code == 204
    problem(api.a.get(path), 404, "not-found")


def test_a_link_is_made_once_and_ended(api: Api) -> None:
    path = f"/v1/competitor-links/{MANY[5]}/{MANY[6]}"
    made = api.a.put(path)
    assert made.status_code == 200, made.text
    assert api.a.put(path).json() == made.json()
    linked = all_of(api.a, "/v1/competitor-links", asin=MANY[6])
    assert linked == [made.json()["data"]]
    assert all_of(api.b, "/v1/competitor-links", asin=MANY[6]) == []
    assert api.a.delete(path).status_code == 204
    problem(api.a.delete(path), 404, "not-found")
    itself = api.a.put(f"/v1/competitor-links/{MAIN}/{MAIN}")
    assert "itself" in problem(itself, 422, "invalid-request")["detail"]
    problem(api.a.put("/v1/competitor-links/B0/B1"), 422, "invalid-request")


def test_each_tenant_is_shown_its_own_competitors(api: Api) -> None:
    path = f"/v1/competitions/{MAIN}"
    for _ in range(2):
        for client, expected in ((api.a, OTHER), (api.b, THIRD), (api.viewer, OTHER)):
            compared = client.get(path).json()["data"]
            assert [each["asin"] for each in compared["competitors"]] == [expected]
            assert {each["asin"] for each in compared["scores"]} == {MAIN, expected}
    etags = {client.get(path).headers["etag"] for client in (api.a, api.b)}
    assert len(etags) == 2
    assert api.a.get(path).headers["x-cache"] in ("hit", "l1")
    anonymous = httpx.get(f"{api.url}{path}").json()["data"]
    assert anonymous["competitors"] == []


# Channels and messages.


def test_a_secret_is_shown_once(api: Api) -> None:
    made = api.a.post(
        "/v1/notification-channels",
        json={
            "name": "Hook",
            "channel_type": "webhook",
            "target": "https://example.com/hook",
        },
        headers={"Idempotency-Key": '"hook"'},
    )
    assert made.status_code == 201, made.text
    NewNotificationChannelAnswer.model_validate_json(made.content)
    secret = made.json()["secret"]
    assert secret.startswith("whsec_")
    channel = made.json()["data"]
    path = f"/v1/notification-channels/{channel['id']}"
    changed = api.a.patch(path, json={"name": "Hooks", "is_active": False})
    assert changed.json()["data"] == channel | {"name": "Hooks", "is_active": False}
    listed = api.a.get("/v1/notification-channels")
    for answer in (api.a.get(path), changed, listed):
        assert "whsec_" not in answer.text
        assert "secret" not in answer.text
    with psycopg.connect(api.database.owner) as connection:
        [[kept]] = connection.execute(
            "select c.secret from app.notification_channels as c where c.id = %s",
            [channel["id"]],
        )
    assert kept == secret
    new = {"name": "Wrong", "channel_type": "webhook"}
    for wrong in (
        *("http://example.com", "ftp://x", "ops@example.com", "https://a b"),
        *("HTTPS://example.com", "https:example.com", "//example.com", "https://"),
        *(" https://example.com", "https://a\tb", "https://a\nb", "javascript:x"),
    ):
        for answer in (
            api.a.patch(path, json={"target": wrong}),
            api.a.post("/v1/notification-channels", json=new | {"target": wrong}),
        ):
            assert "https" in problem(answer, 422, "invalid-request")["detail"]
    assert api.a.delete(path).status_code == 204


def test_the_address_of_slack_is_not_told(api: Api) -> None:
    made = api.a.post(
        "/v1/notification-channels",
        json={
            "name": "Slack",
            "channel_type": "slack",
            "target": "https://hooks.slack.com/services/T000/B000/verysecret",
        },
    )
    assert made.json()["data"]["target"] == "https://hooks.slack.com/..."
    assert made.json()["secret"] is None
    api.a.delete(made.headers["location"])


def test_messages_are_listed(api: Api) -> None:
    channel = api.a.post(
        "/v1/notification-channels",
        json={"name": "Mail", "channel_type": "email", "target": "ops@example.com"},
    ).json()["data"]
    with psycopg.connect(api.database.owner, autocommit=True) as connection:
        for number in range(5):
            connection.execute(
                "insert into core.notifications (tenant_id, channel_id, kind, alert_id,"
                " alert_date, due_at, created_at, status) values (%s, %s, 'alert', %s,"
                " '2026-06-11', now(), '2026-06-11 12:00+00', %s)",
                [
                    TENANT_A,
                    channel["id"],
                    number + 1,
                    "sent" if number else "dead",
                ],
            )
    found = all_of(api.a, "/v1/notifications", channel_id=channel["id"], limit=2)
    assert len({each["id"] for each in found}) == 5
    dead = all_of(api.a, "/v1/notifications", status="dead", alert_id=1)
    assert len(dead) == 1
    assert all_of(api.b, "/v1/notifications") == []
    api.a.delete(f"/v1/notification-channels/{channel['id']}")
    assert all_of(api.a, "/v1/notifications", channel_id=channel["id"]) == []


# Operation.


def test_jobs_are_listed_and_shown(api: Api) -> None:
    found = all_of(
        api.installation, "/v1/jobs", source="test", status="SUCCESS", limit=1
    )
    assert len(found) >= 3
    job = found[-1]
    assert job["accepted_count"] == len(MANY) + 5
    assert job["duration_ms"] > 0 and job["stage_ms"]
    shown = api.installation.get(f"/v1/jobs/{job['job_id']}")
    assert shown.json()["data"] == job
    problem(api.installation.get("/v1/jobs/none/such"), 404, "not-found")
    problem(api.installation.get("/v1/jobs/%00"), 404, "not-found")
    assert all_of(api.installation, "/v1/jobs", status="FAILED") == []


def test_freshness_counts_the_tenants_own_products(api: Api) -> None:
    answer = api.a.get("/v1/data-freshness")
    FreshnessAnswer.model_validate_json(answer.content)
    latest = next(
        e for e in answer.json()["data"] if e["table_name"] == "product_latest"
    )
    assert latest["marketplace"] == "US"
    assert latest["tracked_product_count"] == 1
    assert "product_count" not in latest


# Lines.


def table(response: httpx.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(response.text, newline="")))


def test_lists_and_series_can_be_had_as_csv_and_ndjson(api: Api) -> None:
    for path, count in (
        ("/v1/products", len(MANY) + 6),
        ("/v1/alerts", len(all_of(api.a, "/v1/alerts"))),
        ("/v1/tracked-products", 1),
        (f"/v1/products/{OTHER}/metrics", 3),
        (f"/v1/products/{OTHER}/deltas", 3),
        (f"/v1/products/{OTHER}/rollups", 3),
        (f"/v1/competitions/{MAIN}", 3),
    ):
        rows = table(api.a.get(path, headers={"Accept": "text/csv"}))
        lines = api.a.get(path, headers={"Accept": "application/x-ndjson"})
        assert lines.headers["content-type"] == "application/x-ndjson"
        objects = [json.loads(line) for line in lines.text.splitlines()]
        assert len(rows) == len(objects) == count, path
        for row, each in zip(rows, objects, strict=True):
            assert set(row) == set(each), path
    whose = table(
        api.a.get(f"/v1/products/{OTHER}/metrics", headers={"Accept": "text/csv"})
    )
    assert {(r["asin"], r["marketplace"], r["currency"]) for r in whose} == {
        (OTHER, "US", "USD")
    }
    assert [row["price"] for row in whose] == ["30.00", "25.00", "20.00"]


def test_no_cell_is_a_formula_and_quotes_and_lines_survive(api: Api) -> None:
    answer = api.a.get("/v1/products?q=hyperlink", headers={"Accept": "text/csv"})
    [row] = table(answer)
    assert row["title"].startswith("'=HYPERLINK(")
    assert '"two"' in row["title"]
    negative = table(
        api.a.get(f"/v1/products/{OTHER}/deltas", headers={"Accept": "text/csv"})
    )
    assert negative[1]["price_delta"] == "-5.00"
    assert negative[0]["price_delta"] == ""
    [named] = table(
        api.a.get(f"/v1/products?q={UNICODE}", headers={"Accept": "text/csv"})
    )
    assert named["title"] == "Café-Kännchen für 日本茶 🙂"


def test_an_export_has_a_page_where_one_is_asked_for(api: Api) -> None:
    accept = {"Accept": "text/csv"}
    response = api.a.get("/v1/products?limit=10&sort=price", headers=accept)
    found = [row["asin"] for row in table(response)]
    response = api.a.get(response.links["next"]["url"], headers=accept)
    found += [row["asin"] for row in table(response)]
    assert found == asins(api.a, sort="price")[:20]


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/json"),
        ("text/html, */*;q=0.1", "application/json"),
        ("application/json;q=0.5, text/csv", "text/csv"),
        ("text/csv;q=0.1, application/ndjson;q=0.2", "application/x-ndjson"),
        ("text/csv;q=0, application/*", "application/json"),
    ],
)
def test_the_preferred_form_is_given(api: Api, accept: str, content_type: str) -> None:
    answer = api.a.get(f"/v1/products/{MAIN}/metrics", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(content_type)


def test_another_form_is_refused(api: Api) -> None:
    for path in ("/v1/products", "/v1/alerts", f"/v1/products/{MAIN}/metrics"):
        for accept in ("text/html", "application/xml", "text/csv;q=0", "nonsense"):
            answer = api.a.get(path, headers={"Accept": accept})
            problem(answer, 406, "not-acceptable")


def test_metrics_can_be_asked_between_two_days(api: Api) -> None:
    path = f"/v1/products/{OTHER}/metrics"
    found = api.a.get(f"{path}?from=2026-06-11&to=2026-06-12").json()["data"]
    assert found["range_days"] == 2
    assert [day["date"] for day in found["days"]] == ["2026-06-11", "2026-06-12"]
    deltas = f"/v1/products/{OTHER}/deltas?from=2026-06-11&to=2026-06-11"
    assert len(api.a.get(deltas).json()["data"]["days"]) == 1
    for query in (
        "from=2026-06-11",
        "to=2026-06-11",
        "from=2026-06-12&to=2026-06-11",
        "from=2025-06-11&to=2026-06-12",
        "from=x&to=y",
    ):
        problem(api.a.get(f"{path}?{query}"), 422, "invalid-request")


# Who may, and what is wrong with a question.


def ids_of(client: httpx.Client) -> dict[str, int]:
    """Things of a tenant, made anew, by the path they are under."""
    made = {}
    for path, body in (
        ("/v1/alert-rules", {"name": "Mine", "rule_type": "price"}),
        ("/v1/competitive-groups", {"name": "Mine", "asin_main": MAIN}),
        (
            "/v1/notification-channels",
            {"name": "Mine", "channel_type": "email", "target": "a@example.com"},
        ),
    ):
        made[path] = client.post(path, json=body).json()["data"]["id"]
    made["/v1/alerts"] = all_of(client, "/v1/alerts")[0]["id"]
    assert client.post(f"/v1/recommendations/{MAIN}:refresh").is_success
    asked = client.post(f"/v1/competitions/{MAIN}/report:refresh", json={})
    made["/v1/report-jobs"] = asked.json()["data"]["id"]
    return made


def test_a_viewer_reads_and_changes_nothing(api: Api) -> None:
    for endpoint in ENDPOINTS:
        path = api.path(endpoint).replace("{id:int}", "1")
        path = path.replace("{asin_main}", MAIN).replace("{asin_comp}", OTHER)
        path = path.replace("{job_id:path}", "none")
        answer = api.viewer.request(endpoint.method, path)
        if endpoint.is_change or endpoint.is_for_installation:
            problem(answer, 403, "forbidden")
        else:
            assert answer.status_code in (200, 404), answer.text


def test_a_public_key_reads_facts_alone(api: Api) -> None:
    for path in ("/v1/products?q=kettle", "/v1/marketplaces", "/v1/categories"):
        assert api.public.get(path).status_code == 200
    own = ("/v1/products?tracked=true", "/v1/portfolio", "/v1/alerts")
    for path in (*own, "/v1/tracked-products"):
        problem(api.public.get(path), 403, "forbidden")


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/v1/products?limit=0", "limit"),
        ("/v1/products?limit=201", "limit"),
        ("/v1/products?limit=1e2", "limit"),
        ("/v1/products?limit=-1", "limit"),
        ("/v1/products?sort=title", "sort"),
        ("/v1/products?sort=price;drop", "sort"),
        ("/v1/products?price_min=-1", "price_min"),
        ("/v1/products?price_min=NaN", "price_min"),
        ("/v1/products?price_max=1e99", "price_max"),
        ("/v1/products?in_stock=yes", "in_stock"),
        ("/v1/products?marketplace=USA", "marketplace"),
        ("/v1/products?q=", "q"),
        ("/v1/products?q=%20", "q"),
        ("/v1/products?q=a%00b", "q"),
        (f"/v1/products?q={'x' * 201}", "q"),
        ("/v1/products?limits=1", "limits"),
        ("/v1/products?limit=1&limit=2", "limit"),
        ("/v1/products?cursor=abc", "cursor"),
        ("/v1/products?cursor=%F0%9F%99%82", "cursor"),
        ("/v1/alerts?kind=SPIKE", "kind"),
        ("/v1/alerts?severity=urgent", "severity"),
        ("/v1/alerts?asin=B0", "asin"),
        ("/v1/alerts?rule_id=0", "rule_id"),
        ("/v1/alerts?rule_id=99999999999999999999", "rule_id"),
        ("/v1/alerts?since=2026-02-30", "since"),
        ("/v1/alerts?until=yesterday", "until"),
        ("/v1/alerts?unread=1", "unread"),
        ("/v1/alerts?unread=True", "unread"),
        ("/v1/alerts?since=1899-12-31", "since"),
        ("/v1/alerts?since=1780000000", "since"),
        ("/v1/alerts?since=2026-03-01T00:00:00", "since"),
        ("/v1/alerts?rule_id=1.0", "rule_id"),
        ("/v1/alerts?limit=%2B5", "limit"),
        ("/v1/alerts?limit=%205", "limit"),
        ("/v1/jobs?status=DONE", "status"),
        ("/v1/alert-rules/1?x=1", "x"),
    ],
)
def test_a_wrong_argument_is_named(api: Api, path: str, parameter: str) -> None:
    client = api.installation if path.startswith("/v1/jobs") else api.a
    found = problem(client.get(path), 422, "invalid-request")
    assert [fault["parameter"] for fault in found["errors"]] == [parameter]


def test_words_that_are_none_are_told(api: Api) -> None:
    found = problem(api.a.get("/v1/products?q=!!!"), 422, "invalid-request")
    assert found["detail"].startswith("No word to search for in q.")
    problem(api.a.get("/v1/products?sort=relevance"), 422, "invalid-request")


@pytest.mark.parametrize("text", STRANGE)
def test_strange_texts_are_only_texts(api: Api, text: str) -> None:
    for name in ("q", "brand", "category"):
        answer = api.a.get("/v1/products", params={name: text})
        assert answer.status_code in (200, 422), answer.text
        if name != "q":
            assert answer.json()["data"] == []
    jobs = api.installation.get("/v1/jobs", params={"source": text})
    assert jobs.json()["data"] == []
    job = api.installation.get(f"/v1/jobs/{text.replace('/', '')}")
    problem(job, 404, "not-found")
    made = api.a.post(
        "/v1/alert-rules",
        json={
            "name": text,
            "rule_type": "price",
            "scope_type": "brand",
            "scope_brand": text,
        },
    )
    assert made.status_code == 201, made.text
    assert made.json()["data"]["name"] == text
    assert text in made.json()["data"]["sentence"]
    assert api.a.delete(made.headers["location"]).status_code == 204


def test_a_cursor_is_of_its_question_alone(api: Api) -> None:
    def cursor_of(client: httpx.Client, path: str, **query: Any) -> str:
        page = client.get(path, params={"limit": 1} | query).json()
        return str(page["page"]["next_cursor"])

    cursor = cursor_of(api.a, "/v1/products", sort="price")
    assert api.a.get(
        "/v1/products", params={"sort": "price", "cursor": cursor, "limit": 99}
    ).is_success
    tampered = [cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB"), cursor[:-3]]
    tampered += ["A" + cursor[1:] if cursor[0] != "A" else "B" + cursor[1:], "*", "é"]
    tampered.append(cursor_of(api.a, "/v1/alerts"))
    questions: list[tuple[httpx.Client, str, dict[str, str]]] = [
        (api.a, "/v1/products", {"cursor": cursor}),
        (api.a, "/v1/products", {"cursor": cursor, "sort": "-price"}),
        (api.a, "/v1/products", {"cursor": cursor, "sort": "price", "brand": "x"}),
        (
            api.a,
            "/v1/products",
            {"cursor": cursor, "sort": "price", "marketplace": "UK"},
        ),
        (api.b, "/v1/products", {"cursor": cursor, "sort": "price"}),
        (api.a, "/v1/alerts", {"cursor": cursor}),
        *(
            (api.a, "/v1/products", {"cursor": wrong, "sort": "price"})
            for wrong in tampered
        ),
    ]
    for client, path, query in questions:
        found = problem(client.get(path, params=query), 422, "invalid-request")
        assert found["errors"][0]["parameter"] == "cursor"


LISTS = [endpoint for endpoint in ENDPOINTS if endpoint.is_list]
# No UTF-8, no JSON, no array, and arrays of nothing, of what no list has, of too much.
STRANGE_KEYS = (
    b"\xff\xfe",
    b'["\xc3"]',
    b"",
    b"[",
    b"[1,]",
    b"[NaN]",
    b'["\\ud800"]',
    b"null",
    b"1",
    b'"x"',
    b'{"0": 1}',
    b"[]",
    b"[null]",
    b"[[1]]",
    b"[{}]",
    b"[1.5]",
    b"[99999999999999999999]",
    b'["x", "x", "x", "x", "x", "x"]',
    b"[null, null]",
    b"[1, 2, 3]",
    b"[" * 300,
)


def made_up(api: Api, endpoint: Endpoint, key: bytes, **asked: Any) -> str:
    """A cursor of tenant A with any key: the check is no secret."""
    fields = endpoint.parameters.model_fields
    values = {name: field.default for name, field in fields.items()}
    tenant = DEFAULT_TENANT if endpoint.is_for_installation else TENANT_A
    values |= asked | {"tenant_id": tenant}
    if "brand_id" in endpoint.path_names:
        values["brand_id"] = api.brands[tenant]
    if "asin" in endpoint.path_names:
        values["asin"] = MAIN
    del values["limit"], values["cursor"]
    return write_cursor(question_of(endpoint.path, tenant, values), key)


@pytest.mark.parametrize("endpoint", LISTS, ids=lambda e: e.operation_id)
def test_a_cursor_that_somebody_makes_up_is_refused_too(
    api: Api, endpoint: Endpoint
) -> None:
    client = api.installation if endpoint.is_for_installation else api.a
    accepts = ["application/json"] + (["text/csv"] if endpoint.row else [])
    # Right in form, with values that the list does not have.
    wrong: list[list[Any]]
    wrong = [[f"{kind}\0" for kind in shape] for shape in endpoint.page_keys]
    wrong += [[2**63] * len(shape) for shape in endpoint.page_keys]
    keys = [*STRANGE_KEYS, *(json.dumps(key).encode() for key in wrong)]
    for key in keys:
        for accept in accepts:
            answer = client.get(
                api.path(endpoint),
                params={"cursor": made_up(api, endpoint, key)},
                headers={"Accept": accept},
            )
            found = problem(answer, 422, "invalid-request")
            assert found["errors"][0]["parameter"] == "cursor", key


@pytest.mark.parametrize("sort", ["price", "-reviews", "latest_date", None])
def test_a_made_up_cursor_of_another_sort_is_refused(
    api: Api, sort: str | None
) -> None:
    [products] = [e for e in LISTS if e.operation_id == "list_products"]
    cursor = made_up(api, products, b'["now()", "x"]', sort="price")
    assert (
        api.a.get("/v1/products", params={"sort": "price", "cursor": cursor})
        .json()["detail"]
        .startswith("The cursor does not belong")
    )
    sent = {"cursor": cursor} | ({"sort": sort} if sort else {})
    problem(api.a.get("/v1/products", params=sent), 422, "invalid-request")


@pytest.mark.parametrize("endpoint", LISTS, ids=lambda e: e.operation_id)
def test_a_cursor_that_is_made_up_well_goes_on_where_it_says(
    api: Api, endpoint: Endpoint
) -> None:
    """Else the test above would be passed by a check that is computed wrongly."""
    values: dict[Any, Any] = {int: 1, str: "x"}
    rows = {
        "list_alert_suppressions": ["2026-06-10", "x", "US", "x", 1],
        "list_notifications": ["2026-06-10", str(TENANT_A)],
        "list_brand_segments": [f"{SUNDAY}", MAIN, "US"],
        "list_brand_queries": [f"{SUNDAY}", 500, "US", "steel kettle"],
        "list_brand_query_changes": [0, f"{SUNDAY}", "US", "steel kettle"],
        "list_brand_query_products": [f"{SUNDAY}", 500, "US", "steel kettle", MAIN],
        "list_brand_coverage": [f"{SUNDAY}", MAIN, "US"],
        "list_brand_performance": [f"{SUNDAY}", "US"],
        "list_compared_products": [1, 1, MAIN, "US"],
        "list_product_failed_days": [f"{SUNDAY}"],
        "list_product_reviews": [f"{SUNDAY}", "x"],
        "list_competitor_suggestions": [50, MAIN],
    }
    key = rows.get(endpoint.operation_id) or [values[v] for v in endpoint.page_keys[0]]
    client = api.installation if endpoint.is_for_installation else api.a
    cursor = made_up(api, endpoint, json.dumps(key).encode())
    answer = client.get(api.path(endpoint), params={"cursor": cursor})
    assert answer.status_code == 200


def test_paths_and_methods_that_there_are_not(api: Api) -> None:
    for path in ("/v1/alerts/x", "/v1/alert-rules/-1", f"/v1/alerts/{10**30}"):
        problem(api.a.get(path), 404, "not-found")
    for method, path, allowed in (
        ("GET", "/v1/alerts/1:acknowledge", "POST"),
        ("POST", "/v1/alerts", "GET, HEAD"),
        ("PUT", "/v1/alert-rules", "GET"),
        ("GET", "/v1/tracked-products:batch", "POST"),
    ):
        answer = api.a.request(method, path)
        problem(answer, 405, "method-not-allowed")
        assert allowed in answer.headers["allow"]


def test_every_answer_is_what_the_document_says(api: Api) -> None:
    made = ids_of(api.b)
    api.b.put(f"/v1/tracked-products/{MAIN}", json={})
    job = all_of(api.installation, "/v1/jobs")[0]["job_id"]
    checked = set()
    for endpoint in ENDPOINTS:
        if endpoint.is_cached or endpoint.is_change or endpoint.model is None:
            continue
        if endpoint.operation_id == "get_recommendation_action":
            continue  # Thin data recommends nothing; test_recommendations reads one.
        base = endpoint.path.partition("/{id:int}")[0]
        path = api.path(endpoint, TENANT_B)
        path = path.replace("{id:int}", str(made.get(base)))
        path = path.replace("{job_id:path}", job)
        client = api.installation if endpoint.is_for_installation else api.b
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        endpoint.model.model_validate_json(answer.content, strict=False)
        if endpoint.is_list:
            assert set(answer.json()) == {"data", "page", "meta"}
        checked.add(endpoint.operation_id)
    assert len(checked) >= 16
    for base, number in made.items():
        if base != "/v1/alerts":
            api.b.delete(f"{base}/{number}")


def test_ids_are_not_uuid_of_tenants(api: Api) -> None:
    """No answer tells a tenant's key."""
    for endpoint in ENDPOINTS:
        if endpoint.is_list:
            client = api.installation if endpoint.is_for_installation else api.a
            text = client.get(api.path(endpoint)).text
            for tenant in (TENANT_A, TENANT_B, UUID(int=1)):
                assert str(tenant) not in text


# Sent twice.


def test_an_alert_is_marked_with_or_without_a_key(api: Api) -> None:
    [alert, *_] = all_of(api.a, "/v1/alerts")
    path = f"/v1/alerts/{alert['id']}:acknowledge"
    assert api.a.post(path).status_code == 200
    headers = {"Idempotency-Key": f'"{uuid4()}"'}
    for is_again in (False, True):
        answer = api.a.post(path, headers=headers)
        assert answer.status_code == 200
        assert ("idempotent-replayed" in answer.headers) == is_again
    # The key stands for this alert, not for another one; another tenant's is its own.
    other = f"/v1/alerts/{alert['id'] + 1}:acknowledge"
    problem(api.a.post(other, headers=headers), 422, "idempotency-key-reused")
    problem(api.b.post(path, headers=headers), 404, "not-found")
    unquoted = {"Idempotency-Key": "unquoted"}
    problem(api.a.post(path, headers=unquoted), 400, "idempotency-key-required")
