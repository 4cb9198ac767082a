"""The tenants of the demo: one market, watch lists and alerts of each, one webhook."""

import base64
import os
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import class_row
from rich.console import Console
from rich.text import Text

from common import terminal
from demo import queries
from demo.market import Market, Truth, asin_at
from demo.webhook_receiver import Receiver

Connection = psycopg.Connection[tuple[Any, ...]]

DELIVERY_SECONDS = 60
# The tenant of whoever asks without a key, which every installation has.
INSTALLATION = "default"
WATCHED_COUNT = 24
# The planted products that each tenant tracks, and its own limit for price moves in %.
TENANTS: dict[str, dict[str, int | None]] = {
    "Harbour Goods": {
        "price jump": None,
        "rank crash": None,
        "undercut main": None,
    },
    "Quayside Outlet": {
        "price jump": 60,
        "rating drop": None,
        "stock-out": None,
        "lost buy box": None,
    },
}
LISTENER = "Harbour Goods"


def watch_list(
    made: Market, truths: tuple[Truth, ...], others: Iterable[str]
) -> list[str]:
    """What the installation itself tracks: planted products, others, some of the rest.

    The rest is spread over the market, so that it has products of every kind.
    """
    planted = [asin for t in truths for asin in (t.other_asin, t.asin) if asin]
    step = made.products // WATCHED_COUNT
    rest = (asin_at(number * step) for number in range(WATCHED_COUNT))
    return list(dict.fromkeys([*planted, *others, *rest]))[:WATCHED_COUNT]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A row of core.notifications."""

    id: str
    status: str
    title: str
    error: str | None


def make_tenants(
    out: Console,
    database: Connection,
    truths: tuple[Truth, ...],
    watched: Sequence[str],
    since: date,
) -> None:
    """Make the tenants unless they exist, and let each track its products.

    The installation tracks `watched`. All have been tracked since the given day.
    """
    places = {truth.kind: truth.asin for truth in truths}
    places["undercut main"] = next(t.other_asin for t in truths if t.other_asin) or ""
    for name, tracked in TENANTS.items():
        database.execute(queries.MAKE_TENANT, {"name": name})
        database.execute(
            queries.TRACK_PRODUCTS,
            {
                "name": name,
                "asins": [places[kind] for kind in tracked],
                "limits": list(tracked.values()),
                "since": since,
            },
        )
        database.execute(
            queries.LINK_FOR_TENANT,
            {"name": name, "main": places["undercut main"], "comp": places["undercut"]},
        )
    database.execute(
        queries.TRACK_PRODUCTS,
        {
            "name": INSTALLATION,
            "asins": list(watched),
            "limits": [None] * len(watched),
            "since": since,
        },
    )
    names = " and ".join(TENANTS)
    terminal.step(out, "tenants", f"{names}, each with products and limits of its own")
    text = f"the installation itself tracks {len(watched)} products"
    terminal.step(out, "", text)


@contextmanager
def listening(out: Console, database: Connection) -> Iterator[Receiver | None]:
    """Receive the webhooks of one tenant at the address of its channel."""
    port = os.environ.get("DEMO_RECEIVER_PORT")
    if not port:
        yield None
        return
    folder = Path(os.environ["DEMO_RECEIVER_FOLDER"])
    made = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    row = database.execute(
        queries.MAKE_CHANNEL,
        {
            "name": LISTENER,
            "target": f"https://localhost:{port}/alerts",
            "secret": made,
        },
    ).fetchone()
    assert row is not None
    receiver = Receiver(
        port=int(port),
        certificate=folder / "certificate.pem",
        key=folder / "key.pem",
        secret=row[0],
    )
    terminal.step(
        out, "", f"{LISTENER} receives its alerts at https://localhost:{port}"
    )
    with receiver:
        yield receiver


@contextmanager
def reading_as(database: Connection, name: str) -> Iterator[Connection]:
    """Connect with a SQL login of a tenant, which is dropped at the end."""
    login = database.execute(queries.MAKE_LOGIN, {"name": name}).fetchone()
    assert login is not None
    role, password = login
    try:
        with psycopg.connect(
            database.info.dsn, user=role, password=password, autocommit=True
        ) as connection:
            yield connection
    finally:
        database.execute(queries.DROP_LOGIN, {"role": role})


def show_tenants(
    out: Console, database: Connection, day: date, truths: tuple[Truth, ...]
) -> int:
    """Show each tenant's alerts of the day; return 1 if the price jump is wrong.

    It must alert only the tenant whose limit it exceeds.
    """
    terminal.heading(
        out, "Two tenants, one market", "the same day, by the rules of each"
    )
    rows = database.execute(
        queries.ALERTS_OF_TENANTS, {"names": list(TENANTS), "date": day}
    ).fetchall()
    terminal.table(out, ["tenant", "severity", "rule", "what"], rows, wide="what")
    jump = next(truth.asin for truth in truths if truth.kind == "price jump")
    alerted = database.execute(
        queries.ALERTED_OF_PRICE, {"names": list(TENANTS), "date": day, "asin": jump}
    ).fetchall()
    is_right = alerted == [(LISTENER,)]
    if not is_right:
        names = ", ".join(name for (name,) in alerted) or "no tenant"
        terminal.step(out, "", f"[bold red]the price jump alerted {names}[/]")
    return 0 if is_right else 1


def show_webhook(
    out: Console, database: Connection, receiver: Receiver | None, day: date
) -> int:
    """Wait for the day's webhooks and show them; return how many are missing."""
    if receiver is None:
        return 0
    terminal.heading(out, "Webhooks", "Standard Webhooks 1.0, verified by the receiver")
    deadline = time.monotonic() + DELIVERY_SECONDS
    with out.status("waiting for the worker"):
        while any(d.status != "sent" for d in _deliveries(database, day)):
            if time.monotonic() > deadline:
                break
            time.sleep(0.2)
    received = {call.webhook_id: call for call in receiver.received}
    rows: list[list[object]] = []
    missing = 0
    for delivery in _deliveries(database, day):
        call = received.get(delivery.id)
        if call is not None and call.is_signed:
            mark = Text("signature valid", "bold green")
        elif delivery.status == "sent":
            mark = Text("sent in an earlier run", "green")
        else:
            mark = Text(delivery.error or delivery.status, "bold red")
            missing += 1
        rows.append([mark, delivery.id[:8], delivery.title])
    terminal.table(out, ["", "webhook-id", "what"], rows, wide="what")
    is_twice = len(received) != len(receiver.received)
    return missing + is_twice + (0 if rows else 1)


def _deliveries(database: Connection, day: date) -> list[Delivery]:
    with database.cursor(row_factory=class_row(Delivery)) as cursor:
        return cursor.execute(
            queries.DELIVERIES, {"name": LISTENER, "date": day}
        ).fetchall()
