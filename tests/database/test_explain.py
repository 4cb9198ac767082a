"""Every cell of mart leads down to a raw event, and is what its inputs give.

`mart.explain` computes a cell again by its own operations, from rows that its own
conditions find: that they agree with the definitions is what is tested here, over the
demo market. The places in payloads are checked by an independent way: the value at the
place is removed and the adapter called again.
"""

import json
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from psycopg import Connection, sql
from psycopg.rows import namedtuple_row
from typer.testing import CliRunner

from demo.market import Market, links, write
from loader.cli import app
from tests.support.databases import ROOT, Database, janitor, prepare_clone

SAMPLES = ROOT / "tests" / "samples" / "shapes"
MARKET = Market(until=date(2026, 8, 31), products=31, days=12)
# Rows of each relation whose cells are all explained: about 700 cells.
ROWS = 2
KEYS = """
    select k.relation, k.key_columns
    from ops.lineage_keys as k
    where k.relation like 'mart.%' and k.relation <> 'mart.score_weights'
    order by 1
"""
SAMPLE = """
    select to_jsonb(r)
    from (
        select {columns} from {relation} as t order by md5(t::text) limit {rows}
    ) as r
"""
EXPLAINED = """
    select l.column_name as cell, r.key as row_key, e.*
    from unnest(%s::jsonb[]) as r (key)
    cross join (
        select l.column_name from ops.lineage as l where l.relation = 'mart.' || %s
    ) as l
    cross join lateral (
        select
            e.level, e.step_no, e.parent_no, e.relation, e.column_name, e.value, e.how,
            e.is_equal, e.adapter, e.payload_value, e.raw_event_id,
            e.payload_path <> '$' and jsonb_path_query_first(
                (
                    select v.payload from staging_raw.raw_events as v
                    where v.id = e.raw_event_id
                ), e.payload_path::jsonpath
            ) is distinct from e.payload_value as is_elsewhere
        from mart.explain(%s, r.key, l.column_name) as e
    ) as e
"""
# What is kept by the installation, or identifies the row, comes from nowhere else.
ENDS = re.compile(
    r"kept by the installation|stated by|part of the key|\(see step \d+\)$"
)
# Of each file the first snapshots; a column that is null was read from nowhere.
OBSERVED = """
    select s.asin, l.column_name, m.decimal_sign, e.adapter, e.payload_path,
        e.element_no, e.how, e.is_equal, e.cell_how, r.payload,
        l.arguments[1] as adapter_column
    from (
        select o.*, row_number() over (
            partition by o.job_id order by o.asin, o.scraped_at
        ) as place
        from core.product_snapshots as o
    ) as s
    inner join core.marketplaces as m on m.marketplace = s.marketplace
    inner join ops.lineage as l
        on l.relation = 'core.product_snapshots' and l.operation = 'read'
        and l.column_name <> 'scraped_at' and to_jsonb(s) ->> l.column_name is not null
    cross join lateral (
        select e.adapter, e.payload_path, e.element_no, e.how, e.raw_event_id,
            bool_and(e.is_equal) filter (
                where e.relation = 'core.product_snapshots'
            ) over () as is_equal,
            max(e.how) filter (
                where e.relation = 'core.product_snapshots'
            ) over () as cell_how
        from mart.explain(
            'observations',
            jsonb_build_object(
                'asin', s.asin, 'marketplace', s.marketplace, 'observed_at',
                s.scraped_at
            ),
            l.column_name
        ) as e
    ) as e
    inner join staging_raw.raw_events as r on r.id = e.raw_event_id
    where s.place <= 3 and e.adapter is not null
    order by s.asin, s.scraped_at, l.column_name, e.payload_path
"""
ADAPTED = """
    select to_jsonb(o) -> %(column)s
    from {adapter}({item}, %(sign)s) as o
    where o.element_no is not distinct from %(element_no)s
"""


CLAIMED = """
    select count(*), array_agg(c.claim ->> 'id') filter (
        where e.value is distinct from nullif(c.claim -> 'value', 'null')
            or e.is_equal is false
    )
    from core.make_competition_report(
        '00000000-0000-0000-0000-000000000001', 'B0DEMOMAIN', 'US', 'basic', now()
    ) as r
    cross join lateral jsonb_array_elements(r.evidence) as c (claim)
    cross join lateral (
        select (array_agg(s.value order by s.step_no))[1] as value,
            bool_and(s.is_equal) as is_equal
        from mart.explain(
            c.claim ->> 'relation', c.claim -> 'key', c.claim ->> 'column'
        ) as s
    ) as e
"""


