"""No login runs its own code as another role, stops promotion, or fills the disk.

Each login prepares its session with objects that a careless search path would find
first (escalation.sql). It then calls every function, reads every relation and writes
every table that it may. TEMP is granted again, unlike in a real database, so that only
the functions resist. At the end the old fault is planted in all of them, to prove that
the attack finds it.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import Connection, errors, sql
from psycopg.errors import InsufficientPrivilege

from tests.support.databases import Database, grant_temporary, janitor, prepare_clone
from tests.support.tenancy import A, B, World, connect, role_of, two_tenants

ARM = Path(__file__).with_name("escalation.sql").read_bytes()
LOGINS = ("loader", "api", "worker", "mart", "admin", "tenant a")
READERS = ("mart", "tenant a")

# What a parameter of this name is given, and else one of this type.
BY_NAME = {
    "p_asin": "'B0AAAA0001'",
    "p_asin_main": "'B0AAAA0001'",
    "p_asin_comp": "'B0AAAA0003'",
    "p_marketplace": "'US'",
    "p_tenant_id": f"'{A}'",
    "p_job_id": "'r1'",
    "p_job_name": "'rotate-history'",
    "p_name": "'alert_digest_hour'",
    "p_role_name": "'tenant_000000000000'",
    "p_password": "repeat('x', 64)",
    "p_instance_id": "'test'",
    "p_parent": "'core.alerts'",
    "p_triggered_by": "'manual'",
    "p_schedule": "'5 5 * * *'",
    "p_status": "'sent'",
    "p_from": "'2025-03-09'",
    "p_to": "'2025-03-11'",
    "p_range": "interval '7 days'",
    "p_region": "'na'",
}
BY_TYPE = {
    "text": "'x'",
    "name": "'x'",
    "text[]": "array['B0AAAA0001', 'B0AAAA0002']",
    "uuid": f"'{A}'",
    "boolean": "true",
    "integer": "1",
    "smallint": "1",
    "bigint": "1",
    "bigint[]": "array[1]",
    "numeric": "1",
    "numeric[]": "array[1]",
    "real": "1",
    "date": "'2025-03-10'",
    "interval": "interval '1 day'",
    "timestamp with time zone": "now()",
    "jsonb": "'{}'",
    "json": "'{}'",
    "bytea": "'x'",
}
FUNCTIONS = """
    select n.nspname || '.' || p.proname, p.prosecdef, p.prokind = 'p',
        p.pronargs = p.pronargdefaults, p.proisstrict,
        array(
            select array[
                coalesce(p.proargnames[i], ''),
                pg_catalog.format_type(p.proargtypes[i - 1], null)
            ]
            from pg_catalog.generate_series(1, p.pronargs) as i
        )
    from pg_catalog.pg_proc as p
    inner join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    where n.nspname !~ '^(pg_|information_schema|extensions|cron)'
        and pg_catalog.has_schema_privilege(n.oid, 'usage')
        and pg_catalog.has_function_privilege(p.oid, 'execute')
        and p.prorettype <> 'pg_catalog.trigger'::pg_catalog.regtype
    order by 1
"""
RELATIONS = """
    select n.nspname, c.relname,
        array(
            select a.attname::pg_catalog.text from pg_catalog.pg_attribute as a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                and pg_catalog.has_column_privilege(c.oid, a.attnum, 'select')
        ),
        array(
            select a.attname::pg_catalog.text from pg_catalog.pg_attribute as a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                and a.attidentity = ''
                and pg_catalog.has_column_privilege(c.oid, a.attnum, 'update')
        ),
        pg_catalog.has_any_column_privilege(c.oid, 'insert'),
        pg_catalog.has_table_privilege(c.oid, 'delete')
    from pg_catalog.pg_class as c
    inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where n.nspname !~ '^(pg_|information_schema|extensions|cron)'
        and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and pg_catalog.has_schema_privilege(n.oid, 'usage')
        and pg_catalog.has_any_column_privilege(c.oid, 'select, insert, update')
    order by 1, 2
"""
DEFINERS = """
    select p.oid::regprocedure::text from pg_proc as p
    inner join pg_namespace as n on n.oid = p.pronamespace
    where n.nspname in (
            'staging_raw', 'core', 'mart', 'ops', 'app', 'api', 'sqp', 'accounts'
        )
        and 'search_path=pg_catalog, pg_temp' = any (p.proconfig)
