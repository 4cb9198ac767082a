"""The API with one more route: a slow POST, for tests of idempotency."""

import orjson
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from api.application import create_app
from api.auth.permissions import Requirement, requires
from api.database import Database
from api.http.idempotency import idempotent
from api.problems import Problem
from api.settings import Settings, load_settings

PATH = "/v1/acts"
CLAIM_SECONDS = 2.0

# The function that the route calls; the test creates it in its database.
SETUP = """
    create table public.acts (id bigint generated always as identity, name text);
    create function public.act(p_name text, p_pause float8) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare v_id bigint;
    begin
        insert into public.acts (name) values (p_name) returning id into v_id;
        perform pg_sleep(p_pause);
        return v_id;
    end $$;
    revoke execute on function public.act from public;
    grant execute on function public.act to asinmart_api;
"""


@requires(Requirement("operator", "acts:write"))
async def act(request: Request) -> Response:
    """Act and return the id; refuse the name 'refused'."""
    asked = orjson.loads(await request.body())
    database: Database = request.app.state.database
    [(number,)] = await database.within_deadline(
        database.fetch("select public.act(%(name)s, %(pause)s)", asked)
    )
    if asked["name"] == "refused":
        raise Problem("conflict", "This is refused after all.")
    return Response(
        b'{"number": %d}' % number,
        status_code=201,
        headers={"Location": f"{PATH}/{number}"},
        media_type="application/json",
    )


def make_acting(settings: Settings) -> FastAPI:
    """Return the application with the route."""
    app = create_app(settings)
    app.add_api_route(
        PATH, idempotent(act, claim_seconds=CLAIM_SECONDS), methods=["POST"]
    )
    return app


def __getattr__(name: str) -> FastAPI:
    """Make `served` when a server imports it: `uvicorn acting_app:served`."""
    if name == "served":
        return make_acting(load_settings())
    raise AttributeError(name)
