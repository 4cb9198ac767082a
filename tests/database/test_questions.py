"""The pages of docs/questions: their SQL runs for analysts and prints their output."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.support import questions
from tests.support.databases import ROOT, STATE, Database, janitor, prepare_clone
from tests.support.questions import Answers
from tests.support.tenancy import connect

PATHS = questions.paths()
# Runs and what they cost belong to the installation.
NOT_FOR_TENANTS = {"fetch-cost.md"}
WRITTEN = STATE / "questions"

every_page = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def answers(server: Database, template: str) -> Iterator[Answers]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "master")
    name = f"questions_{worker}_{os.getpid()}"
    with janitor(server, name, template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        with questions.answers(database) as found:
            yield found


@every_page
def test_the_output_of_a_page_is_what_psql_prints(answers: Answers, path: Path) -> None:
    text = path.read_text()
    page = questions.read(text)
    printed = questions.psql(answers.database.mart, page.sql)
    assert len(printed.splitlines()) > 2, "no rows"
    WRITTEN.mkdir(exist_ok=True)
    (WRITTEN / path.name).write_text(questions.with_output(text, printed))
    assert page.output == printed, (
        f"renew it: cp {WRITTEN.relative_to(ROOT)}/{path.name} docs/questions/"
    )


@every_page
def test_the_login_of_a_tenant_gets_rows_with_the_same_columns(
    answers: Answers, path: Path
) -> None:
    page = questions.read(path.read_text())
    with connect(answers.login) as login:
        if path.name in NOT_FOR_TENANTS:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                login.execute(page.sql.encode())
            return
        cursor = login.execute(page.sql.encode())
        found = [column.name for column in cursor.description or ()]
        assert found == questions.columns(page.output)
        assert cursor.fetchone() is not None


def test_the_index_has_every_page_under_its_title() -> None:
    index = (questions.FOLDER / "README.md").read_text()
    assert len(PATHS) == 13
    for path in PATHS:
        title = questions.read(path.read_text()).title
        assert f"| [{title}]({path.name}) |" in index


def test_the_queries_read_schema_mart_alone() -> None:
    for path in PATHS:
        words = questions.read(path.read_text()).sql.split()
        sources = [
            words[place + 1]
            for place, word in enumerate(words[:-1])
            if word in ("from", "join") and words[place + 1] != "("
        ]
        assert sources, path
        assert all(source.startswith("mart.") for source in sources), path
