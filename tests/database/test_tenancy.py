"""Tenants see only their own rows: each logs in and reads every relation and function.

Rows are recognised by their content: the ASINs that only one tenant tracks, and its
key. db/tests/roles.sql lists the rights of each role.
"""

import os
import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import Connection, errors, sql

from tests.support.databases import Database, grant_temporary, janitor, prepare_clone
from tests.support.tenancy import A, B, World, connect, role_of, two_tenants
from tests.support.waiting import payloads_until_now

# What stands in a row that a tenant must not see: the other's, and nobody's.
FOREIGN = {A: f"B0BBBB|B0CCCC|{B}", B: f"B0AAAA|B0CCCC|{A}"}
OWN = {A: f"B0AAAA|{A}", B: f"B0BBBB|{B}"}
# What readers of mart may see of nobody in particular.
OF_NOBODY = {
    "mart.bestseller_lists",
    "mart.categories",
    "mart.dim_date",
    "mart.marketplaces",
    "mart.score_weights",
    "mart.data_dictionary",
}
RELATIONS = """
    select n.nspname || '.' || c.relname, c.relkind::text,
        has_schema_privilege(n.oid, 'usage') and case c.relkind
            when 'S' then has_sequence_privilege(c.oid, 'select')
            else has_table_privilege(c.oid, 'select')
        end
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname in (
        'staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'sqp',
        'partitions'
    )
    order by 1
"""
FUNCTIONS = """
    select format(
            '%s %I.%I(%s)', case p.prokind when 'p' then 'call' else 'select' end,
            n.nspname, p.proname,
            (
                select string_agg(format('null::%s', t::regtype), ', ' order by i)
                from unnest(p.proargtypes::oid[]) with ordinality as x (t, i)
            )
        ),
        has_schema_privilege(n.oid, 'usage')
            and has_function_privilege(p.oid, 'execute')
    from pg_proc as p
    inner join pg_namespace as n on n.oid = p.pronamespace
    -- A strict function of null is none: it is never called.
    where p.prorettype <> 'trigger'::regtype and not p.proisstrict and n.nspname in (
        'staging_raw', 'core', 'definitions', 'mart', 'ops', 'app', 'api', 'sqp'
    )
"""
OWNED = """
    select distinct n.nspname || '.' || c.relname
    from pg_class as c
    inner join pg_namespace as n on n.oid = c.relnamespace
    inner join pg_attribute as a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relkind in ('r', 'p') and not c.relispartition
        and n.nspname in ('core', 'mart', 'ops', 'app', 'sqp')
"""
# What analysts call, with their own rights.
READERS_CALL = {
    "select mart.brand_queries_known_at",
    "select mart.diff_reports",
    "select mart.explain",
    "select mart.explain_row",
    "select mart.explain_statement",
    "select mart.get_product_segment_metadata",
}
# By default mart_reader sees no alerts of these tenants.
SHOW_ALL = "update ops.settings set value = 'all' where name = 'mart_reader_tenants'"
UNPLANT = """
    do $$
    begin
        execute (
            select format('drop %s mart.planted', case c.relkind
                when 'r' then 'table' when 'v' then 'view' else 'materialized view' end)
            from pg_class as c where c.oid = to_regclass('mart.planted')
        );
    exception when null_value_not_allowed then
        null;
    end;
    $$;
    alter policy tenant_sees_its_own on mart.product_latest to tenant_reader;
    revoke all on schema partitions from tenant_reader;
    revoke all on all tables in schema partitions from tenant_reader;
"""


