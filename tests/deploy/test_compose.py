"""docker-compose.yml, its settings, secrets and images, without a docker engine.

`make compose-test` runs the system itself.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.databases import ROOT

TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
# They end by themselves.
ONCE = {"migrate", "loader"}
# Not built here, but taken by name.
FOREIGN = {"grafana"}
IMAGES = ROOT / "deploy" / "images"
SECRETS = ROOT / "deploy" / "compose" / "secrets"
WITH_SECRETS = IMAGES / "with-secrets"
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::-([^}]*))?\}")

each_service = pytest.mark.parametrize("name", SERVICES)


def environment(name: str) -> dict[str, str]:
    found = SERVICES[name].get("environment", {})
    return {key: str(value) for key, value in found.items()}


def example() -> dict[str, str]:
    """Every key of .env.example with its value."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    pairs = [line.partition("=") for line in lines if re.match(r"[A-Z_]+=", line)]
    return {key: value for key, _, value in pairs}


def made_secrets(folder: Path, *names: str) -> Path:
    subprocess.run(
        [SECRETS, *names],
        env={**os.environ, "ASINMART_SECRETS": str(folder)},
        check=True,
        capture_output=True,
    )
    return folder


@each_service
def test_a_service_has_limits_and_few_rights(name: str) -> None:
    service = SERVICES[name]
    for limit in ("mem_limit", "cpus", "pids_limit", "stop_grace_period"):
        assert limit in service, limit
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert "privileged" not in service
    assert str(service.get("user")) not in ("0", "root")


@each_service
def test_a_service_that_stays_is_watched_and_restarted(name: str) -> None:
    service = SERVICES[name]
    if name in ONCE:
        assert service["restart"] == "no"
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"]


@each_service
def test_ports_are_published_on_loopback_only(name: str) -> None:
    for port in SERVICES[name].get("ports", ()):
        assert port.startswith("127.0.0.1:"), port


def test_only_the_edge_leads_to_the_api() -> None:
    assert "ports" not in SERVICES["api"]
    joined = {
        name for name in SERVICES if "front" in SERVICES[name].get("networks", ())
    }
    assert joined == {"api", "edge"}
    assert SERVICES["edge"]["networks"].keys() == {"front"}


@each_service
def test_a_service_depends_on_what_a_service_provides(name: str) -> None:
    for other, how in SERVICES[name].get("depends_on", {}).items():
        wanted = "completed_successfully" if other in ONCE else "healthy"
        assert how == {"condition": f"service_{wanted}"}


@each_service
def test_no_password_stands_in_the_file(name: str) -> None:
    for key, value in environment(name).items():
        if re.search(r"PASSWORD|TOKEN|KEY|SECRET", key):
            assert re.fullmatch(r"\{secret:\w+\}|/run/secrets/\w+", value), key
        for login in re.findall(r"://([^@/]+)@", value):
            assert re.fullmatch(r"\w*:\{secret:\w+\}", login), key


@each_service
def test_a_service_has_the_secrets_it_reads_and_no_others(name: str) -> None:
    given = set(SERVICES[name].get("secrets", ()))
    text = "\n".join(environment(name).values()) + str(
        SERVICES[name].get("healthcheck")
    )
    read = set(re.findall(r"\{secret:(\w+)\}", text))
    read |= set(re.findall(r"/run/secrets/(\w+)", text))
    # What its image reads by itself.
    image = str(SERVICES[name]["image"]).removeprefix("asinmart-")
    for path in own_files(image):
        read |= set(re.findall(r"/run/secrets/(\w+)", path.read_text()))
    read |= {
        "pgbouncer": {"api_password", "mart_password"},
        "edge": {"edge_certificate", "edge_key"},
        "prometheus": {"metrics_api_key"},
    }.get(name, set())
    assert given == read


def own_files(image: str) -> list[Path]:
    folder = IMAGES / image
    return [path for path in folder.glob("*") if path.name != "Dockerfile"]


def test_every_secret_is_a_file_that_the_script_makes(tmp_path: Path) -> None:
    declared = COMPOSE["secrets"]
    for name, secret in declared.items():
        assert secret == {"file": "${ASINMART_SECRETS:-.local/compose}/" + name}
    used = {
        secret for service in SERVICES.values() for secret in service.get("secrets", ())
    }
    # Logins of people, of no service but migrate.
    assert declared.keys() == used
    folder = made_secrets(tmp_path / "secrets")
    assert {path.name for path in folder.iterdir()} == declared.keys()


def test_secrets_are_long_different_and_closed_to_others(tmp_path: Path) -> None:
    folder = made_secrets(tmp_path / "secrets")
    assert folder.stat().st_mode & 0o777 == 0o700
    texts = {path.name: path.read_text().strip() for path in folder.iterdir()}
    empty = {name for name, text in texts.items() if not text}
    assert empty == {"apify_token", "aws_credentials", "llm_api_key", "smtp_password"}
    passwords = [t for n, t in texts.items() if n.endswith("_password") and t]
    assert len(set(passwords)) == len(passwords) > 8
    # Letters and digits, as they stand in addresses.
    assert all(re.fullmatch(r"[0-9a-f]{48}", text) for text in passwords)
    assert re.fullmatch(r"ak_[0-9a-f]{64}", texts["metrics_api_key"])


