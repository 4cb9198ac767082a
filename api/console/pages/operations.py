"""Operations: what the doctor finds, jobs, runs, rejects, queues; for admins."""

from asyncio import gather

from starlette.requests import Request
from starlette.responses import Response

from api.console import rest
from api.console.pages.back import chosen, to_page
from api.console.render import page


async def show(request: Request) -> Response:
    """Show the state of the installation, the worst first."""
    operations, runs = await gather(
        rest.get(request, "/v1/operations"),
        rest.get(
            request, "/v1/jobs", limit=25, cursor=chosen(request, "cursor") or None
        ),
    )
    return page(request, "operations.html", found=operations["data"], runs=runs)


async def replay(request: Request, form: dict[str, str]) -> Response:
    """Read the rejects of a run again."""
    await rest.change(
        request, "POST", "/v1/rejects:replay", {"job_id": form.get("job_id", "")}
    )
    return to_page(form)
