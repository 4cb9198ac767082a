"""Writes docs/openapi.json: `python -m api.export_openapi`.

A reviewer sees in docs/openapi.json what a change means for clients. A test fails while
the file differs from the document of the application.
"""

from pathlib import Path
from typing import Any

import orjson

from api.application import create_app
from api.settings import Settings

FILE = Path(__file__).parents[1] / "docs" / "openapi.json"


def document() -> dict[str, Any]:
    """Return the document of an application with the default settings."""
    settings = Settings.model_construct(database_url="postgresql://nowhere")
    return create_app(settings).openapi()


def render(made: dict[str, Any]) -> bytes:
    """Return the document as indented JSON, so that a diff shows each change."""
    return orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


if __name__ == "__main__":
    FILE.write_bytes(render(document()))