@pytest.fixture(scope="module")
def world(server: Database, template: str) -> Iterator[World]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    with janitor(server, f"tenancy_{worker}_{os.getpid()}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        grant_temporary(database)
        with two_tenants(database) as found:
            with connect(database.owner) as owner:
                owner.execute(SHOW_ALL)
            yield found


def relations(connection: Connection[Any]) -> list[tuple[str, str, bool]]:
    """List all there are, with kind, and whether this login may read them."""
    return connection.execute(RELATIONS.encode()).fetchall()


def readable(connection: Connection[Any]) -> dict[str, str]:
    """List what this login may read, with its kind."""
    found = relations(connection)
    return {name: kind for name, kind, may in found if may and kind != "S"}


def named(name: str) -> sql.Composed:
    return sql.SQL(".").join(map(sql.Identifier, name.split(".", 1)))


def rows(connection: Connection[Any], name: str, kind: str) -> str:
    """All that a login gets to read of a relation, as COPY writes it.

    COPY of a table and of a query on it are two ways past a policy; both are taken.
    """
    sources = [sql.SQL("(select * from {})").format(named(name))]
    if kind == "r":
        sources.append(sql.SQL("{}").format(named(name)))
    found = set()
    for source in sources:
        statement = sql.SQL("copy {} to stdout").format(source)
        with connection.cursor().copy(statement) as copy:
            found.add("".join(sorted(bytes(row).decode() for row in copy)))
    assert len(found) == 1, name
    return found.pop()


def heard_by_a_function(connection: Connection[Any], name: str) -> str:
    """What a function sees that the planner may ask before the policy."""
    connection.execute("set default_transaction_read_only = off")
    connection.execute(
        """
        create or replace function pg_temp.leak(p_row text) returns boolean
        language plpgsql cost 0.0000000001
        as $$begin raise notice '%', p_row; return true; end$$
        """
    )
    heard: list[str] = []
    handler = lambda notice: heard.append(notice.message_primary or "")  # noqa: E731
    connection.add_notice_handler(handler)
    connection.execute(
        sql.SQL("select 1 from {} as t where pg_temp.leak(t::text)").format(named(name))
    )
    connection.remove_notice_handler(handler)
    return "\n".join(heard)


def told_by_errors(connection: Connection[Any], name: str, pattern: str) -> str:
    """What an error message quotes when it is aimed at the rows of others."""
    query = sql.SQL("select 1 from {} as t where t::text ~ {} and t::text::integer > 0")
    try:
        connection.execute(query.format(named(name), pattern))
    except errors.InvalidTextRepresentation as error:
        return str(error)
    return ""


def told_by_statistics(connection: Connection[Any]) -> str:
    """What the planner's statistics show this login of tables."""
    return "\n".join(
        str(connection.execute(query).fetchall())
        for query in (
            "select t::text from pg_stats as t "
            "where t.schemaname not in ('pg_catalog', 'information_schema')",
            "select t::text from pg_stats_ext as t",
            "select t::text from pg_stats_ext_exprs as t",
        )
    )


def leaks(url: str, tenant: str) -> set[tuple[str, str]]:
    """All ways in which a login gets to see what is not its tenant's."""
    foreign = re.compile(FOREIGN[tenant])
    found: set[tuple[str, str]] = set()
    with connect(url) as connection:
        for name, kind in readable(connection).items():
            told = {
                "rows": rows(connection, name, kind),
                "function": heard_by_a_function(connection, name),
                "error": told_by_errors(connection, name, FOREIGN[tenant]),
            }
            found |= {(name, way) for way, text in told.items() if foreign.search(text)}
        if foreign.search(told_by_statistics(connection)):
            found.add(("pg_stats", "statistics"))
    return found


@pytest.mark.parametrize("tenant", [A, B])
def test_a_tenants_login_reads_nothing_foreign(world: World, tenant: str) -> None:
    assert leaks(world.logins[tenant], tenant) == set()


@pytest.mark.parametrize("tenant", [A, B])
def test_what_it_reads_holds_rows_of_its_own_and_of_others(
    world: World, tenant: str
) -> None:
    """A relation that is empty would keep any secret."""
    with connect(world.logins[tenant]) as login, connect(world.database.mart) as mart:
        names = {n: k for n, k in readable(login).items() if n not in OF_NOBODY}
        assert names.keys() >= {"mart.product_latest", "mart.product_summary"}
        for name, kind in names.items():
            assert re.search(OWN[tenant], rows(login, name, kind)), name
            # mart_reader has no visible_...: those of a tenant list what it sees.
            if not name.startswith("mart.visible_"):
                assert re.search(FOREIGN[tenant], rows(mart, name, kind)), name


def without_the_tenants(dictionary: str) -> str:
    """Leave out of a data dictionary what tenants alone may read."""
    lines = dictionary.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("visible_"))


