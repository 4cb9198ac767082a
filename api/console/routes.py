"""The routes of the console."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from api.auth.session import FORM_FIELD, PREFIX, check_form
from api.console.pages import (
    alerts,
    competitors,
    coverage,
    explain,
    operations,
    portfolio,
    product,
    rules,
    search,
    sign_in,
)
from api.console.render import send_static
from api.problems import Problem

Form = dict[str, str]
Show = Callable[[Request], Awaitable[Response]]
Action = Callable[[Request, Form], Awaitable[Response]]

PAGES: dict[str, Show] = {
    "": portfolio.show,
    "/products/{marketplace}/{asin}": product.show,
    "/products/{marketplace}/{asin}/days.csv": product.send_csv,
    "/competitors": competitors.show_all,
    "/competitors/{marketplace}/{asin}": competitors.show,
    "/competitors/{marketplace}/{asin}/report": competitors.send_report,
    "/search": search.show_all,
    "/search/{brand_id}": search.show,
    "/alerts": alerts.show,
    "/rules": rules.show_all,
    "/rules/{id:int}": rules.show,
    "/coverage": coverage.show,
    "/operations": operations.show,
    "/explain": explain.show,
    "/sign-in": sign_in.show,
}
ACTIONS: dict[str, Action] = {
    "/actions/{id:int}": competitors.decide,
    "/alerts/{id:int}": alerts.mark,
    "/rules/{id:int}": rules.save,
    "/operations/replay": operations.replay,
    "/sign-in": sign_in.start,
    "/sign-out": sign_in.end,
}


class PageRoute(Route):
    """A route that the log and the metrics know, like those of the API."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match a request, and note the route in its scope."""
        match, found = super().matches(scope)
        return match, found if match is Match.NONE else {**found, "route": self}


def add_console(app: FastAPI) -> None:
    """Add the pages and their files to the application."""
    handlers = [(path, show, "GET") for path, show in PAGES.items()]
    handlers += [(path, _posted(act), "POST") for path, act in ACTIONS.items()]
    handlers.append(("/static/{name}", send_static, "GET"))
    for path, handler, method in handlers:
        app.router.routes.append(
            PageRoute(PREFIX + path, handler, methods=[method], include_in_schema=False)
        )
    app.add_route("/", _to_console, include_in_schema=False)


def _posted(act: Action) -> Show:
    """Return the handler of a form: it must be of this session, see `session`."""

    async def handle(request: Request) -> Response:
        try:
            pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True)
        except ValueError:
            raise Problem("bad-request", "The form is not UTF-8.") from None
        form = dict(pairs)
        check_form(request, form.get(FORM_FIELD, ""))
        return await act(request, form)

    return handle


async def _to_console(request: Request) -> Response:
    return RedirectResponse(PREFIX)
