"""Digests: every alert is in exactly one, also while new alerts arrive."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.databases import Database
from tests.support.waiting import wait_until
from tests.support.worker import (
    Owner,
    Receiver,
    WorkerProcess,
    add_channel,
    add_rule,
    claim,
    connect,
    notifications,
    raise_alerts,
    receiving,
    until_all,
)

# Twice a day, so that a test of a few seconds sees many days.
NEXT_DAY = """
    update app.notification_channels as c set digested_at = now() - interval '2 days'
"""
DIGEST = "select s.row_count as n from ops.send_alert_digests() as s"
TOLD = """
    select n.channel_id, n.from_alert_id, n.to_alert_id, n.alert_count
    from core.notifications as n where n.kind = 'digest' order by n.to_alert_id
"""


@pytest.fixture
def owner(clone: Database) -> Iterator[Owner]:
    with closing(connect(clone.owner)) as connection:
        claim(connection)
        yield connection


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    with receiving(tmp_path) as found:
        yield found


def test_a_digest_of_many_alerts_is_one_message_that_lists_the_widest(
    owner: Owner, receiver: Receiver, clone: Database, tmp_path: Path
) -> None:
    channel = add_channel(owner, "webhook", receiver.url)
    rule = add_rule(owner, channel, delivery="digest")
    assert raise_alerts(owner, rule, last=2_000) == 0
    assert owner.execute(DIGEST).fetchone() == {"n": 1}
    worker = WorkerProcess(
        clone,
        tmp_path / "worker.log",
        WORKER_ALLOW_PRIVATE_TARGETS="true",
        WORKER_CA_FILE=str(receiver.ca_file),
    )
    worker.start()
    until_all(owner, "sent")
    worker.kill()
    [request] = receiver.requests
    assert request.body["type"] == "alerts.digest"
    data = request.body["data"]
    assert data["alert_count"] == 2_000
    assert data["by_kind"] == {"PRICE_SPIKE": 2_000}
    assert len(data["alerts"]) == data["listed_count"] == 50
    assert data["alerts"][0]["title"] == "Price up: Kettle 2000"
    [row] = notifications(owner)
    assert request.id == str(row["id"])


def test_alerts_that_come_meanwhile_are_in_this_digest_or_the_next(
    owner: Owner, clone: Database
) -> None:
    channel = add_channel(owner, "webhook", "https://hooks.example.com/x")
    rule = add_rule(owner, channel, delivery="digest")
    stop = threading.Event()
    batches = 0

    def keep_raising() -> None:
        nonlocal batches
        with closing(connect(clone.owner)) as connection:
            while not stop.is_set():
                with connection.transaction():
                    # Promotions take turns, as here.
                    connection.execute("select ops.lock_promotion(true)")
                    raise_alerts(
                        connection, rule, first=10 * batches, last=10 * batches + 9
                    )
                    batches += 1

    threads = [threading.Thread(target=keep_raising)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        before = batches
        wait_until(lambda before=before: batches > before)  # type: ignore[misc]
        owner.execute(NEXT_DAY)
        owner.execute(DIGEST)
    stop.set()
    for thread in threads:
        thread.join()
    owner.execute(NEXT_DAY)
    owner.execute(DIGEST)
    told = owner.execute(TOLD).fetchall()
    assert len(told) >= 10
    assert sum(row["alert_count"] for row in told) == 10 * batches
    # Each begins where the one before ended.
    bounds = [(row["from_alert_id"], row["to_alert_id"]) for row in told]
    assert bounds[0][0] == 0
    assert all(earlier[1] == later[0] for earlier, later in pairwise(bounds))


def test_two_jobs_at_once_make_one_digest(owner: Owner, clone: Database) -> None:
    channels = [
        add_channel(owner, "email", f"a{n}@example.com", name=str(n)) for n in range(5)
    ]
    raise_alerts(owner, add_rule(owner, *channels, delivery="digest"), last=10)
    made: list[int] = []

    def run() -> None:
        with closing(connect(clone.owner)) as connection:
            row = connection.execute(DIGEST).fetchone()
            assert row is not None
            made.append(row["n"])

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [0, 0, 0, 5]
    rows = owner.execute(TOLD).fetchall()
    assert Counter(row["channel_id"] for row in rows) == dict.fromkeys(channels, 1)


def test_a_digest_that_is_undone_leaves_the_alerts_for_the_next(owner: Owner) -> None:
    channel = add_channel(owner, "email", "a@example.com")
    raise_alerts(owner, add_rule(owner, channel, delivery="digest"), last=3)
    with owner.transaction(force_rollback=True):
        assert owner.execute(DIGEST).fetchone() == {"n": 1}
    assert notifications(owner) == []
    assert owner.execute(DIGEST).fetchone() == {"n": 1}
    [row] = notifications(owner)
    assert row["alert_count"] == 3
