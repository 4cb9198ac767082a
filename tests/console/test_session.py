"""Who comes into the console, what is theirs there, and what its forms refuse."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx
import psycopg
import pytest

from api import queries
from api.console.render import STATIC_FILES
from api.console.routes import ACTIONS, PAGES
from api.settings import DEFAULT_TENANT
from tests.api.test_products import offline
from tests.support.access import (
    AUDIENCE,
    ISSUER,
    SECRET,
    bearer,
    hs256,
    make_key,
)
from tests.support.api import Running, execute, gate_to, running, settings_for, until
from tests.support.console import Element, Visitor, faults, form_of, read
from tests.support.databases import Database, janitor, prepare_clone
from tests.support.tenancy import A, B, two_tenants

TOKENS = {"jwt_issuer": ISSUER, "jwt_audience": AUDIENCE, "jwt_secret": SECRET}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Every answer of the application has the second one.
POLICIES = [POLICY, "frame-ancestors 'none'"]
CELL = "relation=product_daily&column=price&key=" + quote(
    '{"asin": "B0AAAA0001", "marketplace": "US", "date": "2025-03-10"}'
)
# An address of each page, of what tenant A has where it belongs to a tenant.
ADDRESSES = {
    "": "",
    "/products/{marketplace}/{asin}": "/products/US/B0AAAA0001",
    "/products/{marketplace}/{asin}/days.csv": "/products/US/B0AAAA0001/days.csv",
    "/competitors": "/competitors",
    "/competitors/{marketplace}/{asin}": "/competitors/US/B0AAAA0001",
    "/competitors/{marketplace}/{asin}/report": "/competitors/US/B0AAAA0001/report",
    "/search": "/search",
    "/search/{brand_id}": "/search/{brand}",
    "/alerts": "/alerts?state=all",
    "/rules": "/rules",
    "/rules/{id:int}": "/rules/{rule}",
    "/coverage": "/coverage",
    "/operations": "/operations",
    "/explain": f"/explain?{CELL}",
    "/sign-in": "/sign-in",
}
# What the API makes of a report has its own policy; CSV has none.
OTHER_KINDS = {
    "/products/{marketplace}/{asin}/days.csv",
    "/competitors/{marketplace}/{asin}/report",
}
FOUND = """
    select jsonb_build_object(
        'brand', (select b.id from core.brands as b where b.tenant_id = %(tenant)s),
        'alert', (select a.id from core.alerts as a where a.tenant_id = %(tenant)s),
        'rule', (
            select min(r.id) from core.alert_rules as r where r.tenant_id = %(tenant)s
        ),
        'action', (
            select a.id from core.recommendation_actions as a
            where a.tenant_id = %(tenant)s
        )
    )
"""
# All that a form of a tenant can change.
STATE = """
    select
        array(
            select (a.is_read, a.is_resolved) from core.alerts as a order by a.id
        )::text,
        array(select r::text from core.alert_rules as r order by r.id),
        array(
            select a.status from core.recommendation_actions as a order by a.id
        )