def test_secrets_are_made_once_and_anew_on_demand(tmp_path: Path) -> None:
    folder = made_secrets(tmp_path / "secrets")
    first = {path.name: path.read_text() for path in folder.iterdir()}
    made_secrets(folder)
    assert {path.name: path.read_text() for path in folder.iterdir()} == first
    made_secrets(folder, "api_password", "edge_certificate")
    changed = {p.name for p in folder.iterdir() if p.read_text() != first[p.name]}
    assert changed == {"api_password", "edge_certificate", "edge_key"}
    with pytest.raises(subprocess.CalledProcessError) as refused:
        made_secrets(folder, "no_such")
    assert refused.value.stderr.startswith(b"error: there is no secret no_such; ")


def test_every_setting_is_explained_with_its_default() -> None:
    defaults: dict[str, set[str]] = {}
    for name, default in VARIABLE.findall(TEXT):
        defaults.setdefault(name, set()).add(default)
    assert all(len(values) == 1 for values in defaults.values()), defaults
    assert {name: next(iter(values)) for name, values in defaults.items()} == example()


def test_a_setting_follows_its_explanation() -> None:
    explained = False
    for line in (ROOT / ".env.example").read_text().splitlines():
        if line.startswith("#"):
            explained = True
        elif not line:
            explained = False
        else:
            assert explained, line


def test_the_env_file_of_an_installation_is_ignored_by_git() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"/.env", "/.local/"} <= set(ignored)


def with_secrets(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a copy of deploy/images/with-secrets that reads another folder."""
    script = folder / "with-secrets"
    script.write_text(WITH_SECRETS.read_text().replace("/run/secrets", str(folder)))
    return subprocess.run(
        ["bash", script, "bash", "-c", "printf '%s' \"${ADDRESS-unset}\""],
        env={"PATH": os.environ["PATH"], "ADDRESS": text},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a://{secret:login}:{secret:word}@b/{c}", "a://me:x&y\\1 $z@b/{c}"),
        ("plain", "plain"),
        ("", "unset"),
        ("{secret:none}", "unset"),
    ],
)
def test_secrets_stand_where_variables_name_them(
    text: str, result: str, tmp_path: Path
) -> None:
    (tmp_path / "login").write_text("me\n")
    (tmp_path / "word").write_text("x&y\\1 $z")
    (tmp_path / "none").touch()
    assert with_secrets(text, tmp_path).stdout == result


def test_a_missing_secret_is_said_in_one_sentence(tmp_path: Path) -> None:
    done = with_secrets("{secret:login}", tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        f"error: ADDRESS needs the secret login, but {tmp_path}/login cannot be read: "
        "run deploy/compose/secrets\n"
    )


def copied(dockerfile: Path) -> Iterator[str]:
    """The files of the build context that an image takes."""
    for line in re.findall(r"^COPY (?!--from)(.*)$", dockerfile.read_text(), re.M):
        yield from line.split()[:-1]


def dockerfiles() -> list[Path]:
    return sorted(IMAGES.glob("*/Dockerfile"))


@pytest.mark.parametrize("path", dockerfiles(), ids=lambda path: path.parent.name)
def test_an_image_takes_files_that_exist_and_runs_without_rights(path: Path) -> None:
    context = ROOT if path.parent.name == "app" else ROOT / "deploy"
    for name in copied(path):
        assert (context / name).exists(), name
    text = path.read_text()
    assert re.findall(r"^FROM (\S+)", text, re.M)[0] == "debian:trixie-slim"
    assert re.findall(r"^USER (\S+)", text, re.M)[-1] != "root"


def test_the_app_image_gets_its_files_and_nothing_else() -> None:
    app = IMAGES / "app"
    ignored = (app / "Dockerfile.dockerignore").read_text().splitlines()
    assert ignored[0] == "*"
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    assert allowed == set(copied(app / "Dockerfile"))
    # What this checkout has installed is not what the image gets.
    assert "**/node_modules" in ignored


def test_the_app_image_gets_what_the_console_loads_from_a_stage_of_its_own() -> None:
    text = (IMAGES / "app" / "Dockerfile").read_text()
    package = json.loads((ROOT / "api" / "console" / "package.json").read_text())
    taken = re.findall(
        r"^COPY --from=console /console/(\S+) api/console/(\S+)$", text, re.M
    )
    wanted = {f"node_modules/{name}" for name in package["dependencies"]}
    assert {(name, name) for name in wanted} == set(taken)
    own = text[text.rindex("\nFROM ") :]
    assert "npm" not in own and "nodejs" not in own


def test_each_built_image_is_described_once() -> None:
    built = {
        s["image"]: str(s["build"]) for n, s in SERVICES.items() if n not in FOREIGN
    }
    for name, service in SERVICES.items():
        if name not in FOREIGN:
            assert str(service["build"]) == built[service["image"]], name
    assert {f"asinmart-{path.parent.name}" for path in dockerfiles()} == built.keys()
    assert not any("build" in SERVICES[name] for name in FOREIGN)


def test_the_administrator_of_the_server_is_the_same_user_in_migrate() -> None:
    text = (IMAGES / "postgres" / "Dockerfile").read_text()
    [number] = re.findall(r"useradd --uid (\d+)", text)
    assert SERVICES["migrate"]["user"] == f"{number}:{number}"
