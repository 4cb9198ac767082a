"""What the API says of itself is what it does: documents, errors, generated clients."""

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest

from api.export_openapi import FILE, document, render
from api.problems import PROBLEM_TYPES, Problem, from_database_error
from tests.support.access import TENANT_A, make_key, make_tenants
from tests.support.api import api_process, execute, observe
from tests.support.databases import ROOT, STATE, Database

# The products of the document's examples.
JUMP, RANK, MAIN = "B0DEMOJUMP", "B0DEMORANK", "B0DEMOMAIN"
RAISED = re.compile(r"errcode\s*=\s*'(AM\d{3})'")
BIN = Path(sys.executable).parent
CONFIG = Path(__file__).with_name("schemathesis.toml")
TYPESCRIPT = Path(__file__).with_name("typescript")


@dataclass(frozen=True)
class Served:
    """A running API and the key of somebody who may do everything."""

    url: str
    key: str


@pytest.fixture
def api(clone: Database, redis_url: str, tmp_path: Path) -> Iterator[Served]:
    make_tenants(clone.owner)
    for step in range(3):
        observe(clone.owner, {JUMP: 20.0 + step, RANK: 30.0, MAIN: 40.0 - step})
    execute(
        clone.owner,
        "insert into app.tracked_products (tenant_id, asin, marketplace) "
        "values (%s, %s, 'US')",
        TENANT_A,
        JUMP,
    )
    key = make_key(clone.owner, TENANT_A, "admin", role="admin")
    with api_process(
        clone,
        redis_url,
        tmp_path / "api.log",
        API_ANONYMOUS_ROLE=None,
        # So that it may see the jobs and metrics of all.
        APP_TENANT_ID=str(TENANT_A),
        API_LIMIT_ENTERPRISE="1000000/minute",
        API_LIMIT_FAILURES="1000000/minute",
    ) as (url, _):
        yield Served(url, key)


def test_the_document_of_the_repository_is_that_of_the_application() -> None:
    assert FILE.read_bytes() == render(document()), (
        "the API has changed: run python -m api.export_openapi, and read the difference"
    )


def test_the_document_is_fit_for_clients() -> None:
    made = document()
    assert made["openapi"].startswith("3.1")
    names = []
    for path, operations in made["paths"].items():
        for operation in operations.values():
            name = operation["operationId"]
            names.append(name)
            assert re.fullmatch("[a-z]+(_[a-z]+)*", name), name
            assert operation["summary"] and operation["tags"], name
            assert {"400", "422", "500"} <= set(operation["responses"]), name
            is_open = operation["security"] == []
            assert is_open == path.startswith("/v1/health"), name
    assert len(set(names)) == len(names)
    for response in made["components"]["responses"].values():
        example = response["content"]["application/problem+json"]["example"]
        assert example["type"].removeprefix("/problems/") in PROBLEM_TYPES


def sources() -> dict[Path, str]:
    """The SQL of all functions, and of the migrations."""
    return {path: path.read_text() for path in (ROOT / "db").rglob("*.sql")}


def test_every_error_code_that_is_raised_is_in_the_documents_and_has_a_problem() -> (
    None
):
    raised = {
        code
        for path, text in sources().items()
        if "tests" not in path.parts
        for code in RAISED.findall(text)
    }
    # AM000 undoes a block and is caught by it.
    raised.remove("AM000")
    page = (ROOT / "docs" / "errors.md").read_text()
    documented = dict(re.findall(r"^\| `(AM\d{3})` \| (\d{3}) \|", page, re.MULTILINE))
    assert set(documented) == raised
    statuses = {problem.status for problem in PROBLEM_TYPES.values()}
    for code, status in documented.items():
        assert code[2:] == status
        assert int(status) in statuses, code


def test_a_code_that_never_leaves_its_function_is_caught_where_it_is_raised() -> None:
    for path, text in sources().items():
        if "errcode = 'AM000'" in text:
            assert "when sqlstate 'AM000' then" in text, path


def test_an_error_code_becomes_the_problem_of_its_status(database: str) -> None:
    page = (ROOT / "docs" / "errors.md").read_text()
    for code, status in re.findall(
        r"^\| `(AM\d{3})` \| (\d{3}) \|", page, re.MULTILINE
    ):
        with (
            psycopg.connect(database) as connection,
            pytest.raises(psycopg.Error) as caught,
        ):
            connection.execute(
                "do $$ begin raise exception 'it cannot be' "
                f"using errcode = '{code}', hint = 'Do this.'; end $$"
            )
        problem = from_database_error(caught.value)
        assert isinstance(problem, Problem)
        assert problem.type.status == int(status)
        assert problem.detail == "It cannot be. Do this."


# CPython 3.11 raises this in the tool itself, now and then, to describe a lambda.
TOOL_FAULT = "SystemError: AST constructor recursion depth mismatch"


