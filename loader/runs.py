"""Loads one source as one run, in one transaction."""

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import psycopg
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from loader import queries
from loader.database import Connection, row, rows
from loader.errors import LoaderError
from loader.formats.detect import split
from loader.formats.validate import DEFAULT_ITEM_LIMIT, Batches
from loader.inputs import Source
from loader.staging import RejectSpool, copy_items, store_items

# Apify names its exports by the UTC instant to the millisecond.
_FULL_STAMP = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d-\d{3}(?!\d)")
# Data exceptions and exceeded limits, such as the nesting of a value.
_REFUSED_ITEM = ("22", "54")


@dataclass(frozen=True, slots=True)
class Run:
    """The facts of a batch before its items are read."""

    job_id: str
    source: str
    content_hash: str | None = None
    source_run_id: str | None = None
    marketplace: str | None = None
    tenant: str | None = None
    observed_at: datetime | None = None
    observed_on: date | None = None
    observed_from: str = "arrival"
    cost: Decimal = Decimal(0)
    meta: dict[str, Any] = field(default_factory=dict)
    may_be_empty: bool = False


@dataclass(slots=True)
class Outcome:
    """The result of a load; counts are those of the load, not of promotion.

    `is_careful` means that COPY failed and the items were stored one by one.
    """

    name: str
    job_id: str
    run_id: int
    status: str
    is_new: bool
    observed_at: datetime | date | None
    observed_from: str
    format: str = ""
    item_count: int = 0
    rejects: Counter[str] = field(default_factory=Counter)
    byte_count: int = 0
    seconds: float = 0.0
    is_careful: bool = False

    @property
    def stored_count(self) -> int:
        """Items now in staging_raw.raw_events."""
        return self.item_count - self.rejects.total()


@dataclass(frozen=True, slots=True)
class Watch:
    """Callbacks for progress: bytes as stored, items, and a new start."""

    on_read: Callable[[int], None] = lambda _: None
    on_items: Callable[[int], None] = lambda _: None
    on_restart: Callable[[], None] = lambda: None


def run_of_file(
    source: Source,
    *,
    source_name: str,
    marketplace: str | None,
    observed_at: datetime | date | None,
    job_id: str | None,
    date_order: str | None = None,
    tenant: str | None = None,
) -> Run:
    """Name the run after the file and its content: loading twice changes nothing.

    A date as `observed_at` is that day in the time zone of each marketplace.
    """
    observed_from = "--observed-at"
    observed_on: date | None = None
    if observed_at is None:
        observed_at = observed_in_name(source.name)
        observed_from = "arrival" if observed_at is None else "file name"
    elif not isinstance(observed_at, datetime):
        observed_at, observed_on = None, observed_at
    content_hash = source.sha256()
    stamp = observed_at.astimezone(UTC).isoformat() if observed_at else ""
    stamp += f"{observed_on or ''}{date_order or ''}"
    facts = [content_hash, marketplace or "", stamp]
    if tenant is not None:
        facts.append(tenant)
    key = sha256("|".join(facts).encode()).hexdigest()
    meta = {"file": source.name, "observed_from": observed_from}
    if date_order is not None:
        meta["date_order"] = date_order
    return Run(
        job_id=job_id or f"file:{source.name}:{key[:16]}",
        source=source_name,
        content_hash=content_hash,
        marketplace=marketplace,
        tenant=tenant,
        observed_at=observed_at,
        observed_on=observed_on,
        observed_from=observed_from,
        meta=meta,
    )


def observed_in_name(name: str) -> datetime | None:
    """Read the instant that Apify writes into the names of its exports."""
    stamps = _FULL_STAMP.findall(name)
    if not stamps:
        return None
    try:
        return datetime.strptime(stamps[-1], "%Y-%m-%d_%H-%M-%S-%f").replace(tzinfo=UTC)
    except ValueError:
        return None


