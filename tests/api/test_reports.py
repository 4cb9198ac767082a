"""Competition reports over HTTP: requests, versions, documents, caches and tenants."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import psycopg
import pytest
from redis import Redis

from api.resources.common_models import ProblemDocument
from api.resources.reports import REPORT, DifferencesAnswer
from tests.support.access import TENANT_A, TENANT_B, bearer, make_key, make_tenants
from tests.support.api import DAY, api_process, execute, observe
from tests.support.databases import Database, janitor, prepare_clone
from tests.support.waiting import wait_until

# Main products, each of a test of its own, and their competitors.
STORY, DOCUMENT, LIMITED, WEIGHED = (f"B0MAIN000{n}" for n in range(1, 5))
FIRST, SECOND, FOREIGN = "B0RIVAL001", "B0RIVAL002", "B0FOREIGN1"
ALONE, ABSENT = "B0ALONE001", "B0ABSENT01"
PRICES = {
    **dict.fromkeys((STORY, DOCUMENT, LIMITED, WEIGHED, ALONE), 20.0),
    FIRST: 25.0,
    SECOND: 30.0,
    FOREIGN: 5.0,
}
COMPARE = """
    with made as (
        insert into core.competitive_groups (tenant_id, name, asin_main)
        values (%(tenant)s, %(main)s, %(main)s)
        returning id
    )
    insert into core.competitive_group_members (group_id, tenant_id, asin)
    select m.id, %(tenant)s, r.asin
    from made as m
    cross join unnest(%(rivals)s::text[]) as r (asin)