def test_readers_of_everything_read_the_same_as_the_owner(world: World) -> None:
    with connect(world.database.owner) as owner, connect(world.database.mart) as mart:
        for name, kind in readable(mart).items():
            found = rows(mart, name, kind)
            expected = rows(owner, name, kind)
            if name == "mart.data_dictionary":
                expected = without_the_tenants(expected)
            assert found == expected, name
            assert found, name


def test_readers_of_everything_get_the_plans_of_the_owner(world: World) -> None:
    """A condition that is true is no condition."""
    with connect(world.database.owner) as owner, connect(world.database.mart) as mart:
        # The statistics of pg_catalog, which that view reads, change at any time.
        for name in readable(mart).keys() - {"mart.data_dictionary"}:
            query = sql.SQL("explain select * from {}").format(named(name))
            plans = [c.execute(query).fetchall() for c in (mart, owner)]
            assert plans[0] == plans[1], name


def test_a_product_is_seen_in_the_marketplace_it_is_tracked_in(world: World) -> None:
    query = "select l.marketplace from mart.product_latest as l where l.asin = %s"
    seen = {}
    for tenant, url in world.logins.items():
        with connect(url) as login:
            found = login.execute(query, ["B0SHARED01"]).fetchall()
            seen[tenant] = {marketplace for (marketplace,) in found}
    assert seen == {A: {"US"}, B: {"US", "UK"}}


def test_scores_and_comparisons_are_those_of_ones_own_pairs(world: World) -> None:
    scores = """
        select distinct s.asin, s.group_size from mart.competitor_scores_daily as s
        where s.asin_main = 'B0SHARED01' and s.marketplace = 'US' order by 1
    """
    gaps = """
        select distinct c.asin_comp from mart.competitor_comparison_daily as c
        where c.asin_main = 'B0SHARED01' order by 1
    """
    with connect(world.logins[A]) as login:
        found = login.execute(scores).fetchall()
        assert found == [("B0AAAA0003", 2), ("B0SHARED01", 2)]
        assert login.execute(gaps).fetchall() == [("B0AAAA0003",)]
    with connect(world.database.mart) as mart:
        # Each tenant has a group of its own.
        assert mart.execute(scores).fetchall() == [
            ("B0AAAA0003", 2),
            ("B0BBBB0003", 2),
            ("B0SHARED01", 2),
        ]
        found = mart.execute(gaps).fetchall()
        assert found == [("B0AAAA0003",), ("B0BBBB0003",)]


def test_a_tenants_login_cannot_say_that_it_is_another(world: World) -> None:
    claims = f'{{"app_metadata": {{"tenant_id": "{B}"}}}}'
    query = "select count(*), min(l.asin) from mart.product_latest as l"
    with connect(world.logins[A]) as login:
        wanted = login.execute(query).fetchone()
        for name, value in {
            "app.tenant_id": B,
            "request.jwt.claims": claims,
            "row_security": "on",
        }.items():
            login.execute("select set_config(%s, %s, false)", [name, value])
            assert login.execute(query).fetchone() == wanted, name
        login.execute("set role tenant_reader")
        assert login.execute(query).fetchone() == (0, None)
        login.execute("reset role")
        for role in (
            "asinmart_api",
            "asinmart_owner",
            "mart_reader",
            role_of(world.logins[B]),
        ):
            statement = sql.SQL("set role {}").format(sql.Identifier(role))
            with pytest.raises(errors.InsufficientPrivilege):
                login.execute(statement)
            with pytest.raises(errors.InsufficientPrivilege):
                login.execute(
                    sql.SQL("set session authorization {}").format(sql.Identifier(role))
                )
        login.execute("set row_security = off")
        with pytest.raises(errors.InsufficientPrivilege):
            login.execute(query)


