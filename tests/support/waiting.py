"""Waits of the tests: for a condition, never for an estimated time."""

import inspect
import time
from asyncio import sleep
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import psycopg

# Seconds after which a wait fails: far more than a slow and busy machine needs.
LIMIT = 180.0


def wait_until(condition: Callable[[], object], timeout: float = LIMIT) -> None:
    """Return as soon as the condition holds; fail after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, f"still not true after {timeout} s"
        time.sleep(0.02)


def payloads_until_now(
    listener: psycopg.Connection[Any], sender: psycopg.Connection[Any], channel: str
) -> list[str]:
    """Return what a listener gets of all that has been committed.

    A last notification marks the end, because they arrive in the order of commits.
    """
    end = uuid4().hex
    sender.execute("select pg_notify(%s, %s)", [channel, end])
    payloads: list[str] = []
    for notice in listener.notifies(timeout=LIMIT):
        if notice.payload == end:
            return payloads
        payloads.append(notice.payload)
    raise AssertionError(f"no notification in {LIMIT} s")


async def until(
    condition: Callable[..., object | Awaitable[object]], timeout: float = LIMIT
) -> None:
    """Do the same in a coroutine; the condition may be one too."""
    deadline = time.monotonic() + timeout
    while True:
        holds = condition()
        if inspect.isawaitable(holds):
            holds = await holds
        if holds:
            return
        assert time.monotonic() < deadline, f"still not true after {timeout} s"
        await sleep(0.01)
