"""Reads the queries.sql of a package, in which `-- name: x` begins each query.

A package's queries.py declares a name for each query and calls `load`:

    PRODUCT: str
    load(__name__)

Comments below a name explain the query; they are not sent to the server.
"""

import re
import sys
from functools import lru_cache
from importlib.resources import files
from inspect import get_annotations

_NAME = re.compile(r"^-- name: ([a-z_]+)\n", re.MULTILINE)


def load(module_name: str) -> None:
    """Assign the queries of the file beside a module to the module's declared names.

    Raises LookupError unless the file has exactly the queries that are declared.
    """
    module = sys.modules[module_name]
    assert module.__package__ is not None
    text = files(module.__package__).joinpath("queries.sql").read_text("utf-8")
    queries = parse(text)
    if different := queries.keys() ^ get_annotations(module).keys():
        names = ", ".join(sorted(different))
        raise LookupError(f"{module_name} and its queries.sql differ in {names}")
    vars(module).update(queries)


def parse(text: str) -> dict[str, str]:
    """Return the queries of a file by name, in upper case; raises LookupError."""
    _, *parts = _NAME.split(text)
    queries: dict[str, str] = {}
    for name, block in zip(parts[::2], parts[1::2], strict=True):
        query = re.sub(r"\A(--.*\n)*", "", block).strip().removesuffix(";")
        if not query or name.upper() in queries:
            raise LookupError(f"the query {name} is empty, or is there twice")
        queries[name.upper()] = query
    return queries


@lru_cache(maxsize=512)
def wrap(outer: str, query: str) -> str:
    """Return the outer query with its `{query}` replaced."""
    return outer.replace("{query}", query)