"""


@pytest.fixture(scope="module")
def world(server: Database, template: str) -> Iterator[World]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    with janitor(server, f"attack_{worker}_{os.getpid()}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        with two_tenants(database) as found:
            yield found


@contextmanager
def attacker(url: str) -> Iterator[tuple[Connection[Any], list[str]]]:
    """A session that is armed, and what its spies report."""
    heard: list[str] = []

    def hear(notice: errors.Diagnostic) -> None:
        if (notice.message_primary or "").startswith("escalated"):
            heard.append(str(notice.message_primary))

    with connect(url) as connection:
        connection.add_notice_handler(hear)
        connection.execute("set default_transaction_read_only = off")
        connection.execute("set search_path = pg_catalog")
        connection.execute("set statement_timeout = '180s'")
        connection.execute(ARM)
        connection.execute(
            "select pg_catalog.set_config('app.tenant_id', %s, false)", [A]
        )
        yield connection, heard
        # Else the login could not be dropped before its session has cleared up.
        connection.execute("discard temp")


def argument(name: str, kind: str) -> str:
    known = BY_TYPE.get(kind.removeprefix("pg_catalog."))
    return BY_NAME.get(name) or known or f"null::{kind}"


def calls(
    name: str,
    is_procedure: bool,
    has_defaults: bool,
    is_strict: bool,
    parameters: list[list[str]],
) -> Iterator[str]:
    """Ways to call a function: with values, with nulls, with its defaults."""
    verb = "call" if is_procedure else "select * from"
    yield f"{verb} {name}({', '.join(argument(n, t) for n, t in parameters)})"
    if parameters and not is_strict:
        yield f"{verb} {name}({', '.join(f'null::{t}' for _, t in parameters)})"
    if parameters and has_defaults:
        yield f"{verb} {name}()"


def tries(connection: Connection[Any]) -> Iterator[tuple[str, str, bool]]:
    """All that a login may do: its name, the statement, whether it commits itself."""
    functions = connection.execute(FUNCTIONS.encode()).fetchall()
    for name, _, is_procedure, *rest in functions:
        for call in calls(name, is_procedure, *rest):
            yield name, call, is_procedure
    for schema, table, read, updated, may_insert, may_delete in connection.execute(
        RELATIONS.encode()
    ).fetchall():
        relation = f'{schema}."{table}"'
        if read:
            columns = ", ".join(f't."{column}"' for column in read)
            yield relation, f"select {columns} from {relation} as t limit 20", False
        for column in updated:
            change = f'update {relation} set "{column}" = "{column}"'
            yield relation, change, False
        if may_insert:
            columns = ", ".join(f'"{column}"' for column in read)
            yield (
                relation,
                f"insert into {relation} ({columns}) "
                f"select {columns} from {relation} limit 5",
                False,
            )
            yield relation, f"insert into {relation} default values", False
        if may_delete:
            yield relation, f"delete from {relation}", False


def escalations(url: str) -> dict[str, str]:
    """Do all a login may do; return what ran code of the login's as another role."""
    found: dict[str, str] = {}
    with attacker(url) as (connection, heard):
        for what, statement, commits in tries(connection):
            try:
                if commits:
                    connection.execute(statement.encode())
                else:
                    with connection.transaction(force_rollback=True):
                        connection.execute(statement.encode())
            except psycopg.Error:
                pass
            if heard:
                found[what] = heard[0]
                heard.clear()
    return found


@pytest.mark.parametrize("who", LOGINS)
def test_nothing_of_an_attackers_runs_as_another_role(
    clone: Database, who: str
) -> None:
    grant_temporary(clone)
    with two_tenants(clone) as world:
        url = world.urls()[who]
        with connect(url) as connection:
            count = len(list(tries(connection)))
        assert count > (5 if who in READERS else 20)
        assert escalations(url) == {}


def test_an_empty_path_would_be_found_from_every_login(clone: Database) -> None:
    grant_temporary(clone)
    with two_tenants(clone) as world, connect(clone.superuser) as superuser:
        planted = "alter function app.current_tenant() set search_path = ''"
        superuser.execute(planted)
        for who in ("api", "worker", "tenant a"):
            found = escalations(world.urls()[who])
            as_owner = {
                what
                for what, said in found.items()
                if said == "escalated to asinmart_owner"
            }
            assert as_owner, who
        # And in every function: most of those that a service may call give in.
        for (signature,) in superuser.execute(DEFINERS.encode()).fetchall():
            superuser.execute(
                f"alter function {signature} set search_path = ''".encode()
            )
        for who, least in {"loader": 5, "api": 5, "worker": 6, "admin": 25}.items():
            url = world.urls()[who]
            with connect(url) as connection:
                functions = connection.execute(FUNCTIONS.encode()).fetchall()
            definers = {name for name, is_definer, *_ in functions if is_definer}
            given_in = definers & escalations(url).keys()
            assert len(given_in) >= least, (who, definers - given_in)


