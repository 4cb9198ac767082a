"""Points in the engine at which a test can hold it, and kill it there.

The product has none of them. In a database of the test's own every function of
`FUNCTIONS` is renamed, and a wrapper of the same name and signature waits, calls it and
waits again. A wait takes a shared advisory lock for a moment, which blocks only when a
test holds that lock. `pg_locks` then shows the waiting backend.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from tests.support.waiting import wait_until

Connection = psycopg.Connection[Any]

# The stages of a promotion as core.ingest_runs.stage_ms names them, in their order.
STAGES = {
    "adapt": "staging_raw.adapt_run",
    "apply": "core.apply_observations",
    "daily": "core.refresh_product_metrics_daily",
    "latest": "mart.refresh_product_latest",
    "days": "mart.refresh_product_days",
    "comparison": "mart.refresh_competitor_comparison_daily",
    "alerts": "core.raise_alerts",
    "announce": "ops.announce_changes",
}
FUNCTIONS = STAGES | {
    "open": "ops.start_run",
    "land": "ops.land_run",
    "promotion": "ops.promote_pending",
    "reject": "staging_raw.reject_observations",
    "partition": "ops.ensure_partition",
    "settle": "ops.record_slice",
}
# Inside COPY and inside a refresh: where a test puts them, see place_in_*.
EXTRA = ("in copy", "in refresh")
POINTS = (
    *(f"{side} {name}" for name in FUNCTIONS for side in ("before", "after")),
    *EXTRA,
)
LOCK_CLASS = 4243

MAKE_WAIT = """
    create schema wait_points;
    grant usage on schema wait_points to public;
    create function wait_points.pass(p_key integer) returns void
    language plpgsql volatile
    security definer  -- no login but the tests' owner may take advisory locks
    -- A held job must not give up by its own lock_timeout.
    set lock_timeout = 0
    as $$
    begin
        perform pg_catalog.pg_advisory_lock_shared({lock_class}, p_key);
        perform pg_catalog.pg_advisory_unlock_shared({lock_class}, p_key);
    end;
    $$;
    create function wait_points.in_refresh(p_value anyelement) returns boolean
    language plpgsql immutable
    as $$
    begin
        perform wait_points.pass({in_refresh});
        return true;
    end;
    $$;
    create function wait_points.tg_in_copy() returns trigger language plpgsql
    as $$
    begin
        perform wait_points.pass({in_copy});
        return new;
    end;
    $$;
    grant execute on all functions in schema wait_points to public;
"""
# From the catalog, so that a changed signature needs no change here.
WRAPPERS = """
    with wrapped as (
        select
            p.*,
            %(function)s as name,
            format('%%I.%%I', n.nspname, p.proname || '__real') as real_name,
            (
                select string_agg('$' || g.no, ', ' order by g.no)
                from generate_series(1, p.pronargs) as g (no)
            ) as arguments,
            format('perform wait_points.pass(%%s);', %(before)s::integer) as before,
            format('perform wait_points.pass(%%s);', %(after)s::integer) as after
        from pg_proc as p
        inner join pg_namespace as n on n.oid = p.pronamespace
        where p.oid = %(function)s::text::regproc
    )
    select
        format(
            'alter function %%s rename to %%I',
            w.oid::regprocedure, w.proname || '__real'
        ),
        format(
            'create function %%s(%%s) returns %%s language plpgsql volatile %%s '
            'set search_path = pg_catalog, pg_temp as %%L',
            w.name, pg_get_function_arguments(w.oid), pg_get_function_result(w.oid),
            case when w.prosecdef then 'security definer' else '' end,
            format(
                case
                    when w.proretset then
                        'begin %%1$s return query select r.* from %%3$s(%%4$s) as r; '
                        '%%2$s return; end'
                    when w.prorettype = 'void'::regtype then
                        'begin %%1$s perform %%3$s(%%4$s); %%2$s end'
                    else
                        'declare v_result %%5$s; begin %%1$s '
                        'v_result := %%3$s(%%4$s); %%2$s return v_result; end'
                end,
                w.before, w.after, w.real_name, w.arguments,
                format_type(w.prorettype, null)
            )
        ),
        (
            select string_agg(
                format(
                    'grant execute on function %%s(%%s) to %%s',
                    w.name, pg_get_function_identity_arguments(w.oid),
                    coalesce(nullif(a.grantee, 0)::regrole::text, 'public')
                ),
                '; '
            )
            from aclexplode(w.proacl) as a
        )
    from wrapped as w
"""
WAITING = """
    select l.pid
    from pg_locks as l
    inner join pg_database as d on d.oid = l.database
    where d.datname = current_database() and l.locktype = 'advisory'
        and l.classid = %s and l.objid = %s and l.objsubid = 2 and not l.granted
"""


def key_of(point: str) -> int:
    return POINTS.index(point)


def install(owner: Connection) -> None:
    """Put a wait before and after every function of `FUNCTIONS`."""
    keys = {point.replace(" ", "_"): key_of(point) for point in EXTRA}
    owner.execute(MAKE_WAIT.format(lock_class=LOCK_CLASS, **keys).encode())
    for name, function in FUNCTIONS.items():
        before, after = key_of(f"before {name}"), key_of(f"after {name}")
        statements = owner.execute(
            WRAPPERS.encode(),
            {"function": function, "before": before, "after": after},
        ).fetchone()
        assert statements is not None
        for statement in filter(None, statements):
            owner.execute(statement)


def place_in_copy(owner: Connection, item_no: int) -> None:
    """Let the session that stores this item of a run wait at the point `in copy`."""
    owner.execute(
        "create trigger in_copy before insert on staging_raw.raw_events "
        f"for each row when (new.item_no = {item_no:d}) "
        "execute function wait_points.tg_in_copy()".encode()
    )


def place_in_refresh(owner: Connection, view: str) -> None:
    """Let a session that writes a materialized view wait at the point `in refresh`.

    The point is in an index, so that the view's query stays as it is. A concurrent
    refresh writes the changed rows and their index entries last, so it stops in
    mid-merge.
    """
    [(column,)] = owner.execute(
        "select quote_ident(a.attname) from pg_attribute as a "
        "where a.attrelid = %s::regclass and a.attnum = 1",
        [view],
    )
    owner.execute(f"create index on {view} (wait_points.in_refresh({column}))".encode())


class Hold:
    """A session that holds wait points; other sessions wait there until it lets go."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def hold(self, point: str) -> None:
        self.connection.execute(
            "select pg_advisory_lock(%s, %s)", [LOCK_CLASS, key_of(point)]
        )

    def let_go(self, point: str) -> None:
        self.connection.execute(
            "select pg_advisory_unlock(%s, %s)", [LOCK_CLASS, key_of(point)]
        )

    def reach(self, point: str) -> int:
        """Wait until a backend waits there; return its pid."""
        wait_until(lambda: self._waiting(point))
        [(pid,)] = self._waiting(point)
        return int(pid)

    def _waiting(self, point: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(
            WAITING.encode(), [LOCK_CLASS, key_of(point)]
        ).fetchall()


@contextmanager
def holding(url: str, *points: str) -> Iterator[Hold]:
    """Hold these points until the block ends or the server dies."""
    with psycopg.connect(url, autocommit=True) as connection:
        hold = Hold(connection)
        for point in points:
            hold.hold(point)
        yield hold