class Cell(NamedTuple):
    relation: str
    column: str
    key: str


def make(server: Database, template: str, name: str) -> Iterator[Database]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    with janitor(server, f"{name}_{worker}_{os.getpid()}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        yield database


def load(database: Database, *options: str | Path) -> None:
    result = CliRunner().invoke(
        app,
        ["load", "--wait", *map(str, options)],
        env={"LOADER_DATABASE_URL": database.loader},
    )
    # 2: some samples have items that are meant to be rejected.
    assert result.exit_code in (0, 2), result.output


@pytest.fixture(scope="module")
def market(
    server: Database, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connection[Any]]:
    history, next_day, _ = write(MARKET, tmp_path_factory.mktemp("market"))
    for database in make(server, template, "explain"):
        with psycopg.connect(database.owner, autocommit=True) as owner:
            with owner.cursor() as cursor:
                cursor.executemany(
                    "insert into core.competitor_links (asin_main, asin_comp) "
                    "values (%s, %s)",
                    list(links(MARKET)),
                )
            load(database, history, next_day)
            lists = [
                {
                    "slug": "mugs",
                    "updatedAt": "2026-08-30T08:00:00Z",
                    "products": [
                        {"asin": f"B0DEMO000{n}", "rank": n, "price": f"${n}.50"}
                        for n in (2, 3)
                    ],
                }
            ]
            path = history.parent / "lists.jsonl"
            path.write_text("".join(json.dumps(item) + "\n" for item in lists))
            load(database, "--marketplace", "US", path)
            yield owner


@pytest.fixture(scope="module")
def shapes(server: Database, template: str) -> Iterator[Connection[Any]]:
    for database in make(server, template, "shapes"):
        for path in sorted(SAMPLES.iterdir()):
            if path.suffix != ".md":
                options = ["--marketplace", "DE"] if "utf16" in path.name else []
                load(database, *options, path)
        with psycopg.connect(database.owner, autocommit=True) as owner:
            yield owner


def relations(owner: Connection[Any]) -> list[tuple[str, list[str]]]:
    rows = owner.execute(KEYS.encode()).fetchall()
    return [(name.removeprefix("mart."), columns) for name, columns in rows]


def faults(
    owner: Connection[Any], relation: str, columns: list[str], rows: int
) -> tuple[int, list[tuple[Cell, str]]]:
    """The number of cells, and what is wrong with any."""
    sample = sql.SQL(SAMPLE).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        relation=sql.Identifier("mart", relation),
        rows=sql.Literal(rows),
    )
    keys = [json.dumps(key) for (key,) in owner.execute(sample)]
    with owner.cursor(row_factory=namedtuple_row) as cursor:
        cursor.execute(EXPLAINED.encode(), [keys, relation, relation])
        steps: list[Any] = cursor.fetchall()
    parents = {(s.cell, str(s.row_key), s.parent_no) for s in steps}
    found = []
    for step in steps:
        cell = Cell(relation, step.cell, json.dumps(step.row_key))
        words = f"step {step.step_no} {step.relation}.{step.column_name}: {step.how}"
        if step.is_equal is False:
            found.append((cell, f"{words}, but the cell is {step.value}"))
        if step.is_elsewhere:
            found.append((cell, f"{words}, but the payload has another value"))
        is_end = (step.cell, str(step.row_key), step.step_no) not in parents
        is_known = step.value is not None and step.value != 0
        if is_end and is_known and step.adapter is None and not ENDS.search(step.how):
            found.append((cell, f"{words}, and nothing below it"))
    return len({(s.cell, str(s.row_key)) for s in steps}), found


def test_every_cell_is_what_its_inputs_give_down_to_a_raw_event(
    market: Connection[Any],
) -> None:
    count = 0
    for relation, columns in relations(market):
        cells, found = faults(market, relation, columns, ROWS)
        assert found == [], f"{relation}: {found[:3]}"
        assert cells > 0 or relation.startswith(("feature_", "review_"))
        count += cells
    assert count > 500


