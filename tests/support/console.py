"""Pages of the web console as tests read them, and visitors who open them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

import httpx

from tests.support.api import Running

VOID = frozenset(("base", "br", "col", "hr", "img", "input", "link", "meta"))
# Elements that stand in a line of text. `small` mostly has a line of its own here.
INLINE = frozenset(("a", "b", "code", "em", "i", "span", "strong", "time"))
# Attributes whose value a browser loads, opens or sends to.
ADDRESSES = frozenset(
    (
        *("action", "formaction", "href", "src", "srcset", "poster", "data", "ping"),
        *("xlink:href", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"),
    )
)


@dataclass
class Element:
    """An element of a page; `parts` are its texts and elements in their order."""

    tag: str
    attributes: dict[str, str]
    parts: list["Element | str"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        """Give the element and all below it, in the order of the page."""
        yield self
        for part in self.parts:
            if isinstance(part, Element):
                yield from part

    def all(self, tag: str, **attributes: str) -> list["Element"]:
        """The elements of a tag; `class_` names one of several classes."""
        return [
            each
            for each in self
            if each.tag == tag
            and all(each._has(name, value) for name, value in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> "Element":
        """The only such element."""
        [found] = self.all(tag, **attributes)
        return found

    @property
    def text(self) -> str:
        """What it says, each stretch of blanks as one."""
        return " ".join("".join(self._texts()).split())

    def rows(self) -> list[list[str]]:
        """The cells of its table rows, head included."""
        return [
            [cell.text for cell in row if cell.tag in ("th", "td")]
            for row in self.all("tr")
        ]

    def fields(self) -> dict[str, str]:
        """What a browser sends of a form, its buttons aside."""
        found = {
            each.attributes["name"]: each.attributes.get("value", "")
            for each in self.all("input")
            if "name" in each.attributes
        }
        for select in self.all("select"):
            options = select.all("option")
            chosen = [o for o in options if "selected" in o.attributes] or options[:1]
            for option in chosen:
                value = option.attributes.get("value", option.text)
                found[select.attributes["name"]] = value
        return found

    def _has(self, name: str, value: str) -> bool:
        name = name.rstrip("_").replace("_", "-")
        found = self.attributes.get(name)
        return found is not None and (
            value in found.split() if name == "class" else value == found
        )

    def _texts(self) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, str):
                yield part
            elif part.tag not in ("script", "style"):
                is_apart = part.tag not in INLINE
                yield " " * is_apart
                yield from part._texts()
                yield " " * is_apart


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].parts.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open[-1].tag == tag, f"<{self._open[-1].tag}> ends as </{tag}>"
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].parts.append(data)

    def close(self) -> None:
        super().close()
        assert self._open == [self.root], f"<{self._open[-1].tag}> does not end"


def read(html: str) -> Element:
    """Read a page; one whose elements do not nest is a failure."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def form_of(page: Element, action: str) -> Element:
    """The form of a page that is sent to an address; of several the first."""
    return next(f for f in page.all("form") if f.attributes.get("action") == action)


def faults(page: Element) -> list[str]:
    """What the policy of pages forbids, or would forbid: code in them, other hosts."""
    found = []
    for element in page:
        tag, attributes = element.tag, element.attributes
        is_data = attributes.get("type") == "application/json"
        if tag == "script" and "src" not in attributes and not is_data:
            found.append(f"a script stands in the page: {element.parts}")
        if tag in ("style", "base", "iframe", "object", "embed"):
            found.append(f"<{tag}>")
        if tag == "meta" and attributes.get("http-equiv"):
            found.append(f"<meta http-equiv={attributes['http-equiv']}>")
        for name, value in attributes.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                found.append(f"<{tag} {name}={value}>")
            if name in ADDRESSES and not is_of_this_host(value):
                found.append(f"<{tag} {name}={value}>")
    return found


def is_of_this_host(address: str) -> bool:
    """Whether an address is a path or a query of the same host."""
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and not address.startswith("/\\")


class Visitor:
    """A browser without scripts: it keeps cookies, reads pages and sends forms."""

    def __init__(self, app: Running) -> None:
        self.client = httpx.AsyncClient(
            transport=app.client._transport, base_url=app.client.base_url
        )
        self.answer: httpx.Response

    async def open(self, address: str, status: int = 200) -> Element:
        """Open a page without following redirects; return it."""
        self.answer = await self.client.get(address)
        return self._page(status)

    async def send(
        self, address: str, fields: Mapping[str, str], status: int = 303
    ) -> Element:
        """Send a form."""
        self.answer = await self.client.post(address, data=dict(fields))
        return self._page(status)

    async def sign_in(
        self, credential: str, status: int = 303, **fields: str
    ) -> Element:
        """Sign in on the form of the page, with other values of its fields."""
        page = await self.open("/console/sign-in")
        form = form_of(page, "/console/sign-in").fields()
        return await self.send(
            "/console/sign-in", form | {"key": credential} | fields, status
        )

    async def press(self, form: Element, status: int = 303, **fields: str) -> Element:
        """Send a form of a page with the value of a button."""
        return await self.send(
            form.attributes["action"], form.fields() | fields, status
        )

    def cookies(self) -> dict[str, str]:
        """The cookies that the browser would send to a page."""
        return {c.name: c.value or "" for c in self.client.cookies.jar}

    def _page(self, status: int) -> Element:
        answer = self.answer
        assert answer.status_code == status, (answer.status_code, answer.text[:2000])
        is_page = "html" in answer.headers.get("content-type", "")
        return read(answer.text if is_page else "")
