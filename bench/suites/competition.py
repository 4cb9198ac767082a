"""Measures competitor analysis: comparisons, scores, reports, and reading them.

All products of the market are in competitive groups of one tenant. Every product that
was observed must have a score, and every report must be made, with no slot left empty.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from typing import Any

import psycopg
from psycopg import sql

from bench import contestants, queries
from bench.contestants import Arena
from bench.harness.databases import BenchError
from bench.harness.resources import Cost, Notes, Server, Work, measured
from bench.suites import mart_queries, pipeline
from bench.suites.daily_batch import summary

REPORT_BATCH = 1000
_KEYS = 200
_CHECKS = 20
# The products, the first of the market, that get attributes to compare.
_FEATURED = 6000
_EVENING = time(20)
# Of each one claim in many reports is explained: (title, metric).
_CELLS = (
    ("a price", "price"),
    ("a gap of prices", "price_diff_pct"),
    ("a share of 30 days", "in_stock_pct_30d"),
    ("a composite score", "composite_score"),
)

Step = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Read:
    """A query about one product, and the function or view that it needs."""

    title: str
    needs: str
    query: str
    values: Sequence[Sequence[Any]]


def days(
    server: Server,
    arena: Arena,
    *,
    repeats: int,
    item_bytes: int,
    on_step: Step = lambda _: None,
) -> dict[str, Any]:
    """Promote days from files, and compute all scores of each.

    `together` is the seconds of the stage that compares, plus those of the scores.
    Raises BenchError when core or a mart holds a wrong row, or a score is missing.
    """
    first = arena.scale.until + timedelta(days=1)
    whole = pipeline.days(
        server, arena, first, repeats=repeats, item_bytes=item_bytes, on_step=on_step
    )
    costs: list[Cost] = []
    for number in range(repeats):
        day = first + timedelta(days=number)
        on_step(f"scores of {day}")
        costs.append(measured(server, _scoring, (arena,), (day,)))
        rows, wanted = costs[-1].notes["rows"], _observed(arena, day)
        if rows != wanted:
            raise BenchError(
                f"{wanted} products of groups were observed on {day}, but there are"
                f" {rows:.0f} scores."
            )
    scores = summary(costs)
    comparison = whole["notes"]["comparison"]
    seconds = comparison + scores["notes"]["scores"]
    return {
        "promotion": whole,
        "scores": scores,
        "comparison_seconds": comparison,
        "together_seconds": round(seconds, 4),
        "ratio": round(seconds / whole["seconds"], 3),
    }


def reports(
    server: Server, arena: Arena, *, repeats: int, on_step: Step = lambda _: None
) -> dict[str, Any]:
    """Make standard reports by rules: first versions, then those of the day after.

    Before, between and after it explains what finds the due ones. Raises BenchError
    when one of a batch is not made, or has an empty slot.
    """
    day = _newest_day(arena)
    batch = min(REPORT_BATCH, arena.scale.groups // (2 * repeats + 1))
    found: dict[str, Any] = {"batch": batch, "due": []}
    with psycopg.connect(arena.database.owner, autocommit=True) as owner:
        owner.execute(queries.SET_REPORT_BATCH, {"count": str(batch)})
        now = datetime.combine(day, _EVENING, UTC)

        def look(title: str) -> None:
            row = _due(owner, now, name=f"due_{len(found['due'])}")
            found["due"].append({"title": title} | row)

        look("a day of all groups")
        # One batch more than the next day takes: some main products are not observed.
        first = _batches(server, arena, now, batch, repeats + 1, on_step)
        _check(owner, batch * (repeats + 1), version=1)
        owner.execute(queries.FORGET_OTHERS, {"now": now})
        look("nothing")
        day += timedelta(days=1)
        on_step(f"{day}: daily rows and marts")
        module = contestants.contestant("asinmart")
        module.feed(arena, day)
        with module.opened(arena) as fold:
            fold(day)
        # Not a whole day later: then also those without a report were due.
        now = datetime.combine(day, _EVENING, UTC) - timedelta(minutes=1)
        look("the next day of groups with a report")
        following = _batches(server, arena, now, batch, repeats, on_step)
        found |= _check(owner, batch * repeats, version=2)
    first_row = {"title": "first versions"} | summary(first)
    next_row = {"title": "the next day's versions"} | summary(following)
    for row in (first_row, next_row):
        row["ratio"] = round(row["seconds"] / first_row["seconds"], 3)
        row["cpu_ratio"] = round(row["cpu_seconds"] / first_row["cpu_seconds"], 3)
        row["thousand_seconds"] = round(row["seconds"] * 1000 / batch, 3)
    return found | {"batches": [first_row, next_row]}


def reads(arena: Arena, *, on_step: Step = lambda _: None) -> dict[str, Any]:
    """Explain what a page asks for, as the API, when reports are there.

    `left_out` names what the database does not have yet.
    """
    on_step("attributes and tracked products")
    day = _newest_day(arena)
    with psycopg.connect(arena.database.owner, autocommit=True) as owner:
        tracked = _featured(owner, arena, day)
        wanted = _wanted(owner, arena, tracked)
        known = {read.needs: _has(owner, read.needs) for read in wanted}
    rows: list[dict[str, Any]] = []
    with psycopg.connect(arena.database.superuser, autocommit=True) as connection:
        connection.execute(queries.VACUUM)
        connection.execute(queries.TENANT_OF_SESSION)
        role = sql.Identifier("asinmart_api")
        connection.execute(sql.SQL(queries.SET_ROLE).format(role=role))
        for number, read in enumerate(wanted):
            if not known[read.needs]:
                continue
            on_step(read.title)
            if not read.values:
                raise BenchError(f"there is nothing to read: {read.title}.")
            # Twice: plans and pages are there the second time.
            for turn in ("first", "warm"):
                row = mart_queries.explained(
                    connection, f"{turn}_{number}", read.query, read.values
                )
            rows.append({"query": read.title, "needs": read.needs} | row)
    return {
        "reads": rows,
        "left_out": sorted(name for name, is_there in known.items() if not is_there),
    }


def _wanted(
    owner: psycopg.Connection[Any], arena: Arena, tracked: Sequence[str]
) -> list[Read]:
    size: dict[str, Any] = {"count": _KEYS}
    size["products"] = min(_FEATURED, arena.scale.products)
    made = owner.execute(queries.REPORTED_PRODUCTS, size).fetchall()
    mains = [[asin] for _, asin in made]
    day = arena.scale.until
    found = [
        Read(
            title="report",
            needs="api.competition_report",
            query=queries.READ_REPORT,
            values=made,
        ),
        *(
            Read(
                title=f"report as {title}",
                needs=f"api.report_{name}",
                query=queries.WRITE_REPORT,
                values=[[*key, name] for key in made],
            )
            for name, title in (("markdown", "Markdown"), ("html", "a page"))
        ),
        Read(
            title="scores of a group",
            needs="mart.competitor_scores_daily",
            query=queries.SCORES_OF_GROUP,
            values=[[*key, day] for key in mains],
        ),
        Read(
            title="feature matrix of a group",
            needs="mart.feature_matrix",
            query=queries.FEATURE_MATRIX_OF_GROUP,
            values=mains,
        ),
        Read(
            title="suggestions for a product",
            needs="mart.competitor_suggestions",
            query=queries.SUGGESTIONS_OF_PRODUCT,
            values=[[asin] for asin in tracked],
        ),
    ]
    for title, metric in _CELLS:
        asked = size | {"metric": metric}
        cells = owner.execute(queries.CLAIMS_OF_METRIC, asked).fetchall()
        found.append(
            Read(
                title=f"explain {title}",
                needs="mart.explain",
                query=queries.EXPLAIN_CELL,
                values=cells,
            )
        )
    return found


def _featured(owner: psycopg.Connection[Any], arena: Arena, day: date) -> list[str]:
    """Give products attributes, and track some that are no main product."""
    size = min(_FEATURED, arena.scale.products)
    owner.execute(queries.SET_ATTRIBUTES, {"products": size})
    rows = owner.execute(queries.TRACK_PRODUCTS, {"count": _KEYS}).fetchall()
    with contestants.contestant("asinmart").opened(arena) as fold:
        fold(day)
    return [str(row[0]) for row in rows]


@contextmanager
def _scoring(arena: Arena) -> Iterator[Work]:
    """Explain the scores: every column of every row is computed, none is sent."""
    with psycopg.connect(arena.database.owner, autocommit=True) as connection:
        name = sql.Identifier("scores")
        prepare = sql.SQL(queries.PREPARE)
        query = sql.SQL(queries.SCORES_OF_DAY)
        connection.execute(prepare.format(name=name, query=query))

        def work(day: date) -> Notes:
            explain = sql.SQL(queries.EXPLAIN).format(
                name=name, values=sql.Literal(day)
            )
            found = connection.execute(explain).fetchone()
            assert found is not None
            plan = found[0][0]
            milliseconds = plan["Planning Time"] + plan["Execution Time"]
            return {"scores": milliseconds / 1000, "rows": plan["Plan"]["Actual Rows"]}

        yield work


@contextmanager
def _generating(arena: Arena) -> Iterator[Work]:
    """Connect, like pg_cron's worker."""
    with psycopg.connect(arena.database.owner, autocommit=True) as connection:

        def work(now: datetime) -> Notes:
            started = perf_counter()
            row = connection.execute(queries.GENERATE_REPORTS, {"now": now}).fetchone()
            assert row is not None
            return {"reports": row[0], "seconds": perf_counter() - started}

        yield work