def told(connection: Connection[Any], statement: str) -> str:
    """What a login hears of a statement: its rows, or the error, and notices."""
    heard: list[str] = []

    def hear(notice: errors.Diagnostic) -> None:
        heard.append(f"{notice.message_primary} {notice.message_detail}")

    connection.add_notice_handler(hear)
    try:
        with connection.transaction(force_rollback=True):
            done = connection.execute(statement.encode())
            heard.append(str(done.fetchall()) if done.description else "")
    except psycopg.Error as error:
        heard += [str(error), *map(str, vars(error.diag).values())]
        heard += [str(error.diag.message_detail), str(error.diag.context)]
    connection.remove_notice_handler(hear)
    return " ".join(heard)


def secrets_told(url: str) -> set[str]:
    """All ways in which a login gets to see the secret of a seller's credential."""
    found = set()
    with connect(url) as connection:
        connection.execute("set default_transaction_read_only = off")
        connection.execute("set statement_timeout = '180s'")
        connection.execute(
            "select pg_catalog.set_config('app.tenant_id', %s, false)", [A]
        )
        ways = [(what, do) for what, do, commits in tries(connection) if not commits]
        ways.append(("pg_stats", "select s::text from pg_catalog.pg_stats as s"))
        ways.append(("app.spapi_secrets", "select s::text from app.spapi_secrets as s"))
        for what, statement in ways:
            text = told(connection, statement)
            text += told(connection, f"explain (analyze, verbose) {statement}")
            if "SELLERSECRET" in text or "SELLERTOKEN" in text:
                found.add(what)
    return found


@pytest.mark.parametrize("who", LOGINS)
def test_no_login_is_told_the_secret_of_a_seller(clone: Database, who: str) -> None:
    """But for the worker, by the one function that claims a request for it."""
    claims = {"ops.start_search_report"} if who == "worker" else set()
    with two_tenants(clone) as world, connect(clone.owner) as owner:
        owner.execute("select ops.claim_instance('test')")
        stored = owner.execute("select s::text from app.spapi_secrets as s").fetchall()
        assert len([row for row in stored if "SELLERSECRET" in row[0]]) == 2
        assert secrets_told(world.urls()[who]) == claims


def test_a_secret_that_an_admin_may_read_would_be_found(clone: Database) -> None:
    with two_tenants(clone) as world, connect(clone.owner) as owner:
        owner.execute("grant select on app.spapi_secrets to asinmart_admin")
        assert "app.spapi_secrets" in secrets_told(world.urls()["admin"])


OUTSIDE = {
    "a temporary table": "create temporary table x ()",
    "a temporary function": "create function pg_temp.x() returns int "
    "language sql as 'select 1'",
    "a table": "create table public.x ()",
    "a schema": "create schema x",
    "a large object": "select lo_create(0)",
    "a large object from bytes": "select lo_from_bytea(0, 'x')",
    "an old large object": "select lo_creat(-1)",
    "a message into the log": "select pg_logical_emit_message(false, 'x', 'x')",
    "an advisory lock": "select pg_advisory_lock(1)",
    "one to the end of the transaction": "select pg_advisory_xact_lock(1)",
    "one of two keys": "select pg_try_advisory_lock(1, 2)",
    "one that is shared": "select pg_advisory_lock_shared(1)",
    "a file": "copy (select 1) to '/tmp/x'",
    "a program": "copy (select 1) to program 'true'",
    "a file that is read": "select pg_read_file('/etc/passwd')",
    "a role": "create role x",
    "a membership": "grant pg_execute_server_program to current_user",
    "a limit of the server": "set temp_file_limit = -1",
    "a trigger switched off": "set session_replication_role = 'replica'",
}


@pytest.mark.parametrize("who", LOGINS)
def test_a_login_writes_nothing_outside_its_tables(world: World, who: str) -> None:
    with connect(world.urls()[who]) as login:
        login.execute("set default_transaction_read_only = off")
        for what, statement in OUTSIDE.items():
            with pytest.raises(InsufficientPrivilege):
                login.execute(statement.encode())
                pytest.fail(what)


def test_the_owner_makes_no_roles_and_runs_no_programs(world: World) -> None:
    with connect(world.database.owner) as owner:
        for statement in (
            "create role x",
            "grant pg_execute_server_program to asinmart_owner",
            "alter role asinmart_admin superuser",
            "alter role asinmart_loader password 'x'",
            "set role asinmart_accounts",
            "copy (select 1) to program 'true'",
        ):
            with pytest.raises(InsufficientPrivilege):
                owner.execute(statement.encode())
                pytest.fail(statement)


