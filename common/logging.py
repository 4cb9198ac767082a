"""Configures logging: one JSON object a line, for the application and its libraries."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog

MASK = "***"
_secret_name = re.compile(
    r"authorization|cookie|password|passwd|secret|token|api_?key", re.IGNORECASE
).search
# Passwords in addresses and connection strings, tokens, keys, signing secrets.
_secret_text = re.compile(
    r"(?<=://)(?P<user>[^/@\s:]*):[^/@\s]+(?=@)"
    r"|(?P<name>\b(?:password|passwd|pwd)\s*[=:]\s*)\S+"
    r"|(?P<scheme>\b(?:Bearer|Basic)\s+)[\w.~+/=-]+"
    r"|\beyJ[\w-]+\.[\w-]+\.[\w-]*"
    r"|\b(?P<kind>pk|sk|ak|whsec)_[\w+/=]{8,}",
    re.IGNORECASE,
)


def _to_bytes(event: Any, **_: Any) -> bytes:
    return orjson.dumps(event, default=str)


def _to_text(event: Any, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()


def _shown(match: re.Match[str]) -> str:
    if match["kind"]:
        return f"{match['kind']}_{MASK}"
    if match["user"] is not None:
        return f"{match['user']}:{MASK}"
    return f"{match['name'] or match['scheme'] or ''}{MASK}"


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return _secret_text.sub(_shown, value)
    if isinstance(value, dict):
        return {
            name: MASK if _secret_name(str(name)) and held else _masked(held)
            for name, held in value.items()
        }
    if isinstance(value, list | tuple):
        return [_masked(held) for held in value]
    return value


def mask(
    logger: Any, method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Mask the secrets of a line, which it knows by their names and their form.

    Errors of libraries repeat addresses with passwords.
    """
    for name, value in line.items():
        if value is None or isinstance(value, int | float):
            continue
        line[name] = MASK if _secret_name(name) else _masked(value)
    return line


def configure_logging(level: str) -> None:
    """Send all logs to standard output as JSON lines.

    uvicorn's access log is off: the API writes a richer line for each request itself.
    Warnings of psycopg's pool and of the server pass through.
    """
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    stamps: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *stamps,
            structlog.processors.format_exc_info,
            mask,
            structlog.processors.JSONRenderer(serializer=_to_bytes),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.BytesLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *stamps],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                mask,
                structlog.processors.JSONRenderer(serializer=_to_text),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(number, logging.WARNING))
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.error").setLevel(number)
    # Without a handler here or above, uvicorn does not even format its line.
    access = logging.getLogger("uvicorn.access")
    access.handlers = []
    access.propagate = False
