"""Files through the whole system: command line, pg_cron, marts, API, Redis, NOTIFY."""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from demo.client import Answer, ask
from demo.market import Market, links, planted_truths, write
from tests.support.api import api_process
from tests.support.databases import ROOT, Database
from tests.support.waiting import wait_until

UNTIL = date(2026, 6, 20)


def load(database: Database, path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "loader", "load", str(path)],
        cwd=ROOT,
        env=os.environ | {"LOADER_DATABASE_URL": database.loader},
        check=True,
        capture_output=True,
    )


@pytest.fixture
def market(tmp_path: Path) -> tuple[Market, Path, Path]:
    made = Market(until=UNTIL, products=60, days=40)
    history, next_day, _ = write(made, tmp_path)
    return made, history, next_day


def test_files_become_answers_by_pg_cron_and_the_next_day_purges_the_old_ones(
    cron_database: Database,
    redis_url: str,
    tmp_path: Path,
    market: tuple[Market, Path, Path],
) -> None:
    made, history, next_day = market
    jump = next(t for t in planted_truths(made) if t.kind == "price jump")
    path = f"/v1/products/{jump.asin}"

    with (
        api_process(cron_database, redis_url, tmp_path / "api.log") as (url, _),
        psycopg.connect(cron_database.owner, autocommit=True) as owner,
    ):
        with owner.cursor() as cursor:
            cursor.executemany(
                "insert into core.competitor_links (asin_main, asin_comp) "
                "values (%s, %s)",
                list(links(made)),
            )

        def settled(count: int) -> bool:
            row = owner.execute(
                "select count(*) from core.ingest_runs "
                "where status in ('SUCCESS', 'PARTIAL')"
            ).fetchone()
            return row == (count,)

        def price(answer: Answer) -> Decimal:
            return Decimal(str(answer.document()["data"]["price"]))

        load(cron_database, history)
        wait_until(lambda: settled(1))
        # pg_cron itself promoted the run; its ledger is closed a moment later.
        by_schedule = (
            "select count(*) from ops.job_runs where job_name = 'promote-pending-runs' "
            "and triggered_by = 'schedule' and status = 'succeeded' and row_count > 0"
        )
        wait_until(lambda: owner.execute(by_schedule).fetchone() == (1,))

        # The API hears of the promotion on its own: wait until it is through with it.
        wait_until(lambda: ask(url, path).status == 200)
        wait_until(lambda: ask(url, path).cache in {"l1", "hit"})
        old = ask(url, path)
        assert price(old) == jump.before
        assert ask(url, path, etag=old.etag).status == 304

        load(cron_database, next_day)
        wait_until(lambda: settled(2))
        wait_until(lambda: price(ask(url, path)) == jump.after)
        assert ask(url, path, etag=old.etag).status == 200

        audit = owner.execute(
            "select sum(row_count) > 0, sum(missing_count), sum(unexpected_count) "
            "from ops.audit()"
        ).fetchone()
        assert audit == (True, 0, 0), "marts equal their definitions"
        kinds = owner.execute(
            "select asin, kind from core.alerts where date = %s", (UNTIL,)
        ).fetchall()
        expected = {
            "price jump": "PRICE_SPIKE",
            "rank crash": "BSR_DROP",
            "rating drop": "RATING_DROP",
            "lost buy box": "BUYBOX_CHANGE",
        }
        for truth in planted_truths(made):
            if truth.kind in expected:
                assert (truth.asin, expected[truth.kind]) in kinds, truth.text

        health = ask(url, "/v1/health")
        assert health.status == 200, health.body
        undercut = next(t for t in planted_truths(made) if t.kind == "undercut")
        field = ask(url, f"/v1/competitions/{undercut.other_asin}").document()["data"]
        gaps = {c["asin"]: c["gaps"][-1] for c in field["competitors"]}
        assert Decimal(str(gaps[undercut.asin]["price_diff"])) == (
            Decimal(str(undercut.before)) - Decimal(str(undercut.after))
        )


def test_the_queries_of_the_api_hot_path_run_as_the_design_wrote_them(
    database: str, mart_url: str
) -> None:
    with psycopg.connect(database) as owner:
        owner.execute(
            """
            SELECT p.asin, p.title, p.brand, p.category, p.image_url,
                   l.date, l.price, l.bsr, l.rating, l.reviews_count, l.buybox_price
            FROM core.products p
            JOIN mart.mv_product_latest l ON l.asin = p.asin
            WHERE p.asin = %s
            """,
            ("B0DEMOMAIN",),
        )
        owner.execute(
            """
            SELECT * FROM mart.competitor_comparison_daily
            WHERE asin_main = %s AND asin_comp = %s
              AND date >= CURRENT_DATE - INTERVAL '30 day'
            ORDER BY date DESC
            """,
            ("B0DEMOMAIN", "B0DEMOCOMP"),
        )
        owner.execute(
            """
            SELECT asin, kind, details, detected_at
            FROM core.alerts
            WHERE detected_at >= CURRENT_DATE - INTERVAL '1 day'
            ORDER BY detected_at DESC
            """
        )
    with psycopg.connect(mart_url, autocommit=True) as reader:
        reader.execute("select * from mart.product_summary")
        for table in ("core.products", "staging_raw.raw_events", "ops.settings"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(f"select * from {table}")


def test_the_data_dictionary_in_docs_is_the_one_in_the_database(database: str) -> None:
    with psycopg.connect(database) as owner:
        row = owner.execute("select ops.dictionary_markdown()").fetchone()
    assert row is not None
    written = (ROOT / "docs" / "data-dictionary.md").read_text()
    assert written.strip() == row[0].strip(), (
        "renew it: psql $DATABASE_URL -Atc 'select ops.dictionary_markdown()' "
        "> docs/data-dictionary.md"
    )
