"""Times the hot queries of the first source document's section 9 in the server."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median, quantiles
from typing import Any

import psycopg
from psycopg import conninfo, sql

from bench import queries

_KEYS = 200
# By title: what the query takes, in the order of its parameters, and the query.
_Queries = Mapping[str, tuple[tuple[str, ...], str]]
_HOT: _Queries = {
    "latest of a product": (("main",), queries.LATEST_OF_PRODUCT),
    "a pair, 30 days": (("main", "comp", "day"), queries.DAYS_OF_PAIR),
    "alerts of a day": (("day",), queries.ALERTS_SINCE_EVENING),
}
_OF_TENANT: _Queries = {
    "latest of a product": (("main",), queries.TENANT_LATEST),
    "a pair, 30 days": (("main", "comp", "day"), queries.DAYS_OF_PAIR),
    "alerts of a day": (("day",), queries.TENANT_ALERTS),
    "changes of a product's day": (("main", "day"), queries.TENANT_CHANGES),
    "windows of a product's day": (("main", "day"), queries.TENANT_WINDOWS),
    "summary of a product": (("main",), queries.TENANT_SUMMARY),
}


def timed(url: str, day: date) -> list[dict[str, Any]]:
    """Explain and run each query for many products: medians in ms, buffers, scans.

    Planning is that of a prepared statement, as in the API. `index_only` is true when
    all scans are index-only scans; `heap_fetches` counts the rows that these still read
    from the table, because no vacuum has marked their page as all-visible yet.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        return _timed(connection, _HOT, _pairs(connection), day)


def timed_as_tenant(url: str, day: date) -> list[dict[str, Any]]:
    """Like `timed`, through the views of mart, by the login of a new tenant.

    The tenant tracks the products that are asked for. Its rules join in on later days.
    """
    with psycopg.connect(url, autocommit=True) as owner:
        pairs = _pairs(owner)
        mains, comps = ([pair[side] for pair in pairs] for side in (0, 1))
        lists = {"mains": mains, "comps": comps}
        tenant = owner.execute(queries.ADD_TENANT, lists).fetchone()
        assert tenant is not None
        owner.execute(queries.ANALYZE_TENANTS)
        values = {"tenant_id": tenant[0]}
        login = owner.execute(queries.CREATE_LOGIN, values).fetchone()
        assert login is not None
        user, password = login
        address = conninfo.make_conninfo(url, user=user, password=password)
        try:
            with psycopg.connect(address, autocommit=True) as connection:
                return _timed(connection, _OF_TENANT, pairs, day)
        finally:
            owner.execute(queries.DROP_LOGIN, {"role_name": user})


def _pairs(connection: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    return connection.execute(queries.PAIRS, {"count": _KEYS}).fetchall()


def _timed(
    connection: psycopg.Connection[Any],
    asked: _Queries,
    pairs: Sequence[tuple[str, str]],
    day: date,
) -> list[dict[str, Any]]:
    known = [{"main": main, "comp": comp, "day": day} for main, comp in pairs]
    found = []
    for number, (title, (parameters, query)) in enumerate(asked.items()):
        values = [[row[parameter] for parameter in parameters] for row in known]
        row = explained(connection, f"hot_{number}", query, values)
        found.append({"query": title} | row)
    return found


def explained(
    connection: psycopg.Connection[Any],
    name: str,
    query: str,
    values: Sequence[Sequence[Any]],
) -> dict[str, Any]:
    """Prepare a query under a name and explain it for all values; see `timed`."""
    prepared = sql.Identifier(name)
    prepare = sql.SQL(queries.PREPARE)
    connection.execute(prepare.format(name=prepared, query=sql.SQL(query)))
    explain = sql.SQL(queries.EXPLAIN)
    plans = []
    for row in values:
        literals = sql.SQL(", ").join(sql.Literal(value) for value in row)
        statement = explain.format(name=prepared, values=literals)
        plan = connection.execute(statement).fetchone()
        assert plan is not None
        plans.append(plan[0][0])
    return _summary(plans)


def _summary(plans: list[dict[str, Any]]) -> dict[str, Any]:
    execution = [plan["Execution Time"] for plan in plans]
    nodes = [node for plan in plans for node in _nodes(plan["Plan"])]
    # Scans of the empty partitions of coming months read nothing and do not count.
    scans = {
        node["Node Type"]
        for node in nodes
        if "Scan" in node["Node Type"] and _buffers(node)
    }
    return {
        "execution_ms": round(median(execution), 4),
        "execution_p95_ms": round(quantiles(execution, n=20)[-1], 4),
        "planning_ms": round(median(plan["Planning Time"] for plan in plans), 4),
        "rows": int(median(plan["Plan"]["Actual Rows"] for plan in plans)),
        "buffers": int(median(_buffers(plan["Plan"]) for plan in plans)),
        "scans": sorted(scans),
        "index_only": scans == {"Index Only Scan"},
        "heap_fetches": int(
            median(
                sum(node.get("Heap Fetches", 0) for node in _nodes(plan["Plan"]))
                for plan in plans
            )
        ),
    }


def _buffers(node: dict[str, Any]) -> int:
    return int(node["Shared Hit Blocks"]) + int(node["Shared Read Blocks"])


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
