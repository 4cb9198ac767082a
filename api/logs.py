"""Logs as one JSON object a line, the application's and its libraries' alike."""

import logging
import sys
from typing import Any

import orjson
import structlog


def _to_bytes(event: Any, **_: Any) -> bytes:
    return orjson.dumps(event, default=str)


def _to_text(event: Any, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()


def configure_logging(level: str) -> None:
    """Send everything to standard output as JSON lines.

    uvicorn's access log is switched off: the API writes one line a request itself,
    with more in it. Warnings of psycopg's pool and the server pass through.
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
    logging.getLogger("uvicorn.access").disabled = True
