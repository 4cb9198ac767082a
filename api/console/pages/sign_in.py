"""Sign in with an API key or a token; sign out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.auth import session
from api.auth.middleware import identify
from api.console.pages.back import chosen, local
from api.console.render import page
from api.problems import Problem


async def show(request: Request) -> Response:
    """Show the form."""
    return page(request, "sign_in.html", next=local(chosen(request, "next")), fault="")


async def start(request: Request, form: dict[str, str]) -> Response:
    """Check the credentials and begin a session with them."""
    credential = form.get("key", "").strip()
    following = local(form.get("next", ""))
    fault = "Enter an API key or a token."
    status = 422
    if credential:
        try:
            sent = credential.encode("ascii")
            identity = await identify(request.scope, sent, request.app.state.settings)
        except UnicodeEncodeError:
            fault = "This is neither an API key nor a token."
        except Problem as problem:
            fault, status = problem.detail, problem.type.status
        else:
            if not identity.caller.is_public_key:
                response = RedirectResponse(following, 303)
                session.sign_in(request, response, credential)
                return response
            fault = "Public keys (pk_) stand in web pages; sign in with a secret key."
    return page(request, "sign_in.html", status=status, next=following, fault=fault)


async def end(request: Request, form: dict[str, str]) -> Response:
    """End the session."""
    response = RedirectResponse(session.PREFIX, 303)
    session.sign_out(response)
    return response
