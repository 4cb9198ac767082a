"""The import rules: every package and part imports only those below it."""

import ast
from collections.abc import Iterator

import pytest

from tests.support.databases import ROOT

# A package, and the packages that it may import.
PACKAGES = {
    "common": (),
    "loader": ("common",),
    "worker": ("common", "loader"),
    "api": ("common",),
    "demo": ("common",),
    "bi": ("common",),
    "bench": ("common", "loader", "api"),
}
# Inside a package each part may import those of earlier lines.
PARTS = {
    "loader": (
        ("errors", "queries"),
        ("settings", "database", "inputs"),
        ("formats", "promotion", "archive"),
        ("staging",),
        ("runs",),
        ("cli_output", "sources"),
        ("cli",),
        ("__main__",),
    ),
    "worker": (
        ("settings", "queries"),
        ("database", "retries", "channels", "install_queue"),
        ("tasks",),
        ("app",),
        ("__main__",),
    ),
    "api": (
        ("problems", "settings", "queries"),
        ("database", "redis_client"),
        ("auth", "cache"),
        ("observability",),
        ("http",),
        ("resources",),
        ("graphql",),
        ("console",),
        ("application",),
        ("app", "export_openapi"),
    ),
    "bench": (
        ("queries",),
        ("harness",),
        ("data",),
        ("contestants",),
        ("suites",),
        ("reporting",),
        ("__main__",),
    ),
}


def is_downward(module: str, target: str) -> bool:
    """Whether a module may import a name, both written with dots."""
    (package, part), (other, its_part) = module.split(".")[:2], target.split(".")[:2]
    if package != other:
        return other in PACKAGES[package]
    if package not in PARTS or part == its_part:
        return True
    place = {name: n for n, names in enumerate(PARTS[package]) for name in names}
    return place[its_part] < place[part]


def imports() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if path.name == "__init__.py":
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.ImportFrom) or not node.module:
                    continue
                if node.module.split(".")[0] in PACKAGES:
                    for name in node.names:
                        yield module, f"{node.module}.{name.name}"


def test_no_module_imports_what_stands_above_it() -> None:
    found = list(imports())
    assert [pair for pair in found if not is_downward(*pair)] == []
    assert len(found) > 300


@pytest.mark.parametrize(
    ("module", "target"),
    [
        ("api.auth.middleware", "api.http.cors.security_headers"),
        ("loader.runs", "api.settings.Settings"),
        ("common.logging", "worker.settings.Settings"),
        ("api.app", "bench.harness.wrk.load"),
    ],
)
def test_an_import_that_points_upward_is_found(module: str, target: str) -> None:
    assert not is_downward(module, target)
