"""The benchmark of the API at a tiny scale: contestants give equal answers."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.contestants import Arena
from bench.data import history
from bench.data.history import Scale
from bench.harness import servers, wrk
from bench.harness.databases import Addresses, BenchError
from bench.harness.resources import Server
from bench.harness.servers import (
    ASINMART,
    BARE,
    CACHE_ASIDE,
    COLD,
    HOT,
    POSTGRAPHILE,
    Place,
)
from bench.suites import http_api
from tests.support.api import redis_server
from tests.support.databases import ROOT, Database

SCALE = Scale(products=20, days=40)
# What `make bench` installs: the contestants are no packages of ours.
BENCH_PYTHON = ROOT / ".local" / "bench" / "venv" / "bin" / "python"

needs_wrk = pytest.mark.skipif(
    wrk.missing() is not None, reason="wrk is missing: apt-get install wrk"
)
needs_packages = pytest.mark.skipif(
    not BENCH_PYTHON.exists(),
    reason="the contestants' packages are missing: make bench SIZE=api",
)
needs_node = pytest.mark.skipif(
    servers.node() is None, reason="PostGraphile is missing: make bench SIZE=api"
)


@pytest.fixture
def bench(clone: Database, tmp_path: Path) -> Iterator[http_api.Bench]:
    """A tiny history, and a Redis of the test's own, which may be emptied."""
    history.fill(clone.owner, SCALE)
    database = Addresses(
        owner=clone.owner, loader=clone.loader, superuser=clone.superuser
    )
    arena = Arena(database=database, scale=SCALE, folder=tmp_path)
    python = str(BENCH_PYTHON) if BENCH_PYTHON.exists() else sys.executable
    (tmp_path / "redis").mkdir()
    with redis_server(tmp_path / "redis") as redis:
        place = Place(
            api=clone.api,
            owner=clone.owner,
            redis=redis.url.rpartition("/")[0],
            folder=tmp_path,
            python=python,
        )
        watch = Server(clone.superuser)
        made = http_api.Bench(watch, arena, place)
        made.prepare()
        try:
            yield made
        finally:
            made.close()
            watch.close()


@needs_packages
def test_the_source_documents_api_and_asinmart_answer_alike(
    bench: http_api.Bench,
) -> None:
    # Each of 20 products twice, cold, and twice more when Redis has it.
    assert http_api.agree(bench, CACHE_ASIDE) == 20 * 2 * 3


@needs_node
def test_postgraphile_and_asinmart_answer_alike(bench: http_api.Bench) -> None:
    assert http_api.agree(bench, POSTGRAPHILE) == 20 * 2


@needs_packages
def test_a_wrong_value_is_noticed(bench: http_api.Bench) -> None:
    def spoilt(kind: str, document: Any) -> Any:
        data = document["data"]
        if kind == "metrics":
            data["days"][3]["reviews_count"] = 7
        return data

    with pytest.raises(BenchError, match=r"disagree on the metrics of .*reviews_count"):
        http_api.agree(bench, replace(CACHE_ASIDE, data=spoilt))


@needs_wrk
def test_everybody_who_is_there_is_timed(
    bench: http_api.Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_api, "_WARM_SECONDS", 1)
    peers = [CACHE_ASIDE] if BENCH_PYTHON.exists() else []
    peers += [POSTGRAPHILE] if servers.node() else []

    found = http_api.compared(
        bench, peers, repeats=1, seconds=1, workers=(1,), million=100
    )

    rows = {(row["name"], row["mode"]): row for row in found["rows"]}
    ours = {mode for name, mode in rows if name == ASINMART.name}
    assert ours == {"hot", "Redis", "cold", "304", "mix"}
    assert {name for name, _ in rows} == {p.name for p in (ASINMART, BARE, *peers)}
    for row in rows.values():
        assert row["rate"] > 10 and row["cpu_us"] > 0 and row["memory_bytes"] > 10e6
        assert 0 < row["half"]["p50_ms"] <= row["half"]["p95_ms"]
        assert row["half"]["rate"] < row["rate"]
    mix = rows[ASINMART.name, "mix"]["half"]
    assert 0.5 < mix["hit_rate"] <= 1 and mix["promotion_seconds"] > 0
    assert found["million"]["requests"] >= 100


@needs_wrk
def test_errors_under_load_end_the_run(bench: http_api.Bench, tmp_path: Path) -> None:
    unknown = [wrk.Request(path="/v1/products/B0UNKNOWN0")]
    plan = wrk.write_plan(tmp_path / "unknown.txt", unknown)
    with (
        servers.serving(ASINMART, bench.place, COLD) as ours,
        pytest.raises(BenchError, match="requests to unknown failed"),
    ):
        wrk.load(ours.url, plan, connections=2, seconds=1)


def test_a_server_that_cannot_start_is_told_with_what_it_said(tmp_path: Path) -> None:
    place = Place(
        api="postgresql://", owner="postgresql://", redis="redis://", folder=tmp_path
    )
    broken = replace(
        ASINMART,
        command=lambda place, port, workers: [sys.executable, "-c", "exit('no luck')"],
    )
    with (
        pytest.raises(BenchError, match="asinmart does not answer: no luck"),
        servers.serving(broken, place, HOT),
    ):
        pass


def test_the_nth_product_is_asked_for_one_nth_as_often() -> None:
    counts = Counter(wrk.popularity(100, 50_000, seed=1))

    assert len(counts) == 100
    for place in (2, 5, 10):
        assert counts[0] / counts[place - 1] == pytest.approx(place, rel=0.15)


def test_a_mix_asks_for_rare_products_now_and_then(
    bench: http_api.Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "popular", bench.asins[:5])
    monkeypatch.setattr(bench, "rare", bench.asins[5:])
    lines = bench.plan(ASINMART, "mix").read_text().splitlines()
    rare = sum(any(asin in line for asin in bench.rare) for line in lines)

    assert rare / len(lines) == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ({"price": "12.50", "day": "2025-06-12T00:00:00+00:00", "is_new": None}, None),
        ({"price": 12.5, "day": "2025-06-12T02:00:00+02:00", "is_new": None}, None),
        ({"price": 12.51, "day": "2025-06-12T00:00:00Z", "is_new": None}, "price"),
        ({"price": 12.5, "day": "2025-06-13T00:00:00Z", "is_new": None}, "day"),
        ({"price": 12.5, "day": "2025-06-12T00:00:00Z", "is_new": False}, "is_new"),
        ({"price": 12.5, "day": "2025-06-12T00:00:00Z"}, "other members"),
    ],
)
def test_the_same_values_may_be_written_differently(
    found: dict[str, Any], told: str | None
) -> None:
    wanted = {"price": 12.5, "day": "2025-06-12T00:00:00Z", "is_new": None}
    difference = http_api.difference(wanted, found)

    assert difference is None if told is None else told in str(difference)