def test_no_login_becomes_another(world: World) -> None:
    urls = {**world.urls(), "owner": world.database.owner}
    names = {role_of(url) for url in urls.values()}
    names |= {"asinmart_accounts", role_of(world.database.superuser)}
    for url in urls.values():
        with connect(url) as login:
            for other in names - {role_of(url)}:
                for statement in ("set role {}", "set session authorization {}"):
                    with pytest.raises(InsufficientPrivilege):
                        login.execute(sql.SQL(statement).format(sql.Identifier(other)))
                        pytest.fail(f"{role_of(url)} became {other}")


def test_no_lock_of_a_login_keeps_promotion_out(clone: Database) -> None:
    land = (
        "select ops.start_run('late', 'test')",
        "insert into staging_raw.raw_events "
        "(job_id, item_no, source, payload, content_hash) values ('late', 1, 'test', "
        '\'{"asin": "B0AAAA0001", "observed_date": "2021-05-01", "price": 9}\', \'\')',
        "select ops.land_run('late', 1, 0)",
    )
    with two_tenants(clone) as world, connect(clone.owner) as owner:
        holders = [psycopg.connect(world.urls()[who]) for who in LOGINS]
        for holder in holders:
            found = holder.execute(RELATIONS.encode()).fetchall()
            for schema, table, read, *_ in found:
                relation = sql.Identifier(schema, table)
                if read:
                    columns = sql.SQL(", ").join(map(sql.Identifier, read))
                    holder.execute(
                        sql.SQL("select {} from {} limit 1").format(columns, relation)
                    )
            for mode in ("row share", "row exclusive", "share", "exclusive"):
                lock = f"lock table ops.promotion_lock in {mode} mode"
                with pytest.raises(InsufficientPrivilege), holder.transaction():
                    holder.execute(lock.encode())
        with owner.transaction():
            for statement in land:
                owner.execute(statement.encode())
        owner.execute("call ops.run_job('promote-pending-runs')")
        status = "select r.status from core.ingest_runs as r where r.job_id = 'late'"
        assert owner.execute(status).fetchone() == ("SUCCESS",)
        for holder in holders:
            holder.close()


def values_to_try(row: tuple[Any, ...]) -> list[str]:
    """Other values of a setting, by its type."""
    _, kind, now, least, most, choices = row
    if kind == "bool":
        return ["on", "off"]
    if kind == "enum":
        return list(choices)
    if kind in ("integer", "real"):
        return [least, most]
    return [now, "", "x", B, '"$user"', f'{{"app_metadata": {{"tenant_id": "{B}"}}}}']


def test_no_setting_shows_a_tenant_more(world: World) -> None:
    settings = """
        select s.name, s.vartype, s.setting, s.min_val, s.max_val, s.enumvals
        from pg_settings as s
        where s.context = 'user'
        order by s.name
    """
    own = [
        (name, "string", "", None, None, None)
        for name in ("app.tenant_id", "request.jwt.claims", "request.jwt.claim.sub")
    ]
    query = """
        select
            (select count(*) || md5(string_agg(l.asin, '' order by l.asin))
             from mart.product_latest as l),
            (select count(*) || md5(string_agg(c.asin_comp, '' order by c.asin_comp))
             from mart.competitor_comparison_daily as c),
            (select count(*) from mart.product_summary as s)
    """
    with connect(world.logins[A]) as login:
        wanted = login.execute(query).fetchone()
        tried = 0
        for row in login.execute(settings).fetchall() + own:
            for value in values_to_try(row):
                try:
                    login.execute("select set_config(%s, %s, false)", [row[0], value])
                    found = login.execute(query).fetchone()
                except psycopg.Error:
                    continue
                finally:
                    if login.closed:
                        login = connect(world.logins[A])
                    login.execute("reset all")
                    login.execute("set statement_timeout = '180s'")
                tried += 1
                assert found == wanted, (row[0], value)
    assert tried > 150


def test_what_everybody_can_read_tells_nothing_of_other_tenants(world: World) -> None:
    told = """
        select r.rolname || coalesce(shobj_description(r.oid, 'pg_authid'), '')
        from pg_roles as r
        union all
        select coalesce(s.setconfig::text, '') from pg_db_role_setting as s
        union all
        select a.usename || a.application_name || coalesce(a.query, '')
        from pg_stat_activity as a
        where a.usename <> current_user
    """
    with connect(world.logins[A]) as login, connect(world.logins[B]) as other:
        other.execute("select 'tenant b'")
        text = " ".join(str(row[0]) for row in login.execute(told.encode()))
        assert role_of(world.logins[B]) in text
        # The names of logins end in random hex digits: one may begin with tenant_b.
        text = re.sub(r"\btenant_[0-9a-f]{12}\b", "", text)
        for foreign in (B, "tenant b", "tenant_b", "B0BBBB"):
            assert foreign not in text
        login.execute("set default_transaction_read_only = off")
        with pytest.raises(InsufficientPrivilege):
            login.execute("comment on role tenant_reader is 'x'")
