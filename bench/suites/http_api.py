"""Times the API beside its peers: the same requests, database and machine, in turn.

Half of the requests are for a product, half for its last 30 days. Of 1,000 products the
n-th most popular gets 1/n of the requests of the first. All servers of a round are up
together and loaded one at a time, so that a busy moment of the machine affects all.
"""

import os
import random
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import orjson
import psycopg
from redis import Redis

from bench import queries
from bench.contestants import Arena
from bench.data.history import write_items
from bench.harness import wrk
from bench.harness.databases import BenchError
from bench.harness.resources import Processes, Server, machine_cpu
from bench.harness.servers import (
    ASINMART,
    BARE,
    CACHE_ASIDE,
    COLD,
    HOT,
    KINDS,
    PEER_SCHEMA,
    POOL_SIZE,
    POSTGRAPHILE,
    REDIS,
    Contestant,
    Place,
    Serving,
    ask,
    serving,
)
from bench.harness.wrk import Load, Request, load, paced_load, write_plan
from bench.suites import pipeline

UNCHANGED, MIX = "304", "mix"
MODES = (HOT, REDIS, COLD, UNCHANGED, MIX)
PEERS = (CACHE_ASIDE, POSTGRAPHILE)
CONNECTIONS = 32

_POPULAR = 1000
_PLANNED = 20_000
_RARE_SHARE = 0.05
_COMPARED = 50
_WARM_SECONDS = 3
_WARMINGS = 5
# Of the mix, until the day is promoted; that takes a few runs.
_MOST_RUNS = 60
_MILLION = 1_000_000
_SOURCES = {HOT: {"l1"}, REDIS: {"hit"}, COLD: {"miss", "bypass"}}

# The way by which a contestant answers in each mode; a missing mode is not measured.
_WAYS: dict[str, dict[str, str]] = {
    ASINMART.name: {HOT: HOT, REDIS: REDIS, COLD: COLD, UNCHANGED: HOT, MIX: HOT},
    CACHE_ASIDE.name: {REDIS: REDIS, COLD: COLD, UNCHANGED: REDIS, MIX: REDIS},
    POSTGRAPHILE.name: {COLD: COLD, MIX: COLD},
    BARE.name: {HOT: HOT},
}


