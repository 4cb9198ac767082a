"""Times the loaders: the same file of JSON items into the same kind of table.

asinmart's loader checks every item, keeps a ledger and loads a batch once; the others
only insert. All store payload, position and hash, with the same indexes.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import psycopg
from psycopg import sql

from bench import queries
from bench.harness.databases import Addresses, BenchError
from bench.harness.resources import Cost, Notes, Server, Work, measured
from bench.suites.daily_batch import summary
from loader.database import connected
from loader.inputs import open_source
from loader.runs import load, run_of_file

TITLES = {
    "asinmart": "asinmart load",
    "executemany": "psycopg executemany",
    "pandas": "pandas to_sql",
    "adbc": "ADBC ingest, then cast",
}
_NEEDS = {"pandas": ("pandas", "sqlalchemy"), "adbc": ("adbc_driver_postgresql",)}
_TABLE = ("peers", "raw_events")
_CHUNK = 10_000


def available() -> list[str]:
    """The loaders whose packages are installed."""
    return [name for name in TITLES if all(find_spec(n) for n in _NEEDS.get(name, ()))]


def write_items(path: Path, *, count: int, size: int) -> None:
    """Write a file of `count` JSON lines of about `size` bytes each."""
    words = "Made to be used every day, easy to clean, packed without plastic. "
    with path.open("w") as file:
        for number in range(count):
            asin = f"B{number:09d}"
            line = (
                f'{{"asin":"{asin}","url":"https://www.amazon.com/dp/{asin}",'
                f'"title":"Thing number {number}, made to last","brand":"Alder",'
                f'"price":{10 + number % 9000 / 100:.2f},'
                f'"bsr":{number * 7919 % 200000},"bsr_category":"Shelf {number % 150}",'
                f'"rating":{3 + number % 20 / 10},'
                f'"reviews_count":{number % 30011},"in_stock":true,'
                f'"scraped_at":"2025-06-13T08:05:00Z","description":"'
            )
            missing = max(0, size - len(line) - 3)
            text = (words * (missing // len(words) + 1))[:missing]
            file.write(f'{line}{text}"}}\n')


def race(
    server: Server,
    database: Addresses,
    path: Path,
    names: Sequence[str],
    *,
    count: int,
    repeats: int,
    on_step: Callable[[str], None] = lambda _: None,
) -> list[dict[str, Any]]:
    """Load the file with each; raises BenchError when the stored rows differ."""
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    for number in range(repeats):
        expected = None
        for name in names:
            on_step(f"{TITLES[name]}: {count:,} items")
            job_id = f"{path.stem}-{name}-{number}"
            with psycopg.connect(database.owner, autocommit=True) as connection:
                connection.execute(queries.MAKE_PEER_TABLE)
            working = (path, job_id)
            costs[name].append(measured(server, opened, (name, database), working))
            stored = _stored(database, name, job_id)
            expected = expected or stored
            if stored != expected or stored[0] != count:
                raise BenchError(
                    f"{TITLES[name]} stored other items: {stored}, not {expected}."
                )
    found = []
    for name in names:
        row = {"name": name, "title": TITLES[name]} | summary(costs[name])
        found.append(row | {"items_per_second": round(count / row["seconds"])})
    return found


def opened(name: str, database: Addresses) -> AbstractContextManager[Work]:
    """Open a loader by name, as the first step of a fresh process."""
    return _OPENERS[name](database)


@contextmanager
def _asinmart(database: Addresses) -> Iterator[Work]:
    with connected(database.loader) as connection:

        def work(path: Path, job_id: str) -> Notes:
            with open_source(str(path)) as source:
                run = run_of_file(
                    source,
                    source_name="file",
                    marketplace=None,
                    observed_at=None,
                    job_id=job_id,
                )
                load(connection, source, run)
            return {}

        yield work


@contextmanager
def _executemany(database: Addresses) -> Iterator[Work]:
    with psycopg.connect(database.owner) as connection:

        def work(path: Path, job_id: str) -> Notes:
            with connection.cursor() as cursor:
                for chunk in _chunks(path):
                    cursor.executemany(
                        queries.INSERT_PEER_EVENT,
                        [
                            (job_id, item_no, "file", line.decode(), _hash(line))
                            for item_no, line in chunk
                        ],
                    )
            connection.commit()
            return {}

        yield work


@contextmanager
def _pandas(database: Addresses) -> Iterator[Work]:
    import pandas as pd
    import sqlalchemy as sa
    from sqlalchemy.dialects.postgresql import JSONB

    engine = sa.create_engine(
        database.owner.replace("postgresql://", "postgresql+psycopg://", 1),
        json_serializer=_json,
    )
    schema, table = _TABLE

    def work(path: Path, job_id: str) -> Notes:
        with engine.begin() as connection:
            for chunk in _chunks(path):
                frame = pd.DataFrame(
                    {
                        "job_id": job_id,
                        "item_no": [item_no for item_no, _ in chunk],
                        "source": "file",
                        "payload": [orjson.loads(line) for _, line in chunk],
                        "content_hash": [_hash(line) for _, line in chunk],
                    }
                )
                frame.to_sql(
                    *(table, connection),
                    schema=schema,
                    if_exists="append",
                    index=False,
                    dtype={"payload": JSONB, "content_hash": sa.LargeBinary},
                )
        return {}

    yield work
    engine.dispose()


@contextmanager
def _adbc(database: Addresses) -> Iterator[Work]:
    import adbc_driver_postgresql.dbapi
    import pyarrow as pa

    with adbc_driver_postgresql.dbapi.connect(database.owner) as connection:

        def work(path: Path, job_id: str) -> Notes:
            with connection.cursor() as cursor:
                for number, chunk in enumerate(_chunks(path)):
                    table = pa.table(
                        {
                            "job_id": [job_id] * len(chunk),
                            "item_no": pa.array([n for n, _ in chunk], pa.int32()),
                            "source": ["file"] * len(chunk),
                            "payload": [line.decode() for _, line in chunk],
                            "content_hash": [_hash(line) for _, line in chunk],
                        }
                    )
                    mode = "append" if number else "create"
                    cursor.adbc_ingest("adbc_items", table, mode=mode, temporary=True)
                cursor.execute(queries.CAST_PEER_EVENTS)
            connection.commit()
            return {}

        yield work


_OPENERS: dict[str, Callable[[Addresses], AbstractContextManager[Work]]] = {
    "asinmart": _asinmart,
    "executemany": _executemany,
    "pandas": _pandas,
    "adbc": _adbc,
}


def _chunks(path: Path) -> Iterator[list[tuple[int, bytes]]]:
    with path.open("rb") as file:
        lines = enumerate((line.rstrip(b"\n") for line in file), start=1)
        while chunk := list(islice(lines, _CHUNK)):
            yield chunk


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _hash(line: bytes) -> bytes:
    return sha256(line).digest()[:16]


def _stored(database: Addresses, name: str, job_id: str) -> tuple[Any, ...]:
    table = ("staging_raw", "raw_events") if name == "asinmart" else _TABLE
    query = sql.SQL(queries.STORED_EVENTS).format(table=sql.Identifier(*table))
    with psycopg.connect(database.owner) as connection:
        found = connection.execute(query, {"job_id": job_id}).fetchone()
    assert found is not None
    return found
