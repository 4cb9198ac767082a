"""The worker process: one message an alert and channel, even if a process dies."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.support.databases import Database
from tests.support.waiting import wait_until
from tests.support.worker import (
    Mailbox,
    Owner,
    Receiver,
    Request,
    WorkerProcess,
    add_channel,
    add_rule,
    claim,
    connect,
    mail_server,
    notifications,
    raise_alerts,
    receiving,
    statuses,
    until_all,
)

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture
def owner(clone: Database) -> Iterator[Owner]:
    with closing(connect(clone.owner)) as connection:
        claim(connection)
        yield connection


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    with receiving(tmp_path) as found:
        yield found


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


@pytest.fixture
def worker(
    clone: Database, receiver: Receiver, mailbox: Mailbox, tmp_path: Path
) -> Iterator[WorkerProcess]:
    process = WorkerProcess(
        clone,
        tmp_path / "worker.log",
        WORKER_ALLOW_PRIVATE_TARGETS="true",
        WORKER_CA_FILE=str(receiver.ca_file),
        WORKER_SMTP_HOST="127.0.0.1",
        WORKER_SMTP_PORT=str(mailbox.port),
        WORKER_SMTP_SECURITY="insecure",
        WORKER_SMTP_FROM="asinmart <alerts@asinmart.example>",
    )
    yield process
    process.kill()


def failures(owner: Owner) -> list[str]:
    found = owner.execute("select f.error from ops.task_failures as f order by f.id")
    return [row["error"] for row in found]


def test_each_alert_reaches_each_channel_once(
    owner: Owner, worker: WorkerProcess, receiver: Receiver, mailbox: Mailbox
) -> None:
    hook = add_channel(owner, "webhook", receiver.url, name="hook")
    mail = add_channel(owner, "email", "anna@example.com", name="mail")
    rule = add_rule(owner, hook, mail)
    assert raise_alerts(owner, rule, last=3) == 6
    worker.start()
    until_all(owner, "sent")
    sent = notifications(owner)
    assert Counter(row["attempts"] for row in sent) == {1: 6}
    hooked = {str(row["id"]) for row in sent if row["channel_id"] == hook}
    assert sorted(receiver.ids) == sorted(hooked)
    body = receiver.requests[0].body
    assert body["type"] == "alert.raised"
    assert body["data"]["title"].startswith("Price up: Kettle")
    assert body["data"]["rule"] == "r"
    mails = [message_from_bytes(mail) for mail in mailbox.mails]
    assert sorted(mail["Message-ID"] for mail in mails) == sorted(
        f"<{row['id']}@asinmart.example>" for row in sent if row["channel_id"] == mail
    )
    assert all(len(mail.get_all("Message-ID", [])) == 1 for mail in mails)
    assert mails[0]["To"] == "anna@example.com"
    assert str(mails[0].get_payload()).split() == ["From", "10", "to", "12."]

    def tasks() -> list[tuple[object, ...]]:
        query = "select t.status, t.task_name from ops.task_executions as t"
        return [tuple(task.values()) for task in owner.execute(query)]

    # A task ends a moment after its message was sent.
    wait_until(lambda: tasks() == [("succeeded", "notify")] * 6)
    assert worker.stop() == 0


def test_a_move_of_a_price_becomes_a_message(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    add_rule(owner, add_channel(owner, "webhook", receiver.url), scope="all")
    for job_id, day, price in (("one", "2025-03-10", 10), ("two", "2025-03-11", 20)):
        with owner.transaction():
            owner.execute("select ops.start_run(%s, 'test')", [job_id])
            owner.execute(
                """
                insert into staging_raw.raw_events (
                    job_id, item_no, source, payload, content_hash
                )
                values (%s, 1, 'test', jsonb_build_object(
                    'asin', 'B0TESTA001', 'observed_date', %s::text, 'title', 'Kettle',
                    'price', %s::numeric
                ), '')
                """,
                [job_id, day, price],
            )
            owner.execute("select ops.land_run(%s, 1, 0)", [job_id])
        owner.execute("select ops.promote_run(%s)", [job_id])
    worker.start()
    until_all(owner, "sent")
    [request] = receiver.requests
    data = request.body["data"]
    assert (data["asin"], data["kind"]) == ("B0TESTA001", "PRICE_SPIKE")
    assert (data["old_value"], data["new_value"]) == (10, 20)
    assert "Kettle" in data["title"]


def test_a_worker_killed_before_it_sends_leaves_the_message_to_the_next(
    owner: Owner, worker: WorkerProcess, receiver: Receiver, clone: Database
) -> None:
    rule = add_rule(owner, add_channel(owner, "webhook", receiver.url))
    raise_alerts(owner, rule)
    # Held in the claim: it has the task, and has sent nothing.
    with closing(connect(clone.owner)) as holder, holder.transaction():
        holder.execute("select from core.notifications as n for update")
        worker.start()
        wait_until(lambda: doing(owner) == 1)
        worker.kill()
    assert receiver.requests == []
    worker.start()
    until_all(owner, "sent")
    [row] = notifications(owner)
    assert receiver.ids == [str(row["id"])]
    assert failures(owner) == ["The worker died while it ran this task."]


def test_a_worker_killed_after_sending_sends_again_under_the_same_id(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    rule = add_rule(owner, add_channel(owner, "webhook", receiver.url))
    raise_alerts(owner, rule)

    def kill_the_first(request: Request) -> Answer:
        if len(receiver.requests) == 1:
            worker.kill()
        return 204, {}, b""

    receiver.answer = kill_the_first
    worker.start()
    wait_until(lambda: receiver.requests and not worker.is_alive)
    assert statuses(owner) == {"sending"}
    worker.start()
    until_all(owner, "sent")
    [row] = notifications(owner)
    assert receiver.ids == [str(row["id"])] * 2
    assert row["attempts"] == 2
    first, second = receiver.requests
    assert first.body == second.body


def test_a_worker_killed_in_the_middle_of_many_sends_each_once(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    rule = add_rule(owner, add_channel(owner, "webhook", receiver.url))
    raise_alerts(owner, rule, last=60)
    turn = threading.Lock()
    deaths = [20, 40]

    def kill_now_and_then(request: Request) -> Answer:
        with turn:
            if deaths and len(receiver.requests) >= deaths[0]:
                deaths.pop(0)
                worker.kill()
                worker.start()
        return 204, {}, b""

    receiver.answer = kill_now_and_then
    worker.start()
    until_all(owner, "sent")
    assert deaths == []
    rows = notifications(owner)
    assert set(receiver.ids) == {str(row["id"]) for row in rows}
    # Only what was in the air when the worker died came twice: eight at a time.
    repeated = [id for id, times in Counter(receiver.ids).items() if times > 1]
    assert len(repeated) <= 16
    assert {request.body["data"]["alert_id"] for request in receiver.requests} == {
        row["alert_id"] for row in rows
    }


def test_a_receiver_that_fails_is_tried_again_until_it_answers(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    rule = add_rule(owner, add_channel(owner, "webhook", receiver.url))
    raise_alerts(owner, rule)
    given: list[Answer] = [(500, {}, b"oops"), (503, {}, b""), (200, {}, b"fine")]
    answers = iter(given)
    receiver.answer = lambda _: next(answers)
    worker.start()
    until_all(owner, "sent")
    [row] = notifications(owner)
    assert receiver.ids == [str(row["id"])] * 3
    assert (row["attempts"], row["response_status"]) == (3, 200)
    assert failures(owner) == [
        "The receiver answered 500.",
        "The receiver answered 503.",
    ]


def test_retry_after_is_respected(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    rule = add_rule(owner, add_channel(owner, "webhook", receiver.url))
    raise_alerts(owner, rule)
    receiver.answer = lambda _: (429, {"retry-after": "3600"}, b"")
    worker.start()
    until_all(owner, "failed")
    wait_until(lambda: count(owner, "t.status = 'todo'") == 1)
    [task] = owner.execute(
        """
        select t.status, t.scheduled_at - n.claimed_at > '59 minutes' as is_later,
            abs(extract(epoch from t.scheduled_at - n.due_at)) < 1 as is_said
        from ops.task_executions as t cross join core.notifications as n
        where t.status = 'todo'
        """
    ).fetchall()
    assert task == {"status": "todo", "is_later": True, "is_said": True}
    assert len(receiver.requests) == 1


def test_410_switches_the_channel_off_and_cancels_what_waits(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    worker.environment["WORKER_NOTIFY_CONCURRENCY"] = "1"
    channel = add_channel(owner, "webhook", receiver.url)
    raise_alerts(owner, add_rule(owner, channel), last=3)
    receiver.answer = lambda _: (410, {}, b"")
    worker.start()
    wait_until(lambda: statuses(owner) == {"dead", "cancelled"})
    found = owner.execute(
        """
        select c.is_active, c.disabled_reason, c.disabled_at is not null as is_dated
        from app.notification_channels as c where c.id = %s
        """,
        [channel],
    ).fetchone()
    assert found == {
        "is_active": False,
        "disabled_reason": "The receiver answered 410 Gone.",
        "is_dated": True,
    }
    assert len(receiver.requests) == 1


def test_what_is_refused_is_given_up_at_once(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    raise_alerts(owner, add_rule(owner, add_channel(owner, "webhook", receiver.url)))
    receiver.answer = lambda _: (404, {}, b"x" * 100_000)
    worker.start()
    until_all(owner, "dead")
    [row] = notifications(owner)
    assert (row["attempts"], row["response_status"]) == (1, 404)
    assert len(row["error"]) < 300
    wait_until(lambda: dead_letters(owner) == 1)
    # A dead letter may be given another chance.
    receiver.answer = lambda _: (200, {}, b"")
    owner.execute(
        "select ops.retry_task(t.task_id) from ops.task_executions as t"
        " where t.is_dead_letter"
    )
    until_all(owner, "sent")
    assert dead_letters(owner) == 0


def test_after_the_last_try_it_is_a_dead_letter_that_the_doctor_tells_of(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    worker.environment["WORKER_MAX_ATTEMPTS"] = "3"
    raise_alerts(owner, add_rule(owner, add_channel(owner, "webhook", receiver.url)))
    receiver.answer = lambda _: (502, {}, b"")
    worker.start()
    until_all(owner, "dead")
    wait_until(lambda: dead_letters(owner) == 1)
    assert len(receiver.requests) == 3
    [check] = owner.execute(
        "select d.status, d.detail from ops.doctor() as d"
        " where d.check_name = 'dead letters'"
    ).fetchall()
    assert check == {
        "status": "warning",
        "detail": "1 tasks given up in the last 24 hours, latest error:"
        " The receiver answered 502.",
    }


def test_a_mail_server_that_refuses_for_good_ends_it(
    owner: Owner, worker: WorkerProcess, mailbox: Mailbox
) -> None:
    raise_alerts(owner, add_rule(owner, add_channel(owner, "email", "a@example.com")))
    mailbox.reply = "550 no such user"
    worker.start()
    until_all(owner, "dead")
    [row] = notifications(owner)
    assert (row["attempts"], row["response_status"]) == (1, 550)


def test_a_mail_server_that_is_busy_gets_the_same_message_again(
    owner: Owner, worker: WorkerProcess, mailbox: Mailbox
) -> None:
    raise_alerts(owner, add_rule(owner, add_channel(owner, "email", "a@example.com")))
    mailbox.reply = "451 later"
    worker.start()
    wait_until(lambda: len(failures(owner)) > 1)
    assert set(failures(owner)) == {"The mail server answered 451."}
    mailbox.reply = "250 OK"
    until_all(owner, "sent")
    [row] = notifications(owner)
    [mail] = [message_from_bytes(mail) for mail in mailbox.mails]
    assert mail["Message-ID"] == f"<{row['id']}@asinmart.example>"


def test_a_copy_of_the_database_sends_nothing_and_says_why(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    raise_alerts(owner, add_rule(owner, add_channel(owner, "webhook", receiver.url)))
    # What a restore elsewhere changes.
    owner.execute("update ops.instance set database_oid = 1")
    worker.start()
    wait_until(lambda: "worker_idle" in worker.said())
    check = "select d.status, d.detail from ops.doctor() as d where d.check_name = %s"
    found = owner.execute(check, ["installation"]).fetchone()
    assert found is not None and found["status"] == "warning"
    assert found["detail"].startswith("this database is a copy: database 1 was claimed")
    beaten = "select h.detail from ops.heartbeats as h where h.name = 'worker'"
    assert (owner.execute(beaten).fetchone() or {})["detail"] in found["detail"]
    assert worker.is_alive
    assert receiver.requests == []
    assert statuses(owner) == {"pending"}
    # An admin says that this is the one.
    claim(owner)
    until_all(owner, "sent")


def test_a_worker_of_another_installation_sends_nothing(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    raise_alerts(owner, add_rule(owner, add_channel(owner, "webhook", receiver.url)))
    worker.environment["ASINMART_INSTANCE_ID"] = "staging"
    worker.start()
    wait_until(lambda: "worker_idle" in worker.said())
    assert "belongs to installation test, not to staging" in worker.said()
    assert statuses(owner) == {"pending"}


def test_a_database_taken_over_under_a_running_worker_stops_it(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    worker.start()
    beats = "select count(*) as n from ops.heartbeats as h where h.name = 'worker'"
    wait_until(lambda: (owner.execute(beats).fetchone() or {})["n"] == 1)
    owner.execute("select ops.claim_instance('another')")
    raise_alerts(owner, add_rule(owner, add_channel(owner, "webhook", receiver.url)))
    wait_until(lambda: "worker_idle" in worker.said())
    assert receiver.requests == []
    assert statuses(owner) == {"pending"}


def test_a_database_that_goes_away_is_waited_for(
    owner: Owner, worker: WorkerProcess, receiver: Receiver, clone: Database
) -> None:
    worker.start()
    wait_until(lambda: "worker_started" in worker.said())
    with closing(connect(clone.superuser)) as superuser:
        wait_until(lambda: connections(superuser) > 2)
        superuser.execute(
            "select pg_terminate_backend(a.pid) from pg_stat_activity as a"
            " where a.datname = current_database() and a.usename = 'asinmart_worker'"
        )
    raise_alerts(owner, add_rule(owner, add_channel(owner, "webhook", receiver.url)))
    until_all(owner, "sent")
    assert worker.is_alive


def test_the_log_holds_json_and_no_secret(
    owner: Owner, worker: WorkerProcess, receiver: Receiver
) -> None:
    raise_alerts(owner, add_rule(owner, add_channel(owner, "webhook", receiver.url)))
    receiver.answer = lambda _: (400, {}, b"")
    worker.start()
    until_all(owner, "dead")
    wait_until(lambda: dead_letters(owner) == 1)
    worker.stop()
    for line in worker.said().splitlines():
        json.loads(line)
    for secret in ("of-the-test", "whsec_"):
        assert secret not in worker.said()


def doing(owner: Owner) -> int:
    return count(owner, "t.status = 'doing'")


def dead_letters(owner: Owner) -> int:
    return count(owner, "t.is_dead_letter")


def count(owner: Owner, condition: str) -> int:
    query = f"select count(*) as n from ops.task_executions as t where {condition}"
    row = owner.execute(query.encode()).fetchone()
    assert row is not None
    return int(row["n"])


def connections(superuser: Owner) -> int:
    row = superuser.execute(
        "select count(*) as n from pg_stat_activity as a"
        " where a.datname = current_database() and a.usename = 'asinmart_worker'"
    ).fetchone()
    assert row is not None
    return int(row["n"])
