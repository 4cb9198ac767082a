"""The words for what pydantic finds wrong with a parameter or with a body."""

from typing import Any

# The number of faults of one request that a client sees.
FAULTS_SHOWN = 20


def words_of(fault: Any, place: str) -> str:
    """Return a fault in a few words; `place` is the noun, parameter or member."""
    words = {
        "missing": "it is missing",
        "extra_forbidden": f"unknown {place}",
        "json_invalid": "not JSON",
    }.get(fault["type"])
    if words is None:
        words = str(fault["msg"]).removeprefix("Value error, ")
        words = words[:1].lower() + words[1:].rstrip(".")
    return words