@dataclass(kw_only=True)
class Cell:
    """One contestant in one mode, and its measurements."""

    serving: Serving
    mode: str
    plan: Path
    loads: list[Load] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    memory: int = 0
    half: list[Load] = field(default_factory=list)
    promotions: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Median of requests a second."""
        return median(one.rate for one in self.loads)


class Bench:
    """The servers that all contestants share, and the plans of requests."""

    def __init__(self, watch: Server, arena: Arena, place: Place) -> None:
        """Keep the servers; plans are written into the arena's folder."""
        self.watch = watch
        self.arena = arena
        self.place = place
        self._redis = Redis.from_url(f"{place.redis}/1")
        self._redis_process = Processes(int(self._redis.info()["process_id"]))
        numbers = list(range(arena.scale.products))
        random.Random(1).shuffle(numbers)
        self.asins = [f"B{number:09}" for number in numbers]
        self.popular = self.asins[:_POPULAR]
        self.rare = self.asins[_POPULAR:] or self.asins
        self._next_day = arena.scale.until + timedelta(days=1)

    def prepare(self) -> None:
        """Create the objects that only a peer needs in the database."""
        with psycopg.connect(self.arena.database.owner, autocommit=True) as owner:
            owner.execute(PEER_SCHEMA.read_bytes())

    def close(self) -> None:
        """Empty Redis and disconnect."""
        self.forget()
        self._redis.close()

    def forget(self) -> None:
        """Empty Redis, which belongs to the benchmark alone."""
        self._redis.flushall()

    def plan(self, contestant: Contestant, name: str) -> Path:
        """Write the requests of one name for a contestant; return the file."""
        generator = random.Random(2)
        places = wrk.popularity(len(self.popular), _PLANNED, seed=3)
        if name == "each once":
            keys = [(kind, asin) for asin in self.popular for kind in KINDS]
        else:
            keys = [(generator.choice(KINDS), self.popular[place]) for place in places]
        if name == MIX:
            keys = [
                (kind, generator.choice(self.rare))
                if generator.random() < _RARE_SHARE
                else (kind, asin)
                for kind, asin in keys
            ]
        requests = [contestant.request(kind, asin) for kind, asin in keys]
        path = self.arena.folder / f"{contestant.name} {name}.txt"
        return write_plan(path, requests)

    def plan_unchanged(self, served: Serving) -> Path:
        """Write requests that carry the ETag of their answer."""
        etags: dict[str, str] = {}
        for asin in self.popular:
            for kind in KINDS:
                request = served.contestant.request(kind, asin)
                etags[request.path] = ask(served.url, request).headers["etag"]
        path = self.arena.folder / f"{served.contestant.name} {HOT}.txt"
        requests = []
        for line in path.read_text().splitlines():
            target = line.split("\t")[1]
            requests.append(Request(path=target, etag=etags[target]))
        path = path.with_stem(f"{served.contestant.name} {UNCHANGED}")
        return write_plan(path, requests)

    def measure(self, cell: Cell, *, seconds: float) -> None:
        """Send requests as fast as the contestant answers, once."""
        before, all_before = self._cpu(cell.serving), machine_cpu()
        found = load(
            cell.serving.url, cell.plan, connections=CONNECTIONS, seconds=seconds
        )
        used = self._cpu(cell.serving) - before
        others = machine_cpu() - all_before - used - found.wrk_cpu
        cell.loads.append(found)
        cell.cpu.append(used / found.requests)
        cell.others.append(max(0.0, others) / (found.seconds * (os.cpu_count() or 1)))
        cell.memory = max(cell.memory, cell.serving.processes.memory())

    def measure_half(self, cell: Cell, *, seconds: float) -> None:
        """Send half the requests it can answer; the mix while a day is promoted."""
        if cell.mode != MIX:
            half = paced_load(
                cell.serving.url, cell.plan, rate=cell.rate / 2, seconds=seconds
            )
            cell.half.append(half)
            return
        with self._promotion() as took:
            # The last run begins after the promotion, when all cached answers are old.
            for _ in range(_MOST_RUNS):
                is_over = bool(took)
                half = paced_load(
                    cell.serving.url,
                    cell.plan,
                    rate=cell.rate / 2,
                    seconds=seconds,
                    counts_hits=True,
                )
                cell.half.append(half)
                if is_over:
                    break
        cell.promotions += took

    @contextmanager
    def _promotion(self) -> Iterator[list[float]]:
        """Load and promote the next day meanwhile; its seconds come into the list."""
        day = self._next_day
        self._next_day += timedelta(days=1)
        path = self.arena.folder / f"{day}.jsonl"
        with psycopg.connect(self.arena.database.owner, autocommit=True) as owner:
            write_items(owner, self.arena.scale, day, path, size=1500)
        took: list[float] = []
        with pipeline.opened(self.arena) as work, ThreadPoolExecutor(1) as pool:

            def promote() -> None:
                time.sleep(1)
                started = time.perf_counter()
                work(path, f"bench-api-{day}")
                took.append(time.perf_counter() - started)
                # The source documents require this message of every writer.
                self._redis.publish("cache:invalidate", "product:*")

            promoting = pool.submit(promote)
            yield took
            promoting.result()
        path.unlink()

    def _cpu(self, served: Serving) -> float:
        return served.processes.cpu() + self.watch.cpu() + self._redis_process.cpu()


def available() -> tuple[list[Contestant], dict[str, str]]:
    """Contestants that can run here, and the titles of the others with the reason."""
    found, left_out = [], {}
    for contestant in PEERS:
        if missing := contestant.missing():
            left_out[contestant.title] = missing
        else:
            found.append(contestant)
    return found, left_out


