"""Tenants see only their own over HTTP: each asks for everything of the others'.

The attacks are made of the table of endpoints, and of GraphQL's fields, so that what is
new is attacked by itself. Things are told apart by what is written in them: names and
ASINs that only one tenant has. tests/database/test_tenancy.py does the same with SQL
logins.
"""

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
import uvicorn
from graphql import GraphQLObjectType, get_named_type, is_required_argument
from redis import Redis

from api.application import create_app
from api.cache.batch_loader import CachedQuery
from api.graphql.operations import operations
from api.graphql.schema import MUTATION_ROOTS, QUERY_ROOTS, SCHEMA
from api.http import idempotency, pagination
from api.http.pagination import question_of, write_cursor
from api.resources import cached, handlers
from api.resources.common_models import ProblemDocument
from api.resources.endpoint import Endpoint
from api.resources.table import ENDPOINTS
from api.settings import DEFAULT_TENANT, Settings
from tests.support.access import TENANT_A, TENANT_B, bearer, make_key, make_tenants
from tests.support.api import DAY, MAIN, execute, free_port, observe, settings_for
from tests.support.brands import SUNDAY, brand_of, line, report
from tests.support.databases import Database, janitor, prepare_clone, wait_until

ABSENT_ID = 4_000_000_000
ABSENT_BRAND = UUID(int=4_000_000_000)
ABSENT_ASIN = "B0ABSENT00"
# What a change says where its model asks for more than a name, or for less.
BODIES: dict[str, Any] = {
    "backtest_alert_rule": {"from": f"{DAY}", "to": f"{DAY}"},
    "add_group_member": {},
    "update_recommendation_action": {"status": "approved"},
}
# What a tenant sends with a key, and another sends after it.
SENT: dict[str, Callable[["Tenant"], dict[str, Any]]] = {
    "create_alert_rule": lambda t: {"name": f"sent {t.mark}", "rule_type": "price"},
    "create_competitive_group": lambda t: {
        "name": f"sent {t.mark}",
        "asin_main": MAIN,
    },
    "track_products": lambda t: {"products": [{"asin": t.asins[0]}]},
    "backtest_alert_rule": lambda t: BODIES["backtest_alert_rule"],
    "refresh_competition_report": lambda t: {"depth": "standard"},
}
# What is the same for whom nothing of a kind belongs to: an empty list.
EMPTY_FOR_OTHERS = {"list_competition_reports"}
# Lists of products of all: what is one's own in them are the alerts, and a filter.
SHARED_LISTS = {"list_portfolio"}
# Own data in which no name stands: versions of reports, and numbers.
NAMELESS = {"list_competition_reports", "get_score_weights", "get_coverage_days"}
RAISED = """
    insert into core.alerts (
        tenant_id, rule_id, asin, marketplace, kind, date, title, message
    )
    select %(tenant)s, r.id, %(asin)s, 'US', 'STOCK_CHANGE', %(day)s, %(mark)s, 'x'
    from core.alert_rules as r
    where r.tenant_id = %(tenant)s
    order by r.id
    limit 2
    returning id
"""
SUPPRESSED = """
    insert into core.alert_suppressions (
        tenant_id, rule_id, asin, marketplace, kind, date, reason, detected_at
    )
    select %(tenant)s, a.rule_id, a.asin, 'US', 'BSR_DROP', a.date, 'snooze', now()
    from core.alerts as a
    where a.tenant_id = %(tenant)s and a.asin = %(asin)s
"""
NOTIFIED = """
    insert into core.notifications (
        tenant_id, channel_id, kind, alert_id, alert_date, due_at, created_at, status,
        error
    )
    select %(tenant)s, c.id, 'alert', a.id, a.date, now(), now(), 'dead', %(mark)s
    from app.notification_channels as c
    inner join core.alerts as a on a.tenant_id = c.tenant_id
    where c.tenant_id = %(tenant)s and a.asin = %(asin)s
"""
# Refused in words that name the tenant.
CREDENTIAL = """
    select app.set_spapi_credential(%(tenant)s, 'na', 'client', 'secret', 'token')
    where not exists (
        select from app.spapi_credentials as c where c.tenant_id = %(tenant)s
    )
"""
REFUSED = """
    update app.spapi_credentials as c
    set access_state = 'denied', access_error = %(mark)s
    where c.tenant_id = %(tenant)s and c.access_error is null
"""
RECOMMENDED = """
    insert into core.recommendation_actions (
        tenant_id, asin, marketplace, version, rule, target_field, unit, priority,
        confidence, reason, expected_effect, claims, fingerprint, proposed_at
    )
    select r.tenant_id, r.asin, r.marketplace, r.version, 'out_of_stock', 'stock',
        'days', 1, 1, s.sentence, s.sentence, '[]', '{}', r.generated_at
    from core.recommendations as r
    cross join (
        select jsonb_build_object(
            'template', %(mark)s::text, 'text', %(mark)s::text,
            'claims', '[]'::jsonb, 'tone', 'bad'
        ) as sentence
    ) as s
    where r.tenant_id = %(tenant)s and r.asin = %(main)s and r.version = 1
    returning id
"""

