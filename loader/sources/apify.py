"""Runs an Apify actor, or takes a finished run, and gives its items as a source.

The official client retries 429, 5xx and broken connections.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from apify_client import ApifyClient
from apify_client.errors import (
    ApifyApiError,
    ApifyClientError,
    ForbiddenError,
    NotFoundError,
    UnauthorizedError,
)
from impit import HTTPError

from loader.errors import LoaderError
from loader.inputs import Source
from loader.runs import Run
from loader.settings import Settings

# Items of the largest actors have 50 kB, so a page stays near 10 MB.
_PAGE_SIZE = 200

# The input by which the actors of an owner take the pages of single products.
_INPUTS: dict[str, Callable[[list[str]], dict[str, Any]]] = {
    "junglee": lambda urls: {
        "categoryOrProductUrls": [{"url": url} for url in urls],
        "maxItemsPerStartUrl": 1,
    },
    "axesso_data": lambda urls: {"urls": urls},
    "epctex": lambda urls: {
        "startUrls": [{"url": url} for url in urls],
        "maxItems": len(urls),
    },
}


class NoTokenError(LoaderError):
    """No Apify token is set."""


class AccessDeniedError(LoaderError):
    """Apify refuses the token, or what it asks for."""


class FailedRunError(LoaderError):
    """A run failed; its cost, in US dollars, is still owed."""

    def __init__(self, message: str, *, advice: str, cost: Decimal) -> None:
        """Keep the cost beside the sentences."""
        super().__init__(message, advice=advice)
        self.cost = cost


@dataclass(frozen=True, slots=True)
class ActorRun:
    """A finished run of an actor; cost in US dollars."""

    id: str
    actor: str
    dataset_id: str
    finished_at: datetime | None
    cost: Decimal

    def as_run(
        self,
        *,
        marketplace: str | None,
        actor_input: dict[str, Any],
        tenant: str | None = None,
    ) -> Run:
        """Describe it as a batch; a tenant cannot load the same run twice."""
        return Run(
            job_id=f"apify:{self.id}" + (f":{tenant}" if tenant is not None else ""),
            source=f"apify:{self.actor}",
            source_run_id=self.id,
            marketplace=marketplace,
            tenant=tenant,
            observed_at=self.finished_at,
            observed_from="end of the Apify run",
            cost=self.cost,
            meta={"actor": self.actor, "input": actor_input},
            # A run without results still cost something, which the ledger keeps.
            may_be_empty=True,
        )


def apify_client(settings: Settings) -> ApifyClient:
    """Make a client for the token in the environment."""
    if settings.apify_token is None:
        raise NoTokenError(
            "No Apify token is set.",
            advice="Set APIFY_TOKEN to the one from Apify Console > Settings > API.",
        )
    return ApifyClient(
        settings.apify_token.get_secret_value(), api_url=settings.apify_api_url
    )


def actor_name(name: str) -> str:
    """Write an actor as owner/name; Apify's addresses have a tilde instead."""
    return name.strip().replace("~", "/")


def product_input(
    actor: str, *, asins: list[str], domain: str, given: dict[str, Any] | None
) -> dict[str, Any]:
    """Build the input of an actor for products; `given` adds to it or overrides it."""
    build = _INPUTS.get(actor.partition("/")[0])
    if build is None:
        if given is None:
            raise LoaderError(
                f"The input of {actor} is not known here.",
                advice='Give all of it, such as --input \'{"urls": ["https://..."]}\'.',
            )
        return given
    urls = [f"https://www.{domain}/dp/{asin}" for asin in asins]
    return {**(build(urls) if urls else {}), **(given or {})}


def run_actor(
    client: ApifyClient,
    actor: str,
    *,
    actor_input: dict[str, Any],
    on_start: Callable[[str], None],
) -> ActorRun:
    """Start an actor and wait until it has finished; `on_start` gets the run id."""
    with _in_sentences(f"actor {actor}"):
        started = client.actor(actor).start(run_input=actor_input)
    on_start(started.id)
    return finished_run(client, actor, run_id=started.id)


def finished_run(client: ApifyClient, actor: str, *, run_id: str) -> ActorRun:
    """Wait for a run to finish; raises LoaderError unless it succeeded."""
    with _in_sentences(f"run {run_id}", advice=later(actor, run_id)):
        run = client.run(run_id).wait_for_finish()
    if run is None:
        raise LoaderError(f"Apify knows no run {run_id}.")
    if run.status != "SUCCEEDED":
        said = f" ({run.status_message.rstrip('.')})" if run.status_message else ""
        raise FailedRunError(
            f"Apify run {run_id} of {actor} ended as {run.status}{said}; nothing was"
            " loaded.",
            advice=f"Its log: https://console.apify.com/actors/runs/{run_id}",
            cost=Decimal(str(run.usage_total_usd or 0)),
        )
    return ActorRun(
        id=run.id,
        actor=actor,
        dataset_id=run.default_dataset_id,
        finished_at=run.finished_at,
        cost=Decimal(str(run.usage_total_usd or 0)),
    )


@contextmanager
def dataset_source(client: ApifyClient, run: ActorRun) -> Iterator[Source]:
    """Fetch the items of a run page by page into a file of JSON lines."""
    dataset = client.dataset(run.dataset_id)
    with tempfile.TemporaryFile(prefix="asinmart-") as file:
        offset = 0
        while True:
            with _in_sentences(
                f"dataset of run {run.id}", advice=later(run.actor, run.id)
            ):
                page = dataset.get_items_as_bytes(
                    item_format="jsonl", offset=offset, limit=_PAGE_SIZE
                )
            lines = page.split(b"\n")
            count = sum(1 for line in lines if line.strip())
            if count == 0:
                break
            file.write(page if page.endswith(b"\n") else page + b"\n")
            offset += count
        file.flush()
        yield Source(f"Apify run {run.id}", file)


def later(actor: str, run_id: str) -> str:
    """Describe how to load a run that is paid for but was not loaded."""
    return (
        "The run stays at Apify; load it with"
        f" `asinmart fetch apify --actor {actor} --run {run_id}`."
    )


@contextmanager
def _in_sentences(what: str, *, advice: str | None = None) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        if advice is None:
            raise
        raise LoaderError(f"Interrupted at {what}.", advice=advice) from None
    except (UnauthorizedError, ForbiddenError) as error:
        raise AccessDeniedError(
            f"Apify refuses {what}: {error.message}.",
            advice="Check APIFY_TOKEN and what it may do.",
        ) from None
    except NotFoundError:
        raise LoaderError(
            f"Apify knows no {what}.", advice="Write actors as OWNER/NAME."
        ) from None
    except ApifyApiError as error:
        raise LoaderError(
            f"Apify answers {error.status_code} for {what}, after"
            f" {error.attempt} attempts: {error.message}.",
            advice=advice,
        ) from None
    except (ApifyClientError, HTTPError) as error:
        reason = str(error).strip().splitlines()
        raise LoaderError(
            f"Apify cannot be reached for {what}: {reason[0] if reason else error!r}.",
            advice=advice or "Check the network and APIFY_API_URL, then try again.",
        ) from None