def compared(
    bench: Bench,
    peers: Sequence[Contestant],
    *,
    repeats: int,
    seconds: float,
    workers: Sequence[int] = (1, 2),
    million: int = _MILLION,
    on_step: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Time all contestants with each number of workers.

    Raises BenchError when a peer's answers differ from asinmart's.
    """
    bench.prepare()
    on_step("comparing answers")
    counts = {peer.name: agree(bench, peer) for peer in peers}
    rows: list[dict[str, Any]] = []
    limits: list[dict[str, float]] = []
    for count in workers:
        found, calls = _round(
            bench,
            [ASINMART, *peers, BARE],
            repeats=repeats,
            seconds=seconds,
            workers=count,
            on_step=on_step,
        )
        rows += found
        limits += calls
    on_step(f"{million:,} hot requests")
    for row in rows:
        row["compared"] = counts.get(row["name"], 0)
    return {
        "connections": CONNECTIONS,
        "pool_size": POOL_SIZE,
        "seconds": seconds,
        "repeats": repeats,
        "popular": len(bench.popular),
        "rows": rows,
        "calls": limits[0] if limits else None,
        "million": many(bench, million, seconds=seconds),
    }


def agree(bench: Bench, peer: Contestant) -> int:
    """Compare a peer's answers in each of its ways; return the number compared.

    Raises BenchError at the first difference.
    """
    count = 0
    for way in peer.ways:
        with (
            serving(ASINMART, bench.place, COLD) as ours,
            serving(peer, bench.place, way) as theirs,
        ):
            for asin in bench.asins[:_COMPARED]:
                for kind in KINDS:
                    wanted = _data(ours, kind, asin)
                    # The second answer comes from the cache, where there is one.
                    for _ in range(1 if way == COLD else 2):
                        wrong = difference(wanted, _data(theirs, kind, asin))
                        if wrong:
                            raise BenchError(
                                f"{peer.title} and asinmart disagree on the {kind} of"
                                f" {asin}: {wrong}."
                            )
                        count += 1
    return count


def difference(wanted: Any, found: Any, name: str = "it") -> str | None:
    """Describe where two answers differ, or return None; notation does not count."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        if wanted.keys() != found.keys():
            return f"{name} has other members: {sorted(wanted.keys() ^ found.keys())}"
        pairs: Any = ((key, wanted[key], found[key]) for key in wanted)
    elif isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) != len(found):
            return f"{name}: {len(wanted)} expected, {len(found)} found"
        both = zip(wanted, found, strict=True)
        pairs = ((f"{name} {n}", *two) for n, two in enumerate(both))
    else:
        is_same = _plain(wanted) == _plain(found)
        return None if is_same else f"{name}: {wanted!r} expected, {found!r} found"
    differences = (difference(one, other, key) for key, one, other in pairs)
    return next((text for text in differences if text), None)


def many(bench: Bench, count: int, *, seconds: float) -> dict[str, Any]:
    """Request that many hot answers of asinmart; return its memory before and after."""
    with serving(ASINMART, bench.place, HOT) as ours:
        plan = bench.plan(ASINMART, HOT)
        # Afterwards all entries are in memory and the allocator has its arenas.
        load(ours.url, plan, connections=CONNECTIONS, seconds=max(5, seconds))
        sizes = [ours.processes.memory()]
        asked = 0
        while asked < count:
            found = load(
                ours.url, plan, connections=CONNECTIONS, seconds=max(1, seconds * 2)
            )
            asked += found.requests
            sizes.append(ours.processes.memory())
    return {
        "requests": asked,
        "before_bytes": sizes[0],
        "after_bytes": sizes[-1],
        "highest_bytes": max(sizes),
    }


def _round(
    bench: Bench,
    contestants: Sequence[Contestant],
    *,
    repeats: int,
    seconds: float,
    workers: int,
    on_step: Callable[[str], None],
) -> tuple[list[dict[str, Any]], list[dict[str, float]]]:
    bench.forget()
    with ExitStack() as stack:
        servings = {}
        for contestant in contestants:
            on_step(f"{contestant.title}: starting, workers: {workers}")
            for way in contestant.ways:
                servings[contestant.name, way] = stack.enter_context(
                    serving(contestant, bench.place, way, workers=workers)
                )
        cells = []
        for (name, way), served in servings.items():
            on_step(f"{served.contestant.title}, {way}: warming")
            _warm(bench, served, way)
            for mode in (m for m, w in _WAYS[name].items() if w == way):
                plan = (
                    bench.plan_unchanged(served)
                    if mode == UNCHANGED
                    else bench.plan(served.contestant, mode)
                )
                cells.append(Cell(serving=served, mode=mode, plan=plan))
        bench.watch.calm()
        calls: list[float] = []
        for number in range(repeats):
            on_step(f"workers: {workers}, round {number + 1} of {repeats}")
            for cell in cells:
                bench.measure(cell, seconds=seconds)
            if workers == 1 and shutil.which("pgbench"):
                calls.append(_calls_a_second(bench, seconds))
        for cell in cells:
            on_step(f"{cell.serving.contestant.title}, {cell.mode}: half load")
            bench.measure_half(cell, seconds=seconds)
    limits = [{"rate": round(median(calls), 1)}] if calls else []
    return _rows(cells, workers), limits