Leaks = set[tuple[str, str]]


@dataclass
class Tenant:
    """A tenant, its client, and what it has; `mark` stands in all of that."""

    letter: str
    tenant_id: UUID
    client: httpx.Client
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        return f"of-{self.letter}"

    @property
    def asins(self) -> list[str]:
        return [f"B0{self.letter * 4}000{number}" for number in (1, 2)]

    def is_in(self, text: str) -> bool:
        return re.search(rf"{self.mark}\b|{self.asins[0][:6]}", text) is not None


@dataclass(frozen=True)
class World:
    """A running API with tenants; the third runs the installation."""

    database: Database
    url: str
    tenants: tuple[Tenant, ...]

    def pairs(self) -> list[tuple[Tenant, Tenant]]:
        a, b, installation = self.tenants
        return [(a, b), (b, a), (a, installation), (installation, a)]


@contextmanager
def in_thread(settings: Settings) -> Iterator[str]:
    """The application in this process, where a test can plant faults in it."""
    port = free_port()
    config = uvicorn.Config(
        create_app(settings), port=port, log_config=None, proxy_headers=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def inhabited(database: Database, redis_url: str) -> Iterator[World]:
    """An API over a market, every tenant with two of everything."""
    make_tenants(database.owner)
    who = {"A": TENANT_A, "B": TENANT_B, "I": DEFAULT_TENANT}
    keys = [make_key(database.owner, who[name], role="operator") for name in "AB"]
    keys.append(make_key(database.owner, DEFAULT_TENANT, "admin", role="admin"))
    settings = settings_for(
        database.api,
        redis_url,
        anonymous_role=None,
        memory_bytes=2**20,
        # The caches stay in step for longer than a busy machine pauses.
        poll_interval=3.0,
        environment="development",
        limit_free="1000000/minute",
        limit_enterprise="1000000/minute",
    )
    with in_thread(settings) as url, ExitStack() as stack:
        tenants = tuple(
            Tenant(
                letter,
                who[letter],
                stack.enter_context(httpx.Client(base_url=url, headers=bearer(key))),
            )
            for letter, key in zip(who, keys, strict=True)
        )
        asins = [MAIN, *(asin for tenant in tenants for asin in tenant.asins)]
        for step in range(2):
            prices = {asin: 20.0 + step for asin in asins}
            observe(database.owner, prices, DAY + timedelta(days=step))
        for tenant in tenants:
            settle(database.owner, tenant)
            give_brand(database.owner, tenant)
        execute(database.owner, "select ops.refresh_dirty()")
        for depth in ("basic", "standard"):
            for tenant in tenants:
                ask_for_reports(tenant, depth)
            execute(database.owner, "select ops.generate_reports()")
        wait_until(lambda: all(is_kept(tenant) for tenant in tenants))
        yield World(database, url, tenants)


def is_kept(tenant: Tenant) -> bool:
    """Whether the caches are in step with what was made."""
    answer = tenant.client.get(f"/v1/competitions/{MAIN}")
    return answer.headers["x-cache"] in ("l1", "hit") and tenant.is_in(answer.text)


def settle(url: str, tenant: Tenant) -> None:
    """Give a tenant two of everything, through the API where it can make it."""
    for number in (1, 2):
        name = f"number {number} {tenant.mark}"
        for path, body in (
            ("/v1/alert-rules", {"name": name, "rule_type": "price"}),
            ("/v1/competitive-groups", {"name": name, "asin_main": tenant.asins[0]}),
            (
                "/v1/notification-channels",
                {"name": name, "channel_type": "email", "target": "x@example.com"},
            ),
        ):
            made = tenant.client.post(path, json=body)
            assert made.status_code == 201, made.text
            tenant.ids[path] = made.json()["data"]["id"]
        group = f"/v1/competitive-groups/{tenant.ids['/v1/competitive-groups']}"
        for path in (
            f"/v1/tracked-products/{tenant.asins[number - 1]}",
            f"{group}/members/{tenant.asins[1]}",
        ):
            assert tenant.client.put(path, json={}).status_code == 200
    for asin in tenant.asins:
        assert tenant.client.put(f"/v1/competitor-links/{MAIN}/{asin}").is_success
    own = "/".join(reversed(tenant.asins))
    assert tenant.client.put(f"/v1/competitor-links/{own}").is_success
    main = tenant.asins[1]
    assert tenant.client.put(f"/v1/competitor-links/{main}/{MAIN}").is_success
    assert tenant.client.post(f"/v1/recommendations/{main}:refresh").is_success
    values = {
        "tenant": tenant.tenant_id,
        "asin": tenant.asins[0],
        "main": main,
        "day": DAY,
        "mark": tenant.mark,
    }
    with psycopg.connect(url, autocommit=True) as connection:
        for relation in ("core.alerts", "core.alert_suppressions"):
            connection.execute("select ops.ensure_partition(%s, %s)", [relation, DAY])
        [(alert,), _] = connection.execute(RAISED, values)
        connection.execute(SUPPRESSED, values)
        connection.execute(NOTIFIED, values)
        connection.execute(CREDENTIAL, values)
        connection.execute(REFUSED, values)
        [(action,)] = connection.execute(RECOMMENDED, values)
    tenant.ids["/v1/alerts"] = alert
    tenant.ids["/v1/recommendations/actions"] = action
    # So that it is no change when it is done again.
    for mark in ("read", "acknowledge", "resolve"):
        assert tenant.client.post(f"/v1/alerts/{alert}:{mark}").is_success


def ask_for_reports(tenant: Tenant, depth: str) -> None:
    """Request reports: of what all compare, and of what it alone does."""
    for asin in (MAIN, tenant.asins[1]):
        path = f"/v1/competitions/{asin}/report:refresh"
        asked = tenant.client.post(path, json={"depth": depth})
        assert asked.status_code == 202, asked.text
    tenant.ids["/v1/report-jobs"] = asked.json()["data"]["id"]


def give_brand(url: str, tenant: Tenant) -> None:
    """Give a tenant two brands, and two weeks of reports of one."""
    for name in (f"Brand 2 {tenant.mark}", f"Brand 1 {tenant.mark}"):
        brand = brand_of(url, tenant.tenant_id, name, *tenant.asins)
    tenant.ids["/v1/brands"] = brand
    queries = [f"mug {number} {tenant.mark}" for number in (1, 2)]
    lines = [line(*each) for each in zip(tenant.asins, queries, strict=True)]
    weeks = {SUNDAY + timedelta(days=7 * week): lines for week in range(2)}
    with psycopg.connect(url) as connection:
        find = "select t.name from app.tenants as t where t.tenant_id = %s"
        [[name]] = connection.execute(find, [tenant.tenant_id])
    report(url, name, weeks)


@pytest.fixture(scope="module")
def world(
    server: Database, template: str, addresses: dict[str, str], worker_id: str
) -> Iterator[World]:
    number = 1 + int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
    redis_url = addresses["REDIS_URL"].removesuffix("/0") + f"/{number}"
    with janitor(server, f"http_isolation_{worker_id}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        with inhabited(database, redis_url) as found:
            yield found


# What is asked.


def path_of(endpoint: Endpoint, whose: Tenant | None) -> str:
    """The path with a tenant's things in it, or with such as nobody has."""
    base = endpoint.path.partition("/{id:int}")[0]
    values = {
        "{id:int}": str(whose.ids[base] if whose else ABSENT_ID)
        if "{id" in endpoint.path
        else "",
        "{brand_id:uuid}": str(whose.ids["/v1/brands"] if whose else ABSENT_BRAND),
        "{asin_main}": MAIN,
        "{asin_comp}": whose.asins[1] if whose else ABSENT_ASIN,
        "{asin}": whose.asins[1] if whose else ABSENT_ASIN,
    }
    if endpoint.is_comparison:
        values["{asin}"] = MAIN
    path = endpoint.path
    for name, value in values.items():
        path = path.replace(name, value)
    assert "{" not in path, "say here what stands for it"
    return path


def body_of(endpoint: Endpoint) -> Any:
    if endpoint.body is None:
        return None
    return BODIES.get(endpoint.operation_id, {"name": "Stolen"})


def send_with_key(endpoint: Endpoint, tenant: Tenant) -> tuple[Any, httpx.Response]:
    """Let a tenant post with a new key; what it sent, and the answer."""
    request: dict[str, Any] = {"headers": {"Idempotency-Key": f'"{uuid4()}"'}}
    if endpoint.body is not None:
        request["json"] = SENT[endpoint.operation_id](tenant)
    answer = tenant.client.post(path_of(endpoint, tenant), **request)
    assert answer.is_success, answer.text
    return request, answer


def is_own(endpoint: Endpoint) -> bool:
    """Whether an endpoint shows what is a tenant's own."""
    is_public = endpoint.requirement.is_for_public_keys
    is_fact = is_public and not endpoint.parameters.own
    if endpoint.operation_id == "list_competitor_suggestions":
        return False  # What it proposes are products, which are facts.
    return not (endpoint.is_change or endpoint.is_for_installation or is_fact)


def cell_of(asin: str) -> dict[str, Any]:
    """A score of a main product, which only its tenant compares."""
    key = {"asin_main": asin, "asin": asin, "marketplace": "US", "date": f"{DAY}"}
    cell = {"relation": "competitor_scores_daily", "column": "price_rank"}
    return cell | {"key": json.dumps(key)}


def readings(whose: Tenant) -> dict[str, str]:
    """The paths under which a tenant's own is read, by operation."""
    queries = {
        "list_products": "?tracked=true",
        "list_portfolio": "?tracked=true",
        "get_explanation": f"?{urlencode(cell_of(whose.asins[1]))}",
    }
    return {
        endpoint.operation_id: path_of(endpoint, whose)
        + queries.get(endpoint.operation_id, "")
        for endpoint in ENDPOINTS
        if is_own(endpoint)
    }


LISTS = [endpoint for endpoint in ENDPOINTS if endpoint.is_list and is_own(endpoint)]


def said(answer: httpx.Response, asked: Tenant | None) -> object:
    """All that tells one refusal from another, but for what was asked."""
    text = answer.text
    if answer.status_code >= 400:
        ProblemDocument.model_validate_json(answer.content)
        text = json.dumps(answer.json() | {"instance": ""})
    words = [str(ABSENT_ID), ABSENT_ASIN, str(ABSENT_BRAND)]
    if asked is not None:
        words = [*map(str, asked.ids.values()), *asked.asins]
    text = re.sub("|".join(rf"\b{word}\b" for word in words), "it", text)
    return answer.status_code, text, sorted(set(answer.headers) - {"content-length"})


def is_warm(tenant: Tenant, path: str) -> bool:
    """Whether a tenant's list comes from a cache."""
    return tenant.client.get(path).headers["x-cache"] in ("l1", "hit")


# The attacks: each gives the operations by which something was learned, or done.


def by_id(attacker: Tenant, victim: Tenant) -> set[str]:
    """Ask for, change and delete what another has, by what it is called.

    What is put under an ASIN becomes one's own; nobody else's is called that.
    """
    found = set()
    for endpoint in ENDPOINTS:
        is_named = "{id" in endpoint.path or endpoint.method in ("GET", "DELETE")
        if not endpoint.path_names or endpoint.key or not is_named:
            continue
        if endpoint.is_for_installation:
            continue
        if not (endpoint.is_change or is_own(endpoint)):
            continue
        path = path_of(endpoint, victim)
        requests: list[dict[str, Any]] = [{"json": body_of(endpoint)}]
        if endpoint.is_of_brand:
            wait_until(partial(is_warm, victim, path))
        if not endpoint.is_change:
            held = {"If-None-Match": victim.client.get(path).headers["etag"]}
            requests.append({"headers": held})
        if endpoint.takes_if_match:
            etag = victim.client.get(path).headers["etag"]
            requests += [
                {"json": body_of(endpoint), "headers": {"If-Match": tag}}
                for tag in (etag, "*", '"x"')
            ]
        if endpoint.takes_idempotency_key:
            requests.append(send_with_key(endpoint, victim)[0])
        for request in requests:
            theirs, absent = (
                attacker.client.request(
                    endpoint.method, path_of(endpoint, whose), **request
                )
                for whose in (victim, None)
            )
            status = 200 if endpoint.operation_id in EMPTY_FOR_OTHERS else 404
            if theirs.status_code != status or said(theirs, victim) != said(
                absent, None
            ):
                found.add(endpoint.operation_id)
    return found


def by_asin(attacker: Tenant, victim: Tenant) -> set[str]:
    """Make what another has under the same ASINs, and take it away again."""
    found = set()
    for endpoint in ENDPOINTS:
        if endpoint.method == "PUT" and "{id" not in endpoint.path:
            path = path_of(endpoint, victim)
            made = attacker.client.put(path, json={} if endpoint.body else None)
            if not made.is_success or victim.mark in made.text:
                found.add(endpoint.operation_id)
            assert attacker.client.delete(path).status_code == 204
    return found


def by_reading(attacker: Tenant, victim: Tenant) -> set[str]:
    """Read the same, in every form, after the other has warmed every cache."""
    found = set()
    for operation, path in readings(attacker).items():
        endpoint = next(e for e in ENDPOINTS if e.operation_id == operation)
        forms = ["application/json"]
        if endpoint.row is not None:
            forms += ["text/csv", "application/x-ndjson"]
        for form in forms:
            accept = {"Accept": form}
            for client in (victim.client, victim.client, attacker.client) * 2:
                answer = client.get(path, headers=accept)
                if client is attacker.client and victim.is_in(answer.text):
                    found.add(operation)
    return found


def by_filter(attacker: Tenant, victim: Tenant) -> set[str]:
    """Ask lists for what hangs on something of another's."""
    found = set()
    values: dict[str, Any] = {
        "rule_id": victim.ids["/v1/alert-rules"],
        "channel_id": victim.ids["/v1/notification-channels"],
        "alert_id": victim.ids["/v1/alerts"],
        "asin": victim.asins[0],
        "asin_main": victim.asins[0],
    }
    for endpoint in LISTS:
        for name in endpoint.parameters.model_fields:
            if name in values:
                asked = {name: values[name]}
                path = path_of(endpoint, attacker)
                answer = attacker.client.get(path, params=asked)
                if answer.json()["data"] != []:
                    found.add(endpoint.operation_id)
            elif name.endswith("_id"):
                raise AssertionError(f"say here what a {name} is")
    return found


def by_etag(attacker: Tenant, victim: Tenant) -> set[str]:
    """Ask whether another's answer still holds, which its ETag names."""
    found = set()
    for operation, path in readings(attacker).items():
        theirs = victim.client.get(path)
        held = {"If-None-Match": theirs.headers.get("etag", '"none"')}
        answer = attacker.client.get(path, headers=held)
        own = attacker.client.get(path)
        # Equal bytes, such as equally fresh data, are no secret.
        if answer.status_code == 304 and own.content != theirs.content:
            found.add(operation)
    return found


def by_cursor(attacker: Tenant, victim: Tenant) -> set[str]:
    """Go on in another's list; then in one's own, from where the other's page ended."""
    found = set()
    for endpoint in LISTS:
        path = path_of(endpoint, victim)
        page = victim.client.get(path, params={"limit": 1}).json()["page"]
        cursor = page["next_cursor"]
        assert cursor is not None, f"{endpoint.path} has one page"
        path = path_of(endpoint, attacker)
        answer = attacker.client.get(path, params={"cursor": cursor})
        if answer.status_code != 422:
            found.add(endpoint.operation_id)
        fields = endpoint.parameters.model_fields
        values: dict[str, Any] = {n: f.default for n, f in fields.items()}
        values["tenant_id"] = attacker.tenant_id
        if "brand_id" in endpoint.path_names:
            values["brand_id"] = attacker.ids["/v1/brands"]
        if "asin" in endpoint.path_names:
            values["asin"] = attacker.asins[1]
        del values["limit"], values["cursor"]
        key = base64.urlsafe_b64decode(cursor + "==")[pagination._CHECK_BYTES :]
        own = write_cursor(question_of(endpoint.path, attacker.tenant_id, values), key)
        answer = attacker.client.get(path, params={"cursor": own})
        is_shared = endpoint.operation_id in SHARED_LISTS
        is_shared |= endpoint.requirement.is_for_public_keys
        if answer.status_code != 200 or (victim.is_in(answer.text) and not is_shared):
            found.add(endpoint.operation_id)
    return found


def by_key(attacker: Tenant, victim: Tenant) -> set[str]:
    """Send what another has just sent, with its Idempotency-Key."""
    found = set()
    for endpoint in ENDPOINTS:
        if not endpoint.takes_idempotency_key or "{id" in endpoint.path:
            continue
        if endpoint.is_for_installation:
            continue
        request, theirs = send_with_key(endpoint, victim)
        answer = attacker.client.post(path_of(endpoint, attacker), **request)
        made = [each.headers.get("location") for each in (theirs, answer)]
        if (
            answer.status_code != theirs.status_code
            or "idempotent-replayed" in answer.headers
            or (made[0] is not None and made[0] == made[1])
        ):
            found.add(endpoint.operation_id)
        for tenant, location in zip((victim, attacker), made, strict=True):
            if location is not None:
                tenant.client.delete(location)
    attacker.client.delete(f"/v1/tracked-products/{victim.asins[0]}")
    return found


def by_reference(attacker: Tenant, victim: Tenant) -> set[str]:
    """Make rules about, and for, what another has."""
    found = set()
    rule = {"name": "Stolen", "rule_type": "price"}
    group = {"scope_type": "group"}
    for name, base, wrap in (
        ("channel_ids", "/v1/notification-channels", lambda value: [value]),
        ("scope_group_id", "/v1/competitive-groups", lambda value: value),
    ):
        body = rule | (group if name == "scope_group_id" else {})
        theirs, absent = (
            attacker.client.post("/v1/alert-rules", json=body | {name: wrap(value)})
            for value in (victim.ids[base], ABSENT_ID)
        )
        if theirs.is_success or said(theirs, victim) != said(absent, None):
            found.add("create_alert_rule")
        if theirs.is_success:
            attacker.client.delete(theirs.headers["location"])
    return found


def selection(kind: Any) -> str:
    """All that can be selected of a type without saying more."""
    kind = get_named_type(kind)
    if not isinstance(kind, GraphQLObjectType):
        return ""
    members = [
        f"{name} {selection(member.type)}"
        for name, member in kind.fields.items()
        if not any(map(is_required_argument, member.args.values()))
    ]
    return "{ " + " ".join(members) + " }"


def document(name: str, *, is_change: bool = False, **values: Any) -> str:
    """An operation that asks a field of Query or Mutation for everything."""
    root = SCHEMA.mutation_type if is_change else SCHEMA.query_type
    assert root is not None
    found = root.fields[name]
    known = {"asin": MAIN, "asins": [MAIN], "limit": 40, "range": "7d", "tracked": True}
    given = {n: v for n, v in (known | values).items() if n in found.args}
    if name in LISTED and name not in ("product_search", "portfolio"):
        given = {n: v for n, v in given.items() if n in ("limit", *values)}
    arguments = ", ".join(f"{n}: {json.dumps(v)}" for n, v in given.items())
    word = "mutation" if is_change else "query"
    asked = f"{name}({arguments})" if arguments else name
    return f"{word} {{ {asked} {selection(found.type)} }}"


# Fields of Query by the endpoint whose call they make.
FIELDS = {
    {"products": "product_search"}.get(name, name): endpoint
    for endpoint in ENDPOINTS
    if is_own(endpoint)
    for name in [endpoint.operation_id.partition("_")[2]]
}
LISTED = {name for name, endpoint in FIELDS.items() if endpoint.is_list}


def by_graphql(attacker: Tenant, victim: Tenant) -> set[str]:
    """The same by GraphQL: fields, ids, cursors, changes; known operations' ETags."""
    found = set()

    def ask(tenant: Tenant, text: str) -> httpx.Response:
        return tenant.client.post("/graphql", json={"query": text})

    for name, endpoint in FIELDS.items():
        operation = endpoint.operation_id
        if operation == "get_explanation":
            theirs = ask(attacker, document(name, **cell_of(victim.asins[1])))
            absent = ask(attacker, document(name, **cell_of(ABSENT_ASIN)))
        elif "{asin}" in endpoint.path and not endpoint.is_comparison:
            theirs = ask(attacker, document(name, asin=victim.asins[0]))
            absent = ask(attacker, document(name, asin=ABSENT_ASIN))
        elif "{brand_id" in endpoint.path:
            brand = str(victim.ids["/v1/brands"])
            assert victim.is_in(ask(victim, document(name, brand_id=brand)).text), name
            theirs = ask(attacker, document(name, brand_id=brand))
            absent = ask(attacker, document(name, brand_id=str(ABSENT_BRAND)))
        elif "{id" in endpoint.path:
            number = victim.ids[endpoint.path.partition("/{id:int}")[0]]
            assert victim.is_in(ask(victim, document(name, id=number)).text), name
            theirs = ask(attacker, document(name, id=number))
            absent = ask(attacker, document(name, id=ABSENT_ID))
        else:
            text = document(name)
            for tenant in (victim, victim, attacker) * 2:
                answer = ask(tenant, text)
                assert answer.status_code == 200, answer.text
                if tenant is attacker and victim.is_in(answer.text):
                    found.add(operation)
            if endpoint.is_list:
                cursor = ask(victim, document(name, limit=1)).json()["data"][name]
                after = document(name, cursor=cursor["page"]["next_cursor"])
                if ask(attacker, after).status_code != 422:
                    found.add(operation)
            continue
        assert theirs.status_code == absent.status_code == 200, theirs.text
        is_empty = theirs.json() == {"data": {name: None}}
        if operation in EMPTY_FOR_OTHERS:
            is_empty = theirs.json()["data"][name]["data"] == []
        if not is_empty or said(theirs, victim) != said(absent, None):
            found.add(operation)
    for name in MUTATION_ROOTS:
        values = (victim.ids["/v1/alerts"], ABSENT_ID)
        theirs, absent = (
            ask(attacker, document(name, is_change=True, id=value)) for value in values
        )
        if theirs.status_code != 404 or said(theirs, victim) != said(absent, None):
            found.add(name)
    for known in operations().values():
        variables = known.definition.variable_definitions or ()
        names = [variable.variable.name.value for variable in variables]
        brand = str(victim.ids["/v1/brands"])
        known_values = {"asin": MAIN, "asins": [MAIN], "brand_id": brand}
        sent = {n: v for n, v in known_values.items() if n in names}
        if known.is_mutation:
            continue
        query = {"op": known.op, "variables": json.dumps(sent)}
        theirs = victim.client.get("/graphql", params=query)
        own, held = (
            attacker.client.get("/graphql", params=query, headers=headers)
            for headers in ({}, {"If-None-Match": theirs.headers["etag"]})
        )
        is_same = own.content == theirs.content
        if victim.is_in(own.text) or (held.status_code == 304 and not is_same):
            found.add(known.name)
    return found


ATTACKS = (
    by_id,
    by_asin,
    by_reading,
    by_filter,
    by_etag,
    by_cursor,
    by_key,
    by_reference,
    by_graphql,
)


def everything(tenant: Tenant) -> dict[str, Any]:
    """All that a tenant reads of its own, but for how fresh the data of all are."""
    paths = readings(tenant)
    del paths["get_data_freshness"]
    return {
        operation: tenant.client.get(path).json()["data"]
        for operation, path in paths.items()
    }


def leaks(attacker: Tenant, victim: Tenant) -> Leaks:
    """All ways in which a tenant learns, or changes, what is another's."""
    before = everything(victim)
    found = set()
    for attack in ATTACKS:
        found |= {(name, attack.__name__) for name in attack(attacker, victim)}
    after = everything(victim)
    return found | {(name, "changed") for name in before if before[name] != after[name]}


def test_no_tenant_learns_or_changes_what_is_anothers(world: World) -> None:
    for attacker, victim in world.pairs():
        everything(victim)
        assert leaks(attacker, victim) == set(), (attacker.mark, victim.mark)


def test_what_each_reads_is_its_own(world: World) -> None:
    """What is empty would keep any secret."""
    for tenant in world.tenants:
        for operation, data in everything(tenant).items():
            assert data, operation
            if operation not in NAMELESS:
                assert tenant.is_in(json.dumps(data)), operation
            others = [other for other in world.tenants if other is not tenant]
            assert not any(other.is_in(json.dumps(data)) for other in others)
    assert len(readings(world.tenants[0])) >= 16


def test_what_others_make_changes_no_answer(world: World) -> None:
    """Numbers that move would tell when others begin to track, compare, or alert."""
    a, b, _ = world.tenants
    more = replace(a, letter="N", ids={})
    paths = readings(b) | {e.operation_id: path_of(e, b) for e in ENDPOINTS if e.key}
    paths |= {"get_health": "/v1/health", "get_readiness": "/v1/health/ready"}

    def told() -> dict[str, Any]:
        answers = {o: b.client.get(path).json() for o, path in paths.items()}
        # Versions move with every change of the data, as they have to.
        found = {o: dict(answer) for o, answer in answers.items()}
        for answer in found.values():
            answer.pop("meta", None)
            data = answer.get("data")
            for step in data.get("steps", ()) if isinstance(data, dict) else ():
                del step["data_version"]
            for part in ("database", "listener"):
                if isinstance(answer.get(part), dict):
                    for name in ("data_version", "seconds_behind"):
                        answer[part].pop(name, None)
        return found

    before = told()
    settle(world.database.owner, more)
    after = told()
    assert {o for o in before if before[o] != after[o]} == set()
    # A load is seen in how fresh the data of all are, as every load is.
    give_brand(world.database.owner, more)
    after = told()
    fresh = {"get_data_freshness", "get_readiness"}
    assert {o for o in before if before[o] != after[o]} <= fresh
    for path in [f"/v1/tracked-products/{asin}" for asin in more.asins]:
        assert a.client.delete(path).status_code == 204
    for asin in more.asins:
        assert a.client.delete(f"/v1/competitor-links/{MAIN}/{asin}").is_success
    own = "/".join(reversed(more.asins))
    assert a.client.delete(f"/v1/competitor-links/{own}").is_success
    for base, number in more.ids.items():
        if base not in ("/v1/alerts", "/v1/brands"):
            for each in (number - 1, number):
                a.client.delete(f"{base}/{each}")


def test_what_is_about_all_tenants_is_for_the_installation_alone(world: World) -> None:
    installation = world.tenants[-1]
    asked = {
        (e.method, e.path.replace("{job_id:path}", "x")): e.requirement.role
        for e in ENDPOINTS
        if e.is_for_installation
    }
    assert len(asked) >= 5
    fields = {
        name: root.requirement.role
        for name, root in QUERY_ROOTS.items()
        if root.requirement.is_for_installation
    }
    assert len(fields) == sum(method == "GET" for method, _ in asked)
    keys = {
        bearer(make_key(world.database.owner, tenant, kind, role=role))[
            "Authorization"
        ]: words
        for tenant, kind, role, words in (
            (TENANT_A, "secret", "operator", "covers all tenants"),
            (TENANT_A, "admin", "admin", "covers all tenants"),
            (TENANT_A, "secret", "viewer", "covers all tenants"),
            (DEFAULT_TENANT, "secret", "viewer", "requires the role {role}"),
            (DEFAULT_TENANT, "secret", "operator", "requires the role admin"),
        )
    }
    asked["GET", "/v1/metrics"] = "admin"
    for key, words in keys.items():
        headers = {"Authorization": key}
        is_operator = words.endswith("admin")
        for (method, path), role in asked.items():
            if is_operator and role == "operator":
                continue
            answer = httpx.request(method, f"{world.url}{path}", headers=headers)
            assert answer.status_code == 403
            assert words.format(role=role) in answer.json()["detail"]
        for name, role in fields.items():
            if is_operator and role == "operator":
                continue
            text = document(name, job_id="x")
            answer = httpx.post(
                f"{world.url}/graphql", json={"query": text}, headers=headers
            )
            assert answer.status_code == 403
            assert words.format(role=role) in answer.json()["detail"]
    for method, path in asked:
        body = {"job_id": "x"} if method == "POST" else None
        answer = installation.client.request(method, path, json=body)
        assert answer.status_code in (200, 404)


def test_strangers_hear_nothing_of_anybody(world: World) -> None:
    with psycopg.connect(world.database.owner, autocommit=True) as connection:
        connection.execute(
            "insert into core.ingest_runs (job_id, source, status, queued_at, error) "
            "values ('job of-A', 'source of-A', 'FAILED', now(), 'error of-A')"
        )
        connection.execute(
            "update app.notification_channels set is_active = false, "
            "disabled_at = now(), disabled_reason = 'reason of-A' where name ~ 'of-A'"
        )
        [[told]] = connection.execute(
            "select string_agg(d.detail, ' ') from ops.doctor() as d"
        )
        assert "of-A" in told
    document = httpx.get(f"{world.url}/openapi.json").json()
    open_paths = [
        path
        for path, operations in document["paths"].items()
        if all(operation["security"] == [] for operation in operations.values())
    ]
    assert len(open_paths) >= 3
    # No number but versions and times.
    known = r'"(schema_version|data_version|seconds_behind)"\s*:\s*[\d.e-]+'
    for path in open_paths:
        text = httpx.get(f"{world.url}{path}").text
        assert not any(tenant.is_in(text) for tenant in world.tenants), path
        rest = re.sub(known, "", text)
        assert re.findall(r"(?<=[:,\[])\s*-?\d[\d.]*(?=\s*[,}\]])", rest) == [], path


# The suite finds what it is for.


def test_leaks_would_be_found(
    clone: Database, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def key_without_tenant(question: CachedQuery, *_: Any) -> CachedQuery:
        return replace(question, key=f"all:{question.key.split(':', 2)[2]}")

    def question_without_tenant(path: str, _: object, arguments: Any) -> bytes:
        values = {n: v for n, v in arguments.items() if n != "tenant_id"}
        return question_of(path, None, values)

    class Anybody:
        tenant_id = DEFAULT_TENANT

    planted: dict[str, tuple[Any, str, Any, Leaks]] = {
        "a cache key without the tenant": (
            cached,
            "scoped_to_generation",
            key_without_tenant,
            {("get_competition", "by_reading"), ("get_competition", "by_graphql")},
        ),
        "keys of brands without the tenant": (
            handlers,
            "brand_key",
            lambda _, brand_id, name: f"brand:all:{brand_id}:{name}",
            {(e.operation_id, "by_id") for e in LISTS if e.is_of_brand},
        ),
        "cursors of anybody's": (
            handlers,
            "question_of",
            question_without_tenant,
            # A cursor names the brand too.
            {(e.operation_id, "by_cursor") for e in LISTS if not e.path_names},
        ),
        "an ETag that always holds": (
            handlers,
            "is_held",
            lambda request, _: "if-none-match" in request.headers,
            {("list_alerts", "by_etag"), ("get_tracked_product", "by_etag")},
        ),
        "keys of all tenants together": (
            idempotency,
            "caller_of",
            lambda _: Anybody,
            {("create_alert_rule", "by_key"), ("read_alert", "by_id")},
        ),
    }
    unprotected: dict[str, Leaks] = {
        "core.alert_rules": {
            *(("get_alert_rule", way) for way in ("by_id", "by_graphql")),
            *(("list_alert_rules", way) for way in ("by_reading", "by_graphql")),
        },
        "core.brands": {("get_brand", "by_id"), ("get_brand", "by_graphql")},
        "core.notifications": {
            *(("list_notifications", way) for way in ("by_reading", "by_filter")),
        },
        "app.tracked_products": {
            ("list_tracked_products", "by_reading"),
            ("list_products", "by_reading"),
            ("list_portfolio", "by_reading"),
        },
    }
    with inhabited(clone, redis_url) as world:
        a, b, _ = world.tenants
        for fault, (module, name, value, wanted) in planted.items():
            with monkeypatch.context() as patch:
                patch.setattr(module, name, value)
                assert leaks(a, b) >= wanted, fault
        assert leaks(a, b) == set()
        for relation, wanted in unprotected.items():
            # Too wide for reading alone: what is changed would be gone for the next.
            execute(
                clone.owner,
                f"create policy planted on {relation} for select using (true)",
            )
            assert leaks(a, b) >= wanted, relation
            execute(clone.owner, f"drop policy planted on {relation}")
            # What was read meanwhile is cached: no invalidation tells of a policy.
            with Redis.from_url(redis_url) as redis:
                redis.flushdb()
        assert leaks(a, b) == set()
