"""Competitor analysis in the demo: a group, two versions of its report, and advice."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import orjson
import psycopg
from psycopg.rows import class_row
from rich.console import Console
from rich.text import Text

from common import terminal
from demo import market, queries
from demo.market import MARKETPLACE, Market, Truth

Connection = psycopg.Connection[tuple[Any, ...]]
Found = TypeVar("Found")

ROOT = Path(__file__).parents[1]
GROUP = "Rivals of the main product"
REVIEWS_EACH = 24
PATIENCE_SECONDS = 120
# What reviewers write, by stars. Those of the main product speak of its handle.
_PRAISE = ("Does what it should.", "Would buy it again.", "Solid and well made.")
_BLAME = ("Broke after a month.", "Smaller than I thought.")
_PLANTED = "The handle sits well in the hand."


@dataclass(frozen=True, kw_only=True)
class Change:
    """A planted claim in the differences of the two latest versions."""

    from_version: int
    to_version: int
    difference_count: int
    sentence: str | None
    new_text: str | None


@dataclass(frozen=True, kw_only=True)
class Explained:
    """How many claims of the latest version lead down to the JSON they came from."""

    claim_count: int
    resolved_count: int
    equal_count: int
    item_count: int


def write_reviews(path: Path, until: date, main: str, rivals: Sequence[str]) -> None:
    """Write invented reviews of a main product and its competitors as JSON lines."""
    with path.open("w") as file:
        for asin in (main, *rivals):
            for number in range(REVIEWS_EACH):
                chance = market.mix(int(asin[-4:], 36) << 8 | number)
                stars = (5, 5, 4, 4, 3, 5, 2, 1)[chance & 7]
                words = _PRAISE if stars > 2 else _BLAME
                text = words[(chance >> 3) % len(words)]
                if asin == main and number % 2:
                    text = f"{text} {_PLANTED}"
                day = until - timedelta(days=number * 9 + chance % 7)
                review = {
                    "reviewId": f"R{chance:013X}"[:14],
                    "productAsin": asin,
                    "ratingScore": stars,
                    "reviewTitle": text.split(".")[0],
                    "reviewDescription": text,
                    "isVerified": chance & 15 > 0,
                    "date": day.isoformat(),
                    "country": "United States",
                    "reviewedIn": f"Reviewed in the United States on {day:%B %-d, %Y}",
                    "reviewUrl": f"https://www.amazon.com/review/R{chance:013X}"[:44],
                }
                file.write(orjson.dumps(review).decode() + "\n")


def rivals_of(made: Market, main: str) -> list[str]:
    """The competitors of a main product of the market."""
    return [comp for asin, comp in market.links(made) if asin == main]


def make_group(out: Console, database: Connection, main: str) -> None:
    """Make a competitive group of the main product and its linked competitors."""
    asked = {"name": GROUP, "main": main, "marketplace": MARKETPLACE}
    database.execute(queries.MAKE_GROUP, asked)
    terminal.step(out, "group", f"{main} and its competitors, a report every day")


def make_report(out: Console, database: Connection, main: str) -> None:
    """Run the jobs of reports and recommendations, which pg_cron runs by itself.

    Those of the main product are asked for: an earlier demo may have made its own
    less than a day ago, and then they are not due. A job is skipped while pg_cron
    promotes, so it is run until it has answered. Raises TimeoutError if it does not.
    """
    asked = {"main": main, "marketplace": MARKETPLACE}
    deadline = time.monotonic() + PATIENCE_SECONDS
    with out.status("making the report"):
        database.execute(queries.REQUEST_REPORT, asked)
        database.execute(queries.MAKE_REPORTS)
        while database.execute(queries.IS_REPORT_REQUESTED, asked).fetchone() == (
            True,
        ):
            if time.monotonic() > deadline:
                raise TimeoutError(
                    f"the report of {main} was not made in {PATIENCE_SECONDS} s;"
                    " `asinmart doctor` says why"
                )
            time.sleep(1)
            database.execute(queries.MAKE_REPORTS)
        database.execute(queries.MAKE_RECOMMENDATIONS)
        database.execute(queries.RENEW_RECOMMENDATION, asked)


def show(out: Console, database: Connection, undercut: Truth, folder: Path) -> int:
    """Show comparison, changes, advice and page; return the number of misses."""
    main, rival = undercut.other_asin or "", undercut.asin
    asked = {"main": main, "rival": rival, "marketplace": MARKETPLACE}
    terminal.heading(out, f"{main} against its competitors", "score 0 to 100")
    terminal.table(
        out,
        ["product", "price", "rank", "rating", "score", "place", "if weights move"],
        database.execute(queries.STANDINGS, asked).fetchall(),
    )
    change = _one(database, Change, queries.PLANTED_CHANGE, asked)
    explained = _one(database, Explained, queries.EXPLAINED_CLAIMS, asked)
    terminal.heading(
        out, f"What changed since version {change.from_version} of its report", ""
    )
    for (sentence,) in database.execute(queries.REPORT_CHANGES, asked).fetchall():
        out.print(f"  {sentence}", highlight=False)
    terminal.heading(out, "Worth doing", "by rules, with their evidence")
    advice = database.execute(queries.ADVICE, asked).fetchall()
    terminal.table(out, ["priority", "field", "why"], advice)

    terminal.heading(out, "The report", "every figure is one cell of mart")
    page = folder / f"report-{main}.html"
    done = subprocess.run(
        [sys.executable, "-m", "loader", "report", main, "--out", str(page)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    wanted = f"{undercut.after:,.2f} USD"
    checks = [
        (
            change.new_text == wanted,
            f"versions {change.from_version} and {change.to_version}",
            f"{change.difference_count} differences, among them: {change.sentence}",
        ),
        (
            0
            < explained.claim_count
            == explained.resolved_count
            == explained.equal_count,
            "mart.explain",
            f"{explained.resolved_count} of {explained.claim_count} figures lead down "
            f"to {explained.item_count} items of JSON, and are recomputed from them",
        ),
        (
            done.returncode == 0 and page.exists(),
            "page",
            str(page.relative_to(ROOT)) if page.exists() else done.stderr.strip(),
        ),
        (len(advice) >= 3, "recommendations", f"{len(advice)} actions"),
    ]
    for is_found, what, how in checks:
        mark = ("found ", "bold green") if is_found else ("MISSED", "bold red")
        out.print(Text.assemble("  ", mark, f"  {what}: {how}"), soft_wrap=True)
    return sum(not is_found for is_found, _, _ in checks)


def _one(
    database: Connection, row: type[Found], query: str, asked: dict[str, str]
) -> Found:
    with database.cursor(row_factory=class_row(row)) as cursor:
        (found,) = cursor.execute(query, asked).fetchall()
        return found
