"""The web console in windows of a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import orjson
from playwright.sync_api import Browser, Page, Response

from tests.support.access import bearer
from tests.support.console import Element, read
from tests.support.databases import Database

JUMP, MAIN, RIVAL = "B0DEMOJUMP", "B0DEMOMAIN", "B0DEMOCOMP"
# Stands behind the route of a page that is looked at with periods of a month, too.
BY_MONTH = " by month"
# Two frames: by then the browser has drawn, and asked for all that it needs.
DRAWN = """
    () => new Promise(done => {
        requestAnimationFrame(() => requestAnimationFrame(() => done()));
    })
"""


@dataclass
class Window:
    """A window; `complaints` are errors and messages, `requests` what it asked for."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def visit(self, address: str, status: int = 200) -> Response:
        """Open a page, and wait until it is drawn."""
        answer = self.page.goto(self.url + address)
        assert answer is not None
        assert answer.status == status, (address, answer.status)
        self.ask(DRAWN)
        return answer

    def ask(self, script: str) -> Any:
        """Evaluate JavaScript in the page; its policy does not forbid that."""
        return self.page.evaluate(script)

    @property
    def place(self) -> str:
        """The address that it shows, without the host."""
        return self.page.url.removeprefix(self.url)

    @property
    def foreign(self) -> list[str]:
        """What it asked of other hosts."""
        own = (f"{self.url}/", "data:", "blob:")
        return [address for address in self.requests if not address.startswith(own)]


@dataclass(frozen=True)
class Console:
    """The console over the demo market, with a key of each tenant."""

    browser: Browser
    url: str
    database: Database
    keys: dict[str, str]

    @contextmanager
    def window(
        self, *, width: int = 1440, key: str | None = None, **options: Any
    ) -> Iterator[Window]:
        """A new window, without cookies and caches; of a signed-in tenant with `key`.

        `options` are those of a Playwright context.
        """
        size: Any = {"width": width, "height": 900}
        context = self.browser.new_context(viewport=size, **options)
        if key is not None:
            session: Any = {
                "name": "asinmart_session",
                "value": self.keys[key],
                "url": f"{self.url}/console",
            }
            context.add_cookies([session])
        yield Window(context.new_page(), self.url)
        context.close()

    def get(self, address: str, key: str | None = None) -> httpx.Response:
        """Ask for an address as a program does."""
        headers = bearer(self.keys[key]) if key else {}
        answer = httpx.get(self.url + address, headers=headers)
        assert answer.status_code == 200, (address, answer.text[:500])
        return answer

    def data(self, path: str, key: str | None = None) -> Any:
        """The data of an answer of the API."""
        return self.get(path, key).json()["data"]

    def post(self, path: str, body: Any, key: str) -> Any:
        """The data of the answer to a POST."""
        url, headers = self.url + path, bearer(self.keys[key])
        answer = httpx.post(url, json=body, headers=headers)
        assert answer.status_code == 200, (path, answer.text[:500])
        return answer.json()["data"]

    def read(self, address: str, key: str | None = None) -> Element:
        """A page, as it is without scripts."""
        return read(self.get(f"/console{address}", key).text)

    def addresses(self) -> dict[str, str]:
        """An address of each page of the console, by its route."""
        [product] = self.data(f"/v1/products?q={JUMP}&limit=1")
        cell = {
            "relation": "product_daily",
            "column": "price",
            "key": orjson.dumps(
                {
                    "asin": JUMP,
                    "marketplace": "US",
                    "date": product["latest_date"],
                }
            ),
        }
        rule = self.data("/v1/alert-rules")[0]["id"]
        brand = self.data("/v1/brands")[0]["id"]
        return {
            "": "",
            "/products/{marketplace}/{asin}": f"/products/US/{JUMP}",
            "/competitors": "/competitors",
            "/competitors/{marketplace}/{asin}": f"/competitors/US/{MAIN}",
            "/search": "/search",
            "/search/{brand_id}": f"/search/{brand}",
            "/search/{brand_id}" + BY_MONTH: f"/search/{brand}?period_type=MONTH",
            "/alerts": "/alerts",
            "/rules": "/rules",
            "/rules/{id:int}": f"/rules/{rule}?try=1&asin={JUMP}",
            "/coverage": "/coverage",
            "/operations": "/operations",
            "/explain": f"/explain?{urlencode(cell, quote_via=quote)}",
            "/sign-in": "/sign-in",
        }