def test_plans_do_not_tell_whether_another_tenant_tracks_a_product(
    world: World,
) -> None:
    """Plans show what the database knows (docs/operations/tenants.md), not whose."""
    options = "analyze, timing off, summary off, buffers off"
    with connect(world.logins[A]) as login:
        for name in readable(login).keys() - OF_NOBODY:
            query = sql.SQL("select * from {} limit 0").format(named(name))
            columns = {c.name for c in login.execute(query).description or ()}
            if "asin" not in columns or "asin_main" in columns:
                continue
            plans = set()
            for asin in ("B0BBBB0001", "B0CCCC0001"):
                query = sql.SQL("explain ({}) select * from {} where asin = {}").format(
                    sql.SQL(options), named(name), asin
                )
                for _ in range(2):
                    plan = login.execute(query).fetchall()
                plans.add(str(plan).replace(asin, ""))
            assert len(plans) == 1, name


def test_plans_quote_nothing_foreign(world: World) -> None:
    foreign = re.compile(FOREIGN[A])
    with connect(world.logins[A]) as login:
        for name in readable(login):
            plan = login.execute(
                sql.SQL("explain (analyze, verbose) select * from {}").format(
                    named(name)
                )
            ).fetchall()
            assert not foreign.search(str(plan)), name


def test_every_login_reads_what_it_may_and_nothing_else(world: World) -> None:
    """Partitions, sequences and materialized views too, by trying."""
    for who, url in world.urls().items():
        with connect(url) as login:
            tried = relations(login)
            assert len(tried) > 80
            for name, kind, may in tried:
                # All of a row: single columns may be granted where the table is not.
                what = sql.SQL("1" if kind == "S" else "t")
                asked = sql.SQL("select {} from {} as t limit 1")
                query = asked.format(what, named(name))
                if may:
                    login.execute(query)
                    continue
                with pytest.raises(errors.InsufficientPrivilege) as refused:
                    login.execute(query)
                assert refused.value.diag.message_detail is None, (who, name)


def test_every_login_calls_what_it_may_and_nothing_else(world: World) -> None:
    for who, url in world.urls().items():
        with connect(url) as login:
            tried = login.execute(FUNCTIONS.encode()).fetchall()
            assert len(tried) > 150
            for call, may in tried:
                if not may:
                    with pytest.raises(errors.InsufficientPrivilege):
                        login.execute(call)
            callable_by = {call.split("(")[0] for call, may in tried if may}
            if who in ("mart", "tenant a", "tenant b"):
                assert callable_by == READERS_CALL, who


def owned(connection: Connection[Any]) -> dict[str, str]:
    tables = {name for (name,) in connection.execute(OWNED.encode())}
    return {n: k for n, k in readable(connection).items() if n in tables}


@pytest.mark.parametrize("tenant", [A, B])
def test_a_service_reads_its_tenants_rows_only(world: World, tenant: str) -> None:
    foreign = B if tenant == A else A
    for who in ("api", "worker"):
        with connect(world.urls()[who]) as service:
            found = owned(service)
            assert who != "api" or "core.competitor_links" in found
            for name, kind in found.items():
                assert rows(service, name, kind) == "", (who, name)
            service.execute("select set_config('app.tenant_id', %s, false)", [tenant])
            for name, kind in found.items():
                text = rows(service, name, kind)
                assert tenant in text, (who, name)
                assert foreign not in text, (who, name)
            service.execute("select set_config('app.tenant_id', 'x', false)")
            for name, kind in found.items():
                with pytest.raises(psycopg.DatabaseError) as refused:
                    rows(service, name, kind)
                assert refused.value.sqlstate == "AM422", (who, name)


def test_the_api_reads_facts_about_all_products_whatever_its_tenant(
    world: World,
) -> None:
    with connect(world.database.api) as api:
        api.execute("select set_config('app.tenant_id', %s, false)", [A])
        for name in ("mart.product_latest", "core.products"):
            assert re.search(FOREIGN[A], rows(api, name, "r")), name


def test_an_admin_reads_the_rows_of_all_tenants(world: World) -> None:
    with connect(world.database.admin) as admin:
        for name, kind in owned(admin).items():
            text = rows(admin, name, kind)
            assert bool(A in text) == bool(B in text), name
        for name in ("app.tracked_products", "app.api_keys", "core.competitor_links"):
            assert A in rows(admin, name, "r"), name