"""


@dataclass(frozen=True)
class Api:
    """A running API of two tenants that compare the same products with others."""

    database: Database
    a: httpx.Client
    b: httpx.Client
    viewer: httpx.Client
    public: httpx.Client

    def generate(self) -> None:
        """Run the job that makes reports."""
        execute(self.database.owner, "select ops.generate_reports()")

    def observe(self, days: int, **changes: float) -> None:
        """Load a later day, with other prices of some products."""
        day = DAY + timedelta(days=days)
        observe(self.database.owner, PRICES | changes, day)

    def made(self, asin: str) -> int:
        """Let tenant A request a report and the job make it; return its version."""
        asked = self.a.post(f"/v1/competitions/{asin}/report:refresh", json={})
        assert asked.status_code == 202, asked.text
        self.generate()
        job = self.a.get(asked.headers["location"]).json()["data"]
        assert job["status"] == "succeeded", job
        return int(job["version"])


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
    with janitor(server, f"reports_{worker_id}_{os.getpid()}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        owner = database.owner
        make_tenants(owner)
        observe(owner, PRICES)
        # Groups of a month: the job makes what is asked for, and each group once.
        with psycopg.connect(owner, autocommit=True) as connection:
            for tenant, rivals in (
                (TENANT_A, [FIRST, SECOND]),
                (TENANT_B, [FIRST, FOREIGN]),
            ):
                for main in (STORY, DOCUMENT, LIMITED, WEIGHED):
                    if tenant == TENANT_A or main in (STORY, LIMITED, WEIGHED):
                        values = {"tenant": tenant, "main": main, "rivals": rivals}
                        connection.execute(COMPARE, values)
            connection.execute(
                "update core.competitive_groups set analysis_frequency = '1 month'"
            )
            connection.execute("select ops.refresh_dirty()")
            # As if the scheduled ones had been made.
            connection.execute(
                "insert into ops.report_checks "
                "(asin_main, marketplace, tenant_id, checked_at) "
                "select g.asin_main, g.marketplace, g.tenant_id, now() "
                "from core.competitive_groups as g"
            )
        keys = [
            make_key(owner, TENANT_A, role="operator"),
            make_key(owner, TENANT_B, role="operator"),
            make_key(owner, TENANT_A, role="viewer"),
            make_key(owner, TENANT_A, "public", role="viewer"),
        ]
        log = tmp_path_factory.mktemp("api") / "api.log"
        with api_process(database, redis_url, log) as (url, _):
            clients = [
                httpx.Client(base_url=url, headers=bearer(key), timeout=60)
                for key in keys
            ]
            try:
                yield Api(database, *clients)
            finally:
                for client in clients:
                    client.close()


def problem(response: httpx.Response, status: int, code: str) -> str:
    """Check that an answer is this problem; return its sentence."""
    assert response.status_code == status, response.text
    ProblemDocument.model_validate_json(response.content)
    found = response.json()
    assert found["type"] == f"/problems/{code}"
    assert found["detail"].endswith("."), found
    return str(found["detail"])


def path(asin: str, what: str = "report") -> str:
    return f"/v1/competitions/{asin}/{what}"


def is_served(client: httpx.Client, asin: str) -> bool:
    """Whether a tenant has a report: what was not there is kept for a moment too."""
    return client.get(path(asin)).status_code == 200


def test_a_report_is_requested_made_read_and_replaced(api: Api) -> None:
    detail = problem(api.a.get(path(STORY)), 404, "not-found")
    assert detail == (
        f"There is no report of {STORY} in marketplace US: request one with POST "
        "/v1/competitions/{asin}/report:refresh.".replace("{asin}", STORY)
    )
    asked = api.a.post(path(STORY, "report:refresh"), json={"depth": "standard"})
    assert asked.status_code == 202, asked.text
    job = asked.json()["data"]
    assert (job["status"], job["asin_main"], job["version"]) == ("queued", STORY, None)
    location = asked.headers["location"]
    assert location == f"/v1/report-jobs/{job['id']}"
    assert api.a.get(location).json()["data"] == job
    # A request that waits is not made twice.
    again = api.a.post(path(STORY, "report:refresh"), json={})
    assert again.headers["location"] == location
    api.generate()
    done = api.a.get(location).json()["data"]
    assert (done["status"], done["version"], done["error"]) == ("succeeded", 1, None)
    assert done["finished_at"] is not None

    # From Postgres, then from the cache, until there is another version.
    wait_until(partial(is_served, api.a, STORY))
    wait_until(lambda: api.a.get(path(STORY)).headers["x-cache"] in ("hit", "l1"))
    first = api.a.get(path(STORY))
    assert REPORT.model is not None
    REPORT.model.model_validate_json(first.content)
    report = first.json()["data"]
    assert (report["version"], report["as_of"]) == (1, str(DAY))
    texts = [each["text"] for each in report["summary"]["price"]]
    assert f"Kettle {FIRST} is dearer, by 5.00 USD: 20 % of its price." in texts
    held = api.a.get(path(STORY), headers={"If-None-Match": first.headers["etag"]})
    assert (held.status_code, held.content) == (304, b"")

    api.observe(1, **{FIRST: 15.0})
    assert api.a.get(path(STORY)).json()["data"]["version"] == 1
    assert api.made(STORY) == 2
    wait_until(lambda: api.a.get(path(STORY)).json()["data"]["version"] == 2)
    second = api.a.get(
        path(STORY), headers={"If-None-Match": first.headers["etag"]}
    ).json()["data"]
    changes = [each["text"] for each in second["summary"]["changes"]]
    assert changes == [
        f"The price of Kettle {FIRST} changed from 25.00 USD to 15.00 USD."
    ]
    # The same data make no other version.
    assert api.made(STORY) == 2

    old = api.a.get(path(STORY), params={"version": 1})
    assert old.json()["data"] == report
    held = api.a.get(
        path(STORY),
        params={"version": 1},
        headers={"If-None-Match": old.headers["etag"]},
    )
    assert held.status_code == 304
    missing = api.a.get(path(STORY), params={"version": 3})
    detail = problem(missing, 404, "not-found")
    assert detail.startswith(f"There is no version 3 of the report of {STORY} in")

    listed = api.a.get(path(STORY, "reports"), params={"limit": 1})
    newest = listed.json()
    assert [each["version"] for each in newest["data"]] == [2]
    assert newest["data"][0]["claim_count"] == len(second["evidence"])
    rest = api.a.get(listed.links["next"]["url"]).json()
    assert [each["version"] for each in rest["data"]] == [1]
    assert not rest["page"]["has_more"]

    answer = api.a.get(path(STORY, "reports/diff"))
    DifferencesAnswer.model_validate_json(answer.content)
    found = answer.json()
    assert found["meta"] | {"count": 0} == {
        "asin_main": STORY,
        "marketplace": "US",
        "from_version": 1,
        "to_version": 2,
        "count": 0,
    }
    differences = {each["claim_id"]: each for each in found["data"]}
    drop = differences[f"price:{FIRST}"]
    assert drop["sentence"] == f"price of Kettle {FIRST}: 25.00 USD -> 15.00 USD"
    assert (drop["change"], drop["difference"]) == ("changed", -10)
    assert f"price:{SECOND}" not in differences
    named = api.a.get(path(STORY, "reports/diff"), params={"from": 2, "to": 1}).json()
    assert {e["claim_id"]: e["difference"] for e in named["data"]}[
        f"price:{FIRST}"
    ] == 10
    unknown = api.a.get(path(STORY, "reports/diff"), params={"from": 1, "to": 7})
    assert "version 7" in problem(unknown, 404, "not-found")

    # Another tenant compares the same product, and finds nothing of it.
    detail = problem(api.b.get(path(STORY)), 404, "not-found")
    assert STORY in detail
    problem(api.b.get(path(STORY), params={"version": 1}), 404, "not-found")
    problem(api.b.get(path(STORY, "reports/diff")), 404, "not-found")
    problem(api.b.get(location), 404, "not-found")
    assert api.b.get(path(STORY, "reports")).json()["data"] == []
    assert FOREIGN not in api.a.get(path(STORY)).text
    # Those who may read do.
    assert api.viewer.get(path(STORY)).json()["data"] == second
    for what in ("report", "reports", "reports/diff"):
        problem(api.public.get(path(STORY, what)), 403, "forbidden")


def test_a_report_is_a_document(api: Api) -> None:
    assert api.made(DOCUMENT) == 1
    markdown = api.a.get(path(DOCUMENT), headers={"Accept": "text/markdown"})
    assert markdown.headers["content-type"] == "text/markdown; charset=utf-8"
    said = rf"Kettle {SECOND}.* is dearer, by .*\b10\.00 USD"
    assert re.search(said, markdown.text)
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    html = api.a.get(path(DOCUMENT), headers={"Accept": browser})
    assert html.headers["content-type"] == "text/html; charset=utf-8"
    assert html.headers["content-security-policy"].startswith("default-src 'none';")
    assert "<html" in html.text
    assert re.search(said, html.text)
    for answer in (markdown, html):
        assert "accept" in answer.headers["vary"].lower()
        held = api.a.get(
            path(DOCUMENT),
            headers={
                "Accept": answer.headers["content-type"].partition(";")[0],
                "If-None-Match": answer.headers["etag"],
            },
        )
        assert held.status_code == 304
    refused = api.a.get(path(DOCUMENT), headers={"Accept": "image/png"})
    detail = problem(refused, 406, "not-acceptable")
    assert "application/json, text/markdown, text/html" in detail
    absent = api.a.get(path(ALONE), headers={"Accept": "text/markdown"})
    assert f"There is no report of {ALONE}" in problem(absent, 404, "not-found")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("report?version=0", "version"),
        ("report?version=x", "version"),
        ("report?depth=basic", "accepts"),
        ("report?marketplace=XX", "marketplace"),
        ("reports?limit=0", "limit"),
        ("reports/diff?from=x", "from"),
        ("reports/diff?marketplace=XX", "marketplace"),
    ],
)
def test_wrong_questions_are_explained(api: Api, what: str, words: str) -> None:
    answer = api.a.get(path(STORY, what))
    assert words in problem(answer, 422, "invalid-request")


def test_requests_that_cannot_be_answered_say_why(api: Api) -> None:
    def asked(asin: str, **body: Any) -> httpx.Response:
        return api.a.post(path(asin, "report:refresh"), json=body)

    detail = problem(asked(ABSENT), 404, "not-found")
    assert detail.startswith(f"There is no observation of {ABSENT} in marketplace US")
    detail = problem(asked(ALONE), 422, "invalid-request")
    assert detail.startswith(f"{ALONE} has no competitors in marketplace US")
    problem(asked(STORY, depth="deep"), 422, "invalid-request")
    problem(asked(STORY, version=2), 422, "invalid-request")
    refused = api.viewer.post(path(STORY, "report:refresh"), json={})
    problem(refused, 403, "forbidden")
    problem(api.a.get("/v1/report-jobs/4000000000"), 404, "not-found")

    name = "report_requests_per_day"
    limit = "update ops.settings set value = %s where name = %s"
    with psycopg.connect(api.database.owner, autocommit=True) as connection:
        count = "select count(*) from core.report_requests where tenant_id = %s"
        [[used]] = connection.execute(count, [TENANT_A])
        connection.execute(limit, [str(used + 1), name])
        try:
            assert asked(LIMITED, depth="basic").status_code == 202
            detail = problem(asked(LIMITED), 429, "too-many-requests")
            assert detail.startswith(f"{used + 1} reports were requested in the last")
            # Another tenant has a limit of its own.
            theirs = api.b.post(path(LIMITED, "report:refresh"), json={})
            assert theirs.status_code == 202, theirs.text
        finally:
            connection.execute(limit, ["500", name])


def scores(client: httpx.Client) -> dict[str, float]:
    found = client.get(f"/v1/competitions/{WEIGHED}").json()["data"]["scores"]
    return {each["asin"]: each["composite_score"] for each in found}


def test_weights_change_the_scores_of_their_tenant(api: Api) -> None:
    rated = "update core.product_metrics_daily set rating = %s where asin = %s"
    execute(api.database.owner, rated, 3.5, WEIGHED)
    execute(api.database.owner, "select ops.refresh_dirty()")
    shown = api.a.get("/v1/score-weights").json()["data"]
    weights = {each["metric"]: each["weight"] for each in shown}
    assert weights == {each["metric"]: each["default_weight"] for each in shown}

    def refreshed() -> None:
        execute(api.database.owner, "select ops.refresh_dirty()")

    def of_price_alone(client: httpx.Client) -> bool:
        found = client.get(f"/v1/competitions/{WEIGHED}").json()["data"]["scores"]
        return all(each["composite_score"] == each["price_score"] for each in found)

    wait_until(lambda: WEIGHED in scores(api.a) and not of_price_alone(api.a))
    before, theirs = scores(api.a), scores(api.b)
    only_price = {"price": 1, "bsr": 0, "rating": 0, "reviews": 0}
    done = api.a.patch("/v1/score-weights", json=only_price)
    assert done.status_code == 200, done.text
    assert {e["metric"]: e["weight"] for e in done.json()["data"]} == only_price
    assert api.a.get("/v1/score-weights").json() == done.json()
    refreshed()
    wait_until(lambda: of_price_alone(api.a))
    assert scores(api.b) == theirs
    assert {e["weight"] for e in api.b.get("/v1/score-weights").json()["data"]} == set(
        weights.values()
    )
    for body in ({"price": -1}, {"price": 0}, {"cost": 1}, {"price": "much"}):
        refused = api.a.patch("/v1/score-weights", json=body)
        problem(refused, 422, "invalid-request")
    refused = api.viewer.patch("/v1/score-weights", json={"price": 2})
    problem(refused, 403, "forbidden")
    back = api.a.patch("/v1/score-weights", json=dict.fromkeys(only_price))
    assert {e["metric"]: e["weight"] for e in back.json()["data"]} == weights
    refreshed()
    wait_until(lambda: scores(api.a) == before)


def test_a_tenants_reports_stay_its_own(api: Api) -> None:
    """Both ask for the same product; each is shown its own competitors."""
    others = ((api.a, SECOND, FOREIGN), (api.b, FOREIGN, SECOND))
    for client, _, _ in others:
        asked = client.post(path(WEIGHED, "report:refresh"), json={})
        assert asked.status_code == 202, asked.text
    api.generate()
    for client, own, foreign in others:
        wait_until(partial(is_served, client, WEIGHED))
        for _ in range(2):
            text = client.get(path(WEIGHED)).text
            assert own in text
            assert foreign not in text
