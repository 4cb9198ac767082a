"""Fetching through the official Apify client from a server that imitates Apify."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from typer.testing import CliRunner, Result

from loader.cli import app
from tests.support.apify import DATASET_ID, RUN_ID, TOKEN, FakeApify, serving_apify
from tests.support.waiting import LIMIT, wait_until

ROOT = Path(__file__).parents[2]
# Python ignores SIGINT where the shell that started the tests does.
RUN = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from loader.cli import app
app(prog_name='asinmart')
"""


@pytest.fixture
def fake_apify() -> Iterator[FakeApify]:
    with serving_apify() as fake:
        yield fake


@pytest.fixture(autouse=True)
def environment(
    fake_apify: FakeApify,
    loader_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("APIFY_TOKEN", TOKEN)
    monkeypatch.setenv("APIFY_API_URL", fake_apify.url)
    monkeypatch.setenv("LOADER_DATABASE_URL", loader_url)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def owner(database: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    with psycopg.connect(database, autocommit=True, row_factory=dict_row) as connection:
        yield connection


Owner = psycopg.Connection[dict[str, Any]]


def fetch(*arguments: str, actor: str = "junglee/amazon-crawler") -> Result:
    options = ["fetch", "apify", "--actor", actor, *arguments]
    return CliRunner().invoke(app, options, prog_name="asinmart")


def product(number: int) -> dict[str, Any]:
    asin = f"B0TEST{number:04}"
    return {
        "asin": asin,
        "title": f"Kettle {number}",
        "price": {"value": 19.5 + number, "currency": "$"},
        "stars": 4.5,
        "url": f"https://www.amazon.de/dp/{asin}",
    }


def the_run(owner: Owner) -> dict[str, Any]:
    [run] = owner.execute("select * from core.ingest_runs").fetchall()
    return run


def test_a_run_is_started_waited_for_and_loaded_with_its_cost_and_time(
    fake_apify: FakeApify, owner: Owner
) -> None:
    fake_apify.items = [product(1), product(2)]
    fake_apify.polls_until_done = 3
    result = fetch(
        "--asin", "b0test0001", "--asin", "B0TEST0002", "--marketplace", "de"
    )
    assert result.exit_code == 0, result.output
    assert fake_apify.actor == "junglee~amazon-crawler"
    assert fake_apify.run_input == {
        "categoryOrProductUrls": [
            {"url": "https://www.amazon.de/dp/B0TEST0001"},
            {"url": "https://www.amazon.de/dp/B0TEST0002"},
        ],
        "maxItemsPerStartUrl": 1,
    }
    run = the_run(owner)
    assert run["job_id"] == f"apify:{RUN_ID}"
    assert run["source"] == "apify:junglee/amazon-crawler"
    assert run["source_run_id"] == RUN_ID
    assert run["marketplace"] == "DE"
    assert run["observed_at"].isoformat() == "2026-01-02T03:04:05.678000+00:00"
    assert float(run["cost"]) == 0.2654
    assert (run["status"], run["item_count"]) == ("LANDED", 2)
    assert run["meta"]["input"] == fake_apify.run_input
    events = owner.execute(
        "select r.payload from staging_raw.raw_events as r"
    ).fetchall()
    assert [event["payload"] for event in events] == fake_apify.items


def test_a_dataset_is_fetched_page_by_page(fake_apify: FakeApify, owner: Owner) -> None:
    fake_apify.items = [product(number) for number in range(450)]
    result = fetch("--asin", "B0TEST0001", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["stored"] == 450
    pages = [path for path in fake_apify.requests if path.endswith("/items")]
    assert len(pages) == 4
    assert the_run(owner)["item_count"] == 450


def test_wait_promotes_what_was_fetched(fake_apify: FakeApify) -> None:
    fake_apify.items = [product(1)]
    result = fetch("--asin", "B0TEST0001", "--marketplace", "DE", "--wait")
    assert result.exit_code == 0, result.output
    assert "SUCCESS" in result.stdout


def test_answers_429_are_tried_again_by_the_client(
    fake_apify: FakeApify, owner: Owner
) -> None:
    fake_apify.items = [product(1)]
    fake_apify.failures[f"/v2/datasets/{DATASET_ID}/items"] = 1
    fake_apify.failures[f"/v2/actor-runs/{RUN_ID}"] = 1
    assert fetch("--asin", "B0TEST0001").exit_code == 0
    assert the_run(owner)["item_count"] == 1


def test_a_run_that_was_fetched_before_is_not_loaded_twice(
    fake_apify: FakeApify, owner: Owner
) -> None:
    fake_apify.items = [product(1)]
    fetch("--asin", "B0TEST0001")
    result = fetch("--run", RUN_ID)
    assert result.exit_code == 0, result.output
    assert "nothing changed" in result.stdout
    assert len([path for path in fake_apify.requests if path.startswith("POST")]) == 1
    assert the_run(owner)["item_count"] == 1


def test_a_finished_run_can_be_loaded_later(
    fake_apify: FakeApify, owner: Owner
) -> None:
    fake_apify.items = [product(1)]
    assert fetch("--run", RUN_ID).exit_code == 0
    assert not [path for path in fake_apify.requests if path.startswith("POST")]
    assert the_run(owner)["source_run_id"] == RUN_ID


def test_a_run_without_results_keeps_its_cost_and_exits_1(
    fake_apify: FakeApify, owner: Owner
) -> None:
    result = fetch("--asin", "B0TEST0001")
    assert result.exit_code == 1
    assert "has no items" in result.output
    assert float(the_run(owner)["cost"]) == 0.2654


@pytest.mark.parametrize(
    ("actor", "given", "expected"),
    [
        (
            "axesso_data/amazon-product-details-scraper",
            None,
            {"urls": ["https://www.amazon.com/dp/B0TEST0001"]},
        ),
        (
            "epctex/amazon-scraper",
            '{"proxy": {"useApifyProxy": true}}',
            {
                "startUrls": [{"url": "https://www.amazon.com/dp/B0TEST0001"}],
                "maxItems": 1,
                "proxy": {"useApifyProxy": True},
            },
        ),
        ("somebody~else", '{"pages": 1}', {"pages": 1}),
    ],
)
def test_each_actor_gets_the_input_it_understands(
    fake_apify: FakeApify, actor: str, given: str | None, expected: dict[str, Any]
) -> None:
    fake_apify.items = [product(1)]
    options = [] if given is None else ["--input", given]
    assert fetch("--asin", "B0TEST0001", *options, actor=actor).exit_code == 0
    assert fake_apify.run_input == expected


def one_error(result: Result) -> str:
    assert result.exit_code == 1, result.output
    [line] = result.stderr.splitlines()
    return line


def test_a_failed_run_is_one_sentence_and_loads_nothing(
    fake_apify: FakeApify, owner: Owner
) -> None:
    fake_apify.status, fake_apify.status_message = "FAILED", "The proxy is gone."
    line = one_error(fetch("--asin", "B0TEST0001"))
    assert "ended as FAILED (The proxy is gone); nothing was loaded" in line
    assert RUN_ID in line
    assert owner.execute("select from core.ingest_runs").fetchall() == []


def test_no_token_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("APIFY_TOKEN")
    assert "Set APIFY_TOKEN" in one_error(fetch("--asin", "B0TEST0001"))


def test_a_token_that_is_refused_is_one_sentence_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APIFY_TOKEN", "apify_api_wrong")
    line = one_error(fetch("--asin", "B0TEST0001"))
    assert "Apify refuses" in line
    assert "apify_api_wrong" not in line


@pytest.mark.parametrize(
    ("arguments", "actor", "words"),
    [
        (("--asin", "B0TEST0001"), "nobody/nothing", "Apify knows no actor"),
        (("--run", "unknown"), "junglee/x", "Apify knows no run unknown"),
        (("--asin", "short"), "junglee/x", "'short' is not an ASIN"),
        ((), "junglee/x", "Nothing to fetch"),
        (("--asin", "B0TEST0001", "--input", "{"), "junglee/x", "--input is not JSON"),
        (("--asin", "B0TEST0001", "--input", "[]"), "junglee/x", "not a JSON object"),
        (("--asin", "B0TEST0001"), "some/body", "The input of some/body is not known"),
        (
            ("--asin", "B0TEST0001", "--marketplace", "XX"),
            "junglee/x",
            "no marketplace",
        ),
    ],
)
def test_what_cannot_be_fetched_is_said_in_one_line(
    fake_apify: FakeApify, arguments: tuple[str, ...], actor: str, words: str
) -> None:
    if actor == "nobody/nothing":
        arguments += ("--input", "{}")
    assert words in one_error(fetch(*arguments, actor=actor))


def test_an_unknown_tenant_is_found_before_the_run_costs_anything(
    fake_apify: FakeApify,
) -> None:
    line = one_error(fetch("--asin", "B0TEST0001", "--tenant", "unknown"))
    assert "tenant" in line
    assert fake_apify.requests == []


def test_an_interrupted_wait_says_how_to_load_the_run_later(
    fake_apify: FakeApify,
) -> None:
    fake_apify.polls_until_done = 1_000_000
    command = ["fetch", "apify", "--actor", "junglee/x", "--asin", "B0TEST0001"]
    with subprocess.Popen(
        [sys.executable, "-c", RUN, *command],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wait_until(lambda: len(fake_apify.requests) >= 3)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=LIMIT)
    assert process.returncode == 1
    assert errors == (
        f"asinmart: Interrupted at run {RUN_ID}. The run stays at Apify; load it with"
        f" `asinmart fetch apify --actor junglee/x --run {RUN_ID}`.\n"
    )


def test_an_answer_that_stays_away_says_how_to_load_the_run_later(
    fake_apify: FakeApify,
) -> None:
    fake_apify.items = [product(1)]
    fake_apify.failures[f"/v2/datasets/{DATASET_ID}/items"] = 100
    line = one_error(fetch("--asin", "B0TEST0001"))
    assert "Apify answers 429 for dataset of run" in line
    assert f"--run {RUN_ID}" in line


def test_a_database_that_is_down_is_found_before_the_run_costs_anything(
    fake_apify: FakeApify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOADER_DATABASE_URL", "postgresql://loader@127.0.0.1:1/mart")
    assert "Cannot connect" in one_error(fetch("--asin", "B0TEST0001"))
    assert fake_apify.requests == []