def load(
    connection: Connection,
    source: Source,
    run: Run,
    *,
    limit: int = DEFAULT_ITEM_LIMIT,
    watch: Watch | None = None,
) -> Outcome:
    """Stage a source and land its run, by COPY, else item by item.

    Raises LoaderError when the source holds no items or changes while it is read.
    """
    started = time.perf_counter()
    watch = watch or Watch()
    try:
        outcome = _load(
            connection, source, run, limit=limit, watch=watch, is_careful=False
        )
    except psycopg.Error as error:
        if not (error.sqlstate or "").startswith(_REFUSED_ITEM):
            raise
        # COPY fails as a whole; loading item by item finds the refused one.
        watch.on_restart()
        outcome = _load(
            connection, source, run, limit=limit, watch=watch, is_careful=True
        )
        outcome.is_careful = True
    outcome.seconds = time.perf_counter() - started
    return outcome


def preview(
    connection: Connection, source: Source, run: Run, *, limit: int, most_items: int
) -> list[DictRow]:
    """Return how the first items would be read, a row an observation.

    The transaction is rolled back afterwards.
    """
    tried = replace(run, job_id=f"dry-run:{run.job_id}")
    with connection.transaction(force_rollback=True):
        _load(
            connection,
            source,
            tried,
            limit=limit,
            watch=Watch(),
            is_careful=True,
            most_items=most_items,
        )
        return rows(connection, queries.PREVIEW_RUN, job_id=tried.job_id)


def check_tenant(connection: Connection, tenant: str) -> None:
    """Raise AM404 for an unknown tenant, before a fetch for it costs money."""
    run = Run(job_id=f"check-tenant:{tenant}", source="check", tenant=tenant)
    with connection.transaction(force_rollback=True):
        _opened(connection, run, name=tenant)


def first_items(batches: Batches, most: int) -> Batches:
    """Return the first items of batches."""
    for batch in batches:
        yield batch[:most]
        most -= len(batch)
        if most <= 0:
            return


def _load(
    connection: Connection,
    source: Source,
    run: Run,
    *,
    limit: int,
    watch: Watch,
    is_careful: bool,
    most_items: int | None = None,
) -> Outcome:
    version = source.version
    with connection.transaction():
        outcome = _opened(connection, run, name=source.name)
        if not outcome.is_new:
            return outcome
        stream = source.stream(on_read=watch.on_read)
        found = split(stream, limit=limit)
        batches = found.batches
        if most_items is not None:
            batches = first_items(batches, most_items)
        with RejectSpool(run.job_id) as rejects:
            take = store_items if is_careful else copy_items
            outcome.item_count = take(
                connection,
                batches,
                job_id=run.job_id,
                source=run.source,
                rejects=rejects,
                on_items=watch.on_items,
            )
            rejects.copy(connection)
            outcome.rejects = rejects.counts
        if outcome.item_count == 0 and not run.may_be_empty:
            raise LoaderError(
                f"{source.name} holds no items; nothing was loaded.",
                advice="Check that the export finished.",
            )
        if source.version != version:
            raise LoaderError(
                f"{source.name} changed while it was read; nothing was loaded.",
                advice="Load it again when no program writes to it.",
            )
        outcome.format = found.format
        outcome.byte_count = stream.byte_count
        row(
            connection,
            queries.LAND_RUN,
            job_id=run.job_id,
            item_count=outcome.item_count,
            byte_count=stream.byte_count,
            cost=run.cost,
        )
        outcome.status = "LANDED"
    return outcome


def _opened(connection: Connection, run: Run, *, name: str) -> Outcome:
    opened = row(
        connection,
        queries.START_RUN,
        job_id=run.job_id,
        source=run.source,
        source_run_id=run.source_run_id,
        marketplace=run.marketplace,
        observed_at=run.observed_at,
        observed_on=run.observed_on,
        content_hash=run.content_hash,
        meta=Jsonb(run.meta),
        tenant=run.tenant,
    )
    assert opened is not None
    return Outcome(
        name=name,
        job_id=run.job_id,
        run_id=opened["run_id"],
        status=opened["status"],
        is_new=opened["is_new"],
        observed_at=run.observed_on or run.observed_at,
        observed_from=run.observed_from,
    )