def test_every_claim_of_a_report_resolves(market: Connection[Any]) -> None:
    with market.transaction(force_rollback=True):
        market.execute("select ops.refresh_dirty()")
        [(claims, differing)] = market.execute(CLAIMED.encode())
    assert claims > 20
    assert differing is None


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("day.bsr,same_list.bsr", "same_list.bsr,day.bsr"),
        ("'mean'", "'maximum'"),
    ],
)
def test_a_wrong_lineage_is_found(
    market: Connection[Any], right: str, wrong: str
) -> None:
    [(text,)] = market.execute("select pg_get_viewdef('ops.lineage'::regclass)")
    assert right in text
    with market.transaction(force_rollback=True):
        market.execute(
            f"create or replace view ops.lineage as {text.replace(right, wrong)}"
        )
        _, found = faults(
            market, "product_daily", ["asin", "marketplace", "date"], ROWS
        )
    assert found != []


def test_every_column_of_an_explained_relation_has_a_lineage(
    market: Connection[Any],
) -> None:
    missing = market.execute(
        """
        select k.relation, a.attname::text
        from ops.lineage_keys as k
        inner join pg_attribute as a
            on a.attrelid = k.relation::regclass and a.attnum > 0
        where k.relation like 'mart.%' and not a.attisdropped
            and a.attname <> all (k.key_columns)
        except
        select l.relation, l.column_name from ops.lineage as l
        """
    ).fetchall()
    assert missing == []
    strange = market.execute(
        """
        select l.relation, l.column_name
        from ops.lineage as l
        except
        select k.relation, a.attname::text
        from ops.lineage_keys as k
        inner join pg_attribute as a on a.attrelid = k.relation::regclass
        """
    ).fetchall()
    assert strange == []
    unknown = market.execute(
        """
        select l.relation, l.column_name, a.argument
        from ops.lineage as l
        cross join unnest(l.arguments) as a (argument)
        left join ops.lineage_inputs as i
            on i.relation = l.relation
            and i.input_name = split_part(a.argument, '.', 1)
        left join pg_attribute as c
            on c.attrelid = coalesce(i.input_relation, l.relation)::regclass
            and c.attname = split_part(a.argument, '.', 2)
        where l.operation <> 'read'
            and (c.attname is null or i.relation is null and a.argument !~ '^cell[.]')
        """
    ).fetchall()
    assert unknown == []


def parts(path: str) -> list[str | int]:
    """The keys and indexes of a jsonpath."""
    found: list[str | int] = []
    for name, quoted, index in re.findall(
        r'\.(\w+)|\.("(?:[^"\\]|\\.)*")|\[(\d+)\]', path
    ):
        found.append(int(index) if index else name or json.loads(quoted))
    return found


def without(item: Any, path: list[str | int]) -> Any:
    """A copy of an item whose part at a path is null."""
    copy = json.loads(json.dumps(item))
    part = copy
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = None
    return copy


def adapted(owner: Connection[Any], step: Any, item: Any) -> Any:
    """What the adapter of a step reads in an item now."""
    renames = step.adapter == "staging_raw.from_named_columns"
    call = sql.SQL(ADAPTED).format(
        adapter=sql.Identifier(*step.adapter.split(".")),
        item=sql.SQL(
            "staging_raw.rename_columns(%(item)s::jsonb)"
            if renames
            else "%(item)s::jsonb"
        ),
    )
    row = owner.execute(
        call,
        {
            "item": json.dumps(item),
            "sign": step.decimal_sign,
            "column": step.adapter_column,
            "element_no": step.element_no,
        },
    ).fetchone()
    return row[0] if row else None


def test_the_places_in_payloads_are_those_that_adapters_read(
    shapes: Connection[Any],
) -> None:
    with shapes.cursor(row_factory=namedtuple_row) as cursor:
        cursor.execute(OBSERVED.encode())
        steps: list[Any] = cursor.fetchall()
    assert len({step.adapter for step in steps}) >= 15
    assert len(steps) > 250
    tried = 0
    for step in steps:
        words = (step.asin, step.adapter, step.column_name, step.payload_path)
        assert step.is_equal is not False, words
        if step.column_name != "status":
            # A status can be that of every item of its shape.
            assert step.payload_path not in (None, "$"), words
            assert step.is_equal, (words, step.cell_how)
        if step.payload_path in (None, "$") or "another part" in step.how:
            continue
        before = adapted(shapes, step, step.payload)
        after = adapted(shapes, step, without(step.payload, parts(step.payload_path)))
        assert after != before, (words, before)
        tried += 1
    assert tried > 200
