"""Renders the templates of the console, and its errors as pages."""

from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from api.auth import session
from api.auth.principal import Caller
from api.console import charts
from api.problems import Problem
from api.settings import Settings

_FOLDER = Path(__file__).parent
_PACKAGES = _FOLDER / "node_modules"
# The files that pages load, all from here; package-lock.json has the libraries.
STATIC_FILES = {
    "console.css": _FOLDER / "static" / "console.css",
    "console.js": _FOLDER / "static" / "console.js",
    "icon.svg": _FOLDER / "static" / "icon.svg",
    "uplot.js": _PACKAGES / "uplot" / "dist" / "uPlot.iife.min.js",
    "uplot.css": _PACKAGES / "uplot" / "dist" / "uPlot.min.css",
    "htmx.js": _PACKAGES / "htmx.org" / "dist" / "htmx.min.js",
}
_UNKNOWN = "\u2013"
# Currencies of Amazon's marketplaces that have no smaller unit.
_WHOLE_CURRENCIES = frozenset({"JPY"})


def page(
    request: Request, template: str, *, status: int = 200, **context: Any
) -> Response:
    """Return a page.

    It is made for one caller and may have a form, so no cache keeps it.
    """
    caller: Caller | None = request.scope.get("caller")
    settings: Settings = request.app.state.settings
    html = _environment.get_template(template).render(
        context,
        caller=caller,
        is_admin=caller is not None and is_admin(caller),
        may_change=caller is not None and caller.role != "viewer",
        path=request.url.path,
        here=_here(request),
        form_token=session.form_token(request),
        image_hosts=settings.console_image_hosts,
    )
    response = Response(
        html,
        status,
        {
            "Cache-Control": "no-store",
            "Content-Security-Policy": policy(settings),
        },
        "text/html; charset=utf-8",
    )
    session.keep(request, response)
    return response


def is_admin(caller: Caller) -> bool:
    """Whether a caller may see the operations of the installation."""
    return caller.is_of_installation and caller.role == "admin"


def policy(settings: Settings) -> str:
    """Return the policy of every page: nothing from elsewhere, no script in the page.

    Pictures of products come from Amazon's hosts only if these are configured.
    """
    images = "".join(f" https://{host}" for host in settings.console_image_hosts)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data:{images}",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def problem_page(request: Request, problem: Problem) -> Response:
    """Return the page of an error; who is not signed in is asked to."""
    if problem.type.code == "unauthorized":
        response: Response = RedirectResponse(
            f"{session.PREFIX}/sign-in?{charts.query(next=_here(request))}", 303
        )
        session.sign_out(response)
        return response
    response = page(
        request,
        "problem.html",
        status=problem.type.status,
        problem=problem,
        request_id=request.scope["request_id"],
    )
    for name in ("Retry-After", "Allow"):
        if name in problem.headers:
            response.headers[name] = problem.headers[name]
    return response


async def send_static(request: Request) -> Response:
    """Send a file that pages load; its address changes with its content."""
    path = STATIC_FILES.get(request.path_params["name"])
    if path is None or not path.is_file():
        raise Problem("not-found", "The console has no such file.")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return FileResponse(path, headers=headers)


def _here(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def _static(name: str) -> str | None:
    """Return the address of a file; None when its package is not installed."""
    digest = _digests.get(name)
    return f"{session.PREFIX}/static/{name}?v={digest}" if digest else None


def _digest(path: Path) -> str | None:
    if not path.is_file():
        return None
    return blake2b(path.read_bytes(), digest_size=8).hexdigest()


def _number(value: float | None, digits: int | None = None) -> str:
    """Return a number with its thousands apart; a dash when it is not known."""
    if value is None:
        return _UNKNOWN
    if digits is None:
        digits = 0 if value == int(value) else 2
    return f"{value:,.{digits}f}"


def _money(value: float | None, currency: str | None) -> str:
    if value is None:
        return _UNKNOWN
    return _number(value, money_digits(currency))


def money_digits(currency: str | None) -> int:
    """Return the decimals of a currency."""
    return 0 if currency in _WHOLE_CURRENCIES else 2


def _change(
    value: float | None, unit: str = " %", good: str = "none", digits: int = 1
) -> Markup:
    """Return a change with sign, arrow and colour; `good` is up, down or none."""
    if value is None:
        return Markup('<span class="change unknown">{}</span>').format(_UNKNOWN)
    if round(value, digits) == 0:
        return Markup('<span class="change">= 0{}</span>').format(unit)
    way = "up" if value > 0 else "down"
    tone = "" if good == "none" else " good" if way == good else " bad"
    arrow = "▲" if value > 0 else "▼"
    return Markup('<span class="change{}">{} {}{}</span>').format(
        tone, arrow, f"{value:+,.{digits}f}", unit
    )


def _time(value: str | None) -> str:
    """Return an instant as day and minute of UTC."""
    return f"{value[:10]} {value[11:16]}" if value else _UNKNOWN


_digests = {name: _digest(path) for name, path in STATIC_FILES.items()}
_environment = Environment(
    loader=FileSystemLoader(_FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {
    "number": _number,
    "money": _money,
    "change": _change,
    "time": _time,
}
_environment.globals |= {
    "static": _static,
    "charts": charts,
    "query": charts.query,
    "unknown": _UNKNOWN,
}