def _warm(bench: Bench, served: Serving, way: str) -> None:
    """Send each request once or more; raises BenchError if the cache stays cold."""
    plan = bench.plan(served.contestant, "each once")
    bench.plan(served.contestant, HOT)
    if served.contestant is BARE:
        return
    sources: list[str | None] = []
    # After a stall of the machine a cache does not answer for some seconds.
    for _ in range(_WARMINGS):
        load(served.url, plan, connections=CONNECTIONS, seconds=_WARM_SECONDS)
        if served.contestant is POSTGRAPHILE:
            return
        sources = [
            ask(served.url, request).headers.get("x-cache")
            for request in (
                served.contestant.request(kind, asin)
                for asin in bench.popular[:_COMPARED]
                for kind in KINDS
            )
        ]
        # With two workers, one may not have received every request.
        if sum(s in _SOURCES[way] for s in sources) >= 0.9 * len(sources):
            return
    raise BenchError(
        f"{served.contestant.title} must answer from {way}, but gave {sources[-1]}."
    )


def _calls_a_second(bench: Bench, seconds: float) -> float:
    """Rate at which pgbench calls the API's functions, over as many connections."""
    command = ["pgbench", "-n", "-M", "prepared", "-c", str(POOL_SIZE), "-j", "1"]
    command += ["-T", str(max(1, round(seconds)))]
    top = len(bench.popular)
    calls = {
        "product": queries.CALL_PRODUCT,
        "product_metrics": queries.CALL_PRODUCT_METRICS,
    }
    for name, query in calls.items():
        path = bench.arena.folder / f"{name}.pgbench"
        path.write_text(f"\\set number random_zipfian(1, {top}, 1.001)\n{query};\n")
        command += ["-f", str(path)]
    done = subprocess.run(
        [*command, bench.place.api], capture_output=True, text=True, check=False
    )
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.M)
    if done.returncode or found is None:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise BenchError(f"pgbench failed: {said[-1] if said else '?'}")
    return float(found[1])


def _rows(cells: Sequence[Cell], workers: int) -> list[dict[str, Any]]:
    ours = {cell.mode: cell for cell in cells if cell.serving.contestant is ASINMART}
    bare = next(cell for cell in cells if cell.serving.contestant is BARE)
    return [
        {
            "workers": workers,
            "name": cell.serving.contestant.name,
            "title": cell.serving.contestant.title,
            "mode": cell.mode,
            "rate": round(cell.rate, 1),
            "rates": [round(one.rate, 1) for one in cell.loads],
            "ratio": round(ours[cell.mode].rate / cell.rate, 2),
            "of_bare": round(cell.rate / bare.rate, 3),
            "cpu_us": round(median(cell.cpu) * 1e6, 1),
            "memory_bytes": cell.memory,
            "others_share": round(median(cell.others), 3),
            "half": _half(cell),
        }
        for cell in cells
    ]


def _half(cell: Cell) -> dict[str, Any]:
    found: dict[str, Any] = {"rate": round(median(one.rate for one in cell.half), 1)}
    # The worst of several runs of a mix counts.
    for name in ("p50", "p95", "p99"):
        found[f"{name}_ms"] = round(max(getattr(h, name) for h in cell.half), 3)
    if cell.mode == MIX:
        answers = sum(one.answers for one in cell.half)
        found["hit_rate"] = round(sum(one.hits for one in cell.half) / answers, 4)
        found["promotion_seconds"] = round(median(cell.promotions), 2)
    return found


def _data(served: Serving, kind: str, asin: str) -> Any:
    contestant = served.contestant
    reply = ask(served.url, contestant.request(kind, asin))
    if reply.status != 200:
        raise BenchError(f"{contestant.title} answers {asin} with {reply.status}.")
    return contestant.data(kind, orjson.loads(reply.body))


def _plain(value: Any) -> Any:
    """A value independent of its notation: JSON has no decimals, days or times."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    for read in (float, datetime.fromisoformat):
        try:
            return read(value)
        except ValueError:
            continue
    return value
