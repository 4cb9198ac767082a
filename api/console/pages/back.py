"""Where a form leads: back to the page it stands on."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.auth.session import PREFIX, is_console


def to_page(form: dict[str, str], default: str = PREFIX) -> Response:
    """Return the redirect to the page of the form; never to another site."""
    return RedirectResponse(local(form.get("next", ""), default), 303)


def local(address: str, default: str = PREFIX) -> str:
    """Return an address if it is a page of the console, otherwise the default."""
    path = address.partition("?")[0].partition("#")[0]
    is_plain = address.isascii() and address.isprintable() and "\\" not in address
    return address if is_plain and is_console(path) and "//" not in path else default


def chosen(request: Request, name: str, default: str = "") -> str:
    """Return a parameter of the page's own query string."""
    return request.query_params.get(name, default).strip()
