"""The page /docs: everything it needs comes from the API's own origin."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest

from api.auth.permissions import DOCS_FILES
from api.export_openapi import document
from tests.api.test_products import offline, served
from tests.support.api import Running, api_process
from tests.support.databases import Database

CHROMIUM = shutil.which("chromium")
# Without these it looks for Google's hosts, and finds no sandbox as root.
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking", "--disable-sync"),
    "--disable-component-update",
)


class Page(HTMLParser):
    """What a page refers to, and what of it is script or style within the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.references: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.references += [given[n] or "" for n in ("src", "href") if n in given]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [n for n in given if n == "style" or n.startswith("on")]


def test_the_page_and_its_files_come_from_the_api_alone() -> None:
    async def test(app: Running) -> None:
        answer = await app.get("/docs")
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        page = Page(answer.text)
        assert page.inline == []
        found = {urljoin("/docs", reference) for reference in page.references}
        assert found == {f"/docs/{name}" for name in DOCS_FILES}
        assert "//" not in answer.text
        for path in found:
            file = await app.get(path)
            assert file.status_code == 200
            assert file.headers["x-content-type-options"] == "nosniff"
        style = (await app.get("/docs/swagger-ui.css")).text
        urls = re.findall(r"url\(([^)]*)\)", style)
        assert urls and all(url.strip("\"'").startswith("data:") for url in urls)
        assert "@import" not in style
        start = (await app.get("/docs/start.js")).text
        assert re.findall(r"url: \"(.*)\"", start) == ["openapi.json"]

    served(offline(), test)


def test_the_policy_of_the_page_forbids_other_origins_and_scripts_within_it() -> None:
    async def test(app: Running) -> None:
        ours, every = (await app.get("/docs")).headers.get_list(
            "content-security-policy"
        )
        assert every == "frame-ancestors 'none'"
        policy = {
            name: sources
            for name, *sources in (part.split() for part in ours.split(";"))
        }
        assert policy.pop("default-src") == ["'none'"]
        assert policy.pop("img-src") == ["'self'", "data:"]
        assert policy.pop("script-src") == ["'self'"]
        assert policy.pop("style-src") == ["'self'"]
        assert policy.pop("connect-src") == ["'self'"]
        assert policy == {"base-uri": ["'none'"], "form-action": ["'none'"]}

    served(offline(), test)


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_a_browser_shows_every_path_without_asking_another_host(
    clone: Database, redis_url: str, tmp_path: Path
) -> None:
    assert CHROMIUM is not None
    with api_process(clone, redis_url, tmp_path / "api.log") as (url, _):
        done = subprocess.run(
            [
                *(CHROMIUM, *QUIET, f"--user-data-dir={tmp_path / 'profile'}"),
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                *("--enable-logging=stderr", "--virtual-time-budget=20000"),
                *("--dump-dom", f"{url}/docs"),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    for path in document()["paths"]:
        assert f'data-path="{path}"' in done.stdout, path
    # Whatever the policy forbids, and every other error, is a line of the console.
    assert "CONSOLE" not in done.stderr, done.stderr
