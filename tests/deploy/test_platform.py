"""The scripts of deploy/local keep checkouts apart and record all addresses."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.support.databases import ROOT, read_env

NAMES = "printf '%s ' $name"
PORTS = "printf '%s ' $postgres_port $redis_port $api_port"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return a_checkout(tmp_path / "one")


def a_checkout(path: Path) -> Path:
    shutil.copytree(ROOT / "deploy", path / "deploy")
    return path


def run(checkout: Path, script: str, state: str = "up") -> str:
    """Run lines of Bash as the scripts of a checkout would."""
    lines = f"source {checkout}/deploy/local/common.sh; use_state {state}; {script}"
    return subprocess.run(
        ["bash", "-c", lines], check=True, capture_output=True, text=True
    ).stdout


def test_two_checkouts_get_names_of_their_own(tmp_path: Path) -> None:
    one, other = a_checkout(tmp_path / "one"), a_checkout(tmp_path / "other")
    names = [
        run(checkout, NAMES, state)
        for checkout in (one, other)
        for state in ("up", "test")
    ]
    assert len(set(names)) == 4
    assert run(one, NAMES) == names[0]


def test_ports_follow_from_the_path_and_differ_from_each_other(tmp_path: Path) -> None:
    """Two paths may want the same port; the one that starts second takes another."""
    one, other = a_checkout(tmp_path / "one"), a_checkout(tmp_path / "other")
    ports = run(one, PORTS).split()
    assert len(set(ports)) == 3
    assert run(one, PORTS).split() == ports
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = run(other, f"redis_port=$(free_port redis {port}); {PORTS}").split()
    assert found[1] != str(port)


def test_a_port_that_is_taken_is_avoided(checkout: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = int(run(checkout, f"free_port api {port}"))
    assert found != port
    assert (found - port) % 10 == 0


def test_ports_once_chosen_are_kept(checkout: Path) -> None:
    run(checkout, "prepare_state; redis_port=23456; save_ports")
    assert run(checkout, "printf $redis_port") == "23456"


def test_the_env_file_names_every_address_and_is_closed_to_others(
    checkout: Path,
) -> None:
    run(checkout, "prepare_state; write_env asinmart")
    path = checkout / ".local" / "env"
    env = read_env(path)
    assert set(env) == {
        "DATABASE_URL",
        "LOADER_DATABASE_URL",
        "API_DATABASE_URL",
        "MART_DATABASE_URL",
        "ADMIN_DATABASE_URL",
        "WORKER_DATABASE_URL",
        "SUPERUSER_DATABASE_URL",
        "REDIS_URL",
        "API_URL",
        "API_ANONYMOUS_ROLE",
        "API_LIMIT_ANONYMOUS",
        "ASINMART_INSTANCE_ID",
    }
    # For whoever tries it on a machine of one's own.
    assert env.pop("API_ANONYMOUS_ROLE") == "viewer"
    assert env.pop("API_LIMIT_ANONYMOUS")
    instance = env.pop("ASINMART_INSTANCE_ID")
    assert instance.startswith("asinmart_")
    assert all("127.0.0.1:" in url for url in env.values())
    assert path.stat().st_mode & 0o777 == 0o600
    assert (checkout / ".local" / "secrets").stat().st_mode & 0o777 == 0o600


def test_passwords_are_made_once(checkout: Path) -> None:
    run(checkout, "prepare_state; write_env asinmart")
    first = read_env(checkout / ".local" / "env")
    run(checkout, "prepare_state; write_env asinmart")
    assert read_env(checkout / ".local" / "env") == first


def test_a_role_new_since_the_first_start_gets_a_password_and_the_others_keep_theirs(
    checkout: Path,
) -> None:
    run(checkout, "prepare_state; write_env asinmart")
    first = read_env(checkout / ".local" / "env")
    secrets = checkout / ".local" / "secrets"
    lines = secrets.read_text().splitlines(keepends=True)
    secrets.write_text("".join(line for line in lines if "WORKER" not in line))
    run(checkout, "prepare_state; write_env asinmart")
    second = read_env(checkout / ".local" / "env")
    assert second.pop("WORKER_DATABASE_URL") != first.pop("WORKER_DATABASE_URL")
    assert second == first
    assert secrets.stat().st_mode & 0o777 == 0o600


def test_a_failing_step_is_one_line_that_quotes_its_log(checkout: Path) -> None:
    script = "logged $root/log bash -c 'echo noise; echo ERROR: no such thing; exit 3'"
    with pytest.raises(subprocess.CalledProcessError) as failure:
        run(checkout, script)
    assert failure.value.stderr.splitlines() == [
        f"error: bash failed: ERROR: no such thing (all of it: {checkout}/log)"
    ]


# Stands for npm: notes how it was called, and makes the folder anew.
NPM = """#!/bin/sh
printf '%s\\n' "$*" >>"$CALLS"
rm -rf node_modules
[ -z "$REFUSAL" ] || { echo "$REFUSAL" >&2; exit 1; }
mkdir node_modules
"""


@pytest.fixture
def with_npm(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with the files of the console, where npm is the one above."""
    console = checkout / "api" / "console"
    console.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "api" / "console" / name, console)
    program = checkout / "npm"
    program.write_text(NPM)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{checkout}:{os.environ['PATH']}")
    monkeypatch.setenv("CALLS", str(checkout / "calls"))
    return checkout


def calls(checkout: Path) -> list[str]:
    return (checkout / "calls").read_text().splitlines()


def test_the_charts_are_installed_again_only_when_their_lock_changes(
    with_npm: Path,
) -> None:
    install = "prepare_state; install_console up"
    for _ in range(2):
        run(with_npm, install)
    assert len(calls(with_npm)) == 1
    lock = with_npm / "api" / "console" / "package-lock.json"
    lock.write_text(f"{lock.read_text()} ")
    run(with_npm, install)
    assert len(calls(with_npm)) == 2
    assert all("--omit=dev --ignore-scripts" in call for call in calls(with_npm))


def test_what_tests_load_is_added_once_and_kept_by_make_up(with_npm: Path) -> None:
    for which, state in (("up", "up"), ("test", "test"), ("up", "up")):
        run(with_npm, f"prepare_state; install_console {which}", state)
    first, second = calls(with_npm)
    assert "--omit=dev" in first
    assert "--omit" not in second and "--ignore-scripts" in second


def test_charts_that_cannot_be_installed_are_one_sentence_and_tried_again(
    with_npm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install = "prepare_state; install_console up; echo went on"
    monkeypatch.setenv("REFUSAL", "npm error code ECONNREFUSED")
    said = run(with_npm, install).splitlines()
    assert said[0].split(maxsplit=1) == ["console", "installing its charts"]
    assert "npm error code ECONNREFUSED" in said[1] and said[1].endswith("tables alone")
    assert said[2:] == ["went on"]
    monkeypatch.delenv("REFUSAL")
    assert "cannot" not in run(with_npm, install)
    assert len(calls(with_npm)) == 2
