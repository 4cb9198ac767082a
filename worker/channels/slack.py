"""Posts messages to the incoming webhooks of Slack, and to no other address.

As with any webhook, the tenant reads an error in our own words; Slack's reply is in the
worker's log.
"""

import asyncio
import re
from collections.abc import Mapping
from time import time
from typing import Any

import httpx
import structlog

from worker.channels.result import Failed, Outcome, Sent
from worker.channels.webhook import beginning, judge, timeouts, tls
from worker.settings import Settings

log = structlog.get_logger()

_INCOMING_WEBHOOK = re.compile(
    r"https?://(hooks\.slack(?:-gov)?\.com)"
    r"(/services/[a-z0-9]+/[a-z0-9]+/[a-z0-9]+)/?(?:\?.*)?",
    re.IGNORECASE,
)
# An address of Slack's Workflow Builder: the workflow receives one variable, `text`.
_WORKFLOW = re.compile(
    r"https?://(hooks\.slack\.com)(/(?:workflows|triggers)/[a-z0-9][a-z0-9/_-]+)"
    r"/?(?:\?.*)?",
    re.IGNORECASE,
)
_COLOUR = "#3AA3E3"


def send_slack(
    settings: Settings, *, target: str, message: Mapping[str, Any]
) -> Outcome:
    """Post one message; a fault of Slack is a result, not an exception."""
    title, text = str(message["title"]), _escaped(str(message["text"]).rstrip())
    if (found := _INCOMING_WEBHOOK.fullmatch(target)) is not None:
        attachment = {
            "title": _escaped(title),
            "text": text,
            "color": _COLOUR,
            "footer": "asinmart",
            "ts": time(),
        }
        payload: dict[str, Any] = {"mrkdwn": False, "attachments": [attachment]}
        answer = b"ok"
    elif (found := _WORKFLOW.fullmatch(target)) is not None:
        payload = {"text": f"{title}: {text}"}
        answer = None
    else:
        return Failed(
            "The address is not one of Slack's incoming webhooks.", is_final=True
        )
    url = f"https://{found[1].lower()}{found[2].rstrip('/')}"
    try:
        return asyncio.run(_post(settings, url, payload, answer))
    except (OSError, httpx.HTTPError) as error:
        log.info("slack_unreachable", error=repr(error))
        return Failed("Slack cannot be reached.")


async def _post(
    settings: Settings, url: str, payload: Mapping[str, Any], answer: bytes | None
) -> Outcome:
    """Post and judge; with an `answer`, only that text means that Slack took it."""
    async with (
        asyncio.timeout(settings.total_timeout),
        httpx.AsyncClient(
            verify=tls(settings.ca_file),
            timeout=timeouts(settings),
            follow_redirects=False,
        ) as client,
        client.stream(
            "POST", url, json=payload, headers={"user-agent": "asinmart"}
        ) as response,
    ):
        outcome = judge(response.status_code, response.headers, who="Slack")
        said = await beginning(response)
    if isinstance(outcome, Sent) and answer is not None and said != answer.decode():
        outcome = Failed(
            f"Slack answered {response.status_code}.", outcome.response_status
        )
    if isinstance(outcome, Failed):
        log.info("slack_refused", status=response.status_code, said=said[:200])
    return outcome


def _escaped(text: str) -> str:
    """Escape the characters with which Slack begins links and mentions."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
