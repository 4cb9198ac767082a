"""A headless Chromium that says what a page asked for and complained about.

It is driven over the pipe of its own debugging protocol, so that it listens nowhere.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.waiting import LIMIT

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def chromium() -> str | None:
    """Find the program, if it is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@dataclass(slots=True)
class Visit:
    """What a page asked for, its own address aside, and what it complained about.

    A request that the policy of the page stopped counts as one.
    """

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


class Browser:
    """One tab of a running Chromium."""

    def __init__(self, reader: int, writer: int) -> None:
        self._reader = reader
        self._writer = writer
        self._rest = b""
        self._number = 0
        self._events: deque[dict[str, Any]] = deque()
        self._session = None
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self._call(f"{domain}.enable")

    def show(
        self,
        *,
        width: int,
        height: int = 800,
        scheme: str = "light",
        media: str = "screen",
    ) -> None:
        """Set the window and the medium of the visits and questions that follow."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._call("Emulation.setEmulatedMedia", media=media, features=features)

    def visit(self, url: str) -> Visit:
        """Open a page, and wait until it and all that it asked for is loaded."""
        self._events.clear()
        self._call("Page.navigate", url=url)
        # Two frames: by then the browser has asked for pictures and icons as well.
        found = Visit()
        is_loaded = False
        while not is_loaded:
            is_loaded = self._note(self._event(), found, url)
        self.ask(
            "new Promise(done => requestAnimationFrame(() =>"
            " requestAnimationFrame(() => done(1))))"
        )
        self.follow(found, url)
        return found

    def follow(self, found: Visit, url: str) -> None:
        """Add what the page at `url` asked for and complained about since."""
        for event in self._events:
            self._note(event, found, url)
        self._events.clear()

    def ask(self, expression: str) -> Any:
        """Evaluate JavaScript in the page; its policy does not forbid that."""
        answer = self._call(
            "Runtime.evaluate",
            expression=expression,
            returnByValue=True,
            awaitPromise=True,
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self) -> bytes:
        """Return what the window shows, as PNG."""
        data = self._call("Page.captureScreenshot", format="png")["data"]
        return base64.b64decode(data)

    def _note(self, event: dict[str, Any], found: Visit, url: str) -> bool:
        parameters = event["params"]
        match event["method"]:
            case "Network.requestWillBeSent":
                address = parameters["request"]["url"]
                if address != url and not address.startswith("data:"):
                    found.requests.append(address)
            case "Log.entryAdded":
                found.complaints.append(parameters["entry"]["text"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                found.complaints.append(json.dumps(parameters))
            case "Page.loadEventFired":
                return True
        return False

    def _event(self) -> dict[str, Any]:
        while not self._events:
            self._events.append(self._message())
        return self._events.popleft()

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._writer, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            if "method" in answer:
                self._events.append(answer)

    def _message(self) -> dict[str, Any]:
        deadline = time.monotonic() + LIMIT
        while b"\0" not in self._rest:
            left = max(0.0, deadline - time.monotonic())
            assert select.select([self._reader], [], [], left)[0], "Chromium is silent"
            piece = os.read(self._reader, 1 << 16)
            assert piece, "Chromium has ended"
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message


@contextmanager
def browsing(profile: Path) -> Iterator[Browser]:
    """Run Chromium with a profile of its own; ends it afterwards."""
    program = chromium()
    assert program is not None
    its_input, writer = os.pipe()
    reader, its_output = os.pipe()
    # It reads from descriptor 3 and writes to 4.
    process = subprocess.Popen(
        [
            "bash",
            "-c",
            f'exec "$@" 3<&{its_input} 4>&{its_output}',
            "chromium",
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--remote-debugging-pipe",
            f"--user-data-dir={profile}",
        ],
        pass_fds=(its_input, its_output),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(its_input)
    os.close(its_output)
    try:
        yield Browser(reader, writer)
    finally:
        # Without its pipe it ends by itself.
        os.close(writer)
        os.close(reader)
        process.kill()
        process.wait(LIMIT)
