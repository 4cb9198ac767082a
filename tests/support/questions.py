"""The pages of docs/questions, and a database in which their queries find rows.

The market is that of the demo with a fixed seed and a fixed last day, so that the
output in the pages does not depend on when they are written.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import orjson
from psycopg import Connection

from demo import brand_reports, market
from demo.brand_reports import BrandReports
from demo.market import Market
from tests.support.databases import ROOT, Database
from tests.support.tenancy import connect, make_login, role_of

FOLDER = ROOT / "docs" / "questions"
MARKET = Market(until=date(2026, 6, 20), products=300, days=40)
# Its brand has products that the market of these pages does not have.
BRAND = BrandReports(market=Market(until=MARKET.until, products=1000), week_count=26)
# The last days arrive as fetches, each a run; all others as one file.
FETCHED_DAYS = 7
TRACKED = 200
TENANT = """
    with made as (select app.create_tenant('Harbour Goods', 'pro') as tenant_id),
    tracked as (
        insert into app.tracked_products (tenant_id, asin)
        select m.tenant_id, a.asin
        from made as m
        cross join unnest(%(asins)s::text[]) as a (asin)
    )
    select m.tenant_id::text from made as m
"""
LINK = """
    insert into core.competitor_links (tenant_id, asin_main, asin_comp)
    select t.tenant_id, l.asin_main, l.asin_comp
    from app.tenants as t
    cross join unnest(%(mains)s::text[], %(comps)s::text[]) as l (asin_main, asin_comp)
    where t.name = 'default' or l.asin_main = any (%(asins)s::text[])
"""
NAME_BRAND = """
    with made as (
        insert into core.brands (tenant_id, brand_name)
        select t.tenant_id, %(brand)s from app.tenants as t
        returning tenant_id, id
    )
    insert into core.asin_brand_mapping (tenant_id, asin, brand_id)
    select m.tenant_id, a.asin, m.id
    from made as m
    cross join unnest(%(asins)s::text[]) as a (asin)
"""
ITEMS = """
    insert into staging_raw.raw_events (job_id, item_no, source, payload, content_hash)
    select %(job_id)s, i.item_no, %(source)s, i.item::jsonb, ''
    from unnest(%(items)s::text[]) with ordinality as i (item, item_no)
"""
# As if the run had been loaded on that morning.
BEGIN = "update core.ingest_runs set started_at = %(at)s where job_id = %(job_id)s"
PAGE = re.compile(
    r"# (?P<title>[^\n]+\?)\n\n(?P<text>[^\n]+(?:\n[^\n]+)*)\n\n"
    r"```sql\n(?P<sql>.*?;)\n```\n\n```\n(?P<output>.*?)```\n",
    re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A question: one paragraph, one query, and what psql prints for it."""

    title: str
    text: str
    sql: str
    output: str


@dataclass(frozen=True, kw_only=True)
class Answers:
    """A filled database and the SQL login of a tenant."""

    database: Database
    login: str


def paths() -> list[Path]:
    return sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")


def read(text: str) -> Page:
    """Split a page into its parts; raises ValueError when it has others."""
    found = PAGE.fullmatch(text)
    if found is None:
        raise ValueError("a page is a title, a paragraph, its SQL and its output")
    return Page(**found.groupdict())


def with_output(text: str, output: str) -> str:
    """The text of a page with another output."""
    found = PAGE.fullmatch(text)
    assert found is not None
    return text[: found.start("output")] + output + text[found.end("output") :]


def psql(url: str, query: str) -> str:
    """What psql prints for a query, without the number of rows."""
    done = subprocess.run(
        ["psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-P", "footer=off", "-d", url],
        env=os.environ | {"PGTZ": "UTC", "PAGER": ""},
        input=query,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.strip("\n").split("\n"))


def columns(output: str) -> list[str]:
    """The names in the header of what psql printed."""
    return [name.strip() for name in output.split("\n", 1)[0].split("|")]


@contextmanager
def answers(database: Database) -> Iterator[Answers]:
    """Load the market as files and fetches, with a tenant that tracks part of it."""
    with connect(database.owner) as owner:
        asins = [market.asin_at(index) for index in range(TRACKED)]
        [(tenant,)] = owner.execute(TENANT, {"asins": asins}).fetchall()
        mains, comps = zip(*market.links(MARKET), strict=True)
        owner.execute(
            LINK, {"mains": list(mains), "comps": list(comps), "asins": asins}
        )
        fill(owner)
        report(owner, "default", tenant)
        owner.execute("analyze")
    login = make_login(database, tenant)
    try:
        yield Answers(database=database, login=login)
    finally:
        with connect(database.admin) as admin:
            admin.execute("select app.drop_tenant_role(%s)", [role_of(login)])


def fill(owner: Connection[Any]) -> None:
    """Load all days in order; every fetch costs 3 dollars for a thousand items."""
    until = MARKET.until
    fetched = [until - timedelta(days=n) for n in reversed(range(FETCHED_DAYS))]
    days = [MARKET.first_day + timedelta(days=n) for n in range(MARKET.days)]
    history = (market.day_blocks(MARKET, day) for day in days[:-FETCHED_DAYS])
    load(owner, "file", fetched[0], chain.from_iterable(history), cost=Decimal(0))
    lists = list(market.best_seller_lists(MARKET))
    for day in fetched:
        blocks = market.day_blocks(MARKET, day)
        if day == until:
            blocks = market.next_day_blocks(MARKET)
        load(owner, "apify:junglee/amazon-crawler", day, blocks, cost=Decimal("0.003"))
    load(owner, "file", until, lists, cost=Decimal(0))


def report(owner: Connection[Any], *tenants: str) -> None:
    """Load the search query reports of a brand for each tenant."""
    asins = [product.asin for product in BRAND.products]
    owner.execute(NAME_BRAND, {"brand": brand_reports.BRAND, "asins": asins})
    periods = [*BRAND.months, *BRAND.weeks]
    documents = [brand_reports.document(BRAND, period) for period in periods]
    items = [
        orjson.dumps({**document, "dataByAsin": line, "reportDocument": number}) + b"\n"
        for number, document in enumerate(documents, 1)
        for line in document["dataByAsin"]
    ]
    for tenant in tenants:
        load(owner, "file", MARKET.until, items, cost=Decimal(0), tenant=tenant)


def load(
    owner: Connection[Any],
    source: str,
    day: date,
    blocks: Any,
    *,
    cost: Decimal,
    tenant: str | None = None,
) -> None:
    """Load JSON lines as one run that began on a day, and promote it."""
    items = b"".join(blocks).decode().splitlines()
    job_id = f"{source} {day} {tenant or ''} {len(items)}"
    run = {"job_id": job_id, "source": source, "tenant": tenant}
    with owner.transaction():
        owner.execute(
            "select ops.start_run(%(job_id)s, %(source)s, p_tenant => %(tenant)s)", run
        )
        owner.execute(ITEMS, {**run, "items": items})
        owner.execute(
            "select ops.land_run(%s, %s, 0, %s)",
            [run["job_id"], len(items), round(cost * len(items), 2)],
        )
        owner.execute(BEGIN, {**run, "at": f"{day}T09:05:00Z"})
    while owner.execute("select (ops.promote_next()).has_more").fetchone() == (True,):
        pass