"""
FOREIGN = (
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:/console",
    "javascript:alert(1)",
    "%2f%2fevil.example",
    "/console//evil.example",
    "/console/..//evil.example",
    "/console\r\nSet-Cookie: a=b",
    "/console\n//evil.example",
    "/consolevil",
    "/v1/products",
    "",
)


@dataclass(frozen=True)
class Shop:
    """A database of two tenants, what each has, and keys of theirs."""

    database: Database
    ids: dict[str, dict[str, Any]]
    keys: dict[str, str]

    def address(self, page: str, tenant: str = A) -> str:
        """The address of a page."""
        return f"/console{ADDRESSES[page]}".format_map(self.ids[tenant])

    def state(self) -> object:
        """What forms can change, as it is now."""
        with psycopg.connect(self.database.owner) as owner:
            return owner.execute(STATE).fetchone()


@pytest.fixture(scope="module")
def shop(server: Database, template: str, worker_id: str) -> Iterator[Shop]:
    with janitor(server, f"console_sessions_{worker_id}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        with two_tenants(database):
            url = database.owner
            keys = {
                "a": make_key(url, UUID(A), role="operator"),
                "a again": make_key(url, UUID(A), role="operator"),
                "b": make_key(url, UUID(B), role="operator"),
                "viewer": make_key(url, UUID(A), role="viewer"),
                "public": make_key(url, UUID(A), kind="public"),
                "admin of a": make_key(url, UUID(A), kind="admin", role="admin"),
                "operator": make_key(url, DEFAULT_TENANT, role="operator"),
                "admin": make_key(url, DEFAULT_TENANT, kind="admin", role="admin"),
            }
            with psycopg.connect(url) as owner:
                ids = {
                    tenant: owner.execute(FOUND, {"tenant": tenant}).fetchall()[0][0]
                    for tenant in (A, B, str(DEFAULT_TENANT))
                }
            yield Shop(database, ids, keys)


def served(
    shop: Shop | None, test: Callable[[Running], Awaitable[None]], **changes: Any
) -> None:
    """Run a test on the application, which asks everybody for a key."""
    values: dict[str, Any] = {
        "anonymous_role": None,
        "limit_free": "1000000/minute",
        "limit_failures": "1000000/minute",
    }
    url = shop.database.api if shop else offline().database_url

    async def scenario() -> None:
        async with running(settings_for(url, None, **values | changes)) as app:
            await test(app)

    asyncio.run(scenario())


def alert_of(page: Element) -> str:
    """The sentence on a page that says what went wrong."""
    return page.one("p", role="alert").text


async def signed_in(app: Running, credential: str) -> Visitor:
    visitor = Visitor(app)
    await visitor.sign_in(credential)
    return visitor


# Opening pages.


def test_every_page_has_an_address_here() -> None:
    assert set(ADDRESSES) == set(PAGES)


def test_pages_open_without_a_key_where_anyone_may_read(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = Visitor(app)
        own = {"/search/{brand_id}", "/competitors/{marketplace}/{asin}/report"}
        for name in set(PAGES) - own - {"/operations"}:
            page = await visitor.open(shop.address(name, str(DEFAULT_TENANT)))
            if name not in OTHER_KINDS:
                assert page.one("h1").text, name
        page = await visitor.open("/console")
        assert [a.text for a in page.all("a") if "sign-in" in a.attributes["href"]]
        assert "Sign out" not in page.text

    served(shop, test, anonymous_role="viewer")


def test_without_a_key_every_page_asks_to_sign_in_and_comes_back(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = Visitor(app)
        for name in set(PAGES) - {"/sign-in"}:
            address = shop.address(name)
            await visitor.open(address, 303)
            where = visitor.answer.headers["location"]
            assert where == f"/console/sign-in?next={quote(address, safe='')}", name
            page = await visitor.open(where)
            fields = form_of(page, "/console/sign-in").fields()
            assert fields["next"] == address
            # Who asks by a form is sent there too.
        for path in set(ACTIONS) - {"/sign-in", "/sign-out"}:
            address = "/console" + path.replace("{id:int}", "1")
            await visitor.send(address, {}, 303)
            assert visitor.answer.headers["location"].startswith("/console/sign-in?")

        page = await visitor.open("/console/sign-in?next=/console/alerts")
        fields = form_of(page, "/console/sign-in").fields() | {"key": shop.keys["a"]}
        await visitor.send("/console/sign-in", fields)
        assert visitor.answer.headers["location"] == "/console/alerts"
        await visitor.open("/console/alerts")

    served(shop, test)


def test_the_root_leads_to_the_console() -> None:
    async def test(app: Running) -> None:
        answer = await app.get("/")
        assert (answer.status_code, answer.headers["location"]) == (307, "/console")

    served(None, test)


# Signing in.


def test_secret_keys_admin_keys_and_tokens_sign_in(shop: Shop) -> None:
    async def test(app: Running) -> None:
        about = {"tenant_id": A, "role": "viewer"}
        token = hs256(app_metadata=about, sub='<b>"7"</b>')
        for credential, name in (
            (shop.keys["a"], shop.keys["a"][:11]),
            (shop.keys["admin of a"], shop.keys["admin of a"][:11]),
            (token, '<b>"7"</b>'),
        ):
            visitor = await signed_in(app, credential)
            assert visitor.answer.headers["location"] == "/console"
            page = await visitor.open("/console/alerts?state=all")
            assert name in page.one("div", class_="who").text
            assert f"alert-{shop.ids[A]['alert']}" in visitor.answer.text
            assert credential not in visitor.answer.text

    served(shop, test, **TOKENS)


def test_public_keys_and_what_is_no_key_are_refused_with_a_sentence(
    shop: Shop,
) -> None:
    async def test(app: Running) -> None:
        for credential, status, words in (
            (shop.keys["public"], 422, "Public keys (pk_) stand in web pages"),
            ("sk_" + "0" * 64, 401, "key"),
            ("clé", 422, "This is neither an API key nor a token."),
            ("", 422, "Enter an API key or a token."),
            ("a.b.c", 401, "token"),
        ):
            visitor = Visitor(app)
            page = await visitor.sign_in(credential, status)
            sentence = alert_of(page)
            assert words in sentence
            assert sentence.endswith(".")
            assert "asinmart_session" not in visitor.cookies()
            # The form stays, and does not show what was typed.
            assert form_of(page, "/console/sign-in").fields()["key"] == ""
            assert credential == "" or credential not in visitor.answer.text

    served(shop, test, **TOKENS)


def test_guessing_keys_is_slowed_down(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = Visitor(app)
        for number in range(3):
            await visitor.sign_in("sk_" + str(number) * 64, 401)
        page = await visitor.sign_in(shop.keys["a"], 429)
        assert alert_of(page).startswith("Too many attempts")
        assert "asinmart_session" not in visitor.cookies()
        # It is one count, whichever way a key is tried.
        answer = await app.get("/v1/alerts", **bearer("sk_" + "9" * 64))
        assert answer.status_code == 429

    served(shop, test, limit_failures="3/hour")


def test_a_wrong_cookie_counts_as_an_attempt_too(shop: Shop) -> None:
    async def test(app: Running) -> None:
        for number in range(3):
            cookie = f"asinmart_session=sk_{str(number) * 64}"
            answer = await app.get("/console", cookie=cookie)
            assert answer.status_code == 303
        answer = await app.get("/console", cookie=f"asinmart_session=sk_{'8' * 64}")
        assert answer.status_code == 429

    served(shop, test, limit_failures="3/hour")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_script_and_no_other_site_gets_the_cookies(shop: Shop, scheme: str) -> None:
    async def test(app: Running) -> None:
        visitor = Visitor(app)
        visitor.client.base_url = httpx.URL(f"{scheme}://api")
        page = await visitor.open("/console/sign-in")
        sent = [attributes_of(c) for c in visitor.answer.headers.get_list("set-cookie")]
        fields = form_of(page, "/console/sign-in").fields() | {"key": shop.keys["a"]}
        await visitor.send("/console/sign-in", fields)
        sent += map(attributes_of, visitor.answer.headers.get_list("set-cookie"))
        form, session = sent
        secure = {"secure"} if scheme == "https" else set()
        always = {"httponly", "path=/console"} | secure
        assert form == {"asinmart_form": always | {"samesite=strict"}}
        assert session == {
            "asinmart_session": always | {"samesite=lax", "max-age=43200"}
        }
        assert visitor.cookies()["asinmart_session"] == shop.keys["a"]

    served(shop, test)


def attributes_of(header: str) -> dict[str, set[str]]:
    """The name of a cookie, and its attributes but the day on which it ends."""
    pair, *attributes = header.lower().split("; ")
    kept = {each for each in attributes if not each.startswith("expires=")}
    return {pair.partition("=")[0]: kept}


def test_the_cookie_opens_pages_and_nothing_else(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = await signed_in(app, shop.keys["a"])
        await visitor.open("/console/alerts")
        cookie = "; ".join(f"{n}={v}" for n, v in visitor.cookies().items())
        for path in ("/v1/alerts", "/v1/products", "/graphql", "/consolex"):
            assert (await app.get(path, cookie=cookie)).status_code == 401, path
        for path in ("/graphql", "/v1/alert-rules"):
            answer = await app.client.post(path, json={}, headers={"cookie": cookie})
            assert answer.status_code == 401, path
        assert (await app.get("/console/alerts", cookie=cookie)).status_code == 200

    served(shop, test)


def test_a_revoked_key_ends_the_session(shop: Shop) -> None:
    async def test(app: Running) -> None:
        key = make_key(shop.database.owner, UUID(A))
        visitor = await signed_in(app, key)
        await visitor.open("/console/alerts")
        revoke = (
            "select app.revoke_api_key(k.id) from app.api_keys as k "
            "where k.key_prefix = %s"
        )
        execute(shop.database.admin, revoke, key[:11])

        async def is_out() -> bool:
            answer = await visitor.client.get("/console/alerts")
            return answer.status_code == 303

        await until(is_out, 30)
        assert "asinmart_session" not in visitor.cookies()

    served(shop, test)


def test_signing_out_takes_the_cookie(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = await signed_in(app, shop.keys["a"])
        page = await visitor.open("/console/alerts")
        await visitor.press(form_of(page, "/console/sign-out"))
        assert visitor.answer.headers["location"] == "/console"
        assert "asinmart_session" not in visitor.cookies()
        await visitor.open("/console/alerts", 303)

    served(shop, test)


# Forms.


def test_a_form_that_is_not_of_this_session_changes_nothing(shop: Shop) -> None:
    async def test(app: Running) -> None:
        own = await signed_in(app, shop.keys["a"])
        mates = await signed_in(app, shop.keys["a again"])
        own_ids = shop.ids[A]
        sent: dict[str, dict[str, str]] = {
            f"/console/alerts/{own_ids['alert']}": {"mark": "resolve"},
            f"/console/rules/{own_ids['rule']}": {"snooze": "7", "severity": "low"},
            f"/console/actions/{own_ids['action']}": {"status": "approved"},
            "/console/operations/replay": {"job_id": "r1"},
            "/console/sign-out": {},
        }
        token = form_of(await own.open("/console/alerts"), "/console/sign-out")
        other = form_of(await mates.open("/console/alerts"), "/console/sign-out")
        right = token.fields()["form_token"]
        wrong = {
            "none": {},
            "empty": {"form_token": ""},
            "not a token": {"form_token": "é" * 64},
            "of another session": other.fields(),
            "cut": {"form_token": right[:-1]},
        }
        before = shop.state()
        for (address, fields), name in product(sent.items(), wrong):
            page = await own.send(address, fields | wrong[name], 403)
            assert "not from this session" in alert_of(page), (address, name)
        # A token counts with its cookie only.
        for dropped in ("asinmart_form", "asinmart_session"):
            kept = {n: v for n, v in own.cookies().items() if n != dropped}
            cookie = "; ".join(f"{n}={v}" for n, v in kept.items())
            answer = await app.client.post(
                f"/console/alerts/{own_ids['alert']}",
                data={"mark": "resolve", "form_token": right},
                headers={"cookie": cookie},
            )
            is_in = dropped == "asinmart_form"
            assert answer.status_code == (403 if is_in else 303), dropped
            if not is_in:
                assert answer.headers["location"].startswith("/console/sign-in")
        assert shop.state() == before
        await own.open("/console/alerts")

    served(shop, test)


def test_nobody_is_signed_in_by_a_form_of_another_site(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = Visitor(app)
        await visitor.send("/console/sign-in", {"key": shop.keys["b"]}, 403)
        await visitor.open("/console/sign-in")
        await visitor.send("/console/sign-in", {"key": shop.keys["b"]}, 403)
        assert "asinmart_session" not in visitor.cookies()

    served(shop, test)


def test_forms_do_what_they_say_and_lead_back(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = await signed_in(app, shop.keys["b"])
        alert = f"/console/alerts/{shop.ids[B]['alert']}"
        page = await visitor.open("/console/alerts?state=open&severity=")
        form = form_of(page, alert)
        assert form.fields()["next"] == "/console/alerts?state=open&severity="
        await visitor.press(form, mark="resolve")
        assert visitor.answer.headers["location"] == form.fields()["next"]
        answer = await app.get(
            f"/v1/alerts/{shop.ids[B]['alert']}", **bearer(shop.keys["b"])
        )
        assert answer.json()["data"]["is_resolved"] is True
        page = await visitor.open("/console/alerts?state=open")
        assert "No alert matches" in page.text
        for mark in ("", "burn"):
            page = await visitor.press(form, mark=mark, status=422)
            assert "one of" in alert_of(page)

    served(shop, test)


def test_no_form_leads_to_another_site(shop: Shop) -> None:
    async def test(app: Running) -> None:
        for address in FOREIGN:
            visitor = Visitor(app)
            asked = f"/console/sign-in?next={quote(address)}"
            page = await visitor.open(asked)
            assert form_of(page, "/console/sign-in").fields()["next"] == "/console"
            await visitor.sign_in(shop.keys["a"], next=address)
            assert visitor.answer.headers["location"] == "/console", address
            assert visitor.answer.headers.get("a") is None
            token = form_of(await visitor.open("/console/alerts"), "/console/sign-out")
            fields = {**token.fields(), "mark": "read", "next": address}
            await visitor.send(f"/console/alerts/{shop.ids[A]['alert']}", fields)
            assert visitor.answer.headers["location"] == "/console", address
        for address in ("/console", "/console/alerts?state=all&asin=#alert-7"):
            visitor = Visitor(app)
            await visitor.sign_in(shop.keys["a"], next=address)
            assert visitor.answer.headers["location"] == address

    served(shop, test)


# What is whose.


def test_a_viewer_is_shown_no_forms_and_its_forms_are_refused(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = await signed_in(app, shop.keys["viewer"])
        before = shop.state()
        own = shop.ids[A]
        page = await visitor.open("/console/alerts?state=all")
        assert [f.attributes["action"] for f in page.all("form", method="post")] == [
            "/console/sign-out"
        ]
        token = form_of(page, "/console/sign-out").fields()
        for address, fields in (
            (f"/console/alerts/{own['alert']}", {"mark": "read"}),
            (f"/console/rules/{own['rule']}", {"snooze": "7"}),
            (f"/console/actions/{own['action']}", {"status": "approved"}),
        ):
            page = await visitor.send(address, token | fields, 403)
            assert alert_of(page) == "This requires the role operator; yours is viewer."
        assert shop.state() == before

    served(shop, test)


def test_each_tenant_sees_its_own(shop: Shop) -> None:
    async def test(app: Running) -> None:
        texts: dict[str, dict[str, str]] = {}
        for tenant, key in ((A, "a"), (B, "b")):
            visitor = await signed_in(app, shop.keys[key])
            brand = shop.ids[tenant]["brand"]
            pages = {
                "portfolio": "/console",
                "competitors": "/console/competitors",
                "search": f"/console/search/{brand}",
                "alerts": "/console/alerts?state=all",
            }
            texts[tenant] = {}
            for name, address in pages.items():
                await visitor.open(address)
                texts[tenant][name] = visitor.answer.text
            await visitor.open("/console/search", 303)
            assert visitor.answer.headers["location"] == f"/console/search/{brand}"
        for name in texts[A]:
            assert "B0AAAA000" in texts[A][name], name
            assert "B0BBBB000" not in texts[A][name], name
            assert "B0BBBB000" in texts[B][name], name
            assert "B0AAAA000" not in texts[B][name], name

    served(shop, test)


def test_what_is_another_tenants_is_not_there(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = await signed_in(app, shop.keys["b"])
        page = await visitor.open("/console/rules")
        token = form_of(page, "/console/sign-out").fields()
        own, others = shop.ids[B], shop.ids[A]
        await visitor.open(f"/console/search/{own['brand']}")
        await visitor.open(f"/console/rules/{own['rule']}")
        before = shop.state()
        for address in (
            f"/console/search/{others['brand']}",
            f"/console/rules/{others['rule']}",
            "/console/competitors/US/B0AAAA0001/report",
        ):
            page = await visitor.open(address, 404)
            assert alert_of(page).endswith(".")
        # A product is a fact; whom it is compared with, and what to do, is not.
        page = await visitor.open("/console/competitors/US/B0AAAA0001")
        assert "against 0 competitors" in page.one("h1").text
        for words in ("B0AAAA0003", "Recommendations", A):
            assert words not in visitor.answer.text
        for address, fields in (
            (f"/console/alerts/{others['alert']}", {"mark": "resolve"}),
            (f"/console/rules/{others['rule']}", {"is_active": "false"}),
            (f"/console/actions/{others['action']}", {"status": "rejected"}),
        ):
            page = await visitor.send(address, token | fields, 404)
            assert alert_of(page).endswith(".")
        assert shop.state() == before

    served(shop, test)


def test_operations_are_for_admins_of_the_installation(shop: Shop) -> None:
    async def test(app: Running) -> None:
        for key in ("a", "admin of a", "operator"):
            visitor = await signed_in(app, shop.keys[key])
            page = await visitor.open("/console/operations", 403)
            assert "requires the role" in alert_of(page) or "installation" in page.text
            assert "Operations" not in page.one("nav").text
            token = form_of(page, "/console/sign-out").fields()
            if key != "operator":
                fields = token | {"job_id": "r1"}
                await visitor.send("/console/operations/replay", fields, 403)
        visitor = await signed_in(app, shop.keys["admin"])
        page = await visitor.open("/console/operations")
        assert "Operations" in page.one("nav").text

    served(shop, test)


# What every page is made of.


def test_no_page_has_code_in_it_or_asks_another_host(shop: Shop) -> None:
    async def test(app: Running) -> None:
        # With one brand, /search leads to it.
        of_admins = {"/operations", "/search"}
        for key, tenant, names in (
            ("a", A, set(PAGES) - OTHER_KINDS - of_admins),
            ("admin", str(DEFAULT_TENANT), of_admins),
        ):
            visitor = await signed_in(app, shop.keys[key])
            for name in sorted(names):
                page = await visitor.open(shop.address(name, tenant))
                headers = visitor.answer.headers
                assert faults(page) == [], name
                assert headers.get_list("content-security-policy") == POLICIES
                assert headers["cache-control"] == "no-store"
                assert headers["x-content-type-options"] == "nosniff"
                assert headers["content-type"] == "text/html; charset=utf-8"

    served(shop, test)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<style>p {color: red}</style>",
        '<p style="color: red"></p>',
        '<button onclick="x()"></button>',
        '<p hx-on:click="x()"></p>',
        '<img src="https://evil.example/a.png">',
        '<a href="//evil.example"></a>',
        '<a href="/\\evil.example"></a>',
        '<a href="javascript:alert(1)"></a>',
        '<form action="http://evil.example"></form>',
        '<form><button formaction="http://evil.example"></button></form>',
        '<form hx-get="http://evil.example"></form>',
        '<base href="/x">',
        '<meta http-equiv="refresh" content="0">',
    ],
)
def test_a_fault_of_a_page_would_be_seen(html: str) -> None:
    assert faults(read(f"<main>{html}</main>")) != []


def test_addresses_of_this_host_are_no_fault() -> None:
    html = (
        '<a href="/console?x=//y#z">a</a><a href="?a=b">b</a><script src="/c"></script>'
    )
    assert faults(read(html)) == []


def test_pictures_come_from_the_configured_hosts_only(shop: Shop) -> None:
    async def test(app: Running) -> None:
        answer = await app.get("/console/sign-in")
        policy = POLICY.replace("data:", "data: https://m.example https://n.example")
        assert answer.headers.get_list("content-security-policy")[0] == policy

    served(shop, test, console_image_hosts=("m.example", "n.example"))


def test_files_stay_in_browsers_and_no_other_file_is_sent(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = Visitor(app)
        page = await visitor.open("/console/sign-in")
        used = {e.attributes["src"] for e in page.all("script")} | {
            e.attributes["href"] for e in page.all("link")
        }
        assert {u.split("/")[-1].split("?")[0] for u in used} == set(STATIC_FILES)
        for address in used:
            answer = await app.get(address)
            assert answer.status_code == 200, address
            assert answer.headers["cache-control"] == (
                "public, max-age=31536000, immutable"
            )
            kind = answer.headers["content-type"].partition(";")[0]
            assert kind in ("text/css", "text/javascript", "image/svg+xml"), address
            assert "?v=" in address
        for name in (
            "..%2fconsole.css",
            "..%2f..%2fsettings.py",
            "%2e%2e/session.py",
            "....//session.py",
            "..%5csession.py",
            "session.py",
            "console.css%00.js",
            "",
        ):
            answer = await app.get(f"/console/static/{name}")
            assert answer.status_code == 404, name
            assert answer.headers["content-type"] == "text/html; charset=utf-8"

    served(shop, test)


# Errors are pages.


def test_errors_are_pages_that_keep_their_status(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = await signed_in(app, shop.keys["a"])
        for address, status, words in (
            ("/console/nothing", 404, ""),
            ("/console/products/US/B0NOTHING0", 404, "B0NOTHING0"),
            ("/console/products/XX/B0AAAA0001", 422, "marketplace"),
            ("/console/products/US/x", 422, ""),
            ("/console/products/US/B0AAAA0001?range=2d", 422, "7d, 30d"),
            ("/console/alerts?state=none", 422, "open, resolved, all"),
            ("/console/alerts?cursor=x", 422, "cursor"),
            ("/console/explain", 422, ""),
            ("/console/search/nothing", 404, ""),
            (f"/console/rules/{shop.ids[A]['rule']}?try=1&days=8", 422, "30"),
            (
                f"/console/rules/{shop.ids[A]['rule']}?try=1&threshold_pct=x",
                422,
                "number of percent",
            ),
            ("/console/" + "x" * 3000, 414, "2048"),
        ):
            page = await visitor.open(address, status)
            sentence = alert_of(page)
            assert words in sentence, (address, sentence)
            assert sentence.endswith("."), sentence
            assert page.one("h1").text
            assert faults(page) == []
            headers = visitor.answer.headers
            assert headers.get_list("content-security-policy") == POLICIES
            assert visitor.answer.headers["content-type"].startswith("text/html")
        answer = await visitor.client.put("/console/alerts")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        assert answer.headers["content-type"].startswith("text/html")
        # Outside the console errors stay documents.
        answer = await app.get("/nothing", **bearer(shop.keys["a"]))
        assert answer.headers["content-type"] == "application/problem+json"

    served(shop, test)


def test_a_fault_of_ours_is_a_page_that_does_not_show_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test(app: Running) -> None:
        visitor = await signed_in(app, shop.keys["a"])
        await visitor.open("/console/alerts")

        fetch = app.database.fetch

        async def fail(query: str, parameters: Any) -> Any:
            if query == queries.ALERTS:
                raise RuntimeError("the secret of the house")
            return await fetch(query, parameters)

        monkeypatch.setattr(app.database, "fetch", fail)
        page = await visitor.open("/console/alerts", 500)
        assert "request id" in alert_of(page)
        for word in ("secret of the house", "Traceback", "RuntimeError", ".py"):
            assert word not in visitor.answer.text

    served(shop, test)


def test_too_many_requests_are_a_page_too(shop: Shop) -> None:
    async def test(app: Running) -> None:
        visitor = await signed_in(app, shop.keys["a"])
        for _ in range(2):
            await visitor.open("/console/rules")
        page = await visitor.open("/console/rules", 429)
        assert "requests in 3600 seconds are used" in alert_of(page)
        assert int(visitor.answer.headers["retry-after"]) > 0

    served(shop, test, limit_free="2/hour", limit_tenant_factor=100)


def test_without_a_database_pages_say_so(shop: Shop) -> None:
    async def scenario() -> None:
        async with gate_to(shop.database.api) as gate:
            settings = settings_for(gate.url, None, pool_timeout=1.0)
            async with running(settings) as app:
                visitor = Visitor(app)
                await visitor.open("/console/rules")
                await gate.shut()
                page = await visitor.open("/console/rules", 503)
                sentence = alert_of(page)
                assert "database" in sentence
                assert sentence.endswith(".")
                assert visitor.answer.headers["retry-after"]
                # What needs no database stays open.
                await visitor.open("/console/sign-in")

    asyncio.run(scenario())