def examine(api: Served, tmp_path: Path, *arguments: str) -> None:
    """Let schemathesis ask the running API whatever the document allows, and more."""
    command: list[str | Path] = [
        *(BIN / "schemathesis", "--config-file", CONFIG, "run"),
        f"{api.url}/openapi.json",
        *("--checks", "all"),
        *("--workers", "2", "--continue-on-failure", "--no-color"),
        *("--request-timeout", "10"),
        *arguments,
    ]
    environment = os.environ | {
        "ASINMART_KEY": api.key,
        "SCHEMATHESIS_HOOKS": "tests.support.contract_hooks",
        "PYTHONPATH": str(ROOT),
    }
    for _ in range(4):
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if TOOL_FAULT not in done.stdout:
            break
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]


def test_the_running_api_keeps_to_its_document(api: Served, tmp_path: Path) -> None:
    examine(
        api,
        tmp_path,
        *("--phases", "examples,coverage,fuzzing", "--max-examples", "5"),
        *("--seed", "1", "--generation-database", "none"),
    )


@pytest.mark.soak
def test_the_running_api_keeps_to_its_document_for_long(
    api: Served, tmp_path: Path
) -> None:
    examine(api, tmp_path, "--max-examples", "200", "--max-time", "300")


@pytest.fixture
def generated(tmp_path: Path) -> Iterator[ModuleType]:
    """A Python client generated from the document."""
    subprocess.run(
        [
            *(BIN / "openapi-python-client", "generate"),
            *("--path", FILE, "--meta", "none"),
            *("--output-path", tmp_path / "generated_client", "--fail-on-warning"),
        ],
        # It tidies up with ruff.
        env=os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"},
        check=True,
        capture_output=True,
    )
    sys.path.insert(0, str(tmp_path))
    try:
        yield importlib.import_module("generated_client")
    finally:
        sys.path.remove(str(tmp_path))
        for name in [n for n in sys.modules if n.startswith("generated_client")]:
            del sys.modules[name]


def part(name: str) -> Any:
    """A module of the generated client."""
    return importlib.import_module(f"generated_client.{name}")


def test_a_generated_client_works(api: Served, generated: ModuleType) -> None:
    client = generated.AuthenticatedClient(
        base_url=api.url, token=api.key, raise_on_unexpected_status=True
    )
    with client:
        product = part("api.products.get_product").sync(JUMP, client=client)
        assert product.data.price == 22
        assert product.meta.currency == "USD"
        lister = part("api.products.list_products")
        seen: list[str] = []
        cursor = part("types").UNSET
        while cursor is not None:
            page = lister.sync(client=client, limit=2, cursor=cursor)
            seen += [listed.asin for listed in page.data]
            cursor = page.page.next_cursor
        assert seen == sorted([JUMP, RANK, MAIN])
        body = part("models").MetricsBatch(asins=[JUMP, "B0ABSENT00"])
        batch = part("api.products.get_metrics_batch").sync(client=client, body=body)
        assert [found.meta.asin for found in batch.data] == [JUMP]
        assert batch.missing == ["B0ABSENT00"]
        problem = part("api.products.get_product").sync("B0ABSENT00", client=client)
        assert problem.type_ == "/problems/not-found"


def run(*command: str | Path, folder: Path) -> str:
    """Run a program in a folder and return what it prints."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture
def packages() -> Path:
    """The locked npm packages, installed once."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    folder, lock = STATE / "typescript", TYPESCRIPT / "package-lock.json"
    stamp = folder / "installed"
    if not stamp.exists() or stamp.read_bytes() != lock.read_bytes():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for path in (TYPESCRIPT / "package.json", lock):
            shutil.copy(path, folder)
        run("npm", "ci", "--no-audit", "--no-fund", folder=folder)
        shutil.copy(lock, stamp)
    return folder / "node_modules"


def test_a_typescript_client_reads_lists_and_products_without_casts(
    api: Served, packages: Path, tmp_path: Path
) -> None:
    for name in ("package.json", "tsconfig.json", "reader.ts"):
        shutil.copy(TYPESCRIPT / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(packages)
    tools = packages / ".bin"
    run(tools / "openapi-typescript", FILE, "--output", "api.ts", folder=tmp_path)
    run(tools / "tsc", folder=tmp_path)
    program = (
        "import { read } from './reader.js';"
        "console.log(JSON.stringify(await read(...process.argv.slice(1))));"
    )
    found = json.loads(
        run(
            *("node", "--input-type=module", "--eval", program),
            *(api.url, api.key, JUMP),
            folder=tmp_path,
        )
    )
    assert found == {
        "listed": sorted([JUMP, RANK, MAIN]),
        "price": 22,
        "days": 1,
        "gaps": 0,
        "tracked": [JUMP],
        "categories": ["Kettles: 3"],
        "currency": "GBP",
        "missing": "/problems/not-found",
    }