def test_errors_of_writes_tell_nothing_about_other_tenants(world: World) -> None:
    """As a service with every privilege on tables would write for its tenant."""
    groups = "select g.id from core.competitive_groups as g where g.tenant_id = %s"
    with connect(world.database.superuser) as superuser:
        found = superuser.execute(groups, [B]).fetchone()
        assert found
        superuser.execute(
            "grant insert, update on core.competitive_groups, "
            "core.competitive_group_members, app.users to asinmart_api"
        )
        with connect(world.database.api) as api:
            api.execute("select set_config('app.tenant_id', %s, false)", [A])
            api.execute(
                "insert into core.competitive_groups (tenant_id, name, asin_main) "
                "values (%s, 'only b has it', 'B0AAAA0001')",
                [A],
            )
            api.execute(
                "insert into app.users (tenant_id, email) values (%s, 'b@example.org')",
                [A],
            )
            told = set()
            for group in (found[0], 999999):
                with pytest.raises(errors.ForeignKeyViolation) as refused:
                    api.execute(
                        "insert into core.competitive_group_members "
                        "(group_id, tenant_id, asin) values (%s, %s, 'B0AAAA0001')",
                        [group, A],
                    )
                told.add(str(refused.value).replace(str(group), ""))
            assert len(told) == 1
            with pytest.raises(errors.InsufficientPrivilege) as closed:
                api.execute(
                    "insert into core.competitive_groups (tenant_id, name, asin_main) "
                    "values (%s, 'rivals', 'B0BBBB0001')",
                    [B],
                )
            assert "already exists" not in str(closed.value)
        superuser.execute(
            "revoke insert, update on core.competitive_groups, "
            "core.competitive_group_members, app.users from asinmart_api"
        )


