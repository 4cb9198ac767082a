"""The rules of Prometheus: each alert is tested, and leads to a page."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support import alerts
from tests.support.databases import ROOT
from tests.support.operations import PAGES, anchor, headings
from tests.support.prometheus import FOLDER, quick_rules

ALERTS = alerts.alerts()
SENTENCE = re.compile(r"[A-Z0-9](?:[^.!?]|[.](?=\S))*[.]")


def promtool(*arguments: str | Path) -> str:
    done = subprocess.run(
        ["promtool", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_unit_test_passes() -> None:
    promtool("test", "rules", *sorted(alerts.CASES.glob("*.yml")))


def test_every_alert_is_seen_to_fire_and_to_be_silent() -> None:
    assert alerts.lacking(ALERTS, alerts.cases()) == []


def test_a_missing_unit_test_would_be_found() -> None:
    tested = alerts.cases()
    [job] = [alert for alert in ALERTS if alert.name == "JobOverdue"]
    silent = [c for c in tested if not (c.alert == job.name and c.fires)]
    assert alerts.lacking(ALERTS, silent) == ["JobOverdue never fires"]
    firing = [c for c in tested if not (c.alert == job.name and not c.fires)]
    assert alerts.lacking(ALERTS, firing) == ["JobOverdue is not seen to be silent"]


def test_the_configuration_and_the_rules_are_valid() -> None:
    promtool("check", "config", "--syntax-only", FOLDER / "prometheus.yml")
    told = promtool("check", "rules", *sorted(alerts.RULES.glob("*.yml")))
    assert "SUCCESS" in told


def test_the_quick_rules_of_tests_wait_a_second_at_most() -> None:
    for path in alerts.RULES.glob("*.yml"):
        text = quick_rules(path.read_text())
        for group in yaml.safe_load(text)["groups"]:
            for rule in group["rules"]:
                assert rule.get("for", "1s") == "1s"
                assert set(re.findall(r"\[(.*?)\]", rule["expr"])) <= {"10s"}


def test_names_are_unique_and_in_camel_case() -> None:
    names = [alert.name for alert in ALERTS]
    assert len(names) == len(set(names))
    for name in names:
        assert re.fullmatch(r"(?:[A-Z][a-z]+){2,}", name), name


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.name)
def test_an_alert_says_what_it_means_and_what_to_do(alert: alerts.Alert) -> None:
    assert alert.severity in alerts.SEVERITIES
    assert SENTENCE.fullmatch(alert.summary), "one sentence"
    assert "{{" not in alert.summary, "the summary is a row of a table"
    assert "{{ $value" in alert.value
    assert "{{" not in alert.step, "the first step is a row of a table"
    assert alert.step.endswith(".")


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.name)
def test_the_page_of_an_alert_exists(alert: alerts.Alert) -> None:
    path, _, target = alert.runbook.partition("#")
    assert (ROOT / path).parent == PAGES
    assert target in map(anchor, headings(Path(path).name)), alert.runbook


def test_the_table_of_alerts_is_that_of_the_rules() -> None:
    assert alerts.PAGE.read_text() == alerts.page(), (
        "run python -m tests.support.alerts"
    )
