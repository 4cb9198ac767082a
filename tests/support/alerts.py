"""The alerts of deploy/prometheus/rules, and the table of them in docs/operations.

`python -m tests.support.alerts` writes the table anew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.support.databases import ROOT

RULES = ROOT / "deploy" / "prometheus" / "rules"
CASES = ROOT / "deploy" / "prometheus" / "tests"
PAGE = ROOT / "docs" / "operations" / "alerts.md"
SEVERITIES = ("critical", "warning", "info")
# The table is the last thing on its page.
HEADING = "## All alerts\n"
_DESCRIPTION = re.compile(r"(?P<value>.*?\$value.*?[.]) (?P<step>[A-Z].*)", re.S)


@dataclass(frozen=True)
class Alert:
    """An alert and its annotations; `step` is the end of its description."""

    name: str
    topic: str
    expression: str
    waits: bool
    severity: str
    summary: str
    value: str
    step: str
    runbook: str


def rules(folder: Path = RULES) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each rule, recording rules too, with its topic."""
    for path in sorted(folder.glob("*.yml")):
        for group in yaml.safe_load(path.read_text())["groups"]:
            for rule in group["rules"]:
                yield path.stem, rule


def alerts(folder: Path = RULES) -> list[Alert]:
    found = []
    for topic, rule in rules(folder):
        if "alert" not in rule:
            continue
        notes = rule["annotations"]
        assert notes.keys() == {"summary", "description", "runbook"}, rule["alert"]
        parts = _DESCRIPTION.fullmatch(notes["description"])
        assert parts, f"{rule['alert']}: a sentence with the value, then what to do"
        found.append(
            Alert(
                name=rule["alert"],
                topic=topic,
                expression=rule["expr"],
                waits="for" in rule,
                severity=rule["labels"]["severity"],
                summary=notes["summary"],
                value=parts["value"],
                step=parts["step"],
                runbook=notes["runbook"],
            )
        )
    return found


def table() -> str:
    """Return the table of all alerts as Markdown, those of a topic together."""
    lines = ["| alert | | meaning | first step |", "| --- | --- | --- | --- |"]
    for alert in alerts():
        target = alert.runbook.removeprefix("docs/operations/")
        target = target.removeprefix(PAGE.name)
        lines.append(
            f"| [{alert.name}]({target}) | {alert.severity} "
            f"| {alert.summary} | {alert.step} |"
        )
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return the page with a new table."""
    before, heading, _ = PAGE.read_text().partition(HEADING)
    return f"{before}{heading}\n{table()}"


@dataclass(frozen=True)
class Case:
    """What a unit test expects of an alert at an instant."""

    alert: str
    fires: bool


def cases(folder: Path = CASES) -> list[Case]:
    found = []
    for path in sorted(folder.glob("*.yml")):
        for group in yaml.safe_load(path.read_text())["tests"]:
            for case in group["alert_rule_test"]:
                found.append(Case(case["alertname"], bool(case.get("exp_alerts"))))
    return found


def lacking(found: list[Alert], tested: list[Case]) -> list[str]:
    """Return what the unit tests do not show of these alerts, a sentence each."""
    faults = []
    for alert in found:
        seen = [case.fires for case in tested if case.alert == alert.name]
        if True not in seen:
            faults.append(f"{alert.name} never fires")
        # One below its limit and, where it waits, one before it has waited enough.
        if seen.count(False) < (2 if alert.waits else 1):
            faults.append(f"{alert.name} is not seen to be silent")
    return faults


if __name__ == "__main__":
    PAGE.write_text(page())