def test_a_login_starts_read_only_in_mart_with_limits(world: World) -> None:
    shown = ("search_path", "default_transaction_read_only", "statement_timeout")
    for url in (world.logins[A], world.database.mart):
        with connect(url) as login:
            found = [
                login.execute(f"show {name}".encode()).fetchone() for name in shown
            ]
            assert found == [("mart",), ("on",), ("1min",)]
            assert login.execute("select count(*) from product_latest").fetchone()
            with pytest.raises(errors.ReadOnlySqlTransaction):
                login.execute("create temp table x ()")
    with connect(world.logins[A]) as one:
        one.execute("set default_transaction_read_only = off")
        for statement in (
            "create table mart.x ()",
            "create table public.x ()",
            "delete from mart.product_latest",
            "create role x",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                one.execute(statement.encode())


def test_a_tenant_that_is_switched_off_is_shut_out_at_once(clone: Database) -> None:
    with two_tenants(clone) as world, connect(world.logins[A]) as login:
        query = "select count(*) > 0 from mart.product_summary"
        assert login.execute(query).fetchone() == (True,)
        with connect(clone.owner) as owner:
            owner.execute(
                "update app.tenants set is_active = false where tenant_id = %s", [A]
            )
        assert login.execute(query).fetchone() == (False,)
        with connect(clone.owner) as owner:
            owner.execute(
                "update app.tenants set is_active = true where tenant_id = %s", [A]
            )
            owner.execute("delete from app.tracked_products where tenant_id = %s", [A])
        found = login.execute(
            "select distinct asin from mart.product_summary"
        ).fetchall()
        assert ("B0SHARED01",) in found, "still one side of a pair"
        with connect(clone.owner) as owner:
            owner.execute("delete from app.tenants where tenant_id = %s", [A])
        assert login.execute(query).fetchone() == (False,)
        with connect(clone.superuser) as superuser:
            drop = sql.SQL("drop role {}").format(
                sql.Identifier(role_of(world.logins.pop(A)))
            )
            superuser.execute(drop)


def test_listeners_hear_whose_access_changed(clone: Database) -> None:
    with connect(clone.owner) as owner, connect(clone.api) as api:
        api.execute("listen asinmart_access")
        row = owner.execute("select app.create_tenant('a')").fetchone()
        assert row
        tenant = row[0]

        def heard() -> list[str]:
            return payloads_until_now(api, owner, "asinmart_access")

        owner.execute("select app.create_api_key(%s, 'shop')", [tenant])
        owner.execute("update app.api_keys set last_used_at = now()")
        owner.execute(
            "update app.tenants set name = 'b' where tenant_id = %s", [tenant]
        )
        assert heard() == []
        for statement in (
            "select app.revoke_api_key(k.id) from app.api_keys as k",
            "update app.api_keys set revoked_at = null, role = 'operator'",
            "update app.tenants set is_active = false where name = 'b'",
            "update app.tenants set is_active = true, tier = 'pro' where name = 'b'",
            "delete from app.tenants where name = 'b'",
        ):
            owner.execute(statement.encode())
            assert heard() == [str(tenant)], statement


PLANTED = {
    "a table without a policy": (
        "create table mart.planted as select * from mart.product_latest;"
        "grant select on mart.planted to tenant_reader",
        {("mart.planted", way) for way in ("rows", "function", "error")}
        | {("pg_stats", "statistics")},
    ),
    "a view with its owner's eyes": (
        "create view mart.planted as select * from mart.product_latest;"
        "grant select on mart.planted to tenant_reader",
        {("mart.planted", way) for way in ("rows", "function", "error")},
    ),
    "a view of mart_owner over a table that does not restrict it": (
        "create view mart.planted as select * from mart.product_latest;"
        "alter view mart.planted owner to mart_owner;"
        "grant select on mart.planted to tenant_reader",
        {("mart.planted", way) for way in ("rows", "function", "error")},
    ),
    "a view that filters, but not first": (
        "create view mart.planted as select l.* from mart.product_latest as l "
        "where exists (select from mart.visible_products as v where v.asin = l.asin);"
        "grant select on mart.planted to tenant_reader",
        {("mart.planted", "function")},
    ),
    "a materialized view": (
        "create materialized view mart.planted as select * from mart.product_latest;"
        "grant select on mart.planted to tenant_reader",
        {("mart.planted", way) for way in ("rows", "function", "error")}
        | {("pg_stats", "statistics")},
    ),
    "a policy for somebody else": (
        "alter policy tenant_sees_its_own on mart.product_latest to mart_reader",
        {
            (f"mart.{name}", way)
            for name in ("product_latest", "mv_product_latest")
            for way in ("rows", "function", "error")
        },
    ),
    "a grant on a partition": (
        "grant usage on schema partitions to tenant_reader;"
        "grant select on partitions.product_days_2025_03 to tenant_reader",
        {
            ("partitions.product_days_2025_03", way)
            for way in ("rows", "function", "error")
        }
        | {("pg_stats", "statistics")},
    ),
}


def test_a_login_that_somebody_made_a_reader_of_everything_stays_a_tenants(
    clone: Database,
) -> None:
    with two_tenants(clone) as world, connect(clone.superuser) as superuser:
        for role in ("mart_reader", "asinmart_api"):
            superuser.execute(
                sql.SQL("grant {} to {}").format(
                    sql.Identifier(role), sql.Identifier(role_of(world.logins[A]))
                )
            )
        with connect(world.logins[A]) as login:
            names = readable(login)
            assert names.keys() >= {"core.alerts", "core.products"}
            for name, kind in names.items():
                if name.startswith(("mart.", "core.product", "core.comp")):
                    text = rows(login, name, kind)
                    assert not re.search(FOREIGN[A], text), name


def test_leaks_would_be_found(clone: Database) -> None:
    grant_temporary(clone)
    with two_tenants(clone) as world, connect(clone.superuser) as superuser:
        login = world.logins[A]
        for fault, (statements, wanted) in PLANTED.items():
            superuser.execute(statements.format(login=role_of(login)).encode())
            superuser.execute("analyze")
            assert leaks(login, A) >= wanted, fault
            superuser.execute(UNPLANT.format(login=role_of(login)).encode())
        assert leaks(login, A) == set()
