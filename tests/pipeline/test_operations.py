"""Pages of docs/operations: each command says who runs it, and runs as that role."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.support.databases import ROOT, Database, janitor, prepare_clone
from tests.support.operations import (
    ADDRESSES,
    PAGES,
    Block,
    anchor,
    blocks,
    headings,
    pages,
    psql,
    run_sh,
    run_sql,
)
from tests.support.tenancy import A, World, connect, role_of, two_tenants

TASKS = "dba-tasks.md"
# Pages whose blocks are run, with what they print, by tests of their own.
PERFORMED = {TASKS, "backup.md", "compose.md", "replica.md"}
COMMAND = re.compile(
    r"`((?:select|insert|update|delete|call|create|alter|grant) [^`]+)`"
)
# Tasks of that page that need sessions of their own: here and in test_activity.py.
STAGED = {
    "Rotate a password", "End a session that blocks others", "See what fills the disk",
}  # fmt: skip
# What ends a block because the example is not there; who may call it is seen before.
NOT_THERE = ("app.drop_tenant_role(", "ops.reattach_partition(")


def test_the_start_page_leads_to_all_tasks() -> None:
    text = (PAGES / "README.md").read_text()
    _, _, rest = text.partition("## Common tasks\n")
    table, _, _ = rest.partition("\n## ")
    links = re.findall(r"\]\(([\w-]+\.md)#([\w-]+)\)", table)
    assert len(links) >= 10
    for page, target in links:
        assert target in map(anchor, headings(page)), (page, target)
    on_page = {target for page, target in links if page == TASKS}
    assert on_page == {anchor(heading) for heading in headings(TASKS)[1:]}


@pytest.mark.parametrize("page", pages())
def test_links_between_pages_lead_somewhere(page: str) -> None:
    for path, target in re.findall(
        r"\]\(([\w./-]*\.md)?(?:#([\w-]+))?\)", (PAGES / page).read_text()
    ):
        aim = (PAGES / (path or page)).resolve()
        assert aim.exists(), path
        if target:
            found = re.findall(r"^#+ (.*)$", aim.read_text(), re.M)
            assert target in map(anchor, found), (path, target)


@pytest.mark.parametrize("page", pages())
def test_every_command_says_which_role_runs_it(page: str) -> None:
    for block in blocks(page):
        assert block.language in ("sql", "sh"), block
        assert block.role in ADDRESSES, block
    fenced = re.compile(r"^ *```.*?^ *```$", re.M | re.S)
    for paragraph in fenced.sub("", (PAGES / page).read_text()).split("\n\n"):
        for command in COMMAND.findall(paragraph):
            if not command.startswith("create database ... template"):
                assert re.search("`asinmart_|administrator", paragraph), command


@pytest.fixture(scope="module")
def world(server: Database, template: str) -> Iterator[World]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    with janitor(server, f"pages_{worker}_{os.getpid()}", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        with two_tenants(database) as found:
            yield found


def with_examples(text: str, database: Database) -> str:
    """Put what is in the database where a page has placeholders and days."""
    [(rule,)] = query(
        database.owner,
        f"select r.id from core.alert_rules as r where r.tenant_id = '{A}' "
        "and r.name = 'Price'",
    )
    examples = {
        "<tenant>": A,
        "<job>": "r1",
        "<rule>": str(rule),
        "2026-03-01": "2000-01-01",
        "2026-03-31": "2100-01-01",
        "2026-04-01": "2100-01-01",
    }
    for placeholder, example in examples.items():
        text = text.replace(placeholder, example)
    return text


@pytest.mark.parametrize("page", sorted(set(pages()) - PERFORMED))
def test_the_role_that_a_page_names_can_run_its_commands(
    page: str, world: World, tmp_path: Path
) -> None:
    for block in blocks(page):
        if block.language == "sh":
            if re.search("^asinmart ", block.text, re.M):
                run_commands_of_the_loader(block, world.database, tmp_path)
            continue
        commits = re.search(r"^call ", block.text, re.M)
        text = with_examples(block.text, world.database)
        text = text if commits else f"begin;\n{text}\nrollback;"
        url = getattr(world.database, ADDRESSES[str(block.role)])
        done = psql(url, text, tmp_path)
        if done.returncode and any(name in block.text for name in NOT_THERE):
            assert re.search(r"ERROR:  AM404: ", done.stderr), done.stderr
        else:
            assert done.returncode == 0, f"{block}\n{done.stderr}"


def run_commands_of_the_loader(block: Block, database: Database, folder: Path) -> None:
    """Run a block with the command asinmart, whether it is installed or not."""
    command = folder / "asinmart"
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m loader "$@"\n'
    )
    command.chmod(0o755)
    run_sh(
        Block(
            page=block.page,
            section=block.section,
            language="sh",
            text=with_examples(block.text, database),
            output=None,
        ),
        {
            "PATH": f"{folder}:{os.environ['PATH']}",
            "LOADER_DATABASE_URL": database.loader,
            "ADMIN_DATABASE_URL": database.admin,
            "ASINMART_ARCHIVE_URL": str(folder),
        },
        folder,
    )


# What a task finds, and what it leaves.


def query(url: str, text: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(text.encode()).fetchall()


def make_acme(database: Database) -> None:
    query(database.admin, "select app.create_tenant('Acme', 'pro', 'Europe/Berlin')")


def make_monday(database: Database) -> None:
    """Promote a run of two items, one of which names its shop in French."""
    with connect(database.owner) as owner:
        with owner.transaction():
            owner.execute("select ops.start_run('monday', 'test')")
            owner.execute(
                "insert into staging_raw.raw_events "
                "(job_id, item_no, source, payload, content_hash) "
                "select 'monday', n, 'test', jsonb_build_object("
                "'asin', 'B0TESTA00' || n, 'marketplace', shop, "
                "'observed_date', '2025-03-10', 'price', 10), '' "
                "from (values (1, 'germany'), (2, 'allemagne')) as i (n, shop)"
            )
            owner.execute("select ops.land_run('monday', 2, 0)")
        owner.execute("select ops.promote_run('monday')")


def make_an_old_partition(database: Database) -> None:
    with connect(database.owner) as owner:
        owner.execute(
            "select ops.ensure_partition(%s, '2021-02-01')",
            ["mart.product_days"],
        )


ARRANGEMENTS: dict[str, Callable[[Database], None]] = {
    "Change the default thresholds": make_acme,
    "See why a row was rejected and replay it": make_monday,
    "Raise a limit": make_acme,
    "Drop old partitions": make_an_old_partition,
}
# What a query of the owner gives afterwards.
RESULTS = {
    "Pause a job": (
        "select j.is_active from ops.jobs as j where j.job_name = 'fetch-products'",
        [(True,)],
    ),
    "Change a schedule": (
        "select j.schedule = j.default_schedule from ops.jobs as j "
        "where j.job_name = 'fetch-products'",
        [(True,)],
    ),
    "Change the default thresholds": (
        "select t.name, r.threshold_pct, (core.rule_thresholds(r)).threshold_pct "
        "from core.alert_rules as r "
        "inner join app.tenants as t on t.tenant_id = r.tenant_id "
        "where r.name = 'Price' order by t.name",
        [("Acme", 20, 20), ("default", None, 15)],
    ),
    "Add a tenant with an SQL login": (
        "select t.name, t.tier, count(r.role_name) from app.tenants as t "
        "inner join app.tenant_roles as r on r.tenant_id = t.tenant_id group by 1, 2",
        [("Acme", "pro", 1)],
    ),
    "Add a marketplace": (
        "select count(*) from core.marketplace_names as n where n.marketplace = 'CO'",
        [(6,)],
    ),
    "See why a row was rejected and replay it": (
        "select l.asin, l.marketplace from mart.product_latest as l order by 1",
        [("B0TESTA001", "DE"), ("B0TESTA002", "DE")],
    ),
    "Raise a limit": (
        "select ops.setting('reject_share_limit'), t.tier from app.tenants as t "
        "where t.name = 'Acme'",
        [("0.8", "enterprise")],
    ),
    "Drop old partitions": (
        "select to_regclass('partitions.product_days_2021_02') is null",
        [(True,)],
    ),
}


@pytest.mark.parametrize("section", [h for h in headings(TASKS)[1:] if h not in STAGED])
def test_a_task_is_done_by_the_commands_of_its_page(
    section: str, clone: Database, tmp_path: Path
) -> None:
    if section in ARRANGEMENTS:
        ARRANGEMENTS[section](clone)
    try:
        for block in blocks(TASKS, section):
            run_sql(block, clone, tmp_path)
        question, wanted = RESULTS[section]
        assert query(clone.owner, question) == wanted
    finally:
        logins = query(clone.owner, "select r.role_name from app.tenant_roles as r")
        with connect(clone.admin) as admin:
            for (login,) in logins:
                admin.execute("select app.drop_tenant_role(%s)", [login])


def test_a_login_changes_its_own_password_by_the_commands_of_the_page(
    clone: Database, tmp_path: Path
) -> None:
    # Passwords of services belong to the whole server, where other tests use them.
    with two_tenants(clone) as world:
        login = world.logins[A]
        # tests/deploy/test_server_access.py runs the other one.
        section = blocks(TASKS, "Rotate a password")
        [block] = [b for b in section if b.language == "sql"]
        done = psql(login, block.text, tmp_path, stdin="Fresh-1\nFresh-1\n")
        assert done.returncode == 0, done.stderr
        with pytest.raises(psycopg.OperationalError, match="password"):
            connect(login)
        changed = make_conninfo(login, password="Fresh-1")
        with psycopg.connect(changed) as connection:
            found = connection.execute("select current_user").fetchone()
        assert found == (role_of(login),)
        refused = psql(changed, "\\password\n", tmp_path, stdin="x\nx\n")
        assert refused.returncode, "the first line of the block is not needed"