def _batches(
    server: Server,
    arena: Arena,
    now: datetime,
    batch: int,
    repeats: int,
    on_step: Step,
) -> list[Cost]:
    costs = []
    for number in range(repeats):
        on_step(f"{now:%Y-%m-%d}: reports, batch {number + 1} of {repeats}")
        costs.append(measured(server, _generating, (arena,), (now,)))
        made = costs[-1].notes["reports"]
        if made != batch:
            raise BenchError(f"{batch} reports were to be made, {made:.0f} were.")
    return costs


def _check(
    owner: psycopg.Connection[Any], wanted: int, *, version: int
) -> dict[str, Any]:
    """Raise BenchError when a report is missing, or has an empty slot."""
    asked = {"version": version}
    row = owner.execute(queries.REPORTS_OF_VERSION, asked).fetchone()
    assert row is not None
    count, empty, failed, claims = row
    if (count, empty, failed) != (wanted, 0, 0):
        raise BenchError(
            f"of {wanted} reports there are {count}, {empty} with an empty slot;"
            f" {failed} attempts failed."
        )
    return {"claims": claims}


def _due(owner: psycopg.Connection[Any], now: datetime, *, name: str) -> dict[str, Any]:
    values = [[now]] * _CHECKS
    return mart_queries.explained(owner, name, queries.DUE_REPORTS, values)


def _observed(arena: Arena, day: date) -> int:
    with psycopg.connect(arena.database.owner, autocommit=True) as owner:
        row = owner.execute(queries.OBSERVED_MEMBERS, {"day": day}).fetchone()
    assert row is not None
    return int(row[0])


def _newest_day(arena: Arena) -> date:
    with psycopg.connect(arena.database.owner, autocommit=True) as owner:
        row = owner.execute(queries.NEWEST_DAY).fetchone()
    assert row is not None
    return row[0]  # type: ignore[no-any-return]


def _has(owner: psycopg.Connection[Any], name: str) -> bool:
    row = owner.execute(queries.HAS_OBJECT, {"name": name}).fetchone()
    assert row is not None
    return bool(row[0])
