"""Fetches one slice of products through the loader, into staging."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NoReturn

from psycopg import Error as DatabaseError

from loader.database import connected
from loader.errors import LoaderError
from loader.runs import load
from loader.settings import load_settings as load_loader_settings
from loader.sources import apify
from worker import queries
from worker.database import Pool, call
from worker.retries import GiveUp, NotYet
from worker.settings import Settings

# Each run at the source costs money, so there are far fewer tries than for a message.
MAX_ATTEMPTS = 3


def fetch(pool: Pool, settings: Settings, fetch_id: int, *, attempt: int) -> str:
    """Fetch and load a slice, and return the result as a text.

    If an earlier worker began the run, this waits for it and starts none. Raises GiveUp
    when no further try can help, LoaderError when one may.
    """
    start = call(
        pool, queries.START_FETCH, id=fetch_id, instance_id=settings.instance_id
    )
    match start["outcome"]:
        case "over" | "refused":
            return str(start["detail"])
        case "held":
            raise NotYet(
                f"Nothing is fetched: {start['detail']}.",
                until=datetime.now(UTC) + timedelta(minutes=1),
            )
    try:
        client = apify.apify_client(load_loader_settings())
        actor_input = apify.product_input(
            start["actor"], asins=start["asins"], domain=start["domain"], given=None
        )
        if start["source_run_id"] is not None:
            finished = apify.finished_run(
                client, start["actor"], run_id=start["source_run_id"]
            )
        else:
            finished = apify.run_actor(
                client,
                start["actor"],
                actor_input=actor_input,
                on_start=lambda run_id: _note_run(pool, fetch_id, run_id),
            )
        run = finished.as_run(marketplace=start["marketplace"], actor_input=actor_input)
        with (
            apify.dataset_source(client, finished) as source,
            connected(settings.database_url) as connection,
        ):
            outcome = load(connection, source, run)
    except apify.FailedRunError as error:
        _fail(pool, fetch_id, error, attempt=attempt, cost=error.cost, is_run_over=True)
    except (LoaderError, DatabaseError) as error:
        _fail(pool, fetch_id, error, attempt=attempt)
    call(
        pool,
        queries.SETTLE_FETCH,
        id=fetch_id,
        status="landed",
        job_id=outcome.job_id,
        item_count=outcome.item_count,
        cost=finished.cost,
        error=None,
        is_run_over=True,
    )
    return f"{outcome.item_count} items"


def _note_run(pool: Pool, fetch_id: int, run_id: str) -> None:
    call(pool, queries.NOTE_FETCH_RUN, id=fetch_id, source_run_id=run_id)


def _fail(
    pool: Pool,
    fetch_id: int,
    error: LoaderError | DatabaseError,
    *,
    attempt: int,
    cost: Decimal = Decimal(0),
    is_run_over: bool = False,
) -> NoReturn:
    """Record the failure and raise it; as GiveUp when no further try can help."""
    is_denied = isinstance(error, apify.AccessDeniedError)
    is_final = (
        attempt >= MAX_ATTEMPTS or is_denied or isinstance(error, apify.NoTokenError)
    )
    status = "denied" if is_denied else "failed"
    call(
        pool,
        queries.SETTLE_FETCH,
        id=fetch_id,
        status=status if is_final else "queued",
        job_id=None,
        item_count=None,
        cost=cost,
        error=str(error),
        is_run_over=is_run_over,
    )
    if is_final:
        raise GiveUp(str(error)) from error
    raise error
